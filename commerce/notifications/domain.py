"""What every letter shows around its text."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """The shop as a letter introduces it, in one language."""

    brand_name: str
    phone: str = ""
    hours: str = ""


# language -> Frame; registered by the site's settings, which lie above (see `selectors.frame_from`).
FrameSource = Callable[[str], Frame]
