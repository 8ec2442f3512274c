"""What each kind of opportunity asks for, and why: the table behind `requirements`."""

from dataclasses import dataclass
from enum import StrEnum

from app.matching import Kind
from app.opportunities.models import Opportunity, OpportunityKind


def N_(text: str) -> str:  # noqa: N802 -- the mark that the message extractor looks for
    """Mark a message for translation where it stands; matching translates it when it is said."""
    return text


class Shape(StrEnum):
    """Kinds of opportunity as far as they ask for different things."""

    REGISTERED_POST = "registered_post"
    INTERIM_POST = "interim_post"
    OTHER_POST = "other_post"
    APPRENTICESHIP = "apprenticeship"
    PLACEMENT = "placement"
    OBSERVERSHIP = "observership"
    MENTORING = "mentoring"
    COURSE = "course"
    SUPPORT = "support"


class Value(StrEnum):
    """Where the value of a requirement comes from; `requirements` has a function for each."""

    PROFESSIONS_TAKEN = "professions_taken"
    PROFESSIONS_SUITED = "professions_suited"
    REGISTERED = "registered"
    REGULATORS_ENGLISH = "regulators_english"
    GENERAL_ENGLISH = "general_english"
    MAY_DO_THIS_WORK = "may_do_this_work"
    WITHIN_REACH = "within_reach"
    HOURS_OFFERED = "hours_offered"
    OPEN_TO_INTERIM = "open_to_interim"
    STEP_SERVED = "step_served"
    YEARS_OF_PRACTICE = "years_of_practice"
    YEARS_OUT = "years_out"


@dataclass(frozen=True)
class Ask:
    """A line of the table: `weight` in points, `source` for people who ask why."""

    kind: Kind
    value: Value
    must: bool
    weight: int
    source: str


ADVERT = N_("the opportunity itself")
REGULATOR = N_("the regulator")
LAW = N_("the Home Office's rules on work")
CLIENT = N_("what the client told us")
PLAN = N_("the client's own plan")
PRACTICE = N_("experience of the programme, not a rule")

PROFESSION = Ask(Kind.PROFESSION, Value.PROFESSIONS_TAKEN, True, 10, ADVERT)
REGISTRATION = Ask(Kind.REGISTRATION, Value.REGISTERED, True, 10, ADVERT)
ENGLISH = Ask(Kind.ENGLISH, Value.REGULATORS_ENGLISH, True, 8, REGULATOR)
RIGHT_TO_WORK = Ask(Kind.RIGHT_TO_WORK, Value.MAY_DO_THIS_WORK, True, 6, LAW)
DISTANCE = Ask(Kind.DISTANCE, Value.WITHIN_REACH, True, 4, CLIENT)
HOURS = Ask(Kind.HOURS, Value.HOURS_OFFERED, False, 3, ADVERT)
PRACTISED = Ask(Kind.EXPERIENCE, Value.YEARS_OF_PRACTICE, False, 3, PRACTICE)
RECENT = Ask(Kind.RECENCY, Value.YEARS_OUT, False, 2, PRACTICE)
WANTED = Ask(Kind.INTERIM, Value.OPEN_TO_INTERIM, True, 6, CLIENT)
SUITED = Ask(Kind.PROFESSION, Value.PROFESSIONS_SUITED, False, 8, PRACTICE)
SPOKEN = Ask(Kind.ENGLISH, Value.GENERAL_ENGLISH, False, 4, PRACTICE)
SERVES = Ask(Kind.STEP, Value.STEP_SERVED, True, 10, PLAN)
HELPS = Ask(Kind.STEP, Value.STEP_SERVED, False, 4, PLAN)

