"""The site for a USB stick or a kiosk: the built pages, opened by a double click, without a server or a network.

Over file:// a link to a folder shows its files. So every link to a folder names the page in it; nothing else changes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from selectolax.lexbor import LexborHTMLParser

START = "打开网站.html"
FOLDER = "site"
_FOR_SERVERS = frozenset(("404.html", "offline/index.html", "sw.js", "sitemap.xml", "robots.txt", "_headers"))
_LINKS = (("a[href]", "href"), ("area[href]", "href"), ("link[href]", "href"), ("form[action]", "action"))
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows: the same site gives the same bytes


def pack(site: Path, target: Path) -> None:
    """Write the built site as a ZIP file with START at its top. Raises FileNotFoundError if it has no front page."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        _add(archive, START, _write_start(site / "index.html"))
        for file in _choose(site):
            data = file.read_bytes()
            if file.suffix == ".html":
                data = name_pages(data.decode()).encode()
            _add(archive, f"{FOLDER}/{file.relative_to(site).as_posix()}", data)


def name_pages(html: str) -> str:
    """The document with ``…/index.html`` in each of its own links to a folder, and without feeds, which need a server."""
    tree = LexborHTMLParser(html)
    for node in tree.css("link[rel=alternate]"):  # Material's script looks for a sitemap beside each
        node.decompose()
    for selector, attribute in _LINKS:
        for node in tree.css(selector):
            node.attrs[attribute] = _name_page(node.attributes[attribute] or "")
    return tree.html or ""


def _name_page(link: str) -> str:
    """../cases/#全部 → ../cases/index.html#全部; links to other hosts, files and places of the same page stay."""
    parts = urlsplit(link)
    is_folder = parts.path.endswith("/") or parts.path.split("/")[-1] in (".", "..")
    if parts.scheme or parts.netloc or not is_folder:
        return link
    return urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/index.html"))


def _choose(site: Path) -> Iterator[Path]:
    """Without what only servers use, and without the maps of packed scripts."""
    for file in sorted(site.rglob("*")):
        if file.is_file() and file.suffix != ".map" and file.relative_to(site).as_posix() not in _FOR_SERVERS:
            yield file


def _write_start(front_page: Path) -> bytes:
    title = LexborHTMLParser(front_page.read_text(encoding="utf-8")).css_first("title")
    templates = Environment(loader=PackageLoader("pufa", "templates"), undefined=StrictUndefined, autoescape=True)
    names = {"name": title.text() if title else "", "front_page": f"{FOLDER}/index.html"}
    return templates.get_template("start.html").render(names).encode()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3  # whatever system packs it
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)
