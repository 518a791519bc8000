"""Products and what is bought of them.

A `Product` is the marketing shell: it has drafts, revisions, a workflow and locks. A
`ProductVariant` is the thing itself. Variants hang on the product by a plain foreign key and lie
outside its revisions: publishing an old draft must never bring back an old price, stock or stone.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from modelsearch.queryset import SearchableQuerySetMixin
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from catalog import domain
from catalog.enums import Clarity, Lab, MediaView, Metal, Nature, Origin, Treatment
from catalog.models.addresses import Addressed
from catalog.models.base import Watched
from gemkit.errors import DomainError
from gemkit.previews import PreviewWidths

logger = logging.getLogger(__name__)


class PublishRefused(DomainError):
    """The product lacks what buyers must be told."""

    code = "PUBLISH_REFUSED"
    message = _("This product cannot be published yet.")


class ProductQuerySet(SearchableQuerySetMixin, models.QuerySet):
    """Products; `live` is what the public may see."""

    def live(self) -> ProductQuerySet:
        return self.filter(live=True)


class Product(
    PreviewWidths,
    Watched,
    Addressed,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What a shopper reads about. Names, slugs and texts exist per language."""

    address_fields = (*Addressed.address_fields, "first_published_at")

    subcategory = models.ForeignKey(
        "catalog.SubCategory",
        on_delete=models.PROTECT,
        related_name="products",
        verbose_name=_("sub-category"),
    )
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(_("slug"), max_length=140)
    lead = models.CharField(
        _("lead"), max_length=240, blank=True, help_text=_("One sentence under the name.")
    )
    description = RichTextField(_("description"), blank=True)
    seo_title = models.CharField(_("title for search engines"), max_length=70, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=170, blank=True)
    nature = models.CharField(
        _("natural or laboratory-grown"), max_length=10, choices=Nature.choices, blank=True
    )
    return_rule = models.ForeignKey(
        "catalog.ReturnRule", on_delete=models.PROTECT, related_name="+", verbose_name=_("return rule")
    )
    tags = ParentalManyToManyField("catalog.Tag", blank=True, related_name="products", verbose_name=_("tags"))
    created_at = models.DateTimeField(_("created at"), auto_now_add=True, db_index=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="product")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="product",
        for_concrete_model=False,
    )

    objects = ProductQuerySet.as_manager()

    # (request, product, language) -> response; registered by the web layer, which lies above.
    preview_view: ClassVar[Callable[[Any, Product, str], Any] | None] = None

    search_fields = [
        index.SearchField("name_uk"),
        index.SearchField("name_en"),
        index.AutocompleteField("name_uk"),
        index.AutocompleteField("name_en"),
        index.RelatedFields("variants", [index.SearchField("sku"), index.AutocompleteField("sku")]),
        index.FilterField("live"),
        index.FilterField("subcategory_id"),
        index.FilterField("nature"),
    ]

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["slug_uk"], name="product_slug_uk_unique"),
            models.UniqueConstraint(fields=["slug_en"], name="product_slug_en_unique"),
            models.CheckConstraint(
                condition=models.Q(nature__in=["", *Nature.values]), name="product_nature_known"
            ),
        ]
        indexes = [models.Index(fields=["live", "subcategory"], name="product_live_subcategory")]

    def __str__(self) -> str:
        return self.name or self.slug or f"#{self.pk}"

    @property
    def revisions(self) -> Any:
        return self._revisions

    def get_absolute_url(self) -> str:
        return reverse("catalog:product", args=[self.slug])

    def url_in(self, language: str) -> str:
        """Return the address of the page in ``language``."""
        with override(language):
            return reverse("catalog:product", args=[getattr(self, f"slug_{language}")])

    def publish_problems(self) -> list[domain.PublishProblem]:
        """Return what keeps this version from the public, with the variants as they are now."""
        names = [f"{name}_{language}" for name in ("name", "slug") for language in domain.LANGUAGES]
        active = ProductVariant.objects.filter(product=self.pk, is_active=True) if self.pk else None
        rows = active.values_list("sku", "treatment", "origin") if active is not None else []
        return domain.publish_problems(
            texts={name: getattr(self, name) or "" for name in names},
            nature=self.nature,
            variants=[domain.Disclosure(*row) for row in rows],
        )

    def publish(self, revision: Any, *args: Any, log_action: Any = True, **kwargs: Any) -> Any:
        """Publish ``revision``, whoever asks: the form, a workflow, the schedule or an import.

        Raises `PublishRefused`. A version whose time comes while something is missing stays a draft,
        and its schedule is dropped, so that it does not hold up the others.
        """
        problems = revision.as_object().publish_problems()
        if problems and log_action == "wagtail.publish.scheduled":
            logger.error("a scheduled product could not be published")
            type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=None)
            return None
        if problems:
            raise PublishRefused(problems=[problem.code for problem in problems])
        return super().publish(revision, *args, log_action=log_action, **kwargs)

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        return [("uk", _("Ukrainian")), ("en", _("English"))]

    @property
    def default_preview_mode(self) -> str:
        return "en" if get_language() == "en" else "uk"

    def serve_preview(self, request: Any, mode_name: str) -> Any:
        if Product.preview_view is None:
            raise RuntimeError("no preview is registered for products")
        return Product.preview_view(request, self, mode_name)


