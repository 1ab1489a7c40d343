"""The code that makes a site: its own files, those of the theme, and what is installed."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
import sysconfig
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pufa import history
from pufa.cache import UNSURE, Cache

_OWN = Path(__file__).parent
_TEMPLATES = _OWN / "templates"  # read again by every build, as the theme is; all else once


def version(theme: Path) -> str:
    """Another text whenever any of the code is another; what another version has worked out is not used.

    theme: the folder with the shells. Of what is installed the names with their versions are taken.
    """
    known = hashlib.blake2b(_describe_code().encode(), digest_size=8)
    for folder in (_TEMPLATES, theme):
        _add(known, folder, folder.rglob("*"))
    return known.hexdigest()


@cache
def _describe_code() -> str:
    """Asked once: a preview goes on with the code that it has begun with, whatever lies on the disk since."""
    known = hashlib.blake2b(sys.version.encode())
    others = (file for file in _OWN.rglob("*") if file.suffix != ".pyc" and _TEMPLATES not in file.parents)
    _add(known, _OWN, others)
    installed = Path(sysconfig.get_path("purelib"))
    for name in sorted(entry.name for entry in installed.iterdir() if entry.suffix == ".dist-info"):
        known.update(name.encode())
    return known.hexdigest()


def state_of_project(project: Path, today: dt.date) -> str:
    """Another text whenever a build may make another site; "" if a file has changed so lately that it cannot be told.

    project: the folder of mkdocs.yml. The files of content and hand-written pages are known by their times, the code
    by what it says, the record by its commits.
    """
    known = hashlib.blake2b(
        f"{version(project / 'theme')} {today} {history.read_commits(project / 'content')}".encode()
    )
    now = time.time_ns()
    for name in ("content", "docs", "hooks", "mkdocs.yml"):
        folders = sorted(found for found in os.walk(project / name) if not found[0].endswith("__pycache__"))
        for folder, _, names in folders or [(str(project), [], [name])]:
            for found in sorted(names):
                file = os.stat(f"{folder}/{found}")  # noqa: PTH116 - thousands of files
                if max(file.st_mtime_ns, file.st_ctime_ns) > now - UNSURE:
                    return ""
                known.update(
                    f"{folder}/{found} {file.st_size} {file.st_mtime_ns} {file.st_ctime_ns} {file.st_ino}\0".encode()
                )
    return known.hexdigest()


def _add(known: hashlib.blake2b, folder: Path, files: Iterable[Path]) -> None:
    for file in sorted(file for file in files if file.is_file()):
        known.update(f"\0{file.relative_to(folder).as_posix()}\0".encode())
        known.update(file.read_bytes())


def open_cache(folder: Path, theme: Path, known: Cache | None = None) -> Cache:
    """The cache in a folder for the code of now. known: one that is open already, perhaps of other code."""
    cache = Cache(folder, version(theme))
    return known if known and known.folder == cache.folder else cache
