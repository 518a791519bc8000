"""Reads that are asked for all the time: the ORM writes their SQL once, later only the values are new.

Making the SQL of a query anew costs Django several times what SQLite or PostgreSQL need to answer it; a
product page that asks five questions spent half of its time on that. A `Reading` is such a query with
places for values. Everything else stays Django's: instances, related objects, converters, the connection
with its transactions and wrappers.
"""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection, connections
from django.db.models import QuerySet
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesListIterable

Row = TypeVar("Row")
Value = str | int | dt.datetime | Collection[int]
_MOMENT = dt.datetime(1901, 1, 1, 12, 34, 56, 789, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is left of making the SQL: its pieces between the values, and which value stands where."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    pieces: tuple[str, ...]
    places: tuple[tuple[str | None, Any], ...]  # the name of a value, or None and the constant itself
    converters: dict[int, Any]


class Reading(Generic[Row]):
    """A query made once in a process: ``Reading(lambda ids: Card.objects.filter(pk__in=ids))(ids=[1, 2])``.

    ``make`` gets each value by its name and returns a queryset of instances or of `values_list`. Values are
    texts, numbers, moments and collections of ids. A value may change nothing but what the SQL is given: it
    is never looked at, for when the SQL is made it is a sample.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self._make = make
        self._kept: dict[str, _Kept] = {}

    def __call__(self, **values: Value) -> list[Row]:
        """Return the rows; an empty collection of ids finds nothing and asks nothing."""
        if any(not isinstance(value, str | int | dt.datetime) and not value for value in values.values()):
            return []
        kept = self._kept.get(connection.vendor)
        if kept is None:
            kept = self._kept[connection.vendor] = _keep(self._make, values)
        rows: Any = kept.queryset._iterable_class(_Asked(kept, values))  # type: ignore[arg-type]
        return list(rows)


class _Asked:
    """Stands in for the queryset and its query while Django turns rows into what they shall be."""

    _known_related_objects: dict[Any, Any] = {}
    _hints: dict[str, Any] = {}
    _fields = None

    def __init__(self, kept: _Kept, values: dict[str, Value]) -> None:
        self.db = connection.alias
        self.model = kept.queryset.model
        self.query = self
        self._asked = kept, values

    def get_compiler(self, using: str) -> Any:
        kept, values = self._asked
        sql, params = _filled(kept, values)
        compiler = copy.copy(kept.compiler)
        compiler.connection, compiler.using = connections[using], using
        compiler.as_sql = lambda: (sql, params)
        compiler.get_converters = lambda _expressions: kept.converters
        return compiler


def _keep(make: Callable[..., QuerySet[Any, Any]], values: dict[str, Value]) -> _Kept:
    samples = {name: _sample(value, number) for number, (name, value) in enumerate(values.items())}
    queryset = make(**samples)
    if queryset._iterable_class not in (ModelIterable, ValuesListIterable, FlatValuesListIterable):
        raise ValueError("Rows in the active language cannot be read again in another: use rewrite(False).")
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    written = {_written(sample): name for name, sample in samples.items()}
    places = tuple((written.get(_key(param)), param) for param in params)
    if missing := set(samples) - {name for name, _param in places}:
        raise ValueError(f"The query does not ask for {', '.join(sorted(missing))}.")
    pieces = tuple(sql.split("%s"))
    if len(pieces) != len(places) + 1:
        raise ValueError("The query has a %s of its own.")
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    compiler.connection = None  # belongs to the thread that made it
    return _Kept(queryset, compiler, pieces, places, converters)


def _sample(value: Value, number: int) -> Value:
    """Return a value of the same sort that no query has as a constant."""
    if isinstance(value, str):
        return f"\ue000{number}\ue000"
    if isinstance(value, dt.datetime):
        return _MOMENT + dt.timedelta(days=number)
    if isinstance(value, int):
        return -2_147_000_000 - number
    return [-2_147_000_000 - number]


def _written(sample: Value) -> tuple[type, Any]:
    """Return a sample as it stands among the parameters."""
    if isinstance(sample, dt.datetime):
        return _key(connection.ops.adapt_datetimefield_value(sample))
    if isinstance(sample, str | int):
        return _key(sample)
    return _key(next(iter(sample)))


def _key(param: Any) -> tuple[type, Any]:
    return type(param), param if isinstance(param, str | int | dt.datetime) else None


def _filled(kept: _Kept, values: dict[str, Value]) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL with as many places as there are ids, and its parameters."""
    sql, params = [kept.pieces[0]], []
    for (name, constant), piece in zip(kept.places, kept.pieces[1:], strict=True):
        value = constant if name is None else values[name]
        if name is None or isinstance(value, str | int):
            params.append(value)
            sql.append("%s")
        elif isinstance(value, dt.datetime):
            params.append(connection.ops.adapt_datetimefield_value(value))
            sql.append("%s")
        else:
            params.extend(value)
            sql.append(", ".join(["%s"] * len(value)))
        sql.append(piece)
    return "".join(sql), tuple(params)
