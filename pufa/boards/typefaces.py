"""The fonts that we ship: which characters they have, and how wide a line of them is."""

from __future__ import annotations

from functools import cache
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
_HEADLINE = "NotoSerifSC-Black.ttf"


@cache
def _advances(name: str) -> dict[str, float]:
    """Character → its width in em."""
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a large library for two tables

    with TTFont(FONTS / name, lazy=True) as font:
        per_em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {chr(code): widths[glyph][0] / per_em for code, glyph in font.getBestCmap().items()}


def missing(text: str) -> list[str]:
    """The characters of a text that one of the fonts lacks, each once."""
    known = [_advances(file.name) for file in sorted(FONTS.glob("*.ttf"))]
    return [char for char in dict.fromkeys(text) if not all(char in font for font in known)]


def headline_width(text: str) -> float:
    """How wide a line of the headline is, in em; a character that we lack counts as a full one."""
    advances = _advances(_HEADLINE)
    return sum(advances.get(char, 1.0) for char in text)
