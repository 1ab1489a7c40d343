"""Who builds the towns: processes of this machine, or a Dask cluster."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from importlib import import_module

from pufa.district.town_site import Job, Outcome, build
from pufa.problems import ContentError, Problem

_CONNECT_SECONDS = 10


@contextmanager
def local(jobs: int) -> Iterator[Executor]:
    """So many towns at a time on this machine. Each town is built by a process that its thread waits for."""
    with ThreadPoolExecutor(jobs) as executor:
        yield executor


@contextmanager
def cluster(scheduler: str) -> Iterator[Executor]:
    """The workers of a Dask scheduler, which give the towns of a worker that died to the others.

    They need the same software installed, and the folders of towns.yml and of the sites under the same paths.
    Raises ContentError if there is no Dask or no such scheduler.
    """
    try:
        distributed = import_module("distributed")  # of an optional group: one machine needs no cluster
    except ImportError:
        raise ContentError([_say("这台机器没有装 Dask → 请先运行 pip install --group district")]) from None
    try:
        client = distributed.Client(scheduler, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError):
        raise ContentError(
            [_say(f"写的是「{scheduler}」，连不上 → 请写成 tcp://地址:8786 的样子，先启动 dask scheduler")]
        ) from None
    with client, client.get_executor() as executor:
        yield executor


def _say(sentence: str) -> Problem:
    return Problem("--scheduler", 1, sentence)


def carry_out(jobs: Iterable[Job], executor: Executor) -> Iterator[Outcome]:
    """Build every town; each is told once, as it is finished."""
    waiting: dict[Future[Outcome], Job] = {executor.submit(build, job): job for job in jobs}
    try:
        for future in as_completed(waiting):
            yield _outcome(future, waiting[future])
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise


def _outcome(future: Future[Outcome], job: Job) -> Outcome:
    try:
        return future.result()
    except Exception as error:  # of whatever kind: the other towns go on
        reason = f"{type(error).__name__}: {error}".splitlines()[0][:200]
        return Outcome(
            job.slug, 0, (Problem(job.label, 1, f"几次都没有建成（{reason}） → 请看那台机器的日志，再试一次"),)
        )
