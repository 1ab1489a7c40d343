"""The front page, the sections of the site, the annual report: is there something new."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa.freshness.part import Level, Line, Part, count_days
from pufa.library import Library
from pufa.models import Content

HOME_WARNS, HOME_STALE = 10, 14  # days; 14 is the indicator's limit, 10 leaves time to write something


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


def annual_report(library: Library, today: dt.date) -> Part:
    """The report on last year is public by 1 April.

    Source: 《法治政府建设与责任落实督察工作规定》 (中共中央办公厅、国务院办公厅, 2019).
    """
    year, limit = today.year - 1, dt.date(today.year, 4, 1)
    title = "年度报告"
    if any(one.year == year for one in library.reports):
        return Part(title, (Line("正常", f"{year} 年度的报告已经公布"),))
    level: Level = "红" if today > limit else "黄"
    words = f"{year} 年度的法治政府建设年度报告还没有登出，应在 {limit} 前公开，{count_days(limit, today)}"
    return Part(title, (Line(level, f"{words} → 公布后请用 scripts/import_report.py 导入"),))
