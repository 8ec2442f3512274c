"""The pages on which staff compare two records, merge them and undo it."""

import pytest

from app.accounts.models import AccountRole
from app.clients.merging.models import ClientMerge
from app.clients.merging.services import merge_clients
from app.clients.merging.undoing import undo_merge
from app.clients.models import Client
from app.clients.services import add_referrer, create_client
from app.policy import SYSTEM
from tests.cast import Cast
from tests.visitor import Visitor


@pytest.fixture
def pair(cast: Cast) -> tuple[Client, Client]:
    """The partner's client, and another record of hers that the other organisation brought."""
    kept = cast.client
    with cast.app.test_request_context():
        gone = create_client(
            SYSTEM, programme=cast.programme, name="ሃና ተስፋዬ", profession="nurse", trained_in="ER",
            phone="07700 900123",
        )  # fmt: skip
        add_referrer(SYSTEM, gone, cast.other_organisation)
    return kept, gone


@pytest.fixture
def staff(cast: Cast) -> Visitor:
    return cast.visits(cast.staff)


def test_staff_compare_merge_and_undo(
    cast: Cast, staff: Visitor, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    staff.open(f"/clients/{kept.reference}")
    staff.follow("Merge, or undo a merge")
    assert "Possible: name spelled alike, a year of birth is not known" in staff.text
    staff.follow("ሃና ተስፋዬ")
    assert "Organisations that follow: 1" in staff.text
    assert "becomes part of" in staff.text
    staff.submit({"name": "this", "phone": "other"}, button="Merge the two")
    assert "The two records are one" in staff.text
    assert staff.heading == "Hana Tesfaye"
    assert "07700 900123" in staff.text

    staff.open(f"/clients/{gone.reference}")
    assert staff.address == f"/clients/{kept.reference}"
    staff.open(f"/clients/{gone.reference}/timeline?x=1")
    assert staff.address == f"/clients/{kept.reference}/timeline?x=1"

    staff.open(f"/clients/{kept.reference}/merge")
    staff.follow("Undo the merge")
    assert "1 entry goes back" in staff.text
    staff.submit(button="Undo the merge")
    assert "two records again" in staff.text
    assert staff.address == f"/clients/{gone.reference}"
    staff.open(f"/clients/{kept.reference}/merge/undo", status=404)


def test_the_value_before_none_is_offered(staff: Visitor, pair: tuple[Client, Client]) -> None:
    kept, gone = pair
    staff.open(f"/clients/{kept.reference}/merge?other={gone.reference}")
    chosen = staff.page.find("input", {"name": "phone", "checked": True})
    assert chosen["value"] == "other"
    staff.follow("Keep the other record instead")
    chosen = staff.page.find("input", {"name": "phone", "checked": True})
    assert chosen["value"] == "this"


def test_another_organisation_follows_the_record_that_stays(
    cast: Cast, staff: Visitor, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    staff.open(f"/clients/{kept.reference}/merge?other={gone.reference}")
    staff.submit(button="Merge the two")
    partner = cast.visits(cast.other_partner)
    partner.open(f"/clients/{gone.reference}")
    assert partner.address == f"/clients/{kept.reference}"
    cast.visits(cast.other_client_account).open(f"/clients/{gone.reference}", status=404)


def test_what_changed_since_the_preview_is_answered_in_words(
    cast: Cast, staff: Visitor, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    staff.open(f"/clients/{kept.reference}/merge?other={gone.reference}")
    with cast.app.test_request_context():
        Client.update(version=5).where(Client.id == gone.id).execute()
    staff.submit(button="Merge the two", status=409)
    assert "has changed meanwhile" in staff.text


def test_pressing_twice_merges_once(
    cast: Cast, staff: Visitor, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    address = f"/clients/{kept.reference}/merge"
    staff.open(f"{address}?other={gone.reference}")
    form = staff.form("Merge the two")
    staff.submit(button="Merge the two")
    sent = {one["name"]: one["value"] for one in form.find_all("input") if one.get("value")}
    again = staff.http.post(address, data=sent)
    assert again.status_code == 303
    assert again.headers["Location"] == f"/clients/{kept.reference}"
    with cast.app.test_request_context():
        assert ClientMerge.select().count() == 1


@pytest.mark.parametrize("typed", ["", "nonsense", "C-9999-99", "itself", "elsewhere"])
def test_a_record_that_is_none_is_said_beside_the_field(
    cast: Cast, staff: Visitor, pair: tuple[Client, Client], typed: str
) -> None:
    kept, _gone = pair
    with cast.app.test_request_context():
        other = create_client(
            SYSTEM, programme=cast.other_programme, name="Hana Tesfaye", profession="nurse"
        )
    other_typed = {"itself": kept.reference, "elsewhere": other.reference}.get(typed, typed)
    staff.open(f"/clients/{kept.reference}/merge?other={other_typed}", status=422)
    assert "Error:" in staff.page.title.text


@pytest.mark.parametrize("who", ["partner", "client_account", "mentor", "admin", "other_staff"])
def test_nobody_else_merges(cast: Cast, pair: tuple[Client, Client], who: str) -> None:
    visitor = cast.visits(getattr(cast, who))
    for address in ("merge", "merge/undo"):
        visitor.open(f"/clients/{pair[0].reference}/{address}", status=404)


def test_whoever_is_signed_in_to_the_closed_account_is_out_at_once(
    cast: Cast, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    account = cast._make("other@mail.example", "Hana", AccountRole.CLIENT, client_id=gone.id)
    stays, goes = cast.visits(cast.client_account), cast.visits(account)
    goes.open(f"/clients/{gone.reference}")
    with cast.app.test_request_context():
        versions = (kept.version, Client.get_by_id(gone.id).version)
        merge_clients(SYSTEM, kept, gone, versions=versions)
    goes.open("/clients/me")
    assert goes.address.startswith("/sign-in")
    stays.open(f"/clients/{gone.reference}")
    assert stays.address == f"/clients/{kept.reference}"
    with cast.app.test_request_context():
        undo_merge(SYSTEM, kept)
    stays.open(f"/clients/{gone.reference}", status=404)
    cast.visits(account).open(f"/clients/{gone.reference}")


def test_the_one_account_follows_its_owner_there_and_back(
    cast: Cast, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    account = cast._make("other@mail.example", "Hana", AccountRole.CLIENT, client_id=gone.id)
    herself = cast.visits(account)
    with cast.app.test_request_context():
        versions = (kept.version, Client.get_by_id(gone.id).version)
        merge_clients(SYSTEM, kept, gone, versions=versions)
    herself.open("/clients/me")
    assert herself.address == f"/clients/{kept.reference}"
    with cast.app.test_request_context():
        undo_merge(SYSTEM, kept)
    herself.open("/clients/me")
    assert herself.address == f"/clients/{gone.reference}"
    herself.open(f"/clients/{kept.reference}", status=404)


def test_who_looked_at_the_merged_record_looked_at_her(
    cast: Cast, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    cast.visits(cast.other_partner).open(f"/clients/{gone.reference}")
    with cast.app.test_request_context():
        versions = (kept.version, Client.get_by_id(gone.id).version)
        merge_clients(SYSTEM, kept, gone, versions=versions)
    herself = cast.visits(cast.client_account)
    herself.open(f"/clients/{kept.reference}/consent")
    looked = herself.text.partition("Who looked")[2]
    assert cast.other_organisation.name in looked


def test_a_reference_that_goes_on_under_another_is_followed(
    cast: Cast, staff: Visitor, pair: tuple[Client, Client]
) -> None:
    kept, gone = pair
    with cast.app.test_request_context():
        third = create_client(SYSTEM, programme=cast.programme, name="Hana T", profession="nurse")
        versions = (kept.version, Client.get_by_id(gone.id).version)
        merge_clients(SYSTEM, kept, gone, versions=versions)
    staff.open(f"/clients/{third.reference}/merge?other={gone.reference}")
    assert f"{kept.reference} becomes part of" in staff.text
