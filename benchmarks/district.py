#!/usr/bin/env python3
"""What a question costs that is asked of several towns at once: bytes and requests in a real browser, and its memory.

Run: ``python benchmarks/district.py SITE [SITE …]``, with the folders of towns that scripts/build_towns.py has built.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.corpus import ROOT
from benchmarks.search.browser import FLAGS, find_chromium
from benchmarks.search.server import Traffic, serve
from pufa.district import front_page, register

SIZES = ((2, False), (6, False), (24, False), (24, True))  # towns of the district; whether all are ticked
QUESTIONS = ("借钱不还咋办", "工资拖着不给怎么办", "邻居盖房挡光", "离婚孩子归谁", "狗咬人", "彩礼能要回来吗")
_MEMORY = "async () => { gc(); return (await performance.measureUserAgentSpecificMemory()).bytes; }"


@dataclass(frozen=True)
class Asked:
    """Of a district with so many towns, so many asked: bytes sent, headers too, and requests, for the page, the first
    question of a new reader and a later one; and what the browser's memory grows by until all are answered."""

    towns: int
    ticked: int
    page: tuple[float, float]
    first: tuple[float, float]
    later: tuple[float, float]
    memory: float


class Taker:
    """Bytes and requests since it was last called."""

    def __init__(self, page: Page, traffic: Traffic) -> None:
        self._traffic = traffic
        self._requests = 0
        page.on("request", lambda request: self._count() if request.url.startswith("http") else None)

    def _count(self) -> None:
        self._requests += 1

    def __call__(self) -> tuple[int, int]:
        requests, self._requests = self._requests, 0
        return self._traffic.take(), requests


def main(argv: list[str] | None = None) -> int:
    """Print the table. Always 0: it measures, it does not judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sites", type=Path, nargs="+", help="towns as they were built; they stand for all others")
    with tempfile.TemporaryDirectory() as name:
        print("\n".join(write(measure(parser.parse_args(argv).sites, Path(name)))))
    return 0


def measure(sites: Sequence[Path], folder: Path) -> list[Asked]:
    """Ask districts of several sizes. sites: each stands for as many towns as are needed. folder: to work in."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        found = [_ask(browser, lay_out(folder, sites, count), count, is_all) for count, is_all in SIZES]
        browser.close()
    return found


def lay_out(folder: Path, sites: Sequence[Path], count: int) -> Path:
    """A district of so many towns, and its page. Returns its folder."""
    base = folder / f"{count}-towns"
    (base / "site").mkdir(parents=True, exist_ok=True)
    rows = ["name: 量一量", "towns:"]
    for number in range(count):
        (base / f"town-{number}").mkdir(exist_ok=True)
        site = base / f"site/town-{number}"
        site.unlink(missing_ok=True)
        site.symlink_to(sites[number % len(sites)].resolve())
        rows += [f"- slug: town-{number}", f"  name: 第{number}镇", f"  content: town-{number}"]
    (base / "towns.yml").write_text("\n".join(rows) + "\n", encoding="utf-8")
    front_page.publish(register.read(base / "towns.yml"), base / "site", ROOT / "theme")
    return base / "site"


def _ask(browser: Browser, site: Path, towns: int, is_all: bool) -> Asked:
    with serve(site) as (address, traffic):
        opened, firsts = [], []
        for question in QUESTIONS:  # each by a new reader
            with _read(browser, f"{address}index.html", traffic) as (page, take):
                opened.append(take())
                _choose(page, is_all)
                _put(page, question)
                firsts.append(take())
        with _read(browser, f"{address}index.html", traffic) as (page, take):
            before = page.evaluate(_MEMORY)
            ticked = _choose(page, is_all)
            laters = []
            for question in QUESTIONS:
                take()
                _put(page, question)
                laters.append(take())
            memory = page.evaluate(_MEMORY) - before
    return Asked(towns, ticked, _average(opened), _average(firsts), _average(laters[1:]), memory)


@contextmanager
def _read(browser: Browser, address: str, traffic: Traffic) -> Iterator[tuple[Page, Taker]]:
    """A page of somebody who has stored nothing, and what tells the bytes and requests since the last time."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="zh-CN", service_workers="block")
    page = context.new_page()
    taker = Taker(page, traffic)
    taker()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    yield page, taker
    context.close()


def _choose(page: Page, is_all: bool) -> int:
    """Tick all towns, or leave it as it is. Returns how many are ticked."""
    if is_all:
        page.evaluate("for (const box of document.querySelectorAll('[name=town]:not(:checked)')) box.click()")
    return page.locator("[name=town]:checked").count()


def _put(page: Page, question: str) -> None:
    """The whole question at once, until all towns have answered: the list is shown only then."""
    page.fill("#q", "")
    page.locator("#found").wait_for(state="hidden")
    page.fill("#q", question)
    page.locator("#found > a").first.wait_for()
    page.wait_for_timeout(200)  # the server counts what it sent after it sent it


def _average(pairs: Sequence[tuple[int, int]]) -> tuple[float, float]:
    return mean(size for size, _ in pairs), mean(count for _, count in pairs)


def write(rows: Sequence[Asked]) -> list[str]:
    """The table, and what it is a table of."""
    return [
        "",
        "A question put to several towns at once on the district's page; gzip -6, with headers, in a real browser (`benchmarks/district.py`):",
        "",
        f"| towns, of which asked | the page | a first question | a later one | memory after {len(QUESTIONS)} |",
        "| ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {row.towns}, {row.ticked} | {_tell(row.page)} | {_tell(row.first)} | {_tell(row.later)} | "
            f"{row.memory / 1e6:.1f} MB |"
            for row in rows
        ),
    ]


def _tell(cost: tuple[float, float]) -> str:
    return f"{cost[0] / 1000:.0f} kB, {cost[1]:.0f} requests"


if __name__ == "__main__":
    sys.exit(main())
