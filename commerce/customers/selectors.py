"""Reads of what a visitor keeps.

Guests keep their lists in two signed cookies; nothing is stored here. A cookie that was tampered with, is older
than a year or was written in another form is an empty list. Later a signed-in customer's lists come from tables
and the cookies are merged into them by the rules of `commerce.customers.domain`: callers ask `visit()` either way.

The lists belong to the request and are asked for deep inside components (every card has two buttons), so they are
kept in a context variable for its time, as the rates of pricing are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property

from django.core import signing

from commerce.customers import domain
from commerce.customers.domain import COMPARE_LIMIT, FAVORITES_LIMIT, Favorite, Saved
from commerce.customers.models import User

FAVORITES_COOKIE = "favorites"
COMPARE_COOKIE = "compare"
KEPT_DAYS = 365

# The number grows when the written form changes: what was written before is then no longer ours.
FAVORITES_SALT = "customers.favorites.1"
COMPARE_SALT = "customers.compare.1"
SHARE_SALT = "customers.share.1"
TICKET_SALT = "customers.ticket.1"


class Visit:
    """The lists of one request, read when they are first asked for."""

    def __init__(self, cookies: Mapping[str, str], *, has_places: bool = True) -> None:
        self._cookies = cookies
        self._places: set[int] | None = set() if has_places else None

    @cached_property
    def saved(self) -> Saved:
        return saved_in(self._cookies)

    @cached_property
    def favorite_ids(self) -> frozenset[int]:
        return frozenset(favorite.variant_id for favorite in self.saved.favorites)

    @cached_property
    def compare_ids(self) -> frozenset[int]:
        return frozenset(self.saved.compare)

    def is_first(self, variant_id: int) -> bool:
        """Whether a card of this variant has not stood on the page yet: only the first one gets an id."""
        if self._places is None or variant_id in self._places:
            return False
        self._places.add(variant_id)
        return True


_NOBODY = Visit({}, has_places=False)
_visit: ContextVar[Visit] = ContextVar("customers_visit", default=_NOBODY)


@contextmanager
def visiting(cookies: Mapping[str, str], *, has_places: bool = True) -> Iterator[Visit]:
    """Make the lists in ``cookies`` those of the visitor while the block runs."""
    visit = Visit(cookies, has_places=has_places)
    token = _visit.set(visit)
    try:
        yield visit
    finally:
        _visit.reset(token)


def visit() -> Visit:
    """Return the lists of this request; empty ones outside of a request."""
    return _visit.get()


def saved_in(cookies: Mapping[str, str]) -> Saved:
    """Return the lists in a visitor's cookies. Never fails."""
    return Saved(
        favorites=_favorites(cookies.get(FAVORITES_COOKIE, "")),
        compare=_compare(cookies.get(COMPARE_COOKIE, "")),
    )


def _favorites(signed: str) -> tuple[Favorite, ...]:
    text = _unsigned(signed, FAVORITES_SALT)
    try:
        return domain.favorites_read(text)
    except (ValueError, OverflowError):
        return ()


def _compare(signed: str) -> tuple[int, ...]:
    try:
        return domain.ids_read(_unsigned(signed, COMPARE_SALT), limit=COMPARE_LIMIT)
    except ValueError:
        return ()


def _unsigned(signed: str, salt: str) -> str:
    if not signed:
        return ""
    try:
        return signing.TimestampSigner(salt=salt).unsign(signed, max_age=KEPT_DAYS * 86400)
    except signing.BadSignature:
        return ""


def share_token(variant_ids: tuple[int, ...]) -> str:
    """Return a token that names these variants; it does not expire and holds neither prices nor dates."""
    return signing.Signer(salt=SHARE_SALT).sign(domain.ids_text(variant_ids))


def shared_ids(token: str) -> tuple[int, ...]:
    """Return the variants a token names, in order; none for a token that is not ours."""
    try:
        return domain.ids_read(signing.Signer(salt=SHARE_SALT).unsign(token), limit=FAVORITES_LIMIT)
    except (signing.BadSignature, ValueError):
        return ()


def ticket_favorite(ticket: str) -> Favorite | None:
    """Return the favorite that a ticket of `services.favorite_ticket` holds; None for any other text."""
    try:
        found = domain.favorites_read(signing.Signer(salt=TICKET_SALT).unsign(ticket))
    except (signing.BadSignature, ValueError, OverflowError):
        return None
    return found[0] if found else None


def staff_user(actor: str) -> User | None:
    """Return the member of staff that histories name as ``actor``: ``staff:7``, in old ones by the address."""
    told = actor.removeprefix("staff:")
    if told == actor:
        return None
    people = User.objects.filter(is_staff=True)
    return people.filter(pk=int(told)).first() if told.isdecimal() else people.filter(email=told).first()
