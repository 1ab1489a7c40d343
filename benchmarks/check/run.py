#!/usr/bin/env python3
"""How long the whole check takes on 1,000 cases, against the build of the same cases in the same run.

The cases are made from the law corpus: each tells of a few articles, drawn with a fixed seed, in the eight parts
that a case has, with as many citations as ours have. Run: ``python benchmarks/check/run.py``.
"""

from __future__ import annotations

import argparse
import cProfile
import datetime as dt
import os
import pstats
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from pufa import checks, history, reviews
from pufa.law.article import ArticleNumber
from pufa.law.corpus import Corpus, Law
from pufa.law.lock import NAME as LOCK
from pufa.law.lock import Lock, ReviewedCase, digest
from pufa.ledger import NAME as LEDGER
from pufa.library import Library, load

ROOT = Path(__file__).resolve().parent.parent.parent
TODAY = dt.date(2026, 11, 23)
EPOCH = "1795392000"  # 2026-11-23, noon of the town's day
DAY = "2026-11-20"  # on which the cases are written, reviewed and stored
SEED = 20261123
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
        lay_out(project, options.cases)
        measure(project, options.cases)
        if options.rules:
            time_rules(project / "content")
        if options.profile:
            profile(project / "content")
    return 0


def lay_out(project: Path, count: int) -> None:
    """A project like ours whose content/cases/ holds so many generated cases, stored in a repository."""
    for name in ("docs", "theme", "hooks", "pufa", "content"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", project)
    of_our_cases = [project / "content" / LOCK, project / "content" / LEDGER]
    for file in [*(project / "content/cases").iterdir(), *of_our_cases]:
        file.unlink()
    for number, text in enumerate(generate(count)):
        (project / f"content/cases/case-{number:04}.md").write_text(text, encoding="utf-8")
    (project / "content" / LOCK).write_text(record_reviews(load(project / "content")).write(), encoding="utf-8")
    git = ["git", "-C", str(project), "-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0"]
    stamp = {"GIT_AUTHOR_DATE": f"{DAY}T12:00+0800", "GIT_COMMITTER_DATE": f"{DAY}T12:00+0800"}
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "cases"]):
        subprocess.run([*git, *arguments], check=True, env={**os.environ, **stamp})


def record_reviews(library: Library) -> Lock:
    """content/laws.lock as scripts/review.py would write it, for all cases at once."""
    day = dt.date.fromisoformat(DAY)
    words = {case.slug: reviews.words_of(case, library, day) for case in library.public_cases}
    cases = {
        slug: ReviewedCase(day, {name: digest(text) for name, text in found.items()}) for slug, found in words.items()
    }
    return Lock(cases, {digest(text): text for found in words.values() for text in found.values()})


def generate(count: int) -> Iterator[str]:
    """Case after case; the same for the same corpus."""
    chance = random.Random(SEED)
    library = load(ROOT / "content")
    laws = [law for law in library.corpus.laws if _articles(law)]
    topics = [topic.name for topic in library.topics]
    contacts = [contact.name for contact in library.contacts]
    for number in range(count):
        drawn = [_draw(chance, library.corpus, chance.choice(laws)) for _ in range(CITATIONS)]
        yield _write_case(number, chance.choice(topics), chance.sample(contacts, 3), drawn)


def _articles(law: Law) -> list[ArticleNumber]:
    version = law.version_on(TODAY)
    return list(version.articles) if version and not version.uncertain else []


def _draw(chance: random.Random, corpus: Corpus, law: Law) -> tuple[str, str]:
    """(《law》第…条, the beginning of that article up to a comma)."""
    number = chance.choice(_articles(law))
    version = law.version_on(TODAY)
    article = version.article(number) if version else None
    words = re.split(r"[，。；：（“《\n]|本法|第", article.text)[0][:30] if article else ""
    name = law.short_name if corpus.find(law.short_name) is law else law.name
    return f"《{name}》{number}", words


def _write_case(number: int, topic: str, contacts: list[str], drawn: list[tuple[str, str]]) -> str:
    quoted, told = drawn[:5], drawn[5:]
    parts = {
        "一句话": "先留好证据，再找人调解，调解不成就去法院。",
        "发生了什么": _tell(told[:5]),
        "争的是什么": "\n".join(f"- {words}，对不对？" for _, words in told[:3]),
        "结果": _tell(told[5:8]),
        "法律怎么说": "\n\n".join(f"{words}。\n\n{citation}" for citation, words in quoted),
        "说说理": _tell(told[8:12]),
        "给您提个醒": "\n".join(f"- {words}，见{citation}。" for citation, words in told[12:]),
        "遇到了怎么办": "### 怎么做\n\n1. 先拍照。\n2. 再调解。\n\n### 期限\n\n- 三年以内。\n\n"
        "### 带什么\n\n- 身份证。\n- 凭据。\n\n### 找谁\n\n- 12348：问法律。",
    }
    body = "\n\n".join(f"## {name}\n\n{text}" for name, text in parts.items())
    asks = "".join(f"\n- 第{number}件事，{words[:12]}咋办" for _, words in told[:6])
    chosen = "".join(f"\n- {name}" for name in contacts)
    return (
        f"---\ntitle: 第{number}件事，该怎么办？\nasks:{asks}\ntopic: {topic}\nkind: 民事\nsource:\n  type: 虚构示例\n"
        f"facts_date: {DAY}\npublished: {DAY}\nreviewed: {DAY}\nreview_due: 2027-06-01\n"
        f"approvals: []\naudience:\n- 村民\nvillages: []\ncontacts:{chosen}\nstatus: published\n---\n\n{body}\n"
    )


def _tell(drawn: list[tuple[str, str]]) -> str:
    return "\n\n".join(
        f"张某和王某为这件事吵了起来。{words}。按照{citation}，这件事要这样办。" for citation, words in drawn
    )


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
