"""When few are left: staff hear of it once a crossing, not once a sale."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commerce.inventory import selectors
from commerce.inventory.events import StockRanLow
from commerce.inventory.models import StockItem
from commerce.ledger import services as ledger
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError
from gemkit.events import publish

LARGEST_LEVEL = 9999


class LowAtInvalid(DomainError):
    """A level is a whole number of pieces, or empty."""

    code = "LOW_AT_INVALID"
    message = _("Enter a whole number of pieces up to {largest}, or nothing.")
    status = 400
    attr = "low_at"


@write_transaction
def low_at_set(*, variant_id: int, low_at: int | None, actor: str) -> None:
    """Set at how many free pieces of a variant staff are told; None leaves it to the shop's setting, 0 says never."""
    if low_at is not None and not 0 <= low_at <= LARGEST_LEVEL:
        raise LowAtInvalid(largest=LARGEST_LEVEL)
    StockItem.objects.get_or_create(variant_id=variant_id)
    item = StockItem.objects.select_for_update().get(variant_id=variant_id)
    if item.low_at == low_at:
        return
    StockItem.objects.filter(pk=item.pk).update(low_at=low_at)
    ledger.audit(
        actor=actor,
        kind="stock",
        object_type="variant",
        object_id=variant_id,
        before={"low_at": item.low_at},
        after={"low_at": low_at},
    )


def stock_watch() -> int:
    """Compare every variant with its level; returns how many ran low since the last look. Safe to run again.

    Which side of its level a variant is on stands in its row and moves by a conditional statement, so of two
    workers one tells. It is looked at by the clock and not at every sale: a sale has no time to spare for it.
    """
    back, low = selectors.levels_crossed()
    StockItem.objects.filter(pk__in=back, ran_low_at__isnull=False).update(ran_low_at=None)
    return sum(_tell_low(item_id) for item_id in low)


@write_transaction
def _tell_low(item_id: int) -> int:
    moment = now()
    if StockItem.objects.filter(pk=item_id, ran_low_at__isnull=True).update(ran_low_at=moment) != 1:
        return 0
    item = StockItem.objects.get(pk=item_id)
    publish(StockRanLow(variant_id=item.variant_id, available=item.available, at=moment))
    return 1
