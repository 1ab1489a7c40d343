"""What each sign of a text is, as tables: one look-up folds a whole text, or draws its outline.

An outline has one byte for each sign of a text, and tells of it only what the rules ask first: is it a digit, a
letter, the sign 号? Searching these bytes takes a hundredth of the time that the rules themselves take.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import numpy as np
from numpy.typing import NDArray

_LIMIT = 0x20000  # nothing beyond is a digit or is folded
_CHINESE = dict(
    zip("〇零○◯一二三四五六七八九壹贰叁肆伍陆柒捌玖幺貳參陸", "0000123456789123456789" + "1236", strict=True)
)
_DASHES = "‐‑‒–—―−⁃﹘﹣－﹉﹍ー~～"
_DOTS = "·•‧∙⋅・･"

# The bytes of an outline above ASCII. Digits in any script, Chinese ones too, are b"0" to b"9", and ASCII is itself.
OTHER, HIGH, FAR, INVISIBLE = 0x80, 0x81, 0x82, 0x83
_KINDS = {
    0x84: "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼",  # plates begin with them
    0x85: "村庄区园寓里同巷街路道",  # places end with them
    0x86: "东西南北前后中",
    0x87: "号排组队栋幢楼单室户",
    0x88: "第",
    0x89: "十百",
    0x8A: "信",
    0x8B: "生",
    0x8C: "日",
    0x8D: "出",
    0x8E: "〔〕",
    0x8F: "\u0130\u0131\u017f\u212a",  # the letters I, S and K for a pattern that ignores case
    0x90: "·",
    0x91: "扣",
    0x92: "为是",
}
_INVISIBLE = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x180B, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E)),
    *((0x2060, 0x206F), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0x20E3, 0x20E3), (0xE0000, 0xE01EF)),
)
INVISIBLE_SIGNS = "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in _INVISIBLE)  # within [ ] of a pattern


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


def _replaced(table: NDArray[np.uint32], signs: dict[int, str]) -> NDArray[np.uint32]:
    table = table.copy()
    table[list(signs)] = [ord(sign) for sign in signs.values()]
    return table


def _classes(digits: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """For each sign the byte of what it is after folding."""
    kinds = np.full(_LIMIT, OTHER, dtype=np.uint8)
    kinds[:0x80] = np.arange(0x80)
    kinds[0x10000:] = HIGH  # among them rare digits that are not folded
    for kind, members in _KINDS.items():
        kinds[[ord(sign) for sign in members]] = kind
    kinds = kinds[digits]
    for first, last in _INVISIBLE:
        kinds[first : last + 1] = INVISIBLE
    kinds[-1] = FAR  # stands for all that lies beyond
    return kinds


_FOLDED = _replaced(np.arange(_LIMIT, dtype=np.uint32), _folding())
_DIGITS = _replaced(_FOLDED, {ord(sign): digit for sign, digit in _CHINESE.items()})
_OUTLINE = _classes(_DIGITS)
_OUTLINE_OF_ASCII = _OUTLINE[:0x100].tobytes()


def _codes(text: str) -> NDArray[Any]:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")


def _look_up(table: NDArray[np.uint32], text: str) -> str:
    codes = _codes(text)
    found = np.where(codes < _LIMIT, table.take(codes, mode="clip"), codes)
    return found.astype("<u4").tobytes().decode("utf-32-le", "surrogatepass")


def fold(text: str) -> str:
    """Sign for sign: digits, letters, dashes, dots and spaces of any width and script as the one in ASCII (or ·)."""
    return _look_up(_FOLDED, text)


def fold_digits(text: str) -> str:
    """As ``fold``, and Chinese digits as 0–9 (一百 stays: 百 is no digit)."""
    return _look_up(_DIGITS, text)


def outline(text: str) -> bytes:
    """One byte for each sign."""
    if text.isascii():
        return text.encode().translate(_OUTLINE_OF_ASCII)
    return _OUTLINE.take(_codes(text), mode="clip").tobytes()


def may_hide(drawn: bytes) -> bool:
    """Whether there may be invisible signs in the text of an outline."""
    return INVISIBLE in drawn or FAR in drawn
