"""Print sheets: what a printing shop needs, what stands on them, and every refusal's sentence."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace as change

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DictionaryObject, IndirectObject

from pufa.boards import headline, sheet
from pufa.boards.sheet import Sheet
from pufa.boards.showing import shown_case
from pufa.boards.typesetting import BLEED, PAPERS, Typesetter
from pufa.library import Library
from pufa.problems import ContentError

from .conftest import TODAY

POINT = 25.4 / 72


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(scope="module")
def one(library: Library) -> Sheet:
    return sheet.build(library.boards[7], library, TODAY)


def _page(made: bytes) -> pypdf.PageObject:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 1
    return pages[0]


@pytest.mark.parametrize("size", PAPERS)
def test_boxes_of_a_sheet(typesetter: Typesetter, one: Sheet, size: str) -> None:
    paper = PAPERS[size]
    page = _page(typesetter.set_sheet(one, paper))
    trim = [float(side) * POINT for side in page.trimbox]
    assert trim == pytest.approx([BLEED, BLEED, paper.width + BLEED, paper.height + BLEED], abs=0.01)
    for box in (page.mediabox, page.bleedbox):
        assert [float(side) * POINT for side in box] == pytest.approx(
            [0, 0, paper.width + 2 * BLEED, paper.height + 2 * BLEED], abs=0.01
        )


def _objects(thing: object, seen: set[int]) -> Iterator[DictionaryObject]:
    """Every dictionary that hangs on a page's resources, once."""
    if isinstance(thing, IndirectObject):
        if thing.idnum in seen:
            return
        seen.add(thing.idnum)
        thing = thing.get_object()
    if isinstance(thing, DictionaryObject):
        yield thing
        for value in thing.values():
            yield from _objects(value, seen)
    elif isinstance(thing, list):
        for value in thing:
            yield from _objects(value, seen)


def test_fonts_are_embedded_subsets_and_the_code_is_vector(typesetter: Typesetter, one: Sheet) -> None:
    found = list(_objects(_page(typesetter.set_sheet(one, PAPERS["A3"]))["/Resources"], set()))
    fonts = [thing for thing in found if thing.get("/Type") == "/Font"]
    assert {font["/Subtype"] for font in fonts} == {"/Type0", "/CIDFontType2"}
    assert all(re.match(r"/[A-Z]{6}\+Noto", str(font["/BaseFont"])) for font in fonts)
    described = [thing for thing in found if thing.get("/Type") == "/FontDescriptor"]
    assert len(described) == 3
    assert all("/FontFile2" in thing for thing in described)
    assert not [thing for thing in found if thing.get("/Subtype") == "/Image"]


def test_inks_are_black_and_cyan(typesetter: Typesetter, one: Sheet) -> None:
    """No colour that a press would have to mix, none that fades first; letters are black, white or the accent."""
    content = _page(typesetter.set_sheet(one, PAPERS["A3"])).get_contents()
    assert content is not None
    text = content.get_data().decode("latin-1")
    inks = {
        tuple(round(float(part), 2) for part in match.split())
        for match in re.findall(r"((?:[\d.]+ ){4})k\b", text, re.I)
    }
    assert inks == {(0, 0, 0, 1), (0, 0, 0, 0), (1, 0, 0, 0.45), (0, 0, 0, 0.09)}
    assert not re.search(r"(?:^|\s)(?:rg|RG|g|G|sc|SC|scn|SCN)(?=\s|$)", text)


def _text(made: bytes) -> str:
    return re.sub(r"\s", "", pypdfium2.PdfDocument(made)[0].get_textpage().get_text_bounded())


def test_everything_is_on_the_sheet(typesetter: Typesetter, one: Sheet) -> None:
    text = _text(typesetter.set_sheet(one, PAPERS["A3"]))
    for piece in (one.question, one.answer, *one.steps, one.host):
        assert re.sub(r"\s", "", piece.text) in text, piece.field
    for words in ("新安镇·南业东村", "展板0208", "12348", "2026年11月23日印", "覆哑膜", "打12345报展板号"):
        assert words in text
    assert one.code.address.removeprefix("https://") in text


def test_a_sample_says_so(typesetter: Typesetter, one: Sheet) -> None:
    assert one.samples == ("网址还没有定", "案例还没有审核完")
    assert "样张，不要张贴：网址还没有定，案例还没有审核完" in _text(typesetter.set_sheet(one, PAPERS["A3"]))
    assert "样张" not in _text(typesetter.set_sheet(change(one, samples=()), PAPERS["A3"]))


