"""The shared cache of a shop without Redis: a table that is written in one statement."""

import base64
import pickle
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import connections, router
from django.utils.timezone import now

CULL_EVERY = 200


class UpsertCache(DatabaseCache):
    """Django's cache in a table, for values that change with almost every request.

    Django counts the rows, opens a transaction and looks before it writes: five statements. Here one statement
    sets a value, and old rows are looked for with one write of ``CULL_EVERY``.
    """

    _table: str
    _cull: Any

    def set(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        self.set_many({key: value}, timeout, version)

    def set_many(
        self, data: Mapping[Any, Any], timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> list[Any]:
        """Write all of ``data`` in one statement, in the order of the names; no name is ever left out."""
        if not data:
            return []
        until = self.get_backend_timeout(timeout)
        expires = datetime.max.replace(tzinfo=UTC) if until is None else datetime.fromtimestamp(until, tz=UTC)
        connection = connections[router.db_for_write(self.cache_model_class)]
        table = connection.ops.quote_name(self._table)
        adapted = connection.ops.adapt_datetimefield_value(expires.replace(microsecond=0))
        named = {self.make_and_validate_key(key, version=version): value for key, value in data.items()}
        values: list[Any] = []
        for name, value in sorted(named.items(), key=lambda row: row[0]):
            pickled = pickle.dumps(value, self.pickle_protocol)
            values += [name, base64.b64encode(pickled).decode("latin1"), adapted]
        places = ", ".join(["(%s, %s, %s)"] * len(named))
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (cache_key, value, expires) VALUES {places} "  # noqa: S608 - our own name
                "ON CONFLICT (cache_key) DO UPDATE SET value = EXCLUDED.value, expires = EXCLUDED.expires",
                values,
            )
            if random.randrange(CULL_EVERY) == 0:  # noqa: S311 - which write it is does not matter
                self._sweep(connection.alias, cursor, table)
        return []

    def _sweep(self, alias: str, cursor: Any, table: str) -> None:
        cursor.execute(f"SELECT COUNT(*) FROM {table}")  # noqa: S608 - our own name
        rows = cursor.fetchone()[0]
        if rows > self._max_entries:
            self._cull(alias, cursor, now().replace(microsecond=0), rows)
