"""What a page is made of, as one text: another one whenever anything of it is another."""

from __future__ import annotations

import datetime as dt
import shutil
from collections import deque
from collections.abc import Mapping
from itertools import combinations
from pathlib import Path

import pytest
from markupsafe import Markup

from pufa import publication
from pufa.pages.key import key_of
from pufa.pages.page import Later, Page, Publishing

from .conftest import ROOT, TODAY, TOWN, replace

DAY = dt.date(2026, 1, 1)


def _page(value: object) -> Page:
    return Page("a.md", "a", "case.html", {"value": value})


@pytest.mark.parametrize("value", [{"a set"}, deque("ab"), object(), b"bytes", [1, [object()]], {"deep": {"er": {1}}}])
def test_what_nobody_can_tell_apart_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="nobody knows when it has changed"):
        key_of(_page(value), "")


def test_no_two_values_are_taken_for_one() -> None:
    values = [
        *(None, True, False, 1, 0, 1.5, "1", "", "None", "True", DAY, str(DAY), dt.time(8), dt.datetime(2026, 1, 1)),
        *([], [[]], ["a", "b"], ["ab"], ["a\0b"], [["a"], "b"], [["a", "b"]], ["1 a", "b"], {"a": "b"}, {"b": "a"}),
        *({"a": "b", "c": "d"}, {"a": ["b", "c", "d"]}, Publishing(), Publishing(DAY), Publishing(updated=DAY)),
    ]
    for one, other in combinations(values, 2):
        assert key_of(_page(one), "") != key_of(_page(other), ""), (one, other)


def test_equal_values_are_one() -> None:
    for one, other in [(["a", "b"], ("a", "b")), ("a", Markup("a")), ({"a": 1}, {"a": 1}.copy())]:
        assert key_of(_page(one), "") == key_of(_page(other), "")


def test_every_part_of_a_page_counts() -> None:
    def work_out() -> Mapping[str, object]:
        raise AssertionError("what takes work is not done for a key")

    plain = Page("a.md", "a", "case.html")
    others = [
        Page("b.md", "a", "case.html"),
        Page("a.md", "b", "case.html"),
        Page("a.md", "a", "topic.html"),
        Page("a.md", "a", "case.html", description="b"),
        Page("a.md", "a", "case.html", edit_path="b"),
        Page("a.md", "a", "case.html", is_listed=False),
        Page("a.md", "a", "case.html", shell="board.html"),
        Page("a.md", "a", "case.html", publishing=Publishing(DAY)),
        Page("a.md", "a", "case.html", picture="b"),
        Page("a.md", "a", "case.html", later=Later(work_out, ("b",))),
        Page("a.md", "a", "case.html", later=Later(work_out, ("c",))),
    ]
    keys = [key_of(page, "") for page in [plain, *others]]
    assert len({*keys, key_of(plain, "another day")}) == len(others) + 2


def _keys(content: Path, today: dt.date = TODAY) -> dict[str, str]:
    prepared = publication.prepare(content, today, theme=ROOT / "theme")
    return {page.address: key_of(page, prepared.surroundings) for page in prepared.site.pages}


@pytest.fixture(scope="module")
def keys() -> dict[str, str]:
    return _keys(TOWN / "content")


@pytest.mark.parametrize(
    ("file", "old", "new", "shown_on"),
    [
        ("cases/jie-qian.md", "借出去的钱要不回来", "借出去的粮要不回来", ["", "cases/", "cases/jie-qian/", "topics/jiedai/", "villages/dong/", "laws/minfadian/675/", "b/0002/", "sitemap/"]),
        ("cases/jie-qian.md", "先催，再告", "先催了再告", ["cases/jie-qian/"]),
        ("villages/dong.md", "示范村", "文明村", ["villages/dong/"]),
        ("contacts.yml", "调解、问法律。", "问法律、调解。", ["help/", "villages/dong/"]),
        ("topics.yml", "借钱不还、打欠条。", "借钱的事。", ["topics/jiedai/", "cases/jie-qian/"]),
        ("calendar.yml", "宪法是根本法。", "宪法最大。", ["calendar/"]),
        ("duties.yml", "audience: 村民", "audience: 村干部", ["duties/"]),
        ("reports/2024.md", "展板较旧。", "展板旧了。", ["reports/2024/"]),
        ("boards.yml", "place: 卫生室", "place: 小卖部", ["b/0003/", "boards/"]),
    ],
)  # fmt: skip
def test_pages_that_show_what_has_changed(
    keys: dict[str, str], town: Path, file: str, old: str, new: str, shown_on: list[str]
) -> None:
    replace(town / file, old, new)
    after = _keys(town)
    assert [address for address in shown_on if after[address] == keys[address]] == []
    assert after["404.html"] == keys["404.html"], "what shows nothing of it stays as it is"


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("site.yml", "样镇普法站", "样镇法治站"),
        ("site.yml", "corrections: 12345热线", "corrections: 样镇司法所"),
        ("contacts.yml", "政府的事都能问。", "政府的事都可以问。"),
        ("laws/yangban-tiaoli.yml", "样板应当端正。", "样板必须端正。"),
    ],
)
def test_what_every_page_depends_on(keys: dict[str, str], town: Path, file: str, old: str, new: str) -> None:
    replace(town / file, old, new)
    after = _keys(town)
    assert [address for address in keys if after[address] == keys[address]] == []


def test_another_day_is_another_page(keys: dict[str, str], town: Path) -> None:
    after = _keys(town, TODAY + dt.timedelta(1))
    assert [address for address in keys if after[address] == keys[address]] == []


def test_another_name_of_the_folder_above_is_the_same(keys: dict[str, str], tmp_path: Path) -> None:
    """The key of a page does not know where the project lies."""
    assert _keys(shutil.copytree(TOWN / "content", tmp_path / "far" / "content")) == keys
