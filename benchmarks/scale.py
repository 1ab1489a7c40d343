#!/usr/bin/env python3
"""From one town to 40,000, on paper: what is measured here, what is assumed, and what follows.

Builds a few towns like ours with scripts/build_towns.py, on one day and the next, asks several at once, and reads the
figures of benchmarks/build for a town with 1,000 cases. Run: ``python benchmarks/scale.py --save``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import district
from benchmarks.build.measuring import LAUNCHER
from benchmarks.build.report import FIGURES
from benchmarks.corpus import EPOCH, ROOT

HERE = Path(__file__).resolve().parent
COMMAND = "`.venv/bin/python benchmarks/scale.py --save`"
SIZES = (24, 300, 40_000)


@dataclass(frozen=True)
class Assumed:
    """What nobody has measured; change it here. Prices are round figures to reckon with, no offer of anybody."""

    visits: int = 50  # to a town, a day
    views: int = 3  # pages, a visit
    builds: int = 1  # of every town, a day: 本月普法 and the dates by which something is due change with the day
    workers: int = 16  # processors that build, for 300 towns and more; 2 below
    cpu_hour: float = 0.3  # 元
    gigabyte_month: float = 0.12  # 元, storage
    gigabyte_out: float = 0.24  # 元, from a CDN
    requests_10000: float = 0.05  # 元, from a CDN


@dataclass(frozen=True)
class Town:
    """What the site of one town takes. cpu: seconds to build it; megabytes: the peak of the largest process."""

    name: str
    source: str
    cpu: float
    megabytes: float
    files: int
    size: int


@dataclass(frozen=True)
class Delivery:
    """What readers and servers move. view: bytes of a case's page and what it loads, compressed; requests: how many.

    changed: files that differ from those of the day before, nothing edited. same: bytes that two towns share.
    speedup: how much sooner two towns at a time are built than one after the other.
    """

    view: float
    requests: float
    changed: int
    same: int
    speedup: float


def main(argv: list[str] | None = None) -> int:
    """Print the page. Always 0: it measures, it does not judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--towns", type=int, default=4, help="how many are built to measure one; default 4")
    parser.add_argument("--save", action="store_true", help="write SCALE.md beside this file")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as name:
        town, delivery = measure(Path(name), options.towns)
        asked = district.measure(sorted(Path(name).glob("one/town-*")), Path(name))
    towns = [town, *read_larger_town(town)]
    text = write(towns, delivery, asked, options.towns)
    print(text)
    if options.save:
        (HERE / "SCALE.md").write_text(text, encoding="utf-8")
    return 0


def measure(folder: Path, count: int) -> tuple[Town, Delivery]:
    """Build so many copies of our town: one after the other, two at a time, and on the next day."""
    lines = ["name: 量一量", "towns:"]
    for number in range(count):
        content = folder / f"town-{number}/content"
        shutil.copytree(ROOT / "content", content)
        site = content / "site.yml"
        # The town's name is also part of the site's name, which stands on every page.
        site.write_text(site.read_text("utf-8").replace("新安镇", f"第{number}镇"), "utf-8")
        lines += [f"- slug: town-{number}", f"  name: 第{number}镇", f"  content: town-{number}/content"]
    (folder / "towns.yml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    one, alone = _build(folder, "one", 1, EPOCH)
    _, together = _build(folder, "two", 2, EPOCH)
    _build(folder, "next", 2, str(int(EPOCH) + 24 * 3600))
    today, tomorrow = _files(folder / "one/town-0"), _files(folder / "next/town-0")
    other = _files(folder / "one/town-1")
    town = Town(
        "a town like ours (24 cases, 46 villages, 46 boards)",
        COMMAND,
        one["cpu"] / count,
        one["megabytes"],
        len(today),
        sum(map(len, today.values())),
    )
    views = [_weigh(today, name) for name in today if re.fullmatch(r"cases/[^/]+/index\.html", name)]
    delivery = Delivery(
        mean(size for size, _ in views),
        mean(requests for _, requests in views),
        sum(today.get(name) != data for name, data in tomorrow.items()),
        sum(len(data) for name, data in today.items() if other.get(name) == data),
        alone / together,
    )
    return town, delivery


def _build(folder: Path, out: str, jobs: int, epoch: str) -> tuple[dict[str, float], float]:
    """What the build of all towns used, and how long it took."""
    figures = folder / f"{out}.json"
    build = [sys.executable, str(ROOT / "scripts/build_towns.py"), "towns.yml", "--out", out, "--jobs", str(jobs)]
    started = time.monotonic()
    subprocess.run(
        [sys.executable, "-I", "-S", str(LAUNCHER), str(figures), *build],
        cwd=folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch},
        check=True,
    )
    wall = time.monotonic() - started
    used: dict[str, float] = json.loads(figures.read_text(encoding="utf-8"))
    return used, wall


def _files(folder: Path) -> dict[str, bytes]:
    found = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in found}


