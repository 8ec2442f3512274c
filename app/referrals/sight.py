"""Which answers of a referral the referrer still reads: the field table, for what they entered."""

from app.clients.access import FieldGroup, groups
from app.policy import Role, Viewer
from app.referrals.models import FirstMeeting, Referral

# Answers that are the person's to share once we know her; until then the referrer has only told
# us what they know. Right to work and needs stay: the table leaves a partner what they entered.
SHARED_LATER = frozenset({FieldGroup.PROFESSION, FieldGroup.ENGLISH, FieldGroup.CONSENTS})


def hidden_groups(viewer: Viewer, referral: Referral) -> frozenset[FieldGroup]:
    """The groups of answers that the viewer does not read on this referral now."""
    if viewer.role is not Role.PARTNER or referral.client is None:
        return frozenset()
    return SHARED_LATER - groups(viewer, referral.client)


def hidden_of_meeting(
    viewer: Viewer, referral: Referral, meeting: FirstMeeting
) -> frozenset[FieldGroup]:
    """The same for what is arranged: a partner reads the needs that they entered, and no others."""
    is_theirs = meeting.childcare == referral.childcare_need[: len(meeting.childcare)]
    if viewer.role is not Role.PARTNER or is_theirs:
        return frozenset()
    return frozenset({FieldGroup.NEEDS})
