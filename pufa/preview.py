"""What MkDocs' preview does otherwise for us: it hears of a saved file at once, and an open page is loaded again.

By itself MkDocs looks at all files twice a second, which takes longer with every case. A network drive or a folder
shared with a virtual machine does not report what others change in it: there its way is the right one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from watchdog.events import (
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEventHandler,
    PatternMatchingEventHandler,
)
from watchdog.observers import Observer

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

_CHANGES = [FileCreatedEvent, FileDeletedEvent, FileModifiedEvent, FileMovedEvent]  # not that a file is read
# The policy of a page would not let the script run that MkDocs puts into it. Both are as long as the other: a server has
# told the length of the page when this is written.
_POLICY, _NO_POLICY = b'<meta http-equiv="Content-Security-Policy"', b'<meta data-equiv="Content-Security-Policy"'
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


def without_policy(app: WSGIApplication) -> WSGIApplication:
    """The same server, whose pages may be loaded again by a script that was not there when they were built."""

    def serve(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return [b"".join(app(environ, start_response)).replace(_POLICY, _NO_POLICY)]

    return serve
