"""找人帮忙 and 责任清单: two pages that show a table of content/ as it stands."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pufa.library import Library
from pufa.pages.markdown import LawReader, link_citations
from pufa.pages.page import Later, Page, address_of, relative

HELP_URI = "help.md"
OFFLINE_URI = "offline.md"
DUTIES_URI = "duties.md"


def build_help(library: Library) -> Page:
    """Whom to call, local help first known, national lines after."""
    return Page(
        HELP_URI,
        "找人帮忙",
        "help.html",
        {
            "hotlines": [contact for contact in library.contacts if contact.scope == "全国"],
            "local": [contact for contact in library.contacts if contact.scope == "本地"],
        },
        description="打哪个电话、找谁：110、12348、12345 和镇里、村里的人。",
        edit_path="content/contacts.yml",
    )


def build_offline(library: Library) -> Page:
    """What a phone without signal shows instead of a page that it does not keep."""
    hotlines = [contact for contact in library.contacts if contact.scope == "全国"]
    return Page(OFFLINE_URI, "没有信号", "offline.html", {"hotlines": hotlines}, is_listed=False)


def build_duties(library: Library, today: dt.date) -> Page:
    """谁执法谁普法: what the statutes demand; who does it, as far as it is settled."""
    return Page(
        DUTIES_URI,
        "责任清单",
        "duties.html",
        description="谁执法谁普法：哪部法律要求宣传什么，由谁来做。",
        edit_path="content/duties.yml",
        later=Later(lambda: _list_duties(library, today), library.duties),
    )


def _list_duties(library: Library, today: dt.date) -> dict[str, Any]:
    reader = LawReader(library.corpus, today)
    address = address_of(DUTIES_URI)
    rows = [
        {
            "duty": duty,
            "basis": [link_citations(basis, reader, lambda to: relative(to, address)) for basis in duty.basis],
        }
        for duty in library.duties
    ]
    return {"rows": rows}
