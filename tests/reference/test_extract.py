"""Text in the reference data that clients read reaches the translators."""

from babel.messages.extract import extract_from_file

from app.reference import reference
from app.reference.extract import CLIENT_TEXT, extract_reference, messages
from app.reference.loader import DEFAULT


def test_titles_and_reasons_of_every_step_can_be_translated() -> None:
    found = set(messages())
    for route in reference().routes:
        assert route.title in found
        for step in route.steps:
            assert {step.title, step.why, *step.evidence, *step.provided_by} <= found
            assert {outcome.title for outcome in step.outcomes} <= found


def test_names_of_choices_can_be_translated() -> None:
    found, data = set(messages()), reference()
    assert {one.title for one in data.professions} <= found
    assert {one.title for one in data.interim_roles} <= found
    assert {one.plain_english for one in data.rights_to_work} <= found
    assert {one.label for one in data.languages} <= found
    assert {one.label for one in data.decline_reasons + data.unmet_reasons} <= found


def test_notes_for_staff_stay_out_of_the_translations() -> None:
    found = set(messages())
    assert not found & {one.note for one in reference().rights_to_work if one.note}
    assert not found & {route.english.note for route in reference().routes}


def test_a_text_is_listed_once() -> None:
    found = list(messages())
    assert len(found) == len(set(found))


def test_babel_gets_each_text_with_its_line() -> None:
    path = DEFAULT / "reasons.yaml"
    found = extract_from_file(extract_reference, str(path))
    lines = path.read_text(encoding="utf-8").splitlines()
    assert ("Another reason" in lines[found[-1][0] - 1]) is True
    assert {text for _, text, _, _ in found} >= {"It cost too much", "Another reason"}


def test_every_place_named_as_client_text_holds_some() -> None:
    for place in CLIENT_TEXT:
        top, leaf = place.split(".")[0], place.split(".")[-1]
        texts = [path.read_text(encoding="utf-8") for path in DEFAULT.glob("*.yaml")]
        assert any(f"\n{top}:\n" in text and f"{leaf}:" in text for text in texts), place
