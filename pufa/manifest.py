"""What lies in the folder of a built site, so that it can be told whether somebody else was at it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

_stat = os.stat  # of ten thousand files, for which Path objects would take longer than the question


class Stamp(NamedTuple):
    """What a file is known by without reading it. digest: of its content."""

    digest: str
    size: int
    changed: int


@dataclass
class Manifest:
    """What lies in a tree, as far as we have put it there: files by path, and when each folder was changed last."""

    files: dict[str, Stamp] = field(default_factory=dict)
    folders: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, files: dict[str, Stamp], root: Path, known: Mapping[str, int] = MappingProxyType({})) -> Manifest:
        """Of a tree that holds these files now. known: folders of which it is known when they were changed last."""
        folders = list_folders(files)
        return cls(files, {path: known.get(path) or _stat(f"{root}/{path}").st_mtime_ns for path in folders})

    def __getstate__(self) -> tuple[tuple[str, ...], list[tuple[Any, ...]], dict[str, int]]:
        """Column by column: ten thousand stamps are not written one by one."""
        return tuple(self.files), list(zip(*self.files.values(), strict=True)), self.folders

    def __setstate__(self, state: tuple[tuple[str, ...], list[tuple[Any, ...]], dict[str, int]]) -> None:
        paths, columns, self.folders = state
        self.files = dict(zip(paths, map(Stamp, *columns), strict=True)) if columns else {}

    def matches(self, root: Path) -> bool:
        """Whether the tree is as we left it: no file changed, none gone, none added."""
        base = os.fspath(root)
        try:
            return self.has_names(root) and all(
                _is_as_stamped(f"{base}/{path}", stamp) for path, stamp in self.files.items()
            )
        except OSError:
            return False

    def has_names(self, root: Path) -> bool:
        """Whether the tree has the files that we left there: none gone, none added, none put in another's place."""
        base = os.fspath(root)
        try:
            return all(_stat(f"{base}/{path}").st_mtime_ns == changed for path, changed in self.folders.items())
        except OSError:
            return False


def digest_of(data: bytes) -> str:
    """What the content of a file is known by."""
    return hashlib.blake2b(data, digest_size=16).hexdigest()


def list_folders(files: Iterable[str]) -> set[str]:
    """Every folder of a tree that holds these files; "" is the tree itself."""
    folders = {""}
    for path in files:
        while path := path.rpartition("/")[0]:
            if path in folders:
                break
            folders.add(path)
    return folders


def _is_as_stamped(file: str, stamp: Stamp) -> bool:
    found = _stat(file)
    return found.st_mtime_ns == stamp.changed and found.st_size == stamp.size
