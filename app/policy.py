"""Who may do what, as data: the roles, what each is granted and what every address needs."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    VISITOR = "visitor"
    PARTNER = "partner"
    MENTOR = "mentor"
    STAFF = "staff"
    CLIENT = "client"
    ADMIN = "admin"
    SYSTEM = "system"  # commands and background work; never an account


class Permission(StrEnum):
    ANYONE = "anyone"
    HOME_VIEW = "home:view"
    ACCOUNT_OWN = "account:own"
    ACCOUNT_MANAGE = "account:manage"
    MESSAGE_VIEW = "message:view"
    ORGANISATION_VIEW = "organisation:view"


P = Permission
SIGNED_IN = frozenset({P.ANYONE, P.HOME_VIEW, P.ACCOUNT_OWN})

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.VISITOR: frozenset({P.ANYONE}),
    Role.PARTNER: SIGNED_IN | {P.ORGANISATION_VIEW},
    Role.MENTOR: SIGNED_IN | {P.ORGANISATION_VIEW},
    Role.STAFF: SIGNED_IN | {P.ORGANISATION_VIEW},
    Role.CLIENT: SIGNED_IN,
    Role.ADMIN: SIGNED_IN | {P.ACCOUNT_MANAGE, P.MESSAGE_VIEW, P.ORGANISATION_VIEW},
    Role.SYSTEM: frozenset(Permission),
}

ROUTES: dict[str, Permission] = {
    # what every visitor reaches
    "static": P.ANYONE,
    "public.show_start": P.ANYONE,
    "public.show_health": P.ANYONE,
    "accounts.show_sign_in": P.ANYONE,
    "accounts.sign_in": P.ANYONE,
    "accounts.show_password_link": P.ANYONE,
    "accounts.set_password": P.ANYONE,
    # accounts
    "accounts.sign_out": P.ACCOUNT_OWN,
    "accounts.show_account": P.ACCOUNT_OWN,
    "accounts.end_session": P.ACCOUNT_OWN,
    "accounts.save_preferences": P.ACCOUNT_OWN,
    # home and administration
    "home.show_home": P.HOME_VIEW,
    "admin.show_admin": P.ACCOUNT_MANAGE,
    "admin.list_messages": P.MESSAGE_VIEW,
    # organisations
    "organisations.list_organisations": P.ORGANISATION_VIEW,
    "organisations.show_organisation": P.ORGANISATION_VIEW,
    "accounts.list_people": P.ORGANISATION_VIEW,
}


@dataclass(frozen=True)
class Viewer:
    """Who is asking: the first argument of every query and service."""

    account_id: int | None
    role: Role
    organisation_id: int | None = None
    trust_id: int | None = None
    client_id: int | None = None
    name: str = ""

    def may(self, permission: Permission) -> bool:
        return permission in GRANTS[self.role]


VISITOR = Viewer(account_id=None, role=Role.VISITOR)
SYSTEM = Viewer(account_id=None, role=Role.SYSTEM, name="Pathways")


def may_reach(viewer: Viewer, endpoint: str) -> bool:
    """Whether the viewer's role is granted what the endpoint needs."""
    return viewer.may(ROUTES[endpoint])
