"""法律法规: statutes that the corpus lacks or has wrong."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from pufa.models.base import Document, Fields, Link, Paragraph, Text


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
