"""What is counted: pairs of neighbouring characters, over all texts at once.

No word borders: a phrase is found wherever a segmenter would have cut it. Latin letters and digits become their
full-width forms, so that a term is always above ASCII and a posting list (ASCII) ends where the next term begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.uint64]
DOCUMENT_BITS = np.uint64(20)  # up to a million pages
_FULL_WIDTH = 0xFEE0


def _fold_table() -> NDArray[np.uint16]:
    """Code point → the code point that is indexed; 0 for whatever separates."""
    table = np.zeros(0x10000, dtype=np.uint16)
    for first, last in ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0x3007, 0x3007)):
        table[first : last + 1] = np.arange(first, last + 1)
    for character in "0123456789abcdefghijklmnopqrstuvwxyz":
        for form in {character, character.upper()}:
            table[ord(form)] = table[ord(form) + _FULL_WIDTH] = ord(character) + _FULL_WIDTH
    return table


_FOLD = _fold_table()


def fold(text: str) -> str:
    """A text as it is indexed: separators are spaces, letters and digits small and full-width."""
    codes = _FOLD[_codes(text)]
    codes[codes == 0] = 32
    return codes.tobytes().decode("utf-16-le")


@dataclass(frozen=True)
class Counts:
    """How often each term stands in each document: term << DOCUMENT_BITS | document, sorted; and the weights."""

    keys: Numbers
    weights: NDArray[np.float32]


def _codes(text: str) -> NDArray[np.uint16]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def count(fields: Sequence[tuple[Sequence[str], float]], width: int) -> Counts:
    """Count pairs (width 2) or single characters (width 1).

    fields: for each field the text of every document, and what one occurrence in it weighs.
    """
    keys, weights = [], []
    for texts, weight in fields:
        if found := _keys_of(texts, width):
            unique, times = np.unique(found[0], return_counts=True)
            keys.append(unique)
            weights.append(times.astype(np.float32) * np.float32(weight))
    if not keys:
        return Counts(np.zeros(0, np.uint64), np.zeros(0, np.float32))
    all_keys = np.concatenate(keys)
    order = np.argsort(all_keys, kind="stable")  # made of sorted runs: merged, not sorted anew
    all_keys, all_weights = all_keys[order], np.concatenate(weights)[order]
    starts = np.flatnonzero(np.concatenate(([True], all_keys[1:] != all_keys[:-1])))
    return Counts(all_keys[starts], np.add.reduceat(all_weights, starts))


def _keys_of(texts: Sequence[str], width: int) -> list[Numbers]:
    """The key of every occurrence; [] if there is none."""
    codes = _FOLD[_codes("\n".join(texts))]
    lengths = np.fromiter((len(text.encode("utf-16-le", "surrogatepass")) // 2 + 1 for text in texts), np.int64)
    if not len(codes):
        return []
    documents = np.repeat(np.arange(len(texts), dtype=np.uint64), lengths)[: len(codes)]
    if width == 1:
        terms, good = codes.astype(np.uint64), codes != 0
    else:
        terms = codes[:-1].astype(np.uint64) << np.uint64(16) | codes[1:].astype(np.uint64)
        good, documents = (codes[:-1] != 0) & (codes[1:] != 0), documents[:-1]
    keys = (terms << DOCUMENT_BITS | documents)[good]
    return [keys] if len(keys) else []
