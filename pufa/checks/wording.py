"""Plain words: every rule here warns, none stops a build. The annual report is a public document and is left alone.

Source: 法治宣传教育法第五十三条 (通俗易懂) and 第五十四条第二款 (准确、清楚); 国家通用语言文字法 (规范汉字).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator

from pufa import wording
from pufa.law.finder import CitationFinder
from pufa.library import Library
from pufa.models import Case, Content, Document
from pufa.problems import Problem
from pufa.wording import Finding, Glossary, Piece

Find = Callable[[str], Iterable[Finding]]


def check_sentences(library: Library, today: dt.date) -> Iterator[Problem]:
    """A sentence has at most 40 characters: who reads it on a phone or hears it, keeps no more in mind."""
    yield from _look(_prose(library), wording.find_long_sentences)


def check_officialese(library: Library, today: dt.date) -> Iterator[Problem]:
    """Words of officials are put into words of neighbours (content/glossary.yml, 官话); told once for a file."""
    glossary = Glossary(library.glossary)
    told: set[tuple[str, str]] = set()
    for item, piece in _prose(library):
        for start, term in glossary.find(piece.text):
            if term.kind == "官话" and (item.path, term.word) not in told:
                told.add((item.path, term.word))
                note = f"（{term.note}）" if term.note else ""
                message = f"「{term.word}」是官话 → 请写「{term.plain}」{note}"
                yield Problem(item.path, piece.line(start), message, "warning")


def check_jargon(library: Library, today: dt.date) -> Iterator[Problem]:
    """A word of lawyers (content/glossary.yml, 法律词) is explained where a case first uses it."""
    glossary = Glossary(library.glossary)
    for case in _shown_cases(library):
        seen = ""  # who has read of 劳动仲裁, knows 仲裁
        for piece in _pieces(library, case):
            for start, term in glossary.find(piece.text):
                if term.kind != "法律词" or term.word in seen:
                    continue
                seen += f"{term.word}\n"
                if not wording.is_explained(term, start, piece.text):
                    message = f"法律词「{term.word}」第一次出现没有解释 → 请在旁边补一句，如“就是{term.plain}”"
                    yield Problem(case.path, piece.line(start), message, "warning")


def check_characters(library: Library, today: dt.date) -> Iterator[Problem]:
    """规范汉字: no traditional, variant or compatibility characters. Source: 国家通用语言文字法第十七条."""
    yield from _look(_all_texts(library), wording.find_odd_characters)


def check_punctuation(library: Library, today: dt.date) -> Iterator[Problem]:
    """One mark of punctuation at a time."""
    yield from _look(_all_texts(library), wording.find_repeated_punctuation)


def check_spacing(library: Library, today: dt.date) -> Iterator[Problem]:
    """Spaces around Latin letters, full-width marks in Chinese, as AutoCorrect sets them."""
    yield from _look(_all_texts(library), wording.find_spacing)


def _look(texts: Iterable[tuple[Content, Piece]], find: Find) -> Iterator[Problem]:
    for item, piece in texts:
        for finding in find(piece.text):
            yield Problem(item.path, piece.line(finding.start), finding.message, "warning")


def _shown_cases(library: Library) -> list[Case]:
    """Cases whose text is, or will be, before readers."""
    return [case for case in library.cases if case.status in ("draft", "published")]


def _bodies(library: Library) -> Iterator[tuple[Content, Piece]]:
    for document in (*_shown_cases(library), *library.villages):
        yield from ((document, piece) for piece in _pieces(library, document))


def _pieces(library: Library, document: Document) -> tuple[Piece, ...]:
    def cut() -> tuple[Piece, ...]:
        return tuple(wording.pieces(document.body, document.body_line, CitationFinder(library.corpus)))

    return library.remember(("pieces", document.path, document.body), cut)


def _prose(library: Library) -> Iterator[tuple[Content, Piece]]:
    """What is written in sentences, for residents."""
    fields: list[tuple[Content, str]] = [
        *((case, "title") for case in _shown_cases(library)),
        *((topic, "summary") for topic in library.topics),
        *((contact, "helps_with") for contact in library.contacts),
        *((day, "message") for day in library.calendar),
    ]
    for item, field in fields:
        yield item, Piece(getattr(item, field), ((0, item.line(field)),))
    yield from _bodies(library)


def _all_texts(library: Library) -> Iterator[tuple[Content, Piece]]:
    """Everything that is typed, also names and the questions of residents."""
    items: list[Content] = [
        *_shown_cases(library),
        *library.villages,
        *library.topics,
        *library.contacts,
        *library.calendar,
        *library.duties,
        library.site,
    ]
    for item in items:
        yield from ((item, Piece(text, ((0, item.line(*field)),))) for field, text in item.texts())
    yield from _bodies(library)
