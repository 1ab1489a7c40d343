"""One file of content/: its fields, its body, and the line on which each of them stands.

MkDocs publishes a page with broken front matter as if nothing had happened; here it is told, with the line.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from pufa.nodes import FieldPath, Lines, LinesOfItems, Loader, NodeReader
from pufa.problems import ContentError, Problem
from pufa.slips import explain, find_typing_slips

MAX_BYTES = 4_000_000  # a case is about 5 kB, the table of concepts about 1 MB; more is a mistake


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
    lines: Mapping[FieldPath, int] = field(default_factory=dict)
    body_starts: int | None = None
    body_line: int = 1
    warnings: tuple[Problem, ...] = ()
    text: str = ""

    @property
    def body(self) -> str:
        """The Markdown below the front matter; cut out when it is asked for, so that nothing is kept twice."""
        return "" if self.body_starts is None else self.text[self.body_starts :]

    @cached_property
    def bare(self) -> Source:
        """Without the data, for those who have made something of it: it should not be kept twice."""
        return replace(self, data=None)

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
    return Source(path, data, places, sum(map(len, lines[: end + 1])) + end + 1, end + 2, warnings, text)


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


def _parse(text: str, path: str, first_line: int) -> tuple[Any, Mapping[FieldPath, int]]:
    """YAML text → plain data and the line of every field; raises ContentError with all mistakes."""
    problems = list(find_typing_slips(text, path, first_line))
    if problems:
        raise ContentError(problems)
    try:
        node = yaml.compose(text, Loader=Loader)
        reader = NodeReader(path, first_line)
        data = reader.read(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise _error(path, line, explain(error)) from None
    except (yaml.YAMLError, RecursionError):
        raise _error(path, first_line, "字段部分读不懂，可能有控制字符或嵌套太深 → 请照模板重写") from None
    if reader.problems:
        raise ContentError(reader.problems)
    lines = LinesOfItems(reader.lines) if isinstance(data, list) else Lines(reader.lines, reader.lines.values())
    return data, lines
