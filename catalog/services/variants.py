"""Writes of variants that belong to the catalog alone; price and stock are other areas' tables."""

from django.utils.translation import gettext_lazy as _

from catalog.index import services as index
from catalog.models import Product, ProductVariant
from catalog.services.publishing import disclosure_is_due
from gemkit.db import write_transaction
from gemkit.errors import DomainError


class LastVariant(DomainError):
    """A published product would be left with nothing to buy."""

    code = "LAST_VARIANT"
    message = _("This is the last variant on sale of a published product: unpublish the product first.")
    attr = "is_active"


class DisclosureMissing(DomainError):
    """A variant on sale of a published product does not say what buyers must be told."""

    code = "DISCLOSURE_MISSING"
    message = _("The product is published: buyers must be told this about every variant on sale.")


def variant_check(variant: ProductVariant) -> None:
    """Refuse a change, not yet saved, that would break what publishing the product promised.

    Raises `DisclosureMissing` (``attr`` names the field) or `LastVariant`.
    """
    product: Product | None = Product.objects.filter(pk=variant.product_id).first()
    if product is None or not disclosure_is_due(product):
        return
    if not variant.is_active:
        _keep_one_on_sale(product, without=variant)
        return
    for field in ("treatment", "origin"):
        if not getattr(variant, field):
            raise DisclosureMissing(attr=field)


def variant_removal_check(variant: ProductVariant) -> None:
    """Refuse to delete what a published product cannot do without; raises `LastVariant`."""
    if disclosure_is_due(variant.product):
        _keep_one_on_sale(variant.product, without=variant)


def _keep_one_on_sale(product: Product, *, without: ProductVariant) -> None:
    on_sale = ProductVariant.objects.filter(product=product, is_active=True)
    if set(on_sale.values_list("pk", flat=True)) == {without.pk}:
        raise LastVariant()


@write_transaction
def variant_saved(*, variant_id: int) -> None:
    """Make sure that a saved variant has its row in the read model."""
    index.card_write(variant_id)
