"""One build: the checked library, its pages, and what a generator needs to write them."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import minify

from pufa import checks, worker
from pufa.calendar_days import TOWN_TIME
from pufa.history import UNKNOWN, History
from pufa.library import Library, load
from pufa.pages import site
from pufa.pages.metadata import picture_of
from pufa.pages.page import Page, address_of
from pufa.pages.pictures import Gallery
from pufa.pages.policy import write_headers
from pufa.pages.rendering import Renderer
from pufa.privacy.output import strip_images
from pufa.privacy.sources import open_gate
from pufa.problems import ContentError, Problem
from pufa.search import index
from pufa.search.documents import documents, names_of_laws


@dataclass(frozen=True)
class Publication:
    """What is handed to the generator. started: of time.monotonic(), for the report at the end."""

    library: Library
    today: dt.date
    site: site.Site
    pages: dict[str, Page]
    renderer: Renderer
    gallery: Gallery
    warnings: tuple[Problem, ...]
    started: float


def build_date() -> dt.date:
    """SOURCE_DATE_EPOCH (seconds, reproducible-builds.org) if it is set, else today; by the town's clock."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return dt.datetime.now(TOWN_TIME).date()
    if not epoch.isdecimal():
        raise ContentError(
            [Problem("SOURCE_DATE_EPOCH", 1, f"写的是「{epoch}」 → 请写从 1970 年算起的秒数，或取消这个环境变量")]
        )
    return dt.datetime.fromtimestamp(int(epoch), TOWN_TIME).date()


def read_date(text: str) -> dt.date:
    """A date given on a command line, 2026-11-23; argparse tells what is wrong with it."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"日期写的是「{text}」，请写成 2026-11-23 的样子") from None


def prepare(content: Path, today: dt.date, history: History = UNKNOWN, theme: Path | None = None) -> Publication:
    """Read, check and build. Raises ContentError with every error; warnings do not stop a build.

    theme: the folder with the shells; the one beside content/ if it is not given.
    """
    started = time.monotonic()
    try:
        library = load(content, history)
    except ContentError as error:
        raise ContentError(map(checks.redact, error.problems)) from None
    problems = checks.check(library, today)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ContentError(errors)
    built = site.build(library, today)
    pages = {page.uri: page for page in built.pages}
    navigation = tuple((name, address_of(uri)) for name, uri in site.NAVIGATION)
    corrections = library.contact(library.site.corrections)
    renderer = Renderer(library.site, today, theme or content.parent / "theme", navigation, corrections)
    gallery = Gallery(content.parent / ".cache" / "pictures")
    return Publication(library, today, built, pages, renderer, gallery, tuple(problems), started)


def write(publication: Publication, folder: Path) -> None:
    """Write every page and download into the folder of the built site."""
    for page in publication.site.pages:
        _write_file(folder / page.file, publication.renderer.render_document(page).encode())
        if picture := picture_of(page, publication.library.site):
            _write_file(folder / picture, publication.gallery.get(page.picture or "", publication.library.site.name))
    for download in publication.site.downloads:
        _write_file(folder / download.uri, download.content)
    for recording in publication.site.recordings:
        (folder / recording.uri).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(recording.file, folder / recording.uri)
    write_search(publication, folder)
    write_headers(folder, is_framed=publication.library.site.chrome != "standalone")


def write_worker(publication: Publication, folder: Path) -> None:
    """Write the service worker: last, when all that it names is there as it will be published."""
    renderer = publication.renderer
    kept = worker.list_kept(publication.library, folder, renderer.list_scripts())
    script = renderer.render_worker(core=kept.core, withdrawn=kept.withdrawn)
    _write_file(folder / worker.FILE, script.encode())


def _write_file(file: Path, data: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


def write_search(publication: Publication, folder: Path) -> None:
    """The search index into the built site, and our scripts without comments and spaces."""
    library, today = publication.library, publication.today
    for path, data in index.write(documents(library, today), library.concepts, names_of_laws(library.corpus)):
        _write_file(folder / path, data)
    minify.config({"js-version": 2015})
    for file in sorted((folder / "assets").glob("search*.js")):
        small = minify.string("application/javascript", file.read_text(encoding="utf-8"))
        file.write_text(small, encoding="utf-8", newline="\n")


def examine(publication: Publication, folder: Path, vendored: tuple[Path, ...]) -> None:
    """The leak gate over the built site, after what cameras hide in images is taken out.

    vendored: folders of the theme. Raises ContentError with every error; a site that leaks is deleted, so that
    nobody copies it to a server by mistake.
    """
    gate = open_gate(publication.library, publication.today, vendored)
    strip_images(file for file in sorted(folder.rglob("*")) if file.is_file() and not gate.is_vendored(folder, file))
    errors = [problem for problem in gate.check_folder(folder) if problem.severity == "error"]
    if errors:
        shutil.rmtree(folder, ignore_errors=True)
        raise ContentError(errors)
