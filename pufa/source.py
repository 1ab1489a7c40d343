"""One file of content/: its fields, its body, and the line on which each of them stands.

MkDocs publishes a page with broken front matter as if nothing had happened, and PyYAML lets
duplicate keys, ``no`` for False and ``12:30`` for 750 pass in silence. Nothing of that kind is
guessed or repaired here: it is told, with the line.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from pufa.problems import ContentError, Problem

MAX_BYTES = 4_000_000  # a case is about 5 kB, the table of concepts about 1 MB; more is a mistake

FieldPath = tuple[str | int, ...]

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_DATE_TIME = re.compile(r"\d{4}-\d{2}-\d{2} \d{1,2}:\d{2}")
_INTEGER = re.compile(r"[-+]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[-+]?\d+\.\d+")
# What a YAML 1.1 program turns into something else than what stands there.
_MISREAD_WORD = re.compile(r"(?i:yes|no|on|off|y|n)")
_MISREAD_OCTAL = re.compile(r"[-+]?0\d[\d_]*")
_MISREAD_TIME = re.compile(r"\d{1,2}(:[0-5]\d)+")

# Any line of a file that _find_typing_slips may tell of.
_SLIP = re.compile(r"^(?:[ \t]*\t|\s*(?:- )?[A-Za-z_]\w*(?:：|:(?=[^\s:/])))", re.MULTILINE)
_BEGINS_VALUE = frozenset("+-0123456789")  # of dates and numbers, and of what is misread as such


@dataclass(frozen=True)
class Source:
    """What one file holds.

    path: as shown to the editor (``content/cases/x.md``).
    data: the front matter, or the whole of a YAML file; dates are ``datetime.date``.
    lines: the line of every field, by its path: ``("source", "type")``, ``(3, "name")``.
    body_starts: where in the text the Markdown below the front matter begins; body_line: on which line.
    text: the whole file, comments included.
    warnings: what was readable but should be saved differently.
    """

    path: str
    data: Any
    lines: dict[FieldPath, int] = field(default_factory=dict)
    body_starts: int | None = None
    body_line: int = 1
    warnings: tuple[Problem, ...] = ()
    text: str = ""

    @property
    def body(self) -> str:
        """The Markdown below the front matter; cut out when it is asked for, so that nothing is kept twice."""
        return "" if self.body_starts is None else self.text[self.body_starts :]

    @cached_property
    def stem(self) -> str:
        """The file's name without its ending: the permanent address of what it holds."""
        return self.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    def line(self, *path: str | int) -> int:
        """The line of a field, or of the nearest thing around it."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path[:-1]
        return self.lines.get((), 1)


def read_markdown(file: Path, path: str) -> Source:
    """Read a Markdown file with front matter between two lines of ``---``.

    path: how the file is named in messages. Raises ContentError.
    """
    text, warnings = read_text(file, path)
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        raise _error(path, 1, "文件开头没有字段 → 第一行请写 ---，写完字段后再写一行 ---")
    end = next((index for index, line in enumerate(lines) if index and line.rstrip() == "---"), None)
    if end is None:
        raise _error(path, 1, "字段没有结束 → 写完字段后，请单独写一行 ---")
    data, places = _parse("\n".join(lines[1:end]), path, first_line=2)
    if data is None:
        raise _error(path, 1, "两行 --- 之间是空的 → 请照模板填写字段")
    if not isinstance(data, dict):
        raise _error(path, 2, "开头部分不是“字段: 内容”的样子 → 每行请写一个字段，冒号后面空一格")
    return Source(path, data, places, sum(len(line) + 1 for line in lines[: end + 1]), end + 2, warnings, text)


def read_yaml(file: Path, path: str) -> Source:
    """Read a YAML file. path: how the file is named in messages. Raises ContentError."""
    text, warnings = read_text(file, path)
    data, places = _parse(text, path, first_line=1)
    if data is None:
        raise _error(path, 1, "文件是空的 → 请照模板填写，或者删掉这个文件")
    return Source(path, data, places, warnings=warnings, text=text)


def _error(path: str, line: int, message: str) -> ContentError:
    return ContentError([Problem(path, line, message)])


def read_text(file: Path, path: str) -> tuple[str, tuple[Problem, ...]]:
    if file.is_dir():
        raise _error(path, 1, "这里应当是一个文件，却是一个文件夹 → 请把文件夹改名或移走")
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            raise _error(path, 1, f"文件有 {size:,} 字节，超过 {MAX_BYTES:,} → 图片请另存，正文请拆成几篇")
        raw = file.read_bytes()
    except OSError as error:
        raise _error(path, 1, f"文件读不出来（{error.strerror}） → 请检查文件是否还在、能否打开") from None
    text = _decode(raw, path)
    if not text.strip():
        raise _error(path, 1, "文件是空的 → 请照模板填写，或者删掉这个文件")
    warnings = []
    if text.startswith("\ufeff"):
        text = text[1:]
        warnings.append(Problem(path, 1, "文件开头有看不见的 BOM 标记 → 请另存为“UTF-8（无 BOM）”", "warning"))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        warnings.append(Problem(path, 1, "换行是 Windows 的 CRLF → 请在编辑器右下角改成 LF 再保存", "warning"))
    return text, tuple(warnings)


def _decode(raw: bytes, path: str) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        try:
            raw.decode("gb18030")
        except UnicodeDecodeError:
            raise _error(path, line, "文件不是文本，或者已经损坏 → 请用 UTF-8 编码重新保存") from None
        raise _error(path, line, "文件是 GB18030（国标）编码 → 请另存为 UTF-8 编码") from None
    if "\0" in text:
        raise _error(
            path, text[: text.index("\0")].count("\n") + 1, "文件里有空字符，不像文本 → 请用 UTF-8 编码重新保存"
        )
    return text


def _parse(text: str, path: str, first_line: int) -> tuple[Any, dict[FieldPath, int]]:
    """YAML text → plain data and the line of every field; raises ContentError with all mistakes."""
    problems = list(_find_typing_slips(text, path, first_line))
    if problems:
        raise ContentError(problems)
    try:
        node = yaml.compose(text, Loader=_Loader)
        reader = _NodeReader(path, first_line)
        data = reader.read(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise _error(path, line, _explain(error)) from None
    except (yaml.YAMLError, RecursionError):
        raise _error(path, first_line, "字段部分读不懂，可能有控制字符或嵌套太深 → 请照模板重写") from None
    if reader.problems:
        raise ContentError(reader.problems)
    return data, reader.lines


def _find_typing_slips(text: str, path: str, first_line: int) -> Iterator[Problem]:
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


def _explain(error: yaml.MarkedYAMLError) -> str:
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


class _Loader(yaml.CSafeLoader):
    """Guesses no types of what bears none: _NodeReader knows them, and the guess costs a fifth of the reading."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        return "tag:yaml.org,2002:str"

    def descend_resolver(self, current_node: Any, current_index: Any) -> None:
        pass

    def ascend_resolver(self) -> None:
        pass


