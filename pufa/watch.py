"""Tells of changed files as soon as the operating system does, for a preview.

MkDocs looks at all files twice a second, which takes longer with every case. A network drive or a folder shared with
a virtual machine does not report what others change in it: there its way is the right one.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
    PatternMatchingEventHandler,
)
from watchdog.observers import Observer

_CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]  # not that a file is read
_NOBODYS = [".*", "*~", "__pycache__/*"]  # what editors and Python lay beside a file


class Watch(Observer):  # type: ignore[misc, valid-type] # which class it is depends on the operating system
    """An observer of watchdog's in place of the one that MkDocs has."""

    def schedule(self, event_handler: FileSystemEventHandler, path: str, *, recursive: bool = False, **_: Any) -> Any:
        """Of a single file its folder is watched: many editors put another file in its place."""
        folder = Path(path) if Path(path).is_dir() else Path(path).parent
        wanted = PatternMatchingEventHandler(ignore_patterns=_NOBODYS, ignore_directories=True)
        wanted.on_any_event = event_handler.dispatch  # type: ignore[method-assign]
        return super().schedule(
            wanted, str(folder), recursive=recursive and folder == Path(path), event_filter=_CHANGES
        )
