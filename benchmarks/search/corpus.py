"""N pages to search: our own, an article page for every article that is asked for, and the law in force around them.

Only statute text is put in, none is made up. Around the pages that may be right answers stand, in turn, pages of one
article alone and pages as long as one of our cases (filling.py); both are made of articles that nobody asks for, so
that they are never a right answer to a question about an article, only in the way of one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from random import Random

from benchmarks.search.filling import fill, page_of
from benchmarks.search.references import Reference, cited_by
from pufa.library import Library
from pufa.search.document import Document
from pufa.search.documents import documents

SEED = 20261123
ARTICLE = "法条"  # the kind of a page that is one article


@dataclass(frozen=True)
class Pages:
    """The pages, in the order in which they are written."""

    documents: tuple[Document, ...]

    @property
    def digest(self) -> str:
        """What of .cache belongs to these very pages."""
        return hashlib.sha256(repr(self.documents).encode()).hexdigest()[:12]

    @property
    def letters(self) -> int:
        """Characters of all that can be searched."""
        return sum(len(words_of(document)) for document in self.documents)


def words_of(document: Document) -> str:
    """All that a reader could look for on a page."""
    parts = (document.title, *document.headings, *document.asks, document.text, document.statutes)
    return "\n".join(part for part in parts if part)


def collect(
    library: Library,
    today: dt.date,
    count: int,
    asked: Iterable[Reference] = (),
    seed: int = SEED,
    asks: bool = False,
) -> Pages:
    """So many pages; the same for the same content, day, seed and questions.

    asked: articles that questions name; each has a page, if it is in force. Where there is no room for all articles
    that cases and concepts cite (small counts), as many of them as there is room for stand in, by the seed.
    asks: whether the long pages around have ways of asking too.
    """
    chance = Random(seed)
    asked = dict.fromkeys(asked)
    kept, articles = [], {}
    for page in documents(library, today):
        references = cited_by(page, library.corpus)
        if page.kind == ARTICLE and len(references) == 1:
            articles[references.pop()] = page
        else:
            kept.append(page)
    named = [articles.get(reference) or page_of(reference, library.corpus, today) for reference in asked]
    others = [page for reference, page in sorted(articles.items()) if reference not in asked]
    chance.shuffle(others)
    kept += [*(page for page in named if page), *others]
    filling = fill(library, today, {*articles, *asked}, chance, asks)
    return Pages((*kept[:count], *islice(filling, max(count - len(kept), 0))))
