"""Bodies written in Markdown → HTML, with the law put in.

A citation in running text becomes a link to the article. A paragraph that is nothing but a
citation is replaced by the words of the law: nobody types statute text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import markdown
from markdown.extensions import Extension
from markdown.extensions.toc import TocExtension
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from pufa.law.citation import CITATION, Citation, CitationError, Target, find, resolve
from pufa.law.corpus import Corpus, Law

_NOT_INSIDE = {"a", "code", "pre"}  # a link within a link, or within code, would be wrong


def article_address(corpus: Corpus, law: Law, citation: Citation) -> str:
    """Where an article stands on this site: ``laws/minfadian/#tiao-675``."""
    return f"laws/{corpus.slug(law)}/#{citation.number.anchor}"


@dataclass(frozen=True)
class LawReader:
    """Finds what citations mean for a reader of today.

    fallback: the day on which the page was checked; its law is shown where today's has ended.
    """

    corpus: Corpus
    today: dt.date
    fallback: dt.date

    def target(self, citation: Citation) -> Target | None:
        for day in (self.today, self.fallback):
            try:
                return resolve(citation, self.corpus, day)
            except CitationError:
                continue
        return None


class BodyRenderer:
    """One Markdown engine for all bodies of a build.

    link: site address → the href to write on the page that is being made.
    """

    def __init__(self) -> None:
        self._citations = _CitationExtension()
        self._engine = markdown.Markdown(
            extensions=["tables", "sane_lists", TocExtension(slugify=slugify, toc_depth="2-6"), self._citations],
            output_format="html",
        )

    def render(self, text: str, reader: LawReader, link: Callable[[str], str]) -> Markup:
        """Markdown → HTML. reader: which law holds; link: see the class."""
        self._citations.processor.start(reader, link)
        html = self._engine.reset().convert(text)
        return Markup(html)


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
        if element.tag != "p" or len(element) or not CITATION.fullmatch(text):
            return None
        box = ElementTree.Element("div", {"class": "statutes"})
        for citation in find(text):
            target = self._reader.target(citation)
            if target is None:
                return None
            box.append(self._quotation(citation, target))
        return box

    def _quotation(self, citation: Citation, target: Target) -> ElementTree.Element:
        figure = ElementTree.Element("figure", {"class": "statute"})
        caption = ElementTree.SubElement(figure, "figcaption")
        self._anchor(caption, f"{citation}", citation, target)
        quote = ElementTree.SubElement(figure, "blockquote")
        for line in target.text.split("\n"):
            ElementTree.SubElement(quote, "p").text = line
        return figure

    def _anchor(
        self, parent: ElementTree.Element, words: str, citation: Citation, target: Target
    ) -> ElementTree.Element:
        href = self._link(article_address(self._reader.corpus, target.law, citation))
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
        for citation in find(text):
            target = self._reader.target(citation)
            if target is None:
                continue
            _append_text(parent, text[position : citation.start])
            self._anchor(parent, text[citation.start : citation.end], citation, target)
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
    for citation in find(text):
        target = reader.target(citation)
        if target is None:
            continue
        pieces.append({"text": text[position : citation.start], "href": None})
        href = link(article_address(reader.corpus, target.law, citation))
        pieces.append({"text": text[citation.start : citation.end], "href": href})
        position = citation.end
    return [*pieces, {"text": text[position:], "href": None}]
