"""Which pages stand for an article: its own, then those that cite it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Mapping, Sequence

from pufa.law.article import ArticleNumber
from pufa.search.document import Document
from pufa.search.postings import write_number
from pufa.search.shards import SIZE

_CITATION = re.compile(r"《(.+)》(第.+)")
_STATE = "中华人民共和国"
_MOST_CITING = 3

Cited = tuple[str, ArticleNumber]  # short name of the law, article


def short_form(law: str, names: Mapping[str, str]) -> str:
    """One name for a law, by whatever name it is called."""
    return names.get(law, law.removeprefix(_STATE))


def read_citation(text: str, names: Mapping[str, str]) -> Cited | None:
    """《民法典》第六百七十五条 → (民法典, 675); None if it is not a whole article of a law by its name in 《》."""
    match = _CITATION.fullmatch(text)
    number = ArticleNumber.parse(match[2]) if match else None
    return (short_form(match[1], names), number) if match and number else None


class CitedBy:
    """The documents of each article, by their place in the index."""

    def __init__(self, documents: Sequence[Document], names: Mapping[str, str]) -> None:
        self._own: dict[Cited, int] = {}
        self._others: dict[Cited, list[int]] = defaultdict(list)
        for place, document in enumerate(documents):
            for law, label in document.cites:
                number = ArticleNumber.parse(label)
                if number is None:
                    continue
                cited = (short_form(law, names), number)
                if document.kind == "法条":
                    self._own.setdefault(cited, place)
                elif place not in self._others[cited]:
                    self._others[cited].append(place)
        self._laws = sorted({law for law, _ in (*self._own, *self._others)})

    def own(self, cited: Cited) -> int | None:
        """The article's own page."""
        return self._own.get(cited)

    def citing(self, answering: Container[int]) -> str:
        """For every article that answers a concept: (gap of its page, how many, the first pages that cite it)."""
        found, last = [], 0
        for cited, page in sorted(self._own.items(), key=lambda entry: entry[1]):
            others = self._others.get(cited, [])[:_MOST_CITING]
            if page in answering and others:
                found += [page - last, len(others), *others]
                last = page
        return "".join(map(write_number, found))

    def laws(self, names: Mapping[str, str]) -> list[str]:
        """The laws that have a page or are cited, each with all its names, its short name first."""
        called: dict[str, set[str]] = defaultdict(set)
        for name, short in names.items():
            called[short].add(name.removeprefix(_STATE))
        return [",".join([law, *sorted(called[law] - {law})]) for law in self._laws]

    def numbers(self) -> tuple[list[dict[str, str]], int]:
        """Tables of about one shard each: 675 or 133-1 → (gap of the law's place in ``laws``, page) of every page.

        An article's own page comes before those that cite it. Also how many tables: a number is in that of its rest.
        """
        pages: dict[ArticleNumber, list[tuple[int, int]]] = defaultdict(list)
        places = {law: place for place, law in enumerate(self._laws)}
        for cited in sorted({*self._own, *self._others}):
            own = [self._own[cited]] if cited in self._own else []
            pages[cited[1]] += [(places[cited[0]], page) for page in (*own, *self._others.get(cited, ()))]
        tables: list[dict[str, str]] = [{} for _ in range(max(1, sum(map(len, pages.values())) * 4 // SIZE))]
        for number, found in sorted(pages.items()):
            gaps = (law - before for (law, _), before in zip(found, (0, *(law for law, _ in found)), strict=False))
            coded = "".join(write_number(gap) + write_number(page) for gap, (_, page) in zip(gaps, found, strict=True))
            tables[number.main % len(tables)][number.anchor.removeprefix("tiao-")] = coded
        return tables, len(tables)
