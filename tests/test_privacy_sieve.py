"""The leak gate's short cuts lose nothing: what they find is what the rules find by themselves, each on the whole text."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from benchmarks.privacy.notations import NOTATIONS
from benchmarks.privacy.samples import STRICTEST, positives
from pufa.privacy import gate, names, numbers, persons, places, sieve, signs
from pufa.privacy.context import Context
from pufa.privacy.findings import Finding, without_overlaps
from pufa.privacy.output import Gate
from pufa.privacy.postings import without_lists
from pufa.privacy.text import read
from pufa.search import postings, shards
from pufa.search.pronunciation import Pronunciation

CONTEXTS = (Context(), STRICTEST)
# Pieces of secrets in every rule's own words, and what may stand between them.
PIECES = (
    *("13800138000", "138", "0013", "8000", "022-82123456", "6222021234567890", "11010519491231002X", "1949年12月31日", "二〇〇一年三月四日"),
    *("１３８", "一三八〇〇一三八〇〇〇", "②", "٣٤", "\U00011066", "𝟙", "&#49;", "&#x31;", "%31%33", "\\u0031", "\\n", "\u200b", "\u00ad", "\U000e0041"),
    *("微信", "微信号：", "V信", "wx", "ＶＸ", "WeChat", "weıxİn", "weixin:", "vx为", "ID", "ıd", "abcdef_1", "ſtrang9", "QQ群", "qq:", "扣扣", "1234567"),
    *("li@qq.com", "@", "example.com", "津", "津A", "津a", "B12C3", "·8F挂", "新GB18401", "不动产权第", "号", "证", "12345", "出生", "生于", "生日：", "日", "(", "〔2020〕"),
    *("(2020)津0117民初12号", "民", "初", "东村", "幸福路", "5号", "三区", "第", "十二", "栋", "楼", "室", "账号", "银行卡", "存折：", "欧阳某", "张某某", "张某1", "李大爷"),
    *("张建国", "说", "李娜", "信访", "吸毒", "肝癌", "精神病", "被告", "原告", "有限公司", "新安", "种植", "店", "中心小学", "三年级2班", "女儿", "医生", "12345元", "45岁"),
    *(" ", "  ", "-", ".", "·", "`", ")", "\n", "\n\n", "，", "。", "：", "<b>", "</b>", "<p>", "<td>", "<!--", "-->", '<a href="', "'", '"', ">", "<", "&", "%", "\\u", "☎", "\x00"),
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=14).map("".join)


def plainly(text: str, context: Context) -> list[Finding]:
    """Every rule on every view."""
    return without_overlaps(
        finding for view in read(text) for detector in gate.ALL for finding in detector(view, context)
    )


def check(text: str) -> None:
    for context in CONTEXTS:
        assert gate.examine(text, context) == plainly(text, context), text


@settings(deadline=None, max_examples=400)  # the first example loads the dictionary
@given(TEXTS)
@example("生年月日：  1949年12月31日")
@example("出生年月日为  1949年12月31日，1949年12月31日 ( 出生")
@example("<b>1</b>38 0013<!-- --> 8000")
@example("津 A·1 2345")
@example("账号123456789 电话022123456")
@example("村三区中第十二号楼")
def test_a_sieve_lets_every_finding_through(text: str) -> None:
    check(text)


@settings(deadline=None)
@given(
    st.sampled_from(sorted(NOTATIONS)), st.integers(0, 9999), st.sampled_from(("{}", "<p>a {}</p>", '<a title="{}">'))
)
def test_in_every_notation(notation: str, seed: int, around: str) -> None:
    random = Random(seed)
    for number in ("13800138000", "022-82123456", "11010519491231002X", "6222021234567890128"):
        check(around.format(NOTATIONS[notation](number, random)))


@settings(deadline=None)
@given(st.lists(TEXTS, max_size=4))
@example(["账号", "12345678"])
@example(["<a", "13800138000", ">"])
def test_texts_that_are_harmless_together_are_so_one_by_one(texts: list[str]) -> None:
    if gate.is_harmless(texts):
        assert [gate.redact(text) for text in texts] == texts


def test_one_number_among_many_texts_is_harm() -> None:
    assert gate.is_harmless(["「title」重复", "请写 12348"])
    assert not gate.is_harmless(["「title」重复", "写的是 13800138000", "请写 12348"])


def test_the_labelled_texts() -> None:
    found = 0
    for sample in positives(Random(7), 40):
        assert gate.examine(sample.text, sample.context) == plainly(sample.text, sample.context), sample.text
        found += len(plainly(sample.text, sample.context))
    assert found > 100


def test_every_file_of_a_site(built_site: Path) -> None:
    """Also with a number in it, so that there is something to be found."""
    files = [file for file in sorted(built_site.rglob("*")) if file.suffix in (".html", ".js", ".xml", ".ics", ".css")]
    for file in Random(7).sample(files, 150):
        text = file.read_text(encoding="utf-8")
        middle = text.find(">", len(text) // 2) + 1
        check(text)
        check(f"{text[:middle]}138<b>0013</b>8000，微信li_xiaoming{text[middle:]}")


@settings(deadline=None)
@given(TEXTS)
def test_a_view_and_the_way_back_are_of_one_text(text: str) -> None:
    for view in read(text):
        assert view.raw == "".join(view._way.parts)
        assert len(view.raw) == len(view.text) == len(view.digits) == len(view.outline)
        for sign, drawn in zip(view.digits, view.outline, strict=True):
            assert drawn == ord(sign) if sign.isascii() else drawn >= 0x80
            assert not sign.isdecimal() or drawn in (*b"0123456789", signs.HIGH)


def test_every_sign_is_in_its_place() -> None:
    """Of all that a pattern may take for a digit, a letter or a space, the outline knows."""
    for code in range(0x110000):
        sign = chr(code)
        if sign.isdecimal():
            assert signs.outline(sign) in (*(b"%d" % digit for digit in range(10)), bytes([signs.HIGH])), hex(code)
    letters = re.compile("[A-Za-z]", re.IGNORECASE)
    for sign in filter(letters.match, map(chr, range(0x3000))):
        assert signs.outline(sign) in (sign.encode(), b"\x8f")


@settings(deadline=None)
@given(TEXTS)
def test_the_sieves_of_reading_rules(text: str) -> None:
    """What is looked for first is part of what is looked for."""
    assert not persons._DIAGNOSIS.search(text) or persons._ANY_ILLNESS.search(text)
    assert not places._SUFFIX.search(text) or places._ANY_KIND.search(text)
    assert [found.span() for found in persons._find_masked(text)] == [
        found.span() for found in persons._MASKED.finditer(text)
    ]
    named = any(names.is_common(text[start:end]) for start, end in names.find_names(text))
    assert names.may_hold_common(text) or not named


def test_every_exact_rule_has_a_sieve() -> None:
    assert set(sieve.SIEVES) == set(gate.EXACT)


def test_every_word_of_accounts_has_one_of_the_signs() -> None:
    assert all(any(sign in word for sign in numbers.ACCOUNT_SIGNS) for word in numbers.ACCOUNT_WORDS)


ACCOUNT = "wx:kBCDEFD"
SHARD = f'pufaFound("4e0d-0","#不bu,7;;!1:足2;1{ACCOUNT};同3:!1;")'


def test_a_list_of_pages_is_no_name() -> None:
    """Letters that an encoder wrote, where the format says that they stand."""
    assert [finding.rule for finding in gate.examine(SHARD, Context(), gate.EXACT)] == ["P16"]
    assert Gate().check_bytes(SHARD.encode(), "search/abc/4e0d-0.js") == []
    table = f'pufaFound("n3",{{"39":"{ACCOUNT};k@"}})'
    assert Gate().check_bytes(table.encode(), "search/abc/n3.js") == []


@pytest.mark.parametrize(
    "text",
    [
        SHARD.replace("pufaFound(", "another("),
        SHARD.replace('")', '");x()'),
        f'pufaFound("d0",[["cases/a/","微信{ACCOUNT[3:]}"]])',
        f'pufaFound("laws",["2;1{ACCOUNT}"])',
        f'pufaFound("meta",{{"same":"{ACCOUNT}"}})',
        f'pufaFound("n3",{{"{ACCOUNT}":"k@"}})',
        SHARD.replace("2;1wx:", "wx:"),
        SHARD.replace("1wx:", "1 wx:"),
        SHARD.replace("1wx:", "1微信wx:"),
    ],
)
def test_a_name_anywhere_else_is_one(text: str) -> None:
    assert [
        problem.message
        for problem in Gate().check_bytes(text.encode(), "search/abc/4e0d-0.js")
        if "P16" in problem.message
    ]


@pytest.mark.parametrize(
    "secret", ["13800138000", "138-0013-8000", "一三八〇〇一三八〇〇〇", "li@example.com", "津A12345"]
)
def test_no_number_hides_in_a_list(secret: str) -> None:
    for place in ("1wx:", ":足", "bu,7"):
        text = SHARD.replace(place, f"{place};{secret};")
        assert Gate().check_bytes(text.encode(), "search/abc/4e0d-0.js"), text


@settings(deadline=None, max_examples=30)
@given(st.lists(st.tuples(st.sampled_from("信不法京微新一三"), st.integers(1, 7), st.integers(0, 10**6)), max_size=60))
def test_what_the_index_writes_is_taken_out(entries: list[tuple[str, int, int]]) -> None:
    """The two ends know one code: lists of the index's own encoder leave nothing but words, and as long a text."""
    rows = {(sign, page): (ord(sign), level, page) for sign, level, page in entries}.values()
    signs, levels, pages = np.array(list(rows), dtype=np.int64).reshape(-1, 3).T.copy()
    terms, places = np.unique(signs.astype(np.uint32), return_inverse=True)
    lists = postings.encode(terms, postings.pack(places, levels, pages), 1500)
    both = {1: lists, 2: dataclasses.replace(lists, terms=np.uint32(ord("信") << 16) + lists.terms)}
    packed = shards.Shards(both, both, Pronunciation())
    for name, shard in packed.write(packed.all_names()):
        text = f'pufaFound("{name}","{shard}")'
        read_of_it = without_lists(text)
        assert len(read_of_it) == len(text)
        assert not re.search(r"[1-7:;=?@A-Z\[\]^_`{}~]", read_of_it.removeprefix(f'pufaFound("{name}')), read_of_it
        assert Gate().check_bytes(text.encode(), f"search/abc/{name}.js") == []
