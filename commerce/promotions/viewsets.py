"""Coupons, promotions and the discount program in the admin, and a cart to try them on."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.forms import BaseModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views import generic
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from commerce.pricing.domain import CHARGED, LineAsk, price_lines
from commerce.promotions import selectors, services
from commerce.promotions.forms import CouponForm, PromotionForm, TierForm, TryForm
from commerce.promotions.models import Coupon, DiscountTier, Promotion, Redemption
from gemkit.admin import LimitedPolicy, RefusalsInForm, staff_actor
from gemkit.clock import now
from gemkit.money import Money

KEPT = ("view", "add", "change")  # nothing is deleted: orders name what they used; it is switched off


class SavedByService:
    """Saves through the service of the model, so that the audit trail knows."""

    save: Callable[..., int]
    key: str

    def save_instance(self) -> Model:
        view: Any = self
        changed = {} if view.form.instance.pk is None else {self.key: view.form.instance.pk}
        row_id = type(self).save(
            **changed, values=view.form.cleaned_data, actor=staff_actor(view.request.user)
        )
        saved: Model = view.model._default_manager.get(pk=row_id)
        return saved


def _views(save: Callable[..., int], key: str) -> tuple[type, type]:
    """Return the views that add and edit by a service."""
    names = {"save": staticmethod(save), "key": key}
    return (
        type("AddView", (SavedByService, RefusalsInForm, generic.CreateView), names),
        type("ChangeView", (SavedByService, RefusalsInForm, generic.EditView), names),
    )


class RuleViewSet(ModelViewSet):
    """What the lists of rules share."""

    copy_view_enabled = False
    inspect_view_enabled = False
    list_per_page = 50
    form: type[BaseModelForm]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[BaseModelForm]:
        return self.form


class EffectColumn(Column):
    """−10 %, −500 ₴ or free delivery."""

    def get_value(self, instance: Any) -> Any:
        return services.effect_text(instance)


class UsesColumn(Column):
    """3 of 5."""

    def get_value(self, instance: Any) -> str:
        return f"{instance.used} / {instance.limit if instance.limit is not None else '∞'}"


class CouponViewSet(RuleViewSet):
    model = Coupon
    name = "coupons"
    icon = "tag"
    menu_label = _("Promo codes")
    url_prefix = "promotions/coupons"
    permission_policy = LimitedPolicy(Coupon, actions=KEPT)
    form = CouponForm
    add_view_class, edit_view_class = _views(services.coupon_save, "coupon_id")
    list_display = [
        "code",
        "name_uk",
        EffectColumn("effect", label=_("effect")),
        UsesColumn("used", label=_("used")),
        "starts_at",
        "ends_at",
        BooleanColumn("is_active", label=_("switched on")),
    ]
    list_filter = ["is_active", "effect"]
    list_export = ["code", "name_uk", "name_en", "effect", "value", "used", "limit", "starts_at", "ends_at"]
    search_fields = ["code", "name_uk", "name_en"]


class RedemptionViewSet(ModelViewSet):
    model = Redemption
    name = "redemptions"
    icon = "history"
    menu_label = _("Uses of promo codes")
    url_prefix = "promotions/uses"
    permission_policy = LimitedPolicy(Redemption)
    list_display = ["coupon", "order", "amount", "nth", "redeemed_at", "cancelled_at"]
    list_filter = ["coupon"]
    list_export = ["coupon", "order", "amount", "redeemed_at", "cancelled_at"]
    list_per_page = 50
    copy_view_enabled = False
    exclude_form_fields: list[str] = []


class PromotionViewSet(RuleViewSet):
    model = Promotion
    name = "promotions"
    icon = "calendar-alt"
    menu_label = _("Automatic promotions")
    url_prefix = "promotions/automatic"
    permission_policy = LimitedPolicy(Promotion, actions=KEPT)
    form = PromotionForm
    add_view_class, edit_view_class = _views(services.promotion_save, "promotion_id")
    list_display = [
        "name_uk",
        "name_en",
        EffectColumn("effect", label=_("effect")),
        "starts_at",
        "ends_at",
        BooleanColumn("is_active", label=_("switched on")),
    ]
    list_filter = ["is_active", "effect"]


class TierViewSet(RuleViewSet):
    model = DiscountTier
    name = "tiers"
    icon = "order"
    menu_label = _("Discount program")
    url_prefix = "promotions/program"
    permission_policy = LimitedPolicy(DiscountTier, actions=KEPT)
    form = TierForm
    add_view_class, edit_view_class = _views(services.tier_save, "tier_id")
    list_display = [
        "name_uk",
        "name_en",
        "min_spend",
        "percent",
        BooleanColumn("is_active", label=_("switched on")),
    ]


class TryView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A cart that is nobody's: what applies to each line, and why the rest does not. It writes nothing."""

    template_name = "commerce/promotions/try.html"
    page_title = _("Try a cart")
    header_icon = "view"
    permission_policy = LimitedPolicy(Coupon, actions=KEPT)
    permission_required = "view"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = TryForm(request.GET) if "lines" in request.GET else TryForm()
        context = self.get_context_data(form=form)
        if form.is_bound and form.is_valid():
            context["tried"] = _tried(form.cleaned_data)
        return self.render_to_response(context)


def _tried(asked: dict[str, Any]) -> dict[str, Any]:
    """Return what the template shows of a tried cart."""
    wanted = asked["lines"]
    pieces = selectors.pieces_of([(variant_id, quantity) for _sku, variant_id, quantity in wanted])
    stacked = selectors.preview(
        pieces, code=asked["code"].strip(), spend=asked["spend"], moment=asked["moment"] or now()
    )
    priced = price_lines(
        [LineAsk(piece.variant_id, piece.quantity, piece.unit_price) for piece in pieces],
        discounts=stacked.discounts,
    )
    skus = {variant_id: sku for sku, variant_id, _quantity in wanted}
    uah: Callable[[Decimal], Money] = lambda amount: Money(amount, CHARGED)  # noqa: E731
    return {
        "lines": [
            {
                "sku": skus[line.variant_id],
                "quantity": line.quantity,
                "total": uah(line.line_total),
                "payable": uah(line.payable),
                "discounts": [(one.names["uk"], uah(one.amount)) for one in line.adjustments],
            }
            for line in priced.lines
        ],
        "subtotal": uah(priced.subtotal),
        "discount": uah(priced.discount),
        "total": uah(priced.total),
        "applied": [(rule.code, rule.names["uk"]) for rule in stacked.discounts],
        "missed": [
            (one.terms.code, one.terms.names["uk"], services.obstacle_text(one)) for one in stacked.missed
        ],
    }


class TryViewSet(ViewSet):
    name = "promotions_try"
    url_prefix = "promotions/try"
    icon = "view"
    menu_label = _("Try a cart")
    menu_name = "promotions-try"

    def get_urlpatterns(self) -> list[Any]:
        return [path("", TryView.as_view(), name="index")]

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.is_shown = lambda request: TryView.permission_policy.user_has_permission(request.user, "view")
        return item


class PromotionsGroup(ViewSetGroup):
    menu_label = pgettext_lazy("menu", "Promotions")
    menu_icon = "tag"
    menu_name = "promotions"
    menu_order = 155
    items = (CouponViewSet, RedemptionViewSet, PromotionViewSet, TierViewSet, TryViewSet)
