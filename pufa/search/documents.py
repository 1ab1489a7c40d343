"""Library → Documents: every page that readers may look for.

Drafts, withdrawn and replaced cases are never among them; boards neither (they show what a case or a topic says).
An article that a case, the calendar, the duties or a concept cites is a document of its own.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator

from pufa import reviews, sections
from pufa.law.article import ArticleNumber
from pufa.law.corpus import Corpus, Law
from pufa.library import Library
from pufa.models import Case
from pufa.pages import almanac, cases, guidance, reports, villages
from pufa.pages.cited import CitedArticles, gather
from pufa.pages.page import address_of
from pufa.search.citing import Cited, read_citation
from pufa.search.document import Document

_MARKUP = re.compile(r"[#*_>`|]+|^\s*(?:-|\d+\.)\s+|\[|\]\([^)]*\)|<[^>]+>", re.MULTILINE)


def names_of_laws(corpus: Corpus) -> dict[str, str]:
    """Any name of a law → its short name."""
    return {name: law.short_name for name in corpus.names if (law := corpus.find(name))}


def documents(library: Library, today: dt.date) -> list[Document]:
    """All of them, as of a day: what is written by hand, then the articles."""
    return [*own_documents(library, today), *article_documents(library, today)]


def own_documents(library: Library, today: dt.date) -> list[Document]:
    """Cases, topics, villages, reports, and the pages of help, calendar and duties."""
    cited = gather(library, today)
    return [
        *(_case(case, library, cited, today) for case in library.public_cases),
        *_topics(library),
        *_villages(library),
        *_reports(library),
        *_tables(library),
    ]


def article_address(corpus: Corpus, law: Law, number: ArticleNumber) -> str:
    """Where an article has its page: ``laws/minfadian/675/``, 之一 is ``laws/xingfa/133-1/``."""
    return f"laws/{corpus.slug(law)}/{number.anchor.removeprefix('tiao-')}/"


def article_documents(library: Library, today: dt.date) -> list[Document]:
    """One for each article of today's law that the site cites or a concept names."""
    wanted, called, asked, topics = _concepts_by_article(library)
    for articles in gather(library, today).by_law.values():
        wanted |= {(cited.law.short_name, cited.article.number) for cited in articles}
    found = []
    for short, number in sorted(wanted):
        law = library.corpus.find(short)
        version = law.version_on(today) if law else None
        article = version.article(number) if version else None
        if not law or not version or not article:
            continue
        found.append(
            Document(
                address=article_address(library.corpus, law, number),
                title=f"《{law.short_name}》{number}",
                kind="法条",
                text=article.text,
                asks=tuple(asked[short, number]),
                topic=topics.get((short, number), ""),
                headings=tuple(called[short, number]),
                cites=((law.short_name, str(number)),),
                date=version.starts.isoformat(),
                note="效力待核实" if version.uncertain else _coming(law, number, today),
            )
        )
    return found


def _coming(law: Law, number: ArticleNumber, today: dt.date) -> str:
    """What the next version of the law makes of an article."""
    following = law.next_version(today)
    if not following or following.article(number) == law.latest(today).article(number):
        return ""
    return f"{following.starts.isoformat()}起有变"


def _concepts_by_article(
    library: Library,
) -> tuple[set[Cited], dict[Cited, list[str]], dict[Cited, list[str]], dict[Cited, str]]:
    """Of each article the concepts that name it, the wordings of those that name it first, and the topic."""
    names = names_of_laws(library.corpus)
    called: dict[Cited, list[str]] = defaultdict(list)
    asked: dict[Cited, list[str]] = defaultdict(list)
    topics: dict[Cited, str] = {}
    for concept in library.concepts:
        for place, text in enumerate(concept.articles):
            if cited := read_citation(text, names):
                called[cited].append(concept.concept)
                asked[cited] += concept.says if place == 0 else []
                if concept.topic:
                    topics.setdefault(cited, concept.topic)
    return set(called), called, asked, topics


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
        cites=tuple((article.law.short_name, str(article.article.number)) for article in articles),
        village="、".join(case.villages),
        date=case.published.isoformat() if case.published else "",
        note=_note(case, library, today),
    )


def _note(case: Case, library: Library, today: dt.date) -> str:
    """What a reader should know of a case before opening it."""
    if any(change.state != "没有核对记录" for change in reviews.changes(case, library, today)):
        return "待复核"
    return "法律有变" if cases.compare_laws(case, library, today) else ""


def _topics(library: Library) -> Iterator[Document]:
    for topic in library.topics:
        titles = tuple(case.title for case in library.cases_on(topic))
        yield Document(
            address_of(cases.topic_uri(topic)), topic.name, "类别", topic.summary, topic=topic.name, headings=titles
        )


def _villages(library: Library) -> Iterator[Document]:
    for village in library.villages:
        honours = tuple(honour.name for honour in village.honours)
        yield Document(
            address_of(villages.uri(village)),
            village.name,
            "村",
            _plain(village.body),
            tags=honours,
            village=village.name,
        )


def _reports(library: Library) -> Iterator[Document]:
    for report in library.reports:
        yield Document(
            address_of(reports.uri(report)),
            report.title,
            "年报",
            _plain(report.body),
            date=report.published.date().isoformat(),
        )


def _tables(library: Library) -> Iterator[Document]:
    """The pages that show a table of content/ each."""
    help_text = "\n".join(f"{contact.name}：{contact.helps_with}" for contact in library.contacts)
    yield Document(address_of(guidance.HELP_URI), "找人帮忙", "电话", help_text)
    days = "\n".join(f"{day.name}：{day.message}" for day in library.calendar)
    yield Document(address_of(almanac.URI), "普法日历", "日历", days)
    duties = "\n".join(duty.content for duty in library.duties)
    yield Document(address_of(guidance.DUTIES_URI), "责任清单", "清单", duties)


def _plain(markdown: str) -> str:
    """A body without its marks: words only."""
    return _MARKUP.sub(" ", markdown)
