"""Every field of a client holds a marker of its own; it may appear only where the table allows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from app import clock
from app.clients.access import FieldGroup as G
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.fact_models import EnglishResult, Evidence, OwnWords, Qualification
from app.clients.models import Client, ClientChange, ClientLanguage, Note, NoteAudience
from app.clients.sections import SECTIONS
from app.clients.services import give_consent, index_client, withdraw_consent
from app.policy import SYSTEM
from tests.cast import Cast
from tests.visitor import Visitor

# The group of each text of a client; those chosen from lists are looked for by their words.
MARKED: dict[str, tuple[G, str, str]] = {
    "name": (G.IDENTITY, "Canaryname Wholly", "Canaryname Wholly"),
    "known_as": (G.FIRST_NAME, "Canaryknown", "Canaryknown"),
    "birth_year": (G.IDENTITY, 1907, "1907"),
    "nationality": (G.IDENTITY, "TV", "Tuvalu"),
    "phone": (G.CONTACT, "0191 498 7654", "0191 498 7654"),
    "email": (G.CONTACT, "canary@mail.example", "canary@mail.example"),
    "contact_note": (G.CONTACT, "canarycontactnote", "canarycontactnote"),
    "postcode": (G.CONTACT, "ZE1 0AA", "ZE1 0AA"),
    "profession": (G.PROFESSION, "midwife", "Midwi"),
    "specialty": (G.PROFESSION, "canaryspecialty", "canaryspecialty"),
    "trained_in": (G.PROFESSION, "NR", "Nauru"),
    "trained_year": (G.PROFESSION, 1931, "1931"),
    "last_practised_month": (G.PROFESSION, 7, "July 1949"),
    "last_practised_year": (G.PROFESSION, 1949, "1949"),
    "goal": (G.PROFESSION, "canarygoal", "canarygoal"),
    "registration_stage": (G.PROFESSION, "exams", "Taking the regulator"),
    "current_job": (G.PROFESSION, "canaryjob", "canaryjob"),
    "travel_km": (G.PROFESSION, 737, "737"),
    "years_of_practice": (G.PROFESSION, 73, "73 years"),
    "childcare_need": (G.NEEDS, "canarychildcare", "canarychildcare"),
    "health_adjustments": (G.NEEDS, "canaryhealth", "canaryhealth"),
    "right_to_work": (G.RIGHT_TO_WORK, "ukraine", "Ukraine schemes"),
}
# Without words of their own: yes or no, short lists, dates and numbers of the record itself.
UNMARKED = {
    "id", "reference", "programme", "coordinator", "contact_route", "preferred_language",
    "interpreter_needed",
    "route", "hours", "open_to_interim", "waiting_since", "created_at", "updated_at", "closed_at",
    "version", "confirm_due_on", "confirm_asked_on", "merged_into",
}  # fmt: skip
ELSEWHERE = {
    "canaryqualification": G.PROFESSION,
    "canaryinstitution": G.PROFESSION,
    "Tonga": G.PROFESSION,
    "Hausa": G.LANGUAGES,
    "5.5": G.ENGLISH,
    "canarywords": G.PROFESSION,
    "canarydocument": G.ENGLISH,
    "canaryevidence": G.AUDIT,
    "canarybefore": G.AUDIT,
    "canarynotestaff": G.AUDIT,
}
NOTES = {
    NoteAudience.STAFF: "canarynotestaff",
    NoteAudience.PARTNER: "canarynotepartner",
    NoteAudience.CLIENT: "canarynoteclient",
}


def test_every_column_is_marked_or_said_to_have_no_words() -> None:
    assert set(Client._meta.fields) == set(MARKED) | UNMARKED


@pytest.fixture
def canary(cast: Cast) -> Client:
    with cast.app.test_request_context():
        cast.client  # noqa: B018 -- made when named
        facts = {name: value for name, (_group, value, _text) in MARKED.items()}
        Client.update(**facts).where(Client.id == cast.client.id).execute()
        client = Client.get_by_id(cast.client.id)
        index_client(client)
        ClientLanguage.create(client=client, code="ha")
        Qualification.create(
            client=client, title="canaryqualification", institution="canaryinstitution",
            country="TO",
        )  # fmt: skip
        EnglishResult.create(
            client=client, test="ielts_academic", taken_on=clock.today() - timedelta(days=90),
            expires_on=date(2093, 1, 1), overall="5.5", listening="5.5", reading="5.5",
            writing="5.5", speaking="5.5",
        )  # fmt: skip
        Evidence.create(client=client, fact="trained_in", level="seen", note="canaryevidence")
        Evidence.create(
            client=client, fact="name", level="seen", seen_on=clock.today(),
            document="canarydocument",
        )  # fmt: skip
        OwnWords.create(client=client, field="goal", text="canarywords", said_at=clock.now())
        ClientChange.create(
            client=client, field="goal", before="canarybefore", after="x", changed_at=clock.now(),
            version=1,
        )  # fmt: skip
        for audience, text in NOTES.items():
            Note.create(client=client, audience=audience, text=text, written_at=clock.now())
        return client


def crawl(visitor: Visitor, client: Client) -> Iterator[tuple[str, str]]:
    """Every answer about clients that the visitor can get: pages, fragments, lists, searches."""
    base = f"/clients/{client.reference}"
    qualification, english = (
        model.get(model.client == client).id for model in (Qualification, EnglishResult)
    )
    parts = ("", "/english", "/evidence", "/timeline", "/consent", "/edit")
    parts += ("/confirm", "/history", "/words")
    parts += ("/qualifications/new", f"/qualifications/{qualification}")
    parts += tuple(f"/evidence/{fact}" for fact in ("trained_in", f"english:{english}", "name"))
    parts += tuple(f"/edit/{section}" for section in SECTIONS)
    lists = ["/clients/stale", "/clients", "/clients/me", "/home"]
    lists += [f"/clients?search={word}" for word in ("canary", client.reference)]
    lists += ["/clients?profession=midwife", "/clients?stage=exams"]
    for address in (*(base + part for part in parts), *lists):
        for headers in ({}, {"HX-Request": "true"}):
            response = visitor.http.get(address, headers=headers, follow_redirects=True)
            assert response.status_code in (200, 401, 403, 404), (address, response.status_code)
            if response.status_code == 200:
                yield address, without_choices(response.text)


def without_choices(html: str) -> str:
    """The page without what a form offers but nobody has chosen, and what the asker searches.

    Nor is there what is drawn or counted up, in which few letters or digits come about by chance:
    tokens, and the numbers of rows in addresses.
    """
    html = re.sub(r'<form class="app-filters".*?</form>', "", html, flags=re.S)
    html = re.sub(
        r'<input[^>]*name="(?:csrf_token|form_key)"[^>]*>|<(?:body|link|script)[^>]*>', "", html
    )
    html = re.sub(r'(?<=[/:])[0-9]+(?=["/?])', "", html)
    html = re.sub(r"<option(?![^>]*\bselected\b)[^>]*>.*?</option>", "", html, flags=re.S)
    return re.sub(
        r'<input(?![^>]*\bchecked\b)[^>]*type="(?:radio|checkbox)"[^>]*>.*?</label>', "", html,
        flags=re.S,
    )  # fmt: skip


def found_in(visitor: Visitor, client: Client) -> dict[str, set[str]]:
    """The markers that were found, with the addresses that held each."""
    texts = (
        {text for _group, _value, text in MARKED.values()} | set(ELSEWHERE) | set(NOTES.values())
    )
    found: dict[str, set[str]] = {}
    for address, html in crawl(visitor, client):
        for text in texts:
            if text in html:
                found.setdefault(text, set()).add(address)
    return found


def markers(*groups: G) -> set[str]:
    """The markers of these groups."""
    marked = {text for group, _value, text in MARKED.values() if group in groups}
    return marked | {text for text, group in ELSEWHERE.items() if group in groups}


@dataclass(frozen=True)
class Case:
    purposes: tuple[ConsentPurpose, ...]
    groups: tuple[G, ...]


PARTNER_ALWAYS = (G.FIRST_NAME, G.IDENTITY, G.CONTACT, G.LANGUAGES)
CASES = {
    "no consent": Case((), ()),
    "profile": Case((ConsentPurpose.SHARE_PROFILE,), (G.PROFESSION,)),
    "english": Case((ConsentPurpose.SHARE_ENGLISH,), (G.ENGLISH,)),
    "all": Case(tuple(ConsentPurpose), (G.PROFESSION, G.ENGLISH)),
}


def share(client: Client, cast: Cast, purposes: tuple[ConsentPurpose, ...]) -> None:
    with cast.app.test_request_context():
        for purpose in purposes:
            give_consent(
                SYSTEM, client, counterparty=Counterparty.ORGANISATION,
                organisation=cast.organisation, purpose=purpose, given=ConsentGiven.WRITTEN,
            )  # fmt: skip


def unshare(client: Client, cast: Cast, purposes: tuple[ConsentPurpose, ...]) -> None:
    with cast.app.test_request_context():
        for purpose in purposes:
            withdraw_consent(
                SYSTEM, client, counterparty=Counterparty.ORGANISATION,
                organisation=cast.organisation, purpose=purpose,
            )  # fmt: skip


def test_staff_see_everything(cast: Cast, canary: Client) -> None:
    found = found_in(cast.visits(cast.staff), canary)
    assert set(found) == markers(*G) | set(NOTES.values())


def test_a_client_sees_all_of_her_own_but_staffs_notes_and_the_history(
    cast: Cast, canary: Client
) -> None:
    found = found_in(cast.visits(cast.client_account), canary)
    wanted = markers(*(group for group in G if group is not G.AUDIT))
    assert set(found) == wanted | {NOTES[NoteAudience.CLIENT]}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_partner_sees_what_consent_opens_and_no_more_once_it_is_withdrawn(
    cast: Cast, canary: Client, case: Case
) -> None:
    visitor = cast.visits(cast.partner)
    note = {NOTES[NoteAudience.PARTNER]}
    share(canary, cast, case.purposes)
    found = found_in(visitor, canary)
    assert set(found) == markers(*PARTNER_ALWAYS, *case.groups) | note
    unshare(canary, cast, case.purposes)
    found = found_in(visitor, canary)
    assert set(found) == markers(*PARTNER_ALWAYS) | note


def test_nobody_else_sees_anything(cast: Cast, canary: Client) -> None:
    share(canary, cast, tuple(ConsentPurpose))
    for account in (
        cast.other_partner, cast.other_staff, cast.other_client_account, cast.mentor, cast.admin,
    ):  # fmt: skip
        assert found_in(cast.visits(account), canary) == {}, account.role
    assert found_in(Visitor(cast.app), canary) == {}
