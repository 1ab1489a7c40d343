"""What is written by hand, piece by piece: what it cites, and by the law of which day it is judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pufa.law.citation import Citation
from pufa.law.finder import CitationFinder
from pufa.library import Library
from pufa.models import Case, Content, Document
from pufa.problems import Severity
from pufa.sections import RESULT, blank_code, split


@dataclass(frozen=True)
class Passage:
    """A piece of hand-written text: where it begins, what it cites, and the day by whose law it is judged."""

    item: Content
    line: int
    text: str
    citations: list[Citation]
    day: dt.date
    severity: Severity = "error"

    def line_of(self, position: int) -> int:
        return self.line + self.text.count("\n", 0, position)


def passages(library: Library, today: dt.date) -> Iterator[Passage]:
    """All hand-written text, piece by piece.

    What happened in a case (结果) is judged by the law of facts_date, what readers are told by that of the review.
    An annual report stays as it was published, so its slips are told as reminders only.
    """
    for case in library.cases:
        if case.status not in ("draft", "withdrawn"):
            yield from passages_of(case, library, case.reviewed or today)
    for item in (
        *library.calendar,
        *library.duties,
        *library.villages,
        *library.boards,
        *library.topics,
        *library.contacts,
        *library.concepts,
    ):
        yield from _read_fields(library, item, today)
    for document in library.villages:
        yield _read_body(library, document, today)
    for report in library.reports:
        yield _read_body(library, report, report.published.date(), "warning")


def passages_of(case: Case, library: Library, reviewed: dt.date) -> Iterator[Passage]:
    """The fields and the body of one case. reviewed: the day by whose law readers are told what to do."""
    for line, text, citations, is_result in library.remember(
        ("passages", case.path, case.body), lambda: tuple(_read_case(case, library))
    ):
        yield Passage(case, line, text, citations, case.facts_date if is_result and case.facts_date else reviewed)


def _read_case(case: Case, library: Library) -> Iterator[tuple[int, str, list[Citation], bool]]:
    """Line, text, citations and whether it tells the 结果, of each piece: the slow part, done once for all rules."""
    finder = CitationFinder(library.corpus)
    for field, text in case.texts():
        finder.forget()
        yield case.line(*field), text, list(finder.find(text)), False
    finder.forget()  # then one for the whole body: 该法 may reach back over a heading
    for section in split(case.body, case.body_line):
        yield section.line, section.heading, list(finder.find(section.heading)), False
        text = blank_code(section.text)
        yield section.text_line, text, list(finder.find(text)), section.name == RESULT


def _read_fields(library: Library, item: Content, day: dt.date) -> Iterator[Passage]:
    finder = CitationFinder(library.corpus)
    for field, text in item.texts():
        finder.forget()
        yield Passage(item, item.line(*field), text, list(finder.find(text)), day)


def _read_body(library: Library, document: Document, day: dt.date, severity: Severity = "error") -> Passage:
    citations = list(CitationFinder(library.corpus).find(document.body))
    return Passage(document, document.body_line, document.body, citations, day, severity)
