#!/usr/bin/env python3
"""法律变了，动到哪些页面：哪个案例、哪一条、核对时的原文和现在的原文，哪几块展板正显示它、哪几块牌子上印着它。"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from dataclasses import asdict
from pathlib import Path

from pufa import publication, reviews
from pufa.boards.showing import shown_case
from pufa.library import Library, load
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
    print_changes(touched, find_boards(library, today), find_sheets(library), options.format)
    return 0


def find_boards(library: Library, today: dt.date) -> dict[str, list[str]]:
    """The path of a case → the numbers of the boards that show it on that day, whether by name, topic or month."""
    found: dict[str, list[str]] = {}
    for board in library.boards:
        if board.state == "active" and (case := shown_case(board, library, today)):
            found.setdefault(case.path, []).append(board.id)
    return found


def find_sheets(library: Library) -> dict[str, list[str]]:
    """The path of a case → the boards on whose printed sheet it stands: what they showed on the day of printing."""
    found: dict[str, list[str]] = {}
    for board in library.boards:
        if board.state == "active" and board.printed and (case := shown_case(board, library, board.printed)):
            found.setdefault(case.path, []).append(f"{board.id}（{board.printed} 印）")
    return found


def print_changes(
    touched: dict[str, list[reviews.Change]], boards: dict[str, list[str]], sheets: dict[str, list[str]], form: str
) -> None:
    """text: for each change both texts, one below the other. json: path → list of changes, with boards and sheets."""
    if form == "json":
        data = {
            path: [
                {**asdict(change), "boards": boards.get(path, []), "sheets": sheets.get(path, [])} for change in found
            ]
            for path, found in touched.items()
        }
        print(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for path, found in touched.items():
        for change in found:
            print(f"{path}:{change.line}: 待复核：{change.citation}{change.state}")
            print(f"  核对时：{change.before or '（没有记录）'}\n  现在：{change.now or '（没有）'}\n")
        if path in boards:
            print(f"  正显示这个案例的展板（{len(boards[path])} 块）：{'、'.join(boards[path])}\n")
        if path in sheets:
            print(f"  印着这个案例的牌子（{len(sheets[path])} 块），要重印：{'、'.join(sheets[path])}\n")
    on_boards = sum(len(boards.get(path, [])) for path in touched)
    print(f"待复核的案例 {len(touched)} 个，法条 {sum(map(len, touched.values()))} 处，牵动展板 {on_boards} 块。")


if __name__ == "__main__":
    sys.exit(main())
