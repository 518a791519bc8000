"""A sheet of variants, to be changed and brought in again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog import selectors as catalog
from catalog.selectors.attributes import attribute_words, product_names
from commerce.sheets import selectors
from commerce.sheets.domain.cells import PRODUCT, SKU
from commerce.sheets.services.values import BATCH, Known


def sheet_export(*, variant_ids: Sequence[int], groups: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the heading and a row for every variant, by SKU; a fixed number of queries for five hundred."""
    columns = selectors.columns_of(groups)
    yield columns
    words = attribute_words()
    skus = catalog.skus_of(variant_ids)
    ordered = sorted(skus, key=lambda pk: (skus[pk], pk))
    for start in range(0, len(ordered), BATCH):
        ids = ordered[start : start + BATCH]
        known, names = Known(ids, columns, words), product_names(ids)
        for pk in ids:
            texts = {SKU: skus[pk], PRODUCT: names.get(pk, ""), **known.texts(pk)}
            yield [texts.get(column, "") for column in columns]
