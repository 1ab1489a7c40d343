"""From the lock to the notice on the page: what a change of the law does to a case that was reviewed before it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from pufa import checks, publication, reviews
from pufa.law.lock import Lock, digest, read_lock
from pufa.library import load
from pufa.problems import ContentError
from scripts import law_changes, review

from .conftest import ROOT, TODAY, replace

CASE = "cases/jie-qian.md"
LOCK = "laws.lock"
OLD_WORDS = "借款人应当按照约定的期限返还借款。"
# What an update of the corpus would bring: another text for one article of the Civil Code.
UPDATE = """name: 中华人民共和国民法典
level: 法律
issuer: 全国人民代表大会
versions:
  - adopted: 2020-05-28
    source: 测试用
    checked: 2026-11-23
    articles:
      第六百七十五条: 借款人应当按期返还借款。
"""


@pytest.fixture
def reviewed(town: Path) -> Path:
    """The small town after a person has reviewed its only public case."""
    assert review.main(["jie-qian", "--reviewed", "2026-06-01", "--content", str(town)]) == 0
    return town


def _warnings(town: Path) -> list[str]:
    return [str(problem) for problem in checks.check(load(town), TODAY) if CASE in problem.path]


def _page(town: Path, uri: str = "cases/jie-qian.md") -> str:
    prepared = publication.prepare(town, TODAY)
    return prepared.renderer.render(prepared.pages[uri])


def test_a_reviewed_case_is_left_in_peace(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert not any("核对" in warning for warning in _warnings(reviewed))
    assert "待复核" not in _page(reviewed)
    capsys.readouterr()
    assert law_changes.main([str(reviewed), "--date", "2026-11-23"]) == 0
    assert capsys.readouterr().out == "待复核的案例 0 个，法条 0 处，牵动展板 0 块。\n"


def test_the_lock_holds_every_citation_with_its_words(reviewed: Path) -> None:
    lock = read_lock(reviewed / LOCK, LOCK)
    assert sorted(lock.cases["jie-qian"].citations) == [
        "《民法典》第一百八十八条第一款",
        "《民法典》第六百七十五条",
        "《民法典》第六百八十条第二款",
    ]
    words = lock.reviewed_words("jie-qian", "《民法典》第六百七十五条")
    assert words and words.startswith(OLD_WORDS)
    assert all(digest(text) == fingerprint for fingerprint, text in lock.articles.items())


def test_an_article_that_changed(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The check reminds, the page warns its readers, the list lays both texts side by side; a review ends it."""
    (reviewed / "laws/minfadian.yml").write_text(UPDATE, encoding="utf-8")
    how = "核对后请运行 scripts/review.py jie-qian --reviewed 日期"
    assert f"content/{CASE}:41: 提醒：待复核：《民法典》第六百七十五条条文有变 → {how}" in _warnings(reviewed)
    page = _page(reviewed)
    assert "法律有变，这一页待复核。" in page
    assert "<li>《民法典》第六百七十五条（条文有变）</li>" in page
    capsys.readouterr()
    law_changes.main([str(reviewed), "--date", "2026-11-23"])
    told = capsys.readouterr().out
    assert f"content/{CASE}:41: 待复核：《民法典》第六百七十五条条文有变\n  核对时：{OLD_WORDS}" in told
    assert "  现在：借款人应当按期返还借款。\n" in told
    assert "  正显示这个案例的展板（2 块）：0001、0002\n" in told, "by the month and by its topic"
    assert told.endswith("待复核的案例 1 个，法条 1 处，牵动展板 2 块。\n")
    board = _page(reviewed, "b/0001.md")
    assert "法律有变，这一条待复核。" in board, "a board says so too"

    assert review.main(["jie-qian", "--reviewed", "2026-11-23", "--content", str(reviewed)]) == 0
    assert f"核对时：\n{OLD_WORDS}" in capsys.readouterr().out, "the person sees what has changed"
    assert "reviewed: 2026-11-23\n" in (reviewed / CASE).read_text(encoding="utf-8")
    assert "待复核" not in _page(reviewed)


