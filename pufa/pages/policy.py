"""Content-Security-Policy: what a browser may load and run on our pages; nothing inline but what the build has seen.

A page names the hashes of its own inline styles and scripts in a meta tag, for wherever it is hosted; the host's
headers (HEADERS_FILE) name those of all pages together, and add what only a header can say.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

HEADERS_FILE = (
    "_headers"  # the form that Netlify and Cloudflare Pages read; scripts/nginx_headers.py turns it into nginx's
)
MARK = "pufa-policy"  # where theme/partials/policy.html leaves room for the hashes

# Nothing is allowed that is not named. data: is the empty icon of every page, which saves a request.
_FIXED = {
    "default-src": "'none'",
    "img-src": "'self' data:",
    "media-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
}
# Features that a page of text never asks for; only names that browsers know, for they complain about others.
_FEATURES = ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "microphone", "payment", "usb")

# Only templates of ours and Material's write these elements (bodies are text or pass safety.clean), so that a pattern
# reads them as a browser does. A script with a type of its own (application/json) is data and is not run.
# Up to the closing tag, by way of what cannot be one: twice as fast as trying at every character.
_INLINE = re.compile(r"<(style|script(?![^>]*\b(?:src|type)=))\b[^>]*>([^<]*(?:<(?![/]\1>)[^<]*)*)<[/]\1>")
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_HASH = re.compile(r"'sha256-[^']+'")


@dataclass(frozen=True)
class Inline:
    """The styles and scripts within a page, or within several pages, by their hashes."""

    styles: frozenset[str] = frozenset()
    scripts: frozenset[str] = frozenset()

    @classmethod
    def join(cls, several: Iterable[Inline]) -> Inline:
        """That of several pages together."""
        different = set(several)  # of 100,000 pages a handful
        return cls(
            frozenset().union(*(one.styles for one in different)),
            frozenset().union(*(one.scripts for one in different)),
        )


def find_inline(document: str) -> Inline:
    """What a whole document runs inline."""
    found = _INLINE.findall(document)
    styles, scripts = (frozenset(_hash(text) for name, text in found if name == kind) for kind in ("style", "script"))
    return Inline(styles, scripts)


def seal(document: str, inline: Inline | None = None) -> str:
    """A whole document with its policy in the place that the template has left for it.

    inline: what find_inline says about it, if it was asked already.
    Raises ValueError if there is no such place: a page without a policy is a mistake of its shell.
    """
    if MARK not in document:
        raise ValueError("the shell has no place for the policy; include partials/policy.html")
    policy = write_policy(inline or find_inline(document))
    return document.replace(MARK, policy, 1)  # the first is the shell's, whatever an editor writes below


@lru_cache(maxsize=256)
def write_policy(inline: Inline) -> str:
    """The policy that allows these inline styles and scripts (by their hashes) and the site's own files."""
    rules = {
        **_FIXED,
        "style-src": " ".join(("'self'", *sorted(inline.styles))),
        "script-src": " ".join(("'self'", *sorted(inline.scripts))),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def read_inline(files: Iterable[Path]) -> Inline:
    """What written pages run inline, out of their policies."""
    return Inline.join(_read_policy(file.read_text(encoding="utf-8")) for file in files)


def write_headers(inline: Inline, is_framed: bool) -> str:
    """The content of HEADERS_FILE.

    One set of headers for all: a server that knows files alone can send it. A page's own meta tag is stricter.
    is_framed: another site may show ours in a frame; only a header can forbid it. inline: of all pages of the site.
    """
    policy = write_policy(inline) + ("" if is_framed else "; frame-ancestors 'none'")
    lines = [f"  {name}: {value}" for name, value in _name_headers(policy).items()]
    return "\n".join(["/*", *lines, ""])


def read_headers(folder: Path) -> dict[str, str]:
    """The headers of a built site, by name."""
    lines = (folder / HEADERS_FILE).read_text(encoding="utf-8").splitlines()[1:]
    return dict(line.strip().split(": ", 1) for line in lines)


def _name_headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _FEATURES),
        "X-Content-Type-Options": "nosniff",
    }


def _read_policy(document: str) -> Inline:
    found = _META.search(document)
    if not found:
        return Inline()
    rules = dict(rule.split(" ", 1) for rule in found[1].split("; "))
    return Inline(frozenset(_HASH.findall(rules["style-src"])), frozenset(_HASH.findall(rules["script-src"])))


@lru_cache(maxsize=256)  # nearly all pages have the same
def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
