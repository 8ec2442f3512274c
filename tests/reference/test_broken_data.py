"""Broken reference data stops the load and every fault names its file and place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.reference import BrokenReference, load
from app.reference.loader import DEFAULT

Change = Callable[[str, str, str], None]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DEFAULT, tmp_path / "data"))


@pytest.fixture
def change(folder: Path) -> Change:
    def replace(name: str, old: str, new: str) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return replace


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(BrokenReference) as error:
        load(folder)
    return error.value.problems


SHAPE = {
    "an unknown key": (
        "languages.yaml",
        "priority: 1}",
        "priority: 1, colour: red}",
        "languages.yaml: ar: unknown key 'colour'",
    ),
    "a missing key": (
        "languages.yaml",
        "direction: rtl, ",
        "",
        "languages.yaml: ar: 'direction' is missing",
    ),
    "text where a number belongs": (
        "languages.yaml",
        "priority: 1}",
        "priority: first}",
        "languages.yaml: ar.priority: must be a whole number, not str 'first'",
    ),
    "true where a number belongs": (
        "languages.yaml",
        "priority: 1}",
        "priority: true}",
        "languages.yaml: ar.priority: must be a whole number, not bool 'True'",
    ),
    "a word outside its list": (
        "languages.yaml",
        "direction: rtl",
        "direction: up",
        "languages.yaml: ar.direction: 'up' is not one of ltr, rtl",
    ),
    "empty text": (
        "languages.yaml",
        "label: Arabic",
        "label: ''",
        "languages.yaml: ar.label: must not be empty or have space around it",
    ),
    "months the wrong way round": (
        "pathways.yaml",
        "months: [0, 1]",
        "months: [4, 1]",
        "pathways.yaml: doctor_plab.steps[0].months: "
        "least 4 and most 1 are not in order, or under zero",
    ),
    "a fee under zero": (
        "pathways.yaml",
        "fee_gbp: [0, 400]",
        "fee_gbp: [-1, 400]",
        "pathways.yaml: doctor_plab.steps[1].fee_gbp: "
        "least -1 and most 400 are not in order, or under zero",
    ),
    "one figure where two belong": (
        "pathways.yaml",
        "months: [0, 1]",
        "months: [1]",
        "pathways.yaml: doctor_plab.steps[0].months: "
        "must be a list of least and most, not list '[1]'",
    ),
    "a date that is no date": (
        "pay.yaml",
        "review_by: 2027-04-01",
        "review_by: next spring",
        "pay.yaml: review_by: must be a date, not str 'next spring'",
    ),
    "an entry that is no mapping": (
        "reasons.yaml",
        "{key: cost, label: It cost too much}",
        "cost",
        "reasons.yaml: unmet_need[1]: must be a mapping, not str 'cost'",
    ),
    "a key written twice": (
        "languages.yaml",
        "code: ar, label: Arabic",
        "code: ar, code: ar, label: Arabic",
        "languages.yaml: line 9: the key 'code' is written twice",
    ),
}

SENSE = {
    "a step that requires an unknown step": (
        "pathways.yaml",
        "requires: [english_test, gmc_account]",
        "requires: [english_test, xyz]",
        "pathways.yaml: doctor_plab.steps[6].requires: 'xyz' is not a step of this route",
    ),
    "steps that wait for one another": (
        "pathways.yaml",
        "requires: []",
        "requires: [plab1]",
        "pathways.yaml: doctor_plab.steps: these wait for one another: "
        "welcome -> documents -> gmc_account -> plab1 -> welcome",
    ),
    "a required step after an optional one": (
        "pathways.yaml",
        "requires: [gmc_registration]\n        months: [2, 12]",
        "requires: [mentor]\n        months: [2, 12]",
        "pathways.yaml: doctor_plab.steps[15].requires: "
        "'mentor' is optional, and so cannot be required",
    ),
    "an unknown interim role": (
        "pathways.yaml",
        "          - doctors_assistant",
        "          - butler",
        "pathways.yaml: doctor_plab.steps[14].suggested_roles: 'butler' is not an interim role",
    ),
    "an outcome that its step does not have": (
        "pathways.yaml",
        "          outcome: test_of_competence",
        "          outcome: perhaps",
        "pathways.yaml: physiotherapist.steps[7].conditional_on: "
        "'perhaps' is not an outcome of hcpc_assessment",
    ),
    "a route of an unknown profession": (
        "pathways.yaml",
        "profession: midwife",
        "profession: astronaut",
        "pathways.yaml: midwife.profession: 'astronaut' is not a profession",
    ),
    "a route of an unknown regulator": (
        "pathways.yaml",
        "regulator: GMC",
        "regulator: XYZ",
        "pathways.yaml: doctor_plab.regulator: 'XYZ' is not a regulator",
    ),
    "sums that the steps do not give": (
        "pathways.yaml",
        "critical_path_months: [13, 49]",
        "critical_path_months: [13, 50]",
        "pathways.yaml: doctor_plab.computed.critical_path_months: "
        "says 13 to 50, but the steps give 13 to 49",
    ),
    "a target that is no IELTS band": (
        "pathways.yaml",
        "overall: 7.5",
        "overall: 7.4",
        "pathways.yaml: doctor_plab.english.ielts.overall: 7.4 is not an IELTS band",
    ),
    "a profession with an unknown route": (
        "professions.yaml",
        "routes: [midwife]",
        "routes: [midwife, moon]",
        "professions.yaml: midwife.routes: 'moon' is not a route of pathways.yaml",
    ),
    "a route that its profession does not list": (
        "professions.yaml",
        "routes: [doctor_plab, doctor_pgq]",
        "routes: [doctor_pgq]",
        "pathways.yaml: doctor_plab.key: "
        "'doctor_plab' is not among the routes of doctor in professions.yaml",
    ),
    "an interim role for an unknown profession": (
        "interim_roles.yaml",
        "good_for: [dentist]",
        "good_for: [butcher]",
        "interim_roles.yaml: trainee_dental_nurse.good_for: 'butcher' is not a profession",
    ),
    "a band that no scale has": (
        "interim_roles.yaml",
        "bands: ['2', '3']",
        "bands: ['2', '33']",
        "interim_roles.yaml: healthcare_support_worker.bands: '33' is not a band of pay.yaml",
    ),
    "pay with the least over the most": (
        "pay.yaml",
        "min: 18005",
        "min: 28005",
        "pay.yaml: agenda_for_change_2020_21.bands: band 2 has min 28005 over max 19337",
    ),
    "a country with an unknown language": (
        "countries.yaml",
        "languages: [so, ar]",
        "languages: [so, xx]",
        "countries.yaml: SO.languages: 'xx' is not a language code",
    ),
    "a postcode of an unknown authority": (
        "postcodes.yaml",
        "local_authority: Birmingham",
        "local_authority: Brum",
        "postcodes.yaml: B1.local_authority: 'Brum' is not a local authority of places.yaml",
    ),
    "a postcode in the sea": (
        "postcodes.yaml",
        "longitude: -1.908",
        "longitude: -19.08",
        "postcodes.yaml: B1: 52.479, -19.08 is not in the United Kingdom",
    ),
    "a site in an unknown postcode": (
        "places.yaml",
        "postcode: B66 2QT",
        "postcode: B99 2QT",
        "places.yaml: mmuh.postcode: 'B99' is not in postcodes.yaml",
    ),
    "fee help of an unknown regulator": (
        "support.yaml",
        "regulator: GDC",
        "regulator: XYZ",
        "support.yaml: fee_help[3].regulator: 'XYZ' is not a regulator",
    ),
    "an entry twice": (
        "languages.yaml",
        "code: so,",
        "code: ar,",
        "languages.yaml: 'ar' stands twice among the languages",
    ),
    "a review before the last check": (
        "pay.yaml",
        "review_by: 2027-04-01",
        "review_by: 2026-11-01",
        "pay.yaml: prepared, rechecked and review_by are not in order",
    ),
}


@pytest.mark.parametrize("fault", SHAPE | SENSE)
def test_one_fault_is_reported_with_its_place(fault: str, folder: Path, change: Change) -> None:
    name, old, new, said = (SHAPE | SENSE)[fault]
    change(name, old, new)
    assert said in faults(folder)


def test_every_fault_of_form_is_listed_at_once(folder: Path, change: Change) -> None:
    for fault in ("months the wrong way round", "a fee under zero", "a word outside its list"):
        change(*SHAPE[fault][:3])
    assert len(faults(folder)) == 3


def test_every_fault_of_sense_is_listed_at_once(folder: Path, change: Change) -> None:
    for fault in ("an unknown interim role", "a postcode in the sea", "a band that no scale has"):
        change(*SENSE[fault][:3])
    assert len(faults(folder)) == 3


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "pay.yaml").unlink()
    assert faults(folder) == ("pay.yaml: the file is missing",)


def test_yaml_that_cannot_be_parsed_names_the_line(folder: Path, change: Change) -> None:
    change("pay.yaml", "agenda_for_change:", "agenda_for_change: [")
    assert faults(folder)[0].startswith("pay.yaml: line ")


def test_a_file_that_is_not_text_is_named(folder: Path) -> None:
    (folder / "pay.yaml").write_bytes(b"\xff\xfe\x00")
    assert faults(folder)[0].startswith("pay.yaml:")


def test_an_empty_file_is_named(folder: Path) -> None:
    (folder / "pay.yaml").write_text("")
    assert faults(folder) == ("pay.yaml: must be a mapping, not NoneType 'None'",)


def test_the_error_reads_as_a_list(folder: Path, change: Change) -> None:
    change(*SENSE["an unknown interim role"][:3])
    with pytest.raises(BrokenReference, match=r"^The reference data is broken:\n  pathways"):
        load(folder)
