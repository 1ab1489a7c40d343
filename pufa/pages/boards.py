"""展板: what opens when a code on a board is scanned, and a list of all boards for those who put them up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from pufa import reviews, sections
from pufa.boards.showing import THIS_MONTH, first_steps, month_of, shown_case
from pufa.ledger import board_address
from pufa.library import Library
from pufa.models import Board, Case, Contact, Topic
from pufa.pages.cited import readers_of
from pufa.pages.markdown import BodyRenderer, LawReader
from pufa.pages.page import Page
from pufa.pages.paging import cut

INDEX_URI = "boards/index.md"
SHELL = "board.html"  # of theme/: a page for one bar of signal, without script, search or navigation
STATES = {"active": "在用", "withdrawn": "停用", "merged": "并掉"}
OTHER_CASES = 4


@dataclass(frozen=True)
class Shown:
    """One case in one screen: plain text, without links within sentences."""

    case: Case
    answer: str
    steps: list[str]
    is_stale: bool
    contacts: list[Contact]


def uri(board: Board) -> str:
    return board_address(board.id).rstrip("/") + ".md"


def build(library: Library, today: dt.date) -> Iterator[Page]:
    """The list, and a page for every board that was ever registered, whatever has become of it."""
    cases = {board.id: shown_case(board, library, today) for board in library.boards}
    shown = {case.slug: _sum_up(case, library, today) for case in cases.values() if case}
    rows = [(board, STATES[board.state], library.village(board.village), cases[board.id]) for board in library.boards]
    for page_uri, part in cut(rows, INDEX_URI):
        yield Page(
            page_uri,
            part.name("展板一览"),
            "board_index.html",
            {"part": part},
            description="全部展板：编号、在哪里、现在显示什么。",
            edit_path="content/boards.yml",
            is_listed=False,
        )
    for board in library.boards:
        case = cases[board.id]
        yield _build_board(board, shown[case.slug] if case else None, library, today)


def _build_board(board: Board, shown: Shown | None, library: Library, today: dt.date) -> Page:
    site = library.site
    topic = library.topic(board.shows)
    target = _end_of_merges(board, library)
    if target:
        title = f"这块展板并到了 {target.id} 号"
    elif board.state == "withdrawn":
        title = "这块展板停用了"
    else:
        title = shown.case.title if shown else f"{board.village}的普法展板"
    is_open = board.state == "active"
    return Page(
        uri(board),
        title,
        "board.html",
        {
            "board": board,
            "target": target,
            "shown": shown if is_open else None,
            "kicker": _name_topic(board, shown),
            "others": _others(topic, shown, library) if is_open else [],
            "month": month_of(library, today),
            "contacts": shown.contacts if shown and is_open else _hotlines(library),
            "village": library.village(board.village),
        },
        description=f"{site.town}{board.village}的普法展板，编号 {board.id}。",
        edit_path=board.path,
        is_listed=False,
        shell=SHELL,
    )


def _sum_up(case: Case, library: Library, today: dt.date) -> Shown:
    renderer, (reader, _) = BodyRenderer(), readers_of(case, library, today)
    answer = "\n".join(part.text for part in sections.split(case.body) if part.name == sections.ANSWER)
    return Shown(
        case,
        _plain(answer, renderer, reader),
        [_plain(step, renderer, reader) for step in first_steps(case)],
        bool(reviews.outdated(case, library, today)),
        [contact for name in case.contacts if (contact := library.contact(name))],
    )


def _plain(text: str, renderer: BodyRenderer, reader: LawReader) -> str:
    return str(renderer.render(text, reader, lambda to: to).striptags())


def _end_of_merges(board: Board, library: Library) -> Board | None:
    """The board at the end of the merges; the check sees to it that there is one."""
    boards = {one.id: one for one in library.boards}
    end = board
    for _ in boards:
        end = boards.get(end.merged_into or "", end)
    return end if end is not board else None


def _name_topic(board: Board, shown: Shown | None) -> str | None:
    if shown is None:
        return None
    return f"本月说说：{shown.case.topic}" if board.shows == THIS_MONTH else shown.case.topic


def _others(topic: Topic | None, shown: Shown | None, library: Library) -> list[Case]:
    """More cases of the topic that a board is about."""
    found = library.cases_on(topic) if topic else []
    return [case for case in found if shown and case is not shown.case][:OTHER_CASES]


def _hotlines(library: Library) -> list[Contact]:
    return [contact for contact in library.contacts if contact.scope == "全国"]
