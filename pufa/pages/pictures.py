"""The picture that a shared link shows: a case's question in large type and the site's name, nothing else.

What matters stands in the square in the middle, because WeChat cuts its thumbnail out of there. Two colours and the
shades between them, so that a picture stays small.
"""

from __future__ import annotations

import hashlib
import io
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pufa.boards.typefaces import FONTS

if TYPE_CHECKING:
    from PIL import Image, ImageFont

SIZE = (1200, 630)  # what shared links are shown in everywhere else
_EDITION = 1  # of the design: another number draws every picture again
_SQUARE = 570  # of the 630, so that nothing touches the cut
_QUESTION_HEIGHT = 440
_SMALLEST = 34
_PAPER, _INK = (15, 63, 112), (255, 255, 255)
_SHADES = 8  # enough for smooth edges
_MARKS = "，。？！；：、”’）"  # half empty: at the end of a line they hang over
_HEADLINE, _NAME = "NotoSerifSC-Black.ttf", "NotoSansSC-Bold.ttf"


class Gallery:
    """Draws each picture once and keeps it. folder: may be deleted at any time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def get(self, question: str, name: str) -> bytes:
        """The PNG for a question and the name of the site; the same bytes every time."""
        file = self._folder / f"{_key(question, name)}.png"
        if file.is_file():
            return file.read_bytes()
        picture = draw(question, name)
        self._folder.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(f".{uuid4().hex[:8]}.part")  # another build may draw the same one just now
        unfinished.write_bytes(picture)
        unfinished.replace(file)  # a build that is stopped leaves no half of a picture
        return picture


def draw(question: str, name: str) -> bytes:
    """One picture, as PNG."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - most builds draw none: the gallery has them

    from pufa.boards import headline  # noqa: PLC0415 - the same

    image = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(image)
    middle = SIZE[0] / 2
    shown = headline.fit(question, _SQUARE, _QUESTION_HEIGHT, _SMALLEST)
    if shown is None:  # a question that no board could carry either
        shown = headline.Headline(tuple(_cut(question)), _SMALLEST)
    step = shown.size * headline.LEADING
    top = 40 + (_QUESTION_HEIGHT - step * len(shown.lines)) / 2 + step / 2
    font = _font(_HEADLINE, int(shown.size))
    left = middle - max(font.getlength(line.rstrip(_MARKS)) for line in shown.lines) / 2
    for number, line in enumerate(shown.lines):
        pen.text((left, top + number * step), line, 255, font, anchor="lm")
    pen.line((middle - _SQUARE / 2, 520, middle + _SQUARE / 2, 520), 140, 4)
    pen.text((middle, 566), name, 255, _font(_NAME, min(44, int(_SQUARE / max(len(name), 1)))), anchor="mm")
    return _pack(image)


def _pack(image: Image.Image) -> bytes:
    """Grey → the shades between two colours."""
    from PIL import Image  # noqa: PLC0415 - as in draw

    shades = image.point([value * (_SHADES - 1) // 255 for value in range(256)])
    flat = shades.tobytes()
    packed = Image.frombytes("P", image.size, flat)
    steps = [number / (_SHADES - 1) for number in range(_SHADES)]
    packed.putpalette(
        [round(paper + (ink - paper) * step) for step in steps for paper, ink in zip(_PAPER, _INK, strict=True)]
    )
    written = io.BytesIO()
    packed.save(written, "PNG", compress_level=6, bits=4)  # level 9 takes ten times as long for 5 % less
    return written.getvalue()


def _cut(question: str) -> list[str]:
    """As many lines as there is room for, and an ellipsis."""
    from pufa.boards import headline  # noqa: PLC0415 - as in draw

    across, most = int(_SQUARE / _SMALLEST), int(_QUESTION_HEIGHT / (_SMALLEST * headline.LEADING))
    lines = [question[start : start + across] for start in range(0, len(question), across)]
    return lines if len(lines) <= most else [*lines[: most - 1], lines[most - 1][:-1] + "…"]


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - as in draw

    return ImageFont.truetype(str(FONTS / name), size, layout_engine=ImageFont.Layout.BASIC)


@cache
def _tools() -> str:
    """All but the words that a picture depends on."""
    import PIL  # noqa: PLC0415 - as in draw

    fonts = [hashlib.sha256((FONTS / name).read_bytes()).hexdigest() for name in (_HEADLINE, _NAME)]
    return json.dumps([_EDITION, PIL.__version__, *fonts])


def _key(question: str, name: str) -> str:
    return hashlib.sha256(json.dumps([_tools(), question, name]).encode()).hexdigest()[:32]
