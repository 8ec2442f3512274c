"""Markers in all that is known of a person, looked for at every address of the URL map.

test_canary says what each consent opens on her own pages; here nothing is a list by hand: a new
page, fragment, file or mail is crawled as soon as it has an address.
"""

import logging
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from peewee import CharField, TextField
from pypdf import PdfReader
from werkzeug.routing import Rule

from app import clock
from app.accounts.answer_links import new_link
from app.accounts.models import Account
from app.clients.confirm_links import confirm_link
from app.clients.consent_models import Consent, ConsentGiven
from app.clients.models import Client, ClientReferrer, ContactRoute, Note
from app.db import all_models
from app.notifications.addresses import confirm_link as address_link
from app.notifications.addresses import mark_unconfirmed, person
from app.notifications.letters import letter
from app.notifications.models import Message, UnconfirmedAddress
from app.organisations.models import Organisation, OrganisationKind
from app.organisations.services import create_organisation
from app.pathways.models import PlanStep
from app.policy import SYSTEM
from app.referrals.acceptance import accept_referral
from app.referrals.meetings import Arrangements, book_meeting
from app.referrals.models import Referral, ReferrerLink
from app.referrals.services import Decision
from app.support.models import Need, SupportRequest
from app.support.services import Share, ask_for_support
from tests.cast import Cast
from tests.clients.test_canary import MARKED, without_choices
from tests.contract.test_no_route_breaks import World, path_of
from tests.factories.support import a_service
from tests.queries import IN_USE, LOOKED, WRITES, watched
from tests.visitor import HTMX, Visitor

CLIENT = {name: text for name, (_group, _value, text) in MARKED.items()}
REFERRAL = {
    "name": "Birdname Fully", "phone": "0191 498 1111", "email": "bird@mail.example",
    "contact_note": "birdcontact", "companion_name": "birdcompanion",
    "companion_phone": "0191 498 2222", "postcode": "ZE2 9AA", "right_to_work": "ukraine",
    "childcare_need": "birdchildcare", "goal": "birdgoal", "about": "birdabout",
    "plan_goals": "birdplangoals", "plan_steps": "birdplansteps",
}  # fmt: skip
SAID = {
    "reads_staff": "birdnote",
    "reads_referrer": "birdtoreferrer",
    "reads_client": "birdtoclient",
}
MEETING = {
    "place": "birdplace", "interpreter": "birdinterpreter", "childcare": "birdmeetingcare",
    "travel_help": "birdtravel", "companion_name": "birdcomes",
}  # fmt: skip
SUPPORT = {"need": "birdneed", "request": "birdrequest", "contact": "0191 498 3333"}
STEP = "birdstep"
NOTE = "birdlog"
# A number of few digits is met by chance in an address or a time.
EVERYTHING = {
    marker
    for marker in (
        *CLIENT.values(), *REFERRAL.values(), *SAID.values(), *MEETING.values(),
        *SUPPORT.values(), STEP, NOTE,
    )
    if len(marker) > 4 and marker != "ukraine"
}  # fmt: skip
# What a partner entered in the referral and for the need, and what it was told.
ENTERED = {*REFERRAL.values(), *MEETING.values(), *SUPPORT.values(), SAID["reads_referrer"]}
ENTERED -= {REFERRAL["goal"]}
KNOWN = {
    CLIENT[name]
    for name in (
        "name", "known_as", "nationality", "phone", "email", "contact_note", "postcode",
    )
}  # fmt: skip
# The world has a link for a referrer and one for an organisation that is asked for support.
SIGNED_LINKS = {
    SAID["reads_referrer"], SUPPORT["request"], SUPPORT["contact"], CLIENT["known_as"],
}  # fmt: skip
# What takes more than an address: a choice in the query, a state of the record, a code in the
# browser; or leads on to a page that is read under its own address. Their own tests open them.
NEEDS_MORE = {
    "accounts.show_new_saved_list", "accounts.show_saved_list", "clients.ask_consent",
    "clients.show_own_page", "clients.show_selected", "clients.show_undo_merge",
    "pathways.show_guest_steps", "pathways.show_own_plan", "referrals.show_accept",
    "referrals.show_decision", "referrals.show_response", "referrals.show_selected",
    "referrals.show_sent", "workforce_plans.download_rejected", "workforce_plans.show_plan",
    "self_referrals.download_meeting", "self_referrals.show_card", "self_referrals.show_check",
    "self_referrals.show_claim", "self_referrals.show_code", "self_referrals.show_mine",
    "self_referrals.show_question", "self_referrals.show_withdraw", "support.show_check",
}  # fmt: skip
TEXTS = (CharField, TextField)
EVIL = "<img src=x onerror=alert(1)>\"'\r\nX-Evil: yes\r\nEND:VEVENT"


