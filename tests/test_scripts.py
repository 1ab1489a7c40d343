"""What staff run: right exit codes, three forms of output, and documents that say what the models say."""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pufa import checks, forms, models
from pufa.library import load
from pufa.publication import build_date
from pufa.sections import SECTIONS
from scripts import check, describe_fields

from .conftest import ROOT, TODAY, replace

DATE = ["--date", "2026-11-23"]


def test_check_passes_with_reminders(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(town), *DATE]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == f"错误 0 处，提醒 {len(lines) - 1} 处。可以发布。"
    assert all("提醒：" in line for line in lines[:-1])


def test_check_fails_with_an_error(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(town / "cases/jie-qian.md", "kind: 民事", "kind: 家事")
    assert check.main([str(town), *DATE]) == 1
    out = capsys.readouterr().out
    assert "content/cases/jie-qian.md:7: 「kind」写的是「家事」 → 只能填：民事、刑事、行政、劳动、调解\n" in out
    assert "错误 1 处" in out, "a case that leads to the broken one is not called wrong for it"


def test_check_in_json(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check.main([str(town), *DATE, "--format", "json"])
    problems = json.loads(capsys.readouterr().out)
    assert problems
    assert {tuple(sorted(problem)) for problem in problems} == {("line", "message", "path", "severity")}


def test_check_for_github(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(town / "topics.yml", "slug: linli", "slug: 100%邻里")
    check.main([str(town), *DATE, "--format", "github"])
    first = [line for line in capsys.readouterr().out.splitlines() if line.startswith("::error")]
    assert first == [
        "::error file=content/topics.yml,line=4::「slug」写的是「100%25邻里」，样子不对 → 网址里的名字，定了不再改"
    ]


def test_check_by_another_day(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On a day before the Civil Code the calendar's law of 2025 is not in force either."""
    assert check.main([str(town), "--date", "2020-06-01"]) == 1
    assert "《法治宣传教育法》2025-11-01 起才施行，2020-06-01 还不能引用" in capsys.readouterr().out


@pytest.mark.parametrize("content", ["no-such-folder", "mkdocs.yml"])
def test_check_of_nothing(content: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([str(ROOT / content), *DATE]) == 1
    assert f"{content}:1: 没有这个文件夹" in capsys.readouterr().out


def test_check_as_a_program(town: Path) -> None:
    command = [sys.executable, "scripts/check.py", str(town), "--date", "昨天"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "日期写的是「昨天」，请写成 2026-11-23 的样子" in done.stderr
    assert "Traceback" not in done.stderr


def test_documents_say_what_the_models_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert describe_fields.main(["--check"]) == 0, capsys.readouterr().out


def test_every_field_is_in_the_handbook() -> None:
    handbook = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for model in (models.Case, models.Village, models.Board):
        for name, description in models.field_descriptions(model).items():
            assert f"| `{name}` |" in handbook
            assert description in handbook


def test_form_has_exactly_the_fields_of_a_case() -> None:
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE/case.yml").read_text(encoding="utf-8"))
    identifiers = [element["id"] for element in form["body"] if element["type"] != "markdown"]
    assert identifiers == [*models.Case.model_fields, *(f"section-{number}" for number in range(1, len(SECTIONS) + 1))]
    kind = next(element for element in form["body"] if element.get("id") == "kind")
    assert kind["attributes"]["options"] == ["民事", "刑事", "行政", "劳动", "调解"]


def test_the_template_is_a_draft_that_passes(town: Path) -> None:
    (town / "cases/new.md").write_text(forms.write_case_template(), encoding="utf-8")
    replace(town / "cases/new.md", "12348法律服务热线", "12345热线")  # the small town's name for it
    assert [str(problem) for problem in checks.check(load(town), TODAY) if "new.md" in problem.path] == []


def test_the_template_is_not_published_unfilled(town: Path) -> None:
    text = forms.write_case_template().replace("12348法律服务热线", "12345热线")
    dates = "facts_date: 2026-01-01\npublished: 2026-06-01\nreviewed: 2026-06-01\nreview_due: 2027-06-01\n"
    (town / "cases/new.md").write_text(text.replace("status: draft", f"{dates}status: published"), encoding="utf-8")
    found = [str(problem) for problem in checks.check(load(town), TODAY) if "new.md" in problem.path]
    assert sum("还有【待填】" in sentence for sentence in found) == text.count("【待填】")


def test_commands_in_the_documents_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    for name in ("README.md", "CONTRIBUTING.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert set(re.findall(r"`make ([a-z]+)", text)) <= targets, name
        for path in re.findall(r"(?:scripts|content|docs|pufa|tests)[/\\][A-Za-z\d_./\\-]+\.(?:py|yml|md)\b", text):
            assert (ROOT / path.replace("\\", "/")).exists() or "jie-qian" in path, f"{name}: {path}"


def test_dates_are_the_towns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795449600")  # 2026-11-23 16:00 UTC
    assert build_date() == dt.date(2026, 11, 24)
