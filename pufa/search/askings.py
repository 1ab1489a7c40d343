"""The matters of all documents: counted once, kept until what people ask for changes."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pufa.search import matters
from pufa.search.catalogue import ARTICLE, OWN, Catalogue
from pufa.search.citing import Cited, CitedBy, read_citation
from pufa.search.counts import Slots
from pufa.search.matters import Matter
from pufa.search.pronunciation import fold_phrases
from pufa.search.rows import Lists, Rows
from pufa.search.terms import Integers, Keys

_MARK = 8  # bytes
_BLOCK = 2000  # matters that are counted at once


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

    def replace(self, found: Mapping[int, Matter | None]) -> Askings:
        """Other matters in some slots, None for none; the same again if they are what they were."""
        marks = {slot: _mark(matter) if matter else b"" for slot, matter in found.items()}
        old = {slot: self.marks[slot] if slot < len(self.marks) else b"" for slot in found}
        odd = [slot for slot in found if marks[slot] != old[slot]]
        if not odd:
            return self
        features, phrases = dict.fromkeys(odd, b""), dict.fromkeys(odd, b"")
        known = {slot: matter for slot in odd if (matter := found[slot])}
        slots = list(known)
        for start in range(0, len(slots), _BLOCK):
            block = slots[start : start + _BLOCK]
            features.update(zip(block, matters.count([known[slot] for slot in block]), strict=True))
            phrases.update(zip(block, fold_phrases([known[slot].phrases for slot in block]), strict=True))
        return Askings(
            self.marks.replace({slot: marks[slot] for slot in odd}),
            self.features.replace(features),
            self.phrases.replace(phrases),
        )

    @property
    def known(self) -> NDArray[np.bool_]:
        """Which slots are matters."""
        return self.marks.sizes > 0

    def weigh(self, numbers: Integers) -> dict[int, Lists]:
        """The lists of pages that people ask for. numbers: of each slot."""
        slots = np.flatnonzero(self.known)
        slots = slots[np.argsort(numbers[slots])]
        features: Keys = self.features.take(slots).view(np.uint64)
        pages = np.repeat(numbers[slots], self.features.sizes[slots] // 8)
        return matters.weigh(features, pages, len(slots))

    def said(self) -> NDArray[np.uint16]:
        """All phrases, folded."""
        return self.phrases.take(np.flatnonzero(self.known)).view(np.uint16)


def _mark(matter: Matter) -> bytes:
    return hashlib.blake2b(repr((matter.wordings, matter.text)).encode(), digest_size=_MARK).digest()


def answering(concepts: Sequence[ConceptLike], names: Mapping[str, str]) -> set[Cited | None]:
    """The articles that concepts name."""
    return {read_citation(text, names) for concept in concepts for text in concept.articles}


def own_matters(catalogue: Catalogue, slots: Slots) -> Iterator[tuple[int, Matter | None]]:
    """By slot: a page with asks is a matter, unless it is an article; None for one that is none."""
    for slot in slots:
        asks = catalogue.asks_of(slot) if catalogue.kinds[slot] == OWN else []
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
