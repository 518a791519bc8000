"""Pure rules of availability."""

from dataclasses import dataclass

from commerce.inventory.enums import AvailabilityState

# More than this is nobody's business.
SHOWN_AT_MOST = 10


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
