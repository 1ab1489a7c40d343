"""What is not known yet: never invented, left out of the pages, and reported here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from pufa.library import Library
from pufa.problems import Problem


def check_approvals(library: Library, today: dt.date) -> Iterator[Problem]:
    """A published case has passed 初审、复审、终审 and 保密审查; until then its page says so.

    Source: 先审后发 (三审三校); 保守国家秘密法第三十五条.
    """
    for case in library.public_cases:
        if not case.is_approved:
            yield Problem(
                case.path,
                case.line("approvals"),
                "「approvals」审核不全，页面上会写“示例内容，待司法所审核” → 审过一道补一道",
                "warning",
            )


def check_identity(library: Library, today: dt.date) -> Iterator[Problem]:
    """Marks that a government site must carry are filled in. Source: 政府网站发展指引 (国办发〔2017〕47号)."""
    site = library.site
    names = {
        "domain": "域名",
        "site_code": "网站标识码",
        "icp": "ICP 备案号",
        "police_record": "公安备案号",
        "organiser": "主办单位",
    }
    if site.front_page is None:
        yield Problem(
            site.path,
            site.line("address"),
            "「address」（网站的完整网址）还没有填，先没有给搜索引擎的 sitemap、feed.json 和分享图片 → 有了请补上",
            "warning",
        )
    for field, name in names.items():
        if getattr(site, field) is None:
            yield Problem(
                site.path, site.line(field), f"「{field}」（{name}）还没有填，页面上先不显示 → 有了请补上", "warning"
            )


def check_disclosure(library: Library, today: dt.date) -> Iterator[Problem]:
    """A report has the header that documents of the government are disclosed with; what is empty is left out.

    Source: the headers that towns' reports carry (索引号、主题分类、体裁分类、成文日期、发文字号、有效性).
    """
    names = {
        "index_number": "索引号",
        "subject": "主题分类",
        "written": "成文日期",
        "document_number": "发文字号",
        "validity": "有效性",
    }
    for report in library.reports:
        empty = [f"{name} {field}" for field, name in names.items() if getattr(report, field) is None]
        if empty:
            yield Problem(
                report.path,
                report.line("published"),
                f"公开信息的表头还缺：{'、'.join(empty)}，页面上先不显示 → 有了请补上",
                "warning",
            )


def check_contacts(library: Library, today: dt.date) -> Iterator[Problem]:
    """Local help can be called, and its number has been verified lately."""
    for contact in library.contacts:
        if contact.phone is None:
            yield Problem(
                contact.path,
                contact.line("phone"),
                f"「{contact.name}」没有电话 → 请向本单位核实后补上 phone",
                "warning",
            )
        if contact.expires and contact.expires < today:
            yield Problem(
                contact.path,
                contact.line("expires"),
                f"「{contact.name}」过了 {contact.expires} 没有核实 → 请核实后改 expires",
                "warning",
            )


def check_duties(library: Library, today: dt.date) -> Iterator[Problem]:
    """Each duty has a unit that answers for it. Source: 法治宣传教育法第九条 (普法责任制)."""
    for duty in library.duties:
        if duty.unit is None:
            yield Problem(
                duty.path, duty.line("unit"), f"「{duty.content}」没有责任单位 → 定下来后请补上 unit", "warning"
            )


def check_village_people(library: Library, today: dt.date) -> Iterator[Problem]:
    """A village names its 法律明白人, and nobody longer than the person agreed to.

    Source: 《乡村“法律明白人”培养工作规范（试行）》 (three a village); 个人信息保护法第二十五条 (consent).
    """
    unnamed = [village for village in library.villages if not village.legal_guides]
    for village in library.villages:
        for index, guide in enumerate(village.legal_guides):
            if guide.expires < today:
                yield Problem(
                    village.path,
                    village.line("legal_guides", index, "expires"),
                    f"法律明白人的同意只到 {guide.expires}，页面上已不显示 → 请重新征得同意，或删掉",
                    "warning",
                )
    if unnamed:
        first = unnamed[0]
        yield Problem(
            first.path,
            first.line("legal_guides"),
            f"这个村和另外 {len(unnamed) - 1} 个村还没有公布法律明白人 → 本人书面同意后补上",
            "warning",
        )
