"""How long somebody waits who has a page of a preview open: from the saved file to the page that is loaded again."""

from __future__ import annotations

import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

EDITS = 5
SETTLED = 2.5  # seconds between two edits: nobody is faster
_PATIENCE = 900  # seconds for the first build


def measure(command: tuple[str, ...], folder: Path, environment: dict[str, str], case: Path) -> float:
    """The median of EDITS times, in seconds. command: of MkDocs' server, to which an address is added.

    case: a file whose page has its name; it is left as it was.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    with tempfile.TemporaryFile() as log:
        server = subprocess.Popen(
            [*command, "--dev-addr", address], cwd=folder, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        text = case.read_text(encoding="utf-8")
        try:
            _wait_for_first(f"http://{address}/", server)
            return median(_edit(f"http://{address}/", case, f"{text}\n第{n}次改。\n") for n in "一二三四五"[:EDITS])
        finally:
            case.write_text(text, encoding="utf-8")
            server.send_signal(signal.SIGINT)
            server.wait(60)


def _wait_for_first(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + _PATIENCE
    while server.poll() is None and time.monotonic() < end:
        try:
            _get(url)
        except (urllib.error.URLError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the preview did not start")


def _edit(url: str, case: Path, text: str) -> float:
    """Save, hear of it as the script in an open page does, load the page."""
    time.sleep(SETTLED)
    shown = _get(f"{url}livereload/0/0")
    started = time.monotonic()
    case.write_text(text, encoding="utf-8")
    while _get(f"{url}livereload/{shown}/0") == shown:
        pass
    page = _get(f"{url}cases/{case.stem}/")
    waited = time.monotonic() - started
    if text.strip().rpartition("\n")[2] not in page:
        raise SystemExit("the page was loaded again, and is the old one")
    return waited


def _get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=90) as answer:
        return str(answer.read().decode())
