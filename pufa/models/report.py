"""年报: the annual report, its figures and its promises."""

from __future__ import annotations

import datetime as dt
from typing import Literal, Self

from pydantic import Field, model_validator

from pufa.models.base import Allowance, Document, Evidence, Fields, Link, Text, refuse


class Indicator(Fields):
    name: Text = Field(description="指标名称")
    group: Text = Field(description="归到哪一组，同组同单位的画成一张图")
    value: float = Field(ge=0, description="数值")
    unit: Text = Field(description="单位")
    stated: Text = Field(description="报告里的原样写法，如 12000余份")
    sentence: Text = Field(description="写着这个数的那句原文")


class Commitment(Fields):
    text: Text = Field(description="报告第四部分里的一句原话")
    status: Literal["未更新", "推进中", "已完成", "未完成"] = Field(description="做到什么程度")
    updated: dt.date | None = Field(None, description="哪一天更新的；未更新就不写")
    evidence: list[Evidence] = Field(default=[], description="证明材料")

    @model_validator(mode="after")
    def _news_has_a_date(self) -> Self:
        if (self.status == "未更新") != (self.updated is None):
            raise refuse("「updated」和状态对不上 → 更新过的请写日期，未更新的请删掉日期")
        return self


class Report(Document):
    """法治政府建设年度报告: the text as published, and what can be read out of it."""

    title: Text = Field(description="报告标题")
    year: int = Field(ge=2000, le=2100, description="报告的年度")
    issuer: Text = Field(description="发布机构")
    published: dt.datetime = Field(description="发布时间，写成 2025-03-19 11:24")
    written: dt.date | None = Field(None, description="成文日期")
    index_number: Text | None = Field(None, description="索引号")
    document_number: Text | None = Field(None, description="发文字号；没有编号的写 无")
    subject: Text | None = Field(None, description="主题分类，照上级信息公开目录里的叫法")
    genre: Text | None = Field(None, description="体裁分类，如 报告")
    validity: Literal["有效", "失效", "废止"] | None = Field(None, description="有效性")
    subject_words: list[Text] = Field(default=[], description="主题词；没有就不写")
    url: Link | None = Field(None, description="首次发布的网址")
    indicators: list[Indicator] = Field(default=[], description="报告里的数字")
    commitments: list[Commitment] = Field(default=[], description="下一年度的安排，逐条")
    allow: list[Allowance] = Field(default=[], description="个人信息检查中经批准保留的内容，写明理由；没有就不写")
