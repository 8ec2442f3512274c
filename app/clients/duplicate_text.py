"""How it reads why two records may be of one person."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _

from app.clients.duplicates import Grade, Signal

SIGNAL_NAMES = {
    Signal.SAME_NAME: _("same name"),
    Signal.NAME_ALIKE: _("name spelled alike"),
    Signal.PART_OF_NAME: _("a part of the name alike"),
    Signal.SAME_YEAR: _("born the same year"),
    Signal.YEAR_ONE_OFF: _("born a year apart"),
    Signal.YEAR_UNKNOWN: _("a year of birth is not known"),
    Signal.YEARS_APART: _("years of birth differ"),
    Signal.PHONE: _("same phone"),
    Signal.EMAIL: _("same e-mail"),
    Signal.REFERRER: _("referred by the same organisation"),
    Signal.PROFESSION: _("same profession"),
    Signal.COUNTRY: _("trained in the same country"),
}
GRADE_NAMES = {
    Grade.ALMOST_CERTAIN: _("Almost certain"),
    Grade.LIKELY: _("Likely"),
    Grade.POSSIBLE: _("Possible"),
}


def signal_list(why: Iterable[str]) -> str:
    """What two records have in common, as a list of words."""
    return ", ".join(str(SIGNAL_NAMES[Signal(one)]) for one in why)