class _NodeReader:
    """Walks composed YAML nodes: values, lines, and what would be misread elsewhere."""

    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.lines: dict[FieldPath, int] = {}
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def read(self, node: yaml.Node, at: FieldPath) -> Any:
        self.lines.setdefault(at, self._line(node))
        if id(node) in self._seen:
            self._tell(node, "用了 YAML 的引用（& 和 *） → 请把内容原样再写一遍")
            return None
        self._seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._read_mapping(node, at)
        if isinstance(node, yaml.SequenceNode):
            return [self.read(item, (*at, index)) for index, item in enumerate(node.value)]
        assert isinstance(node, yaml.ScalarNode)
        return self._read_scalar(node, at)

    def _read_mapping(self, node: yaml.MappingNode, at: FieldPath) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode) or key_node.value == "<<":
                self._tell(key_node, "字段名写得不对 → 请写成“字段: 内容”")
                continue
            key = key_node.value
            if key in data:
                first = self.lines[(*at, key)]
                self._tell(key_node, f"「{key}」写了两遍（第 {first} 行已有） → 请只留一个")
                continue
            self.lines[(*at, key)] = self._line(key_node)
            data[key] = self.read(value_node, (*at, key))
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

    def _line(self, node: yaml.Node) -> int:
        return self.first_line + int(node.start_mark.line)

    def _tell(self, node: yaml.Node, message: str) -> None:
        self.problems.append(Problem(self.path, self._line(node), message))


_KNOWN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
)
