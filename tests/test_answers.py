"""What large things have said is not asked again, in whatever process it was asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pufa import answers
from pufa.answers import once

from .conftest import ROOT

_TOLD = """
import sys
from pathlib import Path
from pufa import answers
from pufa.boards.typefaces import missing
from pufa.cache import Cache
from pufa.law.article import ArticleNumber
from pufa.privacy import names

cache = Cache(Path(sys.argv[1]), "version")
answers.recall(cache)
text = "李建设说过，李建设要还钱。王小军来了，王小军不服。"
number = ArticleNumber.parse("第一千二百五十四条之一")
print(sorted(names.repeated(text).items()), number, missing("展板龘"))
print(*sorted({"jieba", "cn2an", "fontTools"} & sys.modules.keys()), file=sys.stderr)
answers.keep(cache)
cache.save()
"""


@pytest.fixture(autouse=True)
def nothing_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answers, "_answers", {})


def test_a_thing_is_asked_once() -> None:
    asked: list[str] = []

    @once
    def ask(thing: str) -> str:
        asked.append(thing)
        return thing * 2

    assert [ask("a"), ask("b"), ask("a")] == ["aa", "bb", "aa"]
    assert asked == ["a", "b"]


def test_the_next_process_opens_no_dictionary(tmp_path: Path) -> None:
    run = [sys.executable, "-c", _TOLD, str(tmp_path)]
    first, second = (subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True) for _ in "12")
    assert first.stderr.split() == ["cn2an", "fontTools", "jieba"]
    assert second.stderr.split() == []
    assert "王小军" in first.stdout
    assert second.stdout == first.stdout


def test_what_was_asked_since() -> None:
    @once
    def ask(thing: str) -> str:
        return thing

    ask("before")
    mark = answers.count()
    ask("after")
    assert list(answers.since(mark).values()) == ["after"]
    answers.add({("tests.other", "thing"): 1})
    assert list(answers.since(mark).values()) == ["after", 1]
