"""When files of content/ entered the record, as Git knows it: what a date in a file can be held against.

A repository keeps the day on which a change was stored; what a person types is only a claim. Without
Git, outside a repository, or with a history that was cut off (a shallow clone), nothing is known and
nothing is claimed: ``missing`` says why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pufa.cache import Shelf
from pufa.calendar_days import TOWN_TIME
from pufa.git import NoGitError, ask, find_main
from pufa.published import UNASKED, Published
from pufa.published import read as read_published

_PUBLISHED = r"^status:[[:space:]]*published"  # in the front matter of a case
_MARK = "\x01"  # begins the line of a commit; no path has it


@dataclass(frozen=True)
class History:
    """What is on record about the files of a content folder, by path as editors know it (``content/cases/x.md``).

    added: the day on which a file was first stored. published: on which it was first stored as published.
    Files that came with the very first commit are in neither: where they were before, nobody knows.
    changed: the day of the last change. once_public: every file that the main branch ever published.
    missing: why nothing is known; None if something is, or if nobody asked.
    last: the registries as the main branch published them last.
    """

    added: Mapping[str, dt.date] = field(default_factory=dict)
    published: Mapping[str, dt.date] = field(default_factory=dict)
    changed: Mapping[str, dt.date] = field(default_factory=dict)
    once_public: frozenset[str] = frozenset()
    missing: str | None = None
    last: Published = UNASKED


UNKNOWN = History()


@dataclass(frozen=True)
class _Commit:
    day: dt.date
    is_first: bool
    paths: tuple[str, ...]


def read(content: Path, shelf: Shelf | None = None) -> History:
    """Ask Git about a content folder. Never fails: see ``History.missing``.

    shelf: what was found out before; it is true for as long as the commits are the same.
    """
    commits = read_commits(content)
    if not commits:
        return _look_up(content)
    return (shelf or Shelf(None)).recall("record", commits, lambda: _look_up(content))


def read_commits(content: Path) -> str:
    """Which commits the record of a content folder consists of; "" without one."""
    try:
        main = find_main(content) or ""
        named = ask(content, "rev-parse", "--is-shallow-repository", "--show-prefix", "HEAD", *filter(None, [main]))
    except NoGitError:
        return ""
    return f"{content.name} {main} {named}"


def _look_up(content: Path) -> History:
    last = read_published(content)
    try:
        if ask(content, "rev-parse", "--is-shallow-repository").strip() == "true":
            raise NoGitError("只下载了最近的历史（浅克隆）")
        return replace(_read(content), last=last)
    except NoGitError as reason:
        return History(missing=str(reason), last=last)


def _read(content: Path) -> History:
    shown = ask(content, "merge-base", "HEAD", find_main(content) or "HEAD").strip()
    everything = _log(content, "HEAD", "--", ".")
    on_main = (
        *_log(content, "--first-parent", "-m", f"-G{_PUBLISHED}", shown, "--", "cases"),
        *_log(content, "--first-parent", "-m", shown, "--", "villages", "reports"),
    )
    return History(
        added=_first_days(everything),
        published=_first_days(_log(content, f"-G{_PUBLISHED}", "HEAD", "--", "cases")),
        changed={path: commit.day for commit in reversed(everything) for path in commit.paths},
        once_public=frozenset(path for commit in on_main for path in commit.paths),
    )


def _first_days(newest_first: Iterable[_Commit]) -> dict[str, dt.date]:
    """The day of the oldest commit on each file, unless history itself begins with it."""
    oldest = {path: commit for commit in newest_first for path in commit.paths}
    return {path: commit.day for path, commit in oldest.items() if not commit.is_first}


def _log(content: Path, *arguments: str) -> list[_Commit]:
    """Commits, newest first, with the files of the content folder that each touched; the committer's day.

    That day, not the author's: it says when the repository took the change, by the clock of who stored it.
    """
    form = f"--format={_MARK}%P|%ct"
    text = ask(content, "log", form, "--no-color", "--name-only", "--no-renames", "--relative", *arguments)
    commits = []
    for block in text.split(_MARK)[1:]:
        head, *paths = block.split("\n")
        parents, _, seconds = head.partition("|")
        day = dt.datetime.fromtimestamp(int(seconds), TOWN_TIME).date()
        labels = tuple(f"{content.name}/{path}" for path in paths if path)
        commits.append(_Commit(day, not parents, labels))
    return commits
