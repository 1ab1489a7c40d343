"""A site that was built again and again, edit after edit, is byte for byte the one that is built from nothing.

INCREMENTAL_EXAMPLES=500 runs that many sequences of edits, other ones each time, instead of the few of every day.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pufa import checks
from pufa.environment import open_cache
from pufa.library import load
from tests.conftest import ROOT, TOWN, build_site, replace
from tests.edited_town import EditedTown, Model, ask_all, read_tree
from tests.editing import DAY, Editing

EXAMPLES = os.environ.get("INCREMENTAL_EXAMPLES")
TestEditing = Editing.TestCase
TestEditing.settings = settings(
    max_examples=int(EXAMPLES or 5),
    stateful_step_count=12,
    derandomize=not EXAMPLES,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def edited(tmp_path: Path) -> EditedTown:
    return EditedTown(tmp_path)


def assert_same(town: EditedTown, name: str = "disk") -> None:
    """Both builds publish, and the same."""
    town.save()
    clean, found = town.build_clean(), town.build(name)
    assert found == clean
    assert found.is_published, found.told
    assert _contents(town.root / name) == _contents(town.root / "clean")


def _contents(site: Path) -> dict[str, bytes]:
    return {path: data for path, (data, _) in read_tree(site).items()}


def test_a_refused_page_is_refused_in_every_build_of_a_preview(edited: EditedTown) -> None:
    guide = {"name": "李建设", "duty": "调解", "consented": DAY, "expires": dt.date(2026, 12, 1)}
    edited.model["villages"]["dong"]["legal_guides"] = [guide]
    edited.model["villages"]["xi"]["body"] = "李建设常来。\n"
    assert_same(edited, "memory")
    before = read_tree(edited.root / "memory")
    edited.today = dt.date(2026, 12, 24)
    clean = edited.build_clean()
    assert "villages/xi/index.html" in clean.told
    assert "search/" in clean.told, "what the search keeps is looked at as well"
    for _ in range(3):
        assert edited.build("memory") == clean
        assert read_tree(edited.root / "memory") == before


def test_an_empty_calendar_and_empty_duties_stay_two_documents(edited: EditedTown) -> None:
    edited.model["lists"] |= {"calendar": [], "duties": []}
    assert_same(edited)
    edited.model["cases"]["case-0"]["title"] = "借钱不还，怎么办？"
    assert_same(edited)


def test_laws_that_sound_alike_are_told_apart_by_their_year_of_today(edited: EditedTown) -> None:
    edited.model["laws"]["yang"] = _write_law("杨板管理条例", 2018)
    edited.model["cases"]["case-0"]["body"]["told"] = "《杨板管理条例》第一条"
    assert_same(edited)
    edited.model["laws"]["yang"] = _write_law("杨板管理条例", 2019)
    assert_same(edited)


def _write_law(name: str, year: int) -> Model:
    day = dt.date(year, 1, 1)
    version = {"adopted": day, "effective": day, "source": "测试用", "checked": DAY, "articles": {"第一条": "一。"}}
    return {"name": name, "level": "行政法规", "issuer": "国务院", "versions": [version]}


def test_an_edit_that_keeps_size_and_time_is_seen(edited: EditedTown) -> None:
    time.sleep(2.5)  # until the times of files are relied on
    assert_same(edited)
    file = edited.root / "content/cases/case-0.md"
    times = file.stat()
    edited.model["cases"]["case-0"]["body"]["answer"] = "留好证据。"
    edited.save()
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert (file.stat().st_size, file.stat().st_mtime_ns) == (times.st_size, times.st_mtime_ns)
    time.sleep(2.5)
    assert_same(edited)
    assert "留好证据" in (edited.root / "disk/cases/case-0/index.html").read_text("utf-8")


@pytest.mark.parametrize(("content", "most"), [(TOWN / "content", 6), (ROOT / "content", 2)], ids=["town", "ours"])
def test_the_kept_rules_say_what_all_rules_say(content: Path, most: int, tmp_path: Path, our_day: dt.date) -> None:
    copied = Path(shutil.copytree(content, tmp_path / "content"))
    last_case, village = sorted((copied / "cases").iterdir())[-1], min((copied / "villages").iterdir())
    edits: tuple[tuple[Path, str], ...] = (
        *((copied / "site.yml", ""), (copied / "contacts.yml", "新"), (copied / "topics.yml", "新"), (village, "新")),
        *((copied / "site.yml", "新"), (copied / "contacts.yml", "\0")),
    )
    for file, mark in edits[:most]:
        replace(file, "name: ", f"name: {mark}")
        library = load(copied, cache=open_cache(tmp_path / "cache", ROOT / "theme"))
        assert checks.check(library, our_day) == ask_all(load(copied), our_day)
        library.cache.save()
        last_case.unlink(missing_ok=True)


def test_mkdocs_builds_the_same_again_and_again(project: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    case = project / "content/cases/jie-qian.md"
    steps = (
        lambda: None,
        lambda: replace(case, "先催，再告", "先催三次，再告"),
        lambda: replace(project / "pufa/templates/topic.html", "topic.summary", 'topic.summary ~ "。"'),
        lambda: case.with_name("xin.md").write_text(
            case.read_text("utf-8").replace("借出去的钱要不回来", "借条丢了"), encoding="utf-8"
        ),
    )
    for step in steps:
        step()
        other = tmp_path_factory.mktemp("clean") / "project"
        shutil.copytree(project, other, ignore=shutil.ignore_patterns("site", ".site.pufa", ".cache"))
        for root in (project, other):
            done = build_site(root / "site", root)
            assert done.returncode == 0, done.stderr
        assert _contents(project / "site") == _contents(other / "site")


def test_a_preview_keeps_to_the_code_that_it_has_begun_with(project: Path) -> None:
    """What the old code works out is not kept under the name of the new one, which lies on the disk by then."""
    told = """
from pathlib import Path
from pufa.environment import version
names = [version(Path("theme"))]
for file in ("pufa/sections.py", "pufa/templates/case.html", "theme/main.html"):
    Path(file).write_text(Path(file).read_text("utf-8") + "\\n", encoding="utf-8")
    names.append(version(Path("theme")))
print(*names)
"""
    run = [sys.executable, "-c", told]
    first, second = (
        subprocess.run(run, cwd=project, capture_output=True, text=True, check=True).stdout.split() for _ in "12"
    )
    assert first[0] == first[1], "the code in memory is the same"
    assert len({*first[1:], *second[1:]}) == 6, "templates are read again by every build, code by every process"


def test_a_preview_shows_a_template_that_has_changed(project: Path) -> None:
    told = """
import datetime as dt
from pathlib import Path
from pufa.law.sources import open_corpus
from pufa.pages.markdown import BodyRenderer, LawReader
reader = LawReader(open_corpus(), dt.date(2026, 11, 23))
for _ in "12":
    print(BodyRenderer().render("见《民法典》第六百七十五条。", reader, str))
    file = Path("pufa/templates/_law.html")
    file.write_text(file.read_text("utf-8").replace("</a>", "！</a>"), encoding="utf-8")
"""
    run = [sys.executable, "-c", told]
    found = subprocess.run(run, cwd=project, capture_output=True, text=True, check=True).stdout.splitlines()
    assert ["！" in line for line in found] == [False, True]
