"""The search benchmark asks what it says: the same pages every time, right answers that are right, one line of scores."""

from __future__ import annotations

import dataclasses
import gzip
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.search import browser, measured, ours, report, run
from benchmarks.search.corpus import Pages, collect, words_of
from benchmarks.search.questions import Judge, Question, draw
from benchmarks.search.references import cited_by, read_reference
from benchmarks.search.scoring import score
from pufa.law.article import ArticleNumber
from pufa.library import Library
from pufa.search.engine import open_engine
from pufa.search.questions import Question as Asked
from pufa.search.questions import ask, summarise

from .conftest import TODAY

LOAN = ("中华人民共和国民法典", ArticleNumber(675))
HEADER = "query\tconcept\tlaw\tarticle\n"


@pytest.fixture(scope="module")
def library(library: Library) -> Library:
    """Ours with a few concepts, so that a small corpus has room for pages around."""
    return dataclasses.replace(library, concepts=library.concepts[:20])


@pytest.fixture(scope="module")
def pages(library: Library) -> Pages:
    """A few articles and long pages around our own, as in the large corpora."""
    return collect(library, TODAY, 700, [LOAN])


@pytest.fixture(scope="module")
def folder(library: Library, pages: Pages, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ours, "CACHE", tmp_path_factory.mktemp("cache"))
        yield ours.build(pages, library).folder


