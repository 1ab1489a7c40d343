"""Page → HTML of its main part, through the templates of pufa/templates/."""

from __future__ import annotations

import datetime as dt

from jinja2 import Environment, PackageLoader, StrictUndefined

from pufa.models import SiteIdentity
from pufa.pages import boards, cases, laws, reports, villages
from pufa.pages.laws import write_date
from pufa.pages.page import Page, address_of, relative


class Renderer:
    """Renders the pages of one site as of one day."""

    def __init__(self, site: SiteIdentity, today: dt.date) -> None:
        self._environment = Environment(
            loader=PackageLoader("pufa", "templates"),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["date"] = write_date
        self._environment.globals.update(
            site=site,
            today=today,
            case_address=lambda case: address_of(cases.uri(case)),
            topic_address=lambda topic: address_of(cases.topic_uri(topic)),
            village_address=lambda village: address_of(villages.uri(village)),
            report_address=lambda report: address_of(reports.uri(report)),
            board_address=lambda board: address_of(boards.uri(board)),
            law_address=lambda slug: address_of(laws.uri(slug)),
        )

    def render(self, page: Page) -> str:
        """The HTML of the main part; links are relative to the page's own address."""
        template = self._environment.get_template(page.template)
        return template.render(page=page, link=lambda target: relative(target, page.address), **page.context)
