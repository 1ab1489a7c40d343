"""Where a text cites the law, in all the ways in which people write it.

《民法典》第二百九十六条 · 民法典第296条 · 《刑法》第一百三十三条之一第一款第（二）项 · 第五、六条 · 第十条至第十二条 ·
第二十条第一款、第三款 · 该法第八条 · 《治安管理处罚法》（2012年修正）第四十三条
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pufa.law.article import NUMERAL, ArticleNumber, read_numeral
from pufa.law.citation import Citation
from pufa.law.corpus import Corpus

_TITLE = r"《(?P<title>[^《》\n]{2,80})》\s*(?:[（(](?P<note>[^（）()\n]{1,40})[）)])?"
_AGAIN = r"(?P<again>[该本此](?:法典|法|条例|规定|解释|办法))"
# 方法第一条、依法第一条 name no law; 土地承包法第五条 does, wrongly.
_UNKNOWN = (
    r"(?P<unknown>[\u4e00-\u9fff]{2,12}(?:法典|条例|(?<![方办做说想看司执违合依普用守无书设非立变语本该此])法))(?=第)"
)
_LINK = re.compile(r"\s*(?:的|中|里|规定的)?\s*(?=第)")

_AND = r"\s*(?:、|，(?=第)|和|及|与|或者|或|以及)\s*"
_TO = r"\s*(?:至|到|－|—|-|～|~)\s*"
_JOIN = re.compile(rf"(?P<to>{_TO})|{_AND}")
_NUMBERS = rf"{NUMERAL}(?:(?:、|和|至|到){NUMERAL})*"
_ARTICLE = re.compile(rf"第(?P<numbers>{_NUMBERS})条(?:之(?P<sub>{NUMERAL}))?")
_PARAGRAPH = re.compile(rf"第(?P<numbers>{_NUMBERS})款")
_BRACKETED = rf"[（(]{NUMERAL}[）)]"
_ITEM = re.compile(rf"第(?P<numbers>{_BRACKETED}(?:(?:、|和|至|到)(?:第)?{_BRACKETED})*|{_NUMBERS})项")
_NUMBER = re.compile(rf"(^|、|和|至|到)第?[（(]?({NUMERAL})[）)]?")
_EDITION = re.compile(r"(\d{4})\s*年?[\d年月日]*\s*(?:第[一二三四五六七八九十]次)?(?:修正|修订|通过|公布|版)")
_WIDEST_RANGE = 2000  # no law has more articles; a wider range is a slip of the keyboard


# A head begins with one, or ends before 第. Each alternative begins with a character, for which alone is looked then.
_SIGN = re.compile("|".join(["《", "第", *(f"{this}(?=法|条例|规定|解释|办法)" for this in "该本此")]))
_LONGEST_UNKNOWN = 14  # characters of _UNKNOWN, 法典 or 条例 included


class _Heads:
    """What may stand before 第…条, in the names of one corpus.

    A search for the pattern would try hundreds of names at every character of a text; the few places at which it can
    match at all are known from the signs.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(names)
        # The longest name first, so that 生态环境法典 is not read as some 法典.
        known = "|".join(re.escape(name) for name in sorted(self._names, key=len, reverse=True))
        self._pattern = re.compile(rf"{_TITLE}|(?P<bare>{known})(?=\s*的?\s*第)|{_AGAIN}|{_UNKNOWN}")
        self._lengths: dict[str, set[int]] = {}
        for name in self._names:
            self._lengths.setdefault(name[-1], set()).add(len(name))
        self._ends = {*self._lengths, *"法典例的"}

    def match(self, text: str, start: int) -> re.Match[str] | None:
        return self._pattern.match(text, start)

    def list_starts(self, text: str) -> list[int]:
        """Every place at which a head may begin, in order."""
        starts: list[int] = []
        for sign in _SIGN.finditer(text):
            at = sign.start()
            if text[at] != "第":
                starts.append(at)
            elif (before := text[at - 1 : at]) in self._ends or before.isspace():
                starts += self._list_before(text, at)
        return sorted(starts)

    def _list_before(self, text: str, position: int) -> Iterator[int]:
        """Where a name may begin that ends before the 第 of a position, or before the 的 or the space between."""
        if text[position - 1 : position] in ("法", "典", "例"):
            yield from range(max(0, position - _LONGEST_UNKNOWN), position - 2)
        end = _skip_space(text, position)
        yield from self._list_names(text, end)
        if text[end - 1 : end] == "的":
            yield from self._list_names(text, _skip_space(text, end - 1))

    def _list_names(self, text: str, end: int) -> Iterator[int]:
        lengths = self._lengths.get(text[end - 1 : end], ())
        yield from (end - length for length in lengths if end >= length and text[end - length : end] in self._names)


def _skip_space(text: str, end: int) -> int:
    """Backwards."""
    while end and text[end - 1].isspace():
        end -= 1
    return end


@lru_cache(maxsize=4)
def _heads_of(corpus: Corpus) -> _Heads:
    return _Heads(corpus.names)


