"""One piece of work for many items, on all processors.

The workers are copies of this process (fork), so that nothing of what it knows has to be sent to them; only what they
found comes back, in the order of the items. Where there is no fork (Windows), where other threads run (a copy would
have their locks, and nobody to open them), or for a few items, the work is done here.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain
from typing import Any, TypeVar

from pufa.memory import give_back
from pufa.problems import ContentError, Problem

Item = TypeVar("Item")
Result = TypeVar("Result")
PROCESSES = "PUFA_PROCESSES"  # environment: how many at most
_BATCH = 40  # items of one message between processes
_job: tuple[Callable[[Any], Any], Sequence[Any]] | None = None  # for the copies of this process


def spread(work: Callable[[Item], Result], items: Sequence[Item], batch: int = _BATCH) -> Iterator[Result]:
    """The result of each item, in order. Raises what the work raises, and ContentError if a worker is killed."""
    processes = min(count_processes(), len(items) // batch)
    yield from _fork(processes, work, items, batch) if processes > 1 else map(work, items)


def apart(work: Callable[[], Result]) -> Result:
    """What a piece of work finds in a copy of this process: a dictionary that it reads for that goes with the copy."""
    if count_processes() < 2:
        return work()
    [found] = _fork(1, lambda _: work(), (None,), 1)
    return found


def _fork(processes: int, work: Callable[[Item], Result], items: Sequence[Item], batch: int) -> Iterator[Result]:
    global _job  # noqa: PLW0603 - what a forked process is to find cannot be handed over in another way
    _job = (work, items)
    give_back()
    gc.freeze()  # a copy that looks for garbage would copy all pages of memory that it looks at
    starts = range(0, len(items), batch)
    pool = ProcessPoolExecutor(processes, multiprocessing.get_context("fork"), obey)
    try:
        yield from chain.from_iterable(pool.map(_do, starts, [batch] * len(starts)))
        pool.shutdown()
    except BrokenProcessPool:
        sentence = f"一个干活的进程被系统停掉了，多半是内存不够 → 关掉别的程序再试，或者设 {PROCESSES}=1"
        raise ContentError([Problem("pufa", 1, sentence)]) from None
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
        _job = None  # or all that it was about would stay


def count_processes() -> int:
    """How many processes may work at once."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    wanted = os.environ.get(PROCESSES, "")
    return max(1, int(wanted)) if wanted.isdecimal() else len(os.sched_getaffinity(0))


def obey() -> None:
    """A worker leaves Ctrl+C to the process that it works for, and goes when that one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_go_with_parent, daemon=True).start()


def _go_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)


def _do(start: int, count: int) -> list[Any]:
    assert _job, "a worker is a copy of a process that has one"
    work, items = _job
    return [work(item) for item in items[start : start + count]]
