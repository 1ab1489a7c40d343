"""Take over an annual report as published: report.txt → content/reports/<year>.md.

The text goes in line by line, unchanged; the file is written beside its place, read back and compared,
and only then put in its place, so that a slip never costs the file that was there. The numbers and
promises in it are proposals: a person gives them their names.

With --force a report that is already there is replaced. What people have written stays: 成文日期, 索引号,
文号, 网址, and every indicator and commitment whose sentence still stands in the new text; the others
are listed. Nothing is proposed again for a sentence that the old text had: who deleted it, meant it.
Comments between the two lines of --- are lost.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NoReturn

import yaml

from pufa.models import Report
from pufa.problems import ContentError, Problem
from pufa.report_proposals import list_other_numbers, propose_commitments, propose_indicators
from pufa.report_text import Header, ReportText, mark_headings, parse, plain_text, read_header
from pufa.source import MAX_BYTES, read_markdown, read_text
from pufa.validation import validate


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(2, f"命令写得不对（{message}） → {self.format_usage()}")


def main(argv: list[str] | None = None) -> int:
    """Import one report. Out: 0, or 1 after telling every reason."""
    parser = _Parser(
        prog="import_report.py", description="把网上发布的年度报告放进 content/reports/，正文一个字也不改。"
    )
    parser.add_argument("report", type=Path, help="报告原文，UTF-8 的 .txt 文件")
    parser.add_argument("--content", type=Path, default=Path("content"), help="内容文件夹，默认是 content")
    parser.add_argument("--force", action="store_true", help="这一年的报告已有时也换掉，人工写过的字段尽量保留")
    arguments = parser.parse_args(argv)
    try:
        _import(arguments.report, arguments.content, arguments.force)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _import(file: Path, content: Path, force: bool) -> None:
    label = str(file).encode("utf-8", "replace").decode()
    text, warnings = read_text(file, label)
    for warning in warnings:
        print(warning, file=sys.stderr)
    header, report = _understand(text, label)
    if sum(len(item.sentence) for item in propose_indicators(report)) > MAX_BYTES:
        raise _error(label, "数字太多，不像一份年度报告 → 请检查是不是拿错了文件")
    place = f"{content.resolve().name}/reports/{header.year}.md"
    if not content.is_dir():
        raise _error(str(content), "没有这个文件夹 → 请在项目文件夹里运行，或用 --content 写对内容文件夹的位置")
    target = content / "reports" / f"{header.year}.md"
    fields, fallen = _choose_fields(header, report, _read_old(target, place, force))
    written = _write(target, place, fields, text)
    _tell(written, place, fallen, list_other_numbers(report))


def _error(path: str, message: str, line: int = 1) -> ContentError:
    return ContentError([Problem(path, line, message)])


def _understand(text: str, label: str) -> tuple[Header, ReportText]:
    """The first lines and the four parts, or every reason why they cannot be found."""
    problems: list[Problem] = []
    header = None
    try:
        header = read_header(text, label)
    except ContentError as error:
        problems += error.problems
    report = parse(mark_headings(text))
    found = {part.anchor for part in report.parts if part.level == 2}
    for number, ordinal in zip("一二三四", ("第一", "第二", "第三", "第四"), strict=True):
        if number not in found:
            message = f"没有{ordinal}部分 → 年报应当有四个部分，标题单独一行，以“{number}、”开头；请照原网页核对"
            problems.append(Problem(label, 1, message))
    if problems or header is None:
        raise ContentError(problems)
    return header, report


def _read_old(target: Path, place: str, force: bool) -> Report | None:
    if not target.exists():
        return None
    if not force:
        raise _error(place, "这一年的报告已经有了，没有改动它 → 确实要换掉，请在命令后面加 --force")
    return validate(Report, read_markdown(target, place))


def _choose_fields(header: Header, report: ReportText, old: Report | None) -> tuple[dict[str, Any], list[str]]:
    """The front matter in the order of the class, and what was in the old one and stands here no more."""
    indicators, commitments = propose_indicators(report), propose_commitments(report)
    extras: dict[str, Any] = {}
    fallen: list[str] = []
    if old:
        text = report.head + "".join(part.text for part in report.parts)
        plan = report.plan.text if report.plan else ""
        before = plain_text(old.body)
        kept = [item for item in old.indicators if item.sentence in text and item.stated in item.sentence]
        promised = [item for item in old.commitments if item.text in plan]
        fallen += [f"指标「{item.name}」{item.stated}：{item.sentence}" for item in old.indicators if item not in kept]
        fallen += [f"安排（{item.status}）：{item.text}" for item in old.commitments if item not in promised]
        indicators = kept + [item for item in indicators if item.sentence not in before]
        commitments = promised + [item for item in commitments if item.text not in before]
        extras = old.model_dump(
            include={"written", "index_number", "document_number", "url", "allow"}, exclude_defaults=True
        )
    fields = {**header._asdict(), **extras}
    fields["indicators"] = [item.model_dump(exclude_defaults=True) for item in indicators]
    fields["commitments"] = [item.model_dump(exclude_defaults=True) for item in commitments]
    return fields, fallen


class _Dumper(yaml.SafeDumper):
    """Writes fields as a person would: lists indented, whole numbers without “.0”, no folded lines."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    # “0089” or “12-04” would be read as something else by one program or another.
    style = '"' if text.isascii() and not re.fullmatch("[a-z_]{2,}", text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_number(dumper: yaml.SafeDumper, number: float) -> yaml.ScalarNode:
    return dumper.represent_int(int(number)) if number.is_integer() else dumper.represent_float(number)


def _represent_time(dumper: yaml.SafeDumper, time: dt.datetime) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", f"{time:%Y-%m-%d %H:%M}")


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_number)
_Dumper.add_representer(dt.datetime, _represent_time)


