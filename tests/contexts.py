"""Browser contexts: a reader's own window, with nothing kept from before, put away so that the browser lives on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, TypedDict, Unpack

from playwright.sync_api import Browser, BrowserContext, Error, Page, ViewportSize

NOWHERE = "about:blank"
TRIES = 20


class Options(TypedDict, total=False):
    """What the tests ask of Playwright's `new_context`."""

    bypass_csp: bool
    color_scheme: Literal["dark", "light"]
    forced_colors: Literal["active"]
    java_script_enabled: bool
    locale: str
    permissions: Sequence[str]
    service_workers: Literal["block"]
    user_agent: str
    viewport: ViewportSize


@contextmanager
def open_context(browser: Browser, **options: Unpack[Options]) -> Iterator[BrowserContext]:
    """A context that is closed at the end, whatever happens, and never in the midst of a navigation.

    Chromium (156) may leave `Target.disposeBrowserContext` without an answer when a page of the context is just
    loading, as it is after a click on a link, and Playwright waits for that answer without limit. So every page
    goes to an empty one before.
    """
    context = browser.new_context(**options)
    try:
        yield context
    finally:
        try:
            for page in context.pages:
                _bring_to_rest(page)
        finally:  # even if a page has crashed
            context.close()


@contextmanager
def open_page(browser: Browser, **options: Unpack[Options]) -> Iterator[Page]:
    """The one page of a context of its own (`page.context`)."""
    with open_context(browser, **options) as context:
        yield context.new_page()


def _bring_to_rest(page: Page) -> None:
    """To an empty page. A navigation that was on its way may interrupt the first try, or come just after it.

    Nothing is answered any more, so that a page which leads to itself again and again is at its end, too.
    """
    page.route("**/*", lambda route: route.abort())
    for _ in range(TRIES):
        try:
            page.goto(NOWHERE)
        except Error as error:
            if "interrupted by another navigation" not in error.message:
                raise
        else:
            if page.url == NOWHERE:
                return
    raise AssertionError(f"{page.url} leads on and on: its context cannot be closed safely")
