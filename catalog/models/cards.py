"""The read model of listings, and the trace by which every process keeps up with it."""

from django.db import models


class VariantCard(models.Model):
    """What a listing shows, sorts and filters by, one row a variant; written by `catalog.index.services`.

    ``price_usd`` is the base price, ``price_uah`` an override that wins over conversion, ``is_reduced``
    whether the price that counts has an earlier one struck out between ``sale_from`` and ``sale_until``
    (either may be open), ``available`` the units that can be bought now, and ``ordered`` those that buyers took
    and did not give back. The sources are the tables of
    pricing and inventory; this copy is written in the same transaction as they are. ``face`` is what a card
    shows of the variant, its product and its pictures (`catalog.index.faces`).
    """

    variant = models.OneToOneField("catalog.ProductVariant", on_delete=models.CASCADE, related_name="card")
    price_usd = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    price_uah = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    is_reduced = models.BooleanField(default=False)
    sale_from = models.DateTimeField(null=True)
    sale_until = models.DateTimeField(null=True)
    available = models.PositiveIntegerField(default=0)
    ordered = models.PositiveIntegerField(default=0)
    face = models.JSONField(default=dict)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["price_usd", "available"], name="card_price_available")]

    def __str__(self) -> str:
        return f"card {self.variant_id}"


class CardChange(models.Model):
    """One change of what listings show, written in the transaction that makes it.

    ``product_id`` names the product whose variants changed in any way; without one the words did: a
    dictionary, the hierarchy, a collection. Processes read what they have not seen yet
    (`catalog.index.state`); rows older than a day are deleted.
    """

    product_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"{self.pk}: product {self.product_id}"
