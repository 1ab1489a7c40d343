#!/usr/bin/env python3
"""把整个网站写成普通的 Markdown 文件，不用本项目的钩子，MkDocs、Zensical 也能建。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pufa import history, publication, staging
from pufa.problems import ContentError


def main(argv: list[str] | None = None) -> int:
    """Check the content, write the pages, examine what was written for leaks; 1 if there is an error."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("folder", type=Path, help="写进哪个文件夹，要新的或空的")
    parser.add_argument("--content", type=Path, default=Path("content"), help="内容文件夹，默认 content")
    parser.add_argument("--docs", type=Path, default=Path("docs"), help="手写页面的文件夹，默认 docs")
    parser.add_argument(
        "--date", type=publication.read_date, metavar="日期", help="按哪一天写，如 2026-11-23；默认今天"
    )
    options = parser.parse_args(argv)
    try:
        today = options.date or publication.build_date()
        made = publication.prepare(options.content, today, history.read(options.content))
        count = staging.stage(made, options.docs, options.folder)
        staging.examine(made, options.folder)
    except ContentError as error:
        print(error)
        return 1
    print(f"写好 {count} 页，手写的页面另算。建网站：在 {options.folder} 里运行 mkdocs build 或 zensical build")
    return 0


if __name__ == "__main__":
    sys.exit(main())
