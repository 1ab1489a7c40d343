"""What an annual report must say, and what may be said of its numbers and promises.

The rules on the report itself come from the 《法治政府建设与责任落实督察工作规定》 (中共中央办公厅、
国务院办公厅, 2019), as quoted by governments that publish under it; the others keep what this site
shows of a report equal to the report.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pufa.library import Library
from pufa.models import Indicator, Report
from pufa.nodes import FieldPath
from pufa.problems import Problem
from pufa.report_text import MANDATED, parse, plain_text
from pufa.report_words import find_year, read_quantity
from pufa.validation import describe_value, name_field


def check_indicators(library: Library, today: dt.date) -> Iterator[Problem]:
    """A figure is the report's own: its sentence stands in the text, its number in the sentence, its value in the number.

    Source: 法治宣传教育法第五十四条 (准确、清楚，避免误导公众). 12000余份 is 12000 份, 1.2万余村户 is 12000 村户.
    """
    for report in library.reports:
        text = plain_text(report.body)
        for index, indicator in enumerate(report.indicators):
            at = ("indicators", index)
            if indicator.sentence not in text:
                yield _tell(
                    report,
                    (*at, "sentence"),
                    indicator.sentence,
                    "正文里没有这句话 → 请从正文原样复制，一个空格也不要改",
                )
            # 5件 does not stand in 45件, nor 2万 in 1.2万
            whole = rf"(?<![0-9０-９])(?<![0-9０-９][.．,，]){re.escape(indicator.stated)}"
            if not re.search(whole, indicator.sentence):
                message = "那句原文里没有这个写法 → 请照「sentence」里的样子抄，“余”“万”都不要丢"
                yield _tell(report, (*at, "stated"), indicator.stated, message)
            yield from _compare_value(report, at, indicator)


def _compare_value(report: Report, at: FieldPath, indicator: Indicator) -> Iterator[Problem]:
    stated = indicator.stated
    quantity = read_quantity(stated)
    if quantity is None:
        yield _tell(report, (*at, "stated"), stated, "看不出数和单位 → 请照原文写数字和单位，如 12000余份")
        return
    if indicator.value != quantity.value:
        right = f"{quantity.value:.15g}"
        yield _tell(report, (*at, "value"), f"{indicator.value:.15g}", f"和「stated」的 {stated} 对不上 → 请写 {right}")
    if indicator.unit != quantity.unit:
        yield _tell(report, (*at, "unit"), indicator.unit, f"和「stated」的 {stated} 对不上 → 请写 {quantity.unit}")


def _tell(report: Report, at: FieldPath, found: str, message: str) -> Problem:
    return Problem(report.path, report.line(*at), f"{name_field(at)}{describe_value(found)}，{message}")


def check_commitments(library: Library, today: dt.date) -> Iterator[Problem]:
    """A promise is quoted word for word from the part on next year, and counted once.

    Source: 法治宣传教育法第五十四条 (准确、清楚，避免误导公众).
    """
    for report in library.reports:
        plan = parse(report.body).plan
        lines: dict[str, int] = {}
        for index, commitment in enumerate(report.commitments):
            at = ("commitments", index, "text")
            first = lines.setdefault(commitment.text, report.line(*at))
            if first != report.line(*at):
                message = f"和第 {first} 行是同一句 → 请只留一条，把进展写在一处"
                yield _tell(report, at, commitment.text, message)
            elif plan and commitment.text not in plan.text:  # without a plan, check_parts speaks
                message = f"正文的「{plan.heading}」里没有这句话 → 请从那一部分原样复制，一个字也不要改"
                yield _tell(report, at, commitment.text, message)


def check_year(library: Library, today: dt.date) -> Iterator[Problem]:
    """The year of a report is the one in its title; its address is made of it."""
    for report in library.reports:
        year = find_year(report.title)
        if year is None:
            message = f"「title」{describe_value(report.title)}，里面没有年份 → 请照原文写全，如“{report.year}年”"
            yield Problem(report.path, report.line("title"), message)
        elif year != report.year:
            message = f"「year」写的是「{report.year}」，标题里是 {year}年 → 请改成 {year}，标题抄错了就改标题"
            yield Problem(report.path, report.line("year"), message)


def check_parts(library: Library, today: dt.date) -> Iterator[Problem]:
    """A report has its four contents: 举措和成效, 不足和原因, 第一责任人职责, 下一年度安排 (督察工作规定). In any order."""
    for report in library.reports:
        text = parse(report.body)
        for content, pattern in MANDATED.items():
            if text.part_on(content) is None:
                words = "”或“".join(pattern.pattern.split("|"))
                message = (
                    f"正文没有讲「{content}」的部分 → 年度报告必须有这一项，"
                    f"标题单独一行，以“## 一、”的样子开头，写明“{words}”；请照原文核对"
                )
                yield Problem(report.path, report.body_line, message)


def check_publication(library: Library, today: dt.date) -> Iterator[Problem]:
    """A report is public by 1 April of the year after (督察工作规定: 每年4月1日之前…向社会公开)."""
    for report in library.reports:
        limit = dt.date(report.year + 1, 4, 1)
        published = report.published.date()
        if published > limit:
            message = (
                f"「published」写的是 {published}，晚于 {limit} → 按《法治政府建设与责任落实督察工作规定》，"
                "年度报告应当在每年4月1日之前公开；日期抄错了请改，没抄错就不用改"
            )
            yield Problem(report.path, report.line("published"), message, "warning")
