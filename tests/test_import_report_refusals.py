"""What the import of a report refuses, with the exact sentence, and what it leaves untouched."""

from __future__ import annotations

from pathlib import Path

import pytest

from pufa.report_text import mark_headings
from pufa.source import MAX_BYTES
from scripts import import_report

SMALL = (Path(__file__).parent / "data" / "report-small.txt").read_bytes().decode()


@pytest.fixture
def content(tmp_path: Path) -> Path:
    folder = tmp_path / "content"
    folder.mkdir()
    return folder


def run(tmp_path: Path, content: Path, text: str | bytes = SMALL, *options: str) -> int:
    """Import a text. Out: the exit code."""
    file = tmp_path / "r.txt"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return import_report.main([str(file), "--content", str(content), *options])


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", ["1: 文件是空的 → 请照模板填写，或者删掉这个文件"]),
        (" \n ", ["1: 文件是空的 → 请照模板填写，或者删掉这个文件"]),
        (SMALL.encode("gb18030"), ["1: 文件是 GB18030（国标）编码 → 请另存为 UTF-8 编码"]),
        (b"\xff\xfe\x00", ["1: 文件不是文本，或者已经损坏 → 请用 UTF-8 编码重新保存"]),
        ("某镇\n\0", ["2: 文件里有空字符，不像文本 → 请用 UTF-8 编码重新保存"]),
        (
            "字" * MAX_BYTES,
            ["1: 文件有 12,000,000 字节，超过 4,000,000 → 图片请另存，正文请拆成几篇"],
        ),
        (
            SMALL.replace("某镇2023年报告\n\n", ""),
            ["1: 没有标题 → 请在第一行写上报告的标题，如“某镇2024年法治政府建设报告”"],
        ),
        (SMALL.replace("2023年报告", "报告"), ["1: 标题「某镇报告」里没有年份 → 请照原网页补全标题，如“2024年”"]),
        (
            SMALL.replace(" 09:05", ""),
            ["3: 发布时间只有日期 2024-03-01，没有钟点 → 请照原网页补上钟点，如 2024-03-01 11:24"],
        ),
        (
            SMALL.replace("四、", "其他").replace("二、", "另外"),
            [
                "1: 没有第二部分 → 年报应当有四个部分，标题单独一行，以“二、”开头；请照原网页核对",
                "1: 没有第四部分 → 年报应当有四个部分，标题单独一行，以“四、”开头；请照原网页核对",
            ],
        ),
        (
            "随便一段话",
            [
                "1: 标题「随便一段话」里没有年份 → 请照原网页补全标题，如“2024年”",
                "1: 没有写发布时间 → 请在来源后面写上“发布时间:2025-03-19 11:24”",
                "1: 没有写来源 → 请在标题下写一行“来源:某镇人民政府 发布时间:2025-03-19 11:24”",
                *(
                    f"1: 没有第{number}部分 → 年报应当有四个部分，标题单独一行，以“{number}、”开头；请照原网页核对"
                    for number in "一三二四"  # in the order of their signs
                ),
            ],
        ),
        (
            SMALL.replace("办讲座3次。", "办讲座" + "3次," * 2000),
            ["1: 数字太多，不像一份年度报告 → 请检查是不是拿错了文件"],
        ),
    ],
)
def test_refusals(
    tmp_path: Path,
    content: Path,
    capsys: pytest.CaptureFixture[str],
    text: str | bytes,
    sentences: list[str],
) -> None:
    assert run(tmp_path, content, text) == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [f"{tmp_path / 'r.txt'}:{sentence}" for sentence in sentences]
    assert told.out == ""
    assert list(content.iterdir()) == []


def test_missing_file_and_folders(tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "没有.txt"
    assert import_report.main([str(missing)]) == 1
    assert capsys.readouterr().err.startswith(f"{missing}:1: 文件读不出来（")
    assert import_report.main([str(content)]) == 1
    assert capsys.readouterr().err == f"{content}:1: 这里应当是一个文件，却是一个文件夹 → 请把文件夹改名或移走\n"
    nowhere = tmp_path / "nowhere"
    assert run(tmp_path, nowhere) == 1
    sentence = "没有这个文件夹 → 请在项目文件夹里运行，或用 --content 写对内容文件夹的位置"
    assert capsys.readouterr().err == f"{nowhere}:1: {sentence}\n"
    assert not nowhere.exists()


def test_unwritable_place(tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (content / "reports").write_text("a file where a folder should be")
    assert run(tmp_path, content) == 1
    told = capsys.readouterr().err
    assert told.startswith("content/reports/2023.md:1: 文件写不进去（")
    assert told.endswith("） → 请检查文件夹能不能写\n")


def test_nothing_is_overwritten_unasked(tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, content) == 0
    before = (content / "reports" / "2023.md").read_bytes()
    capsys.readouterr()
    assert run(tmp_path, content, SMALL + "多一行") == 1
    sentence = "这一年的报告已经有了，没有改动它 → 确实要换掉，请在命令后面加 --force"
    assert capsys.readouterr().err == f"content/reports/2023.md:1: {sentence}\n"
    assert (content / "reports" / "2023.md").read_bytes() == before


def test_difference_is_found_and_nothing_left(
    tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(tmp_path, content) == 0
    before = (content / "reports" / "2023.md").read_bytes()
    capsys.readouterr()
    monkeypatch.setattr(import_report, "mark_headings", lambda text: mark_headings(text) + "\n")
    sentence = "写出来的正文和原文不一样，已经删掉 → 请把原文文件交给维护网站的人"
    assert run(tmp_path, content, SMALL, "--force") == 1
    assert capsys.readouterr().err == f"content/reports/2023.md:1: {sentence}\n"
    assert (content / "reports" / "2023.md").read_bytes() == before
    assert run(tmp_path, content, SMALL.replace("2023", "2022")) == 1
    assert [file.name for file in (content / "reports").iterdir()] == ["2023.md"]


def test_force_stops_at_a_broken_report(tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, content) == 0
    file = content / "reports" / "2023.md"
    file.write_text(file.read_text("utf-8").replace("year: 2023", "yaer: 2023"), "utf-8")
    capsys.readouterr()
    assert run(tmp_path, content, SMALL, "--force") == 1
    assert "content/reports/2023.md:3: 没有「yaer」这个字段 → 是不是想写「year」？" in capsys.readouterr().err


def test_help_and_wrong_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as help_exit:
        import_report.main(["--help"])
    assert help_exit.value.code == 0
    assert "报告原文，UTF-8 的 .txt 文件" in capsys.readouterr().out
    with pytest.raises(SystemExit) as wrong_exit:
        import_report.main([])
    assert wrong_exit.value.code == 2
    assert capsys.readouterr().err.startswith("命令写得不对（")
