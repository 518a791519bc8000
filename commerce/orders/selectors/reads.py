"""Finding orders."""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import override

from commerce.orders import domain
from commerce.orders.enums import OrderStatus, PaymentMethod
from commerce.orders.models import Order, OrderLine
from commerce.orders.selectors.views import OrderView, view_of
from gemkit.tokens import keyed_token, same_token

ZERO = Decimal("0.00")


def order_view(*, number: str | None = None, order_id: int | None = None, language: str) -> OrderView | None:
    """Return an order by its number or id, for staff, mails and the order's own page; None if unknown.

    Whoever shows it to a guest asks `order_for_guest` instead.
    """
    orders = _with_all()
    if order_id is not None:
        order = orders.filter(pk=order_id).first()
    elif number is not None and domain.NUMBER.fullmatch(number):
        order = orders.filter(number=number).first()
    else:
        order = None
    return view_of(order, language) if order is not None else None


def order_for_guest(*, number: str, token: str, language: str) -> OrderView | None:
    """Return the order that ``token`` opens; None alike for an unknown number and a wrong token."""
    order = None
    if domain.NUMBER.fullmatch(number):
        order = _with_all().filter(number=number).first()
    expected = _token(order.pk, order.token_version) if order else _token(0, 0)
    is_right = same_token(expected, token)  # compared for unknown numbers too: both take as long
    return view_of(order, language) if order is not None and is_right else None


def orders_of(customer_id: int, *, language: str, most: int = 50) -> list[tuple[OrderView, str]]:
    """Return a customer's ``most`` latest orders, each with the path of its page."""
    with override(language):
        rows = _with_all().filter(customer_id=customer_id)[:most]
        return [
            (view_of(row, language), _path(row.number, _token(row.pk, row.token_version), language=language))
            for row in rows
        ]


def order_reader(order_id: int) -> tuple[str, str] | None:
    """Return the language and the address in which the buyer of an order reads letters; None if unknown."""
    return Order.objects.filter(pk=order_id).order_by().values_list("language", "email").first()


def order_token(order_id: int) -> str:
    """Return the guest's secret for an order. It is derived, never stored; it opens only this order."""
    version = Order.objects.values_list("token_version", flat=True).get(pk=order_id)
    return _token(order_id, version)


def order_secrets(order_id: int, *, language: str) -> dict[str, str]:
    """Return ``{token, url}`` of a new order: what `order_token` and `order_url` say, in one query."""
    number, version = Order.objects.values_list("number", "token_version").get(pk=order_id)
    token = _token(order_id, version)
    return {"token": token, "url": f"{settings.BASE_URL}{_path(number, token, language=language)}"}


def order_url(order_id: int, *, language: str) -> str:
    """Return the absolute address of the order's page with its token, for mails and the API."""
    return f"{settings.BASE_URL}{order_path(order_id, language=language)}"


def order_path(order_id: int, *, language: str) -> str:
    """Return the path of the order's page with its token, for a redirect on the host in use."""
    number, version = Order.objects.values_list("number", "token_version").get(pk=order_id)
    return _path(number, _token(order_id, version), language=language)


def _path(number: str, token: str, *, language: str) -> str:
    with override(language):
        path = reverse("orders:detail", args=[number])
    return f"{path}?{urlencode({'token': token})}"


def order_of_line(order_line_id: int) -> tuple[int, str] | None:
    """Return (id, number) of the order that a line belongs to."""
    return Order.objects.filter(lines=order_line_id).values_list("pk", "number").first()


def order_summary(number: str) -> tuple[int, OrderStatus] | None:
    """Return (id, status) of an order, for the areas above that write beside it."""
    if not domain.NUMBER.fullmatch(number):
        return None
    row = Order.objects.filter(number=number).values_list("pk", "status").first()
    return (row[0], OrderStatus(row[1])) if row else None


def order_number(order_id: int) -> str:
    """Return the number of an order."""
    return Order.objects.values_list("number", flat=True).get(pk=order_id)


def payment_method(order_id: int) -> PaymentMethod:
    """Return how the buyer of an order chose to pay."""
    return PaymentMethod(Order.objects.values_list("payment_method", flat=True).get(pk=order_id))


def sums_that_differ() -> list[tuple[str, Decimal, Decimal]]:
    """Return (number, stored, expected) of orders whose goods are not the sum of their lines."""
    summed = Order.objects.annotate(goods=Coalesce(Sum("lines__line_total"), Decimal("0.00"))).order_by("pk")
    rows = summed.values_list("number", "subtotal", "goods")
    # Compared here, because SQLite adds decimals as floats.
    sums = ((number, stored, goods.quantize(Decimal("0.01"))) for number, stored, goods in rows.iterator())
    return [(number, stored, goods) for number, stored, goods in sums if stored != goods]


def discounts_that_differ() -> list[tuple[str, Decimal, Decimal]]:
    """Return (number, stored, expected) of orders whose discount is not the sum of its named parts."""
    off_goods = Q(adjustments__stage__in=("coupon", "tier"))
    summed = Order.objects.annotate(taken=Sum("adjustments__amount", filter=off_goods)).order_by("pk")
    rows = summed.values_list("number", "discount", "taken")
    sums = ((number, stored, (taken or ZERO).quantize(ZERO)) for number, stored, taken in rows.iterator())
    return [(number, stored, taken) for number, stored, taken in sums if stored != taken]


def lifetime_spend(customer_id: int) -> Decimal:
    """Return what a customer's received orders come to, goods after discounts, in UAH."""
    received = Order.objects.filter(
        customer_id=customer_id, status__in=(OrderStatus.DELIVERED, OrderStatus.COMPLETED)
    )
    spent = received.aggregate(spent=Sum(F("subtotal") - F("discount")))["spent"]
    return (spent or ZERO).quantize(ZERO)


def line_ids(order_id: int) -> list[int]:
    """Return the ids of an order's lines."""
    return list(OrderLine.objects.filter(order_id=order_id).order_by("pk").values_list("pk", flat=True))


def _token(order_id: int, version: int) -> str:
    return keyed_token(settings.ORDER_LINK_KEY, order_id, version)


def _with_all() -> QuerySet[Order]:
    # The parcel and the payments belong to areas above this one; they are read over the reverse
    # side of their foreign keys, so that one view serves page, API, mail and desk.
    return Order.objects.select_related("shipment").prefetch_related(
        "lines", "adjustments", "history", "payments"
    )


def order_count() -> int:
    """Return how many orders were ever placed."""
    return Order.objects.count()


def order_queryset() -> QuerySet[Order]:
    """Return all orders as rows with their parcels, for the order desk's lists."""
    return Order.objects.select_related("shipment")


def order_lines(order_id: Any) -> QuerySet[OrderLine]:
    """Return the lines of an order as rows; the id may be a reference to an outer query."""
    return OrderLine.objects.filter(order_id=order_id).order_by("pk")
