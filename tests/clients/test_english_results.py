"""English tests: adding, taking back, and how they stand against the route's rule."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from app import clock
from app.audit.models import AuditEvent
from app.clients import english
from app.clients.fact_models import EnglishResult, EvidenceLevel
from app.errors import NotFound
from app.policy import SYSTEM
from app.reference.english import EnglishState
from app.reference.lists import Component
from app.reference.scores import BadScore, Exam
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")
RECENT = timedelta(days=60)


def scores(*values: str | int) -> dict[Component, Decimal]:
    return dict(zip(Component, map(Decimal, values), strict=True))


def sat(cast: Cast, *values: str | int, exam: Exam = Exam.IELTS, days: int = 60) -> EnglishResult:
    return english.add_english_result(
        SYSTEM,
        cast.client,
        exam=exam,
        taken_on=clock.today() - timedelta(days=days),
        scores=scores(*values),
    )


def test_the_overall_band_and_the_last_valid_day_are_calculated(cast: Cast) -> None:
    with clock.at(clock.utc(clock.local(clock.now()).replace(year=2026, month=11, day=20))):
        result = english.add_english_result(
            SYSTEM, cast.client, exam=Exam.IELTS, taken_on=date(2025, 3, 8),
            scores=scores("7", "7", "6.5", "7.5"),
        )  # fmt: skip
    kept = EnglishResult.get_by_id(result.id)
    assert (kept.overall, kept.expires_on) == (Decimal(7), date(2027, 3, 8))
    assert AuditEvent.select().where(AuditEvent.action == "english.add").count() == 1


def test_oet_has_no_overall_score(cast: Cast) -> None:
    assert sat(cast, 350, 350, 300, 400, exam=Exam.OET).overall is None


@pytest.mark.parametrize(
    ("exam", "values"),
    [
        (Exam.IELTS, ("7.3", 7, 7, 7)),
        (Exam.IELTS, (10, 7, 7, 7)),
        (Exam.IELTS, ("-1", 7, 7, 7)),
        (Exam.IELTS, ("NaN", 7, 7, 7)),
        (Exam.OET, (355, 350, 350, 350)),
        (Exam.OET, (510, 350, 350, 350)),
    ],
)
def test_what_the_test_cannot_give_is_refused(cast: Cast, exam: Exam, values: tuple) -> None:
    with pytest.raises(BadScore):
        sat(cast, *values, exam=exam)
    assert EnglishResult.select().count() == 0


def test_a_test_that_lies_ahead_is_refused(cast: Cast) -> None:
    with pytest.raises(english.NotYetTaken):
        sat(cast, 7, 7, 7, 7, days=-1)


def test_the_same_test_on_the_same_day_is_kept_once(cast: Cast) -> None:
    sat(cast, 7, 7, 7, 7)
    with pytest.raises(english.SittingKnown):
        sat(cast, 8, 8, 8, 8)


def test_what_a_client_says_is_claimed_and_hers_to_take_back(cast: Cast) -> None:
    herself = cast.viewer(cast.client_account)
    result = english.add_english_result(
        herself, cast.client, exam=Exam.IELTS, taken_on=clock.today() - RECENT,
        scores=scores(7, 7, 7, 7), level=EvidenceLevel.VERIFIED,
    )  # fmt: skip
    assert result.level == EvidenceLevel.CLAIMED
    english.remove_english_result(herself, cast.client, result.id)
    assert EnglishResult.select().count() == 0


def test_a_client_cannot_take_back_what_staff_have_seen(cast: Cast) -> None:
    result = sat(cast, 7, 7, 7, 7)
    EnglishResult.update(level=EvidenceLevel.SEEN).execute()
    with pytest.raises(NotFound):
        english.remove_english_result(cast.viewer(cast.client_account), cast.client, result.id)
    english.remove_english_result(cast.viewer(cast.staff), cast.client, result.id)
    assert EnglishResult.select().count() == 0


def test_a_result_of_another_client_is_not_found(cast: Cast) -> None:
    result = sat(cast, 7, 7, 7, 7)
    with pytest.raises(NotFound):
        english.remove_english_result(cast.viewer(cast.staff), cast.other_client, result.id)


def test_the_verdict_names_the_part_that_is_short(cast: Cast) -> None:
    sat(cast, 7, 7, 6, 7)
    route = english.route_key_of(cast.client)
    verdict = english.english_verdict(cast.client, route, on=clock.today())
    assert verdict.state is EnglishState.SHORT
    assert [(part.name, part.short_by) for part in verdict.missing] == [("writing", Decimal("0.5"))]


def test_a_test_that_lapses_before_it_is_needed_is_expiring(cast: Cast) -> None:
    sat(cast, 7, 7, 7, 7)
    route = english.route_key_of(cast.client)
    soon = english.english_verdict(cast.client, route, on=clock.today())
    late = english.english_verdict(
        cast.client, route, on=clock.today(), needed_on=clock.today() + timedelta(days=800)
    )
    assert (soon.state, late.state) == (EnglishState.MET, EnglishState.EXPIRING)
