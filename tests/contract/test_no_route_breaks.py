"""Whatever is sent to whichever address, nobody meets a fault or waits."""

import base64
import io
import os
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.routing import Rule

from app import clock
from app.accounts.saved_lists import save_list
from app.accounts.services import make_password_link
from app.bookings.services import book_slot
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.clients.english import add_english_result
from app.clients.models import NoteAudience
from app.clients.notes import add_note
from app.clients.qualifications import add_qualification
from app.clients.services import give_consent
from app.notifications.links import stop_link
from app.notifications.models import MessageStatus
from app.opportunities.candidatures import offer_to_client
from app.opportunities.models import OpportunityKind, Upload, UploadPurpose
from app.organisations.listed_services import add_service
from app.organisations.models import ServiceKind
from app.pathways.queries import steps_of
from app.pathways.services import make_plan
from app.policy import GRANTS, ROUTES, SYSTEM, Permission, Role
from app.reference.lists import Component
from app.reference.scores import Exam
from app.referrals.drafts import save_answers, start_draft, submit_referral
from app.support.groups import join_group
from tests.cast import Cast
from tests.contract.test_policy import _account, _token, rules
from tests.factories.bookings import a_mentor, a_slot, begun
from tests.factories.messages import a_message
from tests.factories.opportunities import make_opportunity
from tests.factories.support import a_group, a_need, a_request
from tests.referrals.conftest import ANSWERS, CONSENT
from tests.visitor import Visitor, filled_in

LONGEST_SECONDS = 2.0
ROLES = [role for role in Role if role is not Role.SYSTEM]
TRIES = {
    Permission.ANYONE: Role.VISITOR,
    Permission.ACCOUNT_OWN: Role.CLIENT,
    Permission.ORGANISATION_VIEW: Role.PARTNER,
    Permission.ORGANISATION_EDIT: Role.ADMIN,
}
# These wait for a process of their own; their tests hold them to its time limit.
APART = {"pathways.download_plan"}
ENDS_THE_VISIT = {"accounts.sign_out", "accounts.end_session"}

BEYOND = "99999999999999999999"  # more than 64 bits hold
PATHS = (BEYOND, "9" * 4400, "\u00b2", "a\0b", "english:" + BEYOND)
EACH = ("a\0b", BEYOND, "\u00b2")
ALL = ("9" * 4400, "NaN", "/\t/[", "")
LONG = "x" * 200_000


def cursor(*values: str) -> str:
    """A forged cursor; the values are written as they are, half characters included."""
    text = "[" + ",".join(f'"{value}"' for value in values) + "]"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


CURSORS = [
    cursor("\\ud800", "1"),
    cursor("2026-01-01", BEYOND),
    cursor("a\\u0000b", "1"),
    cursor("\\ud800"),
    base64.urlsafe_b64encode(b"[" * 740).decode(),
]
WORDS = ("search", "kind", "profession", "stage", "status", "show", "when", "postcode", "next")
ASKED = [
    {"after": CURSORS[0], **dict.fromkeys(WORDS, "\u00b2"), "km": BEYOND},
    {"after": CURSORS[1], **dict.fromkeys(WORDS, "/\t/[")},
    {"after": CURSORS[2], "search": "%_\\' \U0010ffff\ud7ff \ufdfa", "next": "//evil.example"},
    {"after": CURSORS[3], **dict.fromkeys(("search", "postcode", "profession"), LONG)},
    {"after": CURSORS[4], "search": "a"},
]


