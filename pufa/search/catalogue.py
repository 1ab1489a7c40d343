"""What the index knows of each document besides its words: its record, its kind, what it cites, how people ask for it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pufa.law.article import ArticleNumber
from pufa.search import records
from pufa.search.citing import Cited, CitedBy, Cites, Label, read_label
from pufa.search.counts import Slots
from pufa.search.document import Document
from pufa.search.rows import Rows
from pufa.search.terms import Integers

NONE, OWN, ARTICLE = 0, 1, 2  # kinds: no document in this slot, written by hand, an article of a law


@dataclass(frozen=True)
class Catalogue:
    """By slot. sayings: of an article its text, of any other page that has asks its title and these."""

    kinds: NDArray[np.uint8]
    records: Rows
    sayings: Rows
    cites: Cites

    @classmethod
    def begin(cls) -> Catalogue:
        """Nothing known yet."""
        nobody = Cites((), np.zeros(0, np.int64), np.zeros(0, np.int64))
        return cls(np.zeros(0, np.uint8), Rows.of([]), Rows.of([]), nobody)

    def replace(self, others: Mapping[int, Facts], gone: Slots) -> Catalogue:
        """Other documents in some slots, none in others."""
        count = max([len(self.kinds), *(slot + 1 for slot in others)])
        kinds = np.zeros(count, np.uint8)
        kinds[: len(self.kinds)] = self.kinds
        kinds[list(gone)] = NONE
        kinds[list(others)] = [facts.kind for facts in others.values()]
        empty = dict.fromkeys(gone, b"")
        return Catalogue(
            kinds,
            self.records.replace(empty | {slot: facts.record for slot, facts in others.items()}),
            self.sayings.replace(empty | {slot: facts.saying for slot, facts in others.items()}),
            self._recite({slot: facts.cites for slot, facts in others.items()}, gone),
        )

    def _recite(self, others: Mapping[int, Sequence[Label]], gone: Slots) -> Cites:
        known = len(self.kinds)
        if not gone and len(others) < 100:
            others = {
                slot: labels for slot, labels in others.items() if slot >= known or self.cites.of(slot) != list(labels)
            }
        return self.cites.replace(dict.fromkeys(gone, ()) | dict(others)) if gone or others else self.cites

    def arrange(self, order: Slots, answering: set[Cited | None], names: Mapping[str, str]) -> Integers:
        """Of each slot its number, -1 for none; order: the slots as the documents were given.

        What is written by hand, the articles that answer a concept, the others, by law and number: gaps stay short.
        """
        given = np.asarray(order, np.int64)
        kinds = self.kinds[given]
        first = self.cites.first()

        def place(slot: int) -> tuple[bool, Cited, str]:
            cited = (read_label(first[slot], names) if slot in first else None) or ("", ArticleNumber(0))
            return cited not in answering, cited, records.address_of(self.records[slot])

        articles = sorted(given[kinds == ARTICLE].tolist(), key=place)
        numbers = np.full(len(self.kinds), -1, np.int64)
        numbers[given[kinds == OWN]] = np.arange(int((kinds == OWN).sum()))
        numbers[articles] = np.arange(len(given) - len(articles), len(given))
        return numbers

    def cited_by(self, numbers: Integers, names: Mapping[str, str]) -> CitedBy:
        """Who cites what, by number."""
        return CitedBy(self.cites, numbers, set(numbers[self.kinds == ARTICLE].tolist()), names)

    def text_of(self, slot: int) -> str:
        """An article's text."""
        return str(json.loads(self.sayings[slot] or b'""'))

    def asks_of(self, slot: int) -> list[str]:
        """The title of a page and how people ask for it; [] if nobody does."""
        return list(json.loads(self.sayings[slot] or b"[]"))


@dataclass(frozen=True, slots=True)
class Facts:
    """The same of one document."""

    kind: int
    record: bytes
    saying: bytes
    cites: tuple[Label, ...]


def gather(document: Document, names: Mapping[str, str]) -> Facts:
    """What the catalogue keeps of a document."""
    is_article = document.kind == "法条"
    saying = document.text if is_article else [document.title, *document.asks] if document.asks else []
    written = records.dump(saying).encode() if saying else b""
    return Facts(ARTICLE if is_article else OWN, records.write(document, names), written, document.cites)
