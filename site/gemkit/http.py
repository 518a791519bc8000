"""The one way out: HTTP calls with a time limit, a name and no redirects to strange places."""

from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry

TIMEOUT = (5, 10)


def session(*, retries: int = 2) -> requests.Session:
    """Return a session that names the shop and repeats idempotent calls ``retries`` times."""
    client = requests.Session()
    client.headers["User-Agent"] = settings.HTTP_USER_AGENT
    policy = Retry(
        total=retries,
        backoff_factor=0.3,
        status_forcelist=(502, 503, 504),
        allowed_methods=("GET", "HEAD"),
        raise_on_status=False,
    )
    adapter = HTTPAdapter(max_retries=policy)
    client.mount("https://", adapter)
    client.mount("http://", adapter)
    return client


def get(url: str, **params: Any) -> requests.Response:
    """GET ``url``. Raises ``requests.RequestException``; must not be called in a transaction."""
    with session() as client:
        return client.get(url, params=params or None, timeout=TIMEOUT, allow_redirects=False)
