"""What the service worker (theme/sw.js) is told: which files every phone keeps, and which pages none may keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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


def list_kept(library: Library, read: Callable[[str], bytes | None], scripts: Iterable[str]) -> Kept:
    """read: a file of the built site by its path in it; None if there is none. scripts: their addresses, as pages name them (``assets/reader.js?1f``).

    A site without header and footer is a part of somebody else's, who decides what phones keep: nothing is.
    """
    if library.site.chrome == "none":
        return Kept({}, ())
    found = ((address, read(path)) for address, path in sorted(_files(scripts)))
    core = {address: digest(data) for address, data in found if data is not None}
    gone = sorted(address_of(cases.uri(case)) for case in library.cases if case.status in ("withdrawn", "superseded"))
    return Kept(core, tuple(gone))


def _files(scripts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(address, path in the site)."""
    yield from ((address, f"{address}index.html") for address in _PAGES)
    yield from ((address, address) for address in _FILES)
    yield from ((address, address.partition("?")[0]) for address in scripts)
