"""What jieba says of words: how often they stand, where one ends, what part of speech each is."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from pufa.answers import once_at
from pufa.desk import WORDS


class Word(NamedTuple):
    """A word of a text: where it begins, and jieba's tag (nr: a person's name)."""

    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@cache
def _jieba() -> Any:
    """Only when something looks like a name: it brings setuptools along."""
    module = importlib.import_module("jieba")
    module.setLogLevel(60)  # it tells on stderr that it has read its dictionary
    return module


@cache
def _tagger() -> Any:
    """jieba's part-of-speech tags take half a second to load: only when something looks like a name."""
    _jieba()
    return importlib.import_module("jieba.posseg")


@once_at(WORDS)
def frequency(word: str) -> int:
    """How often a word stands in what jieba's dictionary was counted from; 0 if it is not in it."""
    _jieba().dt.check_initialized()
    return int(_jieba().dt.FREQ.get(word) or 0)


@once_at(WORDS)
def split(text: str) -> tuple[str, ...]:
    """Text → words."""
    return tuple(_jieba().cut(text))


@once_at(WORDS)
def cut(text: str) -> tuple[Word, ...]:
    """Text → words with their tags."""
    words, start = [], 0
    for pair in _tagger().cut(text):
        words.append(Word(pair.word, pair.flag, start))
        start += len(pair.word)
    return tuple(words)


def list_names() -> Iterator[str]:
    """The persons of jieba's dictionary."""
    return (word for word, tag in _tagger().dt.word_tag_tab.items() if tag == "nr")
