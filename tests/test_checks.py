"""Every rule has an example that breaks it, and the sentence that it prints."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from pufa import checks
from pufa.library import Library, load

from .conftest import TODAY, replace

CASE = "cases/jie-qian.md"
ORDER = "一句话、发生了什么、争的是什么、结果、法律怎么说、说说理、给您提个醒、遇到了怎么办"

# rule → (file, what stands there, what stands there wrongly, every error that is then told)
BROKEN: dict[str, list[tuple[str, str, str, list[str]]]] = {
    "check_names": [
        (CASE, "topic: 借贷欠款", "topic: 土地", [f"content/{CASE}:6: 「topic」没有「土地」这一项 → 只能填：借贷欠款、邻里相邻"]),
        (CASE, "[东村]", "[北村]", [f"content/{CASE}:16: 「villages」没有「北村」这一项 → 只能填：东村、西村"]),
        (CASE, "[12345热线]", "[村长]", [f"content/{CASE}:17: 「contacts」没有「村长」这一项 → 只能填：12345热线、样镇司法所"]),
        ("calendar.yml", "[借贷欠款]", "[土地]", ["content/calendar.yml:13: 「topics」没有「土地」这一项 → 只能填：借贷欠款、邻里相邻"]),
        ("concepts.yml", "topic: 借贷欠款", "topic: 借钱", ["content/concepts.yml:2: 「topic」没有「借钱」这一项 → 只能填：借贷欠款、邻里相邻"]),
        ("site.yml", "corrections: 12345热线", "corrections: 镇长", ["content/site.yml:8: 「corrections」没有「镇长」这一项 → 只能填：12345热线、样镇司法所"]),
    ],
    "check_successors": [
        ("cases/old.md", "successor: jie-qian", "successor: no-such", ["content/cases/old.md:19: 「successor」写的是「no-such」，没有这个已发布的案例 → 请写新案例的文件名（不带 .md）"]),
    ],
    "check_uniqueness": [
        ("topics.yml", "name: 邻里相邻", "name: 借贷欠款", ["content/topics.yml:5: 「name」的「借贷欠款」和 content/topics.yml 第 2 行重复 → 请改成不一样的"]),
        ("concepts.yml", "concept: 相邻排水", "concept: 借款到期不还", ["content/concepts.yml:10: 「concept」的「借款到期不还」和 content/concepts.yml 第 1 行重复 → 请改成不一样的"]),
        ("cases/old.md", "旧的借钱案例", "借出去的钱要不回来，怎么办？", ["content/cases/old.md:2: 「title」的「借出去的钱要不回来，怎么办？」和 content/cases/jie-qian.md 第 2 行重复 → 请改成不一样的"]),
    ],
    "check_articles": [
        ("concepts.yml", "《民法典》第二百九十条", "《民法典》第二百九十条第一款", ["content/concepts.yml:16: 「articles」写的是「《民法典》第二百九十条第一款」 → 请写成一整条，如 《民法典》第六百七十五条，不写款、项"]),
        ("concepts.yml", "《民法典》第二百九十条", "民法典第二百九十条", ["content/concepts.yml:16: 「articles」写的是「民法典第二百九十条」 → 请写成一整条，如 《民法典》第六百七十五条，不写款、项"]),
        ("concepts.yml", "《民法典》第二百九十条", "《民法典》", ["content/concepts.yml:16: 「articles」写的是「《民法典》」 → 请写成一整条，如 《民法典》第六百七十五条，不写款、项"]),
    ],
    "check_sayings": [
        ("concepts.yml", "水沟让人堵了", "借钱不还", ["content/concepts.yml:13: 「says」的「借钱不还」和第 4 行“借款到期不还”里的重复 → 请留一处，另一处换个说法"]),
    ],
    "check_villages": [
        ("site.yml", "villages: 2", "villages: 3", ["content/site.yml:6: 「villages」说有 3 个村，文件夹里有 2 个 → 请核对"]),
        ("villages/xi.md", "990115001202", "880115001202", ["content/villages/xi.md:3: 「code」写的是 880115001202，本镇的代码以 990115001 开头 → 请核对"]),
    ],
    "check_sections": [
        (CASE, "## 基本案情", "## 故事", [
            f"content/{CASE}:20: 正文缺少「发生了什么」 → 请加一行“## 发生了什么”，在下面补写",
            f"content/{CASE}:25: 没有「故事」这个小标题 → 只能用：{ORDER}",
        ]),
        (CASE, "## 争议焦点\n\n没有欠条，算不算借。\n\n## 裁判结果\n\n王某还钱。", "## 裁判结果\n\n王某还钱。\n\n## 争议焦点\n\n没有欠条，算不算借。", [
            f"content/{CASE}:33: 「争议焦点」应当在「裁判结果」前面 → 顺序是：{ORDER}",
        ]),
        (CASE, "## 典型意义", "## 说说理", [
            f"content/{CASE}:20: 正文缺少「给您提个醒」 → 请加一行“## 给您提个醒”，在下面补写",
            f"content/{CASE}:49: 「说说理」写了两遍（第 45 行已有） → 请合成一个",
        ]),
        (CASE, "留好转账记录，到期先催，再告。", "", [f"content/{CASE}:21: 「一句话」下面是空的 → 请补写"]),
        (CASE, "## 一句话", "先说两句。\n\n## 一句话", [f"content/{CASE}:21: 正文第一个小标题前面有文字 → 请移到某个“## ”小标题下面"]),
    ],
    "check_placeholders": [
        (CASE, "王某还钱。", "【待填】", [f"content/{CASE}:35: 还有【待填】 → 请填好，或者把 status 改成 draft"]),
        (CASE, "- 没有欠条能告吗", "- 【待填】", [f"content/{CASE}:5: 还有【待填】 → 请填好，或者把 status 改成 draft"]),
        ("villages/xi.md", "西庄", "【待填】", ["content/villages/xi.md:5: 还有【待填】 → 请填好，或者把 status 改成 draft"]),
    ],
    "check_citations": [
        (CASE, "第六百七十五条", "第一千三百条", [f"content/{CASE}:41: 引用《民法典》第一千三百条：《民法典》没有第一千三百条（这部法律到第一千二百六十条为止） → 请核对条号"]),
        (CASE, "第六百八十条第二款", "第六百八十条第九款", [f"content/{CASE}:43: 引用《民法典》第六百八十条第九款：《民法典》第六百八十条只有 3 款，没有第九款 → 请核对"]),
        (CASE, "第六百八十条第二款", "第六百八十条第二款第（一）项", [f"content/{CASE}:43: 引用《民法典》第六百八十条第二款第（一）项：《民法典》第六百八十条里没有第（一）项 → 请核对款、项"]),
        (CASE, "《民法典》第六百七十五条", "《借钱法》第一条", [f"content/{CASE}:41: 引用《借钱法》第一条：没有找到《借钱法》 → 请核对法律名称；确有此法的，请补进 content/laws/"]),
        (CASE, "《民法典》第六百七十五条", "《耕地保护和质量提升法》第一条", [f"content/{CASE}:41: 引用《耕地保护和质量提升法》第一条：《耕地保护和质量提升法》2027-01-01 起才施行，2026-06-01 还不能引用 → 请改引当时有效的法律"]),
        (CASE, "《民法典》第六百七十五条", "《样板条例》第九条", [f"content/{CASE}:41: 引用《样板条例》第九条：《样板条例》没有第九条（这部法律到第一条之一为止） → 请核对条号"]),
        ("boards.yml", "note: 墙拆了", "note: 见《民法典》第一千三百条", ["content/boards.yml:17: 引用《民法典》第一千三百条：《民法典》没有第一千三百条（这部法律到第一千二百六十条为止） → 请核对条号"]),
        ("concepts.yml", "第二百九十条", "第一千三百条", ["content/concepts.yml:16: 引用《民法典》第一千三百条：《民法典》没有第一千三百条（这部法律到第一千二百六十条为止） → 请核对条号"]),
        ("duties.yml", "第六条", "第九百条", ["content/duties.yml:3: 引用《消防法》第九百条：《消防法》没有第九百条（这部法律到第七十四条为止） → 请核对条号"]),
    ],
    "check_quotations": [
        (CASE, "借的钱要按时还。", "《民法典》第六百七十五条规定：“借钱必须按时还”。", [f"content/{CASE}:39: 引号里的话不是《民法典》第六百七十五条的原文 → 请单独写一行法条名称，由网站放原文；自己的话不要加引号"]),
        (CASE, "借的钱要按时还。", "打人的，《治安管理处罚法》第四十三条规定：“殴打他人的，或者故意伤害他人身体的”要拘留。", [f"content/{CASE}:39: 引号里的话不是《治安管理处罚法》第四十三条的原文 → 请单独写一行法条名称，由网站放原文；自己的话不要加引号"]),
    ],
    "check_basis": [
        ("calendar.yml", "《法治宣传教育法》第十三条", "有关规定", ["content/calendar.yml:5: 「basis」里没有法条 → 请写成 《法治宣传教育法》第十三条 的样子，没有就删掉"]),
        ("duties.yml", "《消防法》第六条", "消防法", ["content/duties.yml:3: 「basis」里没有法条 → 请写成 《消防法》第六条 的样子"]),
    ],
    "check_statutes_quoted": [
        (CASE, "《民法典》第六百七十五条\n", "按照《民法典》第六百七十五条要还。\n", [f"content/{CASE}:37: 「法律怎么说」里没有法条原文 → 请单独写一行法条名称，如 《民法典》第六百七十五条"]),
    ],
    "check_leaks": [
        (CASE, "王某还钱。", "打13800138000。", [f"content/{CASE}:35: 第 2 个字起有手机号“1…0”（P02） → 请删掉；对外公布的值班电话写进 contacts.yml，个人手机要有本人书面同意"]),
    ],
    "check_pictures": [
        (CASE, "王某还钱。", "![合影](a.jpg)", [f"content/{CASE}:35: 有图片，可能照到人脸、车牌、门牌（P19） → 请删掉；本人书面同意的，在「allow」里写 rule: P19、图片文件名和理由"]),
    ],
}  # fmt: skip

WARNED: dict[str, tuple[str, str, str, str]] = {
    "check_steps": (CASE, "### 期限", "### 时间", f"content/{CASE}:53: 提醒：「遇到了怎么办」里没有「期限」 → 请加一行“### 期限”"),
    "check_approvals": (CASE, "approvals: []", "approvals: [ ]", f"content/{CASE}:14: 提醒：「approvals」审核不全，页面上会写“示例内容，待司法所审核” → 审过一道补一道"),
    "check_reviews": (CASE, "reviewed: 2026-06-01", "reviewed:  2026-06-01", f"content/{CASE}:12: 提醒：还没有法条核对记录 → 核对后请运行 scripts/review.py jie-qian --reviewed 日期"),
    "check_identity": ("site.yml", "organiser: 样区样镇人民政府\n", "", "content/site.yml:1: 提醒：「organiser」（主办单位）还没有填，页面上先不显示 → 有了请补上"),
    "check_contacts": ("contacts.yml", "  phone: \"12345\"\n", "", "content/contacts.yml:1: 提醒：「12345热线」没有电话 → 请向本单位核实后补上 phone"),
    "check_duties": ("duties.yml", "消防法律", "消防知识", "content/duties.yml:1: 提醒：「消防知识」没有责任单位 → 定下来后请补上 unit"),
    "check_village_people": (
        "villages/dong.md", "honours:",
        "legal_guides:\n  - {name: 张师傅, duty: 调解, consented: 2025-01-01, expires: 2026-01-01}\nhonours:",
        "content/villages/dong.md:5: 提醒：法律明白人的同意只到 2026-01-01，页面上已不显示 → 请重新征得同意，或删掉",
    ),
    "check_allowances": (
        CASE, "contacts: [12345热线]", "contacts: [12345热线]\nallow:\n  - {rule: P10, text: 赵铁柱, reason: 法院已公布, role: 司法所}",
        f"content/{CASE}:19: 提醒：「allow」第 1 条（P10）没有用到 → 请删掉，或照原文改对「text」",
    ),
}  # fmt: skip


def test_the_small_town_has_no_errors(errors_in: Callable[[], list[str]]) -> None:
    assert errors_in() == []


@pytest.mark.parametrize(
    ("file", "right", "wrong", "sentences"),
    [row for rows in BROKEN.values() for row in rows],
    ids=[f"{rule}-{index}" for rule, rows in BROKEN.items() for index, _ in enumerate(rows)],
)
def test_error(
    town: Path, errors_in: Callable[[], list[str]], file: str, right: str, wrong: str, sentences: list[str]
) -> None:
    replace(town / file, right, wrong)
    assert errors_in() == sentences


@pytest.mark.parametrize(("file", "right", "wrong", "sentence"), WARNED.values(), ids=WARNED)
def test_warning(town: Path, file: str, right: str, wrong: str, sentence: str) -> None:
    replace(town / file, right, wrong)
    assert sentence in [str(problem) for problem in checks.check(load(town), TODAY)]


def test_address_of_a_file(town: Path, errors_in: Callable[[], list[str]]) -> None:
    (town / "cases/jie-qian.md").rename(town / "cases/借钱.md")
    (town / "cases/old.md").unlink()
    assert errors_in() == [
        "content/cases/借钱.md:1: 文件名「借钱」不能当网址 → 只用小写拼音、数字和短横线，如 jie-qian-bu-huan.md"
    ]


def test_report_named_by_its_year(town: Path, errors_in: Callable[[], list[str]]) -> None:
    (town / "reports/2024.md").rename(town / "reports/report.md")
    assert errors_in() == ["content/reports/report.md:3: 「year」是 2024，文件名却是 report → 请改成一致"]


def test_law_that_ends_between_review_and_today(town: Path) -> None:
    """The review was right on its day; today's readers are warned about, the site still builds."""
    replace(town / CASE, "《民法典》第六百七十五条", "《样板条例》第一条")
    replace(town / "laws/yangban-tiaoli.yml", "    source:", "    repealed: 2026-10-01\n    source:")
    found = [str(problem) for problem in checks.check(load(town), TODAY)]
    assert (
        f"content/{CASE}:41: 提醒：引用《样板条例》第一条：核对那天还对，今天（2026-11-23）不对了。"
        "《样板管理条例》已于 2026-10-01 废止 → 请改引现行有效的法律"
    ) in found
    after = [str(problem) for problem in checks.check(load(town), dt.date(2026, 6, 1))]
    assert not any("样板" in sentence for sentence in after)


