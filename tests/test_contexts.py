"""A context leaves nothing behind, not even an answer that Chromium never gives."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

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
