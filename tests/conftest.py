"""What several tests share: the repository's own content, a small town, and one real build of the site."""

from __future__ import annotations

import datetime as dt
import faulthandler
import gzip
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, sync_playwright

from benchmarks.search.browser import find_chromium
from pufa import checks
from pufa.calendar_days import TOWN_TIME
from pufa.checks import dates
from pufa.library import Library, load

# A slow machine is no failure; what a test must prove is never a time.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")

ROOT = Path(__file__).resolve().parent.parent
TOWN = Path(__file__).resolve().parent / "town"
TODAY = dt.date(2026, 11, 23)
EPOCH = "1795392000"  # 2026-11-23, noon of the town's day
_STDERR = pytest.StashKey[int]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--bless", action="store_true", help="write what was made as what is expected; then read the diff")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_STDERR] = os.dup(2)  # what a test writes to its own is lost when the time is up


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """pytest's limit (pyproject.toml) is over once a test has failed, but its fixtures may hang: they have their own."""
    if limit := float(item.config.getini("faulthandler_timeout")):
        faulthandler.dump_traceback_later(limit, file=item.config.stash[_STDERR], exit=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without a browser its tests are skipped, out loud; with REQUIRE_BROWSER=1 they fail."""
    if find_chromium() or os.environ.get("REQUIRE_BROWSER") == "1":
        return
    waiting = [item for item in items if item.get_closest_marker("browser")]
    if waiting:
        sys.stderr.write(
            f"\n!!! NO CHROMIUM: {len(waiting)} browser tests are skipped; install chromium or set CHROMIUM\n"
        )
    for item in waiting:
        item.add_marker(pytest.mark.skip(reason="no Chromium on the PATH or in CHROMIUM"))


def build_site(site: Path, root: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run MkDocs as `make site` does, into another folder."""
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)],
        cwd=root,
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def read_tree(site: Path) -> dict[str, bytes]:
    """Every file of a folder by its path."""
    return {file.relative_to(site).as_posix(): file.read_bytes() for file in site.rglob("*") if file.is_file()}


@pytest.fixture(scope="session")
def built_site(tmp_path_factory: pytest.TempPathFactory, our_day: dt.date) -> Path:
    """The real site, built once."""
    site = tmp_path_factory.mktemp("built") / "site"
    noon = dt.datetime.combine(our_day, dt.time(12), TOWN_TIME)
    done = build_site(site, SOURCE_DATE_EPOCH=f"{noon.timestamp():.0f}")
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="session")
def library() -> Library:
    """The repository's own content."""
    return load(ROOT / "content")


@pytest.fixture(scope="session")
def our_day(library: Library) -> dt.date:
    """On which our own content is looked at: TODAY, or the day of what was published or reviewed since."""
    return max(TODAY, *(day for _, _, day in dates.days_of_the_past(library)))


def copy_project(folder: Path) -> Path:
    """A whole project around the small town's content: what another town would take over."""
    for name in ("docs", "theme", "hooks", "pufa"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", folder)
    shutil.copytree(TOWN / "content", folder / "content")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copy_project(tmp_path)


class _Server(ThreadingHTTPServer):
    daemon_threads = True


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test tells what went wrong."""

    def end_headers(self) -> None:
        self.send_header("LinkChecker", "unlimited")  # its sign that a server may be asked as fast as it answers
        super().end_headers()


class _PackingHandler(_QuietHandler):
    """Packs text as `gzip on` of nginx does (level 6), and answers what is not there with the site's own 404.html."""

    site = "zt/pufa"

    def do_GET(self) -> None:
        file = Path(self.translate_path(self.path))
        file = file / "index.html" if file.is_dir() else file
        status = 200 if file.is_file() else 404
        file = file if file.is_file() else Path(self.directory) / self.site / "404.html"
        data = file.read_bytes()
        kind = self.guess_type(str(file))
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        if "gzip" in self.headers.get("Accept-Encoding", "") and not kind.startswith(("audio/", "image/")):
            data = gzip.compress(data, 6)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The installed Chromium, which asks nobody else for anything."""
    path = find_chromium()
    assert path, "REQUIRE_BROWSER=1, but there is no Chromium on the PATH or in CHROMIUM"
    quiet = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-quic",
    ]
    with sync_playwright() as playwright:
        # --no-sandbox: CI machines run as root, where Chromium's sandbox does not start
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", *quiet])
        yield chromium
        chromium.close()


@contextmanager
def serve(folder: Path, handler: type[_QuietHandler] = _QuietHandler) -> Iterator[str]:
    """A web server over a folder, on this machine alone."""
    server = _Server(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


@pytest.fixture(scope="session")
def site_url(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The built site, served under a path of another site, as a district's portal would."""
    portal = tmp_path_factory.mktemp("portal")
    (portal / "zt").mkdir()
    (portal / "zt" / "pufa").symlink_to(built_site)
    with serve(portal) as url:
        yield f"{url}zt/pufa/"


@pytest.fixture(scope="session")
def packed_url(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The same, from a server that packs what it sends, and shows 404.html under any address."""
    portal = tmp_path_factory.mktemp("packing")
    (portal / "zt").mkdir()
    (portal / "zt" / "pufa").symlink_to(built_site)
    with serve(portal, _PackingHandler) as url:
        yield f"{url}zt/pufa/"


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A copy of the small town's content, to be spoilt."""
    return Path(shutil.copytree(TOWN / "content", tmp_path / "content"))


@pytest.fixture
def errors_in(town: Path) -> Iterator[Callable[[], list[str]]]:
    """Check the town as it stands now: every error, as an editor reads it."""

    def find() -> list[str]:
        return [str(problem) for problem in checks.check(load(town), TODAY) if problem.severity == "error"]

    yield find


def replace(file: Path, old: str, new: str) -> None:
    """Change one place of a file; fails if the place is not there, so that no test goes stale in silence."""
    text = file.read_text(encoding="utf-8")
    assert text.count(old) >= 1, f"{old!r} is not in {file.name}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
