"""Pieces that came back from a buyer."""

from __future__ import annotations

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from commerce.inventory.enums import MovementKind, ReservationState
from commerce.inventory.models import Reservation, StockItem, StockMovement
from commerce.inventory.services.stock import move
from gemkit.db import write_transaction
from gemkit.errors import DomainError


class ReturnNotPossible(DomainError):
    """More cannot come back than was sent."""

    code = "RETURN_NOT_POSSIBLE"
    message = _("At most {left} pieces of this item can come back: no more were sent.")
    status = 409
    attr = "quantity"


@write_transaction
def stock_return(*, order_line_id: int, quantity: int, return_id: str, actor: str, reason: str = "") -> bool:
    """Book pieces of a sent order line back in; False when this return was booked before.

    ``return_id`` names the parcel that came back, whatever the staff call it: one is booked once a line. Raises
    `ReturnNotPossible` when more would come back than left.
    """
    sent = Reservation.objects.filter(order_line_id=order_line_id, state=ReservationState.CONSUMED).first()
    if sent is None:
        raise ReturnNotPossible(left=0, quantity=quantity)
    StockItem.objects.select_for_update().get(variant_id=sent.variant_id)  # two bookings take turns
    booked = StockMovement.objects.filter(order_line_id=order_line_id)
    if booked.filter(return_id=return_id).exists():
        return False
    left = sent.quantity - (booked.aggregate(units=Sum("change"))["units"] or 0)
    if not 0 < quantity <= left:
        raise ReturnNotPossible(left=left, quantity=quantity)
    move(
        sent.variant_id,
        quantity,
        kind=MovementKind.RETURN,
        actor=actor,
        reason=reason,
        order_line_id=order_line_id,
        return_id=return_id[:40],
    )
    return True
