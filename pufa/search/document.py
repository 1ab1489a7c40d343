"""What can be found: one page, as the search index knows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """One page that a search may lead to.

    address: from the site's root, ``cases/jie-qian/``. kind: 案例、法条、村、年报 …
    asks: how people ask for what it answers. statutes: the words of the law that it quotes.
    cites: (a name of the law, 第六百七十五条) of every article that it cites.
    date: ISO. note: what a reader should know before opening it (待复核、法律有变 …).
    """

    address: str
    title: str
    kind: str
    text: str = ""
    asks: tuple[str, ...] = ()
    topic: str = ""
    tags: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    statutes: str = ""
    cites: tuple[tuple[str, str], ...] = ()
    village: str = ""
    date: str = ""
    note: str = ""
