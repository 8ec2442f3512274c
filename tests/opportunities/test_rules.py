"""The rules hold together with the reference data they speak of."""

import copy

import pytest
import yaml

from app.opportunities import rules as rules_module
from app.opportunities.classifier import FIRM
from app.opportunities.rules import compiled, rules
from app.reference import reference

KNOWN = {profession.key for profession in reference().professions} | {"other"}


def test_rules_name_only_professions_of_the_reference_data() -> None:
    named = {r.profession for r in (*rules().titles, *rules().text, *rules().specialties)}

    assert named == KNOWN


def test_every_profession_has_a_usual_level() -> None:
    assert set(rules().usual_level) == KNOWN
    assert set(rules().usual_level.values()) <= {"entry", "experienced", "senior"}


def test_every_profession_can_be_told_by_its_title_alone() -> None:
    firm = {rule.profession for rule in rules().titles if rule.points >= FIRM}

    assert firm | {specialty.profession for specialty in rules().specialties} == KNOWN


def test_every_rule_says_why() -> None:
    assert all(len(rule.why) > 10 for rule in (*rules().titles, *rules().text))


def test_a_broken_rule_is_an_error_and_not_a_silent_gap() -> None:
    data = yaml.safe_load(rules_module._RULES_FILE.read_text(encoding="utf-8"))
    nameless = copy.deepcopy(data)
    del nameless["titles"][0]["rules"][0]["match"]

    with pytest.raises(KeyError, match="match"):
        compiled(nameless)
