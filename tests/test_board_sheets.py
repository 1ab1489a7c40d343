"""Print sheets: what a printing shop needs, what stands on them, and every refusal's sentence."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import replace as change
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from pypdf.generic import DictionaryObject, IndirectObject

from pufa.boards import headline, sheet
from pufa.boards.sheet import Sheet
from pufa.boards.showing import shown_case
from pufa.boards.typefaces import FONTS, missing
from pufa.boards.typesetting import BLEED, PAPERS, Typesetter
from pufa.library import Library, load
from pufa.problems import ContentError
from scripts import board_sheets, subset_fonts

from .conftest import EPOCH, ROOT, TODAY, replace

POINT = 25.4 / 72
BOARDS = """
- {id: "0001", village: 东村, place: 村委会门口, state: active, shows: 本月}
- {id: "0002", village: 西村, place: 待定, state: active, shows: jie-qian}
- {id: "0003", village: 西村, place: 待定, state: withdrawn, shows: 借贷欠款}
"""


@pytest.fixture(scope="module")
def typesetter() -> Typesetter:
    return Typesetter()


@pytest.fixture(scope="module")
def one(library: Library) -> Sheet:
    return sheet.build(library.boards[7], library, TODAY)


@pytest.fixture
def small_town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small town with three boards, on the day of the tests."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    (town / "boards.yml").write_text(BOARDS, encoding="utf-8")
    return town


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
        ("steps", LONG * 30, "「怎么做第 2 条」在展板上放不下，多了 121 个字"),
    ],
)
def test_text_that_does_not_fit(typesetter: Typesetter, one: Sheet, part: str, text: str, sentence: str) -> None:
    """Refused with the surplus; without just so many characters it fits."""
    wrong = _with(one, part, text)
    with pytest.raises(ContentError) as failure:
        typesetter.set_sheet(wrong, PAPERS["A3"])
    (problem,) = failure.value.problems
    other = "" if part in ("village", "host") else "，或者让展板看别的案例（boards.yml 的 shows）"
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
    assert shown("没有这一类") == ""


def test_fonts_have_gb2312_and_our_content() -> None:
    assert missing("".join(subset_fonts.gb2312() | subset_fonts.used_in(ROOT / "content"))) in ([], ["\u3000"])
    assert all(file.stat().st_size < subset_fonts.MAX_BYTES for file in FONTS.glob("*.ttf"))
    assert len(list(FONTS.glob("OFL-*.txt"))) == 2
    for licence in FONTS.glob("OFL-*.txt"):
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence.read_text(encoding="utf-8")


def _run(town: Path, out: Path, *options: str) -> int:
    return board_sheets.main([*options, "--content", str(town), "--out", str(out)])


def test_the_tool_prints_all(small_town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _run(small_town, tmp_path / "out", "--all", "--size", "A4") == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"0001-A4.pdf", "0002-A4.pdf", "boards-A4.pdf"}
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "印的是样张，不要张贴：网址还没有定，案例还没有审核完。"
    assert lines[1] == "content/site.yml: 网址定了以后请写 qr_base；现在码里的 https://example.invalid/pufa/ 打不开。"
    assert re.fullmatch(r"做好 2 块，共 \d+ kB，用了 [\d.]+ 秒。", lines[2])
    assert lines[-1] == "A4 的码宽 79 毫米，站在 0.8 米以内能扫。请印刷厂覆哑膜，按 100% 印。"
    table = _text((tmp_path / "out/boards-A4.pdf").read_bytes())
    assert "0001" in table
    assert "东村·村委会门口" in table
    assert "0003" not in table


def test_the_tool_prints_a_village_and_codes_alone(small_town: Path, tmp_path: Path) -> None:
    assert _run(small_town, tmp_path / "out", "--village", "xi", "--svg", "--png") == 0
    assert {file.name for file in (tmp_path / "out").iterdir()} == {"0002.svg", "0002.png"}


def _case(old: str, new: str) -> tuple[str, str, str]:
    return ("cases/jie-qian.md", old, new)


@pytest.mark.parametrize(
    ("change_to", "options", "sentence"),
    [
        (None, ["--board", "9999"], "content/boards.yml:1: 没有展板「9999」 → 编号是四位数字，如 0208"),
        (None, ["--board", "0003"], "content/boards.yml:4: 展板 0003 已经停用或并掉，不再印 → 请换一块，或改 state"),
        (None, ["--village", "bei"], "content/boards.yml:1: 「bei」没有在用的展板 → 请写 content/villages/ 里的文件名（不带 .md）"),
        (
            ("boards.yml", "shows: jie-qian", "shows: 邻里相邻"), ["--all"],
            "content/boards.yml:3: 展板 0002 要看的「邻里相邻」还没有已发布的案例 → 请先写案例，或改 shows",
        ),
        (
            _case("留好转账记录，到期先催，再告。", "留好转账记录𠮷，到期先催，再告。"), ["--all"],
            "content/cases/jie-qian.md:22: 「一句话」里的「𠮷」展板字体里没有 → 请换个字，或者运行 scripts/subset_fonts.py 把字补进来",
        ),
        (
            _case("kind: 民事", "kind: 家事"), ["--all"],
            "content/cases/jie-qian.md:7: 「kind」写的是「家事」 → 只能填：民事、刑事、行政、劳动、调解",
        ),
    ],
)  # fmt: skip
def test_the_tool_refuses(
    small_town: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change_to: tuple[str, str, str] | None,
    options: list[str],
    sentence: str,
) -> None:
    if change_to:
        replace(small_town / change_to[0], *change_to[1:])
    assert _run(small_town, tmp_path / "out", *options) == 1
    assert sentence in capsys.readouterr().out.splitlines()
    assert not (tmp_path / "out").exists()


def test_an_older_sheet_does_not_outlive_a_refusal(
    small_town: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert _run(small_town, out, "--board", "0002") == 0
    replace(small_town / "cases/jie-qian.md", "留好转账记录，到期先催，再告。", LONG * 20)
    assert _run(small_town, out, "--board", "0002") == 1
    assert re.search(r"content/cases/jie-qian.md:22: 「一句话」在展板上放不下，多了 \d+ 个字", capsys.readouterr().out)
    assert list(out.iterdir()) == []


def test_steps_are_read_from_the_case(small_town: Path) -> None:
    file = small_town / "cases/jie-qian.md"
    body = file.read_text(encoding="utf-8")
    begin = body.index("### 怎么做")
    end = body.index("###", begin + 5)
    steps = "### 怎么做\n\n- **先**催，\n  发[短信](https://x.cn)。\n- 打 12348\n- 三\n- 四\n\n"
    file.write_text(body[:begin] + steps + body[end:], encoding="utf-8")
    library = load(small_town)
    made = sheet.build(library.boards[1], library, TODAY)
    assert [step.text for step in made.steps] == ["先催，发短信。", "打12348", "三"]
    file.write_text(body[:begin] + "### 怎么做\n\n先催。\n\n" + body[end:], encoding="utf-8")
    library = load(small_town)
    with pytest.raises(ContentError, match="「怎么做」里没有一条一条的做法，展板没有可印的 → "):
        sheet.build(library.boards[1], library, TODAY)
