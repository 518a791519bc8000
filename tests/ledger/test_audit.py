import datetime as dt
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from commerce.ledger import services
from commerce.ledger.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    services.audit(
        actor="staff:olena",
        kind="price",
        object_type="variant",
        object_id=7,
        before={"amount": Decimal("10.00")},
        after={"amount": Decimal("12.50"), "until": dt.date(2026, 11, 24)},
        reason="new supplier",
    )
    return AuditEntry.objects.get()


def test_an_entry_says_who_what_and_why(entry):
    assert (entry.actor, entry.object_id, entry.reason) == ("staff:olena", "7", "new supplier")
    assert entry.before == {"amount": "10.00"}
    assert entry.after == {"amount": "12.50", "until": "2026-11-24"}


def test_the_database_refuses_a_change(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(reason="nothing happened")

    assert AuditEntry.objects.get().reason == "new supplier"


def test_the_database_refuses_a_deletion(entry):
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        AuditEntry.objects.all().delete()

    assert AuditEntry.objects.count() == 1


@pytest.mark.sqlite
def test_on_sqlite_only_the_switch_opens_deletion_and_nothing_opens_changes(entry):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_trigger_switch SET is_on = 0")
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.update(reason="nothing happened")
        AuditEntry.objects.all().delete()
        cursor.execute("UPDATE ledger_trigger_switch SET is_on = 1")

    assert not AuditEntry.objects.exists()
