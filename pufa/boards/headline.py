"""The question in very large type: broken into lines between words, where a reader would breathe."""

from __future__ import annotations

import re
from bisect import bisect
from dataclasses import dataclass

from pufa.boards.typefaces import headline_width

LEADING = 1.22  # from line to line, in em
_MAX_LINES = 6
_LARGEST = 1 / 7  # of the width: larger type is no easier to read and leaves no white around it
_PARTED = 0.05  # how much smaller a type is accepted for not parting one phrase over two lines …
_MIXED = 0.3  # … and for not having the end of one phrase and the beginning of another in a line
_WEIGHT = 40  # of such a break against uneven lines (in square em)

_PUNCTUATION = re.compile(r"[^\w“《（]+")
_PARTICLES = set("着了过的吗呢吧")
_PHRASE_END = re.compile(r"[，。；：？！、]")


@dataclass(frozen=True)
class Headline:
    """Lines and the largest size at which they fit their box, in the box's unit."""

    lines: tuple[str, ...]
    size: float


def fit(text: str, width: float, height: float, smallest: float) -> Headline | None:
    """The way of breaking a text that reads best and largest; None if none can be printed in the smallest size."""
    if headline_width(text) > _MAX_LINES * width / smallest:
        return None  # more than so many full lines
    words = _words(text)
    counts = range(1, min(_MAX_LINES, len(words)) + 1)
    choices = {_break(words, count, weight) for count in counts for weight in (_WEIGHT, 0)}
    sized = [Headline(lines, _largest(lines, width, height)) for lines in sorted(choices)]
    fitting = [headline for headline in sized if headline.size >= smallest]
    return max(fitting, key=lambda headline: headline.size / (1 + _faults(headline.lines)), default=None)


def surplus(text: str, width: float, height: float, smallest: float) -> int:
    """How many characters have to go from the end before the text can be printed in the smallest size."""
    lengths = range(1, len(text) + 1)
    fitting = bisect(lengths, False, key=lambda length: fit(text[:length], width, height, smallest) is None)
    return len(text) - fitting


def _words(text: str) -> list[str]:
    """Pieces that are not torn apart: a word with what hangs on it, or all that stands in quotation marks."""
    import jieba  # noqa: PLC0415 - it brings setuptools along; most builds draw nothing

    jieba.setLogLevel(60)  # it tells on stderr that it has read its dictionary
    pieces: list[str] = []
    for word in jieba.cut(text):
        last = pieces[-1] if pieces else ""
        quoted = last.count("“") > last.count("”") or last.endswith(("《", "（"))
        hangs = _PUNCTUATION.fullmatch(word) or (word in _PARTICLES and not _PUNCTUATION.fullmatch(last[-1:]))
        if last and (quoted or hangs):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def _break(words: list[str], count: int, weight: float) -> tuple[str, ...]:
    """Cut into so many lines, as even as can be; weight: how much rather at the end of a phrase than within one."""
    even = headline_width("".join(words)) / count
    best: dict[tuple[int, int], tuple[float, tuple[str, ...]]] = {(0, 0): (0.0, ())}
    for line in range(1, count + 1):
        for end in range(line, len(words) + 1):
            found = []
            for start in range(line - 1, end):
                if (line - 1, start) in best:
                    cost, lines = best[(line - 1, start)]
                    text = "".join(words[start:end])
                    fault = _fault(lines[-1] if lines else "", text, is_last=end == len(words))
                    found.append((cost + (headline_width(text) - even) ** 2 + weight * fault, (*lines, text)))
            if found:
                best[(line, end)] = min(found)
    return best[(count, len(words))][1]


def _faults(lines: tuple[str, ...]) -> float:
    befores = ("", *lines[:-1])
    return sum(_fault(before, line, line is lines[-1]) for before, line in zip(befores, lines, strict=True))


def _fault(before: str, line: str, is_last: bool) -> float:
    """How badly a line is cut out of its sentence; before: the line above it, or nothing."""
    begins_torn = bool(before) and not _PHRASE_END.search(before[-1])
    ends_torn = not is_last and not _PHRASE_END.search(line[-1])
    mixed = bool(_PHRASE_END.search(line[:-1])) and (begins_torn or ends_torn)
    return _PARTED * ends_torn + _MIXED * mixed


def _largest(lines: tuple[str, ...], width: float, height: float) -> float:
    return min(width * _LARGEST, width / max(map(headline_width, lines)), height / (LEADING * len(lines)))
