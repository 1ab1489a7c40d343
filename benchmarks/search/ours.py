"""Our own engine over these pages: the files of its index, and its one script."""

from __future__ import annotations

import shutil

from benchmarks.search.corpus import Pages
from benchmarks.search.peers import Built, lay_harness, processor_seconds, size_of
from benchmarks.search.tools import CACHE, HERE
from pufa.library import Library
from pufa.search import index
from pufa.search.documents import names_of_laws

SCRIPT = HERE.parents[1] / "theme/assets/search.js"


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
    shutil.copy(SCRIPT, folder / "assets/search.js")
    return Built(folder, seconds, written)
