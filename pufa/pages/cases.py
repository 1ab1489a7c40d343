"""以案释法: an index by topic, a page for each topic, a page for each case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from pufa import reviews, sections
from pufa.boards.showing import cases_by_slug
from pufa.boards.typefaces import missing
from pufa.library import Library
from pufa.models import Case, Topic
from pufa.pages.cited import CitedArticles, readers_of, related
from pufa.pages.laws import write_date
from pufa.pages.markdown import BodyRenderer
from pufa.pages.page import Later, Page, Publishing, relative
from pufa.pages.paging import Listed, cut
from pufa.passages import citations_of

SOURCE_NOTES = {
    "真实公开": "由所列单位公开过",
    "隐名改写": "真事，隐去姓名后改写",
    "改编": "按真实情况改的，人名地名都不是真的",
    "虚构示例": "人和事都是编的，只为讲清法律",
}
CASES_OF_TOPIC = 20  # on one page: each with the ways in which people ask


@dataclass(frozen=True)
class Part:
    """One part of a case's body, as readers see it."""

    name: str
    html: Markup

    @property
    def is_folded(self) -> bool:
        """The reasons behind the result: for those who want to know more; the story and the steps stay open."""
        return self.name == sections.REASONS


def uri(case: Case | Listed) -> str:
    return f"cases/{case.slug}.md"


def topic_uri(topic: Topic) -> str:
    return f"topics/{topic.slug}.md"


def build(library: Library, cited: CitedArticles, today: dt.date) -> Iterator[Page]:
    """The index, the topics, and every case that has an address."""
    by_topic = [(topic, library.cases_on(topic)) for topic in library.topics]
    counts = [(topic, len(cases)) for topic, cases in by_topic if cases]
    for page_uri, part in cut(library.public_cases, "cases/index.md"):
        context = {"topics": counts, "part": part}
        words = "身边的事，法律怎么说：按类别看案例。"
        yield Page(page_uri, part.name("以案释法"), "case_index.html", context, words, is_listed=part.number == 1)
    for topic, cases in by_topic:
        for page_uri, few in cut(cases, topic_uri(topic), CASES_OF_TOPIC):
            context = {"topic": topic, "part": few}
            title = few.name(topic.name)
            yield Page(page_uri, title, "topic.html", context, topic.summary, is_listed=few.number == 1)
    renderer = BodyRenderer()
    for case in library.cases:
        if case.status == "published":
            yield _build_case(case, library, cited, renderer, today)
        elif case.status != "draft":
            yield _build_notice(case, library)


def _build_case(case: Case, library: Library, cited: CitedArticles, renderer: BodyRenderer, today: dt.date) -> Page:
    summary = summarize(case, library, renderer, today)
    return Page(
        uri(case),
        case.title,
        "case.html",
        {
            "case": case,
            "to_review": reviews.outdated(case, library, today),
            "topic": library.topic(case.topic),
            "source_note": SOURCE_NOTES[case.source.type],
            "contacts": [contact for name in case.contacts if (contact := library.contact(name))],
            "villages": [village for name in case.villages if (village := library.village(name))],
            "related": related(case, library, cited, today),
        },
        description=summary.answer,
        edit_path=case.path,
        publishing=_publish(case, library),
        picture=summary.picture,
        later=Later(lambda: _show_body(case, library, renderer, today), (library.state_of(case),)),
    )


def _show_body(case: Case, library: Library, renderer: BodyRenderer, today: dt.date) -> dict[str, Any]:
    """What takes work: the body with the law put in."""
    now, then = readers_of(case, library, today)
    parts = [
        Part(
            section.name or section.heading,
            renderer.render(section.text, then if section.name == sections.RESULT else now, _link_from_case),
        )
        for section in sections.split(case.body)
    ]
    folded = [part for part in parts if part.name != sections.ANSWER]
    return {
        "answer": next((part.html for part in parts if part.name == sections.ANSWER), Markup("")),
        "parts_of_case": folded,
        "contents": [*((part.name, part.name) for part in folded), ("打哪个电话", "电话")],
        "law_notes": compare_laws(case, library, today),
    }


@lru_cache(maxsize=1 << 12)
def _link_from_case(address: str) -> str:
    """To a page that is no case: the same from every case."""
    return relative(address, "cases/-/")


class Summary(NamedTuple):
    """answer: the words of the short answer. picture: those of the picture of a shared link."""

    answer: str
    picture: str | None


def summarize(case: Case, library: Library, renderer: BodyRenderer, today: dt.date) -> Summary:
    """What others show of a case."""

    def read() -> Summary:
        reader, _ = readers_of(case, library, today)
        found = (part.text for part in sections.split(case.body, case.body_line) if part.name == sections.ANSWER)
        answer = str(renderer.render(next(found, ""), reader, lambda to: to).striptags())
        return Summary(answer, None if missing(case.title) else case.title)  # no box where a character should be

    return library.recall("summaries", case, today, read)


def _publish(case: Case, library: Library) -> Publishing:
    """A published time is only what somebody has written down: a day alone stays a day."""
    assert case.published, "the model asks it of every case that has a page"
    published: dt.date = case.published
    if case.published_time:
        published = dt.datetime.combine(published, dt.time.fromisoformat(case.published_time))
    updated = max(case.published, case.reviewed or case.published)
    return Publishing(published, updated, case.source.org or library.site.organiser, (case.topic, case.kind))


def compare_laws(case: Case, library: Library, today: dt.date) -> list[str]:
    """Where the law of the day of the facts is no longer that of today: one sentence for each article of 结果."""
    return library.recall("law notes", case, today, lambda: _compare_laws(case, library, today))


def _compare_laws(case: Case, library: Library, today: dt.date) -> list[str]:
    _, then = readers_of(case, library, today)
    notes = []
    for target in (then.target(citation) for citation, is_result in citations_of(case, library) if is_result):
        current = target.law.latest(today) if target else None
        if not target or not current or current.starts <= target.version.starts:
            continue
        number = target.article.number
        later = target.law.trace(number, target.version, current)
        if later == number and current.article(number) == target.article:
            continue
        since = write_date(current.starts)
        told = f"{since}起为{later}" if later else f"{since}起有了新的版本，条号和内容可能不同"
        notes.append(f"《{target.law.short_name}》：案发时为{number}，{told}。")
    return list(dict.fromkeys(notes))


def _build_notice(case: Case, library: Library) -> Page:
    """A case that was withdrawn or replaced keeps its address; its text is gone (行政处罚法第四十八条)."""
    successor = cases_by_slug(library).get(case.successor or "")
    return Page(
        uri(case),
        case.title if successor else "这个案例已经撤下",
        "case_notice.html",
        {"case": case, "successor": successor, "topic": library.topic(case.topic)},
        edit_path=case.path,
        is_listed=False,
    )
