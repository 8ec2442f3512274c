"""What happened to a client in groups, one row each; what was recorded before is taken over."""

from peewee import AutoField, CharField, Check, DateTimeField, ForeignKeyField, TextField

MOVES = ("join", "wait", "get_place", "leave", "stop_waiting", "news", "end")


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class SupportGroup(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class GroupMove(Base):
        id = AutoField()
        group = ForeignKeyField(SupportGroup, on_delete="CASCADE")
        client = ForeignKeyField(Client, on_delete="CASCADE")
        move = CharField(max_length=40, constraints=[Check(f"move IN {MOVES}")])
        actor = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        at = DateTimeField()
        text = TextField()

        class Meta:
            indexes = ((("client", "at", "id"), False),)

    return [GroupMove]


def up(_migrator, db):
    db.create_tables(tables(db))
    # The trail names these actions `group.join` and so on, of the client whom it was about.
    db.execute_sql(
        """
        INSERT INTO group_move (group_id, client_id, move, actor_id, at, text)
        SELECT event.subject_id, COALESCE(client.merged_into_id, client.id),
               SUBSTR(event.action, 7), account.id, event.at, ''
        FROM audit_event AS event
        JOIN support_group ON support_group.id = event.subject_id
        JOIN client ON client.id = event.client_id
        LEFT JOIN account ON account.id = event.actor_id
        WHERE event.action IN ('group.join', 'group.wait', 'group.get_place', 'group.leave')
        ORDER BY event.id
        """
    )


def down(_migrator, db):
    db.drop_tables(tables(db))
