"""搜一搜: the page of the search; without its script it is the topics and whom to call."""

from __future__ import annotations

from pufa.library import Library
from pufa.pages.page import Page

URI = "search.md"


def build(library: Library) -> Page:
    """The form, the filters, the topics for those who find nothing."""
    return Page(
        URI,
        "搜一搜",
        "search.html",
        {
            "topics": library.topics,
            "villages": library.villages,
            "hotlines": [contact for contact in library.contacts if contact.scope == "全国"],
        },
        description="用自己的话问，找案例、法条和办法。",
        is_listed=False,
    )
