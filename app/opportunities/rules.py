"""The classifier's rules, read from classifier_rules.yaml and compiled once."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_RULES_FILE = Path(__file__).with_name("classifier_rules.yaml")


@dataclass(frozen=True, slots=True)
class TitleRule:
    """Words in a title, what they point to and how firmly.

    `needs` must be in the title too; a `whole` rule reads the title uncut; `also` is a
    profession that such a post accepts as well.
    """

    profession: str
    points: int
    why: str
    match: re.Pattern[str]
    unless: re.Pattern[str] | None
    needs: re.Pattern[str] | None
    whole: bool
    also: str | None
    registered: bool
    interim: bool


@dataclass(frozen=True, slots=True)
class TextRule:
    """A finding in an advert's text that adds points to a profession; counted once."""

    profession: str
    points: int
    why: str
    match: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Specialty:
    """A doctor's specialty that is a profession of its own, `at_entry` in first training too."""

    profession: str
    why: str
    match: re.Pattern[str]
    unless: re.Pattern[str]
    at_entry: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything the classifier knows, ready to be applied."""

    titles: tuple[TitleRule, ...]
    any_title: re.Pattern[str]
    text: tuple[TextRule, ...]
    consultant_pay: Mapping[str, Any]
    specialties: tuple[Specialty, ...]
    entry_training: re.Pattern[str]
    levels: Mapping[str, re.Pattern[str]]
    usual_level: Mapping[str, str]
    not_yet_registered: re.Pattern[str]
    already_registered: re.Pattern[str]
    not_interim: re.Pattern[str]
    spellings: tuple[str, ...]
    registration_in_text: re.Pattern[str]


@cache
def rules() -> Rules:
    """The rules beside this module, compiled at the first call and kept."""
    return compiled(yaml.safe_load(_RULES_FILE.read_text(encoding="utf-8")))


def compiled(data: Mapping[str, Any]) -> Rules:
    """Rules from the parsed YAML; raises KeyError or re.error where it is malformed."""
    titles = tuple(_title_rule(topic, rule) for topic in data["titles"] for rule in topic["rules"])
    return Rules(
        titles=titles,
        any_title=re.compile("|".join(rule.match.pattern for rule in titles)),
        text=tuple(
            TextRule(t["profession"], t["points"], t["why"], re.compile(t["match"]))
            for t in data["text"]
        ),
        consultant_pay=data["consultant_pay"],
        specialties=tuple(_specialty(entry) for entry in data["specialties"]),
        entry_training=re.compile(data["entry_training"]),
        levels={name: _words(words) for name, words in data["levels"].items()},
        usual_level=data["usual_level"],
        not_yet_registered=_words(data["not_yet_registered"]),
        already_registered=_words(data["already_registered"]),
        not_interim=_words(data["not_interim"]),
        spellings=tuple(data["spellings"].replace(",", " ").split()),
        registration_in_text=re.compile(data["registration_in_text"]),
    )


def _title_rule(topic: Mapping[str, Any], rule: Mapping[str, Any]) -> TitleRule:
    both = {**topic, **rule}
    return TitleRule(
        profession=both["profession"],
        points=int(both["points"]),
        why=both["why"],
        match=_words(both["match"]),
        unless=_words(both["unless"]) if "unless" in both else None,
        needs=_words(both["needs"]) if "needs" in both else None,
        whole=bool(both.get("whole", "needs" in both)),
        also=both.get("also"),
        registered=bool(both.get("registered", False)),
        interim=bool(both.get("interim", False)),
    )


def _specialty(entry: Mapping[str, Any]) -> Specialty:
    return Specialty(
        profession=entry["profession"],
        why=entry["why"],
        match=_words(entry["match"]),
        unless=_words(entry["unless"]),
        at_entry=bool(entry.get("at_entry", False)),
    )


def _words(patterns: str) -> re.Pattern[str]:
    """One expression for a comma-separated list of whole words; "_" stands for spaces, hyphens."""
    joined = "|".join(re.split(r",\s+", patterns.strip()))
    spaced = joined.replace("_?", r"[\s/-]*").replace("_", r"[\s/-]+")
    return re.compile(rf"(?<![\w&])(?:{spaced})(?!\w)")
