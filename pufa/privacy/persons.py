"""P09–P11, P14, P18: people who can be named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pufa.privacy import names
from pufa.privacy.context import Context
from pufa.privacy.findings import Finding, Kind
from pufa.privacy.text import View

_NAMED_PARTY = Kind("P09", "当事人的姓名", "请只留姓，写成“张某”“李大爷”")
_NAME = Kind("P10", "像是真实姓名", "是普通人请写成“张某”；应当写真名的，在「allow」里写明理由", "warning")
_MINOR_NAME = Kind("P13", "未成年人案例里的姓名", "请写成“小某”“小某的父亲张某”，孩子和家长的姓名都不写")
_MASKS = Kind("P11", "前后不一样的化名", "同一个人从头到尾用一种写法，两个人写成“张某甲”“张某乙”")
_HEALTH = Kind("P14", "人和病名连在一起", "请写成“得了重病”，不写是什么病", "warning")
_GROUP = Kind("P18", "点了名的敏感人群", "请删掉；这类人群只能写全镇的总数，不点名，不分到村")

_ROLE = (
    "(?:原告|被告人?|被上诉人|上诉人|被申请人|申请人|申诉人|第三人|当事人|村民|居民|社员|死者|伤者|被受害人|受害人|被害人"
    "|犯罪嫌疑人|嫌疑人|证人|户主|法定代理人|监护人|债务人|债权人|借款人|出借人|担保人|保证人|被继承人|继承人|遗嘱人|立遗嘱人|承包人|业主|房东|租客|肇事者|驾驶人"
    "|妻子|丈夫|儿子|女儿|父亲|母亲|哥哥|弟弟|姐姐|妹妹|儿媳|女婿|孙子|孙女|前妻|前夫|老伴|其[妻夫子女父母]|联系人|姓名|名叫|名字叫|化名)"
)
_NAMED = re.compile(rf"{_ROLE}[:: ,“”\"'(是为叫]{{0,2}}(?={names.SURNAME})")


def find_named_parties(view: View, context: Context) -> Iterator[Finding]:
    """P09: a party is never named in full. Source: 民法典第一千零三十四条 (姓名是个人信息); 人民法院公布裁判文书: 保留姓氏，名字以“某”替代."""
    for match in _NAMED.finditer(view.text):
        if end := names.name_at(view.text, match.end()):
            yield _NAMED_PARTY.found(view, match.end(), end)


_VERB = "说|讲|问|答|喊|骂|打|告|找|觉得|认为|想|称|要求|同意|不同意|拒绝|起诉|报警|承认|否认|借|还|欠|签|去|来|把|将|被|和|与|跟|向|对|给|的"
_ACTS = re.compile(f"(?:{_VERB})")
_PUBLIC_ROLE = "法官|审判员|审判长|书记员|律师|检察官|民警|镇长|区长|市长|书记|主任|所长|局长|主席|总理|总书记|作家|教授|诗人|记者|烈士|同志"
_BEFORE_PUBLIC = re.compile(f"(?:{_PUBLIC_ROLE})[:: ]?$")
_AFTER_PUBLIC = re.compile(f"[(,、 ]?(?:{_PUBLIC_ROLE})")
_SENTENCE_ENDS = "。!?;\n"
_SENTENCE = re.compile(f"[^{_SENTENCE_ENDS}]+")


def _sentences_with(shape: re.Pattern[str], text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Every sentence in which a shape stands, and where it stands first in it. No shape reaches over a sentence's end."""
    end = 0
    for match in shape.finditer(text):
        if match.start() >= end:
            start = max(text.rfind(sign, 0, match.start()) for sign in _SENTENCE_ENDS) + 1
            sentence = _SENTENCE.match(text, start)
            assert sentence
            end = sentence.end()
            yield sentence[0], match


def find_names(view: View, context: Context) -> Iterator[Finding]:
    """P10: a full name that comes twice and acts is a person's. Source: as P09. Judges, lawyers, officials may be named.

    In a case about minors it is an error (P13): 未成年人保护法第一百零三条.
    """
    for name, starts in names.repeated(view.text).items():
        if any(_acts(view.text, start, name) for start in starts):
            kind = _MINOR_NAME if context.is_about_minors else _NAME
            yield kind.found(view, starts[0], starts[0] + len(name))


def _acts(text: str, start: int, name: str) -> bool:
    """Does something here, and is not named with a public office."""
    end = start + len(name)
    is_public = _BEFORE_PUBLIC.search(text[max(start - 6, 0) : start]) or _AFTER_PUBLIC.match(text, end)
    return not is_public and bool(_ACTS.match(text, end))


_MASKED = re.compile(
    rf"({names.MASKED_SURNAME})(某{{1,2}})([甲乙丙丁戊]|\d{{1,2}}(?![\d.万千百十亿元年月日号岁天次个块名亩斤头只辆套间周小分米公里%]))?(?![某些个种日月年村镇县区乡人地天事项次家厂店])"
)


