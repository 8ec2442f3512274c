"""What is shown of a mentor, and who may act for one."""

from collections.abc import Sequence

from peewee import Expression

from app import clock
from app.accounts.models import Account
from app.accounts.services import AFTER_RENAMING as AFTER_RENAMING_ACCOUNT
from app.audit.services import record
from app.bookings.models import Mentor, MentorWord
from app.clients.names import name_words
from app.db import atomic, lock_row
from app.errors import Forbidden
from app.organisations.models import Organisation
from app.organisations.services import AFTER_RENAMING as AFTER_RENAMING_ORGANISATION
from app.policy import Role, Viewer
from app.reference import reference
from app.references import unused_reference


def save_mentor(
    actor: Viewer,
    account: Account,
    *,
    profession: str,
    specialty: str = "",
    workplace: Organisation | None = None,
    place: str = "",
    about: str = "",
    languages: Sequence[str] = (),
) -> Mentor:
    """Write what is shown of a mentor; the first time makes them one. Raises UnknownKey."""
    details = {
        "profession": reference().profession(profession).key,
        "specialty": specialty,
        "workplace": workplace,
        "place": place,
        "about": about,
        "languages": [reference().language(code).code for code in languages],
    }
    if actor.role is Role.MENTOR and actor.account_id != account.id:
        raise Forbidden
    with atomic():
        lock_row(account)
        mentor = Mentor.get_or_none(Mentor.account == account)
        if mentor is None:
            mentor = Mentor.create(
                reference=unused_reference("M", _reference_is_taken),
                account=account,
                created_at=clock.now(),
                **details,
            )
        else:
            Mentor.update(**details).where(Mentor.id == mentor.id).execute()
            mentor = Mentor.get_by_id(mentor.id)
        _index(Mentor.id == mentor.id)
        record(actor, "mentor.save", mentor)
    return mentor


def _index(which: Expression) -> None:
    """Write the words by which mentors are found: those of their name and their workplace's.

    Each is locked before its names are read, so that of two renamings the later one counts.
    """
    for found in list(Mentor.select(Mentor.id).where(which).order_by(Mentor.id)):
        lock_row(found)
        mentor = Mentor.get_by_id(found.id)
        MentorWord.delete().where(MentorWord.mentor == mentor).execute()
        words = name_words(mentor.account.name)
        if mentor.workplace:
            words |= name_words(mentor.workplace.name)
        rows = [{"mentor": mentor, "word": word} for word in sorted(words)]
        if rows:
            MentorWord.insert_many(rows).execute()


AFTER_RENAMING_ACCOUNT.append(lambda account_id: _index(Mentor.account == account_id))
AFTER_RENAMING_ORGANISATION.append(lambda number: _index(Mentor.workplace == number))


def _reference_is_taken(reference: str) -> bool:
    return bool(Mentor.select().where(Mentor.reference == reference).exists())


def check_host(actor: Viewer, mentor: Mentor) -> None:
    """A mentor manages their own slots, staff those of mentors who serve their trust."""
    is_own = actor.role is Role.MENTOR and mentor.account_id == actor.account_id
    serves = actor.role is Role.STAFF and mentor.account.trust_id in (None, actor.trust_id)
    if not (is_own or serves or actor.role is Role.SYSTEM):
        raise Forbidden
