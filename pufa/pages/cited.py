"""Which articles the site cites, and which cases cite each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import nlargest

from pufa.law.article import Article, ArticleNumber
from pufa.law.citation import Target
from pufa.law.corpus import Law, LawVersion
from pufa.library import Library
from pufa.models import Case, Concept
from pufa.pages.markdown import LawReader, slug_of
from pufa.passages import citations_of

NEWEST = 50  # cases of one article that make a case related to another


@dataclass
class CitedArticle:
    """One article that the site cites, in one version of its law.

    slug: its part of the address below that of the law. now: for an older version, the article of today's law that
    took its place. concepts: what people ask that it answers. newest: the first of its cases, at most NEWEST, each by
    its place among the public cases.
    """

    law: Law
    version: LawVersion
    article: Article
    slug: str
    now: ArticleNumber | None = None
    cases: list[Case] = field(default_factory=list)
    concepts: list[Concept] = field(default_factory=list)
    newest: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class CitedArticles:
    """All of them: by the law's name, and by the case's slug."""

    by_law: dict[str, list[CitedArticle]]
    by_case: dict[str, list[CitedArticle]]


def gather(library: Library, today: dt.date) -> CitedArticles:
    """Read every public case, the concepts, the calendar and the duties for the articles that they cite.

    The articles of a law come newest version first, then by number.
    """
    return library.remember(("cited articles", today), lambda: _gather(library, today))


def _gather(library: Library, today: dt.date) -> CitedArticles:
    found: dict[tuple[str, dt.date, ArticleNumber], CitedArticle] = {}
    by_case: dict[str, list[CitedArticle]] = {}
    for target, source in _targets(library, today):
        key = (target.law.name, target.version.adopted, target.article.number)
        cited = found.get(key) or found.setdefault(key, _cite(target, today))
        if isinstance(source, Concept):
            cited.concepts.append(source)
        elif source and (not cited.cases or cited.cases[-1] is not source):  # they come case after case
            cited.cases.append(source)
            if len(cited.newest) < NEWEST:
                cited.newest.append(place_of(source, library))
            by_case.setdefault(source.slug, []).append(cited)
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


def _targets(library: Library, today: dt.date) -> Iterator[tuple[Target, Case | Concept | None]]:
    for case in library.public_cases:
        now, then = readers_of(case, library, today)
        for citation, is_result in citations_of(case, library):
            if target := (then if is_result else now).target(citation):
                yield target, case
    texts: list[tuple[str, Concept | None]] = [(day.basis or "", None) for day in library.calendar]
    texts += [(basis, None) for duty in library.duties for basis in duty.basis]
    texts += [(article, concept) for concept in library.concepts for article in concept.articles]
    reader = LawReader(library.corpus, today)
    for text, concept in texts:
        for citation in reader.find(text):
            if target := reader.target(citation):
                yield target, concept


def readers_of(case: Case, library: Library, today: dt.date) -> tuple[LawReader, LawReader]:
    """By whose law a case is read: today's for what readers are to do, that of facts_date for what happened (结果)."""
    reviewed = case.reviewed or today
    now = LawReader(library.corpus, today, today, reviewed)
    return now, now.on(case.facts_date or today, today, reviewed)


def related(case: Case, library: Library, cited: CitedArticles, most: int = 4) -> list[Case]:
    """Other public cases, those that share most articles first, then those of the same topic, newest first.

    Of each article only its NEWEST cases count: else the work for one case would grow with the number of all cases,
    and an article that hundreds cite says little about what two of them have in common.
    """
    cases = library.public_cases
    shared: Counter[int] = Counter()
    for article in cited.by_case.get(case.slug, ()):
        shared.update(article.newest)
    shared.pop(place_of(case, library), None)
    least = min(nlargest(most, shared.values()), default=0)
    near = [place for place, count in shared.items() if count >= least]
    near.sort(key=lambda place: (-shared[place], cases[place].topic != case.topic, place))
    found = [cases[place] for place in near[:most]]
    topic = library.topic(case.topic)
    others = library.cases_on(topic)[: most + len(found) + 1] if topic else ()  # enough, whatever is left out
    left_out = {case.path, *(one.path for one in found)}
    return [*found, *(one for one in others if one.path not in left_out)][:most]


def place_of(case: Case, library: Library) -> int:
    """Where a case stands among the public ones, newest first."""
    places = library.remember("places", lambda: {one.path: place for place, one in enumerate(library.public_cases)})
    return places[case.path]
