"""What can be read out of a report's text: its figures and its promises, for a person to name and check."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pufa.models import Commitment, Indicator
from pufa.report_text import ReportText, walk
from pufa.report_words import read_quantity, split_sentences

_MEASURES = (
    "人次|户次|村户|轮次|场次|班次|课时|小时|平方米|公顷|公里|万元|个百分点|个?村(?![民级])|人|名|户|件|起|次|场|期|份|条|"
    "项|处|家|篇|部|批|宗|辆|所|支|套|台|册|本|面|块|幅|张|轮|遍|亩|元|吨|天|组|队|个|%|％"
)
_NUMBER = r"(?:[0-9０-９]{1,3}(?:,[0-9]{3})+|[0-9０-９]{1,12})(?:[.．][0-9０-９]{1,6})?"
# Not the end of a longer number (12,000) or range (3-5), and not an ordinal.
_FIGURE = re.compile(
    rf"(?<![0-9０-９·/第-])(?<![0-9０-９][.．,])(?:(?<!最)近|约|超过|超|逾)?{_NUMBER}[余多]?[百千万亿]?[余多]?(?:{_MEASURES})"
)
# Words between what a number counts and the rest of its clause: “共受理|信访事项45件”.
_VERBS = re.compile(
    r"^.*(?:开展|组织|召开|举办|受理|办理|处理|完成|化解|调解|覆盖|优化|更新|完善|发放|悬挂|培养|选聘|派驻|共|已|了|将)"
)
_CLAUSE_END = re.compile(r"[,，、。；;：:！？（）()]")


def propose_indicators(report: ReportText) -> list[Indicator]:
    """Every number with its unit in the text, named after the words around it."""
    sections = [("总体情况", "\n".join(report.opening))]
    group = ""
    for part in walk(report.parts):
        group = _CLAUSE_END.split(part.words)[0] if part.level <= 3 else group
        sections.append((group or "其他", part.own))
    return [
        indicator
        for group, text in sections
        for sentence in split_sentences(text)
        for indicator in _find_figures(sentence, group)
    ]


def _find_figures(sentence: str, group: str) -> Iterator[Indicator]:
    for figure in _FIGURE.finditer(sentence):
        quantity = read_quantity(figure[0])
        if quantity:
            name = _propose_name(sentence[: figure.start()], sentence[figure.end() :]) or figure[0]
            value, unit = quantity
            yield Indicator(name=name, group=group, value=value, unit=unit, stated=figure[0], sentence=sentence)


def _propose_name(before: str, after: str) -> str:
    """The words before a number from its verb on; those behind it if there are none."""
    clause = _CLAUSE_END.split(before[-40:])[-1].strip()
    name = _VERBS.sub("", clause).strip().removesuffix("等").removesuffix("的")
    return name or _CLAUSE_END.split(after[:20])[0].strip() or clause


def propose_commitments(report: ReportText) -> list[Commitment]:
    """Every sentence of part four under a heading; the heading itself where nothing stands under it."""
    promises = []
    for part in walk([report.plan] if report.plan else []):
        lines = part.paragraphs
        if not lines and not part.children and part.level > 2:
            lines = (part.words,)
        for sentence in split_sentences("\n".join(lines), ends="。！？；;"):
            if not re.search(r"以下|如下|：$|:$", sentence):  # announces promises and makes none
                promises.append(sentence)
    return [Commitment(text=text, status="未更新", updated=None) for text in dict.fromkeys(promises)]


def list_other_numbers(report: ReportText) -> Counter[str]:
    """The numbers that are no proposal (2024年, 12345工单), with the words behind them, and how often."""
    text = "\n".join([*report.opening, *(part.own for part in walk(report.parts))])
    return Counter(re.findall(rf"{_NUMBER}(?:[年月日]|[^\W\d_]{{0,2}})", _FIGURE.sub("", text)))
