"""Sets of rows as packed words: row ``i`` is bit ``i % 64`` of word ``i // 64``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]
LONG = 4096


def words_for(size: int) -> int:
    """Return how many words hold ``size`` rows."""
    return (size + 63) // 64


def pack(flags: Flags, words: int) -> Words:
    """Return the set of rows whose flag is set, ``words`` long."""
    packed = np.zeros(words * 8, np.uint8)
    found = np.packbits(flags, bitorder="little")
    packed[: len(found)] = found
    return packed.view(np.uint64)


def of_rows(rows: NDArray[Any], words: int) -> Words:
    """Return the set of these rows, ``words`` long."""
    flags = np.zeros(words * 64, np.bool_)
    flags[rows] = True
    return pack(flags, words)


def rows_of(words: Words) -> Rows:
    """Return the rows of a set, ascending."""
    flags = np.unpackbits(words.view(np.uint8), bitorder="little")
    return np.flatnonzero(flags.view(np.bool_))  # several times as fast as with numbers


def moved_up(words: Words, distance: int) -> Words:
    """Return the set with every row moved ``distance`` (1 to 63) further."""
    moved = words << np.uint64(distance)
    moved[1:] |= words[:-1] >> np.uint64(64 - distance)
    return moved


def size_of(words: Words) -> int:
    """Return how many rows a set has."""
    return int(np.bitwise_count(words).sum(dtype=np.int64))


def sizes_of(sets: Iterable[Words], words: Words) -> list[int]:
    """Return how many rows each of ``sets`` shares with ``words``."""
    touched = np.flatnonzero(words)
    if not len(touched):
        return [0 for _ in sets]
    if len(touched) * 4 < len(words):  # few rows: look only where they are
        words, sets = words[touched], [found[touched] for found in sets]
    if len(words) > LONG:  # one set at a time stays in the processor's cache
        return [size_of(found & words) for found in sets]
    matrix = np.array(list(sets), np.uint64).reshape(-1, len(words))
    matrix &= words
    found: list[int] = np.bitwise_count(matrix).sum(axis=1, dtype=np.int64).tolist()
    return found


def put(words: NDArray[np.uint64], row: int, *, on: bool) -> None:
    """Set or clear one row, of one set or of every set of a matrix."""
    place, bit = row >> 6, np.uint64(1 << (row & 63))
    if on:
        words[..., place] |= bit
    else:
        words[..., place] &= ~bit


def has(words: Words, row: int) -> bool:
    """Whether a set has a row."""
    return bool(words[row >> 6] >> np.uint64(row & 63) & np.uint64(1))