class Watched(World):
    """The world of every address, with a marker in each text about the one client."""

    def _made(self, cast: Cast) -> dict[str, Any]:
        values = super()._made(cast)
        staff, partner = cast.viewer(cast.staff), cast.viewer(cast.partner)
        client = cast.client
        Client.update(
            {name: value for name, (_group, value, _text) in MARKED.items()}
            | {"contact_route": ContactRoute.EMAIL}
        ).where(Client.id == client.id).execute()
        client = Client.get_by_id(client.id)
        Referral.update(REFERRAL).where(Referral.reference == values["referrals"]).execute()
        referral = Referral.get(Referral.reference == values["referrals"])
        said = Decision(
            note=SAID["reads_staff"], text_for_referrer=SAID["reads_referrer"],
            text_for_client=SAID["reads_client"],
        )  # fmt: skip
        told = accept_referral(staff, referral, said, client=client)
        book_meeting(
            staff, Referral.get_by_id(referral.id), said,
            starts_at=clock.now().replace(microsecond=0), place=MEETING["place"],
            arrangements=Arrangements(
                accompanied_by=MEETING["companion_name"], childcare=MEETING["childcare"],
                travel_help=MEETING["travel_help"], companion_email="comes@mail.example",
            ),
        )  # fmt: skip
        PlanStep.update(title=STEP).execute()
        Note.update(text=NOTE).execute()
        need = Need.get_by_id(values["needs"])
        Need.update(words=SUPPORT["need"]).execute()
        SupportRequest.update(words=SUPPORT["request"]).execute()
        share = Share(SUPPORT["request"], SUPPORT["contact"], ConsentGiven.SPOKEN)
        by_mail = create_organisation(
            SYSTEM, name="Lime Works", kind=OrganisationKind.COMMUNITY, email="lime@mail.example"
        )
        for home in (cast.other_organisation, by_mail):
            asked = ask_for_support(partner, need, a_service(home, name="Suits"), share)
            if home is cast.other_organisation:
                values["received"] = asked.reference
        values["answer"] = _token_for("lime@mail.example")
        mark_unconfirmed(person("client", 0), "other@mail.example")
        asked_of = UnconfirmedAddress.get(UnconfirmedAddress.person == person("client", 0))
        values["confirm"] = address_link(asked_of, "en").rpartition("/")[2]
        values["still_right"] = confirm_link(client).rpartition("/")[2]
        Organisation.update(email="cedar@mail.example").where(
            Organisation.id == cast.organisation.id
        ).execute()
        values["referrer"] = new_link(ReferrerLink, move=told, sent_to="cedar@mail.example")
        return values

    def arguments(self, rule: Rule) -> dict[str, Any]:
        found = super().arguments(rule)
        if rule.rule.startswith("/support/answer/"):
            found["token"] = self.values["answer"]
        if rule.rule.startswith("/clients/still-right/"):
            found["token"] = self.values["still_right"]
        if rule.rule.startswith("/confirm-address/"):
            found["token"] = self.values["confirm"]
        if rule.rule.startswith("/answer/"):
            found["token"] = self.values["referrer"]
        return found


def _token_for(address: str) -> str:
    mail = Message.select().where(Message.to_address == address).order_by(Message.id.desc()).get()
    found = re.search(r"/answer/(\S+)", mail.body)
    assert found, mail.body
    return found.group(1)


def crawl(visitor: Visitor, world: World, **others: str) -> Iterator[tuple[str, int, str]]:
    """Every GET address, as a page and as a fragment: where, the status and the words."""
    for rule in world.app.url_map.iter_rules():
        if "GET" not in (rule.methods or set()) or rule.endpoint == "static":
            continue
        for values in ({}, others) if others else ({},):
            arguments = world.arguments(rule) | values
            if values and not (values.keys() & rule.arguments):
                continue
            yield from _read(visitor, rule.endpoint, path_of(rule, arguments))


