"""One order over the API: for its buyer by the token, for staff by named actions."""

from typing import Any

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotAuthenticated, PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response

from commerce.orders import selectors, services
from commerce.orders.api.serializers import EXAMPLE, OrderActIn, OrderCancelIn, OrderOut
from commerce.orders.selectors import OrderView
from gemkit.admin import staff_actor
from gemkit.api.refusals import refusals
from gemkit.api.throttling import ScopeThrottle
from gemkit.api.views import ShopApi

ORDER = OpenApiResponse(OrderOut, examples=[OpenApiExample("order", value=EXAMPLE, response_only=True)])
TOKEN = OpenApiParameter("token", str, description="The secret that came with the order.")
CHANGE, VIEW = "orders.change_order", "orders.view_order"


class OrderApi(ShopApi):
    """What the order views share. An unknown number and a wrong token read the same: 404."""

    throttle_classes = [*ShopApi.throttle_classes, ScopeThrottle]
    throttle_scope = "order"

    def for_guest(self, number: str, token: str) -> OrderView:
        order = selectors.order_for_guest(number=number, token=token[:64], language=self.language)
        if order is None:
            raise services.OrderNotFound()
        return order

    def for_staff(self, number: str) -> OrderView:
        order = selectors.order_view(number=number, language=self.language)
        if order is None:
            raise services.OrderNotFound()
        return order


class OrderDetailApi(OrderApi):
    @extend_schema(
        operation_id="order_read",
        summary="Read an order",
        description="With the order's `token`, or as staff with the permission to see orders.",
        parameters=[TOKEN],
        responses={200: ORDER, **refusals(services.OrderNotFound, validation=False)},
    )
    def get(self, request: Request, number: str) -> Response:
        token = request.query_params.get("token", "")
        is_staff = not token and request.user.is_active and request.user.has_perm(VIEW)
        order = self.for_staff(number) if is_staff else self.for_guest(number, token)
        return Response(OrderOut(order).data)

    @extend_schema(
        operation_id="order_act",
        summary="Do a named action on an order (staff)",
        description=(
            "Needs a staff session with the permission to change orders. `expected_status` is what the actor "
            "saw; when somebody else was quicker the answer is 409 `STALE_ORDER`."
        ),
        request=OrderActIn,
        examples=[
            OpenApiExample("ship", value={"action": "ship", "waybill": "20450726118834"}, request_only=True)
        ],
        responses={
            200: ORDER,
            **refusals(services.OrderNotFound, services.TransitionNotAllowed, services.StaleOrder),
        },
    )
    def patch(self, request: Request, number: str) -> Response:
        self.check_staff(request)
        act = OrderActIn(data=request.data)
        act.is_valid(raise_exception=True)
        services.order_act(number=number, actor=staff_actor(request.user), **act.validated_data)
        return Response(OrderOut(self.for_staff(number)).data)

    @staticmethod
    def check_staff(request: Request) -> None:
        """Refuse before anything is looked up, so that the answer tells nothing about the number."""
        user: Any = request.user
        if not user.is_authenticated:
            raise NotAuthenticated()
        if not (user.is_active and user.has_perm(CHANGE)):
            raise PermissionDenied()


class OrderCancelApi(OrderApi):
    authentication_classes: list[Any] = []

    @extend_schema(
        operation_id="order_cancel",
        summary="Cancel an order",
        description="Possible until the shop has confirmed the order; later the answer is 409 `CANCEL_TOO_LATE`.",
        request=OrderCancelIn,
        examples=[
            OpenApiExample(
                "cancel",
                value={"token": "u1Jc0n3Q…", "reason": "Обрала інший камінь"},
                request_only=True,
            )
        ],
        responses={200: ORDER, **refusals(services.OrderNotFound, services.CancelTooLate)},
    )
    def post(self, request: Request, number: str) -> Response:
        wish = OrderCancelIn(data=request.data)
        wish.is_valid(raise_exception=True)
        token = wish.validated_data["token"]
        self.for_guest(number, token)
        services.order_cancel_by_buyer(number=number, reason=wish.validated_data["reason"])
        return Response(OrderOut(self.for_guest(number, token)).data)
