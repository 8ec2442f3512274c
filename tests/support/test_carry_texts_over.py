"""What was said before each side had words of its own can still be read."""

from flask import Flask
from playhouse.migrations import Runner

from app import db
from app.commands import MIGRATIONS
from app.support.models import SupportMove, SupportRequest
from app.support.services import Said, move_request
from app.support.transitions import Move, State
from tests.cast import Cast


def test_texts_and_states_go_down_and_up_again(
    app: Flask, cast: Cast, asked: SupportRequest
) -> None:
    with app.test_request_context():
        receiver = cast.viewer(cast.other_partner)
        move_request(receiver, asked, Move.ASK_INFORMATION, Said(text_for_asker="Which size?"))
        said = Said(note="Size 14.")
        move_request(cast.viewer(cast.partner), asked, Move.GIVE_INFORMATION, said)
        move_request(receiver, asked, Move.ASK_INFORMATION, Said(text_for_asker="Which day?"))
    with db.database.connection_context():
        runner = Runner(db.database.obj, str(MIGRATIONS))
        later = [one for one in runner.migrations() if one.name >= "0031"]
        for _ in later:
            runner.down()
        rows = db.database.execute_sql("SELECT text FROM support_move ORDER BY id").fetchall()
        assert [row[0] for row in rows] == ["", "Which size?", "Size 14.", "Which day?"]
        runner.up()
        assert SupportRequest.get_by_id(asked.id).state == State.ACKNOWLEDGED
        rows = SupportMove.select().order_by(SupportMove.id)
        read = [(row.note, row.text_for_asker, row.text_for_client) for row in rows]
        assert read[1] == ("", "Which size?", "Which size?")
        assert SupportMove.create(
            request=asked, move=Move.ACCEPT, to_state=State.ACCEPTED, at=asked.asked_at
        ).id > max(row.id for row in rows)
