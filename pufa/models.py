"""The fields of every kind of content, and nothing but the fields.

A field is named here and nowhere else: the reader, the messages, the table in CONTRIBUTING, the
JSON Schema and the form on the repository come from these classes. A reference to something else
(a topic, a village, a contact) is its 名称; an address is a slug.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated, Literal, Self, get_args
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from pufa.source import FieldPath, Source

Text = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]
Paragraph = Annotated[str, Field(min_length=1)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Link = Annotated[str, Field(pattern=r"^https?://[^\s<>\"']+$")]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]

BLANK = "【待填】"  # what a template leaves to its writer; allowed in drafts only

CASE_KINDS = Literal["民事", "刑事", "行政", "劳动", "调解"]
SOURCE_TYPES = Literal["真实公开", "隐名改写", "改编", "虚构示例"]
AUDIENCES = Literal["村民", "老年人", "妇女", "未成年人", "务工人员", "残疾人", "消费者", "经营户", "村干部"]
STATUSES = Literal["draft", "published", "withdrawn", "superseded"]
PRIVACY_RULES = Literal[
    "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10",
    "P11", "P12", "P13", "P14", "P15", "P16", "P17", "P18", "P19",
]  # fmt: skip
APPROVAL_STEPS = Literal["初审", "复审", "终审", "保密审查"]


def _refuse(sentence: str) -> PydanticCustomError:
    return PydanticCustomError("rule", "{sentence}", {"sentence": sentence})


class Fields(BaseModel):
    """A group of fields: exact names, exact types, unchangeable once read."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Content(Fields):
    """Fields that know where they stand, so that a rule can name the line."""

    _source: Source = PrivateAttr(default=Source("", {}))
    _at: FieldPath = PrivateAttr(default=())

    @property
    def path(self) -> str:
        """The file, as its editor knows it."""
        return self._source.path

    @property
    def file_text(self) -> str:
        """The whole file in which this item stands, as it is written."""
        return self._source.text

    def line(self, *field: str | int) -> int:
        """The line on which a field of this item stands."""
        return self._source.line(*self._at, *field)

    def texts(self) -> Iterator[tuple[FieldPath, str]]:
        """Every piece of text in the fields, with the place of its field."""
        return _walk_texts(self.model_dump(), ())


