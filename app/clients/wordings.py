"""What a client agrees to, word by word: a version, once used, never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _

from app.clients.consent_models import Consent, ConsentPurpose, Counterparty
from app.web import locales

C, P = Counterparty, ConsentPurpose
Asked = tuple[Counterparty, ConsentPurpose]
Texts = Mapping[Asked, tuple[LazyString, ...]]


@dataclass(frozen=True)
class Wording:
    """The sentences that are read before a yes, by whom it is given to and what for."""

    version: str
    since: date
    texts: Texts


KEEPING: tuple[LazyString, ...] = (
    _("We send your name and your answers to the Learning Works, who work for the NHS trust."),
    _("They keep your answers to help you back into your profession."),
    _("They call or write to you. Others see your answers only if you agree."),
    _("You can say no, or change your mind later. You do not lose other help."),
)

WORDINGS = (
    Wording(
        "2026-11",
        date(2026, 11, 1),
        {
            (C.STAFF, P.HOLD_RECORD): KEEPING,
            (C.ORGANISATION, P.SHARE_PROFILE): (
                _("Profession, training, qualifications and goal"),
            ),
            (C.ORGANISATION, P.SHARE_ENGLISH): (_("English tests"),),
            (C.ORGANISATION, P.SHARE_PLAN): (_("Pathway plan and its progress"),),
            (C.ORGANISATION, P.SHARE_NEEDS): (_("What is needed, and the support asked for"),),
            (C.MENTOR, P.SHARE_ENGLISH): (_("English tests"),),
            (C.MENTOR, P.SHARE_PLAN): (_("Pathway plan and its progress"),),
            (C.MENTOR, P.SHARE_NEEDS): (_("Childcare and health needs"),),
        },
    ),
    Wording(
        "2026-11.2",
        date(2026, 11, 22),
        {
            (C.STAFF, P.HOLD_RECORD): KEEPING,
            (C.ORGANISATION, P.SHARE_PROFILE): (
                _("They may read your profession, training, qualifications and goal."),
                _("They may read how far you are with the regulator, and how you could work."),
            ),
            (C.ORGANISATION, P.SHARE_ENGLISH): (
                _("They may read your English tests and your scores."),
                _("They may read which documents were seen, and when. No copy is kept."),
            ),
            (C.ORGANISATION, P.SHARE_PLAN): (
                _("They may read your pathway plan and how far you have come."),
            ),
            (C.ORGANISATION, P.SHARE_NEEDS): (
                _("They may read what you need, for example childcare or travel help."),
                _("They may read which support was asked for, and the answers."),
            ),
            (C.MENTOR, P.SHARE_ENGLISH): (
                _("A mentor you have booked may know about which level your English has."),
                _("They do not see your scores."),
            ),
            (C.MENTOR, P.SHARE_PLAN): (
                _("A mentor you have booked may read your goals and your next steps."),
            ),
            (C.MENTOR, P.SHARE_NEEDS): (
                _("A mentor you have booked may know which childcare you need."),
                _("They may know what helps you because of your health."),
            ),
        },
    ),
)
CURRENT = WORDINGS[-1]


def sentences(
    counterparty: Counterparty, purpose: ConsentPurpose, version: str = CURRENT.version
) -> tuple[LazyString, ...]:
    """What is read to the client, one sentence after the other; none for a version not known."""
    found = next((one for one in WORDINGS if one.version == version), None)
    return found.texts.get((counterparty, purpose), ()) if found else ()


def read_out(
    counterparty: Counterparty, purpose: ConsentPurpose, *, version: str, language: str
) -> str:
    """The same as one text in the language, in English where there is no translation."""
    with force_locale(locales.offered_for(language)):
        return "\n".join(str(line) for line in sentences(counterparty, purpose, version))


def agreed_words(consent: Consent) -> str:
    """The words that were agreed to, exactly as they were; of an older row by its version."""
    return consent.words or read_out(
        Counterparty(consent.counterparty),
        ConsentPurpose(consent.purpose),
        version=consent.wording_version,
        language=consent.language,
    )


def is_earlier(consent: Consent) -> bool:
    """Whether the words are others today; the consent counts all the same."""
    return consent.wording_version != CURRENT.version