class World:
    """One of everything, and what each address needs to name it."""

    def __init__(self, app: Flask, cast: Cast) -> None:
        self.app = app
        with app.test_request_context():
            self.values = self._made(cast)

    def _made(self, cast: Cast) -> dict[str, Any]:
        partner, staff = cast.viewer(cast.partner), cast.viewer(cast.staff)
        client = cast.client
        for purpose in (ConsentPurpose.SHARE_PROFILE, ConsentPurpose.SHARE_PLAN):
            consent = give_consent(
                SYSTEM, client, counterparty=Counterparty.ORGANISATION, purpose=purpose,
                given=ConsentGiven.WRITTEN, organisation=cast.organisation,
            )  # fmt: skip
        plan = make_plan(SYSTEM, client)
        ielts = add_english_result(
            SYSTEM, client, exam=Exam.IELTS, taken_on=clock.today() - timedelta(days=90),
            scores=dict.fromkeys(Component, 7),
        )  # fmt: skip
        degree = add_qualification(SYSTEM, client, title="BSc Nursing")
        referrals = {}
        for state in ("draft", "submitted"):
            referral = start_draft(partner, programme=cast.programme, **ANSWERS)
            save_answers(partner, referral, **CONSENT)
            referrals[state] = referral
        submit_referral(partner, referrals["submitted"])
        mentor = a_mentor(cast.mentor)
        held, ahead = a_slot(mentor), a_slot(mentor, first_on=clock.today() + timedelta(days=3))
        booking = book_slot(SYSTEM, held, client=client)
        begun(held)
        vacancy = make_opportunity(actor=staff)
        course = make_opportunity("Evening class", actor=staff, kind=OpportunityKind.COURSE)
        offer = offer_to_client(staff, client, vacancy)
        service = add_service(
            partner, cast.organisation, name="Interview clothes", kind=ServiceKind.CLOTHING
        )
        need = a_need(client, actor=partner)
        request = a_request(need, service, actor=partner)
        group = a_group(partner)
        member = join_group(partner, group, client=client)
        note = add_note(staff, client, text="Rang her.", audience=NoteAudience.STAFF)
        uploads = {
            purpose: Upload.create(
                account=cast.staff, purpose=purpose, file_name="x", file_sha256="0" * 64,
                found={"adverts": [], "lines": [], "rejected": [], "ignored": 0,
                       "rejected_headings": {}}, created_at=clock.now(),
            ).id
            for purpose in UploadPurpose
        }  # fmt: skip
        return {
            "clients": client.reference, "organisations": cast.organisation.reference,
            "mentors": mentor.reference, "draft": referrals["draft"].reference,
            "referrals": referrals["submitted"].reference, "slot_id": ahead.id,
            "booking_id": booking.id, "opportunities": vacancy.id, "courses": course.id,
            "candidatures": offer.id, "uploads": uploads, "result_id": ielts.id,
            "services": service.id, "service_id": service.id, "needs": need.id,
            "requests": request.reference, "groups": group.reference, "members": member.id,
            "notes": note.id,
            "saved-lists": save_list(staff, "clients", name="Nurses", query={"search": "a"}).id,
            "qualification_id": degree.id, "consent_id": consent.id, "key": steps_of(plan)[0].key,
            "token": make_password_link(SYSTEM, cast.other_partner), "session_id": 1,
            "stop": stop_link(a_message()), "message_id": a_message(status=MessageStatus.FAILED).id,
            "section": "person", "move": "withdraw", "fact": "name", "lang": "en",
            "topic": "contact", "request_reference": request.reference,
            "trust_key": cast.trust.key,
        }  # fmt: skip

    def arguments(self, rule: Rule) -> dict[str, Any]:
        """Arguments under which the address names something that is there."""
        first = rule.rule.split("/")[1]
        found = dict(self.values)
        found["reference"] = self.values.get(first, "")
        if "questions" in rule.rule or rule.endpoint in DRAFTS:
            found["reference"] = self.values["draft"]
        if first == "clients" and "<section>" in rule.rule:
            found["section"] = "contact"
        if first == "stop-messages":
            found["token"] = found["stop"].rpartition("/")[2]
        if "decide" in rule.rule or first == "support":
            found["move"] = "decline"
        if rule.rule.startswith(("/support/requests/", "/support/groups/")):
            found["reference"] = self.values[rule.rule.split("/")[2]]
        found["number"] = self._number(rule.rule, first)
        return {name: found[name] for name in rule.arguments - set(rule.defaults or ())
                if name in found}  # fmt: skip

    def _number(self, path: str, first: str) -> int:
        for part in ("services", "needs", "members", "notes"):
            if f"/{part}/" in path:
                return int(self.values[part])
        if "candidatures" in path:
            return int(self.values["candidatures"])
        if "/import/" in path:
            return int(self.values["uploads"][UploadPurpose.ADVERTS])
        if path.startswith("/workforce-plans/new"):
            return int(self.values["uploads"][UploadPurpose.PLAN])
        return int(self.values.get(first, 1)) if first in NUMBERED else 1


NUMBERED = ("opportunities", "courses", "saved-lists")
DRAFTS = {
    "referrals.show_check", "referrals.send_referral", "referrals.show_delete",
    "referrals.delete_draft",
}  # fmt: skip


def path_of(rule: Rule, values: dict[str, Any]) -> str:
    """The address with the values in it, whether or not its converters would take them."""
    parts = []
    for is_variable, text in rule._trace:
        shown = "" if text == "|" else text
        parts.append(quote(str(values[text]), safe="") if is_variable else shown)
    return "".join(parts) or "/"


@pytest.fixture
def world(app: Flask, cast: Cast) -> World:
    return World(app, cast)


