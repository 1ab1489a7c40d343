"""The readers' own script, run without a browser: there is one implementation of the search, and it is search.js."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from py_mini_racer import MiniRacer

from pufa.law.article import ArticleNumber

SCRIPT = Path("assets") / "search.js"
Article = tuple[str, str]  # short name of the law, 675 or 133-1

# The script asks for files; they are given to it from outside, so that a query needs no event loop.
_DRIVER = """
var asked = [], waiting = {}, answer = null, failure = null, engine = null;
function begin() {
  engine = pufaSearch("", function (path) {
    return new Promise(function (resolve, reject) { waiting[path] = [resolve, reject]; asked.push(path); });
  });
  return true;
}
function ask(text, options) {
  answer = failure = null;
  engine.query(text, options).then(function (found) { answer = JSON.stringify(found); },
    function (error) { failure = String(error); });
  return true;
}
function give(path, text) {
  var promise = waiting[path];
  delete waiting[path];
  if (text === null) { promise[1](new Error(path)); } else {
    promise[0](JSON.parse(text.slice(text.indexOf(",") + 1, -1)));
  }
  return true;
}
function look() { var list = asked; asked = []; return JSON.stringify([list, answer, failure]); }
"""


class SearchError(Exception):
    """The script failed, or a file of the index is missing."""


@dataclass(frozen=True)
class Loaded:
    """A file that a query loaded, and its size after gzip."""

    path: str
    size: int


class Engine:
    """search.js over an index. read: path from the site's root → the file's content; raises OSError if there is none."""

    def __init__(self, script: str, read: Callable[[str], bytes]) -> None:
        self._context = MiniRacer()
        self._context.eval(f"{script};0")
        self._context.eval(f"{_DRIVER};0")
        self._read = read
        self.loaded: list[Loaded] = []
        self.forget()

    def forget(self) -> None:
        """Begin as a new reader: nothing is kept from before."""
        self._context.call("begin")

    def query(self, text: str, **options: object) -> dict[str, Any]:
        """What search.js answers; ``loaded`` then tells what it loaded for it. Raises SearchError."""
        self.loaded = []
        self._context.call("ask", text, options)
        while True:
            asked, answer, failure = json.loads(str(self._context.call("look")))
            if failure:
                raise SearchError(failure)
            if answer:
                return dict(json.loads(answer))
            if not asked:
                raise SearchError("the script waits for nothing")
            for path in asked:
                self._give(path)

    def _give(self, path: str) -> None:
        try:
            data = self._read(path.partition("?")[0])
        except OSError:
            self._context.call("give", path, None)
            return
        self.loaded.append(Loaded(path, len(gzip.compress(data, 6, mtime=0))))
        self._context.call("give", path, data.decode("utf-8"))

    def names(self) -> dict[str, str]:
        """Any name of a law that the index knows → its short name."""
        folder = self._value("search/meta.js")["folder"]
        lines = [line.split(",") for line in self._value(f"{folder}/laws.js")]
        return {name: line[0] for line in lines for name in line}

    def _value(self, path: str) -> Any:
        text = self._read(path).decode("utf-8")
        return json.loads(text[text.index(",") + 1 : -1])


def open_engine(site: Path) -> Engine:
    """The engine of a built site. Raises OSError if the site has no search."""
    (site / "search" / "meta.js").stat()
    return Engine((site / SCRIPT).read_text(encoding="utf-8"), lambda path: (site / path).read_bytes())


def cites_of(result: dict[str, Any]) -> set[Article]:
    """The articles that a result cites, as its record says: 民法典675,676;刑法133-1, or the title of an article's page."""
    found: set[Article] = set()
    title = re.fullmatch(r"《(.+)》(第.+)", result["title"])
    number = ArticleNumber.parse(title[2]) if title else None
    if title and number:
        found.add((title[1], number.slug))
    for part in filter(None, result["cites"].split(";")):
        if match := re.fullmatch(r"(.+?)(\d[\d,-]*)", part):
            found |= {(match[1], one) for one in match[2].split(",")}
    return found
