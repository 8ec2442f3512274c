"""How consents read on a page: for whom, for what, given how, and what is seen by it."""

from flask_babel import lazy_gettext as _

from app.clients.access import FieldGroup
from app.clients.consent_models import ConsentGiven, ConsentPurpose, Counterparty
from app.policy import Role

GIVEN_NAMES = {
    ConsentGiven.WRITTEN: _("In writing"),
    ConsentGiven.SPOKEN: _("By speaking, in a shared language"),
    ConsentGiven.SPOKEN_WITH_INTERPRETER: _("By speaking, with an interpreter"),
    ConsentGiven.ONLINE: _("Online"),
}
GROUP_NAMES = {
    FieldGroup.FIRST_NAME: _("First name"),
    FieldGroup.IDENTITY: _("Whole name, year of birth, nationality"),
    FieldGroup.CONTACT: _("Phone, e-mail, postcode"),
    FieldGroup.LANGUAGES: _("Languages"),
    FieldGroup.PROFESSION: _("Profession, training, registration and goal"),
    FieldGroup.ENGLISH_LEVEL: _("About which level the English has"),
    FieldGroup.ENGLISH: _("English scores, and which documents were seen"),
    FieldGroup.NEXT_STEPS: _("Goals and next steps"),
    FieldGroup.PLAN: _("The whole pathway plan and its progress"),
    FieldGroup.MATCH_STATE: _("How far things are with work and courses"),
    FieldGroup.MATCHES: _("Work and courses that fit, with reasons"),
    FieldGroup.BOOKINGS: _("Bookings with them"),
    FieldGroup.MONEY: _("Money and awards"),
    FieldGroup.RIGHT_TO_WORK: _("Right to work"),
    FieldGroup.NEEDS: _("Childcare and health adjustments"),
    FieldGroup.SUPPORT: _("What is needed on the way, and the support asked for"),
    FieldGroup.NOTES: _("Notes that are written for them"),
    FieldGroup.CONSENTS: _("Who may see what, and who looked"),
    FieldGroup.AUDIT: _("The history of every change"),
}
COUNTERPARTY_NAMES = {
    Counterparty.STAFF: _("The Learning Works"),
    Counterparty.MENTOR: _("Mentors"),
    Counterparty.ORGANISATION: _("An organisation"),
}
SIGHT_NAMES = {
    Role.STAFF: _("They keep the record and see it whole."),
    Role.PARTNER: _(
        "They referred, and walk along. They also see what they wrote in the referral themselves."
    ),
    Role.MENTOR: _("Only those who have a booking together see anything, while it stands."),
}
PURPOSE_NAMES = {
    ConsentPurpose.HOLD_RECORD: _("Keeping this record"),
    ConsentPurpose.SHARE_PROFILE: _("Profession, training, qualifications and goal"),
    ConsentPurpose.SHARE_ENGLISH: _("English tests"),
    ConsentPurpose.SHARE_PLAN: _("Pathway plan and its progress"),
    ConsentPurpose.SHARE_NEEDS: _("Childcare and other needs"),
}
