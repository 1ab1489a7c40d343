"""content/permalinks.txt: every address that was ever published, one a line, oldest first.

A printed code, a saved page, a link in a chat group: nobody can call them back. Lines are added at the end, by
scripts/permalinks.py, and never removed or moved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pufa.source import read_text

NAME = "permalinks.txt"
# What lies under these is kept for ever; the few other pages are made by the program itself.
KINDS = ("b", "cases", "laws", "reports", "topics", "villages")
HEADING = (
    "# 网址登记簿：发布过的网址都在这里，由 scripts/permalinks.py 往后加。",
    "# 一行也不要删、不要改、不要换位置：印出去的、存下来的网址，谁也收不回来。",
)


@dataclass(frozen=True)
class Ledger:
    """path: of the file, as editors know it. lines: all of them, the first is line 1."""

    path: str = f"content/{NAME}"
    lines: tuple[str, ...] = ()

    @property
    def entries(self) -> list[tuple[int, str]]:
        """(line, address), in the order of the file."""
        return [(number, line) for number, line in enumerate(self.lines, start=1) if is_entry(line)]

    @cached_property
    def addresses(self) -> tuple[str, ...]:
        return tuple(address for _, address in self.entries)

    def add(self, addresses: Iterable[str]) -> Ledger:
        """With what is missing at the end, in order; what stands there is left alone."""
        new = sorted(set(addresses) - set(self.addresses))
        return Ledger(self.path, (*(self.lines or HEADING), *new))

    def write(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)


def board_address(number: str) -> str:
    return f"b/{number}/"


def is_entry(line: str) -> bool:
    return bool(line) and not line.startswith("#")


def is_permanent(address: str) -> bool:
    """Whether an address of the site belongs in the ledger; the further pages of a list come and go with its length."""
    return address.partition("/")[0] in KINDS and "/page/" not in address


def read_ledger(file: Path, path: str) -> Ledger:
    """Read the ledger; an empty one if there is none yet. path: how it is named in messages. Raises ContentError."""
    if not file.exists():
        return Ledger(path)
    text, _ = read_text(file, path)
    return Ledger(path, tuple(text.removesuffix("\n").split("\n")))


def is_kept(before: Sequence[str], now: Sequence[str]) -> bool:
    """Whether what was published still stands there, in its order; other lines may have come between and after.

    Between, because two branches that each added lines are merged line by line.
    """
    rest = iter(now)
    return all(line in rest for line in before)
