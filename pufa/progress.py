"""How far a build is, and where its time went."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")
_LINES = 10  # of one stage, where there is no terminal
_MANY = 500  # items: fewer are done before anybody has read a line about them


@dataclass
class Stage:
    """Seconds on the clock, and of the processors, workers included."""

    name: str
    wall: float
    cpu: float


@dataclass
class Progress:
    """say: prints a line, where no bar can move."""

    say: Callable[[str], None] = lambda line: None
    stages: list[Stage] = field(default_factory=list)
    _began: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Since the build began."""
        return time.monotonic() - self._began

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a part of the build."""
        wall, cpu = time.monotonic(), _cpu()
        yield
        self.stages.append(Stage(name, time.monotonic() - wall, _cpu() - cpu))

    def follow(self, items: Iterable[Item], total: int, name: str, unit: str) -> Iterator[Item]:
        """The items; on a terminal with a bar of how many are done, how fast, and the time left, else with some lines."""
        if total < _MANY:
            yield from items
        elif sys.stderr.isatty():
            yield from tqdm(items, name, total, unit=unit, leave=False)
        else:
            began = time.monotonic()
            for number, item in enumerate(items, start=1):
                yield item
                if number * _LINES // total > (number - 1) * _LINES // total:
                    speed = number / max(time.monotonic() - began, 0.001)
                    left = (total - number) / speed
                    self.say(f"{name}：{number:,}/{total:,} {unit}，每秒 {speed:.0f} {unit}，还要 {left:.0f} 秒")

    def sum_up(self) -> list[str]:
        """A line for each stage, the longest first."""
        whole = sum(stage.wall for stage in self.stages) or 1
        ordered = sorted(self.stages, key=lambda stage: -stage.wall)
        return [
            f"{stage.name}：{stage.wall:.2f} 秒（{stage.wall / whole:.0%}），处理器 {stage.cpu:.2f} 秒"
            for stage in ordered
        ]


def _cpu() -> float:
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
