"""What stands on the print sheet of a board: words and a code, before anybody sets them in type."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from pufa import sections
from pufa.boards.code import Code, make_code
from pufa.boards.showing import THIS_MONTH, first_steps_with_lines, shown_case
from pufa.boards.typefaces import missing
from pufa.library import Library
from pufa.models import Board, Case, Contact
from pufa.problems import ContentError, Problem
from pufa.sections import ANSWER, STEPS

HOTLINE = "12348"


@dataclass(frozen=True)
class Piece:
    """Text of a sheet, and the field of the content in which it can be shortened."""

    text: str
    field: str
    path: str
    line: int


@dataclass(frozen=True)
class Sheet:
    """One board's sheet. samples: why it must not be put up; empty if it may."""

    board: Board
    code: Code
    host: Piece
    village: Piece
    place: Piece
    question: Piece
    answer: Piece
    steps: tuple[Piece, ...]
    town: str
    corrections: Piece
    hotline: Contact | None
    printed: dt.date
    samples: tuple[str, ...]

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All that comes from fields that somebody writes."""
        return (self.village, self.place, self.question, self.answer, *self.steps, self.host, self.corrections)


def build(board: Board, library: Library, today: dt.date) -> Sheet:
    """The sheet as of a day. Raises ContentError if there is nothing to show, or a character that we cannot print."""
    case = shown_case(board, library, today)
    if case is None:
        sentence = f"还没有已发布的案例，展板 {board.id} 没有可印的 → 请先写案例"
        raise ContentError([Problem(board.path, board.line("shows"), sentence)])
    # A page may show something else for a while; what is printed is what was registered, or nothing.
    if board.shows not in (THIS_MONTH, case.topic, case.slug):
        sentence = f"展板 {board.id} 要看的「{board.shows}」还没有已发布的案例 → 请先写案例，或改 shows"
        raise ContentError([Problem(board.path, board.line("shows"), sentence)])
    site = library.site
    code = make_code(board, site)
    host = Piece(urlsplit(code.address.lower()).netloc, "qr_base", site.path, site.line("qr_base"))
    sheet = Sheet(
        board,
        code,
        host,
        Piece(board.village, "village", board.path, board.line("village")),
        Piece(board.place, "place", board.path, board.line("place")),
        Piece(case.title, "title", case.path, case.line("title")),
        _answer(case),
        _steps(case),
        site.town,
        _corrections(library),
        next((contact for contact in library.contacts if contact.phone == HOTLINE), None),
        today,
        tuple(_sample_reasons(case, library)),
    )
    unprintable = list(_find_unprintable(sheet))
    if unprintable:
        raise ContentError(unprintable)
    return sheet


def _corrections(library: Library) -> Piece:
    """Whom to tell what is wrong: the number, which is shorter than the name."""
    site = library.site
    contact = library.contact(site.corrections)
    text = contact.phone if contact and contact.phone else site.corrections
    return Piece(text, "corrections", site.path, site.line("corrections"))


def _sample_reasons(case: Case, library: Library) -> list[str]:
    reasons = []
    if library.site.qr_base is None:
        reasons.append("网址还没有定")
    if not case.is_approved:
        reasons.append("案例还没有审核完")
    return reasons


def _answer(case: Case) -> Piece:
    part = next((part for part in sections.split(case.body, case.body_line) if part.name == ANSWER), None)
    text = _plain(part.text) if part else ""
    if part is None or not text:
        raise ContentError([Problem(case.path, case.body_line, f"没有「{ANSWER}」，展板没有答案可印 → 请补写")])
    return Piece(text, ANSWER, case.path, part.text_line)


def _steps(case: Case) -> tuple[Piece, ...]:
    """The first items of the list under 怎么做."""
    found = first_steps_with_lines(case)
    if not found:
        sentence = f"「{STEPS[0]}」里没有一条一条的做法，展板没有可印的 → 请写成 1. 2. 3. 的样子"
        raise ContentError([Problem(case.path, case.body_line, sentence)])
    return tuple(
        Piece(_plain(text), f"{STEPS[0]}第 {index} 条", case.path, line)
        for index, (line, text) in enumerate(found, start=1)
    )


def _plain(markdown: str) -> str:
    """Running text without its marks; paper has neither links nor lines of source."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    text = re.sub(r"\*\*|__|`|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)", "", text)
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", " ".join(text.split()))


def _find_unprintable(sheet: Sheet) -> list[Problem]:
    return [
        Problem(
            piece.path,
            piece.line,
            f"「{piece.field}」里的「{'、'.join(absent)}」展板字体里没有 → 请换个字，或者运行 scripts/subset_fonts.py 把字补进来",
        )
        for piece in sheet.pieces
        if (absent := missing(piece.text))
    ]
