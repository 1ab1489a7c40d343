"""Which pages the words themselves find: the posting lists of all documents, from how often each term stands in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from pufa.search import counts, postings
from pufa.search.counts import WEIGHT_BITS, Counts, Slots, Tally
from pufa.search.document import Document
from pufa.search.rows import NO_LISTS, Lists
from pufa.search.terms import Integers, Terms, unite

WIDTHS = (1, 2)
_MOST = {1: 40, 2: 1500}  # documents a term
_K1, _B = 1.2, 0.4  # BM25: how soon repetition stops to count, how much a long page loses
_WEIGHT = np.uint32((1 << WEIGHT_BITS) - 1)

# What an occurrence in a field weighs, in fifths; asks have a table of their own (matters.py), where alone those of
# articles stand: counted here as well, they found fewer right pages (cross-validated), and took a third more room.
_TITLE, _ASKS, _TOPIC, _HEADINGS, _TEXT, _STATUTES = 30, 15, 15, 15, 5, 3


class Numbering(NamedTuple):
    """Of each slot its document's number, and what it weighs in all (0: none); the average, rounded."""

    numbers: Integers
    lengths: Integers
    average: float

    def level(self, found: Terms) -> Integers:
        """BM25's share of postings, in seven levels."""
        slots, weights = found >> np.uint32(WEIGHT_BITS), (found & _WEIGHT) / 5
        loss = _K1 * (1 - _B + _B * (self.lengths / 5) / max(self.average, 1.0))
        levels: Integers = np.rint(weights / (weights + loss[slots]) * (postings.LEVELS + 1)).astype(np.int64)
        return np.clip(levels, 1, postings.LEVELS)


def average_of(lengths: Integers) -> float:
    """Of those that have words, to two digits: so one edit seldom changes what all other pages are worth."""
    average = int(lengths.sum()) / 5 / max(1, int(np.count_nonzero(lengths)))
    return float(f"{average:.1e}")


def count(documents: Sequence[Document], slots: Slots) -> dict[int, tuple[Counts, Integers]]:
    """For each width what the documents say, each field by its weight; and what each weighs in all. slots: ascending."""
    fields = [
        ([document.title for document in documents], _TITLE),
        (["" if document.kind == "法条" else "\n".join(document.asks) for document in documents], _ASKS),
        (["\n".join((document.topic, document.village, *document.tags)) for document in documents], _TOPIC),
        (["\n".join(document.headings) for document in documents], _HEADINGS),
        ([document.text for document in documents], _TEXT),
        ([document.statutes for document in documents], _STATUTES),
    ]
    return counts.count(fields, slots)


@dataclass(frozen=True)
class Pages:
    """Of one width: what is counted, and the lists."""

    width: int
    tally: Tally
    lists: Lists

    @classmethod
    def begin(cls, width: int) -> Pages:
        """Nothing counted, no list."""
        return cls(width, Tally.begin(), NO_LISTS)

    def rank(self, tally: Tally, now: Numbering) -> Pages:
        """All lists anew."""
        return Pages(
            self.width, tally, postings.join(self._encode(tally, terms, now) for terms in tally.pieces(postings.PIECE))
        )

    def update(self, tally: Tally, slots: Slots, before: Numbering, now: Numbering) -> tuple[Pages, list[int]]:
        """The lists of those terms anew that are worth something else in some slots; and which terms that are."""
        marks = []
        for each, numbering in ((self.tally, before), (tally, now)):
            terms, found = each.where(slots)
            numbers = numbering.numbers[found >> np.uint32(WEIGHT_BITS)].astype(np.uint64)
            levels = numbering.level(found).astype(np.uint64)
            marks.append(terms.astype(np.uint64) << np.uint64(32) | numbers << np.uint64(3) | levels)
        odd = np.setxor1d(marks[0], marks[1], assume_unique=True)
        touched = unite([(odd >> np.uint64(32)).astype(np.uint32)])
        lists = self._encode(tally, touched, now)
        rows: dict[int, bytes] = dict.fromkeys(touched.tolist(), b"")
        rows.update(zip(lists.terms.tolist(), lists.rows.all(), strict=True))
        changed = {term: row for term, row in rows.items() if row != self.lists[term]}
        return Pages(self.width, tally, self.lists.replace(changed)), list(changed)

    def _encode(self, tally: Tally, terms: Terms, now: Numbering) -> Lists:
        places, found = tally.of(terms)
        slots = found >> np.uint32(WEIGHT_BITS)
        return postings.encode(terms, postings.pack(places, now.level(found), now.numbers[slots]), _MOST[self.width])
