"""The figures of the runs as tables, kept in figures.json and shown in README.md."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.build.engines import ENGINES
from benchmarks.build.measuring import Cost, Run

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures.json"
YARDSTICK = ENGINES["hugo"].name


def tabulate(count: int, runs: dict[str, list[Run]]) -> str:
    """Two tables: the cold build, and the builds after it."""
    pages = {name: _middle(found, lambda run: run.pages) for name, found in runs.items()}
    lines = [
        f"### {count:,} cases; median of {len(next(iter(runs.values())))} rounds",
        "",
        "| cold | pages | CPU s | wall s | CPU ms a page | CPU, of Hugo's | wall, of Hugo's | peak MB | kB of HTML a page |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for name, found in runs.items():
        cpu, wall = _middle(found, lambda run: run.cold.cpu), _middle(found, lambda run: run.cold.wall)
        of_hugo = [_ratio(found, runs.get(YARDSTICK), kind) for kind in (lambda one: one.cpu, lambda one: one.wall)]
        peak, size = _middle(found, lambda run: run.cold.megabytes), _middle(found, lambda run: run.kilobytes)
        lines.append(
            f"| {name} | {pages[name]:.0f} | {cpu:.1f} | {wall:.1f} | {1000 * cpu / pages[name]:.1f} | "
            f"{of_hugo[0]} | {of_hugo[1]} | {peak:.0f} | {size:.1f} |"
        )
    if all(run.again and run.edited for found in runs.values() for run in found):
        lines += ["", *_tabulate_builds_after(runs)]
    return "\n".join(lines) + "\n"


def _tabulate_builds_after(runs: dict[str, list[Run]]) -> Iterable[str]:
    yield "| after it | nothing changed: CPU s | wall s | files written | one case edited: CPU s | wall s | of cold CPU | files written | preview: s from save to page |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for name, found in runs.items():
        again = _median_cost([run.again for run in found if run.again])
        edited = _median_cost([run.edited for run in found if run.edited])
        share = median(run.edited.cpu / run.cold.cpu for run in found if run.edited)
        shown = [run.preview for run in found if run.preview]
        yield (
            f"| {name} | {again.cpu:.1f} | {again.wall:.1f} | {again.written} | "
            f"{edited.cpu:.1f} | {edited.wall:.1f} | {share:.0%} | {edited.written} | {f'{median(shown):.1f}' if shown else ''} |"
        )


def _median_cost(costs: list[Cost]) -> Cost:
    return Cost(
        median(cost.cpu for cost in costs),
        median(cost.wall for cost in costs),
        median(cost.megabytes for cost in costs),
        round(median(cost.written for cost in costs)),
    )


def _middle(found: list[Run], figure: Callable[[Run], float]) -> float:
    return median(map(figure, found))


def _ratio(found: list[Run], yardstick: list[Run] | None, figure: Callable[[Cost], float]) -> str:
    """The median over the rounds of what an engine took, of what Hugo took in the same round."""
    if not yardstick:
        return ""
    ratios = (figure(run.cold) / figure(other.cold) for run, other in zip(found, yardstick, strict=True))
    return f"× {median(ratios):.1f}"


def save(count: int, runs: dict[str, list[Run]]) -> None:
    """Keep the figures of one size in place of those of before, and write README.md anew from all that are kept."""
    kept: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    kept[str(count)] = {
        "day": dt.datetime.now(dt.UTC).date().isoformat(),
        "machine": f"{platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
        "runs": {name: [asdict(run) for run in found] for name, found in runs.items()},
    }
    FIGURES.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    parts = [(HERE / "ABOUT.md").read_text(encoding="utf-8")]
    for size in sorted(kept, key=int):
        measured = kept[size]
        found = {name: [_read(run) for run in some] for name, some in measured["runs"].items()}
        parts.append(f"{tabulate(int(size), found)}\nMeasured on {measured['day']} ({measured['machine']}).\n")
    (HERE / "README.md").write_text("\n".join(parts), encoding="utf-8")


def _read(run: dict[str, Any]) -> Run:
    costs = {name: Cost(**run[name]) if run[name] else None for name in ("again", "edited")}
    return Run(run["pages"], run["kilobytes"], Cost(**run["cold"]), **costs, preview=run.get("preview"))
