"""What one part of the report says, line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Level = Literal["红", "黄", "正常"]

SOON = dt.timedelta(days=30)  # before a review or a phone number is due


@dataclass(frozen=True)
class Line:
    """One sentence, and the place to mend it; 红 is to be done today, 黄 soon."""

    level: Level
    text: str
    path: str | None = None
    line: int = 1


@dataclass(frozen=True)
class Part:
    title: str
    lines: tuple[Line, ...]


def make_part(title: str, lines: Iterable[Line], otherwise: str) -> Part:
    """A part of these lines; of one that says so, if there are none."""
    return Part(title, tuple(lines) or (Line("正常", otherwise),))


def count_days(day: dt.date, today: dt.date) -> str:
    """过了 3 天, or 还有 3 天"""
    days = (day - today).days
    return f"过了 {-days} 天" if days < 0 else f"还有 {days} 天"
