"""Each change of a client says which version it made, so that two editors can be told apart."""


def up(_migrator, db):
    db.execute_sql('ALTER TABLE "client_change" ADD COLUMN "version" INTEGER')


def down(_migrator, db):
    db.execute_sql('ALTER TABLE "client_change" DROP COLUMN "version"')
