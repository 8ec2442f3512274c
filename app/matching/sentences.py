"""Every sentence that matching can say, to the client ("you") and about her, in one table.

Parameters: `needed` and `have` say the two values, `part` names a part of an English test, `on`
is a date, `km` and `limit` are whole kilometres or, of less than one, words.
"""

from collections.abc import Callable, Mapping
from datetime import date

from .model import Kind, Reason, Remedy


def N_(text: str) -> str:  # noqa: N802 -- the mark that the message extractor looks for
    """Mark a message for translation where it stands; it is translated when it is said."""
    return text


Voices = tuple[str, str]

SENTENCES: Mapping[str, Voices] = {
    "profession.met": (
        N_("Your profession fits: %(have)s."),
        N_("The profession fits: %(have)s."),
    ),
    "profession.missing": (
        N_("This is for: %(needed)s. Your profession is: %(have)s."),
        N_("This is for: %(needed)s. The client's profession is: %(have)s."),
    ),
    "profession.unknown": (
        N_("This is for: %(needed)s. You have not told us your profession."),
        N_("This is for: %(needed)s. The client's profession is not known."),
    ),
    "right_to_work.met": (
        N_("You may do this work."),
        N_("The client may do this work."),
    ),
    "right_to_work.missing": (
        N_("Your permission to be in the UK does not allow this work."),
        N_("The client's permission to be in the UK does not allow this work."),
    ),
    "right_to_work.unknown": (
        N_("You have not told us if you may do this work."),
        N_("It is not known if the client may do this work."),
    ),
    "step.met": (
        N_("This helps with a next step of your plan: %(have)s."),
        N_("This helps with a next step of the client's plan: %(have)s."),
    ),
    "step.missing": (
        N_("This does not help with a next step of your plan."),
        N_("This does not help with a next step of the client's plan."),
    ),
    "step.unknown": (
        N_("You do not have a plan yet, so we cannot say if this helps."),
        N_("The client does not have a plan yet, so it is not known if this helps."),
    ),
    "interim.met": (
        N_("You are open to a job like this on the way to your goal."),
        N_("The client is open to a job like this on the way to the goal."),
    ),
    "interim.missing": (
        N_("This is a job on the way to your goal, and you do not want one now."),
        N_("This is a job on the way to the goal, and the client does not want one now."),
    ),
    "interim.unknown": (
        N_("You have not told us if you want a job on the way to your goal."),
        N_("It is not known if the client wants a job on the way to the goal."),
    ),
    "language.met": (
        N_("You speak a language that is wanted: %(have)s."),
        N_("The client speaks a language that is wanted: %(have)s."),
    ),
    "language.missing": (
        N_("This needs a person who speaks %(needed)s."),
        N_("This needs a person who speaks %(needed)s; the client speaks: %(have)s."),
    ),
    "language.unknown": (
        N_("This needs a person who speaks %(needed)s. You have not told us your languages."),
        N_("This needs a person who speaks %(needed)s. The client's languages are not known."),
    ),
    "distance.met": (
        N_("It is %(km)s km from you."),
        N_("It is %(km)s km from the client."),
    ),
    "distance.missing": (
        N_("It is %(km)s km from you; you can travel up to %(limit)s km."),
        N_("It is %(km)s km from the client, who can travel up to %(limit)s km."),
    ),
    "distance.unknown": (
        N_("You have not told us your postcode, so we cannot say how far it is."),
        N_("The client's postcode is not known, so the distance is not known."),
    ),
    "registration.met": (
        N_("Your registration is far enough: %(have)s."),
        N_("The registration is far enough: %(have)s."),
    ),
    "registration.missing": (
        N_("You need this registration: %(needed)s. You have reached: %(have)s."),
        N_("This registration is needed: %(needed)s. The client has reached: %(have)s."),
    ),
    "registration.unknown": (
        N_("You need this registration: %(needed)s. You have not told us yours."),
        N_("This registration is needed: %(needed)s. The client's is not known."),
    ),
    "english.met": (
        N_("Your English is good enough: %(have)s."),
        N_("The client's English is good enough: %(have)s."),
    ),
    "english.missing": (
        N_("You need %(needed)s; you have %(have)s."),
        N_("%(needed)s is needed; the client has %(have)s."),
    ),
    "english.overall": (
        N_("You need %(needed)s overall; your score is %(have)s."),
        N_("%(needed)s is needed overall; the score is %(have)s."),
    ),
    "english.part": (
        N_("You need %(needed)s in %(part)s; your score is %(have)s."),
        N_("%(needed)s is needed in %(part)s; the score is %(have)s."),
    ),
    "english.unknown": (
        N_("You need %(needed)s. You have not told us your English level."),
        N_("%(needed)s is needed. The client's English level is not known."),
    ),
    "hours.met": (
        N_("The hours suit you: %(have)s."),
        N_("The hours suit the client: %(have)s."),
    ),
    "hours.missing": (
        N_("The hours are: %(needed)s. You can work: %(have)s."),
        N_("The hours are: %(needed)s. The client can work: %(have)s."),
    ),
    "hours.unknown": (
        N_("The hours are: %(needed)s. You have not told us when you can work."),
        N_("The hours are: %(needed)s. It is not known when the client can work."),
    ),
    "experience.met": (
        N_("You have enough experience: %(have)s."),
        N_("The client has enough experience: %(have)s."),
    ),
    "experience.missing": (
        N_("You need this experience: %(needed)s. You have: %(have)s."),
        N_("This experience is needed: %(needed)s. The client has: %(have)s."),
    ),
    "experience.unknown": (
        N_("You need this experience: %(needed)s. You have not told us yours."),
        N_("This experience is needed: %(needed)s. The client's is not known."),
    ),
    "recency.met": (
        N_("You have practised recently enough: %(have)s out of practice."),
        N_("The client has practised recently enough: %(have)s out of practice."),
    ),
    "recency.missing": (
        N_("You may be out of practice for at most %(needed)s; for you it is %(have)s."),
        N_("At most %(needed)s out of practice is allowed; for the client it is %(have)s."),
    ),
    "recency.unknown": (
        N_("You may be out of practice for at most %(needed)s. When did you last practise?"),
        N_("At most %(needed)s out of practice is allowed. The last practice is not known."),
    ),
    "unverified": (
        N_("You told us: %(have)s. Please show us your papers."),
        N_("The client says: %(have)s. The papers have not been seen."),
    ),
    "expiring": (
        N_("You have %(have)s, but it runs out on %(on)s, before it is needed."),
        N_("The client has %(have)s, but it runs out on %(on)s, before it is needed."),
    ),
    "expired": (
        N_("You had %(have)s, but it ran out on %(on)s."),
        N_("The client had %(have)s, but it ran out on %(on)s."),
    ),
    "not_applicable": (
        N_("Nothing is asked here."),
        N_("Nothing is asked here."),
    ),
}

