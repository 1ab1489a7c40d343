"""案例: a story from which a resident learns what to do."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from pufa.models.base import Allowance, Document, Fields, Link, Slug, Text, refuse

CASE_KINDS = Literal["民事", "刑事", "行政", "劳动", "调解"]
SOURCE_TYPES = Literal["真实公开", "隐名改写", "改编", "虚构示例"]
AUDIENCES = Literal["村民", "老年人", "妇女", "未成年人", "务工人员", "残疾人", "消费者", "经营户", "村干部"]
STATUSES = Literal["draft", "published", "withdrawn", "superseded"]
APPROVAL_STEPS = Literal["初审", "复审", "终审", "保密审查"]


class CaseSource(Fields):
    type: SOURCE_TYPES = Field(description="案例从哪里来：真实公开、隐名改写、改编、虚构示例")
    org: Text | None = Field(None, description="发布单位（真实公开的必填）")
    url: Link | None = Field(None, description="原文网址（真实公开的必填）")
    date: dt.date | None = Field(None, description="原文发布日期")
    case_number: Text | None = Field(None, description="案号；只有法院公布过的才能写")

    @model_validator(mode="after")
    def _published_sources_are_named(self) -> Self:
        if self.type == "真实公开" and not (self.org and self.url):
            raise refuse("来源是“真实公开”，却没有写 org（发布单位）和 url（原文网址） → 请补上，或改选别的来源")
        if self.type != "真实公开" and self.case_number:
            raise refuse("案号只有法院公布过的案例才能写 → 请删掉 case_number，或把 type 改成“真实公开”")
        return self


class Approval(Fields):
    step: APPROVAL_STEPS = Field(description="哪一道：初审、复审、终审、保密审查")
    role: Text = Field(description="由谁审：写职务或单位，不写姓名")
    date: dt.date = Field(description="审核日期")


class Withdrawal(Fields):
    reason: Text = Field(description="撤下的原因，会公开显示")
    date: dt.date = Field(description="撤下的日期")


class Case(Document):
    """以案释法: one story from which a resident learns what to do."""

    title: Text = Field(description="标题：用村民自己会问的一句话")
    asks: list[Text] = Field(min_length=2, max_length=8, description="村民还会怎么问，2 到 8 种说法")
    topic: Text = Field(description="属于哪一类，写 topics.yml 里的名称")
    kind: CASE_KINDS = Field(description="案件类型：民事、刑事、行政、劳动、调解")
    source: CaseSource = Field(description="案例来源")
    facts_date: dt.date | None = Field(None, description="事情发生的日期，决定按哪一版法律判断；草稿可以不写")
    published: dt.date | None = Field(None, description="发布日期；草稿可以不写")
    published_time: Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")] | None = Field(
        None, description='发布的钟点，加英文双引号，如 "09:30"；不知道就不写，页面上只写日期'
    )
    reviewed: dt.date | None = Field(None, description="最近一次核对法条的日期；草稿可以不写")
    review_due: dt.date | None = Field(None, description="最晚什么时候再核对；草稿可以不写")
    approvals: list[Approval] = Field(default=[], description="审核记录；没审过就写 []")
    audience: list[AUDIENCES] = Field(min_length=1, description="主要给谁看")
    villages: list[Text] = Field(default=[], description="涉及哪些村，写村名；不便写的留空 []")
    audio: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\.mp3$")] | None = Field(
        None, description="这一页的录音：content/audio/ 里的文件名，如 jie-qian.mp3；没有就不写"
    )
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
                    raise refuse(f"状态是 {self.status}，却没有写「{name}」 → 请补上日期；还没写完的请用 status: draft")
        if (self.status == "withdrawn") != (self.withdrawn is not None):
            raise refuse("「withdrawn」和状态对不上 → 撤下的案例写 status: withdrawn，并写明 reason 和 date")
        if (self.status == "superseded") != (self.successor is not None):
            raise refuse("「successor」和状态对不上 → 被替换的案例写 status: superseded，并写明 successor")
        return self

    @model_validator(mode="after")
    def _dates_in_order(self) -> Self:
        if self.reviewed and self.review_due and self.review_due <= self.reviewed:
            raise refuse("「review_due」不晚于「reviewed」 → 下次核对的日期应当在这次之后")
        return self

    @property
    def is_public(self) -> bool:
        return self.status == "published"

    @property
    def is_approved(self) -> bool:
        """三审 and the review for secrets are all on record."""
        return {approval.step for approval in self.approvals} >= set(get_args(APPROVAL_STEPS))
