"""How kinds of organisation read on a page."""

from flask_babel import lazy_gettext as _

from app.organisations.models import OrganisationKind

KIND_NAMES = {
    OrganisationKind.COMMUNITY: _("Community organisation"),
    OrganisationKind.WORK_CLUB: _("Work club"),
    OrganisationKind.SUPPORT_PROVIDER: _("Support provider"),
    OrganisationKind.FAITH: _("Faith group"),
    OrganisationKind.COLLEGE: _("College"),
    OrganisationKind.GP_PRACTICE: _("GP practice"),
    OrganisationKind.NHS_TRUST: _("NHS trust"),
    OrganisationKind.COUNCIL: _("Council"),
}

SERVICE_KINDS = {
    "guidance": _("Guidance"),
    "language_course": _("Language course"),
    "study_group": _("Study group"),
    "observership": _("Observership"),
    "advice": _("Advice"),
    "coaching": _("Coaching"),
    "clothing": _("Clothes for interviews"),
    "childcare": _("Childcare"),
    "travel": _("Travel help"),
    "housing": _("Housing"),
    "benefits": _("Benefits and money"),
}
