"""What the index costs whoever builds the site: beside the build of the very same pages, by our own generator."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.check.run import CITATIONS
from benchmarks.corpus import EPOCH, TODAY, lay_out
from benchmarks.search.corpus import words_of
from benchmarks.search.peers import processor_seconds
from pufa.library import load
from pufa.search import index
from pufa.search.documents import documents, names_of_laws


@dataclass(frozen=True)
class BuildCost:
    """Processor seconds: build, of the whole site without its index; index, of that alone. Bytes: of the index, of the text."""

    cases: int
    pages: int
    build: float
    index: float
    size: int
    text: int


def compare(counts: tuple[int, ...]) -> Iterator[BuildCost]:
    """For each number of generated cases (benchmarks/corpus.py). Raises RuntimeError if a build fails."""
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            yield _compare(Path(folder), count)


def _compare(project: Path, count: int) -> BuildCost:
    lay_out(project, count, CITATIONS)
    before = processor_seconds()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    build = processor_seconds() - before
    if done.returncode:
        raise RuntimeError(f"mkdocs build: {(done.stdout + done.stderr)[-2000:]}")
    library = load(project / "content")
    found = documents(library, TODAY)
    before = processor_seconds()
    files = list(index.write(found, library.concepts, names_of_laws(library.corpus)))
    seconds = processor_seconds() - before
    size = sum(len(content) for _, content in files)
    build -= seconds if (project / "site/search/meta.js").exists() else 0
    return BuildCost(count, len(found), build, seconds, size, sum(len(words_of(page).encode()) for page in found))


def write_table(rows: Iterator[BuildCost]) -> str:
    """A row for each number of cases."""
    lines = [
        "| cases | pages that can be found | build, s | index, s | index to build | ms a page | bytes of the index to bytes of text |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for row in rows:
        lines.append(
            f"| {row.cases:,} | {row.pages:,} | {row.build:.1f} | {row.index:.2f} | {row.index / row.build:.1%} "
            f"| {row.index / row.pages * 1000:.2f} | {row.size / row.text:.2f} |"
        )
    return "\n".join(lines)
