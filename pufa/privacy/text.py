"""A text as people read it, whatever way it is written, with the way back to where each character stands.

A number can hide in full-width digits, behind zero-width characters, in ``%31%33`` of an address, in ``&#49;``, in a
comment or an attribute, or be cut by ``<b>``. A View has all that undone; ``origin`` leads back to the file.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import unquote

_INLINE = "a abbr b bdi bdo big code del dfn em font i ins kbd label mark q s samp small span strong sub sup u var wbr"
_GEOMETRY = r"(?:d|points|viewbox|transform|style|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|width|height|integrity|nonce)"

_COMMENT = r"<!--.*?(?:-->|\Z)"
_TAG = r"<[/?!]?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^'\"<>])*>"
_INVISIBLE = (
    "[\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u20e3"
    "\U000e0000-\U000e01ef]+"
)
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});"
_PERCENT = r"(?:%[0-9A-Fa-f]{2})+"
_BLANK = r"\\u(?:00[aA][dD]|200[b-fB-F]|202[a-eA-E]|206[0-9a-fA-F]|[fF][eE]0[0-9a-fA-F]|[fF][eE][fF]{2})"
_ESCAPES = rf"(?:{_BLANK})+|(?:(?!{_BLANK})\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{{4}})+"
_BREAK = r"\\[nrt]"
_CODED = re.compile("|".join((_INVISIBLE, _ENTITY, _PERCENT, _ESCAPES, _BREAK)))
_HIDDEN = re.compile(_INVISIBLE)
_PIECE = re.compile(f"{_COMMENT}|{_TAG}|{_CODED.pattern}", re.DOTALL)
_SAYS = re.compile(r"\d(?:\D{0,3}\d){4}|[@%&\\]|[^\x00-\x7f]|qq|weixin|wechat|wx|vx", re.IGNORECASE)
_TAG_NAME = re.compile(r"<[/?!]?([A-Za-z][\w-]*)")
_SHAPE = re.compile(rf"\b{_GEOMETRY}=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_INLINE_NAMES = frozenset(_INLINE.split())

_CHINESE = dict(
    zip("〇零○◯一二三四五六七八九壹贰叁肆伍陆柒捌玖幺貳參陸", "0000123456789123456789" + "1236", strict=True)
)
_DASHES = "‐‑‒–—―−⁃﹘﹣－﹉﹍ー~～"
_DOTS = "·•‧∙⋅・･"


def _folding() -> dict[int, str]:
    """Every digit of every script → 0–9, full-width → half-width, every dash, dot and space → one of its kind."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    for code in (*range(0x80, 0x10000), *range(0x104A0, 0x104AA), *range(0x1D7CE, 0x1D800), *range(0x1F100, 0x1F10B)):
        sign = chr(code)
        digit = unicodedata.digit(sign, None)
        if digit is not None:
            table[code] = str(digit)
        elif sign.isspace() and sign not in "\u0085\u2028\u2029":
            table[code] = " "
    table |= {ord(sign): "-" for sign in _DASHES} | {ord(sign): "·" for sign in _DOTS}
    return table | {ord("\t"): " ", ord("\r"): " ", ord("\v"): " ", ord("\f"): " "}


def _replacer(table: dict[int, str]) -> Callable[[str], str]:
    """str.translate for a text in which few signs change: a pattern finds those, the others are not touched."""
    signs = re.compile("[" + "".join(f"\\U{code:08x}" for code in sorted(table)) + "]")
    return lambda text: signs.sub(lambda sign: table[ord(sign[0])], text)


_fold = _replacer(_folding())
_read_digits = _replacer({ord(sign): digit for sign, digit in _CHINESE.items()})


@dataclass(frozen=True, eq=False)
class View:
    """One reading of a text.

    text: folded. _starts, _origins, _ends, _steps: for each piece, where it begins here and there, where it ends
    there, and how many signs there one sign here stands for (0: the whole piece for each of them).
    """

    text: str
    _starts: Sequence[int]
    _origins: Sequence[int]
    _ends: Sequence[int]
    _steps: Sequence[int]

    def origin(self, index: int) -> int:
        """Where the sign at an index stands in the text as it was given."""
        piece = bisect_right(self._starts, index) - 1
        return self._origins[piece] + (index - self._starts[piece]) * self._steps[piece]

    def origin_of_end(self, end: int) -> int:
        """The place just behind the sign before ``end``."""
        piece = bisect_right(self._starts, end - 1) - 1
        step = self._steps[piece]
        return self.origin(end - 1) + step if step else self._ends[piece]

    @cached_property
    def digits(self) -> str:
        """The text with Chinese digits as 0–9, sign for sign (一百 stays: 百 is no digit)."""
        return _read_digits(self.text)


