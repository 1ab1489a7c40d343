#!/usr/bin/env python3
"""How long the whole check takes on 1,000 cases, against the build of the same cases in the same run.

The cases are those of benchmarks/corpus.py, with as many citations as ours have. Run: ``python benchmarks/check/run.py``.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.corpus import EPOCH, ROOT, TODAY, lay_out
from pufa import checks, history
from pufa.library import load

CITATIONS = 20  # in the body of a case; ours have 24 on average


def main(argv: list[str] | None = None) -> int:
    """Make the cases, time, print a table. Always 0: it measures, it does not judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=1000, help="how many cases; default 1000")
    parser.add_argument("--rules", action="store_true", help="also the seconds of each rule")
    parser.add_argument("--profile", action="store_true", help="also where the check spends its time")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        lay_out(project, options.cases, CITATIONS)
        measure(project, options.cases)
        if options.rules:
            time_rules(project / "content")
        if options.profile:
            profile(project / "content")
    return 0


def measure(project: Path, count: int) -> None:
    """Check in a process of its own, as staff run it; build likewise; a row for each.

    The share is of processor seconds: other work on the machine changes the seconds on the clock, not these.
    """
    check = _time([sys.executable, str(ROOT / "scripts/check.py"), "content", "--date", str(TODAY)], project)
    build = _time([sys.executable, "-m", "mkdocs", "build", "--quiet"], project)
    pages = len(list((project / "site").rglob("index.html")))
    letters = sum(len(file.read_text(encoding="utf-8")) for file in (project / "content/cases").iterdir())
    print(f"{count} cases, {letters // count} characters each, {CITATIONS} citations each; {pages} pages\n")
    print("| | seconds | processor seconds | milliseconds a case | of the build |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, (clock, processor) in (("check, all rules", check), ("build, which checks too", build)):
        print(
            f"| {name} | {clock:.1f} | {processor:.1f} | {processor / count * 1000:.1f} | {processor / build[1]:.0%} |"
        )


def _time(command: list[str], folder: Path) -> tuple[float, float]:
    """Seconds on the clock, and of the processor, that a program takes."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}
    before, started = os.times(), time.monotonic()
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    after, clock = os.times(), time.monotonic() - started
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return clock, used


def time_rules(content: Path) -> None:
    """Reading and each rule by itself, in this process."""
    rows = []
    started = time.monotonic()
    library = load(content, history.read(content))
    rows.append((time.monotonic() - started, "(reading content/)"))
    for rule in checks.CHECKS:
        started = time.monotonic()
        found = len(list(rule(library, TODAY)))
        rows.append((time.monotonic() - started, f"{rule.__name__} ({found})"))
    print("\n| rule (findings) | seconds |\n| --- | ---: |")
    for seconds, name in sorted(rows, reverse=True):
        print(f"| {name} | {seconds:.2f} |")


def profile(content: Path) -> None:
    profiler = cProfile.Profile()
    profiler.enable()
    checks.check(load(content, history.read(content)), TODAY)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    sys.exit(main())
