"""What a page may show of the catalog: the candidates of all its blocks, and which of them gives way to which."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Swap:
    """A product that an editor chose, and the variant that is shown: another one's when it cannot be bought."""

    product_id: int
    shown: Any | None

    @property
    def is_own(self) -> bool:
        return self.shown is not None and self.shown.product_id == self.product_id


@dataclass(frozen=True, slots=True)
class Shelf:
    """The candidates of a page, newest first; ``rules`` what each rule found, ``skus`` the variant of each SKU."""

    candidates: Sequence[Any] = ()
    rules: Mapping[Any, Sequence[Any]] = field(default_factory=dict)
    skus: Mapping[str, int] = field(default_factory=dict)

    def best(self, product_id: int, *, sku: str = "") -> Any | None:
        """Return the variant of a product to show: the one asked for, else one that can be bought."""
        mine = [c for c in self.candidates if c.product_id == product_id and not c.is_sold]
        asked = [c for c in mine if sku and c.variant_id == self.skus.get(sku)]
        in_stock = [c for c in mine if c.available]
        return next(iter([*asked, *in_stock, *mine]), None)

    def newest(
        self, *, limit: int, kind: str | None = None, type_code: str = "", but: Iterable[int] = ()
    ) -> list[Any]:
        """Return the newest products that are in stock, one variant of each."""
        seen = set(but)
        found: list[Any] = []
        for candidate in self.candidates:
            fits = candidate.type_code == type_code if type_code else kind in (None, candidate.kind)
            if fits and candidate.available and candidate.product_id not in seen:
                seen.add(candidate.product_id)
                found.append(candidate)
        return found[:limit]

    def substitute(self, product_id: int, *, kind: str, but: Iterable[int]) -> Any | None:
        """Return the next product to show instead: of the same type where possible."""
        type_code = next((c.type_code for c in self.candidates if c.product_id == product_id), "")
        same = self.newest(limit=1, type_code=type_code, but=but) if type_code else []
        return next(iter(same or self.newest(limit=1, kind=kind, but=but)), None)

    def swaps(self, wanted: Sequence[tuple[int, str]], *, kind: str) -> list[Swap]:
        """Return what is shown for each (product id, SKU) wanted; nothing is shown twice."""
        kept = [self.best(product_id, sku=sku) for product_id, sku in wanted]
        used = {product_id for product_id, _sku in wanted}
        shown: set[int] = set()
        swaps = []
        for (product_id, _sku), candidate in zip(wanted, kept, strict=True):
            candidate = candidate or self.substitute(product_id, kind=kind, but=used)
            if candidate is not None and candidate.variant_id in shown:
                continue
            if candidate is not None:
                used.add(candidate.product_id)
                shown.add(candidate.variant_id)
            swaps.append(Swap(product_id, candidate))
        return swaps

    def choice(self, wanted: Sequence[tuple[int, str]], *, kind: str) -> list[Any]:
        """Return a variant for each (product id, SKU) wanted; the sold ones give way to the next."""
        return [swap.shown for swap in self.swaps(wanted, kind=kind) if swap.shown is not None]

    def sold(self, product_ids: Iterable[int]) -> list[int]:
        """Return a variant of each of the products that are listed and cannot be bought."""
        first: dict[int, Any] = {}
        for candidate in self.candidates:
            first.setdefault(candidate.product_id, candidate)
        return [
            first[pk].variant_id for pk in dict.fromkeys(product_ids) if pk in first and first[pk].is_sold
        ]
