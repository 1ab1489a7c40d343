"""What people fill in, made from the models: the table of fields, the template of a new case, the form on the repository."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import yaml
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from pufa.models import BLANK, Case
from pufa.sections import SECTIONS, STEPS
from pufa.validation import group_in

# What a new draft starts with, where the model has no default of its own.
_STARTS: dict[str, object] = {
    "asks": [BLANK, BLANK],
    "topic": BLANK,
    "kind": "民事",
    "source": {"type": "虚构示例"},
    "audience": ["村民"],
    "contacts": ["12348法律服务热线"],
    "status": "draft",
}
_LEFT_OUT = ("audio", "withdrawn", "successor", "facts_date", "published", "reviewed", "review_due", "allow")


def write_field_table(model: type[BaseModel]) -> str:
    """A Markdown table: every field, whether it must be filled in, and what to write."""
    rows = ["| 字段 | 必填 | 写什么 |", "| --- | --- | --- |"]
    for name, info in _walk_fields(model, ""):
        rows.append(f"| `{name}` | {'是' if info.is_required() else '否'} | {info.description} |")
    return "\n".join(rows) + "\n"


def _walk_fields(model: type[BaseModel], above: str) -> Iterator[tuple[str, FieldInfo]]:
    for name, info in model.model_fields.items():
        yield above + name, info
        group = group_in(info.annotation)
        if group:
            yield from _walk_fields(group, f"{above}{name}.")


def write_case_template() -> str:
    """A draft that the check accepts: every field and part of a case, 【待填】 where a person has to write."""
    fields: dict[str, Any] = {}
    for name, info in Case.model_fields.items():
        if name not in _LEFT_OUT:
            fields[name] = _STARTS.get(name, BLANK if info.is_required() else [])
    front = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False)
    parts = [f"## {name}\n\n{BLANK}\n" for name in SECTIONS[:-1]]
    steps = [f"### {step}\n\n{BLANK}\n" for step in STEPS]
    return f"---\n{front}---\n\n" + "\n".join([*parts, f"## {SECTIONS[-1]}\n", *steps])


def write_issue_form() -> str:
    """GitHub's form for a new case (YAML): exactly the fields of Case, then the parts of its body."""
    body = [_field_of_form(name, info) for name, info in Case.model_fields.items()]
    for number, name in enumerate(SECTIONS, start=1):
        body.append(_element("textarea", f"section-{number}", name, "正文的一部分，用大白话写", required=True))
    form = {
        "name": "写一个新案例",
        "description": "不会改文件的同志，填这张表就行；维护人员会把它变成案例文件。",
        "title": "案例：",
        "labels": ["案例"],
        "body": [
            {
                "type": "markdown",
                "attributes": {
                    "value": "**不要写真实姓名、电话、住址、证件号码。** 这里提交的内容所有人都看得见，删了也留有记录。"
                },
            },
            *body,
        ],
    }
    return yaml.safe_dump(form, allow_unicode=True, sort_keys=False, width=1000)


def _field_of_form(name: str, info: FieldInfo) -> dict[str, Any]:
    choices, several = _choices(info.annotation)
    description, required = info.description or "", info.is_required()
    if choices:
        element = _element("dropdown", name, name, description, required)
        element["attributes"] |= {"options": list(choices), "multiple": several}
        return element
    is_long = get_origin(info.annotation) is list or group_in(info.annotation)
    return _element("textarea" if is_long else "input", name, name, description, required)


def _choices(annotation: Any) -> tuple[tuple[str, ...], bool]:
    """The values of a Literal, and whether several may be chosen."""
    if get_origin(annotation) is Literal:
        return get_args(annotation), False
    if get_origin(annotation) is list and get_origin(get_args(annotation)[0]) is Literal:
        return get_args(get_args(annotation)[0]), True
    return (), False


def _element(kind: str, identifier: str, label: str, description: str, required: bool) -> dict[str, Any]:
    return {
        "type": kind,
        "id": identifier,
        "attributes": {"label": label, "description": description},
        "validations": {"required": required},
    }
