"""What was worked out before, on disk: a name, what it was made of, and what came out.

An entry is used again only if what it is made of is exactly the same, so that a cache of any age may be used, a
damaged one is as good as none, and the folder may be deleted at any time. It lies in a folder named by the code that
wrote it (pufa/environment.py). Many values share a file, because ten thousand small files take longer to read than
to work out anew; pickle, because it reads ten thousand cases in a fifth of a second. Whoever can write into the
folder can run code here, as with the code itself, which lies beside it.
"""

from __future__ import annotations

import gc
import pickle
import shutil
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

from pufa.atomic import write_whole

Value = TypeVar("Value")
Entries = dict[str, dict[str, tuple[str, Any]]]
UNSURE = 2_000_000_000  # nanoseconds: a file that changed so lately may change again without its times telling it
_FILES = 64  # of a shelf: one edited case writes one of them again


class Shelf:
    """Values of one kind, by name. folder: None keeps them for this run only.

    entries: name → what its value was made of, and the value.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self.entries: dict[str, tuple[str, Any]] = {}
        self._changed: set[int] = set()
        self._asked: set[str] = set()
        if folder and folder.is_dir():
            for number in range(_FILES):
                self.entries |= _read(folder / f"{number:02}.pickle")

    def recall(self, name: str, inputs: str, work_out: Callable[[], Value]) -> Value:
        """The value of a name, worked out only if it was not made of the same inputs."""
        entry = self.peek(name)
        if entry is not None and entry[0] == inputs:
            value: Value = entry[1]
            return value
        value = work_out()
        self.put(name, inputs, value)
        return value

    def peek(self, name: str) -> tuple[str, Any] | None:
        """(what it was made of, the value) that a name had the last time."""
        self._asked.add(name)
        return self.entries.get(name)

    def put(self, name: str, inputs: str, value: object) -> None:
        self._asked.add(name)
        self.entries[name] = inputs, value
        self._changed.add(_file_of(name))

    def save(self) -> None:
        """Write what has changed, without the names that nobody has asked for; every file whole or not at all."""
        for name in self.entries.keys() - self._asked:
            del self.entries[name]
            self._changed.add(_file_of(name))
        self._asked.clear()
        if self._folder is None or not self._changed:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        files: dict[int, dict[str, tuple[str, Any]]] = {number: {} for number in self._changed}
        for name, entry in self.entries.items():
            if (number := _file_of(name)) in files:
                files[number][name] = entry
        for number, entries in files.items():
            write_whole(self._folder / f"{number:02}.pickle", pickle.dumps(entries, pickle.HIGHEST_PROTOCOL))
        self._changed.clear()


class Cache:
    """All shelves. folder: where those of every version of the code lie; None keeps nothing beyond this run.

    held: a shelf for what is never written, because it takes longer to read than to work out: a preview has it still.
    """

    def __init__(self, folder: Path | None = None, version: str = "") -> None:
        self.folder = folder / version if folder else None
        self.held = Shelf(None)
        self._shelves: dict[str, Shelf] = {}

    @property
    def templates(self) -> Path | None:
        """Where templates are kept as they were compiled."""
        return self._make("templates")

    @property
    def index(self) -> Path | None:
        """Where the search keeps its own."""
        return self._make("index")

    def _make(self, name: str) -> Path | None:
        if self.folder is None:
            return None
        (self.folder / name).mkdir(parents=True, exist_ok=True)
        return self.folder / name

    def shelf(self, name: str) -> Shelf:
        """The shelf of a name; read when it is first asked for."""
        if name not in self._shelves:
            with _without_collection():
                self._shelves[name] = Shelf(self.folder / name if self.folder else None)
        return self._shelves[name]

    def entries(self, names: Collection[str]) -> Entries:
        """What is kept under some names: shelf → name → what it was made of, and the value."""
        return {
            kind: {name: shelf.entries[name] for name in names if name in shelf.entries}
            for kind, shelf in self._shelves.items()
        }

    def add(self, entries: Entries) -> None:
        """What another process has worked out: its ``entries``."""
        for shelf, found in entries.items():
            for name, (inputs, value) in found.items():
                self.shelf(shelf).put(name, inputs, value)

    def save(self) -> None:
        """Write what has changed on every shelf; what other versions of the code have kept is deleted."""
        for shelf in self._shelves.values():
            shelf.save()
        for other in self.folder.parent.iterdir() if self.folder and self.folder.is_dir() else ():
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)


def _file_of(name: str) -> int:
    return zlib.crc32(name.encode()) % _FILES


def _read(file: Path) -> dict[str, tuple[str, Any]]:
    try:
        return cast(dict[str, tuple[str, Any]], pickle.loads(file.read_bytes()))
    except Exception:
        return {}


@contextmanager
def _without_collection() -> Iterator[None]:
    """Millions of new objects that all stay: looking for garbage among them takes longer than reading them."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
