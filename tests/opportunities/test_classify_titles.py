"""One made-up title for every family of rules, and what it must be taken for."""

import pytest

from app.opportunities.classifier import classify_title

TITLES = {
    "nurse": [
        "Staff Nurse - Elderly Care",
        "RMN / RNLD £3,000 Welcome Bonus",
        "Junior Sister/Charge Nurse - Day Surgery",
        "Matron for Education Quality",
        "Health Visitor",
        "GP Practice Nurse",
        "Consultant Nurse Critical Care",
        "Advanced Nurse Practitioner - Rapid Diagnostics",
        "ANP/ACP",
        "Ward Manager - Trauma & Orthopaedics",
        "Theatre Practitioner - Anaesthetics and Recovery",
        "Theatre Scrub Practitioner (Trust Bank)",
        "Theatre Practitoner",
        "Ophthalmic Nurse Practitioner",
        "Registered Nursing Associate",
        "Mental Health Practitioner, Band 6",
        "Trainee Advanced Clinical Practitioner",
    ],
    "midwife": [
        "Rotational Community Midwife",
        "Continuity of Carer Midwife",
        "Matron - Maternity",
        "Head of Midwifery",
    ],
    "healthcare_assistant": [
        "Health Care Support Worker",
        "HCA - Nights",
        "Physiotherapy Assistant",
        "Senior Pharmacy Assistant, Clinical Trials",
        "Radiology Department Assistant",
        "Associate Practitioner in Biochemistry",
        "Medical Laboratory Assistant",
        "Midwifery Support Worker",
        "Phlebotomist",
        "Trainee Nursing Associate",
        "Assistant Psychologist",
        "Peer Support Worker",
        "Emergency Care Assistant",
        "Speech and Language Therapy Assistant",
        "Dietetic Assistant",
        "Nursery Nurse",
    ],
    "doctor": [
        "Consultant in Acute Medicine",
        "Locum Consultant Gastroenterology",
        "Consultant Paediatric Orthopaedic and Trauma Surgeon",
        "Emergency Medicine Consultant",
        "Consulltant in Respiratory Medicine",
        "Specialty Doctor",
        "Senior Clinical Fellow in Geriatric Medicine",
        "Trust Registrar in Endocrinology",
        "Senior House Officer - Surgery",
        "FY2",
        "Resident Medical Officer",
        "Training (ST1) General Practice",
        "Specialty Training in Ophthalmology - Level One (ST1)",
        "Core Trainee Anaesthetics (CT1)",
        "Consultant Medical Psychotherapist",
    ],
    "anaesthetist": [
        "Specialty Doctor in Anaesthetics",
        "Consultant Anaesthetist with an interest in Pain",
        "Fellow in Cardiothoracic Anaesthesia (ST6+)",
        "Anesthetic Registrar",
    ],
    "eye_surgeon": [
        "Consultant Ophthalmologist (Glaucoma)",
        "Ophthalmology Consultant specialising in Eye Emergency",
        "Corneal Fellow",
        "Associate Specialist in Opthalmology",
    ],
    "paediatric_surgeon": [
        "Consultant Paediatric Surgeon",
        "Locum Consultant in Paediatric & Neonatal Surgery",
        "Clinical Fellow - Paediatric Surgery",
        "Consultant Paediatric Urologist",
    ],
    "gp": [
        "Salaried GP",
        "General Practitioner - Out of Hours",
        "GP Partner",
        "GP with Special Interest in Dermatology",
    ],
    "dentist": [
        "Specialist Dentist in Special Care Dentistry",
        "Consultant in Restorative Dentistry",
        "Community Dental Officer",
        "Specialty Doctor in Oral Surgery",
        "Consultant Orthodontist",
    ],
    "psychologist": [
        "Clinical Psychologist (Band 7 or 8a)",
        "Consultant Clinicial Psychologist",
        "Clinical/Counselling Psychologist",
        "Trainee Clinical Psychologist",
    ],
    "pharmacist": ["Senior Clinical Pharmacist- Surgery", "Chief Pharmacist"],
    "pharmacy_technician": [
        "Pharmacy Technician - HMP",
        "Medicines Optimisation Technician",
        "Level 3 Pharmacy Pre- Registration Technician",
        "Lead Pharmacy Technician - Procurement and Distribution",
    ],
    "physiotherapist": [
        "Band 5 Musculoskeletal Physiotherapist",
        "Neurophysiotherapist",
        "First Contact Practitioner - MSK",
        "Physiotherapy In-Patient Rotation",
    ],
    "occupational_therapist": ["Community Occupational Therapist", "Lead OT"],
    "dietitian": ["Specialist Dietician - Renal", "Band 6 Dietitan"],
    "radiographer": ["Bank MRI Radiographer", "Sonographer", "CT Superintendent"],
    "biomedical_scientist": ["Specialist Biomedical Scientist", "BMS - Microbiology"],
    "paramedic": ["Qualified Paramedic (bank)", "GP Paramedic Practitioner"],
    "other": [
        "Secretary to Consultant Anaesthetists",
        "Medical Secretadry",
        "Ward Clerk",
        "GP Receptionist",
        "Radiology Booking Clerk",
        "Pharmacy Administrator",
        "Business and Planning Manager",
        "Housekeeping Supervisor",
        "Speech & Langauge Therapist",
        "Social Worker - CMHT",
        "Podiatrist",
        "Orthoptist",
        "Dental Nurse",
        "Anaesthetic Associate",
        "Cardiac Physiologist",
        "IAPT High Intensity Therapist",
        "Consultant Clinical Scientist",
        "Operating Department Practitioner",
        "Training Programme Director (Primary Care)",
        "Senior Data Analyst",
    ],
}


@pytest.mark.parametrize(
    ("profession", "title"),
    [(profession, title) for profession, titles in TITLES.items() for title in titles],
)
def test_a_title_tells_the_profession(profession: str, title: str) -> None:
    assert classify_title(title).profession == profession


def test_a_title_that_names_two_professions_side_by_side_accepts_both() -> None:
    answer = classify_title("Occupational Therapist/Physiotherapist")

    assert (answer.profession, answer.also) == ("occupational_therapist", ("physiotherapist",))


def test_two_kinds_of_nurse_are_one_profession() -> None:
    assert classify_title("Mental Health Nurse / Learning Disability Nurse").also == ()


def test_a_public_health_consultant_may_be_a_doctor() -> None:
    answer = classify_title("Consultant in Public Health")

    assert (answer.profession, answer.also) == ("other", ("doctor",))


def test_a_place_after_the_role_does_not_change_the_profession() -> None:
    assert classify_title("Staff Nurse - Physiotherapy Unit").profession == "nurse"
    assert classify_title("Receptionist for the Dental Department").profession == "other"


@pytest.mark.parametrize("title", ["", "   ", "???", "ÄÖÜ", "x" * 5000, "/" * 400])
def test_a_title_without_sense_is_left_to_a_person(title: str) -> None:
    answer = classify_title(title)

    assert (answer.profession, answer.confidence) == ("other", "unsure")
