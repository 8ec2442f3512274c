"""A link to an organisation that answers knows the address to which it was sent."""


def up(_migrator, db):
    db.execute_sql(
        'ALTER TABLE "support_link" ADD COLUMN "sent_to" VARCHAR(254) DEFAULT \'\' NOT NULL'
    )
    db.execute_sql(
        'UPDATE "support_link" SET "sent_to" = COALESCE((SELECT o."email" FROM "support_request" r'
        ' JOIN "organisation" o ON o."id" = r."organisation_id"'
        ' WHERE r."id" = "support_link"."request_id"), \'\')'
    )


def down(_migrator, db):
    db.execute_sql('ALTER TABLE "support_link" DROP COLUMN "sent_to"')
