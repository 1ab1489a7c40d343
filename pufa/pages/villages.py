"""村: an index that can be searched by name, and a page for each village."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pufa.desk import SOUNDS
from pufa.library import Library
from pufa.models import Case, Village
from pufa.pages.page import Later, Page, Publishing
from pufa.pages.paging import begin


def uri(village: Village) -> str:
    return f"villages/{village.slug}.md"


def build(library: Library) -> Iterator[Page]:
    """The index and the villages, in the order of their codes."""
    yield Page(
        "villages/index.md",
        "我的村",
        "village_index.html",
        description=f"{library.site.town}各村的普法页面。",
        later=Later(lambda: _list_names(library.villages), library.villages),
    )
    cases: dict[str, list[Case]] = {}
    for case in library.public_cases:
        for name in dict.fromkeys(case.villages):
            cases.setdefault(name, []).append(case)
    for village in library.villages:
        yield Page(
            uri(village),
            village.name,
            "village.html",
            {
                "village": village,
                "note": village.body.strip(),
                "newest": begin(cases.get(village.name, [])),
                "boards": [
                    board for board in library.boards if board.village == village.name and board.state == "active"
                ],
                "latest": library.public_cases[:4],
                "topics": library.topics,
                "local_contacts": [contact for contact in library.contacts if contact.scope == "本地"],
                "hotlines": [contact for contact in library.contacts if contact.scope == "全国"],
            },
            description=f"{library.site.town}{village.name}的普法页面：村里情况、身边案例、找谁帮忙。",
            edit_path=village.path,
            publishing=Publishing(source=library.site.organiser, keywords=(village.name,)),
        )


def _list_names(villages: Sequence[Village]) -> dict[str, Any]:
    sounds = SOUNDS.ask(_spell, [village.name for village in villages])
    return {"villages": list(zip(villages, sounds, strict=True))}


def _spell(names: list[str]) -> list[str]:
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - its dictionary takes a tenth of a second

    return ["".join(lazy_pinyin(name)) for name in names]
