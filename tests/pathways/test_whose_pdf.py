"""What each reader's plan holds, page and PDF: no more than the field table lets them see."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from pypdf import PdfReader

from app.accounts.models import Account
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.models import Client, Note
from app.clients.services import add_referrer, give_consent, withdraw_consent
from app.pathways import documents
from app.pathways.models import Plan, PlanStep, StepComment
from app.pathways.queries import steps_of
from app.pathways.services import make_plan
from app.policy import SYSTEM
from app.reference import reference
from tests.cast import Cast
from tests.clients.test_canary import without_choices
from tests.pathways.conftest import passes_ielts

RECORD = {
    "phone": "0191 498 7654", "email": "canary@mail.example", "contact_note": "canarycontact",
    "postcode": "ZE1 0AA", "birth_year": 1907, "nationality": "TV", "right_to_work": "ukraine",
    "health_adjustments": "canaryhealth", "childcare_need": "canarychildcare",
    "specialty": "canaryspecialty", "current_job": "canaryjob", "goal": "canaryrecordgoal",
}  # fmt: skip
PROFILE = {reference().route("nurse_adult").title}
ENGLISH = {"canaryevidence", "7.5"}
MONEY = {"£", "canaryfeenote", "canaryfeehelp", "6,543"}
NOTES = {"canarystaffnote"}
NEVER = {
    "0191", "canary@mail", "canarycontact", "ZE1", "1907", "Tuvalu", "Ukraine", "canaryhealth",
    "canarychildcare", "canaryspecialty", "canaryjob", "canarycomment", "canarynote",
    "canaryrecordgoal", "Rotton Park",
}  # fmt: skip
PLAN = {"canarystep", "canarygoal"}
P = ConsentPurpose
# What is told on the plan's own page and nowhere on paper.
ON_SCREEN = {"canaryfeenote"}


@pytest.fixture
def canary(app: Flask, cast: Cast) -> Client:
    """Hana, whose plan and record hold a marker in every field."""
    with app.test_request_context():
        passes_ielts(cast.client, date(2026, 3, 2))
        plan = make_plan(SYSTEM, cast.client)
        Client.update(**RECORD).where(Client.id == cast.client.id).execute()
        Plan.update(goal="canarygoal").where(Plan.id == plan.id).execute()
        test, step = steps_of(plan)[1], steps_of(plan)[-1]
        PlanStep.update(
            title="canarystep",
            staff_note="canarystaffnote",
            fee_low=6543,
            fee_high=6543,
            fee_note="canaryfeenote",
            fee_help="canaryfeehelp",
            is_uncertain=True,
        ).where(PlanStep.id == step.id).execute()
        PlanStep.update(
            evidence="canaryevidence",
            evidence_level="seen",
            status="done",
            met_by="english",
            done_on=date(2026, 3, 2),
        ).where(PlanStep.id == test.id).execute()
        StepComment.create(step=step, text="canarycomment", written_at=plan.made_at)
        Note.create(
            client=cast.client, audience="client", text="canarynote", written_at=plan.made_at
        )
        add_referrer(SYSTEM, cast.client, cast.organisation)
        return cast.client


def agrees(cast: Cast, *purposes: ConsentPurpose, to: Account | None = None) -> None:
    organisation = (to or cast.partner).organisation
    with cast.app.test_request_context():
        for purpose in purposes:
            give_consent(
                SYSTEM, cast.client, counterparty=Counterparty.ORGANISATION, purpose=purpose,
                given=ConsentGiven.WRITTEN, organisation=organisation,
            )  # fmt: skip


def pdf_of(cast: Cast, account: Account) -> bytes:
    visitor = cast.visits(account)
    visitor.open(f"/clients/{cast.client.reference}/plan.pdf")
    return visitor.response.data


def words_of(pdf: bytes) -> str:
    """Every page's text, and all that the file says of itself."""
    reader = PdfReader(BytesIO(pdf))
    text = "\n".join(page.extract_text() for page in reader.pages)
    about = [*map(str, (reader.metadata or {}).values()), *headings(reader.outline)]
    xmp = reader.root_object.get("/Metadata")
    about.append(xmp.get_object().get_data().decode() if xmp else "")
    about.append(str(reader.attachments))
    return "\n".join([text, *about])


def headings(outline: list[Any]) -> Iterator[str]:
    """The titles alone: the rest of an entry are places, among them in this program's memory."""
    for entry in outline:
        yield from headings(entry) if isinstance(entry, list) else [entry.title]


