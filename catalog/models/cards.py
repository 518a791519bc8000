"""The read model of listings."""

from django.db import models


class VariantCard(models.Model):
    """What a listing sorts and filters by, one row a variant; written by `catalog.index.services`.

    ``price_usd`` is the base price, ``price_uah`` an override that wins over conversion, and
    ``available`` the units that can be bought now. The sources are the tables of pricing and
    inventory; this copy is written in the same transaction as they are.
    """

    variant = models.OneToOneField("catalog.ProductVariant", on_delete=models.CASCADE, related_name="card")
    price_usd = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    price_uah = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    available = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [models.Index(fields=["price_usd", "available"], name="card_price_available")]

    def __str__(self) -> str:
        return f"card {self.variant_id}"
