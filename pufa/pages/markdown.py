"""Bodies written in Markdown → HTML, with the law put in.

A citation in running text becomes a link to the article. A paragraph that is nothing but a
citation is replaced by the words of the law: nobody types statute text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import markdown
from markdown.extensions import Extension
from markdown.extensions.tables import TableExtension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from pufa.law.article import ArticleNumber
from pufa.law.citation import Citation, CitationError, Target, resolve
from pufa.law.corpus import Corpus, Law, LawVersion
from pufa.law.finder import CitationFinder
from pufa.pages.safety import SafetyExtension, clean

_NOT_INSIDE = {"a", "code", "pre"}  # a link within a link, or within code, would be wrong


class LawReader:
    """Finds what the citations of one document mean.

    days: by whose law they are read, the first that answers; an article of today's law has the plain address.
    """

    def __init__(self, corpus: Corpus, today: dt.date, *days: dt.date) -> None:
        self.corpus = corpus
        self.today = today
        self.days = days or (today,)
        self._finder = CitationFinder(corpus)

    def on(self, *days: dt.date) -> LawReader:
        """The same reader in the same document, by the law of other days."""
        other = LawReader(self.corpus, self.today, *days)
        other._finder = self._finder  # 该法 may mean a law that was named in another part
        return other

    def find(self, text: str) -> list[Citation]:
        return list(self._finder.find(text))

    def find_alone(self, paragraph: str) -> list[Citation]:
        return self._finder.find_alone(paragraph)

    def target(self, citation: Citation) -> Target | None:
        for day in self.days:
            try:
                return resolve(citation, self.corpus, day)
            except CitationError:
                continue
        return None

    def address(self, target: Target) -> str:
        """Where the article stands on this site: ``laws/minfadian/675/``."""
        slug = slug_of(target.law, target.version, target.article.number, self.today)
        return f"laws/{self.corpus.slug(target.law)}/{slug}/"


def slug_of(law: Law, version: LawVersion, number: ArticleNumber, today: dt.date) -> str:
    """51 for the version that readers of today are shown, 2012-43 for an older one."""
    return number.slug if version is law.latest(today) else f"{version.adopted.year}-{number.slug}"


class BodyRenderer:
    """One Markdown engine for all bodies of a build.

    link: site address → the href to write on the page that is being made.
    """

    def __init__(self) -> None:
        self._citations = _CitationExtension()
        self._engine = markdown.Markdown(
            extensions=[
                TableExtension(use_align_attribute=True),  # the site's policy allows no style attribute
                "sane_lists",
                TocExtension(slugify=slugify, toc_depth="2-6"),
                self._citations,
                SafetyExtension(),
            ],
            output_format="html",
        )

    def render(self, text: str, reader: LawReader, link: Callable[[str], str]) -> Markup:
        """Markdown → HTML. reader: which law holds; link: see the class."""
        self._citations.processor.start(reader, link)
        html = self._engine.reset().convert(text)
        return Markup(clean(html))


def slugify(text: str, separator: str) -> str:
    """An anchor that can be read: Chinese stays, spaces and punctuation go."""
    return re.sub(r"[^\w\u4e00-\u9fff]+", separator, text).strip(separator).lower()


class _CitationExtension(Extension):
    def __init__(self) -> None:
        super().__init__()
        self.processor = _CitationProcessor()

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Markdown's own name
        # After the inline patterns (20), so that links and code are known for what they are.
        md.treeprocessors.register(self.processor, "citations", 15)


class _CitationProcessor(Treeprocessor):
    """Walks the tree of a body: lone citations become quotations, others links."""

    _reader: LawReader
    _link: Callable[[str], str]

    def start(self, reader: LawReader, link: Callable[[str], str]) -> None:
        self._reader, self._link = reader, link

    def run(self, root: ElementTree.Element) -> None:
        self._walk(root)

    def _walk(self, parent: ElementTree.Element) -> None:
        for index, child in enumerate(list(parent)):
            quotations = self._quote(child)
            if quotations is not None:
                quotations.tail = child.tail
                parent[index] = quotations
            elif child.tag not in _NOT_INSIDE:
                self._walk(child)
        self._link_texts(parent)

    def _quote(self, element: ElementTree.Element) -> ElementTree.Element | None:
        """The statute's words for a paragraph that is nothing but one citation."""
        text = (element.text or "").strip().rstrip("。")
        if element.tag != "p" or len(element):
            return None
        citations = self._reader.find_alone(text)
        if not citations:
            return None
        box = ElementTree.Element("div", {"class": "statutes"})
        for citation in citations:
            target = self._reader.target(citation)
            if target is None:
                return None
            box.append(self._quotation(citation, target))
        return box

    def _quotation(self, citation: Citation, target: Target) -> ElementTree.Element:
        """Folded: the plain words above say what it means; whoever wants the law's own opens it."""
        folded = ElementTree.Element("details", {"class": "statute"})
        ElementTree.SubElement(folded, "summary").text = f"{citation} 原文"
        quote = ElementTree.SubElement(folded, "blockquote")
        for line in target.text.split("\n"):
            ElementTree.SubElement(quote, "p").text = line
        self._anchor(ElementTree.SubElement(folded, "p"), "这一条的页面：从哪天起施行、还有哪些案例", target)
        return folded

    def _anchor(self, parent: ElementTree.Element, words: str, target: Target) -> ElementTree.Element:
        href = self._link(self._reader.address(target))
        anchor = ElementTree.SubElement(parent, "a", {"class": "article", "href": href})
        anchor.text = words
        return anchor

    def _link_texts(self, parent: ElementTree.Element) -> None:
        """Put links into the text of an element and into the texts between its children."""
        if parent.tag in _NOT_INSIDE:
            return
        children = list(parent)
        texts = [parent.text, *(child.tail for child in children)]
        for child in children:
            parent.remove(child)
        parent.text = None
        for text, follower in zip(texts, [*children, None], strict=True):
            self._append_linked(parent, text or "")
            if follower is not None:
                follower.tail = None
                parent.append(follower)

    def _append_linked(self, parent: ElementTree.Element, text: str) -> None:
        position = 0
        for citation in self._reader.find(text):
            target = self._reader.target(citation)
            if target is None or citation.start < position or citation.start == citation.end:
                continue  # the inner articles of a range, and 项 after 项, have no words of their own
            _append_text(parent, text[position : citation.start])
            self._anchor(parent, text[citation.start : citation.end], target)
            position = citation.end
        _append_text(parent, text[position:])


def _append_text(parent: ElementTree.Element, text: str) -> None:
    if not text:
        return
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def link_citations(text: str, reader: LawReader, link: Callable[[str], str]) -> list[dict[str, Any]]:
    """A line of plain text cut into pieces for a template: ``{"text": …, "href": … or None}``."""
    pieces: list[dict[str, Any]] = []
    position = 0
    for citation in reader.find(text):
        target = reader.target(citation)
        if target is None or citation.start < position or citation.start == citation.end:
            continue
        pieces.append({"text": text[position : citation.start], "href": None})
        pieces.append({"text": text[citation.start : citation.end], "href": link(reader.address(target))})
        position = citation.end
    return [*pieces, {"text": text[position:], "href": None}]
