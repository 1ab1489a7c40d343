"""P13, P17: what a case tells of people without naming them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pufa.privacy.context import Context
from pufa.privacy.findings import Finding, Kind
from pufa.privacy.places import village_pattern
from pufa.privacy.text import View

_SCHOOL = Kind("P13", "未成年人案例里的学校名称", "请写成“某小学”“镇上的中学”")
_CLASS = Kind("P13", "未成年人案例里的年级和班", "请删掉，写“上小学”就够了")
_COMBINATION = Kind(
    "P17", "几样线索放在一起", "村里人一看就知道是谁，请改掉一两样：写大概的日子、年纪和钱数", "warning"
)

_ANY_MINOR = re.compile("未成年|小学|初中|幼儿园|岁")  # begins with a sign that can be looked for: far faster
_MINOR = re.compile(r"未成年|小学|初中|幼儿园|(?<!\d)(?:[1-9]|1[0-7])岁(?!以)|十[一二三四五六七]岁(?!以)")


def speak_of_minors(text: str) -> bool:
    """Whether somebody in a text is under 18."""
    return bool(_ANY_MINOR.search(text) and _MINOR.search(text))


_OF_NAME = "(?:(?![某是在到的和去从上读把被让给叫进来了])[\u4e00-\u9fff])"
_SCHOOL_SHAPE = re.compile(
    rf"(?P<place>{_OF_NAME}{{1,4}}(?:镇|乡|区|县|市|村|庄|路|街)|{_OF_NAME}{{2}})"
    r"(?P<kind>(?:第[一二三四五六七八九十\d]{1,2}|中心|实验|希望|完全|初级|高级|职业|寄宿)+(?:小学|中学|学校|幼儿园)"
    r"|(?:镇|乡|区|县|市|村|庄)?(?:小学|中学|幼儿园))"
)
_OWN_NAME = re.compile("[镇乡区县市村庄第]|中心|实验|希望")
_NO_SCHOOL = re.compile(
    "某|[一这那该本各全几哪每所有在到去上的读是和或及与为对从向等以中县级普通城乡农民小大]{1,2}$|乡镇|城市|农村|城镇|街道|教育|培训|中小|社区|地区|本镇|镇上|村里|县城"
)
_CLASS_SHAPE = re.compile(
    r"(?:[一二三四五六七八九1-9]年级|[初高][一二三1-3]|[小大中]班?|学前)[ ]?[(]?(?:第)?[一二三四五六七八九十\d]{1,2}[)]?[ ]?班"
)


def find_schools(view: View, context: Context) -> Iterator[Finding]:
    """P13: in a case about minors no school and no class is named. Source: 未成年人保护法第一百零三条 (就读学校)."""
    if not context.is_case or not context.is_about_minors:
        return
    for match in _SCHOOL_SHAPE.finditer(view.text):
        has_place = match["place"][-1] in "镇乡区县市村庄路街" or _OWN_NAME.match(match["kind"])
        if has_place and not _NO_SCHOOL.search(match["place"]):
            yield _SCHOOL.found(view, *match.span())
    for match in _CLASS_SHAPE.finditer(view.text):
        yield _CLASS.found(view, *match.span())


_EXACT = {
    "日期": re.compile(r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"),
    "钱数": re.compile(r"\d[\d,]*[1-9]\d{0,2}(?:\.\d+)?元|\d+\.\d{3,}万元|\d{2,}\.\d{1,2}元"),
}
_FITTING_MANY = {
    "年纪": re.compile(r"(?:\d{1,3}|[一二三四五六七八九]?十[一二三四五六七八九]?)周?岁(?!以|的人)"),
    "亲属": re.compile(
        "父亲|母亲|妻子|丈夫|儿子|女儿|儿媳|女婿|孙子|孙女|哥哥|弟弟|姐姐|妹妹|公公|婆婆|岳父|岳母|老伴|大伯|小叔|侄"
    ),
    "职业": re.compile(
        "教师|老师|医生|护士|会计|司机|厨师|木匠|瓦工|电工|焊工|保安|村医|兽医|村支书|村主任|村长|理发|裁缝|快递员|外卖员|网格员|养殖户|包工头|店主|摊主|货车"
    ),
}
_LAST_SIGNS = {"日期": "日", "钱数": "元"}  # found sooner than the whole
_PARAGRAPH = re.compile(r"[^\n]+")


def find_combinations(view: View, context: Context) -> Iterator[Finding]:
    """P17: three clues in one paragraph, one of them exact, lead to a person.

    Source: 个人信息保护法第四条 (可识别), 民法典第一千零三十四条 (与其他信息结合识别).
    """
    if not context.is_case:
        return
    exact = {**_EXACT, "村名": village_pattern(context.villages)} if context.villages else _EXACT
    exact = {
        name: shape
        for name, shape in exact.items()
        if _LAST_SIGNS.get(name, "") in view.text and shape.search(view.text)
    }
    for paragraph in _PARAGRAPH.finditer(view.text) if exact else ():
        text = paragraph[0]
        if found := {name for name, shape in exact.items() if shape.search(text)}:
            found |= {name for name, shape in _FITTING_MANY.items() if shape.search(text)}
        if len(found) >= 3:
            yield _COMBINATION.found(view, *paragraph.span(), note="、".join(sorted(found)))
