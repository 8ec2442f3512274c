"""The classifier against the adverts that two readers labelled."""

from pathlib import Path

from app.opportunities.classifier import classify
from benchmarks.classifier import measure


def test_the_labelled_adverts_are_classified_to_the_target(nhs_jobs: Path) -> None:
    figures = measure(nhs_jobs / "labelled-adverts.jsonl", labels=nhs_jobs / "labels.jsonl")

    assert figures.adverts == 150
    assert figures.accuracy >= 0.95
    assert figures.macro_f1 >= 0.93
    assert figures.agreement["level"] >= 0.9
    assert figures.agreement["registration_required"] >= 0.9
    assert figures.agreement["interim"] >= 0.9


def test_the_same_advert_always_gets_the_same_answer(read) -> None:
    posting = read(title="Senior Practitioner")

    assert classify(posting) == classify(posting)
