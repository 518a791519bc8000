"""What the calculator computes with: minerals of known density and shapes of known factors."""

from dataclasses import dataclass
from decimal import Decimal

from catalog.calculator.weights import SHAPES
from catalog.domain import ShapeView
from catalog.enums import Kind
from catalog.models import Shape, StoneType
from catalog.selectors.facts import shape_view, translated
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
    """Return the stone types whose specific gravity is known, in their order; one query."""
    known = StoneType.objects.filter(kind=Kind.STONE, specific_gravity__isnull=False)
    return [
        Mineral(
            pk=stone.pk,
            code=stone.code,
            name=translated(stone, "name", language),
            url=place_url(Kind.STONE, [stone], language=language),
            specific_gravity=stone.specific_gravity,
        )
        for stone in known
        if stone.specific_gravity is not None and translated(stone, "slug", language)
    ]


def shapes_to_weigh(*, language: str) -> list[ShapeView]:
    """Return the shapes for which a factor was published, in their order; one query."""
    shapes = [shape_view(shape, language=language) for shape in Shape.objects.filter(code__in=list(SHAPES))]
    return [shape for shape in shapes if shape is not None]
