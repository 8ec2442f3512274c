"""What one viewer sees of one client: values outside the viewer's groups are not there at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, TypeVar

from app import clock
from app.clients import english
from app.clients.access import FieldGroup
from app.clients.fact_models import EnglishResult, OwnWords, Qualification, Worded
from app.clients.models import Client, ClientLanguage
from app.clients.own_words import GROUPS, words_of
from app.policy import Viewer
from app.reference import reference
from app.reference.english import EnglishVerdict
from app.reference.routes import EnglishRule, Route

Part = TypeVar("Part")


@dataclass(frozen=True)
class Identity:
    name: str
    known_as: str
    birth_year: int | None
    nationality: str
    waiting_since: date


@dataclass(frozen=True)
class Contact:
    phone: str
    email: str
    contact_route: str
    contact_note: str
    postcode: str


@dataclass(frozen=True)
class Languages:
    preferred_language: str
    interpreter_needed: bool | None
    known: tuple[ClientLanguage, ...] = ()


@dataclass(frozen=True)
class Professional:
    """Profession, training and goal, with how she could work."""

    profession: str
    specialty: str
    trained_in: str
    trained_year: int | None
    years_of_practice: int | None
    last_practised_year: int | None
    last_practised_month: int | None
    route: str
    registration_stage: str | None
    goal: str
    current_job: str
    hours: str | None
    travel_km: int | None
    open_to_interim: bool | None
    qualifications: tuple[Qualification, ...] = ()


@dataclass(frozen=True)
class Needs:
    childcare_need: str
    health_adjustments: str


@dataclass(frozen=True)
class English:
    """Rule and verdict are None where the profession has no route.

    The route itself would tell the profession: it is there only for who sees that.
    """

    rule: EnglishRule | None
    route: Route | None
    verdict: EnglishVerdict | None
    results: tuple[EnglishResult, ...]


@dataclass(frozen=True)
class ClientView:
    """A part is None when the viewer may not see it."""

    id: int
    reference: str
    first_name: str
    is_own: bool
    groups: frozenset[FieldGroup]
    coordinator_id: int | None = None
    identity: Identity | None = None
    contact: Contact | None = None
    languages: Languages | None = None
    professional: Professional | None = None
    english: English | None = None
    english_level: str | None = None
    needs: Needs | None = None
    right_to_work: str | None = None
    words: Mapping[str, OwnWords] = field(default_factory=dict)
    is_ending: bool = False  # not to be kept any more

    @property
    def title(self) -> str:
        return self.identity.name if self.identity else self.first_name


def view_of(viewer: Viewer, client: Client, groups: frozenset[FieldGroup]) -> ClientView:
    """The client as the viewer's groups allow; reads no more than they open."""
    seen: dict[str, Any] = {}
    if FieldGroup.IDENTITY in groups:
        seen["identity"] = _part(Identity, client)
    if FieldGroup.CONTACT in groups:
        seen["contact"] = _part(Contact, client)
    if FieldGroup.LANGUAGES in groups:
        seen["languages"] = _part(Languages, client, known=languages_of(client))
    if FieldGroup.PROFESSION in groups:
        seen["professional"] = _part(
            Professional, client, qualifications=_qualifications_of(client)
        )
    if FieldGroup.NEEDS in groups:
        seen["needs"] = _part(Needs, client)
    if FieldGroup.RIGHT_TO_WORK in groups:
        seen["right_to_work"] = client.right_to_work
    return ClientView(
        id=client.id,
        reference=client.reference,
        first_name=client.known_as,
        is_own=viewer.client_id == client.id,
        groups=groups,
        coordinator_id=client.coordinator_id,
        words=_words_of(client, groups),
        is_ending=client.closed_at is not None,
        **seen,
        **_english(client, groups),
    )


def _words_of(client: Client, groups: frozenset[FieldGroup]) -> dict[str, OwnWords]:
    """What was said in her own words, where the viewer sees what staff made of it."""
    if not groups & set(GROUPS.values()):
        return {}
    found = words_of(client)
    return {name: row for name, row in found.items() if GROUPS[Worded(name)] in groups}


def languages_of(client: Client) -> tuple[ClientLanguage, ...]:
    return tuple(
        ClientLanguage.select().where(ClientLanguage.client == client).order_by(ClientLanguage.code)
    )


def _part(kind: type[Part], client: Client, **more: Any) -> Part:
    """A part whose fields are columns of the client, but for those handed in."""
    own = [one.name for one in fields(kind) if one.name not in more]  # type: ignore[arg-type]
    return kind(**{name: getattr(client, name) for name in own}, **more)


def _qualifications_of(client: Client) -> tuple[Qualification, ...]:
    return tuple(
        Qualification.select()
        .where(Qualification.client == client)
        .order_by(Qualification.year.desc(), Qualification.id)
    )


def _english(client: Client, groups: frozenset[FieldGroup]) -> dict[str, Any]:
    if FieldGroup.ENGLISH_LEVEL not in groups:
        return {}
    key = english.route_key_of(client)
    verdict = english.english_verdict(client, key, on=clock.today()) if key else None
    seen: dict[str, Any] = {"english_level": verdict.level if verdict else None}
    if FieldGroup.ENGLISH in groups:
        route = reference().route(key) if key else None
        seen["english"] = English(
            rule=route.english if route else None,
            route=route if FieldGroup.PROFESSION in groups else None,
            verdict=verdict,
            results=tuple(english.results(client)),
        )
    return seen
