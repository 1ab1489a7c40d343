"""Slips of the keyboard in a YAML file: each with what to write instead, for people who know no YAML."""

from __future__ import annotations

import re
from collections.abc import Iterator

import yaml

from pufa.problems import Problem

# Any line of a file that find_typing_slips may tell of.
_SLIP = re.compile(r"^(?:[ \t]*\t|\s*(?:- )?[A-Za-z_]\w*(?:：|:(?=[^\s:/])))", re.MULTILINE)


def find_typing_slips(text: str, path: str, first_line: int) -> Iterator[Problem]:
    """Slips of the keyboard on which YAML's own message would not help a reader of Chinese."""
    if not _SLIP.search(text):
        return
    block_indent: int | None = None  # inside a block of text (| or >) anything may stand
    for number, line in enumerate(text.split("\n"), start=first_line):
        indent = len(line) - len(line.lstrip(" \t"))
        if block_indent is not None and (not line.strip() or indent > block_indent):
            continue
        block_indent = indent if re.search(r":\s+[|>][-+\d]*\s*$", line) else None
        if "\t" in line[:indent]:
            yield Problem(path, number, "行首有制表符（Tab） → 请换成空格，每层两个")
        elif match := re.match(r"\s*(?:- )?([A-Za-z_]\w*)：", line):
            yield Problem(path, number, f"「{match[1]}」后面是全角冒号“：” → 请换成英文冒号 : 再空一格")
        elif match := re.match(r"\s*([A-Za-z_]\w*):(?=[^\s:/])", line):
            yield Problem(path, number, f"「{match[1]}」的冒号后面没有空格 → 请写成 {match[1]}: 内容")


def explain(error: yaml.MarkedYAMLError) -> str:
    """What to do about a message of the YAML parser."""
    reason = f"{error.context or ''} {error.problem or ''}"
    for sign, sentence in (
        ("cannot start any token", "这一行以特殊符号开头 → 请给冒号后面的整段文字加上英文双引号"),
        ("quoted scalar", "引号没有成对 → 请在文字两头都写上英文双引号"),
        ("mapping values are not allowed", "一行里有两个冒号，或缩进不对 → 文字里有冒号时请给整段文字加英文双引号"),
        ("alias", "文字以 * 开头 → 请给整段文字加上英文双引号"),
        ("anchor", "文字以 & 开头 → 请给整段文字加上英文双引号"),
        ("could not find expected ':'", "字段名后面没有冒号 → 请写成“字段: 内容”"),
        ("block mapping", "缩进没有对齐 → 同一层的字段前面空格数要一样"),
        ("block collection", "列表没有对齐 → 每一项请写成“  - 内容”，前面空格数一样"),
        ("flow", "方括号或花括号没有成对 → 请补上，或给整段文字加英文双引号"),
        ("expected <document start>", "多了一行不属于任何字段的文字 → 请删掉，或写成“字段: 内容”"),
    ):
        if sign in reason:
            return sentence
    return "这一行的写法电脑读不懂 → 请照模板重写这一行，文字里有特殊符号时加英文双引号"
