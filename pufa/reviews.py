"""What has changed in the law since a person reviewed a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pufa.law.citation import Citation, CitationError, resolve
from pufa.law.lock import State
from pufa.library import Library
from pufa.models import Case
from pufa.passages import passages_of


@dataclass(frozen=True)
class Change:
    """One citation that has to be read again.

    line: of the case's file. before: the words that were reviewed, now: those of today; None if there are none.
    """

    citation: str
    line: int
    state: State
    before: str | None
    now: str | None


def words_of(case: Case, library: Library, today: dt.date) -> dict[str, str]:
    """Citation → the words that it has today; what resolves to nothing is left out."""
    found = ((str(citation), _resolve(citation, library, day)) for citation, _, day in _citations(case, library, today))
    return {name: words for name, words in found if words is not None}


def changes(case: Case, library: Library, today: dt.date) -> list[Change]:
    """The citations of a case whose words are not those that were reviewed, each once, in the order of the text."""
    found: dict[str, Change] = {}
    for citation, line, day in _citations(case, library, today):
        name = str(citation)
        before = library.lock.reviewed_words(case.slug, name)
        now = _resolve(citation, library, day)
        state = _compare(before, now)
        if state and name not in found:
            found[name] = Change(name, line, state, before, now)
    return list(found.values())


def _compare(before: str | None, now: str | None) -> State | None:
    if now is None:
        return "不再有效"
    if before is None:
        return "没有核对记录"
    return "条文有变" if before != now else None


def _citations(case: Case, library: Library, today: dt.date) -> Iterator[tuple[Citation, int, dt.date]]:
    for passage in passages_of(case, library, today):
        for citation in passage.citations:
            yield citation, passage.line_of(citation.start), passage.day


def _resolve(citation: Citation, library: Library, day: dt.date) -> str | None:
    try:
        return resolve(citation, library.corpus, day).text
    except CitationError:
        return None
