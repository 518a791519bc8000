"""Writes of the staff's API: what the admin's forms do, in one transaction each, with its log entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from wagtail.actions.unpublish import UnpublishAction
from wagtail.log_actions import log

from catalog.domain import LANGUAGES
from catalog.models import Collection, CollectionItem, Product, ProductVariant, VariantMedia
from catalog.models.products import PublishRefused
from catalog.services.publishing import problem_summary, publish_problems
from catalog.services.slugs import free_slug
from catalog.services.usage import usage_check
from catalog.services.variants import variant_check, variant_removal_check, variant_saved
from commerce.inventory import selectors as inventory
from commerce.inventory import services as stock
from commerce.pricing import selectors as pricing
from commerce.pricing import services as prices
from gemkit.admin import staff_actor
from gemkit.db import write_transaction
from gemkit.errors import DomainError

Given = Mapping[str, Any]


class Locked(DomainError):
    """Somebody locked the product in the admin, or it is in somebody else's workflow."""

    code = "LOCKED"
    message = _("This product is locked for editing.")


class StockMoved(DomainError):
    """The units on hand are no longer what the caller saw."""

    code = "STOCK_MOVED"
    message = _("The stock changed in the meantime: {on_hand} on hand. Look and enter the change again.")
    attr = "stock_change.seen"


def invalid(field: str, text: Any, code: str = "invalid") -> ValidationError:
    return ValidationError({field: [ErrorDetail(str(text), code=code)]})


# --- Dictionaries -------------------------------------------------------------------------------


@write_transaction
def entry_write(entry: Any, given: Given, *, user: Any) -> None:
    """Save a dictionary's value; a new one stands last."""
    is_new = entry.pk is None
    if is_new:
        entry.sort_order = _last(type(entry)._default_manager.all()) + 1
    _set(entry, given)
    entry.full_clean()
    entry.save()
    _logged(entry, user, is_new=is_new)


@write_transaction
def row_delete(row: models.Model, *, user: Any) -> None:
    """Delete a row that nothing uses; raises `InUse`."""
    usage_check(row)
    log(instance=row, action="wagtail.delete", user=user)
    row.delete()


@write_transaction
def collection_write(collection: Collection, given: Given, *, user: Any) -> None:
    """Save a collection; ``products``, where given, replace its list."""
    is_new = collection.pk is None
    if is_new:
        collection.sort_order = _last(Collection.objects.all()) + 1
    _set(collection, {name: value for name, value in given.items() if name != "products"})
    collection.full_clean()
    if "products" in given:
        unique = dict.fromkeys(product.pk for product in given["products"])
        items = [CollectionItem(product_id=pk, sort_order=place) for place, pk in enumerate(unique)]
        collection.items = items  # type: ignore[misc]  # modelcluster's own descriptor
    collection.save()
    _logged(collection, user, is_new=is_new)


def _last(rows: models.QuerySet[Any]) -> int:
    last = rows.aggregate(last=Max("sort_order"))["last"]
    return -1 if last is None else last


def _set(row: Any, given: Given) -> None:
    for name, value in given.items():
        setattr(row, name, value)


def _logged(row: Any, user: Any, *, is_new: bool) -> None:
    log(instance=row, action="wagtail.create" if is_new else "wagtail.edit", user=user, content_changed=True)


# --- Products -----------------------------------------------------------------------------------


@write_transaction
def product_write(product: Product, given: Given, *, user: Any) -> None:
    """Save a draft of ``product`` (its latest version, or a new one); what the public sees stays as it is."""
    is_new = product.pk is None
    _refuse_locked(product, user)
    _set(product, {name: value for name, value in given.items() if name != "tags"})
    for code in LANGUAGES:
        field = f"slug_{code}"
        if (is_new or field in given) and not getattr(product, field):
            name = getattr(product, f"name_{code}")
            rivals = Product.objects.exclude(pk=product.pk)
            setattr(product, field, (free_slug(rivals, field, name) if name else "") or None)
    empty = [f"{name}_{code}" for name in ("name", "slug") for code in LANGUAGES]
    product.full_clean(exclude=["name", "slug", *(name for name in empty if not getattr(product, name))])
    if is_new:
        product.live = False
        product.save()
        log(instance=product, action="wagtail.create", user=user, content_changed=True)
    if "tags" in given:
        product.tags.set(given["tags"])
    if not product.live:
        product.save()
    product.save_revision(user=user, log_action=not is_new, changed=True)


@write_transaction
def product_publish(product: Product, *, user: Any) -> None:
    """Show the latest version to the public; raises `PublishRefused` with everything that is missing."""
    _refuse_locked(product, user)
    version = product.get_latest_revision_as_object()
    if problems := publish_problems(version):
        raise PublishRefused(
            problems=[
                {
                    "code": problem.code,
                    "field": problem.field,
                    "sku": problem.sku,
                    "text": problem_summary(problem),
                }
                for problem in problems
            ]
        )
    (product.latest_revision or version.save_revision(user=user)).publish(user=user)


