"""P01–P04: numbers that lead to one person, checked with the libraries that know how they are made."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from stdnum import luhn, numdb
from stdnum.cn import ric, uscc

from pufa.privacy.context import Context
from pufa.privacy.findings import Finding, Kind
from pufa.privacy.runs import Window, find_runs
from pufa.privacy.text import View

_IDENTITY = Kind("P01", "身份证号", "请整段删掉，案例里用不着证件号码")
_OLD_IDENTITY = Kind("P01", "像 15 位旧身份证号的数字", "是证件号码请删掉；不是的请换一种写法", "warning")
_MOBILE = Kind("P02", "手机号", "请删掉；对外公布的值班电话写进 contacts.yml，个人手机要有本人书面同意")
_LANDLINE = Kind("P03", "座机号码", "是办公电话请写进 contacts.yml，在这里只写单位名称；是家里电话请删掉", "warning")
_CARD = Kind("P04", "银行卡号", "请整段删掉，案例里用不着卡号")
_LONG_NUMBER = Kind("P04", "像卡号的长数字", "是卡号、账号请删掉；不是的请换一种写法", "warning")
_ACCOUNT = Kind("P04", "账号", "请整段删掉，案例里用不着账号")

_IDENTITY_SHAPE = re.compile(
    r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", re.ASCII
)
_OLD_IDENTITY_SHAPE = re.compile(r"[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}", re.ASCII)
_MOBILE_SHAPE = re.compile(r"(?:(?:00|0)?86|0)?(1[3-9]\d{9})", re.ASCII)
ACCOUNT_WORDS = ("账号", "帐号", "账户", "帐户", "户头", "卡号", "银行卡", "存折", "储蓄卡", "社保卡")
ACCOUNT_SIGNS = "账帐户卡存"  # each of these words has one
_ACCOUNT_WORD = re.compile(rf"(?:{'|'.join(ACCOUNT_WORDS)})[^\d。;!?\n]{{0,10}}$")


def find_identity_numbers(view: View, context: Context) -> Iterator[Finding]:
    """P01: no identity number. Source: 民法典第一千零三十四条 (身份证件号码是个人信息), 个人信息保护法第二十五条.

    A number of the right shape is told whether its checksum fits or not; 15 digits of the old kind are a warning.
    """
    for run in find_runs(view):
        for window in run.windows(18, 18, with_dates=True):
            if _IDENTITY_SHAPE.fullmatch(window.digits) and _is_known_place(window.digits):
                right = window.digits[-1].upper() == ric.calc_check_digit(window.digits)
                if right or window.is_usual:
                    note = "校验码对" if right else "校验码不对，也不能写"
                    yield _IDENTITY.found(view, window.start, window.end, note)
        for window in run.windows(15, 15):
            if len(window.groups) == 1 and not window.whole and _is_old_identity(window.digits):
                yield _OLD_IDENTITY.found(view, window.start, window.end)


def _is_known_place(digits: str) -> bool:
    """The first two digits are a province's."""
    return bool(numdb.get("cn/loc").info(digits[:2])[0][1])


def _is_old_identity(digits: str) -> bool:
    if not _OLD_IDENTITY_SHAPE.fullmatch(digits) or not _is_known_place(digits):
        return False
    try:
        dt.date(1900 + int(digits[6:8]), int(digits[8:10]), int(digits[10:12]))
    except ValueError:
        return False
    return True


def find_mobile_numbers(view: View, context: Context) -> Iterator[Finding]:
    """P02: no mobile number. Source: 民法典第一千零三十四条 (电话号码是个人信息), 个人信息保护法第二十五条.

    Cut up by spaces in an unusual way it may be a row of numbers: then it is a warning.
    """
    for run in find_runs(view):
        for window in run.windows(11, 15):
            if _MOBILE_SHAPE.fullmatch(window.digits) and not window.is_thousands:
                if window.is_decimal and not window.whole.strip("0"):
                    continue  # 0.138…; behind 1. it may stand in a list
                yield _MOBILE.found(view, window.start, window.end, severity=None if window.is_usual else "warning")


def find_landline_numbers(view: View, context: Context) -> Iterator[Finding]:
    """P03: a landline number with its area code stands in contacts.yml. Source: as P02; libphonenumber knows the codes."""
    for run in find_runs(view):
        for window in run.windows(10, 13):
            abroad = window.digits.startswith("86") and view.text[max(window.start - 1, 0)] == "+"
            begins = abroad or (window.digits[0] == "0" and window.groups[0] != 1)
            if begins and window.is_usual and not window.is_decimal and _is_landline(window.digits, abroad):
                yield _LANDLINE.found(view, window.start, window.end)


def _is_landline(digits: str, abroad: bool) -> bool:
    import phonenumbers  # noqa: PLC0415 - it brings the numbers of all countries; most texts have none so long

    try:
        number = phonenumbers.parse(f"+{digits}" if abroad else digits, "CN")
    except phonenumbers.NumberParseException:
        return False
    is_fixed = phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.FIXED_LINE
    return is_fixed and len(str(number.national_number)) >= 9


def find_bank_cards(view: View, context: Context) -> Iterator[Finding]:
    """P04: no bank card and no account. Source: 个人信息保护法第二十八条 (金融账户是敏感个人信息).

    16–19 digits with a right Luhn sum, or eight and more behind 账号, 卡号 …; with a wrong sum a warning.
    """
    for run in find_runs(view):
        cards = [window for window in run.windows(16, 19) if _may_be_a_card(window)]
        for window in cards:
            kind = _CARD if luhn.is_valid(window.digits) else _LONG_NUMBER
            if kind is _CARD or window.groups in ((window.end - window.start,), (4, 4, 4, 4), (4, 4, 4, 4, 3)):
                yield kind.found(view, window.start, window.end)
        before = view.text[max(run.groups[0][0] - 20, 0) : run.groups[0][0]]
        if _ACCOUNT_WORD.search(before) and not cards:
            for window in run.windows(8, 30):
                if not _MOBILE_SHAPE.fullmatch(window.digits) and window.start == run.groups[0][0]:
                    yield _ACCOUNT.found(view, window.start, window.end)


def _may_be_a_card(window: Window) -> bool:
    digits = window.digits
    if not digits.isdecimal() or len(set(digits)) < 3 or window.is_decimal:
        return False
    if digits.count("0") * 2 > len(digits):
        return False  # the marks of an axis, 500 1000 1500 2000
    if _IDENTITY_SHAPE.fullmatch(digits) and _is_known_place(digits):
        return False  # P01 tells it
    is_public_code = len(digits) == 18 and uscc.is_valid(digits)  # 统一社会信用代码 of a company or office
    in_fours = set(window.groups[:-1]) == {4} and window.groups[-1] <= 4
    return not is_public_code and (window.is_usual or in_fours)
