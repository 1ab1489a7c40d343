"""What may leave a body that somebody wrote in Markdown, and what happens to the rest.

Raw HTML is no way to write here: it is shown as the text that it is. Whatever the engine makes of the rest passes an
allow-list, so that a gap in the engine, or in an extension, opens nothing.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit
from xml.etree import ElementTree

import markdown
import nh3
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markupsafe import Markup

from pufa.checks.markup import SCHEMES

LEAVING = "（打开别的网站）"  # 政府网站发展指引: a link that leads away from the site says so

_TAGS = {
    *("a", "p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "div", "span", "img"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "details", "summary"),
}
_ATTRIBUTES = {
    "*": {"id", "class", "lang"},
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
    "details": {"open"},
}
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# What to leave, code and <https://…> or <a@b.cn>, or the beginning of a tag.
_TAG = re.compile(
    r"(?P<kept>(`+).+?\2|<(?:[A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>)|<(?=[A-Za-z/!?])", re.DOTALL
)
_LINK = re.compile(r'<a href="(?P<href>[^"]*)"(?P<rest>[^>]*)>(?P<words>.*?)(?=<[/]a>)', re.DOTALL)


def is_elsewhere(href: str) -> bool:
    """Whether a link, as browsers read it, leads to another host: ``https:…``, ``//…``, and ``\\\\…`` too."""
    try:
        parts = urlsplit(href.strip().replace("\\", "/"))
    except ValueError:  # broken, such as http://[
        return True
    return bool(parts.netloc) or parts.scheme.lower() in ("http", "https")


def _keep(tag: str, attribute: str, value: str) -> str | None:
    """Pictures are the site's own."""
    if tag == "img" and attribute == "src" and (is_elsewhere(value) or urlsplit(value).scheme):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    attribute_filter=_keep,
    url_schemes=set(SCHEMES),
    link_rel=None,  # written by SafetyExtension
)


def clean(html: str) -> str:
    """HTML that was made of Markdown → the same with nothing in it but known tags, attributes and link schemes."""
    return _CLEANER.clean(html)


def show_html(text: str) -> str:
    """Markdown in which raw HTML is the text that it is, wherever it stands, and comments are gone."""
    if "<" not in text:
        return text
    return _TAG.sub(lambda tag: tag["kept"] or "&lt;", _COMMENT.sub("", text))


def mark_leaving(html: str) -> str:
    """HTML of an engine → the same; links that lead away say so."""
    return _LINK.sub(_mark_link, html) if "<a " in html else html


def _mark_link(link: re.Match[str]) -> str:
    if not is_elsewhere(unescape(link["href"])):
        return link[0]
    note = "" if LEAVING in Markup(link["words"]).striptags() else LEAVING
    return f'<a href="{link["href"]}"{link["rest"]} rel="external">{link["words"]}{note}'


class SafetyExtension(Extension):
    """The same for MkDocs' engine, which makes the hand-written pages: raw HTML is text, comments are gone, links that lead away say so."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Markdown's own name
        md.preprocessors.deregister("html_block")
        md.inlinePatterns.deregister("html")
        md.preprocessors.register(_CommentRemover(md), "comments", 25)
        md.treeprocessors.register(_LeavingProcessor(md), "leaving", 10)  # after the inline patterns (20)


class _CommentRemover(Preprocessor):
    """What an editor noted for colleagues is not for residents."""

    def run(self, lines: list[str]) -> list[str]:
        return _COMMENT.sub("", "\n".join(lines)).split("\n")


class _LeavingProcessor(Treeprocessor):
    def run(self, root: ElementTree.Element) -> None:
        for anchor in root.iter("a"):
            if not is_elsewhere(anchor.get("href", "")):
                continue
            anchor.set("rel", "external")
            if LEAVING in "".join(anchor.itertext()):
                continue
            if len(anchor):
                anchor[-1].tail = (anchor[-1].tail or "") + LEAVING
            else:
                anchor.text = (anchor.text or "") + LEAVING
