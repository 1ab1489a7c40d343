"""The staged tree: another generator builds it without our hooks, nothing is lost and no link is broken."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml

from pufa import publication
from scripts import stage

from .conftest import EPOCH, ROOT, TODAY, serve
from .links import follow_links

BUILDERS: Mapping[str, list[str]] = {"mkdocs": ["build", "--strict", "--quiet"], "zensical": ["build", "--strict"]}


def _stage(content: Path, folder: Path) -> int:
    return stage.main([str(folder), "--content", str(content), "--docs", str(ROOT / "docs"), "--date", str(TODAY)])


@pytest.fixture
def town_with_theme(town: Path) -> Path:
    (town.parent / "theme").symlink_to(ROOT / "theme")
    return town


def _main_parts(content: Path) -> dict[str, str]:
    made = publication.prepare(content, TODAY)
    return {page.file: made.renderer.render(page) for page in made.site.pages if not page.uri.startswith("404")}


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("builder", BUILDERS)
def test_another_generator_builds_it(builder: str, town_with_theme: Path, tmp_path: Path) -> None:
    folder = tmp_path / "staged"
    assert _stage(town_with_theme, folder) == 0
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
    assert not {"hooks", "plugins"} & set(settings), "nothing of ours is needed"
    done = subprocess.run(
        [sys.executable, "-m", builder, *BUILDERS[builder]],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    parts = _main_parts(town_with_theme)
    assert len(parts) > 25
    for file, main in parts.items():
        assert _squeeze(main).strip() in _squeeze((folder / "site" / file).read_text(encoding="utf-8")), file
    with serve(folder / "site") as url:
        seen, wrong = follow_links(url, tmp_path / "linkcheckerrc")
    assert len(seen) > len(parts)
    assert wrong == []


def test_a_page_says_what_it_is(town_with_theme: Path, tmp_path: Path) -> None:
    _stage(town_with_theme, tmp_path / "staged")
    text = (tmp_path / "staged/docs/cases/jie-qian/index.md").read_text(encoding="utf-8")
    front = yaml.safe_load(text.split("---\n")[1])
    assert set(front) == {"title", "description"}
    assert front["title"] in text.split("---\n")[2]
    assert (tmp_path / "staged/docs/calendar.ics").is_file()
    withdrawn = (tmp_path / "staged/docs/cases/withdrawn/index.md").read_text(encoding="utf-8")
    assert yaml.safe_load(withdrawn.split("---\n")[1])["search"] == {"exclude": True}


def test_same_content_same_files(town_with_theme: Path, tmp_path: Path) -> None:
    trees = []
    for name in ("one", "two"):
        _stage(town_with_theme, tmp_path / name)
        files = (file for file in (tmp_path / name).rglob("*") if file.is_file())
        trees.append({file.relative_to(tmp_path / name): file.read_bytes() for file in files})
    assert trees[0] == trees[1]


def test_a_folder_with_something_in_it_is_left_alone(
    town_with_theme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "full"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine", encoding="utf-8")
    assert _stage(town_with_theme, folder) == 1
    assert "full:1: 里面已经有文件 → 请换一个空文件夹，或先把它删掉\n" in capsys.readouterr().out
    assert [file.name for file in folder.iterdir()] == ["mine.txt"]


def test_content_at_fault_is_not_staged(
    town_with_theme: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (town_with_theme / "site.yml").write_text("nmae: x\n", encoding="utf-8")
    assert _stage(town_with_theme, tmp_path / "staged") == 1
    assert "没有「nmae」这个字段" in capsys.readouterr().out
    assert not (tmp_path / "staged").exists()
