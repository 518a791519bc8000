"""The values of a dictionary as tiles with live counts, each leading to the filtered list."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from catalog.domain import ShapeView
from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.index.filters import Filters
from catalog.index.selectors import BranchWord, Prices, Scope
from catalog.selectors.taxonomy import place_url
from catalog.web.facets import Labels


@dataclass(frozen=True, slots=True)
class Tile:
    """A value with the number of products that can be bought now."""

    code: str
    name: str
    count: int
    url: str
    shape: ShapeView | None = None
    hex: str = ""


def tiles_of(dictionary: str, *, kind: str, type_code: str, language: str) -> list[Tile]:
    """Return the values of ``dictionary`` that occur among stones or jewelry, or in one type; no query."""
    words = index.words()
    labels = Labels(words, language)
    chosen = words.by_code["stone"].get(type_code)
    if type_code and chosen is None:
        return []
    half = Kind(chosen.kind if chosen else kind)
    scope = Scope(type_id=chosen.id) if chosen else Scope(kind=half)
    counts = index.count(scope, Filters(in_stock=True), Prices(), facets=(dictionary,)).facets[dictionary]
    path = place_url(half, [chosen] if chosen else [], language=language)

    def url(code: str) -> str:
        branch = words.by_code["stone"].get(code) if dictionary == "stone" else None
        if isinstance(branch, BranchWord) and branch.slugs[language]:
            return place_url(half, [branch], language=language)
        return f"{path}?{urlencode({dictionary: code})}"

    return [
        Tile(
            code=code,
            name=labels.label(dictionary, code),
            count=counts[code],
            url=url(code),
            shape=labels.shape(code) if dictionary == "shape" else None,
            hex=labels.swatch(code) if dictionary == "color" else "",
        )
        for code in labels.in_order(dictionary)
        if counts.get(code)
    ]
