"""The leak gate on what is written by hand: each file as it stands, with what it may say in public."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pufa.library import Library
from pufa.models import Allowance, Case, Content, Report, Statute, Village
from pufa.privacy import gate
from pufa.privacy.context import Context
from pufa.privacy.findings import Finding
from pufa.privacy.output import Gate
from pufa.privacy.stories import speak_of_minors
from pufa.privacy.text import place

_FAMILY = re.compile("婚姻|家庭|赡养|抚养|继承|收养|家事")
_MOBILE = re.compile(r"1[3-9]\d{9}")
# Of these rules the finding is a word or more out of a longer passage; of the others it is the secret itself.
_PASSAGES = frozenset(("P08", "P12", "P13", "P14", "P17", "P18"))
_NAMES = frozenset(("P09", "P10", "P13"))

# Statutes and reports are public documents as they are: there only what is never right is told.
PUBLIC_DOCUMENT = (*gate.EXACT, *gate.READING[:2])
PLAIN = (*gate.EXACT, *gate.READING[:4])


@dataclass(frozen=True)
class Leak:
    """A finding in a file: where, and what was found (never to be printed)."""

    finding: Finding
    line: int
    column: int
    secret: str


def files(library: Library) -> Iterator[Content]:
    """One item of each file: the lists share theirs."""
    seen: set[str] = set()
    for item in (
        *(*library.cases, *library.villages, *library.reports, *library.statutes),
        *(library.site, *library.topics, *library.contacts, *library.calendar, *library.duties),
        *(*library.boards, *library.glossary, *library.concepts),
    ):
        if item.path not in seen:
            seen.add(item.path)
            yield item


def excepting(library: Library) -> list[Case | Village | Report]:
    """Everything that may have an ``allow``."""
    return [*library.cases, *library.villages, *library.reports]


def allowances(item: Content) -> list[Allowance]:
    return item.allow if isinstance(item, Case | Village | Report) else []


def examine(library: Library, item: Content) -> list[Leak]:
    """Everything that is found in the file of an item, comments included, before exceptions."""
    lines = item.file_text.split("\n")
    for index, _ in enumerate(allowances(item)):  # what an exception quotes is no second leak
        number = item.line("allow", index, "text") - 1
        lines[number] = " " * len(lines[number])
    text = "\n".join(lines)
    of_others = PUBLIC_DOCUMENT if isinstance(item, Report | Statute) else PLAIN
    detectors = gate.ALL if isinstance(item, Case) else of_others
    return [
        Leak(finding, *place(text, finding.start), text[finding.start : finding.end])
        for finding in gate.examine(text, context_of(library, item), detectors)
    ]


def leaks(library: Library, item: Content) -> list[Leak]:
    """What is found and neither agreed to be public nor excepted; of a text that readers see no more, the errors."""
    found = examine(library, item)
    if not found:
        return []
    public = list(_public_lines(library, item))
    allowed = allowances(item)
    is_gone = isinstance(item, Case) and item.status in ("withdrawn", "superseded")
    return [
        leak
        for leak in found
        if not (is_gone and leak.finding.severity == "warning")
        and not any(line == leak.line and gate.essence(leak.secret) in essence for essence, line in public)
        and not any(covers(allowance, leak) for allowance in allowed)
    ]


def context_of(library: Library, item: Content) -> Context:
    """What the rules may know of the file of an item."""
    villages = library.names_of("villages")
    if isinstance(item, Village):
        return Context(villages=villages, is_village=True)
    if not isinstance(item, Case):
        return Context(villages=villages)
    minors = "未成年人" in item.audience or speak_of_minors(f"{item.title}\n{item.body}")
    return Context(
        villages=villages,
        is_case=True,
        is_about_minors=minors,
        is_protected=minors or item.kind == "刑事" or bool(_FAMILY.search(item.topic)),
        is_published=item.source.type == "真实公开",
        is_mediated=item.kind == "调解" and item.source.type == "隐名改写",
    )


def covers(allowance: Allowance, leak: Leak) -> bool:
    """Whether an exception speaks of a leak, in whatever notation."""
    wanted, found = gate.essence(allowance.text), gate.essence(leak.secret)
    if allowance.rule != leak.finding.rule or not wanted:
        return False
    return wanted == found or (allowance.rule in _PASSAGES and (wanted in found or found in wanted))


def _public_lines(library: Library, item: Content) -> Iterator[tuple[str, int]]:
    """What may stand on which line of a file: contacts, and persons who have agreed."""
    for text, owner, line in _public_texts(library):
        if owner.path == item.path:
            yield gate.essence(text), line


def _public_texts(library: Library, today: dt.date | None = None) -> Iterator[tuple[str, Content, int]]:
    """(text, where it stands, line). today: leave out what is no longer agreed to on that day."""
    for contact in library.contacts:
        is_mobile = contact.phone and _MOBILE.fullmatch(contact.phone.replace("-", ""))
        if contact.phone and (contact.consented or not is_mobile):
            yield contact.phone, contact, contact.line("phone")
        if contact.address:
            yield contact.address, contact, contact.line("address")
    for village in library.villages:
        for index, guide in enumerate(village.legal_guides):
            if today is None or today <= guide.expires:
                for name in ("name", "phone"):
                    if text := getattr(guide, name):
                        yield text, village, village.line("legal_guides", index, name)


def refused_names(library: Library) -> frozenset[str]:
    """The names that the source check refuses: a site that was built in spite of it must not bear them either."""
    refused = (leak for item in files(library) for leak in leaks(library, item) if leak.finding.severity == "error")
    return frozenset(leak.secret for leak in refused if leak.finding.rule in _NAMES and "姓名" in leak.finding.kind)


def open_gate(library: Library, today: dt.date, vendored: tuple[Path, ...] = ()) -> Gate:
    """The gate for the site that is built of a library on a day."""
    public = {gate.essence(text) for text, _, _ in _public_texts(library, today)}
    public |= {gate.essence(allowed.text) for item in excepting(library) for allowed in item.allow}
    lapsed = frozenset(
        guide.name
        for village in library.villages
        for guide in village.legal_guides
        if guide.expires < today and len(guide.name) >= 3  # two characters come up by chance
    )
    return Gate(frozenset(public - {""}), lapsed, vendored)
