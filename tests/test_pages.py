"""The pages of the small town, as they are expected; `pytest --bless` writes what is made, for a person to read."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

import pytest

from pufa import publication
from pufa.library import load
from pufa.pages.cited import NEWEST, gather, related
from pufa.pages.page import address_of, relative
from pufa.pages.paging import Listed
from pufa.pages.site import NAVIGATION

from .conftest import TODAY, TOWN, replace

EXPECTED = TOWN / "expected"


def _render(content: Path, today: dt.date = TODAY) -> dict[str, str]:
    prepared = publication.prepare(content, today)
    return {uri: prepared.renderer.render(page) for uri, page in prepared.pages.items()}


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    return _render(TOWN / "content")


def test_pages_of_the_small_town(rendered: dict[str, str], request: pytest.FixtureRequest) -> None:
    made = {uri.removesuffix(".md").removesuffix(".html") + ".html": html for uri, html in rendered.items()}
    if request.config.getoption("--bless"):
        shutil.rmtree(EXPECTED, ignore_errors=True)
        for name, html in made.items():
            (EXPECTED / name).parent.mkdir(parents=True, exist_ok=True)
            (EXPECTED / name).write_text(html, encoding="utf-8")
    expected = {
        file.relative_to(EXPECTED).as_posix(): file.read_text(encoding="utf-8") for file in EXPECTED.rglob("*.html")
    }
    assert sorted(made) == sorted(expected)
    for name, html in made.items():
        assert html == expected[name], f"{name} is not as expected; if it is right: pytest --bless, and read the diff"


def test_a_draft_has_no_page(rendered: dict[str, str]) -> None:
    assert "cases/draft.md" not in rendered
    assert not any("还没写完的案例" in html for html in rendered.values())


def test_a_withdrawn_case_keeps_its_address_and_loses_its_text(rendered: dict[str, str]) -> None:
    page = rendered["cases/withdrawn.md"]
    assert "2026年7月1日撤下。原因：处罚决定已被撤销" in page
    assert not any("撤下的内容不该出现" in html or "撤下的案例标题" in html for html in rendered.values())


def test_a_replaced_case_leads_to_the_new_one(rendered: dict[str, str]) -> None:
    assert 'href="../jie-qian/"' in rendered["cases/old.md"]
    others = "".join(html for uri, html in rendered.items() if uri != "cases/old.md")
    assert "旧的借钱案例" not in others


def test_a_lone_citation_becomes_the_words_of_the_law(rendered: dict[str, str]) -> None:
    page = rendered["cases/jie-qian.md"]
    assert "借款人应当按照约定的期限返还借款。" in page
    assert '<details class="statute">\n<summary>《民法典》第六百七十五条 原文</summary>' in page
    assert '<a class="article" href="../../laws/minfadian/675/">' in page
    assert '<a class="article" href="../../laws/minfadian/680/">《民法典》第六百八十条第二款</a>' in page


def test_headings_of_courts_become_ours(rendered: dict[str, str]) -> None:
    headings = re.findall(r"<h2[^>]*>(.*?)</h2>", rendered["cases/jie-qian.md"])
    assert headings[:7] == ["发生了什么", "争的是什么", "结果", "法律怎么说", "说说理", "给您提个醒", "遇到了怎么办"]


def test_a_law_leads_to_the_cited_articles_and_they_to_who_cites_them(rendered: dict[str, str]) -> None:
    page = rendered["laws/minfadian.md"]
    assert [f'href="{number}/"' in page for number in (188, 675, 680, 681)] == [True, True, True, False]
    assert "现行有效：2021年1月1日起施行。" in page
    article = rendered["laws/minfadian/675.md"]
    assert "现行有效：2021年1月1日起施行。" in article
    assert "借款人应当按照约定的期限返还借款。" in article
    assert 'href="../../../cases/jie-qian/"' in article


def test_the_banner_of_a_law_that_ended(town: Path) -> None:
    replace(town / "cases/jie-qian.md", "《民法典》第六百七十五条", "《样板条例》第一条")
    replace(town / "laws/yangban-tiaoli.yml", "    source:", "    repealed: 2026-10-01\n    source:")
    page = _render(town)["laws/yangbanguanlitiaoli.md"]
    assert "已废止：2026年10月1日起废止。下面是以前的条文，只供查对。" in page


def test_what_is_not_known_is_not_invented(rendered: dict[str, str]) -> None:
    assert "本村的名单还没有公布在这里" in rendered["villages/dong.md"]
    assert "电话还没有公布" in rendered["help.md"]
    assert "待定" in rendered["duties.md"]


def test_this_month_follows_the_date() -> None:
    in_december = _render(TOWN / "content", dt.date(2026, 12, 1))["index.md"]
    in_november = _render(TOWN / "content", dt.date(2026, 11, 1))["index.md"]
    assert "国家宪法日" in in_december
    assert "国家宪法日" not in in_november
    assert "这个月没有专门的普法日子" in in_november


def test_a_reviewed_case_loses_the_notice(town: Path) -> None:
    notice = "示例内容，待司法所审核"
    assert notice in _render(town)["cases/jie-qian.md"]
    steps = "".join(
        f"\n  - {{step: {step}, role: 司法所, date: 2026-06-01}}" for step in ("初审", "复审", "终审", "保密审查")
    )
    replace(town / "cases/jie-qian.md", "approvals: []", f"approvals:{steps}")
    assert notice not in _render(town)["cases/jie-qian.md"]


def test_text_of_editors_is_text(town: Path) -> None:
    replace(town / "cases/jie-qian.md", "借出去的钱要不回来，怎么办？", "<script>alert(1)</script>")
    assert not any("<script>alert" in html for html in _render(town).values())


@pytest.mark.parametrize(
    ("target", "page", "href"),
    [
        ("", "cases/a/", "../../"),
        ("cases/a/", "", "cases/a/"),
        ("cases/a/", "cases/b/", "../a/"),
        ("laws/minfadian/#tiao-1", "cases/b/", "../../laws/minfadian/#tiao-1"),
        ("calendar.ics", "calendar/", "../calendar.ics"),
        ("", "", "./"),
        ("cases/", "cases/", "./"),
    ],
)
def test_links_are_relative(target: str, page: str, href: str) -> None:
    assert relative(target, page) == href


def test_addresses() -> None:
    assert [address_of(uri) for uri in ("index.md", "cases/index.md", "cases/a.md")] == ["", "cases/", "cases/a/"]


def test_navigation_leads_to_pages(rendered: dict[str, str]) -> None:
    assert [uri for _, uri in NAVIGATION if uri not in rendered] == []


def test_each_page_has_one_heading_and_no_id_twice(rendered: dict[str, str]) -> None:
    for uri, html in rendered.items():
        assert html.count("<h1") == 1, uri
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert len(ids) == len(set(ids)), uri


def test_an_article_that_hundreds_cite_relates_its_newest_cases_only(town: Path) -> None:
    """Else the work for one case would grow with the number of all cases."""
    text = (town / "cases/jie-qian.md").read_text(encoding="utf-8")
    for number in range(NEWEST + 10):
        (town / f"cases/a-{number:03}.md").write_text(
            text.replace("怎么办？", f"怎么办{number}？", 1), encoding="utf-8"
        )
    library = load(town)
    cited = gather(library, TODAY)
    assert max(len(article.cases) for found in cited.by_law.values() for article in found) > NEWEST
    for found in cited.by_law.values():
        for article in found:
            assert article.newest == [case.path for case in article.cases[:NEWEST]]
    last = library.public_cases[-1]
    assert related(last, library, cited, TODAY) == [Listed.of(case) for case in library.public_cases[:4]]
