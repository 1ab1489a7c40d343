"""Question files: read, asked of a built site, and told in plain words when they are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from pufa import publication
from pufa.search.questions import Answer, Question, summarise
from scripts import search_eval

from .conftest import ROOT, TODAY, TOWN

HEADER = "query\tconcept\tlaw\tarticle\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town's search, with the readers' own script."""
    folder = tmp_path_factory.mktemp("town") / "site"
    copied = publication.scratch(folder) / "assets"
    copied.mkdir(parents=True)
    (copied / "search.js").write_bytes((ROOT / "theme/assets/search.js").read_bytes())
    publication.publish(publication.prepare(TOWN / "content", TODAY, theme=ROOT / "theme"), folder, ())
    return folder


def test_score_and_misses(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = tmp_path / "q.tsv"
    questions.write_text(
        HEADER + "借钱不还咋办\t借款到期不还\t中华人民共和国民法典\t第六百七十五条\n"
        "邻居往我院里放水\t相邻排水\t没有的法\t第一条\n借钱不还\t没有的概念\t刑法\t第九条\n",
        encoding="utf-8",
    )
    assert search_eval.main([str(questions), "--site", str(site)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1].startswith("hit@5=0.667 mrr=") and lines[-1].endswith(" n=3")
    assert len(lines) == 2
    assert lines[0].startswith("没找到：借钱不还 → 要《刑法》9（没有的概念） → 找到的是 ")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "q.tsv:1: 第一行不是表头 → 请写 query、concept、law、article，用制表符隔开"),
        (HEADER + "借钱\t民法典\n", "q.tsv:2: 不是四栏，或者条号不对 → 请写 问题、概念、法律、第几条，用制表符隔开"),
        (HEADER + "借钱\t概念\t民法典\t六百\n", "q.tsv:2: 不是四栏，或者条号不对 → 请写 问题、概念、法律、第几条，用制表符隔开"),
    ],
)  # fmt: skip
def test_a_wrong_file(site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, sentence: str) -> None:
    (tmp_path / "q.tsv").write_text(text, encoding="utf-8")
    assert search_eval.main([str(tmp_path / "q.tsv"), "--site", str(site)]) == 1
    assert capsys.readouterr().err.strip() == sentence


def test_no_file_and_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert search_eval.main([str(tmp_path / "none.tsv"), "--site", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "none.tsv:1: 读不了这个文件 → 请写对文件名，内容用 UTF-8\n"
    (tmp_path / "q.tsv").write_text(HEADER, encoding="utf-8")
    assert search_eval.main([str(tmp_path / "q.tsv"), "--site", str(tmp_path / "nowhere")]) == 1
    assert capsys.readouterr().err == "nowhere:1: 里面没有搜索索引 → 请先运行 make site，或用 --site 指明\n"


def test_the_score() -> None:
    question = Question("借钱", "借款", "民法典", "675")
    answers = [Answer(question, 1, ()), Answer(question, 4, ()), Answer(question, 0, ())]
    assert summarise(answers) == "hit@5=0.667 mrr=0.417 n=3"
    assert summarise([]) == "hit@5=0.000 mrr=0.000 n=0"
