"""What was measured, as people read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks.search.corpus import Pages
from benchmarks.search.measured import Measured
from benchmarks.search.questions import Question
from benchmarks.search.scoring import NEAR, rank_of

README = Path(__file__).resolve().parent / "README.md"
NAMES = {"ours": "ours", "material": "Material", "pagefind": "Pagefind", "minisearch": "MiniSearch, bigrams"}


def save(name: str, table: str) -> None:
    """Put a table into its place in README.md, between two comments that name it."""
    start, end = f"<!-- {name}: written by run.py --save -->", f"<!-- end of {name} -->"
    before, _, rest = README.read_text(encoding="utf-8").partition(start)
    _, _, after = rest.partition(end)
    README.write_text(f"{before}{start}\n\n{table}\n\n{end}{after}", encoding="utf-8")


def write_tables(rows: Iterable[Measured]) -> str:
    """One for each number of pages."""
    ordered = sorted(rows, key=lambda row: (row.pages, list(NAMES).index(row.engine)))
    groups = [list(same) for _, same in groupby(ordered, key=lambda row: row.pages)]
    return "\n\n".join(f"{_head(group)}\n\n{write_table(group)}" for group in groups)


def _head(rows: Sequence[Measured]) -> str:
    row = rows[0]
    head = f"### {row.pages:,} pages\n\n{row.letters / row.pages:,.0f} characters a page, {row.letters:,} in all."
    strangers = [NAMES[other.engine] for other in rows if other.corpus != row.corpus]
    if strangers:
        head += f" {'、'.join(strangers)}: measured when the content was another (other pages, as many)."
    return head


def write_table(rows: Sequence[Measured]) -> str:
    """A column for each engine."""
    lines = [
        "| | " + " | ".join(NAMES[row.engine] for row in rows) + " |",
        "| --- |" + " ---: |" * len(rows),
    ]
    for name in dict.fromkeys(key for row in rows for key in row.scores):
        counts = {row.scores[name][2] for row in rows if name in row.scores}
        cells = (_score(row.scores.get(name)) for row in rows)
        lines.append(f"| {name} ({'/'.join(map(str, sorted(counts)))}) | {' | '.join(cells)} |")
    lines += [f"| {name} | {' | '.join(tell(row) for row in rows)} |" for name, tell in _COSTS.items()]
    return "\n".join(lines)


def _score(found: Sequence[float] | None) -> str:
    return f"{found[0]:.3f} / {found[1]:.3f}" if found else "–"


def _kilobytes(found: Sequence[float] | None) -> str:
    return f"{found[0] / 1000:,.1f} / {found[1] / 1000:,.1f}" if found else "–"


def _milliseconds(found: Sequence[float] | None) -> str:
    return f"{found[0]:,.0f} / {found[1]:,.0f}" if found else "–"


def _megabytes(found: Sequence[float] | None) -> str:
    return f"{found[0] / 1e6:.1f} / {found[1] / 1e6:.1f}" if found else "–"


_COSTS: dict[str, Callable[[Measured], str]] = {
    "questions asked with nothing stored": lambda row: str(row.asked_first),
    "kB until the first answer, median / p95": lambda row: _kilobytes(row.first_bytes),
    "kB for each further question, median / p95": lambda row: _kilobytes(row.next_bytes),
    "ms until the first answer, median / p95": lambda row: _milliseconds(row.first_ms),
    "ms for each further question, median / p95": lambda row: _milliseconds(row.next_ms),
    "MB of memory after the first question / after 500": lambda row: _megabytes(row.heap),
    "load of the machine meanwhile": lambda row: f"{row.load:.1f}",
    "index: processor seconds": lambda row: f"{row.index_seconds:.1f}",
    "index: bytes on disk to bytes of text": lambda row: f"{row.index_bytes / (row.letters * 3):.2f}",
    "pages without search: processor seconds": lambda row: f"{row.page_seconds:.1f}" if row.page_seconds else "–",
}


def print_misses(questions: Sequence[Question], answers: Sequence[Sequence[str]], pages: Pages) -> None:
    """What was asked, what was wanted, what was given."""
    for line in _misses(questions, answers, {page.address: page.title for page in pages.documents}):
        print(line)


def _misses(questions: Sequence[Question], answers: Sequence[Sequence[str]], titles: dict[str, str]) -> Iterator[str]:
    for question, found in zip(questions, answers, strict=True):
        if rank_of(question, found) is None:
            wanted = "、".join(sorted(titles[address] for address in question.right)[:3]) or "（没有一页能答）"
            given = "、".join(titles.get(address, address) for address in found[:NEAR]) or "什么也没有"
            yield f"{question.text} → 要的是 {wanted} → 给的是 {given}"