_MASK = re.compile("某+")
_VARIED = re.compile(r"某[某甲乙丙丁戊\d]")  # all other masks are alike


def find_mixed_masks(view: View, context: Context) -> Iterator[Finding]:
    """P11: one person, one mask: 张某 beside 张某某 or 张某1 leaves open who is who. Source: 法治宣传教育法第五十四条 (准确、清楚)."""
    if not context.is_case or not _VARIED.search(view.text):
        return
    first: dict[str, tuple[str, str]] = {}
    told: set[tuple[str, str]] = set()
    for match in _find_masked(view.text):
        numbered = "" if not match[3] else "1" if match[3].isdecimal() else "甲"
        form = match[2] + numbered
        known, example = first.setdefault(match[1], (form, match[0]))
        if form != known and (match[1], form) not in told:
            told.add((match[1], form))
            yield _MASKS.found(view, *match.span(), note=f"前面写“{example}”，这里写“{match[0]}”")


def _find_masked(text: str) -> Iterator[re.Match[str]]:
    """Every 张某 in its order, found from its 某: surnames alone are in every sentence."""
    end = 0
    for mask in _MASK.finditer(text):
        starts = (mask.start() - 2, mask.start() - 1)  # 欧阳某, 张某
        if match := next((found for at in starts if at >= end and (found := _MASKED.match(text, at))), None):
            end = match.end()
            yield match


_ILLNESS = (
    "艾滋|精神分裂|抑郁症|躁狂症|双相障碍|白血病|尿毒症|肝硬化|乙肝|丙肝|梅毒|淋病|性病|肺结核|癫痫|老年痴呆|阿尔茨海默|帕金森"
    "|脑瘫|脑梗|脑血栓|糖尿病|冠心病|心脏病|不孕症|自闭症|精神病(?!院|人)|精神障碍"
)
_DIAGNOSIS = re.compile(
    f"(?:肺|肝|胃|肠|直肠|结肠|乳腺|宫颈|子宫|卵巢|食管|食道|胰腺|前列腺|甲状腺|鼻咽|膀胱|肾|喉|皮肤)?癌|{_ILLNESS}"
)
_ANY_ILLNESS = re.compile(f"癌|{_ILLNESS}")  # begins with a sign that can be looked for: far faster
_PERSON = re.compile(
    rf"{names.MASKED_SURNAME}某|{names.SURNAME}(?:大爷|大妈|大娘|大伯|大叔|大婶|大姐|大哥|大嫂|大姨|奶奶|爷爷|阿姨|师傅|女士|先生|老汉)|老{names.SURNAME}"
    r"|原告|被告|死者|被害人|户主|当事人"
)


def find_health(view: View, context: Context) -> Iterator[Finding]:
    """P14: a person and the name of an illness in one sentence. Source: 个人信息保护法第二十八条 (医疗健康是敏感个人信息).

    From the town's own mediation it is an error: whoever knows the village knows the person.
    """
    if not context.is_case or not _ANY_ILLNESS.search(view.text):
        return
    for sentence, illness in _sentences_with(_DIAGNOSIS, view.text):
        if _PERSON.search(sentence):
            yield _HEALTH.found(view, *illness.span(), severity="error" if context.is_mediated else None)


_SENSITIVE = re.compile(
    "邪教|吸毒|戒毒|社区矫正|社区服刑|刑满释放|刑释|精神障碍|精神病|精神分裂|信访(?:人|户|对象|人员|老户)|上访|艾滋"
)
_HEADS = r"(?:\d+|[一二两三四五六七八九十]+)(?:余|多)?(?:名|人|户|例)"
_COUNTED = re.compile(
    rf"(?:{_SENSITIVE.pattern})[^,;。]{{0,10}}{_HEADS}|{_HEADS}[^,;。]{{0,4}}(?:{_SENSITIVE.pattern})"
)


def find_sensitive_groups(view: View, context: Context) -> Iterator[Finding]:
    """P18: nobody is named, and no village counted, with 涉邪教、吸毒、社区矫正、刑满释放、精神障碍、信访.

    Source: 个人信息保护法第二十八条 (敏感个人信息), 精神卫生法第四条; small numbers lead to persons.
    """
    for sentence, group in _sentences_with(_SENSITIVE, view.text):
        if _is_pinned_down(sentence, context):
            yield _GROUP.found(view, *group.span())


_OF_GROUP = re.compile(
    rf"(?:{_SENSITIVE.pattern})(?:人员|对象|患者|分子|者|人|户)?[:: ,“”\"'(]{{0,2}}(?={names.SURNAME})"
)


def _is_pinned_down(sentence: str, context: Context) -> bool:
    """Leads to a person by name, or to a village."""
    if any(names.name_at(sentence, match.end()) for match in _OF_GROUP.finditer(sentence)):
        return True
    if any(village in sentence for village in context.villages):
        return True
    if context.is_village and _COUNTED.search(sentence):
        return True
    if not names.may_hold_common(sentence):
        return False
    return any(names.is_common(sentence[start:end]) for start, end in names.find_names(sentence))
