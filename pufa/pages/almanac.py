"""普法日历: the days of this year and the next, by month, and the same as a file for the phone's calendar."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Any

from pufa.calendar_days import occurrences, to_ics
from pufa.library import Library
from pufa.pages.markdown import LawReader, link_citations
from pufa.pages.page import Download, Later, Page, address_of, relative

URI = "calendar.md"
ICS_URI = "calendar.ics"


def build(library: Library, today: dt.date) -> Page:
    """The page as of a day: what is past this year is left out, next year follows."""
    return Page(
        URI,
        "普法日历",
        "calendar.html",
        {"ics": ICS_URI},
        description="什么日子讲什么法：法定的纪念日、宣传周和农历节日。",
        edit_path="content/calendar.yml",
        later=Later(lambda: _list_months(library, today), (library.calendar, library.topics)),
    )


def _list_months(library: Library, today: dt.date) -> dict[str, Any]:
    found = occurrences(library.calendar, today.replace(day=1), dt.date(today.year + 1, 12, 31))
    reader = LawReader(library.corpus, today)
    address = address_of(URI)
    rows: list[dict[str, Any]] = [
        {
            "day": day,
            "span": span,
            "basis": link_citations(day.basis or "", reader, lambda to: relative(to, address)),
            "topics": [topic for name in day.topics if (topic := library.topic(name))],
        }
        for day, span in found
    ]
    by_month = groupby(rows, key=lambda row: max(row["span"].first, today.replace(day=1)).replace(day=1))
    months = [(f"{month.year}年{month.month}月", f"{month:%Y-%m}", list(entries)) for month, entries in by_month]
    return {"months": months, "contents": [(name, anchor) for name, anchor, _ in months]}


def build_download(library: Library, today: dt.date) -> Download:
    """calendar.ics for this year and the next; its stamp is the build date, so that builds repeat."""
    stamp = dt.datetime.combine(today, dt.time(), tzinfo=dt.UTC)
    years = (today.year, today.year + 1)
    made_of = f"{library.state_of_files('/calendar.yml')} {library.site.name} {today}"
    kept = library.cache.shelf("downloads")
    return Download(
        ICS_URI, kept.recall(ICS_URI, made_of, lambda: to_ics(library.calendar, library.site.name, years, stamp))
    )
