"""Lets MkDocs write the hand-written pages and pufa all the others: one event, one short function; the work is in pufa."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from pufa import history, publication, worker
from pufa.pages import site
from pufa.problems import ContentError

log = logging.getLogger("mkdocs.hooks.pufa")
build: publication.Publication  # the one under way; MkDocs has no place of its own for it


class PufaFile(File):
    """A page that MkDocs may link to but neither reads nor writes."""

    def is_documentation_page(self) -> bool:
        return False

    def copy_file(self, dirty: bool = False) -> None:
        """Nothing: publication.write does it."""


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Read and check everything before anything is written."""
    global build  # noqa: PLW0603 - hooks are a module, their state is the module's
    try:
        content = Path(config.config_file_path).parent / "content"
        build = publication.prepare(content, publication.build_date(), history.read(content))
    except ContentError as error:
        raise PluginError(f"\n{error}") from None
    config.site_name = build.library.site.name
    config.extra["identity"] = build.library.site  # for the footer
    config.nav = [*({name: uri} for name, uri in site.NAVIGATION), *(config.nav or [])]
    config.theme.static_templates.clear()  # 404.html and sitemap.xml are pages of ours
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Name every page and download, so that MkDocs knows the links and the navigation of hand-written pages."""
    if template := files.get_file_from_path(worker.FILE):  # of theme/; copied as it is, it would be broken
        files.remove(template)
    files_of_pages = [(page.uri, page.file) for page in build.site.pages]
    for uri, place in (*files_of_pages, *((download.uri, download.uri) for download in build.site.downloads)):
        file = PufaFile.generated(config, uri, content="")
        file.dest_uri = place
        files.append(file)
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Hand-written pages wear Material's shell; theme/main.html is the readers'."""
    page.meta.setdefault("template", "material.html")
    return markdown


def on_post_build(config: MkDocsConfig) -> None:
    """Write the pages; then the leak gate over all that was written, and what a person wants to know at the end."""
    ours = config.theme.custom_dir
    vendored = tuple(Path(folder) for folder in config.theme.dirs if folder != ours)
    try:
        publication.write(build, Path(config.site_dir))
        publication.write_worker(build, Path(config.site_dir))
        publication.examine(build, Path(config.site_dir), vendored)
    except ContentError as error:
        raise PluginError(f"\n生成的网站里有不能公开的内容，已经删掉，没有可以发布的网站：\n{error}") from None
    seconds = time.monotonic() - build.started
    log.info(
        "共 %d 页，用时 %.1f 秒，提醒 %d 条（看提醒：scripts/check.py）", len(build.pages), seconds, len(build.warnings)
    )
