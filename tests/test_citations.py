"""Citations in every way in which people write them: found, led to the right words of the right day, or refused."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pufa.law.article import ArticleNumber, write_numeral
from pufa.law.citation import Citation, CitationError, resolve
from pufa.law.corpus import Corpus, Law, LawVersion
from pufa.law.finder import CitationFinder
from pufa.law.quotation import find_quotations, is_verbatim
from pufa.library import load

from .conftest import ROOT, TODAY

CORPUS = load(ROOT / "content").corpus
IN_FORCE = [
    (law, version)
    for law in CORPUS.laws
    if (version := law.version_on(TODAY)) and version.articles and not version.uncertain
]
REFERENCES = list(
    csv.DictReader((Path(__file__).parent / "data/article-references.tsv").open(encoding="utf-8"), delimiter="\t")
)


def _find(text: str, corpus: Corpus = CORPUS) -> list[Citation]:
    return list(CitationFinder(corpus).find(text))


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("按照《民法典》第二百九十六条第一款，要让水过。", ["《民法典》第二百九十六条第一款"]),
        ("《民法典》第296条第1款", ["《民法典》第二百九十六条第一款"]),
        ("《民法典》第２９６条", ["《民法典》第二百九十六条"]),
        ("《民法典》的第二百九十六条", ["《民法典》第二百九十六条"]),
        ("民法典第296条管这事", ["《民法典》第二百九十六条"]),
        ("中华人民共和国刑法第十三条", ["《中华人民共和国刑法》第十三条"]),
        ("生态环境法典第五条", ["《生态环境法典》第五条"]),
        ("治安处罚法第43条", ["《治安处罚法》第四十三条"]),
        ("《刑法》第一百三十三条之一第一款第（二）项", ["《刑法》第一百三十三条之一第一款第（二）项"]),
        ("《刑法》第一百三十三条之一第二项", ["《刑法》第一百三十三条之一第（二）项"]),
        ("《民法典》第六百七十五条和第六百七十六条", ["《民法典》第六百七十五条", "《民法典》第六百七十六条"]),
        ("《民法典》第五、六条", ["《民法典》第五条", "《民法典》第六条"]),
        ("《民法典》第十条至第十二条", ["《民法典》第十条", "《民法典》第十一条", "《民法典》第十二条"]),
        ("《民法典》第十至十二条", ["《民法典》第十条", "《民法典》第十一条", "《民法典》第十二条"]),
        ("《民法典》第二十条第一款、第三款", ["《民法典》第二十条第一款", "《民法典》第二十条第三款"]),
        ("《民法典》第一千零四十二条第一、二款", ["《民法典》第一千零四十二条第一款", "《民法典》第一千零四十二条第二款"]),
        ("《民法典》第二百零五条、第三百条第一款和第四百条", ["《民法典》第二百零五条", "《民法典》第三百条第一款", "《民法典》第四百条"]),
        ("《刑法》第二百九十三条第一款第（一）、（三）项", ["《刑法》第二百九十三条第一款第（一）项", "《刑法》第二百九十三条第一款第（三）项"]),
        ("《刑法》第二百九十三条第一款第一项至第三项", ["《刑法》第二百九十三条第一款第（一）项", "《刑法》第二百九十三条第一款第（三）项"]),
        ("《劳动法》第十五条、《劳动合同法》第八十二条", ["《劳动法》第十五条", "《劳动合同法》第八十二条"]),
        ("《民法典》管得宽。该法第十条说习惯。", ["《民法典》第十条"]),
        ("《民法典》第三条要守，本法第四条也要守。", ["《民法典》第三条", "《民法典》第四条"]),
        ("《治安管理处罚法》（2012年修正）第四十三条", ["《治安管理处罚法》（2012年）第四十三条"]),
        ("《治安管理处罚法》（2012年10月26日修正）第四十三条，该法第四十二条", ["《治安管理处罚法》（2012年）第四十三条", "《治安管理处罚法》（2012年）第四十二条"]),
        ("《民法典》（以下简称民法典）第十条", ["《民法典》第十条"]),
        ("《民法典》第三条，违反本法第四条、对该法第五条有疑问", ["《民法典》第三条", "《民法典》第四条", "《民法典》第五条"]),
        ("土地承包法第五条", ["《土地承包法》第五条"]),
        ("这个方法第一条就错", []),
        ("依法第一条路是调解", []),
        ("《民法典》很厚，第一条很短", []),
        ("看《民法典》", []),
        ("该法第十条", []),
    ],
)  # fmt: skip
def test_citations_are_found(text: str, cited: list[str]) -> None:
    found = _find(text)
    assert [str(citation) for citation in found] == cited
    assert all(text[one.start : one.end] for one in found if one.end > one.start)


def test_words_of_a_citation_are_its_own() -> None:
    text = "先看《民法典》第十条至第十二条，再说。"
    first, middle, last = _find(text)
    assert text[first.start : first.end] == "《民法典》第十条"
    assert middle.start == middle.end, "第十一条 stands nowhere in the text"
    assert text[last.start : last.end] == "第十二条"


def test_law_named_before_is_remembered_within_a_document_only() -> None:
    finder = CitationFinder(CORPUS)
    assert list(finder.find("《民法典》讲过。")) == []
    assert [str(one) for one in finder.find("该法第十条")] == ["《民法典》第十条"]
    finder.forget()
    assert list(finder.find("该法第十条")) == []


@st.composite
def _articles(draw: st.DrawFn) -> tuple[Law, LawVersion, ArticleNumber]:
    law, version = draw(st.sampled_from(IN_FORCE))
    return law, version, draw(st.sampled_from(sorted(set(version.articles) - version.swallowing)))


def _numeral(number: int, style: str) -> str:
    if style == "wide":
        return "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    return str(number) if style == "arabic" else write_numeral(number)


def _inner(words: str) -> str:
    """《关于修改《甲法》的决定》 is written 《关于修改〈甲法〉的决定》."""
    head, *rest = words.split("《")
    if len(rest) < 2:
        return words
    inside = "〈".join(rest)
    return f"{head}《{inside.replace('》', '〉', inside.count('》') - 1)}"


NAMES = {
    "full in brackets": lambda law: f"《{law.name}》",
    "short in brackets": lambda law: f"《{law.short_name}》",
    "bare": lambda law: law.short_name,
    "of": lambda law: f"《{law.short_name}》的",
    "this law": lambda law: f"《{law.name}》讲过，该法",
}


@settings(max_examples=400)
@given(_articles(), st.sampled_from(sorted(NAMES)), st.sampled_from(["chinese", "arabic", "wide"]), st.data())
def test_any_article_in_any_notation_is_itself(
    article: tuple[Law, LawVersion, ArticleNumber], name: str, style: str, data: st.DataObject
) -> None:
    law, version, number = article
    words = f"依照{_inner(NAMES[name](law))}第{_numeral(number.main, style)}条"
    words += f"之{_numeral(number.sub, style)}" if number.sub else ""
    parts = version.articles[number].paragraphs
    paragraph = data.draw(st.sampled_from([None, *range(1, len(parts) + 1)]))
    items = len(parts[paragraph - 1].items) if paragraph else 0
    item = data.draw(st.sampled_from([None, *range(1, items + 1)]))
    words += f"第{_numeral(paragraph, style)}款" if paragraph else ""
    words += (
        data.draw(st.sampled_from(["第（{}）项", "第({})项", "第{}项"])).format(_numeral(item, style)) if item else ""
    )
    [citation] = _find(f"{words}的规定")
    target = resolve(citation, CORPUS, TODAY)
    assert (target.law, target.article.number) == (law, number)
    assert (citation.paragraph, citation.item) == (paragraph, item)
    assert target.text == version.articles[number].select(paragraph, item)


@settings(max_examples=200)
@given(_articles(), st.data())
def test_lists_and_ranges_are_each_of_their_articles(
    article: tuple[Law, LawVersion, ArticleNumber], data: st.DataObject
) -> None:
    law, version, _ = article
    mains = sorted({other.main for other in version.articles if not other.sub})
    first = data.draw(st.sampled_from(mains))
    last = data.draw(st.sampled_from([main for main in mains if first < main <= first + 6] or [first + 1]))
    name, a, b = _inner(f"《{law.short_name}》"), write_numeral(first), write_numeral(last)
    ends = [ArticleNumber(first), ArticleNumber(last)]
    for joined in (f"第{a}条、第{b}条", f"第{a}条和第{b}条", f"第{a}、{b}条", f"第{a}条，第{b}条"):
        assert [one.number for one in _find(name + joined)] == ends, joined
    for joined in (f"第{a}条至第{b}条", f"第{a}至{b}条", f"第{a}条到第{b}条"):
        assert [one.number.main for one in _find(name + joined)] == list(range(first, last + 1)), joined


@settings(max_examples=300)
@given(_articles())
def test_what_lies_beyond_is_refused(article: tuple[Law, LawVersion, ArticleNumber]) -> None:
    law, version, number = article
    last = max(version.articles).main
    beyond = len(version.articles[number].paragraphs) + 1
    for words, reason in (
        (_inner(f"《{law.name}》第{last + 1}条"), "没有第"),
        (_inner(f"《{law.name}》{number}第{beyond}款"), "款，没有第"),
        (_inner(f"《不是{law.short_name}》{number}"), "没有找到"),
    ):
        [citation] = _find(words)
        with pytest.raises(CitationError, match=reason):
            resolve(citation, CORPUS, TODAY)


@pytest.mark.parametrize("row", REFERENCES, ids=lambda row: f"{row['law']}{row['article']}")
def test_references_that_questions_of_residents_lead_to(row: dict[str, str]) -> None:
    [citation] = _find(f"《{row['law']}》{row['article']}")
    target = resolve(citation, CORPUS, TODAY)
    assert str(target.article.number) == row["article"]
    assert target.version.force_on(TODAY) == "现行有效"


DRIFT = [  # 治安管理处罚法: matter, article until 2025, article from 2026
    ("殴打他人", 43, 51), ("侮辱他人", 42, 50), ("盗窃", 49, 58), ("赌博", 70, 82), ("动物", 75, 89), ("噪声", 58, 88),
    ("扰乱", 23, 26), ("谣言", 25, 29), ("阻碍", 50, 61), ("冒充", 51, 62), ("吸食、注射毒品", 72, 84), ("行政拘留", 21, 23),
]  # fmt: skip


@pytest.mark.parametrize(("matter", "old", "new"), DRIFT)
def test_articles_that_moved(matter: str, old: int, new: int) -> None:
    law = CORPUS.find("治安管理处罚法")
    assert law
    before, after = law.version_on(dt.date(2025, 6, 1)), law.version_on(TODAY)
    assert before and after
    assert matter in before.articles[ArticleNumber(old)].text
    assert matter in after.articles[ArticleNumber(new)].text
    assert law.trace(ArticleNumber(old), before, after) == ArticleNumber(new)
    assert before.articles[ArticleNumber(old)] != after.articles[ArticleNumber(old)], (
        "it exists and says something else"
    )


@pytest.mark.parametrize(("old", "new"), [(23, 27), (24, 28), (27, 31), (30, 35)])
def test_articles_of_the_villagers_committees_that_moved(old: int, new: int) -> None:
    law = CORPUS.find("村民委员会组织法")
    assert law
    before, after = law.version_on(dt.date(2025, 6, 1)), law.version_on(TODAY)
    assert before and after
    assert law.trace(ArticleNumber(old), before, after) == ArticleNumber(new)


def test_the_day_picks_the_version() -> None:
    [citation] = _find("《治安管理处罚法》第四十三条")
    assert "殴打他人" in resolve(citation, CORPUS, dt.date(2025, 12, 31)).text
    assert "电网" in resolve(citation, CORPUS, dt.date(2026, 1, 1)).text


def test_an_edition_is_history_and_may_be_cited() -> None:
    [citation] = _find("《治安管理处罚法》（2012年修正）第四十三条")
    assert "殴打他人" in resolve(citation, CORPUS, TODAY).text
    [unknown] = _find("《治安管理处罚法》（2005年）第四十三条")
    with pytest.raises(CitationError) as caught:
        resolve(Citation(0, 1, "治安管理处罚法", ArticleNumber(43), edition=2005), CORPUS, TODAY)
    assert (
        str(caught.value)
        == "没有收录《治安管理处罚法》2005年的版本，只有：2012年、2025年 → 请核对年份，或补进 content/laws/"
    )
    assert unknown.edition is None, "a bare year is no edition"


@pytest.mark.parametrize("number", ["第一千一百一十九条", "第一千二百条"])
def test_an_article_that_may_hold_the_next_ones_words(number: str) -> None:
    """The package runs 1119 and 1120 of 生态环境法典 together; nobody may be told that this is the law."""
    (citation,) = _find(f"《生态环境法典》{number}")
    with pytest.raises(CitationError, match="可能混着下一条"):
        resolve(citation, CORPUS, TODAY)


ARTICLE = "借款人应当按照约定的期限返还借款。对借款期限没有约定的，借款人可以随时返还；“合理期限”由双方商定。"


@pytest.mark.parametrize(
    ("words", "verbatim"),
    [
        ("借款人应当按照约定的期限返还借款", True),
        ("借款人应当按照约定的期限返还借款。", True),
        ("借款人 应当按照约定的期限返还借款", True),
        ("可以随时返还；合理期限由双方商定", True),
        ("借款人应当……返还借款", True),
        ("返还借款……借款人应当按照约定", False),
        ("借款人必须按照约定的期限返还借款", False),
        ("借钱要按时还", False),
        ("借款人可以随时返还。", True),
    ],
)
def test_quotation_is_verbatim(words: str, verbatim: bool) -> None:
    assert is_verbatim(words, ARTICLE) is verbatim


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("《民法典》第十条规定：“可以适用习惯”", ["可以适用习惯"]),
        ("《民法典》第十条“可以适用习惯”", ["可以适用习惯"]),
        ("《民法典》第十条所称的“习惯”是什么", ["习惯"]),
        ("“可以适用习惯”（《民法典》第十条）", ["可以适用习惯"]),
        ("《民法典》第十条\n\n> 可以适用习惯\n", ["可以适用习惯"]),
        ("> 可以适用习惯\n> ——《民法典》第十条\n", ["可以适用习惯"]),
        ("按照《民法典》第十条，张某说：“还我钱。”", []),
        ("他说“还钱”，按《民法典》第十条该还。", []),
    ],
)
def test_quotations_are_found_beside_citations(text: str, quoted: list[str]) -> None:
    assert [quotation.words for quotation in find_quotations(text, _find(text))] == quoted
