"""What has gone stale, or soon will: read by staff, on a page and from scripts/freshness.py.

Each part is one function (library, today) → Part, its docstring the rule and its source; PARTS is the
list of them. A part always says something: what is wrong, or that nothing is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from pufa.freshness import columns, due, law
from pufa.freshness.part import Line, Part
from pufa.history import UNKNOWN, History
from pufa.library import Library

__all__ = ["PARTS", "Line", "Part", "report"]

PARTS: tuple[Callable[[Library, dt.date], Part], ...] = (
    columns.home,
    columns.sections,
    columns.annual_report,
    due.reviews,
    law.changed_laws,
    law.coming_laws,
    due.contacts,
    due.boards,
    due.withdrawn,
    due.allowed,
    due.history,
)


_ON_RECORD = (columns.sections, due.history)  # what they say depends on what Git knows


def report(library: Library, today: dt.date, history: History | None = None) -> tuple[Part, ...]:
    """All parts, as of a day; that on the record only where a record was asked for.

    history: what to go by instead of the library's own. The other parts are given the library itself, which knows
    already what the rules have worked out of it.
    """
    recorded = library if history is None else replace(library, history=history)
    asked = [part for part in PARTS if part is not due.history or recorded.history is not UNKNOWN]
    return tuple(part(recorded if part in _ON_RECORD else library, today) for part in asked)