class CitationFinder:
    """Finds the citations of one text after another; remembers the law named last, for 该法第…条."""

    def __init__(self, corpus: Corpus) -> None:
        self._heads = _heads_of(corpus)
        self._corpus = corpus
        self.forget()

    def forget(self) -> None:
        """Begin a new document: 该法 means nothing yet."""
        self._named: str | None = None
        self._edition: int | None = None

    def find(self, text: str) -> Iterator[Citation]:
        """Every article that a text cites, in order."""
        if "第" not in text and "《" not in text:  # most fields of most files
            return
        position = 0
        for start in self._heads.list_starts(text):
            head = self._heads.match(text, start) if start >= position else None
            if head is None:
                continue
            position = head.end()
            link = _LINK.match(text, position)
            name, edition, begin = self._read_head(head)
            parts = list(_read_articles(text, link.end())) if link and name else []
            for part in parts:
                yield Citation(begin if part is parts[0] else part.start, part.end, name or "",
                               part.number, part.paragraph, part.item, edition)  # fmt: skip
            if parts:
                position = max(part.end for part in parts)

    def find_alone(self, paragraph: str) -> list[Citation]:
        """The citations of a paragraph that is nothing but citations; [] for any other."""
        citations = list(self.find(paragraph))
        return citations if is_alone(citations, paragraph) else []

    def _read_head(self, head: re.Match[str]) -> tuple[str | None, int | None, int]:
        """The law that is named, the edition, and where its name begins."""
        if head["again"]:
            return self._named, self._edition, head.start()
        name = head["title"] or head["bare"] or self._cut_to_a_known_name(head["unknown"])
        edition = _EDITION.search(head["note"]) if head["note"] else None
        year = int(edition[1]) if edition else None
        if not head["title"] or self._corpus.find(name) or name.endswith(("法", "法典", "条例")):
            self._named, self._edition = name, year
        return name, year, head.end() - len(name) if head["unknown"] else head.start()

    def _cut_to_a_known_name(self, words: str) -> str:
        """依照户口登记条例 → 户口登记条例; words that end in no law's name stay as they are."""
        ends = (words[index:] for index in range(len(words) - 1))
        return next((end for end in ends if self._corpus.find(end)), words)


def is_alone(citations: list[Citation], paragraph: str) -> bool:
    """Whether a paragraph is nothing but citations. citations: as found in it."""
    words = paragraph.strip().rstrip("。").rstrip()
    begin = paragraph.find(words)
    return bool(citations) and (citations[0].start, citations[-1].end) == (begin, begin + len(words))


class _Cited(NamedTuple):
    number: ArticleNumber
    paragraph: int | None
    item: int | None
    start: int
    end: int


def _read_articles(text: str, position: int) -> Iterator[_Cited]:
    """A list of articles that begins at a position; ranges are filled, their inner articles have no words of their own."""
    last: ArticleNumber | None = None
    is_range = False
    while match := _ARTICLE.match(text, position):
        numbers = _expand(match["numbers"])
        sub = read_numeral(match["sub"]) or 0 if match["sub"] else 0
        if is_range and last and len(numbers) == 1:
            between = range(last.main + 1, min(numbers[0], last.main + _WIDEST_RANGE))
            yield from (_Cited(ArticleNumber(main), None, None, position, position) for main in between)
        position = match.end()
        for number in numbers:
            last = ArticleNumber(number, sub)
            has_parts = number == numbers[-1] and text.startswith("第", match.end())
            parts = list(_read_parts(text, match.end())) if has_parts else []
            for paragraph, item, end in parts or [(None, None, match.end())]:
                yield _Cited(last, paragraph, item, match.start(), end)
                position = max(position, end)
        join = _JOIN.match(text, position)
        if not join:
            return
        is_range, position = bool(join["to"]), join.end()


def _read_parts(text: str, position: int) -> Iterator[tuple[int | None, int | None, int]]:
    """款 and 项 behind an article: (款, 项, where its words end)."""
    paragraph: int | None = None
    while True:
        if match := _PARAGRAPH.match(text, position):
            position = match.end()
            for paragraph in _expand(match["numbers"]):
                if not _ITEM.match(text, position):
                    yield paragraph, None, position
        elif match := _ITEM.match(text, position):
            position = match.end()
            yield from ((paragraph, item, position) for item in _expand(match["numbers"]))
        else:
            return
        join = _JOIN.match(text, position)
        if join and (_PARAGRAPH.match(text, join.end()) or _ITEM.match(text, join.end())):
            position = join.end()


@lru_cache(maxsize=4096)  # the same few hundred numbers come again and again
def _expand(words: str) -> tuple[int, ...]:
    """五、六 → (5, 6); （一）至（三） → (1, 2, 3)"""
    found: list[int] = []
    for join, word in _NUMBER.findall(words):
        number = read_numeral(word)
        if number is None:
            continue
        if join in ("至", "到") and found:
            found += range(found[-1] + 1, min(number, found[-1] + _WIDEST_RANGE))
        found.append(number)
    return tuple(found)
