#!/usr/bin/env python3
"""核对 content/ 里的全部内容：哪个文件、哪一行、写了什么、应当怎么写。"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from pufa import checks, history, publication
from pufa.library import load
from pufa.problems import ContentError, Problem


def main(argv: list[str] | None = None) -> int:
    """Print every Problem; 1 if there is an error among them, else 0."""
    options = _parse(argv)
    try:
        today = options.date or publication.build_date()
        problems = checks.check(load(options.content, history.read(options.content)), today)
    except ContentError as error:
        problems = [checks.redact(problem) for problem in error.problems]
    print_problems(problems, options.format)
    return int(any(problem.severity == "error" for problem in problems))


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("content", nargs="?", type=Path, default=Path("content"), help="内容文件夹，默认 content")
    parser.add_argument(
        "--date", type=publication.read_date, metavar="日期", help="按哪一天核对，如 2026-11-23；默认今天"
    )
    parser.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="text 给人看，json 给程序，github 给网页上的检查",
    )
    return parser.parse_args(argv)


def print_problems(problems: list[Problem], form: str) -> None:
    """text: a line each and a summary. json: an array. github: workflow commands that mark the line."""
    if form == "json":
        fields = [{"path": p.path, "line": p.line, "severity": p.severity, "message": p.message} for p in problems]
        print(json.dumps(fields, ensure_ascii=False, indent=2))
        return
    for problem in problems:
        print(_mark_for_github(problem) if form == "github" else problem)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"错误 {errors} 处，提醒 {len(problems) - errors} 处。" + ("" if errors else "可以发布。"))


def _mark_for_github(problem: Problem) -> str:
    """https://docs.github.com/actions: workflow commands; %, line breaks, and in values : and , are escaped."""
    message = problem.message.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    path = problem.path.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
    return f"::{problem.severity} file={path},line={problem.line}::{message}"


if __name__ == "__main__":
    sys.exit(main())
