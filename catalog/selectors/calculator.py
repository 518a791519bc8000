"""What the calculator computes with: minerals of known density and shapes of known factors. No query."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.calculator.weights import SHAPES
from catalog.domain import ShapeView
from catalog.enums import Kind
from catalog.index import selectors as index
from catalog.index.selectors import BranchWord
from catalog.selectors.taxonomy import place_url


@dataclass(frozen=True, slots=True)
class Mineral:
    """A stone type in one language; specific gravity in g/cm³."""

    pk: int
    code: str
    name: str
    url: str
    specific_gravity: Decimal


def minerals(*, language: str) -> list[Mineral]:
    """Return the stone types whose specific gravity is known, in their order."""
    return [
        Mineral(
            pk=stone.pk,
            code=stone.code,
            name=stone.names[language],
            url=place_url(Kind.STONE, [stone], language=language),
            specific_gravity=stone.specific_gravity,
        )
        for stone in index.words().all("stone")
        if isinstance(stone, BranchWord)
        and stone.kind == Kind.STONE
        and stone.specific_gravity is not None
        and stone.slugs[language]
    ]


def shapes_to_weigh(*, language: str) -> list[ShapeView]:
    """Return the shapes for which a factor was published, in their order."""
    words = index.words()
    shapes = [words.shape(word.id, language) for word in words.all("shape") if word.code in SHAPES]
    return [shape for shape in shapes if shape is not None]
