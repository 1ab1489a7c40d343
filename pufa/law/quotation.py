"""Quotations of the law: words between “ ” or in a block of > beside a citation must be the law's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pufa.law.citation import Citation

# Words that tie a quotation to the citation before it; 张某说 is no such word.
_BEFORE = re.compile(
    r"(?:中|里)?(?:的)?(?:明确|具体)?(?:规定|写明|写着|写道|写的是|指出|载明|所称|称|所说|讲的|说的|原文)?(?:的|是|了|为)?"
    r"\s*[：:，,]?\s*(?P<open>[“\"「])(?P<words>[^“”\"「」]+)[”\"」]"
)
# “……”（《民法典》第六百七十五条）
_AFTER = re.compile(
    r"[“\"「](?P<words>[^“”\"「」]+)[”\"」]\s*[。；]?\s*[（(——]+\s*(?:见|依据|依照|根据|参见|引自|出自)?\s*$"
)
_CLOSE = re.compile(r"[”\"」]")
_BLOCK = re.compile(r"(?m)^(?:>[^\n]*(?:\n|$))+")
_SPACE_AND_QUOTES = re.compile(r"[\s“”‘’\"'「」『』\u200b]+")


@dataclass(frozen=True)
class Quotation:
    """Words that a text gives as those of an article. start: where they stand."""

    citation: Citation
    words: str
    start: int


def find_quotations(text: str, citations: Sequence[Citation]) -> Iterator[Quotation]:
    """The quotations beside the citations of a text, in order. citations: as found in the same text."""
    own = [citation for citation in citations if citation.end > citation.start]
    for citation in own if _CLOSE.search(text) else ():
        behind = _BEFORE.match(text, citation.end)
        if behind:
            yield Quotation(citation, behind["words"], behind.start("words"))
        ahead = _AFTER.search(text, max(0, citation.start - 1000), citation.start)
        if ahead:
            yield Quotation(citation, ahead["words"], ahead.start("words"))
    for block in _BLOCK.finditer(text):
        yield from _read_block(text, block, own)


def _read_block(text: str, block: re.Match[str], citations: list[Citation]) -> Iterator[Quotation]:
    """A block of > that names its article at its end, or stands right below a citation."""
    inside = [citation for citation in citations if block.start() <= citation.start < block.end()]
    above = [
        one for one in citations if one.end <= block.start() and not text[one.end : block.start()].strip(" \n：:，,")
    ]
    if inside or above:
        end = inside[0].start if inside else block.end()
        words = re.sub(r"(?m)^>[ \t]?", "", text[block.start() : end]).strip(' \n—-（(“”"')
        if words:
            yield Quotation((inside or above)[0], words, block.start())


def is_verbatim(words: str, article: str) -> bool:
    """Whether words are part of an article, character for character but for space and quotes.

    …… stands for what was left out; the pieces around it must come in their order.
    """
    position = 0
    plain = _SPACE_AND_QUOTES.sub("", article)
    for piece in re.split(r"…+|\.{3,}", words):
        wanted = _SPACE_AND_QUOTES.sub("", piece)
        found = plain.find(wanted, position)
        if found < 0 and wanted[-1:] in "。；，、：":  # the sentence goes on in the law, the quotation ends here
            wanted = wanted[:-1]
            found = plain.find(wanted, position)
        if found < 0:
            return False
        position = found + len(wanted)
    return True
