"""Rules of the registry of boards: a number on a board is printed once and scanned for years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from pufa.boards.showing import THIS_MONTH
from pufa.ledger import board_address
from pufa.library import Library
from pufa.models import Board
from pufa.problems import Problem, Severity


def check_board_base(library: Library, today: dt.date) -> Iterator[Problem]:
    """Readers of a board are told which address its code must lead to (a code may be pasted over another)."""
    site = library.site
    if library.boards and site.qr_base is None:
        sentence = "「qr_base」还没有填，展板的页面上先不写正确的网址 → 网址定下来了请补上"
        yield Problem(site.path, site.line("qr_base"), sentence, "warning")


def check_board_villages(library: Library, today: dt.date) -> Iterator[Problem]:
    """A board stands in a village that has a page."""
    if "villages" in library.unread:
        return
    for board in library.boards:
        if library.village(board.village) is None:
            yield _tell(board, "village", f"「village」没有「{board.village}」这个村 → 请写村的页面上的村名")


def check_board_contents(library: Library, today: dt.date) -> Iterator[Problem]:
    """A board in use shows 本月, a topic, or a public case.

    A case that is withdrawn in a hurry must not be held up by a board: a reminder, and its page shows 本月 meanwhile.
    """
    if library.unread & {"topics", "cases"}:
        return
    cases = {case.slug: case for case in library.cases}
    for board in library.boards:
        case = cases.get(board.shows)
        if board.state != "active" or board.shows == THIS_MONTH or library.topic(board.shows):
            continue
        said = f"「shows」写的是「{board.shows}」"
        if case is None or case.status == "draft":
            what = "还是草稿" if case else "没有这个类别或者案例"
            yield _tell(board, "shows", f"{said}，{what} → 请写 本月、topics.yml 里的名称，或者已发布案例的文件名")
        elif case.status == "superseded":
            yield _tell(board, "shows", f"{said}，已被替换，先显示新的 → 请改成 {case.successor}", "warning")
        elif not case.is_public:
            yield _tell(board, "shows", f"{said}，已经撤下，先显示本月的 → 请改成 本月 或者别的案例", "warning")


def check_board_numbers(library: Library, today: dt.date) -> Iterator[Problem]:
    """Numbers rise from entry to entry: a new board comes last, under a number that was never used."""
    lines: dict[str, int] = {}
    previous = ""
    for board in library.boards:
        if board.id in lines:
            first = f"第 {lines[board.id]} 行已有"
            yield _tell(
                board, "id", f"「id」的「{board.id}」写了两遍（{first}） → 一块展板一个编号，新的接着最大的往后编"
            )
        elif board.id < previous:
            sentence = (
                f"「id」的「{board.id}」排在「{previous}」后面 → 不要换位置；新展板写在最后，编号接着最大的往后编"
            )
            yield _tell(board, "id", sentence)
        lines.setdefault(board.id, board.line("id"))
        previous = board.id


def check_board_merges(library: Library, today: dt.date) -> Iterator[Problem]:
    """A board that was merged leads to a board that is there, and in the end to one that was not merged."""
    if "boards" in library.unread:
        return
    boards = {board.id: board for board in library.boards}
    for board in library.boards:
        way = [board.id]
        while (here := boards.get(way[-1])) and here.merged_into and way.count(way[-1]) == 1:
            way.append(here.merged_into)
        if len(way) == 2 and way[-1] not in boards:
            sentence = f"「merged_into」写的是「{way[-1]}」，没有这块展板 → 请写登记簿里有的编号"
            yield _tell(board, "merged_into", sentence)
        elif way.count(board.id) == 2:
            sentence = f"「merged_into」绕了一圈又回到自己（{'、'.join(way)}） → 最后一块应当是没有并掉的展板"
            yield _tell(board, "merged_into", sentence)


def check_boards_kept(library: Library, today: dt.date) -> Iterator[Problem]:
    """What was published of a board stays: its entry, its village; a number that ended is not given to another board.

    Held against the main branch, so that a pull request cannot break a printed code unseen.
    """
    if library.history.last.missing and library.boards:
        sentence = f"查不到上一次发布的登记簿（{library.history.last.missing}），只能和 permalinks.txt 核对"
        yield Problem(library.boards[0].path, 1, f"{sentence} → 合并前请在完整的仓库里再核对一遍", "warning")
    if "boards" in library.unread:
        return
    boards = {board.id: board for board in library.boards}
    registry = library.boards[0].path if library.boards else "content/boards.yml"
    for number, before in library.history.last.boards.items():
        board = boards.get(number)
        if board:
            yield from _compare(board, before, library)
        elif board_address(number) not in library.ledger.addresses:  # else told of the address
            sentence = (
                f"展板 {number} 已经发布，登记簿里却没有了 → 编号印出去就不能删；请恢复，不用了写 state: withdrawn"
            )
            yield Problem(registry, 1, sentence)


def _compare(board: Board, before: Mapping[str, str], library: Library) -> Iterator[Problem]:
    """One board against the same number as it was published."""
    village, place = before.get("village", ""), before.get("place", "")
    if village != board.village and library.village(
        village
    ):  # a village may get another name; then the old one is gone
        sentence = f"「village」原来是「{village}」，现在写成「{board.village}」"
        yield _tell(board, "village", f"{sentence} → 一个编号只属于一个村，请改回；新的展板另编新号")
    elif before.get("state") != "active" and board.state == "active" and place != board.place:
        sentence = f"「id」的「{board.id}」停用过，又写成「{board.place}」的展板"
        yield _tell(board, "id", f"{sentence} → 用过的编号不再给别的展板，请另编新号")


def _tell(board: Board, field: str, sentence: str, severity: Severity = "error") -> Problem:
    return Problem(board.path, board.line(field), sentence, severity)
