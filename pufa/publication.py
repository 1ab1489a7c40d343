"""One build: the checked library, its pages, and what a generator needs to write them."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pufa import answers, checks, worker
from pufa.cache import Cache
from pufa.calendar_days import TOWN_TIME
from pufa.history import UNKNOWN, History
from pufa.library import Library, load
from pufa.manifest import digest_of
from pufa.output import Made, Output
from pufa.pages import readings, site
from pufa.pages.metadata import picture_of
from pufa.pages.page import Page, address_of
from pufa.pages.pictures import Gallery
from pufa.pages.policy import HEADERS_FILE, Inline, read_inline, write_headers
from pufa.pages.rendering import Renderer
from pufa.privacy.output import Gate, strip_images
from pufa.privacy.sources import open_gate
from pufa.problems import ContentError, Problem
from pufa.progress import Progress
from pufa.search import index
from pufa.search.documents import entries, names_of_laws
from pufa.search.index import Index
from pufa.tree import Changes, Tree


@dataclass
class Publication:
    """What is handed to the generator. pages: by uri; none any more once they are written."""

    library: Library
    today: dt.date
    site: site.Site
    pages: dict[str, Page]
    renderer: Renderer
    gallery: Gallery
    warnings: tuple[Problem, ...]
    progress: Progress

    def forget_pages(self) -> None:
        """What is written need not stay: the index of the search takes room."""
        self.pages.clear()
        self.site = replace(self.site, pages=())
        self.library.corpus.resolved.clear()

    @property
    def surroundings(self) -> str:
        """What every page depends on besides its own: the site, the laws, the day, whom to tell of mistakes."""
        library = self.library
        corrections = library.contact(library.site.corrections)
        parts = (library.site.digest, library.state_of_laws, self.today, corrections and corrections.digest)
        return digest_of(f"{parts} {site.NAVIGATION}".encode())


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


def prepare(
    content: Path,
    today: dt.date,
    history: History = UNKNOWN,
    theme: Path | None = None,
    cache: Cache | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Publication:
    """Read, check and build. Raises ContentError with every error; warnings do not stop a build.

    theme: the folder with the shells; the one beside content/ if it is not given. cache: of earlier builds.
    say: prints a line about how far the build is.
    """
    progress = Progress(say)
    try:
        with progress.stage("读内容"):
            cache = cache or Cache()
            answers.recall(cache)
            library = load(content, history, cache)
    except ContentError as error:
        raise ContentError(map(checks.redact, error.problems)) from None
    with progress.stage("读案例"):
        readings.read(library, today, progress)
    with progress.stage("核对"):
        problems = checks.check(library, today)
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ContentError(errors)
    with progress.stage("列网页"):
        built = site.build(library, today)
    pages = {page.uri: page for page in built.pages}
    navigation = tuple((name, address_of(uri)) for name, uri in site.NAVIGATION)
    corrections = library.contact(library.site.corrections)
    shells = theme or content.parent / "theme"
    renderer = Renderer(library.site, today, shells, navigation, corrections, library.cache.templates)
    gallery = Gallery(content.parent / ".cache" / "pictures")
    return Publication(library, today, built, pages, renderer, gallery, tuple(problems), progress)


def scratch(folder: Path) -> Path:
    """Where the generator writes, for ``publish`` to fetch it. folder: of the built site."""
    return Tree.beside(folder) / "generator"


def publish(publication: Publication, folder: Path, vendored: tuple[Path, ...]) -> Changes:
    """Write what has changed, and let the new site take the place of the old one, if the leak gate finds nothing.

    folder: of the built site; what the generator has written lies in ``scratch`` of it. vendored: folders of the
    theme. Raises ContentError with every error; the old site stays as it is then.
    """
    progress, library = publication.progress, publication.library
    gate = open_gate(library, publication.today, vendored)
    try:
        output = Output(Tree(folder), gate, library.cache)
        with progress.stage("写网页"):
            inline = output.put_pages(
                publication.site.pages, publication.surroundings, partial(_make, publication), progress
            )
        publication.forget_pages()
        _put_files(publication, output)
        _put_generated(output, scratch(folder), gate)
        with progress.stage("搜索索引"):
            found = _put_search(publication, output)
        inline = Inline.join((inline, read_inline(scratch(folder).rglob("*.html"))))
        output.put(HEADERS_FILE, write_headers(inline, is_framed=library.site.chrome != "standalone").encode())
        _put_worker(publication, output)
        if output.problems:
            raise ContentError(output.problems)
        with progress.stage("换上新网站"):
            changes = output.tree.publish()
    except OSError as error:
        shutil.rmtree(Tree.beside(folder) / "next", ignore_errors=True)  # half written, on a disk that may be full
        raise ContentError([Problem(folder.name, 1, explain(error))]) from None
    with progress.stage("存下来"):
        _keep(publication, output.tree, found)
    return changes


def _keep(publication: Publication, tree: Tree, found: Index) -> None:
    """What makes the next build quick. The new site is there, whatever happens to this."""
    try:
        tree.write_down()
        answers.keep(publication.library.cache)
        publication.library.cache.save()
        found.save()
        tree.stand_by()
    except OSError as error:
        publication.progress.say(
            f"新网站已经换上，只是没存下中间结果（{error.strerror}） → 下一次会慢一些，请看磁盘满了没有"
        )


def explain(error: OSError) -> str:
    """What to do about a site that could not be written."""
    return f"网站没有写成（{error.strerror}），原来的网站没有动 → 请看磁盘满了没有、文件夹能不能写"


def _make(publication: Publication, page: Page) -> Made:
    """A page as files: the document, and the picture that a shared link shows."""
    document, inline = publication.renderer.render_sealed(page)
    files = {page.file: document.encode()}
    if picture := picture_of(page, publication.library.site):
        files[picture] = publication.gallery.get(page.picture or "", publication.library.site.name)
    return Made(files, inline)


def _put_files(publication: Publication, output: Output) -> None:
    for download in publication.site.downloads:
        output.put(download.uri, download.content)
    for recording in publication.site.recordings:
        output.put(recording.uri, recording.file.read_bytes())


def _put_generated(output: Output, folder: Path, gate: Gate) -> None:
    """What the generator has written; our scripts without comments and spaces, images without what cameras hide."""
    ours = [file for file in sorted(folder.rglob("*")) if file.is_file() and not gate.is_vendored(folder, file)]
    strip_images(ours)
    for file in sorted(file for file in folder.rglob("*") if file.is_file()):
        path = file.relative_to(folder).as_posix()
        is_script = path.startswith("assets/search") and path.endswith(".js")
        output.put(path, _minify(file) if is_script else file.read_bytes(), is_ours=file in ours)


def _minify(script: Path) -> bytes:
    import minify  # noqa: PLC0415 - the scripts seldom change

    minify.config({"js-version": 2015})
    return str(minify.string("application/javascript", script.read_text(encoding="utf-8"))).encode()


def _put_search(publication: Publication, output: Output) -> Index:
    """The files of the search index: those that have changed, and the others, whose folder may have another name."""
    library, today = publication.library, publication.today
    shelf = library.cache.shelf("search")
    state = library.cache.index
    build = partial(
        index.build,
        entries(library, today),
        library.state_of_files("/concepts.yml", "/laws/"),
        lambda: library.concepts,
        lambda: names_of_laws(library.corpus),
    )
    built = build(state)
    if not all(output.tree.knows(old, built.files[path]) for path, old in built.kept.items()):
        shutil.rmtree(state or "", ignore_errors=True)  # somebody was at the site
        built = build(state)
    passed = (shelf.peek("passed") or ("", None))[1]
    for path, old in built.kept.items():
        output.keep(path, old, passed)
    for path, data in built.changed.items():
        output.put(path, data)
    built.changed.clear()  # and takes no more room
    shelf.put("passed", "", None if output.problems else output.gate_state)
    return built


def _put_worker(publication: Publication, output: Output) -> None:
    """The service worker: last, when all that it names is there as it will be published."""
    renderer = publication.renderer
    kept = worker.list_kept(publication.library, output.tree.read, renderer.list_scripts())
    output.put(worker.FILE, renderer.render_worker(core=kept.core, withdrawn=kept.withdrawn).encode())
