"""更新情况: the staff's page of what has gone stale; out of the navigation and the search, linked from the handbook."""

from __future__ import annotations

import datetime as dt

from pufa import freshness
from pufa.history import UNKNOWN
from pufa.library import Library
from pufa.pages.page import Page

URI = "freshness.md"


def build(library: Library, today: dt.date) -> Page:
    """The same parts as scripts/freshness.py prints, as of the day of the build.

    Without what Git knows: the same content makes the same site, wherever it was copied to.
    """
    parts = freshness.report(library, today, UNKNOWN)
    return Page(
        URI,
        "更新情况",
        "freshness.html",
        {"parts": parts},
        description="写给维护网站的同志：哪些内容该更新、该复核了。",
        is_listed=False,
    )
