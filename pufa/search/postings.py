"""Posting lists: which documents a term stands in and how much it says about them, in few ASCII characters.

A list is a row of groups, strongest first: a digit 1–7 (how much, 3 bits), then the documents as gaps in a dense
code of 68 printable characters (46 end a number, 22 go on). None of them needs an escape in JavaScript, and none is
a digit: the leak gate reads the built site, and nothing in a list may look like somebody's number.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from pufa.search.terms import DOCUMENT_BITS, Counts, Numbers

LEVELS = 7
STOPPERS, CONTINUERS = 46, 22
_SYMBOLS = np.array([code for code in range(58, 127) if code != 92], dtype=np.uint8)
_K1, _B = 1.2, 0.4  # BM25: how soon repetition stops to count, how much a long page loses
_LEVEL_BITS = np.uint64(3)
_MOST_DIGITS = 5


@dataclass(frozen=True)
class Lists:
    """Encoded lists. terms: sorted; list i is data[offsets[i]:offsets[i + 1]]."""

    terms: Numbers
    offsets: NDArray[np.int64]
    data: bytes

    def __iter__(self) -> zip[tuple[int, bytes]]:
        bounds = self.offsets.tolist()
        pieces = (self.data[start:end] for start, end in pairwise(bounds))
        return zip(self.terms.tolist(), pieces, strict=True)


def rank(counts: Counts, documents: int, most: int) -> Lists:
    """BM25's share of each occurrence, in seven levels; of each term the `most` strongest documents."""
    mask = (np.uint64(1) << DOCUMENT_BITS) - np.uint64(1)
    where = (counts.keys & mask).astype(np.int64)
    length = np.bincount(where, weights=counts.weights, minlength=documents)
    average = length.sum() / max(1, np.count_nonzero(length))
    share = counts.weights / (counts.weights + _K1 * (1 - _B + _B * length[where] / max(average, 1.0)))
    levels = np.clip(np.rint(share * (LEVELS + 1)), 1, LEVELS).astype(np.uint64)
    return encode(counts.keys >> DOCUMENT_BITS, levels, where.astype(np.uint64), most)


def encode(terms: Numbers, levels: Numbers, items: Numbers, most: int) -> Lists:
    """(term, level 1–7, item) in any order → lists, each cut after its `most` strongest items."""
    unique, index = np.unique(terms, return_inverse=True)
    keys = index.astype(np.uint64) << (_LEVEL_BITS + DOCUMENT_BITS)
    keys = np.sort(keys | (np.uint64(LEVELS) - levels) << DOCUMENT_BITS | items)
    owners = (keys >> (_LEVEL_BITS + DOCUMENT_BITS)).astype(np.int64)
    first = np.searchsorted(owners, np.arange(len(unique)))
    kept = np.arange(len(keys)) - first[owners] < most
    keys, owners = keys[kept], owners[kept]
    items = keys & ((np.uint64(1) << DOCUMENT_BITS) - np.uint64(1))
    groups = keys >> DOCUMENT_BITS
    starts = np.concatenate(([True], groups[1:] != groups[:-1])) if len(keys) else np.zeros(0, bool)
    gaps = items.astype(np.int64)
    gaps[1:] = np.where(starts[1:], gaps[1:], gaps[1:] - gaps[:-1] - 1)
    marks = LEVELS - (groups & np.uint64(LEVELS)).astype(np.int64)
    data, sizes = _write_gaps(gaps, starts, marks)
    totals = np.bincount(owners, weights=sizes, minlength=len(unique)).astype(np.int64)
    return Lists(unique, np.concatenate(([0], np.cumsum(totals))), data)


def _write_gaps(
    gaps: NDArray[np.int64], starts: NDArray[np.bool_], marks: NDArray[np.int64]
) -> tuple[bytes, NDArray[np.int64]]:
    """The characters of all gaps, a digit before each group; and how many characters each gap took."""
    digits = np.zeros((_MOST_DIGITS, len(gaps)), dtype=np.int64)
    digits[0], rest = gaps % STOPPERS, gaps // STOPPERS
    sizes = np.ones(len(gaps), dtype=np.int64)
    for place in range(1, _MOST_DIGITS):
        more = rest > 0
        digits[place] = np.where(more, STOPPERS + (rest - 1) % CONTINUERS, 0)
        rest = np.where(more, (rest - 1) // CONTINUERS, 0)
        sizes += more
    widths = sizes + starts
    ends = np.cumsum(widths)
    data = np.zeros(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    for place in range(_MOST_DIGITS):
        has = sizes > place
        data[(ends - 1 - place)[has]] = _SYMBOLS[digits[place][has]]
    data[(ends - widths)[starts]] = ord("0") + marks[starts]
    return data.tobytes(), widths


def write_number(number: int) -> str:
    """One number in the same code."""
    symbols = [int(_SYMBOLS[number % STOPPERS])]
    number //= STOPPERS
    while number > 0:
        number -= 1
        symbols.append(int(_SYMBOLS[STOPPERS + number % CONTINUERS]))
        number //= CONTINUERS
    return bytes(reversed(symbols)).decode("ascii")
