"""How English scores read against what a route asks for, in plain words."""

from dataclasses import dataclass
from decimal import Decimal

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from app.clients.client_view import English
from app.clients.english import as_sitting
from app.clients.fact_models import EnglishResult
from app.reference import reference
from app.reference.english import EnglishState, EnglishVerdict, Measure, targets
from app.reference.lists import Component
from app.reference.routes import EnglishRule
from app.reference.scores import Exam, ielts_overall, oet_grade, oet_total
from app.web.filters import long_date
from app.web.reading_order import listed

PART_NAMES = {
    "listening": _("Listening"),
    "reading": _("Reading"),
    "writing": _("Writing"),
    "speaking": _("Speaking"),
    "overall": _("Overall"),
    "total": _("Total"),
}
# The colour of each state's tag is never its only sign: the words stand in it.
STATE_COLOURS = {
    EnglishState.NOT_NEEDED: "grey",
    EnglishState.MET: "green",
    EnglishState.EXPIRING: "orange",
    EnglishState.SHORT: "red",
    EnglishState.EXPIRED: "red",
    EnglishState.UNTESTED: "grey",
}
STATE_NAMES = {
    EnglishState.NOT_NEEDED: _("Not needed"),
    EnglishState.MET: _("Reached"),
    EnglishState.EXPIRING: _("Ends soon"),
    EnglishState.SHORT: _("Not reached yet"),
    EnglishState.EXPIRED: _("Out of date"),
    EnglishState.UNTESTED: _("No test yet"),
}


@dataclass(frozen=True)
class ScoreLine:
    """A part of a test: the score, what the route asks for, and how the two compare."""

    name: str
    score: str
    target: str
    comparison: str
    is_met: bool


def verdict_text(english: English) -> str:
    """Where the client stands, in one or two sentences."""
    verdict = english.verdict
    if verdict is None:
        return gettext("There is no route for this profession yet, so no score is asked for.")
    until = long_date(verdict.expires_on)
    return {
        EnglishState.NOT_NEEDED: gettext("This route asks for no English test."),
        EnglishState.MET: gettext(
            "The scores are high enough. They count until %(date)s.", date=until
        ),
        EnglishState.EXPIRING: gettext(
            "The scores are high enough, but they count only until %(date)s."
            " Plan what needs them before then, or a new test.", date=until,
        ),
        EnglishState.SHORT: gettext("The scores are not high enough yet. This is missing:"),
        EnglishState.EXPIRED: gettext(
            "The result ended on %(date)s. A new test is needed.", date=until
        ),
        EnglishState.UNTESTED: gettext("No test is written down yet."),
    }[verdict.state]  # fmt: skip


def missing_text(measure: Measure, exam: Exam, *, own: bool) -> str:
    """`Writing: 6.0, you need 6.5.`"""
    is_total = measure.name == "total"
    score = gettext("no score")
    if measure.score is not None:
        score = score_text(exam, measure.score, total=is_total)
    words = {
        "part": str(PART_NAMES[measure.name]),
        "score": score,
        "target": score_text(exam, measure.target, total=is_total),
    }
    if own:
        return gettext("%(part)s: %(score)s, you need %(target)s.", **words)
    return gettext("%(part)s: %(score)s, needed: %(target)s.", **words)


def score_text(exam: Exam, score: Decimal, *, total: bool = False) -> str:
    """`6.0` of IELTS; `340 (C+)` of the OET, whose parts have grades."""
    if exam is Exam.IELTS:
        return f"{score:.1f}"
    return f"{score:.0f}" if total else f"{score:.0f} ({oet_grade(score).value})"


def exam_name(result: EnglishResult) -> str:
    return gettext(reference().english_test(result.test).title)


def asked_text(rule: EnglishRule, exam: Exam) -> str:
    """`Listening 7.0, Reading 7.0, Writing 6.5, Speaking 7.0`; that the test is not taken."""
    exam = Exam(exam)
    asked = targets(rule, exam)
    if asked is None:
        return gettext("not taken")
    return listed(
        f"{PART_NAMES[name]} {score_text(exam, score, total=name == 'total')}"
        for name, score in asked.items()
    )


def combined_lines(verdict: EnglishVerdict) -> list[str]:
    """Of tests that are counted together, the best score of each part and its day."""
    lines = []
    for part in Component:
        best = max(verdict.sittings, key=lambda one: one.scores.get(part, Decimal(-1)))
        score = best.scores.get(part)
        if score is not None:
            lines.append(
                gettext(
                    "%(part)s: %(score)s, in the test of %(date)s",
                    part=str(PART_NAMES[part.value]), score=score_text(best.exam, score),
                    date=long_date(best.taken_on),
                )
            )  # fmt: skip
    return lines


def score_lines(result: EnglishResult, english: English) -> list[ScoreLine]:
    """One sitting, part by part, against what the route asks of this test."""
    sitting = as_sitting(result)
    scores: dict[str, Decimal | None] = {part.value: s for part, s in sitting.scores.items()}
    if sitting.exam is Exam.IELTS:
        scores["overall"] = ielts_overall(sitting.scores)
    else:
        scores["total"] = oet_total(sitting.scores)
    asked = (targets(english.rule, sitting.exam) if english.rule else None) or {}
    return [
        _line(sitting.exam, Measure(name, asked.get(name, Decimal(0)), score), name in asked)
        for name, score in scores.items()
    ]


def _line(exam: Exam, measure: Measure, is_asked: bool) -> ScoreLine:
    is_total = measure.name == "total"
    assert measure.score is not None
    if not is_asked:
        target, comparison = gettext("not asked"), ""
    else:
        target = score_text(exam, measure.target, total=is_total)
        short = gettext("short by %(number)s", number=f"{measure.short_by.normalize():f}")
        comparison = gettext("enough") if measure.is_met else short
    return ScoreLine(
        name=str(PART_NAMES[measure.name]),
        score=score_text(exam, measure.score, total=is_total),
        target=target,
        comparison=comparison,
        is_met=measure.is_met,
    )
