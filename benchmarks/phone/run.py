#!/usr/bin/env python3
"""What a page costs a cheap phone on slow 4G: Lighthouse over our built site, beside stock Material on the same content.

Needs site/ (make site), Node, npm once, and Chromium. Run: ``python benchmarks/phone/run.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.phone import stock
from benchmarks.phone.server import serve

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
TOOLS = ROOT / ".cache" / "phone"
README = HERE / "README.md"
START, END = "<!-- written by run.py --save -->", "<!-- end -->"
SHELLS = ("ours", "stock Material")
KINDS = {
    "home": "", "case": "cases/jie-qian-mei-qian-tiao/", "village": "villages/wumazhuang/", "board": "b/0208/",
    "report": "reports/2024/", "article": "laws/minfadian/675/", "topic index": "cases/", "search": "search/",
}  # fmt: skip
Runs = Sequence[Mapping[str, Any]]


def main(argv: list[str] | None = None) -> int:
    """Measure, print the table, with --save write it into README.md. 1 if there is no built site."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="our built site; default site/")
    parser.add_argument("--runs", type=int, default=5, help="runs of each page; default 5")
    parser.add_argument("--only", choices=SHELLS, help="only one of the two")
    parser.add_argument("--save", action="store_true", help="write the table into README.md")
    options = parser.parse_args(argv)
    if not (options.site / "index.html").is_file():
        print(f"{options.site}:1: 里面没有做好的网站（index.html） → 请先运行 make site，或写对位置")
        return 1
    _install()
    with tempfile.TemporaryDirectory() as folder:
        portal = Path(folder) / "zt"
        portal.mkdir()
        sites = _lay_out(options.site.resolve(), portal, options.only)
        with serve(Path(folder)) as url:
            found = _measure({name: f"{url}zt/{place}" for name, place in sites.items()}, portal, options.runs)
    table = _write(found)
    print(table)
    if options.save:
        before, _, rest = README.read_text(encoding="utf-8").partition(START)
        README.write_text(f"{before}{START}\n\n{table}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    return 0


def _install() -> None:
    """Lighthouse into .cache, unless what is there was made of the same pins."""
    pins = (HERE / "package-lock.json").read_bytes()
    ready = TOOLS / "ready"
    if not ready.exists() or ready.read_bytes() != pins:
        shutil.rmtree(TOOLS, ignore_errors=True)
        TOOLS.mkdir(parents=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, TOOLS)
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=TOOLS, check=True)
        ready.write_bytes(pins)
    shutil.copy(HERE / "measure.mjs", TOOLS)  # beside node_modules, where Node looks for them


def _lay_out(site: Path, portal: Path, only: str | None) -> dict[str, str]:
    """Shell → its folder in the portal."""
    sites = {}
    if only != "stock Material":
        (portal / "pufa").symlink_to(site)
        sites["ours"] = "pufa/"
    if only != "ours":
        (portal / "material").symlink_to(stock.build(site, portal))
        sites["stock Material"] = "material/"
    return sites


def _measure(urls: Mapping[str, str], portal: Path, runs: int) -> dict[tuple[str, str], list[dict[str, Any]]]:
    """(shell, kind of page) → its runs, in one go of the tool, the shells by turns."""
    pages = {}
    for kind, address in KINDS.items():
        for shell, url in urls.items():
            folder = portal / url.rstrip("/").rpartition("/")[2] / address
            if (folder / "index.html").is_file():
                pages[f"{shell}/{kind}"] = url + address
    browser = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    environment = {**os.environ, **({"CHROME_PATH": browser} if browser else {})}
    command = ["node", "measure.mjs"]
    with subprocess.Popen(command, cwd=TOOLS, env=environment, stdin=-1, stdout=-1, text=True) as tool:
        assert tool.stdin and tool.stdout
        tool.stdin.write(json.dumps({"runs": runs, "pages": pages}))
        tool.stdin.close()
        found = defaultdict(list)
        for line in tool.stdout:
            one = json.loads(line)
            shell, _, kind = one["page"].partition("/")
            found[shell, kind].append(one)
            print(line, end="", file=sys.stderr)  # all of it, for who wants to look closer
    if tool.returncode:
        raise SystemExit(tool.returncode)
    return dict(found)


def _write(found: Mapping[tuple[str, str], Runs]) -> str:
    runs = [one for every in found.values() for one in every]
    count = max(map(len, found.values()))
    lines = [
        f"Lighthouse {runs[0]['lighthouse']}, {runs[0]['browser']}, {count} runs of each page; Lighthouse's index of the",
        f"machine's speed {min(one['benchmark'] for one in runs):.0f} to {max(one['benchmark'] for one in runs):.0f}.",
        "",
        "| page | shell | performance median, best | accessibility | best practices | SEO | LCP median, best (s) | CLS | bytes | requests |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        _write_row(kind, shell, found[shell, kind]) for kind in KINDS for shell in SHELLS if (shell, kind) in found
    ]
    return "\n".join(lines)


def _write_row(kind: str, shell: str, runs: Runs) -> str:
    def worst(name: str) -> int:
        return min(int(one["scores"][name]) for one in runs)

    speed = [one["scores"]["performance"] for one in runs]
    paint = [one["lcp"] / 1000 for one in runs]
    return (
        f"| {kind} | {shell} | {median(speed):.0f}, {max(speed)} | {worst('accessibility')} | {worst('best-practices')} "
        f"| {worst('seo')} | {median(paint):.2f}, {min(paint):.2f} | {max(one['cls'] for one in runs):.3f} "
        f"| {median(one['bytes'] for one in runs):,.0f} | {max(one['requests'] for one in runs)} |"
    )


if __name__ == "__main__":
    sys.exit(main())
