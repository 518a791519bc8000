"""Stock that returns is told at once to those who wait for it."""

from catalog import selectors as catalog
from commerce.inventory.events import StockChanged
from commerce.waiting import selectors, tasks
from gemkit.events import subscribe


@subscribe(StockChanged)
def tell_those_who_wait(event: StockChanged) -> None:
    if event.is_less or event.available <= 0:
        return
    product_id = catalog.product_of_variant(event.variant_id)
    if product_id is not None and selectors.is_awaited(product_id):
        tasks.wishes_answer.enqueue(product_id=product_id)
