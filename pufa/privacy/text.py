"""A text as people read it, whatever way it is written, with the way back to where each character stands.

A number can hide in full-width digits, behind zero-width characters, in ``%31%33`` of an address, in ``&#49;``, in a
comment or an attribute, or be cut by ``<b>``. A View has all that undone; ``origin`` leads back to the file.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator
from functools import cached_property, lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from pufa.privacy import signs

_INLINE = "a abbr b bdi bdo big code del dfn em font i ins kbd label mark q s samp small span strong sub sup u var wbr"
_GEOMETRY = r"(?:d|points|viewbox|transform|style|x|y|x1|x2|y1|y2|cx|cy|r|rx|ry|width|height|integrity|nonce)"

_COMMENT = r"<!--.*?(?:-->|\Z)"
_TAG = r"<[/?!]?[A-Za-z][^'\"<>]*+(?:(?:\"[^\"]*+\"|'[^']*+')[^'\"<>]*+)*+>"
_TAGS = re.compile(f"({_TAG}|{_COMMENT})", re.DOTALL)  # tags are tried first: there are more of them
_INVISIBLE = f"[{signs.INVISIBLE_SIGNS}]+"
_ENTITY = r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31});"
_PERCENT = r"(?:%[0-9A-Fa-f]{2})+"
_BLANK = r"\\u(?:00[aA][dD]|200[b-fB-F]|202[a-eA-E]|206[0-9a-fA-F]|[fF][eE]0[0-9a-fA-F]|[fF][eE][fF]{2})"
_ESCAPES = rf"(?:{_BLANK})+|(?:(?!{_BLANK})\\u(?![dD][89a-fA-F])[0-9A-Fa-f]{{4}})+"
_BREAK = r"\\[nrt]"
_CODED = re.compile("|".join((_INVISIBLE, _ENTITY, _PERCENT, _ESCAPES, _BREAK)))
_BEGINS = re.compile(rf"[&%\\{signs.INVISIBLE_SIGNS}]")  # what is coded; found far sooner than the whole
_HIDDEN = re.compile(_INVISIBLE)
_CODE_SIGNS = "&%\\"  # with which all that is coded begins, but for invisible signs
_CODE_BYTES = _CODE_SIGNS.encode()
_SAYS = re.compile(r"\d(?:\D{0,3}\d){4}|[@%&\\]|[^\x00-\x7f]|qq|weixin|wechat|wx|vx", re.IGNORECASE)
_TAG_NAME = re.compile(r"<[/?!]?([A-Za-z][\w-]*)")
_SHAPE = re.compile(rf"\b{_GEOMETRY}=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_INLINE_NAMES = frozenset(_INLINE.split())
_BETWEEN = "\n\n"  # what belongs together does not reach over an empty line


class View:
    """One reading of a text; what a rule does not ask for is never worked out."""

    def __init__(self, raw: str, locate: Callable[[], _Builder]) -> None:
        """raw: as people read it, not yet folded. locate: the way back for every piece of it."""
        self.raw = raw
        self._locate = locate

    @cached_property
    def text(self) -> str:
        """The text, folded."""
        return signs.fold(self.raw)

    @cached_property
    def digits(self) -> str:
        """The text with Chinese digits as 0–9, sign for sign (一百 stays: 百 is no digit)."""
        return signs.fold_digits(self.raw)

    @cached_property
    def outline(self) -> bytes:
        """One byte for each sign of ``digits``: what it is (signs.py)."""
        return signs.outline(self.raw)

    @cached_property
    def _way(self) -> _Builder:
        return self._locate()

    def origin(self, index: int) -> int:
        """Where the sign at an index stands in the text as it was given."""
        way = self._way
        piece = bisect_right(way.starts, index) - 1
        return way.origins[piece] + (index - way.starts[piece]) * way.steps[piece]

    def origin_of_end(self, end: int) -> int:
        """The place just behind the sign before ``end``."""
        way = self._way
        piece = bisect_right(way.starts, end - 1) - 1
        step = way.steps[piece]
        return self.origin(end - 1) + step if step else way.ends[piece]


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
        for sign in _BEGINS.finditer(self.source, start, end):
            at = sign.start()
            if at >= start and (match := _CODED.match(self.source, at, end)):
                self.add(self.source[start:at], start, at, 1)
                self.add_decoded(match[0], at, match.end())
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
    parts = _TAGS.split(text)  # text, tag, text, tag … text
    tags = list(map(_look_at_tag, parts[1::2]))
    shown = parts.copy()
    shown[1::2] = [tag.shown for tag in tags]
    view = View("".join(shown), lambda: _locate_shown(text, parts))
    if _may_be_coded(view.outline):
        for index in _coded(parts):
            shown[index] = _undo(parts[index])
        view = View("".join(shown), lambda: _locate_shown(text, parts))
    hidden = View("".join([tag.hidden for tag in tags]), lambda: _locate_hidden(text, parts))
    return [view for view in (view, hidden) if view.raw]


def _may_be_coded(outline: bytes) -> bool:
    return signs.may_hide(outline) or any(sign in outline for sign in _CODE_BYTES)


def _coded(parts: list[str]) -> Collection[int]:
    """Which stretches between the tags are not what they look like."""
    texts = "".join(parts[::2])
    if signs.may_hide(signs.outline(texts)):
        return range(0, len(parts), 2)
    found = [sign for sign in _CODE_SIGNS if sign in texts]
    return {index for sign in found for index in range(0, len(parts), 2) if sign in parts[index]}


def _undo(text: str) -> str:
    """A stretch without tags, with what is coded in it undone."""
    if not _BEGINS.search(text):
        return text
    builder = _Builder(text)
    builder.take(0, len(text))
    return "".join(builder.parts)


def _locate_shown(text: str, parts: list[str]) -> _Builder:
    builder = _Builder(text)
    coded = _coded(parts)
    start = 0
    for index, part in enumerate(parts):
        end = start + len(part)
        if index % 2:
            builder.add(_look_at_tag(part).shown, start, end, 0)
        elif index in coded:
            builder.take(start, end)
        else:
            builder.add(part, start, end, 1)
        start = end
    return builder


def _locate_hidden(text: str, parts: list[str]) -> _Builder:
    builder = _Builder(text)
    start = 0
    for index, part in enumerate(parts):
        end = start + len(part)
        if index % 2 and (said := _look_at_tag(part).said):
            for first, last in said:
                builder.take(start + first, start + last)
            builder.add(_BETWEEN, end - 1, end, 0)  # stands behind what was said
        start = end
    return builder


class _Tag(NamedTuple):
    """What a tag leaves where it stood, what it says itself, and where in it that stands."""

    shown: str
    hidden: str
    said: tuple[tuple[int, int], ...]


@lru_cache(maxsize=16_384)  # the same tags stand on every page
def _look_at_tag(tag: str) -> _Tag:
    """Whether it begins a new line, and the parts of it that may say something: no attribute that draws a shape."""
    if tag.startswith("<!--"):
        return _Tag("", _undo(tag) + _BETWEEN, ((0, len(tag)),))
    name = _TAG_NAME.match(tag)
    shown = _BETWEEN if name is None or name[1].lower() not in _INLINE_NAMES else ""
    if "=" not in tag:
        return _Tag(shown, "", ())
    said = tuple(_spans_between(_SHAPE.finditer(tag), len(tag)))
    parts = [tag[first:last] for first, last in said]
    if not _SAYS.search("".join(parts)):
        return _Tag(shown, "", ())
    return _Tag(shown, "".join(map(_undo, parts)) + _BETWEEN, said)


def _spans_between(shapes: Iterator[re.Match[str]], end: int) -> Iterator[tuple[int, int]]:
    start = 0
    for shape in shapes:
        yield start, shape.start()
        start = shape.end()
    yield start, end


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
