"""What the nodes of a parsed YAML file hold: plain values, the line of each of them, and what would be misread elsewhere.

PyYAML lets duplicate keys, ``no`` for False and ``12:30`` for 750 pass in silence. Nothing of that kind is guessed or
repaired here: it is told, with the line.
"""

from __future__ import annotations

import datetime as dt
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import yaml

from pufa.problems import Problem

FieldPath = tuple[str | int, ...]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}")
_INTEGER = re.compile(r"[-+]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")
# What a YAML 1.1 program turns into something else than what stands there.
_MISREAD_WORD = re.compile(r"(?i:yes|no|on|off|y|n)")
_MISREAD_OCTAL = re.compile(r"[-+]?0\d[\d_]*")
_MISREAD_TIME = re.compile(r"\d{1,2}(:[0-5]\d)+")
_BEGINS_VALUE = frozenset("+-0123456789")  # of dates and numbers, and of what is misread as such


class Loader(yaml.CSafeLoader):
    """Guesses no types of what bears none: NodeReader knows them, and the guess costs a fifth of the reading."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class Lines(Mapping[FieldPath, int]):
    """The line of every field of a file, by its path.

    Thousands of files have the same fields: their paths are kept once, and of each file only the numbers.
    """

    __slots__ = ("_numbers", "_places")

    def __init__(self, paths: Iterable[FieldPath], numbers: Iterable[int]) -> None:
        self._places = _number(tuple(paths))
        self._numbers = array("I", numbers)

    def __getitem__(self, path: FieldPath) -> int:
        return self._numbers[self._places[path]]

    def __iter__(self) -> Iterator[FieldPath]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __reduce__(self) -> tuple[type[Lines], tuple[tuple[FieldPath, ...], array[int]]]:
        return Lines, (tuple(self._places), self._numbers)


class LinesOfItems(Mapping[FieldPath, int]):
    """The same of a file that is a list: its items have the same fields, as files have."""

    __slots__ = ("_first", "_items")

    def __init__(self, known: Mapping[FieldPath, int]) -> None:
        items: dict[str | int, dict[FieldPath, int]] = {}
        for path, line in known.items():
            if path:
                items.setdefault(path[0], {})[path[1:]] = line
        self._first = known[()]
        self._items = {index: Lines(item, item.values()) for index, item in items.items()}

    def __getitem__(self, path: FieldPath) -> int:
        return self._items[path[0]][path[1:]] if path else self._first

    def __iter__(self) -> Iterator[FieldPath]:
        yield ()
        yield from ((index, *path) for index, lines in self._items.items() for path in lines)

    def __len__(self) -> int:
        return 1 + sum(map(len, self._items.values()))


@lru_cache(maxsize=1 << 12)
def _number(paths: tuple[FieldPath, ...]) -> dict[FieldPath, int]:
    return {path: place for place, path in enumerate(paths)}


class NodeReader:
    """Walks composed YAML nodes: values, lines, and what would be misread elsewhere."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[FieldPath, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, at: FieldPath) -> Any:
        """The value of a node, which stands at a place of the file."""
        self.lines.setdefault(at, self.first_line + node.start_mark.line)
        if id(node) in self._seen:
            self._tell(node, "用了 YAML 的引用（& 和 *） → 请把内容原样再写一遍")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.ScalarNode):  # most of them
            return self._read_scalar(node, at)
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, at)
        return [self.read(item, (*at, index)) for index, item in enumerate(node.value)]

    def _read_mapping(self, node: yaml.MappingNode, at: FieldPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                self._tell(key_node, "字段名写得不对 → 请写成“字段: 内容”")
                continue
            key = key_node.value
            place = (*at, key)
            if key in data:
                self._tell(key_node, f"「{key}」写了两遍（第 {self.lines[place]} 行已有） → 请只留一个")
                continue
            self.lines[place] = self.first_line + key_node.start_mark.line
            data[key] = self.read(value_node, place)
        return data

    def _read_scalar(self, node: yaml.ScalarNode, at: FieldPath) -> Any:
        text = node.value
        if node.tag not in _KNOWN_TAGS:
            self._tell(node, "用了 YAML 的类型标记（!） → 请去掉，或给整段文字加英文双引号")
        if node.style:  # quoted, or a block of text: what stands there is meant
            return text
        if text in ("", "~", "null"):
            return None
        if text in ("true", "false"):
            return text == "true"
        if len(text) > 3 and text[0] not in _BEGINS_VALUE:  # longer than any misread word: nearly all of a file
            return text
        for pattern in (_MISREAD_WORD, _MISREAD_OCTAL, _MISREAD_TIME):
            if pattern.fullmatch(text):
                name = next((f"「{part}」" for part in reversed(at) if isinstance(part, str)), "")
                self._tell(node, f'{name}写的是 {text}，别的程序会读成另一个值 → 请加英文双引号："{text}"')
                return text
        return self._convert(node, text)

    def _convert(self, node: yaml.ScalarNode, text: str) -> Any:
        try:
            if _DATE.fullmatch(text):
                return dt.date.fromisoformat(text)
            if _DATE_TIME.fullmatch(text):
                return dt.datetime.strptime(text, "%Y-%m-%d %H:%M")
        except ValueError:
            self._tell(node, f"没有 {text} 这一天或这个时刻 → 日期请写成 2026-03-15 的样子")
            return None
        if _INTEGER.fullmatch(text):
            return int(text)
        if _DECIMAL.fullmatch(text):
            return float(text)
        return text

    def _tell(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(self.path, self.first_line + node.start_mark.line, message))


_KNOWN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
)
