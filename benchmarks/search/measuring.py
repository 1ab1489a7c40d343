"""One engine over one corpus: how good its answers are, and what they cost a reader with a weak phone."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from random import Random
from statistics import median

from benchmarks.search.browser import engine, high
from benchmarks.search.corpus import Pages
from benchmarks.search.measured import Measured
from benchmarks.search.peers import Built
from benchmarks.search.questions import Question
from benchmarks.search.scoring import score

# How many questions are asked with nothing stored; those that fetch the whole index take as long for every question.
FIRST = {"ours": 100, "pagefind": 30, "material": 2, "minisearch": 3}
MANY = 500  # questions in a row


def measure(name: str, built: Built, pages: Pages, sets: Mapping[str, Sequence[Question]], seed: int) -> Measured:
    """Everything, in a browser. sets: by name; questions that no page can answer count as missed."""
    mixed = [question.text for questions in sets.values() for question in questions]
    Random(seed).shuffle(mixed)
    with engine(built.folder) as asked:
        scores = {key: score(some, asked.answer([each.text for each in some])) for key, some in sets.items()}
        cost = asked.measure(mixed, FIRST[name], MANY)
    return Measured(
        name,
        len(pages.documents),
        pages.digest,
        pages.letters,
        {key: (value.hit, value.mrr, value.count) for key, value in scores.items()},
        built.seconds,
        built.index,
        built.page_seconds,
        _spread(cost.first_bytes),
        _spread(cost.next_bytes),
        _spread(cost.first_ms),
        _spread(cost.next_ms),
        (cost.first_heap, cost.later_heap),
        len(cost.first_ms),
        os.getloadavg()[1],
    )


def _spread(values: Sequence[float]) -> tuple[float, float]:
    """The median and the 95th of 100."""
    return median(values), high(values)
