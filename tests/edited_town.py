"""A small town's content that is edited again and again, and its site, built with a cache and without.

All that stands in content/ is written from one model, so that a test can change it, go back to what it was, and say
in a word what it has changed.
"""

from __future__ import annotations

import copy
import datetime as dt
import gc
import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from pufa import checks, history, publication
from pufa.cache import Cache
from pufa.environment import open_cache
from pufa.library import Library, load
from pufa.pages import policy
from pufa.pages.page import Page
from pufa.problems import ContentError
from tests.conftest import ROOT, TODAY, TOWN

LISTS = ("topics", "contacts", "boards", "calendar", "duties", "concepts", "glossary")
Model = dict[str, Any]
Files = Mapping[str, bytes]


class Outcome(NamedTuple):
    """What a build has told, and whether it has published a site."""

    is_published: bool
    told: str


def write_case(number: int) -> Model:
    """A case that has nothing wrong with it."""
    return {
        "title": f"第{number}件事，怎么办？",
        "asks": [f"第{number}件事咋办", f"第{number}件事找谁"],
        "topic": ("借贷欠款", "邻里相邻")[number % 2],
        "kind": "民事",
        "source": {"type": "虚构示例"},
        "facts_date": dt.date(2026, 3, 15),
        "published": dt.date(2026, 6, 1),
        "reviewed": dt.date(2026, 6, 1),
        "review_due": dt.date(2027, 6, 1),
        "approvals": [],
        "audience": ["村民"],
        "villages": [],
        "contacts": ["12345热线"],
        "status": "published",
        "body": {"answer": "留好凭据。", "result": "《民法典》第六百七十五条", "told": "《民法典》第六百七十五条"},
    }


def read_model() -> Model:
    """The town of tests/town, with some cases more."""
    content = TOWN / "content"
    lists = {name: yaml.safe_load((content / f"{name}.yml").read_text("utf-8")) for name in LISTS[:-1]}
    villages = {}
    for file in sorted((content / "villages").iterdir()):
        _, front, body = file.read_text("utf-8").split("---\n", 2)
        villages[file.stem] = {**yaml.safe_load(front), "body": body}
    return {
        "cases": {f"case-{number}": write_case(number) for number in range(4)},
        "villages": villages,
        "lists": {**lists, "glossary": []},
        "site": yaml.safe_load((content / "site.yml").read_text("utf-8")),
        "laws": {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted((content / "laws").iterdir())},
        "report": (content / "reports/2024.md").read_text("utf-8"),
        "lock": None,
        "ledger": [],
        "theme": "",
        "raw": {},  # files as they are typed, whatever the rest says
    }


def write_model(model: Model) -> dict[str, bytes]:
    """Path in the project → content."""
    texts = {f"content/cases/{slug}.md": _write_case_file(case) for slug, case in model["cases"].items()}
    texts |= {f"content/villages/{slug}.md": _write_document(village) for slug, village in model["villages"].items()}
    texts |= {f"content/{name}.yml": _dump(items) for name, items in model["lists"].items() if items is not None}
    texts |= {f"content/laws/{name}.yml": _dump(law) for name, law in model["laws"].items()}
    texts |= {"content/site.yml": _dump(model["site"]), "content/reports/2024.md": model["report"]}
    texts["content/permalinks.txt"] = "".join(f"{line}\n" for line in ("# 网址登记簿", *model["ledger"]))
    if model["lock"]:
        texts["content/laws.lock"] = json.dumps(model["lock"], ensure_ascii=False)
    texts["theme/main.html"] = (ROOT / "theme/main.html").read_text("utf-8") + model["theme"]
    return {path: text.encode() for path, text in {**texts, **model["raw"]}.items()}


def _write_case_file(case: Model) -> str:
    told = "{answer}|发生了什么|张某和王某吵了起来。|争的是什么|谁对谁错。|结果|王某认错，见{result}。|法律怎么说|说好的事要算数。\n\n"
    told += (
        "{told}|说说理|有话好好说。|给您提个醒|- 写条子，见{told}。|遇到了怎么办|### 怎么做\n\n1. 先拍照，{answer}\n\n"
    )
    told += "### 期限\n\n三年。\n\n### 带什么\n\n- 凭据。\n\n### 找谁\n\n- 样镇司法所。"
    parts = iter(["一句话", *told.format(**case["body"]).split("|")])
    body = "\n\n".join(f"## {name}\n\n{text}" for name, text in zip(parts, parts, strict=True))
    return _write_document({**case, "body": f"\n{body}\n"})


def _write_document(fields: Model) -> str:
    return f"---\n{_dump({name: value for name, value in fields.items() if name != 'body'})}---\n{fields['body']}"


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:
        """Nobody types & and *."""
        return True


