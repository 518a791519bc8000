"""Groups of products that somebody put together, by hand or by a rule."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from catalog.models.addresses import Addressed
from catalog.models.base import Watched


class Collection(Watched, Addressed, ClusterableModel):
    """A named group with a page of its own. ``name`` and ``intro`` exist per language.

    Products picked by hand come first, in their order; then those that the rule finds. The rule is the query
    string of a listing (``stone=sapphire&price_max=40000``, prices in UAH), read by `catalog.index.filters`.
    """

    address_fields = ("code",)

    code = models.SlugField(_("code"), max_length=60, unique=True, help_text=_("The same in every language."))
    name = models.CharField(_("name"), max_length=80)
    intro = models.TextField(_("introduction"), blank=True, help_text=_("Two sentences under the heading."))
    rule = models.CharField(
        _("rule"),
        max_length=1000,
        blank=True,
        help_text=_(
            "Filter a list in the shop and paste its address here: what it shows belongs to the collection."
        ),
    )
    picture = models.ForeignKey(
        "catalog.Picture",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    is_live = models.BooleanField(_("shown in the shop"), default=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0, db_index=True)

    class Meta:
        verbose_name = _("collection")
        verbose_name_plural = _("collections")
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return self.name or self.code

    def clean(self) -> None:
        super().clean()
        self.rule = self.rule.strip().rpartition("?")[2].partition("#")[0]
        if "\x00" in self.rule:
            raise ValidationError({"rule": _("This is not the address of a list.")})


class CollectionItem(Watched):
    """A product picked by hand."""

    collection = ParentalKey(Collection, on_delete=models.CASCADE, related_name="items")
    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("product of a collection")
        verbose_name_plural = _("products of a collection")
        ordering = ["sort_order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["collection", "product"], name="collection_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.collection_id}: {self.product_id}"
