"""Rules within one case: its parts, and what was forgotten in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pufa import sections
from pufa.library import Library
from pufa.models import BLANK, Case, Document
from pufa.problems import Problem
from pufa.sections import SECTIONS, STEPS, WHAT_TO_DO, Section


def check_sections(library: Library, today: dt.date) -> Iterator[Problem]:
    """A case has the eight parts of SECTIONS, each once, in their order.

    Source: the common skeleton of 典型案例, 以案释法 and the 《“法律明白人”普法读本》.
    """
    for case in library.cases:
        if case.status not in ("draft", "withdrawn"):
            yield from _check_case(case, sections.split(case.body, case.body_line))


def _check_case(case: Case, found: Sequence[Section]) -> Iterator[Problem]:
    for section in found:
        if not section.heading:
            blank = len(section.text) - len(section.text.lstrip("\n"))
            yield Problem(case.path, section.line + blank, "正文第一个小标题前面有文字 → 请移到某个“## ”小标题下面")
        elif section.name is None:
            yield Problem(
                case.path, section.line, f"没有「{section.heading}」这个小标题 → 只能用：{'、'.join(SECTIONS)}"
            )
        elif not section.text.strip():
            yield Problem(case.path, section.line, f"「{section.heading}」下面是空的 → 请补写")
    named = [section for section in found if section.name]
    yield from _check_presence(case, named)
    for before, after in pairwise(named):
        if SECTIONS.index(before.name or "") > SECTIONS.index(after.name or ""):
            yield Problem(
                case.path,
                after.line,
                f"「{after.heading}」应当在「{before.heading}」前面 → 顺序是：{'、'.join(SECTIONS)}",
            )


def _check_presence(case: Case, named: list[Section]) -> Iterator[Problem]:
    for name in SECTIONS:
        same = [section for section in named if section.name == name]
        if not same:
            yield Problem(case.path, case.body_line, f"正文缺少「{name}」 → 请加一行“## {name}”，在下面补写")
        for section in same[1:]:
            yield Problem(case.path, section.line, f"「{name}」写了两遍（第 {same[0].line} 行已有） → 请合成一个")


def check_steps(library: Library, today: dt.date) -> Iterator[Problem]:
    """遇到了怎么办 tells what to do, until when, with which papers, and whom to ask.

    Source: the 解决途径 part of the 《“法律明白人”普法读本》; a reader must know what to do tomorrow morning.
    """
    for case in library.public_cases:
        for section in sections.split(case.body, case.body_line):
            if section.name == WHAT_TO_DO:
                for step in STEPS:
                    if not re.search(rf"^###[ \t]+{step}[ \t]*$", section.text, re.MULTILINE):
                        yield Problem(
                            case.path,
                            section.line,
                            f"「{section.heading}」里没有「{step}」 → 请加一行“### {step}”",
                            "warning",
                        )


def check_placeholders(library: Library, today: dt.date) -> Iterator[Problem]:
    """【待填】 may stand in a draft and nowhere else. Source: 先审后发."""
    documents: list[Document] = [*library.cases, *library.villages, *library.reports, *library.statutes]
    for document in documents:
        if isinstance(document, Case) and document.status == "draft":
            continue
        yield from _find_placeholders(document)


def _find_placeholders(document: Document) -> Iterator[Problem]:
    sentence = f"还有{BLANK} → 请填好，或者把 status 改成 draft"
    if BLANK in document.body:
        for number, line in enumerate(document.body.split("\n"), start=document.body_line):
            if BLANK in line:
                yield Problem(document.path, number, sentence)
    for field, text in document.texts():
        if BLANK in text:
            yield Problem(document.path, document.line(*field), sentence)
