"""The question pages of a referral as a partner answers them, and what answering costs."""

from dataclasses import dataclass

from tests.journeys.person import Person

FIELDS = "main form :is(input:not([type=hidden]), select, textarea)"
# Each page: its heading, and for each needed answer how it is given, to what, and the answer.
PAGES = (
    (
        "Who do you refer?",
        (
            ("fill", "Name", "Selam Haile"),
            ("choose", "How can we best reach the person?", "Phone call"),
            ("fill", "Phone number", "07700 900123"),
        ),
    ),
    (
        "What is the person’s profession?",
        (
            ("select", "Profession", "Nurse"),
            ("select", "Country where the person trained", "Eritrea"),
        ),
    ),
    (
        "Language and first meeting",
        (
            ("select", "Language the person speaks best", "Tigrinya – ትግርኛ"),
            ("choose", "Is an interpreter needed?", "Yes"),
            ("choose", "Who comes along to the first meeting?", "I do, or a colleague"),
        ),
    ),
    (
        "Does the person agree?",
        (("choose", "How did the person agree?", "By speaking, with an interpreter"),),
    ),
)


@dataclass
class Cost:
    """What a referral costs: pages, fields shown, answers, presses, and characters typed."""

    pages: int = 0
    fields: int = 0
    answers: int = 0
    presses: int = 0
    keystrokes: int = 0

    def on(self, person: Person) -> None:
        """Count a page, and its fields: the choices of a question are one field."""
        names = "all => new Set(all.map(one => one.name)).size"
        self.pages += 1
        self.fields += person.page.locator(FIELDS).evaluate_all(names)


def answer(person: Person, number: int, cost: Cost, *, button: str = "Save and continue") -> None:
    """Answer what is needed on a question page, and no more."""
    heading, answers = PAGES[number]
    assert person.heading.endswith(heading), person.heading
    cost.on(person)
    for how, question, said in answers:
        if how == "choose":
            person.choose(said, question)
        else:
            getattr(person, how)(question, said)
            cost.keystrokes += len(said) if how == "fill" else 0
        cost.answers += 1
    person.press(button)
    cost.presses += 1


def send(person: Person, cost: Cost) -> str:
    """Check the answers and send them; the referral's reference."""
    assert person.heading.endswith("Check the answers and send")
    cost.on(person)
    person.press("Send the referral")
    cost.presses += 1
    assert person.heading == "Referral sent"
    return person.page.locator(".nhsuk-panel__body strong").inner_text()
