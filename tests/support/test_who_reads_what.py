"""What a partner does not learn of a client by way of needs, requests and groups."""

from flask import Flask

from app.notifications.models import Message
from app.organisations.models import Organisation
from app.policy import SYSTEM
from app.support.groups import join_group
from app.support.models import GroupMember, Need, SupportGroup, SupportRequest
from app.support.services import Said, move_request
from app.support.transitions import Move
from tests.cast import Cast
from tests.factories.support import a_group, a_request, a_service
from tests.visitor import filled_in


def test_a_partner_does_not_learn_what_others_asked_for_the_need_it_wrote_down(
    app: Flask, cast: Cast, need: Need
) -> None:
    with app.test_request_context():
        third = cast._organisation("Third House")
        service = a_service(third, name="Quiet wardrobe")
        a_request(need, service, actor=cast.viewer(cast.client_account), given="online")
    visitor = cast.visits(cast.partner)
    visitor.open(f"/clients/{cast.client.reference}/needs")
    assert "A suit for an interview." in visitor.text
    assert "Quiet wardrobe" not in visitor.text
    client = cast.visits(cast.client_account)
    client.open(f"/clients/{cast.client.reference}/needs")
    assert "Quiet wardrobe" in client.text


def test_what_is_written_to_the_client_is_not_in_the_partners_timeline(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    cast.client_account  # noqa: B018 -- made when named
    with app.test_request_context():
        receiver = cast.viewer(cast.other_partner)
        move_request(receiver, asked, Move.ACCEPT, Said(text_for_asker="Yes."))
        move_request(receiver, asked, Move.FINISH, Said(text_for_client="For her alone."))
    visitor = cast.visits(cast.partner)
    visitor.open(f"/clients/{cast.client.reference}/timeline?kind=support")
    assert "The help was given" in visitor.text
    assert "For her alone." not in visitor.text


def test_by_a_link_an_organisation_answers_and_does_not_ask(
    app: Flask, cast: Cast, need: Need
) -> None:
    with app.test_request_context():
        Organisation.update(email="cedar@mail.example").execute()
        own = Organisation.get_by_id(cast.organisation.id)
        actor = cast.viewer(cast.staff)
        asked = a_request(need, a_service(own), actor=actor)
        SupportRequest.update(asking_organisation=own.id).execute()
        cast.partner.is_active = False
        cast.partner.save()
        move_request(actor, asked, Move.ACKNOWLEDGE)
        mail = Message.get(Message.template == "support_linked")
    address = mail.body[mail.body.index("/support/answer/") :].split()[0]
    from tests.visitor import Visitor

    visitor = Visitor(app)
    visitor.open(address)
    assert "Take the request back" not in visitor.text
    visitor.open(f"{address}/withdraw", status=403)


def test_leaving_twice_gives_the_same_answer(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.partner), capacity=2)
        member = join_group(SYSTEM, group, client=cast.client)
    visitor = cast.visits(cast.client_account)
    visitor.open(f"/support/groups/{group.reference}")
    data = filled_in(visitor.form("Leave the group"))
    address = f"/support/groups/{group.reference}/members/{member.id}/leave"
    answers = [visitor.http.post(address, data=data) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]


def test_who_is_taken_out_of_a_group_is_told_and_sees_who_sees_her(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.partner), capacity=2)
        join_group(cast.viewer(cast.client_account), group, client=cast.client)
    client, organiser = cast.visits(cast.client_account), cast.visits(cast.partner)
    client.open(f"/clients/{cast.client.reference}/shared-requests")
    assert "IELTS together" in client.text
    organiser.open(f"/support/groups/{group.reference}")
    organiser.submit(button="Take Hana out of the group")
    with app.app_context():
        assert GroupMember.get().left_at is not None
        told = Message.get(Message.to_address == cast.client_account.email)
        assert "You are not in the group any more." in told.body


def test_leaving_in_a_second_window_is_no_lost_page(app: Flask, cast: Cast) -> None:
    with app.test_request_context():
        group = a_group(cast.viewer(cast.partner), capacity=2)
        member = join_group(SYSTEM, group, client=cast.client)
    leave = f"/support/groups/{group.reference}/members/{member.id}/leave"
    first, second, organiser = (
        cast.visits(account) for account in (cast.client_account, cast.client_account, cast.partner)
    )
    outsider = cast.visits(cast.other_client_account)
    for visitor in (first, second, organiser, outsider):
        visitor.open(f"/support/groups/{group.reference}")
    first.submit(button="Leave the group")
    second.submit(button="Leave the group")
    assert "2 places are free" in second.text
    organiser.submit(button="Take Hana out of the group")
    assert "Nobody yet." in organiser.text
    token = str(outsider.page.find("input", {"name": "csrf_token"})["value"])
    answer = outsider.http.post(leave, data={"csrf_token": token, "form_key": "k"})
    assert answer.status_code == 404
    with app.app_context():
        assert SupportGroup.get().members == 0