class _Builder:
    """Collects pieces of a text into a View."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.length = 0
        self.parts: list[str] = []
        self.starts: list[int] = []
        self.origins: list[int] = []
        self.ends: list[int] = []
        self.steps: list[int] = []

    def add(self, text: str, origin: int, end: int, step: int) -> None:
        if text:
            self.starts.append(self.length)
            self.origins.append(origin)
            self.ends.append(end)
            self.steps.append(step)
            self.parts.append(text)
            self.length += len(text)

    def take(self, start: int, end: int) -> None:
        """Take over a stretch of the source, undoing what is coded in it."""
        for match in _CODED.finditer(self.source, start, end):
            self.add(self.source[start : match.start()], start, match.start(), 1)
            self.add_decoded(match[0], match.start(), match.end())
            start = match.end()
        self.add(self.source[start:end], start, end, 1)

    def add_decoded(self, code: str, origin: int, end: int) -> None:
        text = _decode(code)
        step = 6 if code.startswith("\\u") else 0
        if not _HIDDEN.search(text):
            self.add(text, origin, end, step)
        elif step and len(text) > 1:  # one after the other, so that each keeps its place
            for index in range(origin, end, step):
                self.add_decoded(self.source[index : index + step], index, index + step)
        else:
            self.add(_HIDDEN.sub("", text), origin, end, 0)

    def view(self) -> View:
        return View(_fold("".join(self.parts)), self.starts, self.origins, self.ends, self.steps)


def _decode(code: str) -> str:
    """What a piece of code stands for: an entity, percent signs, JSON's escapes; an invisible sign stands for nothing."""
    if code[0] == "&":
        return html.unescape(code)
    if code[0] == "%":
        return unquote(code, errors="replace")
    if code[0] == "\\":
        return code.encode().decode("unicode_escape") if code[1] == "u" else "\n"
    return ""


def read(text: str) -> list[View]:
    """Two views: what is shown, with tags and comments taken out, and what stands in those tags and comments.

    A tag within a line leaves nothing behind, so that 138, 0013 and 8000 with ``<b>`` around the middle are one number;
    any other leaves an empty line, so that two cells of a table are two.
    """
    shown, hidden = _Builder(text), _Builder(text)
    start = 0
    for match in _PIECE.finditer(text):
        at, end = match.span()
        shown.add(text[start:at], start, at, 1)
        start = end
        if text[at] != "<":
            shown.add_decoded(match[0], at, end)
            continue
        breaks, said = _look_at_tag(match[0])
        if breaks:
            shown.add("\n\n", at, end, 0)
        for first, last in said:
            hidden.take(at + first, at + last)
        if said:
            hidden.add("\n\n", end - 1, end, 0)  # stands behind what was said
    shown.add(text[start:], start, len(text), 1)
    return [view.view() for view in (shown, hidden) if view.parts]


@lru_cache(maxsize=16_384)  # the same tags stand on every page
def _look_at_tag(tag: str) -> tuple[bool, tuple[tuple[int, int], ...]]:
    """Whether it begins a new line, and the parts of it that may say something: no attribute that draws a shape."""
    if tag.startswith("<!--"):
        return False, ((0, len(tag)),)
    name = _TAG_NAME.match(tag)
    breaks = name is None or name[1].lower() not in _INLINE_NAMES
    if "=" not in tag or not _SAYS.search(_SHAPE.sub("", tag)):
        return breaks, ()
    return breaks, tuple(_spans_between(_SHAPE.finditer(tag), len(tag)))


def _spans_between(shapes: Iterator[re.Match[str]], end: int) -> Iterator[tuple[int, int]]:
    start = 0
    for shape in shapes:
        yield start, shape.start()
        start = shape.end()
    yield start, end


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