@write_transaction
def product_unpublish(product: Product, *, user: Any) -> None:
    """Take a product from the public; one that is not there stays as it is."""
    _refuse_locked(product, user)
    if product.live:
        UnpublishAction(product, user=user).execute(skip_permission_checks=True)  # asked by the view


@write_transaction
def product_delete(product: Product, *, user: Any) -> None:
    _refuse_locked(product, user)
    row_delete(product, user=user)


def _refuse_locked(product: Product, user: Any) -> None:
    lock = product.get_lock() if product.pk else None
    if lock is not None and lock.for_user(user):
        raise Locked()


# --- Variants -----------------------------------------------------------------------------------

_APART = {"media", "prices", "price_reason", "stock_change"}


@write_transaction
def variant_write(variant: ProductVariant, given: Given, *, user: Any) -> None:
    """Save a variant, its gallery, its prices and a change of its stock together, or nothing."""
    is_new = variant.pk is None
    if is_new and "sort_order" not in given:
        variant.sort_order = _last(ProductVariant.objects.filter(product=given["product"])) + 1
    _set(variant, {name: value for name, value in given.items() if name not in _APART})
    variant.full_clean()
    variant_check(variant)
    if "media" in given:
        gallery = [VariantMedia(sort_order=place, **row) for place, row in enumerate(given["media"])]
        variant.media = gallery  # type: ignore[misc]  # modelcluster's own descriptor
    variant.save()
    variant_saved(variant_id=variant.pk)
    _logged(variant, user, is_new=is_new)
    actor = staff_actor(user)
    for currency, row in given.get("prices", {}).items():
        _price_write(variant.pk, currency, row, actor=actor, reason=given.get("price_reason", ""))
    if change := given.get("stock_change"):
        _stock_write(variant.pk, change, actor=actor, is_new=is_new)
    elif is_new:
        stock.stock_count(variant_id=variant.pk, on_hand=0, actor=actor, reason="")


def _price_write(variant_id: int, currency: str, row: Given | None, *, actor: str, reason: str) -> None:
    where = f"prices.{currency}"
    if row is None:
        prices.price_remove(variant_id=variant_id, currency=currency, actor=actor, reason=reason)
        return
    known = pricing.price_rows(variant_id).get(currency)
    names = ("amount", "was_amount", "sale_from", "sale_until")
    values = {name: row.get(name, getattr(known, name, None)) for name in names}
    if values["amount"] is None:
        raise invalid(f"{where}.amount", _("There is no price yet: an amount is needed."), "required")
    if values["was_amount"] is None:
        values["sale_from"] = values["sale_until"] = None
    start, end = values["sale_from"], values["sale_until"]
    if start and end and end <= start:
        raise invalid(f"{where}.sale_until", _("The reduction must end after it starts."))
    try:
        prices.price_set(variant_id=variant_id, currency=currency, actor=actor, reason=reason, **values)
    except DomainError as refusal:
        refusal.attr = f"{where}.{refusal.attr}"
        raise


def _stock_write(variant_id: int, change: Given, *, actor: str, is_new: bool) -> None:
    number, reason = change["change"], change.get("reason", "")
    kind = change.get("kind", "receipt" if is_new else "correction")
    if kind == "receipt" and number < 0:
        raise invalid("stock_change.change", _("Units that came in are counted up."))
    if is_new and number < 0:
        raise invalid("stock_change.change", _("A new variant has no units to take away."))
    if not is_new and not reason.strip():
        raise invalid("stock_change.reason", _("Say why: the history keeps it."), "required")
    on_hand = inventory.stock_of([variant_id])[variant_id].on_hand
    if change.get("seen", on_hand) != on_hand:
        raise StockMoved(on_hand=on_hand)
    try:
        if kind == "receipt":
            stock.stock_receive(variant_id=variant_id, quantity=number, actor=actor, reason=reason)
        else:
            stock.stock_correct(variant_id=variant_id, change=number, actor=actor, reason=reason)
    except DomainError as refusal:
        refusal.attr = "stock_change.change"
        raise


@write_transaction
def variant_delete(variant: ProductVariant, *, user: Any) -> None:
    """Delete a variant that was entered by mistake; what was ever in stock is taken off sale instead."""
    variant_removal_check(variant)
    untouched = inventory.stock_is_untouched(variant.pk)
    usage_check(variant, ignored={"inventory.stockitem"} if untouched else set())
    log(instance=variant, action="wagtail.delete", user=user)
    stock.stock_forget(variant_id=variant.pk)
    variant.delete()
