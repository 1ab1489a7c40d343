"""Content-Security-Policy: what a browser may load and run on our pages; nothing inline but what the build has seen.

A page names the hashes of its own inline styles and scripts in a meta tag, for wherever it is hosted; the host's
headers (HEADERS_FILE) name those of all pages together, and add what only a header can say.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
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
_STYLE = re.compile(r"<style\b[^>]*>(.*?)<[/]style>", re.DOTALL)
_SCRIPT = re.compile(r"<script\b(?![^>]*\b(?:src|type)=)[^>]*>(.*?)<[/]script>", re.DOTALL)
_META = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_HASH = re.compile(r"'sha256-[^']+'")


def seal(document: str) -> str:
    """A whole document with its policy in the place that the template has left for it.

    Raises ValueError if there is no such place: a page without a policy is a mistake of its shell.
    """
    if MARK not in document:
        raise ValueError("the shell has no place for the policy; include partials/policy.html")
    policy = write_policy(_hash_all(_STYLE, document), _hash_all(_SCRIPT, document))
    return document.replace(MARK, policy, 1)  # the first is the shell's, whatever an editor writes below


def write_policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """The policy that allows these inline styles and scripts (by their hashes) and the site's own files."""
    rules = {
        **_FIXED,
        "style-src": " ".join(("'self'", *sorted(set(styles)))),
        "script-src": " ".join(("'self'", *sorted(set(scripts)))),
    }
    return "; ".join(f"{name} {value}" for name, value in rules.items())


def write_headers(folder: Path, is_framed: bool) -> None:
    """Write HEADERS_FILE into the folder of a built site, out of the policies of its pages.

    One set of headers for all: a server that knows files alone can send it. A page's own meta tag is stricter.
    is_framed: another site may show ours in a frame; only a header can forbid it.
    """
    styles: set[str] = set()
    scripts: set[str] = set()
    for file in sorted(folder.rglob("*.html")):
        if found := _META.search(file.read_text(encoding="utf-8")):
            rules = dict(rule.split(" ", 1) for rule in found[1].split("; "))
            styles.update(_HASH.findall(rules["style-src"]))
            scripts.update(_HASH.findall(rules["script-src"]))
    policy = write_policy(styles, scripts) + ("" if is_framed else "; frame-ancestors 'none'")
    lines = [f"  {name}: {value}" for name, value in _name_headers(policy).items()]
    (folder / HEADERS_FILE).write_text("\n".join(["/*", *lines, ""]), encoding="utf-8")


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


def _hash_all(pattern: re.Pattern[str], document: str) -> list[str]:
    return [_hash(text) for text in pattern.findall(document)]


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
