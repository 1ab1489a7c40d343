"""What Git knows of a content folder; the one place that runs it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# The branch from which the site is made; the first of these that there is.
_MAIN = ("refs/remotes/origin/HEAD", "refs/remotes/origin/main", "refs/heads/main")


class NoGitError(Exception):
    """Why nothing can be known, in words for an editor."""


def ask(content: Path, *arguments: str) -> str:
    """What one Git command prints, run in a folder.

    A commit hook sets GIT_DIR and the like for another folder: they stay out.
    Raises NoGitError if there is no Git, or if the command fails.
    """
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    settings = ("-c", "core.quotePath=false", "-c", "log.showSignature=false")
    command = ["git", *settings, "-C", str(content), *arguments]
    try:
        done = subprocess.run(command, capture_output=True, check=False, env=environment)
    except OSError:
        raise NoGitError("这台电脑上没有 Git") from None
    if done.returncode:
        raise NoGitError("这个文件夹没有 Git 历史")
    return done.stdout.decode("utf-8", "replace")


def find_main(content: Path) -> str | None:
    """The main branch; None if it is not here."""
    found = ask(content, "for-each-ref", "--format=%(refname)", *_MAIN).split()
    return next((name for name in _MAIN if name in found), None)