def markers_in(text: str) -> set[str]:
    known = PROFILE | ENGLISH | MONEY | NOTES | NEVER | PLAN
    squeezed = re.sub(r"\s+", " ", text)
    return {one for one in known if one in squeezed}


def pages_of(cast: Cast, account: Account) -> set[str]:
    """The markers on the plan's page, its printed twin and each step's page."""
    visitor = cast.visits(account)
    base = f"/clients/{cast.client.reference}/plan"
    steps = [f"{base}/steps/{step.key}" for step in PlanStep.select()]
    found = set()
    for address in (base, f"{base}/print", *steps):
        visitor.open(address)
        found |= markers_in(without_choices(visitor.response.text))
        found |= markers_in(without_choices(str(visitor.fragment(address))))
    return found - {"canarycomment"} if account.role != "partner" else found


@pytest.mark.parametrize("who", ["staff", "client_account"])
def test_staff_and_the_client_read_all_of_the_plan_and_nothing_of_the_record(
    cast: Cast, canary: Client, who: str
) -> None:
    account = getattr(cast, who)
    everything = PLAN | PROFILE | ENGLISH | MONEY | NOTES
    assert pages_of(cast, account) == everything
    assert markers_in(words_of(pdf_of(cast, account))) == everything - ON_SCREEN


@pytest.mark.parametrize(
    ("purposes", "opened"),
    [
        ((P.SHARE_PLAN,), set()),
        ((P.SHARE_PLAN, P.SHARE_PROFILE), PROFILE),
        ((P.SHARE_PLAN, P.SHARE_ENGLISH), ENGLISH),
        (tuple(P), PROFILE | ENGLISH),
    ],
)
def test_a_partner_reads_what_the_client_agreed_to(
    cast: Cast, canary: Client, purposes: tuple[P, ...], opened: set[str]
) -> None:
    agrees(cast, *purposes)
    assert pages_of(cast, cast.partner) == PLAN | opened
    assert markers_in(words_of(pdf_of(cast, cast.partner))) == PLAN | opened


def test_a_partner_never_gets_what_was_made_for_the_client(cast: Cast, canary: Client) -> None:
    agrees(cast, P.SHARE_PLAN)
    hers = pdf_of(cast, cast.client_account)
    theirs = pdf_of(cast, cast.partner)
    assert hers != theirs
    assert "£" not in words_of(theirs)
    assert pdf_of(cast, cast.client_account) == hers


def test_of_what_an_organisation_reads_no_file_is_left_that_could_outlive_the_consent(
    app: Flask, cast: Cast, canary: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.test_request_context():
        add_referrer(SYSTEM, canary, cast.other_organisation)
    for account in (cast.partner, cast.other_partner):
        agrees(cast, P.SHARE_PLAN, to=account)
    made: list[str] = []

    def child(html: str) -> bytes:
        made.append(html)
        return b"%PDF " + str(len(made)).encode()

    monkeypatch.setattr(documents, "render_in_child", child)
    people = (cast.staff, cast.client_account, cast.partner, cast.other_partner)
    first = [pdf_of(cast, account) for account in people]
    again = [pdf_of(cast, account) for account in people]
    assert first[:2] == again[:2] == [first[0]] * 2  # staff and the client read the same
    assert len(made) == 1 + 2 + 2
    assert len(set(made)) == 3
    [kept] = Path(app.config["DOCUMENTS"]).rglob("*.pdf")
    assert kept.read_bytes() == first[0]
    with app.test_request_context():
        withdraw_consent(
            SYSTEM, canary, counterparty=Counterparty.ORGANISATION, purpose=P.SHARE_PLAN,
            organisation=cast.organisation,
        )  # fmt: skip
    cast.visits(cast.partner).open(f"/clients/{canary.reference}/plan.pdf", status=404)
    assert [path for path in Path(app.config["DOCUMENTS"]).rglob("*") if path.is_file()] == [kept]


def test_the_tag_of_one_readers_file_does_not_answer_for_anothers(
    cast: Cast, canary: Client
) -> None:
    agrees(cast, P.SHARE_PLAN)
    visitor = cast.visits(cast.staff)
    address = f"/clients/{canary.reference}/plan.pdf"
    visitor.open(address)
    tag = visitor.response.headers["ETag"]
    reply = cast.visits(cast.partner).http.get(address, headers={"If-None-Match": tag})
    assert reply.status_code == 200
