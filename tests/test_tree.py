"""The folder of the built site: what has not changed stays as it is, and whoever was at it, the next build is right."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from pufa import atomic, tree
from pufa.manifest import digest_of
from pufa.tree import Changes, Tree

from .conftest import read_tree

OLD = {"index.html": b"home", "cases/a/index.html": b"a", "cases/b/index.html": b"b", "assets/x.js": b"x"}
NEW = {"index.html": b"home", "cases/a/index.html": b"changed", "villages/c/index.html": b"c", "assets/x.js": b"x"}
TICK = 0.02  # longer than a file system's clock stands still


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def _publish(site: Path, files: dict[str, bytes], stands_by: bool = True) -> Changes:
    """One build, which knows whatever is published already."""
    one = Tree(site)
    for path, data in files.items():
        if one.knows(path, digest_of(data)):
            one.keep(path)
        else:
            one.put(path, data)
    changes = one.publish()
    one.write_down()
    if stands_by:
        one.stand_by()
    time.sleep(TICK)
    return changes


def _folders(site: Path) -> set[str]:
    return {folder.relative_to(site).as_posix() for folder in site.rglob("*") if folder.is_dir()}


def _times(site: Path) -> dict[str, tuple[int, int]]:
    found = {file.relative_to(site).as_posix(): file.stat() for file in site.rglob("*") if file.is_file()}
    return {path: (stat.st_ino, stat.st_mtime_ns) for path, stat in found.items()}


def test_the_first_site(site: Path) -> None:
    assert _publish(site, OLD) == Changes(written=4, kept=0, removed=0)
    assert read_tree(site) == OLD


def test_folders_on_the_way_to_the_site_are_made(tmp_path: Path) -> None:
    site = tmp_path / "var" / "www" / "site"
    _publish(site, OLD)
    assert read_tree(site) == OLD


def test_nothing_new_touches_nothing(site: Path) -> None:
    _publish(site, OLD)
    times, folder = _times(site), site.stat().st_ino
    assert not _publish(site, OLD)
    assert (_times(site), site.stat().st_ino) == (times, folder)


def test_what_has_not_changed_stays_the_same_file(site: Path) -> None:
    _publish(site, OLD)
    before = _times(site)
    assert _publish(site, NEW) == Changes(written=2, kept=2, removed=1)
    assert read_tree(site) == NEW
    after = _times(site)
    assert {path for path in NEW if before.get(path) == after[path]} == {"index.html", "assets/x.js"}


def test_empty_folders_go(site: Path) -> None:
    _publish(site, OLD)
    for _ in range(3):  # both trees have had it
        _publish(site, NEW)
        assert _folders(site) == {"cases", "cases/a", "villages", "villages/c", "assets"}
        _publish(site, OLD)
        assert _folders(site) == {"cases", "cases/a", "cases/b", "assets"}


@pytest.mark.parametrize("is_forked", [False, True])
def test_a_build_knows_what_the_one_before_has_left(site: Path, is_forked: bool) -> None:
    """Also what other processes have written for it."""
    third = {"index.html": b"new", "cases/page/2/index.html": b"c", "villages/c/d/index.html": b"d"}
    for files in (OLD, NEW, third, NEW, OLD, OLD, third):
        one = Tree(site)
        one.open()
        if is_forked:
            with ProcessPoolExecutor(1, multiprocessing.get_context("fork")) as pool:
                stamps = list(pool.map(one.put, *zip(*files.items(), strict=True)))
            for path, stamp in zip(files, stamps, strict=True):
                one.accept(path, stamp)
        else:
            for path, data in files.items():
                one.put(path, data)
        one.publish()
        one.write_down()
        one.stand_by()
        time.sleep(TICK)
        assert Tree(site).is_whole
        assert read_tree(site) == files


def test_a_changed_file_does_not_change_the_one_that_is_published(site: Path) -> None:
    """Both trees hold the same file: it is replaced, not written over."""
    _publish(site, OLD)
    one = Tree(site)
    one.put("cases/a/index.html", b"changed")
    assert read_tree(site) == OLD
    assert one.read("cases/a/index.html") == b"changed"


def test_what_is_read_is_what_will_be_published(site: Path) -> None:
    _publish(site, OLD)
    one = Tree(site)
    one.keep("index.html")
    one.put("assets/x.js", b"y")
    assert (one.read("index.html"), one.read("assets/x.js"), one.read("cases/a/index.html")) == (b"home", b"y", None)


def test_a_file_under_another_name(site: Path) -> None:
    """The folder of the search index has another name now and then."""
    _publish(site, OLD)
    before = _times(site)
    one = Tree(site)
    one.keep("assets/2/x.js", "assets/x.js")
    one.publish()
    assert read_tree(site) == {"assets/2/x.js": b"x"}
    assert _times(site)["assets/2/x.js"] == before["assets/x.js"]


def test_stamps_from_another_process(site: Path) -> None:
    _publish(site, OLD)
    worker, one = Tree(site), Tree(site)
    one.open()
    one.accept("index.html", worker.put("index.html", b"new"))
    one.accept("assets/x.js", worker.put("assets/x.js", OLD["assets/x.js"]))
    assert one.publish() == Changes(written=1, kept=1, removed=2)
    assert read_tree(site) == {"index.html": b"new", "assets/x.js": b"x"}


def _add(site: Path) -> None:
    (site / "cases" / "stranger.html").write_text("who?", encoding="utf-8")


def _add_folder(site: Path) -> None:
    (site / "strange" / "folder").mkdir(parents=True)


def _change(site: Path) -> None:
    (site / "index.html").write_text("HOME", encoding="utf-8")  # as long as it was


def _delete(site: Path) -> None:
    (site / "assets" / "x.js").unlink()


def _delete_folder(site: Path) -> None:
    shutil.rmtree(site / "cases")


def _delete_all(site: Path) -> None:
    shutil.rmtree(site)


def _replace_by_older(site: Path) -> None:
    """With an older time, as `cp -p` from a copy gives it."""
    (site / "index.html").write_text("HOME", encoding="utf-8")
    os.utime(site / "index.html", (1, 1))


def _copy_whole(site: Path) -> None:
    shutil.copytree(site, site.with_name("copy"))
    shutil.rmtree(site)
    site.with_name("copy").rename(site)


@pytest.mark.parametrize(
    "meddle", [_add, _add_folder, _change, _delete, _delete_folder, _delete_all, _replace_by_older, _copy_whole]
)
@pytest.mark.parametrize("files", [OLD, NEW], ids=["the same", "another"])
def test_somebody_was_at_the_site(site: Path, meddle: Callable[[Path], None], files: dict[str, bytes]) -> None:
    _publish(site, OLD)
    meddle(site)
    time.sleep(TICK)
    _publish(site, files)
    assert read_tree(site) == files
    assert "strange" not in _folders(site)
    _publish(site, OLD)
    assert (read_tree(site), _folders(site)) == (OLD, {"cases", "cases/a", "cases/b", "assets"})


@pytest.mark.parametrize("meddle", [_add, _add_folder, _change, _delete, _delete_folder, _delete_all])
def test_somebody_was_at_the_tree_that_stands_by(site: Path, meddle: Callable[[Path], None]) -> None:
    _publish(site, NEW)
    _publish(site, OLD)
    standing = Tree.beside(site) / "next"
    (standing / "assets").mkdir(exist_ok=True)
    if (standing / "index.html").exists():  # not the very file that is published
        (standing / "index.html").unlink()
        shutil.copy2(site / "index.html", standing / "index.html")
        time.sleep(TICK)
    meddle(standing)
    time.sleep(TICK)
    _publish(site, NEW)
    assert (read_tree(site), _folders(site)) == (NEW, {"cases", "cases/a", "villages", "villages/c", "assets"})


@pytest.mark.parametrize("damage", [b"", b"\x80\x05]", b"I1\n."])
def test_a_damaged_manifest(site: Path, damage: bytes) -> None:
    _publish(site, OLD)
    (Tree.beside(site) / "trees.pickle").write_bytes(damage)
    _publish(site, NEW)
    assert read_tree(site) == NEW
    assert not _publish(site, NEW), "and it is whole again"


def test_what_lies_beside_may_be_deleted(site: Path) -> None:
    _publish(site, OLD)
    shutil.rmtree(Tree.beside(site))
    _publish(site, NEW)
    assert read_tree(site) == NEW


def test_a_site_of_another_maker(site: Path) -> None:
    """What was there before the first build goes, as with every generator."""
    _add_folder(site)
    (site / "index.html").write_text("theirs", encoding="utf-8")
    _publish(site, OLD)
    assert (read_tree(site), "strange" in _folders(site)) == (OLD, False)


def test_nothing_stands_by(site: Path) -> None:
    """Stopped before the second tree was made."""
    for files in (OLD, NEW, OLD):
        _publish(site, files, stands_by=False)
        assert read_tree(site) == files


def test_a_build_that_was_given_up(site: Path) -> None:
    """Half of the new tree is there; the next build knows that it is not what it was."""
    _publish(site, NEW)
    _publish(site, OLD)
    one = Tree(site)
    one.put("index.html", b"HOME")
    one.put("cases/d/index.html", b"d")
    time.sleep(TICK)
    assert read_tree(site) == OLD
    assert not _publish(site, OLD)
    _publish(site, NEW)
    assert (read_tree(site), "cases/d" in _folders(site)) == (NEW, False)


def test_stopped_before_it_was_written_down(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The new site is there, and the notes are of the old one."""
    _publish(site, OLD)
    with monkeypatch.context() as patch:
        patch.setattr(tree, "write_whole", _stop)
        with pytest.raises(KeyboardInterrupt):
            _publish(site, NEW)
    assert read_tree(site) == NEW
    for files in (NEW, OLD, NEW):
        _publish(site, files)
        assert read_tree(site) == files


