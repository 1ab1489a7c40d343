"""普法日历: the days on which a law is taught."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from pufa.models.base import Content, Fields, Slug, Text, refuse

MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$")]


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
            raise refuse("日子的写法不对 → date、month、weekday、week、week_of、lunar、solar_term 只写一种")
        return self


class CalendarDay(Content):
    """普法日历: a day, week or month on which a law is taught."""

    slug: Slug = Field(description="网址里的名字，定了不再改")
    name: Text = Field(description="名称")
    when: DayRule = Field(description="哪一天")
    basis: Text | None = Field(None, description="依据的法条，如 《法治宣传教育法》第十三条；没有法定依据就不写")
    message: Text = Field(description="对村民说的一句话")
    topics: list[Text] = Field(default=[], description="相关的类别")
