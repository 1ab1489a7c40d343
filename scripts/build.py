#!/usr/bin/env python3
"""做网站：只重写变了的部分；什么都没有变，就什么也不做。"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from mkdocs.__main__ import cli

from pufa import environment, publication
from pufa.problems import ContentError
from pufa.tree import Tree


def main(argv: list[str] | None = None) -> int:
    """Let MkDocs build the site of the folder that this is run in, unless nothing has changed; its exit status."""
    options = _parse(argv)
    site = options.site_dir.resolve()
    mark = Tree.beside(site) / "made-of.txt"
    try:
        state = environment.state_of_project(Path(), publication.build_date())
    except ContentError as error:
        print(error)
        return 1
    if state and not options.profile and mark.is_file() and mark.read_text() == state and Tree(site).is_whole:
        print(f"内容和程序都没有变，{options.site_dir} 就是最新的")
        return 0
    mark.unlink(missing_ok=True)
    if options.profile:
        os.environ["PUFA_PROFILE"] = "1"
    try:
        cli(["build", "--strict", "--site-dir", str(site)], standalone_mode=False)
    except SystemExit as end:  # so MkDocs tells that it has failed, and why
        return int(bool(end.code))
    mark.write_text(state)
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--site-dir", type=Path, default=Path("site"), metavar="文件夹", help="写到哪里，默认 site")
    parser.add_argument("--profile", action="store_true", help="写完后列出时间花在哪里")
    return parser.parse_args(argv)


if __name__ == "__main__":
    status = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)  # to give ten thousand cases back one by one takes as long as to find that none has changed
