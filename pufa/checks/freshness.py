"""Rules about what goes stale by itself: a review that is due, a law that is about to change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa.freshness.law import coming_changes
from pufa.library import Library
from pufa.problems import Problem


def check_review_dates(library: Library, today: dt.date) -> Iterator[Problem]:
    """A public case is compared with the law again by its review_due.

    Source: 法治宣传教育法第五十四条第二款 (内容应当准确、清楚).
    """
    for case in library.public_cases:
        if case.review_due and case.review_due < today:
            late = (today - case.review_due).days
            yield Problem(
                case.path,
                case.line("review_due"),
                f"「review_due」是 {case.review_due}，过了 {late} 天 → 请对照法条重看一遍，改 reviewed 和 review_due",
                "warning",
            )


def check_coming_changes(library: Library, today: dt.date) -> Iterator[Problem]:
    """A cited law has a version that is not yet in force, or ends within 90 days; said once for a file and law.

    Source: 法治宣传教育法第五十四条第二款; a text is rewritten before the day, not after it.
    """
    for change in coming_changes(library, today):
        message = f"引用的{change.describe(today)} → 请对照新条文看看要不要改写，到那天改好"
        yield Problem(change.path, change.line, message, "warning")
