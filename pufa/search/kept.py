"""What an index leaves on the disk for the next one: safe to delete at any time, and never trusted unseen.

``head.json`` names everything else by its content; it is replaced last, so that a build that was interrupted leaves
what was there before. A file that is not as the head says makes the whole state void: everything is built anew.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

Entry = Sequence[Any]  # file, size, when it was written
HEAD = "head.json"
FORMAT = 1  # of the head and of every file


def read_head(folder: Path | None) -> dict[str, Any] | None:
    """The head of a state; None if there is none, or if it is damaged."""
    if folder is None:
        return None
    try:
        mark, _, text = (folder / HEAD).read_bytes().partition(b"\n")
        if mark.decode("ascii", "replace") != digest(text):
            return None
        head: dict[str, Any] = json.loads(text)
    except (OSError, ValueError):
        return None
    return head if head.get("format") == FORMAT else None


def digest(data: Any) -> str:
    """The name of a content."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def is_whole(folder: Path, files: Mapping[str, Entry]) -> bool:
    """Whether every file is as it was written: a file of another time is read to see."""
    try:
        for name, size, written in files.values():
            seen = (folder / name).stat()
            if seen.st_size != size:
                return False
            if seen.st_mtime_ns != written and digest((folder / name).read_bytes()) != _content(name):
                return False
    except OSError:
        return False
    return True


def _content(name: str) -> str:
    return name.removesuffix(".bin").rpartition("-")[2]


def write_file(folder: Path, name: str, data: Any, known: Mapping[str, Entry]) -> Entry:
    """One array. known: files that are there already, and whole."""
    path = folder / f"{name}-{digest(data)}.bin"
    if path.name in known:
        return known[path.name]
    _replace(path, data)  # even if it is there: who knows what is in it
    seen = path.stat()
    return path.name, seen.st_size, seen.st_mtime_ns


def write_head(folder: Path, head: Mapping[str, Any]) -> None:
    """The head; then everything that it does not name is removed."""
    text = json.dumps({**head, "format": FORMAT}, ensure_ascii=False, separators=(",", ":")).encode()
    _replace(folder / HEAD, f"{digest(text)}\n".encode() + text)
    named = {entry[0] for entry in head["arrays"].values()}
    for path in folder.iterdir():
        if path.suffix in (".bin", ".new") and path.name not in named:
            try:
                path.unlink()
            except OSError:  # Windows does not let go of a file that is still read: next time
                continue


def _replace(path: Path, data: Any) -> None:
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    beside.write_bytes(data)
    beside.replace(path)
