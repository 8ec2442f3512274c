"""How a plan reads on a page and on paper: each step and the sums as lines of words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app.clients.fact_models import EvidenceLevel
from app.pathways.models import MetBy, Plan, PlanStep, StepOwner, StepStatus
from app.pathways.schedule import total_pounds
from app.reference.routes import Pounds, Track
from app.web.filters import long_date, month, pound_range
from app.web.reading_order import listed

STATUS_NAMES = {
    StepStatus.NOT_STARTED: _("Not started"),
    StepStatus.IN_PROGRESS: _("In progress"),
    StepStatus.DONE: _("Done"),
    StepStatus.ON_HOLD: _("On hold"),
    StepStatus.NOT_NEEDED: _("Not needed"),
}
STATUS_TAGS = {
    StepStatus.NOT_STARTED: "nhsuk-tag--grey",
    StepStatus.IN_PROGRESS: "",
    StepStatus.DONE: "nhsuk-tag--green",
    StepStatus.ON_HOLD: "nhsuk-tag--yellow",
    StepStatus.NOT_NEEDED: "nhsuk-tag--white",
}
OWNER_NAMES = {
    StepOwner.CLIENT: _("The client"),
    StepOwner.STAFF: _("The Learning Works"),
    StepOwner.PARTNER: _("A partner organisation"),
    StepOwner.MENTOR: _("The mentor"),
}
TRACK_NAMES = {
    Track.PROGRAMME: _("Programme"),
    Track.ENGLISH: _("English"),
    Track.REGULATOR: _("Regulator"),
    Track.TRAINING: _("Training"),
    Track.EMPLOYMENT: _("Work"),
}
LEVEL_NAMES = {
    EvidenceLevel.CLAIMED: _("told to us"),
    EvidenceLevel.SEEN: _("seen by us"),
    EvidenceLevel.VERIFIED: _("checked at its source"),
}
LEVEL_CHOICES = {
    EvidenceLevel.CLAIMED: _("The client told us"),
    EvidenceLevel.SEEN: _("We have seen it"),
    EvidenceLevel.VERIFIED: _("We have checked it at its source"),
}
MET_NAMES = {
    MetBy.MEETING: _("First meeting with the Learning Works"),
    MetBy.ENGLISH: _("English test"),
    MetBy.STAGE: _("Registration stage on the record"),
}


@dataclass(frozen=True)
class Sight:
    """What a reader may see of steps besides what, when and who helps (the field table)."""

    evidence: bool = False
    money: bool = False
    notes: bool = False  # those that staff write for the client


@dataclass(frozen=True)
class StepLine:
    """A step in words; empty text where there is nothing to say."""

    key: str
    title: str
    why: str
    status: StepStatus
    status_name: str
    tag: str
    when: str
    cost: str
    cost_note: str
    fee_help: str
    who_helps: str
    evidence: str
    lapse: str
    condition: str
    note: str
    staff_note: str
    starts: str
    is_optional: bool
    is_uncertain: bool

    @property
    def is_done(self) -> bool:
        return self.status is StepStatus.DONE

    @property
    def has_begun(self) -> bool:
        return self.status is not StepStatus.NOT_STARTED

    @property
    def is_needed(self) -> bool:
        return self.status is not StepStatus.NOT_NEEDED


@dataclass(frozen=True)
class Sums:
    """What is left, in words: the required steps' time, and pounds before any waiver.

    The costs are empty for readers who see no money.
    """

    ahead: str
    cost: str
    helpful_cost: str
    is_finished: bool


def said(text: str) -> str:
    """Text of the reference data in the reader's language; text of people as it is."""
    return gettext(text) if text else ""


def said_list(text: str) -> str:
    """As `said`, for texts joined by semicolons."""
    return listed((said(part) for part in text.split("; ")), ";") if text else ""


