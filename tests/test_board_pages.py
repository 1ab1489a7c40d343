"""What a board shows on a day, whatever has happened to the site in between."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from pufa import publication
from pufa.boards.showing import case_of_month, first_steps, shown_case
from pufa.library import Library, load

from .conftest import TODAY, replace


def _page(content: Path, number: str, today: dt.date = TODAY) -> str:
    prepared = publication.prepare(content, today)
    return prepared.renderer.render(prepared.pages[f"b/{number}.md"])


def _shown(content: Path, number: str) -> str | None:
    library = load(content)
    case = shown_case(next(board for board in library.boards if board.id == number), library, TODAY)
    return case.slug if case else None


def test_the_whole_answer_is_on_the_first_page(town: Path) -> None:
    page = _page(town, "0002")
    for piece in (
        '<p class="kicker">借贷欠款</p>', "<h1>借出去的钱要不回来，怎么办？</h1>", "留好转账记录，到期先催，再告。",
        "<li>先催。</li>", "示例内容，待司法所审核。", 'href="../../cases/jie-qian/"', 'href="tel:12345"',
        'href="../../villages/xi/"', "这一页2026年11月23日更新。法条2026年6月1日核对。",
        "请打 <a href=\"tel:12345\">12345热线</a>，说：样镇西村，0002 号普法展板。",
    ):  # fmt: skip
        assert piece in page, piece
    assert "墙拆了" not in _page(town, "0003"), "a note is for staff"


def test_the_page_says_where_the_code_must_lead(town: Path) -> None:
    assert "网址开头都是" not in _page(town, "0001"), "nothing is invented"
    with (town / "site.yml").open("a", encoding="utf-8") as file:
        file.write("qr_base: https://example.gov.cn/pufa/\n")
    for number in ("0001", "0003", "0004"):
        page = _page(town, number)
        assert '网址开头都是 <strong class="base">https://example.gov.cn/pufa/</strong>' in page
        assert "本站不收钱，不要您填密码、验证码、银行卡号。" in page


def test_a_board_that_was_taken_down_keeps_its_page(town: Path) -> None:
    page = _page(town, "0003")
    assert "<h1>这块展板停用了</h1>" in page
    assert 'href="tel:12345"' in page
    assert 'href="../../villages/xi/"' in page
    assert "借出去的钱" not in page


def test_a_merged_board_leads_to_the_last_one(town: Path) -> None:
    replace(town / "boards.yml", "state: withdrawn", 'state: merged\n  merged_into: "0004"')
    for number in ("0003", "0004"):
        page = _page(town, number)
        assert "<h1>这块展板并到了 0001 号</h1>" in page
        assert '<a class="go" href="../0001/">打开 0001 号展板</a>' in page


def test_every_board_has_a_page_and_a_row(town: Path) -> None:
    prepared = publication.prepare(town, TODAY)
    index = prepared.renderer.render(prepared.pages["boards/index.md"])
    for board in prepared.library.boards:
        assert prepared.pages[f"b/{board.id}.md"].shell == "board.html"
        assert f'<a href="../b/{board.id}/">{board.id} 号</a>' in index
    assert "墙拆了" not in index
    assert not prepared.pages["boards/index.md"].is_listed
    village = prepared.renderer.render(prepared.pages["villages/dong.md"])
    assert '<a href="../../b/0001/">0001 号，村口</a>' in village
    assert "0004 号" not in village, "only boards in use"


@pytest.mark.parametrize(
    ("shows", "slug"),
    [("jie-qian", "jie-qian"), ("old", "jie-qian"), ("withdrawn", "jie-qian"), ("借贷欠款", "jie-qian"), ("邻里相邻", "jie-qian")],
)  # fmt: skip
def test_a_board_is_never_empty_while_there_is_a_case(town: Path, shows: str, slug: str) -> None:
    """A case that was replaced or withdrawn, a topic without cases: something right is shown."""
    replace(town / "boards.yml", "shows: 借贷欠款", f"shows: {shows}")
    assert _shown(town, "0002") == slug


def test_a_town_without_cases(town: Path) -> None:
    for file in (town / "cases").iterdir():
        file.unlink()
    assert _shown(town, "0001") is None
    page = _page(town, "0001")
    assert "<h1>东村的普法展板</h1>" in page
    assert 'href="tel:12345"' in page


def test_cases_that_replace_each_other_in_a_circle(town: Path) -> None:
    replace(town / "cases/old.md", "successor: jie-qian", "successor: old")
    replace(town / "boards.yml", "shows: 借贷欠款", "shows: old")
    assert _shown(town, "0002") == "jie-qian"


@pytest.mark.parametrize(
    ("today", "topic"),
    [
        (dt.date(2026, 1, 20), "治安与打架"),  # 110宣传日 is over, and the only one
        (dt.date(2026, 3, 1), "婚姻家庭"),  # 三八 comes first
        (dt.date(2026, 3, 15), "消费与食品安全"),  # 3·15 is today
        (dt.date(2026, 5, 20), "借贷欠款"),  # nothing but a month
        (dt.date(2026, 5, 16), "婚姻家庭"),  # a week that is on goes before a month that is on
        (dt.date(2026, 9, 5), "网络与养老诈骗"),  # 中华慈善日 within 科普月
        (dt.date(2026, 9, 23), "土地与宅基地"),  # 丰收节 on the day of 秋分
        (dt.date(2026, 10, 18), "赡养与老人"),  # 重阳
        (dt.date(2026, 11, 23), "婚姻家庭"),  # 25 November is near
        (dt.date(2026, 12, 2), "交通事故"),
    ],
)
def test_this_month_is_what_the_calendar_says(library: Library, today: dt.date, topic: str) -> None:
    case = case_of_month(library, today)
    assert case and case.topic == topic


def test_the_first_steps(library: Library) -> None:
    for case in library.public_cases:
        steps = first_steps(case)
        assert len(steps) == 3, case.slug
        assert not any(step[0].isdigit() and step[1] == "." for step in steps)


def test_a_step_over_two_lines_is_not_cut(town: Path) -> None:
    replace(town / "cases/jie-qian.md", "1. 先催。", "1. 先催，\n   写明哪天还。\n2. 再告。\n\n- 别吵。\n- 别打。")
    case = load(town).public_cases[0]
    assert first_steps(case) == ["先催，写明哪天还。", "再告。", "别吵。"]


def test_our_own_boards_all_show_something(library: Library) -> None:
    for board in library.boards:
        assert shown_case(board, library, TODAY) is not None
