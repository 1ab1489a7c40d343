"""Which pages stand for an article: its own, then those that cite it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from pufa.law.article import ArticleNumber
from pufa.search.postings import write_number
from pufa.search.shards import SIZE
from pufa.search.terms import Integers

_CITATION = re.compile(r"《(.+)》(第.+)")
_STATE = "中华人民共和国"
_MOST_CITING = 3

Cited = tuple[str, ArticleNumber]  # short name of the law, article
Label = tuple[str, str]  # a name of the law, 第六百七十五条

_parse = lru_cache(maxsize=1 << 14)(ArticleNumber.parse)


def short_form(law: str, names: Mapping[str, str]) -> str:
    """One name for a law, by whatever name it is called."""
    return names.get(law, law.removeprefix(_STATE))


def read_citation(text: str, names: Mapping[str, str]) -> Cited | None:
    """《民法典》第六百七十五条 → (民法典, 675); None if it is not a whole article of a law by its name in 《》."""
    match = _CITATION.fullmatch(text)
    return read_label((match[1], match[2]), names) if match else None


def read_label(label: Label, names: Mapping[str, str]) -> Cited | None:
    """The same for a law and an article that are already apart."""
    number = _parse(label[1])
    return (short_form(label[0], names), number) if number else None


def write_cites(cites: Iterable[Label], names: Mapping[str, str]) -> str:
    """民法典675,676;刑法133-1"""
    by_law: dict[str, dict[str, None]] = defaultdict(dict)
    for law, label in cites:
        if number := _parse(label):
            by_law[short_form(law, names)][number.slug] = None
    return ";".join(law + ",".join(numbers) for law, numbers in by_law.items())


@dataclass(frozen=True)
class Cites:
    """Which document cites what, in its own order: slots[i] cites labels[ids[i]]."""

    labels: Sequence[Label]
    ids: Integers
    slots: Integers

    def of(self, slot: int) -> list[Label]:
        """What one document cites."""
        return [self.labels[place] for place in self.ids[self.slots == slot].tolist()]

    def first(self) -> dict[int, Label]:
        """By slot, what each document cites first."""
        slots, places = np.unique(self.slots, return_index=True)
        return {slot: self.labels[self.ids[place]] for slot, place in zip(slots.tolist(), places.tolist(), strict=True)}

    def replace(self, others: Mapping[int, Sequence[Label]]) -> Cites:
        """Some documents cite something else."""
        known = {label: place for place, label in enumerate(self.labels)}
        ids = [known.setdefault(label, len(known)) for labels in others.values() for label in labels]
        slots = np.repeat(np.array(list(others), np.int64), [len(labels) for labels in others.values()])
        kept = np.isin(self.slots, list(others), invert=True)
        return Cites(
            tuple(known),
            np.concatenate((self.ids[kept], np.array(ids, np.int64))),
            np.concatenate((self.slots[kept], slots)),
        )


class CitedBy:
    """The documents of each article, by their number in the index."""

    def __init__(self, cites: Cites, numbers: Integers, articles: Container[int], names: Mapping[str, str]) -> None:
        """numbers: of each slot its document's. articles: the numbers of the documents that are articles themselves."""
        read = [read_label(label, names) for label in cites.labels]
        known = {cited: place for place, cited in enumerate(dict.fromkeys(filter(None, read)))}
        rows = [known[cited] if cited else -1 for cited in read]
        own: dict[int, int] = {}
        others: dict[int, list[int]] = defaultdict(list)
        places = numbers[cites.slots]
        order = np.argsort(places, kind="stable")
        for place, row in zip(places[order].tolist(), map(rows.__getitem__, cites.ids[order].tolist()), strict=True):
            if row < 0:
                continue
            if place in articles:
                own.setdefault(row, place)
            elif not (found := others[row]) or found[-1] != place:
                found.append(place)
        called = list(known)
        self._own = {called[row]: place for row, place in own.items()}
        self._others = {called[row]: found for row, found in others.items()}
        self._laws = sorted({law for law, _ in (*self._own, *self._others)})

    def own(self, cited: Cited) -> int | None:
        """The article's own page."""
        return self._own.get(cited)

    def citing(self, answering: Container[int]) -> str:
        """For every article that answers a concept: (gap of its page, how many, the first pages that cite it)."""
        found, last = [], 0
        for cited, page in sorted(self._own.items(), key=lambda entry: entry[1]):
            others = self._others.get(cited, [])[:_MOST_CITING]
            if page in answering and others:
                found += [page - last, len(others), *others]
                last = page
        return "".join(map(write_number, found))

    def laws(self, names: Mapping[str, str]) -> list[str]:
        """The laws that have a page or are cited, each with all its names, its short name first."""
        called: dict[str, set[str]] = defaultdict(set)
        for name, short in names.items():
            called[short].add(name.removeprefix(_STATE))
        return [",".join([law, *sorted(called[law] - {law})]) for law in self._laws]

    def tables(self) -> list[dict[str, str]]:
        """Tables of about one shard each: 675 or 133-1 → (gap of the law's place in ``laws``, page) of every page.

        An article's own page comes before those that cite it. A number is in the table of its rest.
        """
        pages: dict[ArticleNumber, list[str]] = defaultdict(list)
        lasts: dict[ArticleNumber, int] = defaultdict(int)
        places = {law: place for place, law in enumerate(self._laws)}
        count, same = 0, write_number(0)
        for cited in sorted({*self._own, *self._others}):
            law, number = places[cited[0]], cited[1]
            own = [self._own[cited]] if cited in self._own else []
            found = [*own, *self._others.get(cited, ())]
            pages[number].append(write_number(law - lasts[number]) + same.join(map(write_number, found)))
            lasts[number] = law
            count += len(found)
        tables: list[dict[str, str]] = [{} for _ in range(max(1, count * 4 // SIZE))]
        for number, coded in sorted(pages.items()):
            tables[number.main % len(tables)][number.slug] = "".join(coded)
        return tables
