"""The leak gate on content/: every file as it stands, its comments and its name included.

The rules P01–P18 themselves, each with its source, are the detectors of pufa/privacy.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from pufa.library import Library
from pufa.models import Content
from pufa.privacy import gate, sources
from pufa.privacy.context import Context
from pufa.problems import Problem

_PICTURE = re.compile(r"!\[[^\]]*\]\(<?(?P<file>[^)\s>]+)|<img[^>]*?src=[\"']?(?P<source>[^\"'\s>]+)", re.IGNORECASE)


def check_leaks(library: Library, today: dt.date) -> Iterator[Problem]:
    """P01–P18: nothing stands in a file that leads to a person. Source: 个人信息保护法第二十五条、第二十八条; 民法典第一千零三十四条.

    Allowed where they stand: the numbers of contacts.yml and of 法律明白人, a mobile number with its day of consent.
    What a Case, Village or Report allows with a reason is left out.
    """
    for item in sources.files(library):
        for leak in sources.leaks(library, item):
            yield Problem(item.path, leak.line, leak.finding.tell(leak.column), leak.finding.severity)
        yield from _check_reasons(item)
        for finding in gate.examine(item.path.rsplit("/", 1)[-1], Context(), gate.EXACT):
            yield Problem(item.path, 1, f"文件名{finding.tell(finding.start + 1)}", finding.severity)


def _check_reasons(item: Content) -> Iterator[Problem]:
    for index, allowance in enumerate(sources.allowances(item)):
        for field in ("reason", "role"):
            for finding in gate.examine(getattr(allowance, field), Context(), sources.PUBLIC_DOCUMENT):
                line = item.line("allow", index, field)
                yield Problem(item.path, line, f"「{field}」{finding.tell(finding.start + 1)}", finding.severity)


def check_allowances(library: Library, today: dt.date) -> Iterator[Problem]:
    """An exception that excepts nothing is taken out, so that it does not hide the next leak."""
    for item in sources.excepting(library):
        found = sources.examine(library, item) if item.allow else []
        pictures = [_file_of(picture) for picture in _PICTURE.finditer(item.body)]
        for index, allowance in enumerate(item.allow):
            is_picture = allowance.rule == "P19" and any(allowance.text in picture for picture in pictures)
            if not is_picture and not any(sources.covers(allowance, leak) for leak in found):
                message = f"「allow」第 {index + 1} 条（{allowance.rule}）没有用到 → 请删掉，或照原文改对「text」"
                yield Problem(item.path, item.line("allow", index), message, "warning")


def check_pictures(library: Library, today: dt.date) -> Iterator[Problem]:
    """P19: a photo may show a face or a number plate; it stands in a case only with consent on record.

    Source: 民法典第一千零一十九条 (肖像). What is hidden in the image file itself is told, and taken out on build.
    """
    for case in library.cases:
        agreed = [allowance.text for allowance in case.allow if allowance.rule == "P19"]
        for picture in _PICTURE.finditer(case.body):
            if not any(text in _file_of(picture) for text in agreed):
                line = case.body_line + case.body.count("\n", 0, picture.start())
                advice = "请删掉；本人书面同意的，在「allow」里写 rule: P19、图片文件名和理由"
                yield Problem(case.path, line, f"有图片，可能照到人脸、车牌、门牌（P19） → {advice}")


def _file_of(picture: re.Match[str]) -> str:
    return picture["file"] or picture["source"]
