#!/usr/bin/env python3
"""How long a whole site takes to build, here and with other generators, from the same cases in the same run.

Cold, again with nothing changed, and again with one case edited. Every round runs each engine once, in another order;
shown is the median of the rounds, and for the ratios the median of the ratios within a round, so that what else the
machine does at the time counts for little. Peak memory is that of the largest process.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.build import report
from benchmarks.build.engines import ENGINES, Engine, install
from benchmarks.build.measuring import Run, measure
from benchmarks.corpus import lay_out

CITATIONS = 12  # in the body of a case: about 1,000 characters


def main(argv: list[str] | None = None) -> int:
    """Print the tables. Always 0: it measures, it does not judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[1000], help="how many cases; several are allowed")
    parser.add_argument("--engine", nargs="+", default=["all"], choices=["all", *ENGINES], help="default all")
    parser.add_argument("--rounds", type=int, default=3, help="default 3")
    parser.add_argument("--cold-only", action="store_true", help="no second and third build")
    parser.add_argument("--save", action="store_true", help="keep the figures and write README.md beside this file")
    options = parser.parse_args(argv)
    chosen = list(ENGINES) if "all" in options.engine else options.engine
    if {"hugo", "eleventy"} & set(chosen):
        install()
    for count in options.pages:
        runs = _compare(count, [ENGINES[name] for name in chosen], options.rounds, options.cold_only)
        print(report.tabulate(count, runs))
        if options.save:
            report.save(count, runs)
    return 0


def _compare(count: int, engines: list[Engine], rounds: int, cold_only: bool) -> dict[str, list[Run]]:
    """Engine → its runs, one of each round."""
    runs: dict[str, list[Run]] = {engine.name: [] for engine in engines}
    with tempfile.TemporaryDirectory() as name:
        source = Path(name) / "source"
        source.mkdir()
        lay_out(source, count, CITATIONS)
        for engine in engines:
            engine.lay_out(source, Path(name) / engine.name)
        for number in tqdm(range(rounds), disable=None, leave=False):
            turn = number % len(engines)
            for engine in [*engines[turn:], *engines[:turn]]:
                runs[engine.name].append(measure(engine, Path(name) / engine.name, cold_only))
    return runs


if __name__ == "__main__":
    sys.exit(main())
