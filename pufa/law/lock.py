"""content/laws.lock: the words of every cited article on the day on which a person reviewed the case.

When the corpus changes, a case whose article no longer has those words, or no longer holds, is 待复核
until somebody has read both texts. The file is written by scripts/review.py and nobody else.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from sys import intern
from typing import Any, Literal

from pufa.problems import ContentError, Problem

NAME = "laws.lock"
State = Literal["没有核对记录", "条文有变", "不再有效"]


def digest(text: str) -> str:
    """The fingerprint of an article's words: the first 16 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class ReviewedCase:
    """What was reviewed of one case: on which day, and each citation with the fingerprint of its words."""

    reviewed: dt.date
    citations: Mapping[str, str]


@dataclass(frozen=True)
class Lock:
    """All reviews. articles: fingerprint → the words themselves, so that old and new can be laid side by side."""

    cases: Mapping[str, ReviewedCase] = field(default_factory=dict)
    articles: Mapping[str, str] = field(default_factory=dict)
    _states: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def reviewed_words(self, slug: str, citation: str) -> str | None:
        """The words that a citation had when its case was reviewed."""
        case = self.cases.get(slug)
        return self.articles.get(case.citations.get(citation, "")) if case else None

    def state_of(self, slug: str) -> str:
        """Another text whenever another review of a case is on record, or other words."""
        if slug not in self._states:
            self._states[slug] = self._describe_state(slug)
        return self._states[slug]

    def _describe_state(self, slug: str) -> str:
        case = self.cases.get(slug)
        if case is None:
            return ""
        words = (f"{name} {mark} {self.articles.get(mark)}" for name, mark in case.citations.items())
        return digest(f"{case.reviewed} {' '.join(words)}")

    def record(self, slug: str, reviewed: dt.date, words: Mapping[str, str]) -> Lock:
        """The lock with a new review of one case. words: citation → the words that it has now."""
        cases = {**self.cases, slug: ReviewedCase(reviewed, {name: digest(text) for name, text in words.items()})}
        known = {**self.articles, **{digest(text): text for text in words.values()}}
        used = {fingerprint for case in cases.values() for fingerprint in case.citations.values()}
        return Lock(cases, {fingerprint: text for fingerprint, text in known.items() if fingerprint in used})

    def write(self) -> str:
        """Its text: JSON, sorted, a line for each thing, so that two reviews seldom meet in one line."""
        data = {
            "articles": dict(sorted(self.articles.items())),
            "cases": {
                slug: {"reviewed": case.reviewed.isoformat(), "citations": dict(sorted(case.citations.items()))}
                for slug, case in sorted(self.cases.items())
            },
        }
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_lock(file: Path, path: str) -> Lock:
    """Read a lock; a file that is not there is an empty one. path: how it is named in messages. Raises ContentError."""
    if not file.exists():
        return Lock()
    try:
        data = json.loads(file.read_bytes(), object_pairs_hook=_share)
        return Lock(dict(_read_cases(data["cases"])), {str(key): str(text) for key, text in data["articles"].items()})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        sentence = "核对记录读不懂，可能合并时弄乱了 → 请从主分支取回这个文件，再运行 scripts/review.py"
        raise ContentError([Problem(path, 1, sentence)]) from None


def _share(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Thousands of cases cite the same articles: a name and a fingerprint are kept once, from the beginning."""
    return {intern(name): intern(value) if isinstance(value, str) else value for name, value in pairs}


def _read_cases(data: Mapping[str, Any]) -> Iterator[tuple[str, ReviewedCase]]:
    for slug, case in data.items():
        citations = case["citations"]
        if not all(isinstance(mark, str) for mark in citations.values()):
            raise TypeError("a fingerprint is a text")
        yield slug, ReviewedCase(dt.date.fromisoformat(case["reviewed"]), citations)
