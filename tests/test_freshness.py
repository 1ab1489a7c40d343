"""What staff are told to renew: every line, in its own words, and the same on the page and from the script."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Callable
from dataclasses import replace as change
from pathlib import Path

import pytest

from pufa import checks, freshness, publication
from pufa.freshness import columns, due, law
from pufa.history import History
from pufa.library import Library, load
from pufa.pages import stale
from pufa.pages.laws import write_date
from scripts import freshness as script
from scripts import review

from .conftest import TODAY, replace
from .test_reviews import UPDATE

CASE = "cases/jie-qian.md"
Part = Callable[[Library, dt.date], freshness.Part]


def tell(part: Part, content: Path | Library, today: dt.date = TODAY) -> list[str]:
    """The lines of one part: 红: sentence (file:line)."""
    library = load(content) if isinstance(content, Path) else content
    return [
        f"{line.level}: {line.text}" + (f" ({line.path}:{line.line})" if line.path else "")
        for line in part(library, today).lines
    ]


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-06-10", "正常: 最新一条是 2026-06-01 的「借出去的钱要不回来，怎么办？」，到今天 9 天"),
        ("2026-06-11", "黄: 最新一条是 2026-06-01 的「借出去的钱要不回来，怎么办？」，到今天 10 天，满 14 天就算首页不更新 → 请发布新的案例 (content/cases/jie-qian.md:1)"),
        ("2026-06-14", "黄: 最新一条是 2026-06-01 的「借出去的钱要不回来，怎么办？」，到今天 13 天，满 14 天就算首页不更新 → 请发布新的案例 (content/cases/jie-qian.md:1)"),
        ("2026-06-15", "红: 最新一条是 2026-06-01 的「借出去的钱要不回来，怎么办？」，到今天 14 天，满 14 天就算首页不更新 → 请发布新的案例 (content/cases/jie-qian.md:1)"),
    ],
)  # fmt: skip
def test_home(town: Path, day: str, sentence: str) -> None:
    assert tell(columns.home, town, dt.date.fromisoformat(day)) == [sentence]


def test_home_without_a_dated_item(town: Path) -> None:
    (town / CASE).unlink()
    assert tell(columns.home, town) == ["红: 首页没有写着日期的内容，检查时视为不更新 → 请发布案例"]


def test_the_newest_is_what_the_front_page_shows_first(town: Path) -> None:
    """Withdrawn, replaced and unfinished cases are on no list, so they keep nothing fresh."""
    for name in ("withdrawn", "old"):
        replace(town / f"cases/{name}.md", "published: 2026-06-01", "published: 2026-11-20")
    assert "2026-06-01" in tell(columns.home, town)[0]
    front = publication.prepare(town, TODAY).pages["index.md"].context["newest"]
    assert front[0].slug == "jie-qian"


def test_sections_of_their_own_dates(town: Path) -> None:
    replace(town / "site.yml", "villages: 2", "villages: 2\nmax_age_days: {cases: 175, laws: 30}")
    assert tell(columns.sections, town)[:3] == [
        "正常: 「以案释法」有 1 项，最近 2026-06-01 更新，到今天 175 天",
        "红: 「法条」有 1 项，最近 2026-06-01 更新，到今天 175 天，超过 30 天 → 请更新，确实不用改的请核对一遍 (content/laws/yangban-tiaoli.yml:1)",
        "红: 「年报」有 1 项，最近 2025-03-01 更新，到今天 632 天，超过 396 天 → 请更新，确实不用改的请核对一遍 (content/reports/2024.md:1)",
    ]


def test_sections_by_the_record(town: Path) -> None:
    known = History(
        changed={"content/contacts.yml": dt.date(2026, 5, 1), "content/villages/dong.md": dt.date(2026, 11, 1)}
    )
    found = tell(columns.sections, load(town, known))
    assert "正常: 「我的村」有 2 项，最近 2026-11-01 更新，到今天 22 天" in found
    assert (
        "红: 「找人帮忙」有 2 项，最近 2026-05-01 更新，到今天 206 天，超过 180 天 → 请更新，确实不用改的请核对一遍 (content/contacts.yml:1)"
        in found
    )
    assert "黄: 「责任清单」有 1 项，不知道哪天更新的 → 请在历史完整的仓库里看" in found


def test_sections_that_are_empty(town: Path) -> None:
    (town / "duties.yml").unlink()
    found = tell(columns.sections, town)
    assert "红: 「责任清单」是空的，检查时算空白栏目 → 请补上内容" in found
    assert "黄: 类别「邻里相邻」还没有案例 → 请补写 (content/topics.yml:4)" in found
    assert not any("借贷欠款" in line for line in found)


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2027-05-02", "正常: 30 天内没有到期的复核"),
        ("2027-05-03", "黄: 「借出去的钱要不回来，怎么办？」应在 2027-06-01 前复核，还有 29 天 → 请对照法条重看，改 reviewed 和 review_due (content/cases/jie-qian.md:13)"),
        ("2027-06-01", "黄: 「借出去的钱要不回来，怎么办？」应在 2027-06-01 前复核，还有 0 天 → 请对照法条重看，改 reviewed 和 review_due (content/cases/jie-qian.md:13)"),
        ("2027-06-02", "红: 「借出去的钱要不回来，怎么办？」应在 2027-06-01 前复核，过了 1 天 → 请对照法条重看，改 reviewed 和 review_due (content/cases/jie-qian.md:13)"),
    ],
)  # fmt: skip
def test_reviews(town: Path, day: str, line: str) -> None:
    assert tell(due.reviews, town, dt.date.fromisoformat(day)) == [line]


def test_review_overdue_is_a_warning(town: Path) -> None:
    due = [str(problem) for problem in checks.freshness.check_review_dates(load(town), dt.date(2027, 6, 1))]
    late = [str(problem) for problem in checks.freshness.check_review_dates(load(town), dt.date(2027, 6, 4))]
    assert due == []
    assert late == [
        f"content/{CASE}:13: 提醒：「review_due」是 2027-06-01，过了 3 天 → 请对照法条重看一遍，改 reviewed 和 review_due"
    ]


def _amend(town: Path, starts: str) -> None:
    """The town's own statute gets a second version, adopted and not yet in force; the case cites it twice."""
    replace(town / CASE, "《民法典》第六百七十五条", "《样板条例》第一条")
    replace(town / CASE, "说好的事要算数。", "说好的事要算数，见《样板条例》第一条之一。")
    statute = town / "laws/yangban-tiaoli.yml"
    version = f"  - adopted: 2026-10-01\n    effective: {starts}\n    based_on: 2020-01-01\n    source: 测试用\n    checked: 2026-11-01\n"
    statute.write_text(statute.read_text(encoding="utf-8") + version, encoding="utf-8")


