#!/usr/bin/env python3
"""用一个问题文件考考做好的网站的搜索：前五条里有没有对的，没有的列出来。"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pufa.problems import ContentError, Problem
from pufa.search.engine import Engine, SearchError, open_engine
from pufa.search.questions import Answer, ask, read_questions, summarise


def main(argv: list[str] | None = None) -> int:
    """Print the misses and one line hit@5=… mrr=… n=…; 1 if the file or the site cannot be read, else 0."""
    options = _parse(argv)
    try:
        questions = read_questions(options.questions)
        answers = list(ask(_open(options.site), questions))
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    except SearchError as error:
        print(Problem(options.site.name, 1, f"搜索出错：{error} → 请重新运行 make site"), file=sys.stderr)
        return 1
    for answer in answers:
        if not answer.rank:
            print(_tell(answer))
    print(summarise(answers))
    return 0


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("questions", type=Path, help="问题文件，四栏：query concept law article")
    parser.add_argument("--site", type=Path, default=Path("site"), help="做好的网站，默认 site")
    return parser.parse_args(argv)


def _open(site: Path) -> Engine:
    try:
        return open_engine(site)
    except OSError:
        raise ContentError([Problem(site.name, 1, "里面没有搜索索引 → 请先运行 make site，或用 --site 指明")]) from None


def _tell(answer: Answer) -> str:
    question = answer.question
    got = "、".join(answer.got) or "什么也没找到"
    return f"没找到：{question.query} → 要《{question.law}》{question.number}（{question.concept}） → 找到的是 {got}"


if __name__ == "__main__":
    sys.exit(main())
