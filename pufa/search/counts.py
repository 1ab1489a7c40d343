"""How often each term stands in each document: counted once, kept until the document changes.

A document has a slot for as long as it is unchanged, whatever its number in the index. What was counted for most
documents is one large table that stays as it is on the disk; what was counted since then is a small one beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pufa.search.terms import Integers, Keys, Terms, cut, pick, read, starts_of, unite

SLOT_BITS, WEIGHT_BITS = 20, 12  # up to a million documents; what a term weighs in one, in fifths
_FIELD_BITS = 5
_MOST_WEIGHT = (1 << WEIGHT_BITS) - 1
_PIECE = 1 << 16  # postings that are looked at at once: they stay in the processor's cache
_FRESH = 10  # the small table grows to a tenth of the large one
_ROOM = 1 << 16  # … and may always have so many postings

Slots = Sequence[int]


@dataclass(frozen=True)
class Counts:
    """Of each term the postings: slot << WEIGHT_BITS | weight. Those of terms[i]: postings[offsets[i]:offsets[i + 1]]."""

    terms: Terms
    offsets: Integers
    postings: Terms

    @property
    def sizes(self) -> Integers:
        """How many postings each term has."""
        return np.diff(self.offsets)

    def where(self, wanted: NDArray[np.bool_]) -> tuple[Terms, Terms]:
        """(term, posting) of the postings of some slots."""
        found = [np.zeros(0, np.intp)]
        for start in range(0, len(self.postings), _PIECE):
            piece = self.postings[start : start + _PIECE]
            found.append(np.flatnonzero(wanted[piece >> np.uint32(WEIGHT_BITS)]) + start)
        places = np.concatenate(found)
        return self.terms[np.searchsorted(self.offsets, places, "right") - 1], self.postings[places]

    def without(self, unwanted: NDArray[np.bool_]) -> Counts:
        """The same, but for some slots."""
        kept = ~unwanted[self.postings >> np.uint32(WEIGHT_BITS)]
        offsets = np.concatenate(([0], np.cumsum(kept)))[self.offsets]
        used = np.diff(offsets) > 0
        return Counts(self.terms[used], np.append(offsets[:-1][used], offsets[-1]), self.postings[kept])

    def of(self, terms: Terms) -> tuple[Integers, Terms]:
        """(place in terms, posting) of all postings of some sorted terms."""
        if not len(self.terms):
            return np.zeros(0, np.int64), np.zeros(0, np.uint32)
        rows = np.minimum(np.searchsorted(self.terms, terms), len(self.terms) - 1)
        places = np.flatnonzero(self.terms[rows] == terms)
        rows = rows[places]
        sizes = self.offsets[rows + 1] - self.offsets[rows]
        return np.repeat(places, sizes), self.postings[spread(self.offsets[rows], sizes)]


NOTHING = Counts(np.zeros(0, np.uint32), np.zeros(1, np.int64), np.zeros(0, np.uint32))


def spread(starts: Integers, sizes: Integers) -> Integers:
    """The places of pieces, one piece after another."""
    places = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes)
    places += np.arange(len(places))
    return places


def count(fields: Sequence[tuple[Sequence[str], int]], slots: Slots) -> dict[int, tuple[Counts, Integers]]:
    """Count single characters (1) and pairs (2); and how much each document weighs in all.

    fields: for each field the text of every document, and what one occurrence in it weighs, in fifths; at most 31.
    slots: of the documents, ascending.
    """
    units = read([text for texts, _ in fields for text in texts])
    documents = np.tile(np.arange(len(slots), dtype=np.uint64), len(fields)) << np.uint64(_FIELD_BITS)
    payload = documents | np.repeat(np.array([weight for _, weight in fields], np.uint64), len(slots))
    owners = np.repeat(payload, units.sizes)
    found = {}
    for width in (1, 2):
        keys, good = pick(units.codes, width)
        keys <<= np.uint64(SLOT_BITS + _FIELD_BITS)
        keys |= owners[: len(keys)]
        found[width] = _count(keys[good], slots)
    return found


def _count(keys: Keys, slots: Slots) -> tuple[Counts, Integers]:
    """keys: term, place in slots, weight of each occurrence."""
    keys.sort()
    groups = keys >> np.uint64(_FIELD_BITS)
    starts = starts_of(groups)
    if not len(starts):
        return NOTHING, np.zeros(len(slots), np.int64)
    groups = groups[starts]
    weights = np.add.reduceat((keys & np.uint64((1 << _FIELD_BITS) - 1)).astype(np.uint32), starts)
    places = (groups & np.uint64((1 << SLOT_BITS) - 1)).astype(np.int64)
    lengths = np.bincount(places, weights, len(slots)).astype(np.int64)
    known = np.asarray(slots, np.uint32)[places] << np.uint32(WEIGHT_BITS)
    postings = known | np.minimum(weights, _MOST_WEIGHT).astype(np.uint32)
    found = (groups >> np.uint64(SLOT_BITS)).astype(np.uint32)
    rows = starts_of(found)
    return Counts(found[rows], np.append(rows, len(found)), postings), lengths


def merge(parts: Sequence[Counts]) -> Counts:
    """Several tables as one; of a term the postings of an earlier table come first."""
    parts = [part for part in parts if len(part.terms)]
    if len(parts) < 2:
        return parts[0] if parts else NOTHING
    terms = unite([part.terms for part in parts])
    rows = [np.searchsorted(terms, part.terms) for part in parts]
    sizes = np.zeros(len(terms), np.int64)
    for part, row in zip(parts, rows, strict=True):
        sizes[row] += part.sizes
    offsets = np.concatenate(([0], np.cumsum(sizes)))
    free = offsets[:-1].copy()
    postings = np.empty(offsets[-1], np.uint32)
    for start, end in cut(offsets[1:], _PIECE):
        for part, row in zip(parts, rows, strict=True):
            first, last = np.searchsorted(row, (start, end))
            places, counted = row[first:last], part.sizes[first:last]
            found = part.postings[part.offsets[first] : part.offsets[last]]
            postings[spread(free[places], counted)] = found
            free[places] += counted
    return Counts(terms, offsets, postings)


@dataclass(frozen=True)
class Tally:
    """The large table and the small one. stale: the slots that the large one no longer knows."""

    base: Counts
    fresh: Counts
    stale: NDArray[np.bool_]

    @classmethod
    def begin(cls) -> Tally:
        """Nothing counted yet."""
        return cls(NOTHING, NOTHING, np.zeros(1 << SLOT_BITS, np.bool_))

    def where(self, slots: Slots) -> tuple[Terms, Terms]:
        """(term, posting) of some slots, sorted by slot, then by term."""
        wanted = np.zeros(len(self.stale), np.bool_)
        wanted[list(slots)] = True
        fresh = self.fresh.where(wanted)
        wanted &= ~self.stale
        base = self.base.where(wanted) if wanted.any() else NOTHING.where(wanted)
        terms, postings = np.concatenate((base[0], fresh[0])), np.concatenate((base[1], fresh[1]))
        order = np.lexsort((terms, postings >> np.uint32(WEIGHT_BITS)))
        return terms[order], postings[order]

    def of(self, terms: Terms) -> tuple[Integers, Terms]:
        """(place in terms, posting) of all postings of some sorted terms, in no order."""
        places, postings = self.base.of(terms)
        known = ~self.stale[postings >> np.uint32(WEIGHT_BITS)]
        fresh = self.fresh.of(terms)
        return np.concatenate((places[known], fresh[0])), np.concatenate((postings[known], fresh[1]))

    def replace(self, slots: Slots, parts: Sequence[Counts]) -> Tally:
        """Some slots counted anew. parts: what was counted for them."""
        if not len(slots):
            return self
        gone = np.zeros(len(self.stale), np.bool_)
        gone[list(slots)] = True
        if not len(self.base.terms):
            return Tally(merge(parts), NOTHING, self.stale)
        fresh, stale = merge([self.fresh.without(gone), *parts]), self.stale | gone
        if len(fresh.postings) > max(_ROOM, len(self.base.postings) // _FRESH):
            return Tally(merge([self.base.without(stale), fresh]), NOTHING, np.zeros_like(stale))
        return Tally(self.base, fresh, stale)

    def pieces(self, size: int) -> Iterator[Terms]:
        """All terms, in pieces of about so many postings."""
        terms = unite([self.base.terms, self.fresh.terms])
        sizes = np.zeros(len(terms), np.int64)
        for part in (self.base, self.fresh):
            sizes[np.searchsorted(terms, part.terms)] += part.sizes
        return (terms[start:end] for start, end in cut(np.cumsum(sizes), size))
