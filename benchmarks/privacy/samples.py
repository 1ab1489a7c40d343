"""A labelled set: texts that leak, made from templates, and texts that do not, out of statutes and the town's report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from stdnum import luhn
from stdnum.cn import ric

from benchmarks.privacy.notations import CHINESE, FULL, NOTATIONS
from pufa.law.sources import open_corpus
from pufa.privacy.context import Context

ROOT = Path(__file__).resolve().parents[2]
VILLAGES = ("伍麻庄村", "王善庄村", "艾家口村", "左家铺村", "北潭村", "赵一村", "大高庄村", "窑上庄村")
CASE = Context(villages=VILLAGES, is_case=True)
MINORS = Context(villages=VILLAGES, is_case=True, is_about_minors=True, is_protected=True)
VILLAGE = Context(villages=VILLAGES, is_village=True)
STRICTEST = Context(VILLAGES, is_case=True, is_village=True, is_protected=True, is_about_minors=True, is_mediated=True)

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
_MALE = [
    "国",
    "建",
    "军",
    "强",
    "志",
    "伟",
    "德",
    "福",
    "宝",
    "铁",
    "柱",
    "林",
    "山",
    "海",
    "忠",
    "庆",
    "长",
    "贵",
    "树",
    "永",
    "文",
    "明",
    "春",
    "学",
    "成",
    "金",
    "玉",
    "振",
    "洪",
    "万",
    "连",
    "顺",
    "祥",
    "才",
    "田",
    "俊",
    "磊",
    "鹏",
    "超",
    "涛",
]
_FEMALE = [
    "秀",
    "英",
    "桂",
    "兰",
    "凤",
    "玉",
    "珍",
    "芳",
    "淑",
    "素",
    "红",
    "艳",
    "丽",
    "娟",
    "霞",
    "敏",
    "静",
    "燕",
    "梅",
    "玲",
    "翠",
    "花",
    "荣",
    "香",
    "云",
    "莲",
    "金",
    "春",
    "雪",
    "婷",
    "颖",
    "洁",
    "慧",
    "琴",
]
_PLACES = ("120115", "120224", "110101", "130281", "230102", "370102")


@dataclass(frozen=True)
class Sample:
    """A text and the stretch of it that a rule must find."""

    rule: str
    text: str
    start: int
    end: int
    context: Context
    notation: str = "原样"


def name(random: Random) -> str:
    """A full name as villagers bear it."""
    given = random.choice((_MALE, _FEMALE))
    return random.choice(_SURNAMES) + "".join(random.sample(given, random.choice((1, 2, 2, 2))))


def identity(random: Random) -> str:
    digits = f"{random.choice(_PLACES)}{random.randint(1940, 2012)}{random.randint(1, 12):02}{random.randint(1, 28):02}{random.randint(0, 999):03}"
    return digits + ric.calc_check_digit(f"{digits}0")


def mobile(random: Random) -> str:
    return f"1{random.randint(3, 9)}{random.randint(0, 999_999_999):09}"


def landline(random: Random) -> str:
    code, length = random.choice((("022", 8), ("010", 8), ("0316", 7), ("0315", 7), ("0755", 8), ("0531", 8)))
    return f"{code}-{random.randint(2, 8)}{random.randint(0, 10 ** (length - 1) - 1):0{length - 1}}"


def card(random: Random) -> str:
    body = f"62{random.randint(10**15, 10**16 - 1)}"[: random.choice((15, 18))]
    return body + luhn.calc_check_digit(body)


def day(random: Random) -> str:
    return f"{random.randint(1940, 2012)}年{random.randint(1, 12)}月{random.randint(1, 28)}日"


def plate(random: Random) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = "".join(random.choice("0123456789" * 2 + letters) for _ in range(4)) + str(random.randint(0, 9))
    return f"{random.choice('津京冀鲁')}{random.choice(letters)}{random.choice(('', '·', ' ', 'D'))}{tail}"


def _letters(random: Random, count: int) -> str:
    return "".join(random.choice("abcdefghijkmnpqrstuvwxyz0123456789_") for _ in range(count))


# rule → (a maker of the secret, sentences with {} where it stands, how it may be written, where)
_Maker = Callable[[Random], str]
_PLAIN = ("原样",)
_WRITTEN = ("原样", "全角", "汉字数字")
TEMPLATES: dict[str, tuple[_Maker, tuple[str, ...], tuple[str, ...], Context]] = {
    "P01": (identity, ("身份证号{}，请核对。", "他的证件是{}", "（{}）已登记", "id={}"), tuple(NOTATIONS), CASE),
    "P02": (mobile, ("电话：{}。", "有事打{}，白天都在", "联系人手机{}", "tel:{} 找他"), tuple(NOTATIONS), CASE),
    "P03": (landline, ("座机{}。", "家里电话是{}，", "传真:{}"), ("原样", "全角", "零宽字符", "注释"), CASE),
    "P04": (card, ("卡号{}。", "钱打到{}这张卡上", "农行 {} 收款"), tuple(n for n in NOTATIONS if n != "随处短横线"), CASE),
    "P05": (plate, ("车牌{}的面包车", "他开着{}走了。", "肇事车辆：{}，"), ("原样", "全角"), CASE),
    "P06": (lambda r: f"{r.randint(10**6, 10**7 - 1)}", ("津（2021）宝坻区不动产权第{}号", "房权证津字第{}号", "津集用（2010）第{}号", "农村土地承包经营权证第{}号"), _WRITTEN, CASE),
    "P07": (day, ("{}出生，汉族", "张某，{}生，农民", "出生日期：{}", "他生于{}。"), _WRITTEN, CASE),
    "P08": (lambda r: f"{r.choice(VILLAGES)}{r.choice(('', '东', '第'))}{r.randint(1, 20)}{r.choice(('排', '组', '队'))}{r.randint(1, 99)}号", ("住在{}。", "家住{}，", "送到{}就行"), _PLAIN, CASE),
    "P09": (name, ("原告{}说，房子是他盖的。", "被告：{}，不肯还钱。", "村民{}把地租了出去。", "户主{}不同意。", "证人{}看见了。", "她的丈夫{}打了人。", "被害人{}已经出院。"), _PLAIN, CASE),
    "P10": (name, ("{0}借给邻居三万元。到期了，{0}去要钱。", "那天{0}说要来，后来{0}和家人一起来了。", "地是{0}的。{0}要求退地。"), _PLAIN, CASE),
    "P11": (lambda r: r.choice(_SURNAMES[:40]), ("{0}某去要钱，{0}某某不给。", "{0}某甲和{0}某1吵起来了。", "{0}某说不知道，后来{0}某1承认了。"), _PLAIN, CASE),
    "P12": (lambda r: r.choice(("鑫源", "宏达", "福瑞祥", "华兴", "金利", "永盛")) + r.choice(("食品有限公司", "建材厂", "超市", "种植专业合作社", "饭店")), ("张某在{}上班。", "钱是{}欠的，", "李某到{}买东西"), _PLAIN, CASE),
    "P13": (lambda r: r.choice(("新安镇中心小学", "大钟庄镇初级中学", "宝坻区第一中学", "王善庄小学", "新安镇中学", "三年级2班", "初二(3)班", "五年级一班")), ("孩子在{}上学。", "小某是{}的学生，", "事情发生在{}门口。"), _PLAIN, MINORS),
    "P14": (lambda r: r.choice(("肺癌", "艾滋病", "抑郁症", "糖尿病", "尿毒症", "癫痫", "白血病", "脑梗")), ("张某得了{}，", "李大爷查出{}。", "王某某患有{}，干不了活", "死者生前有{}。"), _PLAIN, CASE),
    "P15": (lambda r: f"（{r.randint(2015, 2026)}）津0115{r.choice(('民初', '刑初', '行初', '执', '民终'))}{r.randint(1, 9999)}号", ("见{}判决书。", "案号{}，", "法院作出{}民事判决"), ("原样", "全角"), CASE),
    "P16": (lambda r: r.choice((f"微信号：{r.choice('abcxyz')}{_letters(r, 7)}", f"QQ：{r.randint(10**5, 10**10)}", f"{r.choice('abcxyz')}{_letters(r, 5)}@{r.choice(('qq.com', '163.com', 'sina.com.cn'))}", f"加微信{r.choice('abcxyz')}{_letters(r, 7)}")), ("有事找我，{}。", "{}，随时联系", "（{}）"), ("原样", "全角"), CASE),
    "P17": (lambda r: f"{r.randint(2020, 2026)}年{r.randint(1, 12)}月{r.randint(1, 28)}日", ("{}，王善庄村的会计李某，丢了东西。", "{}，张某的儿子十七岁，骑车出门。", "{}，司机王某赔了23456.78元。", "张某58岁，{}和女儿去银行取了48763元。"), _PLAIN, CASE),
    "P18": (lambda r: r.choice(("吸毒人员", "社区矫正对象", "刑满释放人员", "精神障碍患者", "信访人员", "涉邪教人员")), ("王善庄村有{}3名。", "{}赵铁柱已经回家。", "艾家口村的{}要多走访。"), _PLAIN, CASE),
}  # fmt: skip


def positives(random: Random, count: int) -> Iterator[Sample]:
    """So many texts for each rule and notation."""
    for rule, (make, sentences, notations, context) in TEMPLATES.items():
        for notation in notations:
            for _ in range(max(count // len(notations), 20)):
                yield _write(rule, make(random), random.choice(sentences), notation, context, random)


def _write(rule: str, secret: str, sentence: str, notation: str, context: Context, random: Random) -> Sample:
    if notation == "全角":
        secret = secret.translate(FULL)
    elif notation == "汉字数字":
        secret = secret.translate(CHINESE)
    else:
        secret = NOTATIONS[notation](secret, random)
    before, _, after = re.sub(r"\{0?\}", "\0", sentence).partition("\0")
    text = f"{before}{secret}{after.replace(chr(0), secret)}"
    found_anywhere = rule in ("P10", "P11", "P17")  # the finding is the whole, or one of two places
    start, end = (0, len(text)) if found_anywhere else (len(before), len(before) + len(secret))
    return Sample(rule, text, start, end, context, notation)


def negatives(random: Random, articles: int) -> Iterator[str]:
    """Articles of statutes, every sentence of the town's report, and what looks like a leak and is none."""
    texts = [text for law in open_corpus().laws for version in law.versions for text in version.texts.values()]
    yield from random.sample(texts, min(articles, len(texts)))
    report = (ROOT / "tests/data/report-2024.txt").read_text(encoding="utf-8")
    yield from (sentence for sentence in re.split(r"(?<=[。;])|\n", report) if sentence.strip())
    yield from HARMLESS


