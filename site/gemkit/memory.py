"""Memory of a long-lived process: what glibc may keep of what was let go. Elsewhere these do nothing.

Columns of the index are megabytes each. glibc takes the first from the system and, having seen them go, keeps room
for the like, in an arena of each thread: a process then holds half as much again as it uses.
"""

import ctypes
from typing import Any

_M_MMAP_THRESHOLD, _M_ARENA_MAX = -3, -8  # malloc.h
LARGE = 2**20
ARENAS = 2


def _libc() -> Any:
    try:
        return ctypes.CDLL("libc.so.6")
    except OSError:  # another system
        return None


def hold_little() -> None:
    """Take large blocks from the system and give them back at once; share arenas between threads."""
    libc = _libc()
    if libc is not None:
        libc.mallopt(_M_MMAP_THRESHOLD, LARGE)
        libc.mallopt(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Give the system what is free; after something large was built."""
    libc = _libc()
    if libc is not None:
        libc.malloc_trim(0)