def test_sheets_that_must_be_printed_again(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A page follows the law; paper does not: the list says which boards carry the old words. 0002 was never printed."""
    (reviewed / "laws/minfadian.yml").write_text(UPDATE, encoding="utf-8")
    law_changes.main([str(reviewed), "--date", "2026-11-23"])
    assert "  印着这个案例的牌子（1 块），要重印：0001（2026-06-10 印）\n" in capsys.readouterr().out


def test_an_article_that_left_force(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (reviewed / "laws/minfadian.yml").write_text(
        UPDATE.replace("    articles:\n      第六百七十五条: 借款人应当按期返还借款。\n", "    repealed: 2026-10-01\n"),
        encoding="utf-8",
    )
    assert "《民法典》第六百七十五条（不再有效）" in _page(reviewed)
    law_changes.main([str(reviewed), "--date", "2026-11-23", "--format", "json"])
    out = capsys.readouterr().out
    changed = json.loads(out[out.index("{") :])[f"content/{CASE}"]
    assert {change["state"] for change in changed} == {"不再有效"}
    assert all(change["now"] is None and change["before"] for change in changed)
    assert all(change["boards"] == ["0001", "0002"] for change in changed)
    before = (reviewed / LOCK).read_bytes()
    assert review.main(["jie-qian", "--reviewed", "2026-11-23", "--content", str(reviewed)]) == 1
    assert (reviewed / LOCK).read_bytes() == before, "what no longer holds cannot be reviewed away"


def test_law_changes_of_a_day_to_come(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(reviewed / "laws/yangban-tiaoli.yml", "    source:", "    repealed: 2027-03-01\n    source:")
    replace(reviewed / CASE, "借的钱要按时还。", "借的钱要按时还，参照《样板条例》第一条。")
    review.main(["jie-qian", "--reviewed", "2026-11-23", "--content", str(reviewed)])
    capsys.readouterr()
    law_changes.main([str(reviewed), "--date", "2027-02-28"])
    assert "案例 0 个" in capsys.readouterr().out
    law_changes.main([str(reviewed), "--date", "2027-03-01"])
    assert "待复核：《样板条例》第一条不再有效" in capsys.readouterr().out


def test_a_citation_that_was_added_after_the_review(reviewed: Path) -> None:
    replace(reviewed / CASE, "说好的事要算数。", "说好的事要算数，见《民法典》第五百零九条。")
    assert any("待复核：《民法典》第五百零九条没有核对记录" in warning for warning in _warnings(reviewed))
    assert "待复核" not in _page(reviewed), "its law has not changed: nothing to warn readers of"


def test_a_date_without_a_review(reviewed: Path) -> None:
    replace(reviewed / CASE, "reviewed: 2026-06-01", "reviewed: 2026-07-01")
    assert any("「reviewed」是 2026-07-01，核对记录是 2026-06-01" in warning for warning in _warnings(reviewed))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "没有写明核对哪个案例"),
        (["jie-qian", "--reviewed", "2027-06-01"], f"content/{CASE}:13: 「review_due」2027-06-01 不晚于核对日期 → 请加 --due 新的日期"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded(
    town: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert review.main([*arguments, "--content", str(town)]) == 1
    assert sentence in capsys.readouterr().out
    assert not (town / LOCK).exists()


def test_a_case_with_errors_is_not_recorded(town: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replace(town / CASE, "第六百七十五条", "第一千三百条")
    assert review.main(["jie-qian", "--content", str(town)]) == 1
    assert f"content/{CASE}:41: 引用《民法典》第一千三百条" in capsys.readouterr().out


def test_an_unknown_case(town: Path) -> None:
    with pytest.raises(SystemExit, match="没有这个已发布的案例：no-such"):
        review.main(["no-such", "--content", str(town)])


def test_a_new_date_for_the_next_review(town: Path) -> None:
    review.main(["jie-qian", "--reviewed", "2027-06-01", "--due", "2027-12-01", "--content", str(town)])
    text = (town / CASE).read_text(encoding="utf-8")
    assert "reviewed: 2027-06-01\nreview_due: 2027-12-01\n" in text


@pytest.mark.parametrize("text", ["", "<<<<<<< HEAD", "[]", '{"cases": {}}', '{"cases": {"a": 1}, "articles": {}}'])
def test_a_lock_that_was_spoilt(town: Path, text: str) -> None:
    (town / LOCK).write_text(text, encoding="utf-8")
    sentence = f"content/{LOCK}:1: 核对记录读不懂，可能合并时弄乱了 → 请从主分支取回这个文件，再运行 scripts/review.py"
    assert sentence in [str(problem) for problem in checks.check(load(town), TODAY)]


def test_a_lock_forgets_words_that_nobody_needs() -> None:
    lock = Lock().record("a", TODAY, {"《甲法》第一条": "旧"}).record("a", TODAY, {"《甲法》第一条": "新"})
    assert list(lock.articles.values()) == ["新"]
    with pytest.raises(ContentError):
        read_lock(ROOT / "README.md", "README.md")


def test_our_own_cases_are_all_on_record() -> None:
    library = load(ROOT / "content")
    assert set(library.lock.cases) == {case.slug for case in library.public_cases}
    assert [reviews.changes(case, library, TODAY) for case in library.public_cases] == [[]] * len(library.public_cases)


@pytest.fixture
def old_case(town: Path) -> Path:
    """A case whose facts lie before the law was rewritten."""
    shutil.copy(ROOT / "content/laws/zhian-guanli-chufa-fa.yml", town / "laws")
    replace(town / CASE, "facts_date: 2026-03-15", "facts_date: 2025-03-15")
    replace(town / CASE, "王某还钱。", "王某打人，按《治安管理处罚法》第四十三条拘留。")
    return town


def test_facts_are_judged_by_the_law_of_their_day_and_the_page_says_what_it_is_now(old_case: Path) -> None:
    page = _page(old_case)
    assert "《治安管理处罚法》：案发时为第四十三条，2026年1月1日起为第五十一条。" in page
    assert 'href="../../laws/zhianguanlichufafa/2012-43/"' in page
    prepared = publication.prepare(old_case, TODAY)
    law = prepared.renderer.render(prepared.pages["laws/zhianguanlichufafa.md"])
    assert 'href="2012-43/"' in law
    assert "已被修改：2026年1月1日起改用新的版本。下面是以前的条文，只供查对。" in law
    assert "<p>现在是第五十一条。</p>" in prepared.renderer.render(prepared.pages["laws/zhianguanlichufafa/2012-43.md"])


def test_readers_are_told_what_to_do_by_the_law_of_today(old_case: Path) -> None:
    replace(old_case / CASE, "说好的事要算数。", "现在打人看《治安管理处罚法》第五十一条。")
    page = _page(old_case)
    assert 'href="../../laws/zhianguanlichufafa/51/"' in page


def test_words_of_the_old_law_may_be_quoted_for_old_facts_only(old_case: Path) -> None:
    quoted = "《治安管理处罚法》第四十三条规定：“殴打他人的，或者故意伤害他人身体的”。"
    replace(old_case / CASE, "王某打人，", f"{quoted}王某打人，")
    assert not any("引号里的话" in warning for warning in _warnings(old_case))
    replace(old_case / CASE, "说好的事要算数。", quoted)
    assert sum("引号里的话不是《治安管理处罚法》第四十三条的原文" in warning for warning in _warnings(old_case)) == 1


def test_a_case_of_today_has_no_such_note(town: Path) -> None:
    assert "案发时为" not in _page(town)
