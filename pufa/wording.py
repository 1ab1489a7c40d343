"""Plain words: what in a text is hard to read, or not written as it should be.

Pure functions, text → findings, each with the place in the text and one Chinese sentence of advice.
Statutes quoted by a line of their own, and quotations (lines that begin with >), are not the writer's words.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache, cached_property
from typing import NamedTuple

import autocorrect_py as autocorrect
from opencc import OpenCC

from pufa.law.finder import CitationFinder
from pufa.models import Term
from pufa.sections import lines_outside_code

LONGEST = 40  # characters and digits of one sentence, without punctuation: two lines on a phone

_SENTENCE = re.compile(r"[^。！？!?…\n]+[。！？!?…]*[”’」』）)]*")
_LETTER = re.compile(r"\w")
_LINE_MARK = re.compile(r"\s*(?:#{1,6}\s+|[-*+]\s+|\d+[.、)]\s+)")
_NAME_OF_LAW = re.compile(r"《[^》]*》")
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff"
_ANY_HAN = re.compile(rf"[{_HAN}\u2e80-\u2fdf\uf900-\ufaff\U00020000-\U0003ffff]")
# It begins with one of a set of characters: a search looks for these alone, four times as fast as for alternatives.
_REPEATED = re.compile(
    r"[，。；：、！？,;!?.…](?:(?<=[，。；：、！？,;!?])[，。；：、！？,;!?]+|(?<=\.)\.{2,}|(?<=…)…{2,})"
)
_ASTONISHED = {"？！", "！？", "?!"}  # one of each says something that neither says alone
_NOTHING_TO_SET = re.compile(
    "[\u4e00-\u9fff，。、；：？！“”（）《》]*|[A-Za-z]*"
)  # Chinese with its own marks and no spaces, or one word
_NUMBER = re.compile(r"(?<![A-Za-z])\d+(?:[.,:%]\d+)*%?(?![A-Za-z])")
# What makes a neighbour say “oh, that is what it means”: behind the word, or before it.
_EXPLAINS = re.compile(r"^[”」』]?\s*[（(]|就是|也就是|是指|指的是|意思是|说的是|这是|等于")
_EXPLAINED = re.compile(r"(?:[（(]|(?:叫做?|称为|称作|就是|所谓|即)[“「『]?)$")
_NEAR = 60  # characters: within the same or the next sentence


@dataclass(frozen=True)
class Finding:
    """start: where in the text it stands. message: what was found → what to write."""

    start: int
    message: str


class Piece(NamedTuple):  # there are dozens in a case: a tuple is made fastest
    """A paragraph, a heading or an item of a list, without its Markdown mark; lines: (offset, line of the file)."""

    text: str
    lines: tuple[tuple[int, int], ...]

    def line(self, offset: int) -> int:
        """The line of the file on which a place of the text stands."""
        return self.lines[bisect_right([start for start, _ in self.lines], offset) - 1][1]


def pieces(body: str, first_line: int, finder: CitationFinder) -> Iterator[Piece]:
    """The writer's own words in a body of Markdown. finder: tells where the site puts the words of the law instead."""
    found: list[Piece] = []
    lines: list[tuple[int, str]] = []
    for number, line, is_code in lines_outside_code(body, first_line):
        mark = _LINE_MARK.match(line) if line and not line[0].isalpha() else None
        words = line[mark.end() :] if mark else line
        is_said = bool(words) and not words.isspace() and not is_code
        if lines and (mark or not words or words.isspace() or is_code):  # a mark begins a new piece
            found.append(_join(lines))
            lines = []
        if is_said and not words.startswith(">"):
            lines.append((number, words))
            if line.startswith("#"):  # a heading ends with its line
                found.append(_join(lines))
                lines = []
    if lines:
        found.append(_join(lines))
    return (piece for piece in found if not _is_law(piece.text, finder))


def _join(lines: list[tuple[int, str]]) -> Piece:
    text, starts = "", []
    for number, words in lines:
        starts.append((len(text), number))
        text += words
    return Piece(text, tuple(starts))


def _is_law(text: str, finder: CitationFinder) -> bool:
    """Whether the site puts the words of the law in the place of a text."""
    return text.rstrip(" 。").endswith(("条", "款", "项")) and bool(finder.find_alone(text))


def find_long_sentences(text: str) -> Iterator[Finding]:
    if len(text) <= LONGEST:
        return
    for match in _SENTENCE.finditer(text):
        length = len(_LETTER.findall(match[0])) if match.end() - match.start() > LONGEST else 0
        if length > LONGEST:
            start = match[0].strip()[:12]
            yield Finding(
                match.start(), f"这句话有 {length} 个字：「{start}……」 → 超过 {LONGEST} 个字不好懂，请拆成短句"
            )


