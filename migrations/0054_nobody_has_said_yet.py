"""What nobody has said of a client is not in her record, in place of a value it began with."""

from peewee import PostgresqlDatabase

HOURS = "'full_time', 'part_time', 'either'"
STAGES = "'not_started', 'documents', 'applied', 'exams', 'registered'"
# Column, its type, its CHECK, what every record began with, the topic and the fact it belongs to.
COLUMNS = (
    ("registration_stage", "VARCHAR(40)", f" CHECK ({{0}} IN ({STAGES}))", "'not_started'",
     "registration", "registration_stage"),
    ("hours", "VARCHAR(40)", f" CHECK ({{0}} IN ({HOURS}))", "'either'",
     "availability", "availability"),
    ("open_to_interim", "BOOLEAN", "", "TRUE", "availability", "availability"),
    ("interpreter_needed", "BOOLEAN", "", "FALSE", "", ""),
)  # fmt: skip
NOBODY_SAID = """
UPDATE client SET "{name}" = NULL WHERE "{name}" = {began}
AND NOT EXISTS (SELECT 1 FROM client_change c WHERE c.client_id = client.id
    AND c.field = '{name}')
AND NOT EXISTS (SELECT 1 FROM confirmation c WHERE c.client_id = client.id
    AND c.topic = '{topic}')
AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.client_id = client.id AND e.fact = '{fact}')
"""
EVERYBODY_SAID = 'UPDATE client SET "{name}" = {began} WHERE "{name}" IS NULL'
COPY = 'UPDATE client SET "{name}_anew" = "{name}"'
NO_INTERPRETER = """
AND NOT EXISTS (SELECT 1 FROM referral r WHERE r.client_id = client.id AND r.interpreter = 'no')
"""


def up(_migrator, db):
    for name, kind, check, began, topic, fact in COLUMNS:
        if isinstance(db, PostgresqlDatabase):
            db.execute_sql(f'ALTER TABLE client ALTER COLUMN "{name}" DROP NOT NULL')
        else:
            _anew(db, name, _sqlite(kind) + check.format(f"{name}_anew"))
        told = NOBODY_SAID.format(name=name, began=began, topic=topic, fact=fact)
        db.execute_sql(told + (NO_INTERPRETER if name == "interpreter_needed" else ""))


def down(_migrator, db):
    for name, kind, check, began, _topic, _fact in COLUMNS:
        db.execute_sql(EVERYBODY_SAID.format(name=name, began=began))
        if isinstance(db, PostgresqlDatabase):
            db.execute_sql(f'ALTER TABLE client ALTER COLUMN "{name}" SET NOT NULL')
        else:
            begun = f"{_sqlite(kind)} NOT NULL DEFAULT {began}"
            _anew(db, name, begun + check.format(f"{name}_anew"))


def _sqlite(kind):
    return "INTEGER" if kind == "BOOLEAN" else kind


def _anew(db, name, definition):
    """SQLite cannot change a column; a new one takes its place, and its name in the CHECK too."""
    db.execute_sql(f'ALTER TABLE client ADD COLUMN "{name}_anew" {definition}')
    db.execute_sql(COPY.format(name=name))
    db.execute_sql(f'ALTER TABLE client DROP COLUMN "{name}"')
    db.execute_sql(f'ALTER TABLE client RENAME COLUMN "{name}_anew" TO "{name}"')
