"""Nothing that somebody writes into content/ becomes a script on a reader's phone: known ways, one by one."""

from __future__ import annotations

import html.parser
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import markdown
import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route

from pufa import checks
from pufa.checks import markup
from pufa.checks.privacy import _PICTURE
from pufa.library import load
from pufa.pages.markdown import BodyRenderer, LawReader
from pufa.pages.safety import LEAVING, SafetyExtension, clean, is_elsewhere

from .conftest import ROOT, TODAY, build_site, copy_project, replace, serve
from .contexts import open_context

VECTORS: dict[str, str] = {
    entry["name"]: entry["text"] for entry in yaml.safe_load((ROOT / "tests/data/xss.yml").read_text(encoding="utf-8"))
}
SLUGS = {name: f"xss-{number:03}" for number, name in enumerate(VECTORS)}
ALONE = [name for name in VECTORS if name.startswith(("comment", "fence", "code"))]  # may take in what follows
TOGETHER = [name for name in VECTORS if name not in ALONE]
GROUPS = [*([name] for name in ALONE), *(TOGETHER[start : start + 10] for start in range(0, len(TOGETHER), 10))]
PROTOCOLS = {"http:", "https:", "tel:", "mailto:"}
PAYLOAD = """'"><img src=x onerror=alert(1)><script>alert(2)</script>"""


def _write_case(town: Path, names: list[str]) -> None:
    """The small town's case once more, with vectors where its author would explain."""
    text = "\n\n".join(f"{VECTORS[name]}\n\n后面一段：{SLUGS[name]}。" for name in names)
    case = (town / "cases/jie-qian.md").read_text(encoding="utf-8")
    case = case.replace("title: 借出去的钱要不回来，怎么办？", f"title: 第 {SLUGS[names[0]][4:]} 个案例")
    case = case.replace("villages: [东村]", "villages: []")
    case = case.replace("说好的事要算数。", f"前面一段。\n\n{text}")
    pictures = [match["file"] or match["source"] for match in _PICTURE.finditer(case)]
    agreed = [{"rule": "P19", "text": picture, "reason": "本人书面同意", "role": "司法所"} for picture in pictures]
    allow = yaml.safe_dump({"allow": agreed}, allow_unicode=True) if agreed else ""
    case = case.replace("status: published", f"{allow}status: published")
    (town / f"cases/{SLUGS[names[0]]}.md").write_text(case, encoding="utf-8")


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town with a case for every vector, and the payload in every field that takes any text."""
    project = copy_project(tmp_path_factory.mktemp("hostile"))
    content = project / "content"
    for names in GROUPS:
        _write_case(content, names)
    _spoil_fields(content)
    (project / "docs/about.md").write_text(
        "# 关于\n\n"
        + "\n\n".join(VECTORS[name] for name in ("img onerror", "link mixed case", "iframe srcdoc", "script")),
        encoding="utf-8",
    )
    site = project / "site"
    done = build_site(site, project)
    assert done.returncode == 0, done.stderr
    return site


def _spoil_fields(content: Path) -> None:
    quoted = "'" + PAYLOAD.replace("'", "''") + "'"
    for file, old, new in (
        ("site.yml", "name: 样镇普法站", f"name: {quoted}"),
        ("site.yml", "organiser: 样区样镇人民政府", f"organiser: {quoted}"),
        ("site.yml", "district: 样区", f"district: {quoted}"),
        ("topics.yml", "summary: 借钱不还、打欠条。", f"summary: {quoted}"),
        (
            "contacts.yml",
            "helps_with: 政府的事都能问。",
            f"helps_with: {quoted}\n  hours: {quoted}\n  address: {quoted}",
        ),
        ("duties.yml", "audience: 村民", f"audience: {quoted}\n  unit: {quoted}\n  form: {quoted}"),
        ("calendar.yml", "message: 民法典管一辈子的事。", f"message: {quoted}"),
        ("calendar.yml", "message: 宪法是根本法。", f"message: {quoted}"),
        ("boards.yml", "place: 村口", f"place: {quoted}"),
        ("villages/dong.md", "name: 示范村", f"name: {quoted}"),
        ("villages/xi.md", "报告里写作“西庄”。", PAYLOAD),
        ("reports/2024.md", "issuer: 样区样镇人民政府", f"issuer: {quoted}\nindex_number: {quoted}\nsubject: {quoted}"),
        ("reports/2024.md", "展板较旧。", PAYLOAD),
        ("reports/2024.md", "group: 宣传", f"group: {quoted}"),
        ("cases/withdrawn.md", "reason: 处罚决定已被撤销", f"reason: {quoted}"),
        ("cases/jie-qian.md", "title: 借出去的钱要不回来，怎么办？", f"title: {quoted}"),
        ("cases/jie-qian.md", "- 借钱不还咋办", f"- {quoted}"),
        ("laws/yangban-tiaoli.yml", "    source: ", f"    source: {quoted} #"),
    ):
        replace(content / file, old, new)


class Watch:
    """A browser's window that writes down what ran and what was asked of other hosts."""

    def __init__(self, context: BrowserContext, host: str) -> None:
        self.ran: list[str] = []
        self.asked: list[str] = []
        self._host = host
        context.expose_function("ran", lambda where: self.ran.append(where))  # noqa: PLW0108 - Playwright wants a function of ours
        context.add_init_script("window.alert = window.prompt = window.confirm = text => window.ran(location.pathname)")
        context.route("**/*", self._answer)
        self.page: Page = context.new_page()
        self.page.on("dialog", lambda dialog: dialog.dismiss())

    def _answer(self, route: Route) -> None:
        if urlsplit(route.request.url).netloc == self._host:
            route.continue_()
        else:
            self.asked.append(route.request.url)
            route.abort()

    def open(self, url: str) -> None:
        """Open a page and do to every element what a reader could do to it, short of leaving the page."""
        self.page.goto(url)
        self.page.evaluate(
            """() => { for (const one of document.querySelectorAll('body *'))
                 for (const name of ['mouseover', 'focus', 'animationstart', 'toggle', 'error', 'load'])
                   one.dispatchEvent(new Event(name)) }"""
        )

    def does_something(self, url: str) -> bool:
        """Whether a page runs a script, asks another host, leads away, or has a link that would run one."""
        self.ran.clear()
        self.asked.clear()
        try:
            self.open(url)
            foreign = self.page.evaluate("[...document.querySelectorAll('a[href]')].map(one => one.protocol)")
        except Error:  # it went elsewhere meanwhile
            return True
        return bool(self.ran or self.asked or set(foreign) - PROTOCOLS)


