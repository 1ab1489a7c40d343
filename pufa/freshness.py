"""What has gone stale, or soon will: read by staff, on a page and from scripts/freshness.py.

Each part is one function (library, today) → Part, its docstring the rule and its source; PARTS is the
list of them. A part always says something: what is wrong, or that nothing is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pufa.law.citation import find
from pufa.law.corpus import Law
from pufa.library import Library
from pufa.models import CalendarDay, Content, Duty
from pufa.source import FieldPath

Level = Literal["红", "黄", "正常"]

HOME_WARNS, HOME_STALE = 10, 14  # days; 14 is the indicator's limit, 10 leaves time to write something
LAW_WARNS = 90  # days before a law changes
REVIEW_WARNS = 30  # days before a review or a phone number is due

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Line:
    """One sentence, and the place to mend it; 红 is to be done today, 黄 soon."""

    level: Level
    text: str
    path: str | None = None
    line: int = 1


@dataclass(frozen=True)
class Part:
    title: str
    lines: tuple[Line, ...]


def report(library: Library, today: dt.date) -> tuple[Part, ...]:
    """All parts, as of a day."""
    return tuple(part(library, today) for part in PARTS)


def _part(title: str, lines: Iterable[Line], otherwise: str) -> Part:
    return Part(title, tuple(lines) or (Line("正常", otherwise),))


def home(library: Library, today: dt.date) -> Part:
    """The newest dated item on the front page is younger than two weeks.

    Source: 《政府网站与政务新媒体检查指标》 (国办秘函〔2019〕19号), 首页不更新.
    """
    title = "首页"
    if not library.public_cases:
        return Part(title, (Line("红", "首页没有写着日期的内容，检查时视为不更新 → 请发布案例"),))
    newest = library.public_cases[0]  # the front page lists the newest ones
    assert newest.published
    age = (today - newest.published).days
    words = f"最新一条是 {newest.published} 的「{newest.title}」，到今天 {age} 天"
    if age < HOME_WARNS:
        return Part(title, (Line("正常", words),))
    advice = f"满 {HOME_STALE} 天就算首页不更新 → 请发布新的案例"
    return Part(title, (Line("红" if age >= HOME_STALE else "黄", f"{words}，{advice}", newest.path),))


def sections(library: Library, today: dt.date) -> Part:
    """No section is empty, and each has something new within site.yml's max_age_days.

    Source: 检查指标, 栏目不更新 and 空白栏目.
    """
    return Part("栏目", tuple(_sections(library, today)))


def _sections(library: Library, today: dt.date) -> Iterator[Line]:
    limits = library.site.max_age_days.model_dump()
    for key, name, items, days in _list_sections(library):
        if not items:
            yield Line("红", f"「{name}」是空的，检查时算空白栏目 → 请补上内容")
        elif not days:
            yield Line("黄", f"「{name}」有 {len(items)} 项，不知道哪天更新的 → 请在历史完整的仓库里看")
        else:
            age = (today - max(days)).days
            words = f"「{name}」有 {len(items)} 项，最近 {max(days)} 更新，到今天 {age} 天"
            if age <= limits[key]:
                yield Line("正常", words)
            else:
                yield Line("红", f"{words}，超过 {limits[key]} 天 → 请更新，确实不用改的请核对一遍", items[0].path)
    for topic in library.topics:
        if not library.cases_on(topic):
            yield Line("黄", f"类别「{topic.name}」还没有案例 → 请补写", topic.path, topic.line())


def _list_sections(library: Library) -> Iterator[tuple[str, str, list[Content], list[dt.date]]]:
    """(key in max_age_days, name, items, the days on which they were renewed: their own dates, or Git's)."""
    cases, statutes, reports = library.public_cases, library.statutes, library.reports
    yield "cases", "以案释法", [*cases], [case.published for case in cases if case.published]
    yield "laws", "法条", [*statutes], [version.checked for law in statutes for version in law.versions]
    yield "reports", "年报", [*reports], [one.published.date() for one in reports]
    for key, name, items in (
        ("villages", "我的村", [*library.villages]),
        ("contacts", "找人帮忙", [*library.contacts]),
        ("calendar", "普法日历", [*library.calendar]),
        ("duties", "责任清单", [*library.duties]),
    ):
        changed = library.history.changed
        yield key, name, [*items], [changed[path] for path in {item.path for item in items} if path in changed]


def reviews(library: Library, today: dt.date) -> Part:
    """A case is compared with the law again before its review_due."""
    lines = []
    for case in sorted(library.public_cases, key=lambda case: (case.review_due or today, case.slug)):
        if case.review_due and case.review_due < today + REVIEW_WARNS * _DAY:
            late = (today - case.review_due).days
            when = f"过了 {late} 天" if late > 0 else f"还有 {-late} 天"
            words = f"「{case.title}」应在 {case.review_due} 前复核，{when} → 请对照法条重看，改 reviewed 和 review_due"
            lines.append(Line("红" if late > 0 else "黄", words, case.path, case.line("review_due")))
    return _part("复核", lines, f"{REVIEW_WARNS} 天内没有到期的复核")


@dataclass(frozen=True)
class Change:
    """A law that is about to change or end. item, field, line: the first place of a file that cites it."""

    law: Law
    day: dt.date
    is_end: bool
    item: Content
    line: int

    def describe(self, today: dt.date) -> str:
        """《消防法》2027-01-01 起改用新的版本，还有 39 天"""
        verb = "废止" if self.is_end else "改用新的版本"
        return f"《{self.law.short_name}》{self.day} 起{verb}，还有 {(self.day - today).days} 天"


def coming_changes(library: Library, today: dt.date) -> Iterator[Change]:
    """Each law that a file cites, once for a file: its next version, however far; its end, if within LAW_WARNS days."""
    seen: set[tuple[str, str]] = set()
    for item, line, name in _cited_laws(library):
        law = library.corpus.find(name)
        if law is None or (item.path, law.name) in seen:
            continue
        seen.add((item.path, law.name))
        current, coming = law.version_on(today), law.next_version(today)
        if coming:
            yield Change(law, coming.starts, False, item, line)
        elif current and current.ends and today < current.ends <= today + LAW_WARNS * _DAY:
            yield Change(law, current.ends, True, item, line)


def _cited_laws(library: Library) -> Iterator[tuple[Content, int, str]]:
    for case in library.public_cases:
        yield from ((case, case.line(*field), cited.law_name) for field, text in case.texts() for cited in find(text))
        for number, text in enumerate(case.body.split("\n"), start=case.body_line):
            yield from ((case, number, cited.law_name) for cited in find(text))
    items: list[CalendarDay | Duty] = [*library.calendar, *library.duties]
    for item in items:
        yield from ((item, item.line(*field), cited.law_name) for field, text in item.texts() for cited in find(text))


def laws(library: Library, today: dt.date) -> Part:
    """Cited laws that change within 90 days are read before they do."""
    changes: dict[tuple[dt.date, str], list[Change]] = {}
    for change in coming_changes(library, today):
        changes.setdefault((change.day, change.law.name), []).append(change)
    lines = []
    for (day, _), group in sorted(changes.items()):
        first = group[0]
        where = "、".join(sorted({change.item.path for change in group}))
        near = day <= today + LAW_WARNS * _DAY
        words = f"{first.describe(today)}；引用它的有 {where} → 请对照新条文准备改写"
        lines.append(Line("黄" if near else "正常", words, first.item.path, first.line))
    return _part("快要变的法律", lines, "引用的法律都没有还没施行的新版本")


def contacts(library: Library, today: dt.date) -> Part:
    """A phone number is verified before it expires; a person is named only as long as that person agreed to.

    Source: 个人信息保护法第二十五条 (consent).
    """
    dated: list[tuple[Content, FieldPath, dt.date, str, str]] = []
    for contact in library.contacts:
        if contact.expires:
            words = f"「{contact.name}」的电话、地址要在 {contact.expires} 前核实"
            dated.append((contact, ("expires",), contact.expires, words, "请核实后改 expires"))
    for village in library.villages:
        for index, guide in enumerate(village.legal_guides):
            words = f"{village.name}法律明白人的同意到 {guide.expires} 为止"
            advice = "请重新征得同意，或删掉"
            dated.append((village, ("legal_guides", index, "expires"), guide.expires, words, advice))
    lines = []
    for item, field, day, words, advice in sorted(dated, key=lambda entry: (entry[2], entry[0].path)):
        if day < today + REVIEW_WARNS * _DAY:
            level: Level = "红" if day < today else "黄"
            when = f"过了 {(today - day).days} 天" if day < today else f"还有 {(day - today).days} 天"
            lines.append(Line(level, f"{words}，{when} → {advice}", item.path, item.line(*field)))
    return _part("电话和同意", lines, f"{REVIEW_WARNS} 天内没有到期的")


def withdrawn(library: Library, today: dt.date) -> Part:
    """What was withdrawn, with the reason that readers see; its title is public no more.

    Source: 行政处罚法第四十八条第二款 (within three days).
    """
    lines = [
        Line("正常", f"{case.withdrawn.date} 撤下，原因：{case.withdrawn.reason}", case.path, case.line("status"))
        for case in library.cases
        if case.withdrawn
    ]
    return _part("撤下的案例", lines, "没有撤下的案例")


def annual_report(library: Library, today: dt.date) -> Part:
    """The report on last year is public by 1 April.

    Source: 《法治政府建设与责任落实督察工作规定》 (中共中央办公厅、国务院办公厅, 2019).
    """
    year, limit = today.year - 1, dt.date(today.year, 4, 1)
    title = "年度报告"
    if any(one.year == year for one in library.reports):
        return Part(title, (Line("正常", f"{year} 年度的报告已经公布"),))
    level: Level = "红" if today > limit else "黄"
    when = f"过了 {(today - limit).days} 天" if today > limit else f"还有 {(limit - today).days} 天"
    words = f"{year} 年度的法治政府建设年度报告还没有登出，应在 {limit} 前公开，{when}"
    return Part(title, (Line(level, f"{words} → 公布后请用 scripts/import_report.py 导入"),))


def history(library: Library, today: dt.date) -> Part:
    """Whether the dates above could be held against the record."""
    missing = library.history.missing or (None if library.history.changed else "没有读版本历史")
    lines = [Line("黄", f"{missing}，日期没有和历史核对 → 请在历史完整的仓库里看")] if missing else []
    return _part("版本历史", lines, "发布日期已和版本历史核对")


PARTS: tuple[Callable[[Library, dt.date], Part], ...] = (
    home,
    sections,
    reviews,
    laws,
    contacts,
    withdrawn,
    annual_report,
    history,
)
