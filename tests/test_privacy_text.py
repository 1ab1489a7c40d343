"""Whatever way a number is written, it is found, at its place, and is never told."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from benchmarks.privacy.notations import NOTATIONS
from pufa.law.sources import open_corpus
from pufa.privacy import gate
from pufa.privacy.context import Context
from pufa.privacy.text import place, read

from .conftest import ROOT

STRICTEST = Context(("东村",), is_case=True, is_village=True, is_protected=True, is_about_minors=True, is_mediated=True)
_DIGITS = st.text("0123456789", min_size=3, max_size=3)


@st.composite
def identities(draw: st.DrawFn) -> str:
    day = draw(st.dates(min_value=dt.date(1930, 1, 1), max_value=dt.date(2020, 1, 1)))
    body = draw(st.sampled_from(("110101", "120115", "120224", "130281", "440106"))) + f"{day:%Y%m%d}" + draw(_DIGITS)
    return body + ric.calc_check_digit(f"{body}0")


MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
CARDS = st.from_regex(r"62[0-9]{2}[1-9]{6}[0-9]{5}([0-9]{3})?", fullmatch=True).map(
    lambda body: body + luhn.calc_check_digit(body)
)
AROUND = st.sampled_from(
    ("{}", "电话{}。", "有事找（{}）张某", "一、{}，二", "第3条 {} 号", "**{}**", "- {}\n- 下一项")
)


def _check(rule: str, number: str, notation: str, around: str, seed: int) -> None:
    written = NOTATIONS[notation](number, Random(seed))
    text = around.format(written)
    findings = [finding for finding in gate.examine(text, Context()) if finding.rule == rule]
    assert findings, text
    first = text.index(written)
    for finding in findings:
        assert first <= finding.start < finding.end <= first + len(written)
        assert finding.severity == "error"
        message = finding.tell(place(text, finding.start)[1])
        assert not any(part in message for part in (number, number[:-1], number[1:], number[2:-2], written))


@settings(deadline=None)  # the first example loads the dictionary
@given(identities(), st.sampled_from(sorted(NOTATIONS)), AROUND, st.integers(0, 99))
def test_identity_number_in_any_notation(number: str, notation: str, around: str, seed: int) -> None:
    _check("P01", number, notation, around, seed)


@settings(deadline=None)  # the first example loads the dictionary
@given(MOBILES, st.sampled_from(sorted(NOTATIONS)), AROUND, st.integers(0, 99))
def test_mobile_number_in_any_notation(number: str, notation: str, around: str, seed: int) -> None:
    _check("P02", number, notation, around, seed)


@settings(deadline=None)  # the first example loads the dictionary
@given(CARDS, st.sampled_from(sorted({*NOTATIONS} - {"随处短横线"})), AROUND, st.integers(0, 99))
def test_bank_card_in_any_notation(number: str, notation: str, around: str, seed: int) -> None:
    if notation != "换行" or "0" * 8 not in number:
        _check("P04", number, notation, around, seed)


@settings(deadline=None)  # the first example loads the dictionary
@given(st.text(max_size=200))
@example("x<!--")
@example("<!-- a --><b title='b'>")
def test_any_text_is_read_and_every_sign_keeps_its_place(text: str) -> None:
    for view in read(text):
        places = [view.origin(index) for index in range(len(view.text))]
        assert places == sorted(places)
        assert all(0 <= at < len(text) for at in places)
        if view.text:
            assert 0 < view.origin_of_end(len(view.text)) <= len(text)
    gate.redact(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("１３８·００—１", "138·00-1"),
        ("a&#49;&nbsp;b&amp;", "a1 b&"),
        ("%E4%B8%80%31", "一1"),
        ("13<b>8</b><td>0", "138\n\n0"),
        ("1\u200b2\u00ad3\ufeff", "123"),
        ("\\u4e00\\u200b\\u4e8c\\n", "一二\n"),
        ("⑧①³", "813"),
        ("٣٤", "34"),
    ],
)
def test_folding(text: str, shown: str) -> None:
    assert read(text)[0].text == shown


def test_what_stands_in_tags_and_comments() -> None:
    hidden = read('<!-- 甲 --><a href="tel:%31" class="b">乙</a><path d="M 138 0013 8000" aria-label="丙"/>')[1].text
    assert "甲" in hidden
    assert "tel:1" in hidden
    assert "丙" in hidden
    assert "8000" not in hidden


def test_statutes_never_break_an_error_rule() -> None:
    """All 26,196 articles, each as if it stood in a case about minors: what stops a build must not cry wolf."""
    for law in open_corpus().laws:
        for version in law.versions:
            for text in version.texts.values():
                errors = [finding for finding in gate.examine(text, STRICTEST) if finding.severity == "error"]
                assert errors == [], (law, text)


def test_the_report_breaks_no_rule() -> None:
    text = (ROOT / "tests/data/report-2024.txt").read_text(encoding="utf-8")
    assert gate.examine(text, Context(("东村", "王善庄村"))) == []
