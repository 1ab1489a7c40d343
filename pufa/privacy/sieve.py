"""What a rule cannot do without: most texts lack it, and need not be read with that rule at all.

Each sieve looks at the outline of a view (signs.py) and may let through too much, never too little: a test compares
every finding with what the rules find by themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from pufa.privacy import codes, numbers, places
from pufa.privacy.context import Context
from pufa.privacy.findings import Finding
from pufa.privacy.signs import HIGH
from pufa.privacy.text import View

_D = rb"[0-9\x81]"  # a digit, or a rare sign that may be one
_ZERO = bytes(ord("0") if code in b"0123456789" or code == HIGH else code for code in range(256))
_GAPS = b" \n-._*`()\x90"  # what may stand within a number (runs.py)
_SHORTEST_RUN, _SHORTEST_NUMBER = b"0" * 7, b"0" * 9  # 022 followed by seven; the last sign may be an X
_FIVE = b"0" * 5

_PLATE = re.compile(rb"\x84 ?[A-Za-z][ .\-\x90]{0,2}[A-Za-z0-9]")
_AFTER_DAY = b"|".join(rb"(?<=[0-9\x81\x8c]" + rb"[ ,(\x8d]" * count + rb"\x8b)" for count in range(4))
_BORN = re.compile(rb"\x8b(?:%b|.{1,6}?(?:1[89]|20))" % _AFTER_DAY, re.DOTALL)
_CASE_NUMBER = re.compile(rb"[(\[\x8e]20%b{2}[)\]\x8e]" % _D)
_ADDRESS = re.compile(rb"\x85(?:[0-9\x81\x86\x89]{1,2}\x85)?\x86?\x88?[0-9\x81\x89]{1,4}\x87")
_WECHAT = re.compile(rb"\x8a[^A-Za-z\x8f]{0,5}[A-Za-z\x8f]")
_WECHAT_LATIN = re.compile(rb"(?:we[i\x8f]x[i\x8f]n|wechat|wx|vx)(?:[\x80\x87]{1,2}|[i\x8f]d)? ?[:\x92]")
_MAIL = re.compile(rb"@(?:(?<=[A-Za-z0-9._%+\-]@)|(?<=[A-Za-z0-9._%+\-] @)) ?[A-Za-z0-9]")


@lru_cache(maxsize=8)  # four rules ask it of one view
def has_number(view: View) -> bool:
    """Digits enough for a telephone number; for an account, fewer behind its name."""
    digits = view.outline.replace(b"\n\n", b"|").translate(_ZERO, _GAPS)
    if _SHORTEST_RUN not in digits:
        return False
    if _SHORTEST_NUMBER in digits:
        return True
    raw = view.raw
    return any(sign in raw for sign in numbers.ACCOUNT_SIGNS) and any(word in raw for word in numbers.ACCOUNT_WORDS)


def has_plate(view: View) -> bool:
    """A province's sign and a letter."""
    return bool(_PLATE.search(view.outline))


def has_long_number(view: View) -> bool:
    """Five digits in a row."""
    return _FIVE in view.outline.translate(_ZERO)


def has_certificate(view: View) -> bool:
    """Five digits in a row, not far behind the name of a title."""
    drawn = view.outline.translate(_ZERO)
    at = drawn.find(_FIVE)
    while at >= 0:
        before = view.raw[max(0, at - codes.TITLE_REACH) : at]
        if any(title in before for title in codes.TITLES):
            return True
        at = drawn.find(_FIVE, at + len(_FIVE))
    return False


def has_birthday(view: View) -> bool:
    """生 beside a year or a day."""
    return bool(_BORN.search(view.outline))


def has_case_number(view: View) -> bool:
    """A year of this century in brackets."""
    drawn = view.outline
    return any(begun in drawn for begun in (b"(20", b"[20", b"\x8e20")) and bool(_CASE_NUMBER.search(drawn))


def has_account(view: View) -> bool:
    """An @ between two words, a name behind 微信 or wx, five digits and QQ."""
    drawn = view.outline
    if (b"@" in drawn and _MAIL.search(drawn)) or (b"\x8a" in drawn and _WECHAT.search(drawn)):
        return True
    small = drawn.lower()
    if _WECHAT_LATIN.search(small):
        return True
    return (b"qq" in small or b"\x91\x91" in drawn) and has_long_number(view)


def has_address(view: View) -> bool:
    """A number between the last sign of a place and a sign such as 号."""
    return bool(_ADDRESS.search(view.outline))


SIEVES: dict[Callable[[View, Context], Iterator[Finding]], Callable[[View], bool]] = {
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
