"""The same documents in OpenSearch, for shops that outgrow one database. Chosen by the setting SEARCH_URL.

The database stays the truth: documents are written there with their source, and copied here right after the commit.
Meaning and order are worked out in the shop as ever; OpenSearch only says which documents have a token. While it
cannot be reached the database answers, and `search_rebuild` brings a copy that fell behind up to date.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import numpy as np
import requests
import structlog
from django.conf import settings

from catalog.models import SearchDocument

log = structlog.get_logger(__name__)

INDEX = "lapidary-search"
MOST = 100_000
"""Hits of one expression that are taken, the newest."""

_BATCH = 500
_TIMES = (1, 5)
_BODY: Any = {
    "settings": {"index": {"max_result_window": MOST}},
    "mappings": {"dynamic": False, "properties": {"tokens": {"type": "keyword"}, "number": {"type": "long"}}},
}
_session = requests.Session()


def is_used() -> bool:
    return bool(settings.SEARCH_URL)


def lookup(expressions: Sequence[Sequence[str]], *, newest: int = 0) -> list[np.ndarray]:
    """Return the numbers of the documents for every expression, in one request.

    Raises `requests.RequestException` or ValueError when there is no proper answer.
    """
    lines: list[Any] = []
    for tokens in expressions:
        wanted = {"terms": {"tokens": list(tokens)}}
        lines += [
            {"index": INDEX},
            {
                "size": newest or MOST,
                "_source": False,
                "query": {"constant_score": {"filter": wanted}},
                "sort": [{"number": "desc"}],
            },
        ]
    answers = _send("POST", "_msearch", lines)["responses"]
    found = []
    for answer in answers:
        if "hits" not in answer:
            raise ValueError("OpenSearch refused a query")
        found.append(np.array([int(hit["_id"]) for hit in answer["hits"]["hits"]], dtype=np.int64))
    return found


def make(*, clear: bool) -> None:
    """Make the index if there is none; with ``clear`` anew."""
    there = _session.head(_url(INDEX), timeout=_TIMES).status_code == 200
    if there and clear:
        _session.delete(_url(INDEX), timeout=_TIMES).raise_for_status()
    if clear or not there:
        _session.put(_url(INDEX), json=_BODY, timeout=_TIMES).raise_for_status()


def push(numbers: Collection[int]) -> None:
    """Copy documents as they stand in the database now; those that are not there are deleted here."""
    for part in _parts(sorted(numbers)):
        rows = dict(SearchDocument.objects.filter(pk__in=part).values_list("pk", "tokens"))
        lines: list[Any] = []
        for number in part:
            if number in rows:
                lines += [
                    {"index": {"_index": INDEX, "_id": str(number)}},
                    {"number": number, "tokens": rows[number].split()},
                ]
            else:
                lines.append({"delete": {"_index": INDEX, "_id": str(number)}})
        _send("POST", "_bulk?refresh=true", lines)


def push_or_tell(numbers: Collection[int]) -> None:
    """Copy documents; what cannot be copied now is told to the log and waits for `search_rebuild`."""
    try:
        push(numbers)
    except (requests.RequestException, ValueError):
        log.exception("search documents were not copied to OpenSearch")


def _parts(numbers: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(numbers), _BATCH):
        yield numbers[start : start + _BATCH]


def _url(path: str) -> str:
    return f"{settings.SEARCH_URL.rstrip('/')}/{path}"


def _send(method: str, path: str, lines: list[Any]) -> dict[str, Any]:
    body = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    answer = _session.request(
        method,
        _url(path),
        data=body.encode(),
        headers={"Content-Type": "application/x-ndjson"},
        timeout=_TIMES,
    )
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found
