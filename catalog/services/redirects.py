"""Old addresses that lead on to new ones.

The rows are Wagtail's own redirects, so that editors see and delete them where they keep theirs. They are
asked only when nothing stands at an address: a slug that is used again wins by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect

from catalog.domain import LANGUAGES
from catalog.enums import Kind
from catalog.models import Category, Collection, Product, StoneType, SubCategory
from catalog.selectors.taxonomy import place_url
from catalog.selectors.variants import product_url
from gemkit.db import write_transaction

logger = logging.getLogger(__name__)

LONGEST = 255
BATCH = 300


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a branch's address, as it is or was."""

    slug_uk: str | None
    slug_en: str | None


Chain = tuple[Step, ...]
SLUGS = ("slug_uk", "slug_en")


@write_transaction
def address_changed(row: Any, *, before: Mapping[str, Any]) -> int:
    """Lead every address that ``row``, and all that lies below it, had ``before`` to where it is now.

    Returns how many addresses moved. A product that was never public has none.
    """
    if isinstance(row, Product):
        return addresses_move(_product_moves(row, before))
    if isinstance(row, Collection):
        return addresses_move(
            {_collection(before["code"], code): _collection(row.code, code) for code in LANGUAGES}
        )
    _lock_types(row, before)
    return addresses_move(dict(_branch_moves(row, before)))


def _product_moves(product: Product, before: Mapping[str, Any]) -> dict[str, str]:
    if before["first_published_at"] is None:
        return {}
    was = Product(slug_uk=before["slug_uk"], slug_en=before["slug_en"])
    return {
        product_url(was, language=code): product_url(product, language=code)
        for code in LANGUAGES
        if getattr(was, f"slug_{code}") and getattr(product, f"slug_{code}")
    }


def _collection(code: str, language: str) -> str:
    with override(language):
        return reverse("catalog:collection", args=[code])


def _lock_types(row: Any, before: Mapping[str, Any]) -> None:
    """Let one change at a time rename what lies below a stone type: else two would miss each other's half."""
    if isinstance(row, StoneType):
        roots = {row.pk}
    elif isinstance(row, Category):
        roots = {row.stone_type_id, before["stone_type_id"]}
    else:
        parents = Category.objects.filter(pk__in={row.category_id, before["category_id"]})
        roots = set(parents.values_list("stone_type_id", flat=True))
    list(StoneType.objects.select_for_update().filter(pk__in=roots).order_by("pk").values_list("pk"))


def _branch_moves(row: Any, before: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Return (old, new) of the branch and of everything below it, in both languages."""
    old_above: Chain
    new_above: Chain
    was, now = Step(before["slug_uk"], before["slug_en"]), Step(row.slug_uk, row.slug_en)
    if isinstance(row, StoneType):
        old_kind, old_above, tails = Kind(before["kind"]), (), _below_type(row.pk)
        new_kind, new_above = Kind(row.kind), ()
    elif isinstance(row, Category):
        old_kind, old_above = _above_category(before["stone_type_id"])
        new_kind, new_above = _above_category(row.stone_type_id)
        tails = _below_category(row.pk)
    else:
        old_kind, old_above = _above_subcategory(before["category_id"])
        new_kind, new_above = _above_subcategory(row.category_id)
        tails = iter([()])
    for tail in tails:
        old, new = (*old_above, was, *tail), (*new_above, now, *tail)
        for code in LANGUAGES:
            if all(getattr(step, f"slug_{code}") for step in (*old, *new)):
                yield place_url(old_kind, old, language=code), place_url(new_kind, new, language=code)


def _above_category(type_id: int) -> tuple[Kind, Chain]:
    kind, *slugs = StoneType.objects.values_list("kind", *SLUGS).get(pk=type_id)
    return Kind(kind), (Step(*slugs),)


def _above_subcategory(category_id: int) -> tuple[Kind, Chain]:
    type_id, *slugs = Category.objects.values_list("stone_type_id", *SLUGS).get(pk=category_id)
    kind, chain = _above_category(type_id)
    return kind, (*chain, Step(*slugs))


def _below_category(category_id: int) -> Iterator[Chain]:
    yield ()
    for slugs in SubCategory.objects.filter(category=category_id).order_by().values_list(*SLUGS):
        yield (Step(*slugs),)


def _below_type(type_id: int) -> Iterator[Chain]:
    yield ()
    categories = Category.objects.filter(stone_type=type_id).order_by().values_list("pk", *SLUGS)
    steps = {pk: Step(*slugs) for pk, *slugs in categories}
    for step in steps.values():
        yield (step,)
    leaves = SubCategory.objects.filter(category__in=steps).order_by().values_list("category_id", *SLUGS)
    for category_id, *slugs in leaves:
        yield (steps[category_id], Step(*slugs))


@write_transaction
def addresses_move(moves: Mapping[str, str]) -> int:
    """Write a permanent redirect for each old path of ``moves``; returns how many paths changed.

    Chains collapse: what led to the old path leads to the new one. An editor's own redirect stays as it is,
    but for its target. What led away from an address that is used again is dropped.
    """
    fit = {old: new for old, new in moves.items() if old != new and max(len(old), len(new)) <= LONGEST}
    if too_long := [old for old, new in moves.items() if old != new and old not in fit]:
        logger.warning("addresses too long for a redirect: %d", len(too_long))
    paths = {Redirect.normalise_path(old): new for old, new in fit.items()}
    taken = {Redirect.normalise_path(new) for new in fit.values()}
    for part in _parts({*paths, *taken}):
        Redirect.objects.filter(automatically_created=True, old_path__in=part).delete()
    kept = set()
    for part in _parts(fit):
        leading = list(Redirect.objects.filter(redirect_link__in=part))
        for redirect in leading:
            redirect.redirect_link = fit[redirect.redirect_link]
        Redirect.objects.bulk_update(leading, ["redirect_link"], batch_size=BATCH)
    for part in _parts(paths):
        kept |= set(Redirect.objects.filter(old_path__in=part).values_list("old_path", flat=True))
    rows = [
        Redirect(old_path=old, redirect_link=new, automatically_created=True)
        for old, new in paths.items()
        if old not in kept
    ]
    Redirect.objects.bulk_create(rows, batch_size=BATCH)
    return len(fit)


def _parts(paths: Iterable[str]) -> Iterator[list[str]]:
    """Return ``paths`` in lists short enough for one statement."""
    known = sorted(paths)
    for start in range(0, len(known), BATCH):
        yield known[start : start + BATCH]
