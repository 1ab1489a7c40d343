"""Our own engine over these pages: the files of its index and its scripts, as a build writes them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import minify

from benchmarks.search.corpus import Pages
from benchmarks.search.peers import Built, lay_harness, processor_seconds, size_of
from benchmarks.search.scoring import NEAR
from benchmarks.search.tools import CACHE, HERE
from pufa.library import Library
from pufa.search import index
from pufa.search.documents import names_of_laws
from pufa.search.engine import open_engine

SCRIPTS = HERE.parents[1] / "theme/assets"


def build(pages: Pages, library: Library) -> Built:
    """Written anew every time: it takes seconds, and the engine may have changed."""
    folder = CACHE / pages.digest / "ours"
    shutil.rmtree(folder, ignore_errors=True)
    before = processor_seconds()
    files = list(index.write(pages.documents, library.concepts, names_of_laws(library.corpus)))
    seconds = processor_seconds() - before
    for name, content in files:
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    written = size_of(folder)
    lay_harness("ours", folder)
    (folder / "assets").mkdir()
    minify.config({"js-version": 2015})  # as pufa.publication does it
    for script in SCRIPTS.glob("search*.js"):
        small = minify.string("application/javascript", script.read_text(encoding="utf-8"))
        (folder / "assets" / script.name).write_text(small, encoding="utf-8", newline="\n")
    return Built(folder, seconds, written)


def answer(folder: Path, questions: Sequence[str]) -> list[list[str]]:
    """The addresses of the first five, for each question, by the script that readers load, without a browser."""
    engine = open_engine(folder)
    return [[result["address"] for result in engine.query(text, count=NEAR)["results"]] for text in questions]
