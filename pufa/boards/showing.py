"""What a board shows on a day."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from pufa.calendar_days import occurrences
from pufa.library import Library
from pufa.models import Board, Case

THIS_MONTH = "本月"


def shown_case(board: Board, library: Library, today: dt.date) -> Case | None:
    """The one case a board shows: the one it names, the newest of its topic, or of this month's topics.

    本月: the calendar's days of this month, those still to come (or lasting) first; the first topic of
    theirs on which there is a case. In a month without any, the newest case of all.
    """
    if board.shows == THIS_MONTH:
        topics = _topics_of_month(library, today)
        newest = next((found for name in topics if (found := _newest_on(name, library))), None)
        return newest or next(iter(library.public_cases), None)
    named = next((case for case in library.public_cases if case.slug == board.shows), None)
    return named or _newest_on(board.shows, library)


def _topics_of_month(library: Library, today: dt.date) -> list[str]:
    last = today.replace(day=monthrange(today.year, today.month)[1])
    found = occurrences(library.calendar, today.replace(day=1), last)
    ahead = [day for day, span in found if span.last >= today]
    past = [day for day, span in found if span.last < today]
    return [name for day in (*ahead, *past) for name in day.topics]


def _newest_on(topic: str, library: Library) -> Case | None:
    return next((case for case in library.public_cases if case.topic == topic), None)
