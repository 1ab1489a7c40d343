"""年报: the annual report as published, its figures, and what became of its promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pufa.library import Library
from pufa.models import Indicator, Report
from pufa.pages.page import Page
from pufa.report_text import ReportText, parse
from pufa.report_words import split_points


def uri(report: Report) -> str:
    return f"reports/{report.year}.md"


def build(library: Library) -> Iterator[Page]:
    """The index, and a page for each year."""
    yield Page(
        "reports/index.md",
        "年报",
        "report_index.html",
        {"reports": library.reports},
        description=f"{library.site.town}法治政府建设年度报告。",
    )
    for report in library.reports:
        text = parse(report.body, report.body_line)
        yield Page(
            uri(report),
            report.title,
            "report.html",
            {
                "report": report,
                "text": text,
                "contents": _list_contents(report, text),
                "split_points": split_points,
                "groups": [(name, [(one, _largest(one, group)) for one in group]) for name, group in _group(report)],
                "progress": Counter(commitment.status for commitment in report.commitments),
            },
            description=f"{report.title}：原文、数字和承诺的进展。",
            edit_path=report.path,
        )


def _list_contents(report: Report, text: ReportText) -> list[tuple[str, str]]:
    """What the page holds: (words, anchor)."""
    own = [("报告里的数字", "数字", report.indicators), ("去年说的，今年做了吗", "承诺", report.commitments)]
    return [
        *((words, anchor) for words, anchor, items in own if items),
        ("报告全文", "全文"),
        *((part.heading, part.anchor) for part in text.parts),
    ]


def _group(report: Report) -> list[tuple[str, list[Indicator]]]:
    order = list(dict.fromkeys(indicator.group for indicator in report.indicators))
    ranked = sorted(report.indicators, key=lambda indicator: order.index(indicator.group))
    return [(name, list(group)) for name, group in groupby(ranked, key=lambda indicator: indicator.group)]


def _largest(indicator: Indicator, group: list[Indicator]) -> float | None:
    """What its bar is measured by: the largest of the same unit; None if no other figure can be compared with it."""
    alike = [one.value for one in group if one.unit == indicator.unit]
    return max(alike) if len(alike) > 1 else None
