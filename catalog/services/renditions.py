"""Scaling many pictures ahead of their first visitor, on all cores and beside other work.

The processes only read and write files; the rows are added by the caller, so that a database with a
single writer is never waited for.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from django.core.files.storage import default_storage
from wagtail.images.models import Filter

from catalog.models import Picture, Rendition
from catalog.selectors import pictures as scaled
from catalog.selectors import shared, wide
from catalog.selectors.pictures import SPECS


@dataclass(frozen=True, slots=True)
class Source:
    """What a process needs to know of a picture: it does not touch the database."""

    picture_id: int
    file: str
    title: str
    width: int
    height: int
    specs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scaled:
    """A copy that lies in the storage and has no row yet."""

    picture_id: int
    filter_spec: str
    file: str
    width: int
    height: int


def scale(source: Source) -> list[Scaled]:
    """Make the copies of one picture in the widths that pages show; returns what was written."""
    picture = Picture(
        pk=source.picture_id, file=source.file, title=source.title, width=source.width, height=source.height
    )
    made = []
    for spec in source.specs:
        content = picture.generate_rendition_file(Filter(spec=spec))
        row = Rendition(image=picture, filter_spec=spec)
        name = default_storage.save(row.file.field.generate_filename(row, content.name), content)
        row.file.name = name
        made.append(Scaled(source.picture_id, spec, name, row.file.width, row.file.height))
    return made


def scaling_start(
    pictures: Iterable[Picture], *, pool: Executor, specs: tuple[str, ...] = SPECS
) -> list[Future[list[Scaled]]]:
    """Hand ``pictures`` to ``pool``; the answers go to `scaling_finish`."""
    return [
        pool.submit(
            scale, Source(picture.pk, picture.file.name, picture.title, picture.width, picture.height, specs)
        )
        for picture in pictures
    ]


def scaling_finish(futures: Iterable[Future[list[Scaled]]]) -> Iterator[int]:
    """Add the rows of what was made, picture by picture; yields how many copies each got.

    Copies that somebody made meanwhile win.
    """
    for future in futures:
        made = future.result()
        Rendition.objects.bulk_create(
            [
                Rendition(
                    image_id=copy.picture_id,
                    filter_spec=copy.filter_spec,
                    focal_point_key="",
                    file=copy.file,
                    width=copy.width,
                    height=copy.height,
                )
                for copy in made
            ],
            ignore_conflicts=True,
        )
        yield len(made)


def picture_copies_make(picture_id: int) -> int:
    """Make all copies of a picture that pages may show; returns how many it has. A deleted picture has none."""
    picture = Picture.objects.filter(pk=picture_id).first()
    specs = (*SPECS, *wide.SPECS, scaled.spec(scaled.LARGE_WIDTH), shared.SPEC)
    return len(picture.get_renditions(*specs)) if picture else 0