HARMLESS = (
    "打12345、12348、12368、96110都行。", "尾号138****1234的手机", "身份证号120115********0011", "2026年1月1日生效，2026年3月1日起施行。",
    "比分是3比1，第1380013条", "面积12 000平方米，投资13 500 000元。", "2024-05-06 2024-07-08 两次开庭", "网址是192.168.10.123",
    "张某和张某的父亲张大爷", "李某甲、李某乙是兄弟。", "马某还给张某3万元。", "原告张某、被告李某某", "被告人应当陈述。当事人双方", "证人出庭作证。",
    "某公司、一家饭馆、这家超市、某村合作社", "某镇中心小学的孩子", "得了重病的人可以申请救助。", "精神障碍患者的权益受保护。", "全镇有吸毒人员若干名。",
    "美丽乡村建设，中央一号文件", "国务院令第116号公布的村庄和集镇规划建设管理条例", "村民小组、村三委", "新GB18401标准", "在微信里问：“借我三万”",
    "加群主的微信、短信都留好", "《民法典》第一千零三十四条", "第一百二十三条第四款第五项", "统一社会信用代码91120115MA05A1B2X3", "版本号1.13.2、2.0.4",
    "2021年3月，张某借了3万元。", "张三和李四打官司", "法院在2026年6月判决", "妻子和丈夫一起来的", "他七十多岁，住在某村。", "500 1000 1500 2000 2500",
)  # fmt: skip
