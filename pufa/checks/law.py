"""Rules about statutes: what is cited exists and holds, what is quoted is the law's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa import reviews
from pufa.law.citation import Citation, CitationError, resolve
from pufa.law.finder import CitationFinder
from pufa.law.quotation import find_quotations, is_verbatim
from pufa.library import Library
from pufa.models import Case, Concept
from pufa.passages import Passage, passages
from pufa.problems import Problem, Severity
from pufa.sections import STATUTES, split


def check_citations(library: Library, today: dt.date) -> Iterator[Problem]:
    """Every cited article, 款 and 项 exists and is in force on the day by which its passage is judged.

    Source: 法治宣传教育法第五十四条第二款 (内容应当准确、清楚). Not in force on the build date: a warning, so that
    a law's last day does not take the site down overnight; nor does a concept whose article has left the law, which
    is on no page then. A statute of uncertain force: a warning too.
    """
    for passage in passages(library, today):
        for citation in passage.citations:
            try:
                target = resolve(citation, library.corpus, passage.day)
            except CitationError as error:
                is_past = isinstance(passage.item, Concept) and _has_held(citation, library, today)
                yield _tell(passage, citation, str(error), "warning" if is_past else passage.severity)
                continue
            if target.version.uncertain:
                reason = f"效力待核实（{target.version.uncertain}）"
                yield _tell(passage, citation, f"{reason} → 请查清后写进 content/laws/", "warning")
            yield from _compare_with_today(library, today, passage, citation)


def _tell(passage: Passage, citation: Citation, words: str, severity: Severity) -> Problem:
    return Problem(passage.item.path, passage.line_of(citation.start), f"引用{citation}：{words}", severity)


def _has_held(citation: Citation, library: Library, today: dt.date) -> bool:
    """Whether an article once held: a concept that is left behind leads nowhere, but is no reason to stop the site."""
    law = library.corpus.find(citation.law_name)
    return law is not None and any(
        version.starts <= today and version.article(citation.number) for version in law.versions
    )


def _compare_with_today(library: Library, today: dt.date, passage: Passage, citation: Citation) -> Iterator[Problem]:
    is_for_today = isinstance(passage.item, Case) and passage.day == passage.item.reviewed
    if is_for_today and passage.day != today:
        try:
            resolve(citation, library.corpus, today)
        except CitationError as error:
            yield _tell(passage, citation, f"核对那天还对，今天（{today}）不对了。{error}", "warning")


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


def check_reviews(library: Library, today: dt.date) -> Iterator[Problem]:
    """A public case cites articles whose words a person has read, and which have not changed since.

    Source: 法治宣传教育法第五十四条第二款. Reminders, not errors: a new law must not take the site down; the page says
    待复核 instead.
    """
    for case in library.public_cases:
        record = library.lock.cases.get(case.slug)
        how = f"核对后请运行 scripts/review.py {case.slug} --reviewed 日期"
        if record is None:
            yield Problem(case.path, case.line("reviewed"), f"还没有法条核对记录 → {how}", "warning")
            continue
        if record.reviewed != case.reviewed:
            message = f"「reviewed」是 {case.reviewed}，核对记录是 {record.reviewed} → {how}"
            yield Problem(case.path, case.line("reviewed"), message, "warning")
        for change in reviews.changes(case, library, today):
            yield Problem(case.path, change.line, f"待复核：{change.citation}{change.state} → {how}", "warning")
