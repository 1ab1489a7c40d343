"""Lets MkDocs write the hand-written pages and pufa all the others: one event, one short function; the work is in pufa."""

from __future__ import annotations

import gc
import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import unquote

from jinja2 import Environment, FileSystemBytecodeCache
from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler
from mkdocs.utils.templates import TemplateContext

from pufa import desk, history, publication, worker
from pufa.cache import Cache
from pufa.environment import open_cache
from pufa.pages import policy, safety, site
from pufa.pages.page import Page as PageOfOurs
from pufa.problems import ContentError
from pufa.tree import Tree

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

log = logging.getLogger("mkdocs.hooks.pufa")
build: publication.Publication  # the one under way; MkDocs has no place of its own for it
folder: Path  # of the built site
cache: Cache | None = None  # what is in memory already, for the next build of the same preview
is_preview = False


class PufaFile(File):
    """A page that MkDocs may link to but neither reads nor writes."""

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: publication.publish does it."""


def on_startup(command: str, **_: Any) -> None:
    """MkDocs keeps this module from one build of a preview to the next."""
    global is_preview  # noqa: PLW0603 - hooks are a module, their state is the module's
    is_preview = command == "serve"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check everything before anything is written; MkDocs writes beside the site, not into it."""
    gc.disable()  # a build makes millions of things that all stay; to look for garbage among them takes a third of it
    global build, cache, folder  # noqa: PLW0603 - hooks are a module, their state is the module's
    project = Path(config.config_file_path).parent
    theme = Path(config.theme.custom_dir or project / "theme")
    desk.open_all()
    try:
        cache = open_cache(project / ".cache" / "pufa", theme, cache)
        record = history.read(project / "content", cache.shelf("history"))
        build = publication.prepare(project / "content", publication.build_date(), record, theme, cache, log.info)
    except ContentError as error:
        raise PluginError(f"\n{error}") from None
    folder = Path(config.site_dir)
    config.site_dir = str(publication.scratch(folder))
    config.site_name = escape(build.library.site.name)  # Material prints it as it is
    config.nav = [*({name: uri} for name, uri in site.NAVIGATION), *(config.nav or [])]
    config.theme.static_templates.clear()  # 404.html and sitemap.xml are pages of ours
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """The pages and downloads that hand-written pages link to, for MkDocs to check the links and the navigation.

    Not all: it looks at each of its files again and again, and there may be ten thousands.
    """
    for name in ("sitemap.xml", worker.FILE):  # templates: copied as they are, they would be broken
        if template := files.get_file_from_path(name):
            files.remove(template)
    written = unquote("\n".join(file.content_string for file in files.documentation_pages())) + str(config.nav)
    ours = [(page.uri, page.file) for page in build.site.pages]
    for uri, place in (*ours, *((download.uri, download.uri) for download in build.site.downloads)):
        if uri.rpartition("/")[2] in written:
            file = PufaFile.generated(config, uri, content="")
            file.dest_uri = place
            files.append(file)
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Material's templates take longer to compile than our hand-written pages to build."""
    if cache and cache.templates:
        env.bytecode_cache = FileSystemBytecodeCache(str(cache.templates))
    return env


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand-written pages wear Material's shell; theme/main.html is the readers'."""
    page.meta.setdefault("template", "material.html")
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand-written pages pass the same allow-list as the bodies of cases."""
    return safety.clean(html)


def on_page_context(context: TemplateContext, page: Page, config: MkDocsConfig, nav: Navigation) -> TemplateContext:
    """Material's shell has our head and our marks."""
    ours = PageOfOurs(page.file.src_uri, str(page.title), "", description=page.meta.get("description", ""))
    parts = {name: build.renderer.render_part(f"{name}.html", ours) for name in ("head", "marks")}
    cast(dict[str, object], context).update(parts)  # its type names what MkDocs puts in
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    """The hashes of what Material writes inline."""
    return policy.seal(output)


def on_post_build(config: MkDocsConfig) -> None:
    """Write what has changed, let the new site take the place of the old one, tell what a person wants to know."""
    counters = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
    if config.strict and any(counter.get_counts() for counter in counters):
        return  # MkDocs ends with an error: the old site stays
    ours = config.theme.custom_dir
    vendored = tuple(Path(folder) for folder in config.theme.dirs if folder != ours)
    pages, warnings = len(build.pages), len(build.warnings)
    try:
        changes = publication.publish(build, folder, vendored)
    except ContentError as error:
        raise PluginError(f"\n新网站没有换上去，原来的没有动：\n{error}") from None
    with build.progress.stage("词典"):
        desk.close_all()
    log.info("共 %d 页，用时 %.1f 秒，提醒 %d 条（看提醒：scripts/check.py）", pages, build.progress.seconds, warnings)
    log.info("写了 %d 个文件，%d 个没有变，删了 %d 个", *changes)
    for line in build.progress.sum_up() if "PUFA_PROFILE" in os.environ else ():
        log.info(line)
    if is_preview:
        gc.enable()
    else:
        gc.freeze()  # the program ends, and would look through all of it


def on_serve(server: LiveReloadServer, config: MkDocsConfig, **_: Any) -> LiveReloadServer:
    """See a saved file at once, unless PUFA_WATCH=poll leaves it to MkDocs, and load open pages again."""
    from pufa.preview import Watch, without_policy  # noqa: PLC0415 - a build serves nobody

    server.set_app(without_policy(server.serve_request))
    server.build_delay = 0.05  # seconds without another file; a person saves one
    if os.environ.get("PUFA_WATCH") != "poll":
        watched = [path for path in (config.docs_dir, config.config_file_path) if path]
        for path in watched:
            server.unwatch(path)
        server.observer = Watch()
        for path in watched:
            server.watch(path)
    return server


def on_build_error(error: Exception) -> None:
    """A preview goes on. MkDocs may be the one who meets the full disk; it would show its own code."""
    gc.enable()
    desk.close_all()
    if isinstance(error, OSError):
        raise PluginError(f"\n{publication.explain(error)}") from None


def on_shutdown() -> None:
    """A preview lies in a folder of MkDocs' that it deletes: so do we with what lies beside it."""
    if is_preview:
        shutil.rmtree(Tree.beside(folder), ignore_errors=True)