@pytest.mark.parametrize(
    ("starts", "line"),
    [
        ("2027-02-21", "黄: 《样板管理条例》2027-02-21 起改用新的版本，还有 90 天；引用它的有 content/cases/jie-qian.md → 请对照新条文准备改写 (content/cases/jie-qian.md:41)"),
        ("2027-02-22", "正常: 《样板管理条例》2027-02-22 起改用新的版本，还有 91 天；引用它的有 content/cases/jie-qian.md → 请对照新条文准备改写 (content/cases/jie-qian.md:41)"),
        ("2026-11-23", "正常: 引用的法律都没有还没施行的新版本"),
    ],
)  # fmt: skip
def test_laws_about_to_change(town: Path, starts: str, line: str) -> None:
    _amend(town, starts)
    assert tell(law.coming_laws, town) == [line]


def test_law_about_to_change_is_a_warning(town: Path) -> None:
    """However far the day is, and once for a file, though it cites the law twice."""
    _amend(town, "2028-01-01")
    assert [str(problem) for problem in checks.freshness.check_coming_changes(load(town), TODAY)] == [
        f"content/{CASE}:41: 提醒：引用的《样板管理条例》2028-01-01 起改用新的版本，还有 404 天 → 请对照新条文看看要不要改写，到那天改好"
    ]


@pytest.mark.parametrize(("day", "count"), [("2026-11-23", 0), ("2026-11-24", 1), ("2027-02-21", 1), ("2027-02-22", 0)])
def test_law_about_to_end(town: Path, day: str, count: int) -> None:
    replace(town / CASE, "《民法典》第六百七十五条", "《样板条例》第一条")
    replace(town / "laws/yangban-tiaoli.yml", "    source:", f"    repealed: {day}\n    source:")
    found = [str(problem) for problem in checks.freshness.check_coming_changes(load(town), TODAY)]
    assert len(found) == count
    if day == "2027-02-21":
        assert found == [
            f"content/{CASE}:41: 提醒：引用的《样板管理条例》2027-02-21 起废止，还有 90 天 → 请对照新条文看看要不要改写，到那天改好"
        ]


