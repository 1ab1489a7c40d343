"""The search over several towns: each town's own index, asked by the reader's browser through the town's own script."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import minify

from pufa.models import DistrictTown
from pufa.pages.page import digest

SCRIPT = "towns.js"  # beside towns.json: no town can have this name
MOST = 6  # towns that are asked unless a reader ticks others; what that costs: benchmarks/SCALE.md
_ASSETS = Path(__file__).parent / "assets"  # not in theme/, which is copied into every town's site

Searched = tuple[DistrictTown, str]  # a town, and the version of its search.js


def find(towns: Sequence[DistrictTown], out: Path) -> list[Searched]:
    """The towns that have a search, in order. out: the folder with their sites."""
    scripts = {town.slug: out / town.slug / "assets/search.js" for town in towns}
    return [(town, digest(file.read_bytes())) for town in towns if (file := scripts[town.slug]).is_file()]


def write_script(theme: Path) -> str:
    """SCRIPT: what merges the answers, then the page's script, which is that of a town's search."""
    minify.config({"js-version": 2015})
    files = (_ASSETS / SCRIPT, theme / "assets/search-page.js")
    parts = [minify.string("application/javascript", file.read_text(encoding="utf-8")) for file in files]
    return ";\n".join(parts) + "\n"
