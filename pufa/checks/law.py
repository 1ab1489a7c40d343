"""Rules about statutes: what is cited exists, and holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa.law.citation import Citation, CitationError, find, resolve
from pufa.library import Library
from pufa.problems import Problem
from pufa.sections import SECTIONS, lines_outside_code, split


def check_citations(library: Library, today: dt.date) -> Iterator[Problem]:
    """Every cited article, 款 and 项 exists and is in force on the day of the review.

    Source: 法治宣传教育法第五十四条第二款 (内容应当准确、清楚). Not in force on the build date: a warning, so that
    a law's last day does not take the site down overnight. A statute of uncertain force: a warning too.
    """
    for path, line, citation, reviewed in _citations(library, today):
        try:
            target = resolve(citation, library.corpus, reviewed)
        except CitationError as error:
            yield Problem(path, line, f"引用{citation}：{error}")
            continue
        if target.version.uncertain:
            yield Problem(
                path,
                line,
                f"引用{citation}：效力待核实（{target.version.uncertain}） → 请查清后写进 content/laws/",
                "warning",
            )
        if reviewed != today:
            yield from _compare_with_today(library, today, path, line, citation)


def _compare_with_today(
    library: Library, today: dt.date, path: str, line: int, citation: Citation
) -> Iterator[Problem]:
    try:
        resolve(citation, library.corpus, today)
    except CitationError as error:
        yield Problem(path, line, f"引用{citation}：核对那天还对，今天（{today}）不对了。{error}", "warning")


def _citations(library: Library, today: dt.date) -> Iterator[tuple[str, int, Citation, dt.date]]:
    """(path, line, citation, day on which it must hold), from all that is written by hand."""
    for case in library.cases:
        if case.status in ("draft", "withdrawn"):
            continue
        reviewed = case.reviewed or today
        for field, text in case.texts():
            yield from ((case.path, case.line(*field), citation, reviewed) for citation in find(text))
        for number, line, is_code in lines_outside_code(case.body, case.body_line):
            if not is_code:
                yield from ((case.path, number, citation, reviewed) for citation in find(line))
    for item in (*library.calendar, *library.duties):
        for field, text in item.texts():
            yield from ((item.path, item.line(*field), citation, today) for citation in find(text))


def check_basis(library: Library, today: dt.date) -> Iterator[Problem]:
    """A 依据 of the calendar or the duties is a citation that can be followed, not a vague name."""
    for day in library.calendar:
        if day.basis and not list(find(day.basis)):
            yield Problem(
                day.path,
                day.line("basis"),
                "「basis」里没有法条 → 请写成 《法治宣传教育法》第十三条 的样子，没有就删掉",
            )
    for duty in library.duties:
        for index, basis in enumerate(duty.basis):
            if not list(find(basis)):
                yield Problem(
                    duty.path, duty.line("basis", index), "「basis」里没有法条 → 请写成 《消防法》第六条 的样子"
                )


def check_statutes_quoted(library: Library, today: dt.date) -> Iterator[Problem]:
    """法律怎么说 puts at least one article before the reader, in the law's own words."""
    for case in library.public_cases:
        for section in split(case.body, case.body_line):
            if section.name == SECTIONS[4] and not _quotes_an_article(section.text):
                yield Problem(
                    case.path,
                    section.line,
                    f"「{section.heading}」里没有法条原文 → 请单独写一行法条名称，如 《民法典》第六百七十五条",
                )


def _quotes_an_article(text: str) -> bool:
    paragraphs = (paragraph.strip().rstrip("。") for paragraph in text.split("\n\n"))
    return any(
        (citations := list(find(paragraph))) and citations[0].start == 0 and citations[-1].end == len(paragraph)
        for paragraph in paragraphs
    )