def test_the_calendar_and_the_duties_cite_too(town: Path) -> None:
    _amend(town, "2027-01-01")
    replace(town / CASE, "《样板条例》第一条\n", "《民法典》第六百七十五条\n")
    replace(town / CASE, "《样板条例》第一条之一", "民法典")
    assert tell(law.coming_laws, town) == ["正常: 引用的法律都没有还没施行的新版本"]
    replace(town / "duties.yml", "《消防法》第六条", "《样板条例》第一条")
    replace(town / "calendar.yml", "《法治宣传教育法》第十三条", "《样板条例》第一条")
    (line,) = tell(law.coming_laws, town)
    assert "引用它的有 content/calendar.yml、content/duties.yml → " in line


def test_phones_and_consents(town: Path) -> None:
    replace(town / "contacts.yml", '  phone: "12345"\n', '  phone: "12345"\n  expires: 2026-11-22\n')
    guides = "".join(
        f"\n  - {{name: 师傅, duty: 调解, consented: 2025-01-01, expires: {day}}}"
        for day in ("2026-11-23", "2026-12-22", "2026-12-23")
    )
    replace(town / "villages/dong.md", "honours:", f"legal_guides:{guides}\nhonours:")
    assert tell(due.contacts, town) == [
        "红: 「12345热线」的电话、地址要在 2026-11-22 前核实，过了 1 天 → 请核实后改 expires (content/contacts.yml:5)",
        "黄: 东村法律明白人的同意到 2026-11-23 为止，还有 0 天 → 请重新征得同意，或删掉 (content/villages/dong.md:5)",
        "黄: 东村法律明白人的同意到 2026-12-22 为止，还有 29 天 → 请重新征得同意，或删掉 (content/villages/dong.md:6)",
    ]


def test_no_phone_is_due(town: Path) -> None:
    assert tell(due.contacts, town) == ["正常: 30 天内没有到期的"]


def test_withdrawn_cases(town: Path) -> None:
    assert tell(due.withdrawn, town) == [
        "正常: 2026-07-01 撤下，原因：处罚决定已被撤销 (content/cases/withdrawn.md:18)"
    ]
    (town / "cases/withdrawn.md").unlink()
    assert tell(due.withdrawn, town) == ["正常: 没有撤下的案例"]


def test_exceptions_of_the_leak_gate(town: Path) -> None:
    assert tell(due.allowed, town) == ["正常: 没有经批准保留的个人信息"]
    allow = "allow:\n  - {rule: P10, text: 李秀英, reason: 作家本人书面同意, role: 司法所}\n"
    replace(town / "cases/jie-qian.md", "villages: [东村]\n", f"villages: [东村]\n{allow}")
    assert tell(due.allowed, town) == [
        "正常: P10 “李…” 保留，理由：作家本人书面同意，批准：司法所 (content/cases/jie-qian.md:18)"
    ]


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2025-06-01", "正常: 2024 年度的报告已经公布"),
        ("2026-03-22", "黄: 2025 年度的法治政府建设年度报告还没有登出，应在 2026-04-01 前公开，还有 10 天 → 公布后请用 scripts/import_report.py 导入"),
        ("2026-04-02", "红: 2025 年度的法治政府建设年度报告还没有登出，应在 2026-04-01 前公开，过了 1 天 → 公布后请用 scripts/import_report.py 导入"),
    ],
)  # fmt: skip
def test_annual_report(town: Path, day: str, line: str) -> None:
    assert tell(columns.annual_report, town, dt.date.fromisoformat(day)) == [line]


def test_history(town: Path) -> None:
    library = load(town)
    known = History(changed={"content/site.yml": TODAY})
    for facts, line in (
        (known, "正常: 发布日期已和版本历史核对"),
        (History(missing="这台电脑上没有 Git"), "黄: 这台电脑上没有 Git，日期没有和历史核对 → 请在历史完整的仓库里看"),
        (History(), "黄: 没有读版本历史，日期没有和历史核对 → 请在历史完整的仓库里看"),
    ):
        assert tell(due.history, change(library, history=facts)) == [line]


