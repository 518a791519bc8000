"""The picture that stands for a page where it is shared: as networks ask for it, 1200 × 630 and a JPEG."""

from __future__ import annotations

from catalog.domain import PictureView
from catalog.models import Picture
from catalog.selectors.facts import picture_alt
from catalog.selectors.pictures import _made

WIDTH, HEIGHT = 1200, 630
SPEC = f"fill-{WIDTH}x{HEIGHT}|format-jpeg|jpegquality-82"


def shared_view(picture: Picture | None, *, language: str, alt: str = "") -> PictureView | None:
    """Return the picture cut around its focal point; None where its file is gone.

    ``alt`` may say what the picture shows on this page. The copy is made once and then kept in the cache of
    renditions, so pages ask the database nothing.
    """
    if picture is None:
        return None
    copy = _made(picture, [SPEC]).get(SPEC)
    if copy is None:
        return None
    return PictureView(
        url=copy.url, width=copy.width, height=copy.height, alt=alt or picture_alt(picture, language=language)
    )
