"""Plain words: every rule here warns, none stops a build. The annual report is a public document and is left alone.

Source: 法治宣传教育法第五十三条 (通俗易懂) and 第五十四条第二款 (准确、清楚); 国家通用语言文字法 (规范汉字).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import NamedTuple

from pufa import wording
from pufa.law.finder import CitationFinder
from pufa.library import Library
from pufa.models import Case, Content
from pufa.nodes import FieldPath
from pufa.problems import Problem
from pufa.wording import Finding, Glossary, Piece


def check_sentences(library: Library, today: dt.date) -> Iterator[Problem]:
    """A sentence has at most 40 characters: who reads it on a phone or hears it, keeps no more in mind."""
    yield from _examine(library).sentences


def check_officialese(library: Library, today: dt.date) -> Iterator[Problem]:
    """Words of officials are put into words of neighbours (content/glossary.yml, 官话); told once for a file."""
    yield from _examine(library).officialese


def check_jargon(library: Library, today: dt.date) -> Iterator[Problem]:
    """A word of lawyers (content/glossary.yml, 法律词) is explained where a case first uses it."""
    yield from _examine(library).jargon


def check_characters(library: Library, today: dt.date) -> Iterator[Problem]:
    """规范汉字: no traditional, variant or compatibility characters. Source: 国家通用语言文字法第十七条."""
    yield from _examine(library).characters


def check_punctuation(library: Library, today: dt.date) -> Iterator[Problem]:
    """One mark of punctuation at a time."""
    yield from _examine(library).punctuation


def check_spacing(library: Library, today: dt.date) -> Iterator[Problem]:
    """Spaces around Latin letters, full-width marks in Chinese, as AutoCorrect sets them."""
    yield from _examine(library).spacing


class _Text(NamedTuple):  # there are fifty in a case: a tuple is made fastest
    """Words of an item: of a field, or of a piece of its body. is_prose: written in sentences, for residents."""

    item: Content
    words: str
    field: FieldPath
    piece: Piece | None = None
    is_prose: bool = True

    def tell(self, start: int, message: str) -> Problem:
        line = self.piece.line(start) if self.piece else self.item.line(*self.field)
        return Problem(self.item.path, line, message, "warning")


class _Examination:
    """What every rule of this file finds, text after text, each of them cut into pieces once and not kept."""

    def __init__(self, library: Library) -> None:
        self._glossary = glossary_of(library)
        self._told: set[tuple[str, str]] = set()
        self.sentences: list[Problem] = []
        self.officialese: list[Problem] = []
        self.jargon: list[Problem] = []
        self.characters: list[Problem] = []
        self.punctuation: list[Problem] = []
        self.spacing: list[Problem] = []

    def read(self, texts: Iterable[_Text]) -> None:
        """The texts of one item in their order. What none of them may hold is not looked for in each."""
        texts = list(texts)
        prose = [text for text in texts if text.is_prose]
        together = "\n".join(text.words for text in texts)
        if wording.may_be_odd(together):
            self._apply(wording.find_odd_characters, texts, self.characters)
        if wording.may_repeat_punctuation(together):
            self._apply(wording.find_repeated_punctuation, texts, self.punctuation)
        self._apply(wording.find_spacing, texts, self.spacing)
        self._apply(wording.find_long_sentences, prose, self.sentences)
        if self._glossary.may_find(together):
            self._read_terms(prose)

    def _apply(self, find: Callable[[str], Iterable[Finding]], texts: list[_Text], found: list[Problem]) -> None:
        for text in texts:
            for finding in find(text.words):
                found.append(text.tell(finding.start, finding.message))

    def _read_terms(self, texts: list[_Text]) -> None:
        seen = ""  # who has read of 劳动仲裁, knows 仲裁
        for text, start, term in ((one, *found) for one in texts for found in self._glossary.find(one.words)):
            if term.kind == "官话" and (text.item.path, term.word) not in self._told:
                self._told.add((text.item.path, term.word))
                note = f"（{term.note}）" if term.note else ""
                self.officialese.append(text.tell(start, f"「{term.word}」是官话 → 请写「{term.plain}」{note}"))
            is_first = term.kind == "法律词" and term.word not in seen
            if is_first and text.piece and isinstance(text.item, Case):
                seen += f"{term.word}\n"
                if not wording.is_explained(term, start, text.words):
                    message = f"法律词「{term.word}」第一次出现没有解释 → 请在旁边补一句，如“就是{term.plain}”"
                    self.jargon.append(text.tell(start, message))


def glossary_of(library: Library) -> Glossary:
    """The words of content/glossary.yml, ready to be found."""
    return library.remember("glossary", lambda: Glossary(library.glossary))


def _examine(library: Library) -> _Examination:
    return library.remember("wording", partial(_read_all, library))


def _read_all(library: Library) -> _Examination:
    """Everything that is typed for readers, also names and the questions of residents."""
    examination = _Examination(library)
    finder = CitationFinder(library.corpus)
    cases = [case for case in library.cases if case.status in ("draft", "published")]  # before readers, or soon
    kinds: list[tuple[Iterable[Content], str]] = [
        (cases, "title"),
        (library.villages, ""),
        (library.topics, "summary"),
        (library.contacts, "helps_with"),
        (library.calendar, "message"),
        (library.duties, ""),
        ((library.site,), ""),
    ]
    for items, prose in kinds:
        for item in items:
            examination.read(_Text(item, text, field, is_prose=field == (prose,)) for field, text in item.texts())
    for document in (*cases, *library.villages):
        finder.forget()
        pieces = wording.pieces(document.body, document.body_line, finder)
        examination.read(_Text(document, piece.text, (), piece) for piece in pieces)
    return examination
