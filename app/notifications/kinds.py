"""The kinds of messages, which of them a person may put off or stop, and the quiet hours."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _

from app import clock
from app.notifications.models import Delivery
from app.policy import Role

QUIET_FROM, QUIET_UNTIL = time(21), time(8)  # on Birmingham's clock
DIGEST = "digest"
OWN_ADDRESS = "confirm_own_address"
ALL = (Delivery.AT_ONCE, Delivery.DAILY, Delivery.NEVER)
MUST_GO = (Delivery.AT_ONCE, Delivery.DAILY)
AT_ONCE_ALONE = (Delivery.AT_ONCE,)
EVERYBODY = frozenset({Role.PARTNER, Role.MENTOR, Role.STAFF, Role.CLIENT, Role.ADMIN})


@dataclass(frozen=True)
class Kind:
    """Messages that a person chooses about together; `templates` are folders of emails/."""

    key: str
    name: Any
    templates: tuple[str, ...]
    choices: tuple[Delivery, ...]
    roles: frozenset[Role] = frozenset()
    at_any_hour: bool = False


KINDS = (
    Kind(
        "sign_in", _("Links to sign in"), (OWN_ADDRESS,), AT_ONCE_ALONE,
        at_any_hour=True,
    ),
    Kind("addresses", _("Questions about an address"), ("confirm_address",), AT_ONCE_ALONE),
    # What the reader was promised when she asked to be answered by e-mail.
    Kind(
        "words",
        _("Words to you alone"),
        (
            "referral_client_text", "referral_linked", "support_linked", "first_meeting",
            "first_meeting_off",
        ),
        AT_ONCE_ALONE,
    ),
    Kind(
        "referrals", _("News about referrals"),
        ("referral_moved", "referral_waits", "referrals_handed_over"),
        MUST_GO,
        frozenset({Role.PARTNER, Role.STAFF}),
    ),
    Kind(
        "bookings",
        _("Bookings and slots"),
        (
            "booking_made", "booking_made_host", "booking_cancelled", "booking_cancelled_host",
            "slot_cancelled",
        ),
        ALL,
        frozenset({Role.PARTNER, Role.MENTOR, Role.STAFF, Role.CLIENT}),
    ),
    Kind(
        "support", _("News about support"),
        (
            "support_moved", "support_client", "support_waits",
            "services_unchecked", "group_news",
        ),
        MUST_GO,
        frozenset({Role.PARTNER, Role.STAFF, Role.CLIENT}),
    ),
    Kind("offers", _("Something new for you"), ("offer_made",), ALL, frozenset({Role.CLIENT})),
    Kind(
        "own_record", _("Dates and facts to look at"), ("still_right", "english_ends"), ALL,
        frozenset({Role.CLIENT}),
    ),
    Kind(DIGEST, _("The daily mail"), (DIGEST,), AT_ONCE_ALONE),
)  # fmt: skip
# What no line above names: a new message is sent until somebody decides that it need not be.
OTHER = Kind("other", _("Other messages"), (), MUST_GO, EVERYBODY)
BY_KEY = {kind.key: kind for kind in (*KINDS, OTHER)}
BY_TEMPLATE = {template: kind for kind in KINDS for template in kind.templates}
# What may go to an address that nobody has confirmed: it names nobody, and a missed first meeting
# would cost more than a stranger's knowing of one.
TO_ANYBODY = frozenset({"confirm_address", OWN_ADDRESS, "first_meeting", "first_meeting_off"})
# What goes to its address or nowhere: the question whose it is, and what a job asks anew anyway.
STAYS = frozenset({"confirm_address", OWN_ADDRESS, "services_unchecked"})
AT_ANY_HOUR = tuple(name for name, kind in BY_TEMPLATE.items() if kind.at_any_hour)


def kind_of(template: str) -> Kind:
    return BY_TEMPLATE.get(template, OTHER)


def kinds_for(role: Role) -> list[Kind]:
    """What a person of the role chooses about."""
    return [kind for kind in (*KINDS, OTHER) if role in kind.roles]


def delivery_of(kind: Kind, chosen: Mapping[tuple[str, str], Delivery], address: str) -> Delivery:
    """How an address wants a kind (see queries.wanted), unless the kind no longer allows it."""
    how = chosen.get((address.lower(), kind.key), Delivery.AT_ONCE)
    return how if how in kind.choices else Delivery.AT_ONCE


def stoppable(keys: Iterable[str]) -> list[str]:
    """Those of the kinds that may be switched off."""
    return [key for key in keys if Delivery.NEVER in BY_KEY[key].choices]


def is_quiet(instant: datetime) -> bool:
    """Whether people are left in peace: from 21:00 to 08:00 in Birmingham."""
    here = clock.local(instant).time()
    return here >= QUIET_FROM or here < QUIET_UNTIL