def test_every_case_fits_on_a_sheet(typesetter: Typesetter, library: Library) -> None:
    for case in library.public_cases:
        board = library.boards[0].model_copy(update={"shows": case.slug})
        made = sheet.build(board, library, TODAY)
        assert made.question.text == case.title
        typesetter.set_sheet(made, PAPERS["A4"])


LONG = "借的钱要按时还，"


@pytest.mark.parametrize(
    ("part", "text", "sentence"),
    [
        ("question", LONG * 15, "「title」在展板上放不下，多了 47 个字"),
        ("answer", LONG * 15, "「一句话」在展板上放不下，多了 12 个字"),
        ("village", LONG * 5, "「village」在展板上放不下，多了 28 个字"),
        ("host", "", "「qr_base」在展板上放不下，多了 20 个字"),
        ("corrections", LONG * 6, "「corrections」在展板上放不下，多了 30 个字"),
        ("steps", LONG * 30, "「怎么做第 2 条」在展板上放不下，多了 121 个字"),
    ],
)
def test_text_that_does_not_fit(typesetter: Typesetter, one: Sheet, part: str, text: str, sentence: str) -> None:
    """Refused with the surplus; without just so many characters it fits."""
    wrong = _with(one, part, text)
    with pytest.raises(ContentError) as failure:
        typesetter.set_sheet(wrong, PAPERS["A3"])
    (problem,) = failure.value.problems
    other = "" if part in ("village", "host", "corrections") else "，或者让展板看别的案例（boards.yml 的 shows）"
    assert problem.message == f"{sentence} → 请缩短{other}"
    surplus = int(re.findall(r"多了 (\d+)", problem.message)[0])
    if text:
        typesetter.set_sheet(_with(one, part, text[:-surplus]), PAPERS["A3"])
        with pytest.raises(ContentError):
            typesetter.set_sheet(_with(one, part, text[: len(text) - surplus + 1]), PAPERS["A3"])


def _with(one: Sheet, part: str, text: str) -> Sheet:
    if part == "steps":
        return change(one, steps=(one.steps[0], change(one.steps[1], text=text), one.steps[2]))
    if part == "host":
        address = f"https://{'x' * 50}.example.gov.cn/b/0208/"
        return change(one, code=change(one.code, address=address))
    return change(one, **{part: change(getattr(one, part), text=text)})


def test_the_same_bytes_every_time(one: Sheet) -> None:
    assert Typesetter().set_sheet(one, PAPERS["A3"]) == Typesetter().set_sheet(one, PAPERS["A3"])


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("借出去的钱没打欠条，过了三年还能要吗？", ("借出去的钱", "没打欠条，", "过了三年还能要吗？")),
        ("电话里自称公安，让转钱到“安全账户”，怎么办？", ("电话里自称公安，", "让转钱到", "“安全账户”，", "怎么办？")),
        ("孩子打架，大人动了手，会怎么处理？", ("孩子打架，", "大人动了手，", "会怎么处理？")),
    ],
)
def test_lines_end_where_a_reader_breathes(question: str, lines: tuple[str, ...]) -> None:
    assert (found := headline.fit(question, 257, 140, 19))
    assert found.lines == lines


def test_a_board_shows_what_it_names_and_what_the_month_asks(library: Library) -> None:
    board = library.boards[0]

    def shown(what: str, day: dt.date = TODAY) -> str:
        case = shown_case(board.model_copy(update={"shows": what}), library, day)
        return case.topic if case else ""

    assert shown("jie-qian-mei-qian-tiao") == "借贷欠款"
    assert shown("禁毒") == "禁毒"
    assert shown("本月") == "婚姻家庭", "25 November is still to come"
    assert shown("本月", dt.date(2026, 6, 1)) == "禁毒"
    assert shown("本月", dt.date(2026, 3, 31)) in {"婚姻家庭", "消费与食品安全"}
    assert shown("没有这一类") == shown("本月"), "a board never shows nothing; the check tells what is wrong"


def test_a_board_with_nothing_to_show(library: Library) -> None:
    with pytest.raises(ContentError) as failure:
        sheet.build(library.boards[7], change(library, cases=()), TODAY)
    assert [problem.message for problem in failure.value.problems] == [
        "还没有已发布的案例，展板 0208 没有可印的 → 请先写案例"
    ]
