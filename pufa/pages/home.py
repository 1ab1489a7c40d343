"""首页: the way in, for people who came through a QR code and for those who type a question."""

from __future__ import annotations

import datetime as dt

from pufa.boards.showing import month_of
from pufa.library import Library
from pufa.pages.page import Page

NEWEST = 6
SUGGESTIONS = 4


def build(library: Library, today: dt.date) -> Page:
    """The front page as of a day: 本月普法 depends on it."""
    return Page(
        "index.md",
        library.site.name,
        "home.html",
        {
            "topics": [(topic, len(library.cases_on(topic))) for topic in library.topics],
            "month": month_of(library, today),
            "suggestions": suggest(library, today),
            "newest": library.public_cases[:NEWEST],
            "villages": len(library.villages),
            "hotlines": [contact for contact in library.contacts if contact.scope == "全国"],
        },
        description=f"{library.site.town}的普法网站：遇到事了怎么办，法律怎么说，找谁帮忙。",
        edit_path=library.site.path,
    )


def suggest(library: Library, today: dt.date) -> list[str]:
    """Questions to begin with: of this month's topics by the calendar, then of the others in their order.

    From what the town has written, never from watching what people ask.
    """
    this_month = [name for day, _ in month_of(library, today) for name in day.topics]
    topics = dict.fromkeys([*this_month, *(topic.name for topic in library.topics)])
    cases = (library.cases_on(topic)[:1] for name in topics if (topic := library.topic(name)))
    return [case.asks[0] for found in cases for case in found][:SUGGESTIONS]