class Glossary:
    """Finds the words of content/glossary.yml in a text; of words within words, the longest."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._terms = {term.word: term for term in terms}

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        words = sorted(self._terms, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or r"(?!)")

    def may_find(self, text: str) -> bool:
        """A sieve for many texts at once."""
        return self._pattern.search(text) is not None

    def find(self, text: str) -> Iterator[tuple[int, Term]]:
        """(place, term); the names of laws, 《行政复议法》, are not words of the text."""
        plain = _NAME_OF_LAW.sub(lambda name: "《" * len(name[0]), text) if "《" in text else text
        for match in self._pattern.finditer(plain):
            yield match.start(), self._terms[match[0]]


def is_explained(term: Term, start: int, text: str) -> bool:
    """Whether a plain word for a term stands near its place in a text."""
    if re.search(rf"{re.escape(term.word)}[”」』]?，?(?:就是|是|指)", text):
        return True
    end = start + len(term.word)
    behind, before = text[end : end + _NEAR], text[max(0, start - _NEAR) : start]
    return bool(_EXPLAINS.search(behind) or _EXPLAINED.search(before) or term.plain in behind or term.plain in before)


def may_be_odd(text: str) -> bool:
    """A sieve for many texts at once: whether ``find_odd_characters`` may find something in one of these lines."""
    return _find_irregular().search(text) is not None


def find_odd_characters(text: str) -> Iterator[Finding]:
    """Traditional characters (OpenCC), and what GB 2312 lacks: variants, compatibility forms, rare characters."""
    if not may_be_odd(text):
        return
    odd = {char for char in set(text) if _is_odd(char)}
    simplified = _converter().convert(text)
    for start, char in enumerate(text):
        if char not in odd:
            continue
        better = simplified[start] if len(simplified) == len(text) else _converter().convert(char)
        if _is_traditional(char) and better != char:
            yield Finding(start, f"「{char}」是繁体字或异体字 → 请写「{better}」")
        elif _is_rare(char):
            yield Finding(start, f"「{char}」不是常用的规范字 → 请核对是不是异体字、错字")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _find_irregular() -> re.Pattern[str]:
    """Anything but the characters of GB 2312 with which nothing is wrong, ASCII and the common marks."""
    rows = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    known = [char for code in rows if (char := code.decode("gb2312", "ignore"))]
    simplified = _converter().convert("\n".join(known)).split("\n")
    regular = "".join(char for char, better in zip(known, simplified, strict=True) if char == better)
    return re.compile(f"[^\\x00-\\u2e7f\\u3000-\\u303f\\uff00-\\uffef{regular}]")


@cache
def _is_odd(char: str) -> bool:
    return bool(_ANY_HAN.match(char)) and (_is_traditional(char) or _is_rare(char))


@cache
def _is_traditional(char: str) -> bool:
    return bool(_converter().convert(char) != char)


@cache
def _is_rare(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


def may_repeat_punctuation(text: str) -> bool:
    """A sieve as above."""
    return _REPEATED.search(text) is not None


def find_repeated_punctuation(text: str) -> Iterator[Finding]:
    for match in _REPEATED.finditer(text):
        if match[0] in _ASTONISHED:
            continue
        is_dots = set(match[0]) <= set(".…。") and len(match[0]) > 2
        yield Finding(match.start(), f"标点连着用「{match[0]}」 → 请写「{'……' if is_dots else _choose(match[0])}」")


def _choose(marks: str) -> str:
    """Of several marks the strongest: an end of a sentence over a pause."""
    return next((mark for mark in "？！。?!；：，、" if mark in marks), marks[0])


# Spaces between Chinese and Latin letters, full-width punctuation in Chinese; not between Chinese and numbers:
# 3万元 and 12348 are written without spaces in official papers.
_RULES = {
    "space-word": 1, "space-punctuation": 1, "space-bracket": 0, "space-backticks": 0, "space-dash": 0,
    "space-dollar": 0, "fullwidth": 1, "halfwidth-word": 1, "halfwidth-punctuation": 1, "no-space-fullwidth": 1,
    "no-space-fullwidth-quote": 1, "spellcheck": 0,
}  # fmt: skip


@cache
def _load_rules() -> None:
    autocorrect.load_config(json.dumps({"rules": _RULES}))  # type: ignore[attr-defined]  # its stub forgot it


def find_spacing(text: str) -> Iterator[Finding]:
    """Where AutoCorrect would change a space or a width."""
    if _NOTHING_TO_SET.fullmatch(text):
        return
    masked = _NUMBER.sub(lambda number: "一" * len(number[0]), text)  # as long, and Chinese to AutoCorrect
    if _NOTHING_TO_SET.fullmatch(masked):
        return
    _load_rules()
    right = autocorrect.format_for(masked, "markdown")
    if right == masked:
        return
    for group in SequenceMatcher(None, masked, right, autojunk=False).get_grouped_opcodes(n=4):
        begin, end = group[0][1], group[-1][2]
        better = "".join(
            text[start:stop] if kind == "equal" else right[first:last] for kind, start, stop, first, last in group
        )
        yield Finding(begin, f"空格或全角、半角不对：「{text[begin:end]}」 → 请写「{better}」")
