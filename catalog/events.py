"""What others may hear from the catalog."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class AddressChanged:
    """A row that has a page of its own was saved with another address.

    ``row`` is the saved instance; ``before`` gives the stored values of its ``address_fields`` as they were.
    """

    row: Any
    before: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PictureUploaded:
    """An editor put a new file into the library, or in the place of an old one."""

    picture_id: int
