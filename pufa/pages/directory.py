"""网站地图: every section with what is in it, for people; sitemap.xml and robots.txt for machines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree import ElementTree

from pufa.models import SiteIdentity
from pufa.pages.columns import COLUMNS, Column, column_of
from pufa.pages.metadata import absolute
from pufa.pages.page import Download, Page

URI = "sitemap.md"
SITEMAP = "sitemap.xml"
MOST = 100  # entries of one section; its own pages have the rest
_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@dataclass(frozen=True)
class Entry:
    title: str
    address: str
    published: dt.date | None


@dataclass(frozen=True)
class Section:
    """One section of the list. entries: those that are shown; count: all that there are."""

    column: Column
    entries: list[Entry]
    count: int


def build(pages: Iterable[Page], site: SiteIdentity) -> Page:
    """The page for people. Left out: single articles (their law leads to them) and what only staff need."""
    found = [page for page in pages if page.is_listed and page.template != "article.html"]
    inside: dict[Column | None, list[Page]] = {}
    for page in found:
        inside.setdefault(column_of(page.address), []).append(page)
    sections = []
    for column in COLUMNS:
        others = [page for page in inside.get(column, ()) if page.address != column.address]
        sections.append(Section(column, [_enter(page) for page in others[:MOST]], len(others)))
    return Page(
        URI,
        "网站地图",
        "sitemap.html",
        {"sections": sections},
        description=f"{site.name}有哪些栏目，每个栏目里有什么。",
    )


def _enter(page: Page) -> Entry:
    return Entry(page.title, page.address, page.publishing.published if page.publishing else None)


def build_files(pages: Iterable[Page], site: SiteIdentity) -> list[Download]:
    """sitemap.xml and robots.txt.

    Entries of a sitemap must be whole addresses (sitemaps.org): as long as the site has none, the list is empty and
    robots.txt does not name it. The file is there all the same, because Material's script asks for it on every page.
    A crawler reads robots.txt at the root of a host only: under a path of another site, that site's own counts.
    """
    root = ElementTree.Element("urlset", {"xmlns": _NAMESPACE})
    for page in pages:
        address = absolute(page.address, site)
        if page.is_listed and address:
            entry = ElementTree.SubElement(root, "url")
            ElementTree.SubElement(entry, "loc").text = address
            if page.publishing and page.publishing.updated:
                ElementTree.SubElement(entry, "lastmod").text = page.publishing.updated.isoformat()
    ElementTree.indent(root)
    written = bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"
    sitemap = absolute(SITEMAP, site)
    robots = ["User-agent: *", "Disallow:", *([f"Sitemap: {sitemap}"] if sitemap else [])]
    return [Download(SITEMAP, written), Download("robots.txt", ("\n".join(robots) + "\n").encode())]
