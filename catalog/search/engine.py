"""Asking the database which documents have which tokens: all there is that differs between databases."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import requests
import structlog
from django.db import connection

from catalog.search import opensearch

log = structlog.get_logger(__name__)

Ids = np.ndarray
Expression = Sequence[str]
"""Tokens of which a document has any."""

_SQLITE = "SELECT {at}, group_concat(rowid) FROM {found}"
_SQLITE_FOUND = "catalog_searchindex WHERE catalog_searchindex MATCH %s"
_POSTGRES = "SELECT {at}, string_agg(id::text, ',') FROM {found}"
_POSTGRES_FOUND = "catalog_searchdocument WHERE vector @@ %s::tsquery"
_AT_ONCE = 400
NOTHING: Ids = np.empty(0, dtype=np.int64)


def lookup(expressions: Sequence[Expression], *, newest: int = 0) -> list[Ids]:
    """Return the numbers of the documents for every expression, in one query; of each only the ``newest`` if given.

    Tokens are letters and digits only (`catalog.search.language.words`), so nothing in them can be an operator.
    """
    if opensearch.is_used():
        try:
            return opensearch.lookup(expressions, newest=newest)
        except (requests.RequestException, ValueError):
            log.exception("OpenSearch did not answer, the database does")
    found = [NOTHING] * len(expressions)
    asked = [(at, tokens) for at, tokens in enumerate(expressions) if tokens]
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        for at, numbers in _ask(part, newest):
            if numbers:
                found[at] = np.fromstring(numbers, dtype=np.int64, sep=",")
    return found


def _ask(asked: Sequence[tuple[int, Expression]], newest: int) -> list[tuple[int, str | None]]:
    postgres = connection.vendor == "postgresql"
    one = _POSTGRES if postgres else _SQLITE
    key, found = ("id", _POSTGRES_FOUND) if postgres else ("rowid", _SQLITE_FOUND)
    if newest:
        found = f"(SELECT {key} FROM {found} ORDER BY {key} DESC LIMIT {newest}) AS latest"  # noqa: S608 - our own words and a number
    either = (lambda tokens: "|".join(f"'{token}'" for token in tokens)) if postgres else _any_of
    sql = " UNION ALL ".join(one.format(at=at, found=found) for at, _ in asked)
    with connection.cursor() as cursor:
        cursor.execute(sql, [either(tokens) for _, tokens in asked])
        return cursor.fetchall()


def _any_of(tokens: Expression) -> str:
    return " OR ".join(f'"{token}"' for token in tokens)