@pytest.fixture
def questions(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        file = tmp_path / "questions.tsv"
        file.write_text(text, encoding="utf-8")
        return file

    return write


@pytest.mark.parametrize("count", [1, 50, 400, 1200])
def test_as_many_pages_as_asked_for(library: Library, count: int) -> None:
    documents = collect(library, TODAY, count).documents
    assert len(documents) == count == len({document.address for document in documents})


def test_the_same_pages_every_time(library: Library) -> None:
    assert collect(library, TODAY, 900) == collect(library, TODAY, 900)
    assert collect(library, TODAY, 900).digest != collect(library, TODAY, 900, seed=1).digest


def test_pages_around_are_made_of_law_and_answer_no_question(library: Library) -> None:
    """Neither alone nor quoted nor retold is an asked-for article in them."""
    asked = ("中华人民共和国生态环境法典", ArticleNumber(500))
    with_asks = collect(library, TODAY, 1200, [asked], asks=True).documents
    plain = collect(library, TODAY, 1200, [asked]).documents
    long = [document for document in plain if document.address.startswith("pages/")]
    own = next(document for document in plain if cited_by(document, library.corpus) == {asked})
    assert len(long) > 100
    assert not any(asked in cited_by(document, library.corpus) or own.text in words_of(document) for document in long)
    statutes = {
        article.text
        for law in library.corpus.laws
        if (version := law.version_on(TODAY))
        for article in version.articles.values()
    }
    assert all(paragraph in "\n".join(statutes) for document in long[:5] for paragraph in document.text.split("\n"))
    assert not any(document.asks for document in long)
    assert all(document.asks for document in with_asks if document.address.startswith("pages/"))


def test_an_article_that_a_question_names_has_its_page(library: Library) -> None:
    """Even if nobody else cites it, and there is hardly room."""
    asked = ("中华人民共和国生态环境法典", ArticleNumber(500))
    pages = collect(library, TODAY, 900).documents
    own = [page for page in pages if page.kind != "法条" and not page.address.startswith("pages/")]
    documents = collect(library, TODAY, len(own) + 1, [asked]).documents
    assert [document.title for document in documents if asked in cited_by(document, library.corpus)] == [
        "《生态环境法典》第五百条"
    ]


@pytest.mark.parametrize("law", ["民法典", "《民法典》", "中华人民共和国民法典"])
@pytest.mark.parametrize("article", ["第六百七十五条", "第675条", " 第６７５条"])
def test_a_reference_in_any_notation(library: Library, law: str, article: str) -> None:
    assert read_reference(law, article, library.corpus) == LOAN


def test_right_are_pages_that_cite_or_state(library: Library, pages: Pages) -> None:
    judge = Judge(pages.documents, library.corpus)
    cited = judge.answer(Asked("借钱不还", "没有这个说法", "民法典", "675")).right
    assert "laws/minfadian/675/" in cited and "cases/jie-qian-mei-qian-tiao/" in cited
    stated = judge.answer(Asked("伍麻庄", "伍麻庄村", "没有这部法", "1")).right
    assert stated == {"villages/wumazhuang/"}
    assert judge.answer(Asked("问", "没有", "没有这部法", "1")).right == frozenset()


def test_drawn_questions_can_be_answered_and_are_what_they_are_called(library: Library, pages: Pages) -> None:
    judge = Judge(pages.documents, library.corpus)
    drawn = draw(judge, 24, 1)
    texts = {document.address: words_of(document) for document in pages.documents}
    assert len(drawn) == 6
    for name, asked in drawn.items():
        assert len(asked) == 24 and all(question.right for question in asked), name
    for name in ("phrases cut where words end", "phrases across word borders"):
        for question in drawn[name]:
            assert 2 <= len(question.text) <= 6
            assert question.right == {address for address, text in texts.items() if question.text in text}
    assert all(" " in question.text for question in drawn["several words, spaced"])
    assert drawn == draw(judge, 24, 1) != draw(judge, 24, 2)


def test_scores() -> None:
    asked = [Question(str(number), frozenset({"right"})) for number in range(4)]
    answers = [["right"], ["x", "right"], [*"abcde", "right"], []]
    assert str(score(asked, answers)) == "hit@5=0.500 mrr=0.375 n=4"


@pytest.mark.parametrize("text", [None, "", "问\t答\n", HEADER + "借钱不还 民法典\n"])
def test_a_broken_file_gets_one_line(
    questions: Callable[[str], Path], capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    file = questions(text or "")
    if text is None:
        file.unlink()
    assert run.main(["--pages", "50", "--queries", str(file), "--no-browser"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"questions\.tsv:[12]: [^\n]+ → 请写[^\n]+\n", err)


def test_the_judge_agrees_with_the_one_of_the_built_site(library: Library, pages: Pages, folder: Path) -> None:
    """Here right answers are known from the pages, in scripts/search_eval.py from what a site carries."""
    asked = [
        Asked("借钱不还咋办", "某事", "民法典", "675"),
        Asked("伍麻庄", "伍麻庄村", "民法典", "1"),
        Asked("第1254条", "某事", "民法典", "1254"),
        Asked("没有这样的事", "某事", "民法典", "2"),
    ]
    judge = Judge(pages.documents, library.corpus)
    answers = ours.answer(folder, [question.query for question in asked])
    ours_says = score([judge.answer(question) for question in asked], answers)
    assert str(ours_says) == summarise(list(ask(open_engine(folder), asked)))
    assert 0 < ours_says.hit < 1


def test_small_run(
    questions: Callable[[str], Path],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The whole way, without a browser: what cannot be answered counts as missed, and says so."""
    monkeypatch.setattr(ours, "CACHE", tmp_path)
    file = questions(f"{HEADER}民法典第675条\t借贷\t民法典\t第六百七十五条\n某问\t某事\t没有这部法\t第一条\n")
    assert run.main(["--pages", "150", "--queries", str(file), "--no-browser", "--misses"]) == 0
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert re.fullmatch(r"hit@5=0\.500 mrr=0\.\d{3} n=2", lines[0])
    assert lines[1].startswith("某问 → 要的是 （没有一页能答） → 给的是 ")
    assert err == "有 1 个问题没有一页能答（法条不在现行法律里），按没找到算\n"


def _measure(engine: str, pages: int, corpus: str = "abc") -> measured.Measured:
    return measured.Measured(engine, pages, corpus, pages * 1000, {"titles": (0.5, 0.25, 8)}, 1.5, 3000 * pages)


def test_one_engine_is_measured_again_without_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measured, "FILE", tmp_path / "measured.json")
    for row in (_measure("pagefind", 500), _measure("ours", 500), _measure("ours", 2000), _measure("ours", 500, "new")):
        measured.keep(row)
    kept = measured.read()
    assert set(kept) == {(500, "ours"), (500, "pagefind"), (2000, "ours")}
    tables = report.write_tables(kept.values())
    assert "### 500 pages" in tables and "### 2,000 pages" in tables
    assert "| titles (8) | 0.500 / 0.250 | 0.500 / 0.250 |" in tables
    assert "Pagefind: measured when the content was another" in tables, "not the same pages, and it says so"


def test_a_table_takes_the_place_of_the_one_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = tmp_path / "README.md"
    readme.write_text(report.README.read_text(encoding="utf-8"), encoding="utf-8")
    monkeypatch.setattr(report, "README", readme)
    report.save("engines", "TABLE 1")
    report.save("build", "TABLE 3")
    before = readme.read_text(encoding="utf-8")
    report.save("engines", "TABLE 2")
    assert readme.read_text(encoding="utf-8") == before.replace("TABLE 1", "TABLE 2")
    assert before.startswith("# ") and before.count("TABLE 1") == 1 and "TABLE 3" in before


@pytest.mark.browser
def test_the_same_answers_with_and_without_a_browser(folder: Path) -> None:
    asked = ["借钱不还咋办", "民法典675条", "保证人", "jieqian", "伍麻庄"]
    embedded_answers = ours.answer(folder, asked)

    def measure() -> tuple[list[list[str]], browser.Cost]:
        with browser.engine(folder) as engine:
            return engine.answer(asked), engine.measure(asked, first=1, many=5)

    with ThreadPoolExecutor(1) as thread:  # another Playwright than that of the other tests
        answers, cost = thread.submit(measure).result()
    assert answers == embedded_answers
    script = len(gzip.compress((folder / "assets/search.js").read_bytes(), 6))
    index = sum(len(gzip.compress(file.read_bytes(), 6)) for file in folder.glob("search/**/*.js"))
    assert script < cost.first_bytes[0] < script + index, "the script, and only a part of the index"
    assert len(cost.next_bytes) == len(asked) - 1
    assert cost.first_heap > 0 and cost.later_heap > 0
