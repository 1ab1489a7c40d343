"""What is new, for programs that ask: an Atom feed (RFC 4287), and a JSON Feed 1.1 once the site has an address.

Entries are the cases and reports that readers see; what was withdrawn is in no feed. Links in Atom may be relative
(RFC 4287 §2) and are, so that the feed works wherever the site is mounted. A JSON Feed has no rule for relative
links, so without an address there is none.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable
from xml.etree import ElementTree

from pufa.calendar_days import TOWN_TIME
from pufa.models import SiteIdentity
from pufa.pages.metadata import absolute
from pufa.pages.page import Download, Page

ATOM, JSON = "feed.xml", "feed.json"
MOST = 50
_NAMESPACE = "http://www.w3.org/2005/Atom"


def list_feeds(site: SiteIdentity) -> list[tuple[str, str, str]]:
    """(title, media type, address) of each feed that this site has."""
    feeds = [(f"{site.name}：新案例和年报", "application/atom+xml", ATOM)]
    return [*feeds, (feeds[0][0], "application/feed+json", JSON)] if site.front_page else feeds


def build(pages: Iterable[Page], site: SiteIdentity) -> list[Download]:
    """The feeds of a site, newest first."""
    dated = [page for page in pages if page.is_listed and page.publishing and page.publishing.published]
    newest = sorted(dated, key=lambda page: (_published(page), page.address), reverse=True)[:MOST]
    feeds = [Download(ATOM, _write_atom(newest, site))]
    if site.front_page:
        feeds.append(Download(JSON, _write_json(newest, site)))
    return feeds


def _write_atom(pages: list[Page], site: SiteIdentity) -> bytes:
    root = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "zh-Hans"})
    _add(root, "id", _name("", site))
    _add(root, "title", site.name)
    _add(root, "updated", max((_updated(page) for page in pages), default=_moment(dt.date(1970, 1, 1))).isoformat())
    ElementTree.SubElement(root, "link", {"rel": "self", "href": absolute(ATOM, site) or ATOM})
    ElementTree.SubElement(root, "link", {"rel": "alternate", "href": absolute("", site) or "./"})
    _add(ElementTree.SubElement(root, "author"), "name", site.organiser or site.name)
    for page in pages:
        entry = ElementTree.SubElement(root, "entry")
        _add(entry, "id", _name(page.address, site))
        _add(entry, "title", page.title)
        _add(entry, "published", _published(page).isoformat())
        _add(entry, "updated", _updated(page).isoformat())
        ElementTree.SubElement(entry, "link", {"href": absolute(page.address, site) or page.address})
        _add(entry, "summary", page.description)
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _write_json(pages: list[Page], site: SiteIdentity) -> bytes:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": site.name,
        "home_page_url": absolute("", site),
        "feed_url": absolute(JSON, site),
        "language": "zh-Hans",
        "authors": [{"name": site.organiser or site.name}],
        "items": [
            {
                "id": _name(page.address, site),
                "url": absolute(page.address, site),
                "title": page.title,
                "content_text": page.description,
                "date_published": _published(page).isoformat(),
                "date_modified": _updated(page).isoformat(),
            }
            for page in pages
        ],
    }
    return json.dumps(feed, ensure_ascii=False, indent=1).encode() + b"\n"


def _add(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, tag).text = text


def _name(address: str, site: SiteIdentity) -> str:
    """The same for as long as the page has its address in the site, wherever the site moves."""
    return uuid.uuid5(uuid.NAMESPACE_OID, f"{site.division_code}/{address}").urn


def _published(page: Page) -> dt.datetime:
    assert page.publishing and page.publishing.published
    return _moment(page.publishing.published)


def _updated(page: Page) -> dt.datetime:
    updated = page.publishing.updated if page.publishing else None
    return max(_published(page), _moment(updated)) if updated else _published(page)


def _moment(day: dt.date | dt.datetime) -> dt.datetime:
    """Both formats want a second. Where only the day is on record, its beginning stands for it, here alone: readers
    are never shown it."""
    if isinstance(day, dt.datetime):
        return day.replace(tzinfo=TOWN_TIME)
    return dt.datetime.combine(day, dt.time(), TOWN_TIME)
