"""Things of known size that stones are shown beside, in millimetres."""

from dataclasses import dataclass
from decimal import Decimal

# ISO/IEC 7810, format ID-1: every bank card.
CARD_WIDTH = Decimal("85.60")
CARD_HEIGHT = Decimal("53.98")

# How wide a stone may be missed by a caliper and a setting alike: what "the same size" means.
SAME_SIZE = Decimal("0.3")
SAME_SHARE = Decimal("0.04")


@dataclass(frozen=True, slots=True)
class Coin:
    """A coin in circulation: hryvnias and the diameter in mm."""

    hryvnias: int
    diameter: Decimal


# National Bank of Ukraine, circulation coins of 2018 and later (bank.gov.ua, "Обігові монети").
COINS = (
    Coin(1, Decimal("18.9")),
    Coin(2, Decimal("20.2")),
    Coin(5, Decimal("22.1")),
    Coin(10, Decimal("23.5")),
)


def same_size(size: Decimal) -> tuple[Decimal, Decimal]:
    """Return from which to which size (mm, tenths) a stone passes for one of ``size``."""
    slack = max(SAME_SIZE, size * SAME_SHARE)
    tenth = Decimal("0.1")
    return max(size - slack, tenth).quantize(tenth), (size + slack).quantize(tenth)
