"""How an index is built: from what was known before and the documents that are not as they were."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from pufa.memory import give_back
from pufa.search import askings, changes, records, shards, state
from pufa.search.askings import Askings, ConceptLike
from pufa.search.changes import Changes
from pufa.search.citing import CitedBy
from pufa.search.files import Files, name_of
from pufa.search.index import FOLDER, Entry, Index, path_of, place
from pufa.search.pages import WIDTHS
from pufa.search.records import dump
from pufa.search.shards import Shards
from pufa.search.state import State
from pufa.search.words import FILLERS, QUESTION_WORDS, SAME_WORDS

Concepts = Callable[[], Sequence[ConceptLike]]
Names = Callable[[], Mapping[str, str]]
FORMAT = 1  # of the files: another for any change after which search.js must not read one of an earlier day
_MANY = 1000  # documents
Touched = dict[int, list[int]]  # for each width the terms whose lists are not as they were


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
    work = _Work(before or State(names=dict(names())), concepts_key, concepts, folder)
    now = work.run(entries)
    where, was = now.told["folder"], before.told["folder"] if before else ""
    changed = {path_of(name, where): data for name, data in work.files.written.items()}
    kept = {path_of(name, where): path_of(name, was) for name in now.files if name not in work.files.written}
    work.files.written.clear()

    def save() -> None:
        if folder:
            state.save(now, before, folder, head or {}, work.aside)

    return Index(place(where, now.files), changed, kept, len(entries), save)


class _Work:
    """One build, step by step, from the documents to the files."""

    def __init__(self, before: State, concepts_key: str, concepts: Concepts, folder: Path | None) -> None:
        self._folder = folder
        self.aside: state.Aside = {}
        self._before, self._key, self._concepts = before, concepts_key, concepts
        self._names = before.names
        self.files = Files(before.files)

    def run(self, entries: Sequence[Entry]) -> State:
        """What is known now."""
        before = self._before
        found = changes.find(before, entries, self._names)
        catalogue, numbers = before.catalogue.replace(found.facts, found.gone), before.numbers
        found.facts.clear()
        is_other = self._key != before.concepts_key or found.touch_articles(before, catalogue)
        if is_other:
            answering = askings.answering(self._concepts(), self._names)
            numbers = catalogue.arrange(found.order, answering, self._names)
        now = replace(before, keys=[entry.key for entry in entries], slots=found.order, concepts_key=self._key)
        now = replace(now, catalogue=catalogue, numbers=numbers, lengths=found.measure(before, len(numbers)))
        cited = None
        if is_other or catalogue.cites is not before.catalogue.cites:
            cited = catalogue.cited_by(numbers, self._names)
        _make_room(found)
        now, pages_touched = self._rank(now, found)
        _make_room(found)
        now = replace(now, askings=self._ask(now, found, cited if is_other else None))
        _make_room(found)
        now, matters_touched = self._weigh(now)
        told = self._write_shards(now, pages_touched, matters_touched)
        told |= self._write_sounds(now) | self._write_cited(now, cited)
        self._write_records(now, found)
        _make_room(found)
        return self._finish(now, told)

    def _ask(self, now: State, found: Changes, cited: CitedBy | None) -> Askings:
        """cited: if any article may be asked for otherwise than before."""
        asked = askings.own_matters(now.catalogue, found.slots)
        if cited is None:
            return now.askings.replace(asked)
        articles = askings.article_matters(now.catalogue, now.numbers, cited, self._concepts(), self._names)
        return now.askings.replace(chain(asked, articles.items()))

    def _rank(self, now: State, found: Changes) -> tuple[State, Touched | None]:
        """The lists of pages; and which are not as they were, None if none may be."""
        slots, pages, touched = found.slots, {}, {}
        is_all_new = self._is_all_new(now, slots)
        for width, known in now.pages.items():
            tally = known.tally.replace(slots, found.parts.pop(width))
            _make_room(found)
            old, new = self._before.numbering(width), now.numbering(width)
            if is_all_new:
                pages[width], aside = state.set_aside(known.rank(tally, new), known, self._folder)
                self.aside |= aside
            else:
                pages[width], touched[width] = known.update(tally, slots, old, new)
        return replace(now, pages=pages), None if is_all_new else touched

    def _is_all_new(self, now: State, slots: list[int]) -> bool:
        """Whether documents that did not change have other numbers or are worth something else."""
        old = self._before.numbers
        same = now.numbers[: len(old)] == old
        same[[slot for slot in slots if slot < len(old)]] = True
        averages = any(self._before.numbering(width).average != now.numbering(width).average for width in WIDTHS)
        is_first = not self._before.files  # also of no documents at all
        return is_first or averages or not same.all() or len(slots) * 4 > len(now.slots)

    def _weigh(self, now: State) -> tuple[State, Touched]:
        """The lists of matters; and which are not as they were."""
        before, slots = self._before, np.flatnonzero(now.askings.known)
        if now.askings is before.askings and np.array_equal(now.numbers[slots], before.numbers[slots]):
            return now, {width: [] for width in WIDTHS}
        found = now.askings.weigh(now.numbers)
        return replace(now, matters=found), {width: found[width].differing(before.matters[width]) for width in WIDTHS}

    def _write_shards(self, now: State, pages: Touched | None, matters: Touched) -> dict[str, Any]:
        packed, before = _shards(now), _shards(self._before)
        names = wanted = packed.all_names()
        if pages is not None:
            single, pair = ([*pages[width], *matters[width]] for width in WIDTHS)
            wanted = packed.touched(before, single, pair)
        for name, text in packed.write(wanted):
            self.files.put(name, dump(text))
        self.files.keep(names)
        return {"shared": packed.shared, "splits": packed.splits}

    def _write_sounds(self, now: State) -> dict[str, Any]:
        if now.askings.phrases is self._before.askings.phrases and self._before.told:
            count = self._before.told["sounds"]
            self.files.keep(f"p{number}" for number in range(count))
            return {"sounds": count}
        files = shards.pack_sounds(now.pronunciation.words_by_sound(now.askings.said()))
        for name, text in files.items():
            self.files.put(name, dump(text))
        return {"sounds": len(files)}

    def _write_cited(self, now: State, cited: CitedBy | None) -> dict[str, Any]:
        """cited: if articles, numbers or what documents cite is not as it was."""
        known = np.flatnonzero(now.askings.known)
        if cited is None:
            count = self._before.told["numbers"]
            self.files.keep(("laws", *(f"n{number}" for number in range(count))))
            return {"numbers": count, "matters": len(known), "citing": self._before.told["citing"]}
        self.files.put("laws", dump(cited.laws(self._names)))
        tables = cited.tables()
        for number, table in enumerate(tables):
            self.files.put(f"n{number}", dump(table))
        citing = cited.citing(set(now.numbers[known].tolist()))
        return {"numbers": len(tables), "matters": len(known), "citing": citing}

    def _write_records(self, now: State, found: Changes) -> None:
        old, new = self._before.catalogue.records, now.catalogue.records
        slots = now.by_number
        count = -(-len(slots) // records.FILE)
        odd, is_filtered = set(range(count)), False
        if self._before.files and np.array_equal(now.numbers, self._before.numbers):
            odd = {int(now.numbers[slot]) // records.FILE for slot in found.fresh}
            is_filtered = all(records.places_of(old[slot]) == records.places_of(new[slot]) for slot in found.fresh)
        for number in sorted(odd):
            self.files.put(f"d{number}", records.pack(new.some(slots[number * records.FILE :][: records.FILE])))
        self.files.keep(f"d{number}" for number in range(count))
        if is_filtered:
            self.files.keep(("filters",))
        else:
            self.files.put("filters", dump(records.filters(new.some(slots))))

    def _finish(self, now: State, told: dict[str, Any]) -> State:
        told |= {"folder": name_folder(now, told, self.files.digests["laws"]), "version": self.files.version}
        meta = {
            "pages": len(now.slots),
            **told,
            "questions": "|".join(QUESTION_WORDS),
            "fillers": "|".join(FILLERS),
            "same": "|".join(",".join(line) for line in SAME_WORDS),
        }
        self.files.put("meta", dump(meta))
        return replace(now, files=self.files.digests, told=told)


def _make_room(found: Changes) -> None:
    """Between two steps. Where little has changed, little was freed."""
    if len(found.fresh) > _MANY:
        give_back()


def name_folder(now: State, told: Mapping[str, Any], laws: str) -> str:
    """A name of what numbers mean and where things are: files and a meta.js of two builds that agree in it may meet.

    told: what meta.js says. laws: a digest of that file, by which the tables of articles name a law.
    """
    addresses = map(records.address_of, now.catalogue.records.some(now.by_number))
    counts = (str(told[name]) for name in ("shared", "splits", "sounds", "numbers"))
    return f"{FOLDER}/{name_of((str(FORMAT), *counts, laws, *addresses))}"


def _shards(found: State) -> Shards:
    return Shards({width: found.pages[width].lists for width in WIDTHS}, found.matters, found.pronunciation)
