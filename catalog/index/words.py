"""The words of the catalog: dictionaries, hierarchy and collections, held in memory.

They are few and change rarely, so every process keeps them and reads them anew when a change of the words is
traced (`catalog.index.state`). Templates and filters need no query for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from django.utils.safestring import mark_safe

from catalog.domain import ColorView, ShapeView, drawing_view_box
from catalog.index.filters import CHOICES
from catalog.models import (
    Category,
    Collection,
    CollectionItem,
    Color,
    Cut,
    Shape,
    StoneType,
    SubCategory,
    Tag,
    ZodiacSign,
    ZodiacStoneRecommendation,
)

View = TypeVar("View")


@dataclass(frozen=True, slots=True)
class Word:
    """A value of a dictionary, a branch of the hierarchy or a collection, in both languages.

    ``look`` is a drawing or a swatch, ``parent`` the id of the branch above, ``entry`` a dictionary's own row, to
    be read only: all requests share it.
    """

    id: int
    code: str
    names: dict[str, str]
    texts: dict[str, str]
    look: str = ""
    parent: int = 0
    kind: str = ""
    slugs: dict[str, str] = field(default_factory=dict)
    entry: Any = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BranchWord(Word):
    """A branch of the hierarchy; it answers to the names that the model's columns have, as far as pages ask."""

    latin_name: str = ""
    mohs: Decimal | None = None
    specific_gravity: Decimal | None = None

    @property
    def pk(self) -> int:
        return self.id

    @property
    def name_uk(self) -> str:
        return self.names["uk"]

    @property
    def name_en(self) -> str:
        return self.names["en"]

    @property
    def slug_uk(self) -> str:
        return self.slugs["uk"]

    @property
    def slug_en(self) -> str:
        return self.slugs["en"]

    @property
    def intro_uk(self) -> str:
        return self.texts["uk"]

    @property
    def intro_en(self) -> str:
        return self.texts["en"]


