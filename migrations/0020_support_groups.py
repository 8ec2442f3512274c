"""Study groups and peer support that clients join."""

from peewee import (
    SQL,
    BooleanField,
    CharField,
    Check,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    PostgresqlDatabase,
    TextField,
)


class WordField(CharField):
    """Text in the order of its bytes on every database."""

    def ddl(self, ctx):
        made = super().ddl(ctx)
        if isinstance(self.model._meta.database, PostgresqlDatabase):
            made.nodes += (SQL('COLLATE "C"'),)
        return made


def tables(db):
    """The tables as they were made; later migrations change them."""

    class Base(db.Model):
        class Meta:
            legacy_table_names = False

    class Organisation(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Trust(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Account(Base):
        """Made by an earlier migration; named here to refer to it."""

    class Client(Base):
        """Made by an earlier migration; named here to refer to it."""

    class SupportGroup(Base):
        reference = CharField(max_length=12, unique=True)
        organisation = ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
        trust = ForeignKeyField(Trust, null=True, on_delete="RESTRICT")
        kind = CharField(max_length=40, constraints=[Check("kind IN ('study', 'peer_support')")])
        name = CharField(max_length=150)
        sort_name = WordField(max_length=150)
        about = TextField()
        meets = CharField(max_length=200)
        language = CharField(max_length=10)
        is_online = BooleanField()
        place = CharField(max_length=250)
        capacity = IntegerField()
        members = IntegerField()
        is_active = BooleanField()
        created_at = DateTimeField()

        class Meta:
            constraints = [
                Check("(organisation_id IS NULL) = (trust_id IS NOT NULL)", "support_group_of"),
                Check("capacity BETWEEN 1 AND 100", "support_group_capacity"),
                Check("members BETWEEN 0 AND capacity", "support_group_members"),
            ]
            indexes = (
                (("is_active", "sort_name", "id"), False),
                (("is_active", "kind", "sort_name", "id"), False),
            )

    class GroupMember(Base):
        group = ForeignKeyField(SupportGroup, on_delete="CASCADE")
        client = ForeignKeyField(Client, on_delete="CASCADE")
        joined_at = DateTimeField()
        added_by = ForeignKeyField(Account, null=True, on_delete="SET NULL")
        left_at = DateTimeField(null=True)

        class Meta:
            indexes = ((("client", "joined_at"), False),)

    GroupMember.add_index(
        GroupMember.index(
            GroupMember.group,
            GroupMember.client,
            unique=True,
            where=SQL("left_at IS NULL"),
            name="group_member_live",
        )
    )
    return [SupportGroup, GroupMember]


def up(_migrator, db):
    db.create_tables(tables(db))


def down(_migrator, db):
    db.drop_tables(reversed(tables(db)))
