#!/usr/bin/env python3
"""法律变了，动到哪些页面：哪个案例、哪一条、核对时的原文和现在的原文。"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from pufa import publication, reviews
from pufa.library import load
from pufa.problems import ContentError


def main(argv: list[str] | None = None) -> int:
    """Print what has to be read again as of a day; 0, or 1 if the content cannot be read."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("content", nargs="?", type=Path, default=Path("content"), help="内容文件夹，默认 content")
    parser.add_argument("--date", type=publication.read_date, metavar="日期", help="到哪一天为止，可以是将来；默认今天")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="text 给人看，json 给程序")
    options = parser.parse_args(argv)
    try:
        library = load(options.content)
        today = options.date or publication.build_date()
    except ContentError as error:
        print(error)
        return 1
    touched = {case.path: found for case in library.public_cases if (found := reviews.changes(case, library, today))}
    print_changes(touched, options.format)
    return 0


def print_changes(touched: dict[str, list[reviews.Change]], form: str) -> None:
    """text: for each change both texts, one below the other. json: path → list of changes."""
    if form == "json":
        data = {path: [asdict(change) for change in found] for path, found in touched.items()}
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for path, found in touched.items():
        for change in found:
            print(f"{path}:{change.line}: 待复核：{change.citation}{change.state}")
            print(f"  核对时：{change.before or '（没有记录）'}\n  现在：{change.now or '（没有）'}\n")
    print(f"待复核的案例 {len(touched)} 个，法条 {sum(map(len, touched.values()))} 处。")


if __name__ == "__main__":
    sys.exit(main())
