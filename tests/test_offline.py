"""A phone that loses its signal: what it keeps, what it says, and what has to leave it. Real Chromium, real server."""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from .conftest import build_site, copy_project, replace
from .contexts import open_context
from .test_worker import read_core

CASE = "cases/jie-qian/"
TITLE = "借出去的钱要不回来"
CACHED = """async () => {
    const found = [];
    for (const name of await caches.keys()) {
        for (const key of await (await caches.open(name)).keys()) { found.push(key.url); }
    }
    return found;
}"""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    delay = 0.0  # seconds before each answer


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.0"  # no connection outlives the server
    server: _Server

    def do_GET(self) -> None:
        time.sleep(self.server.delay)
        super().do_GET()

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-cache")  # as deploy/ wants it for pages
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test tells what went wrong."""


class Town:
    """The small town's site under a path of a portal; it can be built again, go away, come back, be slow."""

    def __init__(self, folder: Path) -> None:
        self.project = folder / "project"
        self.portal = folder / "portal"
        self.site = self.portal / "zt/pufa"
        self.server: _Server | None = None
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/zt/pufa/"

    def build(self) -> None:
        done = build_site(self.site, self.project)
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        self.server = _Server(("127.0.0.1", self.port), partial(_Handler, directory=str(self.portal)))
        self.port = self.server.server_port
        Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        if self.server:
            self.server.shutdown()
            self.server.server_close()
        self.server = None


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("first")
    copy_project(folder / "project")
    Town(folder).build()
    return folder


@pytest.fixture
def town_site(first_build: Path, tmp_path: Path) -> Iterator[Town]:
    """As it was built first, whatever a test does with it."""
    shutil.copytree(first_build, tmp_path, dirs_exist_ok=True)
    town = Town(tmp_path)
    town.start()
    yield town
    town.stop()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with open_context(browser, viewport={"width": 360, "height": 740}, locale="zh-CN") as context:
        yield context


def _wait_for(page: Page, condition: Callable[[set[str]], bool]) -> None:
    """Until the phone keeps what it should; the worker does it in the background."""
    for _ in range(200):
        if condition(set(page.evaluate(CACHED))):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"the phone keeps {page.evaluate(CACHED)}")


def _wait_until_kept(page: Page, url: str) -> None:
    _wait_for(page, lambda kept: url in kept)


def _read(context: BrowserContext, town: Town, *addresses: str) -> Page:
    """Open pages one after another, as a reader does, until the phone keeps them."""
    page = context.new_page()
    for address in addresses:
        page.goto(town.url + address)
        _wait_until_kept(page, town.url + address)
    return page


@pytest.mark.browser
def test_a_day_without_signal(context: BrowserContext, town_site: Town) -> None:
    """From a board to its case; then the server is gone: both are there, so is the core, and the rest says why not."""
    page = context.new_page()
    page.goto(f"{town_site.url}b/0001/")
    page.locator(".go").click()
    _wait_until_kept(page, town_site.url + CASE)
    _wait_until_kept(page, f"{town_site.url}b/0001/")
    town_site.stop()
    page.reload()
    assert TITLE in page.locator("h1").inner_text()
    expect(page.locator("main > [role=status]")).to_contain_text("现在连不上网站")
    for address, words in (("", "遇到什么事"), ("cases/", "以案释法"), ("help/", "12345"), ("b/0001/", "0001 号")):
        page.goto(town_site.url + address)
        assert words in page.locator("body").inner_text(), address
    page.goto(f"{town_site.url}villages/dong/")
    assert "没有信号，这一页打不开" in page.locator("h1").inner_text()
    assert page.locator('a[href="tel:12345"]').is_visible()
    expect(page.locator("[data-kept]")).to_contain_text(TITLE)
    page.locator("main").get_by_role("link", name="找人帮忙").click()
    assert page.url == f"{town_site.url}help/"
    page.go_back()
    town_site.start()
    page.get_by_role("link", name="再试一次").click()
    expect(page.locator("h1")).to_contain_text("东村")
    assert page.url == f"{town_site.url}villages/dong/"


