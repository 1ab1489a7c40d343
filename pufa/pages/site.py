"""Everything that is built from a Library."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pufa.library import Library
from pufa.pages import (
    almanac,
    boards,
    cases,
    directory,
    feeds,
    guidance,
    home,
    laws,
    recordings,
    reports,
    search,
    stale,
    villages,
)
from pufa.pages.cited import gather
from pufa.pages.page import Download, Page, Recording

# The main navigation, in the order of what people come for; indexes only, never single items.
NAVIGATION = (
    ("首页", "index.md"),
    ("以案释法", "cases/index.md"),
    ("我的村", "villages/index.md"),
    ("找人帮忙", guidance.HELP_URI),
    ("法条", "laws/index.md"),
    ("普法日历", almanac.URI),
    ("责任清单", guidance.DUTIES_URI),
    ("年报", "reports/index.md"),
)


@dataclass(frozen=True)
class Site:
    """The pages and files of one build."""

    pages: tuple[Page, ...]
    downloads: tuple[Download, ...]
    recordings: tuple[Recording, ...]


def build(library: Library, today: dt.date) -> Site:
    """Library → all pages and downloads, as of a day."""
    cited = gather(library, today)
    pages: tuple[Page, ...] = (
        home.build(library, today),
        *cases.build(library, cited, today),
        *laws.build(library, cited, today),
        *villages.build(library),
        *reports.build(library),
        *boards.build(library, today),
        almanac.build(library, today),
        guidance.build_help(library),
        guidance.build_duties(library, today),
        guidance.build_offline(library),
        stale.build(library, today),
        search.build(library),
        Page("404.html", "没有找到这一页", "not_found.html", is_listed=False, shell="lost.html"),
    )
    downloads = (
        almanac.build_download(library, today),
        *feeds.build(pages, library.site),
        *directory.build_files(pages, library.site),
    )
    return Site((*pages, directory.build(pages, library.site)), downloads, tuple(recordings.build(library)))