@dataclass(frozen=True, slots=True)
class Group:
    """A collection as the index sees it: products picked by hand, in order, and a rule."""

    id: int
    code: str
    products: tuple[int, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Words:
    """Every dictionary by name, each by id and in order; ``signs`` are stone types by sign."""

    by_id: Mapping[str, Mapping[int, Word]]
    by_code: Mapping[str, Mapping[str, Word]]
    signs: Mapping[str, frozenset[int]]
    groups: Mapping[str, Group]
    _views: dict[tuple[str, int, str], Any] = field(default_factory=dict)

    def all(self, name: str) -> list[Word]:
        """Return the values of a dictionary in the order that staff gave them."""
        return list(self.by_id[name].values())

    def entry(self, name: str, pk: int | None) -> Any:
        """Return the row of a dictionary with this id; None when there is none."""
        word = None if pk is None else self.by_id[name].get(pk)
        return None if word is None else word.entry

    def chain(self, leaf: int) -> tuple[BranchWord, BranchWord, BranchWord]:
        """Return type, category and sub-category of a sub-category's id."""
        last: Any = self.by_id["subcategory"][leaf]
        category: Any = self.by_id["category"][last.parent]
        stone: Any = self.by_id["stone"][category.parent]
        return stone, category, last

    def stone_of(self, leaf: int) -> Word:
        """Return the stone type or the kind of jewelry that a sub-category belongs to."""
        return self.chain(leaf)[0]

    def shape(self, pk: int | None, language: str) -> ShapeView | None:
        """Return a shape with its drawing."""
        return None if pk is None else self._view("shape", pk, language, _shape_view)

    def color(self, pk: int | None, language: str) -> ColorView | None:
        """Return a colour with its swatch."""
        return None if pk is None else self._view("color", pk, language, _color_view)

    def _view(self, name: str, pk: int, language: str, make: Callable[[Word, str], View]) -> View | None:
        key = (name, pk, language)
        if pk not in self.by_id[name]:
            return None
        if key not in self._views:
            self._views[key] = make(self.by_id[name][pk], language)
        return self._views[key]

    def known(self, name: str) -> Mapping[str, Word] | frozenset[str]:
        """Return the codes that a filter of this name may have."""
        return CHOICES[name] if name in CHOICES else self.by_code[name]

    def ids(self, name: str, codes: tuple[str, ...]) -> list[int]:
        """Return the ids of the known ones of ``codes``."""
        known = self.by_code[name]
        return [known[code].id for code in codes if code in known]


def _shape_view(word: Word, language: str) -> ShapeView:
    drawing = mark_safe(word.look)  # reduced to plain lines when it was saved
    return ShapeView(
        word.code, word.names[language], drawing, drawing_view_box(word.look), word.texts[language]
    )


def _color_view(word: Word, language: str) -> ColorView:
    return ColorView(word.code, word.names[language], word.look, word.texts[language])


_ENTRIES: dict[str, tuple[Any, str]] = {
    "shape": (Shape, "drawing"),
    "cut": (Cut, "drawing"),
    "color": (Color, "hex"),
    "tag": (Tag, ""),
    "zodiac": (ZodiacSign, "drawing"),
}
_BRANCHES: dict[str, tuple[Any, str]] = {
    "stone": (StoneType, ""),
    "category": (Category, "stone_type_id"),
    "subcategory": (SubCategory, "category_id"),
}


def read_words() -> Words:
    """Read all words: eleven queries, whatever the size of the catalog."""
    tables: dict[str, dict[int, Word]] = {}
    for name, (model, look) in _ENTRIES.items():
        tables[name] = {
            entry.pk: Word(
                entry.pk,
                entry.code,
                _both(entry.name_uk, entry.name_en),
                _both(entry.text_uk, entry.text_en),
                getattr(entry, look) if look else "",
                entry=entry,
            )
            for entry in model.objects.order_by("sort_order", "code")
        }
    for name, (model, parent) in _BRANCHES.items():
        tables[name] = _branches(model, parent)
    collections = Collection.objects.filter(is_live=True).order_by("sort_order", "code")
    tables["collection"] = {
        pk: Word(pk, code, _both(uk, en), _both(intro_uk, intro_en))
        for pk, code, uk, en, intro_uk, intro_en in collections.values_list(
            "pk", "code", "name_uk", "name_en", "intro_uk", "intro_en"
        )
    }
    return Words(
        by_id=tables,
        by_code={name: {word.code: word for word in table.values()} for name, table in tables.items()},
        signs=_signs(),
        groups=_groups(),
    )


def _branches(model: Any, parent: str) -> dict[int, Word]:
    columns = ["pk", "code", "name_uk", "name_en", "intro_uk", "intro_en", "slug_uk", "slug_en"]
    more = [parent] if parent else ["kind", "latin_name", "mohs", "specific_gravity"]
    rows = model.objects.order_by("sort_order", "code").values_list(*columns, *more)
    return {
        pk: BranchWord(
            pk,
            code,
            _both(name_uk, name_en),
            _both(intro_uk, intro_en),
            slugs=_both(slug_uk, slug_en),
            **({"parent": rest[0]} if parent else dict(zip(more, rest, strict=True))),
        )
        for pk, code, name_uk, name_en, intro_uk, intro_en, slug_uk, slug_en, *rest in rows
    }


def _both(uk: str | None, en: str | None) -> dict[str, str]:
    return {"uk": uk or "", "en": en or ""}


def _signs() -> dict[str, frozenset[int]]:
    found: dict[str, set[int]] = defaultdict(set)
    rows = ZodiacStoneRecommendation.objects.order_by().values_list("sign__code", "stone_type")
    for code, type_id in rows:
        found[code].add(type_id)
    return {code: frozenset(types) for code, types in found.items()}


def _groups() -> dict[str, Group]:
    picked: dict[int, list[int]] = defaultdict(list)
    items = CollectionItem.objects.order_by("collection", "sort_order", "pk")
    for collection_id, product_id in items.values_list("collection", "product"):
        picked[collection_id].append(product_id)
    rows = Collection.objects.filter(is_live=True).order_by().values_list("pk", "code", "rule")
    return {code: Group(pk, code, tuple(picked[pk]), rule) for pk, code, rule in rows}
