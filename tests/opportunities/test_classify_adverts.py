"""What the text, the pay and the title together say of an advert."""

from app.opportunities.classifier import as_row, classify


def _pay(text: str) -> dict[str, object]:
    return {"value": {"value": text, "unitText": "YEAR"}}


def test_a_vague_title_is_decided_by_whom_the_text_asks_for(read) -> None:
    text = "<p>We are looking for an experienced registered nurse with NMC registration.</p>"

    answer = classify(read(title="Deputy Team Manager - Evening Service", description=text))

    assert answer.profession == "nurse"
    assert "the text asks for a nurse" in answer.why


def test_a_bare_consultant_is_a_doctor_only_if_the_text_says_so(read) -> None:
    doctor = read(title="Consultant", description="<p>Full GMC registration and CCT.</p>")
    adviser = read(title="Consultant", description="<p>Advise commissioners on strategy.</p>")

    assert classify(doctor).profession == "doctor"
    assert classify(adviser).profession == "other"


def test_an_unsure_answer_carries_the_best_two_guesses(read) -> None:
    text = "<p>A registered nurse or registered occupational therapist is welcome.</p>"

    answer = classify(read(title="Care Coordinator", description=text))

    assert answer.confidence == "unsure"
    assert len(answer.candidates) == 2
    assert answer.candidates[0].points >= answer.candidates[1].points


def test_a_plain_title_is_sure_whatever_the_text_says(read) -> None:
    text = "<p>You work beside nurses, doctors with GMC registration and pharmacists.</p>"

    answer = classify(read(title="Staff Nurse", description=text))

    assert (answer.profession, answer.confidence) == ("nurse", "sure")


def test_a_post_of_band_4_or_below_is_no_registered_profession_by_its_text(read) -> None:
    text = "<p>You are looking for a team of registered nurses with NMC registration.</p>"

    answer = classify(
        read(title="Patient Flow Co-ordinator Band 3", description=text, baseSalary=_pay("Band 3"))
    )

    assert answer.profession == "other"


def test_the_title_s_band_outranks_the_pay_s(read) -> None:
    posting = read(title="Band 6 School Nurse", baseSalary=_pay("£24,907 - £30,615"))

    assert classify(posting).band == "6"


def test_doctors_have_no_agenda_for_change_band(read) -> None:
    posting = read(title="Consultant in Acute Medicine", baseSalary=_pay("£82,096 - £110,683"))

    assert (classify(posting).band, classify(posting).level) == (None, "senior")


def test_bands_tell_the_level(read) -> None:
    levels = {
        title: classify(read(title=title, baseSalary=_pay("TBC"))).level
        for title in (
            "Physiotherapist Band 5",
            "Physiotherapist Band 6",
            "Physiotherapist Band 7",
            "Physiotherapist Band 7 - Team Leader",
            "Physiotherapist Band 8a",
            "Physiotherapist Band 5/6",
        )
    }

    assert list(levels.values()) == [
        "entry", "experienced", "experienced", "senior", "senior", "entry"
    ]  # fmt: skip


def test_without_a_band_title_and_pay_tell_the_level(read) -> None:
    def level(title: str, pay: str) -> str:
        return classify(read(title=title, baseSalary=_pay(pay))).level

    assert level("Staff Nurse", "Competitive") == "entry"
    assert level("Senior Staff Nurse", "Competitive") == "experienced"
    assert level("Radiographer", "£16 per hour") == "entry"
    assert level("Radiographer", "£14.35 - £21.50 per hour") == "experienced"
    assert level("Deputy Ward Manager", "£35,000") == "experienced"
    assert level("Head of Healthcare", "£46,000") == "senior"


def test_registered_professions_need_registration_and_learners_do_not(read) -> None:
    def needed(title: str) -> bool:
        return classify(read(title=title)).registration_required

    assert needed("Pharmacy Technician")
    assert not needed("Trainee Pharmacy Technician")
    assert needed("Speech and Language Therapist")
    assert needed("Dental Nurse")
    assert not needed("High Intensity Therapist")
    assert needed("Trainee Advanced Nurse Practitioner")
    assert not needed("Healthcare Assistant")


def test_support_roles_suit_the_way_to_registration(read) -> None:
    def interim(title: str) -> bool:
        return classify(read(title=title, baseSalary=_pay("Band 3"))).interim

    assert interim("Healthcare Assistant")
    assert interim("Patient Pathway Coordinator - Radiotherapy")
    assert not interim("Nursery Nurse")
    assert not interim("Business Administrator / PA")
    assert not interim("Housekeeping Supervisor")


def test_a_row_has_the_names_other_systems_rely_on(read) -> None:
    posting = read()

    row = as_row(posting, classify(posting))

    assert list(row) == [
        "id", "profession", "also", "level", "band", "registration_required", "interim", "why"
    ]  # fmt: skip
    assert row["id"] == "900000001"
    assert row["profession"] == "nurse"
    assert row["band"] == "5"


def test_a_nurse_named_among_others_is_enough_for_a_clinical_post(read) -> None:
    text = "<p>Applications are welcome from registered nurses, social workers or therapists.</p>"

    assert classify(read(title="Care Coordinator", description=text)).profession == "nurse"


def test_a_post_beside_nurses_is_not_a_nurse_s(read) -> None:
    text = "<p>You will join a friendly team of nurses and doctors as our risk adviser.</p>"

    assert classify(read(title="Corporate Risk Manager", description=text)).profession == "other"


def test_a_consultant_s_pay_supports_a_vague_title(read) -> None:
    posting = read(title="Consultant Clinical Lead", baseSalary=_pay("£82,096 - £110,683"))

    assert classify(posting).profession == "doctor"
