"""How the tests of the content API ask it."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from gemsite import page_cache

API = "/api/content/v2"


def get(client, path, *, status=200, **params):
    response = client.get(f"{API}{path}", params)
    assert response.status_code == status, response.content
    return response.json()


def queries(client, url):
    """Return how many queries the answer takes that was not kept."""
    for _ in range(2):  # warm: site roots, the index, and copies of pictures, which move the revision
        assert client.get(url).status_code == 200
    page_cache.store.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured.captured_queries)
