import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.desk import make_staff


@pytest.fixture
def olena(db):
    return make_staff()


@pytest.fixture
def desk(client, olena):
    """A browser of Olena, who keeps the order desk and reads English."""
    client.force_login(olena)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def queries_of(desk):
    """Count the queries of an address, those that Wagtail asks once in a while left out."""

    def count(url, **params):
        desk.get(url, params)
        with CaptureQueriesContext(connection) as asked:
            response = desk.get(url, params)
            if response.streaming:
                b"".join(response.streaming_content)
        return len(asked)

    return count
