"""A citation, and which words of which law it means on a day."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple, cast

from pufa.law.article import Article, ArticleNumber, write_numeral
from pufa.law.corpus import Corpus, Law, LawVersion


class Citation(NamedTuple):  # hundreds of thousands in a build: a tuple is made fastest
    """One article named in a text.

    start, end: where in the text its words stand (with the law's name for the first of a list; nothing for the
    inner articles of a range). law_name: as written, without 《》. paragraph, item: 款 and 项, counted from 1.
    edition: the year in （2012年修正）: the text speaks of that version, whether it still holds or not.
    """

    start: int
    end: int
    law_name: str
    number: ArticleNumber
    paragraph: int | None = None
    item: int | None = None
    edition: int | None = None

    def __str__(self) -> str:
        edition = f"（{self.edition}年）" if self.edition else ""
        words = f"《{self.law_name}》{edition}{self.number}"
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


_RESOLVED = 1 << 16  # meanings that are remembered: those of a hundred thousand cases would fill the memory


def resolve(citation: Citation, corpus: Corpus, day: dt.date) -> Target:
    """The words that a citation means on a day.

    A citation of an edition by its year is history, in force or not.
    Raises CitationError if the law, the article, the 款 or the 项 does not exist, or is not in force.
    """
    meaning = citation[2:], day  # the same wherever it stands
    known = corpus.resolved.get(meaning)
    if known is None:
        if len(corpus.resolved) >= _RESOLVED:
            corpus.resolved.clear()
        known = corpus.resolved[meaning] = _resolve(citation, corpus, day)
    return cast(Target, known)


def _resolve(citation: Citation, corpus: Corpus, day: dt.date) -> Target:
    law = corpus.find(citation.law_name)
    if law is None:
        raise CitationError(f"没有找到《{citation.law_name}》 → 请核对法律名称；确有此法的，请补进 content/laws/")
    version = law.edition(citation.edition) if citation.edition else law.version_on(day)
    if version is None:
        raise CitationError(_say_no_edition(law, citation.edition) if citation.edition else _say_not_in_force(law, day))
    article = version.article(citation.number)
    if article is None:
        raise CitationError(_say_no_article(citation, version))
    if citation.number in version.swallowing:
        raise CitationError(_say_swallowing(citation))
    text = article.select(citation.paragraph, citation.item)
    if text is None:
        raise CitationError(_say_no_part(citation, article))
    return Target(law, version, article, text)


def _say_no_edition(law: Law, year: int) -> str:
    known = "、".join(f"{version.adopted.year}年" for version in law.versions)
    return f"没有收录《{law.short_name}》{year}年的版本，只有：{known} → 请核对年份，或补进 content/laws/"


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


def _say_swallowing(citation: Citation) -> str:
    return (
        f"《{citation.law_name}》{citation.number}的下一条在法条库里缺失，这一条的文字可能混着下一条的"
        " → 请核对官方文本，补进 content/laws/"
    )


def _say_no_part(citation: Citation, article: Article) -> str:
    count = len(article.paragraphs)
    if citation.paragraph and citation.paragraph > count:
        return f"《{citation.law_name}》{article.number}只有 {count} 款，没有第{write_numeral(citation.paragraph)}款 → 请核对"
    item = f"第（{write_numeral(citation.item)}）项" if citation.item else "这一款"
    return f"《{citation.law_name}》{article.number}里没有{item} → 请核对款、项"
