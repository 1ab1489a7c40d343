"""One engine, one folder: build, build again, edit a case, build again; then a preview, if there is one."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.build import preview
from benchmarks.build.engines import Engine

LAUNCHER = Path(__file__).resolve().parent / "launcher.py"
ADDED = "\n这一句是后来加上的。\n"


@dataclass(frozen=True)
class Cost:
    """Of one build. megabytes: the peak of its largest process. written: files of the output that it wrote."""

    cpu: float
    wall: float
    megabytes: float
    written: int = 0


@dataclass(frozen=True)
class Run:
    """The builds of one round. pages: files of HTML; kilobytes: the mean size of one.

    preview: seconds from a saved case to its page loaded again.
    """

    pages: int
    kilobytes: float
    cold: Cost
    again: Cost | None = None
    edited: Cost | None = None
    preview: float | None = None


def measure(engine: Engine, folder: Path, cold_only: bool) -> Run:
    # Moved, not deleted: ext4 looks a while for room that was not deleted lately.
    before = Path(tempfile.mkdtemp(dir=folder.parent))
    for name in (engine.output, *engine.caches):
        if (folder / name).exists():
            (folder / name).rename(before / name)
    cold = _build(engine, folder)
    sizes = [file.stat().st_size for file in (folder / engine.output).rglob("*.html")]
    again = edited = shown = None
    if not cold_only:
        files = sorted((folder / engine.cases).glob("case-*.md"))
        case = files[len(files) // 2]
        again = _build(engine, folder)
        edited = _build_edited(engine, folder, case)
        shown = preview.measure(engine.preview, folder, engine.environment, case) if engine.preview else None
    return Run(len(sizes), sum(sizes) / len(sizes) / 1000, cold, again, edited, shown)


def _build_edited(engine: Engine, folder: Path, case: Path) -> Cost:
    text = case.read_text(encoding="utf-8")
    case.write_text(text + ADDED, encoding="utf-8")
    try:
        return _build(engine, folder)
    finally:
        case.write_text(text, encoding="utf-8")


def _build(engine: Engine, folder: Path) -> Cost:
    before = _times(folder / engine.output)
    with tempfile.TemporaryDirectory() as name:
        figures = Path(name) / "figures.json"
        command = [sys.executable, "-I", "-S", str(LAUNCHER), str(figures), *engine.command]
        started = time.monotonic()
        done = subprocess.run(
            command, cwd=folder, env=engine.environment, capture_output=True, text=True, errors="replace", check=False
        )
        wall = time.monotonic() - started
        if done.returncode:
            raise SystemExit(f"{engine.name} failed:\n{(done.stdout + done.stderr)[-3000:]}")
        used = json.loads(figures.read_text(encoding="utf-8"))
    after = _times(folder / engine.output)
    written = sum(before.get(file) != moment for file, moment in after.items())
    return Cost(used["cpu"], wall, used["megabytes"], written)


def _times(folder: Path) -> dict[str, int]:
    return {file.as_posix(): file.stat().st_mtime_ns for file in folder.rglob("*") if file.is_file()}
