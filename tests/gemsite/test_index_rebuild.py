"""The read model can be written anew from its sources, as often as one likes."""

from decimal import Decimal

import pytest
from django.core.management import call_command

from catalog.models import VariantCard
from tests.factories.catalog import VariantFactory
from tests.factories.commerce import make_sellable

pytestmark = pytest.mark.django_db


def test_rebuild_mends_what_is_wrong_and_changes_nothing_else(rates, capsys):
    wrong, right = (make_sellable(VariantFactory(published=True), usd="100.00") for _ in range(2))
    kept = VariantCard.objects.values("price_usd", "available", "face").get(variant=right)
    VariantCard.objects.filter(variant=wrong).update(price_usd=Decimal(1), available=77, face={})

    for _ in range(2):
        call_command("index_rebuild")

    card = VariantCard.objects.get(variant=wrong)
    assert (card.price_usd, card.available) == (Decimal("100.00"), kept["available"])
    assert card.face["sku"] == wrong.sku
    assert VariantCard.objects.values("price_usd", "available", "face").get(variant=right) == kept
    assert "2 variants in the index" in capsys.readouterr().out