def test_law_of_uncertain_force(town: Path) -> None:
    replace(town / CASE, "《民法典》第六百七十五条", "《农村土地承包法》第五条")
    found = [str(problem) for problem in checks.check(load(town), TODAY)]
    assert (
        f"content/{CASE}:41: 提醒：引用《农村土地承包法》第五条：效力待核实（法条库标为“已废止”，但没有废止日期和依据） → 请查清后写进 content/laws/"
        in found
    )


def test_a_broken_list_does_not_make_its_users_wrong(town: Path, errors_in: Callable[[], list[str]]) -> None:
    replace(town / "topics.yml", "- slug: jiedai\n  name: 借贷欠款", "- slug: jiedai\n  nam: 借贷欠款")
    assert {line.split(":")[0] for line in errors_in()} == {"content/topics.yml"}


def test_a_file_that_nothing_reads(town: Path, errors_in: Callable[[], list[str]]) -> None:
    (town / "cases/notes.txt").write_text("x", encoding="utf-8")
    (town / "new.yml").write_text("x", encoding="utf-8")
    assert errors_in() == [
        "content/cases/notes.txt:1: 这里不该有这个文件，网站不会用它 → 请移走，或检查文件名和扩展名",
        "content/new.yml:1: 这里不该有这个文件，网站不会用它 → 请移走，或检查文件名和扩展名",
    ]


