"""How good an engine's answers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.search.questions import Question

NEAR = 5  # what a phone shows without much scrolling


@dataclass(frozen=True)
class Score:
    """hit: share of the questions with a right page among the first five.

    mrr: mean of 1/rank of the first right page; nothing for a question whose right page is not among the five.
    """

    hit: float
    mrr: float
    count: int

    def __str__(self) -> str:
        return f"hit@5={self.hit:.3f} mrr={self.mrr:.3f} n={self.count}"


def rank_of(question: Question, answers: Sequence[str]) -> int | None:
    """The place, from 1, of the first right page among the first five."""
    return next((rank for rank, address in enumerate(answers[:NEAR], 1) if address in question.right), None)


def score(questions: Sequence[Question], answers: Sequence[Sequence[str]]) -> Score:
    """answers: addresses, best first, to each question."""
    ranks = [rank_of(question, found) for question, found in zip(questions, answers, strict=True)]
    count = len(ranks)
    found = [rank for rank in ranks if rank]
    return Score(len(found) / max(count, 1), sum(1 / rank for rank in found) / max(count, 1), count)
