"""What is not as it was when the last index was built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pufa.search import pages
from pufa.search.catalogue import ARTICLE, NONE, Catalogue, Facts, gather
from pufa.search.counts import Counts, merge
from pufa.search.index import Entry
from pufa.search.pages import WIDTHS
from pufa.search.state import State
from pufa.search.terms import Integers

_BLOCK = 100  # documents that are in memory at once
_TOGETHER = 12


@dataclass(frozen=True)
class Changes:
    """order: the slot of each entry. fresh: slots of new documents; gone: slots that are empty now.

    facts: of new documents, by slot. parts, lengths: what was counted in them, and what each weighs in all, for each
    width. Facts and parts are large, and whoever uses them takes them away.
    """

    order: list[int]
    fresh: list[int]
    gone: list[int]
    facts: dict[int, Facts]
    parts: dict[int, list[Counts]]
    lengths: dict[int, dict[int, int]]

    @property
    def slots(self) -> list[int]:
        """All that are not as before."""
        return sorted((*self.fresh, *self.gone))

    def touch_articles(self, before: State, now: Catalogue) -> bool:
        """Whether an article is not as it was, or the documents are not the same at the same places."""
        return (
            bool(self.gone)
            or self.order != before.slots
            or any(ARTICLE in (before.catalogue.kinds[slot], now.kinds[slot]) for slot in self.fresh)
        )

    def measure(self, before: State, count: int) -> dict[int, Integers]:
        """What each document weighs in all, for each width. count: of slots."""
        found = {}
        for width, lengths in before.lengths.items():
            measured = np.zeros(count, np.int64)
            measured[: len(lengths)] = lengths
            measured[self.gone] = 0
            measured[list(self.lengths[width])] = list(self.lengths[width].values())
            found[width] = measured
        return found


def find(before: State, entries: Sequence[Entry], names: Mapping[str, str]) -> Changes:
    """What is new is made and counted. A new document takes the slot of one that is gone, if there is one."""
    known = dict(zip(before.keys, before.slots, strict=True))
    order = [known.pop(entry.key, -1) for entry in entries]
    fresh = [place for place, slot in enumerate(order) if slot < 0]
    left = sorted(set(before.slots).difference(order), key=lambda slot: int(before.numbers[slot]))
    count = len(before.catalogue.kinds)
    empty = [*left, *np.flatnonzero(before.catalogue.kinds == NONE).tolist(), *range(count, count + len(fresh))]
    for place, slot in zip(fresh, empty, strict=False):
        order[place] = slot
    made = sorted((order[place], entries[place]) for place in fresh)
    slots, gone = [slot for slot, _ in made], sorted(left[len(fresh) :])
    changes = Changes(order, slots, gone, {}, {w: [] for w in WIDTHS}, {w: {} for w in WIDTHS})
    for start in range(0, len(made), _BLOCK):
        _count(changes, made[start : start + _BLOCK], names)
        if (start // _BLOCK + 1) % _TOGETHER == 0:  # many small tables take more room than a few large ones
            for parts in changes.parts.values():
                parts[-_TOGETHER:] = [merge(parts[-_TOGETHER:])]
    return changes


def _count(changes: Changes, made: Sequence[tuple[int, Entry]], names: Mapping[str, str]) -> None:
    slots, documents = [slot for slot, _ in made], [entry.make() for _, entry in made]
    changes.facts.update((slot, gather(document, names)) for slot, document in zip(slots, documents, strict=True))
    for width, (part, lengths) in pages.count(documents, slots).items():
        changes.parts[width].append(part)
        changes.lengths[width].update(zip(slots, lengths.tolist(), strict=True))
