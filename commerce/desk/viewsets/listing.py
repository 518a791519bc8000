"""The list of orders."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView

from commerce.desk import domain
from commerce.desk.forms import OrderFilters
from commerce.desk.selectors import listing
from commerce.desk.viewsets.access import SeesOrders
from commerce.payments.enums import PaymentStatus
from gemkit.money import Money


def payment_text(row: Any) -> str:
    """Return where the money of a listed order is."""
    return str(PaymentStatus(row.payment_status).label) if row.payment_status else ""


def waybill(row: Any) -> str:
    shipment = getattr(row, "shipment", None)
    return shipment.waybill if shipment is not None else ""


class TemplateColumn(Column):
    """A cell with its own template, ``commerce/desk/cells/<name>.html``."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.cell_template_name = f"commerce/desk/cells/{name}.html"


def _order_url(row: Any) -> str:
    return reverse("desk:order", args=[row.number])


COLUMNS = [
    TitleColumn(
        "number",
        label=pgettext_lazy("order", "Number"),
        sort_key="number",
        get_url=_order_url,
        classname="desk-number",
    ),
    TemplateColumn(
        "placed",
        label=pgettext_lazy("order", "Placed"),
        sort_key="placed_at",
        accessor="placed_at",
        classname="desk-placed",
    ),
    TemplateColumn("buyer", label=_("Buyer"), sort_key="buyer", classname="desk-buyer"),
    TemplateColumn("status", label=_("Status"), sort_key="status_rank", classname="desk-status"),
    TemplateColumn(
        "payment",
        label=_("Payment"),
        sort_key="payment_status",
        accessor=payment_text,
        classname="desk-secondary",
    ),
    TemplateColumn(
        "delivery",
        label=_("Delivery"),
        sort_key="delivery_method",
        accessor=waybill,
        classname="desk-secondary",
    ),
    Column(
        "items", label=pgettext_lazy("column", "Items"), sort_key="items", classname="desk-amount desk-count"
    ),
    TemplateColumn(
        "total",
        label=pgettext_lazy("sum", "Total"),
        sort_key="total",
        accessor=lambda row: Money(row.total, "UAH"),
        classname="desk-amount",
    ),
]

# What a spreadsheet holds: key, heading, value.
EXPORT: list[tuple[str, Any, Any]] = [
    ("number", pgettext_lazy("order", "Number"), lambda row: row.number),
    ("placed_at", pgettext_lazy("order", "Placed"), lambda row: row.placed_at),
    ("status", _("Status"), lambda row: row.get_status_display()),
    ("buyer", _("Buyer"), lambda row: row.buyer),
    ("email", _("E-mail"), lambda row: row.email),
    ("phone", _("Phone"), lambda row: str(row.phone)),
    ("language", _("Buyer's language"), lambda row: row.language),
    ("payment_method", _("Payment method"), lambda row: row.get_payment_method_display()),
    ("payment", _("Payment"), payment_text),
    ("delivery", _("Delivery"), lambda row: row.get_delivery_method_display()),
    ("city", _("City"), lambda row: row.delivery_city),
    ("place", _("Branch or address"), lambda row: row.delivery_place),
    ("waybill", _("Waybill number"), waybill),
    ("items", pgettext_lazy("column", "Items"), lambda row: row.items),
    ("subtotal", _("Goods, UAH"), lambda row: row.subtotal),
    ("discount", _("Discount, UAH"), lambda row: row.discount),
    ("delivery_cost", _("Delivery, UAH"), lambda row: row.delivery_cost),
    ("total", _("Total, UAH"), lambda row: row.total),
    ("comment", _("Comment"), lambda row: row.comment),
]


def _kyiv(value: dt.datetime) -> dt.datetime:
    return timezone.localtime(value).replace(tzinfo=None, microsecond=0)


class OrderListView(SeesOrders, IndexView):
    """Orders, the latest first: sorted, filtered, searched, and exported as shown."""

    any_permission_required = SeesOrders.any_permission_required
    page_title = pgettext_lazy("menu", "Orders")
    header_icon = "clipboard-list"
    template_name = "commerce/desk/index.html"
    index_url_name = "desk:index"
    index_results_url_name = "desk:index_results"
    columns = COLUMNS
    table_classname = "listing desk-list"
    default_ordering = "-placed_at"
    paginate_by = 50
    is_searchable = True
    filterset_class = OrderFilters
    verbose_name_plural = pgettext_lazy("menu", "Orders")
    list_export = [key for key, _heading, _value in EXPORT]
    export_headings = {key: heading for key, heading, _value in EXPORT}
    export_filename = "orders"
    custom_value_preprocess = {
        dt.datetime: {"xlsx": _kyiv, "csv": lambda value: _kyiv(value).isoformat(" ", "minutes")},
        str: {"xlsx": domain.printable, "csv": domain.no_formula},
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        return listing.order_rows()

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self.get_base_queryset()}

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(self.ordering, "-pk")

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return listing.order_search(queryset, self.search_query) if self.is_searching else queryset

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {key: value(item) for key, _heading, value in EXPORT}

    def write_csv_response(self, queryset: QuerySet[Any]) -> HttpResponseBase:
        """Answer row by row, in the admin's language though the view has ended by then."""
        response: HttpResponseBase = super().write_csv_response(queryset)
        response.streaming_content = self._spoken(response.streaming_content, get_language())  # type: ignore[attr-defined]
        return response

    @staticmethod
    def _spoken(rows: Iterator[bytes], language: str | None) -> Iterator[bytes]:
        yield b"\xef\xbb\xbf"  # spreadsheet programs take it for UTF-8 only with this mark
        while True:
            with override(language):
                row = next(rows, None)
            if row is None:
                return
            yield row