def _read(visitor: Visitor, endpoint: str, path: str) -> Iterator[tuple[str, int, str]]:
    for headers in ({}, HTMX):
        response = visitor.http.get(path, headers=headers, follow_redirects=True)
        # An answer that is another page's is read, and opens nothing.
        status = 302 if response.history else response.status_code
        yield f"{endpoint} {path}", status, words_of(response)
        if response.status_code != 200 or response.mimetype != "text/html":
            return


def words_of(response: Any) -> str:
    """What a person or a machine can read in an answer, its headers among it."""
    heads = str(response.headers)
    if response.mimetype == "application/pdf":
        pdf = PdfReader(BytesIO(response.data))
        return f"{heads} {pdf.metadata} " + " ".join(page.extract_text() for page in pdf.pages)
    if response.mimetype == "text/calendar":
        return heads + response.text.replace("\r\n ", "")
    return heads + without_choices(response.text)


def found_by(visitor: Visitor, world: World, **others: str) -> dict[str, set[str]]:
    """The markers that the visitor finds anywhere, with where."""
    found: dict[str, set[str]] = {}
    for where, status, words in crawl(visitor, world, **others):
        for marker in EVERYTHING:
            if marker in words:
                found.setdefault(marker, set()).add(f"{status} {where}")
    return found


@pytest.fixture
def world(app: Flask, cast: Cast) -> Watched:
    return Watched(app, cast)


def addresses(found: dict[str, set[str]]) -> str:
    return "\n".join(f"{marker}: {sorted(where)[:3]}" for marker, where in found.items())


def beyond(found: dict[str, set[str]], *allowed: str) -> str:
    """What was found and may not be, with where."""
    return addresses({key: where for key, where in found.items() if key not in allowed})


