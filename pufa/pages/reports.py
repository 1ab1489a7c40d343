"""年报: the annual report as published, its figures, and what became of its promises."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from pufa.library import Library
from pufa.models import Indicator, Report
from pufa.pages.chart import draw_bars
from pufa.pages.page import Page, Publishing
from pufa.report_text import parse
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
        yield Page(
            uri(report),
            report.title,
            "report.html",
            {
                "report": report,
                "text": parse(report.body, report.body_line),
                "split_points": split_points,
                "groups": [(name, group, draw_bars(name, group)) for name, group in _group(report)],
                "progress": Counter(commitment.status for commitment in report.commitments),
            },
            description=f"{report.title}：原文、数字和承诺的进展。",
            edit_path=report.path,
            publishing=Publishing(
                report.published, report.published.date(), report.issuer, tuple(report.subject_words) or ("法治政府建设",)
            ),
        )


def _group(report: Report) -> list[tuple[str, list[Indicator]]]:
    order = list(dict.fromkeys(indicator.group for indicator in report.indicators))
    ranked = sorted(report.indicators, key=lambda indicator: order.index(indicator.group))
    return [(name, list(group)) for name, group in groupby(ranked, key=lambda indicator: indicator.group)]
