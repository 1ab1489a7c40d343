"""One article of one law: its number, and its text by 款 and 项."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

from pufa.answers import once

NUMERAL = r"[〇零一二三四五六七八九十百千两\d０-９]+"

_NUMBER = re.compile(rf"第({NUMERAL})条(?:之({NUMERAL}))?")
_SLUG = re.compile(r"(0|[1-9][0-9]*)(?:-([1-9][0-9]*))?")
_ITEM = re.compile(r"[（(]([一二三四五六七八九十]+)[）)]")


@lru_cache(maxsize=4096)  # the same few hundred numbers come again and again
@once
def read_numeral(text: str) -> int | None:
    """二百九十六, 296 or ２９６ → 296; None if it is no number."""
    import cn2an  # noqa: PLC0415 - it brings its patterns for all towns of the country

    try:
        return int(cn2an.cn2an(text, "smart"))
    except ValueError:
        return None


@lru_cache(maxsize=4096)
@once
def write_numeral(number: int) -> str:
    """296 → 二百九十六, as statutes write it (十二, never 一十二)."""
    import cn2an  # noqa: PLC0415 - as above

    text = str(cn2an.an2cn(number))
    return text.removeprefix("一") if text.startswith("一十") else text


class ArticleNumber(NamedTuple):  # compared and looked up a million times in a build: a tuple does it fastest
    """第二百九十六条 is (296, 0); 第一百三十三条之一 is (133, 1)."""

    main: int
    sub: int = 0

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """第…条[之…] in Chinese or Arabic numerals; None for anything else."""
        match = _NUMBER.fullmatch(text)
        if not match:
            return None
        main, sub = read_numeral(match[1]), read_numeral(match[2]) if match[2] else 0
        return None if main is None or sub is None else cls(main, sub)

    def __str__(self) -> str:
        return f"第{write_numeral(self.main)}条" + (f"之{write_numeral(self.sub)}" if self.sub else "")

    @classmethod
    def of_slug(cls, slug: str) -> Self | None:
        """The number of which this is the slug; None for anything else."""
        match = _SLUG.fullmatch(slug)
        return cls(int(match[1]), int(match[2] or 0)) if match else None

    @property
    def slug(self) -> str:
        """Its part of an address: 296, 133-1."""
        return f"{self.main}-{self.sub}" if self.sub else str(self.main)


@dataclass(frozen=True)
class Paragraph:
    """一款: its opening words, and the 项 below it, each with its （一）."""

    lead: str
    items: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return "\n".join((self.lead, *self.items))


@dataclass(frozen=True)
class Article:
    """一条. text: one 款 or 项 a line, as the corpus has it after repair."""

    number: ArticleNumber
    text: str

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Its 款 in order. Lines that begin with （一） belong to the 款 before them."""
        found: list[tuple[str, list[str]]] = []
        for line in self.text.split("\n"):
            if _ITEM.match(line) and found:
                found[-1][1].append(line)
            else:
                found.append((line, []))
        return tuple(Paragraph(lead, tuple(items)) for lead, items in found)

    def select(self, paragraph: int | None, item: int | None) -> str | None:
        """The words of one 款 or 项 (counted from 1), or of the whole article; None if there is no such part."""
        if paragraph is None and item is not None:  # 第二十条第（三）项: the article's only list
            with_items = [part for part in self.paragraphs if part.items]
            return _pick(with_items[0].items, item) if len(with_items) == 1 else None
        if paragraph is None:
            return self.text
        if not 1 <= paragraph <= len(self.paragraphs):
            return None
        part = self.paragraphs[paragraph - 1]
        return part.text if item is None else _pick(part.items, item)


def _pick(items: tuple[str, ...], item: int) -> str | None:
    return items[item - 1] if 1 <= item <= len(items) else None
