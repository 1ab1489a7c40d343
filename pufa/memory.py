"""What was freed goes back to the system, where the C library would keep it."""

from __future__ import annotations

import ctypes
import sys
from functools import cache


def give_back() -> None:
    """Before something large is made, or this process is copied. glibc keeps up to sixty megabytes of large tables that
    are gone; to ask for them takes some milliseconds. Other C libraries are not asked."""
    if trim := _find_trim():
        trim(0)


@cache
def _find_trim() -> ctypes._NamedFuncPointer | None:
    return getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
