"""`make serve`: what is saved is soon on the page, and the browser shows it without being asked."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect

from .conftest import replace
from .contexts import open_page

CASE = "content/cases/jie-qian.md"
TITLE = "借出去的钱要不回来，怎么办？"


class Preview(NamedTuple):
    """url: of the front page. log: what MkDocs tells."""

    url: str
    log: Path
    server: subprocess.Popen[bytes]


@contextmanager
def _preview(project: Path, folder: Path, watch: str = "") -> Iterator[Preview]:
    """A preview that shows its first pages. folder: for its own files."""
    log, temporary = folder / "serve.log", folder / "temporary"
    temporary.mkdir()
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    environment = {**os.environ, "TMPDIR": str(temporary), "PUFA_WATCH": watch}
    with log.open("w", encoding="utf-8") as output:
        command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", address]
        server = subprocess.Popen(command, cwd=project, stdout=output, stderr=output, env=environment)
        try:
            _wait_for(lambda: TITLE in _get(f"http://{address}/cases/jie-qian/"), log)
            yield Preview(f"http://{address}/", log, server)
        finally:
            server.kill()
            server.wait()


@pytest.mark.parametrize("watch", ["", "poll"])
def test_what_is_saved_is_soon_on_the_page(project: Path, tmp_path: Path, watch: str) -> None:
    """Again and again; at the end nothing is left."""
    case = project / CASE
    with _preview(project, tmp_path, watch) as (url, log, server):
        replace(case, TITLE, "改过的标题，看得见吗？")
        _wait_for(lambda: "改过的标题" in _get(f"{url}cases/jie-qian/"), log)
        replace(case, "title: ", "title：")
        _wait_for(lambda: "全角冒号" in log.read_text(encoding="utf-8"), log)
        replace(case, "title：改过的标题", "title: 又改过的题目")
        _wait_for(lambda: "又改过的题目" in _get(f"{url}cases/"), log)
        _save_as_editors_do(project / "mkdocs.yml", "关于本站", "关于这个网站")
        _wait_for(lambda: "关于这个网站" in _get(f"{url}about/"), log)
        assert list((tmp_path / "temporary").iterdir()), "this is where the preview is built"
        server.send_signal(signal.SIGINT)
        assert server.wait(60) == 0
    assert list((tmp_path / "temporary").iterdir()) == []
    assert not (project / "site").exists()


@pytest.mark.browser
def test_an_open_page_is_loaded_again(project: Path, tmp_path: Path, browser: Browser) -> None:
    """MkDocs' script does it, which the policy of our pages would not let run; nor is there any other complaint."""
    complaints: list[str] = []
    with (
        _preview(project, tmp_path) as (url, _, _),
        open_page(browser, viewport={"width": 360, "height": 740}, locale="zh-CN") as page,
    ):
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.goto(f"{url}cases/jie-qian/")
        expect(page.locator("h1")).to_have_text(TITLE)
        replace(project / CASE, TITLE, "改过的标题，看得见吗？")
        expect(page.locator("h1")).to_have_text("改过的标题，看得见吗？", timeout=30_000)
    assert complaints == []


def _save_as_editors_do(file: Path, old: str, new: str) -> None:
    """Another file in the place of the one that was there."""
    other = file.with_name("unsaved")
    other.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    other.replace(file)


def _wait_for(condition: Callable[[], bool], log: Path, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return
        time.sleep(0.2)
    raise AssertionError(log.read_text(encoding="utf-8"))


def _get(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, TimeoutError):  # after a mistake MkDocs answers nobody until it is mended
        return ""
