#!/usr/bin/env python3
"""核对做好的网站（或指定的文件）里有没有个人信息：网页、数据、PDF、图片里藏的信息；只说在哪里，不重复内容。"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.util
import sys
from dataclasses import replace
from pathlib import Path

from pufa import publication
from pufa.library import load
from pufa.privacy.output import Gate, strip_images
from pufa.privacy.sources import open_gate, refused_names
from pufa.problems import ContentError, Problem


def main(argv: list[str] | None = None) -> int:
    """Print every Problem; 1 if there is an error among them, else 0."""
    options = _parse(argv)
    missing = [path for path in options.paths if not path.exists()]
    if missing:
        print(f"{missing[0]}:1: 没有这个文件或文件夹 → 请先运行 make site，或写对位置")
        return 1
    try:
        gate = _open_gate(options.content, options.date)
    except ContentError as error:
        print(error)
        return 1
    for file in strip_images(_files(options.paths)) if options.strip else []:
        print(f"{file}: 已清除图片里藏的信息")
    problems = [problem for path in options.paths for problem in _check(gate, path)]
    for problem in problems:
        print(problem)
    errors = sum(problem.severity == "error" for problem in problems)
    print(f"错误 {errors} 处，提醒 {len(problems) - errors} 处。" + ("不要发布。" if errors else "可以发布。"))
    return int(bool(errors))


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("paths", nargs="*", type=Path, default=[Path("site")], help="网站文件夹或文件，默认 site")
    parser.add_argument("--content", type=Path, default=Path("content"), help="内容文件夹，公布的电话以它为准")
    parser.add_argument("--date", type=publication.read_date, help="按哪一天核对，如 2026-11-23；默认今天")
    parser.add_argument("--strip", action="store_true", help="先清除图片里藏的拍摄地点、时间等信息")
    return parser.parse_args(argv)


def _open_gate(content: Path, date: dt.date | None) -> Gate:
    theme = importlib.util.find_spec("material")
    folders = theme.submodule_search_locations if theme else None
    vendored = tuple(Path(folder) / "templates" for folder in folders or ())
    if not content.is_dir():
        return Gate(vendored=vendored)
    library = load(content)
    gate = open_gate(library, date or publication.build_date(), vendored)
    return replace(gate, secrets=gate.secrets | refused_names(library))


def _files(paths: list[Path]) -> list[Path]:
    return [file for path in paths for file in (sorted(path.rglob("*")) if path.is_dir() else [path]) if file.is_file()]


def _check(gate: Gate, path: Path) -> list[Problem]:
    return gate.check_folder(path) if path.is_dir() else gate.check_file(path, path.as_posix())


if __name__ == "__main__":
    sys.exit(main())
