"""What has a day of its own: reviews, phone numbers, consents; and what was taken off the site."""

from __future__ import annotations

import datetime as dt

from pufa.freshness.part import SOON, Level, Line, Part, count_days, make_part
from pufa.library import Library
from pufa.models import Content
from pufa.nodes import FieldPath
from pufa.privacy.exceptions import exceptions


def reviews(library: Library, today: dt.date) -> Part:
    """A case is compared with the law again before its review_due."""
    lines = []
    for case in sorted(library.public_cases, key=lambda case: (case.review_due or today, case.slug)):
        if case.review_due and case.review_due < today + SOON:
            level: Level = "红" if case.review_due < today else "黄"
            when = count_days(case.review_due, today)
            words = f"「{case.title}」应在 {case.review_due} 前复核，{when} → 请对照法条重看，改 reviewed 和 review_due"
            lines.append(Line(level, words, case.path, case.line("review_due")))
    return make_part("复核", lines, f"{SOON.days} 天内没有到期的复核")


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
        if day < today + SOON:
            level: Level = "红" if day < today else "黄"
            lines.append(Line(level, f"{words}，{count_days(day, today)} → {advice}", item.path, item.line(*field)))
    return make_part("电话和同意", lines, f"{SOON.days} 天内没有到期的")


def boards(library: Library, today: dt.date) -> Part:
    """A board in use leads to something that is there: this month, a topic or a public case."""
    there = {"本月", *(topic.name for topic in library.topics), *(case.slug for case in library.public_cases)}
    lines = [
        Line(
            "红",
            f"{board.id} 号展板扫码看「{board.shows}」，这里没有它了 → 请改 shows",
            board.path,
            board.line("shows"),
        )
        for board in library.boards
        if board.state == "active" and board.shows not in there
    ]
    return make_part(
        "展板", lines, f"在用的 {sum(board.state == 'active' for board in library.boards)} 块展板都有东西可看"
    )


def withdrawn(library: Library, today: dt.date) -> Part:
    """What was withdrawn, with the reason that readers see; its title is public no more.

    Source: 行政处罚法第四十八条第二款 (within three days).
    """
    lines = [
        Line("正常", f"{case.withdrawn.date} 撤下，原因：{case.withdrawn.reason}", case.path, case.line("status"))
        for case in library.cases
        if case.withdrawn
    ]
    return make_part("撤下的案例", lines, "没有撤下的案例")


def allowed(library: Library, today: dt.date) -> Part:
    """What the leak gate was told to let stand: somebody asks now and then whether it still must."""
    lines = [
        Line(
            "正常",
            f"{found.rule} “{found.first}…” 保留，理由：{found.reason}，批准：{found.role}",
            found.path,
            found.line,
        )
        for found in exceptions(library)
    ]
    return make_part("个人信息保留", lines, "没有经批准保留的个人信息")


def history(library: Library, today: dt.date) -> Part:
    """Whether the dates above could be held against the record."""
    missing = library.history.missing or (None if library.history.changed else "没有读版本历史")
    lines = [Line("黄", f"{missing}，日期没有和历史核对 → 请在历史完整的仓库里看")] if missing else []
    return make_part("版本历史", lines, "发布日期已和版本历史核对")
