"""Rules about statutes: what is cited exists and holds, what is quoted is the law's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pufa.law.citation import Citation, CitationError, resolve
from pufa.law.finder import CitationFinder
from pufa.law.quotation import find_quotations, is_verbatim
from pufa.library import Library
from pufa.models import Case, Content, Document
from pufa.problems import Problem, Severity
from pufa.sections import RESULT, STATUTES, blank_code, split


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
            yield from _read_fields(library, case, case.reviewed or today)
            yield from _read_case(library, case, case.reviewed or today)
    for item in (*library.calendar, *library.duties, *library.villages):
        yield from _read_fields(library, item, today)
    for document in library.villages:
        yield _read_body(library, document, today)
    for report in library.reports:
        yield _read_body(library, report, report.published.date(), "warning")


def _read_fields(library: Library, item: Content, day: dt.date) -> Iterator[Passage]:
    for field, text in item.texts():
        yield Passage(item, item.line(*field), text, list(CitationFinder(library.corpus).find(text)), day)


def _read_case(library: Library, case: Case, reviewed: dt.date) -> Iterator[Passage]:
    finder = CitationFinder(library.corpus)  # one for the whole body: 该法 may reach back over a heading
    for section in split(case.body, case.body_line):
        heading = list(finder.find(section.heading))
        yield Passage(case, section.line, section.heading, heading, reviewed)
        text = blank_code(section.text)
        day = case.facts_date if section.name == RESULT and case.facts_date else reviewed
        yield Passage(case, section.text_line, text, list(finder.find(text)), day)


def _read_body(library: Library, document: Document, day: dt.date, severity: Severity = "error") -> Passage:
    citations = list(CitationFinder(library.corpus).find(document.body))
    return Passage(document, document.body_line, document.body, citations, day, severity)


def check_citations(library: Library, today: dt.date) -> Iterator[Problem]:
    """Every cited article, 款 and 项 exists and is in force on the day by which its passage is judged.

    Source: 法治宣传教育法第五十四条第二款 (内容应当准确、清楚). Not in force on the build date: a warning, so that
    a law's last day does not take the site down overnight. A statute of uncertain force: a warning too.
    """
    for passage in passages(library, today):
        for citation in passage.citations:
            path, line = passage.item.path, passage.line_of(citation.start)
            try:
                target = resolve(citation, library.corpus, passage.day)
            except CitationError as error:
                yield Problem(path, line, f"引用{citation}：{error}", passage.severity)
                continue
            if target.version.uncertain:
                reason = f"效力待核实（{target.version.uncertain}）"
                yield Problem(path, line, f"引用{citation}：{reason} → 请查清后写进 content/laws/", "warning")
            yield from _compare_with_today(library, today, passage, citation)


def _compare_with_today(library: Library, today: dt.date, passage: Passage, citation: Citation) -> Iterator[Problem]:
    is_for_today = isinstance(passage.item, Case) and passage.day == passage.item.reviewed
    if is_for_today and passage.day != today:
        try:
            resolve(citation, library.corpus, today)
        except CitationError as error:
            message = f"引用{citation}：核对那天还对，今天（{today}）不对了。{error}"
            yield Problem(passage.item.path, passage.line_of(citation.start), message, "warning")


def check_quotations(library: Library, today: dt.date) -> Iterator[Problem]:
    """Words in quotation marks or a block of > beside a citation are that article's, character for character.

    Source: 法治宣传教育法第五十四条第二款. An article may exist and say something else: 治安管理处罚法第四十三条 was about
    beating until 2025 and is about electric fences since; only the words tell.
    """
    for passage in passages(library, today):
        for quotation in find_quotations(passage.text, passage.citations):
            try:
                target = resolve(quotation.citation, library.corpus, passage.day)
            except CitationError:
                continue  # told by check_citations
            if not is_verbatim(quotation.words, target.text):
                message = (
                    f"引号里的话不是{quotation.citation}的原文 → 请单独写一行法条名称，由网站放原文；自己的话不要加引号"
                )
                yield Problem(passage.item.path, passage.line_of(quotation.start), message, passage.severity)


def check_basis(library: Library, today: dt.date) -> Iterator[Problem]:
    """A 依据 of the calendar or the duties is a citation that can be followed, not a vague name."""
    finder = CitationFinder(library.corpus)
    for day in library.calendar:
        if day.basis and not list(finder.find(day.basis)):
            sentence = "「basis」里没有法条 → 请写成 《法治宣传教育法》第十三条 的样子，没有就删掉"
            yield Problem(day.path, day.line("basis"), sentence)
    for duty in library.duties:
        for index, basis in enumerate(duty.basis):
            if not list(finder.find(basis)):
                sentence = "「basis」里没有法条 → 请写成 《消防法》第六条 的样子"
                yield Problem(duty.path, duty.line("basis", index), sentence)


def check_statutes_quoted(library: Library, today: dt.date) -> Iterator[Problem]:
    """法律怎么说 puts at least one article before the reader, in the law's own words."""
    for case in library.public_cases:
        for section in split(case.body, case.body_line):
            if section.name == STATUTES and not _quotes_an_article(library, section.text):
                sentence = f"「{section.heading}」里没有法条原文 → 请单独写一行法条名称，如 《民法典》第六百七十五条"
                yield Problem(case.path, section.line, sentence)


def _quotes_an_article(library: Library, text: str) -> bool:
    finder = CitationFinder(library.corpus)
    return any(finder.find_alone(paragraph) for paragraph in text.split("\n\n"))
