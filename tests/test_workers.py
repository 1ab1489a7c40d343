"""The same work on all processors: the same results in the same order, and a word in Chinese if a worker is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from pufa import workers
from pufa.problems import ContentError, Problem
from pufa.workers import PROCESSES, apart, count_processes, spread

from .conftest import ROOT

linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are no workers")


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two workers, whatever earlier tests have left running in this process."""
    monkeypatch.setenv(PROCESSES, "2")
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@linux
@pytest.mark.usefixtures("two")
def test_results_in_the_order_of_the_items() -> None:
    def work(number: int) -> tuple[int, int]:
        time.sleep(0.02 if number < 3 else 0)  # the first are ready last
        return number * number, os.getpid()

    found = list(spread(work, range(20), 3))
    assert [square for square, _ in found] == [number * number for number in range(20)]
    assert os.getpid() not in {worker for _, worker in found}


@linux
@pytest.mark.usefixtures("two")
def test_work_is_not_sent_but_known() -> None:
    """A closure over what no message could hold."""
    lock = threading.Lock()

    def work(number: int) -> int:
        with lock:
            return number + 1

    assert list(spread(work, [1, 2, 3, 4], 2)) == [2, 3, 4, 5]


@pytest.mark.parametrize("processes", ["1", "2"])
def test_what_the_work_raises_is_raised(monkeypatch: pytest.MonkeyPatch, processes: str) -> None:
    monkeypatch.setenv(PROCESSES, processes)
    monkeypatch.setattr(threading, "active_count", lambda: 1)

    def work(number: int) -> int:
        if number == 5:
            raise ValueError("number five")
        return number

    results = spread(work, range(8), 2)
    with pytest.raises(ValueError, match="number five"):
        list(results)


@linux
@pytest.mark.usefixtures("two")
def test_problems_that_a_worker_finds() -> None:
    def work() -> None:
        raise ContentError([Problem("content/b.yml", 2, "错了"), Problem("content/a.yml", 1, "也错了", "warning")])

    with pytest.raises(ContentError) as caught:
        apart(work)
    assert caught.value.problems == [
        Problem("content/a.yml", 1, "也错了", "warning"),
        Problem("content/b.yml", 2, "错了"),
    ]


@linux
@pytest.mark.usefixtures("two")
def test_what_the_work_was_about_is_let_go() -> None:
    class Large:
        pass

    items = [Large() for _ in range(4)]
    known = [weakref.ref(item) for item in items]
    assert len(list(spread(lambda item: 1, items, 2))) == 4
    del items
    assert not any(reference() for reference in known)


@linux
@pytest.mark.usefixtures("two")
def test_a_worker_that_is_killed() -> None:
    """As Linux does it when memory runs out."""

    def work(number: int) -> int:
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    with pytest.raises(ContentError) as caught:
        list(spread(work, range(8), 2))
    assert str(caught.value).startswith("pufa:1: 一个干活的进程被系统停掉了")
    assert f"设 {PROCESSES}=1" in str(caught.value)
    assert list(spread(lambda number: -number, range(4), 2)) == [0, -1, -2, -3], "the next pool is a new one"


@linux
@pytest.mark.usefixtures("two")
def test_few_items_are_done_here() -> None:
    def work(number: int) -> int:
        return os.getpid()

    assert set(spread(work, range(workers._BATCH * 2 - 1))) == {os.getpid()}
    assert os.getpid() not in set(spread(work, range(workers._BATCH * 2)))


def test_without_fork_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROCESSES, "2")
    monkeypatch.setattr(sys, "platform", "win32")
    assert set(spread(lambda number: os.getpid(), range(100), 1)) == {os.getpid()}


def test_beside_other_threads_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PROCESSES, "2")
    waiting = threading.Event()
    other = threading.Thread(target=waiting.wait)
    other.start()
    try:
        assert set(spread(lambda number: os.getpid(), range(100), 1)) == {os.getpid()}
    finally:
        waiting.set()
        other.join()


@linux
@pytest.mark.parametrize(("told", "processes"), [("1", 1), ("0", 1), ("7", 7)])
def test_how_many_is_told(monkeypatch: pytest.MonkeyPatch, told: str, processes: int) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setenv(PROCESSES, told)
    assert count_processes() == processes


@linux
@pytest.mark.parametrize("told", ["", "many", "-3", "2.5"])
def test_without_a_number_all_processors(monkeypatch: pytest.MonkeyPatch, told: str) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    monkeypatch.setenv(PROCESSES, told)
    assert count_processes() == len(os.sched_getaffinity(0))


_PARENT = """
import os, sys, time
from pufa.workers import spread
def work(number):
    open(os.path.join(sys.argv[1], str(os.getpid())), "w").close()
    time.sleep(600)
list(spread(work, range(4), 2))
"""


@linux
def test_workers_go_with_the_process_that_they_work_for(tmp_path: Path) -> None:
    """None is left behind that would write into the next build."""
    parent = subprocess.Popen([sys.executable, "-c", _PARENT, str(tmp_path)], cwd=ROOT, env=_with_two())
    _wait(lambda: len(list(tmp_path.iterdir())) == 2)
    parent.kill()
    parent.wait()
    _wait(lambda: not any(_lives(int(file.name)) for file in tmp_path.iterdir()))


def _with_two() -> dict[str, str]:
    return {**os.environ, PROCESSES: "2"}


def _lives(process: int) -> bool:
    """Whether it still works; one that nobody has buried yet does not."""
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def _wait(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
