"""How well and how fast adverts are classified: `python -m benchmarks.classifier [FOLDER]`.

Prints profession accuracy and macro-F1, the agreement on level, registration and interim, and
adverts a second; exits 1 when a target is missed and 2 when the adverts are not there.
"""

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.opportunities.classifier import Classification, classify
from app.opportunities.postings import Posting, read_postings
from app.reference import reference

NHS_JOBS = Path(__file__).resolve().parents[2] / "shared" / "data" / "nhs-jobs"
ACCURACY, MACRO_F1, ADVERTS_A_SECOND = 0.95, 0.93, 100
COMPARED = ("level", "registration_required", "interim")


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares from 0 to 1; `agreement` leaves out what the two readers disagreed on."""

    adverts: int
    accuracy: float
    macro_f1: float
    agreement: dict[str, float]
    disagreements: tuple[str, ...]


def measure(adverts: Path, *, labels: Path) -> Figures:
    """The classifier's answers compared with the labels of the same adverts."""
    rows = labels.read_text(encoding="utf-8").splitlines()
    told = {row["id"]: row for row in map(json.loads, rows)}
    answers = {p.id: classify(p) for p in _postings(adverts) if p.id in told}
    pairs = [(told[i]["profession"], answer.profession) for i, answer in answers.items()]
    return Figures(
        adverts=len(pairs),
        accuracy=sum(right == given for right, given in pairs) / len(pairs),
        macro_f1=macro_f1(pairs),
        agreement={name: _agreement(told, answers, name=name) for name in COMPARED},
        disagreements=tuple(
            f"{told[i]['title']}: {told[i]['profession']}, classified {answer.profession}"
            for i, answer in answers.items()
            if told[i]["profession"] != answer.profession
        ),
    )


def macro_f1(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean over all classes, named or given, of the harmonic mean of precision and recall."""
    scores = []
    for name in {name for pair in pairs for name in pair}:
        both = sum(right == name == given for right, given in pairs)
        either = sum((right == name) + (given == name) for right, given in pairs)
        scores.append(2 * both / either)
    return sum(scores) / len(scores)


def speed(adverts: Path) -> tuple[float, float]:
    """Adverts a second: classified, and read and classified; the rules are compiled before."""
    started = time.perf_counter()
    postings = _postings(adverts)
    reading = time.perf_counter() - started
    classify(postings[0])
    started = time.perf_counter()
    for posting in postings:
        classify(posting)
    classifying = time.perf_counter() - started
    return len(postings) / classifying, len(postings) / (reading + classifying)


def _postings(adverts: Path) -> list[Posting]:
    read = read_postings(adverts, scales=reference().pay_scales)
    return [posting for posting in read if isinstance(posting, Posting)]


def _agreement(
    told: dict[str, dict[str, Any]], answers: dict[str, Classification], *, name: str
) -> float:
    compared = [
        told[i][name] == getattr(answer, name)
        for i, answer in answers.items()
        if told[i][name] is not None
    ]
    return sum(compared) / len(compared)


def _show(figures: Figures, *, classified: float, in_all: float) -> None:
    for line in figures.disagreements:
        print(f"  {line}")
    print(f"adverts                {figures.adverts}")
    print(f"accuracy               {figures.accuracy:.3f}  (target {ACCURACY})")
    print(f"macro-F1               {figures.macro_f1:.3f}  (target {MACRO_F1})")
    for name, share in figures.agreement.items():
        print(f"{name:<22} {share:.3f}")
    print(f"classified             {classified:,.0f} adverts a second")
    print(f"read and classified    {in_all:,.0f} a second (target {ADVERTS_A_SECOND})")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=NHS_JOBS)
    parser.add_argument("--adverts", type=Path, help="adverts with labels (JSON lines)")
    parser.add_argument("--labels", type=Path, help="their labels (JSON lines)")
    chosen = parser.parse_args(arguments)
    adverts = chosen.adverts or chosen.folder / "labelled-adverts.jsonl"
    labels = chosen.labels or chosen.folder / "labels.jsonl"
    if not adverts.exists() or not labels.exists():
        print(f"The labelled adverts are not in {adverts.parent}.")
        return 2
    figures = measure(adverts, labels=labels)
    many = chosen.folder / "england-sample.jsonl.gz"
    classified, in_all = speed(many if many.exists() else adverts)
    _show(figures, classified=classified, in_all=in_all)
    good = figures.accuracy >= ACCURACY and figures.macro_f1 >= MACRO_F1
    return 0 if good and in_all >= ADVERTS_A_SECOND else 1


if __name__ == "__main__":
    sys.exit(main())
