"""A link to a referrer without an account knows the address to which it was sent."""


def up(_migrator, db):
    db.execute_sql(
        'ALTER TABLE "referrer_link" ADD COLUMN "sent_to" VARCHAR(254) DEFAULT \'\' NOT NULL'
    )
    db.execute_sql(
        'UPDATE "referrer_link" SET "sent_to" = COALESCE((SELECT o."email" FROM "referral_move" m'
        ' JOIN "referral" r ON r."id" = m."referral_id"'
        ' JOIN "organisation" o ON o."id" = r."organisation_id"'
        ' WHERE m."id" = "referrer_link"."move_id"), \'\')'
    )


def down(_migrator, db):
    db.execute_sql('ALTER TABLE "referrer_link" DROP COLUMN "sent_to"')
