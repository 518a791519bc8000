"""Writes of the read model. Pricing and inventory, which lie above, call down with values."""

from decimal import Decimal
from enum import Enum
from typing import Final

from catalog.models import VariantCard


class Unset(Enum):
    """Marks an argument that was not given: None is a value of its own (no price)."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


def card_write(
    variant_id: int,
    *,
    price_usd: Decimal | Unset | None = UNSET,
    price_uah: Decimal | Unset | None = UNSET,
    available: int | Unset = UNSET,
) -> None:
    """Write what is given into the variant's card, making the card if there is none.

    Called inside the transaction that changes the price or the stock, so the copy is never behind.
    """
    given = {"price_usd": price_usd, "price_uah": price_uah, "available": available}
    values = {name: value for name, value in given.items() if value is not UNSET}
    VariantCard.objects.update_or_create(variant_id=variant_id, defaults=values)
