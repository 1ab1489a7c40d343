"""Many towns: told what is wrong in towns.yml, each built as by itself, one at fault does not hold up the others."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Thread

import pytest

from pufa.district import register
from pufa.district.town_site import recover, swap
from pufa.problems import ContentError
from scripts import build_towns

from .conftest import EPOCH, TOWN, build_site, copy_project, replace

NAMES = {"dong": "东镇", "xi": "西镇", "nan": "南镇", "bei": "北镇", "zhong": "中镇"}
FRONT = {"index.html", "towns.json", "towns.js"}


def _lay_out(folder: Path, *slugs: str) -> Path:
    """towns.yml and the content of each town beside it."""
    lines = ["name: 样区普法站", "towns:"]
    for slug in slugs:
        shutil.copytree(TOWN / "content", folder / slug / "content")
        replace(folder / slug / "content/site.yml", "town: 样镇", f"town: {NAMES[slug]}")
        lines += [f"  - slug: {slug}", f"    name: {NAMES[slug]}", f"    content: {slug}/content"]
    towns = folder / "towns.yml"
    towns.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return towns


def _files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.fixture(autouse=True)
def _one_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("slug: xi", "slug: dong", "towns.yml:6: 「slug」写的是「dong」，第 3 行已经有了 → 请改成不一样的"),
        ("slug: xi", "slug: 西", "towns.yml:6: 「towns」第 2 条的「slug」写的是「西」，样子不对 → 网址里的名字，定了不再改：这个镇的网站在 网站/<slug>/"),
        ("name: 西镇", "name: 西乡", "towns.yml:7: 「name」写的是「西乡」，xi/content/site.yml 里是「西镇」 → 请改成一样"),
        ("content: xi/content", "content: none", "towns.yml:8: 「content」写的是「none」，没有这个文件夹 → 请从 towns.yml 所在的文件夹算起写"),
        ("content: xi/content", "content: xi/../dong/content", "towns.yml:8: 「content」写的是「xi/../dong/content」，第 5 行已经有了 → 请改成不一样的"),
        ("towns:", "twons:", "towns.yml:2: 没有「twons」这个字段 → 是不是想写「towns」？"),
    ],
)  # fmt: skip
def test_mistakes_in_the_list(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    towns = _lay_out(tmp_path, "dong", "xi")
    replace(towns, old, new)
    with pytest.raises(ContentError) as caught:
        register.read(towns)
    assert sentence in [str(problem) for problem in caught.value.problems]


def test_a_list_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert build_towns.main([str(tmp_path / "towns.yml"), "--out", str(tmp_path / "out")]) == 1
    assert "towns.yml:1: 文件读不出来" in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


def test_each_town_is_built_as_by_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = _lay_out(tmp_path, "dong", "xi")
    shutil.copytree(Path("docs"), tmp_path / "xi/docs")
    replace(tmp_path / "xi/docs/about.md", "# 关于本站", "# 关于西镇")
    assert build_towns.main([str(towns), "--out", str(tmp_path / "out")]) == 0, capsys.readouterr().out
    alone = copy_project(tmp_path / "alone")
    replace(alone / "content/site.yml", "town: 样镇", "town: 东镇")
    done = build_site(tmp_path / "one", alone)
    assert done.returncode == 0, done.stderr
    assert _files(tmp_path / "out/dong") == _files(tmp_path / "one")
    assert "关于西镇" in (tmp_path / "out/xi/about/index.html").read_text(encoding="utf-8")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"dong", "xi", *FRONT}
    assert not (tmp_path / ".out.building").exists()
    front = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]+/)">([^<]+)</a>', front) == [("dong/", "东镇"), ("xi/", "西镇")]
    listed = json.loads((tmp_path / "out/towns.json").read_text(encoding="utf-8"))
    assert [town["address"] for town in listed["towns"]] == ["dong/", "xi/"]


def test_a_town_at_fault_keeps_its_old_site_and_the_others_are_new(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    towns = _lay_out(tmp_path, "dong", "xi", "nan")
    out = tmp_path / "out"
    replace(tmp_path / "nan/content/cases/jie-qian.md", "kind: 民事", "kind: 家事")
    assert build_towns.main([str(towns), "--out", str(out)]) == 1
    told = capsys.readouterr().out
    assert "南镇：没有建成，1 处要改\n" in told
    assert "nan/content/cases/jie-qian.md:7: 「kind」写的是「家事」 → 只能填：民事、刑事、行政、劳动、调解\n" in told
    assert told.endswith("共 3 个镇：建好 2 个，没有建成 1 个。\n")
    assert {path.name for path in out.iterdir() if path.is_dir()} == {"dong", "xi"}
    assert "南镇" not in (out / "index.html").read_text(encoding="utf-8")
    before = _files(out / "dong")
    replace(tmp_path / "dong/content/topics.yml", "name: ", "nmae: ")
    replace(tmp_path / "nan/content/cases/jie-qian.md", "kind: 家事", "kind: 民事")
    assert build_towns.main([str(towns), "--out", str(out)]) == 1
    assert _files(out / "dong") == before
    assert "东镇" in (out / "index.html").read_text(encoding="utf-8")
    assert (out / "nan/index.html").is_file()


def test_a_town_that_left_is_told_not_deleted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = _lay_out(tmp_path, "dong")
    (tmp_path / "out/xi").mkdir(parents=True)
    assert build_towns.main([str(towns), "--out", str(tmp_path / "out"), "--apart"]) == 0
    assert "out/xi:1: 提醒：towns.yml 里没有这个镇" in capsys.readouterr().out
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"dong", "xi"}


def test_a_finished_site_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "out/dong"
    for text in ("one", "two"):
        new = tmp_path / "work" / text / "site"
        new.mkdir(parents=True)
        (new / "index.html").write_text(text, encoding="utf-8")
        swap(new, place, new.with_name("old"))
        assert (place / "index.html").read_text(encoding="utf-8") == text


def test_two_who_finish_the_same_town_at_once_leave_one_whole_site(tmp_path: Path) -> None:
    place, failed = tmp_path / "out/dong", []

    def finish(name: str) -> None:
        for number in range(100):
            new = tmp_path / "work" / f"{name}{number}" / "site"
            new.mkdir(parents=True)
            for file in ("a.html", "b.html"):
                (new / file).write_text(name, encoding="utf-8")
            try:
                swap(new, place, new.with_name("old"))
            except OSError as error:
                failed.append(error)

    both = [Thread(target=finish, args=(name,)) for name in ("one", "two")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert failed == []
    assert len(set(_files(place).values())) == 1
    assert set(_files(place)) == {"a.html", "b.html"}


def test_a_site_that_cannot_be_placed_leaves_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "out/dong"
    place.mkdir(parents=True)
    (place / "index.html").write_text("old", encoding="utf-8")
    (tmp_path / "work").mkdir()
    with pytest.raises(OSError):
        swap(tmp_path / "work/never-built", place, tmp_path / "work/old")
    assert (place / "index.html").read_text(encoding="utf-8") == "old"


def test_what_a_killed_run_left_is_put_right(tmp_path: Path) -> None:
    out, workshop = tmp_path / "out", tmp_path / ".out.building"
    for folder in (workshop / "dong.7.ab/old0", workshop / "xi.7.cd/old0", workshop / "xi.7.cd/site", out / "xi"):
        folder.mkdir(parents=True)
        (folder / "index.html").write_text(str(folder.relative_to(tmp_path)), encoding="utf-8")
    recover(workshop, out)
    assert (out / "dong/index.html").read_text(encoding="utf-8") == ".out.building/dong.7.ab/old0"
    assert (out / "xi/index.html").read_text(encoding="utf-8") == "out/xi"
    assert not workshop.exists()


def test_what_a_town_keeps_outlasts_the_build_and_may_be_deleted(tmp_path: Path) -> None:
    """What a build puts in .cache beside content/ is there for the next one, and is no part of what is published."""
    towns, out, cache = _lay_out(tmp_path, "dong"), tmp_path / "out", tmp_path / ".cache/towns/out/dong"
    site = tmp_path / "dong/content/site.yml"
    site.write_text(site.read_text("utf-8") + "address: https://www.example.gov.cn/dong/\n", "utf-8")
    assert build_towns.main([str(towns), "--out", str(out)]) == 0
    first = _files(out)
    drawn = {file: file.stat().st_mtime_ns for file in sorted(cache.rglob("*.png"))}
    assert drawn, "pictures are what a build has always kept"
    assert build_towns.main([str(towns), "--out", str(out)]) == 0
    assert {file: file.stat().st_mtime_ns for file in sorted(cache.rglob("*.png"))} == drawn
    assert _files(out) == first
    shutil.rmtree(tmp_path / ".cache")
    assert build_towns.main([str(towns), "--out", str(out)]) == 0
    assert _files(out) == first


@contextmanager
def _dask(folder: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers, as on two machines: its address, and the workers."""
    file = folder / "scheduler.json"
    common = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file)]
    scheduler = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", *common]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--no-nanny", "--nthreads", "1", *common]
    with ExitStack() as running:

        def start(command: list[str]) -> subprocess.Popen[bytes]:
            log = running.enter_context((folder / "dask.log").open("ab"))
            process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log)
            running.callback(process.wait)
            running.callback(process.kill)
            return process

        start(scheduler)
        _wait_for(file.exists)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], [start(worker) for _ in range(2)]


