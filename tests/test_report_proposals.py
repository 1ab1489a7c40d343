"""What the import proposes: numbers with a name, promises, and the numbers that it leaves out."""

from __future__ import annotations

import pytest

from pufa.report_proposals import list_other_numbers, propose_commitments, propose_indicators
from pufa.report_text import mark_headings, parse


def propose(words: str) -> list[tuple[str, str, float, str]]:
    report = parse(mark_headings(f"标题\n一、成效\n{words}"))
    return [(item.name, item.stated, item.value, item.unit) for item in propose_indicators(report)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("共受理信访事项45件。", [("信访事项", "45件", 45, "件")]),
        ("发放资料１.２万余份。", [("资料", "１.２万余份", 12000, "份")]),
        (
            "培训近3000人次,办结率达到98.5%。",
            [("培训", "近3000人次", 3000, "人次"), ("办结率达到", "98.5%", 98.5, "%")],
        ),
        ("走访12,000户,调解3起。", [("走访", "12,000户", 12000, "户"), ("调解", "3起", 3, "起")]),
        ("在2024年3月15日第9次会议上,由12345热线、3.15活动、24年来,", []),
        ("3个村民小组", [("村民小组", "3个", 3, "个")]),
    ],
)
def test_numbers_and_their_names(words: str, found: list[tuple[str, str, float, str]]) -> None:
    assert propose(words) == found


def test_numbers_that_are_no_indicators_are_listed() -> None:
    report = parse(mark_headings("标题\n2024年,很好。\n一、成效\n2024年,12345工单45件,3.15活动。"))
    assert dict(list_other_numbers(report)) == {"2024年": 2, "12345工单": 1, "3.15活动": 1}


def test_commitments_of_other_shapes() -> None:
    plan = "2025年,做好以下工作。\n(一)办热线\n(二)办讲座。每月一次；每村一次。每村一次。\n1.入户。\n2.进校园:"
    report = parse(mark_headings(f"标题\n四、安排\n{plan}"))
    assert [item.text for item in propose_commitments(report)] == ["办热线", "每月一次；", "每村一次。", "入户。"]
