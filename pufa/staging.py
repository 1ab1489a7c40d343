"""The site as plain Markdown files, for a generator that knows neither our hooks nor our templates.

Each page is its main part, finished, below front matter that every generator reads. ``cases/x.md`` becomes
``cases/x/index.md``: the folder of the file is then that of the address, and a relative link in HTML means the same to
MkDocs, which leaves it alone, and to Zensical, which takes it as relative to the file.
"""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Mapping
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml
from jinja2 import PackageLoader
from markupsafe import Markup

from pufa.pages import site
from pufa.pages.page import Page, address_of
from pufa.pages.rendering import open_environment
from pufa.privacy.output import strip_images
from pufa.privacy.sources import open_gate
from pufa.problems import ContentError, Problem
from pufa.publication import Publication

STYLE = "staged.css"
_LINK = re.compile(r"(\]\()([^)#\s:]+\.md)(?=[)#])")  # [words](page.md


def stage(publication: Publication, hand_written: Path, folder: Path) -> int:
    """Write docs/ and mkdocs.yml into a folder that is new or empty; the number of pages.

    hand_written: the folder of hand-written pages. Raises ContentError if there is something in the folder.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ContentError([Problem(folder.name, 1, "里面已经有文件 → 请换一个空文件夹，或先把它删掉")])
    docs = folder / "docs"
    pages = [page for page in publication.site.pages if page.uri.endswith(".md") and not page.uri.startswith("404")]
    frame = open_environment(PackageLoader("pufa", "templates")).get_template("staged.html")
    for page in pages:
        # All within one element: Markdown leaves it as it is, blank lines and all.
        main = frame.render(main=Markup(publication.renderer.render(page).strip()))
        _write(docs / _place(page), f"---\n{_dump(_describe(page))}---\n\n{main}\n")
    _copy(hand_written, docs, {page.uri: _place(page) for page in pages})
    for download in publication.site.downloads:
        file = docs / download.uri
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(download.content)
    for recording in publication.site.recordings:
        (docs / recording.uri).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(recording.file, docs / recording.uri)
    _write(docs / STYLE, files("pufa").joinpath("templates", STYLE).read_text(encoding="utf-8"))
    _write(folder / "mkdocs.yml", _dump(_configure(publication, hand_written)))
    return len(pages)


def examine(publication: Publication, folder: Path) -> None:
    """The leak gate over what was written. Raises ContentError; the folder is deleted then, so that nobody uses it."""
    gate = open_gate(publication.library, publication.today)
    strip_images(sorted(file for file in folder.rglob("*") if file.is_file()))
    errors = [problem for problem in gate.check_folder(folder) if problem.severity == "error"]
    if errors:
        shutil.rmtree(folder, ignore_errors=True)
        raise ContentError(errors)


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")


def _place(page: Page) -> str:
    return f"{page.address}index.md"


def _copy(hand_written: Path, docs: Path, moved: Mapping[str, str]) -> None:
    """Hand-written pages as they are, except for links to pages that are found elsewhere now. moved: uri → uri."""
    for file in sorted(file for file in hand_written.rglob("*") if file.is_file()):
        name = file.relative_to(hand_written).as_posix()
        if file.suffix == ".md":
            _write(docs / name, _LINK.sub(partial(_follow, moved, posixpath.dirname(name)), file.read_text("utf-8")))
        else:
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, docs / name)


def _follow(moved: Mapping[str, str], folder: str, link: re.Match[str]) -> str:
    target = posixpath.normpath(posixpath.join(folder, link[2]))
    return link[1] + posixpath.relpath(moved.get(target, target), folder or ".")


def _describe(page: Page) -> dict[str, Any]:
    front: dict[str, Any] = {"title": page.title, "description": page.description}
    if not page.is_listed:
        front["search"] = {"exclude": True}
    return front


def _configure(publication: Publication, hand_written: Path) -> dict[str, Any]:
    """What MkDocs and Zensical both read; indexes only in the navigation, whose cost grows with pages times entries."""
    own = sorted(file.name for file in hand_written.glob("*.md"))
    return {
        "site_name": publication.library.site.name,
        "docs_dir": "docs",
        "use_directory_urls": True,
        "theme": {"name": "material", "language": "zh", "font": False},
        "extra_css": [STYLE],
        "markdown_extensions": ["tables", "toc"],
        "nav": [*({name: f"{address_of(uri)}index.md"} for name, uri in site.NAVIGATION), *own],
    }


def _dump(data: dict[str, Any]) -> str:
    return yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
