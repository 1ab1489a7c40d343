"""P01–P18: of each rule an example that breaks it with its sentence, and one that must not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pufa import checks
from pufa.library import load
from pufa.privacy import gate

from .conftest import TODAY, replace

CASE = "cases/jie-qian.md"
OF_MINORS = ("audience: [村民]", "audience: [未成年人]")
MEDIATED = (("kind: 民事", "kind: 调解"), ("type: 虚构示例", "type: 隐名改写"))
PUBLISHED = ("  type: 虚构示例", "  type: 真实公开\n  org: 某法院\n  url: https://example.cn/a")

# rule → (what stands in a case, changes of its fields, the sentence)
LEAKS: dict[str, list[tuple[str, tuple[tuple[str, str], ...], str]]] = {
    "P01": [
        ("身份证号11010519491231002X。", (), "第 5 个字起有身份证号（校验码对）“1…X”（P01） → 请整段删掉，案例里用不着证件号码"),
        ("身份证号110105194912310021。", (), "第 5 个字起有身份证号（校验码不对，也不能写）“1…1”（P01） → 请整段删掉，案例里用不着证件号码"),
        ("旧证130105491231002。", (), "提醒：第 3 个字起有像 15 位旧身份证号的数字“1…2”（P01） → 是证件号码请删掉；不是的请换一种写法"),
    ],
    "P02": [
        ("打13800138000找他。", (), "第 2 个字起有手机号“1…0”（P02） → 请删掉；对外公布的值班电话写进 contacts.yml，个人手机要有本人书面同意"),
        ("打 13 80 01 38 00 0 找他。", (), "提醒：第 3 个字起有手机号“1…0”（P02） → 请删掉；对外公布的值班电话写进 contacts.yml，个人手机要有本人书面同意"),
    ],
    "P03": [("家里电话022-29561234。", (), "提醒：第 5 个字起有座机号码“0…4”（P03） → 是办公电话请写进 contacts.yml，在这里只写单位名称；是家里电话请删掉")],
    "P04": [
        ("卡号6222021234567890128。", (), "第 3 个字起有银行卡号“6…8”（P04） → 请整段删掉，案例里用不着卡号"),
        ("号码6222021234567890123。", (), "提醒：第 3 个字起有像卡号的长数字“6…3”（P04） → 是卡号、账号请删掉；不是的请换一种写法"),
        ("账号12345678。", (), "第 3 个字起有账号“1…8”（P04） → 请整段删掉，案例里用不着账号"),
    ],
    "P05": [("开着津A·12345走了。", (), "第 3 个字起有车牌号“津…5”（P05） → 请删掉，或写成“一辆小轿车”")],
    "P06": [("津（2021）宝坻区不动产权第1234567号。", (), "第 16 个字起有权属证书编号“1…7”（P06） → 请删掉，写“不动产权证”就够了")],
    "P07": [("张某，1990年3月7日生。", (), "第 4 个字起有出生日期“1…生”（P07） → 请删掉，或只写“六十多岁”这样的大概年纪")],
    "P08": [
        ("住在王家庄村3排5号。", (), "第 7 个字起有到门牌的住址“3…号”（P08） → 住址只写到“某村”“某小区”"),
        ("到东村要钱。", (), "提醒：第 2 个字起有本镇的村名“东…”（P08） → 案例里请写“某村”，「villages」写 []"),
        ("到东村要钱。", (OF_MINORS,), "第 2 个字起有本镇的村名“东…”（P08） → 案例里请写“某村”，「villages」写 []"),
        ("到东村要钱。", (("kind: 民事", "kind: 刑事"),), "第 2 个字起有本镇的村名“东…”（P08） → 案例里请写“某村”，「villages」写 []"),
    ],
    "P09": [
        ("原告李秀英说。", (), "第 3 个字起有当事人的姓名“李…”（P09） → 请只留姓，写成“张某”“李大爷”"),
        ("证人：欧阳明华看见了。", (), "第 4 个字起有当事人的姓名“欧…”（P09） → 请只留姓，写成“张某”“李大爷”"),
    ],
    "P10": [("李秀英借了钱。后来李秀英还钱。", (), "提醒：第 1 个字起有像是真实姓名“李…”（P10） → 是普通人请写成“张某”；应当写真名的，在「allow」里写明理由")],
    "P11": [
        ("张某去要，张某某不给。", (), "第 6 个字起有前后不一样的化名（前面写“张某”，这里写“张某某”）“张…”（P11） → 同一个人从头到尾用一种写法，两个人写成“张某甲”“张某乙”"),
        ("孙某甲去要，孙某1不给。", (), "第 7 个字起有前后不一样的化名（前面写“孙某甲”，这里写“孙某1”）“孙…”（P11） → 同一个人从头到尾用一种写法，两个人写成“张某甲”“张某乙”"),
    ],
    "P12": [("他在鑫源食品有限公司上班。", (), "提醒：第 3 个字起有商家的名称“鑫…司”（P12） → 请写成“某公司”“一家饭馆”；已由法院公布的，把 type 改成“真实公开”")],
    "P13": [
        ("孩子在新安镇中心小学上学。", (), "第 4 个字起有未成年人案例里的学校名称“新…学”（P13） → 请写成“某小学”“镇上的中学”"),
        ("孩子上三年级2班。", (OF_MINORS,), "第 4 个字起有未成年人案例里的年级和班“三…班”（P13） → 请删掉，写“上小学”就够了"),
        ("李秀英来接孩子，李秀英说他十二岁。", (), "第 1 个字起有未成年人案例里的姓名“李…”（P13） → 请写成“小某”“小某的父亲张某”，孩子和家长的姓名都不写"),
    ],
    "P14": [
        ("张某得了肺癌。", (), "提醒：第 5 个字起有人和病名连在一起“肺…”（P14） → 请写成“得了重病”，不写是什么病"),
        ("张某得了肺癌。", MEDIATED, "第 5 个字起有人和病名连在一起“肺…”（P14） → 请写成“得了重病”，不写是什么病"),
    ],
    "P15": [("（2025）津0115民初1234号判决。", (), "提醒：第 1 个字起有案号“(…号”（P15） → 法院公布过的案例，把 type 改成“真实公开”；其他的请删掉")],
    "P16": [
        ("加微信abc12345。", (), "第 4 个字起有微信号“a…5”（P16） → 请删掉；对外公布的联系办法写进 contacts.yml"),
        ("QQ：12345678。", (), "第 4 个字起有QQ号“1…8”（P16） → 请删掉；对外公布的联系办法写进 contacts.yml"),
        ("写信a.b@qq.com。", (), "第 3 个字起有电子邮箱“a…m”（P16） → 请删掉；对外公布的联系办法写进 contacts.yml"),
    ],
    "P17": [("2026年3月15日，会计李某的儿子取走钱。", (), "提醒：第 1 个字起有几样线索放在一起（亲属、日期、职业）“2…。”（P17） → 村里人一看就知道是谁，请改掉一两样：写大概的日子、年纪和钱数")],
    "P18": [
        ("东村的吸毒人员要多走访。", (), "第 4 个字起有点了名的敏感人群“吸…”（P18） → 请删掉；这类人群只能写全镇的总数，不点名，不分到村"),
        ("刑满释放人员赵铁柱回来了。", (), "第 1 个字起有点了名的敏感人群“刑…放”（P18） → 请删掉；这类人群只能写全镇的总数，不点名，不分到村"),
    ],
}  # fmt: skip

# rule → what looks like it and is not
HARMLESS: dict[str, list[tuple[str, tuple[tuple[str, str], ...]]]] = {
    "P01": [("证号120115********0011。", ()), ("代码120115108226。", ())],
    "P02": [("尾号138****1234。", ()), ("版本1.13.2，网址192.168.111.222。", ()), ("共13 500 000 000元。", ())],
    "P03": [("打12345、12348、96110。", ())],
    "P04": [("账户2023年12月31日。", ()), ("500 1000 1500 2000 2500。", ()), ("2024-05-06 2024-07-08。", ())],
    "P05": [("执行新GB18401标准。", ()), ("在京津冀。", ())],
    "P06": [("不动产权证书第一页。", ())],
    "P07": [("2026年1月1日生效。", ()), ("1990年3月7日生产的。", ())],
    "P08": [
        ("某村3组。", ()),
        ("美丽乡村建设，中央一号文件。", ()),
        ("村庄条例，国务院令第116号。", ()),
        ("东村民委员会。", ()),
    ],
    "P09": [
        ("原告张某，被告人应当陈述。", ()),
        ("原告李大爷，被告张三。", ()),
        ("当事人双方。", ()),
        ("户主王女士。", ()),
    ],
    "P10": [("许可要办。许可下来了。", ()), ("法官李秀英说。法官李秀英认为。", ())],
    "P11": [("张某还给张某3万元。", ()), ("李某甲和李某乙。", ()), ("于某日，张某。", ())],
    "P12": [("一家饭馆、某食品有限公司、服装厂、药店。", ()), ("鑫源食品有限公司。", (PUBLISHED,))],
    "P13": [("某镇中心小学的孩子。", ()), ("农村小学和中学。", (OF_MINORS,)), ("三年级2班。", ())],
    "P14": [("得了癌症的人可以申请救助。", ()), ("张某得了重病。", ())],
    "P15": [("（2025）津0115民初1234号判决。", (PUBLISHED,)), ("（2024年修正）第二条。", ())],
    "P16": [("在微信里问：“借我三万”。", ()), ("用微信、短信催。", ()), ("QQ上说的。", ())],
    "P17": [("2026年3月，张某的儿子取走三万元。", ()), ("李某58岁，和妻子种地，当过会计。", ())],
    "P18": [("全镇有吸毒人员5名。", ()), ("张某因为吸毒被拘留。", ()), ("社区矫正对象要按时报到。", ())],
}


@pytest.fixture
def found(town: Path) -> Callable[[str, tuple[tuple[str, str], ...]], list[str]]:
    """What the leak gate says of a case in which a text stands on line 35 (38 with three more fields)."""

    def find(text: str, changes: tuple[tuple[str, str], ...]) -> list[str]:
        replace(town / CASE, "王某还钱。", text)
        replace(town / CASE, "villages: [东村]", "villages: []")
        for old, new in changes:
            replace(town / CASE, old, new)
        problems = checks.check(load(town), TODAY)
        return [str(problem) for problem in problems if problem.path.endswith(CASE) and "（P" in problem.message]

    return find


@pytest.mark.parametrize(
    ("text", "changes", "sentence"),
    [row for rows in LEAKS.values() for row in rows],
    ids=[f"{rule}-{index}" for rule, rows in LEAKS.items() for index, _ in enumerate(rows)],
)
def test_leak(found: Callable[..., list[str]], text: str, changes: tuple[tuple[str, str], ...], sentence: str) -> None:
    assert f"content/{CASE}:35: {sentence}" in found(text, changes)


@pytest.mark.parametrize(
    ("rule", "text", "changes"),
    [(rule, *row) for rule, rows in HARMLESS.items() for row in rows],
    ids=[f"{rule}-{index}" for rule, rows in HARMLESS.items() for index, _ in enumerate(rows)],
)
def test_no_leak(found: Callable[..., list[str]], rule: str, text: str, changes: tuple[tuple[str, str], ...]) -> None:
    assert [sentence for sentence in found(text, changes) if f"（{rule}）" in sentence] == []


def test_every_rule_has_examples_and_a_source() -> None:
    rules = {f"P{number:02}" for number in range(1, 19)}  # P19 is of images: test_privacy_images.py
    assert set(LEAKS) == set(HARMLESS) == rules
    docstrings = [detector.__doc__ or "" for detector in gate.ALL]
    assert {text[:3] for text in docstrings} == rules
    assert all(len(text) > 30 for text in docstrings)
