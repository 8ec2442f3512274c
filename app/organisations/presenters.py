"""How organisations and their services read on a page."""

from collections.abc import Iterable

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _

from app import clock
from app.organisations.models import AssuredBy, OrganisationKind, Service, ServiceKind
from app.organisations.service_queries import is_unchecked
from app.reference import reference
from app.web.filters import long_date
from app.web.reading_order import listed

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
    ServiceKind.CLOTHING: _("Clothes for interviews"),
    ServiceKind.CHILDCARE: _("Childcare"),
    ServiceKind.TRAVEL: _("Travel help"),
    ServiceKind.HOUSING: _("Housing"),
    ServiceKind.BENEFITS: _("Benefits and money"),
    ServiceKind.COACHING: _("Coaching"),
    ServiceKind.STUDY_GROUP: _("Study group"),
    ServiceKind.LANGUAGE_COURSE: _("Language course"),
    ServiceKind.SOCIAL: _("Company and social support"),
    ServiceKind.ADVICE: _("Advice"),
    ServiceKind.GUIDANCE: _("Guidance"),
    ServiceKind.OBSERVERSHIP: _("Observership"),
}


def language_titles(codes: Iterable[str]) -> str:
    return listed(gettext(reference().language(code).label) for code in codes)


def cost_line(service: Service) -> str:
    """What a service costs, as far as it is known."""
    if service.is_free:
        return gettext("Free")
    return service.cost or gettext("Ask what it costs")


def place_line(service: Service) -> str:
    return listed((service.address, service.postcode))


def assured_age(service: Service) -> str:
    """How long ago somebody last said that it is right."""
    months = (clock.today() - service.assured_on).days // 30
    if not months:
        return gettext("Checked this month.")
    return ngettext("Checked %(num)d month ago.", "Checked %(num)d months ago.", months)


def assured_line(service: Service) -> str:
    """Who last said, and when, that what is written of a service is right."""
    day = long_date(service.assured_on)
    if service.assured_by == AssuredBy.ORGANISATION:
        return gettext("The organisation said on %(day)s that this is right.", day=day)
    return gettext("The Learning Works said on %(day)s that this is right.", day=day)


__all__ = [
    "KIND_NAMES",
    "SERVICE_KINDS",
    "assured_age",
    "assured_line",
    "cost_line",
    "is_unchecked",
    "language_titles",
    "place_line",
]
