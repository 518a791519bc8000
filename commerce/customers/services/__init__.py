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
    "group_ensure",
    "saved_write",
    "staff_create",
]
