"""Files and folders that are there as a whole or not at all, whenever the program is stopped."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path

_HERE = -100  # AT_FDCWD
_EXCHANGE = 2  # RENAME_EXCHANGE of renameat2(2), Linux 3.15


def write_whole(file: Path, data: bytes) -> None:
    """Write a file beside, then put it in its place."""
    beside = file.with_name(f"{file.name}.{os.getpid()}.new")  # two builds may write at once
    beside.write_bytes(data)
    beside.replace(file)


def exchange(one: Path, other: Path) -> None:
    """Let two folders trade places; at no moment is one of them missing, where the system can do that (Linux).

    Elsewhere ``one`` is missing for the time between two renames; ``restore`` mends what was stopped there.
    Raises OSError.
    """
    if not _exchange_at_once(one, other):
        aside = _aside(one)
        one.rename(aside)
        try:
            other.rename(one)
        except OSError:  # Windows: somebody has a file of it open
            aside.rename(one)
            raise
        aside.rename(other)


def restore(one: Path) -> None:
    """Put back a folder that an exchange which was stopped has left aside, if the other is not there yet."""
    aside = _aside(one)
    if aside.exists() and not one.exists():
        aside.rename(one)
    shutil.rmtree(aside, ignore_errors=True)  # else the next exchange would find its place taken


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.aside")


def _exchange_at_once(one: Path, other: Path) -> bool:
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # a C library older than 2018, or another one
        return False
    return bool(rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)
