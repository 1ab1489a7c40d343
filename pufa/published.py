"""What the main branch says of the boards and addresses: what was published, and cannot be taken back.

Without Git, or without that branch, nothing is known; ``missing`` says why, and only the ledger is held against
the content then.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from pufa.git import NoGitError, ask, find_main


@dataclass(frozen=True)
class Published:
    """boards: number → fields as they were published. ledger: the lines of permalinks.txt.

    missing: why nothing is known; None if something is, or if nobody asked.
    """

    boards: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    ledger: tuple[str, ...] = ()
    missing: str | None = None


UNASKED = Published()


def read(content: Path) -> Published:
    """Ask Git about a content folder, at the place where this branch left the main one. Never fails."""
    try:
        main = find_main(content)
        if main is None:
            raise NoGitError("没有下载 main 分支")
        shown = ask(content, "merge-base", "HEAD", main).strip()
        return Published(_read_boards(_show(content, shown, "boards.yml")), _read_lines(content, shown))
    except NoGitError as reason:
        return Published(missing=str(reason))


def _read_boards(text: str) -> dict[str, dict[str, str]]:
    """The fields of each board as text; a registry that was broken when it was published says nothing."""
    try:
        items = yaml.load(text, Loader=yaml.CBaseLoader)  # every value stays the text that stands there
    except yaml.YAMLError:
        return {}
    entries = [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return {str(entry["id"]): {name: str(value) for name, value in entry.items()} for entry in entries if "id" in entry}


def _read_lines(content: Path, commit: str) -> tuple[str, ...]:
    return tuple(_show(content, commit, "permalinks.txt").splitlines())


def _show(content: Path, commit: str, name: str) -> str:
    """A file of the content folder in a commit; "" if it was not there yet."""
    if not ask(content, "ls-tree", "--name-only", commit, "--", name):
        return ""
    return ask(content, "show", f"{commit}:./{name}")
