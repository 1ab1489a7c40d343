"""Which case a board shows on a day: the same in its page, on its sheet, and in the lists for staff."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Mapping

from pufa.calendar_days import Span, occurrences
from pufa.library import Library
from pufa.models import Board, CalendarDay, Case
from pufa.sections import WHAT_TO_DO, blank_code, split

THIS_MONTH = "本月"
_FIRST_STEPS = "### 怎么做"


def shown_case(board: Board, library: Library, today: dt.date) -> Case | None:
    """The case to show: the one that is named, the newest of the topic, or what the calendar says.

    A case that was replaced leads to its successor; one that was withdrawn, or a topic without a case, to 本月. None
    if there is no public case at all.
    """
    named = _follow(board.shows, library)
    if named is not None:
        return named
    topic = library.topic(board.shows)
    found = library.cases_on(topic) if topic else []
    return found[0] if found else case_of_month(library, today)


def _follow(slug: str, library: Library) -> Case | None:
    by_slug = cases_by_slug(library)
    for _ in by_slug:  # at most once through all of them: successors may lead in a circle
        case = by_slug.get(slug)
        if case is None or case.is_public:
            return case
        slug = case.successor or ""
    return None


def cases_by_slug(library: Library) -> Mapping[str, Case]:
    """Every case, public or not, by its part of an address."""
    return library.remember("cases by slug", lambda: {case.slug: case for case in library.cases})


def case_of_month(library: Library, today: dt.date) -> Case | None:
    """The newest case on a topic of the calendar's nearest day this month; the newest case if there is none."""
    for day, _ in sorted(month_of(library, today), key=lambda found: _nearness(found[1], today)):
        for name in day.topics:
            topic = library.topic(name)
            if topic and (cases := library.cases_on(topic)):
                return cases[0]
    return next(iter(library.public_cases), None)


def month_of(library: Library, today: dt.date) -> list[tuple[CalendarDay, Span]]:
    """本月普法: what the calendar has for the month of a day."""
    last = today.replace(day=monthrange(today.year, today.month)[1])
    return library.remember(("month", today), lambda: occurrences(library.calendar, today.replace(day=1), last))


def _nearness(span: Span, today: dt.date) -> tuple[int, int]:
    """Going on now (the shortest first: a day says more than a month), then to come, then just over."""
    if span.first <= today <= span.last:
        return 0, (span.last - span.first).days
    if span.first > today:
        return 1, (span.first - today).days
    return 2, (today - span.last).days


def first_steps(case: Case, most: int = 3) -> list[str]:
    """The first items of 怎么做 as they are written, without their numbers."""
    return [text for _, text in first_steps_with_lines(case, most)]


def first_steps_with_lines(case: Case, most: int = 3) -> list[tuple[int, str]]:
    """The same, each with the line of the file on which it begins."""
    steps: list[tuple[int, str]] = []
    inside = False
    for section in split(case.body, case.body_line):
        text = blank_code(section.text) if section.name == WHAT_TO_DO else ""
        for number, line in enumerate(text.split("\n"), start=section.text_line):
            item = re.match(r"(?:\d+[.)]|[-*+])[ \t]+(.+)", line)
            if line.startswith("#"):
                inside = line.rstrip() == _FIRST_STEPS
            elif inside and item:
                steps.append((number, item[1].strip()))
            elif inside and steps and line.startswith(" "):
                begin, so_far = steps[-1]
                steps[-1] = (begin, so_far + line.strip())  # an item that goes on in the next line
    return steps[:most]
