"""A page: its address, and what its template is to show."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True)
class Publishing:
    """What makes a page a content page (内容页) of a government site.

    published: the day, with the time of day where it is known; None where no file says it. updated: the day of the
    last change that readers should hear of. source: 发布单位 or 转载来源; None if that is not known.
    """

    published: dt.date | dt.datetime | None = None
    updated: dt.date | None = None
    source: str | None = None
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True)
class Later:
    """Names for a template that take work: they are worked out when the page is written, and only then.

    made_of: all that they depend on, besides the laws and the day.
    """

    work_out: Callable[[], Mapping[str, Any]]
    made_of: tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """One page of the site.

    uri: ``cases/jie-qian.md``, as MkDocs names its source; an index is ``cases/index.md``.
    template: a file of pufa/templates/; context: the names that it uses, and later: more of them.
    edit_path: the content file to change if something on the page is wrong.
    is_listed: False keeps it out of the site map and the feeds; what the search knows is search/documents.py.
    shell: the file of theme/ to put around it.
    publishing: of content pages only; an index, a list and a service have none.
    picture: the words of the picture that a shared link shows.
    """

    uri: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    description: str = ""
    edit_path: str | None = None
    is_listed: bool = True
    shell: str = "main.html"
    publishing: Publishing | None = None
    picture: str | None = None
    later: Later | None = None

    @property
    def names(self) -> Mapping[str, Any]:
        """Everything that the template uses."""
        return {**self.context, **self.later.work_out()} if self.later else self.context

    @cached_property
    def file(self) -> str:
        """Its file in the built site: ``cases/jie-qian/index.html``; ``404.html`` for what servers show instead."""
        return self.address if self.address.endswith(".html") else f"{self.address}index.html"

    @cached_property
    def address(self) -> str:
        """Where readers find it, from the site's root: ``cases/jie-qian/``; "" is the front page."""
        return address_of(self.uri)


@dataclass(frozen=True)
class Download:
    """A file that is no page: calendar.ics."""

    uri: str
    content: bytes


@dataclass(frozen=True)
class Recording:
    """A file that is copied as it is, without being read: there may be many, and they are large."""

    uri: str
    file: Path


def digest(content: bytes) -> str:
    """Short, and another one whenever the content is another: a version for caches."""
    return hashlib.blake2b(content, digest_size=5).hexdigest()


def address_of(uri: str) -> str:
    """``cases/index.md`` → ``cases/``"""
    if uri.endswith(".html"):
        return uri
    stem = uri.removesuffix(".md")
    return "" if stem == "index" else f"{stem.removesuffix('/index')}/"


def relative(target: str, page: str) -> str:
    """The link from one address to another; both from the site's root, so that the site can lie under any path.

    target may have a fragment (``cases/jie-qian/#结果``) and may be a file (``calendar.ics``). Written for one site's
    own addresses, which have neither ``.`` nor ``..`` nor empty steps: a site has some twenty links on every page.
    """
    path, mark, fragment = target.partition("#")
    steps, here = _steps(path), _steps(page)
    shared = 0
    for step, other in zip(steps, here, strict=False):
        if step != other:
            break
        shared += 1
    up, down = "../" * (len(here) - shared), "/".join(steps[shared:])
    if path.endswith("/") or not path:
        way = f"{up}{down}/" if down else up or "./"
    else:
        way = up + down if down else up.removesuffix("/") or "."
    return f"{way}#{quote(fragment)}" if mark else way


@lru_cache(maxsize=1 << 14)
def _steps(address: str) -> tuple[str, ...]:
    """The folders on the way to an address, as they are written in a link."""
    return tuple(quote(step) for step in address.split("/") if step)
