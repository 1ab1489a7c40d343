"""How people ask for a page: what the concepts that it answers are called, how they are said, what its law says.

A page is matched as a whole, by single characters and pairs: cross-validation found that better than the nearest
single saying, and it is much smaller. An article that answers several concepts gathers the words of all.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pufa.search.postings import LEVELS, Lists, encode
from pufa.search.terms import fold
from pufa.search.words import QUESTION_WORDS, SAME_WORDS

WRITTEN = 1.0  # what an occurrence weighs in the law's text, beside one in a saying or in a concept's name
LATER = (1.0, 0.3, 0.2, 0.15, 0.1)  # what a saying weighs for the concept's first article, the second …
_MOST = 400  # pages a term


@dataclass
class Matter:
    """What a page is asked for. wordings: (how people say it, what that weighs)."""

    wordings: list[tuple[str, float]] = field(default_factory=list)
    text: str = ""


_QUESTIONS = re.compile("|".join(sorted(map(re.escape, map(fold, QUESTION_WORDS)), key=len, reverse=True)))
_SAME = {fold(other): fold(line[0]) for line in SAME_WORDS for other in line[1:]}
_SAME_WORD = re.compile("|".join(sorted(map(re.escape, _SAME), key=len, reverse=True)))


def simplify(text: str) -> str:
    """A question as it is matched: folded, one word of each meaning, question words taken off."""
    same = _SAME_WORD.sub(lambda match: _SAME[match[0]], fold(text))
    return _QUESTIONS.sub(" ", same)


def features(text: str) -> Counter[str]:
    """Single characters and pairs of a simplified text."""
    found: Counter[str] = Counter()
    for run in text.split():
        found.update(run)
        found.update(a + b for a, b in pairwise(run))
    return found


def weigh(matters: Mapping[int, Matter]) -> dict[int, Lists]:
    """matters: by the place of their page → lists of pages for single characters (1) and for pairs (2)."""
    counted = {page: _count(matter) for page, matter in sorted(matters.items())}
    spread = Counter(feature for found in counted.values() for feature in found)
    rarity = {feature: math.log(1 + len(matters) / times) for feature, times in spread.items()}
    rows: list[tuple[str, int, float]] = []
    for page, found in counted.items():
        length = math.sqrt(sum(rarity[feature] ** 2 * value for feature, value in found.items())) ** 0.5 or 1.0
        rows += ((feature, page, math.sqrt(value) / length) for feature, value in found.items())
    return {width: _encode([row for row in rows if len(row[0]) == width], _ceiling(rows)) for width in (1, 2)}


def _count(matter: Matter) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for text, weight in matter.wordings:
        for feature, times in features(simplify(text)).items():
            found[feature] += weight * times
    for feature, times in features(simplify(matter.text)).items():
        found[feature] += WRITTEN * math.sqrt(min(times, 2))
    return found


def _ceiling(rows: list[tuple[str, int, float]]) -> float:
    """What counts as the highest level: nearly nothing is above."""
    return float(np.quantile([value for _, _, value in rows], 0.995)) if rows else 1.0


def _encode(rows: list[tuple[str, int, float]], ceiling: float) -> Lists:
    """Levels 1–7; what does not reach the first is left out: a third of the room, and no worse when cross-validated."""
    levelled = [(f, number, min(LEVELS, int(value / ceiling * LEVELS))) for f, number, value in rows]
    levelled = [row for row in levelled if row[2]]
    terms = np.array([_code(f) for f, _, _ in levelled], dtype=np.uint64)
    levels = np.array([level for _, _, level in levelled], dtype=np.uint64)
    return encode(terms, levels, np.array([number for _, number, _ in levelled], dtype=np.uint64), _MOST)


def _code(feature: str) -> int:
    return ord(feature) if len(feature) == 1 else ord(feature[0]) << 16 | ord(feature[1])
