"""Which articles the site cites, and which cases cite each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from pufa.law.article import Article, ArticleNumber
from pufa.law.citation import find
from pufa.law.corpus import Law, LawVersion
from pufa.library import Library
from pufa.models import Case
from pufa.pages.markdown import LawReader


@dataclass
class CitedArticle:
    """One article that the site cites, in the version that readers of today are shown."""

    law: Law
    version: LawVersion
    article: Article
    cases: list[Case] = field(default_factory=list)


@dataclass(frozen=True)
class CitedArticles:
    """All of them, by law and article, and the same by case."""

    by_law: dict[str, dict[ArticleNumber, CitedArticle]]
    by_case: dict[str, list[CitedArticle]]


def gather(library: Library, today: dt.date) -> CitedArticles:
    """Read every public case, the calendar and the duties for the articles that they cite."""
    by_law: dict[str, dict[ArticleNumber, CitedArticle]] = {}
    by_case: dict[str, list[CitedArticle]] = {}
    for text, case in _citing_texts(library):
        reader = LawReader(library.corpus, today, (case.reviewed if case else None) or today)
        for citation in find(text):
            target = reader.target(citation)
            if target is None:
                continue
            articles = by_law.setdefault(target.law.name, {})
            fresh = CitedArticle(target.law, target.version, target.article)
            cited = articles.setdefault(citation.number, fresh)
            if case and case not in cited.cases:
                cited.cases.append(case)
                by_case.setdefault(case.slug, []).append(cited)
    return CitedArticles(by_law, by_case)


def _citing_texts(library: Library) -> Iterator[tuple[str, Case | None]]:
    for case in library.public_cases:
        yield case.body, case
    for day in library.calendar:
        yield day.basis or "", None
    for duty in library.duties:
        for basis in duty.basis:
            yield basis, None


def related(case: Case, library: Library, cited: CitedArticles, most: int = 4) -> list[Case]:
    """Other public cases, those that share most articles first, then those of the same topic, newest first."""
    shared: dict[str, int] = {}
    for article in cited.by_case.get(case.slug, ()):
        for other in article.cases:
            shared[other.slug] = shared.get(other.slug, 0) + 1
    near = [
        other
        for other in library.public_cases
        if other.slug != case.slug and (other.slug in shared or other.topic == case.topic)
    ]
    return sorted(near, key=lambda other: (-shared.get(other.slug, 0), other.topic != case.topic))[:most]
