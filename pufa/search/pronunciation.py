"""Help for what was typed otherwise: pinyin, characters that sound alike, traditional characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache

from opencc import OpenCC
from pypinyin import lazy_pinyin, pinyin_dict

_MOST_WORDS = 6  # a sound
_HAN = re.compile("[\u3400-\u9fff]+")
_COMMON = 2  # how often a pair must be used to be offered for its sound


def sound(text: str) -> list[str]:
    """The syllables of Chinese characters, without tones, with the sounds that north and south mix up made one."""
    return [_blur(syllable) for syllable in lazy_pinyin(text)]


def _blur(syllable: str) -> str:
    return re.sub(r"^([zcs])h", r"\1", syllable.replace("ü", "v")).replace("ing", "in").replace("eng", "en")


def words_by_sound(phrases: Iterable[str]) -> dict[str, list[str]]:
    """qian zai (as one word) → 欠债 …: the pairs of characters in use, the most used first."""
    used = Counter(run[index : index + 2] for run in _HAN.findall(" ".join(phrases)) for index in range(len(run) - 1))
    words: dict[str, list[str]] = {}
    for pair, times in sorted(used.items(), key=lambda entry: (-entry[1], entry[0])):
        if times >= _COMMON:
            words.setdefault("".join(sound(pair)), []).append(pair)
    return {key: pairs[:_MOST_WORDS] for key, pairs in words.items()}


@cache
def sound_of(character: str) -> str:
    """The syllable by which a character is most often read; "" for anything that has none."""
    return sound(character)[0] if ord(character) in pinyin_dict.pinyin_dict else ""


@cache
def traditional() -> dict[str, str]:
    """Traditional character → simplified, for every character that has one."""
    characters = "".join(map(chr, range(0x4E00, 0xA000)))
    converted = OpenCC("t2s").convert(characters)
    if len(converted) != len(characters):  # a converter that joins characters cannot be read one by one
        return {}
    return {old: new for old, new in zip(characters, converted, strict=True) if old != new}


@cache
def common_characters() -> tuple[str, ...]:
    """The 3,755 characters of GB 2312's first level: what people can be expected to type."""
    rows = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    return tuple(text for row in rows if (text := row.decode("gb2312", "ignore")))
