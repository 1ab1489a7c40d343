"""法条: an index, a page for each law that the site cites, and one for each cited article."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pufa.law.corpus import Law, LawVersion
from pufa.library import Library
from pufa.pages.cited import CitedArticle, CitedArticles
from pufa.pages.page import Page, Publishing
from pufa.pages.paging import begin, cut


def uri(slug: str) -> str:
    return f"laws/{slug}.md"


def article_uri(slug: str, article: str) -> str:
    """slug: of the law; article: as in CitedArticle.slug."""
    return f"laws/{slug}/{article}.md"


def build(library: Library, cited: CitedArticles, today: dt.date) -> Iterator[Page]:
    """The index, and a page for each cited law."""
    entries: list[dict[str, Any]] = []
    built: set[str] = set()
    for articles in cited.by_law.values():
        law = articles[0].law
        slug = library.corpus.slug(law)
        shown = law.latest(today)
        entries.append({"law": law, "slug": slug, "count": len(articles), "force": shown.force_on(today)})
        yield from _build_law(law, slug, articles, today)
        for cited_article in articles:
            page = _build_article(cited_article, slug, today)
            built.add(page.address)
            yield page
    yield from _keep_published(library, set(cited.by_law), built, today)
    entries.sort(key=lambda entry: (-entry["count"], entry["slug"]))
    for page_uri, part in cut(entries, "laws/index.md"):
        words = "本站引用过的法律条文，都是原文，注明从哪天起施行。"
        yield Page(page_uri, part.name("法条"), "law_index.html", {"part": part}, words, is_listed=part.number == 1)


def _keep_published(library: Library, cited: set[str], built: set[str], today: dt.date) -> Iterator[Page]:
    """A law or an article that is not cited any more keeps the address that was once published.

    cited: names of laws; built: addresses of articles, which have their page already.
    """
    for address in library.ledger.addresses:
        kind, _, rest = address.partition("/")
        slug, _, article = rest.rstrip("/").partition("/")
        law = library.corpus.by_slug.get(slug)
        if kind != "laws" or law is None or address in built:
            continue
        if not article and law.name not in cited:
            yield from _build_law(law, slug, [], today)
        elif article and (found := law.find_article(article)):
            yield _build_article(CitedArticle(law, *found, article), slug, today)


@dataclass(frozen=True)
class Row:
    """One article in the list of a law. words: what people ask that it answers, else those of the law itself."""

    version: LawVersion
    slug: str
    number: str
    words: str
    is_law: bool


def _enter(cited: CitedArticle) -> Row:
    asked = next((concept.concept for concept in cited.concepts), None)
    return Row(cited.version, cited.slug, str(cited.article.number), asked or cited.article.text, asked is None)


def _build_law(law: Law, slug: str, articles: list[CitedArticle], today: dt.date) -> Iterator[Page]:
    """Its cited articles, those of today's version first."""
    ordered = sorted(articles, key=lambda article: article.version is not law.latest(today))
    for page_uri, part in cut([_enter(article) for article in ordered], uri(slug)):
        groups = groupby(part.items, key=lambda row: row.version)
        yield Page(
            page_uri,
            part.name(law.short_name),
            "law.html",
            {
                "law": law,
                "slug": slug,
                "groups": [(version, describe_force(version, today), list(group)) for version, group in groups],
                "latest": law.latest(today),
                "coming": law.next_version(today),
                "count": len(articles),
                "part": part,
            },
            description=f"《{law.name}》里本站引用过的条文，共 {len(articles)} 条。",
            is_listed=part.number == 1,
        )


def _build_article(cited: CitedArticle, slug: str, today: dt.date) -> Page:
    name = f"《{cited.law.short_name}》{cited.article.number}"
    return Page(
        article_uri(slug, cited.slug),
        name,
        "article.html",
        {
            "name": name,
            "law": cited.law,
            "version": cited.version,
            "article": cited.article,
            "now": cited.now,
            "concepts": cited.concepts,
            "newest": begin(cited.cases),
            "slug": slug,
            "banner": describe_force(cited.version, today),
            "coming": cited.law.next_version(today),
        },
        description=f"{name}：{cited.article.text[:60]}",
        publishing=Publishing(source=cited.law.issuer, keywords=(cited.law.short_name,)),
    )


def describe_force(version: LawVersion, today: dt.date) -> str:
    """效力 in one plain sentence, with the date from which it holds."""
    force = version.force_on(today)
    if version.uncertain:
        return f"{force}：{version.uncertain}。"
    if force == "尚未施行":
        return f"{force}：{write_date(version.starts)}起才施行。"
    if version.ends and force != "现行有效":
        by = f"，见{version.repealed_by}" if version.repealed_by else ""
        verb = "改用新的版本" if version.is_replaced else "废止"
        return f"{force}：{write_date(version.ends)}起{verb}{by}。下面是以前的条文，只供查对。"
    if version.first_effective < version.adopted:
        return (
            f"{force}：{write_date(version.first_effective)}起施行，这里是{write_date(version.adopted)}修改后的条文。"
        )
    return f"{force}：{write_date(version.starts)}起施行。"


def write_date(day: dt.date) -> str:
    """2026-03-05 → 2026年3月5日"""
    return f"{day.year}年{day.month}月{day.day}日"
