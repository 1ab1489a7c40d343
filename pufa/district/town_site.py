"""The unit of work: the site of one town, built beside the old one and put in its place at the end.

It can be done twice, in two places at once, or be broken off at any moment: what stands in the published folder is
always a whole site, the old one or the new one. Only the cache outlasts the folder in which it is built.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pufa.problems import Problem

BUILD = ("-m", "mkdocs", "build", "--strict", "--quiet")  # what `make site` does
_HOW = ("mkdocs.yml", "theme", "hooks", "pufa")  # of the software, the same for all towns
_PROBLEM = re.compile(r"(?P<path>[^\s:]+):(?P<line>\d+): (?P<message>.+ → .+)")
_DECORATION = re.compile(r"\x1b\[[\d;]*m|^(ERROR|WARNING) +-  ")
_TRIES = 10
CACHE = ".cache"  # where a build keeps its own, beside content/


@dataclass(frozen=True)
class Job:
    """One town to be built, with nothing in it but names and paths, so that it can be sent to another machine.

    content: its folder; label: how its editors know that folder. software: the project with mkdocs.yml, theme/ and
    hooks/; docs/ is the town's own if it lies beside content/. place: where its site belongs; workshop: a folder on
    the same disk where it is built; cache: what its builds keep for the next one, safe to delete, and shared if the town
    is built in two places at once. epoch: SOURCE_DATE_EPOCH.
    """

    slug: str
    name: str
    content: Path
    label: str
    software: Path
    place: Path
    workshop: Path
    cache: Path
    epoch: str


@dataclass(frozen=True)
class Outcome:
    """How it went. problems: why there is no new site; empty if there is one."""

    slug: str
    seconds: float
    problems: tuple[Problem, ...] = ()


def build(job: Job) -> Outcome:
    """Build one town in a process of its own, which can neither break this one nor be broken by another town's."""
    started = time.monotonic()
    bench = job.workshop / f"{job.slug}.{os.getpid()}.{uuid4().hex[:8]}"
    try:
        _lay_out(job, bench)
        done = subprocess.run(
            [sys.executable, *BUILD, "--site-dir", str(bench / "site")],
            cwd=bench,
            env={**os.environ, "SOURCE_DATE_EPOCH": job.epoch, "NO_MKDOCS_2_WARNING": "1", "PYTHONUTF8": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
        problems = tuple(_tell(job, done))
        if not problems:
            swap(bench / "site", job.place, bench / "old")
    except OSError as error:
        problems = (Problem(job.label, 1, f"网站没有写成（{error.strerror}） → 请看磁盘满没满、能不能写，再试一次"),)
    finally:
        shutil.rmtree(bench, ignore_errors=True)
    return Outcome(job.slug, time.monotonic() - started, problems)


def _lay_out(job: Job, bench: Path) -> None:
    """A project as the build expects it, around the town's own content; links, so that Git knows the history."""
    bench.mkdir(parents=True)
    job.cache.mkdir(parents=True, exist_ok=True)
    (bench / CACHE).symlink_to(job.cache)  # removing the bench removes the link
    own = job.content.parent / "docs"
    (bench / "docs").symlink_to(own if own.is_dir() else job.software / "docs")
    (bench / "content").symlink_to(job.content)
    for name in _HOW:
        (bench / name).symlink_to(job.software / name)


def _tell(job: Job, done: subprocess.CompletedProcess[str]) -> Iterator[Problem]:
    """What the build said, with the paths that the town's editors know."""
    if done.returncode == 0:
        return
    if done.returncode < 0:
        yield Problem(
            job.label, 1, f"建站的程序被系统结束了（信号 {-done.returncode}），多半是内存不够 → 请减少 --jobs，再试一次"
        )
        return
    lines = [_DECORATION.sub("", line).strip() for line in (done.stdout + done.stderr).splitlines()]
    found = [match for line in lines if (match := _PROBLEM.fullmatch(line))]
    for match in found:
        path = re.sub(r"^content(?=/|$)", job.label, match["path"])
        yield Problem(path if path != match["path"] else f"{job.slug}/{path}", int(match["line"]), match["message"])
    if not found:
        last = next((line for line in reversed(lines) if line), "没有留下一句话")
        yield Problem(job.label, 1, f"没有建成：{last} → 请在这个镇的文件夹里运行 make site 看详细情况")


def swap(new: Path, place: Path, aside: Path) -> None:
    """Put a finished folder where another stands, or nothing. aside: a free name beside the new one, for the old.

    Somebody else may do the same at the same time: one of the two finished folders stays, whole.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    for attempt in range(_TRIES):
        old = aside.with_name(f"{aside.name}{attempt}")
        with suppress(FileNotFoundError):
            place.rename(old)
        try:
            new.rename(place)
        except OSError:
            if place.exists() and attempt < _TRIES - 1:
                continue  # put there by another in between
            if old.exists() and not place.exists():
                old.rename(place)
            raise
        return


def recover(workshop: Path, out: Path) -> None:
    """What a run that was killed left behind: an old site that was taken aside goes back, the rest is deleted."""
    for old in sorted(workshop.glob("*/old*")):
        place = out / old.parent.name.split(".")[0]
        if not place.exists():
            old.rename(place)
    shutil.rmtree(workshop, ignore_errors=True)
