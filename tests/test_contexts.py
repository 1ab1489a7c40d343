"""A context leaves nothing behind, not even an answer that Chromium never gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from .conftest import serve
from .contexts import NOWHERE, open_context

pytestmark = pytest.mark.browser


def test_every_page_is_brought_to_rest_before_the_end(browser: Browser, site_url: str) -> None:
    """Those that a test opened and the one that a page opened; in the midst of a test that fails, too."""
    ways: list[list[str]] = []

    def follow(page: Page) -> None:
        way: list[str] = []
        ways.append(way)
        page.on("framenavigated", lambda frame: way.append(frame.url))

    with pytest.raises(ZeroDivisionError), open_context(browser) as context:
        context.on("page", follow)
        page = context.new_page()
        page.goto(site_url)
        with context.expect_page():
            page.evaluate("window.open('cases/')")
        page.locator(".tiles a").first.click()
        raise ZeroDivisionError
    assert [way[-1] for way in ways] == [NOWHERE, NOWHERE]
    assert context not in browser.contexts


@pytest.mark.parametrize("head", ["<meta http-equiv=refresh content=0>", "<script>location.reload()</script>"])
def test_a_page_that_leads_to_itself_for_ever(browser: Browser, tmp_path: Path, head: str) -> None:
    (tmp_path / "index.html").write_text(f"<!doctype html>{head}", encoding="utf-8")
    with serve(tmp_path) as url, open_context(browser) as context:
        page = context.new_page()
        page.goto(url, wait_until="commit")
    assert context not in browser.contexts
