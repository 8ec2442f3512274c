"""What a plan says to one reader: the same for the page, its printed twin and the PDF."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import segno
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app import clock
from app.clients import access
from app.clients import queries as clients
from app.clients.access import FieldGroup
from app.clients.english import english_verdict
from app.clients.english_text import PART_NAMES, score_text
from app.clients.models import Client
from app.organisations.models import Organisation, Programme, Trust
from app.pathways import presenters, queries
from app.pathways.models import Plan, PlanStep
from app.pathways.presenters import Sight, StepLine, Sums, said
from app.policy import Permission, Role, Viewer
from app.reference import UnknownKey, reference, uncertain
from app.reference.english import EnglishState, EnglishVerdict, Measure, targets
from app.reference.lists import FeeHelp
from app.reference.routes import Route
from app.reference.scores import Exam
from app.web.filters import long_date
from app.web.links import address_of
from app.web.reading_order import in_order

EXAM_NAMES = {Exam.IELTS: _("IELTS Academic"), Exam.OET: _("OET")}


@dataclass(frozen=True)
class Score:
    """One part of the test: the target, the score and whether it is reached."""

    part: str
    target: str
    score: str
    is_met: bool


@dataclass(frozen=True)
class EnglishTable:
    exam: str
    sentence: str
    scores: tuple[Score, ...]
    is_uncertain: bool


@dataclass(frozen=True)
class Contact:
    name: str
    role: str
    details: tuple[str, ...]


EVERYTHING = "all"


@dataclass(frozen=True)
class PlanSheet:
    """Everything a reader may see of a plan, in the reader's language.

    `audience` names those who read the same: who sees everything, or one organisation.
    """

    audience: str
    reference: str
    name: str
    profession: str
    goal: str
    route: str
    version: int
    changed_on: date
    next_three: tuple[StepLine, ...]
    steps: tuple[StepLine, ...]
    sums: Sums
    fee_helps: tuple[FeeHelp, ...]
    english: EnglishTable | None
    shows_money: bool
    contacts: tuple[Contact, ...]
    address: str

    @property
    def needed(self) -> tuple[StepLine, ...]:
        return tuple(step for step in self.steps if step.is_needed)

    @property
    def not_needed(self) -> tuple[StepLine, ...]:
        return tuple(step for step in self.steps if not step.is_needed)

    @property
    def done_count(self) -> int:
        return sum(step.is_done for step in self.needed)

    def qr_code(self) -> str:
        """A PNG of the live page's address as a data URI."""
        return str(segno.make(self.address, error="m").png_data_uri(scale=6, border=2))


def plan_sheet(viewer: Viewer, plan: Plan) -> PlanSheet:
    """The plan as the viewer may read it; the caller has checked that they may see a plan."""
    client, route = plan.client, queries.route_of(plan)
    groups = access.groups(viewer, client)
    steps = queries.steps_of(plan)
    sight = _sight(viewer, groups)
    shows_profession = FieldGroup.PROFESSION in groups
    next_keys = [step.key for step in queries.next_three(steps)]
    lines = {one.key: one for one in presenters.lines(steps, sight)}
    return PlanSheet(
        audience=_audience(viewer),
        reference=client.reference,
        name=client.name,
        profession=profession_of(client) if shows_profession else "",
        goal=plan.goal,
        route=said(route.title) if route and shows_profession else "",
        version=plan.version,
        changed_on=clock.local(plan.changed_at).date(),
        next_three=tuple(lines[key] for key in next_keys),
        steps=tuple(lines.values()),
        sums=presenters.sums(plan, steps, sight),
        fee_helps=_fee_helps(route) if sight.money else (),
        english=_english_table(client, route) if route and sight.evidence else None,
        shows_money=sight.money,
        contacts=_contacts(viewer, client),
        address=address_of(f"/clients/{client.reference}/plan"),
    )


def step_line(viewer: Viewer, step: PlanStep) -> StepLine:
    """One step as the viewer may read it."""
    titles = {one.key: said(one.title) for one in queries.steps_of(step.plan)}
    sight = _sight(viewer, access.groups(viewer, step.plan.client))
    return presenters.line(step, titles, sight)


def _sight(viewer: Viewer, groups: Collection[FieldGroup]) -> Sight:
    return Sight(
        evidence=FieldGroup.ENGLISH in groups,
        money=FieldGroup.MONEY in groups,
        notes=viewer.may(Permission.PLAN_TICK),
    )


def _audience(viewer: Viewer) -> str:
    return f"organisation{viewer.organisation_id}" if viewer.role is Role.PARTNER else EVERYTHING


def profession_of(client: Client) -> str:
    """In words; empty for one that the reference data does not know."""
    try:
        return said(reference().profession(client.profession).title)
    except UnknownKey:
        return ""


def _fee_helps(route: Route | None) -> tuple[FeeHelp, ...]:
    if route is None:
        return ()
    try:
        found = reference().fee_help_of(route.regulator)
    except UnknownKey:
        return ()
    return tuple(help_ for help_ in found if help_.help != "none found")


def _english_table(client: Client, route: Route) -> EnglishTable | None:
    if not route.english.asks_for_a_test:
        return None
    today = clock.today()
    verdict = english_verdict(client, route.key, on=today, needed_on=today)
    exam = verdict.exam or Exam.IELTS
    asked = targets(route.english, exam) or {}
    parts = verdict.parts or tuple(Measure(name, least, None) for name, least in asked.items())
    return EnglishTable(
        exam=str(EXAM_NAMES[exam]),
        sentence=_english_sentence(verdict),
        scores=tuple(_score(exam, part) for part in parts),
        is_uncertain=uncertain(route.english),
    )


def _score(exam: Exam, part: Measure) -> Score:
    is_total = part.name == "total"
    return Score(
        part=str(PART_NAMES[part.name]),
        target=score_text(exam, part.target, total=is_total),
        score="–" if part.score is None else score_text(exam, part.score, total=is_total),
        is_met=part.is_met,
    )


def _english_sentence(verdict: EnglishVerdict) -> str:
    if verdict.state is EnglishState.UNTESTED:
        return gettext("No test is on the record yet.")
    until = long_date(verdict.expires_on)
    if verdict.state is EnglishState.EXPIRED:
        return gettext("The test ran out on %(date)s. It must be taken again.", date=until)
    if verdict.is_met:
        return gettext("The target is met. The test is valid until %(date)s.", date=until)
    return gettext("The target is not met yet. The test is valid until %(date)s.", date=until)


def _contacts(viewer: Viewer, client: Client) -> tuple[Contact, ...]:
    """The Learning Works, and who referred the client; a partner is shown only themselves."""
    trust = (
        Trust.select().join(Programme, on=(Programme.trust == Trust.id))
        .where(Programme.id == client.programme_id).get()
    )  # fmt: skip
    referrers = clients.referrers(client.id)
    if viewer.role is Role.PARTNER:
        referrers = [one for one in referrers if one.id == viewer.organisation_id]
    works = Contact(trust.learning_works_name, trust.name, _details(trust))
    helper = gettext("Made the referral and stays in touch")
    return (works, *(Contact(one.name, helper, _details(one)) for one in referrers))


def _details(one: Trust | Organisation) -> tuple[str, ...]:
    return tuple(in_order(text) for text in (one.phone, one.email, one.address) if text)
