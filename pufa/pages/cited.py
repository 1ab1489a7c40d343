"""Which articles the site cites, and which cases cite each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from pufa import sections
from pufa.law.article import Article, ArticleNumber
from pufa.law.citation import Target
from pufa.law.corpus import Law, LawVersion
from pufa.library import Library
from pufa.models import Case
from pufa.pages.markdown import LawReader, slug_of


@dataclass
class CitedArticle:
    """One article that the site cites, in one version of its law.

    slug: its part of the address below that of the law. now: for an older version, the article of today's law that took its place.
    """

    law: Law
    version: LawVersion
    article: Article
    slug: str
    now: ArticleNumber | None = None
    cases: list[Case] = field(default_factory=list)


@dataclass(frozen=True)
class CitedArticles:
    """All of them: by the law's name, and by the case's slug."""

    by_law: dict[str, list[CitedArticle]]
    by_case: dict[str, list[CitedArticle]]


def gather(library: Library, today: dt.date) -> CitedArticles:
    """Read every public case, the calendar and the duties for the articles that they cite.

    The articles of a law come newest version first, then by number.
    """
    found: dict[tuple[str, dt.date, ArticleNumber], CitedArticle] = {}
    by_case: dict[str, list[CitedArticle]] = {}
    for target, case in _targets(library, today):
        key = (target.law.name, target.version.adopted, target.article.number)
        cited = found.setdefault(key, _cite(target, today))
        if case and case not in cited.cases:
            cited.cases.append(case)
            by_case.setdefault(case.slug, []).append(cited)
    by_law: dict[str, list[CitedArticle]] = {}
    for key in sorted(found, key=lambda key: (-key[1].toordinal(), key[2])):
        by_law.setdefault(key[0], []).append(found[key])
    return CitedArticles(by_law, by_case)


def _cite(target: Target, today: dt.date) -> CitedArticle:
    current = target.law.latest(today)
    number = target.article.number
    is_old = target.version is not current and target.version.starts < current.starts
    now = target.law.trace(number, target.version, current) if is_old else None
    slug = slug_of(target.law, target.version, number, today)
    return CitedArticle(target.law, target.version, target.article, slug, now)


def _targets(library: Library, today: dt.date) -> Iterator[tuple[Target, Case | None]]:
    for case in library.public_cases:
        now, then = readers_of(case, library, today)
        for section in sections.split(case.body):
            reader = then if section.name == sections.RESULT else now
            for citation in now.find(sections.blank_code(section.text)):
                if target := reader.target(citation):
                    yield target, case
    texts = [day.basis or "" for day in library.calendar] + [basis for duty in library.duties for basis in duty.basis]
    reader = LawReader(library.corpus, today)
    for text in texts:
        for citation in reader.find(text):
            if target := reader.target(citation):
                yield target, None


def readers_of(case: Case, library: Library, today: dt.date) -> tuple[LawReader, LawReader]:
    """By whose law a case is read: today's for what readers are to do, that of facts_date for what happened (结果)."""
    reviewed = case.reviewed or today
    now = LawReader(library.corpus, today, today, reviewed)
    return now, now.on(case.facts_date or today, today, reviewed)


def related(case: Case, library: Library, cited: CitedArticles, most: int = 4) -> list[Case]:
    """Other public cases, those that share most articles first, then those of the same topic, newest first."""
    order = library.remember("order of cases", lambda: {one.path: place for place, one in enumerate(library.cases)})
    shared = Counter(other.path for article in cited.by_case.get(case.slug, ()) for other in article.cases)
    sharing = {other.path: other for article in cited.by_case.get(case.slug, ()) for other in article.cases}
    topic = library.topic(case.topic)
    newest = library.cases_on(topic)[: most + len(sharing) + 1] if topic else []  # enough, whatever is left out
    near = sharing | {other.path: other for other in newest}
    near.pop(case.path, None)
    return sorted(near.values(), key=lambda other: (-shared[other.path], other.topic != case.topic, order[other.path]))[
        :most
    ]
