"""Content-Security-Policy and the other headers: nothing inline runs but our own, and what is ours runs everywhere."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from email.message import Message
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from pufa.pages import policy
from scripts import nginx_headers

from .conftest import ROOT
from .contexts import open_page

# One page of each kind, in each shell.
PAGES = [
    "", "cases/", "cases/jie-qian-mei-qian-tiao/", "topics/jiedai/", "laws/", "laws/minfadian/", "laws/minfadian/675/", "villages/",
    "villages/wumazhuang/", "boards/", "b/0208/", "reports/", "reports/2024/", "help/", "calendar/", "duties/", "sitemap/", "freshness/",
    "about/", "handbook/", "404.html",
]  # fmt: skip
HEADERS = ("Content-Security-Policy", "Referrer-Policy", "Permissions-Policy", "X-Content-Type-Options")
_NOTE_VIOLATIONS = "addEventListener('securitypolicyviolation', event => (window.noted = window.noted || []).push(event.violatedDirective + ' ' + event.sample + event.blockedURI))"


def _violations(page: Page, url: str) -> list[str]:
    """What the policy stops on a page, and every complaint in the console."""
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.goto(url)
    page.wait_for_load_state("networkidle")
    noted = page.evaluate("window.noted || []")
    return [*noted, *complaints]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with open_page(browser) as page:
        page.add_init_script(_NOTE_VIOLATIONS)
        yield page


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_meta_tag_alone(page: Page, site_url: str, address: str) -> None:
    assert _violations(page, site_url + address) == []


@pytest.mark.browser
@pytest.mark.parametrize("address", ["index.html", "cases/jie-qian-mei-qian-tiao/index.html", "b/0208/index.html"])
def test_opened_from_a_stick(page: Page, built_site: Path, address: str) -> None:
    assert _violations(page, (built_site / address).as_uri()) == []


@pytest.mark.browser
def test_what_is_not_ours_is_stopped(page: Page, site_url: str) -> None:
    """The policy has teeth: inline script, handler, style and foreign pictures, put in after the fact."""
    page.goto(f"{site_url}cases/")
    page.evaluate(
        """() => { const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
             add('script', {textContent: 'window.ran = 1'});
             add('div', {innerHTML: '<img src=x onerror="window.ran = 2"><p style="color:red">'});
             add('img', {src: 'http://evil.example/x.png'});
             add('iframe', {src: 'http://evil.example/'}); }"""
    )
    page.wait_for_function("(window.noted || []).length >= 5")
    assert page.evaluate("window.ran") is None
    stopped = {note.split(" ")[0] for note in page.evaluate("window.noted")}
    assert {"script-src-elem", "script-src-attr", "style-src-attr", "img-src", "frame-src"} <= stopped


# --- a real server -------------------------------------------------------------------------------------------------


def _find_nginx() -> str:
    """nginx; its tests are skipped without it, but not where REQUIRE_BROWSER=1 says that nothing may be."""
    path = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if path is None and os.environ.get("REQUIRE_BROWSER") != "1":
        pytest.skip("no nginx on the PATH or in /usr/sbin")
    assert path, "REQUIRE_BROWSER=1, but there is no nginx"
    return path


@pytest.fixture(scope="module")
def nginx_url(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """deploy/nginx.conf as it is shipped, with the generated headers; only the places on disk are others."""
    nginx = _find_nginx()
    folder = tmp_path_factory.mktemp("nginx")
    headers = folder / "headers.conf"
    assert nginx_headers.main(["--site", str(built_site), "--out", str(headers)]) == 0
    shipped = (ROOT / "deploy/nginx.conf").read_text(encoding="utf-8")
    for theirs, ours in (("/var/www/pufa/", f"{built_site}/"), ("/etc/nginx/pufa-headers.conf", str(headers))):
        assert theirs in shipped
        shipped = shipped.replace(theirs, ours)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))  # fmt: skip
    (folder / "nginx.conf").write_text(
        f"user root;\ndaemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{temporary}server {{\nlisten 127.0.0.1:{port};\n{shipped}\n}}\n}}\n",
        encoding="utf-8",
    )
    log = (folder / "log").open("w", encoding="utf-8")
    server = subprocess.Popen([nginx, "-p", str(folder), "-c", "nginx.conf"], stderr=log)
    url = f"http://127.0.0.1:{port}/zt/pufa/"
    for _ in range(100):
        assert server.poll() is None, (folder / "log").read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(url)
            break
        except urllib.error.URLError:
            time.sleep(0.05)
    yield url
    server.terminate()
    server.wait()
    log.close()


def _headers(url: str) -> tuple[int, Message]:
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers


@pytest.mark.browser
@pytest.mark.parametrize("address", PAGES)
def test_headers_and_meta_tag_together(page: Page, nginx_url: str, address: str) -> None:
    assert _violations(page, nginx_url + address) == []


@pytest.mark.parametrize("address", [*PAGES, "assets/reader.js", "feed.xml", "calendar.ics", "robots.txt"])
def test_every_answer_has_the_headers(nginx_url: str, built_site: Path, address: str) -> None:
    status, headers = _headers(nginx_url + address)
    assert status == 200
    assert {name: headers[name] for name in HEADERS} == policy.read_headers(built_site)
    assert "Set-Cookie" not in headers
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers.get_content_type() != "application/octet-stream"
    assert headers.get_content_charset() == "utf-8"


@pytest.mark.browser
def test_a_lost_page_under_any_depth(page: Page, nginx_url: str) -> None:
    status, headers = _headers(f"{nginx_url}no/such/page/")
    assert status == 404
    assert {name for name in HEADERS if headers[name]} == set(HEADERS)
    complaints = _violations(page, f"{nginx_url}no/such/page/")
    assert [one for one in complaints if "404" not in one] == []
    assert page.get_by_text("没有找到这一页").count() == 1


def test_what_is_for_other_hosts_is_not_served(nginx_url: str) -> None:
    assert _headers(f"{nginx_url}_headers")[0] == 404


# --- without a browser -----------------------------------------------------------------------------------------------


def test_policy_comes_first_and_names_every_inline_piece(built_site: Path) -> None:
    for file in built_site.rglob("*.html"):
        page = file.read_text(encoding="utf-8")
        head = page[page.index("<head>") :]
        assert re.match(r'<head>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy"', head), file
        allowed = re.search(r'Policy" content="([^"]*)"', head)
        assert allowed and "unsafe" not in allowed[1]
        assert policy.MARK not in page
        assert not re.search(r"<[a-z][^>]*\s(?:on[a-z]+|style)=", re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)), file  # fmt: skip


def test_headers_for_hosts_that_read_them_from_a_file(built_site: Path) -> None:
    lines = (built_site / policy.HEADERS_FILE).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "/*"
    assert [line.strip().split(":")[0] for line in lines[1:]] == list(HEADERS)
    assert max(map(len, lines)) < 2000, "Cloudflare Pages reads no longer line"
    assert "frame-ancestors 'none'" in lines[1]


def test_a_shell_without_a_policy_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the policy"):
        policy.seal("<html><head></head></html>")


def test_the_mark_in_a_text_is_text() -> None:
    page = policy.seal("<head>pufa-policy</head><p>pufa-policy</p>")
    assert page.startswith("<head>default-src")
    assert page.endswith("<p>pufa-policy</p>")


def test_hashes() -> None:
    """The examples of the W3C's Content Security Policy Level 3, §8.4 and of everybody's first try."""
    page = policy.seal("<head>pufa-policy<script>alert('Hello, world.');</script><script type=\"application/json\">{}</script><style>p{}</style>")  # fmt: skip
    assert page.count("'sha256-") == 2
    assert "'sha256-qznLcsROx4GACP2dm0UCKCzCG+HiZ1guq6ZZDob/Tng='" in page


def test_nginx_headers_without_a_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert nginx_headers.main(["--site", str(tmp_path)]) == 1
    assert "→ 请先运行 make site" in capsys.readouterr().out
