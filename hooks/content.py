"""Hands the pages that pufa makes of content/ over to MkDocs: one event, one short function; the work is in pufa."""

from __future__ import annotations

import logging
import time
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page

from pufa import history, publication
from pufa.problems import ContentError

log = logging.getLogger("mkdocs.hooks.pufa")
build: publication.Publication  # the one under way; MkDocs has no place of its own for it


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
    config.nav = [*build.navigation, *(config.nav or [])]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a file for each page and download; single cases, laws and villages stay out of the navigation."""
    in_navigation = {uri for entry in build.navigation for uri in entry.values()}
    for page in build.site.pages:
        level = InclusionLevel.INCLUDED if page.uri in in_navigation else InclusionLevel.NOT_IN_NAV
        files.append(File.generated(config, page.uri, content="", inclusion=level))
    for download in build.site.downloads:
        files.append(File.generated(config, download.uri, content=download.content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Title, description, search and the shell are MkDocs' own fields."""
    if ours := build.pages.get(page.file.src_uri):
        page.meta.update(title=ours.title, description=ours.description, search={"exclude": not ours.in_search})
        page.meta["template"] = ours.shell or "main.html"
        page.file.edit_uri = ours.edit_path
    return markdown


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """The body of a page of ours comes from its template; of a hand-written one from MkDocs."""
    ours = build.pages.get(page.file.src_uri)
    return build.renderer.render(ours) if ours else html


def on_post_build(config: MkDocsConfig) -> None:
    """The search index, the leak gate over all that was written, then what a person wants to know at the end."""
    publication.write_search(build, Path(config.site_dir))
    ours = config.theme.custom_dir
    vendored = tuple(Path(folder) for folder in config.theme.dirs if folder != ours)
    try:
        publication.examine(build, Path(config.site_dir), vendored)
    except ContentError as error:
        raise PluginError(f"\n生成的网站里有不能公开的内容，已经删掉，没有可以发布的网站：\n{error}") from None
    seconds = time.monotonic() - build.started
    log.info(
        "共 %d 页，用时 %.1f 秒，提醒 %d 条（看提醒：scripts/check.py）", len(build.pages), seconds, len(build.warnings)
    )
