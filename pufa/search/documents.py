"""Library → Documents: every page that readers may look for.

Drafts, withdrawn and replaced cases are never among them; boards neither (they show what a case or a topic says).
An article that a case, the calendar, the duties or a concept cites is a document of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial

from pufa import reviews, sections
from pufa.law.article import ArticleNumber
from pufa.law.corpus import Corpus, Law
from pufa.library import Library
from pufa.manifest import digest_of
from pufa.models import Case, Report, Topic, Village
from pufa.pages import almanac, cases, guidance, laws, reports, villages
from pufa.pages.cited import CitedArticle, CitedArticles, gather
from pufa.pages.page import address_of
from pufa.search.citing import Label
from pufa.search.document import Document
from pufa.search.index import Entry

_MARKUP = re.compile(r"[#*_>`|]+|^\s*(?:-|\d+\.)\s+|\[|\]\([^)]*\)|<[^>]+>", re.MULTILINE)


def names_of_laws(corpus: Corpus) -> dict[str, str]:
    """Any name of a law → its short name."""
    return {name: law.short_name for name in corpus.names if (law := corpus.find(name))}


def documents(library: Library, today: dt.date) -> list[Document]:
    """All of them, as of a day: what is written by hand, then the articles."""
    return [entry.make() for entry in entries(library, today)]


def entries(library: Library, today: dt.date) -> list[Entry]:
    """The same, each to be made only if what it is made of is not what it was."""
    cited = gather(library, today)
    always = f"{library.state_of_laws} {today}"
    found = [*_list_own(library, cited, today), *_list_articles(library, cited, today)]
    return [Entry(digest_of(f"{always} {(*made_of,)}".encode()), make) for made_of, make in found]


# What a document is made of besides the laws and the day, and how.
_Found = tuple[Sequence[str], Callable[[], Document]]


def _list_own(library: Library, cited: CitedArticles, today: dt.date) -> Iterator[_Found]:
    """Cases, topics, villages, reports, and the pages of help, calendar and duties."""
    for case in library.public_cases:
        yield (library.state_of(case),), partial(_case, case, library, cited, today)
    for topic in library.topics:
        titles = [case.title for case in library.cases_on(topic)]
        yield (topic.digest, *titles), partial(_topic, topic, titles)
    yield from (((village.digest,), partial(_village, village)) for village in library.villages)
    yield from (((report.digest,), partial(_report, report)) for report in library.reports)
    for items, make in ((library.contacts, _help), (library.calendar, _days), (library.duties, _duties)):
        # the name: two of them that have no items are two documents yet
        yield (make.__name__, *(item.digest for item in items)), partial(make, library)


def _list_articles(library: Library, cited: CitedArticles, today: dt.date) -> Iterator[_Found]:
    """One for each article of today's law that the site cites or a concept names."""
    for articles in cited.by_law.values():
        law, slug = articles[0].law, library.corpus.slug(articles[0].law)
        latest = law.latest(today)
        for one in articles:
            if one.version is latest:
                yield (
                    (slug, one.slug, *(concept.digest for concept in one.concepts)),
                    partial(_article, one, slug, today),
                )


def _article(cited: CitedArticle, slug: str, today: dt.date) -> Document:
    name = f"《{cited.law.short_name}》{cited.article.number}"
    first = [concept for concept in cited.concepts if concept.articles[0].endswith(f"》{cited.article.number}")]
    return Document(
        address=address_of(laws.article_uri(slug, cited.slug)),
        title=name,
        kind="法条",
        text=cited.article.text,
        asks=tuple(say for concept in first for say in concept.says),
        topic=next((concept.topic for concept in cited.concepts if concept.topic), ""),
        headings=tuple(concept.concept for concept in cited.concepts),
        cites=(_label(cited.law.short_name, cited.article.number),),
        date=cited.version.starts.isoformat(),
        note="效力待核实" if cited.version.uncertain else _coming(cited.law, cited.article.number, today),
    )


@lru_cache(maxsize=1 << 14)
def _label(law: str, number: ArticleNumber) -> Label:
    """One for all documents that cite an article."""
    return law, str(number)


def _coming(law: Law, number: ArticleNumber, today: dt.date) -> str:
    """What the next version of the law makes of an article."""
    following = law.next_version(today)
    if not following or following.article(number) == law.latest(today).article(number):
        return ""
    return f"{following.starts.isoformat()}起有变"


def _case(case: Case, library: Library, cited: CitedArticles, today: dt.date) -> Document:
    parts = [part for part in sections.split(case.body) if part.name]
    parts.sort(key=lambda part: part.name != sections.ANSWER)  # the short answer is what a result shows
    articles = cited.by_case.get(case.slug, [])
    statutes = "\n".join(article.article.text for article in articles)
    return Document(
        address=address_of(cases.uri(case)),
        title=case.title,
        kind="案例",
        text="\n".join(_plain(part.text) for part in parts),
        asks=tuple(case.asks),
        topic=case.topic,
        tags=(case.kind, *case.audience),
        headings=(),
        statutes=statutes,
        cites=tuple(_label(article.law.short_name, article.article.number) for article in articles),
        village="、".join(case.villages),
        date=case.published.isoformat() if case.published else "",
        note=_note(case, library, today),
    )


def _note(case: Case, library: Library, today: dt.date) -> str:
    """What a reader should know of a case before opening it."""
    if reviews.outdated(case, library, today):
        return "待复核"
    return "法律有变" if cases.compare_laws(case, library, today) else ""


def _topic(topic: Topic, titles: Sequence[str]) -> Document:
    address = address_of(cases.topic_uri(topic))
    return Document(address, topic.name, "类别", topic.summary, topic=topic.name, headings=tuple(titles))


def _village(village: Village) -> Document:
    return Document(
        address_of(villages.uri(village)),
        village.name,
        "村",
        _plain(village.body),
        tags=tuple(honour.name for honour in village.honours),
        village=village.name,
    )


def _report(report: Report) -> Document:
    published = report.published.date().isoformat()
    return Document(address_of(reports.uri(report)), report.title, "年报", _plain(report.body), date=published)


def _help(library: Library) -> Document:
    text = "\n".join(f"{contact.name}：{contact.helps_with}" for contact in library.contacts)
    return Document(address_of(guidance.HELP_URI), "找人帮忙", "电话", text)


def _days(library: Library) -> Document:
    text = "\n".join(f"{day.name}：{day.message}" for day in library.calendar)
    return Document(address_of(almanac.URI), "普法日历", "日历", text)


def _duties(library: Library) -> Document:
    text = "\n".join(duty.content for duty in library.duties)
    return Document(address_of(guidance.DUTIES_URI), "责任清单", "清单", text)


def _plain(markdown: str) -> str:
    """A body without its marks: words only."""
    return _MARKUP.sub(" ", markdown)
