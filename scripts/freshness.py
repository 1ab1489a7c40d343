#!/usr/bin/env python3
"""哪些内容该更新、该复核了：首页、栏目、复核、法律、电话、年报；红的今天就要办，黄的快到期。"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path

from pufa import freshness, history, publication
from pufa.library import load
from pufa.problems import ContentError


def main(argv: list[str] | None = None) -> int:
    """Print every part; 1 if a line is 红 or the content cannot be read, else 0."""
    options = _parse(argv)
    try:
        today = options.date or publication.build_date()
        parts = freshness.report(load(options.content, history.read(options.content)), today)
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    if options.format == "json":
        print(json.dumps({"date": str(today), "parts": [asdict(part) for part in parts]}, ensure_ascii=False, indent=2))
    else:
        print("\n".join(_write(parts, today)))
    return int(any(line.level == "红" for part in parts for line in part.lines))


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("content", type=Path, nargs="?", default=Path("content"), help="内容文件夹，默认 content")
    parser.add_argument(
        "--date", type=publication.read_date, metavar="日期", help="按哪一天看，如 2026-11-23；默认今天"
    )
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text 给人看，json 给程序")
    return parser.parse_args(argv)


def _write(parts: tuple[freshness.Part, ...], today: dt.date) -> list[str]:
    lines = [f"{today} 的更新情况"]
    for part in parts:
        lines += ["", f"【{part.title}】"]
        lines += [
            f"{line.level}：{line.text}" + (f"（{line.path}:{line.line}）" if line.path else "") for line in part.lines
        ]
    red, yellow = (sum(line.level == level for part in parts for line in part.lines) for level in ("红", "黄"))
    return [*lines, "", f"红 {red} 条，黄 {yellow} 条。"]


if __name__ == "__main__":
    sys.exit(main())
