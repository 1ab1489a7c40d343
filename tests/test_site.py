"""The site as MkDocs builds it: whole, without a broken link, the same every time, and never half-written."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from pathlib import Path

import icalendar
import pytest

from pufa.law.citation import resolve
from pufa.law.finder import CitationFinder
from pufa.library import Library

from .conftest import EPOCH, ROOT, TODAY, build_site, read_tree, replace, serve
from .links import follow_links


def test_everything_has_its_page(built_site: Path, library: Library) -> None:
    for name in (
        "",
        "cases/",
        "villages/",
        "reports/",
        "laws/",
        "calendar/",
        "duties/",
        "help/",
        "about/",
        "handbook/",
    ):
        assert (built_site / name / "index.html").is_file(), name
    assert (built_site / "404.html").is_file()
    assert (built_site / "reports/2024/index.html").is_file()
    for kind, items in (("cases", library.public_cases), ("villages", library.villages)):
        assert {item.slug for item in items} == {
            folder.name for folder in (built_site / kind).iterdir() if folder.is_dir()
        }
    assert len(library.villages) == 46
    assert len({topic.slug for topic in library.topics}) == len(list((built_site / "topics").iterdir())) == 12


def test_two_cases_on_each_topic(library: Library) -> None:
    assert [len(library.cases_on(topic)) for topic in library.topics] == [2] * 12


def test_the_build_says_what_it_did(tmp_path: Path) -> None:
    done = build_site(tmp_path / "site")
    assert re.search(r"共 \d+ 页，用时 \d+\.\d 秒，提醒 \d+ 条", done.stderr)


def test_no_link_is_broken(site_url: str, tmp_path: Path) -> None:
    seen, wrong = follow_links(site_url, tmp_path / "linkcheckerrc")
    assert len(seen) > 150
    assert wrong == []


def test_broken_links_would_be_found(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "index.html").write_text('<a href="none/">a</a> <a href="two.html#none">b</a>', encoding="utf-8")
    (site / "two.html").write_text('<p id="here">', encoding="utf-8")
    with serve(site) as url:
        _, wrong = follow_links(url, tmp_path / "linkcheckerrc")
    assert {link for _, link, _ in wrong} == {"none/", "two.html#none"}


def test_nothing_comes_from_another_host(built_site: Path) -> None:
    loaded = re.compile(
        r'<(?:script|img|iframe|source|audio|video|link(?! rel="canonical"))\b[^>]*?\b(?:src|href)="((?:https?:)?//[^"]+)"'
    )
    for file in built_site.rglob("*.html"):
        assert loaded.findall(file.read_text(encoding="utf-8")) == [], file
    for file in built_site.rglob("*.css"):
        assert re.findall(r"url\(['\"]?(?:https?:)?//", file.read_text(encoding="utf-8")) == [], file


def test_no_address_begins_at_the_root_of_the_host(built_site: Path) -> None:
    for file in built_site.rglob("*.html"):
        if file.name != "404.html":  # served from any depth
            assert re.findall(r'\b(?:href|src|action)="/[^"]*"', file.read_text(encoding="utf-8")) == [], file


def test_same_content_same_date_same_bytes(project: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "far" / "away" / "two"
    first = build_site(one, project, TZ="America/New_York", LC_ALL="C", PYTHONHASHSEED="1")
    second = build_site(two, project, TZ="Asia/Shanghai", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    assert read_tree(one) == read_tree(two)


def test_another_day_gives_another_month(project: Path, tmp_path: Path) -> None:
    build_site(tmp_path / "a", project, SOURCE_DATE_EPOCH=EPOCH)
    build_site(tmp_path / "b", project, SOURCE_DATE_EPOCH="1796256000")  # 2026-12-03
    pages = [(tmp_path / name / "index.html").read_text(encoding="utf-8") for name in ("a", "b")]
    assert ["国家宪法日" in page for page in pages] == [False, True]


def test_withdrawn_and_draft_cases_are_not_in_the_search_index(project: Path, tmp_path: Path) -> None:
    assert build_site(tmp_path / "site", project).returncode == 0
    index = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "site/search").rglob("*.js"))
    assert '"cases/jie-qian/"' in index
    assert not [name for name in ("withdrawn", "old", "draft") if f'"cases/{name}/"' in index]


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("cases/jie-qian.md", "title: ", "title：", "content/cases/jie-qian.md:2: 「title」后面是全角冒号“：” → 请换成英文冒号 : 再空一格"),
        ("cases/jie-qian.md", "《民法典》第六百七十五条", "《借钱法》第一条", "content/cases/jie-qian.md:41: 引用《借钱法》第一条：没有找到《借钱法》 → 请核对法律名称；确有此法的，请补进 content/laws/"),
        ("site.yml", "name: ", "nmae: ", "content/site.yml:1: 没有「nmae」这个字段 → 是不是想写「name」？"),
    ],
)  # fmt: skip
def test_a_mistake_stops_the_build_and_leaves_the_old_site_alone(
    project: Path, tmp_path: Path, file: str, old: str, new: str, sentence: str
) -> None:
    site = tmp_path / "site"
    assert build_site(site, project).returncode == 0
    before = read_tree(site)
    replace(project / "content" / file, old, new)
    done = build_site(site, project)
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert read_tree(site) == before


def test_a_date_that_is_none(project: Path, tmp_path: Path) -> None:
    done = build_site(tmp_path / "site", project, SOURCE_DATE_EPOCH="yesterday")
    assert done.returncode == 1
    assert "SOURCE_DATE_EPOCH" in done.stderr
    assert "Traceback" not in done.stderr


def test_links_of_hand_written_pages_are_checked(project: Path, tmp_path: Path) -> None:
    (project / "docs/about.md").write_text("# 关于\n\n[没有](cases/no-such-case.md)\n", encoding="utf-8")
    done = build_site(tmp_path / "site", project)
    assert done.returncode != 0
    assert "cases/no-such-case.md" in done.stderr


def test_every_published_address_is_answered(built_site: Path, site_url: str, library: Library) -> None:
    """A printed code opens its page at once: 200, no redirect."""
    assert [
        address for address in library.ledger.addresses if not (built_site / address / "index.html").is_file()
    ] == []
    for board in library.boards:
        with urllib.request.urlopen(f"{site_url}b/{board.id}/") as answer:
            assert (answer.status, answer.url) == (200, f"{site_url}b/{board.id}/")


def test_calendar_file_is_one(built_site: Path) -> None:
    calendar = icalendar.Calendar.from_ical((built_site / "calendar.ics").read_bytes())
    days = {(str(event["SUMMARY"]), event["DTSTART"].dt.isoformat()) for event in calendar.walk("VEVENT")}
    assert ("国家宪法日", "2026-12-04") in days
    assert any(name.startswith("老年节") and day == "2026-10-18" for name, day in days)


def test_the_report_is_there_in_full(built_site: Path) -> None:
    """Every line of the report as published stands on its page, in order, unchanged."""
    page = (built_site / "reports/2024/index.html").read_text(encoding="utf-8")
    text = re.sub(r"<[^>]+>", "", page[page.index('<div class="report-text">') :])
    original = (ROOT / "tests/data/report-2024.txt").read_text(encoding="utf-8")
    assert re.sub(r"\s", "", original) in re.sub(r"\s", "", text)


def test_a_town_that_has_just_begun(project: Path, tmp_path: Path) -> None:
    """No case, no report, no duty yet: the site is small, and whole."""
    for folder in ("cases", "reports", "laws"):
        for file in (project / "content" / folder).iterdir():
            file.unlink()
    for name in ("duties.yml", "calendar.yml"):
        (project / "content" / name).unlink()
    done = build_site(tmp_path / "site", project)
    assert done.returncode == 0, done.stderr
    assert "还没有发布案例" in (tmp_path / "site/cases/index.html").read_text(encoding="utf-8")


def test_hand_written_pages_cite_what_is_in_force(library: Library) -> None:
    for file in (ROOT / "docs").glob("*.md"):
        for citation in CitationFinder(library.corpus).find(file.read_text(encoding="utf-8")):
            assert resolve(citation, library.corpus, TODAY).version.force_on(TODAY) == "现行有效"
