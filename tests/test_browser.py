"""The built site in a real browser, on a phone's screen, under a path of another site."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Response

from .conftest import build_site, copy_project, serve
from .contexts import open_page

pytestmark = pytest.mark.browser

PAGES = [
    "", "cases/", "cases/jie-qian-mei-qian-tiao/", "topics/jiedai/", "laws/", "laws/minfadian/", "laws/minfadian/675/", "villages/",
    "villages/wumazhuang/", "boards/", "b/0208/", "reports/", "reports/2024/", "help/", "sitemap/", "calendar/", "duties/", "about/", "handbook/", "search/", "404.html",
]  # fmt: skip
HAND_WRITTEN = ("about/", "handbook/")  # in Material's shell


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with open_page(browser, viewport={"width": 360, "height": 740}, locale="zh-CN") as page:
        yield page


@pytest.mark.parametrize("address", PAGES)
def test_page_on_a_phone(phone: Page, site_url: str, address: str) -> None:
    """No error, no other host, nothing wider than the screen, a title and one heading in Chinese."""
    errors: list[str] = []
    hosts: set[str] = set()
    phone.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    phone.on("pageerror", lambda error: errors.append(str(error)))
    phone.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    phone.goto(site_url + address)
    phone.wait_for_load_state("networkidle")
    assert errors == []
    assert hosts <= {urlsplit(site_url).netloc, ""}
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    assert phone.locator("h1").count() == 1
    assert phone.evaluate("document.documentElement.lang") == ("zh" if address in HAND_WRITTEN else "zh-Hans")


def test_village_is_found_by_name_and_by_pinyin(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}villages/")
    names = phone.locator("#villages li:visible")
    assert names.count() == 46
    for typed in ("高庄", "gaozhuang", "Gao Zhuang"):
        phone.fill("#village", typed)
        assert sorted(names.all_inner_texts()) == ["大高庄村", "小高庄村"], typed
    assert phone.locator("form [role=status]").inner_text() == "找到 2 个村"
    phone.fill("#village", "没有的村")
    assert names.count() == 0
    assert "没有这个村名" in phone.locator("form [role=status]").inner_text()
    phone.fill("#village", "")
    assert names.count() == 46


def test_villages_without_script(browser: Browser, site_url: str) -> None:
    with open_page(browser, java_script_enabled=False) as page:
        page.goto(f"{site_url}villages/")
        assert page.locator("#villages li:visible").count() == 46
        assert page.locator("#village").is_hidden(), "a box that does nothing is not shown"


@pytest.mark.parametrize(("address", "field"), [("", "#ask"), ("cases/jie-qian-mei-qian-tiao/", "#q")])
def test_a_question_goes_to_the_search(phone: Page, site_url: str, address: str, field: str) -> None:
    phone.goto(site_url + address)
    phone.fill(field, "彩礼")
    phone.click("text=搜一搜")
    assert unquote(phone.url) == f"{site_url}search/?q=彩礼"


def test_from_the_front_page_to_an_article_of_law(phone: Page, site_url: str) -> None:
    """The way of a reader: a situation, a case, the words of the law."""
    phone.goto(site_url)
    phone.locator(".tiles").get_by_text("借贷欠款").click()
    phone.locator(".topic-case a").first.click()
    quotation = phone.locator("details.statute").first
    named = quotation.locator("summary").inner_text()
    assert quotation.locator("blockquote").is_hidden()
    quotation.locator("summary").click()
    text = quotation.locator("blockquote").inner_text()
    quotation.locator("a.article").click()
    assert named.startswith(phone.locator("h1").inner_text())
    assert text.split("\n")[0] in phone.locator("figure.statute").inner_text()


def test_telephones_can_be_called(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}help/")
    numbers = {link.get_attribute("href") for link in phone.locator(".phones a").all()}
    assert numbers == {f"tel:{number}" for number in ("110", "12345", "12348", "12368", "12333", "12315", "96110")}
    small = [link.bounding_box() for link in phone.locator(".phones a").all()]
    assert all(box and box["height"] >= 48 for box in small), "a finger needs 48 px"


@pytest.fixture
def simple_phone(browser: Browser) -> Iterator[Page]:
    """A small screen, and no script at all."""
    with open_page(browser, viewport={"width": 360, "height": 740}, java_script_enabled=False, locale="zh-CN") as page:
        yield page


@pytest.fixture(scope="module")
def town_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The small town, with boards in every state, whose printed address is settled."""
    folder = tmp_path_factory.mktemp("town")
    copy_project(folder)
    with (folder / "content/site.yml").open("a", encoding="utf-8") as file:
        file.write("qr_base: https://a-very-long-name.example.gov.cn/zhuanti/pufa/\n")
    site = folder / "site"
    done = build_site(site, folder)
    assert done.returncode == 0, done.stderr
    with serve(site) as url:
        yield url


def _open_board(page: Page, url: str) -> int:
    """Open a page as a scan does; how many bytes travel, all that it loads together, packed as servers do."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - Playwright wants a function of ours
    page.goto(url)
    page.wait_for_load_state("networkidle")
    assert [answer.status for answer in answers] == [200], "one answer, nothing to load beside it"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("h1").count() == 1
    assert page.locator("script[src]").count() == 0
    return sum(len(gzip.compress(answer.body())) for answer in answers)


def test_a_scanned_board(simple_phone: Page, site_url: str) -> None:
    """In one screen: what happened, the answer, the first steps; everything within reach of a thumb."""
    assert _open_board(simple_phone, f"{site_url}b/0208/") < 15_000
    for shown in ("h1", ".answer", "ol li:first-child"):
        box = simple_phone.locator(shown).bounding_box()
        assert box and box["y"] + box["height"] < 740, shown
    small = [link.bounding_box() for link in simple_phone.locator(".go, .call, .links a").all()]
    assert all(box and box["height"] >= 48 for box in small), "a finger needs 48 px"
    simple_phone.locator(".go").click()
    assert simple_phone.locator("h1").count() == 1
    assert "/cases/" in simple_phone.url


def test_every_board_is_small_even_unpacked(built_site: Path) -> None:
    sizes = [file.stat().st_size for file in (built_site / "b").glob("*/index.html")]
    assert len(sizes) == 46
    assert max(sizes) < 15_000


@pytest.mark.parametrize("number", ["0001", "0002", "0003", "0004"])
def test_a_board_in_every_state(simple_phone: Page, town_url: str, number: str) -> None:
    assert _open_board(simple_phone, f"{town_url}b/{number}/") < 15_000
    text = simple_phone.locator("body").inner_text()
    assert f"{number} 号" in text
    assert "https://a-very-long-name.example.gov.cn/zhuanti/pufa/" in text
    assert simple_phone.locator("a.call").count() >= 1


def test_from_a_merged_board_to_its_heir(simple_phone: Page, town_url: str) -> None:
    simple_phone.goto(f"{town_url}b/0004/")
    simple_phone.get_by_text("打开 0001 号展板").click()
    assert simple_phone.url == f"{town_url}b/0001/"
    assert "借出去的钱" in simple_phone.locator("h1").inner_text()