def test_every_address_is_read_writes_nothing_and_leaves_nothing_behind(
    app: Flask, cast: Cast, world: Watched, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the database, not in a browser, not with another site, not in a log."""
    opened = set()
    everybody = (cast.staff, cast.partner, cast.client_account, cast.mentor, cast.admin)
    caplog.set_level(logging.DEBUG)
    for visitor in (*map(cast.visits, everybody), Visitor(app)):
        with watched() as statements:
            for where, status, words in crawl(visitor, world):
                opened |= {where.split()[0]} if status == 200 else set()
                assert [one for one in statements if is_a_write(one)] == [], where
                assert "Cache-Control: no-store" in words, where
                assert "Referrer-Policy: same-origin" in words, where
                statements.clear()
    reads = {one.endpoint for one in app.url_map.iter_rules() if "GET" in (one.methods or set())}
    assert reads - opened - {"static"} <= NEEDS_MORE
    secrets = {world.values[name] for name in ("answer", "still_right", "confirm", "referrer")}
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("app")]
    assert not [one for one in logged if any(word in one for word in EVERYTHING | secrets)]


def is_a_write(statement: str) -> bool:
    """Other than that somebody looked, and that a session is in use."""
    allowed = LOOKED.match(statement) or IN_USE.match(statement)
    return bool(WRITES.match(statement)) and not allowed


def test_a_partner_reads_what_it_entered_and_no_more_without_a_consent(
    app: Flask, cast: Cast, world: Watched
) -> None:
    with app.app_context():
        Consent.update(withdrawn_at=clock.now()).execute()
    found = found_by(cast.visits(cast.partner), world)
    assert not beyond(found, *ENTERED, *KNOWN, *SIGNED_LINKS)


def test_an_organisation_that_has_left_reads_no_more_than_the_name_it_gave(
    app: Flask, cast: Cast, world: Watched
) -> None:
    with app.app_context():
        ClientReferrer.update(until=clock.now()).execute()
    found = found_by(cast.visits(cast.partner), world)
    assert not beyond(found, "Birdname Fully", *SIGNED_LINKS)


def test_who_has_gone_to_another_organisation_reads_nothing(
    app: Flask, cast: Cast, world: Watched
) -> None:
    visitor = cast.visits(cast.partner)
    with app.test_request_context():
        home = create_organisation(SYSTEM, name="Elm Hall", kind=OrganisationKind.COMMUNITY)
        Account.update(organisation=home).where(Account.id == cast.partner.id).execute()
    found = found_by(visitor, world, reference=world.values["received"])
    assert not beyond(found, *SIGNED_LINKS)
    with app.app_context():
        Account.update(is_active=False).where(Account.id == cast.partner.id).execute()
    assert not beyond(found_by(visitor, world), *SIGNED_LINKS)


def test_who_answers_a_request_reads_what_it_carries(cast: Cast, world: Watched) -> None:
    visitor = cast.visits(cast.other_partner)
    found = found_by(visitor, world, reference=world.values["received"])
    assert any("support.show_request" in where for where in found[SUPPORT["request"]])
    assert not beyond(found, *SIGNED_LINKS)


def test_a_mentor_reads_of_a_guest_what_the_table_says(
    app: Flask, cast: Cast, world: Watched
) -> None:
    with app.app_context():
        Consent.update(withdrawn_at=clock.now()).execute()
    found = found_by(cast.visits(cast.mentor), world)
    assert not beyond(found, CLIENT["profession"], CLIENT["goal"], *SIGNED_LINKS)


@pytest.mark.parametrize("who", ["other_mentor", "other_staff", "other_client_account", "admin"])
def test_nobody_else_reads_anything(cast: Cast, world: Watched, who: str) -> None:
    # Who runs the installation sees to which address a mail could not be sent.
    allowed = [CLIENT["email"]] if who == "admin" else []
    assert not beyond(found_by(cast.visits(getattr(cast, who)), world), *SIGNED_LINKS, *allowed)


def test_a_signed_link_opens_what_it_is_about_and_no_more(app: Flask, world: Watched) -> None:
    found = found_by(Visitor(app), world)
    assert set(found) == SIGNED_LINKS
    for marker, where in found.items():
        assert all("/answer/" in one for one in where), (marker, where)


def test_a_mail_holds_nothing_but_words_for_its_reader(app: Flask, world: Watched) -> None:
    client, companion = CLIENT["email"], "comes@mail.example"
    meant = {
        SAID["reads_client"]: {client},
        MEETING["place"]: {client, companion},
        client: {client},
    }
    with app.test_request_context():
        mails = list(Message.select())
        assert {client, companion, "lime@mail.example"} <= {mail.to_address for mail in mails}
        for mail in mails:
            made = letter(mail)
            words = str(list(made.items())) + "".join(
                part.get_content() if part.get_content_maintype() == "text" else ""
                for part in made.walk()
            )
            for marker in EVERYTHING:
                if marker in words.replace("\r\n ", ""):
                    assert mail.to_address in meant.get(marker, set()), (marker, mail.template)


def poison(world: Watched) -> None:
    """Every marked text goes on with what would be markup, another header, another entry."""
    with world.app.app_context():
        for model in all_models():
            for field in model._meta.sorted_fields:
                longest = getattr(field, "max_length", 1000) if isinstance(field, TEXTS) else 0
                marked = field.in_([one for one in EVERYTHING if len(one + EVIL) <= longest])
                if longest > len(EVIL):
                    model.update({field: field.concat(EVIL)}).where(marked).execute()


def test_no_text_becomes_markup_or_a_header_or_a_line_of_a_calendar(
    app: Flask, cast: Cast, world: Watched
) -> None:
    poison(world)
    everybody = (cast.staff, cast.partner, cast.client_account, cast.mentor)
    met = 0
    for visitor in (*map(cast.visits, everybody), Visitor(app)):
        for where, status, words in crawl(visitor, world, reference=world.values["received"]):
            is_html = "Content-Type: text/html" in words
            assert status < 500, where
            assert "<img src=x" not in words or not is_html, where
            assert "\nX-Evil" not in words or is_html, where
            met += "img src=x" in words
    assert met > 20
    with app.test_request_context():
        for mail in Message.select():
            mail.to_address = mail.to_address.removesuffix(EVIL)  # itself refused, see sending
            made = letter(mail).as_bytes()
            assert b"\nX-Evil" not in made.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
            for part in letter(mail).walk():
                if part.get_content_type() in ("text/html", "text/calendar"):
                    text = part.get_content().replace("\r\n ", "")
                    assert "<img src=x" not in text or "calendar" in part.get_content_type()
                    assert "\nX-Evil" not in text or "html" in part.get_content_type()
