"""Wide pictures of pages: heroes, bands and figures, in larger copies than the stones need."""

from collections import defaultdict
from collections.abc import Iterable

from catalog.domain import PictureView
from catalog.models import Picture, Rendition
from catalog.selectors.facts import picture_alt
from catalog.selectors.pictures import Copy, _made, picture_view

WIDTHS = (640, 1280)
SPECS = tuple(f"width-{width}|format-webp" for width in WIDTHS)
FULL_SIZES = "(min-width: 1440px) 1320px, 100vw"


def wide_pictures(
    pictures: Iterable[Picture], *, language: str, sizes: str = FULL_SIZES
) -> dict[int, PictureView]:
    """Return views by picture id, in one query; a copy that is missing is made once.

    The widest copy is the picture's own file where that is a WebP already.
    """
    by_id = {picture.pk: picture for picture in pictures}
    found: dict[int, dict[str, Copy]] = defaultdict(dict)
    rows = Rendition.objects.filter(image_id__in=by_id, filter_spec__in=SPECS, focal_point_key="")
    for picture_id, spec, name, width, height in rows.values_list(
        "image_id", "filter_spec", "file", "width", "height"
    ):
        found[picture_id][spec] = Copy(name, width, height)
    views = {}
    for picture_id, picture in by_id.items():
        copies = found[picture_id]
        if missing := [spec for spec in SPECS if spec not in copies]:
            copies |= _made(picture, missing)
        shown = [copies[spec] for spec in SPECS if spec in copies]
        if picture.file.name.endswith(".webp") and picture.width > WIDTHS[-1]:
            shown.append(Copy(picture.file.name, picture.width, picture.height))
        if view := picture_view(shown, alt=picture_alt(picture, language=language), sizes=sizes):
            views[picture_id] = view
    return views