def line(step: PlanStep, titles: dict[str, str], sight: Sight) -> StepLine:
    """A step in the reader's language; `titles` are those of the plan's steps by key.

    With the evidence goes what its dates tell.
    """
    status = StepStatus(step.status)
    return StepLine(
        key=step.key,
        title=said(step.title),
        why=said(step.why),
        status=status,
        status_name=str(STATUS_NAMES[status]),
        tag=STATUS_TAGS[status],
        when=_when(step, status),
        cost=pound_range(step.fee_low, step.fee_high) if sight.money else "",
        cost_note=said(step.fee_note) if sight.money else "",
        fee_help=said(step.fee_help) if sight.money else "",
        who_helps=said_list(step.who_helps),
        evidence=_evidence(step) if sight.evidence else "",
        lapse=_lapse(step, titles) if sight.evidence else "",
        condition=said(step.condition),
        note=said(step.note),
        staff_note=step.staff_note if sight.notes else "",
        starts=starts(step),
        is_optional=step.is_optional,
        is_uncertain=step.is_uncertain,
    )


def lines(steps: Sequence[PlanStep], sight: Sight) -> list[StepLine]:
    titles = {step.key: said(step.title) for step in steps}
    return [line(step, titles, sight) for step in steps]


def sums(plan: Plan, steps: Iterable[PlanStep], sight: Sight) -> Sums:
    """Of the steps that are still open."""
    over = (StepStatus.DONE, StepStatus.NOT_NEEDED)
    left = [step for step in steps if step.status not in over]
    time = months_range(plan.months_least, plan.months_most)
    cost = pound_range(*_fees(step for step in left if not step.is_optional))
    helpful = _fees(step for step in left if step.is_optional)
    return Sums(
        ahead=gettext("Still ahead: %(time)s and %(cost)s.", time=time, cost=cost)
        if sight.money
        else gettext("Still ahead: %(time)s.", time=time),
        cost=cost if sight.money else "",
        helpful_cost=pound_range(*helpful) if sight.money and helpful.most else "",
        is_finished=not any(not step.is_optional for step in left),
    )


def months_range(least: int, most: int) -> str:
    """`6 to 22 months`."""
    if least == most:
        return ngettext("%(num)d month", "%(num)d months", most)
    return ngettext("%(least)d to %(num)d month", "%(least)d to %(num)d months", most, least=least)


def month_range(first: date, last: date) -> str:
    """`March 2027 to June 2027`, one month where both are the same."""
    if (first.year, first.month) == (last.year, last.month):
        return month(first)
    return gettext("%(first)s to %(last)s", first=month(first), last=month(last))


def _fees(steps: Iterable[PlanStep]) -> Pounds:
    fees = total_pounds(Pounds(Decimal(step.fee_low), Decimal(step.fee_high)) for step in steps)
    return Pounds(fees.least, fees.most)


def _when(step: PlanStep, status: StepStatus) -> str:
    if status is StepStatus.DONE:
        return long_date(step.done_on)
    if status is StepStatus.NOT_NEEDED or not step.earliest_on or not step.latest_on:
        return "–"
    return month_range(step.earliest_on, step.latest_on)


def starts(step: PlanStep) -> str:
    """What stands beside a next action: whether it has begun, or from when it can."""
    if step.status == StepStatus.IN_PROGRESS:
        return gettext("Already started")
    if step.starts_on is None or step.starts_on <= step.plan.start_on:
        return gettext("Can start now")
    return gettext("Can start in %(month)s", month=month(step.starts_on))


def _evidence(step: PlanStep) -> str:
    if step.status != StepStatus.DONE or step.evidence_level is None:
        return ""
    level = str(LEVEL_NAMES[EvidenceLevel(step.evidence_level)])
    what = step.evidence or str(MET_NAMES.get(MetBy(step.met_by), "")) if step.met_by else ""
    said_of_it = f"{what}, {level}" if what else level[:1].upper() + level[1:]
    if step.evidence_expires_on is None:
        return said_of_it
    until = long_date(step.evidence_expires_on)
    return gettext("%(evidence)s, valid until %(date)s", evidence=said_of_it, date=until)


def _lapse(step: PlanStep, titles: dict[str, str]) -> str:
    if step.lapses_on is None:
        return ""
    facts = {"month": month(step.lapses_on), "step": titles.get(step.lapses_before, "")}
    if step.is_lapse_certain:
        return gettext(
            "This runs out in %(month)s, before “%(step)s” can start. It must be done again.",
            **facts,
        )
    return gettext("This may run out in %(month)s, before “%(step)s” can start.", **facts)
