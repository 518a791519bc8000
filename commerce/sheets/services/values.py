"""What stands in the shop now, as the text of a sheet's columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from catalog.selectors.attributes import ATTRIBUTES, AttributeWords, attribute_texts
from commerce.inventory import selectors as inventory
from commerce.inventory import services as stock_services
from commerce.inventory.selectors import Stock
from commerce.pricing import services as pricing
from commerce.pricing.services import Lasting
from commerce.sheets.domain.cells import CHANGE, ON_HAND, PRICE_COLUMNS, money_text
from gemkit.clock import now

Texts = dict[int, dict[str, str]]
BATCH = 500


class Known:
    """Prices, stock and attributes of some variants; a fixed number of queries.

    ``is_locked``: nobody changes prices and stock until the transaction ends. Stock is taken before prices, like
    everywhere, and both in order of the variants.
    """

    def __init__(
        self, ids: Sequence[int], columns: Sequence[str], words: AttributeWords, *, is_locked: bool = False
    ) -> None:
        self.moment = now()
        self.stock: dict[int, Stock] = {}
        self.lasting: dict[str, dict[int, Lasting]] = {}
        self._attributes: Texts = {}
        self._columns = columns
        if {ON_HAND, CHANGE} & set(columns):
            take = stock_services.stock_lock if is_locked else None
            self.stock = take(variant_ids=ids) if take else inventory.stock_of(ids)
        for currency in sorted({PRICE_COLUMNS[name][0] for name in columns if name in PRICE_COLUMNS}):
            self.lasting[currency] = pricing.lasting_of(
                ids, currency, moment=self.moment, is_locked=is_locked
            )
        if set(ATTRIBUTES) & set(columns):
            self._attributes = attribute_texts(ids, words)

    def texts(self, variant_id: int) -> dict[str, str]:
        """Return the text of every column of a variant."""
        found = {name: self._price(variant_id, name) for name in self._columns if name in PRICE_COLUMNS}
        if ON_HAND in self._columns or CHANGE in self._columns:
            found[ON_HAND] = str(self.stock[variant_id].on_hand)
        attributes: Mapping[str, str] = self._attributes.get(variant_id, {})
        return found | {name: attributes.get(name, "") for name in self._columns if name in ATTRIBUTES}

    def _price(self, variant_id: int, name: str) -> str:
        currency, part = PRICE_COLUMNS[name]
        lasting = self.lasting[currency][variant_id]
        counts = lasting.counts
        if counts is None:
            return ""
        return money_text(counts.amount if part == "amount" else None if lasting.dated else counts.was_amount)
