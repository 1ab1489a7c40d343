"""What was measured, kept beside the README, so that one engine can be measured again without the others."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parent / "measured.json"


@dataclass(frozen=True)
class Measured:
    """One engine over one corpus.

    scores: name of a set of questions → (hit@5, mrr, how many). Bytes and milliseconds: (median, 95th of 100).
    asked_first: how many questions were asked with nothing stored. heap: bytes after the first question, and after
    many. index_seconds, page_seconds: of the processor. load: of the machine meanwhile, processes wanting to run.
    """

    engine: str
    pages: int
    corpus: str
    letters: int
    scores: dict[str, tuple[float, float, int]]
    index_seconds: float
    index_bytes: int
    page_seconds: float | None = None
    first_bytes: tuple[float, float] | None = None
    next_bytes: tuple[float, float] | None = None
    first_ms: tuple[float, float] | None = None
    next_ms: tuple[float, float] | None = None
    heap: tuple[int, int] | None = None
    asked_first: int = 0
    load: float = 0.0


def read() -> dict[tuple[int, str], Measured]:
    """By pages and engine."""
    rows = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else []
    return {(row["pages"], row["engine"]): Measured(**row) for row in rows}


def keep(new: Measured) -> None:
    """In the place of what was measured of the same engine over as many pages."""
    rows = {**read(), (new.pages, new.engine): new}
    text = json.dumps([asdict(rows[key]) for key in sorted(rows)], ensure_ascii=False, indent=1)
    FILE.write_text(text + "\n", encoding="utf-8")
