"""Posting lists: which documents a term stands in and how much it says about them, in few ASCII characters.

A list is a row of groups, strongest first: a digit 1–7 (how much, 3 bits), then the documents as gaps in a dense
code of 68 printable characters (46 end a number, 22 go on). None of them needs an escape in JavaScript, and none is
a digit: the leak gate reads the built site, and nothing in a list may look like somebody's number.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pufa.search.rows import Bytes, Lists, Rows
from pufa.search.terms import Integers, Keys, Terms, cut, starts_of

LEVELS = 7
PIECE = 1 << 16  # postings that are looked at at once
STOPPERS, CONTINUERS = 46, 22
_SYMBOLS = np.array([code for code in range(58, 127) if code != 92], dtype=np.uint8)
_LETTERS = _SYMBOLS.tobytes().decode("ascii")
_LEVEL_BITS, _ITEM_BITS = 3, 20  # up to a million pages
_ITEM = np.uint64((1 << _ITEM_BITS) - 1)
_TO_GROUP, _TO_TERM = np.uint64(_ITEM_BITS), np.uint64(_LEVEL_BITS + _ITEM_BITS)
# The least numbers that take two characters, three …
_LONGER = (STOPPERS, STOPPERS * 23, STOPPERS * 507, STOPPERS * 11155)


def pack(places: NDArray[np.integer], levels: NDArray[np.integer], items: NDArray[np.integer]) -> Keys:
    """(place in terms, level 1–7, item), each as one number."""
    keys = places.astype(np.uint64) << _TO_TERM | items.astype(np.uint64)
    keys |= (LEVELS - levels.astype(np.int64)).astype(np.uint64) << _TO_GROUP
    return keys


def encode(terms: Terms, keys: Keys, most: int) -> Lists:
    """What is packed, in any order → lists, each cut after its `most` strongest items. It is sorted, piece by piece."""
    keys.sort()
    ends = np.searchsorted(keys, np.arange(1, len(terms) + 1, dtype=np.uint64) << _TO_TERM)
    pieces = (
        (first, last, keys[ends[first - 1] if first else 0 : ends[last - 1]] - (np.uint64(first) << _TO_TERM))
        for first, last in cut(ends, PIECE)
    )
    return join(_encode(terms[first:last], piece, most) for first, last, piece in pieces)


def _encode(terms: Terms, keys: Keys, most: int) -> Lists:
    owners = (keys >> _TO_TERM).astype(np.int64)
    sizes = np.bincount(owners, minlength=len(terms))
    if len(sizes) and sizes.max() > most:
        kept = np.arange(len(keys)) - (np.cumsum(sizes) - sizes)[owners] < most
        keys, owners = keys[kept], owners[kept]
    groups = keys >> _TO_GROUP
    starts = np.zeros(len(keys), np.bool_)
    starts[starts_of(groups)] = True
    gaps = (keys & _ITEM).astype(np.int64)
    gaps[1:] = np.where(starts[1:], gaps[1:], gaps[1:] - gaps[:-1] - 1)
    marks = LEVELS - (groups[starts] & np.uint64(LEVELS)).astype(np.int64)
    data, widths = _write_gaps(gaps, starts, marks)
    totals = np.bincount(owners, widths, len(terms)).astype(np.int64)
    used = totals > 0
    return Lists(terms[used], Rows.packed(totals[used], data))


def join(several: Iterable[Lists]) -> Lists:
    """Lists of ascending terms as one."""
    parts = list(several)
    if not parts:
        return Lists(np.zeros(0, np.uint32), Rows.of([]))
    sizes, data = (
        np.concatenate([part.rows.sizes for part in parts]),
        np.concatenate([part.rows.data for part in parts]),
    )
    return Lists(np.concatenate([part.terms for part in parts]), Rows.packed(sizes, data))


def _write_gaps(gaps: Integers, starts: NDArray[np.bool_], marks: Integers) -> tuple[Bytes, Integers]:
    """The characters of all gaps, a digit before each group; and how many characters each gap took."""
    widths = starts.astype(np.int64) + 1
    longer = np.flatnonzero(gaps >= _LONGER[0])
    extra: Integers = np.add.reduce([gaps[longer] >= least for least in _LONGER], dtype=np.int64)
    widths[longer] += extra
    ends = np.cumsum(widths)
    data = np.empty(int(ends[-1]) if len(ends) else 0, dtype=np.uint8)
    data[ends - 1] = _SYMBOLS[gaps % STOPPERS]
    rest, last = gaps[longer] // STOPPERS, ends[longer] - 1
    for place in range(1, len(_LONGER) + 1):
        more = extra >= place
        rest, last, extra = rest[more] - 1, last[more] - 1, extra[more]
        data[last] = _SYMBOLS[STOPPERS + rest % CONTINUERS]
        rest //= CONTINUERS
    data[(ends - widths)[starts]] = ord("0") + marks
    return data, widths


@lru_cache(maxsize=1 << 16)
def write_number(number: int) -> str:
    """One number in the same code."""
    symbols = [_LETTERS[number % STOPPERS]]
    number //= STOPPERS
    while number > 0:
        number -= 1
        symbols.append(_LETTERS[STOPPERS + number % CONTINUERS])
        number //= CONTINUERS
    return "".join(reversed(symbols))


def write_gaps(numbers: Iterable[int]) -> str:
    """Ascending numbers as gaps."""
    written, before = [], 0
    for number in numbers:
        written.append(write_number(number - before))
        before = number
    return "".join(written)
