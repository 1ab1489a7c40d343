"""Pages in their shells: what many have in common is made once, and is right on each of them."""

from __future__ import annotations

import posixpath
import re
import shutil
from pathlib import Path
from urllib.parse import quote, unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import UndefinedError

from pufa import publication
from pufa.pages import policy
from pufa.pages.page import address_of, relative
from pufa.pages.rendering import Renderer
from pufa.pages.site import NAVIGATION

from .conftest import ROOT, TODAY

_HOST = "https://example.invalid/pufa/"
_STEPS = st.lists(st.sampled_from(["cases", "a", "b", "a b", "结果", "x?y"]), max_size=4)
_ADDRESSES = st.builds(lambda steps, end: "/".join(steps) + (end if steps else ""), _STEPS, st.sampled_from(["/", ""]))


@given(_ADDRESSES, _ADDRESSES)
def test_links_are_those_of_a_file_system(target: str, page: str) -> None:
    way = quote(posixpath.relpath("/" + target, "/" + page))
    assert relative(target, page) == way + ("/" if target.endswith("/") or not target else "")
    assert relative(f"{target}#结 果", page) == f"{relative(target, page)}#{quote('结 果')}"


@pytest.fixture
def prepared(town: Path) -> publication.Publication:
    return publication.prepare(town, TODAY, theme=ROOT / "theme")


def _renderer(prepared: publication.Publication, theme: Path, compiled: Path | None = None) -> Renderer:
    navigation = tuple((name, address_of(uri)) for name, uri in NAVIGATION)
    corrections = prepared.library.contact(prepared.library.site.corrections)
    return Renderer(prepared.library.site, TODAY, theme, navigation, corrections, compiled)


def test_the_sections_are_reached_from_every_page(prepared: publication.Publication) -> None:
    sections = [address_of(uri) for _, uri in NAVIGATION]
    for page in prepared.site.pages:
        if page.shell != "main.html":
            continue
        document = prepared.renderer.render_document(page)
        around = re.sub(r"<main.*</main>", "", document, flags=re.DOTALL)
        links = re.findall(r'<a href="([^"]*)"( aria-current="page")?', around)
        reached = [unquote(urljoin(_HOST + quote(page.address), href)).removeprefix(_HOST) for href, _ in links]
        assert reached == ["", *sections[1:], *sections, "about/", "sitemap/", "help/"], page.uri
        current = [address for address, (_, mark) in zip(reached, links, strict=True) if mark]
        assert current == ([page.address] if page.address in sections[1:] else []), page.uri


def test_what_is_shared_knows_no_page(prepared: publication.Publication, tmp_path: Path) -> None:
    theme = shutil.copytree(ROOT / "theme", tmp_path / "theme")
    with (theme / "partials/top.html").open("a", encoding="utf-8") as file:
        file.write("{{ page.title }}\n")
    with pytest.raises(UndefinedError, match="'page' is undefined"):
        _renderer(prepared, theme).render_document(prepared.pages["index.md"])


def test_headers_of_pages_that_nobody_reads_again(prepared: publication.Publication, tmp_path: Path) -> None:
    sealed = [prepared.renderer.render_sealed(page) for page in prepared.site.pages]
    for number, (document, inline) in enumerate(sealed):
        (tmp_path / f"{number}.html").write_text(document, encoding="utf-8")
        assert policy.read_inline([tmp_path / f"{number}.html"]) == inline
    headers = policy.write_headers(policy.Inline.join(inline for _, inline in sealed), is_framed=False)
    assert policy.write_headers(policy.read_inline(tmp_path.glob("*.html")), is_framed=False) == headers
    (tmp_path / policy.HEADERS_FILE).write_text(headers, encoding="utf-8")
    read = policy.read_headers(tmp_path)
    assert read["Content-Security-Policy"].count("'sha256-") == 4  # two style sheets, the size, the way from 404.html


def test_compiled_templates_are_kept_until_they_change(prepared: publication.Publication, tmp_path: Path) -> None:
    theme, kept, page = tmp_path / "theme", tmp_path / "compiled", prepared.pages["cases/jie-qian.md"]
    shutil.copytree(ROOT / "theme", theme)
    first = _renderer(prepared, theme, kept).render_document(page)
    files = {file: file.stat().st_mtime_ns for file in kept.rglob("*.cache")}
    assert files
    assert _renderer(prepared, theme, kept).render_document(page) == first
    assert {file: file.stat().st_mtime_ns for file in kept.rglob("*.cache")} == files, "nothing was compiled again"
    with (theme / "main.html").open("a", encoding="utf-8") as file:
        file.write("<!-- changed -->")
    assert _renderer(prepared, theme, kept).render_document(page) == f"{first}\n<!-- changed -->"
