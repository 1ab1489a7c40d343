"""The same pages as Markdown files in MkDocs with Material as it comes: what a town gets that writes no theme.

Kindnesses to Material: no web font from another host (it could not be loaded here), and a navigation of the sections
alone; of all pages it would make every page far heavier.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import yaml
from markdownify import markdownify
from selectolax.lexbor import LexborHTMLParser

_OURS_ALONE = ("about", "handbook", "offline", "search")  # in Material's shell already; parts of our program
_NOT_TEXT = "script, style, form, button, nav, [hidden], .skip, .print-only"


def build(site: Path, folder: Path) -> Path:
    """Stage and build. site: our built one. Returns the built site of Material. Raises RuntimeError if MkDocs fails."""
    sections = _stage(site, folder / "docs")
    theme = {"name": "material", "language": "zh", "font": False}
    config = {"site_name": _title_of(site / "index.html"), "theme": theme, "nav": sections}
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(folder / "mkdocs.yml")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return folder / "site"


def _stage(site: Path, docs: Path) -> list[dict[str, str]]:
    """Every page that ours wrote, as Markdown at the same address. Returns the navigation: the sections of our header."""
    for file in sorted(site.rglob("index.html")):
        page = LexborHTMLParser(file.read_text(encoding="utf-8"))
        main = page.css_first("main#main, body > main")
        if main is None or file.relative_to(site).parts[0] in _OURS_ALONE:
            continue
        description = page.css_first('meta[name="description"]')
        for node in main.css(_NOT_TEXT):
            node.decompose()
        head = {"description": description.attributes["content"] if description else ""}
        text = markdownify(main.inner_html or "", heading_style="ATX", bullets="-")
        target = docs / file.relative_to(site).with_name("index.md")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(f"---\n{yaml.safe_dump(head, allow_unicode=True)}---\n\n{text}\n", encoding="utf-8")
    links = LexborHTMLParser((site / "index.html").read_text(encoding="utf-8")).css("header nav a")
    places = [(link.text(strip=True), (link.attributes["href"] or "").removeprefix("./")) for link in links]
    return [{name: f"{place}index.md"} for name, place in places if (docs / place / "index.md").is_file()]


def _title_of(front_page: Path) -> str:
    title = LexborHTMLParser(front_page.read_text(encoding="utf-8")).css_first("title")
    return title.text(strip=True) if title else "普法站"
