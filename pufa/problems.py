"""A mistake in the content, told to the person who can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

Severity = Literal["error", "warning"]


class Problem(NamedTuple):
    """One mistake: where it stands and what to write instead. A tuple: tens of thousands are sorted and read again.

    path: the file as its editor knows it, e.g. ``content/cases/x.md``.
    line: counted from 1.
    message: one Chinese sentence; it never repeats a secret.
    """

    path: str
    line: int
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        mark = "" if self.severity == "error" else "提醒："
        return f"{self.path}:{self.line}: {mark}{self.message}"


class ContentError(Exception):
    """Content that cannot be used; carries every Problem that was found, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[ContentError], tuple[list[Problem]]]:
        """As another process raises it."""
        return ContentError, (self.problems,)
