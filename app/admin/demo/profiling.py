"""What staff learn of the demo's people at the first meeting and after: profile, English, plan."""

from __future__ import annotations

from typing import Any

from app import clock
from app.admin.demo.bulk import scores_of, taken_on
from app.admin.demo.people import MadeUp
from app.admin.demo.referring import days_ago
from app.clients.changes import change_client
from app.clients.english import add_english_result
from app.clients.evidence import set_evidence
from app.clients.models import (
    Client,
    ConsentGiven,
    ConsentPurpose,
    Counterparty,
    EvidenceLevel,
    NoteAudience,
    RegistrationStage,
)
from app.clients.qualifications import add_qualification
from app.clients.services import add_note, give_consent
from app.pathways.services.plans import make_plan
from app.policy import Viewer
from app.reference import reference
from app.reference.scores import Exam

LEARNT = (
    "nationality", "years_of_practice", "last_practised_year", "registration_stage",
    "current_job", "hours", "travel_km", "open_to_interim", "route",
)  # fmt: skip
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
    with clock.at(days_ago(min(days, 30), 16)):
        make_plan(staff, Client.get_by_id(client.id))


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
        set_evidence(staff, client, fact="registration_stage", level=level)
    if person.number % 2:
        set_evidence(staff, client, fact="name", level=EvidenceLevel.SEEN)
    audience, text = NOTES[person.number % len(NOTES)]
    add_note(staff, client, text=text, audience=audience)
    if person.number % 3:
        give_consent(
            staff, client, counterparty=Counterparty.MENTOR, purpose=ConsentPurpose.SHARE_PLAN,
            given=ConsentGiven.WRITTEN,
        )  # fmt: skip


def _test(staff: Viewer, client: Client, person: MadeUp, *, days: int) -> None:
    """The certificate is seen at the meeting, or a week after the test when that was later."""
    day = taken_on(person)
    seen = max(0, min(days, (clock.today() - day).days - 7))
    with clock.at(days_ago(seen, 17)):
        add_english_result(
            staff, client, exam=Exam.IELTS, taken_on=day, scores=scores_of(person),
            level=EvidenceLevel.SEEN,
        )  # fmt: skip
