"""Runs MkDocs until the build takes its n-th step on the disk, and lets something happen to it there.

python tests/stopper.py EVENT N FOLDER … (arguments of MkDocs). A step makes, changes or removes something in FOLDER;
with a plus (+3), steps count from the one on that follows the exchange of the old site and the new one.
EVENT: ``SIGKILL``; ``SIGINT``; ``full``: from there on the disk takes nothing more; ``none``.
"""

from __future__ import annotations

import errno
import os
import runpy
import signal
import sys

_CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "shutil.rmtree"}
_NEEDS_ROOM = {"open", "os.link", "os.mkdir", "os.rename"}
_WRITES = os.O_WRONLY | os.O_RDWR
_FIRST_AFTERWARDS = "/trees.pickle."


class Stopper:
    """An audit hook (PEP 578): Python tells it what it is about to do."""

    def __init__(self, event: str, number: str, folder: str) -> None:
        self.event, self.number, self.folder = event, int(number), folder
        self.is_counting = not number.startswith("+")
        self.done = 0

    def __call__(self, name: str, arguments: tuple[object, ...]) -> None:
        if not (name in _CHANGES or (name == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITES)):
            return
        place = arguments[0]
        if not isinstance(place, str | bytes | os.PathLike) or not os.fsdecode(place).startswith(self.folder):
            return
        self.is_counting = self.is_counting or _FIRST_AFTERWARDS in os.fsdecode(place)
        self.done += self.is_counting
        if self.event == "full" and self.is_counting and self.done >= self.number and name in _NEEDS_ROOM:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), os.fsdecode(place))
        if self.event.startswith("SIG") and self.is_counting and self.done == self.number:
            os.kill(os.getpid(), signal.Signals[self.event])


if __name__ == "__main__":
    sys.addaudithook(Stopper(*sys.argv[1:4]))
    del sys.argv[1:4]
    runpy.run_module("mkdocs", run_name="__main__", alter_sys=True)