@pytest.mark.browser
def test_a_search_without_signal(context: BrowserContext, town_site: Town) -> None:
    """What was asked once is answered again."""
    page = _read(context, town_site, CASE)
    page.goto(f"{town_site.url}search/")
    page.fill("#q", "借钱不还咋办")
    expect(page.locator("#found")).to_contain_text(TITLE)
    town_site.stop()
    page.goto(f"{town_site.url}search/?q=借钱不还咋办")
    expect(page.locator("#found")).to_contain_text(TITLE)


@pytest.mark.browser
def test_a_search_goes_on_over_an_update(context: BrowserContext, town_site: Town) -> None:
    """A page that lies open asks with the meta.js of before; who comes anew has the new words, and keeps them."""
    page = _read(context, town_site, CASE)
    page.goto(f"{town_site.url}search/")
    page.fill("#q", "借钱不还咋办")
    found = page.locator("#found")
    expect(found).to_contain_text(TITLE)
    before = _search_files(town_site)
    replace(town_site.project / "content/cases/jie-qian.md", TITLE, "改过的问题：钱要不回来")
    town_site.build()
    assert _search_files(town_site) == before
    page.fill("#q", "西村")
    expect(found.locator("[href$='villages/xi/']")).to_be_visible()
    page.goto(f"{town_site.url}search/?q=借钱不还咋办")
    expect(found).to_contain_text("改过的问题")


@pytest.mark.browser
def test_without_signal_files_of_two_builds_answer(context: BrowserContext, town_site: Town) -> None:
    """The phone had come to the new meta.js, and not to all the files, when the signal was lost."""
    page = _read(context, town_site, CASE)
    page.goto(f"{town_site.url}search/")
    page.fill("#q", "借钱不还咋办")
    found = page.locator("#found")
    expect(found).to_contain_text(TITLE)
    worker = (town_site.site / "sw.js").read_bytes()
    replace(town_site.project / "content/cases/jie-qian.md", TITLE, "改过的问题：钱要不回来")
    town_site.build()
    (town_site.site / "sw.js").write_bytes(worker)  # the update has not come through
    page.goto(f"{town_site.url}search/?q=西村")
    expect(found.locator("[href$='villages/xi/']")).to_be_visible()
    kept = [urlsplit(url) for url in page.evaluate(CACHED) if re.search(r"/search/[a-p]+/.+\.js", url)]
    assert len({url.query for url in kept}) == 2, "of both builds"
    assert len({url.path for url in kept}) == len(kept), "of each file one"
    town_site.stop()
    page.goto(f"{town_site.url}search/?q=借钱不还咋办")
    expect(found).to_contain_text("钱要不回来")


def _search_files(town: Town) -> set[str]:
    return {file.relative_to(town.site).as_posix() for file in (town.site / "search").rglob("*.js")}


@pytest.mark.browser
def test_nobody_else_is_asked(context: BrowserContext, town_site: Town) -> None:
    asked: list[tuple[str, bool]] = []
    context.on("request", lambda request: asked.append((request.url, request.service_worker is not None)))
    _read(context, town_site, CASE, "villages/dong/")
    assert any(by_worker and url == f"{town_site.url}help/" for url, by_worker in asked), "the worker's are seen too"
    assert {urlsplit(url).netloc for url, _ in asked} == {urlsplit(town_site.url).netloc}


@pytest.mark.browser
def test_an_update_is_told_in_words(context: BrowserContext, town_site: Town) -> None:
    """The page lies open while the site is built anew; coming back to it, the reader is told, and nothing jumps."""
    page = _read(context, town_site, CASE)
    replace(town_site.project / "content/cases/jie-qian.md", TITLE, "改过的问题：钱要不回来")
    town_site.build()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    button = page.get_by_role("button", name="有新内容，点这里更新")
    button.wait_for()
    assert TITLE in page.locator("h1").inner_text(), "the reader decides"
    button.click()
    expect(page.locator("h1")).to_contain_text("改过的问题")
    assert not button.is_visible()


