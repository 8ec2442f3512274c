"""Look-ups in loaded reference data."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from app.digits import plain_digits
from app.reference import lists
from app.reference.errors import UnknownKey
from app.reference.files import File, Files
from app.reference.professions import InterimRole, Profession, Regulator
from app.reference.routes import Confidence, EnglishRule, Route

Entry = TypeVar("Entry")
UNVERIFIED = "verify with regulator"
OUTWARD = re.compile(r"([A-Z]{1,2}[0-9][0-9A-Z]?)(?:[0-9][A-Z]{2})?", re.IGNORECASE)


class Sourced(Protocol):
    @property
    def sources(self) -> tuple[str, ...]: ...

    @property
    def confidence(self) -> Confidence: ...


def uncertain(fact: Sourced) -> bool:
    """True when a page that shows this fact must say "check with the regulator"."""
    return fact.confidence is Confidence.LOW or any(UNVERIFIED in line for line in fact.sources)


def outward_code(postcode: str) -> str | None:
    """`B66` of `b66 2qt`, `B662QT`, `B 66 2 QT` and `B66`; None for what is not a postcode."""
    found = OUTWARD.fullmatch("".join(plain_digits(postcode).split()))
    return found[1].upper() if found else None


class _Keyed(dict[str, Entry]):
    """Entries by key, in the file's order; a key that is not there raises UnknownKey."""

    def __init__(self, kind: str, entries: Iterable[Entry], *, by: str = "key") -> None:
        super().__init__((getattr(entry, by), entry) for entry in entries)
        self.kind = kind

    def __missing__(self, key: str) -> Entry:
        raise UnknownKey(self.kind, key)


class Reference:
    """Everything in the files; tuples keep the files' order, look-ups raise UnknownKey."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self._index_work(files)
        self._index_people(files)
        self._index_help(files)

    def _index_work(self, files: Files) -> None:
        self.professions = files.professions.professions
        self.regulators = files.professions.regulators
        self.staff_groups = files.professions.staff_groups
        self.routes = files.pathways.pathways
        self.interim_roles = files.interim_roles.interim_roles
        self.pay_scales = files.pay.agenda_for_change
        self.doctor_pay_scales = files.pay.resident_doctors
        self._professions = _Keyed("profession", self.professions)
        self._regulators = _Keyed("regulator", self.regulators)
        self._routes = _Keyed("route", self.routes)
        self._interim_roles = _Keyed("interim role", self.interim_roles)

    def _index_people(self, files: Files) -> None:
        self.languages = files.languages.languages
        self.countries = files.countries.countries
        self.postcodes = files.postcodes.postcodes
        self.local_authorities = files.places.local_authorities
        self.wards = files.places.wards
        self.sites = files.places.sites
        self.rights_to_work = files.right_to_work.right_to_work
        self._languages = _Keyed("language", self.languages, by="code")
        self._countries = _Keyed("country", self.countries, by="iso2")
        self._postcodes = _Keyed("outward postcode code", self.postcodes, by="outward")
        self._sites = _Keyed("site", self.sites)
        self._rights_to_work = _Keyed("right to work", self.rights_to_work)

    def _index_help(self, files: Files) -> None:
        self.english_tests = files.english_tests.english_tests
        self.levels = files.english_tests.levels
        self.esol_levels = files.english_tests.esol
        self.support_schemes = files.support.support_schemes
        self.fee_help = files.support.fee_help
        self.decline_reasons = files.reasons.referral_decline
        self.unmet_reasons = files.reasons.unmet_need
        self._english_tests = _Keyed("English test", self.english_tests)

    def profession(self, key: str) -> Profession:
        return self._professions[key]

    def regulator(self, key: str) -> Regulator:
        return self._regulators[key]

    def route(self, key: str) -> Route:
        return self._routes[key]

    def routes_for(self, profession: str) -> tuple[Route, ...]:
        """The routes of a profession, the usual one first; a route may serve several."""
        return tuple(self.route(key) for key in self.profession(profession).routes)

    def english_rule(self, route: str) -> EnglishRule:
        return self.route(route).english

    def interim_role(self, key: str) -> InterimRole:
        return self._interim_roles[key]

    def interim_roles_for(self, profession: str) -> tuple[InterimRole, ...]:
        """The jobs that its routes name, in their order, then others that suit the profession."""
        named = [key for route in self.routes_for(profession) for key in route.interim_roles]
        suiting = [role.key for role in self.interim_roles if role.suits(profession)]
        return tuple(self.interim_role(key) for key in dict.fromkeys(named + suiting))

    def language(self, code: str) -> lists.Language:
        return self._languages[code]

    def country(self, iso2: str) -> lists.Country:
        return self._countries[iso2]

    def postcode(self, outward: str) -> lists.PostcodeArea:
        return self._postcodes[outward]

    def site(self, key: str) -> lists.Site:
        return self._sites[key]

    def right_to_work(self, key: str) -> lists.RightToWork:
        return self._rights_to_work[key]

    def english_test(self, key: str) -> lists.EnglishTest:
        return self._english_tests[key]

    def fee_help_of(self, regulator: str) -> tuple[lists.FeeHelp, ...]:
        key = self.regulator(regulator).key
        return tuple(help_ for help_ in self.fee_help if help_.regulator == key)

    def due_for_review(self, day: date) -> tuple[str, ...]:
        """Names of the files whose review date has passed."""
        files: dict[str, File] = vars(self.files)
        return tuple(name for name, file in files.items() if file.review_by < day)
