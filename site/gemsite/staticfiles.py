"""Which static files are published, and how they are compressed."""

from collections.abc import Iterable, Iterator
from typing import Any

import brotli
from django.contrib.staticfiles import apps
from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage

# What a visitor of the shop loads; the rest belongs to the editors' screens and the API's page.
VISITORS = ("css/", "js/", "icons/", "django_htmx/")
BEST, QUICK = 11, 5


class StaticFilesConfig(apps.StaticFilesConfig):
    """Leaves the sources of css/shop.css where they are: pages ask for the joined file only."""

    ignore_patterns = [*apps.StaticFilesConfig.ignore_patterns, "css/components/*", "css/pages/*"]


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash, and compressed copies of exactly the files that pages ask for.

    The strongest compression of everything takes two minutes, nearly all of them for screens that few
    people open: only the visitors' files get it, the others one that is quick and still beats gzip.
    """

    quality = BEST

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        asked_for = set(self.hashed_files.values()) & set(paths)
        visitors = {path for path in asked_for if path.startswith(VISITORS)}
        for self.quality, group in ((BEST, visitors), (QUICK, asked_for - visitors)):
            yield from super().compress_files(group)

    def create_compressor(self, **options: Any) -> Compressor:
        skipped = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map", "md", "txt")
        return ShopCompressor(self.quality, **{**options, "extensions": skipped})


class ShopCompressor(Compressor):
    """Compresses with Brotli of a given quality, and with gzip."""

    def __init__(self, quality: int, **options: Any) -> None:
        super().__init__(**options)
        self.quality = quality

    def compress_brotli(self, data: bytes) -> bytes:
        return brotli.compress(data, quality=self.quality)
