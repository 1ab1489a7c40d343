"""Points, sentences, years and numbers in a report's words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pufa.report_words import find_year, read_quantity, split_points, split_sentences


@pytest.mark.parametrize(
    ("paragraph", "points"),
    [
        ("总起。一是甲。二是乙;三是丙。", ["总起。", "一是甲。", "二是乙;", "三是丙。"]),
        ("  一是甲。二是乙。", ["  一是甲。", "二是乙。"]),
        ("要做三件事:一是甲，二是乙", ["要做三件事:", "一是甲，", "二是乙"]),
        ("唯一是真。二是假。", ["唯一是真。二是假。"]),
        ("一是甲。没有第二点。", ["一是甲。没有第二点。"]),
        ("一是甲。三是丙。", ["一是甲。三是丙。"]),
        ("", [""]),
    ],
)
def test_points(paragraph: str, points: list[str]) -> None:
    assert split_points(paragraph) == points


@given(st.lists(st.sampled_from(["一是", "二是", "三是", "。", "；", " ", "甲", "\n"])).map("".join))
def test_points_are_lossless(paragraph: str) -> None:
    assert "".join(split_points(paragraph)) == paragraph


def test_sentences() -> None:
    assert split_sentences("  他说“好。”然后走了！真的？嗯") == ["他说“好。”", "然后走了！", "真的？", "嗯"]
    assert split_sentences("甲;乙；丙。", ends="。；;") == ["甲;", "乙；", "丙。"]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("某镇2024年报告", 2024),
        ("某镇２０２４ 年报告", 2024),
        ("二〇二四年", 2024),
        ("二○二四年度", 2024),
        ("12024年", None),
        ("1999年", None),
    ],
)
def test_year(title: str, year: int | None) -> None:
    assert find_year(title) == year


@pytest.mark.parametrize(
    ("stated", "quantity"),
    [
        ("9次", (9, "次")),
        ("46个村", (46, "村")),
        ("707个", (707, "个")),
        ("12000余份", (12000, "份")),
        ("１２０００余份", (12000, "份")),
        ("1.2万余村户", (12000, "村户")),
        ("１．２万余村户", (12000, "村户")),
        ("20多万元", (200000, "元")),
        ("12,000份", (12000, "份")),
        ("近3000人次", (3000, "人次")),
        ("98.5%", (98.5, "%")),
        ("98.5％", (98.5, "%")),
        ("0.07亿元", (7000000, "元")),
        ("200余", None),
        ("余份", None),
        ("百余次", None),
        ("9 次", None),
        ("9次。", None),
    ],
)
def test_quantities(stated: str, quantity: tuple[float, str] | None) -> None:
    assert read_quantity(stated) == quantity
