#!/usr/bin/env python3
"""每块展板每个月被打开多少次：读网站服务器或 CDN 的访问日志，只数次数，不看是谁。"""

from __future__ import annotations

import argparse
import csv
import gzip
import sys
import unicodedata
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from io import BufferedIOBase, BufferedReader
from pathlib import Path
from typing import cast

from pufa.access_log import Opening, Unread, read_lines
from pufa.library import load
from pufa.models import Board
from pufa.problems import ContentError

FEW = 5  # fewer than these could point at a person
MAX_LINE = 65_536  # longer lines are cut into pieces that nobody can read: they must not fill the memory


@dataclass
class Counts:
    """openings: (number, month) → how often. others: what became of the remaining lines."""

    openings: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown: int = 0
    others: Counter[Unread] = field(default_factory=Counter)

    @property
    def months(self) -> list[str]:
        return sorted({month for _, month in self.openings})

    def add(self, answers: Iterable[Opening | Unread], known: set[str]) -> None:
        for answer in answers:
            if isinstance(answer, Unread):
                self.others[answer] += 1
            elif answer.board in known:
                self.openings[answer.board, answer.month] += 1
            else:
                self.unknown += 1


def main(argv: list[str] | None = None) -> int:
    """Print the table, and write it as CSV if asked; 1 if a log could not be read to its end."""
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("logs", nargs="+", metavar="日志", help="日志文件，可以是 .gz；- 从标准输入读")
    parser.add_argument("--csv", type=Path, metavar="文件", help="另存成表格文件，Excel 能打开")
    parser.add_argument("--content", type=Path, default=Path("content"), help="内容文件夹，默认 content")
    options = parser.parse_args(argv)
    try:
        boards = load(options.content).boards
    except ContentError as error:
        print(error)
        return 1
    counts, failed = Counts(), False
    for name in options.logs:
        try:
            with open_log(name) as stream:
                counts.add(read_lines(cut_lines(stream)), {board.id for board in boards})
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or "压缩文件不完整或者已经损坏"
            print(f"{name}: 没有读完（{reason}），读到的已经算上 → 请重新下载这个文件", file=sys.stderr)
            failed = True
    print_table(boards, counts)
    if options.csv:
        write_csv(options.csv, boards, counts)
    return int(failed)


@contextmanager
def open_log(name: str) -> Iterator[BufferedIOBase]:
    """A log as a stream of bytes, unpacked if it is packed, whatever its name."""
    with ExitStack() as stack:
        raw = stack.enter_context(Path(name).open("rb")) if name != "-" else cast(BufferedReader, sys.stdin.buffer)
        is_packed = raw.peek(2)[:2] == b"\x1f\x8b"
        yield stack.enter_context(gzip.open(raw)) if is_packed else raw


def cut_lines(stream: BufferedIOBase) -> Iterator[str]:
    while line := stream.readline(MAX_LINE):
        yield line.decode("utf-8", "replace")


def show(count: int) -> str:
    return f"<{FEW}" if 0 < count < FEW else str(count)


def print_table(boards: Iterable[Board], counts: Counts) -> None:
    """No sums: with one of them, a hidden number could be worked out."""
    rows = [["编号", "村", "位置", *counts.months]]
    for board in boards:
        cells = [show(counts.openings[board.id, month]) for month in counts.months]
        rows.append([board.id, board.village, board.place, *cells])
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        print("  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip())
    print(
        f"没有算进去的：爬虫和程序 {counts.others[Unread.MACHINE]} 次，没有登记的编号 {show(counts.unknown)} 次，"
        f"别的网页 {counts.others[Unread.OTHER]} 行，写着展板编号却读不懂的 {counts.others[Unread.ROTTEN]} 行。"
    )


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def write_csv(file: Path, boards: Iterable[Board], counts: Counts) -> None:
    """One line for each board and month; with the mark by which Excel knows UTF-8."""
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(["编号", "村", "位置", "月份", "打开次数"])
        for board in boards:
            for month in counts.months:
                writer.writerow([board.id, board.village, board.place, month, show(counts.openings[board.id, month])])


if __name__ == "__main__":
    sys.exit(main())
