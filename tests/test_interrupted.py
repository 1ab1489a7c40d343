"""A build that is stopped anywhere: the site is the old one or the new one, whole; the next build gives the new one."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .conftest import EPOCH, ROOT, build_site, copy_project, read_tree, replace

# Steps from the first on, and from the one on that follows the exchange.
MOMENTS = ["1", "40", "120", "200", "+1", "+2", "+20", "+60"]
OLD, NEW = "借出去的钱要不回来，怎么办？", "借给邻居的钱要不回来，找谁？"


@dataclass
class Town:
    """A project with its site, and the two sites between which it is edited to and fro.

    is_new: what its content says now.
    """

    folder: Path
    sites: dict[bool, dict[str, bytes]]
    is_new: bool = False

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def edit(self) -> None:
        """One case gets another title, and a file comes or goes."""
        replace(self.folder / "content/cases/jie-qian.md", *((NEW, OLD) if self.is_new else (OLD, NEW)))
        more = self.folder / "docs/more/notice.txt"
        if self.is_new:
            more.unlink()
            more.parent.rmdir()
        else:
            more.parent.mkdir()
            more.write_text("通知", encoding="utf-8")
        self.is_new = not self.is_new

    def stop(
        self, event: str, number: str, limit: Callable[[], None] | None = None
    ) -> subprocess.CompletedProcess[str]:
        """A build to which something happens at a step (tests/stopper.py)."""
        return subprocess.run(
            [
                *(sys.executable, ROOT / "tests/stopper.py", event, number, str(self.folder)),
                *("build", "--strict", "--site-dir", str(self.site)),
            ],
            cwd=self.folder,
            env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(self.folder)},
            capture_output=True,
            text=True,
            check=False,
            preexec_fn=limit,
        )

    def is_up_to_date(self) -> bool:
        """Whether the site is that of the content of now; it must be one of the two, whole."""
        found = read_tree(self.site)
        assert found in self.sites.values(), "neither the old site nor the new one"
        return found == self.sites[self.is_new]

    def check_next(self) -> None:
        """The next build gives the site of the content of now, as if nothing had happened."""
        done = build_site(self.site, self.folder)
        assert done.returncode == 0, done.stderr
        assert read_tree(self.site) == self.sites[self.is_new]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    folder = copy_project(tmp_path_factory.mktemp("interrupted"))
    town = Town(folder, {})
    for is_new in (True, False):  # each made from nothing, elsewhere
        town.edit()
        assert town.is_new == is_new
        fresh = copy_project(tmp_path_factory.mktemp("fresh")) if is_new else folder
        if is_new:
            Town(fresh, {}).edit()
        assert build_site(fresh / "site", fresh).returncode == 0
        town.sites[is_new] = read_tree(fresh / "site")
    assert town.sites[True] != town.sites[False]
    town.edit()
    town.check_next()
    return town


@pytest.mark.parametrize("number", MOMENTS)
def test_power_cut(town: Town, number: str) -> None:
    town.edit()
    done = town.stop("SIGKILL", number)
    assert done.returncode == -9, done.stderr
    assert town.is_up_to_date() == number.startswith("+")
    town.check_next()


@pytest.mark.parametrize("number", MOMENTS[::2])
def test_ctrl_c(town: Town, number: str) -> None:
    town.edit()
    done = town.stop("SIGINT", number)
    assert done.returncode == 1, done.stderr
    assert town.is_up_to_date() == number.startswith("+")
    town.check_next()


@pytest.mark.parametrize("number", MOMENTS[::2])
def test_full_disk(town: Town, number: str) -> None:
    """What the build says is true: it fails as long as the old site is there, and only then."""
    town.edit()
    done = town.stop("full", number)
    is_new = number.startswith("+")
    assert town.is_up_to_date() == is_new
    assert done.returncode == (0 if is_new else 1), done.stderr
    sentence = "新网站已经换上，只是没存下中间结果" if is_new else "原来的网站没有动 → 请看磁盘满了没有"
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    town.check_next()


def test_no_room_for_a_file(town: Town) -> None:
    """A quota: the system itself refuses to let files grow."""
    town.edit()
    done = town.stop("none", "0", lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert not town.is_up_to_date()
    town.check_next()