def _walk_texts(value: object, at: FieldPath) -> Iterator[tuple[FieldPath, str]]:
    if isinstance(value, str):
        yield at, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _walk_texts(part, (*at, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _walk_texts(part, (*at, index))


class Document(Content):
    """One file, one thing: the file's name is its permanent address."""

    @property
    def slug(self) -> str:
        return self._source.stem

    @property
    def body(self) -> str:
        return self._source.body

    @property
    def body_line(self) -> int:
        return self._source.body_line


class CaseSource(Fields):
    type: SOURCE_TYPES = Field(description="案例从哪里来：真实公开、隐名改写、改编、虚构示例")
    org: Text | None = Field(None, description="发布单位（真实公开的必填）")
    url: Link | None = Field(None, description="原文网址（真实公开的必填）")
    date: dt.date | None = Field(None, description="原文发布日期")
    case_number: Text | None = Field(None, description="案号；只有法院公布过的才能写")

    @model_validator(mode="after")
    def _published_sources_are_named(self) -> Self:
        if self.type == "真实公开" and not (self.org and self.url):
            raise _refuse("来源是“真实公开”，却没有写 org（发布单位）和 url（原文网址） → 请补上，或改选别的来源")
        if self.type != "真实公开" and self.case_number:
            raise _refuse("案号只有法院公布过的案例才能写 → 请删掉 case_number，或把 type 改成“真实公开”")
        return self


class Approval(Fields):
    step: APPROVAL_STEPS = Field(description="哪一道：初审、复审、终审、保密审查")
    role: Text = Field(description="由谁审：写职务或单位，不写姓名")
    date: dt.date = Field(description="审核日期")


class Withdrawal(Fields):
    reason: Text = Field(description="撤下的原因，会公开显示")
    date: dt.date = Field(description="撤下的日期")


class Allowance(Fields):
    """A finding of the leak gate that may stand, because somebody answers for it."""

    rule: PRIVACY_RULES = Field(description="哪一条规则：检查结果里的编号，如 P10")
    text: Text = Field(description="可以保留的那几个字，照原文写")
    reason: Text = Field(description="为什么可以保留，如：法院已公布、本人书面同意")
    role: Text = Field(description="谁批准的：写职务或单位，不写姓名")


class Case(Document):
    """以案释法: one story from which a resident learns what to do."""

    title: Text = Field(description="标题：用村民自己会问的一句话")
    asks: list[Text] = Field(min_length=2, max_length=8, description="村民还会怎么问，2 到 8 种说法")
    topic: Text = Field(description="属于哪一类，写 topics.yml 里的名称")
    kind: CASE_KINDS = Field(description="案件类型：民事、刑事、行政、劳动、调解")
    source: CaseSource = Field(description="案例来源")
    facts_date: dt.date | None = Field(None, description="事情发生的日期，决定按哪一版法律判断；草稿可以不写")
    published: dt.date | None = Field(None, description="发布日期；草稿可以不写")
    reviewed: dt.date | None = Field(None, description="最近一次核对法条的日期；草稿可以不写")
    review_due: dt.date | None = Field(None, description="最晚什么时候再核对；草稿可以不写")
    approvals: list[Approval] = Field(default=[], description="审核记录；没审过就写 []")
    audience: list[AUDIENCES] = Field(min_length=1, description="主要给谁看")
    villages: list[Text] = Field(default=[], description="涉及哪些村，写村名；不便写的留空 []")
    contacts: list[Text] = Field(min_length=1, description="遇到了找谁，写 contacts.yml 里的名称")
    status: STATUSES = Field(description="状态：draft 草稿、published 已发布、withdrawn 已撤下、superseded 已被替换")
    withdrawn: Withdrawal | None = Field(None, description="撤下的原因和日期（状态是 withdrawn 时必填）")
    successor: Slug | None = Field(None, description="替换它的案例的文件名（状态是 superseded 时必填）")
    allow: list[Allowance] = Field(default=[], description="个人信息检查中经批准保留的内容，写明理由；没有就不写")

    @model_validator(mode="after")
    def _status_brings_its_fields(self) -> Self:
        if self.status != "draft":
            for name in ("facts_date", "published", "reviewed", "review_due"):
                if getattr(self, name) is None:
                    raise _refuse(
                        f"状态是 {self.status}，却没有写「{name}」 → 请补上日期；还没写完的请用 status: draft"
                    )
        if (self.status == "withdrawn") != (self.withdrawn is not None):
            raise _refuse("「withdrawn」和状态对不上 → 撤下的案例写 status: withdrawn，并写明 reason 和 date")
        if (self.status == "superseded") != (self.successor is not None):
            raise _refuse("「successor」和状态对不上 → 被替换的案例写 status: superseded，并写明 successor")
        return self

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.reviewed and self.review_due and self.review_due <= self.reviewed:
            raise _refuse("「review_due」不晚于「reviewed」 → 下次核对的日期应当在这次之后")
        return self

    @property
    def is_public(self) -> bool:
        return self.status == "published"

    @property
    def is_approved(self) -> bool:
        """三审 and the review for secrets are all on record."""
        return {approval.step for approval in self.approvals} >= set(get_args(APPROVAL_STEPS))


class Honour(Fields):
    name: Text = Field(description="称号或说法")
    source: Text = Field(description="出处：哪一份公开文件")


class LegalGuide(Fields):
    """法律明白人; a name and number stand here only with the person's own consent (个人信息保护法第二十五条)."""

    name: Text = Field(description="怎么称呼")
    duty: Text = Field(description="职责")
    phone: Text | None = Field(None, description="办公电话，最好不用个人手机")
    consented: dt.date = Field(description="本人书面同意公开的日期")
    expires: dt.date = Field(description="同意到哪一天为止")


class Village(Document):
    """One of the town's villages."""

    name: Text = Field(description="村名，和统计用区划代码里的一样")
    code: Annotated[str, Field(pattern=r"^\d{12}$")] = Field(description="12 位统计用区划代码，加英文双引号")
    honours: list[Honour] = Field(default=[], description="称号，要有公开出处")
    legal_guides: list[LegalGuide] = Field(default=[], description="法律明白人；本人同意公开后再写")
    model_households: int | None = Field(None, ge=0, description="农村学法用法示范户有几户；不知道就不写")
    allow: list[Allowance] = Field(default=[], description="个人信息检查中经批准保留的内容，写明理由；没有就不写")


class Indicator(Fields):
    name: Text = Field(description="指标名称")
    group: Text = Field(description="归到哪一组，同组同单位的画成一张图")
    value: float = Field(ge=0, description="数值")
    unit: Text = Field(description="单位")
    stated: Text = Field(description="报告里的原样写法，如 12000余份")
    sentence: Text = Field(description="写着这个数的那句原文")


class Evidence(Fields):
    title: Text = Field(description="证明材料的名称")
    url: Link = Field(description="网址")


class Commitment(Fields):
    text: Text = Field(description="报告第四部分里的一句原话")
    status: Literal["未更新", "推进中", "已完成", "未完成"] = Field(description="做到什么程度")
    updated: dt.date | None = Field(None, description="哪一天更新的；未更新就不写")
    evidence: list[Evidence] = Field(default=[], description="证明材料")

    @model_validator(mode="after")
    def _news_has_a_date(self) -> Self:
        if (self.status == "未更新") != (self.updated is None):
            raise _refuse("「updated」和状态对不上 → 更新过的请写日期，未更新的请删掉日期")
        return self


class Report(Document):
    """法治政府建设年度报告: the text as published, and what can be read out of it."""

    title: Text = Field(description="报告标题")
    year: int = Field(ge=2000, le=2100, description="报告的年度")
    issuer: Text = Field(description="发布机构")
    published: dt.datetime = Field(description="发布时间，写成 2025-03-19 11:24")
    written: dt.date | None = Field(None, description="成文日期")
    index_number: Text | None = Field(None, description="索引号")
    document_number: Text | None = Field(None, description="发文字号")
    url: Link | None = Field(None, description="首次发布的网址")
    indicators: list[Indicator] = Field(default=[], description="报告里的数字")
    commitments: list[Commitment] = Field(default=[], description="下一年度的安排，逐条")
    allow: list[Allowance] = Field(default=[], description="个人信息检查中经批准保留的内容，写明理由；没有就不写")


class Topic(Content):
    """A situation in which people find themselves."""

    slug: Slug = Field(description="网址里的名字，定了不再改")
    name: Text = Field(description="名称，案例里就写它")
    summary: Text = Field(description="一句话：都包括什么事")


class Contact(Content):
    """Where help is to be had."""

    slug: Slug = Field(description="网址里的名字，定了不再改")
    name: Text = Field(description="名称，案例里就写它")
    scope: Literal["全国", "本地"] = Field(description="全国热线，还是本地的")
    phone: Annotated[str, Field(pattern=r"^[0-9-]{3,13}$")] | None = Field(
        None, description="电话，加英文双引号；不知道就不写"
    )
    consented: dt.date | None = Field(None, description="电话是个人手机的，本人书面同意公开的日期")
    hours: Text | None = Field(None, description="什么时候有人接")
    address: Text | None = Field(None, description="在哪里")
    helps_with: Text = Field(description="能帮什么忙")
    source: Text | None = Field(None, description="以上信息的出处")
    expires: dt.date | None = Field(None, description="到哪一天要重新核实")


def _explain_number(value: object, info: ValidationInfo) -> object:
    """The slips by which a printed number is lost; what else is wrong is told by the pattern."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999:
        raise _refuse(f'「{info.field_name}」写的是 {value}，没有加引号，开头的 0 会丢 → 请写成 "{value:04d}"')
    if isinstance(value, str) and value.isdecimal():
        digits = str(int(value)).zfill(4)
        if not value.isascii():
            raise _refuse(f'「{info.field_name}」写的是「{value}」，不是半角数字 → 请写成 "{digits}"')
        if len(value) < 4:
            raise _refuse(f'「{info.field_name}」写的是「{value}」，不到四位，开头的 0 丢了 → 请写成 "{digits}"')
    return value


BoardNumber = Annotated[str, BeforeValidator(_explain_number), Field(pattern=r"^[0-9]{4}$")]


class Board(Content):
    """展板: a board in a village. Its number is printed on it and never changes, whatever it comes to show."""

    id: BoardNumber = Field(description='编号，四位数字，加英文双引号，如 "0208"；印出去就不能改')
    village: Text = Field(description="在哪个村，写村名")
    place: Text = Field(description="在村里什么地方；不知道写 待定")
    printed: dt.date | None = Field(None, description="哪一天印的；还没印就不写")
    state: Literal["active", "withdrawn", "merged"] = Field(
        description="active 在用、withdrawn 停用、merged 并入别的展板"
    )
    merged_into: BoardNumber | None = Field(None, description="并入哪一块（状态是 merged 时必填）")
    shows: Text = Field(description="扫码看什么：本月、topics.yml 里的名称，或者案例的文件名")
    note: Text | None = Field(None, description="备注，不公开")

    @model_validator(mode="after")
    def _merged_leads_somewhere(self) -> Self:
        if (self.state == "merged") != (self.merged_into is not None):
            raise _refuse("「merged_into」和状态对不上 → 并掉的展板写 state: merged，并写明 merged_into")
        return self


class NthWeekday(Fields):
    month: int = Field(ge=1, le=12, description="几月")
    weekday: Literal["一", "二", "三", "四", "五", "六", "日"] = Field(description="星期几")
    nth: int = Field(ge=1, le=5, description="第几个")


class WeekOfMonth(Fields):
    month: int = Field(ge=1, le=12, description="几月")
    nth: int = Field(ge=1, le=5, description="第几周（从第一个星期一所在的周数起）")


class DayRule(Fields):
    """When a day comes round; exactly one way of saying it."""

    date: MonthDay | None = Field(None, description='固定日期，如 "12-04"')
    until: MonthDay | None = Field(None, description="和 date 一起写：到哪天为止")
    month: Annotated[int, Field(ge=1, le=12)] | None = Field(None, description="整个月")
    weekday: NthWeekday | None = Field(None, description="某月第几个星期几")
    week: WeekOfMonth | None = Field(None, description="某月第几周")
    week_of: MonthDay | None = Field(None, description="某日所在的一周")
    lunar: MonthDay | None = Field(None, description='农历日期，如 "09-09"')
    solar_term: Literal["春分", "清明", "夏至", "秋分", "冬至"] | None = Field(None, description="节气")

    @model_validator(mode="after")
    def _one_way_only(self) -> Self:
        given = self.model_dump(exclude_none=True, exclude={"until"})
        if len(given) != 1 or (self.until and not self.date):
            raise _refuse("日子的写法不对 → date、month、weekday、week、week_of、lunar、solar_term 只写一种")
        return self


class CalendarDay(Content):
    """普法日历: a day, week or month on which a law is taught."""

    slug: Slug = Field(description="网址里的名字，定了不再改")
    name: Text = Field(description="名称")
    when: DayRule = Field(description="哪一天")
    basis: Text | None = Field(None, description="依据的法条，如 《法治宣传教育法》第十三条；没有法定依据就不写")
    message: Text = Field(description="对村民说的一句话")
    topics: list[Text] = Field(default=[], description="相关的类别")


class Duty(Content):
    """责任清单: one line of 谁执法谁普法."""

    content: Text = Field(description="普法内容")
    basis: list[Text] = Field(min_length=1, description="依据的法条")
    audience: Text = Field(description="普法对象")
    unit: Text | None = Field(None, description="责任单位；没定下来就不写")
    form: Text | None = Field(None, description="普法形式")
    when: Text | None = Field(None, description="时间节点")
    target: Text | None = Field(None, description="目标")
    done: Text | None = Field(None, description="完成情况")
    evidence: list[Evidence] = Field(default=[], description="佐证材料")


class Term(Content):
    """词语表: a word that officials and lawyers use, and what a neighbour would say."""

    word: Text = Field(description="官话或者法律词")
    kind: Literal["官话", "法律词"] = Field(description="官话应当换掉；法律词可以用，第一次出现要解释")
    plain: Text = Field(description="大白话怎么说，能直接换上去")
    note: Text | None = Field(None, description="怎么换、怎么解释，补一句")


class MaxAge(Fields):
    """After how many days without anything new a section is stale; half a year where the section is no yearly one.

    Source: 《政府网站与政务新媒体检查指标》 (国办秘函〔2019〕19号), 栏目不更新: six months for columns other than news.
    """

    cases: int = Field(default=180, ge=1, description="以案释法：最新一篇案例")
    laws: int = Field(default=180, ge=1, description="法条：最近一次核对 content/laws/ 里的法规")
    villages: int = Field(default=366, ge=1, description="我的村：最近一次改村的文件")
    contacts: int = Field(default=180, ge=1, description="找人帮忙：最近一次改电话")
    calendar: int = Field(default=366, ge=1, description="普法日历：最近一次改日历")
    duties: int = Field(default=366, ge=1, description="责任清单：最近一次改清单")
    reports: int = Field(default=396, ge=1, description="年报：最新一份年报（一年零一个月）")


class SiteIdentity(Content):
    """Who speaks on this site. What is not known stays empty and is left out of the pages."""

    name: Text = Field(description="网站名称")
    town: Text = Field(description="镇名")
    district: Text = Field(description="区名")
    province: Text = Field(description="省、直辖市名")
    division_code: Annotated[str, Field(pattern=r"^\d{9}$")] = Field(description="镇的 9 位统计用区划代码")
    villages: int = Field(ge=1, description="全镇有几个村，用来核对村的页面齐不齐")
    organiser: Text | None = Field(None, description="主办单位")
    domain: Text | None = Field(None, description="网站域名")
    site_code: Text | None = Field(None, description="政府网站标识码")
    icp: Text | None = Field(None, description="ICP 备案号")
    police_record: Text | None = Field(None, description="公安机关备案号")
    corrections: Text = Field(description="内容有错找谁，写 contacts.yml 里的名称")
    repository: Link | None = Field(None, description="内容仓库的网址，用来显示“修改这一页”")
    max_age_days: MaxAge = Field(default=MaxAge(), description="每个栏目最多多少天要有更新")
    # A long holiday may lie between writing a date and storing the file. It must stay under the 14 days after
    # which an inspection calls a home page stale: else a false date could hide just that.
    backdating_days: int = Field(10, ge=0, le=13, description="发布日期最多可以比存进历史的日期早几天")
    qr_base: Link | None = Field(
        None, description="展板二维码里的网址开头，以 / 结尾，如 https://www.example.gov.cn/pufa/；印出去就不能改"
    )
    qr_uppercase: bool = Field(
        False,
        description="true 用全大写的二维码（更耐脏，微信还没实测）：qr_base 的路径只能有数字和 /，域名要把 /0208 转到 /b/0208/",
    )

    @model_validator(mode="after")
    def _codes_lead_home(self) -> Self:
        if self.qr_base is None:
            if self.qr_uppercase:
                raise _refuse("写了「qr_uppercase」，却没有「qr_base」 → 请补上 qr_base，或删掉 qr_uppercase")
            return self
        base = urlsplit(self.qr_base)
        if base.query or base.fragment or not base.path.endswith("/"):
            raise _refuse("「qr_base」要以 / 结尾，后面不带 ? 和 # → 请写成 https://www.example.gov.cn/pufa/ 的样子")
        if not re.fullmatch(r"[a-z0-9:/._-]+", self.qr_base):
            raise _refuse("「qr_base」里有大写或中文 → 请全写小写；中文域名写 xn-- 开头的")
        if self.qr_uppercase and not re.fullmatch(r"[\d/]*", base.path):
            raise _refuse(
                "「qr_uppercase」要求网址里只有域名和数字 → "
                "请把 qr_base 写成 https://www.example.gov.cn/ 的样子，或删掉 qr_uppercase"
            )
        return self


class StatuteVersion(Fields):
    """One version of a law that the corpus lacks, or whose dates it has wrong."""

    adopted: dt.date = Field(description="通过、公布或修正的日期，用来认这一版")
    effective: dt.date | None = Field(None, description="这一版的施行日期")
    repealed: dt.date | None = Field(None, description="从哪天起废止")
    repealed_by: Text | None = Field(None, description="被什么废止")
    uncertain: Text | None = Field(None, description="效力说不准的原因；写了就不断言有效还是失效")
    based_on: dt.date | None = Field(None, description="以哪一版为底，下面只写改了的条文")
    complete: bool = Field(True, description="下面的条文全不全；摘录写 false")
    source: Text = Field(description="来源")
    url: Link | None = Field(None, description="来源网址")
    checked: dt.date = Field(description="核对日期")
    renumbered: dict[str, Text] = Field(default={}, description="条号变了的：上一版的条号: 这一版的条号")
    articles: dict[str, Paragraph] = Field(default={}, description="条文原文，一款一行")


class Statute(Document):
    """A law of which the corpus knows nothing, or something wrong."""

    name: Text = Field(description="法律、法规的全称")
    short_names: list[Text] = Field(default=[], description="别的叫法")
    level: Literal["宪法", "法律", "行政法规", "地方性法规", "司法解释", "部门规章"] = Field(description="效力位阶")
    issuer: Text = Field(description="制定机关")
    number: Text | None = Field(None, description="文号")
    versions: list[StatuteVersion] = Field(min_length=1, description="各个版本")


def field_descriptions(model: type[BaseModel]) -> dict[str, str]:
    """Field name → its one-line Chinese description, in the order of the class."""
    return {name: info.description or "" for name, info in model.model_fields.items()}


def place(item: Content, source: Source, at: FieldPath) -> None:
    """Tell an item where it stands; called once, by the reader."""
    item._source = source
    item._at = at
