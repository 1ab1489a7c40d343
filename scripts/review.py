#!/usr/bin/env python3
"""记下“这一天核对过法条”：改案例里的 reviewed，并把每条法条当时的原文存进 content/laws.lock。"""

from __future__ import annotations

import argparse
import datetime as dt
import re
import sys
from pathlib import Path

from pufa import checks, publication, reviews
from pufa.law.lock import NAME
from pufa.library import Library, load
from pufa.models import Case
from pufa.problems import ContentError, Problem


def main(argv: list[str] | None = None) -> int:
    """Record the review of the named cases; 1 if one cannot be recorded, and then nothing is written."""
    options = _parse(argv)
    try:
        library = load(options.content)
        reviewed = options.reviewed or publication.build_date()
        cases = _choose(library, options)
    except ContentError as error:
        print(error)
        return 1
    wrong = [problem for problem in checks.check(library, reviewed) if problem.severity == "error"]
    refusals = [refusal for case in cases if (refusal := _refuse(case, library, reviewed, options.due, wrong))]
    if refusals or not cases:
        print("\n".join(refusals) or "没有写明核对哪个案例 → 请写案例的文件名（不带 .md），或者用 --all")
        return 1
    for case in cases:
        _tell(case, library, reviewed)
    _record(options.content, library, cases, reviewed, options.due)
    print(f"已记下 {len(cases)} 个案例 {reviewed} 核对过。")
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("cases", nargs="*", metavar="案例", help="案例的文件名，不带 .md")
    parser.add_argument("--all", action="store_true", help="全部已发布的案例")
    parser.add_argument("--reviewed", type=publication.read_date, metavar="日期", help="核对的日期，默认今天")
    parser.add_argument(
        "--due", type=publication.read_date, metavar="日期", help="下次核对的最晚日期（review_due）；不写就不改"
    )
    parser.add_argument("--content", type=Path, default=Path("content"), help="内容文件夹，默认 content")
    return parser.parse_args(argv)


def _choose(library: Library, options: argparse.Namespace) -> list[Case]:
    public = {case.slug: case for case in library.public_cases}
    unknown = [name for name in options.cases if name not in public]
    if unknown:
        raise SystemExit(f"没有这个已发布的案例：{'、'.join(unknown)} → 请写 content/cases/ 里的文件名，不带 .md")
    return list(public.values()) if options.all else [public[name] for name in options.cases]


def _refuse(case: Case, library: Library, reviewed: dt.date, due: dt.date | None, wrong: list[Problem]) -> str | None:
    """Why a case cannot be recorded as reviewed on that day. wrong: every error that there is."""
    if errors := [str(problem) for problem in wrong if problem.path == case.path]:
        return "\n".join(errors)
    ended = [change for change in reviews.changes(case, library, reviewed) if change.state == "不再有效"]
    if ended:
        return "\n".join(
            f"{case.path}:{change.line}: {change.citation}在 {reviewed} 不再有效 → 请先改案例" for change in ended
        )
    until = due or case.review_due
    if until and until <= reviewed:
        return f"{case.path}:{case.line('review_due')}: 「review_due」{until} 不晚于核对日期 → 请加 --due 新的日期"
    return None


def _tell(case: Case, library: Library, reviewed: dt.date) -> None:
    """Both texts of what has changed since the last review, for the person to read."""
    for change in reviews.changes(case, library, reviewed):
        if change.before is not None:
            print(
                f"{case.path}:{change.line}: {change.citation}{change.state}\n核对时：\n{change.before}\n现在：\n{change.now}\n"
            )


def _record(content: Path, library: Library, cases: list[Case], reviewed: dt.date, due: dt.date | None) -> None:
    lock = library.lock
    for case in cases:
        lock = lock.record(case.slug, reviewed, reviews.words_of(case, library, reviewed))
        file = content / "cases" / f"{case.slug}.md"
        text = file.read_text(encoding="utf-8")
        text = re.sub(r"(?m)^reviewed: .*$", f"reviewed: {reviewed}", text, count=1)
        if due:
            text = re.sub(r"(?m)^review_due: .*$", f"review_due: {due}", text, count=1)
        _replace(file, text)
    _replace(content / NAME, lock.write())


def _replace(file: Path, text: str) -> None:
    """Write a file whole or not at all."""
    beside = file.with_name(f".{file.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    beside.replace(file)


if __name__ == "__main__":
    sys.exit(main())
