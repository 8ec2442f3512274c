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
