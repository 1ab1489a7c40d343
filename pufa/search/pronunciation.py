"""Help for what was typed otherwise: pinyin, characters that sound alike, traditional characters.

What is known is kept with the index: the dictionaries are large, and are opened for what is new only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pufa.desk import SOUNDS
from pufa.search.rows import Bytes
from pufa.search.terms import Keys, read, starts_of

_MOST_WORDS = 6  # a sound
_COMMON = 2  # how often a pair must be used to be offered for its sound
_FIRST, _LAST = 0x3400, 0x9FFF


@cache
def _dictionary() -> Any:
    import pypinyin.constants  # noqa: PLC0415 - a tenth of a second, and seldom needed

    return pypinyin


def sound(text: str) -> list[str]:
    """The syllables of Chinese characters, without tones, with the sounds that north and south mix up made one."""
    return [_blur(syllable) for syllable in _dictionary().lazy_pinyin(text)]


@lru_cache(maxsize=1 << 12)
def _blur(syllable: str) -> str:
    return re.sub(r"^([zcs])h", r"\1", syllable.replace("ü", "v")).replace("ing", "in").replace("eng", "en")


@cache
def _alone(character: str) -> str:
    return "".join(sound(character))


def _pronounce(text: str) -> str:
    """The sound of a pair; "" for a character alone that has none."""
    known = _dictionary().constants
    if len(text) == 1:
        return _alone(text) if ord(text) in known.PINYIN_DICT else ""
    return "".join(sound(text)) if text in known.PHRASES_DICT else "".join(map(_alone, text))


def _pronounce_all(texts: list[str]) -> list[str]:
    return list(map(_pronounce, texts))


@cache
def _list_traditional() -> dict[str, str]:
    from opencc import OpenCC  # noqa: PLC0415 - as above

    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    converted = OpenCC("t2s").convert(characters)
    if len(converted) != len(characters):  # a converter that joins characters cannot be read one by one
        return {}
    return {old: new for old, new in zip(characters, converted, strict=True) if old != new}


class Pronunciation:
    """What the dictionaries say."""

    def __init__(self, written: Bytes | None = None) -> None:
        """written: by another one, earlier."""
        known = json.loads(written.tobytes()) if written is not None else ({}, None)
        self._sounds: dict[str, str] = known[0]
        self._traditional: dict[str, str] | None = known[1]
        self._written = written

    def written(self) -> Bytes:
        """All that is known; the same array if nothing is new."""
        if self._written is None:
            text = json.dumps((self._sounds, self.traditional), ensure_ascii=False, separators=(",", ":"))
            self._written = np.frombuffer(text.encode(), np.uint8)
        return self._written

    def of(self, text: str) -> str:
        """The syllables of a pair, as one word, or the one by which a character is most often read."""
        self.learn((text,))
        return self._sounds[text]

    def learn(self, texts: Iterable[str]) -> None:
        """Look up what is new among many."""
        if new := [text for text in texts if text not in self._sounds]:
            self._sounds |= zip(new, SOUNDS.ask(_pronounce_all, new), strict=True)
            self._written = None

    @property
    def traditional(self) -> Mapping[str, str]:
        """Traditional character → simplified, for every character that has one."""
        if self._traditional is None:
            self._traditional = _list_traditional()
            self._written = None
        return self._traditional

    def words_by_sound(self, folded: NDArray[np.uint16]) -> dict[str, list[str]]:
        """qian zai (as one word) → 欠债 …: the pairs of characters in use, the most used first."""
        words: dict[str, list[str]] = {}
        pairs = _pairs_in_use(folded)
        self.learn(pairs)
        for pair in pairs:
            words.setdefault(self.of(pair), []).append(pair)
        return {key: pairs[:_MOST_WORDS] for key, pairs in words.items()}


def fold_phrases(several: Sequence[Sequence[str]]) -> list[bytes]:
    """Of each row of phrases what `words_by_sound` reads."""
    units = read(["\n".join(phrases) for phrases in several])
    return [piece.tobytes() for piece in np.split(units.codes, np.cumsum(units.sizes)[:-1])]


def _pairs_in_use(folded: NDArray[np.uint16]) -> list[str]:
    """The most used first."""
    han = (folded >= _FIRST) & (folded <= _LAST)
    good = han[:-1] & han[1:]
    pairs: Keys = folded[:-1][good].astype(np.uint64) << np.uint64(16) | folded[1:][good]
    pairs.sort()
    starts = starts_of(pairs)
    times = np.diff(np.append(starts, len(pairs)))
    pairs = pairs[starts]
    order = np.lexsort((pairs, -times))
    codes = pairs[order[times[order] >= _COMMON]]
    return [chr(code >> 16) + chr(code & 0xFFFF) for code in codes.tolist()]


@cache
def common_characters() -> tuple[str, ...]:
    """The 3,755 characters of GB 2312's first level: what people can be expected to type."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return tuple(text for row in rows if (text := row.decode("gb2312", "ignore")))