def test_a_law_that_changed_since_the_review(town: Path) -> None:
    assert review.main(["jie-qian", "--reviewed", "2026-06-01", "--content", str(town)]) == 0
    assert tell(law.changed_laws, town) == ["正常: 核对过的法条都没有变"]
    (town / "laws/minfadian.yml").write_text(UPDATE, encoding="utf-8")
    assert tell(law.changed_laws, town) == [
        "红: 「借出去的钱要不回来，怎么办？」待复核：《民法典》第六百七十五条条文有变 → 请看 scripts/law_changes.py，重看后运行 scripts/review.py (content/cases/jie-qian.md:41)"
    ]


BOARD = "- {{id: '0101', village: 东村, place: 待定, state: active, shows: {}}}\n"


@pytest.mark.parametrize("shows", ["本月", "借贷欠款", "jie-qian"])
def test_boards(town: Path, shows: str) -> None:
    (town / "boards.yml").write_text(BOARD.format(shows), encoding="utf-8")
    assert tell(due.boards, town) == ["正常: 在用的 1 块展板都有东西可看"]


@pytest.mark.parametrize("shows", ["withdrawn", "old", "draft", "no-such"])
def test_boards_that_show_what_is_gone(town: Path, shows: str) -> None:
    (town / "boards.yml").write_text(BOARD.format(shows), encoding="utf-8")
    assert tell(due.boards, town) == [
        f"红: 0101 号展板扫码看「{shows}」，这里没有它了 → 请改 shows (content/boards.yml:1)"
    ]
    replace(town / "boards.yml", "active", "withdrawn")
    assert tell(due.boards, town) == ["正常: 在用的 0 块展板都有东西可看"]


def test_every_part_is_in_the_report_and_says_what_it_asks(town: Path) -> None:
    asked = load(town, History(missing="这个文件夹没有 Git 历史"))
    assert [part.title for part in freshness.report(asked, TODAY)] == [
        "首页", "栏目", "年度报告", "复核", "变了的法条", "快要变的法律", "电话和同意", "展板", "撤下的案例",
        "个人信息保留", "版本历史",
    ]  # fmt: skip
    assert all(part.__doc__ for part in freshness.PARTS)


def test_script_and_page_say_the_same(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main([str(town), "--date", "2026-11-23"]) == 1, "something is red"
    text = capsys.readouterr().out
    prepared = publication.prepare(town, TODAY, History(missing="这个文件夹没有 Git 历史"))
    page = html.unescape(re.sub(r"<[^>]+>", "", prepared.renderer.render(prepared.pages[stale.URI])))
    lines = [
        line.partition("：")[2].partition("（content/")[0]
        for line in text.splitlines()
        if line[:2] in ("红：", "黄：", "正常")
    ]
    assert len(lines) > 10
    from_git = "这个文件夹没有 Git 历史，日期没有和历史核对 → 请在历史完整的仓库里看"
    assert [line for line in lines if line not in page] == [from_git], "the site does not depend on the repository"
    assert text.splitlines()[0] == "2026-11-23 的更新情况"
    assert "红：2025 年度的法治政府建设年度报告还没有登出" in text
    assert re.fullmatch(r"红 \d+ 条，黄 \d+ 条。", text.splitlines()[-1])


def test_script_in_json(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script.main([str(town), "--date", "2026-11-23", "--format", "json"])
    told = json.loads(capsys.readouterr().out)
    assert told["date"] == "2026-11-23"
    assert told["parts"][0]["lines"][0]["level"] == "红"
    assert {tuple(line) for part in told["parts"] for line in part["lines"]} == {("level", "text", "path", "line")}


def test_script_is_content_when_nothing_is_red(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main([str(town), "--date", "2025-06-01"]) == 0, capsys.readouterr().out


def test_script_without_content(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main([str(tmp_path / "none")]) == 1
    assert "none:1: 没有这个文件夹" in capsys.readouterr().err


def test_the_page_is_for_staff(built_site: Path, our_day: dt.date) -> None:
    page = (built_site / "freshness/index.html").read_text(encoding="utf-8")
    assert f"这是 {write_date(our_day)}做网站那天的情况" in page
    index = "".join(file.read_text(encoding="utf-8") for file in (built_site / "search").rglob("*.js"))
    assert "首页最新" not in index
    assert '"freshness/' not in index
    assert 'href="../freshness/"' in (built_site / "handbook/index.html").read_text(encoding="utf-8")
    assert "freshness/" not in (built_site / "index.html").read_text(encoding="utf-8")
