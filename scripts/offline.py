#!/usr/bin/env python3
"""把做好的网站装进一个压缩包：拷到 U 盘或者触摸屏上，解压后双击“打开网站”就能看，不用联网。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pufa import portable, publication
from pufa.problems import ContentError


def main(argv: list[str] | None = None) -> int:
    """Write pufa-offline-<date>.zip and say where; 1 if there is no built site."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--site", type=Path, default=Path("site"), help="做好的网站，默认 site")
    parser.add_argument("--output", type=Path, default=Path("dist"), help="压缩包放进哪个文件夹，默认 dist")
    options = parser.parse_args(argv)
    if not (options.site / "index.html").is_file():
        print(f"{options.site}:1: 里面没有做好的网站（index.html） → 请先运行 make site，或写对位置")
        return 1
    try:
        target = options.output / f"pufa-offline-{publication.build_date()}.zip"
    except ContentError as error:
        print(error)
        return 1
    portable.pack(options.site, target)
    print(f"做好了：{target}，{target.stat().st_size / 1e6:.1f} MB。解压以后双击“{portable.START}”。")
    return 0


if __name__ == "__main__":
    sys.exit(main())
