"""The text of an annual report: the original lines with visible headings, and the parts they make.

The body of content/reports/<year>.md is the text as published. A heading line has a Markdown mark
and one space in front; nothing else is changed, added or taken away: not a space, not a blank line,
not the newline at the end or its absence. Only a line that itself begins with ``#`` would be taken for
a mark, so it gets a backslash (as in Markdown), and so does one that begins with backslashes and ``#``.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pufa.problems import ContentError, Problem
from pufa.report_words import HALF_WIDTH, find_year

# What every such report must contain, and the words by which its heading is known.
MANDATED = {
    "主要举措和成效": re.compile("举措|成效"),
    "存在的问题和不足": re.compile("问题|不足"),
    "第一责任人职责的履行情况": re.compile("第一责任人|主要负责人"),
    "下一年度的安排": re.compile("安排|打算|下一步"),
}

_NUMERALS = "[〇零一二三四五六七八九十百]+"
# Texts copied from a web page are often indented, so space before the number is no obstacle.
_NUMBERED = {
    2: re.compile(rf"\s*({_NUMERALS})、"),
    3: re.compile(rf"\s*[(（]({_NUMERALS})[)）]"),
    4: re.compile(r"\s*([0-9０-９]{1,2})[.．、](?![0-9０-９])"),  # 1.2万 is a number, not a heading
}
_MARK = re.compile(r"(#{1,4}) ")
_SOURCE = re.compile(r"\s*(?:信息)?(?:来源|发布(?:机构|单位|时间|日期))\s*[:：]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_ISSUER = re.compile(r"(?:来源|发布机构|发布单位)\s*[:：]\s*(?!发布[时日])(\S+?)(?=\s|发布[时日]|$)")
_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_PUBLISHED = re.compile(rf"发布(?:时间|日期)\s*:\s*{_DAY}(?:\s*(\d{{1,2}}):(\d{{2}}))?", re.ASCII)


@dataclass(frozen=True)
class Part:
    """One heading and what stands under it.

    heading: as written, with its number. anchor: 四, 四-二, 四-二-1; unique in the report.
    level: 2, 3 or 4. line: of the file. paragraphs: the lines under the heading, unchanged.
    own: the original text from the heading to the next one.
    """

    heading: str
    anchor: str
    level: int
    line: int
    paragraphs: tuple[str, ...]
    children: tuple[Part, ...]
    own: str

    @property
    def text(self) -> str:
        """The original text of this part and all that is under it."""
        return self.own + "".join(child.text for child in self.children)

    @property
    def words(self) -> str:
        """The heading without its number."""
        return _NUMBERED[self.level].sub("", self.heading, count=1).strip()


@dataclass(frozen=True)
class ReportText:
    """A report taken apart; ``head`` and the texts of the parts, joined, are the original again."""

    title: str
    source: tuple[str, ...]
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    head: str

    def part_on(self, content: str) -> Part | None:
        """The part that holds one of the MANDATED contents; the last one if several name it."""
        return next((part for part in reversed(self.parts) if MANDATED[content].search(part.heading)), None)

    @property
    def plan(self) -> Part | None:
        """The part with the promises: known by its heading, or else 四、."""
        fourth = (part for part in self.parts if part.anchor == "四")
        return self.part_on("下一年度的安排") or next(fourth, None)


class Header(NamedTuple):
    """What the first lines of a report say about it."""

    title: str
    year: int
    issuer: str
    published: dt.datetime


def mark_headings(text: str) -> str:
    """Original text → body of the content file."""
    lines = text.split("\n")
    title = next((index for index, line in enumerate(lines) if line.strip()), None)
    if title is not None and (_numbered_level(lines[title]) or _SOURCE.match(lines[title])):
        title = None  # the text begins without one; the importer says so
    return "\n".join(_mark(line, 1 if index == title else _numbered_level(line)) for index, line in enumerate(lines))


def plain_text(body: str) -> str:
    """Body of the content file → original text, character by character."""
    return "\n".join(_unmark(line)[1] for line in body.split("\n"))


def _mark(line: str, level: int) -> str:
    if level:
        return f"{'#' * level} {line}"
    return "\\" + line if re.match(r"\\*#", line) else line


def _unmark(line: str) -> tuple[int, str]:
    """A line of the body → its level (0: no heading) and the original line."""
    if mark := _MARK.match(line):
        return len(mark[1]), line[mark.end() :]
    return 0, line[1:] if re.match(r"\\+#", line) else line


def _numbered_level(line: str) -> int:
    return next((level for level, pattern in _NUMBERED.items() if pattern.match(line)), 0)


def parse(body: str, first_line: int = 1) -> ReportText:
    """Take a body apart. first_line: the line of the file on which the body begins."""
    head: list[str] = []
    blocks: list[_Block] = []
    title, below = "", list[str]()
    for number, marked in enumerate(_LINE.findall(body), start=first_line):
        level, line = _unmark(marked)
        if level > 1:
            blocks.append(_Block(level, number, [line]))
        elif blocks:
            blocks[-1].lines.append(line)
        else:
            head.append(line)
            if level and not title:
                title = line.strip()
            else:
                below.append(line)
    return ReportText(
        title,
        tuple(line for line in _paragraphs(below) if _SOURCE.match(line)),
        tuple(line for line in _paragraphs(below) if not _SOURCE.match(line)),
        _grow(blocks, "", {}),
        "".join(head),
    )


class _Block(NamedTuple):
    """A heading line and the lines up to the next heading, each with its newline."""

    level: int
    line: int
    lines: list[str]


def _grow(blocks: list[_Block], above: str, taken: dict[str, int]) -> tuple[Part, ...]:
    """Blocks → tree. above: the anchor of the part around them; taken: anchors given, with the last count."""
    parts, start = [], 0
    while start < len(blocks):
        end = start + 1
        while end < len(blocks) and blocks[end].level > blocks[start].level:
            end += 1
        parts.append(_make_part(blocks[start], blocks[start + 1 : end], above, taken))
        start = end
    return tuple(parts)


def _make_part(block: _Block, under: list[_Block], above: str, taken: dict[str, int]) -> Part:
    heading, rest = block.lines[0].strip(), ""
    if block.level > 2:  # (一)… stands on one line with its paragraph, up to the first full stop
        start, stop, rest = block.lines[0].partition("。")
        heading = (start + stop).strip()
    anchor = _choose_anchor(block.level, heading, above, taken)
    paragraphs = _paragraphs([rest, *block.lines[1:]])
    own = "".join(block.lines)
    return Part(heading, anchor, block.level, block.line, paragraphs, _grow(under, anchor, taken), own)


def _choose_anchor(level: int, heading: str, above: str, taken: dict[str, int]) -> str:
    number = _NUMBERED[level].match(heading)
    name = number[1].translate(HALF_WIDTH) if number else re.sub(r"\W+", "-", heading).strip("-")
    anchor = wanted = "-".join(filter(None, (above, name or "无题")))
    while anchor in taken:
        taken[wanted] += 1
        anchor = f"{wanted}-{taken[wanted]}"
    taken[anchor] = 1
    return anchor


def _paragraphs(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line.removesuffix("\n") for line in lines if line.strip())


def walk(parts: Iterable[Part]) -> Iterator[Part]:
    """Every part and every part under it, in the order of the text."""
    for part in parts:
        yield part
        yield from walk(part.children)


def read_header(text: str, path: str = "") -> Header:
    """Title, year, issuer and time of publication of an original text.

    path: how the text is named in messages. Raises ContentError with everything that is missing.
    """
    report = parse(mark_headings(text))
    problems = []
    line = next((number for number, each in enumerate(text.split("\n"), 1) if each in report.source), 1)
    year = find_year(report.title)
    if not report.title:
        problems.append(Problem(path, 1, "没有标题 → 请在第一行写上报告的标题，如“某镇2024年法治政府建设报告”"))
    elif year is None:
        problems.append(Problem(path, 1, f"标题「{report.title[:30]}」里没有年份 → 请照原网页补全标题，如“2024年”"))
    facts = "\n".join(report.source)
    issuer = _ISSUER.search(facts)
    if issuer is None:
        problems.append(
            Problem(path, line, "没有写来源 → 请在标题下写一行“来源:某镇人民政府 发布时间:2025-03-19 11:24”")
        )
    published = _read_time(facts, path, line, problems)
    if problems or year is None or issuer is None or published is None:
        raise ContentError(problems)
    return Header(report.title, year, issuer[1], published)


def _read_time(facts: str, path: str, line: int, problems: list[Problem]) -> dt.datetime | None:
    found = _PUBLISHED.search(facts.translate(HALF_WIDTH).replace("\u3000", " "))
    if found is None:
        problems.append(Problem(path, line, "没有写发布时间 → 请在来源后面写上“发布时间:2025-03-19 11:24”"))
    elif found[4] is None:
        day = "-".join(found.group(1, 2, 3))
        problems.append(Problem(path, line, f"发布时间只有日期 {day}，没有钟点 → 请照原网页补上钟点，如 {day} 11:24"))
    else:
        try:
            year, month, day_of_month, hour, minute = map(int, found.groups())
            return dt.datetime(year, month, day_of_month, hour, minute)
        except ValueError:
            problems.append(Problem(path, line, "发布时间没有这一天或这个时刻 → 请照原网页写，如 2025-03-19 11:24"))
    return None
