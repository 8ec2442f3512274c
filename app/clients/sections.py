"""The sections in which a client's facts are changed, and the roles that may change each."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from app.clients import forms
from app.errors import NotFound
from app.policy import Role, Viewer

STAFF_ONLY = frozenset({Role.STAFF})
WITH_CLIENT = frozenset({Role.STAFF, Role.CLIENT})


@dataclass(frozen=True)
class Section:
    title: LazyString
    form: type[forms.SectionForm]
    roles: frozenset[Role]


SECTIONS = {
    "identity": Section(_("Name and birth"), forms.IdentityForm, STAFF_ONLY),
    "contact": Section(_("Contact"), forms.ContactForm, WITH_CLIENT),
    "profession": Section(_("Profession and training"), forms.ProfessionForm, STAFF_ONLY),
    "progress": Section(_("Goal, registration and practice"), forms.ProgressForm, WITH_CLIENT),
    "availability": Section(_("Availability and needs"), forms.AvailabilityForm, WITH_CLIENT),
    "right-to-work": Section(_("Right to work"), forms.RightToWorkForm, STAFF_ONLY),
    "languages": Section(_("Languages"), forms.LanguagesForm, WITH_CLIENT),
}


def open_to(viewer: Viewer) -> dict[str, Section]:
    """The sections that the viewer's role may change, in order."""
    return {key: one for key, one in SECTIONS.items() if viewer.role in one.roles}


def section(viewer: Viewer, key: str) -> Section:
    """One section by the word in its address; NotFound when the viewer may not change it."""
    found = open_to(viewer).get(key)
    if found is None:
        raise NotFound(key)
    return found
