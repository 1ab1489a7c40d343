"""What the leak gate was told to let stand, for the freshness report."""

from __future__ import annotations

from dataclasses import dataclass

from pufa.library import Library
from pufa.privacy.sources import excepting


@dataclass(frozen=True, order=True)
class GrantedException:
    """One ``allow`` of a file. first: the first character of what is allowed; the rest is not repeated."""

    path: str
    line: int
    rule: str
    first: str
    reason: str
    role: str


def exceptions(library: Library) -> list[GrantedException]:
    """All exceptions to P01–P19, in the order of files and lines."""
    return sorted(
        GrantedException(
            item.path, item.line("allow", index), allowed.rule, allowed.text[0], allowed.reason, allowed.role
        )
        for item in excepting(library)
        for index, allowed in enumerate(item.allow)
    )
