"""How an index is built: from what was known before and the documents that are not as they were."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from pufa.search import askings, kept, pages, records, shards, state
from pufa.search.askings import ConceptLike
from pufa.search.catalogue import ARTICLE, Catalogue, Facts, gather
from pufa.search.citing import CitedBy
from pufa.search.counts import Counts
from pufa.search.index import Entry, Index, path_of, place
from pufa.search.pages import WIDTHS
from pufa.search.rows import Lists
from pufa.search.shards import Shards
from pufa.search.state import State
from pufa.search.words import FILLERS, QUESTION_WORDS, SAME_WORDS

_BLOCK = 1000  # documents that are counted at once

Concepts = Callable[[], Sequence[ConceptLike]]
Names = Callable[[], Mapping[str, str]]


def build(
    entries: Sequence[Entry],
    concepts_key: str,
    concepts: Concepts,
    names: Names,
    folder: Path | None,
    head: dict[str, Any] | None,
) -> Index:
    """As `index.build` says. head: of the state in the folder."""
    before = state.load(folder, head)
    if before and before.concepts_key != concepts_key and before.names != dict(names()):
        before = None  # records are written with the names
    work = _Work(before or State(names=dict(names())), entries, concepts_key, concepts)
    now = work.run()
    version = now.told["version"]
    changed = {path_of(name, version): data for name, data in work.written.items()}

    def save() -> None:
        if folder:
            state.save(now, before, folder, head or {})

    return Index(version, place(version, now.files), changed, len(entries), save)


@dataclass(frozen=True)
class _Changes:
    """By slot: the facts of new documents. gone: slots that are empty now; parts, lengths: what was counted, by width."""

    facts: dict[int, Facts]
    gone: list[int]
    parts: dict[int, list[Counts]]
    lengths: dict[int, dict[int, int]]

    @property
    def slots(self) -> list[int]:
        return sorted((*self.facts, *self.gone))


class _Work:
    """One build. written: the files that are not as they were."""

    def __init__(self, before: State, entries: Sequence[Entry], concepts_key: str, concepts: Concepts) -> None:
        self.before, self.entries, self.key, self.concepts = before, entries, concepts_key, concepts
        self.written: dict[str, bytes] = {}
        self._names = before.names
        self._files: dict[str, str] = {}

    def run(self) -> State:
        """Every step, from the documents to the files."""
        before = self.before
        slots, changes = self._count()
        catalogue = before.catalogue.replace(changes.facts, changes.gone)
        articles = self._are_articles_other(catalogue, slots, changes)
        numbers = self._number(catalogue, slots, articles)
        now = replace(before, keys=[entry.key for entry in self.entries], slots=slots, concepts_key=self.key)
        now = replace(now, catalogue=catalogue, numbers=numbers, lengths=self._measure(changes, len(numbers)))
        cited = None
        if catalogue.cites is not before.catalogue.cites or articles or not np.array_equal(numbers, before.numbers):
            cited = catalogue.cited_by(numbers, self._names)
        now = replace(now, askings=self._ask(now, changes, cited if articles else None))
        now, pages_touched = self._rank(now, changes)
        now, matters_touched = self._weigh(now)
        self._write_shards(now, pages_touched, matters_touched)
        told = {
            **self._write_sounds(now),
            **self._write_cited(now, cited),
            "matters": int(now.askings.known.sum()),
        }
        self._write_records(now, changes)
        return self._finish(now, told)

    def _count(self) -> tuple[list[int], _Changes]:
        """The slot of each entry; what is new is made and counted."""
        before = self.before
        known = dict(zip(before.keys, before.slots, strict=True))
        found = [known.pop(entry.key, -1) for entry in self.entries]
        left = sorted(set(before.slots).difference(found), key=lambda slot: int(before.numbers[slot]))
        empty = [*left, *np.flatnonzero(before.catalogue.kinds == 0).tolist()]
        fresh = [place for place, slot in enumerate(found) if slot < 0]
        count = len(before.catalogue.kinds)
        given = (empty + list(range(count, count + len(fresh))))[: len(fresh)]
        for entry, slot in zip(fresh, given, strict=True):
            found[entry] = slot
        changes = _Changes({}, sorted(set(left) - set(given)), {w: [] for w in WIDTHS}, {w: {} for w in WIDTHS})
        order = sorted(zip(given, fresh, strict=True))
        for start in range(0, len(order), _BLOCK):
            block = order[start : start + _BLOCK]
            documents = [self.entries[entry].make() for _, entry in block]
            block_slots = [slot for slot, _ in block]
            changes.facts.update(zip(block_slots, (gather(one, self._names) for one in documents), strict=True))
            for width in WIDTHS:
                part, lengths = pages.count(documents, block_slots, width)
                changes.parts[width].append(part)
                changes.lengths[width].update(zip(block_slots, lengths.tolist(), strict=True))
        return found, changes

    def _are_articles_other(self, catalogue: Catalogue, slots: list[int], changes: _Changes) -> bool:
        """Whether articles, concepts or what is there at all is not as before."""
        before = self.before
        if self.key != before.concepts_key or slots != before.slots or changes.gone:
            return True
        return any(
            facts.kind == ARTICLE or before.catalogue.kinds[slot] == ARTICLE for slot, facts in changes.facts.items()
        )

    def _number(self, catalogue: Catalogue, slots: list[int], is_other: bool) -> Any:
        if not is_other:
            return self.before.numbers
        return catalogue.arrange(slots, askings.answering(self.concepts(), self._names), self._names)

    def _measure(self, changes: _Changes, count: int) -> dict[int, Any]:
        found = {}
        for width, lengths in self.before.lengths.items():
            measured = np.zeros(count, np.int64)
            measured[: len(lengths)] = lengths
            measured[changes.gone] = 0
            measured[list(changes.lengths[width])] = list(changes.lengths[width].values())
            found[width] = measured
        return found

    def _ask(self, now: State, changes: _Changes, cited: CitedBy | None) -> askings.Askings:
        """cited: if any article may be asked for otherwise than before."""
        found = dict(askings.own_matters(now.catalogue, changes.slots))
        if cited:
            found |= askings.article_matters(now.catalogue, now.numbers, cited, self.concepts(), self._names)
        return now.askings.replace(found)

    def _rank(self, now: State, changes: _Changes) -> tuple[State, dict[int, list[int]] | None]:
        """The lists of pages; and which terms have another, None if all may."""
        before, slots = self.before, changes.slots
        tallies = {width: now.pages[width].tally.replace(slots, changes.parts[width]) for width in WIDTHS}
        if self._is_all_new(now, slots):
            return replace(now, pages={w: now.pages[w].rank(tallies[w], now.numbering(w)) for w in WIDTHS}), None
        found, touched = {}, {}
        for width in WIDTHS:
            old = before.numbering(width)
            found[width], touched[width] = now.pages[width].update(tallies[width], slots, old, now.numbering(width))
        return replace(now, pages=found), touched

    def _is_all_new(self, now: State, slots: list[int]) -> bool:
        """Whether documents that did not change have other numbers or are worth something else."""
        old = self.before.numbers
        same = now.numbers[: len(old)] == old
        same[[slot for slot in slots if slot < len(old)]] = True
        averages = any(self.before.numbering(width).average != now.numbering(width).average for width in WIDTHS)
        return averages or not same.all() or len(slots) * 4 > len(now.slots)

    def _weigh(self, now: State) -> tuple[State, dict[int, list[int]]]:
        """The lists of matters; and which terms have another."""
        before, slots = self.before, np.flatnonzero(now.askings.known)
        if now.askings is before.askings and np.array_equal(now.numbers[slots], before.numbers[slots]):
            return now, {width: [] for width in WIDTHS}
        found = now.askings.weigh(now.numbers)
        return replace(now, matters=found), {width: found[width].differing(before.matters[width]) for width in WIDTHS}

    def _write_shards(
        self, now: State, pages_touched: dict[int, list[int]] | None, matters_touched: dict[int, list[int]]
    ) -> None:
        packed, before = _shards(now), _shards(self.before)
        names = packed.all_names()
        wanted = names
        if pages_touched is not None:
            single, pair = ([*pages_touched[width], *matters_touched[width]] for width in WIDTHS)
            wanted = packed.touched(before, single, pair)
        for name, text in packed.write(wanted).items():
            self._put(name, text)
        self._keep(names)
        self._shards = packed

    def _write_sounds(self, now: State) -> dict[str, Any]:
        if now.askings.phrases is self.before.askings.phrases and self.before.told:
            count = self.before.told["sounds"]
            self._keep(f"p{number}" for number in range(count))
        else:
            files = shards.pack_sounds(now.pronunciation.words_by_sound(now.askings.said()))
            for name, text in files.items():
                self._put(name, text)
            count = len(files)
        return {"sounds": count}

    def _write_cited(self, now: State, cited: CitedBy | None) -> dict[str, Any]:
        told = self.before.told
        if cited is None:
            self._keep(("laws", *(f"n{number}" for number in range(told["numbers"]))))
            return {name: told[name] for name in ("numbers", "citing")}
        self._put("laws", cited.laws(self._names))
        tables = cited.tables()
        for number, table in enumerate(tables):
            self._put(f"n{number}", table)
        answered = set(now.numbers[np.flatnonzero(now.askings.known)].tolist())
        return {"numbers": len(tables), "citing": cited.citing(answered)}

    def _write_records(self, now: State, changes: _Changes) -> None:
        by_number = np.empty(len(now.slots), np.int64)
        alive = np.flatnonzero(now.numbers >= 0)
        by_number[now.numbers[alive]] = alive
        files = range(-(-len(by_number) // records.FILE))
        if np.array_equal(now.numbers, self.before.numbers):
            odd = {int(now.numbers[slot]) // records.FILE for slot in changes.facts}
            old, new = self.before.catalogue.records, now.catalogue.records
            is_filtered = all(
                records.places_of(old[slot]) == records.places_of(new[slot]) for slot in changes.facts
            )
        else:
            odd, is_filtered = set(files), False
        for number in sorted(odd):
            slots = by_number[number * records.FILE : (number + 1) * records.FILE]
            self._script(f"d{number}", b"[" + b",".join(now.catalogue.records.some(slots)) + b"]")
        self._keep(f"d{number}" for number in files)
        if is_filtered:
            self._keep(("filters",))
        else:
            self._put("filters", records.filters(now.catalogue.records.some(by_number)))

    def _finish(self, now: State, told: dict[str, Any]) -> State:
        version = _name(self._files)
        meta = {
            "version": version,
            "pages": len(now.slots),
            "shared": self._shards.shared,
            "splits": self._shards.splits,
            **told,
            "questions": "|".join(QUESTION_WORDS),
            "fillers": "|".join(FILLERS),
            "same": "|".join(",".join(line) for line in SAME_WORDS),
        }
        self._put("meta", meta)
        return replace(now, files=self._files, told=told | {"version": version})

    def _put(self, name: str, value: Any) -> None:
        self._script(name, records.dump(value).encode())

    def _script(self, name: str, value: bytes) -> None:
        data = b'pufaFound("%s",%s)' % (name.encode(), value)
        self._files[name] = kept.digest(data)
        if self._files[name] != self.before.files.get(name):
            self.written[name] = data

    def _keep(self, names: Any) -> None:
        for name in names:
            if name not in self._files:
                self._files[name] = self.before.files[name]


def _shards(found: State) -> Shards:
    return Shards({width: found.pages[width].lists for width in WIDTHS}, found.matters, found.pronunciation)


def _name(files: Mapping[str, str]) -> str:
    """A name for the content of all files, of letters only: it must not look like a number of somebody."""
    content = "".join(f"{name} {digest}\n" for name, digest in sorted(files.items()))
    digest = hashlib.blake2b(content.encode(), digest_size=6).hexdigest()
    return digest.translate(str.maketrans("0123456789", "ghijklmnop"))
