"""Money: an amount that never travels without its currency."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

CENT = Decimal("0.01")


def round_to_step(amount: Decimal, step: Decimal) -> Decimal:
    """Return ``amount`` rounded half up to a multiple of ``step``, with two decimals."""
    return ((amount / step).quantize(Decimal(1), ROUND_HALF_UP) * step).quantize(CENT)


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An exact amount in one ISO 4217 currency. Adding different currencies is an error."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise TypeError(f"a Money amount is a Decimal, not {type(self.amount).__name__}")

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, quantity: int) -> Money:
        if not isinstance(quantity, int):
            raise TypeError("Money is multiplied by whole quantities only")
        return Money(self.amount * quantity, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount:.2f} {self.currency}"

    def _same(self, other: Money) -> Decimal:
        if other.currency != self.currency:
            raise ValueError(f"cannot combine {self.currency} with {other.currency}")
        return other.amount

    def rounded(self, step: Decimal) -> Money:
        """Return this sum rounded half up to the currency's ``step``."""
        return Money(round_to_step(self.amount, step), self.currency)

    def as_json(self) -> dict[str, Any]:
        """Return the API form: a string with two decimals and the currency."""
        return {"amount": f"{self.amount:.2f}", "currency": self.currency}


def money_sum(parts: Iterable[Money], *, currency: str) -> Money:
    """Return the sum of ``parts``; an empty sum is zero in ``currency``."""
    return sum(parts, Money(Decimal("0.00"), currency))
