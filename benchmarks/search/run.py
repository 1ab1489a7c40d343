#!/usr/bin/env python3
"""量搜索：多少个问题在前五条里找到，要下载多少、等多久、占多少内存；和别的搜索在同样的网页上比。"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.search import browser, building, measured, ours, peers, report
from benchmarks.search.corpus import SEED, Pages, collect
from benchmarks.search.crossvalidation import folds
from benchmarks.search.measuring import measure
from benchmarks.search.questions import Judge, Question, draw
from benchmarks.search.references import reference_of
from benchmarks.search.scoring import score
from pufa.library import Library, load
from pufa.problems import ContentError
from pufa.publication import read_date
from pufa.search.questions import Question as Asked
from pufa.search.questions import read_questions

ROOT = Path(__file__).resolve().parents[2]
TODAY = dt.date(2026, 11, 23)  # whose law is in force; fixed, so that the same pages come out on any day
ENGINES = ("ours", *peers.BUILDERS)
CASES = (100, 300, 1000)  # of which sites are built, to see how the index grows


def main(argv: list[str] | None = None) -> int:
    """Print what was asked for; 1, with one line on stderr, if a file is broken or a program is missing."""
    options = _parse(argv)
    try:
        library = load(options.content)
        if options.cross_validate:
            cross_validate(library, options)
        elif options.build:
            report_build(options)
        elif options.save or options.table or not options.queries:
            compare(library, options)
        else:
            ask(library, options)
    except (ContentError, RuntimeError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--pages", type=_count, default=10_000, metavar="页数", help="多少页，默认 10000")
    parser.add_argument("--queries", type=Path, metavar="文件", help="问题：query concept law article 四列，制表符隔开")
    parser.add_argument("--engine", choices=("all", *ENGINES), default="ours", help="问哪个搜索，默认 ours")
    parser.add_argument("--no-browser", action="store_true", help="不开浏览器，用内嵌的 JavaScript 引擎（只能问 ours）")
    parser.add_argument("--table", action="store_true", help="全量一遍：自己抽的问题也问，开销也量；不给问题文件就是它")
    parser.add_argument("--build", action="store_true", help="建索引要多久，和建站比")
    parser.add_argument("--save", action="store_true", help="把量到的表写进 README.md")
    parser.add_argument("--cross-validate", action="store_true", help="说法留出五分之一来问，轮五遍")
    parser.add_argument("--asks", action="store_true", help="凑数的长页也配上问法，更难")
    parser.add_argument("--each", type=_count, default=100, metavar="个数", help="每一类自己抽的问题多少个，默认 100")
    parser.add_argument("--misses", action="store_true", help="列出没找到的")
    parser.add_argument("--date", type=read_date, default=TODAY, metavar="日期", help=f"按哪一天的法律，默认 {TODAY}")
    parser.add_argument("--content", type=Path, default=ROOT / "content", metavar="文件夹", help="内容文件夹")
    options = parser.parse_args(argv)
    if options.no_browser and (options.engine != "ours" or options.save):
        parser.error("--no-browser 只能和 --engine ours 一起用，也不能和 --save 一起用")
    return options


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"写的是「{text}」，请写 1 以上的整数")
    return int(text)


def ask(library: Library, options: argparse.Namespace) -> None:
    """A line of scores for each engine, for the questions of a file."""
    rows = read_questions(options.queries)
    pages, judge = _lay_out(library, rows, options)
    questions = [judge.answer(row) for row in rows]
    unanswered = sum(not question.right for question in questions)
    if unanswered:
        print(f"有 {unanswered} 个问题没有一页能答（法条不在现行法律里），按没找到算", file=sys.stderr)
    for name in _chosen(options):
        answers = answer(name, pages, library, [question.text for question in questions], options.no_browser)
        prefix = f"{name} " if options.engine == "all" else ""
        print(f"{prefix}{score(questions, answers)}", flush=True)
        if options.misses:
            report.print_misses(questions, answers, pages)


def _lay_out(library: Library, rows: Sequence[Asked], options: argparse.Namespace) -> tuple[Pages, Judge]:
    asked = [found for row in rows if (found := reference_of(row, library.corpus))]
    pages = collect(library, options.date, options.pages, asked, SEED, options.asks)
    return pages, Judge(pages.documents, library.corpus)


def _chosen(options: argparse.Namespace) -> Sequence[str]:
    return ENGINES if options.engine == "all" else (options.engine,)


def build(name: str, pages: Pages, library: Library) -> peers.Built:
    return ours.build(pages, library) if name == "ours" else peers.build(name, pages)


def answer(
    name: str, pages: Pages, library: Library, questions: Sequence[str], no_browser: bool = False
) -> list[list[str]]:
    """The addresses that an engine gives to each question, best first."""
    folder = build(name, pages, library).folder
    if no_browser:
        return ours.answer(folder, questions)
    with browser.engine(folder) as engine:
        return engine.answer(questions)


def cross_validate(library: Library, options: argparse.Namespace) -> None:
    """A line for each fold and one for all."""
    all_questions: list[Question] = []
    all_answers: list[list[str]] = []
    for number, (poorer, pages, questions) in enumerate(folds(library, options.date, options.pages), 1):
        texts = [question.text for question in questions]
        answers = answer("ours", pages, poorer, texts, options.no_browser)
        print(f"{number}: {score(questions, answers)}", flush=True)
        if options.misses:
            report.print_misses(questions, answers, pages)
        all_questions += questions
        all_answers += answers
    print(score(all_questions, all_answers))


def report_build(options: argparse.Namespace) -> None:
    """How long the index takes beside the build of the same pages, for more and more of them."""
    table = building.write_table(building.compare(CASES))
    print(table)
    if options.save:
        report.save("build", table)


def compare(library: Library, options: argparse.Namespace) -> None:
    """Quality and cost of each engine; with --save beside what was measured of the others before."""
    rows = read_questions(options.queries) if options.queries else []
    pages, judge = _lay_out(library, rows, options)
    sets = {"questions of the file": [judge.answer(row) for row in rows]} if rows else {}
    sets |= draw(judge, options.each, SEED)
    found = []
    for name in _chosen(options):
        found.append(measure(name, build(name, pages, library), pages, sets, SEED))
        if options.save:
            measured.keep(found[-1])
    print(report.write_table(found))
    if options.save:
        report.save("engines", report.write_tables(measured.read().values()))


if __name__ == "__main__":
    sys.exit(main())