def _dump(value: object) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False))


class EditedTown:
    """A project on the disk. root: an empty folder."""

    def __init__(self, root: Path, is_stored: bool = False) -> None:
        self.root, self.is_stored = root, is_stored
        self.model, self.good, self.today = read_model(), read_model(), TODAY
        shutil.copytree(ROOT / "theme", root / "theme")
        self._written: dict[str, bytes] = {}
        self._known: Cache | None = None
        self.save()
        if is_stored:
            self._git("init", "-q", "-b", "main")
            self.store()

    def _git(self, *arguments: str) -> None:
        day = f"{self.today}T12:00+0800"
        name = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "gc.auto=0"]
        stamp = {**os.environ, "GIT_AUTHOR_DATE": day, "GIT_COMMITTER_DATE": day}
        subprocess.run(["git", "-C", str(self.root), *name, *arguments], check=True, env=stamp)

    def store(self) -> None:
        """Commit to the main branch, on the day that it is."""
        self._git("add", "content")
        self._git("commit", "-q", "--allow-empty", "-m", "x")

    def undo_store(self) -> None:
        """The main branch without its last commit."""
        self._git("reset", "-q", "--soft", "HEAD~1")

    def save(self) -> None:
        """Write the files that are not as the model says."""
        wanted = write_model(self.model)
        for path in self._written.keys() - wanted.keys():
            (self.root / path).unlink()
        for path, data in wanted.items():
            if self._written.get(path) != data:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(data)
        self._written = wanted

    def keep(self) -> None:
        """What the model says now is where ``go_back`` goes."""
        self.model["raw"] = {}
        self.good = copy.deepcopy(self.model)

    def go_back(self) -> None:
        self.model = copy.deepcopy(self.good)
        self.save()

    def build(self, name: str) -> Outcome:
        """Build ``name`` again with its cache: that of the disk, or for "memory" the one that a preview keeps."""
        known = self._known if name == "memory" else None
        cache = open_cache(self.root / f".cache/{name}", self.root / "theme", known)
        self._known = cache if name == "memory" else self._known
        return self._build(self.root / name, cache)

    def build_clean(self) -> Outcome:
        """Build "clean" from nothing; what it tells is what every rule says of the whole library."""
        shutil.rmtree(self.root / "clean", ignore_errors=True)
        shutil.rmtree(self.root / ".clean.pufa", ignore_errors=True)
        found = self._build(self.root / "clean", None)
        try:
            library = load(self.root / "content", self._history())
        except ContentError:
            return found  # without site.yml there is nothing to ask about
        said = ask_all(library, self.today)
        errors = [problem for problem in said if problem.severity == "error"]
        if found.is_published or errors:
            assert found.told == "\n".join(map(str, errors or said))
        return found

    def _history(self, cache: Cache | None = None) -> history.History:
        shelf = cache.shelf("history") if cache else None
        return history.read(self.root / "content", shelf) if self.is_stored else history.UNKNOWN

    def _build(self, site: Path, cache: Cache | None) -> Outcome:
        """As hooks/content.py does, with a page and the assets in the place of MkDocs' work."""
        try:
            record = self._history(cache)
            found = publication.prepare(self.root / "content", self.today, record, self.root / "theme", cache)
            _stand_in(found, publication.scratch(site), self.root / "theme")
            publication.publish(found, site, ())
        except ContentError as error:
            return Outcome(False, str(error))
        finally:
            gc.unfreeze()  # a test makes many builds, and has to give back their memory
        return Outcome(True, "\n".join(map(str, found.warnings)))


def _stand_in(found: publication.Publication, folder: Path, theme: Path) -> None:
    """What MkDocs would write: a page by hand, and what the theme brings."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(theme / "assets", folder / "assets")
    head = found.renderer.render_part("head.html", Page("handbook/index.md", "手册", ""))
    (folder / "handbook").mkdir()
    page = policy.seal(f"<!doctype html><head>{head}</head>")
    (folder / "handbook/index.html").write_text(page, encoding="utf-8")


def ask_all(library: Library, today: dt.date) -> list[Any]:
    """What every rule says of the whole library, without a cache and without parts."""
    found = (problem for rule in checks.CHECKS for problem in rule(library, today))
    return sorted({*map(checks.redact, library.problems), *map(checks.redact, found)})


def read_tree(site: Path) -> dict[str, tuple[bytes, int]]:
    """Path → content and time of change of every file."""
    files = (file for file in sorted(site.rglob("*")) if file.is_file())
    return {file.relative_to(site).as_posix(): (file.read_bytes(), file.stat().st_mtime_ns) for file in files}
