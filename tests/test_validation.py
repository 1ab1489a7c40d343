"""Every mistake that pydantic can find in our models has a Chinese sentence."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from pufa import models
from pufa.models import Case, Contact, Content, Indicator, Report, Topic, Village
from pufa.problems import ContentError
from pufa.source import Source
from pufa.validation import SENTENCES, group_in, validate

CONTENT = [
    model
    for _, model in inspect.getmembers(models, inspect.isclass)
    if issubclass(model, Content) and model not in (Content, models.Document)
]
ODD: list[object] = [
    None, True, 0, -1, 10**9, 1.5, "", " a", "a\n", "不在单子上", "2026-03-15", [], ["a"] * 20, [None], [{}], {}, {"x": 1},
    dt.date(2026, 3, 15), dt.datetime(2026, 3, 15, 9, 30),
]  # fmt: skip


def _locations(model: type[Any]) -> Iterator[tuple[str, ...]]:
    for name, info in model.model_fields.items():
        yield (name,)
        if group := group_in(info.annotation):
            for rest in _locations(group):
                yield (name, *rest)


def _data_with(model: type[Any], location: tuple[str, ...], value: object) -> object:
    """Nothing but a value at a place, wrapped in lists where the model has lists."""
    name, *rest = location
    if not rest:
        return {name: value}
    info = model.model_fields[name]
    group = group_in(info.annotation)
    inner = _data_with(group, tuple(rest), value)
    return {name: [inner] if "list[" in str(info.annotation) else inner}


def _types_of_mistakes(model: type[Content]) -> set[str]:
    seen = {"missing"}
    for location in _locations(model):
        for value in ODD:
            try:
                model.model_validate(_data_with(model, location, value))
            except ValidationError as failure:
                seen |= {error["type"] for error in failure.errors()}
    return seen


def test_the_table_holds_what_can_happen_and_nothing_else() -> None:
    reachable = set().union(*(_types_of_mistakes(model) for model in CONTENT))
    assert reachable | {"extra_forbidden", "rule"} == set(SENTENCES)


@pytest.mark.parametrize("model", CONTENT, ids=lambda model: model.__name__)
def test_no_mistake_falls_through_in_english(model: type[Content]) -> None:
    for location in _locations(model):
        for value in ODD:
            data = _data_with(model, location, value)
            with pytest.raises(ContentError) as caught:  # required fields are missing in any case
                validate(model, Source("x.md", {**data, "no_such_field": 1}, {(): 1}))
            for problem in caught.value.problems:
                assert "→" in problem.message
                assert "Input should" not in problem.message


def _tell(model: type[Content], data: dict[str, Any], **lines: int) -> list[str]:
    places = {(): 1, **{(name,): line for name, line in lines.items()}}
    with pytest.raises(ContentError) as caught:
        validate(model, Source("x.yml", data, places))
    return [str(problem) for problem in caught.value.problems]


TOPIC = {"slug": "a", "name": "土地", "summary": "地的事"}


@pytest.mark.parametrize(
    ("model", "data", "sentence"),
    [
        (Topic, {"slug": "a", "name": "土地"}, "缺少「summary」 → 请补上。一句话：都包括什么事"),
        (Topic, TOPIC | {"nmae": "x"}, "没有「nmae」这个字段 → 是不是想写「name」？"),
        (Topic, TOPIC | {"颜色": "x"}, "没有「颜色」这个字段 → 只能写：slug、name、summary"),
        (Topic, TOPIC | {"name": 5}, "「name」写的是「5」，应当是一段文字 → 请写文字；只有数字或像日期的请加英文双引号"),
        (Topic, TOPIC | {"name": None}, "「name」是空的，应当是一段文字 → 请写文字；只有数字或像日期的请加英文双引号"),
        (Topic, TOPIC | {"name": "土地 "}, "「name」前后有多余的空格或换行 → 请删掉"),
        (Topic, TOPIC | {"name": ""}, "「name」没有内容 → 请写上，或删掉这个字段"),
        (Topic, TOPIC | {"slug": "土地"}, "「slug」写的是「土地」，样子不对 → 网址里的名字，定了不再改"),
        (Contact, {"slug": "a", "name": "x", "scope": "外国", "helps_with": "y"}, "「scope」写的是「外国」 → 只能填：全国、本地"),
        (Village, {"name": "x", "code": 120115108208}, "「code」写的是「120115108208」，应当是一段文字 → 请写文字；只有数字或像日期的请加英文双引号"),
        (Village, {"name": "x", "code": "120115108208", "model_households": -1}, "「model_households」写的是「-1」，太小 → 不能小于 0"),
        (Village, {"name": "x", "code": "120115108208", "honours": "好"}, "「honours」写的是「好」，应当是列表 → 请每行写一项，前面加“  - ”；没有就写 []"),
        (Village, {"name": "x", "code": "120115108208", "honours": [{"name": "好"}]}, "缺少「honours」第 1 条的「source」 → 请补上。出处：哪一份公开文件"),
    ],
)  # fmt: skip
def test_sentence(model: type[Content], data: dict[str, Any], sentence: str) -> None:
    assert _tell(model, data) == [f"x.yml:1: {sentence}"]


CASE: dict[str, Any] = {
    "title": "借钱不还怎么办？", "asks": ["甲", "乙"], "topic": "借贷欠款", "kind": "民事",
    "source": {"type": "虚构示例"}, "facts_date": dt.date(2026, 1, 1), "published": dt.date(2026, 6, 1),
    "reviewed": dt.date(2026, 6, 1), "review_due": dt.date(2027, 6, 1), "audience": ["村民"],
    "contacts": ["12345热线"], "status": "published",
}  # fmt: skip


def _case(**changes: object) -> dict[str, Any]:
    return {name: value for name, value in (CASE | changes).items() if value != "-"}


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (_case(reviewed="-"), "状态是 published，却没有写「reviewed」 → 请补上日期；还没写完的请用 status: draft"),
        (_case(status="withdrawn"), "「withdrawn」和状态对不上 → 撤下的案例写 status: withdrawn，并写明 reason 和 date"),
        (_case(withdrawn={"reason": "错", "date": dt.date(2026, 7, 1)}), "「withdrawn」和状态对不上 → 撤下的案例写 status: withdrawn，并写明 reason 和 date"),
        (_case(status="superseded"), "「successor」和状态对不上 → 被替换的案例写 status: superseded，并写明 successor"),
        (_case(review_due=dt.date(2026, 6, 1)), "「review_due」不晚于「reviewed」 → 下次核对的日期应当在这次之后"),
        (_case(source={"type": "真实公开"}), "来源是“真实公开”，却没有写 org（发布单位）和 url（原文网址） → 请补上，或改选别的来源"),
        (_case(source={"type": "改编", "case_number": "（2026）津0115民初1号"}), "案号只有法院公布过的案例才能写 → 请删掉 case_number，或把 type 改成“真实公开”"),
        (_case(asks=["甲"]), "「asks」只有 1 项，至少要 2 项 → 请补写"),
        (_case(asks=["甲"] * 9), "「asks」有 9 项，最多 8 项 → 请删去几项"),
        (_case(kind="离婚"), "「kind」写的是「离婚」 → 只能填：民事、刑事、行政、劳动、调解"),
        (_case(published="2026-06-01"), "「published」写的是「2026-06-01」，应当是日期 → 请写成 2026-03-15 的样子，不加引号"),
        (_case(published=dt.datetime(2026, 6, 1, 9, 30)), "「published」写的是「2026-06-01 09:30:00」，应当是日期 → 请写成 2026-03-15 的样子，不加引号"),
        (_case(source="改编"), "「source」写的是「改编」，下面应当再分字段 → 请换行缩进两格，照模板写"),
    ],
)  # fmt: skip
def test_sentence_about_a_case(data: dict[str, Any], sentence: str) -> None:
    assert _tell(Case, data) == [f"x.yml:1: {sentence}"]


def test_a_draft_may_leave_its_dates() -> None:
    data = _case(status="draft", facts_date="-", published="-", reviewed="-", review_due="-")
    assert validate(Case, Source("x.md", data)).status == "draft"


def test_all_mistakes_at_once_each_at_its_line() -> None:
    told = _tell(Topic, {"slug": "A", "name": 5, "summary": "x"}, slug=3, name=2)
    assert [line.split(":")[1] for line in told] == ["2", "3"]


def test_a_long_value_is_cut() -> None:
    assert "一二三四五六七八九十一二三四五六七八九…」" in str(_tell(Contact, {"scope": "一二三四五六七八九十" * 9}))


def test_numbers_of_a_report_are_numbers() -> None:
    told = _tell(Report, {"title": "x", "year": "2024", "issuer": "x", "published": dt.date(2025, 3, 1)})
    assert told == [
        "x.yml:1: 「published」写的是「2025-03-01」，应当是日期和钟点 → 请写成 2025-03-19 11:24 的样子，不加引号",
        "x.yml:1: 「year」写的是「2024」，应当是整数 → 请只写阿拉伯数字，不加引号",
    ]
    assert Indicator.model_fields["value"].annotation is float


def test_every_field_is_described_in_chinese() -> None:
    for _, model in inspect.getmembers(models, inspect.isclass):
        if issubclass(model, models.Fields):
            for name, info in model.model_fields.items():
                assert any("\u4e00" <= c <= "\u9fff" for c in info.description or ""), f"{model.__name__}.{name}"
