"""The pages around: articles in force that nobody asks for, alone or as many together as fill a case."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import replace
from random import Random

from benchmarks.search.references import Reference
from pufa.law.article import Article
from pufa.law.corpus import Corpus, Law
from pufa.library import Library
from pufa.pages import laws
from pufa.pages.page import address_of
from pufa.search.document import Document

LONG = 2200  # characters: the body of one of our cases, on average
QUOTED = 4  # articles that a long page quotes and cites; it retells others beside
ASKS = 5  # ways of asking that a long page has, if it is to have any; our cases have as many
TAILS = ("咋办", "怎么处理", "合法吗", "找谁管", "要赔多少", "能不能告", "算不算数")
NEAR = 60  # articles to either side from which a long page is drawn: about one part of a law

_CLAUSE = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{6,20}(?![\u4e00-\u9fff])")  # whole ones, between marks


def page_of(reference: Reference, corpus: Corpus, today: dt.date) -> Document | None:
    """A page that is one article; None if it is not in force."""
    name, number = reference
    law = corpus.find(name)
    version = law.version_on(today) if law else None
    article = version.article(number) if version else None
    return _article_page(law, article, corpus) if law and article else None


def fill(
    library: Library, today: dt.date, taken: Collection[Reference], chance: Random, asks: bool
) -> Iterator[Document]:
    """Page after page without end: one article, then a long page, in turn; each article once alone, then long pages.

    asks: whether the long pages have ways of asking, which are clauses of statutes with 咋办 and the like behind them.
    """
    laws = [(law, articles) for law in library.corpus.laws if (articles := _free(law, today, taken))]
    single = [(law, article) for law, articles in laws for article in articles]
    chance.shuffle(single)
    weights = [len(articles) for _, articles in laws]
    topics = [topic.name for topic in library.topics]
    number = 0
    while True:
        if number < len(single):
            yield _article_page(*single[number], library.corpus)
        law, articles = chance.choices(laws, weights)[0]
        page = _long_page(number, law, _near(articles, chance), chance.choice(topics), chance)
        yield page if asks else replace(page, asks=())
        number += 1


def _free(law: Law, today: dt.date, taken: Collection[Reference]) -> list[Article]:
    version = law.version_on(today)
    if not version or version.uncertain:
        return []
    return [article for number, article in version.articles.items() if (law.name, number) not in taken]


def _near(articles: list[Article], chance: Random) -> list[Article]:
    middle = chance.randrange(len(articles))
    near = articles[max(middle - NEAR, 0) : middle + NEAR]
    return chance.sample(near, len(near))


def _article_page(law: Law, article: Article, corpus: Corpus) -> Document:
    title = f"《{law.short_name}》{article.number}"
    cites = ((law.name, str(article.number)),)
    return Document(
        address_of(laws.article_uri(corpus.slug(law), article.number.slug)), title, "法条", article.text, cites=cites
    )


def _long_page(number: int, law: Law, articles: list[Article], topic: str, chance: Random) -> Document:
    """Built as a case is: a title and ways of asking from its own words, a few articles quoted, others in its text."""
    quoted, told, letters = articles[:QUOTED], [], 0
    for article in articles[QUOTED:]:
        if letters > LONG:
            break
        told.append(article.text)
        letters += len(article.text)
    clauses = [clause for article in articles[: QUOTED + len(told)] for clause in _CLAUSE.findall(article.text)]
    drawn = chance.sample(clauses, min(len(clauses), ASKS + 1)) or [law.short_name]
    return Document(
        f"pages/{number:05}/",
        drawn[0],
        "案例",
        "\n".join(told),
        tuple(clause[:12] + chance.choice(TAILS) for clause in drawn[1:]),
        topic,
        statutes="\n".join(article.text for article in quoted),
        cites=tuple((law.name, str(article.number)) for article in quoted),
    )
