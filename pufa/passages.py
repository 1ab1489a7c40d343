"""What is written by hand, piece by piece: what it cites, and by the law of which day it is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from pufa.law.citation import Citation
from pufa.law.finder import CitationFinder
from pufa.library import Library
from pufa.models import Case, Content, Document, Report
from pufa.problems import Severity
from pufa.sections import RESULT, blank_code, split


class Passage(NamedTuple):
    """A piece of hand-written text that cites the law, and the day by whose law it is judged."""

    item: Content
    piece: _Piece
    day: dt.date
    severity: Severity = "error"

    @property
    def citations(self) -> Sequence[Citation]:
        return self.piece.citations

    @property
    def text(self) -> str:
        return self.piece.of(self.item)

    def line_of(self, position: int) -> int:
        """The line of the file on which a place of the text stands."""
        return self.piece.line + self.text.count("\n", 0, position)


def passages(library: Library, today: dt.date) -> Iterator[Passage]:
    """All hand-written text that cites the law, piece by piece.

    What happened in a case (结果) is judged by the law of facts_date, what readers are told by that of the review.
    An annual report stays as it was published, so its slips are told as reminders only.
    """
    for case in library.cases:
        if case.status not in ("draft", "withdrawn"):
            yield from passages_of(case, library, case.reviewed or today)
    yield from passages_of_others(library, today)


def passages_of_others(library: Library, today: dt.date) -> Iterator[Passage]:
    """The same of everything but the cases."""
    for item, piece in library.remember("passages of other items", lambda: tuple(_read_others(library))):
        if isinstance(item, Report):
            yield Passage(item, piece, item.published.date(), "warning")
        else:
            yield Passage(item, piece, today)


def passages_of(case: Case, library: Library, reviewed: dt.date) -> Iterator[Passage]:
    """The fields and the body of one case. reviewed: the day by whose law readers are told what to do."""
    for piece in _pieces_of(case, library):
        day = case.facts_date if piece.is_result and case.facts_date else reviewed
        yield Passage(case, piece, day)


def citations_of(case: Case, library: Library) -> Iterator[tuple[Citation, bool]]:
    """What the text of a case cites below its headings, in order, and whether it stands in the 结果."""
    for piece in _pieces_of(case, library):
        if piece.end:
            yield from ((citation, piece.is_result) for citation in piece.citations)


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some text with citations, found once for all rules and pages and kept for a whole build: so without the text.

    words: of a field or a heading. start, end: in the body, of a part of it.
    """

    line: int
    citations: tuple[Citation, ...]
    words: str = ""
    start: int = 0
    end: int = 0
    is_result: bool = False

    def of(self, item: Content) -> str:
        """The text itself."""
        return blank_code(item.body[self.start : self.end]) if self.end and isinstance(item, Document) else self.words


def _pieces_of(case: Case, library: Library) -> tuple[_Piece, ...]:
    return library.remember(("passages", case.path), lambda: tuple(_read_case(case, library)))


def _read_case(case: Case, library: Library) -> Iterator[_Piece]:
    finder = CitationFinder(library.corpus)
    yield from _read_fields(case, finder)
    finder.forget()  # then one for the whole body: 该法 may reach back over a heading
    for section in split(case.body, case.body_line):
        if citations := tuple(finder.find(section.heading)):
            yield _Piece(section.line, citations, section.heading)
        if citations := tuple(finder.find(blank_code(section.text))):
            end = section.start + len(section.text)
            yield _Piece(section.text_line, citations, start=section.start, end=end, is_result=section.name == RESULT)


def _read_others(library: Library) -> Iterator[tuple[Content, _Piece]]:
    """Everything but the cases: the fields, and the bodies of villages and reports."""
    finder = CitationFinder(library.corpus)
    kinds: tuple[Iterable[Content], ...] = (
        library.calendar,
        library.duties,
        library.villages,
        library.boards,
        library.topics,
        library.contacts,
        library.concepts,
    )
    for item in chain(*kinds):
        yield from ((item, piece) for piece in _read_fields(item, finder))
    for document in (*library.villages, *library.reports):
        finder.forget()
        if citations := tuple(finder.find(document.body)):
            yield document, _Piece(document.body_line, citations, document.body)


def _read_fields(item: Content, finder: CitationFinder) -> Iterator[_Piece]:
    for field, text in item.texts():
        if "第" in text:
            finder.forget()
            if citations := tuple(finder.find(text)):
                yield _Piece(item.line(*field), citations, text)
