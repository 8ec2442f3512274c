"""What the programme can do for somebody, from three answers and the reference data alone."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext, ngettext

from app.organisations.models import Programme
from app.reference import reference, uncertain
from app.reference.routes import EnglishRule, Months, Route, RouteStep, Track
from app.referrals.choices import UNKNOWN_PROFESSION, profession_name
from app.referrals.models import SelfSaidEnglish

AT_HOME = "GB"
FIRST_STEPS = 3
MOST_ROLES = 4
NEEDS_ENGLISH = frozenset({SelfSaidEnglish.FEW_WORDS, SelfSaidEnglish.EVERYDAY})
# What the programme itself sees to is said once, not as a step of the person's.
THEIR_OWN = frozenset({Track.ENGLISH, Track.REGULATOR, Track.TRAINING})


@dataclass(frozen=True)
class FirstStep:
    title: str
    why: str


@dataclass(frozen=True)
class RouteAhead:
    """One way to registration, as a partner reads it to somebody."""

    title: str
    regulator: str
    website: str
    how_long: str
    english: str
    first: tuple[FirstStep, ...]
    is_uncertain: bool


@dataclass(frozen=True)
class Role:
    title: str
    what: str


@dataclass(frozen=True)
class Answer:
    """What the programme can do: a sentence, the ways, the work meanwhile."""

    verdict: str
    comes_first: str
    is_for_them: bool = True
    routes: tuple[RouteAhead, ...] = ()
    roles: tuple[Role, ...] = ()


def suitability(
    profession: str, *, trained_in: str, english: str, programmes: list[Programme]
) -> Answer:
    """The answer in plain words; `trained_in` is a country's code, `english` what is said of it.

    Nothing about the person is asked or kept: it depends on these three and on open programmes.
    """
    first = _comes_first(english)
    if trained_in == AT_HOME:
        return Answer(
            gettext("The programme is for people who trained outside the United Kingdom."),
            "",
            is_for_them=False,
        )
    if profession == UNKNOWN_PROFESSION:
        return Answer(
            gettext("We can find out with the person which way is open. You can refer them."), first
        )
    name = profession_name(profession)
    if not any(not one.professions or profession in one.professions for one in programmes):
        nobody = gettext("No open programme is for this profession: %(name)s.", name=name)
        return Answer(nobody, "", is_for_them=False)
    found = reference().routes_for(profession)
    return Answer(
        gettext("Yes, the programme is for this person: %(name)s.", name=name),
        first,
        routes=tuple(_route(route, english) for route in found),
        roles=tuple(
            Role(gettext(role.title), gettext(role.plain_english))
            for role in reference().interim_roles_for(profession)[:MOST_ROLES]
        ),
    )


def _comes_first(english: str) -> str:
    if english in NEEDS_ENGLISH:
        return gettext(
            "English comes first. We find a course near the person; many courses are free."
        )
    if english == SelfSaidEnglish.UNKNOWN:
        return gettext("We meet the person first and look at their English together.")
    return gettext("We meet the person first, and plan the English test and the documents.")


def _route(route: Route, english: str) -> RouteAhead:
    regulator = reference().regulator(route.regulator)
    steps = [step for step in route.order() if not step.optional and step.track in THEIR_OWN]
    if english not in NEEDS_ENGLISH and english != SelfSaidEnglish.UNKNOWN:
        steps = [step for step in steps if step.key != "english_course"]
    first = steps[:FIRST_STEPS]
    return RouteAhead(
        title=gettext(route.title),
        regulator=regulator.name,
        website=regulator.website,
        how_long=_how_long(route.computed.critical_path_months),
        english=_english(route.english),
        first=tuple(FirstStep(gettext(step.title), gettext(step.why)) for step in first),
        is_uncertain=_is_uncertain(route, first),
    )


def _is_uncertain(route: Route, steps: list[RouteStep]) -> bool:
    return uncertain(route.english) or any(uncertain(step) for step in steps)


def _how_long(months: Months) -> str:
    """Years for what lasts years: `about 1 to 4 years`."""
    least, most = months.least // 12, -(-months.most // 12)
    if most <= 1:
        return ngettext("about %(num)d month", "about %(num)d months", months.most)
    if least == 0:
        return ngettext("up to %(num)d year", "up to %(num)d years", most)
    return gettext("%(least)d to %(most)d years", least=least, most=most)


def _english(rule: EnglishRule) -> str:
    if rule.ielts is None:
        return gettext("The regulator asks for no fixed English test on this route.")
    lowest = min(rule.ielts.listening, rule.ielts.reading, rule.ielts.writing, rule.ielts.speaking)
    return gettext(
        "The regulator asks for English, for example IELTS Academic with %(lowest)s or more in "
        "each part.", lowest=_score(lowest),
    )  # fmt: skip


def _score(score: Decimal) -> str:
    return f"{score:.1f}"
