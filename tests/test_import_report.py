"""The import of a report: what it writes, what it refuses, what it keeps."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pufa.models import Report
from pufa.report_text import mark_headings, plain_text
from pufa.source import read_markdown
from pufa.validation import validate
from scripts import import_report

TESTS = Path(__file__).parent
ORIGINAL = TESTS / "data" / "report-2024.txt"
FIGURES = (
    "9次 46个村 138人 47户 50余次 200余条 12000余份 45件 1689件 18次 7起 1起 707个 1.2万余村户 10余轮次 179余件 "
    "29237人次 90起 567名 11名 100余项 900余次 21起"
)
SMALL = (TESTS / "data" / "report-small.txt").read_bytes().decode()


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


def read(content: Path, year: int = 2023) -> Report:
    path = f"content/reports/{year}.md"
    return validate(Report, read_markdown(content / "reports" / f"{year}.md", path))


def edit(content: Path, *changes: tuple[str, str]) -> None:
    file = content / "reports" / "2023.md"
    text = file.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    file.write_text(text, "utf-8")


def test_town_report(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_report.main([str(ORIGINAL), "--content", str(content)]) == 0
    report = read(content, 2024)
    assert plain_text(report.body).encode() == ORIGINAL.read_bytes()
    assert (report.title, report.year) == ("新安镇2024年法治政府建设报告", 2024)
    assert report.issuer == "天津市宝坻区新安镇人民政府"
    assert report.published == dt.datetime(2025, 3, 19, 11, 24)
    assert " ".join(item.stated for item in report.indicators) == FIGURES
    assert len(report.commitments) == 13
    assert {item.status for item in report.commitments} == {"未更新"}
    told = capsys.readouterr().out
    assert "正文 53 行，已经读回来核对，和原文逐字相同。" in told
    assert "content/reports/2024.md:7: 镇党政班子法律专题学习，9次（加强理论武装）" in told
    assert "这些数字没有当作指标：2024年（7 处）、12345工单（2 处）、2025年（1 处）。漏了的请补上。" in told
    assert sorted(file.name for file in (content / "reports").iterdir()) == ["2024.md"]


def test_content_in_the_repository_is_this_import_with_better_names(content: Path) -> None:
    assert import_report.main([str(ORIGINAL), "--content", str(content)]) == 0
    imported, edited = read(content, 2024), read(TESTS.parent / "content", 2024)
    by_hand = {"name", "group"}
    assert [item.model_dump(exclude=by_hand) for item in imported.indicators] == [
        item.model_dump(exclude=by_hand) for item in edited.indicators
    ]
    proposed = [item.text for item in imported.commitments]  # sentences; a person cut them into single promises
    assert [item.text for item in edited.commitments if not any(item.text in sentence for sentence in proposed)] == []
    assert len(edited.commitments) == 24
    assert {item.status for item in edited.commitments} == {"未更新"}
    assert 5 <= len({item.group for item in edited.indicators}) <= 7
    assert len({item.name for item in edited.indicators}) == 23


def test_written_file(tmp_path: Path, content: Path) -> None:
    assert run(tmp_path, content) == 0
    written = (content / "reports" / "2023.md").read_text("utf-8")
    assert written == (
        """---
title: 某镇2023年报告
year: 2023
issuer: 某镇
published: 2024-03-01 09:05
indicators:
  - name: 办讲座
    group: 宣传
    value: 3
    unit: 次
    stated: 3次
    sentence: 办讲座3次。
  - name: 发资料
    group: 宣传
    value: 5000
    unit: 份
    stated: 0.5万份
    sentence: 发资料0.5万份。
commitments:
  - text: 再办讲座;
    status: 未更新
  - text: 多发资料。
    status: 未更新
---
"""
        + mark_headings(SMALL)
    )


@pytest.mark.parametrize("ending", ["", "\n", "\n\n\n", "\n  ", "\n# 井号\n---\n\\#"])
def test_every_ending_survives(tmp_path: Path, content: Path, ending: str) -> None:
    text = SMALL.rstrip("\n") + ending
    assert run(tmp_path, content, text) == 0
    assert plain_text(read(content).body) == text


def test_windows_file_is_read_with_a_reminder(
    tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, content, b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == 0
    assert plain_text(read(content).body) == SMALL
    assert capsys.readouterr().err.count("提醒：") == 2


def test_force_keeps_what_people_wrote(tmp_path: Path, content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, content) == 0
    edit(
        content,
        ("published: 2024-03-01 09:05\n", "published: 2024-03-01 09:05\nwritten: 2024-02-20\nindex_number: '0089'\n"),
        ("name: 办讲座", "name: 法治讲座"),
        ("text: 多发资料。\n    status: 未更新", "text: 多发资料。\n    status: 推进中\n    updated: 2024-06-01"),
    )
    capsys.readouterr()
    new = SMALL.replace("发资料0.5万份。", "发资料0.6万份。调解9件。").replace("再办讲座;", "开设热线。")
    assert run(tmp_path, content, new, "--force") == 0
    report = read(content)
    assert plain_text(report.body) == new
    assert (report.written, report.index_number) == (dt.date(2024, 2, 20), "0089")
    assert [(item.name, item.stated) for item in report.indicators] == [
        ("法治讲座", "3次"),
        ("发资料", "0.6万份"),
        ("调解", "9件"),
    ]
    assert [(item.text, item.status) for item in report.commitments] == [
        ("多发资料。", "推进中"),
        ("开设热线。", "未更新"),
    ]
    told = capsys.readouterr().out
    assert "新的原文里没有这些话了，已经去掉：\n  指标「发资料」0.5万份：发资料0.5万份。\n" in told
    assert "  安排（未更新）：再办讲座;\n" in told


def test_force_does_not_bring_back_what_was_deleted(tmp_path: Path, content: Path) -> None:
    assert run(tmp_path, content) == 0
    edit(content, ("  - text: 再办讲座;\n    status: 未更新\n", ""))
    before = (content / "reports" / "2023.md").read_bytes()
    assert run(tmp_path, content, SMALL, "--force") == 0
    assert (content / "reports" / "2023.md").read_bytes() == before
