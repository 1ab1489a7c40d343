"""The site on a USB stick: unpacked, opened over file://, without a server."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page
from selectolax.lexbor import LexborHTMLParser

from pufa import portable
from scripts import offline

from .conftest import EPOCH
from .contexts import open_page


@pytest.fixture(scope="module")
def archive(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("dist") / "pufa.zip"
    portable.pack(built_site, target)
    return target


@pytest.fixture(scope="module")
def stick(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("U 盘")
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(folder)
    return folder


def test_the_program_tells_where_it_is(
    built_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    assert offline.main(["--site", str(built_site), "--output", str(tmp_path / "dist")]) == 0
    assert (tmp_path / "dist/pufa-offline-2026-11-23.zip").is_file()
    assert "pufa-offline-2026-11-23.zip" in capsys.readouterr().out


def test_without_a_built_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert offline.main(["--site", str(tmp_path / "none"), "--output", str(tmp_path)]) == 1
    assert "里面没有做好的网站（index.html） → 请先运行 make site" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_the_same_site_gives_the_same_bytes(built_site: Path, archive: Path, tmp_path: Path) -> None:
    portable.pack(built_site, tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


@pytest.mark.parametrize(
    ("link", "named"),
    [
        ("../", "../index.html"),
        ("./", "./index.html"),
        ("..", "../index.html"),
        ("../cases/#全部", "../cases/index.html#全部"),
        ("../search/?q=1", "../search/index.html?q=1"),
        ("calendar.ics", "calendar.ics"),
        ("#main", "#main"),
        ("", ""),
        ("tel:12348", "tel:12348"),
        ("https://www.example.gov.cn/", "https://www.example.gov.cn/"),
    ],
)
def test_a_link_to_a_folder_names_its_page(link: str, named: str) -> None:
    page = LexborHTMLParser(portable.name_pages(f'<a href="{link}">a</a><form action="{link}"></form>'))
    assert [page.css("a")[0].attributes["href"], page.css("form")[0].attributes["action"]] == [named, named]


def test_feeds_stay_with_the_server() -> None:
    page = '<head><link rel="alternate" type="application/atom+xml" href="feed.xml"><link rel="icon" href="data:,">'
    assert [one.attributes["rel"] for one in LexborHTMLParser(portable.name_pages(page)).css("link")] == ["icon"]


def test_nothing_but_links_changes(built_site: Path) -> None:
    """The words, the scripts and the styles (whose hashes a Content-Security-Policy names) stay as they are."""
    for file in sorted(built_site.rglob("index.html"))[::20]:
        html = file.read_text(encoding="utf-8")
        before, after = LexborHTMLParser(html), LexborHTMLParser(portable.name_pages(html))
        for selector in ("main", "script", "style", "title"):
            assert [one.text() for one in before.css(selector)] == [one.text() for one in after.css(selector)]


def test_every_link_leads_to_a_file(stick: Path) -> None:
    checked = 0
    for file in stick.rglob("*.html"):
        for node in LexborHTMLParser(file.read_text(encoding="utf-8")).css("[href], [src], [action]"):
            for name in ("href", "src", "action"):
                link = node.attributes.get(name)
                if not link or urlsplit(link).scheme or link.startswith("#"):
                    continue
                assert not link.startswith("/"), (file, link)
                assert (file.parent / unquote(urlsplit(link).path)).is_file(), (file, link)
                checked += 1
    assert checked > 5000


@pytest.fixture
def errors() -> list[str]:
    return []


@pytest.fixture
def kiosk(browser: Browser, errors: list[str]) -> Iterator[Page]:
    with open_page(browser, viewport={"width": 1080, "height": 1920}, locale="zh-CN") as page:
        page.on(
            "console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("requestfailed", lambda request: errors.append(request.url))
        page.on(
            "request",
            lambda request: None if request.url.startswith(("file:", "data:")) else errors.append(request.url),
        )
        yield page


def _walk(page: Page) -> None:
    """From the front page to a situation, a case, an article of law, and back to the front page."""
    page.wait_for_url("**/site/index.html")
    page.locator(".tiles a").first.click()
    page.wait_for_url("**/topics/*/index.html")
    page.locator("main a[href*='/cases/'][href*='-']").first.click()
    page.wait_for_url("**/cases/*/index.html")
    assert page.locator("main").evaluate("one => getComputedStyle(one).maxWidth") != "none", "it has its style"
    page.locator('a.article[href*="laws/"]').first.evaluate("one => one.click()")  # it may be folded
    page.wait_for_url("**/laws/*/*/index.html*")
    page.go_back()
    page.locator(".crumbs a").first.click()
    page.wait_for_url("**/site/index.html")


@pytest.mark.browser
def test_a_walk_from_the_stick(kiosk: Page, stick: Path, errors: list[str]) -> None:
    kiosk.goto((stick / portable.START).as_uri())
    _walk(kiosk)
    for place in ("b/0208", "about", "reports/2024", "villages/wumazhuang"):
        kiosk.goto((stick / "site" / place / "index.html").as_uri())
        assert kiosk.locator("h1").count() == 1
    assert errors == []


@pytest.mark.browser
def test_a_walk_without_scripts(browser: Browser, stick: Path) -> None:
    with open_page(browser, java_script_enabled=False) as page:
        page.goto((stick / "site/index.html").as_uri())
        page.locator(".tiles a").first.click()
        page.wait_for_url("**/topics/*/index.html")
        page.locator("main a[href*='/cases/'][href*='-']").first.click()
        page.wait_for_url("**/cases/*/index.html")


@pytest.mark.browser
def test_a_walk_through_the_site_as_it_is_built(kiosk: Page, built_site: Path, errors: list[str]) -> None:
    """Over file:// its script names the pages of folders; so search results, which no rewriting sees, lead somewhere too."""
    kiosk.goto((built_site / "index.html").as_uri())
    _walk(kiosk)
    assert errors == []


@pytest.mark.browser
def test_the_search_on_the_stick(kiosk: Page, stick: Path, errors: list[str]) -> None:
    """Its files are loaded as scripts, and a result leads to a page, by finger and by keyboard."""
    kiosk.goto((stick / "site/index.html").as_uri())
    kiosk.fill("#ask", "彩礼")
    kiosk.press("#ask", "Enter")
    kiosk.wait_for_url("**/site/search/index.html?q=*")
    kiosk.locator("#found a").first.click()
    kiosk.wait_for_url("**/index.html")
    assert "彩礼" in kiosk.locator("main").inner_text()
    kiosk.go_back()
    kiosk.locator("#found a").first.wait_for()
    kiosk.press("#q", "ArrowDown")
    kiosk.press("#q", "Enter")
    kiosk.wait_for_url("**/index.html")
    assert "彩礼" in kiosk.locator("main").inner_text()
    assert errors == []
