"""Page → HTML, through the templates of pufa/templates/ and the shells of theme/."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, MutableMapping
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemBytecodeCache,
    FileSystemLoader,
    PackageLoader,
    StrictUndefined,
)
from jinja2.runtime import Context
from markupsafe import Markup

from pufa.models import Contact, SiteIdentity
from pufa.pages import boards, cases, feeds, laws, policy, recordings, reports, villages
from pufa.pages.laws import write_date
from pufa.pages.metadata import describe
from pufa.pages.page import Page, address_of, digest, relative


class Renderer:
    """Renders the pages of one site as of one day.

    theme: the folder with the shells, and with the style sheets and scripts that they hold. navigation: name and
    address of each section, in order. corrections: whom to tell what is wrong, if a contact has that name.
    compiled: a folder, which may be deleted at any time, that keeps what templates were compiled to.
    """

    def __init__(
        self,
        site: SiteIdentity,
        today: dt.date,
        theme: Path,
        navigation: tuple[tuple[str, str], ...],
        corrections: Contact | None,
        compiled: Path | None = None,
    ) -> None:
        self._site = site
        self._main_parts = open_environment(PackageLoader("pufa", "templates"), compiled)
        self._main_parts.filters["date"] = write_date
        self._main_parts.filters["day"] = _write_day
        self._main_parts.filters["urlencode"] = cache(quote)  # the parts of cases have the same names
        self._main_parts.globals.update(
            site=site,
            today=today,
            corrections=corrections,
            print_code=lambda page: _draw_code(site, page),
            recording_address=recordings.address,
            case_address=lambda case: address_of(cases.uri(case)),
            topic_address=lambda topic: address_of(cases.topic_uri(topic)),
            village_address=lambda village: address_of(villages.uri(village)),
            report_address=lambda report: address_of(reports.uri(report)),
            board_address=lambda board: address_of(boards.uri(board)),
            article_address=lambda law, article: address_of(laws.article_uri(law, article)),
            law_address=lambda slug: address_of(laws.uri(slug)),
        )
        self._theme = theme
        self._versions: dict[str, str] = {}
        self._shells = self._main_parts.overlay(loader=FileSystemLoader(theme))
        self._shells.globals.update(
            navigation=navigation,
            feeds=feeds.list_feeds(site),
            version_of=self._version_of,
            shared=cache(self._render_shared),
        )

    def render(self, page: Page) -> str:
        """The HTML of the main part; links are relative to the page's own address."""
        template = self._main_parts.get_template(page.template)
        return template.render(page=page, link=partial(relative, page=page.address), **page.names)

    def render_worker(self, **names: object) -> str:
        """theme/sw.js, the service worker, with what it is told."""
        return self._shells.get_template("sw.js").render(names)

    def list_scripts(self) -> list[str]:
        """Our scripts as pages name them, with their versions: ``assets/reader.js?1f0a…``."""
        names = [file.relative_to(self._theme).as_posix() for file in sorted((self._theme / "assets").glob("*.js"))]
        return [f"{name}?{self._version_of(name)}" for name in names]

    def _version_of(self, name: str) -> str:
        """Of a file of theme/: behind a question mark it keeps caches from giving a page the script of another build."""
        if name not in self._versions:
            self._versions[name] = digest((self._theme / name).read_bytes())
        return self._versions[name]

    def render_document(self, page: Page) -> str:
        """The whole document: the main part in the page's shell."""
        return self.render_sealed(page)[0]

    def render_sealed(self, page: Page) -> tuple[str, policy.Inline]:
        """The whole document, and what it runs inline: the headers of the host name that of all pages together."""
        document = self._render_shell(page.shell, page, main=Markup(self.render(page)))
        inline = policy.find_inline(document)
        return policy.seal(document, inline), inline

    def render_part(self, name: str, page: Page) -> Markup:
        """One of theme/partials/ for a page whose shell is not ours."""
        return Markup(self._render_shell(f"partials/{name}", page))

    def _render_shell(self, template: str, page: Page, **names: Markup) -> str:
        place = _place_of(page.address)
        metadata = describe(page, self._site)
        shell = self._shells.get_template(template)
        return shell.render(page=page, place=place, link=_link_from(place), metadata=metadata, **names)

    def _render_shared(self, name: str, **told: Hashable) -> Markup:
        """What many pages have in common, for the shells. It knows what it is told and the site, never the page."""
        return Markup(self._shells.get_template(name).render(told))


class _Context(Context):
    def call(
        self,
        called: Callable[..., Any],
        *told: Any,
        _loop_vars: object = None,
        _block_vars: object = None,
        **named: Any,
    ) -> Any:
        """Nothing that our templates call asks for their context; to find that out takes longer than most calls."""
        return called(*told, **named)


class _Templates(Environment):
    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A plain dict: Jinja's own ChainMap is asked for name after name on every page."""
        return {**self.globals, **(d or {})}


def open_environment(loader: BaseLoader, compiled: Path | None = None) -> Environment:
    """Templates as every page of ours is made from: a name that is missing is an error, text is escaped.

    compiled: as in Renderer. It takes a tenth of a second to compile them all.
    """
    return _Templates(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # or every use of a template asks the disk whether it is still the same
        cache_size=-1,  # all of them: there are thirty, and to find the least recent takes time, too
        bytecode_cache=_keep_compiled(compiled) if compiled else None,
    )


def _keep_compiled(folder: Path) -> FileSystemBytecodeCache:
    """Jinja knows a template that has changed; of its own version and of our settings it knows nothing."""
    edition = folder / digest(jinja2.__version__.encode() + Path(__file__).read_bytes())
    edition.mkdir(parents=True, exist_ok=True)
    return FileSystemBytecodeCache(str(edition))


def _draw_code(site: SiteIdentity, page: Page) -> Markup:
    """What leads from a printed page back to it; nothing as long as the site has no address."""
    if not site.front_page:
        return Markup("")
    from pufa.boards.code import draw_inline  # noqa: PLC0415 - segno, for sites that have an address

    return Markup(draw_inline(site.front_page + page.address))


def _write_day(moment: dt.date) -> str:
    """2026-03-05, of a date or of a time of day, as <time datetime> wants it."""
    return f"{moment:%Y-%m-%d}"


def _place_of(address: str) -> str:
    """An address for all pages that see the sections from the same place: ``laws/minfadian/675/`` → ``laws/-/-/``.

    Links to the first page of a section, and to what lies beside the sections, are the same from all of them.
    """
    section, mark, rest = address.partition("/")
    return section + mark + "-/" * rest.count("/")


@cache
def _link_from(place: str) -> Callable[[str], str]:
    """Always the same function for a place: what is shared is kept by what it is told."""
    return partial(relative, page=place)
