"""Laws that have changed since a person read them, and laws that are about to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from pufa import reviews
from pufa.freshness.part import Line, Part, count_days, make_part
from pufa.law.corpus import Law
from pufa.library import Library
from pufa.models import Case, Report
from pufa.passages import Passage, passages_of, passages_of_others

NEAR = dt.timedelta(days=90)  # before a law changes


@dataclass(frozen=True)
class Change:
    """A law that is about to change or end. path, line: the first place of a file that cites it."""

    law: Law
    day: dt.date
    is_end: bool
    path: str
    line: int

    def describe(self, today: dt.date) -> str:
        """《消防法》2027-01-01 起改用新的版本，还有 39 天"""
        verb = "废止" if self.is_end else "改用新的版本"
        return f"《{self.law.short_name}》{self.day} 起{verb}，{count_days(self.day, today)}"


def coming_changes(library: Library, today: dt.date) -> Iterator[Change]:
    """Each law that a file cites, once for a file: its next version, however far; its end, if within NEAR."""
    return iter(library.remember(("coming changes", today), lambda: tuple(_find_changes(library, today))))


def _find_changes(library: Library, today: dt.date) -> Iterator[Change]:
    """What readers are told today; a report says what held in its year, a replaced case is not shown."""

    @cache
    def ahead(name: str) -> tuple[Law, dt.date, bool] | None:
        return _look_ahead(library.corpus.find(name), today)

    def find(told: Iterable[Passage]) -> Iterator[tuple[str, int, str]]:
        seen: set[tuple[str, str]] = set()
        for passage in told:
            for citation in passage.citations:
                found = ahead(citation.law_name)
                if found and (passage.item.path, found[0].name) not in seen:
                    seen.add((passage.item.path, found[0].name))
                    yield passage.item.path, passage.line_of(citation.start), citation.law_name

    def find_in_others() -> tuple[tuple[str, int, str], ...]:
        told = passages_of_others(library, today)
        return tuple(find(passage for passage in told if not isinstance(passage.item, Report)))

    def find_in(case: Case) -> tuple[tuple[str, int, str], ...]:
        return tuple(find(passages_of(case, library, today)))

    places = [
        place
        for case in library.public_cases
        for place in library.recall("changing laws", case, today, partial(find_in, case))
    ]
    state = f"{library.state_of_others} {today}"
    places += library.cache.shelf("changing laws").recall("others", state, find_in_others)
    for path, line, name in places:
        if found := ahead(name):
            yield Change(*found, path, line)


def _look_ahead(law: Law | None, today: dt.date) -> tuple[Law, dt.date, bool] | None:
    """The law, the day of its next change, and whether that is its end."""
    if law is None:
        return None
    current, coming = law.version_on(today), law.next_version(today)
    if coming:
        return law, coming.starts, False
    if current and current.ends and today < current.ends <= today + NEAR:
        return law, current.ends, True
    return None


def coming_laws(library: Library, today: dt.date) -> Part:
    """Cited laws that change within 90 days are read before they do."""
    changes: dict[tuple[dt.date, str], list[Change]] = {}
    for change in coming_changes(library, today):
        changes.setdefault((change.day, change.law.name), []).append(change)
    lines = []
    for (day, _), group in sorted(changes.items()):
        first = group[0]
        where = "、".join(sorted({change.path for change in group}))
        near = day <= today + NEAR
        words = f"{first.describe(today)}；引用它的有 {where} → 请对照新条文准备改写"
        lines.append(Line("黄" if near else "正常", words, first.path, first.line))
    return make_part("快要变的法律", lines, "引用的法律都没有还没施行的新版本")


def changed_laws(library: Library, today: dt.date) -> Part:
    """A case whose article has other words than those that a person reviewed is read again: content/laws.lock."""
    lines = [
        Line(
            "红",
            f"「{case.title}」待复核：{change.citation}{change.state} → 请看 scripts/law_changes.py，重看后运行 scripts/review.py",
            case.path,
            change.line,
        )
        for case in library.public_cases
        for change in reviews.outdated(case, library, today)
    ]
    return make_part("变了的法条", lines, "核对过的法条都没有变")
