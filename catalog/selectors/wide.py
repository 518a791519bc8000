"""Pictures of pages: heroes, bands and figures in larger copies than the stones need, tiles in small ones."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from catalog.domain import PictureView
from catalog.models import Picture, Rendition
from catalog.selectors import pictures as stored
from catalog.selectors.facts import picture_alt
from catalog.selectors.pictures import Copy, _made, picture_view

WIDTHS = (640, 1280)
SPECS = tuple(f"width-{width}|format-webp" for width in WIDTHS)
FULL_SIZES = "(min-width: 1440px) 1320px, 100vw"


@dataclass(frozen=True, slots=True)
class Slot:
    """Where pictures stand: which copies are made for it, and how wide it is shown.

    ``has_original``: the picture's own file is the widest copy where that is a WebP already. In a ``is_silent``
    slot the words beside the picture say the same, so readers hear nothing twice.
    """

    specs: tuple[str, ...]
    sizes: str
    has_original: bool = False
    is_silent: bool = False


@dataclass(frozen=True, slots=True)
class Original(Copy):
    """The picture's own file, and the centre of what an editor marked on it."""

    focus_x: int | None = None
    focus_y: int | None = None

    @property
    def focus(self) -> str:
        """The centre across and down, in fifths of the picture; empty where nothing is marked."""
        if self.focus_x is None or self.focus_y is None or not (self.width and self.height):
            return ""
        return f"{_fifth(self.focus_x, self.width)} {_fifth(self.focus_y, self.height)}"


def _fifth(place: int, length: int) -> int:
    return min(max(place, 0) * 5 // length, 4)


WIDE = Slot(SPECS, FULL_SIZES, has_original=True)
SPREAD = Slot(SPECS, "(min-width: 900px) 60vw, 100vw", has_original=True)
TILE = Slot(stored.SPECS, "(min-width: 900px) 150px, 33vw", is_silent=True)


def pictures_in(
    slots: Mapping[Slot, Collection[int]], *, language: str
) -> dict[Slot, dict[int, PictureView]]:
    """Return views of pictures by slot and id, in one query for all slots.

    A copy that is missing is made once in the life of a picture. Deleted pictures are left out.
    """
    wanted = {pk for ids in slots.values() for pk in ids}
    if not wanted:
        return {slot: {} for slot in slots}
    specs = {spec for slot in slots for spec in slot.specs}
    rows = Rendition.objects.filter(image__in=wanted, filter_spec__in=specs, focal_point_key="")
    copies: dict[int, dict[str, Copy]] = defaultdict(dict)
    alts: dict[int, str] = {}
    originals: dict[int, Original] = {}
    columns = ("image_id", "filter_spec", "file", "width", "height")
    about = (f"image__alt_{language}", "image__file", "image__width", "image__height")
    focus = ("image__focal_point_x", "image__focal_point_y")
    for pk, spec, name, width, height, alt, *own in rows.values_list(*columns, *about, *focus):
        copies[pk][spec] = Copy(name, width, height)
        alts[pk], originals[pk] = alt, Original(*own)
    _complete(slots, copies, alts, originals, language=language)
    return {
        slot: {
            pk: view
            for pk in ids
            if (view := _view(slot, copies[pk], originals.get(pk), alts.get(pk, ""))) is not None
        }
        for slot, ids in slots.items()
    }


def _complete(
    slots: Mapping[Slot, Collection[int]],
    copies: dict[int, dict[str, Copy]],
    alts: dict[int, str],
    originals: dict[int, Original],
    *,
    language: str,
) -> None:
    """Make the copies that are not there yet."""
    missing: dict[int, set[str]] = defaultdict(set)
    for slot, ids in slots.items():
        for pk in ids:
            if lacking := [spec for spec in slot.specs if spec not in copies[pk]]:
                missing[pk].update(lacking)
    for pk, picture in Picture.objects.in_bulk(missing).items() if missing else ():
        copies[pk] |= _made(picture, sorted(missing[pk]))
        alts[pk] = picture_alt(picture, language=language)
        originals[pk] = Original(
            picture.file.name, picture.width, picture.height, picture.focal_point_x, picture.focal_point_y
        )


def _view(slot: Slot, copies: Mapping[str, Copy], original: Original | None, alt: str) -> PictureView | None:
    shown = [copies[spec] for spec in slot.specs if spec in copies]
    if slot.has_original and original and original.name.endswith(".webp") and original.width > WIDTHS[-1]:
        shown.append(original)
    focus = original.focus if original else ""
    return picture_view(shown, alt="" if slot.is_silent else alt, sizes=slot.sizes, focus=focus)
