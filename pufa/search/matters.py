"""How people ask for a page: what the concepts that it answers are called, how they are said, what its law says.

A page is matched as a whole, by single characters and pairs: cross-validation found that better than the nearest
single saying, and it is much smaller. An article that answers several concepts gathers the words of all.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pufa.search.postings import LEVELS, encode, pack
from pufa.search.rows import Lists
from pufa.search.terms import Integers, Keys, Terms, codes_of, fold, pick, read, starts_of, unite
from pufa.search.words import FILLERS, QUESTION_WORDS, SAME_WORDS

Floats = NDArray[np.float64]
# What a saying weighs for the concept's first article, the second … in twentieths. An occurrence in the law's text
# weighs as much as one in a saying, and no more than twice as often.
LATER = (20, 6, 4, 3, 2)
WHOLE = 20
_MOST = 400  # pages a term
_WEIGHT_BITS, _TERM_BITS = 8, 32  # of what is sorted: page, term, weight
_NEARLY_ALL = 0.995
_END = 10  # stands between texts
_WRITTEN = 1 << 5  # marks a term of the law's text; a saying's weight is below


@dataclass
class Matter:
    """What a page is asked for. wordings: (how people say it, what that weighs in twentieths)."""

    wordings: list[tuple[str, int]] = field(default_factory=list)
    text: str = ""

    @property
    def phrases(self) -> list[str]:
        """What people say of this page first of all."""
        return [words for words, weight in self.wordings if weight == WHOLE]


_QUESTIONS = re.compile("|".join(sorted(map(re.escape, map(fold, (*QUESTION_WORDS, *FILLERS))), key=len, reverse=True)))
_SAME = {fold(other): fold(line[0]) for line in SAME_WORDS for other in line[1:]}
_SAME_WORD = re.compile("|".join(sorted(map(re.escape, _SAME), key=len, reverse=True)))


def simplify(folded: str) -> str:
    """A folded question as it is matched: one word of each meaning, question words taken off."""
    return _QUESTIONS.sub(" ", _SAME_WORD.sub(lambda match: _SAME[match[0]], folded))


def _simplify(texts: Sequence[str]) -> NDArray[np.uint16]:
    """All texts at once; _END stands after each."""
    units = read(texts)
    codes = np.where(units.codes == 0, np.uint16(32), units.codes)
    codes[np.cumsum(units.sizes) - 1] = _END
    return codes_of(simplify(codes.tobytes().decode("utf-16-le")))


def count(matters: Sequence[Matter]) -> list[bytes]:
    """Of each the features, single characters and pairs, each a number: term | weight of sayings << 34 | of law << 32."""
    texts = [(page, words, weight) for page, matter in enumerate(matters) for words, weight in matter.wordings]
    texts += [(page, matter.text, _WRITTEN) for page, matter in enumerate(matters) if matter.text]
    codes = _simplify([words for _, words, _ in texts])
    owners = np.cumsum(codes == _END) - (codes == _END)
    payload = np.array([page << (_TERM_BITS + _WEIGHT_BITS) | weight for page, _, weight in texts], np.uint64)
    codes = np.where(codes > 32, codes, np.uint16(0))
    found = []
    for width in (1, 2):
        terms, good = pick(codes, width)
        found.append((terms << np.uint64(_WEIGHT_BITS) | payload[owners[: len(terms)]])[good])
    keys = np.sort(np.concatenate(found))
    groups = keys >> np.uint64(_WEIGHT_BITS)
    starts = starts_of(groups)
    if not len(starts):
        return [b""] * len(matters)
    groups, low = groups[starts], keys & np.uint64((1 << _WEIGHT_BITS) - 1)
    said = np.add.reduceat(low & np.uint64(_WRITTEN - 1), starts)
    written = np.minimum(np.add.reduceat(low // np.uint64(_WRITTEN), starts), np.uint64(2))
    features = groups & np.uint64((1 << _TERM_BITS) - 1) | (said << np.uint64(2) | written) << np.uint64(_TERM_BITS)
    ends = np.searchsorted(groups >> np.uint64(_TERM_BITS), np.arange(len(matters)), "right")
    return [piece.tobytes() for piece in np.split(features, ends[:-1])]


def weigh(read: Callable[[], Iterable[tuple[Keys, Integers]]], many: int) -> dict[int, Lists]:
    """Lists of pages for single characters (1) and for pairs (2).

    read: the features, and the page of each; in pieces, the features of a page in one. many: how many pages.
    """
    known, spread = _list_terms(features for features, _ in read())
    rarity = _rarity(spread, many)
    count = int(spread.sum())
    ceiling = ceiling_of((_share(*piece, known, rarity)[1] for piece in read()), count)
    border = int(np.searchsorted(known, 0x10000))
    keys = {width: np.empty(count, np.uint64) for width in (1, 2)}  # what is not written into takes no room
    used = {1: 0, 2: 0}
    for features, pages in read():
        places, share = _share(features, pages, known, rarity)
        # What does not reach the first level is left out: a third of the room, and no worse when cross-validated.
        levels = np.minimum(LEVELS, (share / ceiling * LEVELS).astype(np.int64))
        for width, kept in ((1, (levels > 0) & (places < border)), (2, (levels > 0) & (places >= border))):
            found = pack(places[kept], levels[kept], pages[kept])
            keys[width][used[width] : used[width] + len(found)] = found
            used[width] += len(found)
    return {width: encode(known, keys.pop(width)[: used[width]], _MOST) for width in (1, 2)}


def _terms_of(features: Keys) -> Terms:
    return (features & np.uint64((1 << _TERM_BITS) - 1)).astype(np.uint32)


def _list_terms(several: Iterable[Keys]) -> tuple[Terms, Integers]:
    """All terms, sorted; and on how many pages each stands."""
    counted = [np.unique(_terms_of(features), return_counts=True) for features in several]
    known = unite([terms for terms, _ in counted])
    spread = np.zeros(len(known), np.int64)
    for terms, times in counted:
        spread[np.searchsorted(known, terms)] += times
    return known, spread


def _share(features: Keys, pages: Integers, known: Terms, rarity: Floats) -> tuple[Integers, Floats]:
    """Of each feature the place of its term among the known ones, and how much of its page it is."""
    places = np.searchsorted(known, _terms_of(features))
    value = (features >> np.uint64(_TERM_BITS + 2)) / (20.0) + np.sqrt(features >> np.uint64(_TERM_BITS) & np.uint64(3))
    lengths = np.bincount(pages, rarity[places] ** 2 * value)
    share: Floats = np.sqrt(value) / np.sqrt(np.sqrt(lengths))[pages]
    return places, share


def ceiling_of(shares: Iterable[Floats], count: int) -> float:
    """The share that nearly nothing is above: a quantile, found without having all at once. count: of all shares."""
    place = (count - 1) * _NEARLY_ALL
    above = count - int(place)
    top = np.zeros(0)
    for share in shares:
        top = np.concatenate((top, share))
        top = np.partition(top, -above)[-above:] if len(top) > above else top
    low, high = np.sort(top)[[0, min(1, above - 1)]] if count else (1.0, 1.0)
    return float(low + (high - low) * (place - int(place)))


def _rarity(spread: Integers, many: int) -> Floats:
    """By the logarithm of the C library, whatever numpy's own would give on this processor."""
    table: Mapping[int, float] = {times: math.log(1 + many / times) for times in set(spread.tolist())}
    return np.array([table[times] for times in spread.tolist()])
