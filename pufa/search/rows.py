"""Many small pieces of bytes that change one at a time: new ones go to the end, the rest stays where it is on disk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from pufa.search.terms import Integers, Terms

Bytes = NDArray[np.uint8]
_WASTE = 4  # the end grows to a quarter of the rest
_ROOM = 1 << 20


@dataclass(frozen=True)
class Rows:
    """Row i begins at starts[i] of data with tail behind it."""

    starts: Integers
    sizes: Integers
    data: Bytes
    tail: Bytes

    @classmethod
    def of(cls, rows: Sequence[bytes]) -> Rows:
        """Rows without a tail."""
        sizes = np.fromiter(map(len, rows), np.int64, len(rows))
        return cls.packed(sizes, np.frombuffer(b"".join(rows), np.uint8))

    @classmethod
    def packed(cls, sizes: Integers, data: Bytes) -> Rows:
        """Rows that stand one behind another."""
        return cls(np.cumsum(sizes) - sizes, sizes, data, np.zeros(0, np.uint8))

    def __len__(self) -> int:
        return len(self.sizes)

    @cached_property
    def _pieces(self) -> tuple[memoryview, memoryview, int]:
        return self.data.data, self.tail.data, len(self.data)

    @cached_property
    def _is_packed(self) -> bool:
        whole = len(self.data) == int(self.sizes.sum()) and not len(self.tail)
        return whole and bool((self.starts[1:] >= self.starts[:-1]).all())

    def __getitem__(self, place: int) -> bytes:
        data, tail, border = self._pieces
        start = int(self.starts[place])
        end = start + int(self.sizes[place])
        return bytes(data[start:end] if start < border else tail[start - border : end - border])

    def all(self) -> list[bytes]:
        """Every row."""
        return self.some(np.arange(len(self)))

    def some(self, places: Integers) -> list[bytes]:
        """Some rows."""
        data, tail, border = self._pieces[0], self._pieces[1], len(self.data)
        starts = self.starts[places]
        bounds = zip(starts.tolist(), (starts + self.sizes[places]).tolist(), strict=True)
        return [bytes(data[a:b] if a < border else tail[a - border : b - border]) for a, b in bounds]

    def take(self, places: Integers) -> Bytes:
        """Some rows, one behind another."""
        if len(places) == len(self) and self._is_packed and bool((places[1:] > places[:-1]).all()):
            return self.data
        return np.frombuffer(b"".join(self.some(places)), np.uint8)

    def replace(self, rows: Mapping[int, bytes]) -> Rows:
        """Other rows at some places; one after the last is new."""
        if not rows:
            return self
        if not len(self):
            return Rows.of([rows.get(place, b"") for place in range(max(rows) + 1)])
        places = np.array(sorted(rows), np.int64)
        count = max(len(self), int(places[-1]) + 1)
        starts, sizes = np.zeros(count, np.int64), np.zeros(count, np.int64)
        starts[: len(self)], sizes[: len(self)] = self.starts, self.sizes
        added = [rows[place] for place in places.tolist()]
        sizes[places] = [len(row) for row in added]
        starts[places] = len(self.data) + len(self.tail) + np.cumsum(sizes[places]) - sizes[places]
        starts[sizes == 0] = 0
        tail = np.concatenate((self.tail, np.frombuffer(b"".join(added), np.uint8)))
        changed = Rows(starts, sizes, self.data, tail)
        return changed._pack() if len(tail) > max(_ROOM, len(self.data) // _WASTE) else changed

    def _pack(self) -> Rows:
        return Rows.packed(self.sizes, self.take(np.arange(len(self))))


@dataclass(frozen=True)
class Lists:
    """Encoded lists. terms: sorted; row i is the list of terms[i]; none is empty."""

    terms: Terms
    rows: Rows

    def __getitem__(self, term: int) -> bytes:
        """The list of a term; b"" if it has none."""
        place = int(np.searchsorted(self.terms, term))
        return self.rows[place] if place < len(self.terms) and self.terms[place] == term else b""

    def replace(self, others: Mapping[int, bytes]) -> Lists:
        """Other lists for some terms; b"" for a term that has none any more."""
        if not others:
            return self
        touched = np.array(sorted(others), np.uint32)
        kept = np.isin(self.terms, touched, invert=True)
        added = [term for term in touched.tolist() if others[term]]
        terms = np.concatenate((self.terms[kept], np.array(added, np.uint32)))
        order = np.argsort(terms, kind="stable")
        rest = Rows(self.rows.starts[kept], self.rows.sizes[kept], self.rows.data, self.rows.tail)
        many = len(rest)
        rows = rest.replace({many + place: others[term] for place, term in enumerate(added)})
        return Lists(terms[order], Rows(rows.starts[order], rows.sizes[order], rows.data, rows.tail))

    def differing(self, other: Lists) -> list[int]:
        """The terms whose list is not the same in both."""
        if len(self.terms) == len(other.terms) and np.array_equal(self.terms, other.terms):
            mine = theirs = np.arange(len(self.terms))
            alone: list[int] = []
        else:
            both = np.intersect1d(self.terms, other.terms, assume_unique=True)
            alone = np.setxor1d(self.terms, other.terms, assume_unique=True).tolist()
            mine, theirs = np.searchsorted(self.terms, both), np.searchsorted(other.terms, both)
        same = self.rows.sizes[mine] == other.rows.sizes[theirs]
        unlike = self.terms[mine[~same]].tolist()
        mine, theirs = mine[same], theirs[same]
        odd = np.flatnonzero(self.rows.take(mine) != other.rows.take(theirs))
        ends = np.cumsum(self.rows.sizes[mine])
        places = np.unique(np.searchsorted(ends, odd, "right"))
        return [*alone, *unlike, *self.terms[mine[places]].tolist()]


NO_LISTS = Lists(np.zeros(0, np.uint32), Rows.of([]))