ASKS: dict[Shape, tuple[Ask, ...]] = {
    Shape.REGISTERED_POST: (
        PROFESSION, REGISTRATION, ENGLISH, RIGHT_TO_WORK, DISTANCE, HOURS, PRACTISED, RECENT,
    ),
    Shape.INTERIM_POST: (WANTED, SUITED, RIGHT_TO_WORK, DISTANCE, SPOKEN, HELPS, HOURS),
    Shape.OTHER_POST: (PROFESSION, RIGHT_TO_WORK, DISTANCE, SPOKEN, HOURS),
    Shape.APPRENTICESHIP: (WANTED, PROFESSION, RIGHT_TO_WORK, DISTANCE, SPOKEN, HELPS, HOURS),
    Shape.PLACEMENT: (SERVES, PROFESSION, DISTANCE, SPOKEN, HOURS),
    Shape.OBSERVERSHIP: (SERVES, PROFESSION, DISTANCE),
    Shape.MENTORING: (SERVES, PROFESSION),
    Shape.COURSE: (SERVES, PROFESSION, DISTANCE),
    Shape.SUPPORT: (HELPS, DISTANCE),
}  # fmt: skip

# What an opportunity of a shape serves where it does not say; keys of route steps.
USUALLY_SERVES: dict[Shape, frozenset[str]] = {
    Shape.INTERIM_POST: frozenset({"interim_job"}),
    Shape.APPRENTICESHIP: frozenset({"interim_job", "pt_training_post"}),
    Shape.PLACEMENT: frozenset({"pre_employment", "lab_post", "foundation_training"}),
    Shape.OBSERVERSHIP: frozenset({"observership", "clinical_attachment"}),
    Shape.MENTORING: frozenset({"mentor"}),
}

# Answers of `may_work` that allow any post, as far as we can tell. "no" rules a post out; every
# other answer depends on the post and its hours, and so is a question for a person.
MAY_WORK = frozenset({"any", "any_mostly", "continues_as_before"})
MAY_NOT_WORK = "no"

GENERAL_LEVEL = {
    Shape.INTERIM_POST: "B1",
    Shape.OTHER_POST: "B2",
    Shape.APPRENTICESHIP: "B1",
    Shape.PLACEMENT: "B1",
}
YEARS_FOR_LEVEL = {"experienced": 2, "senior": 5}
MOST_YEARS_OUT = 5
HOURS_OF_ADVERT = {"FULL_TIME": "full_time", "PART_TIME": "part_time"}

# Words in the title of an interim post, and the interim roles of the reference data they mean.
ROLES_BY_WORD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("midwi|maternity", ("maternity_support_worker",)),
    ("phlebotom", ("phlebotomist",)),
    ("theatre|odsw", ("theatre_support_worker",)),
    ("ophthalm|eye ", ("ophthalmic_support_worker",)),
    ("laborator|biomedical|mortuary|specimen", (
        "medical_laboratory_assistant", "associate_practitioner_lab",
    )),
    ("pharmac|dispens", ("pharmacy_assistant", "pharmacy_dispenser")),
    ("dental|oral health", (
        "trainee_dental_nurse", "dental_receptionist", "oral_health_assistant",
    )),
    ("physio", ("physiotherapy_assistant",)),
    ("occupational", ("occupational_therapy_assistant",)),
    ("rehab|therapy", ("rehab_assistant",)),
    ("imaging|radiograph|x-ray", ("imaging_support_worker",)),
    ("diet", ("dietetic_assistant",)),
    ("ambulance|patient transport", ("ambulance_care_assistant",)),
    ("emergency", ("emergency_care_assistant",)),
    ("psycholog|wellbeing", (
        "assistant_psychologist", "psychological_wellbeing_practitioner_trainee",
    )),
    ("peer support", ("peer_support_worker",)),
    ("coder|coding", ("clinical_coder",)),
    ("research|trial", ("research_assistant",)),
    ("doctor|medical support", ("doctors_assistant",)),
    ("health ?care|hca|support worker|nursing|clinical support", (
        "healthcare_support_worker", "clinical_support_worker_senior",
    )),
)  # fmt: skip


def shape_of(opportunity: Opportunity) -> Shape:
    """Which line of the table an opportunity is under."""
    if opportunity.kind != OpportunityKind.VACANCY:
        return Shape(opportunity.kind)
    if opportunity.registration_required:
        return Shape.REGISTERED_POST
    return Shape.INTERIM_POST if opportunity.is_interim else Shape.OTHER_POST
