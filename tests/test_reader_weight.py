"""What a page costs on two bars of signal: bytes and requests of the first view, counted; nothing that moves."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import esprima
import pytest
from playwright.sync_api import Browser

from .conftest import ROOT
from .contexts import open_page
from .test_reader_access import KINDS

MOST = {"case": 15_000, "village": 15_000, "board": 15_000, "article": 15_000}
MOST_OF_OTHERS = 20_000  # home and indexes
MOST_REQUESTS = 5
HAND_WRITTEN = ("about", "handbook")  # in Material's shell


def _pages(site: Path) -> list[Path]:
    return [file for file in sorted(site.rglob("*.html")) if file.relative_to(site).parts[0] not in HAND_WRITTEN]


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_the_first_view_is_small(browser: Browser, packed_url: str, kind: str) -> None:
    """Everything that travels, headers too, from a server that packs; nothing shifts once it is painted."""
    with open_page(browser, viewport={"width": 360, "height": 740}, locale="zh-CN") as page:
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: errors.append(str(error)))
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        sizes: list[float] = []
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        page.goto(packed_url + KINDS[kind])
        page.wait_for_load_state("networkidle")
        shift = page.evaluate(
            """new Promise(done => {
                let sum = 0;
                new PerformanceObserver(list => list.getEntries().forEach(one => { sum += one.value }))
                    .observe({type: "layout-shift", buffered: true});
                setTimeout(() => done(sum), 100);
            })"""
        )
        assert errors == []
        assert {urlsplit(url).netloc for url in requests if not url.startswith("data:")} == {
            urlsplit(packed_url).netloc
        }
        assert len([url for url in requests if not url.startswith("data:")]) <= MOST_REQUESTS
        assert sizes and sum(sizes) <= MOST.get(kind, MOST_OF_OTHERS)
        assert shift == 0


def test_every_page_is_small(built_site: Path) -> None:
    """Not only the samples: the page itself, and the one script beside it, packed."""
    script = len(gzip.compress((built_site / "assets/reader.js").read_bytes(), 6))
    kinds = {"cases": "case", "villages": "village", "b": "board", "laws": "article"}
    for file in _pages(built_site):
        parts = file.relative_to(built_site).parts
        is_item = len(parts) == (4 if parts[0] == "laws" else 3)
        most = MOST[kinds[parts[0]]] if is_item and parts[0] in kinds else MOST_OF_OTHERS
        assert len(gzip.compress(file.read_bytes(), 6)) + script <= most, file


def test_styles_and_handlers_stand_in_their_files(built_site: Path) -> None:
    """No style="" and no onclick="": a Content-Security-Policy can then forbid them. Each inline script on every page
    is the same, so that one hash names it."""
    scripts = set()
    for file in _pages(built_site):
        html = file.read_text(encoding="utf-8")
        assert re.findall(r"<[^>]+\s(?:style|on[a-z]+)=", html) == [], file
        if file.name != "404.html":
            scripts |= set(re.findall(r"<script>(.*?)</script>", html, re.DOTALL))
    assert len(scripts) == 1


def _find_young_syntax(script: str) -> list[str]:
    """What ECMAScript 2015 does not know. Younger than 2018 the parser does not know either: it raises esprima.Error."""
    found = []

    def look(node: Any, _: object) -> Any:
        if node.type in ("ObjectExpression", "ObjectPattern"):
            found.extend(one.type for one in node.properties if one.type in ("SpreadElement", "RestElement"))
        return node

    tokens = esprima.parseScript(script, {"tokens": True}, look).tokens
    return found + [token.value for token in tokens if token.value in ("**", "**=", "async", "await")]


def test_scripts_are_old_enough(built_site: Path) -> None:
    inline = [
        script
        for name in ("index.html", "404.html")
        for script in re.findall(r"<script>(.*?)</script>", (built_site / name).read_text(encoding="utf-8"), re.DOTALL)
    ]
    files = sorted((built_site / "assets").glob("*.js"))
    assert inline and files
    for script in [*inline, *(file.read_text(encoding="utf-8") for file in files)]:
        assert _find_young_syntax(script) == []


@pytest.mark.parametrize("script", ["a?.b", "a ?? b", "try { a() } catch { b() }", "a ||= b"])
def test_syntax_of_today_is_not_read_at_all(script: str) -> None:
    with pytest.raises(esprima.Error):
        _find_young_syntax(script)


@pytest.mark.parametrize("script", ["({...a})", "a ** b", "var {a, ...b} = c", "async function a() {}"])
def test_syntax_between_is_found(script: str) -> None:
    assert _find_young_syntax(script)


def test_nothing_moves() -> None:
    styles = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "theme/assets").glob("*.css"))
    assert not re.search(
        r"animation|transition|@keyframes|position: *(?:fixed|sticky)|(?:font-size|line-height): *[\d.]+px", styles
    )


def test_nothing_is_too_young_for_old_phones() -> None:
    """Chromium 78: what a rule needs that came later would leave it out, or a whole declaration."""
    styles = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "theme/assets").glob("*.css"))
    rules = re.sub(r"/\*.*?\*/", "", styles, flags=re.DOTALL)
    assert not re.search(r"\bmin\(|\bmax\(|\bclamp\(|[^-]gap:|:is\(|:where\(|:has\(|focus-visible|\binset:", rules)
