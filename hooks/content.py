"""Lets MkDocs write the hand-written pages and pufa all the others: one event, one short function; the work is in pufa."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import cast

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from pufa import history, publication, worker
from pufa.pages import policy, safety, site
from pufa.pages.page import Page as PageOfOurs
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
    config.site_name = escape(build.library.site.name)  # Material prints it as it is
    config.nav = [*({name: uri} for name, uri in site.NAVIGATION), *(config.nav or [])]
    config.theme.static_templates.clear()  # 404.html and sitemap.xml are pages of ours
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Name every page and download, so that MkDocs knows the links and the navigation of hand-written pages."""
    for name in ("sitemap.xml", worker.FILE):  # templates: copied as they are, they would be broken
        if template := files.get_file_from_path(name):
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
