"""What stands in a body and does not work there: told, because the page shows it as text or leaves it out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pufa.library import Library
from pufa.problems import Problem
from pufa.sections import lines_outside_code

SCHEMES = ("http", "https", "tel", "mailto")

_CODE = re.compile(r"(`+).+?\1")
_AUTOLINK = re.compile(r"<(?:(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
_TAG = re.compile(r"<(?P<name>/?[A-Za-z][\w:-]{0,15})(?=[\s/>])")  # a<b is no tag
_LINK = re.compile(r"(?:\]\(\s*<?|^\s{0,3}\[[^\]]+\]:\s*<?)(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):", re.MULTILINE)


def check_raw_html(library: Library, today: dt.date) -> Iterator[Problem]:
    """A body is Markdown: HTML in it (mostly pasted out of Word or a web page) is shown as the text that it is.

    Source: the site's own rule; whatever a contributor writes, no script comes into a page (pages/safety.py).
    """
    for case in library.cases:
        if "<" not in case.body:
            continue
        for number, line, is_code in lines_outside_code(case.body, case.body_line):
            text = "" if is_code else _AUTOLINK.sub("", _CODE.sub("", line))
            if tag := _TAG.search(text):
                yield Problem(
                    case.path,
                    number,
                    f"「<{tag['name']}」：正文里的 HTML 不起作用，会原样显示在页面上 → "
                    "请删掉；加粗写 **字**，列表每行以“- ”开头，链接写 [字](网址)",
                    "warning",
                )
            if "<!--" in text:
                yield Problem(
                    case.path,
                    number,
                    "「<!--」：注释不显示在页面上，但仓库里人人看得见 → 请删掉，要交代的写在合并请求里",
                    "warning",
                )


def check_link_schemes(library: Library, today: dt.date) -> Iterator[Problem]:
    """A link in a body leads to a page, a telephone or a mailbox; any other kind is left without its address.

    Source: the site's own rule, as above; obfuscated ones that this does not see are taken out as well.
    """
    for case in library.cases:
        if not any(sign in case.body for sign in ("<", "](", "]:")):
            continue
        for number, line, is_code in lines_outside_code(case.body, case.body_line):
            text = "" if is_code else _CODE.sub("", line)
            links = (*_LINK.finditer(text), *_AUTOLINK.finditer(text))
            for scheme in dict.fromkeys((link["scheme"] or "mailto").lower() for link in links):
                if scheme not in SCHEMES:
                    yield Problem(
                        case.path,
                        number,
                        f"链接以「{scheme[:20]}:」开头，页面上会没有链接 → "
                        "只能用 http、https、tel、mailto 开头的网址，或者本站的网址",
                        "warning",
                    )
