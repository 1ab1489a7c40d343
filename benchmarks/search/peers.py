"""The same pages, built by each peer as its makers say; kept in .cache, for most of the time goes into this."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from benchmarks.search.corpus import Pages
from benchmarks.search.tools import CACHE, HERE, PYTHON, TOOLS, install, run

TEMPLATES = Environment(
    loader=FileSystemLoader(HERE / "peers"),
    undefined=StrictUndefined,
    autoescape=True,
    trim_blocks=True,
    keep_trailing_newline=True,
)


@dataclass(frozen=True)
class Built:
    """A folder to be served.

    seconds: of the processor, for the index; index: its bytes on disk; page_seconds: for the pages without a search.
    """

    folder: Path
    seconds: float
    index: int
    page_seconds: float | None = None


def build(name: str, pages: Pages) -> Built:
    """The site of one peer over these pages, from .cache if it was built before."""
    folder = CACHE / pages.digest / name
    ready = folder / "built.json"
    if not ready.exists():
        install()
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        built = BUILDERS[name](pages, folder)
        lay_harness(name, folder)
        told = {"seconds": built.seconds, "index": built.index, "page_seconds": built.page_seconds}
        ready.write_text(json.dumps(told), encoding="utf-8")
    return Built(folder, **json.loads(ready.read_text(encoding="utf-8")))


def lay_harness(name: str, folder: Path) -> None:
    """The page in which an engine is asked."""
    shutil.copy(HERE / "harness/harness.html", folder)
    shutil.copy(HERE / f"harness/{name}.js", folder / "harness.js")


def processor_seconds() -> float:
    """Of this process and of the programs that it has run; other work on the machine does not change them."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def _build_material(pages: Pages, folder: Path) -> Built:
    """With search less without: what the search costs."""
    docs = folder / "source" / "docs"
    for page in pages.documents:
        _write(docs / f"{page.address.rstrip('/')}.md", "page.md", page=page)
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    settings = (HERE / "peers/mkdocs.yml").read_text(encoding="utf-8")
    seconds = []
    for text in (settings.partition("plugins:")[0] + "plugins: []\n" + settings[settings.index("nav:") :], settings):
        (folder / "source/mkdocs.yml").write_text(text, encoding="utf-8")
        before = processor_seconds()
        run([str(PYTHON), "-m", "mkdocs", "build", "--quiet"], folder / "source")
        seconds.append(processor_seconds() - before)
    site = folder / "source/site"
    workers = site / "assets/javascripts/workers"
    next(workers.glob("search.*.js")).rename(workers / "search.js")
    for name in ("assets", "search"):
        (site / name).rename(folder / name)
    shutil.rmtree(folder / "source")
    return Built(folder, seconds[1] - seconds[0], size_of(folder / "search"), seconds[0])


def _build_pagefind(pages: Pages, folder: Path) -> Built:
    for page in pages.documents:
        _write(folder / page.address / "index.html", "page.html", page=page)
    before = processor_seconds()
    run([str(PYTHON), "-m", "pagefind", "--site", str(folder), "--quiet"])
    seconds = processor_seconds() - before
    for kind in {page.address.partition("/")[0] for page in pages.documents}:
        shutil.rmtree(folder / kind, ignore_errors=True)
    return Built(folder, seconds, size_of(folder / "pagefind"))


def _build_minisearch(pages: Pages, folder: Path) -> Built:
    fields = ("address", "title", "asks", "headings", "text", "statutes")
    documents = [{name: _join(getattr(page, name)) for name in fields} for page in pages.documents]
    before = processor_seconds()
    script = str(HERE / "peers/minisearch_index.cjs")
    index = run(["node", script, str(TOOLS)], given=json.dumps(documents, ensure_ascii=False))
    seconds = processor_seconds() - before
    (folder / "index.json").write_text(index, encoding="utf-8")
    shutil.copy(HERE / "peers/bigrams.js", folder)
    shutil.copy(TOOLS / "node_modules/minisearch/dist/umd/index.js", folder / "minisearch.js")
    return Built(folder, seconds, (folder / "index.json").stat().st_size)


def _join(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else "\n".join(value)


def _write(file: Path, template: str, **values: object) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(TEMPLATES.get_template(template).render(values), encoding="utf-8")


BUILDERS: dict[str, Callable[[Pages, Path], Built]] = {
    "material": _build_material,
    "pagefind": _build_pagefind,
    "minisearch": _build_minisearch,
}
