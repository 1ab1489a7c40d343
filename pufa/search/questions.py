"""Question files: how people ask, and which article answers; and how well a search does on one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pufa.law.article import ArticleNumber
from pufa.problems import ContentError, Problem
from pufa.search.engine import Article, Engine, cites_of

COLUMNS = "query\tconcept\tlaw\tarticle"
FIRST = 5  # as many results as a phone shows at once
_STATE = "中华人民共和国"


@dataclass(frozen=True)
class Question:
    """One line of a file. number: 675 or 133-1."""

    query: str
    concept: str
    law: str
    number: str


@dataclass(frozen=True)
class Answer:
    """rank: of the first right result among the first five; 0 if none is right. got: the titles of the five."""

    question: Question
    rank: int
    got: tuple[str, ...]


def read_questions(file: Path) -> list[Question]:
    """A file of four columns with a header. Raises ContentError with every line that is wrong."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise ContentError([Problem(file.name, 1, "读不了这个文件 → 请写对文件名，内容用 UTF-8")]) from None
    if not lines or lines[0] != COLUMNS:
        wanted = COLUMNS.replace("\t", "、")
        raise ContentError([Problem(file.name, 1, f"第一行不是表头 → 请写 {wanted}，用制表符隔开")])
    found, problems = [], []
    for line, text in enumerate(lines[1:], start=2):
        cells = text.split("\t")
        number = ArticleNumber.parse(cells[3]) if len(cells) == 4 else None
        if number and all(cells):
            found.append(Question(cells[0], cells[1], cells[2], number.anchor.removeprefix("tiao-")))
        elif text.strip():
            problems.append(
                Problem(file.name, line, "不是四栏，或者条号不对 → 请写 问题、概念、法律、第几条，用制表符隔开")
            )
    if problems:
        raise ContentError(problems)
    return found


def ask(engine: Engine, questions: Iterable[Question]) -> Iterator[Answer]:
    """Each question to the engine. Right: a page that cites the article, or states it as its concept."""
    names = engine.names()
    for question in questions:
        results = engine.query(question.query)["results"][:FIRST]
        law = question.law.removeprefix(_STATE)
        wanted = (names.get(law, law), question.number)
        ranks = (place for place, result in enumerate(results, start=1) if _is_right(result, question, wanted))
        yield Answer(question, next(ranks, 0), tuple(result["title"] for result in results))


def _is_right(result: dict[str, str], question: Question, wanted: Article) -> bool:
    return wanted in cites_of(result) or question.concept in (result["title"], *result["heading"].split("；"))


def summarise(answers: list[Answer]) -> str:
    """hit@5=… mrr=… n=…"""
    count = len(answers)
    hits = sum(answer.rank > 0 for answer in answers)
    ranks = sum(1 / answer.rank for answer in answers if answer.rank)
    return f"hit@{FIRST}={hits / max(1, count):.3f} mrr={ranks / max(1, count):.3f} n={count}"
