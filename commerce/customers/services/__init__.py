"""Writes of customers: accounts, and what visitors keep."""

from commerce.customers.services.accounts import AccountExists, group_ensure, staff_create
from commerce.customers.services.lists import (
    CompareFull,
    FavoritesFull,
    compare_add,
    compare_clear,
    compare_remove,
    favorite_remove,
    favorite_restore,
    favorite_ticket,
    favorites_add,
    favorites_clear,
    saved_write,
)
from commerce.customers.services.rights import flags_note, flags_of, rights_note

__all__ = [
    "AccountExists",
    "CompareFull",
    "FavoritesFull",
    "compare_add",
    "compare_clear",
    "compare_remove",
    "favorite_remove",
    "favorite_restore",
    "favorite_ticket",
    "favorites_add",
    "favorites_clear",
    "flags_note",
    "flags_of",
    "group_ensure",
    "rights_note",
    "saved_write",
    "staff_create",
]
