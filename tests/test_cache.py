"""What was worked out before: used again only if it is made of the same, and of no consequence if it is lost."""

from __future__ import annotations

import datetime as dt
import pickle
import time
from pathlib import Path

import pytest

from pufa import atomic, environment
from pufa.cache import UNSURE, Cache, Shelf
from pufa.law.lock import NAME as LOCK
from pufa.law.lock import Lock
from pufa.library import load

from .conftest import replace

DAY = dt.date(2026, 1, 2)


def _refuse() -> str:
    raise AssertionError("this was to be recalled")


def _files(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_recalled_if_made_of_the_same(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    assert shelf.recall("村", "one", lambda: "old") == "old"
    shelf.save()
    later = Shelf(tmp_path)
    assert later.recall("村", "one", _refuse) == "old"
    assert later.recall("村", "two", lambda: "new") == "new"
    later.save()
    assert Shelf(tmp_path).recall("村", "two", _refuse) == "new"


def test_a_value_may_be_nothing(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("none", "a", None)
    shelf.save()
    assert Shelf(tmp_path).recall("none", "a", _refuse) is None
    assert Shelf(tmp_path).peek("other") is None


@pytest.mark.parametrize("damage", [b"", b"\x80\x05garbage", b"cos\nno_such_function\n."])
def test_what_is_damaged_is_worked_out_again(tmp_path: Path, damage: bytes) -> None:
    shelf = Shelf(tmp_path)
    shelf.put("name", "a", "kept")
    shelf.save()
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    mended = Shelf(tmp_path)
    assert mended.recall("name", "a", lambda: "again") == "again"
    mended.save()
    assert Shelf(tmp_path).recall("name", "a", _refuse) == "again"


def test_names_that_nobody_asks_for_are_dropped(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for name in "abc":
        shelf.put(name, "", name)
    shelf.save()
    later = Shelf(tmp_path)
    later.peek("a")
    later.recall("b", "", _refuse)
    later.save()
    assert Shelf(tmp_path).entries.keys() == {"a", "b"}
    later.save()  # a preview: the next build of the same process asks for other names
    assert Shelf(tmp_path).entries.keys() == set()


def test_one_change_writes_one_file(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    for number in range(500):
        shelf.put(str(number), "", number)
    shelf.save()
    before = _files(tmp_path)
    assert len(before) > 50
    for number in range(500):
        shelf.recall(str(number), "", _refuse_number)
    shelf.put("7", "changed", "seven")
    shelf.save()
    after = _files(tmp_path)
    assert sum(before[name] != after[name] for name in before) == 1
    assert Shelf(tmp_path).entries["8"] == ("", 8)


def _refuse_number() -> int:
    raise AssertionError("this was to be recalled")


def test_a_file_is_saved_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped before the new file has taken the place of the old one."""
    shelf = Shelf(tmp_path)
    shelf.put("name", "a", "old")
    shelf.save()
    shelf.put("name", "b", "new" * 1000)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", _stop)
        with pytest.raises(KeyboardInterrupt):
            shelf.save()
    assert Shelf(tmp_path).peek("name") == ("a", "old")
    atomic.write_whole(tmp_path / "other", b"1")
    assert (tmp_path / "other").read_bytes() == b"1"


def _stop(self: Path, target: Path) -> Path:
    raise KeyboardInterrupt


def test_what_other_code_has_kept_is_deleted(tmp_path: Path) -> None:
    for version in ("old", "older"):
        earlier = Cache(tmp_path, version)
        earlier.shelf("pages").put("a", "", version)
        for shelf in earlier._shelves.values():
            shelf.save()
    assert {folder.name for folder in tmp_path.iterdir()} == {"old", "older"}
    cache = Cache(tmp_path, "new")
    assert cache.shelf("pages").peek("a") is None
    cache.shelf("pages").put("a", "", "new")
    cache.save()
    assert {folder.name for folder in tmp_path.iterdir()} == {"new"}
    assert Cache(tmp_path, "new").shelf("pages").peek("a") == ("", "new")


def test_without_a_folder_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    cache = Cache()
    assert cache.shelf("pages").recall("a", "", lambda: 1) == 1
    assert cache.shelf("pages").recall("a", "", _refuse_number) == 1
    cache.save()
    assert (cache.index, cache.templates) == (None, None)
    assert list(tmp_path.iterdir()) == []


def test_what_a_worker_has_found_is_added(tmp_path: Path) -> None:
    cache, worker = Cache(tmp_path, "1"), Cache()
    worker.shelf("words").put("a", "in", "out")
    worker.shelf("words").put("b", "in", "not asked for")
    entries = pickle.loads(pickle.dumps(worker.entries(["a"])))
    cache.add(entries)
    cache.save()
    assert Cache(tmp_path, "1").shelf("words").entries == {"a": ("in", "out")}


def test_other_code_has_another_cache(tmp_path: Path) -> None:
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "main.html").write_text("one", encoding="utf-8")
    first = environment.open_cache(tmp_path / "cache", theme)
    assert environment.open_cache(tmp_path / "cache", theme, first) is first
    (theme / "main.html").write_text("two", encoding="utf-8")
    second = environment.open_cache(tmp_path / "cache", theme, first)
    assert second is not first
    (theme / "main.html").rename(theme / "other.html")
    assert environment.version(theme) not in (first.folder and first.folder.name, second.folder and second.folder.name)


def test_a_preview_goes_on_with_what_has_not_changed(town: Path) -> None:
    """Laws and reviews are not read again; when one is another, they are."""
    case, words = "jie-qian", "《民法典》第六百七十五条"
    (town / LOCK).write_text(Lock().record(case, DAY, {words: "从前的话"}).write(), encoding="utf-8")
    _grow_old(town)
    cache = Cache()
    first, again = load(town, cache=cache), load(town, cache=cache)
    assert (again.corpus, again.lock) == (first.corpus, first.lock)
    assert again.corpus is first.corpus
    assert again.lock is first.lock
    lock = first.lock.record(case, DAY, {words: "别的话"})
    (town / LOCK).write_text(lock.write(), encoding="utf-8")
    replace(next((town / "laws").iterdir()), "issuer: ", "issuer: 别的")
    for _ in range(2):  # at once, and when the file is old enough to be known by its time
        later = load(town, cache=cache)
        assert later.lock == lock
        assert later.lock.state_of(case) != first.lock.state_of(case)
        assert any(law.issuer.startswith("别的") for law in later.corpus.laws)
        _grow_old(town)


def _grow_old(folder: Path) -> None:
    """Wait until the files are known by their times alone."""
    newest = max(file.stat().st_ctime_ns for file in folder.rglob("*"))
    time.sleep(max(0, newest + UNSURE - time.time_ns()) / 1e9 + 0.1)
