"""The town: its villages, its help, its boards, its duties, and who speaks on the site."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from pufa.models.base import Allowance, Content, Document, Evidence, Fields, Link, Slug, Text, refuse


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
        raise refuse(f'「{info.field_name}」写的是 {value}，没有加引号，开头的 0 会丢 → 请写成 "{value:04d}"')
    if isinstance(value, str) and value.isdecimal():
        digits = str(int(value)).zfill(4)
        if not value.isascii():
            raise refuse(f'「{info.field_name}」写的是「{value}」，不是半角数字 → 请写成 "{digits}"')
        if len(value) < 4:
            raise refuse(f'「{info.field_name}」写的是「{value}」，不到四位，开头的 0 丢了 → 请写成 "{digits}"')
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
            raise refuse("「merged_into」和状态对不上 → 并掉的展板写 state: merged，并写明 merged_into")
        return self


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
    address: Link | None = Field(
        None, description="网站的完整网址，以 / 结尾；不写就用 qr_base。网站地图、订阅、分享图片要用"
    )
    domain: Annotated[str, Field(pattern=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$")] | None = Field(
        None, description="网站域名，只写域名，如 www.example.gov.cn"
    )
    site_code: Annotated[str, Field(pattern=r"^(\d{10}|bm\d{8})$")] | None = Field(
        None, description="政府网站标识码：10 位数字，或者 bm 加 8 位数字，加英文双引号"
    )
    icp: Annotated[str, Field(pattern=r"^[\u4e00-\u9fff]ICP备\d{8,10}号(-\d+)?$")] | None = Field(
        None, description="ICP 备案号，如 津ICP备12345678号-1"
    )
    police_record: Annotated[str, Field(pattern=r"^[\u4e00-\u9fff]公网安备 ?\d{14}号$")] | None = Field(
        None, description="公安机关备案号，如 津公网安备 12345678901234号"
    )
    police_record_url: Link | None = Field(None, description="公安机关备案给的查询网址，页面下面的备案号连到那里")
    corrections: Text = Field(description="内容有错找谁，写 contacts.yml 里的名称")
    chrome: Literal["standalone", "embedded", "none"] = Field(
        "standalone",
        description="页头页脚：standalone 自己带；embedded 嵌在上级网站里，只留栏目；none 都不要",
    )
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

    @property
    def front_page(self) -> str | None:
        """Where the site stands, as far as it is settled; a base for codes in capitals is not the site's own."""
        return self.address or (None if self.qr_uppercase else self.qr_base)

    @model_validator(mode="after")
    def _address_is_that_of_a_folder(self) -> Self:
        if self.address is None:
            return self
        parts = urlsplit(self.address)
        if parts.query or parts.fragment or not parts.path.endswith("/"):
            raise refuse("「address」要以 / 结尾，后面不带 ? 和 # → 请写成 https://www.example.gov.cn/pufa/ 的样子")
        if self.domain and parts.hostname != self.domain:
            raise refuse(f"「address」和「domain」不是同一个域名 → 请核对：{parts.hostname}、{self.domain}")
        return self

    @model_validator(mode="after")
    def _record_has_a_number(self) -> Self:
        if self.police_record_url and not self.police_record:
            raise refuse("写了「police_record_url」，却没有「police_record」 → 请补上公安机关备案号，或删掉网址")
        return self

    @model_validator(mode="after")
    def _codes_lead_home(self) -> Self:
        if self.qr_base is None:
            if self.qr_uppercase:
                raise refuse("写了「qr_uppercase」，却没有「qr_base」 → 请补上 qr_base，或删掉 qr_uppercase")
            return self
        base = urlsplit(self.qr_base)
        if base.query or base.fragment or not base.path.endswith("/"):
            raise refuse("「qr_base」要以 / 结尾，后面不带 ? 和 # → 请写成 https://www.example.gov.cn/pufa/ 的样子")
        if not re.fullmatch(r"[a-z0-9:/._-]+", self.qr_base):
            raise refuse("「qr_base」里有大写或中文 → 请全写小写；中文域名写 xn-- 开头的")
        if self.qr_uppercase and not re.fullmatch(r"[\d/]*", base.path):
            raise refuse(
                "「qr_uppercase」要求网址里只有域名和数字 → "
                "请把 qr_base 写成 https://www.example.gov.cn/ 的样子，或删掉 qr_uppercase"
            )
        return self
