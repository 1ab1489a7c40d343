"""What stands around a page, and how long lists are cut; without a browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pufa import publication
from pufa.ledger import is_permanent
from pufa.library import load
from pufa.models import SiteIdentity
from pufa.pages.paging import cut
from pufa.problems import ContentError

from .conftest import ROOT, TODAY


def _documents(content: Path) -> dict[str, str]:
    prepared = publication.prepare(content, TODAY, theme=ROOT / "theme")
    return {uri: prepared.renderer.render_document(page) for uri, page in prepared.pages.items()}


@pytest.mark.parametrize(
    ("chrome", "has_name", "has_sections"),
    [("standalone", True, True), ("embedded", False, True), ("none", False, False)],
)
def test_what_a_portal_already_has_is_left_to_it(town: Path, chrome: str, has_name: bool, has_sections: bool) -> None:
    if chrome != "standalone":  # it is what holds if nothing is said
        with (town / "site.yml").open("a", encoding="utf-8") as file:
            file.write(f"chrome: {chrome}\n")
    documents = _documents(town)
    for uri in ("index.md", "cases/jie-qian.md", "villages/dong.md", "boards/index.md"):
        around = re.sub(r"<main.*</main>", "", documents[uri], flags=re.DOTALL)
        body = around[around.index("<body>") :]
        assert ("样镇普法站" in body) == has_name, uri
        assert ("主办单位" in body) == has_name, uri
        assert ('aria-label="栏目"' in body) == has_sections, uri
        assert ("data-size" in body) == has_sections, uri
        assert documents[uri].count('<main id="main"') == 1
    assert 'class="crumbs"' in documents["cases/jie-qian.md"]
    board = documents["b/0001.md"]
    assert ("<header>" in board) == has_name
    assert "0001 号展板" in board, "a board always says which it is"


def test_a_shell_that_is_none(town: Path) -> None:
    with (town / "site.yml").open("a", encoding="utf-8") as file:
        file.write("chrome: portal\n")
    with pytest.raises(ContentError) as caught:
        load(town)
    assert [str(problem) for problem in caught.value.problems] == [
        "content/site.yml:9: 「chrome」写的是「portal」 → 只能填：standalone、embedded、none"
    ]


def test_every_document_is_whole(town: Path) -> None:
    for uri, document in _documents(town).items():
        assert document.startswith("<!doctype html>"), uri
        assert document.count('<html lang="zh-Hans">') == document.count("</html>") == 1, uri
        assert document.count("<main") == document.count("<h1") == 1, uri
        assert document.index("getItem") < document.index("<style>"), (
            f"{uri}: the size is chosen before anything is painted"
        )


def test_where_mistakes_are_told(town: Path) -> None:
    """At the end of the page, with the telephone of the contact that site.yml names."""
    page = _documents(town)["cases/jie-qian.md"]
    assert '请打 <a href="tel:12345">12345热线</a> 说一声，告诉他们是“借出去的钱要不回来，怎么办？”这一页' in page


def test_a_list_is_cut_into_pages() -> None:
    parts = list(cut(range(101), "cases/index.md", 50))
    assert [uri for uri, _ in parts] == ["cases/index.md", "cases/page/2.md", "cases/page/3.md"]
    assert [len(part.items) for _, part in parts] == [50, 50, 1]
    assert [part.address(3) for _, part in parts] == ["cases/page/3/"] * 3
    assert [part.address(1) for _, part in parts] == ["cases/"] * 3
    assert [part.name("案例") for _, part in parts] == ["案例", "案例，第 2 页", "案例，第 3 页"]


@pytest.mark.parametrize("count", [0, 1, 50])
def test_a_short_list_is_one_page(count: int) -> None:
    assert [uri for uri, _ in cut(range(count), "topics/jiedai.md", 50)] == ["topics/jiedai.md"]


def test_few_numbers_are_shown_of_many_pages() -> None:
    parts = [part for _, part in cut(range(1000), "laws/index.md", 50)]
    assert [parts[number - 1].near for number in (1, 2, 10, 20)] == [
        [1, 2, 20],
        [1, 2, 3, 20],
        [1, 9, 10, 11, 20],
        [1, 19, 20],
    ]


def test_further_pages_of_a_list_are_no_permanent_addresses() -> None:
    assert [
        is_permanent(address) for address in ("cases/", "cases/jie-qian/", "cases/page/2/", "laws/minfadian/page/3/")
    ] == [True, True, False, False]


def test_hundreds_of_cases_are_found_through_plain_links(town: Path) -> None:
    text = (town / "cases/jie-qian.md").read_text(encoding="utf-8")
    for number in range(120):
        copy = text.replace("借出去的钱要不回来", f"第{number}件事")
        (town / f"cases/copy-{number}.md").write_text(copy, encoding="utf-8")
    documents = _documents(town)
    first, second, third = (documents[uri] for uri in ("cases/index.md", "cases/page/2.md", "cases/page/3.md"))
    assert 'href="page/2/" rel="next">下一页' in first
    assert 'href="../../" rel="prev">上一页' in second and 'href="../3/" rel="next">下一页' in second
    assert "下一页" not in third
    listed = [page.count("<time") for page in (first, second, third)]
    assert listed == [50, 50, 21]
    titles = re.findall(r"<title>(.*?)</title>", first + second + third)
    assert len(set(titles)) == len(titles) == 3
    assert 'href="page/2/"' in documents["topics/jiedai.md"]


def test_the_site_stands_where_it_is_said(town: Path) -> None:
    site = load(town).site
    assert site.front_page is None
    settled = SiteIdentity.model_validate({**site.model_dump(), "qr_base": "https://example.gov.cn/pufa/"})
    assert settled.front_page == "https://example.gov.cn/pufa/"
