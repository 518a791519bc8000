"""The read model as it stands, for the comparison with its sources."""

from decimal import Decimal

from catalog.models import VariantCard


def card_values() -> dict[int, tuple[Decimal | None, Decimal | None, int, int]]:
    """Return (price in USD, price in UAH, available, ordered) of every card, by variant."""
    rows = VariantCard.objects.values_list("variant_id", "price_usd", "price_uah", "available", "ordered")
    return {pk: (usd, uah, available, ordered) for pk, usd, uah, available, ordered in rows}
