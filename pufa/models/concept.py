"""概念表: what people ask about, in their own words, and the articles that answer it."""

from __future__ import annotations

from pydantic import Field

from pufa.models.base import Content, Text


class Concept(Content):
    """A matter that residents may ask about. The search finds the pages of its articles by these wordings."""

    concept: Text = Field(description="这件事叫什么：法律上的说法或者普通话，不和别的重复")
    topic: Text | None = Field(None, description="属于哪一类，写 topics.yml 里的名称；都不合适就不写")
    says: list[Text] = Field(
        min_length=3, max_length=30, description="村民会怎么说、怎么问，3 到 30 种，用词越不一样越好"
    )
    articles: list[Text] = Field(
        min_length=1, max_length=5, description="回答它的法条，写整条，最要紧的放第一，如 《民法典》第六百七十五条"
    )
