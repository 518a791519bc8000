"""Who waits for a sold piece."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Wish(models.Model):
    """An address that asked to be told when a sold product can be bought again, or one like it comes in.

    It counts once its owner followed the link in the letter (``confirmed_at``), and is answered once
    (``told_at``); ``told_product`` is what the answer names. Whoever leaves is deleted.
    """

    product = models.ForeignKey(
        "catalog.Product", on_delete=models.CASCADE, related_name="+", verbose_name=_("product")
    )
    email = models.EmailField(_("e-mail address"), max_length=254)
    language = models.CharField(_("language"), max_length=5)
    is_similar_too = models.BooleanField(_("similar ones too"), default=False)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True)
    told_at = models.DateTimeField(_("told at"), null=True)
    told_product = models.ForeignKey(
        "catalog.Product", on_delete=models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("wish")
        verbose_name_plural = _("waiting list")
        constraints = [
            models.UniqueConstraint(fields=["product", "email"], name="wish_once"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="wish_email_lower"),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(confirmed_at__isnull=False), name="wish_told_confirmed"
            ),
        ]
        indexes = [
            models.Index(
                fields=["product"],
                name="wish_open",
                condition=Q(confirmed_at__isnull=False, told_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"wish {self.pk}: product {self.product_id}"
