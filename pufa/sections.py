"""The parts of a case's body, in their order.

Staff may keep the headings that courts and judicial bureaus use; each is an alias of one of ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

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

# The # of the beginning of a line, looked for before it is asked where it stands: half the time that ^## takes.
_HEADING = re.compile(r"#(?<![^\n]#)#[ \t]+(.+?)[ \t]*#*[ \t]*$", re.MULTILINE)
_FENCE = re.compile(r"\s*(```+|~~~+)")


class Section(NamedTuple):  # eight in a case: a tuple is made fastest
    """One ``##`` part of a body: its heading as written, its standard name (or None), its text.

    start: where in the body its text begins.
    """

    heading: str
    name: str | None
    line: int
    text: str
    text_line: int
    start: int


@lru_cache(maxsize=256)  # one rule after the other asks about the same hundred cases
def split(body: str, first_line: int = 1) -> tuple[Section, ...]:
    """Cut a body at its ``##`` headings; text above the first one has the heading "".

    first_line: the line of the file on which the body begins.
    """
    heads = [("", first_line, 0, 0)]  # heading, its line, where it and the text below it begin
    for match in _HEADING.finditer(_mask_code(body)):
        heads.append((match[1], first_line + body.count("\n", 0, match.start()), match.start(), match.end() + 1))
    ends = [max(0, place - 1) for _, _, place, _ in heads[1:]] + [len(body)]
    return tuple(
        Section(heading, _standard_name(heading), line, text, line + bool(heading), start)
        for (heading, line, _, start), end in zip(heads, ends, strict=True)
        if heading or body[start:end].strip()
        for text in [body[start:end]]
    )


def _mask_code(body: str) -> str:
    """The same text, every character in its place, but for those of code blocks."""
    if not _has_code(body):
        return body
    return "\n".join(" " * len(line) if is_code else line for _, line, is_code in lines_outside_code(body, 1))


def _has_code(text: str) -> bool:
    return "```" in text or "~~~" in text


def lines_outside_code(body: str, first_line: int) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number and whether it belongs to a fenced block of code."""
    if not _has_code(body):
        yield from ((number, line, False) for number, line in enumerate(body.split("\n"), start=first_line))
        return
    fence = ""
    for number, line in enumerate(body.split("\n"), start=first_line):
        mark = _FENCE.match(line)
        inside = bool(fence)
        if mark and not fence:
            fence, inside = mark[1], True
        elif mark and line.strip().startswith(fence):
            fence = ""
        yield number, line, inside


def blank_code(text: str) -> str:
    """The same text with the lines of code blocks empty: what stands there is not said to readers."""
    if not _has_code(text):
        return text
    return "\n".join("" if is_code else line for _, line, is_code in lines_outside_code(text, 1))


def _standard_name(heading: str) -> str | None:
    name = ALIASES.get(heading, heading)
    return name if name in SECTIONS else None
