"""A press of a button: what a form or a script asks for becomes one change of the visitor's lists."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from catalog.models import ProductVariant
from commerce.customers import selectors as customers
from commerce.customers import services
from commerce.customers.domain import Saved, typed_ids
from commerce.customers.selectors import KEPT_DAYS
from commerce.pricing import selectors as pricing
from gemkit.cookies import drop_cookie, keep_cookie
from gemkit.errors import DomainError
from gemkit.text import inner_quotes


class UnknownStone(DomainError):
    """Nothing of the kind is on show."""

    code = "UNKNOWN_SKU"
    message = gettext_lazy("There is no such item on sale.")
    status = 404
    attr = "sku"


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a press: the new lists, what to say, and the button (name, value) that undoes it.

    ``variant_ids`` are those it was about; ``undo`` is None where there is nothing to undo.
    """

    saved: Saved
    text: str
    variant_ids: tuple[int, ...] = ()
    undo: tuple[str, str] | None = None
    is_removal: bool = False


def change_of(post: QueryDict, saved: Saved, *, language: str) -> Change:
    """Do what the pressed button says. Raises `DomainError` for what cannot be done; then nothing changed."""
    for name, act in _ACTS.items():
        if name in post:
            return act(saved, post.getlist(name), language)
    return Change(saved, "")


def _favorite(saved: Saved, values: Sequence[str], language: str) -> Change:
    names = shown_names(typed_ids(values), language=language)
    new = services.favorites_add(saved=saved, prices=charged_prices(tuple(names)))
    text = _one_or_many(
        len(names),
        names,
        _("“%(name)s” is in your favorites."),
        ngettext(
            "%(count)d stone is in your favorites.", "%(count)d stones are in your favorites.", len(names)
        ),
    )
    return Change(new, text, tuple(names), ("unfavorite", _joined(names)))


def _unfavorite(saved: Saved, values: Sequence[str], language: str) -> Change:
    wanted = typed_ids(values)
    gone = [favorite for favorite in saved.favorites if favorite.variant_id in wanted]
    new = services.favorite_remove(saved=saved, variant_ids=wanted)
    names = names_of([favorite.variant_id for favorite in gone], language=language)
    text = _one_or_many(
        len(gone),
        names,
        _("“%(name)s” is no longer in your favorites."),
        ngettext(
            "%(count)d stone is taken out of your favorites.",
            "%(count)d stones are taken out of your favorites.",
            len(gone),
        ),
    )
    undo = ("restore", services.favorite_ticket(favorite=gone[0])) if len(gone) == 1 else None
    return Change(new, text if gone else "", wanted, undo, is_removal=bool(gone))


def _restore(saved: Saved, values: Sequence[str], language: str) -> Change:
    favorite = customers.ticket_favorite(values[-1])
    if favorite is None:
        raise UnknownStone()
    names = shown_names([favorite.variant_id], language=language)
    new = services.favorite_restore(saved=saved, favorite=favorite)
    text = _("“%(name)s” is in your favorites.") % {"name": inner_quotes(names[favorite.variant_id])}
    return Change(new, text, (favorite.variant_id,), ("unfavorite", str(favorite.variant_id)))


def _compare(saved: Saved, values: Sequence[str], language: str) -> Change:
    names = shown_names(typed_ids(values), language=language)
    new = services.compare_add(saved=saved, variant_ids=tuple(names))
    text = _one_or_many(
        len(names),
        names,
        _("“%(name)s” is in the comparison."),
        ngettext(
            "%(count)d stone is in the comparison.", "%(count)d stones are in the comparison.", len(names)
        ),
    )
    return Change(new, text, tuple(names), ("uncompare", _joined(names)))


def _uncompare(saved: Saved, values: Sequence[str], language: str) -> Change:
    wanted = tuple(pk for pk in typed_ids(values) if pk in saved.compare)
    new = services.compare_remove(saved=saved, variant_ids=wanted)
    names = names_of(wanted, language=language)
    text = _one_or_many(
        len(wanted),
        names,
        _("“%(name)s” is no longer in the comparison."),
        ngettext(
            "%(count)d stone is taken out of the comparison.",
            "%(count)d stones are taken out of the comparison.",
            len(wanted),
        ),
    )
    undo = ("compare", _joined(wanted)) if wanted else None
    return Change(new, text if wanted else "", typed_ids(values), undo, is_removal=bool(wanted))


def _compare_these(saved: Saved, values: Sequence[str], language: str) -> Change:
    """Keep the shown comparison instead of one's own."""
    names = shown_names(typed_ids(values), language=language)
    empty = services.compare_clear(saved=saved)
    return Change(services.compare_add(saved=empty, variant_ids=tuple(names)), _("The comparison is kept."))


_ACTS: dict[str, Callable[[Saved, Sequence[str], str], Change]] = {
    "favorite": _favorite,
    "unfavorite": _unfavorite,
    "restore": _restore,
    "compare": _compare,
    "uncompare": _uncompare,
    "compare_these": _compare_these,
}


def shown_names(variant_ids: Sequence[int], *, language: str) -> dict[int, str]:
    """Return the names of the variants that are on show, in the order asked for; raises `UnknownStone` for none."""
    names = names_of(variant_ids, language=language)
    if not names:
        raise UnknownStone()
    return names


def names_of(variant_ids: Sequence[int], *, language: str) -> dict[int, str]:
    """Return the products' names of published, active variants, in the order asked for; one query."""
    if not variant_ids:
        return {}
    rows = ProductVariant.objects.filter(pk__in=variant_ids, is_active=True, product__live=True)
    found = dict(rows.values_list("pk", f"product__name_{language}"))
    return {pk: found[pk] or "" for pk in variant_ids if pk in found}


def charged_prices(variant_ids: Sequence[int]) -> dict[int, Decimal | None]:
    """Return what each variant costs now, in UAH; None where the price is on request."""
    prices = pricing.variant_prices(variant_ids)
    return {pk: prices[pk].charged.amount if pk in prices else None for pk in variant_ids}


def keep(request: HttpRequest, response: HttpResponseBase, *, saved: Saved, before: Saved) -> None:
    """Send the lists that changed; an empty list needs no cookie."""
    for name, text in services.saved_write(saved=saved, before=before).items():
        if text:
            keep_cookie(request, response, name, text, days=KEPT_DAYS)
        else:
            drop_cookie(response, name)


def _one_or_many(count: int, names: dict[int, str], one: str, many: str) -> str:
    """Name the one stone, or say how many; one that is on show no more has no name here."""
    if count == 1 and names:
        return one % {"name": inner_quotes(next(iter(names.values())))}
    return many % {"count": count}


def _joined(variant_ids: Sequence[int] | dict[int, str]) -> str:
    return ",".join(map(str, variant_ids))