@pytest.mark.browser
def test_an_update_of_other_pages_is_no_news(context: BrowserContext, town_site: Town) -> None:
    page = _read(context, town_site, CASE)
    before = f"{town_site.url}?{read_core(town_site.site)['']}"
    replace(town_site.site / "sw.js", '{"": "', '{"": "0')  # as if the front page were another
    page.evaluate("navigator.serviceWorker.ready.then(one => one.update())")
    _wait_for(page, lambda kept: before not in kept)  # which is the last that an update does
    assert page.locator("main > [role=status]").count() == 0


@pytest.mark.browser
def test_a_network_that_is_too_slow(context: BrowserContext, town_site: Town) -> None:
    """After three seconds the kept page shows; when the newer one comes, it is offered."""
    page = _read(context, town_site, CASE)
    file = town_site.site / CASE / "index.html"
    replace(file, f"<h1>{TITLE}", "<h1>新的问题")
    assert town_site.server
    town_site.server.delay = 6
    page.reload()
    assert TITLE in page.locator("h1").inner_text()
    page.get_by_role("button", name="有新内容，点这里更新").click(timeout=20_000)
    expect(page.locator("h1")).to_contain_text("新的问题", timeout=20_000)


@pytest.mark.browser
def test_a_withdrawn_page_leaves(context: BrowserContext, town_site: Town) -> None:
    """With the next update, whatever page is open; and so does the board that showed it."""
    page = _read(context, town_site, CASE, "b/0001/", "villages/xi/")
    reason = "status: withdrawn\nwithdrawn:\n  reason: 内容有误\n  date: 2026-11-22"
    replace(town_site.project / "content/cases/jie-qian.md", "status: published", reason)
    replace(town_site.project / "content/cases/old.md", "status: superseded\nsuccessor: jie-qian", reason)
    town_site.build()
    page.goto(f"{town_site.url}help/")
    _wait_for(page, lambda kept: not {town_site.url + CASE, f"{town_site.url}b/0001/"} & kept)
    town_site.stop()
    for address in (CASE, "b/0001/"):
        page.goto(town_site.url + address)
        assert "没有信号，这一页打不开" in page.locator("h1").inner_text()
        assert TITLE not in page.locator("body").inner_text()


@pytest.mark.browser
def test_what_the_server_no_longer_has_leaves(context: BrowserContext, town_site: Town) -> None:
    page = _read(context, town_site, "villages/xi/", CASE)
    shutil.rmtree(town_site.site / "villages/xi")
    page.goto(f"{town_site.url}villages/xi/")
    page.goto(f"{town_site.url}help/")
    assert f"{town_site.url}villages/xi/" not in page.evaluate(CACHED)


@pytest.mark.browser
def test_a_part_of_another_site_keeps_nothing(context: BrowserContext, town_site: Town) -> None:
    """chrome: none registers no worker, and one of earlier days takes what it kept with it."""
    page = _read(context, town_site, CASE)
    with (town_site.project / "content/site.yml").open("a", encoding="utf-8") as file:
        file.write("chrome: none\n")
    town_site.build()
    page.reload()
    _wait_for(page, lambda kept: not kept)
    other = context.new_page()
    other.goto(town_site.url + CASE)
    other.wait_for_load_state("networkidle")
    assert other.evaluate("navigator.serviceWorker.getRegistrations().then(all => all.length)") == 0


@pytest.mark.browser
def test_only_so_many_pages_are_kept(context: BrowserContext, town_site: Town) -> None:
    """The oldest leave; the board that led here stays."""
    worker = (town_site.site / "sw.js").read_text(encoding="utf-8")
    (town_site.site / "sw.js").write_text(worker.replace("pages: 40", "pages: 2"), encoding="utf-8")
    page = _read(context, town_site, CASE, "b/0001/", "villages/xi/", "villages/dong/", "laws/")
    kept = page.evaluate(CACHED)
    assert {town_site.url + one for one in ("b/0001/", "villages/dong/", "laws/")} <= set(kept)
    assert not {town_site.url + one for one in (CASE, "villages/xi/")} & set(kept)
