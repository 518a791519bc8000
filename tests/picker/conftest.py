"""The demo's catalog without its pictures' files: every product, price, sign and palette."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.db import transaction

from catalog.index import state
from catalog.index.services import cards_held
from catalog.services import imports
from home.demo import seed
from tests.factories.catalog import PictureFactory
from tests.factories.commerce import set_rates


class Same(dict):
    """One picture for every path."""

    def __init__(self, picture):
        super().__init__()
        self.picture = picture

    def __missing__(self, path):
        return self.picture

    def get(self, path, default=None):
        return self.picture if path else default


def load_demo():
    """Fill the database as the demo does, less what a picker does not read."""
    set_rates()
    pictures = Same(PictureFactory(file__width=8, file__height=8))
    dictionaries = seed.load("dictionaries.toml")
    imports.dictionaries_import(dictionaries, drawings=seed.MEDIA)
    imports.taxonomy_import(seed.load("taxonomy.toml")["types"], pictures=pictures)
    imports.recommendations_import(dictionaries["zodiac"])
    imports.palettes_import(seed.load("palettes.toml")["palettes"], pictures=pictures)
    files = sorted(path.relative_to(seed.DATA).as_posix() for path in seed.DATA.glob("products/*.toml"))
    importer = imports.ProductImporter(pictures=pictures)
    with cards_held():
        for name in files:
            for row in seed.load(name)["products"]:
                for variant, variant_row in importer.product(row, views={})[1]:
                    seed._sell(variant.pk, variant_row)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demo's stones, once for all tests of a module; thrown away at its end."""
    from django.test import override_settings

    folder = tmp_path_factory.mktemp("media")
    begun = dt.datetime.now(tz=dt.UTC)
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        load_demo()
        seconds = (dt.datetime.now(tz=dt.UTC) - begun).total_seconds()
        yield SimpleNamespace(seconds=seconds)
        transaction.set_rollback(True)
    state.forget()
