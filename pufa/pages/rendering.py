"""Page → HTML, through the templates of pufa/templates/ and the shells of theme/."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from jinja2 import BaseLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined
from markupsafe import Markup

from pufa.models import SiteIdentity
from pufa.pages import boards, cases, laws, reports, villages
from pufa.pages.laws import write_date
from pufa.pages.page import Page, address_of, relative


class Renderer:
    """Renders the pages of one site as of one day.

    theme: the folder with the shells, and with the style sheets and scripts that they hold. navigation: name and
    address of each section, in order.
    """

    def __init__(
        self, site: SiteIdentity, today: dt.date, theme: Path, navigation: tuple[tuple[str, str], ...]
    ) -> None:
        self._main_parts = open_environment(PackageLoader("pufa", "templates"))
        self._main_parts.filters["date"] = write_date
        self._main_parts.globals.update(
            site=site,
            today=today,
            case_address=lambda case: address_of(cases.uri(case)),
            topic_address=lambda topic: address_of(cases.topic_uri(topic)),
            village_address=lambda village: address_of(villages.uri(village)),
            report_address=lambda report: address_of(reports.uri(report)),
            board_address=lambda board: address_of(boards.uri(board)),
            article_address=lambda law, article: address_of(laws.article_uri(law, article)),
            law_address=lambda slug: address_of(laws.uri(slug)),
        )
        self._shells = self._main_parts.overlay(loader=FileSystemLoader(theme))
        self._shells.globals["navigation"] = navigation

    def render(self, page: Page) -> str:
        """The HTML of the main part; links are relative to the page's own address."""
        template = self._main_parts.get_template(page.template)
        return template.render(page=page, link=_linker(page), **page.context)

    def render_document(self, page: Page) -> str:
        """The whole document: the main part in the page's shell."""
        main = Markup(self.render(page))
        return self._shells.get_template(page.shell).render(page=page, link=_linker(page), main=main)


def open_environment(loader: BaseLoader) -> Environment:
    """Templates as every page of ours is made from: a name that is missing is an error, text is escaped."""
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True)


def _linker(page: Page) -> Callable[[str], str]:
    return lambda target: relative(target, page.address)
