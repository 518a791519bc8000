"""What editors need beside their pages: links to drafts, links that lead nowhere."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page


class PreviewLink(models.Model):
    """The one link by which somebody without an account sees the draft of a page or a product.

    The link's address is signed over ``nonce``: a new nonce voids every earlier address.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey("content_type", "object_id")
    nonce = models.CharField(max_length=24)
    expires_at = models.DateTimeField(_("expires at"))
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [
            models.UniqueConstraint(fields=["content_type", "object_id"], name="previewlink_one_a_target")
        ]

    def __str__(self) -> str:
        return f"{self.content_type_id}/{self.object_id}"


class BrokenLink(models.Model):
    """An address inside the shop that a published page names and that answers with an error."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="+", verbose_name=_("page"))
    address = models.CharField(_("address"), max_length=500)
    status = models.PositiveSmallIntegerField(_("answer"))
    found_at = models.DateTimeField(_("found"))

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("broken link")
        verbose_name_plural = _("broken links")
        ordering = ["page_id", "address"]
        constraints = [models.UniqueConstraint(fields=["page", "address"], name="brokenlink_once")]

    def __str__(self) -> str:
        return self.address
