"""The database itself refuses to change or delete audit entries.

PostgreSQL: a row trigger on UPDATE and DELETE. TRUNCATE does not fire it, so the tests' flush works;
the shop's own database role should not own the right to truncate.

SQLite: two triggers. Flushing a SQLite database is DELETE, so the one on DELETE looks at the only row
of ``ledger_trigger_switch``: ``UPDATE ledger_trigger_switch SET is_on = 0`` opens it (tests and a
development ``flush`` do; the shop never does), and 1 closes it again.
"""

from django.db import migrations

POSTGRES = """
CREATE FUNCTION ledger_audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are append-only';
END $$;
CREATE TRIGGER ledger_audit_append_only BEFORE UPDATE OR DELETE ON ledger_auditentry
FOR EACH ROW EXECUTE FUNCTION ledger_audit_append_only();
"""
POSTGRES_BACK = """
DROP TRIGGER ledger_audit_append_only ON ledger_auditentry;
DROP FUNCTION ledger_audit_append_only();
"""
SQLITE = [
    "CREATE TABLE ledger_trigger_switch (is_on integer NOT NULL CHECK (is_on IN (0, 1)))",
    "INSERT INTO ledger_trigger_switch (is_on) VALUES (1)",
    """
    CREATE TRIGGER ledger_audit_no_update BEFORE UPDATE ON ledger_auditentry
    BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END
    """,
    """
    CREATE TRIGGER ledger_audit_no_delete BEFORE DELETE ON ledger_auditentry
    WHEN (SELECT is_on FROM ledger_trigger_switch) = 1
    BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END
    """,
]
SQLITE_BACK = [
    "DROP TRIGGER ledger_audit_no_delete",
    "DROP TRIGGER ledger_audit_no_update",
    "DROP TABLE ledger_trigger_switch",
]


def guard(apps, schema_editor):
    run(schema_editor, [POSTGRES], SQLITE)


def unguard(apps, schema_editor):
    run(schema_editor, [POSTGRES_BACK], SQLITE_BACK)


def run(schema_editor, postgres, sqlite):
    for statement in postgres if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [migrations.RunPython(guard, unguard)]
