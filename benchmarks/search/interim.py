"""Until pufa.search.documents is there: the pages of cases and of the articles that they cite."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa.library import Library
from pufa.pages import cited
from pufa.search.document import Document


def gather(library: Library, today: dt.date) -> Iterator[Document]:
    found = cited.gather(library, today)
    for case in library.public_cases:
        articles = found.by_case.get(case.slug, [])
        yield Document(
            f"cases/{case.slug}/",
            case.title,
            "案例",
            case.body,
            tuple(case.asks),
            case.topic,
            statutes="\n".join(article.article.text for article in articles),
            cites=tuple((article.law.name, str(article.article.number)) for article in articles),
        )
    for articles in found.by_law.values():
        for article in articles:
            if article.version is article.law.latest(today):
                yield Document(
                    f"laws/{library.corpus.slug(article.law)}/{article.article.number.anchor.removeprefix('tiao-')}/",
                    f"《{article.law.short_name}》{article.article.number}",
                    "法条",
                    article.article.text,
                    cites=((article.law.name, str(article.article.number)),),
                )
