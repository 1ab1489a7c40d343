"""Plain words: each rule with what it finds, what it must leave alone, and its sentence."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa import checks, wording
from pufa.checks.wording import (
    check_characters,
    check_jargon,
    check_officialese,
    check_punctuation,
    check_sentences,
    check_spacing,
)
from pufa.law.finder import CitationFinder
from pufa.law.sources import open_corpus
from pufa.library import Library, load
from pufa.models import Term

from .conftest import TODAY, replace

CASE = "cases/jie-qian.md"
RULES = (check_sentences, check_officialese, check_jargon, check_characters, check_punctuation, check_spacing)
FINDER = CitationFinder(open_corpus())
GLOSSARY = """
- {word: 予以, kind: 官话, plain: 给, note: “予以赔偿”写成“赔”}
- {word: 逾期, kind: 官话, plain: 过了日子}
- {word: 逾期利息, kind: 法律词, plain: 拖着的日子要付的利息}
- {word: 劳动仲裁, kind: 法律词, plain: 请劳动仲裁机构评理}
- {word: 仲裁, kind: 法律词, plain: 请仲裁机构评理}
- {word: 行政复议, kind: 法律词, plain: 请上级再审查一遍}
"""


def find(town: Path, rule: checks.Check) -> list[str]:
    return [str(problem) for problem in rule(load(town), TODAY)]


def say(function: object, text: str) -> list[str]:
    assert callable(function)
    return [finding.message for finding in function(text)]


# Long sentences


def test_a_long_sentence(town: Path) -> None:
    replace(town / CASE, "张某借给王某两万元。", f"张某借给王某两万元。后来{'他又借' * 13}。")
    assert find(town, check_sentences) == [
        f"content/{CASE}:27: 提醒：这句话有 41 个字：「后来他又借他又借他又借他……」 → 超过 40 个字不好懂，请拆成短句"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一" * 40 + "。",
        "一" * 20 + "，、；：“”" + "一" * 20 + "！",
        ("一" * 30 + "？") * 3,
        "他说：“" + "一" * 35 + "。”" + "我说：“" + "一" * 35 + "。”",
    ],
)
def test_sentences_short_enough(text: str) -> None:
    assert say(wording.find_long_sentences, text) == []


def test_sentences_are_counted_in_fields_too(town: Path) -> None:
    replace(town / "contacts.yml", "helps_with: ", f"helps_with: {'找人' * 21}")
    assert "42 个字" not in "".join(find(town, check_punctuation))
    (line,) = find(town, check_sentences)
    assert line.startswith("content/contacts.yml:5: 提醒：这句话有 ")


def test_the_words_of_the_law_are_not_counted(town: Path) -> None:
    law = "《中华人民共和国农村土地承包经营纠纷调解仲裁法》第二十一条、第二十二条、第二十三条、第二十四条"
    replace(town / CASE, "《民法典》第六百七十五条\n", f"{law}\n\n> {'原文' * 30}\n")
    assert find(town, check_sentences) == []
    replace(town / CASE, law, f"按{law}")
    assert len(find(town, check_sentences)) == 1


def test_the_report_is_left_alone(library: Library) -> None:
    for rule in (check_sentences, check_officialese, check_jargon, check_characters, check_punctuation, check_spacing):
        assert [str(found) for found in rule(library, TODAY) if "reports" in found.path] == []


# Pieces of a body


def test_pieces_of_a_body() -> None:
    body = "## 标题\n第一行\n第二行\n\n- 一项\n  接着\n- 二项\n1. 三项\n\n> 引文\n\n```\n代码\n```\n《民法典》第一条。\n\n尾"
    found = [(piece.text, piece.line(0), piece.line(len(piece.text) - 1)) for piece in wording.pieces(body, 10, FINDER)]
    assert found == [
        ("标题", 10, 10), ("第一行第二行", 11, 12), ("一项  接着", 14, 15), ("二项", 16, 16), ("三项", 17, 17), ("尾", 26, 26),
    ]  # fmt: skip


# Officialese


def test_officialese(town: Path) -> None:
    (town / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    replace(town / CASE, "王某还钱。", "法院予以支持，对王某予以罚款。逾期不还的另说。")
    replace(town / "calendar.yml", "message: ", "message: 予以")
    assert find(town, check_officialese) == [
        "content/calendar.yml:6: 提醒：「予以」是官话 → 请写「给」（“予以赔偿”写成“赔”）",
        f"content/{CASE}:35: 提醒：「予以」是官话 → 请写「给」（“予以赔偿”写成“赔”）",
        f"content/{CASE}:35: 提醒：「逾期」是官话 → 请写「过了日子」",
    ]


@pytest.mark.parametrize("text", ["《关于予以处罚的规定》讲得清楚。", "要付逾期利息。", "给钱。"])
def test_no_officialese(town: Path, text: str) -> None:
    (town / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    replace(town / CASE, "王某还钱。", text)
    assert find(town, check_officialese) == []


# Jargon


@pytest.mark.parametrize(
    "text",
    [
        "可以申请行政复议。",
        "可以申请行政复议，先打电话问。",
        "可以去行政复议。\n\n行政复议就是请上级再审查一遍。",  # explained too late
    ],
)
def test_jargon(town: Path, text: str) -> None:
    (town / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    replace(town / CASE, "王某还钱。", text)
    assert find(town, check_jargon) == [
        f"content/{CASE}:35: 提醒：法律词「行政复议」第一次出现没有解释 → 请在旁边补一句，如“就是请上级再审查一遍”"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "可以申请行政复议（请上级再看一遍）。",
        "可以申请“行政复议”，就是请上级再看。",
        "可以申请行政复议。这是请上级再看一遍的办法。",
        "请上级再审查一遍，也叫行政复议。",
        "问能不能请上级再审查一遍（行政复议）。",
        "处罚不服可以行政复议，要在收到决定书的六十天里提出来，去哪里提、要带什么，先打电话问清楚，再把材料备齐。行政复议是请上级再看一遍。",
        "请上级再看一遍，这就是“行政复议”。",
        "可以申请行政复议，请上级再审查一遍。",
        "见《行政复议法》第二条。",
        "可以申请行政复议，就是请上级再看。\n\n行政复议要在六十天里申请。",
        "可以申请劳动仲裁，就是请人评理。\n\n仲裁不收钱。",
    ],
)
def test_jargon_that_is_explained(town: Path, text: str) -> None:
    (town / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    replace(town / CASE, "王某还钱。", text)
    assert find(town, check_jargon) == []


def test_a_withdrawn_text_is_not_looked_at(town: Path) -> None:
    (town / "glossary.yml").write_text(GLOSSARY, encoding="utf-8")
    replace(town / "cases/withdrawn.md", "王某还钱。", "予以行政复議。。")
    assert [sentence for rule in RULES for sentence in find(town, rule) if "withdrawn.md" in sentence] == []


# Characters


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("在屋裏", ["「裏」是繁体字或异体字 → 请写「里」"]),
        ("峯", ["「峯」是繁体字或异体字 → 请写「峰」"]),
        ("頭髮長", ["「頭」是繁体字或异体字 → 请写「头」", "「髮」是繁体字或异体字 → 请写「发」", "「長」是繁体字或异体字 → 请写「长」"]),
        ("中囯", ["「囯」不是常用的规范字 → 请核对是不是异体字、错字"]),
        ("⼀个", ["「⼀」不是常用的规范字 → 请核对是不是异体字、错字"]),
        ("乾隆年间的老房，乾净", ["「乾」是繁体字或异体字 → 请写「干」"]),
        ("头发、里面、后来、著作、台阶、干活", []),
    ],
)  # fmt: skip
def test_characters(text: str, sentences: list[str]) -> None:
    assert say(wording.find_odd_characters, text) == sentences
    assert wording.may_be_odd(f"前面。\n{text}\n后面") or not sentences


def test_characters_of_any_field(town: Path) -> None:
    replace(town / CASE, "- 没有欠条能告吗", "- 沒有欠条能告吗")
    replace(town / "topics.yml", "name: 邻里相邻", "name: 鄰里相邻")
    replace(town / CASE, "王某还钱。", "王某還钱。")
    assert find(town, check_characters) == [
        f"content/{CASE}:5: 提醒：「沒」是繁体字或异体字 → 请写「没」",
        "content/topics.yml:5: 提醒：「鄰」是繁体字或异体字 → 请写「邻」",
        f"content/{CASE}:35: 提醒：「還」是繁体字或异体字 → 请写「还」",
    ]


def test_the_law_is_written_in_standard_characters() -> None:
    """26 000 articles of national laws: hardly a character that the rule would doubt."""
    laws = open_corpus().laws
    articles = [article.text for law in laws for version in law.versions for article in version.articles.values()]
    sample = random.Random(1).sample(articles, 5000)
    found = [finding.message for text in sample for finding in wording.find_odd_characters(text)]
    assert len(sample) == 5000
    assert [message for message in found if "繁体" in message] == []
    assert len(found) <= 5


# Punctuation


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("好！！", ["标点连着用「！！」 → 请写「！」"]),
        ("好，，坏", ["标点连着用「，，」 → 请写「，」"]),
        ("好，。", ["标点连着用「，。」 → 请写「。」"]),
        ("等等。。。", ["标点连着用「。。。」 → 请写「……」"]),
        ("等等...", ["标点连着用「...」 → 请写「……」"]),
        ("等等…………", ["标点连着用「…………」 → 请写「……」"]),
        ("什么？！", []),
        ("等等……他说：“好。”，行不行？——行。", []),
        ("见 a.b.c", []),
    ],
)
def test_punctuation(text: str, sentences: list[str]) -> None:
    assert say(wording.find_repeated_punctuation, text) == sentences
    assert wording.may_repeat_punctuation(f"前面。\n{text}\n后面") or not sentences


def test_punctuation_on_its_line(town: Path) -> None:
    replace(town / CASE, "王某还钱。", "王某还钱。。")
    assert find(town, check_punctuation) == [f"content/{CASE}:35: 提醒：标点连着用「。。」 → 请写「。」"]


# Spaces


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("打开手机App转账", ["空格或全角、半角不对：「打开手机App转账」 → 请写「打开手机 App 转账」"]),
        ("收到5G信息", ["空格或全角、半角不对：「收到5G信息」 → 请写「收到 5G 信息」"]),
        ("他说了,不行", ["空格或全角、半角不对：「他说了,不行」 → 请写「他说了，不行」"]),
        ("见 《民法典》", ["空格或全角、半角不对：「见 《民法典」 → 请写「见《民法典」"]),
        ("ＡＢＣ公司", ["空格或全角、半角不对：「ＡＢＣ公司」 → 请写「ABC公司」"]),
        ("借了3万元，2026年3月还，打12348或者打 12348 问", []),
        ("手机 App 转账（本金）", []),
        ("看 [这里](https://a.b/c,d)和`a,b`", []),
        ("第（三）项、10:30、50%、3.5元", []),
    ],
)
def test_spacing(text: str, sentences: list[str]) -> None:
    assert say(wording.find_spacing, text) == sentences


def test_spacing_on_its_line(town: Path) -> None:
    replace(town / CASE, "1. 先催。", "1. 先用App催。")
    assert find(town, check_spacing) == [
        f"content/{CASE}:57: 提醒：空格或全角、半角不对：「先用App催。」 → 请写「先用 App 催。」"
    ]


@given(st.text(alphabet="借钱还a1 ，。！,.\n裏《》（）`*[]<>", max_size=60))
def test_no_text_breaks_a_rule(text: str) -> None:
    for function in (
        wording.find_long_sentences,
        wording.find_odd_characters,
        wording.find_repeated_punctuation,
        wording.find_spacing,
    ):
        for finding in function(text):
            assert 0 <= finding.start <= len(text)
            assert " → 请" in finding.message
    pieces = list(wording.pieces(text, 1, FINDER))
    assert all(1 <= piece.line(at) <= text.count("\n") + 1 for piece in pieces for at in range(len(piece.text)))


# The glossary itself


def test_glossary(library: Library) -> None:
    words = [term.word for term in library.glossary]
    assert 100 <= len(words) == len(set(words))
    assert {term.kind for term in library.glossary} == {"官话", "法律词"}
    for term in library.glossary:
        assert term.word not in term.plain, f"{term.word} is explained by itself"
        assert len(term.plain) <= 30, term.word


def test_glossary_is_written_as_it_asks(library: Library) -> None:
    glossary = wording.Glossary(library.glossary)
    for term in library.glossary:
        officialese = [found.word for _, found in glossary.find(term.plain) if found.kind == "官话"]
        assert officialese == [], term.word
        for function in (wording.find_odd_characters, wording.find_repeated_punctuation, wording.find_spacing):
            assert say(function, term.plain + (term.note or "")) == [], term.word


def test_without_a_glossary(town: Path) -> None:
    assert list(wording.Glossary(()).find("予以赔偿")) == []
    assert find(town, check_jargon) == find(town, check_officialese) == []


def test_a_longer_word_wins() -> None:
    terms = [Term(word=word, kind="法律词", plain="说明") for word in ("仲裁", "劳动仲裁")]
    assert [(start, term.word) for start, term in wording.Glossary(terms).find("去劳动仲裁，再仲裁")] == [
        (1, "劳动仲裁"),
        (7, "仲裁"),
    ]


def test_our_own_content_is_plain(library: Library) -> None:
    found = [
        str(problem)
        for rule in (
            check_sentences,
            check_officialese,
            check_jargon,
            check_characters,
            check_punctuation,
            check_spacing,
        )
        for problem in rule(library, TODAY)
    ]
    assert found == []