def _weigh(files: dict[str, bytes], name: str) -> tuple[int, int]:
    """Bytes, compressed as servers do, of a page and of the scripts and styles that it loads; and how many requests."""
    loaded = re.findall(
        rb'<(?:script|img)\b[^>]*\bsrc="(?!data:)([^"]+)"|<link rel="stylesheet" href="([^"]+)"', files[name]
    )
    parts = [name, *(os.path.normpath(f"{Path(name).parent}/{(a or b).decode()}").partition("?")[0] for a, b in loaded)]
    return sum(len(gzip.compress(files[part], 6)) for part in parts), len(parts)


def read_larger_town(small: Town) -> list[Town]:
    """A town with 1,000 cases, as benchmarks/build measured it, if it did; its files other than pages as of our town."""
    kept = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    if not (runs := kept.get("1000", {}).get("runs", {}).get("ours", [])):
        return []
    pages, size = runs[0]["pages"], runs[0]["pages"] * runs[0]["kilobytes"] * 1000
    cold = [run["cold"] for run in runs]
    source = "`benchmarks/build/run.py --pages 1000`, pages only"
    cpu, peak = mean(cost["cpu"] for cost in cold), mean(cost["megabytes"] for cost in cold)
    return [Town("a town with 1,000 cases", source, cpu, peak, pages, round(size))]


def write(towns: list[Town], delivery: Delivery, asked: list[district.Asked], count: int) -> str:
    """SCALE.md."""
    measured = [
        f"| {town.name}: CPU to build it, whole, from nothing | {town.cpu:.1f} s | {town.source} |\n"
        f"| — peak memory of the largest process | {town.megabytes:.0f} MB | the same |\n"
        f"| — files, size | {town.files:,}, {town.size / 1e6:.1f} MB | the same |"
        for town in towns
    ]
    parts = [
        "# From one town to 40,000",
        "",
        f"Written by {COMMAND}. Every figure is either measured here, or assumed and said to be; the rest is their product.\nOther work on the machine changes the seconds on the clock, and little the seconds of the processor.",
        "",
        "## Measured",
        "",
        "| what | figure | by |\n| --- | ---: | --- |",
        *measured,
        f"| {count} towns two at a time, against one after the other | {delivery.speedup:.2f} times as fast | {COMMAND} |",
        f"| files that the next day's build changes, nothing edited | {delivery.changed:,} of {towns[0].files:,} | the same |",
        f"| of one town's bytes, the same in another town's | {delivery.same / 1e6:.1f} of {towns[0].size / 1e6:.1f} MB | the same |",
        f"| a case's page with what it loads, gzip -6 | {delivery.view / 1000:.1f} kB, {delivery.requests:.1f} requests | the same |",
        *district.write(asked),
        "",
        "## Assumed",
        "",
        *_tell_assumptions(Assumed()),
        "",
        "## What follows",
        *(line for town in towns for line in _reckon(town, delivery, Assumed())),
        "",
        *_CONCLUSIONS,
    ]
    return "\n".join(parts) + "\n"


def _tell_assumptions(assumed: Assumed) -> list[str]:
    return [
        f"- {assumed.visits} visits to a town a day, {assumed.views} pages each, nothing cached by the phone; 30 days a month.",
        f"- Every town is built {assumed.builds} time a day from nothing; 2 processors for 24 towns, "
        f"{assumed.workers} above that, all busy all the time.",
        "- Two whole copies of every site are on disk (the old one and the new one).",
        f"- Prices, round figures and nobody's offer: {assumed.cpu_hour} 元 a processor hour, {assumed.gigabyte_month} 元 a GB "
        f"and month of storage, {assumed.gigabyte_out} 元 a GB from a CDN, {assumed.requests_10000} 元 for 10,000 requests.",
    ]


def _reckon(town: Town, delivery: Delivery, assumed: Assumed) -> list[str]:
    lines = [
        "",
        f"### {town.name[0].upper()}{town.name[1:]}",
        "",
        "| towns | CPU hours a day | minutes for all | storage GB | files | requests a month | GB out a month | 元 a month: build | storage | CDN |",
        "| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for count in SIZES:
        hours = count * town.cpu * assumed.builds / 3600
        processors = assumed.workers if count >= 300 else 2
        storage = 2 * count * town.size / 1e9
        views = count * assumed.visits * assumed.views * 30
        requests, out = views * delivery.requests, views * delivery.view / 1e9
        cdn = out * assumed.gigabyte_out + requests / 10_000 * assumed.requests_10000
        lines.append(
            f"| {count:,} | {hours:.1f} | {60 * hours / processors:.0f} | {storage:,.1f} | {count * town.files:,} | "
            f"{requests:,.0f} | {out:,.1f} | {30 * hours * assumed.cpu_hour:,.0f} | {storage * assumed.gigabyte_month:,.0f} | {cdn:,.0f} |"
        )
    return lines


_CONCLUSIONS = (
    "## What to do about it",
    "",
    "- Up to some hundred towns one machine is enough: `scripts/build_towns.py`, a local pool. Memory is that of one town",
    "  times the number of processors, whatever the number of towns.",
    "- Beyond that the same towns.yml goes to a Dask cluster (`--scheduler`). Towns share no state; how the time falls",
    "  with many workers, and when the shared disk becomes the limit, is not measured here.",
    "- A search over several towns grows with those that are asked, six unless a reader ticks more; no server takes part.",
)


if __name__ == "__main__":
    sys.exit(main())
