"""The read model as it stands, for the comparison with its sources."""

from decimal import Decimal

from catalog.models import VariantCard


def card_values() -> dict[int, tuple[Decimal | None, Decimal | None, int]]:
    """Return (price in USD, price in UAH, available) of every card, by variant."""
    rows = VariantCard.objects.values_list("variant_id", "price_usd", "price_uah", "available")
    return {variant_id: (usd, uah, available) for variant_id, usd, uah, available in rows}
