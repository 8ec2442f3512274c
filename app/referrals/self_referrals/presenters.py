"""The words of a self-referral: what was answered, and where it stands, said to the person."""

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from app import clock
from app.clients.models import ContactRoute
from app.clients.presenters import CONTACT_ROUTE_NAMES
from app.referrals import choices, presenters
from app.referrals.models import FirstMeeting, Referral
from app.referrals.self_referrals.claiming import DIGITS
from app.referrals.self_referrals.models import HeardFrom, SelfReferral
from app.referrals.self_referrals.questions import Question
from app.referrals.standing import answer_by, meeting_sentence
from app.referrals.summaries import Line, companion, named
from app.referrals.transitions import State
from app.web.filters import weekday_date

HEARD_FROM: dict[HeardFrom, LazyString] = {
    HeardFrom.NEIGHBOUR: _("From a neighbour"),
    HeardFrom.FRIEND: _("From a friend or my family"),
    HeardFrom.ORGANISATION: _("From an organisation"),
    HeardFrom.SOCIAL_MEDIA: _("On social media"),
    HeardFrom.OTHER: _("In another way"),
}
TITLES: dict[Question, LazyString] = {
    Question.PROFESSION: _("What did you train as?"),
    Question.PERSON: _("Your name and how to reach you"),
    Question.LANGUAGE: _("Your languages"),
    Question.MEETING: _("The first meeting"),
    Question.HEARD: _("Who told you, and who helps you"),
    Question.CONSENT: _("Do you agree?"),
}
STATES: dict[State, LazyString] = {
    State.DRAFT: _("Not sent yet"),
    State.SUBMITTED: _("We have your answers"),
    State.NEEDS_INFORMATION: _("We have a question for you"),
    State.ACCEPTED: _("We can help you"),
    State.FIRST_MEETING_BOOKED: _("Your first meeting is booked"),
    State.ACTIVE: _("We work with you"),
    State.CLOSED: _("Finished"),
    State.RETURNED_WITH_ADVICE: _("Advice for you"),
    State.DECLINED: _("We cannot help you now"),
    State.WITHDRAWN: _("You took your answers back"),
    State.DUPLICATE: _("We know you already"),
    State.UNREACHABLE: _("We could not reach you"),
}


def own_summary(found: SelfReferral) -> list[tuple[Question, str, list[Line]]]:
    """The answers by page, for the person to check; what was not answered is left out."""
    referral = found.referral
    profession, country = referral.profession, referral.trained_in
    language = referral.preferred_language
    lines = {
        Question.PROFESSION: [
            Line(gettext("Profession"), choices.profession_name(profession) if profession else ""),
            Line(gettext("Trained in"), choices.country_name(country) if country else ""),
            Line(gettext("You hope for"), referral.goal),
        ],
        Question.PERSON: [
            Line(gettext("Name"), referral.name),
            Line(gettext("We reach you by"), named(CONTACT_ROUTE_NAMES, referral.contact_route)),
            Line(gettext("Phone number"), _shown_phone(referral)),
            Line(gettext("E-mail address"), referral.email),
            Line(gettext("Safe and good times"), referral.contact_note),
        ],
        Question.LANGUAGE: [
            Line(gettext("You speak best"), choices.language_name(language) if language else ""),
            Line(gettext("Interpreter"), named(presenters.INTERPRETER, referral.interpreter)),
            Line(gettext("Your English"), named(presenters.ENGLISH, referral.english)),
        ],
        Question.MEETING: [
            Line(gettext("Comes with you"), companion(referral)),
            Line(gettext("Childcare"), referral.childcare_need),
        ],
        Question.HEARD: [
            Line(gettext("You heard of us"), named(HEARD_FROM, found.heard_from)),
            Line(gettext("Helps you with this form"), found.helper or gettext("Nobody")),
        ],
        Question.CONSENT: [
            Line(gettext("You agree"), gettext("Yes") if referral.consent_given else ""),
        ],
    }
    return [
        (question, str(TITLES[question]), [line for line in found_lines if line.value])
        for question, found_lines in lines.items()
    ]


def _shown_phone(referral: Referral) -> str:
    """Once it is sent without the end, by which she proves that it is she who has the code."""
    if referral.state == State.DRAFT:
        return str(referral.phone)
    digits = [place for place, one in enumerate(referral.phone) if one.isdecimal()]
    hidden = set(digits[-DIGITS:])
    return "".join("•" if place in hidden else one for place, one in enumerate(referral.phone))


def own_sentence(referral: Referral, meeting: FirstMeeting | None) -> str:
    """What happens next, who does it and by when, in plain words."""
    if meeting is not None:
        return meeting_sentence(meeting)
    by = answer_by(referral)
    day = weekday_date(by) if by else ""
    who = referral.programme.trust.learning_works_name
    match State(referral.state):
        case State.SUBMITTED | State.ACCEPTED if by and by < clock.today():
            return _late(day, has_number=bool(referral.programme.trust.phone))
        case State.SUBMITTED if referral.contact_route == ContactRoute.EMAIL:
            return gettext("%(who)s writes to you by %(day)s.", who=who, day=day)
        case State.SUBMITTED if referral.contact_route == ContactRoute.PHONE:
            return gettext("%(who)s calls you by %(day)s.", who=who, day=day)
        case State.SUBMITTED:
            return gettext("%(who)s sends you a message by %(day)s.", who=who, day=day)
        case State.NEEDS_INFORMATION:
            return gettext("Please answer by %(day)s if you can.", day=day)
        case State.ACCEPTED:
            return gettext("We find a time for your first meeting by %(day)s.", day=day)
        case State.ACTIVE:
            return gettext("You and %(who)s work on your plan.", who=who)
        case State.WITHDRAWN:
            return gettext("You can begin again at any time.")
    return ""


def _late(day: str, *, has_number: bool) -> str:
    """Her answer is late; where no number can be shown, nobody is asked to call."""
    if not has_number:
        return gettext("You should have had our answer by %(day)s. We are sorry.", day=day)
    return gettext(
        "You should have heard from us by %(day)s. We are sorry. Please call us.", day=day
    )
