"""Raw fields → a model, or one Chinese sentence for every mistake."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pufa.models import Content, field_descriptions, place
from pufa.nodes import FieldPath
from pufa.problems import ContentError, Problem
from pufa.source import Source

ContentType = TypeVar("ContentType", bound=Content)


def validate(model: type[ContentType], source: Source, at: FieldPath = ()) -> ContentType:
    """Make one item of content out of what a file holds at a place in it.

    at: where in ``source.data`` the item stands; () is the whole file.
    Raises ContentError with every field that is wrong.
    """
    data: Any = source.data
    for part in at:
        data = data[part]
    try:
        item = model.model_validate(data)
    except ValidationError as failure:
        raise ContentError(_tell(model, source, at, error) for error in failure.errors()) from None
    place(item, source, at)
    return item


def _tell(model: type[BaseModel], source: Source, at: FieldPath, error: ErrorDetails) -> Problem:
    location = tuple(error["loc"])
    sentence = SENTENCES.get(error["type"], _unforeseen)(error, model)
    return Problem(source.path, source.line(*at, *location), sentence)


def name_field(location: FieldPath) -> str:
    """("indicators", 2, "name") → 「indicators」第 3 条的「name」"""
    words = ""
    for part in location:
        words += f"第 {part + 1} 条" if isinstance(part, int) else f"{'的' if words else ''}「{part}」"
    return words or "整个文件"


def describe_value(value: object) -> str:
    """What was found, short enough for a message, in the words of a person who knows no YAML."""
    if value is None:
        return "是空的"
    if isinstance(value, bool):
        return "写的是 " + ("true" if value else "false")
    if isinstance(value, list):
        return f"是一个列表（{len(value)} 项）"
    if isinstance(value, dict):
        return "下面又分了字段"
    text = str(value)
    return f"写的是「{text if len(text) <= 20 else text[:19] + '…'}」"


def _model_at(model: type[BaseModel], location: FieldPath) -> type[BaseModel]:
    """The group of fields that a location lies in."""
    for part in location[:-1]:
        if isinstance(part, str) and part in model.model_fields:
            model = group_in(model.model_fields[part].annotation) or model
    return model


def group_in(annotation: Any) -> type[BaseModel] | None:
    """The model inside ``X``, ``X | None`` or ``list[X]``, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (group_in(argument) for argument in getattr(annotation, "__args__", ()))
    return next((group for group in found if group), None)


def _say_missing(error: ErrorDetails, model: type[BaseModel]) -> str:
    location = tuple(error["loc"])
    hint = field_descriptions(_model_at(model, location)).get(str(location[-1]), "")
    return f"缺少{name_field(location)} → 请补上。{hint}"


def _say_unknown(error: ErrorDetails, model: type[BaseModel]) -> str:
    location = tuple(error["loc"])
    known = list(_model_at(model, location).model_fields)
    near = difflib.get_close_matches(str(location[-1]), known, n=1)
    advice = f"是不是想写「{near[0]}」？" if near else f"只能写：{'、'.join(known)}"
    return f"没有{name_field(location)}这个字段 → {advice}"


def _say_wrong_choice(error: ErrorDetails, _: type[BaseModel]) -> str:
    choices = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
    return f"{name_field(tuple(error['loc']))}{describe_value(error['input'])} → 只能填：{'、'.join(choices)}"


def _say_pattern(error: ErrorDetails, model: type[BaseModel]) -> str:
    location = tuple(error["loc"])
    hint = field_descriptions(_model_at(model, location)).get(str(location[-1]), "")
    if error["input"] != error["input"].strip():
        return f"{name_field(location)}前后有多余的空格或换行 → 请删掉"
    return f"{name_field(location)}{describe_value(error['input'])}，样子不对 → {hint or '请照模板写'}"


def _say(template: str) -> Callable[[ErrorDetails, type[BaseModel]], str]:
    """A sentence with {field}, {found} and the limits that pydantic gives."""

    def say(error: ErrorDetails, _: type[BaseModel]) -> str:
        found = describe_value(error["input"])
        return template.format(field=name_field(tuple(error["loc"])), found=found, **error.get("ctx", {}))

    return say


def _unforeseen(error: ErrorDetails, _: type[BaseModel]) -> str:
    return f"{name_field(tuple(error['loc']))}{describe_value(error['input'])}，写法不对 → 请照模板写"


SENTENCES: Mapping[str, Callable[[ErrorDetails, type[BaseModel]], str]] = {
    "missing": _say_missing,
    "extra_forbidden": _say_unknown,
    "literal_error": _say_wrong_choice,
    "string_pattern_mismatch": _say_pattern,
    "string_type": _say("{field}{found}，应当是一段文字 → 请写文字；只有数字或像日期的请加英文双引号"),
    "string_too_short": _say("{field}没有内容 → 请写上，或删掉这个字段"),
    "date_type": _say("{field}{found}，应当是日期 → 请写成 2026-03-15 的样子，不加引号"),
    "datetime_type": _say("{field}{found}，应当是日期和钟点 → 请写成 2025-03-19 11:24 的样子，不加引号"),
    "int_type": _say("{field}{found}，应当是整数 → 请只写阿拉伯数字，不加引号"),
    "float_type": _say("{field}{found}，应当是数 → 请只写阿拉伯数字，不加引号"),
    "bool_type": _say("{field}{found} → 只能写 true（是）或 false（否）"),
    "greater_than_equal": _say("{field}{found}，太小 → 不能小于 {ge:g}"),
    "less_than_equal": _say("{field}{found}，太大 → 不能大于 {le:g}"),
    "list_type": _say("{field}{found}，应当是列表 → 请每行写一项，前面加“  - ”；没有就写 []"),
    "too_short": _say("{field}只有 {actual_length} 项，至少要 {min_length} 项 → 请补写"),
    "too_long": _say("{field}有 {actual_length} 项，最多 {max_length} 项 → 请删去几项"),
    "model_type": _say("{field}{found}，下面应当再分字段 → 请换行缩进两格，照模板写"),
    "dict_type": _say("{field}{found}，下面应当再分字段 → 请换行缩进两格，照模板写"),
    "rule": lambda error, _: str(error["ctx"]["sentence"]),
}
