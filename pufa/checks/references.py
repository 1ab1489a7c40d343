"""Rules between files: what one names, another must hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from pufa.library import Kind, Library
from pufa.models import BLANK, Case, Content
from pufa.problems import Problem


def check_names(library: Library, today: dt.date) -> Iterator[Problem]:
    """A case names topics, villages and contacts that exist; the site, the calendar and the concepts do too."""
    for case in library.cases:
        yield from _look_up(library, "topics", case, "topic", [case.topic])
        yield from _look_up(library, "villages", case, "villages", case.villages)
        yield from _look_up(library, "contacts", case, "contacts", case.contacts)
    for day in library.calendar:
        yield from _look_up(library, "topics", day, "topics", day.topics)
    for concept in library.concepts:
        yield from _look_up(library, "topics", concept, "topic", [concept.topic] if concept.topic else [])
    yield from _look_up(library, "contacts", library.site, "corrections", [library.site.corrections])


def _look_up(library: Library, kind: Kind, item: Content, field: str, names: list[str]) -> Iterator[Problem]:
    """The names in one field of an item that no item of a kind bears."""
    if kind in library.unread:
        return  # its own mistakes are told; a name may be among what could not be read
    known = library.names_of(kind)
    may_be_blank = isinstance(item, Case) and item.status == "draft"
    for index, name in enumerate(names):
        if name not in known and not (may_be_blank and name == BLANK):
            choices = "、".join(known) if len(known) <= 20 else f"{'、'.join(known[:20])}……"
            yield Problem(
                item.path,
                item.line(field, index),
                f"「{field}」没有「{name}」这一项 → 只能填：{choices or '（还一项都没有）'}",
            )


def check_successors(library: Library, today: dt.date) -> Iterator[Problem]:
    """A case that was replaced leads to a published case."""
    public = {case.slug for case in library.public_cases}
    for case in library.cases:
        if case.successor and case.successor not in public and "cases" not in library.unread:
            yield Problem(
                case.path,
                case.line("successor"),
                f"「successor」写的是「{case.successor}」，没有这个已发布的案例 → 请写新案例的文件名（不带 .md）",
            )


def check_recordings(library: Library, today: dt.date) -> Iterator[Problem]:
    """A case that can be listened to has its file, and no file lies there unheard."""
    for case in library.cases:
        if case.audio and case.audio not in library.recordings:
            sentence = f"「audio」写的是「{case.audio}」，content/audio/ 里没有这个文件 → 请放进去，或改成已有的文件名"
            yield Problem(case.path, case.line("audio"), sentence)
    used = {case.audio for case in library.cases}
    for name in sorted(set(library.recordings) - used):
        sentence = "没有案例用这个录音 → 请在案例里写上 audio，或移走文件"
        yield Problem(f"content/audio/{name}", 1, sentence, "warning")


def check_uniqueness(library: Library, today: dt.date) -> Iterator[Problem]:
    """Names and addresses are unique within their kind: a reference must mean one thing."""
    kinds: list[tuple[str, Iterable[Content]]] = [
        ("name", library.topics),
        ("slug", library.topics),
        ("name", library.contacts),
        ("slug", library.contacts),
        ("slug", library.calendar),
        ("name", library.villages),
        ("code", library.villages),
        ("year", library.reports),
        ("name", library.statutes),
        ("title", library.cases),
        ("concept", library.concepts),
    ]
    for field, items in kinds:
        seen: dict[object, Content] = {}
        for item in items:
            value = getattr(item, field)
            first = seen.setdefault(value, item)
            if first is not item:
                where = f"{first.path} 第 {first.line(field)} 行"
                yield Problem(item.path, item.line(field), f"「{field}」的「{value}」和 {where}重复 → 请改成不一样的")


def check_addresses(library: Library, today: dt.date) -> Iterator[Problem]:
    """A file's name is a permanent address: lower-case letters, digits, hyphens; a report is named by its year."""
    for document in (*library.cases, *library.villages):
        slug = document.slug
        if not slug.replace("-", "").isalnum() or not slug.isascii() or slug.lower() != slug:
            yield Problem(
                document.path,
                1,
                f"文件名「{slug}」不能当网址 → 只用小写拼音、数字和短横线，如 jie-qian-bu-huan.md",
            )
    for report in library.reports:
        if report.slug != str(report.year):
            yield Problem(
                report.path, report.line("year"), f"「year」是 {report.year}，文件名却是 {report.slug} → 请改成一致"
            )


def check_villages(library: Library, today: dt.date) -> Iterator[Problem]:
    """Every village of the town has its page, and its code belongs to the town.

    Source: 统计用区划代码, 12 digits, of which the first nine are the town's.
    """
    site = library.site
    if "villages" not in library.unread and len(library.villages) != site.villages:
        yield Problem(
            site.path,
            site.line("villages"),
            f"「villages」说有 {site.villages} 个村，文件夹里有 {len(library.villages)} 个 → 请核对",
        )
    for village in library.villages:
        if not village.code.startswith(site.division_code):
            yield Problem(
                village.path,
                village.line("code"),
                f"「code」写的是 {village.code}，本镇的代码以 {site.division_code} 开头 → 请核对",
            )
