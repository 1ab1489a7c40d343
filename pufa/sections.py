"""The parts of a case's body, in their order.

Staff may keep the headings that courts and judicial bureaus use; each is an alias of one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

SECTIONS = ("一句话", "发生了什么", "争的是什么", "结果", "法律怎么说", "说说理", "给您提个醒", "遇到了怎么办")
ANSWER, RESULT, STATUTES, REASONS, WHAT_TO_DO = SECTIONS[0], SECTIONS[3], SECTIONS[4], SECTIONS[5], SECTIONS[7]
STEPS = ("怎么做", "期限", "带什么", "找谁")  # inside 遇到了怎么办

ALIASES = {
    "基本案情": "发生了什么",
    "案情简介": "发生了什么",
    "案情回顾": "发生了什么",
    "争议焦点": "争的是什么",
    "裁判结果": "结果",
    "处理结果": "结果",
    "调解结果": "结果",
    "法条链接": "法律怎么说",
    "相关法条": "法律怎么说",
    "法官说法": "说说理",
    "律师说法": "说说理",
    "案例分析": "说说理",
    "法律分析": "说说理",
    "普法提示": "给您提个醒",
    "典型意义": "给您提个醒",
    "关联提示": "给您提个醒",
    "解决途径": "遇到了怎么办",
}


@dataclass(frozen=True)
class Section:
    """One ``##`` part of a body: its heading as written, its standard name (or None), its text."""

    heading: str
    name: str | None
    line: int
    text: str
    text_line: int


def split(body: str, first_line: int = 1) -> list[Section]:
    """Cut a body at its ``##`` headings; text above the first one has the heading "".

    first_line: the line of the file on which the body begins.
    """
    parts: list[tuple[str, int, list[str]]] = [("", first_line, [])]
    for number, line, is_code in lines_outside_code(body, first_line):
        heading = None if is_code else re.fullmatch(r"##[ \t]+(.+?)[ \t]*#*[ \t]*", line)
        if heading:
            parts.append((heading[1], number, []))
        else:
            parts[-1][2].append(line)
    return [
        Section(heading, _standard_name(heading), line, "\n".join(text), line + bool(heading))
        for heading, line, text in parts
        if heading or any(part.strip() for part in text)
    ]


def lines_outside_code(body: str, first_line: int) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number and whether it belongs to a fenced block of code."""
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = re.match(r"\s*(```+|~~~+)", line)
        inside = bool(fence)
        if mark and not fence:
            fence, inside = mark[1], True
        elif mark and line.strip().startswith(fence):
            fence = ""
        yield number, line, inside


def blank_code(text: str) -> str:
    """The same text with the lines of code blocks empty: what stands there is not said to readers."""
    return "\n".join("" if is_code else line for _, line, is_code in lines_outside_code(text, 1))


def _standard_name(heading: str) -> str | None:
    name = ALIASES.get(heading, heading)
    return name if name in SECTIONS else None
