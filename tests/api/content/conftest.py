"""The content API is tested on the pages and stones of the tests of pages."""

import pytest

from gemsite import page_cache
from tests.home.conftest import media, rates, sell, tree  # noqa: F401 - fixtures


@pytest.fixture(autouse=True)
def forgotten():
    page_cache.store.clear()
    yield
    page_cache.store.clear()


@pytest.fixture
def kept(monkeypatch):
    """Answers are kept, as in production."""
    monkeypatch.setattr(page_cache.store, "limit", 10**7)
