"""Rules of carts. Carts never reserve: what is in one may be sold to somebody else first."""

from enum import StrEnum

MAX_QUANTITY = 9999
MAX_LINES = 100


class Problem(StrEnum):
    """What keeps a line from being ordered as it stands."""

    UNPUBLISHED = "UNPUBLISHED"
    OUT_OF_STOCK = "OUT_OF_STOCK"
    QUANTITY_REDUCED = "QUANTITY_REDUCED"
    PRICE_CHANGED = "PRICE_CHANGED"


class Remedy(StrEnum):
    """What the visitor can do about a problem."""

    REMOVE = "remove"
    SET_QUANTITY = "set_quantity"
    ACCEPT_PRICE = "accept_price"


REMEDY: dict[Problem, Remedy] = {
    Problem.UNPUBLISHED: Remedy.REMOVE,
    Problem.OUT_OF_STOCK: Remedy.REMOVE,
    Problem.QUANTITY_REDUCED: Remedy.SET_QUANTITY,
    Problem.PRICE_CHANGED: Remedy.ACCEPT_PRICE,
}


def most_of(*, free: int, is_one_of_a_kind: bool) -> int:
    """Return how many of a variant one cart may hold when ``free`` units are left."""
    return max(0, min(free, 1 if is_one_of_a_kind else MAX_QUANTITY))


def line_problem(
    *, is_purchasable: bool, has_price: bool, quantity: int, most: int, price_moved: bool
) -> Problem | None:
    """Return the weightiest problem of a line, or None."""
    if not is_purchasable or not has_price:
        return Problem.UNPUBLISHED
    if most == 0:
        return Problem.OUT_OF_STOCK
    if quantity > most:
        return Problem.QUANTITY_REDUCED
    return Problem.PRICE_CHANGED if price_moved else None
