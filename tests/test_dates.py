"""Forged dates and vanished pages: what Git knows, and what is said of it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Callable
from dataclasses import replace as change
from pathlib import Path

import pytest

from pufa import checks, history
from pufa.history import UNKNOWN, History
from pufa.library import load

from .conftest import ROOT, TODAY, replace

CASE = "cases/jie-qian.md"
JUNE, JULY = "2026-06-01", "2026-07-01"


def git(folder: Path, *arguments: str, day: str = JUNE) -> str:
    """Run Git in a folder as on a day, whatever the settings of this machine are."""
    noon = f"{day}T12:00:00+08:00"
    who = {f"GIT_{role}_{what}": "x" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    days = {"GIT_AUTHOR_DATE": noon, "GIT_COMMITTER_DATE": noon}
    alone = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    outside = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    command = ["git", "-C", str(folder), *arguments]
    done = subprocess.run(command, env={**outside, **who, **days, **alone}, capture_output=True, check=True)
    return done.stdout.decode()


@pytest.fixture
def repository(town: Path) -> Path:
    """The small town in a repository: its first commit holds nothing, the second, of June, holds the town."""
    folder = town.parent
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "commit", "--quiet", "--allow-empty", "--message=begin", day="2026-01-01")
    store(town, JUNE)
    return town


def store(town: Path, day: str) -> None:
    git(town.parent, "add", "--all")
    git(town.parent, "commit", "--quiet", "--message=change", day=day)


def find(town: Path, today: dt.date = TODAY, severity: str = "error") -> list[str]:
    problems = checks.check(load(town, history.read(town)), today)
    return [str(problem) for problem in problems if problem.severity == severity]


def test_what_is_on_record(repository: Path) -> None:
    replace(repository / CASE, "王某还钱。", "王某还了钱。")
    store(repository, JULY)
    known = history.read(repository)
    assert known.missing is None
    assert known.added[f"content/{CASE}"] == known.published[f"content/{CASE}"] == dt.date(2026, 6, 1)
    assert known.changed[f"content/{CASE}"] == dt.date(2026, 7, 1)
    assert known.changed["content/contacts.yml"] == dt.date(2026, 6, 1)
    assert "content/cases/draft.md" in known.added
    assert "content/cases/draft.md" not in known.published
    assert known.once_public == {
        f"content/{name}" for name in (CASE, "reports/2024.md", "villages/dong.md", "villages/xi.md")
    }


def test_honest_dates_are_no_error(repository: Path) -> None:
    assert find(repository) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        (CASE, "published: 2026-06-01", "published: 2026-11-24", f"content/{CASE}:11: 「published」写的是 2026-11-24，今天才 2026-11-23 → 还没到的日子不能写，请写真实的日期"),
        (CASE, "reviewed: 2026-06-01", "reviewed: 2026-11-24", f"content/{CASE}:12: 「reviewed」写的是 2026-11-24，今天才 2026-11-23 → 还没到的日子不能写，请写真实的日期"),
        (CASE, "approvals: []", "approvals: [{step: 初审, role: 司法所, date: 2026-12-01}]", f"content/{CASE}:14: 「approvals」第 1 条的「date」写的是 2026-12-01，今天才 2026-11-23 → 还没到的日子不能写，请写真实的日期"),
        ("cases/withdrawn.md", "date: 2026-07-01", "date: 2027-07-01", "content/cases/withdrawn.md:21: 「withdrawn」的「date」写的是 2027-07-01，今天才 2026-11-23 → 还没到的日子不能写，请写真实的日期"),
        ("reports/2024.md", "published: 2025", "published: 2027", "content/reports/2024.md:5: 「published」写的是 2027-03-01，今天才 2026-11-23 → 还没到的日子不能写，请写真实的日期"),
        ("laws/yangban-tiaoli.yml", "checked: 2026", "checked: 2027", "content/laws/yangban-tiaoli.yml:9: 「versions」第 1 条的「checked」写的是 2027-06-01，今天才 2026-11-23 → 还没到的日子不能写，请写真实的日期"),
    ],
)  # fmt: skip
def test_a_day_that_has_not_come(
    town: Path, errors_in: Callable[[], list[str]], file: str, old: str, new: str, sentence: str
) -> None:
    replace(town / file, old, new)
    assert errors_in() == [sentence]


def test_today_has_come(town: Path, errors_in: Callable[[], list[str]]) -> None:
    replace(town / CASE, "published: 2026-06-01", f"published: {TODAY}")
    replace(town / "cases/draft.md", "status: draft", "published: 2027-01-01\nstatus: draft")
    assert errors_in() == []


def test_published_long_before_it_was_stored(repository: Path) -> None:
    new = repository / "cases/new.md"
    text = (repository / CASE).read_text(encoding="utf-8").replace("借出去的钱", "新借出去的钱")
    new.write_text(text, encoding="utf-8")
    assert find(repository) == [], "nothing is on record about a file that was not stored yet"
    store(repository, JULY)
    assert find(repository) == [
        "content/cases/new.md:11: 「published」写的是 2026-06-01，这个文件 2026-07-01 才以“已发布”存进历史 → 日期最多可以早 10 天，请写真实的日期",
        "content/cases/new.md:12: 「reviewed」写的是 2026-06-01，这个文件 2026-07-01 才第一次存进历史 → 日期最多可以早 10 天，请写真实的日期",
    ]


@pytest.mark.parametrize(("days", "errors"), [(10, 0), (11, 2)])
def test_a_few_days_are_allowed(repository: Path, days: int, errors: int) -> None:
    day = dt.date(2026, 6, 1) - dt.timedelta(days=days)
    replace(repository / CASE, "published: 2026-06-01\nreviewed: 2026-06-01", f"published: {day}\nreviewed: {day}")
    assert len(find(repository)) == errors


def test_the_town_sets_how_many(repository: Path) -> None:
    replace(repository / "site.yml", "villages: 2", "villages: 2\nbackdating_days: 0")
    replace(repository / CASE, "published: 2026-06-01", "published: 2026-05-31")
    assert find(repository) == [
        f"content/{CASE}:11: 「published」写的是 2026-05-31，这个文件 2026-06-01 才以“已发布”存进历史 → 日期最多可以早 0 天，请写真实的日期"
    ]


def test_a_draft_of_long_ago_does_not_cover_a_false_date(repository: Path) -> None:
    """The file was there in June, readers saw it in November: a date of August is false."""
    new = repository / "cases/new.md"
    text = (repository / CASE).read_text(encoding="utf-8").replace("借出去的钱", "新借出去的钱")
    new.write_text(text.replace("status: published", "status: draft"), encoding="utf-8")
    store(repository, JUNE)
    new.write_text(text.replace("published: 2026-06-01", "published: 2026-08-01"), encoding="utf-8")
    store(repository, "2026-11-20")
    assert find(repository) == [
        "content/cases/new.md:11: 「published」写的是 2026-08-01，这个文件 2026-11-20 才以“已发布”存进历史 → 日期最多可以早 10 天，请写真实的日期"
    ]


def test_what_the_first_commit_brought_may_be_older(town: Path) -> None:
    """A town that takes over its pages from elsewhere begins a new history; where they were before, nobody knows."""
    git(town.parent, "init", "--quiet", "--initial-branch=main")
    store(town, "2026-11-20")
    assert find(town) == []
    assert history.read(town).added == {}


def test_a_published_case_is_not_deleted(repository: Path) -> None:
    (repository / "cases/old.md").unlink()  # was never published under this name
    (repository / CASE).unlink()
    store(repository, JULY)
    assert find(repository) == [
        f"content/{CASE}:1: 这个案例发布过，现在文件没有了，网址会打不开 → 请恢复文件，把 status 改成 withdrawn，写明 withdrawn 的 reason 和 date；正文可以删掉"
    ]


def test_nor_made_a_draft_again(repository: Path) -> None:
    (repository / "cases/old.md").unlink()
    replace(repository / CASE, "status: published", "status: draft")
    assert find(repository) == [
        f"content/{CASE}:18: 这个案例发布过，不能再改回草稿，那样网址就打不开了 → 要撤下的，请把 status 改成 withdrawn，写明 withdrawn 的 reason 和 date"
    ]


def test_withdrawing_is_the_way(repository: Path) -> None:
    (repository / "cases/old.md").unlink()
    file = repository / CASE
    replace(file, "status: published", "status: withdrawn\nwithdrawn: {reason: 引错了法条, date: 2026-11-20}")
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("## 一句话")], encoding="utf-8")
    store(repository, JULY)
    assert find(repository) == []


def test_a_report_is_not_deleted(repository: Path) -> None:
    (repository / "reports/2024.md").unlink()
    assert find(repository) == [
        "content/reports/2024.md:1: 这一页发布过，现在文件没有了，网址会打不开 → 请恢复文件，内容可以改，文件名不要动"
    ]


def test_what_only_a_branch_had_was_never_public(repository: Path) -> None:
    git(repository.parent, "switch", "--quiet", "--create", "work")
    (repository / "cases/new.md").write_text(
        (repository / CASE).read_text(encoding="utf-8").replace("借出去的钱", "新借出去的钱"), encoding="utf-8"
    )
    store(repository, JUNE)
    (repository / "cases/new.md").unlink()
    store(repository, JULY)
    assert find(repository) == []


def test_what_main_got_later_is_not_missed_in_an_older_state(repository: Path) -> None:
    git(repository.parent, "switch", "--quiet", "--create", "older")
    git(repository.parent, "switch", "--quiet", "main")
    (repository / "cases/new.md").write_text(
        (repository / CASE).read_text(encoding="utf-8").replace("借出去的钱", "新借出去的钱"), encoding="utf-8"
    )
    store(repository, JUNE)
    git(repository.parent, "switch", "--quiet", "older")
    assert find(repository) == []


def test_a_case_that_cannot_be_read_has_not_vanished(repository: Path) -> None:
    (repository / "cases/old.md").unlink()
    replace(repository / CASE, "kind: 民事", "kind: 家事")
    assert find(repository) == [f"content/{CASE}:7: 「kind」写的是「家事」 → 只能填：民事、刑事、行政、劳动、调解"]


NOT_COMPARED = "content/site.yml:1: 提醒：{}，没有核对发布日期是不是真的 → 请在历史完整的仓库里再核对一次"


def test_without_a_repository(town: Path) -> None:
    assert history.read(town).missing == "这个文件夹没有 Git 历史"
    assert find(town) == []
    assert NOT_COMPARED.format("这个文件夹没有 Git 历史") in find(town, severity="warning")


def test_without_git(town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(town))
    assert NOT_COMPARED.format("这台电脑上没有 Git") in find(town, severity="warning")


def test_with_a_history_cut_off(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{repository.parent}", str(clone))
    found = find(clone / "content", severity="warning")
    assert NOT_COMPARED.format("只下载了最近的历史（浅克隆）") in found


def test_a_folder_without_a_commit(town: Path) -> None:
    git(town.parent, "init", "--quiet")
    assert history.read(town).missing == "这个文件夹没有 Git 历史"


def test_a_hook_of_another_repository_does_not_mislead(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A commit hook sets GIT_DIR; it is the one of that hook's repository."""
    monkeypatch.setenv("GIT_DIR", str(ROOT / "no-such-folder"))
    monkeypatch.setenv("GIT_INDEX_FILE", "no-such-file")
    assert history.read(repository).missing is None


def test_names_with_odd_letters(repository: Path) -> None:
    (repository / "cases/借 钱.md").write_text("x", encoding="utf-8")
    store(repository, JULY)
    assert "content/cases/借 钱.md" in history.read(repository).added


def test_days_are_the_towns(repository: Path) -> None:
    """Stored at 1:00 on 2 July in the town, when London still had 1 July."""
    (repository / "cases/new.md").write_text("x", encoding="utf-8")
    git(repository.parent, "add", "--all")
    command = ["git", "-C", str(repository.parent), "-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x"]
    late = {"GIT_COMMITTER_DATE": "2026-07-01T17:00:00+00:00"}
    subprocess.run(command, env={**os.environ, **late}, check=True)
    assert history.read(repository).added["content/cases/new.md"] == dt.date(2026, 7, 2)


def test_nobody_asked(town: Path) -> None:
    """Without facts there is no complaint: the caller decides whether to ask Git."""
    library = load(town)
    assert library.history is UNKNOWN
    assert list(checks.dates.check_history(library, TODAY)) == []
    assert len(list(checks.dates.check_history(change(library, history=History(missing="没有")), TODAY))) == 1
