"""P05–P07, P15, P16: plates, certificates, birthdays, case numbers, accounts of the network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pufa.privacy.context import Context
from pufa.privacy.findings import Finding, Kind
from pufa.privacy.text import View

_PLATE = Kind("P05", "车牌号", "请删掉，或写成“一辆小轿车”")
_CERTIFICATE = Kind("P06", "权属证书编号", "请删掉，写“不动产权证”就够了")
_BIRTHDAY = Kind("P07", "出生日期", "请删掉，或只写“六十多岁”这样的大概年纪")
_CASE_NUMBER = Kind("P15", "案号", "法院公布过的案例，把 type 改成“真实公开”；其他的请删掉", "warning")
_WECHAT = Kind("P16", "微信号", "请删掉；对外公布的联系办法写进 contacts.yml")
_QQ = Kind("P16", "QQ号", "请删掉；对外公布的联系办法写进 contacts.yml")
_MAIL = Kind("P16", "电子邮箱", "请删掉；对外公布的联系办法写进 contacts.yml")

_PROVINCE = "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼]"
_PLATE_SHAPE = re.compile(
    rf"{_PROVINCE}[ ]?[A-HJ-NP-Z][ ·.\-]{{0,2}}(?P<number>(?:[A-HJ-NP-Z0-9][ ]?){{4,5}}[A-HJ-NP-Z0-9挂学警港澳])(?![A-Za-z0-9])"
)
_SAME_IN_SMALL = re.compile(rf"{_PROVINCE}[a-hj-np-z][ ·.\-]?(?P<number>[A-Za-z0-9]{{5,6}})(?![A-Za-z0-9])")
_STANDARD = re.compile("新(?:GB|GA|HJ|JB|NY|QB|DB)")  # 新GB18401: a new standard, no car

TITLES = (
    "不动产",
    "宅基地",
    "集体土地",
    "集用",
    "国用",
    "土地承包",
    "承包经营权",
    "土地使用",
    "房权",
    "房地证",
    "房产证",
    "林权",
)
TITLE_REACH = 32  # from the beginning of a title to its number there are no more signs
_CERTIFICATE_SHAPE = re.compile(
    rf"(?:{'|'.join(TITLES)})"
    r"[^。;!?\n]{0,18}?[第证号:][^。;!?\n\d]{0,3}(?P<number>\d{5,})号?"
)
_DAY = r"(?:18|19|20)\d{2}[年\-./][ ]?\d{1,2}[月\-./][ ]?\d{1,2}日?"
_BORN = r"(?:出生(?!地|率|医学|证|缺陷)|生(?![效产活成态育长意命存前日父母猪物病鲜]))"
_BIRTHDAY_SHAPE = re.compile(
    rf"{_DAY}[ ,(]{{0,2}}{_BORN}|(?:出生日期|出生年月日?|出生于|生于|生日|出生时间)[为是:]?[ ]{{0,2}}{_DAY}"
)
_CASE_NUMBER_SHAPE = re.compile(
    r"[(\[〔]20\d{2}[)\]〕][ ]?[\u4e00-\u9fff]{1,2}\d{0,4}"
    r"(?:[民刑行执破赔]|财保|诉前调)[\u4e00-\u9fff]{0,3}(?:第)?[ ]?\d{1,6}(?:-\d{1,3})?号"
)
_WECHAT_SHAPE = re.compile(
    r"(?:(?:微信|[Vv]信)(?:号码|号|ID|id)?[ ]?(?:[:为是][ ]?)?|(?<![A-Za-z])(?:weixin|wechat|wx|vx)(?:号码|号|ID|id)?[ ]?[:为是][ ]?)"
    r"(?P<name>[A-Za-z][-_A-Za-z0-9]{5,19})(?![-_A-Za-z0-9@.])",
    re.IGNORECASE,
)
_QQ_SHAPE = re.compile(
    r"(?:(?<![A-Za-z])[Qq]{2}|扣扣)(?:号码|群号?|号)?[^\d\w]{0,3}[为是:]?[ ]?(?P<name>[1-9]\d{4,10})(?!\d)"
)
_MAIL_SHAPE = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}[ ]?@[ ]?[A-Za-z0-9][A-Za-z0-9\-]*(?:\.[A-Za-z0-9\-]+)*\.[A-Za-z]{2,}"
)


def find_plates(view: View, context: Context) -> Iterator[Finding]:
    """P05: no number plate. Source: 人民法院公布裁判文书的做法 (车牌号码要删去); it leads to the owner, 民法典第一千零三十四条."""
    for shape in (_PLATE_SHAPE, _SAME_IN_SMALL):
        for match in shape.finditer(view.digits):
            has_digit = any(map(str.isdigit, match["number"]))
            if has_digit and not _STANDARD.match(view.text, match.start()):
                yield _PLATE.found(view, *match.span())


def find_certificates(view: View, context: Context) -> Iterator[Finding]:
    """P06: no number of a title to land or house. Source: 人民法院公布裁判文书的做法 (不动产权属证书编号要删去)."""
    for match in _CERTIFICATE_SHAPE.finditer(view.digits):
        yield _CERTIFICATE.found(view, *match.span("number"))


def find_birthdays(view: View, context: Context) -> Iterator[Finding]:
    """P07: no day of birth. Source: 民法典第一千零三十四条 (出生日期是个人信息)."""
    for match in _BIRTHDAY_SHAPE.finditer(view.digits):
        yield _BIRTHDAY.found(view, *match.span())


def find_case_numbers(view: View, context: Context) -> Iterator[Finding]:
    """P15: the number of a case leads to the parties; it stands only beside a source that a court has published."""
    if not context.is_published:
        for match in _CASE_NUMBER_SHAPE.finditer(view.digits):
            yield _CASE_NUMBER.found(view, *match.span())


def find_accounts(view: View, context: Context) -> Iterator[Finding]:
    """P16: no WeChat, QQ or mail of a person. Source: 民法典第一千零三十四条 (电子邮箱是个人信息)."""
    for kind, shape in ((_WECHAT, _WECHAT_SHAPE), (_QQ, _QQ_SHAPE)):
        for match in shape.finditer(view.text):
            yield kind.found(view, *match.span("name"))
    for match in _MAIL_SHAPE.finditer(view.text) if "@" in view.text else ():
        yield _MAIL.found(view, *match.span())
