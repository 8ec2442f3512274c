"""Recording needs, asking partners for support, and answering: each in one transaction."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask_babel import gettext
from peewee import IntegrityError

from app import clock
from app.accounts.models import AccountRole
from app.audit.services import record
from app.clients.consent_models import ConsentGiven
from app.clients.locking import check_kept
from app.clients.models import Client
from app.db import atomic, lock_row
from app.decisions import Text
from app.errors import Conflict, Forbidden
from app.organisations.models import Service, ServiceKind
from app.policy import Role, Viewer
from app.references import unused_reference
from app.support import notices
from app.support.models import Need, SupportMove, SupportRequest
from app.support.queries import sides
from app.support.transitions import OPEN, RULE, DeclineReason, Move, Rule, State, rule_of
from app.support.wordings import CONSENT_VERSION


class AlreadyAsked(Exception):
    """The service has been asked for this need and has not ended it yet."""


class Unfinished(ValueError):
    """A move without something its rule needs; names what."""


@dataclass(frozen=True)
class Share:
    """What the client agreed to share for one request, and how she agreed."""

    words: str
    contact: str
    given: ConsentGiven
    language: str = "en"


@dataclass(frozen=True)
class Said:
    """What was said with a move: to the organisation, to whoever asked, and to the client."""

    reason: DeclineReason | None = None
    note: str = ""
    text_for_asker: str = ""
    text_for_client: str = ""


NOTHING = Said()


def record_need(
    actor: Viewer, client: Client, *, kind: ServiceKind, words: str, since: date
) -> Need:
    """Write down what a client needs."""
    with atomic():
        check_kept(client)
        need = Need.create(
            client=client, kind=kind, words=words, since=since,
            organisation=_organisation(actor), recorded_by=actor.account_id,
            recorded_at=clock.now(),
        )  # fmt: skip
        record(actor, "need.record", need, client_id=client.id, kind=kind)
    return need


def end_need(actor: Viewer, need: Need) -> None:
    """The need is over, however it was met; what was asked for it goes on until it is answered."""
    with atomic():
        ended = (
            Need.update(ended_at=clock.now())
            .where(Need.id == need.id, Need.ended_at.is_null())
            .execute()
        )
        if ended:
            record(actor, "need.end", need, client_id=need.client_id)


def ask_for_support(actor: Viewer, need: Need, service: Service, share: Share) -> SupportRequest:
    """Ask an organisation for its service. Raises AlreadyAsked; Conflict when the need is over."""
    try:
        with atomic():
            return _ask(actor, _still_open(need), service, share)
    except IntegrityError as error:
        live = (SupportRequest.need == need) & (SupportRequest.service == service)
        if not SupportRequest.select().where(live, SupportRequest.is_open).exists():
            raise
        raise AlreadyAsked(service.name) from error


def _still_open(need: Need) -> Need:
    """The need as it is now, which nobody ends until the transaction does."""
    check_kept(need.client)  # locked before the need, as a merge of records does
    lock_row(need)
    now = Need.get_by_id(need.id)
    if now.ended_at is not None:
        raise Conflict(gettext("This need is over. Write down a new one to ask for support."))
    return now


def _ask(actor: Viewer, need: Need, service: Service, share: Share) -> SupportRequest:
    now = clock.now()
    request = SupportRequest.create(
        reference=unused_reference("S", _reference_is_taken),
        need=need,
        client=need.client,
        service=service,
        organisation=service.organisation,
        state_since=now,
        first_name=need.client.known_as,
        contact=share.contact,
        words=share.words,
        asked_by=actor.account_id,
        asking_organisation=_organisation(actor),
        asked_at=now,
        consent_given=share.given,
        consent_wording=CONSENT_VERSION,
        consent_language=share.language,
    )
    move = _note(actor, request, Move.ASK, None, State.REQUESTED)
    record(
        actor, "support.ask", request, client_id=need.client_id,
        organisation_id=service.organisation_id, shares_contact=bool(share.contact),
    )  # fmt: skip
    notices.tell_of(actor, request, move)
    return request


def move_request(
    actor: Viewer,
    request: SupportRequest,
    move: Move,
    said: Said = NOTHING,
    *,
    version: int | None = None,
) -> None:
    """Move a request on; `version` is that of the page the decision was made on.

    Raises Forbidden when the move is the other side's, Conflict when the request has moved
    meanwhile, Unfinished when the rule needs something that is missing.
    """
    rule = RULE[move]
    if rule.side not in sides(actor, request):
        raise Forbidden(move)
    seen = request.version if version is None else version
    if request.state not in rule.origins or request.version != seen:
        raise moved_meanwhile()
    _check(rule_of(move, is_own=request.is_own), said)
    with atomic():
        before = State(request.state)
        _keep(request, rule)
        row = _note(actor, request, move, before, rule.to, **asdict(said))
        if rule.to is State.DONE:
            end_need(actor, request.need)
        record(
            actor, f"support.{move}", request, client_id=request.client_id,
            before=before, after=rule.to, reason=said.reason,
        )  # fmt: skip
        notices.tell_of(actor, request, row)


def stop_sharing(actor: Viewer, request: SupportRequest) -> None:
    """Take the consent back, whatever else happens to the request meanwhile: it is not to fail."""
    with atomic():
        lock_row(request)
        present = SupportRequest.get_by_id(request.id)
        if present.is_open:
            move_request(actor, present, Move.WITHDRAW)


def _check(rule: Rule, said: Said) -> None:
    if rule.asks_reason and said.reason is None:
        raise Unfinished("reason")
    for name, need in (
        ("note", rule.note),
        ("text_for_asker", rule.for_asker),
        ("text_for_client", rule.for_client),
    ):
        if need is Text.NEEDED and not getattr(said, name):
            raise Unfinished(name)


def moved_meanwhile() -> Conflict:
    return Conflict(
        gettext(
            "Somebody else moved this on while you had the page open. "
            "Go back and look at it again. Nothing was changed."
        )
    )


def _keep(request: SupportRequest, rule: Rule) -> None:
    """Write the new state; the contact is gone when the request ends."""
    is_open = rule.to in OPEN
    changes: dict[str, Any] = {
        "state": rule.to,
        "is_open": is_open,
        "state_since": clock.now(),
        "version": request.version + 1,
    }
    if not is_open:
        changes["contact"] = ""
    moved = (
        SupportRequest.update(**changes)
        .where(SupportRequest.id == request.id, SupportRequest.version == request.version)
        .execute()
    )
    if not moved:
        raise moved_meanwhile()
    for name, value in changes.items():
        setattr(request, name, value)


def _note(
    actor: Viewer, request: SupportRequest, move: Move, before: State | None, after: State,
    **said: Any,
) -> SupportMove:  # fmt: skip
    return SupportMove.create(
        request=request, move=move, from_state=before, to_state=after,
        actor=actor.account_id,
        actor_role=AccountRole(actor.role) if actor.role in set(AccountRole) else None,
        at=clock.now(), **said,
    )  # fmt: skip


def _organisation(actor: Viewer) -> int | None:
    return actor.organisation_id if actor.role is Role.PARTNER else None


def _reference_is_taken(reference: str) -> bool:
    return SupportRequest.select().where(SupportRequest.reference == reference).exists()
