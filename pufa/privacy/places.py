"""P08, P12: places and businesses that lead to a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pufa.privacy.context import Context
from pufa.privacy.findings import Finding, Kind
from pufa.privacy.text import View
from pufa.privacy.words import cut

_ADDRESS = Kind("P08", "到门牌的住址", "住址只写到“某村”“某小区”")
_VILLAGE = Kind("P08", "本镇的村名", "案例里请写“某村”，「villages」写 []", "warning")
_COMPANY = Kind("P12", "商家的名称", "请写成“某公司”“一家饭馆”；已由法院公布的，把 type 改成“真实公开”", "warning")

_UNIT = "(?:号楼|号院|号|排|组|队|栋|幢|楼|单元|室|户)"
_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十百]{1,4})"
_ADDRESS_SHAPE = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{1,8}}?(?:村|庄|社区|小区|花园|家园|公寓|新村|里|胡同|巷|大街|街|路|道))"
    rf"(?:[一二三四五六七八九十东西南北\d]{{1,2}}区)?[东西南北前后中]?(?:第)?(?P<first>{_NUMBER}){_UNIT}(?P<more>[ -]?(?:第)?{_NUMBER}{_UNIT})*(?P<after>[\u4e00-\u9fff]{{0,2}})"
)
_NO_ADDRESS = re.compile("某|哪|每|该|本|各|村里|这|那|乡村|农村|进村|全村|一村|线路|道路|公路|铁路|[×Xx*]")
_NOT_AFTER = re.compile(r"文件|令|公告|线|通知|工程|楼道|人|有|以|长|成|公|意见|修|决|条|款")


def find_addresses(view: View, context: Context) -> Iterator[Finding]:
    """P08: no address down to the house. Source: 民法典第一千零三十四条 (住址是个人信息)."""
    for match in _ADDRESS_SHAPE.finditer(view.text):
        precise = match["more"] or match["first"].isdecimal() or not _NOT_AFTER.match(match["after"])
        if precise and not _NO_ADDRESS.search(match["place"]) and not _NOT_AFTER.match(match["after"]):
            yield _ADDRESS.found(view, match.start("first"), match.start("after"))


def find_villages(view: View, context: Context) -> Iterator[Finding]:
    """P08: a case does not name a village of the town; with family, children or a victim of crime that is an error.

    Source: 民法典第一千零三十二条 (隐私), 未成年人保护法第一百零三条; in a small village the surname is enough to know who it is.
    """
    if context.is_case and context.villages:
        for match in village_pattern(context.villages).finditer(view.text):
            yield _VILLAGE.found(view, *match.span(), severity="error" if context.is_protected else None)


@lru_cache
def village_pattern(known: tuple[str, ...]) -> re.Pattern[str]:
    """The names of villages, also without the last 村 where the rest is name enough (王善庄)."""
    short = [name.removesuffix("村") for name in known if len(name) >= 4 and not name.endswith("镇村")]
    choices = "|".join(sorted({*known, *short}, key=len, reverse=True))
    return re.compile(f"(?:{choices})(?![民委干]|级|镇)")


_TRADE = "食品|建材|种植|养殖|种养|加工|销售|商贸|贸易|运输|物流|服装|五金|农机|农资|科技|装饰|家具|电器|水产|粮油|建筑|劳务|物业|医药|保健品|农业|农产品|专业"
_KIND = "有限责任公司|股份有限公司|有限公司|合作社|饭馆|饭店|酒店|宾馆|超市|商店|药店|诊所|小卖部|加油站|门市部|养殖场|工厂|厂|店"
_SUFFIX = re.compile(rf"(?:{_TRADE})*(?:{_KIND})")
_ANY_KIND = re.compile(_KIND)  # begins with a sign that can be looked for: far faster
_PROPER = frozenset(("nr", "nrt", "nrfg", "ns", "nz", "nt"))
_NOT_PROPER = re.compile("某|×|X|\\*|中国|全国|中华|农村|农民|城[乡市镇]|污水|普惠|本|有|家")


def find_companies(view: View, context: Context) -> Iterator[Finding]:
    """P12: a business is not named unless a court has published the case. Source: 民法典第一千零二十四条 (名誉); 人民法院公布裁判文书."""
    if not context.is_case or context.is_published or not _ANY_KIND.search(view.text):
        return
    for match in _SUFFIX.finditer(view.text):
        start = max(match.start() - 10, 0)
        before = re.split(r"[^\u4e00-\u9fffA-Za-z0-9]", view.text[start : match.start()])[-1]
        if (length := _length_of_name(before, match[0])) and not _is_part(view.text, match.end()):
            yield _COMPANY.found(view, match.start() - length, match.end())


def _is_part(text: str, end: int) -> bool:
    return text[end : end + 1] in set("主员铺面家里址")


def _length_of_name(before: str, suffix: str) -> int:
    """How much of the words before a suffix is a proper name; 0 if it says only what kind of business it is."""
    words = cut(before + suffix)
    kept, proper = 0, False
    for word in reversed([word for word in words if word.start < len(before)]):
        if not word.tag.startswith(("n", "a", "x", "eng", "vn", "j", "b", "s", "f", "i", "z")):
            break
        if _NOT_PROPER.search(word.text):
            return 0
        kept = len(before) - word.start
        proper = proper or word.tag in _PROPER
    return kept if proper and kept >= 2 else 0
