"""The text of a report: lossless marks, the tree of its parts, its first lines and its numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pufa.problems import ContentError
from pufa.report_text import mark_headings, parse, plain_text, read_header, walk
from pufa.report_words import split_points
from pufa.source import read_markdown

TESTS = Path(__file__).parent
ORIGINAL = (TESTS / "data" / "report-2024.txt").read_bytes().decode()
PUBLISHED = TESTS.parent / "content" / "reports" / "2024.md"

# Pieces that look like marks, escapes and numbers, so that generated text meets every rule.
TRICKY = st.lists(
    st.sampled_from(
        [
            "#",
            "##",
            "# ",
            "\\",
            "\\#",
            "一、",
            "(一)",
            "（十二）",
            "1.",
            "1．",
            "１、",
            "1.2",
            "。",
            "\n",
            " ",
            "　",
            "\r",
            "来源:",
            "字",
        ]
    ),
    max_size=30,
).map("".join)


@given(st.one_of(st.text(), TRICKY))
@example("")
@example("\n")
@example("标题")
@example("标题\n")
@example("标题\n\n\n")
@example("# 标题\n## 一、\n#没有空格\n\\#已有反斜线\n\\\\# 两个\n####### 七个")
@example("一、没有标题\n\u2028行\x85行\x0b\x0c行")
def test_marks_are_lossless(text: str) -> None:
    assert plain_text(mark_headings(text)) == text


@given(st.one_of(st.text(), TRICKY))
def test_parts_together_are_the_text(text: str) -> None:
    report = parse(mark_headings(text))
    assert report.head + "".join(part.text for part in report.parts) == text


@given(st.one_of(st.text(), TRICKY))
def test_anchors_are_unique(text: str) -> None:
    anchors = [part.anchor for part in walk(parse(mark_headings(text)).parts)]
    assert len(anchors) == len(set(anchors))


def test_published_report_has_exactly_the_original_text() -> None:
    body = read_markdown(PUBLISHED, "content/reports/2024.md").body
    assert plain_text(body) == ORIGINAL
    assert body == mark_headings(ORIGINAL)
    assert PUBLISHED.read_bytes().endswith(body.encode())


def test_only_heading_lines_are_touched() -> None:
    changed = [
        (old, new)
        for old, new in zip(ORIGINAL.split("\n"), mark_headings(ORIGINAL).split("\n"), strict=True)
        if old != new
    ]
    assert [new.removesuffix(old) for old, new in changed] == [
        *("# ", "## "),
        *["### "] * 6,
        *("## ", "## "),
        *["### "] * 6,
        "## ",
        *["### "] * 6,
    ]
    assert "\n\u2002\u2002一是党委、政府主要负责人" in mark_headings(ORIGINAL)
    assert "屏宣传\u2002\u2002200余条" in mark_headings(ORIGINAL)


@pytest.mark.parametrize(
    ("line", "marked"),
    [
        ("一、成效", "## 一、成效"),
        ("十二、其他", "## 十二、其他"),
        ("(一)学习。", "### (一)学习。"),
        ("（二十）学习。", "### （二十）学习。"),
        ("（一)混写", "### （一)混写"),
        ("1.学习", "#### 1.学习"),
        ("1．学习", "#### 1．学习"),
        ("１、学习", "#### １、学习"),
        ("１２．学习", "#### １２．学习"),
        ("　　一、从网页复制的缩进", "## 　　一、从网页复制的缩进"),
        ("1.2万余村户", "1.2万余村户"),
        ("１．２万余村户", "１．２万余村户"),
        ("2024.工作", "2024.工作"),
        ("一是学习", "一是学习"),
        ("  二是学习", "  二是学习"),
        ("第一、学习", "第一、学习"),
        ("# 井号开头", "\\# 井号开头"),
        ("\\#反斜线", "\\\\#反斜线"),
        ("", ""),
    ],
)
def test_numbering_in_half_and_full_width(line: str, marked: str) -> None:
    assert mark_headings(f"标题\n{line}") == f"# 标题\n{marked}"
    assert plain_text(f"# 标题\n{marked}") == f"标题\n{line}"


def test_first_line_is_no_title_if_it_is_something_else() -> None:
    assert mark_headings("\n一、成效") == "\n## 一、成效"
    assert mark_headings("来源:某镇") == "来源:某镇"


def test_report_taken_apart() -> None:
    report = parse(mark_headings(ORIGINAL), first_line=10)
    assert report.title == "新安镇2024年法治政府建设报告"
    assert report.source == ("来源:天津市宝坻区新安镇人民政府 发布时间:2025-03-19 11:24",)
    assert len(report.opening) == 1
    assert report.opening[0].startswith("2024年,在区委")
    assert [part.anchor for part in report.parts] == ["一", "二", "三", "四"]
    assert [len(part.children) for part in report.parts] == [6, 0, 6, 6]
    assert [len(part.paragraphs) for part in report.parts] == [0, 1, 1, 0]
    problem = report.parts[2].children[1]
    assert problem.heading == "(二)法律法规学习运用上不充分,不全面。"
    assert problem.words == "法律法规学习运用上不充分,不全面。"
    assert (problem.anchor, problem.level, problem.line) == ("三-二", 3, 40)
    assert problem.paragraphs[0].startswith("日常学习法律法规还不够深入")
    assert report.plan is report.parts[3]


def test_line_without_full_stop_is_all_heading() -> None:
    (part,) = parse(mark_headings("标题\n一、安排\n(一)加强学习\n说明。\n1.读书。每月一次。\n2.讨论")).parts
    section = part.children[0]
    assert (section.heading, section.paragraphs) == ("(一)加强学习", ("说明。",))
    assert [(item.heading, item.anchor, item.paragraphs) for item in section.children] == [
        ("1.读书。", "一-一-1", ("每月一次。",)),
        ("2.讨论", "一-一-2", ()),
    ]


def test_anchors_of_unusual_headings() -> None:
    body = "## 一、甲\n## 一、乙\n#### ２、跳级\n## 附件\n## 一-2\n### 。\n"
    assert [part.anchor for part in walk(parse(body).parts)] == [
        "一",
        "一-2",
        "一-2-2",
        "附件",
        "一-2-3",
        "一-2-3-无题",
    ]


def test_plan_is_known_by_its_heading_or_its_number() -> None:
    by_heading = parse("# 标\n## 三、2025年打算\n## 四、其他").plan
    by_number = parse("# 标\n## 三、其他\n## 四、2025年工作").plan
    assert by_heading is not None
    assert by_number is not None
    assert (by_heading.anchor, by_number.anchor) == ("三", "四")
    assert parse("# 标\n## 一、其他").plan is None


def test_points_of_the_report() -> None:
    parts = parse(mark_headings(ORIGINAL)).parts
    assert [len(split_points(child.paragraphs[0])) for child in parts[0].children] == [1, 4, 2, 4, 1, 3]
    assert [point.strip()[:2] for point in split_points(parts[1].paragraphs[0])] == ["一是", "二是"]


@pytest.mark.parametrize(
    "facts",
    [
        "来源:某镇人民政府 发布时间:2025-03-19 11:24",
        "来源：某镇人民政府　　发布时间：2025-03-19　11：24",
        "  来源 : 某镇人民政府   发布时间 : 2025年3月19日 11:24",
        "来源：某镇人民政府发布日期：2025/03/19 11:24:59",
        "发布时间:２０２５-０３-１９ １１:２４\n发布机构:某镇人民政府",
        "信息来源:某镇人民政府\n\n发布时间:2025.3.19 11:24",
    ],
)
def test_header_in_many_spellings(facts: str) -> None:
    header = read_header(f"某镇2024年报告\n\n{facts}\n\n一、成效")
    assert header == ("某镇2024年报告", 2024, "某镇人民政府", dt.datetime(2025, 3, 19, 11, 24))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "来源:某镇 发布时间:2025-03-19 11:24\n一、成效",
            ["r.txt:1: 没有标题 → 请在第一行写上报告的标题，如“某镇2024年法治政府建设报告”"],
        ),
        (
            "某镇报告\n来源:某镇 发布时间:2025-03-19 11:24",
            ["r.txt:1: 标题「某镇报告」里没有年份 → 请照原网页补全标题，如“2024年”"],
        ),
        (
            "某镇2024年报告\n一、成效\n来源:太晚 发布时间:2025-03-19 11:24",
            [
                "r.txt:1: 没有写发布时间 → 请在来源后面写上“发布时间:2025-03-19 11:24”",
                "r.txt:1: 没有写来源 → 请在标题下写一行“来源:某镇人民政府 发布时间:2025-03-19 11:24”",
            ],
        ),
        (
            "某镇2024年报告\n来源: 发布时间:2025-03-19 11:24",
            ["r.txt:2: 没有写来源 → 请在标题下写一行“来源:某镇人民政府 发布时间:2025-03-19 11:24”"],
        ),
        (
            "某镇2024年报告\n\n来源:某镇 发布时间:2025-03-19",
            ["r.txt:3: 发布时间只有日期 2025-03-19，没有钟点 → 请照原网页补上钟点，如 2025-03-19 11:24"],
        ),
        (
            "某镇2024年报告\n来源:某镇 发布时间:2025-02-30 11:24",
            ["r.txt:2: 发布时间没有这一天或这个时刻 → 请照原网页写，如 2025-03-19 11:24"],
        ),
    ],
)
def test_header_refusals(text: str, sentences: list[str]) -> None:
    with pytest.raises(ContentError) as caught:
        read_header(text, "r.txt")
    assert [str(problem) for problem in caught.value.problems] == sentences
