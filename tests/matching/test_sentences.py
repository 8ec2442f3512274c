"""Every sentence can be said, in both voices and through a translation."""

from datetime import date

import pytest

from app.matching import Kind, Reason, sentence
from app.matching.sentences import SENTENCES, TELL_US

WORDS = {"needed": "A", "have": "B", "part": "writing", "on": date(2026, 5, 3), "km": 3, "limit": 5}


@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.parametrize("about_client", [False, True])
def test_every_sentence_can_be_said(name: str, about_client: bool) -> None:
    text = sentence(Reason(name, WORDS), about_client=about_client)
    assert text.endswith((".", "?"))
    assert "%" not in text


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_sentences_and_its_question(kind: Kind) -> None:
    assert {f"{kind}.met", f"{kind}.missing", f"{kind}.unknown"} <= SENTENCES.keys()
    assert TELL_US[kind].kind is kind


def test_a_sentence_about_a_client_does_not_say_you() -> None:
    for _, about_client in SENTENCES.values():
        assert "you" not in about_client.lower().split()


def test_labels_and_parts_are_translated_and_dates_shown_as_the_page_wants() -> None:
    words = {"You need %(needed)s in %(part)s; your score is %(have)s.": "%(part)s: %(needed)s!"}
    words |= {"writing": "Schreiben"}
    reason = Reason("english.part", {"needed": "IELTS 7.0", "have": "6.5", "part": "writing"})
    assert sentence(reason, lambda text: words.get(text, text)) == "Schreiben: IELTS 7.0!"
    expired = Reason("expired", {"have": "IELTS 7.0", "on": date(2026, 5, 3)})
    assert "2026-05-03" in sentence(expired, show_date=date.isoformat)
