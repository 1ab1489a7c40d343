#!/usr/bin/env python3
"""印展板：做出可以直接送印的 PDF，或者只做二维码。

默认写进 dist/boards/。例如：
  python scripts/board_sheets.py --all                      全部展板的 A3 和一张一览表
  python scripts/board_sheets.py --board 0208 0209 --size A2
  python scripts/board_sheets.py --village nanyedong --svg  只要二维码，给别的设计用
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tqdm import tqdm

from pufa import checks, publication
from pufa.boards import code, sheet
from pufa.boards.sheet import Sheet
from pufa.boards.typesetting import PAPERS, Typesetter
from pufa.library import Library, load
from pufa.models import Board
from pufa.problems import ContentError, Problem

PLAIN_EVERY = 50  # sheets between two lines where no bar can be drawn


def main(argv: list[str] | None = None) -> int:
    """Write the files; 1 if something is wrong, and then nothing is written for the boards concerned."""
    options = _parse(argv)
    try:
        today = publication.build_date()
        library = _load_checked(options.content, today)
        boards = choose(library, options.board, options.village)
        sheets = _build(boards, library, today)
    except ContentError as error:
        return _refuse(error)
    options.out.mkdir(parents=True, exist_ok=True)
    _say_what_is_missing(sheets, library)
    started = time.monotonic()
    if options.svg or options.png:
        return _write_each(sheets, lambda one: _write_codes(one, options), started)
    typesetter = Typesetter()
    paper = PAPERS[options.size]
    failed = _write_each(sheets, lambda one: _write_sheet(one, typesetter, options), started)
    if options.all or options.contact_sheet:
        made = typesetter.set_contact_sheet(sheets, library.site.town, today)
        (options.out / "boards-A4.pdf").write_bytes(made)
        print(f"一览表：{options.out / 'boards-A4.pdf'}")
    print(
        f"{paper.name} 的码宽 {paper.code_width:.0f} 毫米，站在 {paper.distance:.1f} 米以内能扫。请印刷厂覆哑膜，按 100% 印。"
    )
    return failed


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="全部在用的展板，另加一张一览表")
    which.add_argument("--board", nargs="+", metavar="编号", help="哪几块，如 0208 0209")
    which.add_argument("--village", metavar="村", help="一个村的，写村的文件名，如 nanyedong")
    parser.add_argument("--size", choices=PAPERS, default="A3", help="纸的大小，默认 A3")
    parser.add_argument("--svg", action="store_true", help="不做印刷稿，只做二维码，存成 SVG")
    parser.add_argument("--png", action="store_true", help="不做印刷稿，只做二维码，存成 PNG")
    parser.add_argument("--contact-sheet", action="store_true", help="另做一张 A4 一览表，给去挂的人")
    parser.add_argument("--out", type=Path, default=Path("dist/boards"), metavar="文件夹", help="写到哪里")
    parser.add_argument(
        "--content", type=Path, default=Path("content"), metavar="文件夹", help="内容文件夹，默认 content"
    )
    return parser.parse_args(argv)


def _load_checked(content: Path, today: dt.date) -> Library:
    """What is printed cannot be mended: nothing is printed from content that has errors."""
    library = load(content)
    errors = [problem for problem in checks.check(library, today) if problem.severity == "error"]
    if errors:
        raise ContentError(errors)
    return library


def choose(library: Library, numbers: list[str] | None, village_slug: str | None) -> list[Board]:
    """The boards that were asked for. Raises ContentError for one that is not there or no longer in use."""
    if numbers is not None:
        return [_find(library, number) for number in dict.fromkeys(numbers)]
    in_use = [board for board in library.boards if board.state == "active"]
    if village_slug is None:
        found = in_use
    else:
        names = {village.name for village in library.villages if village.slug == village_slug}
        found = [board for board in in_use if board.village in names]
    if not found:
        what = (
            f"「{village_slug}」没有在用的展板 → 请写 content/villages/ 里的文件名（不带 .md）"
            if village_slug
            else "没有在用的展板"
        )
        raise ContentError([Problem("content/boards.yml", 1, what)])
    return found


def _find(library: Library, number: str) -> Board:
    board = next((board for board in library.boards if board.id == number), None)
    if board is None:
        raise ContentError([Problem("content/boards.yml", 1, f"没有展板「{number}」 → 编号是四位数字，如 0208")])
    if board.state != "active":
        sentence = f"展板 {number} 已经停用或并掉，不再印 → 请换一块，或改 state"
        raise ContentError([Problem(board.path, board.line("state"), sentence)])
    return board


def _build(boards: list[Board], library: Library, today: dt.date) -> list[Sheet]:
    """Every sheet, or ContentError with all that keeps one from being made."""
    sheets, problems = [], set()
    for board in boards:
        try:
            sheets.append(sheet.build(board, library, today))
        except ContentError as error:
            problems |= set(error.problems)
    if problems:
        raise ContentError(problems)
    return sheets


def _say_what_is_missing(sheets: list[Sheet], library: Library) -> None:
    reasons = dict.fromkeys(reason for one in sheets for reason in one.samples)
    if reasons:
        print(f"印的是样张，不要张贴：{'，'.join(reasons)}。")
    if library.site.qr_base is None:
        print(f"{library.site.path}: 网址定了以后请写 qr_base；现在码里的 {code.SAMPLE_BASE} 打不开。")


def _write_each(sheets: list[Sheet], write: Callable[[Sheet], int], started: float) -> int:
    """Write board after board, with a bar on a terminal and a line now and then elsewhere; 1 if one was refused."""
    refused: list[Problem] = []
    written = 0
    with tqdm(sheets, disable=None, unit="块", leave=False) as bar:
        for count, one in enumerate(bar, start=1):
            try:
                written += write(one)
            except ContentError as error:
                refused += error.problems
            if bar.disable and count % PLAIN_EVERY == 0:
                print(f"{count}/{len(sheets)} 块")
    if refused:
        return _refuse(ContentError(set(refused)))
    seconds = time.monotonic() - started
    print(f"做好 {len(sheets)} 块，共 {written / 1000:,.0f} kB，用了 {seconds:.1f} 秒。")
    return 0


def _write_sheet(one: Sheet, typesetter: Typesetter, options: argparse.Namespace) -> int:
    file: Path = options.out / f"{one.board.id}-{options.size}.pdf"
    file.unlink(missing_ok=True)  # an older one must not be taken for this one if this one is refused
    return file.write_bytes(typesetter.set_sheet(one, PAPERS[options.size]))


def _write_codes(one: Sheet, options: argparse.Namespace) -> int:
    written = 0
    for wanted, ending, draw in ((options.svg, "svg", code.to_svg), (options.png, "png", code.to_png)):
        if wanted:
            file: Path = options.out / f"{one.board.id}.{ending}"
            written += file.write_bytes(draw(one.code.address, one.code.level))
    return written


def _refuse(error: ContentError) -> int:
    print(error)
    return 1


if __name__ == "__main__":
    sys.exit(main())
