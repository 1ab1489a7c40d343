"""One engine in a real Chromium, slowed down to a weak phone on a weak line by the browser's own debugging protocol."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import cast

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.search.scoring import NEAR
from benchmarks.search.server import Traffic, serve

CPU = 4  # times slower
LATENCY = 150  # ms
BYTES_A_SECOND = 1_600_000 // 8
NAMES = ("chromium", "chromium-browser", "google-chrome", "msedge", "microsoft-edge")
FLAGS = (
    *("--no-sandbox", "--disable-quic", "--disable-background-networking", "--disable-component-update"),
    *("--js-flags=--expose-gc", "--enable-blink-features=ForceEagerMeasureMemory"),
)
HOURS = 3_600_000 * 3  # ms: an index of 10 MB takes its time on such a line

_ASK = """async ([question, most]) => {
  const start = performance.now();
  const answers = await ask(question, most);
  return [performance.now() - start, answers];
}"""
_ASK_ALL = """async ([questions, most]) => {
  const answers = [];
  for (const question of questions) answers.push(await ask(question, most));
  return answers;
}"""
_MEMORY = "async () => { gc(); return (await performance.measureUserAgentSpecificMemory()).bytes; }"


@dataclass
class Cost:
    """What readers pay: one value for each question that was asked."""

    first_bytes: list[int] = field(default_factory=list)
    next_bytes: list[int] = field(default_factory=list)
    first_ms: list[float] = field(default_factory=list)
    next_ms: list[float] = field(default_factory=list)
    first_heap: int = 0
    later_heap: int = 0


def find_chromium() -> str | None:
    """CHROMIUM, or one of the usual names on the PATH."""
    named = os.environ.get("CHROMIUM")
    return next((path for name in ([named] if named else NAMES) if (path := shutil.which(name))), None)


class Engine:
    """An engine's folder, served, and asked in pages that have stored nothing before."""

    def __init__(self, browser: Browser, address: str, traffic: Traffic) -> None:
        self._browser = browser
        self._address = address
        self._traffic = traffic

    @contextmanager
    def open(self, slow: bool = False) -> Iterator[Page]:
        """An empty page with the engine's script in it; not counted."""
        context = self._browser.new_context(locale="zh-CN")
        context.set_default_timeout(HOURS)
        page = context.new_page()
        page.goto(f"{self._address}harness.html")
        if slow:
            slow_down(context.new_cdp_session(page))
        self._traffic.take()
        yield page
        context.close()

    def ask(self, page: Page, question: str) -> tuple[float, int]:
        """→ milliseconds until the first five are known, bytes sent for them."""
        milliseconds, _ = page.evaluate(_ASK, [question, NEAR])
        return milliseconds, self._traffic.take()

    def answer(self, questions: Sequence[str]) -> list[list[str]]:
        """The addresses of the first five, for each question; nothing is measured here."""
        with self.open() as page:
            return cast(list[list[str]], page.evaluate(_ASK_ALL, [list(questions), NEAR]))

    def measure(self, questions: Sequence[str], first: int, many: int) -> Cost:
        """first: how many questions are asked with nothing stored. many: after how many the heap is looked at again."""
        cost = Cost()
        for question in questions[:first]:
            with self.open(slow=True) as page:
                milliseconds, sent = self.ask(page, question)
                cost.first_ms.append(milliseconds)
                cost.first_bytes.append(sent)
        with self.open() as page:
            self.ask(page, questions[0])
            cost.first_heap = page.evaluate(_MEMORY)
            slow_down(page.context.new_cdp_session(page))
            for question in questions[1:31]:
                milliseconds, sent = self.ask(page, question)
                cost.next_ms.append(milliseconds)
                cost.next_bytes.append(sent)
        with self.open() as page:
            page.evaluate(_ASK_ALL, [_repeat(questions, many), NEAR])
            cost.later_heap = page.evaluate(_MEMORY)
        return cost


def slow_down(session: CDPSession) -> None:
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": False})
    conditions = {"latency": LATENCY, "downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
    session.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
    session.send("Emulation.setCPUThrottlingRate", {"rate": CPU})


def _repeat(questions: Sequence[str], count: int) -> list[str]:
    return [questions[index % len(questions)] for index in range(count)]


def high(values: Sequence[float]) -> float:
    """The 95th of 100."""
    return quantiles(values, n=20)[-1] if len(values) > 1 else median(values)


@contextmanager
def engine(folder: Path) -> Iterator[Engine]:
    """Raises RuntimeError if there is no Chromium."""
    path = find_chromium()
    if not path:
        raise RuntimeError("没有找到 Chromium → 请装一个，或用 CHROMIUM=路径 指明")
    with serve(folder) as (address, traffic), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        try:
            yield Engine(browser, address, traffic)
        finally:
            browser.close()
