"""How good an engine's answers are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.search.questions import Question

NEAR = 5  # what a phone shows without much scrolling
FAR = 10  # where a right answer is still counted by the mean reciprocal rank


@dataclass(frozen=True)
class Score:
    """hit: share of the questions with a right page among the first five. mrr: mean of 1/rank within the first ten."""

    hit: float
    mrr: float
    count: int

    def __str__(self) -> str:
        return f"hit@5={self.hit:.3f} mrr={self.mrr:.3f} n={self.count}"


def rank_of(question: Question, answers: Sequence[str]) -> int | None:
    """The place, from 1, of the first right page."""
    return next((rank for rank, address in enumerate(answers[:FAR], 1) if address in question.right), None)


def score(questions: Sequence[Question], answers: Sequence[Sequence[str]]) -> Score:
    """answers: addresses, best first, to each question."""
    ranks = [rank_of(question, found) for question, found in zip(questions, answers, strict=True)]
    count = len(ranks)
    near = sum(rank is not None and rank <= NEAR for rank in ranks)
    return Score(
        near / count if count else 0.0, sum(1 / rank for rank in ranks if rank) / count if count else 0.0, count
    )
