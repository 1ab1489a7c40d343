"""What the head of a page tells machines: the meta tags of a government site, and those of shared links.

Source: 政府网站发展指引 (国办发〔2017〕47号), annex on meta tags: 网站标签 on every page, 栏目标签 in a section,
内容标签 on content pages; names and forms of the values are the annex's, several values are parted by a comma.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pufa.models import SiteIdentity
from pufa.pages.columns import column_of
from pufa.pages.page import Page, Publishing

PICTURE = "share.png"  # beside the page


@dataclass(frozen=True)
class Metadata:
    """names: name → content of meta tags, properties: the same with ``property``; url: the page's own, if known."""

    names: tuple[tuple[str, str], ...]
    properties: tuple[tuple[str, str], ...]
    url: str | None


def describe(page: Page, site: SiteIdentity) -> Metadata:
    """All that is known about a page. What is not known is left out: no number, date or address is invented."""
    url = absolute(page.address, site)
    return Metadata(
        (*_name_site(site), *_name_column(page), *_name_article(page, url)), tuple(_name_share(page, site, url)), url
    )


def absolute(address: str, site: SiteIdentity) -> str | None:
    """An address of the site with its host, for those who read it elsewhere; None as long as site.yml names none."""
    return site.front_page + quote(address) if site.front_page else None


def picture_of(page: Page, site: SiteIdentity) -> str | None:
    """Where the picture of a page lies. Whoever fetches it knows no relative address, so without a host there is none."""
    return page.address + PICTURE if page.picture and site.front_page else None


def write_time(published: dt.date | dt.datetime) -> str:
    """``YYYY-MM-DD HH:MM`` as the annex wants it; the day alone where the time of day is not on record.

    A time that nobody has noted is not made up: a forged date of publication fails a whole site (单项否决 of 政府网站
    与政务新媒体检查指标).
    """
    return f"{published:%Y-%m-%d %H:%M}" if isinstance(published, dt.datetime) else f"{published:%Y-%m-%d}"


def _name_site(site: SiteIdentity) -> Iterator[tuple[str, str]]:
    yield "SiteName", site.name
    if site.domain:
        yield "SiteDomain", site.domain
    if site.site_code:
        yield "SiteIDCode", site.site_code


def _name_column(page: Page) -> Iterator[tuple[str, str]]:
    column = column_of(page.address)
    if column:
        yield "ColumnName", column.name
        yield "ColumnDescription", column.description
        yield "ColumnKeywords", ",".join(column.keywords)
        yield "ColumnType", column.type


def _name_article(page: Page, url: str | None) -> Iterator[tuple[str, str]]:
    article: Publishing | None = page.publishing
    if article is None:
        return
    yield "ArticleTitle", page.title
    if article.published:
        yield "PubDate", write_time(article.published)
    if article.source:
        yield "ContentSource", article.source
    if article.keywords:
        yield "Keywords", ",".join(article.keywords)
    if url:
        yield "Url", url


def _name_share(page: Page, site: SiteIdentity, url: str | None) -> Iterator[tuple[str, str]]:
    yield "og:title", page.title
    yield "og:type", "article" if page.publishing else "website"
    yield "og:site_name", site.name
    if page.description:
        yield "og:description", page.description
    if url:
        yield "og:url", url
    if picture := picture_of(page, site):
        yield "og:image", absolute(picture, site) or ""
