"""The house keeps its shape: who may import whom, and what the library never does."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

PUFA = ROOT / "pufa"
# Each room may use the rooms before it, and its own.
ORDER = (
    "atomic", "cache", "problems", "memory", "workers", "desk", "answers", "manifest", "tree", "progress", "slips", "nodes", "source", "models", "validation", "sections", "report_words", "report_text", "calendar_days",
    "access_log", "git", "published", "history", "environment", "law", "wording", "ledger", "reader", "library", "boards", "privacy",
    "report_proposals", "passages", "reviews", "freshness", "checks", "forms", "pages", "search", "worker", "portable", "output", "publication",
    "staging", "district", "preview",
)  # fmt: skip
FILES = sorted(PUFA.rglob("*.py"))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: imports are absolute"
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _room(file: Path) -> str:
    return file.relative_to(PUFA).parts[0].removesuffix(".py")


def test_every_room_is_in_the_order() -> None:
    assert {_room(file) for file in FILES} - {"__init__"} == set(ORDER)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PUFA).as_posix())
def test_arrows_point_one_way(file: Path) -> None:
    for name in _imports(file):
        assert name.partition(".")[0] != "mkdocs", f"{file.name} knows MkDocs"
        parts = name.split(".")
        if parts[0] == "pufa" and len(parts) > 1 and parts[1] in ORDER and file.name != "__init__.py":
            assert ORDER.index(parts[1]) <= ORDER.index(_room(file)), f"{file.name} imports {name}"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.relative_to(PUFA).as_posix())
def test_the_library_asks_neither_clock_nor_folder_nor_network(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    clock = ["datetime.now", "date.today"] if file.name != "publication.py" else []  # the one place that reads the date
    for word in [*clock, "os.getcwd", "Path.cwd", "urllib.request", "requests", "socket"]:
        assert word not in text.replace("import requests", "requests"), f"{file.name}: {word}"


def test_hooks_are_thin() -> None:
    for file in (ROOT / "hooks").glob("*.py"):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                assert node.name.startswith("on_"), f"{node.name} is no event: it belongs in pufa/"
                assert (node.end_lineno or 0) - node.lineno < 30


def test_a_browser_is_opened_in_one_place() -> None:
    """tests/contexts.py: a context that is closed while a page is loading may hang for good, and all tests with it."""
    places = [
        (file.name, ast.unparse(node))
        for file in sorted((ROOT / "tests").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and (node.attr == "new_context" or ast.unparse(node).endswith(("browser.new_page", "context.close")))
    ]
    assert places == [("contexts.py", "browser.new_context"), ("contexts.py", "context.close")]


def test_no_html_is_written_in_python() -> None:
    for file in FILES:
        strings = (
            node.value
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        )
        assert not any("</" in string for string in strings), file.name