def _wait_for(sign: Callable[[], object]) -> None:
    """Give up only when something must be broken."""
    patience = time.monotonic() + 300
    while not sign():
        assert time.monotonic() < patience, "it never came"
        time.sleep(0.02)


def test_a_cluster_that_loses_a_worker_builds_every_town_once(tmp_path: Path) -> None:
    towns, out, workshop = _lay_out(tmp_path, *NAMES), tmp_path / "out", tmp_path / ".out.building"
    with _dask(tmp_path) as (address, workers):
        command = [sys.executable, "scripts/build_towns.py", str(towns), "--out", str(out), "--scheduler", address]
        building = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        _wait_for(
            lambda: out.is_dir() and any(out.iterdir()) and list(workshop.glob(f"*.{workers[0].pid}.*/site/cases"))
        )
        hit = next(workshop.glob(f"*.{workers[0].pid}.*")).name.split(".")[0]
        workers[0].send_signal(signal.SIGKILL)
        told, _ = building.communicate()
    assert building.returncode == 0, told
    assert sorted(re.findall(r"^(.镇)：建好了", told, re.MULTILINE)) == sorted(NAMES.values())
    assert told.endswith("共 5 个镇：建好 5 个，没有建成 0 个。\n")
    assert {path.name for path in out.iterdir()} == {*NAMES, *FRONT}
    assert build_towns.main([str(towns), "--out", str(tmp_path / "here")]) == 0
    assert _files(out) == _files(tmp_path / "here"), f"{hit} was being built when the worker died"


def test_a_scheduler_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    towns = _lay_out(tmp_path, "dong")
    command = [str(towns), "--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:9"]
    assert build_towns.main(command) == 1
    assert (
        "--scheduler:1: 写的是「tcp://127.0.0.1:9」，连不上 → 请写成 tcp://地址:8786 的样子" in capsys.readouterr().out
    )
    assert not (tmp_path / "out/dong").exists()


def test_a_build_that_is_broken_off_leaves_no_half_site(tmp_path: Path) -> None:
    towns, out = _lay_out(tmp_path, "dong", "xi"), tmp_path / "out"
    command = [sys.executable, "scripts/build_towns.py", str(towns), "--out", str(out), "--jobs", "2"]
    building = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )
    _wait_for(lambda: list((tmp_path / ".out.building").glob("*/site/cases")))
    os.killpg(building.pid, signal.SIGINT)  # as a terminal does
    told, _ = building.communicate()
    assert building.returncode == 130, told
    assert "中断了" in told
    assert "Traceback" not in told
    for place in out.iterdir() if out.exists() else ():  # one may have been finished just then
        assert (place / "sitemap.xml").is_file() and (place / "404.html").is_file()
    assert not (tmp_path / ".out.building").exists()
