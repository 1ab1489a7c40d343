"""Citations: where running text names an article, and which article that is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pufa.law.article import NUMERAL, Article, ArticleNumber, read_numeral, write_numeral
from pufa.law.corpus import Corpus, Force, Law, LawVersion

# 《民法典》第二百九十六条第一款第（二）项, with or without （2012年修正）, and further articles behind 、 or 和.
_PART = rf"(?:第(?:{NUMERAL})款)?(?:第[（(]?(?:{NUMERAL})[）)]?项)?"
_ARTICLE = rf"第(?:{NUMERAL})条(?:之(?:{NUMERAL}))?{_PART}"
CITATION = re.compile(
    rf"《(?P<law>[^《》\n]{{2,60}})》(?P<version>（[^（）\n]*）)?(?P<articles>{_ARTICLE}(?:(?:、|和|及|与){_ARTICLE})*)"
)
_ONE = re.compile(
    rf"(?P<article>第{NUMERAL}条(?:之{NUMERAL})?)(?:第(?P<paragraph>{NUMERAL})款)?(?:第[（(]?(?P<item>{NUMERAL})[）)]?项)?"
)


@dataclass(frozen=True)
class Citation:
    """One article named in a text.

    start, end: where in the text its words stand (with the 《name》 for the first of a list).
    law_name: as written between 《》. paragraph, item: 款 and 项, counted from 1.
    """

    start: int
    end: int
    law_name: str
    number: ArticleNumber
    paragraph: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        words = f"《{self.law_name}》{self.number}"
        words += f"第{write_numeral(self.paragraph)}款" if self.paragraph else ""
        return words + (f"第（{write_numeral(self.item)}）项" if self.item else "")


@dataclass(frozen=True)
class Target:
    """What a citation leads to: the words themselves, in one version of one law."""

    law: Law
    version: LawVersion
    article: Article
    text: str


class CitationError(Exception):
    """A citation that leads nowhere; its text is a Chinese sentence with advice."""


def find(text: str) -> Iterator[Citation]:
    """Every article that a text cites with the law's name in 《》, in order."""
    for match in CITATION.finditer(text):
        for index, one in enumerate(_ONE.finditer(match["articles"])):
            number = ArticleNumber.parse(one["article"])
            if number is None:
                continue
            begin = match.start("articles")
            yield Citation(
                match.start() if index == 0 else begin + one.start(),
                begin + one.end(),
                match["law"],
                number,
                read_numeral(one["paragraph"]) if one["paragraph"] else None,
                read_numeral(one["item"]) if one["item"] else None,
            )


def resolve(citation: Citation, corpus: Corpus, day: dt.date) -> Target:
    """The words that a citation means on a day.

    Raises CitationError if the law, the article, the 款 or the 项 does not exist, or is not in force.
    """
    law = corpus.find(citation.law_name)
    if law is None:
        raise CitationError(f"没有找到《{citation.law_name}》 → 请核对法律名称；确有此法的，请补进 content/laws/")
    version = law.version_on(day)
    if version is None:
        raise CitationError(_say_not_in_force(law, day))
    article = version.article(citation.number)
    if article is None:
        raise CitationError(_say_no_article(citation, version))
    text = article.select(citation.paragraph, citation.item)
    if text is None:
        raise CitationError(_say_no_part(citation, article))
    return Target(law, version, article, text)


def force_on(citation: Citation, corpus: Corpus, day: dt.date) -> Force | None:
    """效力 of the cited law on a day; None if there is no such law."""
    law = corpus.find(citation.law_name)
    return law.latest(day).force_on(day) if law else None


def _say_not_in_force(law: Law, day: dt.date) -> str:
    shown = law.latest(day)
    if shown.force_on(day) == "尚未施行":
        return f"《{law.short_name}》{shown.starts} 起才施行，{day} 还不能引用 → 请改引当时有效的法律"
    by = f"（见{shown.repealed_by}）" if shown.repealed_by else ""
    return f"《{law.short_name}》已于 {shown.ends} 废止{by} → 请改引现行有效的法律"


def _say_no_article(citation: Citation, version: LawVersion) -> str:
    if not version.complete:
        return f"《{citation.law_name}》只摘录了一部分，里面没有{citation.number} → 请把这一条补进 content/laws/"
    last = max(version.articles) if version.articles else None
    reach = f"这部法律到{last}为止" if last else "语料库里没有它的条文"
    return f"《{citation.law_name}》没有{citation.number}（{reach}） → 请核对条号"


def _say_no_part(citation: Citation, article: Article) -> str:
    count = len(article.paragraphs)
    if citation.paragraph and citation.paragraph > count:
        return f"《{citation.law_name}》{article.number}只有 {count} 款，没有第{write_numeral(citation.paragraph)}款 → 请核对"
    item = f"第（{write_numeral(citation.item)}）项" if citation.item else "这一款"
    return f"《{citation.law_name}》{article.number}里没有{item} → 请核对款、项"
