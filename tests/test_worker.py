"""The service worker as it is built: small, old enough for old phones, and of one build with the pages."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import esprima


def read_core(site: Path) -> dict[str, str]:
    """What every phone keeps: address → digest."""
    text = (site / "sw.js").read_text(encoding="utf-8")
    core = re.search(r"var CORE = (\{.*\});", text)
    assert core
    return {str(address): str(digest) for address, digest in json.loads(core[1]).items()}


def test_what_is_loaded_in_the_background_is_small(built_site: Path) -> None:
    """At most 60 kB, packed as servers do, the worker itself included."""
    core = read_core(built_site)
    assert {"", "cases/", "help/", "offline/"} <= set(core)
    assert {name.partition("?")[0] for name in core if name.startswith("assets/")} == {
        f"assets/{file.name}" for file in (built_site / "assets").glob("*.js")
    }
    names = [address.partition("?")[0] for address in core] + ["sw.js"]
    files = [built_site / (f"{name}index.html" if name.endswith("/") or not name else name) for name in names]
    sizes = {file.name: len(gzip.compress(file.read_bytes(), 6)) for file in files}
    assert sum(sizes.values()) <= 60_000, sizes


def test_old_phones_can_read_the_worker(built_site: Path) -> None:
    """Chromium 78: nothing younger than ECMAScript 2017."""
    esprima.parseScript((built_site / "sw.js").read_text(encoding="utf-8"))


def test_pages_name_the_script_that_is_kept(built_site: Path) -> None:
    page = (built_site / "cases/index.html").read_text(encoding="utf-8")
    script = re.search(r'src="\.\./(assets/reader\.js\?\w+)"', page)
    assert script
    assert script[1] in read_core(built_site)
