"""What is counted: pairs of neighbouring characters, over many texts at once.

No word borders: a phrase is found wherever a segmenter would have cut it. Latin letters and digits become their
full-width forms, so that a term is always above ASCII and a posting list (ASCII) ends where the next term begins.
A term is a number: a character's code, or two of them, the first in the upper 16 bits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Terms = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Integers = NDArray[np.int64]
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


@dataclass(frozen=True)
class Units:
    """Texts, one after another, as they are indexed: 0 separates, and ends each text. sizes: of each, with its end."""

    codes: NDArray[np.uint16]
    sizes: Integers

    @property
    def owners(self) -> Keys:
        """Whose each unit is."""
        return np.repeat(np.arange(len(self.sizes), dtype=np.uint64), self.sizes)


def codes_of(text: str) -> NDArray[np.uint16]:
    """A text in UTF-16."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2")


def fold(text: str) -> str:
    """A text as it is indexed: separators are spaces, letters and digits small and full-width."""
    codes = _FOLD[codes_of(text)]
    codes[codes == 0] = 32
    return codes.tobytes().decode("utf-16-le")


def read(texts: Sequence[str]) -> Units:
    """All texts at once."""
    joined = "\n".join((*texts, ""))
    codes = _FOLD[codes_of(joined)]
    if len(codes) == len(joined):
        return Units(codes, np.fromiter(map(len, texts), np.int64, len(texts)) + 1)
    return Units(codes, np.array([len(codes_of(text)) + 1 for text in texts], np.int64))


def pick(units: NDArray[np.uint16], width: int) -> tuple[Keys, NDArray[np.bool_]]:
    """The term that begins at each unit (the last begins no pair), and whether it is one."""
    if width == 1:
        return units.astype(np.uint64), units != 0
    terms = units[:-1].astype(np.uint64) << np.uint64(16) | units[1:]
    return terms, (units[:-1] != 0) & (units[1:] != 0)


def starts_of(keys: NDArray[np.unsignedinteger]) -> NDArray[np.intp]:
    """Where another key begins, in sorted keys."""
    if not len(keys):
        return np.zeros(0, np.intp)
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))


def cut(ends: Integers, size: int) -> Iterator[tuple[int, int]]:
    """(first, behind the last) of neighbours that have about so much together. ends: of each, what all up to it have."""
    start = 0
    while start < len(ends):
        done = ends[start - 1] if start else 0
        end = max(start + 1, int(np.searchsorted(ends, done + size, "right")))
        yield start, end
        start = end


def unite(several: Sequence[Terms]) -> Terms:
    """Sorted terms, each once."""
    found = np.sort(np.concatenate([np.zeros(0, np.uint32), *several]))
    return found[starts_of(found)]
