#!/usr/bin/env python3
"""把新的网址登记进 content/permalinks.txt：只往后加，不删、不改、不换位置。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pufa import history, publication
from pufa.ledger import NAME, is_permanent
from pufa.problems import ContentError


def main(argv: list[str] | None = None) -> int:
    """Append what is missing; with --check only say what is missing (1 if something is)."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("content", nargs="?", type=Path, default=Path("content"), help="内容文件夹，默认 content")
    parser.add_argument("--date", type=publication.read_date, metavar="日期", help="按哪一天成页；默认今天")
    parser.add_argument("--check", action="store_true", help="只检查，不改文件")
    options = parser.parse_args(argv)
    try:
        today = options.date or publication.build_date()
        built = publication.prepare(options.content, today, history.read(options.content))
    except ContentError as error:
        print(error)
        return 1
    before = built.library.ledger
    after = before.add(page.address for page in built.site.pages if is_permanent(page.address))
    new = after.addresses[len(before.addresses) :]
    for address in new:
        print(f"{before.path}:1: 还没有登记 {address} → 请运行 scripts/permalinks.py" if options.check else address)
    if new and not options.check:
        beside = options.content / f".{NAME}.new"
        beside.write_text(after.write(), encoding="utf-8", newline="\n")
        beside.replace(options.content / NAME)
    print(
        f"登记了 {len(before.addresses)} 个网址，"
        + (f"还缺 {len(new)} 个。" if options.check else f"新加 {len(new)} 个。")
    )
    return int(options.check and bool(new))


if __name__ == "__main__":
    sys.exit(main())
