"""The leak gate on what is written by hand: every file as it stands, its comments and its name included.

The rules P01–P18 themselves, each with its source, are the detectors of pufa/privacy.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pufa.library import Library
from pufa.models import Allowance, Case, Content, Report, Statute, Village
from pufa.privacy import gate
from pufa.privacy.context import Context
from pufa.privacy.exceptions import excepting
from pufa.privacy.findings import Finding
from pufa.privacy.stories import MINOR
from pufa.privacy.text import place
from pufa.problems import Problem

_FAMILY = re.compile("婚姻|家庭|赡养|抚养|继承|收养|家事")
_CRIME = "刑事"
_PICTURE = re.compile(r"!\[[^\]]*\]\(<?(?P<file>[^)\s>]+)|<img[^>]*?src=[\"']?(?P<source>[^\"'\s>]+)", re.IGNORECASE)

# Statutes and reports are public documents as they are: there only what is never right is told.
_PUBLIC_DOCUMENT = (*gate.EXACT, *gate.READING[:2])
_PLAIN = (*gate.EXACT, *gate.READING[:4])


def check_leaks(library: Library, today: dt.date) -> Iterator[Problem]:
    """P01–P18: nothing stands in a file that leads to a person. Source: 个人信息保护法第二十五条、第二十八条; 民法典第一千零三十四条.

    Allowed where they stand: the numbers of contacts.yml and of 法律明白人, a mobile number with its day of consent.
    What a Case, Village or Report allows with a reason is left out.
    """
    for item in _files(library):
        allowed = _allowances(item)
        public = _public_contacts(library, item)
        for finding, line, column, secret in _findings(library, item):
            if not _is_public(public, finding, line, secret) and not any(
                _covers(allowance, finding, secret) for allowance in allowed
            ):
                yield Problem(item.path, line, finding.tell(column), finding.severity)
        yield from _check_reasons(item, allowed)
        for finding in gate.examine(item.path.rsplit("/", 1)[-1], Context(), gate.EXACT):
            yield Problem(item.path, 1, f"文件名里{finding.tell(finding.start + 1)}", finding.severity)


def _files(library: Library) -> Iterator[Content]:
    """One item of each file: the lists share theirs."""
    seen: set[str] = set()
    for item in (
        *(*library.cases, *library.villages, *library.reports, *library.statutes),
        *(library.site, *library.topics, *library.contacts, *library.calendar, *library.duties),
    ):
        if item.path not in seen:
            seen.add(item.path)
            yield item


def _allowances(item: Content) -> list[Allowance]:
    return item.allow if isinstance(item, Case | Village | Report) else []


def _findings(library: Library, item: Content) -> Iterator[tuple[Finding, int, int, str]]:
    """(finding, line, column, what was found) in the file of an item."""
    lines = item.file_text.split("\n")
    for index, _ in enumerate(_allowances(item)):  # what an exception quotes is no second leak
        number = item.line("allow", index, "text") - 1
        lines[number] = " " * len(lines[number])
    text = "\n".join(lines)
    if isinstance(item, Case):
        detectors = gate.ALL
    else:
        detectors = _PUBLIC_DOCUMENT if isinstance(item, Report | Statute) else _PLAIN
    for finding in gate.examine(text, _context(library, item), detectors):
        yield finding, *place(text, finding.start), text[finding.start : finding.end]


def _context(library: Library, item: Content) -> Context:
    villages = tuple(village.name for village in library.villages)
    if isinstance(item, Village):
        return Context(villages=villages, is_village=True)
    if not isinstance(item, Case):
        return Context(villages=villages)
    words = f"{item.title}\n{item.body}"
    minors = "未成年人" in item.audience or bool(MINOR.search(words))
    return Context(
        villages=villages,
        is_case=True,
        is_about_minors=minors,
        is_protected=minors or item.kind == _CRIME or bool(_FAMILY.search(item.topic)),
        is_published=item.source.type == "真实公开",
        is_mediated=item.kind == "调解" and item.source.type == "隐名改写",
    )


@dataclass(frozen=True)
class _Public:
    """Something that an office or a person has agreed to make public: what, and the lines on which it may stand."""

    essence: str
    line: int


def _public_contacts(library: Library, item: Content) -> list[_Public]:
    texts: list[tuple[str | None, int]] = []
    for contact in library.contacts:
        if contact.path == item.path:
            is_mobile = contact.phone and re.fullmatch(r"1[3-9]\d{9}", contact.phone.replace("-", ""))
            if contact.consented or not is_mobile:
                texts.append((contact.phone, contact.line("phone")))
            texts.append((contact.address, contact.line("address")))
    if isinstance(item, Village):
        for index, guide in enumerate(item.legal_guides):
            texts.append((guide.phone, item.line("legal_guides", index, "phone")))
            texts.append((guide.name, item.line("legal_guides", index, "name")))
    return [_Public(gate.essence(text), line) for text, line in texts if text]


def _is_public(public: list[_Public], finding: Finding, line: int, secret: str) -> bool:
    found = gate.essence(secret)
    return any(entry.line == line and found in entry.essence for entry in public)


# Of these the finding is a word or more out of a longer passage; of the others it is the secret itself.
_PASSAGES = frozenset(("P08", "P12", "P13", "P14", "P17", "P18"))


def _covers(allowance: Allowance, finding: Finding, secret: str) -> bool:
    wanted, found = gate.essence(allowance.text), gate.essence(secret)
    if allowance.rule != finding.rule or not wanted:
        return False
    return wanted == found or (finding.rule in _PASSAGES and (wanted in found or found in wanted))


def _check_reasons(item: Content, allowed: list[Allowance]) -> Iterator[Problem]:
    for index, allowance in enumerate(allowed):
        for field in ("reason", "role"):
            for finding in gate.examine(getattr(allowance, field), Context(), _PUBLIC_DOCUMENT):
                yield Problem(
                    item.path, item.line("allow", index, field), finding.tell(finding.start + 1), finding.severity
                )


def check_allowances(library: Library, today: dt.date) -> Iterator[Problem]:
    """An exception that excepts nothing is taken out, so that it does not hide the next leak."""
    for item in excepting(library):
        if not item.allow:
            continue
        found = list(_findings(library, item))
        pictures = [picture["file"] or picture["source"] for picture in _PICTURE.finditer(item.body)]
        for index, allowance in enumerate(item.allow):
            is_picture = allowance.rule == "P19" and any(allowance.text in picture for picture in pictures)
            if not is_picture and not any(_covers(allowance, finding, secret) for finding, _, _, secret in found):
                message = f"「allow」第 {index + 1} 条（{allowance.rule}）没有用到 → 请删掉，或照原文改对「text」"
                yield Problem(item.path, item.line("allow", index), message, "warning")


def check_pictures(library: Library, today: dt.date) -> Iterator[Problem]:
    """P19: a photo may show a face or a number plate; it stands in a case only with consent on record.

    Source: 民法典第一千零一十九条 (肖像). What is hidden in the image file itself is told and taken out on build.
    """
    for case in library.cases:
        agreed = [allowance.text for allowance in case.allow if allowance.rule == "P19"]
        for picture in _PICTURE.finditer(case.body):
            name = picture["file"] or picture["source"]
            if not any(text in name for text in agreed):
                line = case.body_line + case.body.count("\n", 0, picture.start())
                message = "有图片，可能照到人脸、车牌、门牌（P19） → 请删掉；本人书面同意的，在「allow」里写 rule: P19、图片文件名和理由"
                yield Problem(case.path, line, message)
