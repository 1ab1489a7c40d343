"""The matters of all documents: counted once, kept until what people ask for changes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pufa.search import matters
from pufa.search.catalogue import ARTICLE, Catalogue
from pufa.search.citing import Cited, CitedBy, read_citation
from pufa.search.counts import Slots
from pufa.search.matters import Matter
from pufa.search.pronunciation import fold_phrases
from pufa.search.rows import Lists, Rows
from pufa.search.terms import Integers, Keys

_MARK = 8  # bytes
_BLOCK = 500  # matters that are counted at once


class ConceptLike(Protocol):
    """What the index reads of a concept (``pufa.models.Concept``)."""

    @property
    def concept(self) -> str: ...
    @property
    def says(self) -> Sequence[str]: ...
    @property
    def articles(self) -> Sequence[str]: ...


@dataclass(frozen=True)
class Askings:
    """By slot. marks: of what each matter says, empty for a document that is none; features, phrases: what is counted."""

    marks: Rows
    features: Rows
    phrases: Rows

    @classmethod
    def begin(cls) -> Askings:
        """No matters yet."""
        return cls(Rows.of([]), Rows.of([]), Rows.of([]))

    def replace(self, found: Iterable[tuple[int, Matter | None]]) -> Askings:
        """Other matters in some slots, None for none; the same again if they are what they were."""
        marks: dict[int, bytes] = {}
        features: dict[int, bytes] = {}
        phrases: dict[int, bytes] = {}
        odd = ((slot, matter, mark) for slot, matter in found if (mark := _mark(matter)) != self._mark_of(slot))
        while block := list(islice(odd, _BLOCK)):
            marks.update((slot, mark) for slot, _, mark in block)
            slots, known = [slot for slot, _, _ in block], [matter or Matter() for _, matter, _ in block]
            features.update(zip(slots, matters.count(known), strict=True))
            phrases.update(zip(slots, fold_phrases([matter.phrases for matter in known]), strict=True))
        if not marks:
            return self
        return Askings(self.marks.replace(marks), self.features.replace(features), self.phrases.replace(phrases))

    def _mark_of(self, slot: int) -> bytes:
        return self.marks[slot] if slot < len(self.marks) else b""

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which slots are matters."""
        return self.marks.sizes > 0

    def weigh(self, numbers: Integers) -> dict[int, Lists]:
        """The lists of pages that people ask for. numbers: of each slot."""
        slots = np.flatnonzero(self.known)
        slots = slots[np.argsort(numbers[slots])]

        def read() -> Iterator[tuple[Keys, Integers]]:
            for start in range(0, len(slots), _BLOCK):
                block = slots[start : start + _BLOCK]
                features = self.features.take(block).view(np.uint64)
                yield features, np.repeat(numbers[block], self.features.sizes[block] // 8)

        return matters.weigh(read, len(slots))

    def said(self) -> NDArray[np.uint16]:
        """All phrases, folded."""
        return self.phrases.take(np.flatnonzero(self.known)).view(np.uint16)


def _mark(matter: Matter | None) -> bytes:
    return (
        b""
        if matter is None
        else hashlib.blake2b(repr((matter.wordings, matter.text)).encode(), digest_size=_MARK).digest()
    )


def answering(concepts: Sequence[ConceptLike], names: Mapping[str, str]) -> set[Cited | None]:
    """The articles that concepts name."""
    return {read_citation(text, names) for concept in concepts for text in concept.articles}


def own_matters(catalogue: Catalogue, slots: Slots) -> Iterator[tuple[int, Matter | None]]:
    """Of those slots that are no article: a page with asks is a matter; None for one that is none."""
    for slot in slots:
        if catalogue.kinds[slot] != ARTICLE:
            asks = catalogue.asks_of(slot)
            yield slot, Matter([(words, matters.WHOLE) for words in asks]) if asks else None


def article_matters(
    catalogue: Catalogue,
    numbers: Integers,
    cited: CitedBy,
    concepts: Sequence[ConceptLike],
    names: Mapping[str, str],
) -> dict[int, Matter | None]:
    """By slot: the articles that concepts name; None for the other articles."""
    slots = np.flatnonzero(catalogue.kinds == ARTICLE).tolist()
    found: dict[int, Matter | None] = dict.fromkeys(slots)
    by_number = dict(zip(numbers[slots].tolist(), slots, strict=True))
    named: dict[int, Matter] = defaultdict(Matter)
    for concept in concepts:
        articles = [article for text in concept.articles if (article := read_citation(text, names))]
        for weight, article in zip(matters.LATER, articles, strict=False):
            if (page := cited.own(article)) is not None:
                named[by_number[page]].wordings += ((words, weight) for words in (concept.concept, *concept.says))
    for slot, matter in named.items():
        matter.text = catalogue.text_of(slot)
    return found | named
