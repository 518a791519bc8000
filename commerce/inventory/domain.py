"""Pure rules of availability."""

from dataclasses import dataclass

from catalog.domain import CountFilter
from commerce.inventory.enums import AvailabilityState, CountState

# More than this is nobody's business.
SHOWN_AT_MOST = 10
LARGEST_COUNT = 1_000_000


@dataclass(frozen=True, slots=True)
class Availability:
    """What a shopper may expect. ``quantity`` is at most 10; ``text`` is in the active language."""

    state: AvailabilityState
    quantity: int
    text: str

    @property
    def can_buy(self) -> bool:
        """Whether units can be put into a cart now; making to order is agreed with a person."""
        return self.state in {AvailabilityState.IN_STOCK, AvailabilityState.LAST_ONE}


def availability_state(*, free: int, is_made_to_order: bool) -> AvailabilityState:
    """Return the state of a variant with ``free`` units."""
    if free <= 0:
        return AvailabilityState.MADE_TO_ORDER if is_made_to_order else AvailabilityState.SOLD
    return AvailabilityState.LAST_ONE if free == 1 else AvailabilityState.IN_STOCK


def is_low(*, free: int, low_at: int | None, default: int, is_one_of_a_kind: bool) -> bool:
    """Whether so few are left that staff should know.

    A level of its own holds for any variant, 0 for none; the shop's ``default`` leaves single pieces out: one is
    all there ever was of them.
    """
    if low_at is None:
        return not is_one_of_a_kind and 0 < default >= free
    return 0 < low_at >= free


def count_state(*, known: int, now: int, reserved: int, counted: int | None, is_booked: bool) -> CountState:
    """Return how a line of a stock-take stands: ``known`` is what was on hand when it was put on the sheet."""
    if is_booked:
        return CountState.BOOKED
    if counted is None:
        return CountState.WAITING
    if now != known:
        return CountState.CHANGED
    if counted < reserved:
        return CountState.PROMISED
    return CountState.SAME if counted == known else CountState.DIFFERENT


__all__ = [
    "LARGEST_COUNT",
    "SHOWN_AT_MOST",
    "Availability",
    "CountFilter",
    "availability_state",
    "count_state",
    "is_low",
]
