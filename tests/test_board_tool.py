"""scripts/board_sheets.py: what it writes, what it says, and every refusal; the fonts that it needs."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest

from pufa.boards import sheet
from pufa.boards.typefaces import FONTS, missing
from pufa.library import load
from pufa.problems import ContentError
from scripts import board_sheets, subset_fonts

from .conftest import EPOCH, ROOT, TODAY, replace

BOARDS = """
- {id: "0001", village: 东村, place: 村委会门口, state: active, shows: 本月}
- {id: "0002", village: 西村, place: 待定, state: active, shows: jie-qian}
- {id: "0003", village: 西村, place: 待定, state: withdrawn, shows: 借贷欠款}
"""


@pytest.fixture
def small_town(town: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small town with three boards, on the day of the tests."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    (town / "boards.yml").write_text(BOARDS, encoding="utf-8")
    return town


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
    page = pypdfium2.PdfDocument(tmp_path / "out/boards-A4.pdf")[0]
    table = re.sub(r"\s", "", page.get_textpage().get_text_bounded())
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
    replace(small_town / "cases/jie-qian.md", "留好转账记录，到期先催，再告。", "借的钱要按时还，" * 20)
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
