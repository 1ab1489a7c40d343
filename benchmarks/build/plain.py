"""The same cases as Markdown for other generators: citations as plain links, what their templates show as front matter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pufa import sections
from pufa.library import Library, load
from pufa.models import Case
from pufa.pages import cases, laws
from pufa.pages.cited import CitedArticle, CitedArticles, gather, readers_of, related
from pufa.pages.markdown import LawReader
from pufa.pages.page import address_of, relative

Linker = Callable[[str, str], str]  # (address that is linked to, address of the page) → what to write


def by_address(target: str, page: str) -> str:
    """``../../laws/minfadian/675/``, for generators that leave links alone."""
    return relative(target, page)


def by_file(target: str, page: str) -> str:
    """``../laws/minfadian/675.md``, which MkDocs and Zensical check and turn into an address.

    An index lies in its folder as index.md.
    """
    folder = page if page in _INDEXES else page.rstrip("/").rpartition("/")[0]
    file = f"{target}index.md" if target in _INDEXES else f"{target.rstrip('/')}.md"
    return relative(file, f"{folder}/" if folder else "")


_INDEXES = ("", "cases/", "laws/")


def write(project: Path, docs: Path, today: dt.date, link: Linker, index: str) -> int:
    """Write the sources of all pages of cases, topics, laws and articles into docs; how many there are.

    index: how the generator calls the file of a folder's own page.
    """
    library, cited = _read(project, today)
    count = 0
    for address, front, body in _pages(library, cited, today, link):
        file = docs / (f"{address}{index}" if address in _INDEXES else f"{address.rstrip('/')}.md")
        file.parent.mkdir(parents=True, exist_ok=True)
        head = yaml.dump(front, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, width=1000)
        file.write_text(f"---\n{head}---\n\n{body}\n", encoding="utf-8")
        count += 1
    return count


@cache
def _read(project: Path, today: dt.date) -> tuple[Library, CitedArticles]:
    """Once for all generators."""
    library = load(project / "content")
    return library, gather(library, today)


Written = tuple[str, dict[str, Any], str]  # address, front matter, body


def _pages(library: Library, cited: CitedArticles, today: dt.date, link: Linker) -> Iterator[Written]:
    public = library.public_cases
    by_topic = [(topic, library.cases_on(topic)) for topic in library.topics]
    yield "", {"title": library.site.name, "shows": "list"}, _list_cases(public[:6], "", link)
    topics = [(topic.name, address_of(cases.topic_uri(topic))) for topic, _ in by_topic]
    yield "cases/", {"title": "以案释法", "shows": "list"}, _list(topics, "cases/", link)
    for topic, found in by_topic:
        address = address_of(cases.topic_uri(topic))
        front = {"title": topic.name, "shows": "list", "description": topic.summary}
        yield address, front, _list_cases(found, address, link)
    for case in public:
        yield _write_case(case, library, cited, today, link)
    yield from _write_laws(library, cited, link)


def _write_case(case: Case, library: Library, cited: CitedArticles, today: dt.date, link: Linker) -> Written:
    address = address_of(cases.uri(case))
    topic = library.topic(case.topic)
    contacts = [contact for name in case.contacts if (contact := library.contact(name))]
    front = {
        "title": case.title,
        "shows": "case",
        "description": "先留好证据，再找人调解，调解不成就去法院。",
        "topic": {"name": case.topic, "address": relative(address_of(cases.topic_uri(topic)), address)}
        if topic
        else {},
        "case_kind": case.kind,
        "source": case.source.type,
        "published": str(case.published),
        "reviewed": str(case.reviewed),
        "review_due": str(case.review_due),
        "contacts": [{"name": one.name, "phone": one.phone or "", "helps_with": one.helps_with} for one in contacts],
        # Their templates print this list; ours finds it by itself.
        "related": [
            {"title": other.title, "address": relative(address_of(cases.uri(other)), address)}
            for other in library.remember(("related", case.slug), lambda: related(case, library, cited, today))
        ],
        "asks": list(case.asks),
    }
    now, then = readers_of(case, library, today)
    parts = (
        f"## {section.name}\n\n{_link_body(section.text, then if section.name == sections.RESULT else now, address, link)}"
        for section in sections.split(case.body)
    )
    return address, front, "\n\n".join(parts)


def _link_body(text: str, reader: LawReader, page: str, link: Linker) -> str:
    """Citations become links; below a paragraph that is nothing but one stand the words of the law."""
    lines = []
    for line in text.strip().split("\n"):
        lines.append(_link_line(line, reader, page, link))
        for citation in reader.find_alone(line.strip().rstrip("。")):
            if target := reader.target(citation):
                lines += ["", *(f"> {words}\n>" for words in target.text.split("\n"))]
    return "\n".join(lines)


def _link_line(line: str, reader: LawReader, page: str, link: Linker) -> str:
    written, position = "", 0
    for citation in reader.find(line):
        target = reader.target(citation)
        if target is not None and citation.start >= position and citation.start < citation.end:
            words = line[citation.start : citation.end]
            written += f"{line[position : citation.start]}[{words}]({link(reader.address(target), page)})"
            position = citation.end
    return written + line[position:]


def _write_laws(library: Library, cited: CitedArticles, link: Linker) -> Iterator[Written]:
    index = []
    for name, articles in cited.by_law.items():
        slug = library.corpus.slug(articles[0].law)
        address = address_of(laws.uri(slug))
        index.append((name, address))
        entries = [(str(one.article.number), address_of(laws.article_uri(slug, one.slug))) for one in articles]
        yield address, {"title": name, "shows": "list"}, _list(entries, address, link)
        for one in articles:
            yield _write_article(name, one, address_of(laws.article_uri(slug, one.slug)), link)
    yield "laws/", {"title": "法条", "shows": "list"}, _list(index, "laws/", link)


def _write_article(name: str, cited: CitedArticle, address: str, link: Linker) -> Written:
    words = "\n>\n> ".join(cited.article.text.split("\n"))
    title = f"《{name}》{cited.article.number}"
    return address, {"title": title, "shows": "list"}, f"> {words}\n\n{_list_cases(cited.cases, address, link)}"


def _list_cases(found: Iterable[Case], page: str, link: Linker) -> str:
    return _list([(case.title, address_of(cases.uri(case))) for case in found], page, link)


def _list(entries: Iterable[tuple[str, str]], page: str, link: Linker) -> str:
    return "\n".join(f"- [{name}]({link(address, page)})" for name, address in entries)
