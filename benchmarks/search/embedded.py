"""The script that readers load, in a V8 without a browser: the same answers, no waiting for a line."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

from py_mini_racer import JSPromise, MiniRacer

from benchmarks.search.scoring import NEAR

_START = """
var search = pufaSearch("", function (path) {
  var text = files[path];
  return text ? Promise.resolve(JSON.parse(text.slice(text.indexOf(",") + 1, -1))) : Promise.reject(new Error(path));
});
function ask(questions, most) {
  var asked = Promise.resolve([]);
  questions.forEach(function (question) {
    asked = asked.then(function (answers) {
      return search.query(question, { count: most }).then(function (answer) {
        return answers.concat([answer.results.map(function (result) { return result.address; })]);
      });
    });
  });
  return asked.then(JSON.stringify);
}
"""


def answer(folder: Path, questions: Sequence[str]) -> list[list[str]]:
    """The addresses of the first five, for each question. folder: with search/ and assets/search.js."""
    files = {file.relative_to(folder).as_posix(): file.read_text("utf-8") for file in folder.glob("search/**/*.js")}
    engine = MiniRacer()
    engine.eval(f"var files = {json.dumps(files)};")
    engine.eval((folder / "assets/search.js").read_text("utf-8"))
    engine.eval(_START)
    promise = cast(JSPromise, engine.eval(f"ask({json.dumps(list(questions))}, {NEAR})"))
    return cast(list[list[str]], json.loads(str(promise.get(timeout=600))))
