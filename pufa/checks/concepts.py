"""Rules about content/concepts.yml: what people ask, and the articles that answer it.

Whether an article exists and holds is law.check_citations' business, as everywhere.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa.law.finder import CitationFinder
from pufa.library import Library
from pufa.models import Concept
from pufa.problems import Problem


def check_articles(library: Library, today: dt.date) -> Iterator[Problem]:
    """A concept names whole articles, one a line: the search leads to the page of an article, not of a 款."""
    finder = CitationFinder(library.corpus)
    for concept in library.concepts:
        for index, text in enumerate(concept.articles):
            finder.forget()
            found = finder.find_alone(text)
            is_whole = len(found) == 1 and found[0].paragraph is None and found[0].item is None
            if not is_whole or not text.startswith("《") or text.endswith("。"):
                sentence = f"「articles」写的是「{text}」 → 请写成一整条，如 《民法典》第六百七十五条，不写款、项"
                yield Problem(concept.path, concept.line("articles", index), sentence)


def check_sayings(library: Library, today: dt.date) -> Iterator[Problem]:
    """A wording stands once in the table: in two places it would lead to both and help neither."""
    seen: dict[str, tuple[Concept, int]] = {}
    for concept in library.concepts:
        for index, text in enumerate(concept.says):
            first, place = seen.setdefault(text, (concept, index))
            if first is not concept or place != index:
                line = first.line("says", place)
                sentence = f"「says」的「{text}」和第 {line} 行“{first.concept}”里的重复 → 请留一处，另一处换个说法"
                yield Problem(concept.path, concept.line("says", index), sentence)
