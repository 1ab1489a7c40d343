"""Which article is meant: the law's full name and the number, whatever names and numerals were written."""

from __future__ import annotations

from pufa.law.article import ArticleNumber
from pufa.law.corpus import Corpus
from pufa.search.document import Document
from pufa.search.questions import Question

Reference = tuple[str, ArticleNumber]


def read_reference(name: str, label: str, corpus: Corpus) -> Reference | None:
    """民法典, 第675条 → (中华人民共和国民法典, 675); None if there is no such law, or the number is none."""
    law = corpus.find(name.strip("《》 "))
    number = ArticleNumber.parse(label.strip())
    return (law.name, number) if law and number else None


def cited_by(document: Document, corpus: Corpus) -> set[Reference]:
    """The articles that a page cites."""
    return {reference for name, label in document.cites if (reference := read_reference(name, label, corpus))}


def reference_of(asked: Question, corpus: Corpus) -> Reference | None:
    """The article that a question of a file names; None if there is no such law."""
    law = corpus.find(asked.law.strip("《》 "))
    main, _, sub = asked.number.partition("-")
    return (law.name, ArticleNumber(int(main), int(sub or 0))) if law else None
