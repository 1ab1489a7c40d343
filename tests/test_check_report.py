"""The rules on annual reports: each with a report that breaks it and the exact sentence that it prints."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pufa.checks import report as rules
from pufa.library import Library, load
from pufa.report_text import MANDATED

CONTENT = Path(__file__).parents[1] / "content"
TODAY = dt.date(2026, 11, 23)
RULES = (
    rules.check_indicators,
    rules.check_commitments,
    rules.check_year,
    rules.check_parts,
    rules.check_publication,
)
SITE = """name: 普法站
town: 某镇
district: 某区
province: 某市
division_code: "120115108"
villages: 1
corrections: 热线
"""
REPORT = """---
title: 某镇2024年报告
year: 2024
issuer: 某镇人民政府
published: 2025-03-19 11:24
indicators:
  - name: 宣传资料
    group: 宣传
    value: 12000
    unit: 份
    stated: 12000余份
    sentence: 发放资料12000余份。
  - name: 覆盖
    group: 网格
    value: 12000
    unit: 村户
    stated: １．２万余村户
    sentence: 覆盖１．２万余村户,排查45件。
commitments:
  - text: 加强宣传;
    status: 未更新
  - text: 办好热线。
    status: 未更新
---
# 某镇2024年报告

来源:某镇人民政府 发布时间:2025-03-19 11:24

## 一、举措和成效

### (一)宣传。发放资料12000余份。覆盖１．２万余村户,排查45件。

## 二、第一责任人履职情况

一是带头学。

## 三、问题和原因

宣传不够。

## 四、2025年主要安排

### (一)宣传。加强宣传;办好热线。
"""


def find(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """What all rules say of REPORT with some of its words replaced."""
    text = REPORT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return say(make_library(tmp_path, text))


def make_library(tmp_path: Path, text: str) -> Library:
    content = tmp_path / "content"
    (content / "reports").mkdir(parents=True)
    (content / "site.yml").write_text(SITE, encoding="utf-8")
    (content / "reports" / "2024.md").write_text(text, encoding="utf-8")
    library = load(content)
    assert library.problems == ()
    return library


def say(library: Library) -> list[str]:
    return [str(problem) for rule in RULES for problem in rule(library, TODAY)]


def test_sound_report_passes(tmp_path: Path) -> None:
    assert find(tmp_path) == []


def test_published_reports_pass() -> None:
    library = load(CONTENT)
    assert [report.year for report in library.reports] == [2024]
    assert say(library) == []


def test_no_reports_no_problems(tmp_path: Path) -> None:
    content = tmp_path / "content"
    content.mkdir()
    (content / "site.yml").write_text(SITE, encoding="utf-8")
    assert say(load(content)) == []


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "    sentence: 发放资料12000余份。",
            "    sentence: 发放了资料12000余份。",
            "12: 「indicators」第 1 条的「sentence」写的是「发放了资料12000余份。」，"
            "正文里没有这句话 → 请从正文原样复制，一个空格也不要改",
        ),
        (
            "stated: １．２万余村户",
            "stated: 1.2万余村户",
            "17: 「indicators」第 2 条的「stated」写的是「1.2万余村户」，"
            "那句原文里没有这个写法 → 请照「sentence」里的样子抄，“余”“万”都不要丢",
        ),
        (
            "value: 12000\n    unit: 份",
            "value: 1200\n    unit: 份",
            "9: 「indicators」第 1 条的「value」写的是「1200」，和「stated」的 12000余份 对不上 → 请写 12000",
        ),
        (
            "unit: 村户",
            "unit: 户",
            "16: 「indicators」第 2 条的「unit」写的是「户」，和「stated」的 １．２万余村户 对不上 → 请写 村户",
        ),
        (
            "stated: 12000余份",
            "stated: 12000余",
            "11: 「indicators」第 1 条的「stated」写的是「12000余」，看不出数和单位 → 请照原文写数字和单位，如 12000余份",
        ),
        (
            "text: 加强宣传;",
            "text: 排查45件。",
            "20: 「commitments」第 1 条的「text」写的是「排查45件。」，"
            "正文的「四、2025年主要安排」里没有这句话 → 请从那一部分原样复制，一个字也不要改",
        ),
        (
            "text: 办好热线。",
            "text: 加强宣传;",
            "22: 「commitments」第 2 条的「text」写的是「加强宣传;」，和第 20 行是同一句 → 请只留一条，把进展写在一处",
        ),
        (
            "year: 2024",
            "year: 2023",
            "3: 「year」写的是「2023」，标题里是 2024年 → 请改成 2024，标题抄错了就改标题",
        ),
        (
            "title: 某镇2024年报告",
            "title: 某镇报告",
            "2: 「title」写的是「某镇报告」，里面没有年份 → 请照原文写全，如“2024年”",
        ),
        (
            "## 三、问题和原因",
            "## 三、其他",
            "25: 正文没有讲「存在的问题和不足」的部分 → 年度报告必须有这一项，"
            "标题单独一行，以“## 一、”的样子开头，写明“问题”或“不足”；请照原文核对",
        ),
        (
            "published: 2025-03-19 11:24",
            "published: 2025-04-02 00:00",
            "5: 提醒：「published」写的是 2025-04-02，晚于 2025-04-01 → 按《法治政府建设与责任落实督察工作规定》，"
            "年度报告应当在每年4月1日之前公开；日期抄错了请改，没抄错就不用改",
        ),
    ],
)
def test_each_rule_has_its_sentence(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    found = [line for line in find(tmp_path, (old, new)) if "晚于" in line or "提醒" not in line]
    assert f"content/reports/2024.md:{sentence}" in found
    assert len(found) == 1 + (new == "year: 2023")  # the wrong year also moves the day by which it was due


def test_number_is_not_the_end_of_a_longer_one(tmp_path: Path) -> None:
    changes = (
        ("stated: １．２万余村户", "stated: 5件"),
        ("value: 12000\n    unit: 村户", "value: 5\n    unit: 件"),
    )
    assert find(tmp_path, *changes) == [
        "content/reports/2024.md:17: 「indicators」第 2 条的「stated」写的是「5件」，"
        "那句原文里没有这个写法 → 请照「sentence」里的样子抄，“余”“万”都不要丢"
    ]


def test_published_on_the_last_day(tmp_path: Path) -> None:
    assert find(tmp_path, ("published: 2025-03-19 11:24", "published: 2025-04-01 23:59")) == []


def test_contents_may_stand_in_any_order(tmp_path: Path) -> None:
    changes = (("二、第一责任人履职情况", "二、不足"), ("三、问题和原因", "三、主要负责人履职情况"))
    assert find(tmp_path, *changes) == []


def test_without_a_plan_only_the_part_is_missed(tmp_path: Path) -> None:
    found = find(tmp_path, ("## 四、2025年主要安排", "## 五、其他"))
    assert len(found) == 1
    assert "正文没有讲「下一年度的安排」的部分" in found[0]


def test_every_content_is_missed_by_name(tmp_path: Path) -> None:
    found = find(
        tmp_path, (REPORT[REPORT.index("# 某镇") :], "# 某镇\n发放资料12000余份。覆盖１．２万余村户,排查45件。")
    )
    assert [line.split("「")[1].split("」")[0] for line in found] == list(MANDATED)