def render(fields: dict[str, Any], text: str) -> str:
    """Front matter and original text → the content file."""
    front = yaml.dump(fields, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**9)
    return f"---\n{front}---\n{mark_headings(text)}"


def _write(target: Path, place: str, fields: dict[str, Any], text: str) -> Report:
    """Write beside the target, read back, compare, and only then put it in its place."""
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        target.parent.mkdir(exist_ok=True)
        draft.write_bytes(render(fields, text).encode())
        written = validate(Report, read_markdown(draft, place))
        if plain_text(written.body) != text:
            raise _error(place, "写出来的正文和原文不一样，已经删掉 → 请把原文文件交给维护网站的人")
        draft.replace(target)
    except OSError as error:
        raise _error(place, f"文件写不进去（{error.strerror}） → 请检查文件夹能不能写") from None
    finally:
        with contextlib.suppress(OSError):  # nothing was written where nothing can be
            draft.unlink(missing_ok=True)
    return written


def _tell(written: Report, place: str, fallen: list[str], others: Counter[str]) -> None:
    print(f"写好了：{place}")
    print(f"  正文 {len(plain_text(written.body).splitlines())} 行，已经读回来核对，和原文逐字相同。")
    print(f"  提出指标 {len(written.indicators)} 条，安排 {len(written.commitments)} 条。")
    if fallen:
        print("新的原文里没有这些话了，已经去掉：")
        print("\n".join(f"  {line}" for line in fallen))
    print("下面的 name（名称）和 group（分组）是电脑猜的，请逐条核对、改好；正文请不要动：")
    for index, item in enumerate(written.indicators):
        line = written.line("indicators", index, "name")
        print(f"  {place}:{line}: {item.name}，{item.stated}（{item.group}）")
    print("再看看「commitments」是不是都是要做的事；不是的，整条删掉。")
    if others:
        listed = "、".join(f"{words}（{count} 处）" for words, count in others.items())
        print(f"这些数字没有当作指标：{listed}。漏了的请补上。")


if __name__ == "__main__":
    sys.exit(main())