class ProductVariant(Watched, ClusterableModel):
    """One thing one can buy: a stone, a calibrated lot or a piece of jewelry in one size.

    Its gallery is edited with it; there are no revisions here.
    """

    product = models.ForeignKey(
        Product, on_delete=models.PROTECT, related_name="variants", verbose_name=_("product")
    )
    sku = models.CharField(_("SKU"), max_length=40, unique=True)
    is_active = models.BooleanField(_("on sale"), default=True)
    sort_order = models.PositiveIntegerField(_("order"), default=0)
    shape = models.ForeignKey(
        "catalog.Shape",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shape"),
    )
    cut = models.ForeignKey(
        "catalog.Cut",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cut"),
    )
    color = models.ForeignKey(
        "catalog.Color",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("color"),
    )
    carat = models.DecimalField(_("weight, ct"), max_digits=7, decimal_places=2, null=True, blank=True)
    length_mm = models.DecimalField(_("length, mm"), max_digits=6, decimal_places=2, null=True, blank=True)
    width_mm = models.DecimalField(_("width, mm"), max_digits=6, decimal_places=2, null=True, blank=True)
    depth_mm = models.DecimalField(_("depth, mm"), max_digits=6, decimal_places=2, null=True, blank=True)
    clarity = models.CharField(_("clarity"), max_length=10, choices=Clarity.choices, blank=True)
    treatment = models.CharField(_("treatment"), max_length=20, choices=Treatment.choices, blank=True)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin.choices, blank=True)
    report_lab = models.CharField(_("laboratory"), max_length=10, choices=Lab.choices, blank=True)
    report_number = models.CharField(_("report number"), max_length=40, blank=True)
    report_date = models.DateField(_("report date"), null=True, blank=True)
    report_file = models.ForeignKey(
        "catalog.File",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("report file"),
    )
    measured_by = models.CharField(_("measured by"), max_length=80, blank=True)
    measured_at = models.DateField(_("measured on"), null=True, blank=True)
    metal = models.CharField(_("metal"), max_length=20, choices=Metal.choices, blank=True)
    ring_size = models.DecimalField(
        _("ring size, inner diameter in mm"), max_digits=4, decimal_places=2, null=True, blank=True
    )
    setting_stones = models.CharField(_("stones of the setting"), max_length=200, blank=True)
    is_one_of_a_kind = models.BooleanField(_("one of a kind"), default=True)
    is_made_to_order = models.BooleanField(_("made to order when sold out"), default=False)
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated at"), auto_now=True)

    class Meta:
        verbose_name = _("variant")
        verbose_name_plural = _("variants")
        ordering = ["product", "sort_order", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(carat__isnull=True) | models.Q(carat__gt=0), name="variant_carat_positive"
            ),
            models.CheckConstraint(
                condition=(
                    (models.Q(length_mm__isnull=True) | models.Q(length_mm__gt=0))
                    & (models.Q(width_mm__isnull=True) | models.Q(width_mm__gt=0))
                    & (models.Q(depth_mm__isnull=True) | models.Q(depth_mm__gt=0))
                ),
                name="variant_millimetres_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(treatment__in=["", *Treatment.values]), name="variant_treatment_known"
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=["", *Origin.values]), name="variant_origin_known"
            ),
        ]

    def __str__(self) -> str:
        return self.sku

    def clean(self) -> None:
        super().clean()
        if bool(self.report_lab) != bool(self.report_number):
            raise ValidationError({"report_number": _("A report has a laboratory and a number, or neither.")})


class VariantMedia(Watched):
    """A picture in a variant's own gallery. ``alt`` exists per language and may stay empty."""

    variant = ParentalKey(ProductVariant, on_delete=models.CASCADE, related_name="media")
    picture = models.ForeignKey(
        "catalog.Picture", on_delete=models.PROTECT, related_name="+", verbose_name=_("picture")
    )
    view = models.CharField(_("view"), max_length=10, choices=MediaView.choices, default=MediaView.FACE)
    alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("Empty: the picture's own text is used."),
    )
    sort_order = models.PositiveIntegerField(_("order"), default=0)

    sort_order_field = "sort_order"

    class Meta:
        verbose_name = _("gallery picture")
        verbose_name_plural = _("gallery")
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return f"{self.variant.product}: {self.get_view_display()}"
