"""The readers' pages for those who see little, use a keyboard, or have their text very large. Real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from .contexts import open_page

pytestmark = pytest.mark.browser

KINDS = {
    "home": "", "cases": "cases/", "case": "cases/jie-qian-mei-qian-tiao/", "topic": "topics/jiedai/", "laws": "laws/",
    "law": "laws/minfadian/", "article": "laws/minfadian/675/", "villages": "villages/",
    "village": "villages/wumazhuang/", "boards": "boards/", "board": "b/0208/", "reports": "reports/",
    "report": "reports/2024/", "help": "help/", "map": "sitemap/", "calendar": "calendar/", "duties": "duties/",
    "freshness": "freshness/", "404": "404.html",
}  # fmt: skip
# mode → width of the screen, colours, ?big=, text of 200 %
MODES: dict[str, tuple[int, Any, int, bool]] = {
    "light": (360, "light", 0, False),
    "dark": (360, "dark", 0, False),
    "30 px": (360, "light", 2, False),
    "320 px, 200 %": (320, "light", 0, True),
    "desktop": (1280, "light", 0, False),
}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    "rules": {"color-contrast-enhanced": {"enabled": True}, "target-size": {"enabled": True}},
}


@contextmanager
def _opened(browser: Browser, url: str, mode: str) -> Iterator[Page]:
    """A page as one reader sees it; everything that can be unfolded is, so that it is examined too."""
    width, colours, big, is_doubled = MODES[mode]
    with open_page(
        browser, viewport={"width": width, "height": 740}, color_scheme=colours, locale="zh-CN", bypass_csp=True
    ) as page:
        page.goto(f"{url}?big={big}" if big else url)
        if is_doubled:
            page.add_style_tag(content=":root { font-size: 250% !important }")
        page.evaluate("document.querySelectorAll('details').forEach(function (one) { one.open = true })")
        yield page


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_keeps_anyone_out(browser: Browser, site_url: str, kind: str, mode: str) -> None:
    """axe finds nothing: WCAG 2.2 AA, contrast of 7:1 (1.4.6 AAA), its best practices. And nothing is cut off (1.4.10)."""
    with _opened(browser, site_url + KINDS[kind], mode) as page:
        found = Axe().run(page, options=RULES).response["violations"]
        told = [(one["id"], node["html"][:120], node["failureSummary"]) for one in found for node in one["nodes"]]
        assert told == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize(("big", "tap"), [(0, 48), (1, 60), (2, 60)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_finger_hits_what_it_wants(browser: Browser, site_url: str, kind: str, big: int, tap: int) -> None:
    """Everything that is pressed is 48 px high, 60 in large text; links within a sentence are text (WCAG 2.5.8)."""
    with open_page(browser, viewport={"width": 360, "height": 740}) as page:
        page.goto(f"{site_url}{KINDS[kind]}?big={big}")
        page.evaluate("document.querySelectorAll('details').forEach(function (one) { one.open = true })")
        small = page.evaluate(
            """tap => Array.from(document.querySelectorAll("a[href], button, input, summary, select"))
                .filter(one => one.offsetParent && !one.matches(
                    ".skip, .crumbs a, p a:not(.go), .case li a.article, .days a, .notice li a, dd a, td a, th a, .list a + a"))
                .filter(one => one.getBoundingClientRect().height < tap - .5)
                .map(one => one.outerHTML.slice(0, 120) + one.getBoundingClientRect().height)""",
            tap,
        )
        assert small == []


@pytest.mark.parametrize("kind", ["home", "case", "village", "report", "villages"])
def test_the_keyboard_reaches_everything(browser: Browser, site_url: str, kind: str) -> None:
    """Tab from the top: first past the header, then through all of it and out; where one stands is always seen."""
    with open_page(browser, viewport={"width": 1000, "height": 740}) as page:
        page.goto(site_url + KINDS[kind])
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        assert page.locator(".skip").bounding_box() == page.evaluate(
            "(r => ({x: r.x, y: r.y, width: r.width, height: r.height}))(document.activeElement.getBoundingClientRect())"
        )
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.goto(site_url + KINDS[kind])
        wanted = page.evaluate(
            """Array.from(document.querySelectorAll("a[href], button, input, summary")).filter(
                one => one.matches(".skip, summary") || (one.offsetParent && !one.closest("details:not([open])"))).length"""
        )
        reached = 0
        for _ in range(wanted):
            page.keyboard.press("Tab")
            seen = page.evaluate(
                """() => {
                    const one = document.activeElement, box = one.getClientRects()[0], style = getComputedStyle(one);
                    if (one === document.body) return "";
                    const top = document.elementFromPoint(box.left + Math.min(box.width, 20) / 2, box.top + box.height / 2);
                    if (style.outlineStyle === "none" || parseFloat(style.outlineWidth) < 2) return "no outline";
                    if (box.top < 0 || box.bottom > innerHeight + 1) return "outside";
                    return one.contains(top) || top.contains(one) ? "seen" : "covered by " + top.outerHTML;
                }"""
            )
            assert seen == "seen", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
            reached += 1
        assert reached == wanted
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body"), "and out again: nothing holds the keyboard"


@pytest.mark.parametrize("kind", KINDS)
def test_everything_is_there_without_script(browser: Browser, site_url: str, kind: str) -> None:
    """The same words; no button that does nothing."""
    texts = []
    for has_script in (True, False):
        with open_page(browser, java_script_enabled=has_script, viewport={"width": 360, "height": 740}) as page:
            page.goto(site_url + KINDS[kind])
            hidden = page.locator(".js-only, #ways")
            assert all(one.is_visible() == has_script for one in hidden.all() if one.get_attribute("hidden") is None)
            texts.append(page.locator("main h1, main h2, main li, main p:not(.js-only p)").all_text_contents())
    assert texts[0] == texts[1]


def test_what_is_wrong_would_be_found(browser: Browser, site_url: str) -> None:
    """The rules that are asked for beyond axe's own choice are really asked."""
    with _opened(browser, site_url + KINDS["article"], "light") as page:
        page.add_style_tag(content="main p { color: #666 } button { height: 9px !important; min-height: 0 !important }")
        found = {one["id"] for one in Axe().run(page, options=RULES).response["violations"]}
        assert "color-contrast-enhanced" in found
        page.add_style_tag(content="h1 { width: 400px }")
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0


def test_forced_colours_keep_the_shapes(browser: Browser, site_url: str) -> None:
    """Windows' high contrast takes backgrounds away: a button is still one, by its border."""
    with open_page(browser, forced_colors="active") as page:
        page.goto(site_url + KINDS["case"])
        for selector in ("button[data-send]", ".answer", ".notice", ".phones a"):
            assert page.locator(selector).first.evaluate("one => getComputedStyle(one).borderTopStyle") == "solid", (
                selector
            )
