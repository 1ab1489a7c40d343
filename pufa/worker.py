"""What the service worker (theme/sw.js) is told: which files every phone keeps, and which pages none may keep."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pufa.library import Library
from pufa.pages import cases, guidance
from pufa.pages.page import address_of, digest

FILE = "sw.js"
_PAGES = ("", "cases/", address_of(guidance.HELP_URI), address_of(guidance.OFFLINE_URI), "search/")
_FILES = ("search/meta.js",)


@dataclass(frozen=True)
class Kept:
    """core: address from the site's root → digest of its content. withdrawn: addresses."""

    core: dict[str, str]
    withdrawn: tuple[str, ...]


def list_kept(library: Library, folder: Path, scripts: Iterable[str]) -> Kept:
    """Out of the folder of the built site. scripts: their addresses, as pages name them (``assets/reader.js?1f``).

    A site without header and footer is a part of somebody else's, who decides what phones keep: nothing is.
    """
    if library.site.chrome == "none":
        return Kept({}, ())
    files = {address: file for address, file in _files(folder, scripts) if file.is_file()}
    core = {address: digest(file.read_bytes()) for address, file in sorted(files.items())}
    gone = sorted(address_of(cases.uri(case)) for case in library.cases if case.status in ("withdrawn", "superseded"))
    return Kept(core, tuple(gone))


def _files(folder: Path, scripts: Iterable[str]) -> Iterator[tuple[str, Path]]:
    yield from ((address, folder / address / "index.html") for address in _PAGES)
    yield from ((address, folder / address) for address in _FILES)
    yield from ((address, folder / address.partition("?")[0]) for address in scripts)
