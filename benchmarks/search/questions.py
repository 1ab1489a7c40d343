"""What is asked, and which pages are right answers: from a file of four columns, or drawn from the pages themselves."""

from __future__ import annotations

import logging
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import jieba
from jieba import posseg

from benchmarks.search.corpus import ARTICLE, words_of
from benchmarks.search.references import Reference, cited_by, reference_of
from pufa.law.article import ArticleNumber
from pufa.law.corpus import Corpus
from pufa.search.document import Document
from pufa.search.questions import Question as Asked

jieba.setLogLevel(logging.WARNING)  # it tells on stderr that it loads its dictionary
_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_SENTENCE = re.compile(r"[^。；\n]{8,}")
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Question:
    """What is typed, and the addresses of the pages any of which is a right answer; none if no page can answer it."""

    text: str
    right: frozenset[str]


class Judge:
    """Knows which of these pages are right answers."""

    def __init__(self, documents: Sequence[Document], corpus: Corpus) -> None:
        self._documents = documents
        self._corpus = corpus
        self._words = [(document.address, words_of(document)) for document in documents]
        self._citing: dict[Reference, set[str]] = defaultdict(set)
        self._stating: dict[str, set[str]] = defaultdict(set)
        for document in documents:
            for reference in cited_by(document, corpus):
                self._citing[reference].add(document.address)
            for heading in (document.title, *document.headings):
                self._stating[heading].add(document.address)

    def answer(self, asked: Asked) -> Question:
        """Right: a page that cites the article, or that states the concept as its title or as a heading."""
        reference = reference_of(asked, self._corpus)
        citing = self._citing.get(reference, set()) if reference else set()
        return Question(asked.query, frozenset(citing | self._stating.get(asked.concept, set())))

    def cite(self, reference: Reference) -> frozenset[str]:
        return frozenset(self._citing.get(reference, ()))

    def cite_number(self, number: ArticleNumber) -> frozenset[str]:
        """The pages that cite an article of this number of any law."""
        return frozenset(address for (_, cited), pages in self._citing.items() if cited == number for address in pages)

    def contain(self, words: Iterable[str]) -> frozenset[str]:
        """The pages that have all of these words, letter for letter."""
        words = list(words)
        return frozenset(address for address, text in self._words if all(word in text for word in words))

    def entitle(self, title: str) -> frozenset[str]:
        return frozenset(document.address for document in self._documents if document.title == title)

    @property
    def documents(self) -> Sequence[Document]:
        return self._documents

    @property
    def corpus(self) -> Corpus:
        return self._corpus


def draw(judge: Judge, count: int, seed: int) -> dict[str, list[Question]]:
    """The sets that come from the pages themselves, so many questions each."""
    makers: dict[str, Callable[[Judge, Random], Iterator[Question]]] = {
        "phrases cut where words end": lambda judge, chance: _phrases(judge, chance, across=False),
        "phrases across word borders": lambda judge, chance: _phrases(judge, chance, across=True),
        "titles": _titles,
        "article references": _references,
        "several words, spaced": lambda judge, chance: _several(judge, chance, " "),
        "several words, run together": lambda judge, chance: _several(judge, chance, ""),
    }
    drawn = {}
    for name, make in makers.items():
        found = make(judge, Random(f"{seed} {name}"))
        drawn[name] = [next(found) for _ in range(count)]
    return drawn


def _run(document: Document, chance: Random) -> str:
    """A stretch of a page's text without punctuation; empty if it has none."""
    runs: list[str] = _HAN.findall(document.text)
    return chance.choice(runs or [""])


def _phrases(judge: Judge, chance: Random, across: bool) -> Iterator[Question]:
    """2 to 6 characters. across: beginning or ending within one of jieba's words; else cut where jieba cuts."""
    while True:
        run = _run(chance.choice(judge.documents), chance)
        length = chance.randint(2, 6)
        if len(run) < length:
            continue
        start = chance.randint(0, len(run) - length)
        ends = {end for _, _, end in jieba.tokenize(run)} | {0}
        if across == (not {start, start + length} <= ends):
            phrase = run[start : start + length]
            yield Question(phrase, judge.contain([phrase]))


def _titles(judge: Judge, chance: Random) -> Iterator[Question]:
    while True:
        title = chance.choice(judge.documents).title
        yield Question(title, judge.entitle(title))


def _several(judge: Judge, chance: Random, between: str) -> Iterator[Question]:
    """Two or three nouns or verbs of one sentence, as someone remembers it, in its order."""
    while True:
        document = chance.choice(judge.documents)
        sentence = chance.choice(_SENTENCE.findall(document.text) or [""])
        words = {word: 0 for word, kind in posseg.cut(sentence) if len(word) > 1 and kind[0] in "nv"}
        wanted = chance.choice((2, 3))
        if len(words) >= wanted:
            chosen = [list(words)[place] for place in sorted(chance.sample(range(len(words)), wanted))]
            yield Question(between.join(chosen), judge.contain(chosen))


def _references(judge: Judge, chance: Random) -> Iterator[Question]:
    """One article after another in one notation after another."""
    pages = [document for document in judge.documents if document.kind == ARTICLE]
    notations: list[Callable[[str, ArticleNumber], str]] = [
        lambda name, number: f"《{name}》{number}",
        lambda name, number: f"{name}{number}",
        lambda name, number: f"{name}第{_digits(number)}",
        lambda name, number: f"{name}{_digits(number)}",
        lambda name, number: f"{name} {_digits(number)}",
        lambda name, number: f"中华人民共和国{name}第{_digits(number).translate(_FULL)}",
        lambda name, number: f"{name}第 {number.main} 条" + (f"之{number.sub}" if number.sub else ""),
    ]
    while True:
        for write in notations:
            name, number = min(cited_by(chance.choice(pages), judge.corpus))
            law = judge.corpus.find(name)
            yield Question(write(law.short_name if law else name, number), judge.cite((name, number)))
        _, number = min(cited_by(chance.choice(pages), judge.corpus))
        yield Question(f"第{_digits(number)}", judge.cite_number(number))


def _digits(number: ArticleNumber) -> str:
    return f"{number.main}条" + (f"之{number.sub}" if number.sub else "")
