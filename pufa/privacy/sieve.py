"""What a rule cannot do without: most texts lack it, and need not be read with that rule at all.

Each sieve looks at the outline of all views of a text (signs.py) and may let through too much, never too little: a test
compares every finding with what the rules find by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache

from pufa.privacy import codes, numbers, places
from pufa.privacy.context import Context
from pufa.privacy.findings import Finding
from pufa.privacy.signs import HIGH
from pufa.privacy.text import View

_D = rb"[0-9\x81]"  # a digit, or a rare sign that may be one
_PLAIN = bytes(
    ord("0" if code in b"0123456789" or code == HIGH else "(" if code in b"[)]\x8e" else chr(code).lower())
    if code < 0x80 or code in (HIGH, 0x8E)
    else code
    for code in range(256)
)
_GAPS = b" \n-._*`()\x90"  # what may stand within a number (runs.py)
_SHORTEST_RUN, _SHORTEST_NUMBER = b"0" * 7, b"0" * 9  # 022 followed by seven; the last sign may be an X
_FIVE, _YEAR = b"0" * 5, b"(0000("
_TITLE = re.compile("|".join(codes.TITLES))

_PLATE = re.compile(rb"\x84 ?[A-Za-z][ .\-\x90]{0,2}[A-Za-z0-9]")
_AFTER_DAY = b"|".join(rb"(?<=[0-9\x81\x8c]" + rb"[ ,(\x8d]" * count + rb"\x8b)" for count in range(4))
_BORN = re.compile(rb"\x8b(?:%b|.{1,6}?(?:1[89]|20))" % _AFTER_DAY, re.DOTALL)
_CASE_NUMBER = re.compile(rb"[(\[\x8e]20%b{2}[)\]\x8e]" % _D)
_ADDRESS = re.compile(rb"\x85(?:[0-9\x81\x86\x89]{1,2}\x85)?\x86?\x88?[0-9\x81\x89]{1,4}\x87")
_WECHAT = re.compile(rb"\x8a[^A-Za-z\x8f]{0,5}[A-Za-z\x8f]")
_WX = re.compile(rb"x(?:(?<=[wv]x)|(?<=we[i\x8f]x)[i\x8f]n)(?:[\x80\x87]{1,2}|[i\x8f]d)? ?[:\x92]")  # weixin, wx, vx
_MAIL = re.compile(rb"@(?:(?<=[A-Za-z0-9._%+\-]@)|(?<=[A-Za-z0-9._%+\-] @)) ?[A-Za-z0-9]")


class Outline:
    """All views of a text at one glance. What is found over the empty line between two is too much, as it may be."""

    def __init__(self, views: Sequence[View]) -> None:
        self.raw = "\n\n".join([view.raw for view in views])
        self.drawn = b"\n\n".join([view.outline for view in views])

    @cached_property
    def plain(self) -> bytes:
        """All digits as 0, all brackets as (, all letters small."""
        return self.drawn.translate(_PLAIN)


@lru_cache(maxsize=1)  # four rules ask it of one text
def has_number(outline: Outline) -> bool:
    """Digits enough for a telephone number; for an account, fewer behind its name."""
    digits = outline.plain.translate(None, _GAPS)
    if _SHORTEST_NUMBER in digits:  # together perhaps with those behind an empty line
        digits = outline.plain.replace(b"\n\n", b"|").translate(None, _GAPS)
    if _SHORTEST_RUN not in digits:
        return False
    if _SHORTEST_NUMBER in digits:
        return True
    raw = outline.raw
    return any(sign in raw for sign in numbers.ACCOUNT_SIGNS) and any(word in raw for word in numbers.ACCOUNT_WORDS)


def has_plate(outline: Outline) -> bool:
    """A province's sign and a letter."""
    return bool(_PLATE.search(outline.drawn))


def has_certificate(outline: Outline) -> bool:
    """Five digits in a row, not far behind the name of a title."""
    at = outline.plain.find(_FIVE)
    while at >= 0:
        if _TITLE.search(outline.raw, max(0, at - codes.TITLE_REACH), at):
            return True
        at = outline.plain.find(_FIVE, at + len(_FIVE))
    return False


def has_birthday(outline: Outline) -> bool:
    """生 beside a year or a day."""
    return bool(_BORN.search(outline.drawn))


def has_case_number(outline: Outline) -> bool:
    """A year of this century in brackets."""
    return _YEAR in outline.plain and bool(_CASE_NUMBER.search(outline.drawn))


def has_account(outline: Outline) -> bool:
    """An @ between two words, a name behind 微信 or wx, five digits and QQ."""
    drawn, plain = outline.drawn, outline.plain
    if (b"@" in drawn and _MAIL.search(drawn)) or (b"\x8a" in drawn and _WECHAT.search(drawn)):
        return True
    if _WX.search(plain) or b"wechat" in plain:
        return True
    return _FIVE in plain and (b"qq" in plain or b"\x91\x91" in plain)


def has_address(outline: Outline) -> bool:
    """A number between the last sign of a place and a sign such as 号."""
    return bool(_ADDRESS.search(outline.drawn))


SIEVES: dict[Callable[[View, Context], Iterator[Finding]], Callable[[Outline], bool]] = {
    numbers.find_identity_numbers: has_number,
    numbers.find_mobile_numbers: has_number,
    numbers.find_landline_numbers: has_number,
    numbers.find_bank_cards: has_number,
    codes.find_plates: has_plate,
    codes.find_certificates: has_certificate,
    codes.find_birthdays: has_birthday,
    codes.find_case_numbers: has_case_number,
    codes.find_accounts: has_account,
    places.find_addresses: has_address,
}
