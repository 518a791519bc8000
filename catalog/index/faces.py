"""The face of a card: what it shows of a variant that is no number to filter by.

Kept with the card as plain JSON in both languages, so that a page of cards is one query and little work.
Dictionaries and the hierarchy are named by id: their words come from `catalog.index.words`, so a renamed colour
touches no card.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, TypedDict

from catalog.models import ProductVariant, VariantMedia
from catalog.selectors.facts import own_alt, sizes_of, translated
from catalog.selectors.pictures import Copy, stored_copies
from catalog.selectors.variants import media_of, variants_with_all

VIEWS = 3
LANGUAGES = ("uk", "en")


class FacePicture(TypedDict):
    """A picture: copies as [file, width, height], narrowest first; ``alt`` is empty without an editor's text.

    A new picture has no copies until they were made, right after the commit.
    """

    id: int
    copies: list[list[Any]]
    view: str
    alt: dict[str, str]


class Face(TypedDict):
    """See the module. ``several``: the product has more than one active variant."""

    product: int
    leaf: int
    sku: str
    names: dict[str, str]
    slugs: dict[str, str]
    several: bool
    nature: str
    shape: int | None
    color: int | None
    treatment: str
    carat: str
    sizes: list[str]
    metal: str
    ring: str
    setting: dict[str, str]
    made: bool
    pictures: list[FacePicture]


def faces_of(product_ids: Iterable[int]) -> tuple[dict[int, Face], set[int]]:
    """Return the faces of all variants of some products, and the pictures that have no copies yet.

    Four queries for any number.
    """
    variants = list(variants_with_all().filter(product__in=list(product_ids)))
    galleries = {pk: media[:VIEWS] for pk, media in media_of(variant.pk for variant in variants).items()}
    pictures = {media.picture_id: media.picture for gallery in galleries.values() for media in gallery}
    copies = stored_copies(pictures.values())
    siblings = Counter(variant.product_id for variant in variants if variant.is_active)
    faces = {
        variant.pk: face_of(
            variant, galleries.get(variant.pk, []), copies, several=siblings[variant.product_id] > 1
        )
        for variant in variants
    }
    return faces, {pk for pk in pictures if pk not in copies}


def face_of(
    variant: ProductVariant, gallery: list[VariantMedia], copies: Mapping[int, list[Copy]], *, several: bool
) -> Face:
    """Return the face of a variant whose product is loaded; ``several`` as in `Face`."""
    product = variant.product

    def both(entry: object, field: str) -> dict[str, str]:
        return {code: translated(entry, field, code) for code in LANGUAGES}

    return Face(
        product=product.pk,
        leaf=product.subcategory_id,
        sku=variant.sku,
        names=both(product, "name"),
        slugs=both(product, "slug"),
        several=several,
        nature=product.nature,
        shape=variant.shape_id,
        color=variant.color_id,
        treatment=variant.treatment,
        carat="" if variant.carat is None else f"{variant.carat:.2f}",
        sizes=[f"{size:.2f}" for size in sizes_of(variant)],
        metal=variant.metal,
        ring="" if variant.ring_size is None else f"{variant.ring_size:.2f}",
        setting=both(variant, "setting_stones"),
        made=variant.is_made_to_order,
        pictures=[
            FacePicture(
                id=media.picture_id,
                copies=[[copy.name, copy.width, copy.height] for copy in copies.get(media.picture_id, [])],
                view=media.view,
                alt={code: own_alt(media, language=code) for code in LANGUAGES},
            )
            for media in gallery
        ],
    )
