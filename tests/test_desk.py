"""A dictionary in a process of its own, which all others ask."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator

import pytest

from pufa.desk import Desk
from pufa.workers import PROCESSES, spread

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="without fork whoever asks reads the dictionary")


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setattr(threading, "active_count", lambda: 1)  # the tests' own server
    monkeypatch.setenv(PROCESSES, "2")
    desk = Desk()
    desk.open()
    yield desk
    desk.close()


def _look_up(number: int) -> tuple[int, int]:
    return number, os.getpid()


def _fail(number: int) -> int:
    raise LookupError(number)


def test_one_process_answers_all(desk: Desk) -> None:
    asked = list(spread(lambda number: (desk.ask(_look_up, number), os.getpid()), range(200), 10))
    assert [number for (number, _), _ in asked] == list(range(200)), "each has its own answer"
    [answering] = {process for (_, process), _ in asked}
    assert answering not in {asking for _, asking in asked} | {os.getpid()}


def test_a_process_that_was_killed_is_not_waited_for(desk: Desk) -> None:
    _, answering = desk.ask(_look_up, 1)
    os.kill(answering, signal.SIGKILL)
    assert desk.ask(_look_up, 2) == (2, os.getpid())
    assert not desk.is_open


def test_a_mistake_is_told_where_it_is_asked(desk: Desk) -> None:
    with pytest.raises(LookupError):
        desk.ask(_fail, 1)


def test_nothing_is_left_when_it_is_closed(desk: Desk) -> None:
    _, answering = desk.ask(_look_up, 1)
    desk.close()
    with pytest.raises(ProcessLookupError):
        os.kill(answering, 0)
    assert desk.ask(_look_up, 2) == (2, os.getpid())


def test_one_process_alone_reads_its_dictionaries_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROCESSES, "1")
    desk = Desk()
    desk.open()
    assert not desk.is_open
    assert desk.ask(_look_up, 1) == (1, os.getpid())
