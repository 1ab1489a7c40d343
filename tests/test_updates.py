"""A site that is brought up to date is, byte for byte, the one that is made from nothing."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pufa import publication
from pufa.cache import Cache
from pufa.pages.key import key_of
from scripts import review

from .conftest import ROOT, TODAY, TOWN, read_tree, replace

THEME = ROOT / "theme"
CASE, OTHER = "cases/jie-qian.md", "cases/jie-liang.md"


@dataclass
class Project:
    """A small town's content, on a day, and the site that follows it from edit to edit."""

    folder: Path
    today: dt.date = TODAY
    builds: int = 0
    keys: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def site(self) -> Path:
        return self.folder / "site"

    def update(self) -> list[int]:
        """Bring the site up to date, with all that is known from before; how many files were written, kept, removed."""
        prepared = publication.prepare(
            self.content, self.today, theme=THEME, cache=Cache(self.folder / ".cache" / "pufa", "of these tests")
        )
        self.keys = {page.file: key_of(page, prepared.surroundings) for page in prepared.site.pages}
        return list(publication.publish(prepared, self.site, ()))

    def make_anew(self) -> dict[str, bytes]:
        """The site of the same content, made by somebody who knows nothing of before."""
        self.builds += 1
        elsewhere = self.folder / f"elsewhere{self.builds}"
        shutil.copytree(self.content, elsewhere / "content")
        publication.publish(publication.prepare(elsewhere / "content", self.today, theme=THEME), elsewhere / "site", ())
        made = read_tree(elsewhere / "site")
        shutil.rmtree(elsewhere)
        return made


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """One for all edits: each finds what the one before has left."""
    project = Project(tmp_path_factory.mktemp("town"))
    shutil.copytree(TOWN / "content", project.content)
    project.update()
    return project


