"""The people of the tests: a small cast with names, made when a test first names them."""

from functools import cached_property

from flask import Flask

from app.accounts.models import Account, AccountRole
from app.accounts.services import create_account, store_password
from app.accounts.sessions import viewer_of
from app.clients.models import Client
from app.clients.services import add_referrer, create_client
from app.organisations.models import Organisation, OrganisationKind, Programme, Trust
from app.organisations.services import create_organisation
from app.policy import SYSTEM, Viewer
from tests.visitor import Visitor

PASSWORD = "purple lantern harbour"


class Cast:
    """`cast.staff` is an account; `cast.visits(cast.staff)` is its owner at a browser."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def _make(self, email: str, name: str, role: AccountRole, **where: object) -> Account:
        with self.app.test_request_context():
            account = create_account(SYSTEM, email=email, name=name, role=role, **where)  # type: ignore[arg-type]
            store_password(account, PASSWORD)
            return account

    @cached_property
    def trust(self) -> Trust:
        with self.app.test_request_context():
            return Trust.select().order_by(Trust.id).get()

    @cached_property
    def programme(self) -> Programme:
        with self.app.test_request_context():
            return Programme.select().order_by(Programme.id).get()

    @cached_property
    def other_programme(self) -> Programme:
        """A programme of another trust."""
        with self.app.test_request_context():
            trust = Trust.create(key="elsewhere", name="Elsewhere Trust", learning_works_name="LW")
            return Programme.create(key="elsewhere", name="Elsewhere", trust=trust)

    @cached_property
    def organisation(self) -> Organisation:
        return self._organisation("Cedar House Community Centre")

    @cached_property
    def other_organisation(self) -> Organisation:
        return self._organisation("Rotton Park Welcome Group")

    def _organisation(self, name: str) -> Organisation:
        with self.app.test_request_context():
            return create_organisation(SYSTEM, name=name, kind=OrganisationKind.COMMUNITY)

    @cached_property
    def staff(self) -> Account:
        return self._make("sana@lw.example", "Sana Staff", AccountRole.STAFF, trust=self.trust)

    @cached_property
    def other_staff(self) -> Account:
        """A coordinator of another trust."""
        trust = self.other_programme.trust
        return self._make("olu@elsewhere.example", "Olu Other", AccountRole.STAFF, trust=trust)

    @cached_property
    def partner(self) -> Account:
        return self._make(
            "paula@cedar.example", "Paula Partner", AccountRole.PARTNER,
            organisation=self.organisation,
        )  # fmt: skip

    @cached_property
    def other_partner(self) -> Account:
        """A worker of another organisation."""
        return self._make(
            "pete@rotton.example", "Pete Partner", AccountRole.PARTNER,
            organisation=self.other_organisation,
        )  # fmt: skip

    @cached_property
    def mentor(self) -> Account:
        return self._make("mary@gp.example", "Dr Mary Mentor", AccountRole.MENTOR)

    @cached_property
    def other_mentor(self) -> Account:
        return self._make("mo@gp.example", "Dr Mo Mentor", AccountRole.MENTOR)

    @cached_property
    def admin(self) -> Account:
        return self._make("ada@admin.example", "Ada Admin", AccountRole.ADMIN)

    @cached_property
    def client(self) -> Client:
        """A nurse whom the partner's organisation referred."""
        with self.app.test_request_context():
            client = create_client(
                SYSTEM, programme=self.programme, name="Hana Tesfaye", profession="nurse",
                trained_in="ER",
            )  # fmt: skip
            add_referrer(SYSTEM, client, self.organisation)
            return client

    @cached_property
    def client_account(self) -> Account:
        return self._make(
            "hana@mail.example", "Hana Tesfaye", AccountRole.CLIENT, client_id=self.client.id
        )

    @cached_property
    def other_client(self) -> Client:
        """A pharmacist whom another organisation referred."""
        with self.app.test_request_context():
            client = create_client(
                SYSTEM, programme=self.programme, name="Omar Haddad", profession="pharmacist",
                trained_in="SY",
            )  # fmt: skip
            add_referrer(SYSTEM, client, self.other_organisation)
            return client

    @cached_property
    def other_client_account(self) -> Account:
        return self._make(
            "omar@mail.example", "Omar Haddad", AccountRole.CLIENT, client_id=self.other_client.id
        )

    def viewer(self, account: Account) -> Viewer:
        return viewer_of(account)

    def visits(self, account: Account) -> Visitor:
        """The account's owner, signed in at a browser of their own."""
        visitor = Visitor(self.app)
        visitor.open("/sign-in")
        visitor.submit({"email": account.email, "password": PASSWORD}, button="Sign in")
        return visitor
