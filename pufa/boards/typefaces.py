"""The fonts that we ship: which characters they have, and how wide a line of them is."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pufa.answers import once

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parent / "fonts"
_HEADLINE = "NotoSerifSC-Black.ttf"


def _open(file: Path) -> TTFont:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 - a large library for two tables

    return TTFont(file, lazy=True)


@cache
def _advances(name: str) -> dict[str, float]:
    """Character → its width in em."""
    with _open(FONTS / name) as font:
        per_em = font["head"].unitsPerEm
        widths = font["hmtx"].metrics
        return {chr(code): widths[glyph][0] / per_em for code, glyph in font.getBestCmap().items()}


@once
def _list_characters(name: str) -> str:
    """All that a font has."""
    with _open(FONTS / name) as font:
        return "".join(map(chr, font.getBestCmap()))


@cache
def _in_all_fonts() -> frozenset[str]:
    return frozenset.intersection(*(frozenset(_list_characters(file.name)) for file in FONTS.glob("*.ttf")))


def missing(text: str) -> list[str]:
    """The characters of a text that one of the fonts lacks, each once."""
    return [char for char in dict.fromkeys(text) if char not in _in_all_fonts()]


def headline_width(text: str) -> float:
    """How wide a line of the headline is, in em; a character that we lack counts as a full one."""
    advances = _advances(_HEADLINE)
    return sum(advances.get(char, 1.0) for char in text)
