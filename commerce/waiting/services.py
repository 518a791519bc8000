"""Writes of the waiting list."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from catalog import selectors as catalog
from commerce.inventory import selectors as inventory
from commerce.ledger import services as ledger
from commerce.waiting import selectors
from commerce.waiting.models import Wish
from gemkit.clock import now
from gemkit.db import write_transaction
from gemkit.errors import DomainError

UNCONFIRMED_KEPT = dt.timedelta(days=selectors.CONFIRM_DAYS)
TOLD_KEPT = dt.timedelta(days=30)
"""An address is kept no longer than it serves: until the link is void, or for a month after the answer."""


class AddressInvalid(DomainError):
    """Nobody can be written to at this address."""

    code = "RECIPIENT_INVALID"
    message = _("This is not an e-mail address.")
    status = 400
    attr = "email"


class NothingToWaitFor(DomainError):
    """The product is not shown, or can be bought now."""

    code = "NOT_SOLD"
    message = _("This piece can be bought now, or is no longer shown.")
    status = 409


@write_transaction
def wish_ask(*, product_id: int, email: str, language: str, is_similar_too: bool) -> None:
    """Note that somebody wants to be told, and send the link that confirms it, once an hour at most.

    Asking again changes nothing but the language and what is wanted; an answered wish begins anew. The answer
    never tells whether an address is known. Raises `NothingToWaitFor`, `AddressInvalid`.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise AddressInvalid() from error
    if not is_sold(product_id):
        raise NothingToWaitFor()
    moment = now()
    wish, _is_new = Wish.objects.select_for_update().get_or_create(
        product_id=product_id, email=email, defaults={"language": language, "asked_at": moment}
    )
    wish.language, wish.is_similar_too, wish.asked_at = language, is_similar_too, moment
    if wish.told_at is not None:
        wish.told_at = wish.told_product = wish.confirmed_at = None
    wish.save()
    if wish.confirmed_at is None:
        ledger.mail_enqueue(
            kind="waiting_confirm",
            object_type="wish",
            object_id=wish.pk,
            cause=f"{moment:%Y%m%d%H}",
            language=language,
            recipient=email,
        )


def is_sold(product_id: int) -> bool:
    """Whether a published product has variants and none of them can be bought or made."""
    variants = catalog.variants_of_products([product_id]).get(product_id, [])
    states = inventory.availability(variants).values()
    return bool(states) and all(state.state == "sold" for state in states)


@write_transaction
def wish_confirm(*, wish_id: int) -> bool:
    """Count a wish from now on; False when it is gone. Twice is once."""
    Wish.objects.filter(pk=wish_id, confirmed_at__isnull=True).update(confirmed_at=now())
    return Wish.objects.filter(pk=wish_id).exists()


@write_transaction
def wish_leave(*, wish_id: int) -> None:
    """Delete a wish with its address. Twice is once."""
    Wish.objects.filter(pk=wish_id).delete()


def wishes_answer(*, product_id: int | None = None) -> int:
    """Tell everybody whose wish has come true, each once; of all products or of one. Returns how many.

    The piece itself comes first; who takes similar ones hears of the newest of the same sub-category that was
    added after he asked.
    """
    wishes = selectors.open_wishes()
    if product_id is not None:
        wishes = wishes.filter(product=product_id)
    rows = list(wishes.values_list("pk", "product_id", "is_similar_too", "asked_at"))
    back = catalog.buyable_products({product for _pk, product, _too, _at in rows})
    told = 0
    for pk, product, is_similar_too, asked_at in rows:
        found: int | None = product if product in back else None
        if found is None and is_similar_too and product_id is None:
            found = catalog.newest_beside(product, since=asked_at)
        if found is not None:
            told += _answer(pk, found)
    return told


@write_transaction
def _answer(wish_id: int, product_id: int) -> int:
    moment = now()
    waiting = Wish.objects.filter(pk=wish_id, confirmed_at__isnull=False, told_at__isnull=True)
    if waiting.update(told_at=moment, told_product=product_id) != 1:
        return 0  # another worker was faster
    wish = Wish.objects.get(pk=wish_id)
    ledger.mail_enqueue(
        kind="waiting_back" if wish.product_id == product_id else "waiting_similar",
        object_type="wish",
        object_id=wish.pk,
        cause=f"{wish.asked_at:%Y%m%d%H%M%S}",
        language=wish.language,
        recipient=wish.email,
    )
    return 1


def wishes_forget() -> int:
    """Delete addresses that serve no longer: never confirmed, or answered a month ago."""
    moment = now()
    never = Wish.objects.filter(confirmed_at__isnull=True, asked_at__lt=moment - UNCONFIRMED_KEPT)
    answered = Wish.objects.filter(told_at__lt=moment - TOLD_KEPT)
    return never.delete()[0] + answered.delete()[0]
