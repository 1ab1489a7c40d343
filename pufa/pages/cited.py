"""Which articles the site cites, and which cases cite each."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import nlargest, nsmallest
from typing import NamedTuple

from pufa.law.article import Article, ArticleNumber
from pufa.law.citation import Target
from pufa.law.corpus import Law, LawVersion
from pufa.library import Library
from pufa.manifest import digest_of
from pufa.models import Case, Concept
from pufa.pages.markdown import LawReader, slug_of
from pufa.pages.paging import Listed
from pufa.passages import citations_of

RELATED = 4  # cases beside a case
NEWEST = 50  # cases of one article that make a case related to another


# The name of a law, the day on which a version was adopted (as a number), an article: plain values are read quickly.
Key = tuple[str, int, int, int]


@dataclass
class CitedArticle:
    """One article that the site cites, in one version of its law.

    slug: its part of the address below that of the law. now: for an older version, the article of today's law that
    took its place. concepts: what people ask that it answers. cases: newest first; marks: what ``related`` looks at of
    each of them.
    """

    law: Law
    version: LawVersion
    article: Article
    slug: str
    now: ArticleNumber | None = None
    cases: list[Case] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    concepts: list[Concept] = field(default_factory=list)

    @cached_property
    def newest(self) -> list[str]:
        """The paths of its newest cases."""
        return [case.path for case in self.cases[:NEWEST]]

    @cached_property
    def state(self) -> str:
        """Another text whenever ``related`` may find others through this article."""
        return digest_of("".join(self.marks[:NEWEST]).encode())


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
    found: dict[Key, CitedArticle] = {}
    by_case: dict[str, list[CitedArticle]] = {}

    def note(key: Key) -> CitedArticle:
        article = found.get(key)
        if article is None:
            article = found[key] = _cite(key, library, today)
        return article

    for case in library.public_cases:
        cited = by_case[case.slug] = [note(key) for key in list_keys(case, library, today)]
        mark = f"{case.path} {case.topic} {case.published}"
        for article in cited:
            article.cases.append(case)
            article.marks.append(mark)
    for key, place in _list_keys_of_others(library, today):
        article = note(key)
        if place is not None:
            article.concepts.append(library.concepts[place])
    by_law: dict[str, list[CitedArticle]] = {}
    for key in sorted(found, key=lambda key: (-key[1], key[2:])):
        by_law.setdefault(key[0], []).append(found[key])
    return CitedArticles(by_law, by_case)


def _cite(key: Key, library: Library, today: dt.date) -> CitedArticle:
    name, adopted, main, sub = key
    number = ArticleNumber(main, sub)
    law = library.corpus.find(name)
    assert law, "a key is made of a law that was found"
    version = next(version for version in law.versions if version.adopted.toordinal() == adopted)
    current = law.latest(today)
    is_old = version is not current and version.starts < current.starts
    now = law.trace(number, version, current) if is_old else None
    article = version.article(number)
    assert article, "a key is made of an article that was found"
    return CitedArticle(law, version, article, slug_of(law, version, number, today), now)


def _key(target: Target) -> Key:
    number = target.article.number
    return target.law.name, target.version.adopted.toordinal(), number.main, number.sub


def list_keys(case: Case, library: Library, today: dt.date) -> tuple[Key, ...]:
    """What a case cites, each once, in the order of its text."""

    def read() -> tuple[Key, ...]:
        now, then = readers_of(case, library, today)
        targets = ((then if is_result else now).target(citation) for citation, is_result in citations_of(case, library))
        return tuple(dict.fromkeys(_key(target) for target in targets if target))

    return library.recall("cited articles", case, today, read)


def _list_keys_of_others(library: Library, today: dt.date) -> tuple[tuple[Key, int | None], ...]:
    """What the calendar, the duties and the concepts cite; of a concept its place among them."""
    # not of their files: benchmarks ask it of a library with a part of the concepts
    items = " ".join(item.digest for item in (*library.calendar, *library.duties, *library.concepts))

    def read() -> tuple[tuple[Key, int | None], ...]:
        texts: list[tuple[str, int | None]] = [(day.basis or "", None) for day in library.calendar]
        texts += [(basis, None) for duty in library.duties for basis in duty.basis]
        texts += [(text, place) for place, concept in enumerate(library.concepts) for text in concept.articles]
        reader = LawReader(library.corpus, today)
        targets = ((reader.target(found), place) for text, place in texts for found in reader.find(text))
        return tuple((_key(target), place) for target, place in targets if target)

    return library.cache.shelf("cited articles").recall(
        "others", digest_of(f"{items} {library.state_of_laws} {today}".encode()), read
    )


def readers_of(case: Case, library: Library, today: dt.date) -> tuple[LawReader, LawReader]:
    """By whose law a case is read: today's for what readers are to do, that of facts_date for what happened (结果)."""
    reviewed = case.reviewed or today
    now = LawReader(library.corpus, today, today, reviewed)
    return now, now.on(case.facts_date or today, today, reviewed)


def related(case: Case, library: Library, cited: CitedArticles, today: dt.date) -> list[Listed]:
    """Other public cases, those that share most articles first, then those of the same topic, newest first.

    Of each article only its NEWEST cases count: else the work for one case would grow with the number of all cases,
    and an article that hundreds cite says little about what two of them have in common.
    """
    newest = library.remember(("newest", case.topic), lambda: _list_newest(case.topic, library))
    shared = "".join([article.state for article in cited.by_case[case.slug]])
    paths = library.recall(
        *("related cases", case, today, lambda: tuple(_relate(case, library, cited, newest.paths))),
        also=digest_of(f"{shared} {newest.state}".encode()),
    )
    listed = library.remember("listed", lambda: {case.path: Listed.of(case) for case in library.public_cases})
    return [listed[path] for path in paths]


class _Newest(NamedTuple):
    """The paths of some cases; state: another text whenever they are others."""

    paths: list[str]
    state: str


def _list_newest(name: str, library: Library) -> _Newest:
    """The newest cases of a topic: enough, whichever of them are left out."""
    topic = library.topic(name)
    paths = [case.path for case in library.cases_on(topic)[: 2 * RELATED + 1]] if topic else []
    return _Newest(paths, digest_of(" ".join(paths).encode()))


def _relate(case: Case, library: Library, cited: CitedArticles, newest: Sequence[str]) -> list[str]:
    shared: Counter[str] = Counter()
    for article in cited.by_case[case.slug]:
        shared.update(article.newest)
    shared.pop(case.path, None)
    least = min(nlargest(RELATED, shared.values()), default=0)
    known = library.remember(
        "places", lambda: {one.path: (place, one.topic) for place, one in enumerate(library.cases)}
    )
    near = (
        (-count, topic != case.topic, place, path)
        for path, count in shared.items()
        if count >= least
        for place, topic in (known[path],)
    )
    found = [path for *_, path in nsmallest(RELATED, near)]
    return list(dict.fromkeys([*found, *(path for path in newest if path != case.path)]))[:RELATED]
