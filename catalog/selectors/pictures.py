"""Pictures for pages: WebP copies in the widths that the slots need, and their text alternatives."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.core.files.storage import default_storage
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError

from catalog.domain import PictureView
from catalog.models import Picture, Rendition
from gemkit.prepared import Reading

logger = logging.getLogger(__name__)

WIDTHS = (320, 480, 640)
"""The widths every picture is made in; the demo's seeding makes the same ones beforehand."""

LARGE_WIDTH = 1200
CARD_SIZES = "(min-width: 1440px) 320px, (min-width: 900px) 25vw, 50vw"
THUMBNAIL_SIZES = "132px"
STAGE_SIZES = "(min-width: 1440px) 740px, (min-width: 900px) 55vw, 100vw"


def spec(width: int) -> str:
    """Return Wagtail's filter for a WebP copy of ``width``."""
    return f"width-{width}|format-webp"


SPECS = tuple(spec(width) for width in WIDTHS)


_COPIES = Reading(
    lambda ids: Rendition.objects.filter(
        image_id__in=ids, filter_spec__in=SPECS, focal_point_key=""
    ).values_list("image_id", "filter_spec", "file", "width", "height")
)


@dataclass(frozen=True, slots=True)
class Copy:
    """One scaled copy of a picture; ``name`` is its file in the storage."""

    name: str
    width: int
    height: int

    @property
    def url(self) -> str:
        return _address(self.name)


@lru_cache(maxsize=20_000)
def _address(name: str) -> str:
    """Return the address of a file; public files have one that never changes."""
    return default_storage.url(name)


def picture_copies(pictures: Iterable[Picture]) -> dict[int, list[Copy]]:
    """Return the copies of ``pictures`` by picture id, narrowest first, in one query.

    Copies that do not exist yet are made; that happens once in the life of a picture. A picture
    whose file is gone has no copies.
    """
    by_id = {picture.pk: picture for picture in pictures}
    found = _stored(by_id)
    for picture_id, picture in by_id.items():
        if len(found[picture_id]) < len(SPECS):
            found[picture_id].update(_made(picture, [s for s in SPECS if s not in found[picture_id]]))
    return {picture_id: _in_order(copies) for picture_id, copies in found.items()}


def stored_copies(pictures: Iterable[Picture]) -> dict[int, list[Copy]]:
    """Return the copies of those pictures that have all of theirs, narrowest first; makes none."""
    found = _stored({picture.pk: picture for picture in pictures})
    return {pk: _in_order(copies) for pk, copies in found.items() if len(copies) == len(SPECS)}


def _stored(pictures: Mapping[int, Picture]) -> dict[int, dict[str, Copy]]:
    found: dict[int, dict[str, Copy]] = defaultdict(dict)
    for picture_id, filter_spec, name, width, height in _COPIES(ids=list(pictures)):
        found[picture_id][filter_spec] = Copy(name, width, height)
    return found


def _in_order(copies: Mapping[str, Copy]) -> list[Copy]:
    return [copies[name] for name in SPECS if name in copies]


def _made(picture: Picture, specs: list[str]) -> dict[str, Copy]:
    try:
        made = picture.get_renditions(*specs)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        logger.exception("picture cannot be scaled")
        return {}
    return {name: Copy(copy.file.name, copy.width, copy.height) for name, copy in made.items()}


def picture_view(
    copies: list[Copy], *, alt: str, sizes: str = CARD_SIZES, focus: str = ""
) -> PictureView | None:
    """Return one picture with all its widths; None when it has no copy."""
    if not copies:
        return None
    widths = {copy.width: copy for copy in copies}  # a small original gives the same width twice
    shown = list(widths.values())
    middle = shown[len(shown) // 2]
    srcset = ", ".join(f"{copy.url} {copy.width}w" for copy in shown) if len(shown) > 1 else ""
    return PictureView(
        url=middle.url,
        width=middle.width,
        height=middle.height,
        alt=alt,
        srcset=srcset,
        sizes=sizes if srcset else "",
        focus=focus,
    )


def picture_views(
    pictures: Iterable[Picture], *, alts: Mapping[int, str], sizes: str = CARD_SIZES
) -> dict[int, PictureView]:
    """Return views by picture id; ``alts`` gives each its text alternative."""
    copies = picture_copies(pictures)
    views = {pk: picture_view(mine, alt=alts.get(pk, ""), sizes=sizes) for pk, mine in copies.items()}
    return {pk: view for pk, view in views.items() if view is not None}


def large_copy(picture: Picture) -> Copy | None:
    """Return the picture for a close look: its own file where that is a light WebP already."""
    if picture.width <= LARGE_WIDTH and picture.file.name.endswith(".webp"):
        return Copy(picture.file.name, picture.width, picture.height)
    return _made(picture, [spec(LARGE_WIDTH)]).get(spec(LARGE_WIDTH))
