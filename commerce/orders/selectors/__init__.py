"""Reads of orders. Other areas use what is named here."""

from commerce.orders.selectors.facts import shop_facts, shop_facts_from
from commerce.orders.selectors.reads import (
    line_ids,
    order_count,
    order_for_guest,
    order_lines,
    order_number,
    order_of_line,
    order_path,
    order_queryset,
    order_summary,
    order_token,
    order_url,
    order_view,
    payment_method,
    sums_that_differ,
)
from commerce.orders.selectors.views import (
    BankDetails,
    OrderDelivery,
    OrderEvent,
    OrderLineView,
    OrderPayment,
    OrderStep,
    OrderView,
)

__all__ = [
    "BankDetails",
    "OrderDelivery",
    "OrderEvent",
    "OrderLineView",
    "OrderPayment",
    "OrderStep",
    "OrderView",
    "line_ids",
    "order_count",
    "order_for_guest",
    "order_lines",
    "order_number",
    "order_of_line",
    "order_path",
    "order_queryset",
    "order_summary",
    "order_token",
    "order_url",
    "order_view",
    "payment_method",
    "shop_facts",
    "shop_facts_from",
    "sums_that_differ",
]