@pytest.fixture(params=[False, True], ids=["with the policy", "without the policy"])
def watch_on(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[[str], Watch]]:
    """Bodies are clean even where a browser knows no Content-Security-Policy: neither wall leans on the other."""
    with ExitStack() as contexts:

        def start(url: str) -> Watch:
            context = contexts.enter_context(open_context(browser, bypass_csp=request.param))
            return Watch(context, urlsplit(url).netloc)

        yield start


@pytest.mark.browser
def test_no_vector_runs(hostile_site: Path, watch_on: Callable[[str], Watch]) -> None:
    with serve(hostile_site) as url:
        watch = watch_on(url)
        for names in GROUPS:
            watch.open(f"{url}cases/{SLUGS[names[0]]}/")
            text = watch.page.locator("main").text_content() or ""
            assert [name for name in names if f"后面一段：{SLUGS[name]}。" not in text] == [], (
                "these take in what follows"
            )
            protocols = watch.page.evaluate("[...document.querySelectorAll('a[href]')].map(one => one.protocol)")
            assert set(protocols) <= PROTOCOLS, names
            assert (watch.ran, watch.asked) == ([], []), names


@pytest.mark.browser
def test_no_field_runs(hostile_site: Path, watch_on: Callable[[str], Watch]) -> None:
    pages = [page for page in hostile_site.rglob("*.html") if "xss-" not in page.as_posix()]
    assert len(pages) > 25
    with serve(hostile_site) as url:
        watch = watch_on(url)
        for page in pages:
            watch.open(f"{url}{page.relative_to(hostile_site).as_posix()}")
            assert (watch.ran, watch.asked) == ([], []), page
    spoilt = sum("&lt;script&gt;alert(2)" in page.read_text(encoding="utf-8") for page in pages)
    assert spoilt == len(pages), "the site's name alone is on every page"


@pytest.mark.browser
def test_vectors_would_be_seen(tmp_path: Path, browser: Browser) -> None:
    """The same window over the same vectors as stock Markdown makes them: what the tests above say is not empty."""
    seen = set()
    for name, text in VECTORS.items():
        body = markdown.markdown(f"前面\n\n{text}\n\n后面", extensions=["tables"])
        (tmp_path / f"{SLUGS[name]}.html").write_text(f"<!doctype html><main>{body}</main>", encoding="utf-8")
    with serve(tmp_path) as url, open_context(browser) as context:
        watch = Watch(context, urlsplit(url).netloc)
        for name, slug in SLUGS.items():
            if watch.does_something(f"{url}{slug}.html"):
                seen.add(name)
    assert len(seen) >= 60, sorted(set(VECTORS) - seen)


class _Elements(html.parser.HTMLParser):
    """Every element and attribute of a fragment."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attributes)


@pytest.mark.parametrize("name", VECTORS)
def test_what_is_left_is_what_we_know(name: str) -> None:
    """The allow-list alone, over stock Markdown; and over the raw text, as if the engine let everything through."""
    for text in (markdown.markdown(VECTORS[name], extensions=["tables"]), VECTORS[name]):
        left = _Elements(clean(text))
        assert not left.tags & {"script", "style", "iframe", "form", "svg", "math", "base", "meta", "link", "input"}
        assert not [one for one in left.attributes if one.startswith("on") or one in ("style", "srcset", "action")]


def _render_page(text: str) -> str:
    """As MkDocs makes the hand-written pages."""
    return clean(markdown.markdown(text, extensions=["tables", SafetyExtension()]))


def _render_body(text: str) -> str:
    """As a case's body is made."""
    return BodyRenderer().render(text, LawReader(load(ROOT / "content").corpus, TODAY), lambda to: to).strip()


