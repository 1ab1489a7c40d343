#!/usr/bin/env python3
"""把做好的网站要的响应头（site/_headers）写成 nginx 的 include 文件；make site 之后运行。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pufa.pages.policy import HEADERS_FILE, read_headers

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str] | None = None) -> int:
    """Write the file; 1 if there is no built site."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="做好的网站，默认 site")
    parser.add_argument("--out", type=Path, default=ROOT / "dist/nginx-headers.conf", help="写到哪里")
    options = parser.parse_args(argv)
    if not (options.site / HEADERS_FILE).is_file():
        print(f"{options.site.name}/{HEADERS_FILE}:1: 没有这个文件 → 请先运行 make site，或用 --site 写对网站的文件夹")
        return 1
    # No value has a sign that nginx would read within double quotes: policies are made of names and base64.
    lines = [f'add_header {name} "{value}" always;' for name, value in read_headers(options.site).items()]
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text("\n".join([*lines, ""]), encoding="utf-8", newline="\n")
    print(f"已写好 {options.out.name}，共 {len(lines)} 行")
    return 0


if __name__ == "__main__":
    sys.exit(main())
