"""A long list over several pages: plain links, so that nothing has to be loaded that nobody reads."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from pufa.models import Case
from pufa.pages.page import address_of

Item = TypeVar("Item")
BESIDE = 20  # rows of a list that is not all of its page
MOST = 50  # rows of one page: some three screens of a desktop, and well within its 20 kB


@dataclass(frozen=True)
class Part(Generic[Item]):
    """One page of a list. first: the address of page 1; number and count begin at 1."""

    first: str
    number: int
    count: int
    items: Sequence[Item]

    def address(self, number: int) -> str:
        """Page 1 is the list's own address, ``cases/``; the second is ``cases/page/2/``."""
        return self.first if number == 1 else f"{self.first}page/{number}/"

    @property
    def uri(self) -> str:
        """Of every page but the first, as in Page.uri: ``cases/page/2.md``."""
        return f"{self.first}page/{self.number}.md"

    @property
    def near(self) -> list[int]:
        """The numbers to show: the first, the last, and those beside this one."""
        return sorted({1, self.count, *range(max(1, self.number - 1), min(self.count, self.number + 1) + 1)})

    def name(self, title: str) -> str:
        """The title of this page of a list: no two pages of a site are called the same."""
        return title if self.number == 1 else f"{title}，第 {self.number} 页"


class Listed(NamedTuple):
    """What many pages show of a case: they stay as they are when something else of it is changed."""

    slug: str
    title: str
    published: dt.date | None

    @classmethod
    def of(cls, case: Case) -> Listed:
        return cls(case.slug, case.title, case.published)


@dataclass(frozen=True)
class Newest:
    """The beginning of a list of cases that stands on a page beside other things, and how long it is."""

    cases: Sequence[Listed]
    count: int


def begin(cases: Sequence[Case]) -> Newest:
    """cases: newest first."""
    return Newest([Listed.of(case) for case in cases[:BESIDE]], len(cases))


def cut(items: Sequence[Item], uri: str, most: int = MOST) -> Iterator[tuple[str, Part[Item]]]:
    """The uri of each page of a list, and what stands on it; an empty list has one page. uri: of the first."""
    first = address_of(uri)
    count = max(1, -(-len(items) // most))
    for number in range(1, count + 1):
        part = Part(first, number, count, items[(number - 1) * most : number * most])
        yield (uri if number == 1 else part.uri), part