@pytest.mark.parametrize("render", [_render_page, _render_body])
@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[甲](https://a.cn/x)", f'<p><a href="https://a.cn/x" rel="external">甲{LEAVING}</a></p>'),
        ("[甲（打开别的网站）](https://a.cn/)", f'<p><a href="https://a.cn/" rel="external">甲{LEAVING}</a></p>'),
        ("[**甲**](//a.cn/)", f'<p><a href="//a.cn/" rel="external"><strong>甲</strong>{LEAVING}</a></p>'),
        ("<https://a.cn/>", f'<p><a href="https://a.cn/" rel="external">https://a.cn/{LEAVING}</a></p>'),
        ("[甲](../x/)", '<p><a href="../x/">甲</a></p>'),
        ("[甲](tel:12348)", '<p><a href="tel:12348">甲</a></p>'),
        ("[甲](javascript:x)", "<p><a>甲</a></p>"),
        ("血压 < 140 和 <b>粗</b>", "<p>血压 &lt; 140 和 &lt;b&gt;粗&lt;/b&gt;</p>"),
        ("甲<!-- 给同事 -->乙", "<p>甲乙</p>"),
        ("![图](x.png)", '<p><img alt="图" src="x.png"></p>'),
        ("![图](https://a.cn/x.png)", '<p><img alt="图"></p>'),
    ],
)
def test_bodies(render: Callable[[str], str], text: str, html: str) -> None:
    assert render(text) in (html, html.replace('alt="图" src="x.png"', 'src="x.png" alt="图"'))


@pytest.mark.parametrize(
    ("href", "answer"),
    [
        ("https://a.cn/", True), ("HTTP://a.cn", True), ("//a.cn/", True), ("\\\\a.cn", True), ("/\\a.cn", True), (" //a.cn", True),
        ("https:a.cn", True), ("http://[", True), ("../x/", False), ("#x", False), ("tel:12348", False), ("", False),
    ],
)  # fmt: skip
def test_what_is_elsewhere(href: str, answer: bool) -> None:
    assert is_elsewhere(href) is answer


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"),
    [
        ("contacts.yml", 'phone: "12345"', "phone: '1\" onclick=\"alert(1)'", "content/contacts.yml:4: 「phone」写的是「1\" onclick=\"alert(1)」，样子不对 → 电话，加英文双引号；不知道就不写"),
        ("cases/jie-qian.md", "  type: 虚构示例", "  type: 虚构示例\n  url: javascript:alert(1)", "content/cases/jie-qian.md:10: 「source」的「url」写的是「javascript:alert(1)」，样子不对 → 原文网址（真实公开的必填）"),
        ("site.yml", "villages: 2", "villages: 2\npolice_record_url: data:text/html,x", "content/site.yml:7: 「police_record_url」写的是「data:text/html,x」，样子不对 → 公安机关备案给的查询网址，页面下面的备案号连到那里"),
    ],
)  # fmt: skip
def test_fields_that_become_addresses(town: Path, file: str, old: str, new: str, sentence: str) -> None:
    replace(town / file, old, new)
    try:
        found = [str(problem) for problem in checks.check(load(town), TODAY)]
    except Exception as error:
        found = str(error).splitlines()
    assert sentence in found


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>", "a\" onmouseover=\"alert(1)", "..%2f", "javascript:alert(1)"])  # fmt: skip
def test_a_file_name_is_an_address_or_an_error(town: Path, name: str, errors_in: Callable[[], list[str]]) -> None:
    (town / "cases/jie-qian.md").rename(town / f"cases/{name}.md")
    assert any("文件名" in error for error in errors_in())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<span style='x'>甲</span>", "「<span」"),
        ("甲</font>", "「</font」"),
        ("<!-- 给同事 -->", "「<!--」"),
        ("<img src=x onerror=alert(1)", "「<img」"),
        ("[甲](javascript:alert(1))", "「javascript:」"),
        ("[甲]: <data:text/html,x>", "「data:」"),
        ("<vbscript:x>", "「vbscript:」"),
        ("血压<140，`<b>`，<https://a.cn/>，<a@b.cn>，[甲](tel:12348)，a<b", None),
        ("```\n<b>\n```", None),
    ],
)
def test_staff_are_told(town: Path, text: str, told: str | None) -> None:
    replace(town / "cases/jie-qian.md", "说好的事要算数。", f"说好的事要算数。\n\n{text}")
    problems = [*markup.check_raw_html(load(town), TODAY), *markup.check_link_schemes(load(town), TODAY)]
    assert [problem.message.split("：")[0].split("开头")[0].removeprefix("链接以") for problem in problems] == (
        [told] if told else []
    )
    assert [problem.line for problem in problems] == ([49] if told else [])
