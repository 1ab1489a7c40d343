"""Large dictionaries, each in a process of its own that was made while this one was small, and that all others ask.

jieba takes a hundred and twenty megabytes and most of a second to read, pypinyin fifty: so each is read once in a
build, beside nothing else. Where there is no fork, or where other threads run, whoever asks reads it.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from pufa.workers import count_processes, obey

Thing = TypeVar("Thing")
Answer = TypeVar("Answer")


class Desk:
    """Where one dictionary is asked. The process reads it when the first question comes."""

    def __init__(self) -> None:
        self._line: Connection | None = None
        self._process: BaseProcess
        self._turn: Any

    @property
    def is_open(self) -> bool:
        return self._line is not None

    def open(self) -> None:
        """Before this process has grown: what it holds then, the other one holds, too."""
        if self._line or count_processes() < 2:
            return
        context = multiprocessing.get_context("fork")
        self._line, theirs = context.Pipe()
        self._turn = context.Lock()
        self._process = context.Process(target=self._serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def ask(self, read: Callable[[Thing], Answer], thing: Thing) -> Answer:
        """What a function of some module finds; worked out here if the desk is closed, or its process was killed."""
        if self._line is None:
            return read(thing)
        try:
            with self._turn:
                self._line.send((read, thing))
                found: Answer = self._line.recv()
        except (EOFError, OSError):
            self._line = None
            return read(thing)
        return found

    def close(self) -> None:
        """The dictionary goes, and the process with it: it has nothing else to lose."""
        if self._line:
            self._process.kill()
            self._process.join()
            self._line.close()
            self._line = None

    def _serve(self, line: Connection) -> None:
        obey()
        self._line = None
        while True:
            read, thing = line.recv()
            line.send(read(thing))


WORDS = Desk()  # jieba
SOUNDS = Desk()  # pypinyin
_ALL = (WORDS, SOUNDS)


def open_all() -> None:
    """At the beginning of a build."""
    for desk in _ALL:
        desk.open()


def close_all() -> None:
    """At its end."""
    for desk in _ALL:
        desk.close()
