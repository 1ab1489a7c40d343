"""Rules against false dates: a day that has not come yet, a day long before the file was there, a page that vanished.

Source: 《政府网站与政务新媒体检查指标》 (国办秘函〔2019〕19号), 单项否决: 弄虚作假（如伪造发稿日期）.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa.library import Library
from pufa.models import Content
from pufa.nodes import FieldPath
from pufa.problems import Problem
from pufa.validation import name_field


def check_future(library: Library, today: dt.date) -> Iterator[Problem]:
    """What is said to have been done was not done after today. Source: 检查指标, 伪造发稿日期."""
    for item, field, day in days_of_the_past(library):
        if day > today:
            yield Problem(
                item.path,
                item.line(*field),
                f"{name_field(field)}写的是 {day}，今天才 {today} → 还没到的日子不能写，请写真实的日期",
            )


def days_of_the_past(library: Library) -> Iterator[tuple[Content, FieldPath, dt.date]]:
    """Every date in the fields that says when something was done."""
    for case in library.cases:
        if case.status == "draft":
            continue
        for name in ("published", "reviewed"):
            if day := getattr(case, name):
                yield case, (name,), day
        for index, approval in enumerate(case.approvals):
            yield case, ("approvals", index, "date"), approval.date
        if case.withdrawn:
            yield case, ("withdrawn", "date"), case.withdrawn.date
    for report in library.reports:
        yield report, ("published",), report.published.date()
        for index, commitment in enumerate(report.commitments):
            if commitment.updated:
                yield report, ("commitments", index, "updated"), commitment.updated
    for statute in library.statutes:
        for index, version in enumerate(statute.versions):
            yield statute, ("versions", index, "checked"), version.checked


def check_backdating(library: Library, today: dt.date) -> Iterator[Problem]:
    """A case was published and reviewed when it was stored, or a few days before: site.yml, backdating_days.

    Source: 检查指标, 伪造发稿日期. An annual report is exempt: its day is that of its first publication elsewhere.
    """
    leeway = dt.timedelta(days=library.site.backdating_days)
    history = library.history
    for case in library.cases:
        if case.status == "draft":
            continue
        for field, stored, what in (
            ("published", history.published.get(case.path), "才以“已发布”存进历史"),
            ("reviewed", history.added.get(case.path), "才第一次存进历史"),
        ):
            day = getattr(case, field)
            if stored and day < stored - leeway:
                yield Problem(
                    case.path,
                    case.line(field),
                    f"「{field}」写的是 {day}，这个文件 {stored} {what} → 日期最多可以早 {leeway.days} 天，请写真实的日期",
                )


def check_disappearance(library: Library, today: dt.date) -> Iterator[Problem]:
    """A page that was public keeps its address: what is withdrawn says so there.

    Source: 行政处罚法第四十八条第二款 (撤回信息并公开说明理由); a published address is printed on boards and sheets.
    """
    there = {item.path for item in (*library.cases, *library.villages, *library.reports)}
    unread = {problem.path for problem in library.problems}
    for path in sorted(library.history.once_public - there - unread):
        yield Problem(path, 1, _say_gone(path))
    for case in library.cases:
        if case.status == "draft" and case.path in library.history.once_public:
            yield Problem(case.path, case.line("status"), _SAY_DRAFT)


_WITHDRAW = "status 改成 withdrawn，写明 withdrawn 的 reason 和 date"
_SAY_DRAFT = f"这个案例发布过，不能再改回草稿，那样网址就打不开了 → 要撤下的，请把 {_WITHDRAW}"


def _say_gone(path: str) -> str:
    if "/cases/" in path:
        return f"这个案例发布过，现在文件没有了，网址会打不开 → 请恢复文件，把 {_WITHDRAW}；正文可以删掉"
    return "这一页发布过，现在文件没有了，网址会打不开 → 请恢复文件，内容可以改，文件名不要动"


def check_history(library: Library, today: dt.date) -> Iterator[Problem]:
    """Dates can be held against the record; without one that is said, once."""
    if library.history.missing:
        yield Problem(
            library.site.path,
            1,
            f"{library.history.missing}，没有核对发布日期是不是真的 → 请在历史完整的仓库里再核对一次",
            "warning",
        )