def _stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_disk_without_hard_links(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _refuse_link)
    for files in (OLD, NEW, OLD):
        _publish(site, files)
        assert read_tree(site) == files
    before = {path: changed for path, (_, changed) in _times(site).items()}
    _publish(site, NEW)
    after = {path: changed for path, (_, changed) in _times(site).items()}
    assert after["index.html"] == before["index.html"]


def _refuse_link(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


# --- where two folders cannot be exchanged at once -----------------------------------------------------------------


@pytest.fixture
def two_renames(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(atomic, "_exchange_at_once", lambda one, other: False)


@pytest.mark.usefixtures("two_renames")
def test_by_renames(site: Path) -> None:
    for files in (OLD, NEW, OLD, NEW):
        _publish(site, files)
        assert read_tree(site) == files
    assert {entry.name for entry in site.parent.iterdir()} == {"site", ".site.pufa"}


@pytest.mark.usefixtures("two_renames")
@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("files", [OLD, NEW], ids=["the old again", "the new"])
def test_stopped_between_renames(
    site: Path, monkeypatch: pytest.MonkeyPatch, number: int, files: dict[str, bytes]
) -> None:
    """After so many of the three renames; the next build makes everything right."""
    _publish(site, OLD)
    with monkeypatch.context() as patch:
        rename, done = Path.rename, []

        def stop_after(self: Path, target: Path) -> Path:
            if len(done) == number:
                raise KeyboardInterrupt
            done.append(target)
            return rename(self, target)

        patch.setattr(Path, "rename", stop_after)
        with pytest.raises(KeyboardInterrupt):
            _publish(site, NEW)
        assert len(done) == number
    restored = Tree(site)
    assert read_tree(restored.site) == (NEW if number == 2 else OLD)
    for again in (files, OLD, NEW):
        _publish(site, again)
        assert read_tree(site) == again
    assert {entry.name for entry in site.parent.iterdir()} == {"site", ".site.pufa"}


@pytest.mark.usefixtures("two_renames")
def test_a_tree_that_cannot_be_renamed(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Windows, where a virus scanner looks at a file: the old site goes back."""
    _publish(site, OLD)
    with monkeypatch.context() as patch:
        rename = Path.rename

        def refuse_next(self: Path, target: Path) -> Path:
            if self.name == "next":
                raise PermissionError(13, "Permission denied")
            return rename(self, target)

        patch.setattr(Path, "rename", refuse_next)
        with pytest.raises(PermissionError):
            _publish(site, NEW)
    assert read_tree(site) == OLD
    _publish(site, NEW)
    assert read_tree(site) == NEW


def test_exchange_is_at_once_where_the_system_can(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    if not atomic._exchange_at_once(tmp_path / "one", tmp_path / "other"):
        pytest.skip("this file system or system has no renameat2")
    assert ((tmp_path / "one/other").exists(), (tmp_path / "other/one").exists()) == (True, True)
    assert not atomic._exchange_at_once(tmp_path / "one", tmp_path / "no such folder")


def test_a_system_that_refuses_leaves_both_in_place(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    with pytest.raises(OSError):
        atomic.exchange(tmp_path / "one", tmp_path / "no such folder")
    atomic.restore(tmp_path / "one")
    assert (tmp_path / "one").is_dir()
