"""What has changed in the law since a person reviewed a case."""

from __future__ import annotations

import datetime as dt
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
    found = (
        (str(citation), _resolve(citation, library, passage.day))
        for passage in passages_of(case, library, today)
        for citation in passage.citations
    )
    return {name: words for name, words in found if words is not None}


def outdated(case: Case, library: Library, today: dt.date) -> tuple[Change, ...]:
    """The same without what was never reviewed: readers are told of these."""
    return library.recall(
        "outdated",
        case,
        today,
        lambda: tuple(change for change in changes(case, library, today) if change.state != "没有核对记录"),
    )


def changes(case: Case, library: Library, today: dt.date) -> list[Change]:
    """The citations of a case whose words are not those that were reviewed, each once, in the order of the text."""
    return [*library.remember(("changes", case.path, today), lambda: _find_changes(case, library, today))]


def _find_changes(case: Case, library: Library, today: dt.date) -> tuple[Change, ...]:
    found: dict[str, Change] = {}
    for passage in passages_of(case, library, today):
        for citation in passage.citations:
            name = str(citation)
            before = library.lock.reviewed_words(case.slug, name)
            now = _resolve(citation, library, passage.day)
            state = _compare(before, now)
            if state and name not in found:
                found[name] = Change(name, passage.line_of(citation.start), state, before, now)
    return tuple(found.values())


def _compare(before: str | None, now: str | None) -> State | None:
    if now is None:
        return "不再有效"
    if before is None:
        return "没有核对记录"
    return "条文有变" if before != now else None


def _resolve(citation: Citation, library: Library, day: dt.date) -> str | None:
    try:
        return resolve(citation, library.corpus, day).text
    except CitationError:
        return None
