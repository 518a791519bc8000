"""Writes of accounts: letters with links, and what becomes the customer's at sign-in."""

from __future__ import annotations

import uuid

from commerce.accounts import selectors
from commerce.cart import selectors as carts
from commerce.cart import services as cart_services
from commerce.cart.services import CartNotFound
from commerce.ledger import services as ledger
from commerce.orders import services as orders
from gemkit.clock import now
from gemkit.db import write_transaction


@write_transaction
def letter_enqueue(*, kind: str, object_id: int, email: str, language: str) -> None:
    """Put a letter of an account into the outbox. Its link is made when it is sent and is never stored."""
    ledger.mail_enqueue(
        kind=kind,
        object_type="account",
        object_id=object_id,
        cause=now().isoformat(),
        language=language,
        recipient=email,
    )


@write_transaction
def orders_adopt(*, customer_id: int) -> int:
    """Give a customer the guest orders of their confirmed addresses; returns how many there were."""
    emails = selectors.confirmed_emails(customer_id)
    return sum(orders.orders_claim(email=email, customer_id=customer_id) for email in emails)


def cart_join(*, cart_id: uuid.UUID | None, customer_id: int) -> cart_services.Merged | None:
    """Join what a guest has gathered with the customer's open cart; None when neither has any.

    A cart that is gone, ordered or somebody else's is left alone.
    """
    if cart_id is not None:
        try:
            return cart_services.cart_merge(cart_id=cart_id, customer_id=customer_id)
        except (CartNotFound, cart_services.CartSpent):
            pass
    own = carts.cart_of(customer_id)
    return cart_services.Merged(own) if own is not None else None
