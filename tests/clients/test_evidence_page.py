"""Evidence of each fact, qualifications and the progress log: staff write, others read theirs."""

import pytest

from app import clock
from app.accounts.models import AccountRole
from app.clients.evidence import set_evidence
from app.clients.fact_models import EnglishResult, Evidence, EvidenceLevel, Qualification
from app.clients.models import Note
from app.clients.qualifications import add_qualification
from app.policy import SYSTEM
from tests.cast import Cast


@pytest.fixture
def qualification(cast: Cast) -> int:
    with cast.app.test_request_context():
        return add_qualification(SYSTEM, cast.client, title="BSc Nursing", country="ER").id


def test_staff_note_what_they_have_seen(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/evidence/trained_in")
    visitor.submit(
        {
            "level": "seen",
            "expires_on-day": "1",
            "expires_on-month": "2",
            "expires_on-year": str(clock.today().year + 1),
            "note": "Original diploma",
        },
        button="Save",
    )
    assert "Seen by Sana Staff on" in visitor.text
    assert "holds until 1 February" in visitor.text
    with cast.app.app_context():
        row = Evidence.get()
        assert (row.fact, row.level, row.seen_by_id) == ("trained_in", "seen", cast.staff.id)
        assert row.seen_on == clock.today()


def test_back_to_claimed_takes_back_who_saw_it(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    for level in ("verified", "claimed"):
        visitor.open(f"{page}/evidence/name")
        visitor.submit({"level": level}, button="Save")
    with cast.app.app_context():
        row = Evidence.get()
        assert (row.level, row.seen_by_id, row.seen_on) == ("claimed", None, None)


def test_a_qualification_carries_its_level_itself(
    cast: Cast, page: str, qualification: int
) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/evidence/qualification:{qualification}")
    assert visitor.heading == "BSc Nursing"
    visitor.submit({"level": "verified"}, button="Save")
    with cast.app.app_context():
        assert Qualification.get().level == "verified"


def test_a_step_of_the_route_can_be_evidenced(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/evidence")
    assert "nothing yet" in visitor.text
    link = next(a["href"] for a in visitor.page.select("main a") if "/step:" in a["href"])
    visitor.open(link)
    visitor.submit({"level": "seen"}, button="Save")
    with cast.app.app_context():
        assert Evidence.get().fact == link.rpartition("/")[2]


@pytest.mark.parametrize(
    "fact", ["phone", "version", "step:nonsense", "english:1", "qualification:x", "english:", "x:1"]
)
def test_what_is_no_fact_of_hers_is_not_found(cast: Cast, page: str, fact: str) -> None:
    with cast.app.app_context():
        EnglishResult.create(
            id=1, client=cast.other_client, test="oet", taken_on=clock.today(), listening=350,
            reading=350, writing=350, speaking=350,
        )  # fmt: skip
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/evidence/{fact}", status=404)
    visitor.open(f"{page}/evidence/name")
    token = str(visitor.page.find("input", {"name": "csrf_token"})["value"])
    data = {"csrf_token": token, "level": "verified"}
    assert visitor.http.post(f"{page}/evidence/{fact}", data=data).status_code == 404
    with cast.app.app_context():
        assert EnglishResult.get().level == "claimed"


def test_a_date_ahead_or_an_end_before_it_is_refused(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/evidence/name")
    ahead = {"seen_on-day": "1", "seen_on-month": "1", "seen_on-year": "2999"}
    visitor.submit({"level": "seen", **ahead}, button="Save", status=422)
    assert "The date must be today or in the past." in visitor.text
    visitor.open(f"{page}/evidence/name")
    over = {"expires_on-day": "1", "expires_on-month": "1", "expires_on-year": "2001"}
    visitor.submit({"level": "seen", **over}, button="Save", status=422)
    assert "The last day must come after" in visitor.text


def test_evidence_and_qualifications_are_for_staff_to_write(
    cast: Cast, page: str, qualification: int
) -> None:
    for account in (cast.client_account, cast.partner, cast.other_staff):
        visitor = cast.visits(account)
        visitor.open(f"{page}/evidence/name", status=404)
        visitor.open(f"{page}/qualifications/new", status=404)
        visitor.open(f"{page}/qualifications/{qualification}", status=404)


def test_a_qualification_is_added_changed_and_taken_out(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(page)
    visitor.follow("Add a qualification")
    visitor.submit({"title": ""}, button="Save", status=422)
    visitor.submit({"title": "دبلوم تمريض", "country": "SY", "year": "2009"}, button="Save")
    assert "دبلوم تمريض" in visitor.text
    with cast.app.app_context():
        made = Qualification.get()
        Qualification.update(level="verified").execute()
        Evidence.create(client=cast.client, fact=f"qualification:{made.id}", level="verified")
    visitor.open(f"{page}/qualifications/{made.id}")
    visitor.submit({"year": "2010"}, button="Save")
    with cast.app.app_context():
        assert (Qualification.get().year, Qualification.get().level) == (2010, "claimed")
        assert Evidence.select().count() == 0
    visitor.open(f"{page}/qualifications/{made.id}")
    seen, address = visitor.page, visitor.address
    visitor.submit(button="Take this qualification out")
    visitor.page, visitor.address = seen, address
    visitor.submit(button="Take this qualification out")
    with cast.app.app_context():
        assert Qualification.select().count() == 0


def test_a_qualification_of_another_client_is_not_found(
    cast: Cast, page: str, qualification: int
) -> None:
    visitor = cast.visits(cast.staff)
    address = f"/clients/{cast.other_client.reference}/qualifications/{qualification}"
    visitor.open(address, status=404)


def test_a_note_is_read_by_those_it_is_for(cast: Cast, page: str) -> None:
    staff = cast.visits(cast.staff)
    notes = {"staff": "Only for us", "partner": "For the partner", "client": "For her"}
    for audience, text in notes.items():
        staff.open(f"{page}/timeline")
        staff.submit({"text": text, "audience": audience}, button="Add to the log")
    seen = {}
    for name, account in (
        ("staff", cast.staff), ("partner", cast.partner), ("client", cast.client_account),
    ):  # fmt: skip
        visitor = cast.visits(account)
        visitor.open(f"{page}/timeline")
        seen[name] = {text for text in notes.values() if text in visitor.text}
    assert seen == {
        "staff": set(notes.values()),
        "partner": {"For the partner"},
        "client": {"For her"},
    }


def test_an_empty_note_is_refused_and_one_sent_twice_is_kept_once(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.staff)
    visitor.open(f"{page}/timeline")
    visitor.submit({"text": " "}, button="Add to the log", status=422)
    visitor.submit({"text": "x" * 4001}, button="Add to the log", status=422)
    visitor.open(f"{page}/timeline")
    form = {
        name: str(visitor.page.find("input", {"name": name})["value"])
        for name in ("csrf_token", "form_key")
    }
    for _ in range(2):
        visitor.http.post(f"{page}/notes", data={**form, "text": "Once", "audience": "staff"})
    with cast.app.app_context():
        assert Note.select().count() == 1


def test_a_partner_writes_no_note(cast: Cast, page: str) -> None:
    visitor = cast.visits(cast.partner)
    visitor.open(f"{page}/timeline")
    assert visitor.page.find("textarea") is None
    token = str(visitor.page.find("input", {"name": "csrf_token"})["value"])
    data = {"csrf_token": token, "text": "Hello", "audience": "staff"}
    assert visitor.http.post(f"{page}/notes", data=data).status_code == 404


def test_whoever_mends_the_note_has_not_seen_the_document(cast: Cast, page: str) -> None:
    with cast.app.test_request_context():
        set_evidence(
            cast.viewer(cast.staff), cast.client, fact="trained_in", level=EvidenceLevel.SEEN,
            document="Diploma",
        )  # fmt: skip
    colleague = cast._make("c@trust.example", "Cora Colleague", AccountRole.STAFF, trust=cast.trust)
    visitor = cast.visits(colleague)
    visitor.open(f"{page}/evidence/trained_in")
    visitor.submit({"note": "In Arabic."}, button="Save")
    with cast.app.app_context():
        assert Evidence.get().seen_by_id == cast.staff.id
    visitor.open(f"{page}/evidence/trained_in")
    visitor.submit({"level": "verified"}, button="Save")
    with cast.app.app_context():
        assert Evidence.get().seen_by_id == colleague.id
