"""OpenSearch as a setting: the same answers from a copy, and the database where the copy is not there."""

import shutil
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import pytest
import requests

from catalog.models import ProductVariant
from catalog.search import opensearch, services
from catalog.search.selectors import find
from tests.factories.catalog import ProductFactory, VariantFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server():
    """An imitation of OpenSearch that keeps everything in memory."""
    found = find_spec("osmem_server")
    binary = Path(found.origin).parent / "bin" / "osmem-server" if found and found.origin else None
    if binary is None or not binary.exists():
        binary = shutil.which("osmem-server")
    assert binary, "install the packages of requirements-dev.txt"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(binary), "-addr", f"127.0.0.1:{port}", "-no-stdin-watch", "-no-ja"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    for _ in range(100):
        try:
            requests.get(url, timeout=1)
            break
        except requests.ConnectionError:
            time.sleep(0.1)
    yield url
    process.terminate()
    process.wait()


@pytest.fixture
def copied(server, settings):
    settings.SEARCH_URL = server
    opensearch.make(clear=True)


def stones(capture):
    """Publish two stones, with what follows the commit."""
    with capture(execute=True):
        products = [
            ProductFactory(published=True, name_uk=f"Шафіраніт {word}") for word in ("Ранок", "Вечір")
        ]
        for product in products:
            VariantFactory(product=product, sku=f"Q-70{product.pk:02}-A")
    return products


QUERIES = [
    "шафіраніти",
    "ifashfysn",
    "шафіранит вечір",
    "shafiranit",
    "шафіраніт опівніч",
    "вече",
    "нісенітниця",
]


def test_answers_are_those_of_the_database(copied, settings, django_capture_on_commit_callbacks):
    stones(django_capture_on_commit_callbacks)
    there = [find(query, language="uk") for query in QUERIES]

    settings.SEARCH_URL = ""
    assert there == [find(query, language="uk") for query in QUERIES]
    assert len(there[0].product_ids) == 2


def test_it_is_opensearch_that_answers(copied, django_capture_on_commit_callbacks, monkeypatch):
    products = stones(django_capture_on_commit_callbacks)
    monkeypatch.setattr("catalog.search.engine._ask", None)

    assert sorted(find("шафіраніт", language="uk").product_ids) == sorted(product.pk for product in products)


def test_number_that_changed_follows_the_commit(copied, django_capture_on_commit_callbacks):
    first, _second = stones(django_capture_on_commit_callbacks)
    variant = ProductVariant.objects.get(product=first)
    variant.sku = "Q-9009-Z"
    with django_capture_on_commit_callbacks(execute=True):
        variant.save()

    assert find("q9009z", language="uk").product_ids == [first.pk]


def test_unpublished_product_goes(copied, django_capture_on_commit_callbacks):
    first, second = stones(django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        first.unpublish()

    assert find("шафіраніт", language="uk").product_ids == [second.pk]


def test_rebuild_fills_an_empty_copy(server, settings, django_capture_on_commit_callbacks):
    stones(django_capture_on_commit_callbacks)
    settings.SEARCH_URL = server
    services.rebuild(clear=True, each=lambda title, parts: parts)

    assert len(find("шафіраніт", language="uk").product_ids) == 2


def test_database_answers_while_it_cannot_be_reached(settings, django_capture_on_commit_callbacks):
    settings.SEARCH_URL = "http://127.0.0.1:9"

    products = stones(django_capture_on_commit_callbacks)

    assert len(find("шафіраніт", language="uk").product_ids) == len(products)