def test_a_folder_in_place_of_a_case(town: Path, errors_in: Callable[[], list[str]]) -> None:
    (town / "cases/folder.md").mkdir()
    assert errors_in() == ["content/cases/folder.md:1: 这里应当是一个文件，却是一个文件夹 → 请把文件夹改名或移走"]


def test_statute_that_fits_nowhere(town: Path, errors_in: Callable[[], list[str]]) -> None:
    replace(town / "laws/yangban-tiaoli.yml", "第一条之一", "一之一")
    replace(town / "laws/yangban-tiaoli.yml", "    effective: 2020-02-01\n", "    based_on: 2019-01-01\n")
    assert errors_in() == [
        "content/laws/yangban-tiaoli.yml:7: 没有 2019-01-01 这一版可以作底 → 请写已有版本的日期",
        "content/laws/yangban-tiaoli.yml:16: 「一之一」不像条文的编号 → 请写成 第十二条 或 第十二条之一",
    ]


def test_our_own_content_has_no_errors(library: Library, our_day: dt.date) -> None:
    assert [str(problem) for problem in checks.check(library, our_day) if problem.severity == "error"] == []


def test_every_rule_is_listed_and_says_what_it_asks() -> None:
    modules = [
        module for _, module in inspect.getmembers(checks, inspect.ismodule) if module.__package__ == "pufa.checks"
    ]
    rules = {function for module in modules for function in _rules_of(module)}
    assert rules == set(checks.CHECKS)
    assert all(rule.__doc__ for rule in rules)


def _rules_of(module: ModuleType) -> set[object]:
    return {function for name, function in inspect.getmembers(module, inspect.isfunction) if name.startswith("check_")}


def test_every_rule_has_an_example_that_breaks_it() -> None:
    """In the tables above, or in a file of its own: tests/test_check_report.py, test_dates.py, …"""
    elsewhere = {checks.references.check_addresses}  # its examples are files with other names, above
    for module in (
        checks.report,
        checks.boards,
        checks.permalinks,
        checks.dates,
        checks.freshness,
        checks.wording,
    ):
        elsewhere |= _rules_of(module)
    examined = set(BROKEN) | set(WARNED)
    assert {rule.__name__ for rule in set(checks.CHECKS) - elsewhere} == examined - {"check_addresses"}