class Attacker:
    """Sends what nobody would, and looks only at whether the answer is one, and in time."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.token = _token(visitor)
        self.found: list[str] = []

    def expect_nothing(self) -> None:
        assert not self.found, "\n".join(self.found)

    def send(self, method: str, path: str, **options: Any) -> Any:
        started = _work_done()
        response = self.visitor.http.open(path, method=method, **options)
        took = _work_done() - started
        sent = options.get("data") or options.get("query_string")
        told = f"{method} {path[:90]} {_told(sent)}"
        if response.status_code >= 500:
            self.found.append(f"{response.status_code}: {told}")
        if took > LONGEST_SECONDS:
            self.found.append(f"{took:.1f} s: {told}")
        return response

    def post(self, path: str, answers: dict[str, Any]) -> None:
        usual = {"csrf_token": self.token, "form_key": uuid.uuid4().hex}
        self.send("POST", path, data=usual | answers)


def _work_done() -> float:
    """CPU seconds of this process and of the children it has waited for.

    Not the clock's: a machine that is busy with other things is no fault of the page.
    """
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _told(sent: Any) -> str:
    if not isinstance(sent, dict):
        return str(sent)[:60]
    return ", ".join(f"{name}={str(value)[:24]!r}" for name, value in sent.items())


def attacker(app: Flask, cast: Cast, role: Role) -> Attacker:
    visitor = Visitor(app) if role is Role.VISITOR else cast.visits(_account(cast, role))
    return Attacker(visitor)


def granted(app: Flask, role: Role) -> Iterator[tuple[Rule, str]]:
    """What only a role of its kind reaches; what all reach is tried as a visitor or a client."""
    for rule, method in rules(app):
        needed = ROUTES[rule.endpoint]
        if rule.endpoint == "static" or needed not in GRANTS[role]:
            continue
        if role is TRIES.get(needed, role):
            yield rule, method


@pytest.mark.parametrize("role", ROLES)
def test_no_argument_of_an_address_breaks_it(
    app: Flask, cast: Cast, world: World, role: Role
) -> None:
    sender = attacker(app, cast, role)
    for rule, method in granted(app, role):
        right = world.arguments(rule)
        for name in sorted(right):
            for hostile in PATHS:
                path = path_of(rule, right | {name: hostile})
                if method == "GET":
                    sender.send("GET", path)
                else:
                    sender.post(path, {})
    sender.expect_nothing()


@pytest.mark.parametrize("role", ROLES)
def test_no_question_in_an_address_breaks_it(
    app: Flask, cast: Cast, world: World, role: Role
) -> None:
    sender = attacker(app, cast, role)
    for rule, method in granted(app, role):
        if method != "GET" or rule.endpoint in APART:
            continue
        path = path_of(rule, world.arguments(rule))
        for asked in ASKED:
            sender.send("GET", path, query_string=asked)
        sender.send("GET", path, headers={"HX-Request": "true", "Accept-Language": "\xff;q=x"})
    sender.expect_nothing()


@pytest.mark.parametrize("role", ROLES)
def test_no_answer_in_a_form_breaks_it(app: Flask, cast: Cast, world: World, role: Role) -> None:
    sender = attacker(app, cast, role)
    for path, answers in list(forms_of(app, sender, world, role)):
        for name in answers:
            for hostile in EACH:
                sender.post(path, answers | {name: hostile})
            sender.post(path, answers | {name: (io.BytesIO(b"x"), "a\0b.csv")})
        texts = [name for name in answers if name not in ("csrf_token", "form_key")]
        for hostile in (*ALL, LONG):
            sender.post(path, dict.fromkeys(texts, hostile))
        sender.post(path, {"form_key": ""})
        sender.send("POST", path, data=b"csrf_token=%ff&a=\xff", headers=FORM)
        sender.send("POST", path, data=b"--x\r\nbroken", headers=PARTS)
        for year in ("1", "2025", "9999"):
            days = {name: year for name in answers if name.endswith("-year")}
            sender.post(path, answers | days)
    sender.expect_nothing()


FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PARTS = {"Content-Type": "multipart/form-data; boundary=x"}


def forms_of(
    app: Flask, sender: Attacker, world: World, role: Role
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every form on the pages a role can open: its address, and answers that fit it."""
    ends = {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in ENDS_THE_VISIT}
    seen: set[str] = set()
    for rule, method in granted(app, role):
        if method != "GET" or rule.endpoint in APART:
            continue
        path = path_of(rule, world.arguments(rule))
        page = BeautifulSoup(sender.send("GET", path).data, "html.parser")
        for form in page.find_all("form", method="post"):
            action = str(form.get("action") or path)
            if action in seen or "/sessions/" in action or action in ends:
                continue
            seen.add(action)
            yield action, plausible(form)


def plausible(form: Tag) -> dict[str, Any]:
    """What somebody would answer: the first choice, a word, a day."""
    answers = filled_in(form)
    for control in form.find_all(["input", "select", "textarea"]):
        name = str(control.get("name") or "")
        kind = str(control.get("type", "text"))
        if not name or kind in ("submit", "button", "hidden") or answers.get(name):
            continue
        answers[name] = _answer(control, name, kind)
    answers.pop("csrf_token", None)
    answers["form_key"] = uuid.uuid4().hex
    return answers


def _answer(control: Tag, name: str, kind: str) -> Any:
    parts = {"day": "28", "month": "12", "year": "9999"}
    if (part := name.rpartition("-")[2]) in parts:
        return parts[part]
    if control.name == "select":
        options = [str(one.get("value", one.text)) for one in control.find_all("option")]
        return next((value for value in options if value), "")
    if kind in ("radio", "checkbox"):
        return str(control.get("value", "y"))
    if kind == "file":
        return "no file"
    known = {
        "url": "https://mail.example/x",
        "email": "somebody@mail.example",
        "time": "14:00",
        "tel": "07700 900456",
    }
    if "start" in name or "time" in name:
        return "14:00"
    return known.get(kind, "7" if control.get("inputmode") == "numeric" else "Words")
