"""Digits that belong together, however they are cut up: ``138 0013-8000``, ``一三八〇…``, ``1 3 8 0 …``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from pufa.privacy.text import View

_GAP = r"(?:[ \-.·_*`()]{0,3}|[ ]*\n[ ]*)"
_RUN = re.compile(rf"\d(?:{_GAP}\d){{6,}}(?:{_GAP}[Xx](?![0-9A-Za-z]))?")
_GROUP = re.compile(r"\d+|[Xx]")
_WORD = re.compile(r"[0-9A-Za-z]*")
_WHOLE = re.compile(r"(?<!\d)(\d{1,4})\.$")
_OCTET = re.compile(r"\d{1,2}|1\d\d|2[0-4]\d|25[0-5]")


@dataclass(frozen=True)
class Window:
    """A stretch of a run that begins and ends where a group of digits does.

    digits: without the gaps. start, end: in the view. groups: the lengths. gaps: what stands between the groups.
    whole: the digits before a decimal point, if the window is the part behind one.
    """

    digits: str
    start: int
    end: int
    groups: tuple[int, ...]
    gaps: str
    whole: str = ""

    @property
    def is_usual(self) -> bool:
        """Cut as people cut a number; otherwise, with nothing but spaces, it may be a row of a table."""
        few = len(self.groups) <= 4 and min(self.groups) >= 2
        return few or set(self.groups) == {1} or not self.gaps.isspace()

    @property
    def is_thousands(self) -> bool:
        """13 500 000 000: an amount."""
        return len(self.groups) > 2 and self.groups[0] <= 3 and set(self.groups[1:]) == {3} and self.gaps.isspace()

    @property
    def is_decimal(self) -> bool:
        return (self.gaps == "." and self.groups not in ((3, 8), (7, 4))) or bool(self.whole)


@dataclass(frozen=True)
class Run:
    """All digits of one place, as groups (start, end) in the view; spoken: written in Chinese digits."""

    signs: str
    groups: tuple[tuple[int, int], ...]
    spoken: bool

    @property
    def length(self) -> int:
        return sum(end - start for start, end in self.groups)

    def windows(self, shortest: int, longest: int, with_dates: bool = False) -> Iterator[Window]:
        """Every window with so many digits. with_dates: also those in which a day or a network address stands."""
        taken = set() if with_dates else self._calendar_groups()
        for first in range(len(self.groups)):
            total = 0
            for last in range(first, len(self.groups)):
                if last in taken:
                    break
                total += self.groups[last][1] - self.groups[last][0]
                if shortest <= total <= longest:
                    yield self._window(self.groups[first : last + 1])
                elif total > longest:
                    break
        if self.spoken and self.length > shortest:  # 电话一三八…〇一直没人接
            yield from self._trimmed(shortest, longest)

    def _trimmed(self, shortest: int, longest: int) -> Iterator[Window]:
        (start, end), *others = self.groups
        if not others and shortest <= end - start - 1 <= longest:
            yield self._window(((start, end - 1),))
            yield self._window(((start + 1, end),))

    def _window(self, groups: tuple[tuple[int, int], ...]) -> Window:
        digits = "".join(self.signs[start:end] for start, end in groups)
        gaps = "".join(self.signs[one[1] : two[0]] for one, two in pairwise(groups))
        lengths = tuple(end - start for start, end in groups)
        whole = _WHOLE.search(self.signs[max(groups[0][0] - 6, 0) : groups[0][0]])
        return Window(digits, groups[0][0], groups[-1][1], lengths, gaps, whole[1] if whole else "")

    def _calendar_groups(self) -> set[int]:
        """The groups that make up a day (2026-11-23) or a network address (192.168.1.20)."""
        texts = [self.signs[start:end] for start, end in self.groups]
        gaps = [self.signs[one[1] : two[0]] for one, two in pairwise(self.groups)]
        taken: set[int] = set()
        for index in range(len(texts) - 2):
            year, month, day = texts[index : index + 3]
            if set(gaps[index : index + 2]) <= {"-", "."} and _is_day(year, month, day):
                taken |= {index, index + 1, index + 2}
            if gaps[index : index + 3] == ["."] * 3 and all(map(_OCTET.fullmatch, texts[index : index + 4])):
                taken |= set(range(index, index + 4))
        return taken


def _is_day(year: str, month: str, day: str) -> bool:
    short = len(month) <= 2 and len(day) <= 2
    return bool(re.fullmatch("(?:19|20)..", year)) and short and 1 <= int(month) <= 12 and 1 <= int(day) <= 31


@lru_cache(maxsize=8)  # four rules ask for the runs of one view
def find_runs(view: View) -> tuple[Run, ...]:
    """Every run of seven digits or more: those in 0–9, then those in which Chinese digits stand."""
    return tuple(_find_runs(view))


def _find_runs(view: View) -> Iterator[Run]:
    for match in _RUN.finditer(view.text):
        if not _is_within_a_hash(view.text, match):
            yield _run(view.text, match, spoken=False)
    if view.digits != view.text:
        for match in _RUN.finditer(view.digits):
            written = view.text[match.start() : match.end()]
            if sum(a != b for a, b in zip(written, match[0], strict=True)) >= 3:
                yield _run(view.digits, match, spoken=True)


def _run(text: str, match: re.Match[str], spoken: bool) -> Run:
    groups = tuple(group.span() for group in _GROUP.finditer(text, match.start(), match.end()))
    return Run(text, groups, spoken)


def _is_within_a_hash(text: str, match: re.Match[str]) -> bool:
    """Part of a fingerprint or of coded data: a long word that is mostly letters and digits mixed."""
    start = match.start()
    while start > 0 and text[start - 1].isascii() and text[start - 1].isalnum():
        start -= 1
    word = _WORD.match(text, start)
    return word is not None and len(word[0]) >= 32 and sum(map(str.isalpha, word[0])) >= 6