def _put(file: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: replace(project.content / file, old, new)


def _append(file: str, text: str) -> Callable[[Project], None]:
    def append(project: Project) -> None:
        with (project.content / file).open("a", encoding="utf-8") as opened:
            opened.write(text)

    return append


def _copy_case(project: Project) -> None:
    """It cites the same articles, so that each of the two is related to the other."""
    shutil.copy(project.content / CASE, project.content / OTHER)
    replace(project.content / OTHER, "title: ", "title: 再说一遍：")


def _review(project: Project) -> None:
    assert review.main(["jie-qian", "--reviewed", "2026-11-01", "--content", str(project.content)]) == 0


def _pass_days(days: int) -> Callable[[Project], None]:
    def wait(project: Project) -> None:
        project.today += dt.timedelta(days)

    return wait


WITHDRAWN = "status: withdrawn\nwithdrawn:\n  reason: 写错了\n  date: 2026-10-01"
EDITS: dict[str, Callable[[Project], None]] = {
    "nothing": lambda project: None,
    "title of a case": _put(CASE, "借出去的钱要不回来，怎么办？", "借给邻居的钱要不回来，找谁？"),
    "what people ask": _put(CASE, "借钱不还咋办", "借了钱赖账咋办"),
    "answer of a case": _put(CASE, "留好转账记录，到期先催，再告。", "先催，催不来再告。"),
    "articles of a case": _put(CASE, "《民法典》第六百七十五条", "《民法典》第六百七十六条"),
    "day of the facts": _put(CASE, "facts_date: 2026-03-15", "facts_date: 2019-03-15"),
    "another case": _copy_case,
    "village of a case": _put(CASE, "villages: [东村]", "villages: [西村]"),
    "contact of a case": _put(CASE, "contacts: [12345热线]", "contacts: [样镇司法所]"),
    "review of a case": _review,
    "case is withdrawn": _put(OTHER, "status: published", WITHDRAWN),
    "case is back": _put(OTHER, WITHDRAWN, "status: published"),
    "case is gone": lambda project: (project.content / OTHER).unlink(),
    "summary of a topic": _put("topics.yml", "借钱不还、打欠条。", "借钱的事。"),
    "order of topics": lambda project: _turn_round(project.content / "topics.yml"),
    "telephone": _append("contacts.yml", "- slug: lvshi\n  name: 12348热线\n  scope: 全国\n  phone: \"12348\"\n  helps_with: 问法律。\n"),
    "what a contact is for": _put("contacts.yml", "政府的事都能问。", "政府的事都可以问。"),
    "honours of a village": _put("villages/dong.md", "name: 示范村", "name: 文明村"),
    "text of a village": _append("villages/dong.md", "\n村里有调解员。\n"),
    "place of a board": _put("boards.yml", "place: 卫生室", "place: 小卖部"),
    "glossary": _append("glossary.yml", "- word: 相邻关系\n  kind: 法律词\n  plain: 邻居之间的事\n"),
    "ways to ask": _put("concepts.yml", "欠债不还钱", "欠账赖着不给"),
    "articles of a concept": _put("concepts.yml", "《民法典》第六百七十六条", "《民法典》第六百七十七条"),
    "calendar": _put("calendar.yml", "宪法是根本法。", "宪法最大。"),
    "duties": _put("duties.yml", "audience: 村民", "audience: 村干部"),
    "case on a board": _put("boards.yml", "shows: 借贷欠款", "shows: jie-qian"),
    "report": _put("reports/2024.md", "展板较旧。", "展板旧了。"),
    "text of a law": _put("laws/yangban-tiaoli.yml", "样板应当端正。", "样板必须端正。"),
    "name of the site": _put("site.yml", "样镇普法站", "样镇法治站"),
    "address of the site": _append("site.yml", "address: https://example.org/pufa/\n"),
    "whom to tell of mistakes": _put("site.yml", "corrections: 12345热线", "corrections: 样镇司法所"),
    "shell": _append("site.yml", "chrome: none\n"),
    "next day": _pass_days(1),
    "next year": _pass_days(365),
}  # fmt: skip


def _turn_round(file: Path) -> None:
    items = ("\n" + file.read_text(encoding="utf-8").rstrip("\n")).split("\n- ")[1:]
    file.write_text("".join(f"- {item}\n" for item in reversed(items)), encoding="utf-8")


def test_an_edit_moves_no_file_of_the_search(tmp_path: Path) -> None:
    project = Project(tmp_path)
    shutil.copytree(TOWN / "content", project.content)
    project.update()
    for edit in ("answer of a case", "title of a case", "what people ask", "text of a village", "ways to ask"):
        before = _search_files(project.site)
        EDITS[edit](project)
        project.update()
        after = _search_files(project.site)
        assert after.keys() == before.keys(), edit
        assert 0 < sum(after[path] != before[path] for path in after) < len(after) / 3, edit
    _copy_case(project)
    project.update()
    assert after.keys() & _search_files(project.site).keys() == {"meta.js"}, "numbers mean other pages"


def _search_files(site: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of change: what is sent again when the site is brought to its server."""
    files = (file for file in (site / "search").rglob("*.js"))
    return {
        file.relative_to(site / "search").as_posix(): (file.read_bytes(), file.stat().st_mtime_ns) for file in files
    }


@pytest.mark.parametrize("edit", EDITS)
def test_as_if_made_anew(project: Project, edit: str) -> None:
    before, keys = read_tree(project.site), project.keys
    EDITS[edit](project)
    written, _, removed = project.update()
    after = read_tree(project.site)
    expected = project.make_anew()
    assert after.keys() == expected.keys()
    assert [path for path, data in expected.items() if after[path] != data] == []
    assert (written, removed) == (
        sum(before.get(path) != data for path, data in after.items()),
        len(before.keys() - after.keys()),
    )
    changed = {path for path in keys.keys() & project.keys.keys() if before[path] != after[path]}
    assert {path for path in changed if keys[path] == project.keys[path]} == set()
