"""Sheets and lists → PDF, with typst and the fonts that we ship."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

from pufa.boards import headline
from pufa.boards.code import DISTANCE_PER_SIZE, QUIET_ZONE
from pufa.boards.sheet import Piece, Sheet
from pufa.boards.typefaces import FONTS
from pufa.problems import ContentError, Problem

TEMPLATES = Path(__file__).resolve().parent / "templates"
BLEED = 3.0  # mm, on every side
_TOO_LONG = "assertion failed: "  # how typst begins the message of the template's own refusal


@dataclass(frozen=True)
class Paper:
    """A size of paper in mm. The design is made for A3; every other size is the same, larger or smaller."""

    name: str
    width: float
    height: float

    @property
    def scale(self) -> float:
        return self.width / 297

    @property
    def code_width(self) -> float:
        """Of the printed code without its quiet zone, in mm."""
        return CODE_WIDTH * self.scale

    @property
    def distance(self) -> float:
        """From how many metres the code can be scanned."""
        return self.code_width * DISTANCE_PER_SIZE / 1000


PAPERS = {paper.name: paper for paper in (Paper("A4", 210, 297), Paper("A3", 297, 420), Paper("A2", 420, 594))}

# The design on A3, in mm; the template has the rest.
CODE_WIDTH = 112.0
QUESTION_BOX = (257.0, 140.0)
SMALLEST_QUESTION = 19.0


class Typesetter:
    """Sets many documents with one compiler, which remembers what they have in common."""

    def __init__(self) -> None:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
        self._compiler = typst.Compiler(root=str(TEMPLATES), font_paths=fonts)

    def set_sheet(self, sheet: Sheet, paper: Paper) -> bytes:
        """The PDF of one sheet. Raises ContentError with the field whose text does not fit."""
        width, height = QUESTION_BOX
        question = headline.fit(sheet.question.text, width, height, SMALLEST_QUESTION)
        if question is None:
            surplus = headline.surplus(sheet.question.text, width, height, SMALLEST_QUESTION)
            raise ContentError([_too_long(sheet.question, surplus)])
        data = {
            "paper": {"name": paper.name, "width": paper.width, "height": paper.height, "scale": paper.scale},
            "bleed": BLEED,
            "question": {"lines": question.lines, "size": question.size, "box": height, "leading": headline.LEADING},
            "answer": sheet.answer.text,
            "steps": [step.text for step in sheet.steps],
            "code": {
                "runs": sheet.code.runs(),
                "modules": sheet.code.modules,
                "width": CODE_WIDTH,
                "quiet": QUIET_ZONE,
                "address": sheet.code.address,
                "host": sheet.host.text,
            },
            "board": sheet.board.id,
            "village": sheet.village.text,
            "town": sheet.town,
            "corrections": sheet.corrections.text,
            "hotline": sheet.hotline.name if sheet.hotline else "",
            "phone": sheet.hotline.phone if sheet.hotline else "",
            "printed": f"{sheet.printed.year}年{sheet.printed.month}月{sheet.printed.day}日",
            "samples": sheet.samples,
        }
        try:
            return self._set("sheet.typ", data, sheet.printed)
        except typst.TypstError as error:
            if not error.message.startswith(_TOO_LONG):
                raise
            raise ContentError(_explain(json.loads(error.message.removeprefix(_TOO_LONG)), sheet)) from None

    def set_contact_sheet(self, sheets: Iterable[Sheet], town: str, printed: dt.date) -> bytes:
        """All boards on A4 pages, for the person who puts them up."""
        rows = [
            {
                "board": sheet.board.id,
                "village": sheet.village.text,
                "place": sheet.place.text,
                "shows": sheet.board.shows,
                "question": sheet.question.text,
                "address": sheet.code.address,
                "sample": bool(sheet.samples),
                "runs": sheet.code.runs(),
                "modules": sheet.code.modules,
            }
            for sheet in sheets
        ]
        data = {"rows": rows, "town": town, "printed": printed.isoformat(), "quiet": QUIET_ZONE}
        return self._set("contact_sheet.typ", data, printed)

    def _set(self, template: str, data: Mapping[str, Any], day: dt.date) -> bytes:
        stamp = dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
        made = self._compiler.compile(
            str(TEMPLATES / template),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            timestamp=int(stamp.timestamp()),
        )
        assert isinstance(made, bytes)
        return made


def _explain(surpluses: Mapping[str, int], sheet: Sheet) -> list[Problem]:
    """The template's refusal: piece → how many characters are too many; step-2 is the third step."""
    named = {
        "answer": sheet.answer,
        "village": sheet.village,
        "address": sheet.host,
        "corrections": sheet.corrections,
    }
    named |= {f"step-{index}": step for index, step in enumerate(sheet.steps)}
    return [_too_long(named[name], surplus) for name, surplus in surpluses.items()]


def _too_long(piece: Piece, surplus: int) -> Problem:
    of_case = piece.field not in ("village", "qr_base", "corrections")
    other = "，或者让展板看别的案例（boards.yml 的 shows）" if of_case else ""
    sentence = f"「{piece.field}」在展板上放不下，多了 {surplus} 个字 → 请缩短{other}"
    return Problem(piece.path, piece.line, sentence)