LESS_THAN_ONE = N_("less than 1")

PARTS = {
    "listening": N_("listening"),
    "reading": N_("reading"),
    "writing": N_("writing"),
    "speaking": N_("speaking"),
}

# Remedies are read by the client, staff and partners alike, so they speak to nobody.
SHOW_PAPERS = {kind: Remedy(kind, N_("Show the papers to the Learning Works")) for kind in Kind}

TELL_US = {
    Kind.PROFESSION: Remedy(Kind.PROFESSION, N_("Add the profession")),
    Kind.RIGHT_TO_WORK: Remedy(Kind.RIGHT_TO_WORK, N_("Add which work is allowed")),
    Kind.STEP: Remedy(Kind.STEP, N_("Make a plan with the Learning Works")),
    Kind.INTERIM: Remedy(Kind.INTERIM, N_("Decide about a job on the way to the goal")),
    Kind.LANGUAGE: Remedy(Kind.LANGUAGE, N_("Add the languages spoken")),
    Kind.DISTANCE: Remedy(Kind.DISTANCE, N_("Add the postcode")),
    Kind.REGISTRATION: Remedy(Kind.REGISTRATION, N_("Add how far the registration is")),
    Kind.ENGLISH: Remedy(Kind.ENGLISH, N_("Add the English level")),
    Kind.HOURS: Remedy(Kind.HOURS, N_("Add the possible hours of work")),
    Kind.EXPERIENCE: Remedy(Kind.EXPERIENCE, N_("Add the years of experience")),
    Kind.RECENCY: Remedy(Kind.RECENCY, N_("Add when the last practice was")),
}
"""What to do first about a fact nobody has asked for yet: it costs nothing and takes no time."""


def plain_date(day: date) -> str:
    """A date as people write it: 3 May 2026. A page with a locale hands its own."""
    return f"{day.day} {day:%B %Y}"


def sentence(
    reason: Reason,
    translate: Callable[[str], str] = str,
    *,
    about_client: bool = False,
    show_date: Callable[[date], str] = plain_date,
) -> str:
    """The plain sentence, said to the client or (`about_client`) about her.

    Words that go into it (labels, parts of a test) are translated too where the catalogue has
    them.
    """

    def said(value: object) -> object:
        if isinstance(value, date):
            return show_date(value)
        return translate(value) if isinstance(value, str) and value else value

    words = {name: said(value) for name, value in reason.parameters.items()}
    return translate(SENTENCES[reason.name][about_client]) % words
