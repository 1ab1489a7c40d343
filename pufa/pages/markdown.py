"""Bodies written in Markdown → HTML, with the law put in.

A citation in running text becomes a link to the article. A paragraph that is nothing but a
citation is replaced by the words of the law: nobody types statute text.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any

import comrak
from jinja2 import Environment, PackageLoader, StrictUndefined
from markdown.extensions.toc import unique
from markupsafe import Markup

from pufa.law.article import ArticleNumber
from pufa.law.citation import Citation, CitationError, Target, resolve
from pufa.law.corpus import Corpus, Law, LawVersion
from pufa.law.finder import CitationFinder, is_alone
from pufa.pages.safety import clean, mark_leaving, show_html

# A link within a link, or within code, would be wrong.
_DEEPER = {f"<{mark}{name}": step for name in ("a", "code", "pre") for mark, step in (("", 1), ("/", -1))}
_TAG = re.compile(r"(<[^>\"]*+(?:\"[^\"]*+\"[^>\"]*+)*+>)")
_HEADING = re.compile(r"<(?P<tag>h[1-6])>(?=(?P<words>.*?)<[/](?P=tag)>)", re.DOTALL)


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
    """Makes HTML of the bodies of a build.

    link: site address → the href to write on the page that is being made.
    """

    def __init__(self) -> None:
        # **注意：**请 is bold, as everybody means it.
        self._extensions = comrak.ExtensionOptions(table=True, cjk_friendly_emphasis=True)
        # Raw HTML is text; which addresses may stay is for safety.clean to say.
        self._rendering = comrak.RenderOptions(escape=True, unsafe_=True)
        self._parts = _LawParts(_open_templates().get_template("_law.html").module)

    def render(self, text: str, reader: LawReader, link: Callable[[str], str]) -> Markup:
        """Markdown → HTML. reader: which law holds; link: see the class."""
        html = comrak.markdown_to_html(show_html(text), self._extensions, None, self._rendering).strip()
        return Markup(_LawWriter(reader, link, self._parts).write(clean(_name_headings(mark_leaving(html)))))


def slugify(text: str, separator: str) -> str:
    """An anchor that can be read: Chinese stays, spaces and punctuation go."""
    return re.sub(r"[^\w\u4e00-\u9fff]+", separator, text).strip(separator).lower()


def _name_headings(html: str) -> str:
    """An anchor for each heading, no two the same."""
    if "<h" not in html:
        return html
    taken: set[str] = set()

    def name(heading: re.Match[str]) -> str:
        return f'<{heading["tag"]} id="{unique(_anchor(heading["words"]), taken)}">'

    return _HEADING.sub(name, html)


@lru_cache(maxsize=1 << 10)  # many bodies have the same headings
def _anchor(words: str) -> str:
    return slugify(Markup(words).striptags(), "-")


@cache
def _open_templates() -> Environment:
    """They are read again when they have changed: a preview sees it."""
    loader = PackageLoader("pufa", "templates")
    return Environment(loader=loader, undefined=StrictUndefined, autoescape=True, trim_blocks=True)


class _LawParts:
    """The pieces of HTML that the law adds; many bodies have the same. macros: of _law.html."""

    def __init__(self, macros: Any) -> None:
        self.link = lru_cache(maxsize=1 << 12)(lambda words, href: clean(macros.article(words, href)))
        self.quote = lru_cache(maxsize=1 << 12)(lambda *quoted: clean(macros.statutes(quoted)))


class _LawWriter:
    """Puts the law into the HTML of a body: lone citations become quotations, others links."""

    def __init__(self, reader: LawReader, link: Callable[[str], str], parts: _LawParts) -> None:
        self._reader, self._link, self._parts = reader, link, parts

    def write(self, html: str) -> str:
        """html: as safety.clean leaves it, with every attribute in double quotes."""
        if not _may_cite(html):
            return html
        pieces = _TAG.split(html)  # text, tag, text, tag … text
        depth = 0  # of the elements in which nothing is put
        for place, piece in enumerate(pieces):
            if place % 2:
                depth += _DEEPER.get(piece.partition(" ")[0].rstrip(">"), 0)
            elif not depth and _may_cite(piece):
                text = unescape(piece)
                found = self._reader.find(text)
                is_paragraph = place and pieces[place - 1] == "<p>" and pieces[place + 1][1] == "/"
                quoted = self._quote(text, found) if is_paragraph else None
                if quoted is not None:
                    pieces[place - 1 : place + 2] = "", quoted, ""
                elif found:
                    pieces[place] = self._link_citations(text, found)
        return "".join(pieces)

    def _quote(self, text: str, citations: list[Citation]) -> str | None:
        """The statutes' words for a paragraph that is nothing but citations of them."""
        if not is_alone(citations, text):
            return None
        targets = [target for citation in citations if (target := self._reader.target(citation))]
        if len(targets) < len(citations):
            return None
        quoted = (
            (str(citation), target.text, self._link(self._reader.address(target)))
            for citation, target in zip(citations, targets, strict=True)
        )
        return self._parts.quote(*quoted)

    def _link_citations(self, text: str, citations: list[Citation]) -> str:
        written = ""
        position = 0
        for citation in citations:
            target = self._reader.target(citation)
            if target is None or citation.start < position or citation.start == citation.end:
                continue  # the inner articles of a range, and 项 after 项, have no words of their own
            written += escape(text[position : citation.start], quote=False)
            href = self._link(self._reader.address(target))
            written += self._parts.link(text[citation.start : citation.end], href)
            position = citation.end
        return written + escape(text[position:], quote=False)


def _may_cite(text: str) -> bool:
    return "第" in text or "《" in text


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
