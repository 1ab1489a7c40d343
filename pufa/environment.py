"""The code that makes a site: its own files, those of the theme, and what is installed."""

from __future__ import annotations

import hashlib
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pufa.cache import Cache

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


def _add(known: hashlib.blake2b, folder: Path, files: Iterable[Path]) -> None:
    for file in sorted(file for file in files if file.is_file()):
        known.update(f"\0{file.relative_to(folder).as_posix()}\0".encode())
        known.update(file.read_bytes())


def open_cache(folder: Path, theme: Path, known: Cache | None = None) -> Cache:
    """The cache in a folder for the code of now. known: one that is open already, perhaps of other code."""
    cache = Cache(folder, version(theme))
    return known if known and known.folder == cache.folder else cache
