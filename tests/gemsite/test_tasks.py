"""What the night does."""

import datetime as dt

import pytest
from django.utils import timezone

from catalog.models import CardChange, VariantCard
from gemsite import tasks
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.django_db


def test_a_difference_is_logged_for_people(rates, caplog):
    make_sellable(VariantFactory(published=True))
    tasks.invariants_check.func()
    assert not caplog.records

    VariantCard.objects.update(available=99)
    tasks.invariants_check.func()

    assert "stored sums differ" in caplog.text


def test_old_changes_are_deleted_and_young_ones_stay():
    CardChange.objects.create()
    CardChange.objects.update(at=timezone.now() - dt.timedelta(days=2))
    young = CardChange.objects.create()

    tasks.catalog_tidy.func()

    assert list(CardChange.objects.all()) == [young]
