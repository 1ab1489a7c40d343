"""What a rule found: enough to mend it, never enough to read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pufa.privacy.text import View
from pufa.problems import Severity

_WHOLE_FROM = 4  # of a shorter secret, its two ends would be most of it


@dataclass(frozen=True)
class Finding:
    """One leak in a text.

    rule: P01 … P19. kind: what it is, in the reader's words. start, end: offsets in the text as it was given.
    first, last: the two ends of the secret; last is "" for a short one such as a name.
    """

    rule: str
    kind: str
    start: int
    end: int
    first: str
    last: str
    severity: Severity
    advice: str

    def tell(self, column: int) -> str:
        """The sentence for the editor. column: counted from 1, in the line on which the finding begins."""
        ends = f"“{self.first}…{self.last}”" if self.first else ""
        return f"第 {column} 个字起有{self.kind}{ends}（{self.rule}） → {self.advice}"


@dataclass(frozen=True)
class Kind:
    """The words of a rule for one kind of leak."""

    rule: str
    name: str
    advice: str
    severity: Severity = "error"

    def found(self, view: View, start: int, end: int, note: str = "", severity: Severity | None = None) -> Finding:
        """The finding at a place of a view. note: what may be said without telling the secret."""
        secret = view.text[start:end]
        last = secret[-1] if len(secret) >= _WHOLE_FROM else ""
        name = f"{self.name}（{note}）" if note else self.name
        at = view.origin(start), view.origin_of_end(end)
        return Finding(self.rule, name, *at, secret[0], last, severity or self.severity, self.advice)


_NUMBERS = frozenset(("P01", "P02", "P03", "P04"))  # one number is one of them


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """Each place once per rule, errors before warnings, longer before shorter; in the order of the text."""
    kept: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (f.severity, f.start - f.end, f.start)):
        if not any(_is_same(finding, other) for other in kept):
            kept.append(finding)
    return sorted(kept, key=lambda f: (f.start, f.rule))


def _is_same(one: Finding, other: Finding) -> bool:
    alike = one.rule == other.rule or {one.rule, other.rule} <= _NUMBERS
    return alike and one.start < other.end and other.start < one.end
