"""The demo's words in the test database: everything search reads, with one picture for all."""

import tomllib
from pathlib import Path

import pytest

DEMO = Path(__file__).resolve().parents[2] / "home" / "demo"


class OnePicture(dict):
    """One picture for every path."""

    def __missing__(self, path):
        from tests.factories.catalog import PictureFactory

        self[path] = next(iter(self.values()), None) or PictureFactory()
        return self[path]


def load(name):
    with (DEMO / "data" / name).open("rb") as file:
        return tomllib.load(file)


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker):
    """Fill the database with the demo's catalog, pages and synonyms for one module, and empty it again."""
    from django.db import transaction

    from catalog.index import state
    from catalog.search import vocabulary

    with django_db_blocker.unblock(), transaction.atomic():
        _fill()
        yield
        transaction.set_rollback(True)
    state.forget()
    vocabulary.forget()


def _fill():
    from catalog.search import services
    from catalog.services import imports
    from gemkit.progress import Progress
    from home.demo.build import build_pages
    from home.demo.indexes import built_once
    from home.demo.seed import _locales

    _locales()
    with built_once(), services.documents_held():
        dictionaries = load("dictionaries.toml")
        imports.dictionaries_import(dictionaries, drawings=DEMO / "media")
        imports.taxonomy_import(load("taxonomy.toml")["types"], pictures={})
        imports.recommendations_import(dictionaries["zodiac"])
        importer = imports.ProductImporter(pictures={})
        files = [f"products/{path.name}" for path in sorted((DEMO / "data" / "products").glob("*.toml"))]
        products = {}
        for name in [*files, "jewelry.toml"]:
            for row in load(name)["products"]:
                bare = {**row, "variants": [{**variant, "pictures": []} for variant in row["variants"]]}
                products[row["code"]], _ = importer.product(bare, views={})
        services.synonyms_import(load("synonyms.toml")["synonyms"])
        build_pages(pictures=OnePicture(), products=products, progress=Progress(None))
