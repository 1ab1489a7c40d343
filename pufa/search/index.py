"""Documents and concepts → the files of the search index.

``search/meta.js`` is what every first query loads; everything else lies in a folder named by the content of all, so
that a cache never mixes two builds. Each file is ``pufaFound("name",value)``: read as text by fetch, and run as a
script where fetch is refused (file://).
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from pufa.law.article import ArticleNumber
from pufa.search import matters, postings, shards
from pufa.search.citing import CitedBy, read_citation, short_form
from pufa.search.document import Document
from pufa.search.matters import Matter
from pufa.search.terms import count, fold
from pufa.search.words import QUESTION_WORDS, SAME_WORDS

FOLDER = "search"
RECORDS = 4  # in a file
_MOST_PAIRS, _MOST_SINGLES = 1500, 40  # documents a term
_SNIPPET = 64  # characters of a page's text in its record

# What an occurrence in a field weighs; asks have a table of their own (matters.py), where alone those of articles
# stand: counted here as well, they found fewer right pages (cross-validated), and took a third more room.
_TITLE, _ASKS, _TOPIC, _HEADINGS, _TEXT, _STATUTES = 6.0, 3.0, 3.0, 3.0, 1.0, 0.6


class ConceptLike(Protocol):
    """What the index reads of a concept (``pufa.models.Concept``)."""

    @property
    def concept(self) -> str: ...
    @property
    def says(self) -> Sequence[str]: ...
    @property
    def articles(self) -> Sequence[str]: ...


def write(
    documents: Sequence[Document], concepts: Sequence[ConceptLike], names: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """Every file of the index: (path from the site's root, content); the same input gives the same bytes.

    names: any name of a law → its short name; the names by which people may ask for an article.
    """
    ordered, cited = _arrange(documents, concepts, names)
    known = _matters(ordered, concepts, cited, names)
    packed = shards.pack(_count_pages(ordered), matters.weigh(known))
    phrases = [fold(words) for matter in known.values() for words, weight in matter.wordings if weight == 1]
    sounds, sound_files = shards.pack_sounds(phrases)
    files: dict[str, Any] = {**packed.files, **sounds}
    files |= {f"d{number}": records for number, records in enumerate(_records(ordered, names))}
    tables, number_files = cited.numbers()
    files |= {f"n{number}": table for number, table in enumerate(tables)}
    files |= {"laws": cited.laws(names), "filters": _filters(ordered)}
    bodies = {name: _script(name, value) for name, value in files.items()}
    version = _name(bodies)
    meta = {
        "version": version,
        "pages": len(ordered),
        "shared": packed.shared,
        "splits": "".join(char + postings.write_number(times) for char, times in packed.splits.items()),
        "sounds": sound_files,
        "numbers": number_files,
        "matters": len(known),
        "citing": cited.citing(known),
        "questions": "|".join(QUESTION_WORDS),
        "same": "|".join(",".join(line) for line in SAME_WORDS),
    }
    yield f"{FOLDER}/meta.js", _script("meta", meta)
    for name in sorted(bodies):
        yield f"{FOLDER}/{version}/{name}.js", bodies[name]


def _arrange(
    documents: Sequence[Document], concepts: Sequence[ConceptLike], names: Mapping[str, str]
) -> tuple[list[Document], CitedBy]:
    """What is written by hand, the articles that answer a concept, the others, by law and number: gaps stay short."""
    own = [document for document in documents if document.kind != "法条"]
    articles = [document for document in documents if document.kind == "法条"]
    answering = {read_citation(text, names) for concept in concepts for text in concept.articles}
    articles.sort(
        key=lambda document: (_place(document, names) not in answering, _place(document, names), document.address)
    )
    ordered = [*own, *articles]
    return ordered, CitedBy(ordered, names)


def _place(document: Document, names: Mapping[str, str]) -> tuple[str, ArticleNumber]:
    places = [(short_form(law, names), ArticleNumber.parse(number)) for law, number in document.cites[:1]]
    return next(((law, number) for law, number in places if number), ("", ArticleNumber(0)))


def _count_pages(documents: Sequence[Document]) -> dict[int, postings.Lists]:
    """Posting lists of the pages: single characters, pairs."""
    fields = [
        ([document.title for document in documents], _TITLE),
        (["" if document.kind == "法条" else "\n".join(document.asks) for document in documents], _ASKS),
        (["\n".join((document.topic, document.village, *document.tags)) for document in documents], _TOPIC),
        (["\n".join(document.headings) for document in documents], _HEADINGS),
        ([document.text for document in documents], _TEXT),
        ([document.statutes for document in documents], _STATUTES),
    ]
    return {
        width: postings.rank(count(fields, width), len(documents), most)
        for width, most in ((1, _MOST_SINGLES), (2, _MOST_PAIRS))
    }


def _matters(
    documents: Sequence[Document], concepts: Sequence[ConceptLike], cited: CitedBy, names: Mapping[str, str]
) -> dict[int, Matter]:
    """By the place of the page: the articles that concepts name, and every other page with asks."""
    found: dict[int, Matter] = defaultdict(Matter)
    for concept in concepts:
        articles = [article for text in concept.articles if (article := read_citation(text, names))]
        for weight, article in zip(matters.LATER, articles, strict=False):
            if (page := cited.own(article)) is not None:
                found[page].wordings += ((words, weight) for words in (concept.concept, *concept.says))
                found[page].text = documents[page].text
    for page, document in enumerate(documents):
        if document.asks and document.kind != "法条":
            found[page].wordings += ((words, 1.0) for words in (document.title, *document.asks))
    return found


def _records(documents: Sequence[Document], names: Mapping[str, str]) -> Iterator[list[list[str]]]:
    """What a result shows, RECORDS documents a file: address, title, kind, topic, village, date, note, headings, text, cites."""
    for start in range(0, len(documents), RECORDS):
        yield [
            [
                document.address,
                document.title,
                document.kind,
                document.topic,
                document.village,
                document.date,
                document.note,
                "；".join(document.headings[:3]) if document.kind == "法条" else "",
                " ".join(document.text.split())[:_SNIPPET],
                _write_cites(document, names) if document.kind != "法条" else "",  # its title says it
            ]
            for document in documents[start : start + RECORDS]
        ]


def _write_cites(document: Document, names: Mapping[str, str]) -> str:
    """民法典675,676;刑法133-1"""
    by_law: dict[str, list[str]] = defaultdict(list)
    for law, label in document.cites:
        number = ArticleNumber.parse(label)
        if number and number.anchor.removeprefix("tiao-") not in by_law[short_form(law, names)]:
            by_law[short_form(law, names)].append(number.anchor.removeprefix("tiao-"))
    return ";".join(law + ",".join(numbers) for law, numbers in by_law.items())


def _filters(documents: Sequence[Document]) -> dict[str, dict[str, str]]:
    """Of each topic and village the documents, as gaps."""
    found: dict[str, dict[str, list[int]]] = {"topic": defaultdict(list), "village": defaultdict(list)}
    for number, document in enumerate(documents):
        if document.topic:
            found["topic"][document.topic].append(number)
        for village in filter(None, document.village.split("、")):
            found["village"][village].append(number)
    return {kind: {name: _write_gaps(numbers) for name, numbers in lists.items()} for kind, lists in found.items()}


def _write_gaps(numbers: Sequence[int]) -> str:
    gaps = [number - before for before, number in zip((0, *numbers), numbers, strict=False)]
    return "".join(map(postings.write_number, gaps))


def _name(bodies: Mapping[str, bytes]) -> str:
    """A name for the content of all files, of letters only: it must not look like a number of somebody."""
    digest = hashlib.blake2b(digest_size=6)
    for name in sorted(bodies):
        digest.update(bodies[name])
    return digest.hexdigest().translate(str.maketrans("0123456789", "ghijklmnop"))


def _script(name: str, value: Any) -> bytes:
    return f'pufaFound("{name}",{json.dumps(value, ensure_ascii=False, separators=(",", ":"))})'.encode()
