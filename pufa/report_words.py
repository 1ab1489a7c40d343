"""What stands in a report's words: points, sentences, years, and numbers with what they count."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

HALF_WIDTH = str.maketrans("０１２３４５６７８９．，：－％", "0123456789.,:-%")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_QUANTITY = re.compile(
    r"(?:近|约|超过|超|逾)?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,12})(\.[0-9]{1,6})?"
    r"[余多]?([百千万亿]?)[余多]?([^\W\d_余多]+|[%‰℃㎡])"
)
_SCALES = {"": 1, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}


class Quantity(NamedTuple):
    """A number and what it counts: 1.2万余村户 → 12000, 村户."""

    value: float
    unit: str


def split_points(paragraph: str) -> list[str]:
    """Cut before 一是, 二是, 三是 …; joined, the pieces are the paragraph.

    What stands before 一是 is the first piece. A paragraph without two points in order is one piece.
    """
    cuts: list[int] = []
    for numeral in "一二三四五六七八九十":
        point = re.compile(rf"(?:^|(?<=[\s。；;：:，,！？])){numeral}是").search(paragraph, cuts[-1] if cuts else 0)
        if point is None:
            break
        cuts.append(point.start())
    if len(cuts) < 2:
        return [paragraph]
    if not paragraph[: cuts[0]].strip():
        cuts[0] = 0  # an indent belongs to the first point
    edges = sorted({0, *cuts, len(paragraph)})
    return [paragraph[start:end] for start, end in pairwise(edges)]


def split_sentences(text: str, ends: str = "。！？") -> list[str]:
    """Cut after each full stop (and the closing quotes behind it); pieces without the space around them."""
    pieces = re.findall(rf"[^{ends}\n]+(?:[{ends}]+[”’」』）)]*)?", text)
    return [piece.strip() for piece in pieces if piece.strip()]


def find_year(title: str) -> int | None:
    """2024年, ２０２４年, 二〇二四年 → 2024."""
    for words in (title.translate(HALF_WIDTH), title.translate(_CHINESE_DIGITS)):
        if year := re.search(r"(?<!\d)(20\d\d)\s*年", words, re.ASCII):
            return int(year[1])
    return None


def read_quantity(stated: str) -> Quantity | None:
    """What a number says as the report writes it: 12000余份 → 12000, 份; None if that cannot be told."""
    found = _QUANTITY.fullmatch(stated.translate(HALF_WIDTH))
    if not found:
        return None
    number = Decimal(found[1].replace(",", "") + (found[2] or "")) * _SCALES[found[3]]
    unit = found[4]
    return Quantity(float(number), unit[1:] if unit.startswith("个") and len(unit) > 1 else unit)
