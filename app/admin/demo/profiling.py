"""What staff learn of the demo's people at the first meeting and after: profile, English, plan."""

from __future__ import annotations

from typing import Any

from dateutil.relativedelta import relativedelta

from app import clock
from app.admin.demo.bulk import scores_of, taken_on
from app.admin.demo.people import MadeUp
from app.admin.demo.referring import days_ago
from app.clients.changes import change_client
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.english import add_english_result
from app.clients.evidence import set_evidence
from app.clients.fact_models import EvidenceLevel
from app.clients.models import Client, NoteAudience, RegistrationStage
from app.clients.notes import add_note
from app.clients.qualifications import add_qualification
from app.clients.services import give_consent
from app.clients.wordings import WORDINGS
from app.pathways.models import Plan, StepStatus
from app.pathways.queries import steps_of
from app.pathways.services import make_plan, tick_step
from app.policy import Viewer
from app.reference import reference
from app.reference.scores import Exam

LEARNT = (
    "nationality", "years_of_practice", "last_practised_year", "last_practised_month",
    "registration_stage",
    "current_job", "hours", "travel_km", "open_to_interim", "route",
)  # fmt: skip
TICKED_AFTER = 21
NOTES = (
    (NoteAudience.STAFF, "Came with the community worker. Shy at first, then talked for an hour."),
    (NoteAudience.PARTNER, "She would like a study partner. Do you know somebody?"),
    (NoteAudience.CLIENT, "Please bring your degree certificate next time."),
)


def profile(staff: Viewer, client: Client, person: MadeUp, *, days: int) -> None:
    """Fill the record in as after a first meeting, `days` ago, and make the plan."""
    with clock.at(days_ago(days, 16)):
        _fill_in(staff, client, person)
    if person.english is not None:
        _test(staff, client, person, days=days)
    # Most plans are fresh; some have been waiting for their person, with steps overdue.
    made = min(days, 30 if person.number % 5 else 270)
    with clock.at(days_ago(made, 16)):
        plan = make_plan(staff, Client.get_by_id(client.id))
    if person.number % 2 and made > TICKED_AFTER:
        _tick(staff, plan, days=made - TICKED_AFTER)


def _fill_in(staff: Viewer, client: Client, person: MadeUp) -> None:
    answers: dict[str, Any] = {name: person.facts[name] for name in LEARNT}
    answers |= {"speaks": sorted(person.languages), "reads": sorted(person.languages)}
    fresh = Client.get_by_id(client.id)
    change_client(staff, fresh, version=fresh.version, answers=answers)
    add_qualification(
        staff,
        client,
        title=f"{reference().profession(person.profession).title}, degree",
        country=person.facts["trained_in"],
        year=person.facts["trained_year"],
    )
    if person.facts["registration_stage"] != RegistrationStage.NOT_STARTED:
        level = EvidenceLevel.VERIFIED if person.number % 3 else EvidenceLevel.SEEN
        set_evidence(
            staff, client, fact="registration_stage", level=level,
            document="Letter of the regulator",
        )  # fmt: skip
    if person.number % 2:
        set_evidence(
            staff, client, fact="name", level=EvidenceLevel.SEEN, document="Passport"
        )  # fmt: skip
        set_evidence(
            staff, client, fact="right_to_work", level=EvidenceLevel.SEEN, document="Share code",
            expires_on=clock.today() + relativedelta(years=2),
        )  # fmt: skip
    audience, text = NOTES[person.number % len(NOTES)]
    add_note(staff, client, text=text, audience=audience)
    if person.number % 3:
        give_consent(
            staff, client, counterparty=Counterparty.MENTOR, purpose=ConsentPurpose.SHARE_PLAN,
            given=ConsentGiven.WRITTEN,
            wording_version=WORDINGS[0 if person.number % 4 == 0 else -1].version,
        )  # fmt: skip


def _tick(staff: Viewer, plan: Plan, *, days: int) -> None:
    """The papers are together, three weeks after the plan was made."""
    step = next((one for one in steps_of(plan) if one.key == "documents"), None)
    if step is None or step.status == StepStatus.DONE:
        return
    with clock.at(days_ago(days, 10)):
        tick_step(staff, step, done_on=clock.today())


def _test(staff: Viewer, client: Client, person: MadeUp, *, days: int) -> None:
    """The certificate is seen at the meeting, or a week after the test when that was later."""
    day = taken_on(person)
    seen = max(0, min(days, (clock.today() - day).days - 7))
    with clock.at(days_ago(seen, 17)):
        add_english_result(
            staff, client, exam=Exam.IELTS, taken_on=day, scores=scores_of(person),
            level=EvidenceLevel.SEEN,
        )  # fmt: skip
