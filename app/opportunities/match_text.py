"""How matches and candidatures read on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app.matching import Kind, Readiness, Verdict
from app.opportunities.candidature_moves import CandidatureState
from app.opportunities.frozen import said
from app.opportunities.pools import Group
from app.web.filters import long_date
from app.web.reading_order import listed

State = CandidatureState

GROUP_NAMES = {
    Group.POSTS: _("Posts in the profession"),
    Group.INTERIM: _("Jobs on the way"),
    Group.LEARNING: _("Courses, mentors and observerships"),
}
READINESS_NAMES = {
    Readiness.READY: _("Ready"),
    Readiness.NEARLY: _("Nearly ready"),
    Readiness.NOT_YET: _("Not yet"),
}
READINESS_COLOURS = {
    Readiness.READY: "green",
    Readiness.NEARLY: "yellow",
    Readiness.NOT_YET: "grey",
}
VERDICT_NAMES = {
    Verdict.MET: _("Met"),
    Verdict.UNVERIFIED: _("Papers not seen"),
    Verdict.EXPIRING: _("Runs out too soon"),
    Verdict.MISSING: _("Missing"),
    Verdict.NOT_APPLICABLE: _("Not asked"),
}
VERDICT_COLOURS = {
    Verdict.MET: "green",
    Verdict.UNVERIFIED: "yellow",
    Verdict.EXPIRING: "orange",
    Verdict.MISSING: "red",
    Verdict.NOT_APPLICABLE: "grey",
}
KIND_NAMES = {
    Kind.PROFESSION: _("Profession"),
    Kind.REGISTRATION: _("Registration"),
    Kind.ENGLISH: _("English"),
    Kind.RIGHT_TO_WORK: _("Right to work"),
    Kind.DISTANCE: _("Distance"),
    Kind.HOURS: _("Hours"),
    Kind.EXPERIENCE: _("Experience"),
    Kind.RECENCY: _("Recent practice"),
    Kind.INTERIM: _("A job on the way"),
    Kind.LANGUAGE: _("Language"),
    Kind.STEP: _("The plan"),
}
STATE_NAMES = {
    State.SUGGESTED: _("Suggested"),
    State.SHORTLISTED: _("On the shortlist"),
    State.OFFERED_TO_CLIENT: _("Offered to the client"),
    State.ACCEPTED_BY_CLIENT: _("The client said yes"),
    State.DECLINED_BY_CLIENT: _("The client said no"),
    State.PUT_FORWARD: _("Put forward"),
    State.INTERVIEW: _("Interview"),
    State.OFFER: _("Place offered"),
    State.STARTED: _("Started"),
    State.COMPLETED: _("Completed"),
    State.PARKED: _("On hold"),
    State.HOST_DECLINED: _("The host said no"),
    State.EXPIRED: _("Closed before it was put forward"),
    State.OBSOLETE: _("Started somewhere else"),
}
OWN_STATE_NAMES = STATE_NAMES | {
    State.OFFERED_TO_CLIENT: _("Waiting for your answer"),
    State.ACCEPTED_BY_CLIENT: _("You said yes"),
    State.DECLINED_BY_CLIENT: _("You said no"),
    State.OBSOLETE: _("You started somewhere else"),
}
STATE_COLOURS = {
    State.OFFERED_TO_CLIENT: "yellow",
    State.ACCEPTED_BY_CLIENT: "green",
    State.PUT_FORWARD: "blue",
    State.INTERVIEW: "blue",
    State.OFFER: "green",
    State.STARTED: "green",
    State.COMPLETED: "green",
}
"""Grey where none is named."""


@dataclass(frozen=True)
class Line:
    """One requirement as a row of the table of reasons."""

    name: str
    is_must: bool
    verdict: str
    colour: str
    sentence: str
    source: str


@dataclass(frozen=True)
class Reasons:
    """A match in words."""

    readiness: str
    colour: str
    points: int
    possible: int
    lines: list[Line]
    gaps: list[str]
    next_step: str


def reasons(record: dict[str, Any], *, about_client: bool) -> Reasons:
    """A recorded match in the reader's language, said to the client or about her."""
    readiness = Readiness(record["readiness"])
    asked = record["requirements"]
    return Reasons(
        readiness=str(READINESS_NAMES[readiness]),
        colour=READINESS_COLOURS[readiness],
        points=record["points"],
        possible=record["possible"],
        lines=[_line(each, about_client) for each in asked],
        gaps=_gaps([asked[gap["requirement"]] for gap in record["gaps"]]),
        next_step=next_step(record["next_step"]),
    )


def _line(asked: dict[str, Any], about_client: bool) -> Line:
    verdict = Verdict(asked["verdict"])
    return Line(
        name=str(KIND_NAMES[Kind(asked["kind"])]),
        is_must=asked["must"],
        verdict=str(VERDICT_NAMES[verdict]),
        colour=VERDICT_COLOURS[verdict],
        sentence=said(asked, gettext, about_client=about_client, show_date=_day),
        source=gettext(asked["source"]),
    )


def _day(day: date) -> str:
    return long_date(day)


def _gaps(asked: Sequence[dict[str, Any]]) -> list[str]:
    """`Missing: Registration, English.`, a sentence for each verdict, what is missing first."""
    sentences = []
    for verdict in (Verdict.MISSING, Verdict.EXPIRING, Verdict.UNVERIFIED):
        names = [str(KIND_NAMES[Kind(one["kind"])]) for one in asked if one["verdict"] == verdict]
        if names:
            what = listed(dict.fromkeys(names))
            sentences.append(
                gettext("%(verdict)s: %(what)s.", verdict=VERDICT_NAMES[verdict], what=what)
            )
    return sentences


def next_step(remedy: dict[str, Any] | None) -> str:
    """What closes a gap soonest, with its months and fee at the least; empty without one."""
    if remedy is None:
        return ""
    parts = [gettext(remedy["title"])]
    if remedy["months"]:
        parts.append(
            ngettext("at least %(num)d month", "at least %(num)d months", remedy["months"])
        )
    if remedy["fee_pounds"]:
        parts.append(gettext("from £%(pounds)s", pounds=f"{remedy['fee_pounds']:,}"))
    return listed(parts)


def state_name(state: str, *, is_own: bool = False) -> str:
    names = OWN_STATE_NAMES if is_own else STATE_NAMES
    return str(names[CandidatureState(state)])


def state_colour(state: str) -> str:
    return STATE_COLOURS.get(CandidatureState(state), "grey")
