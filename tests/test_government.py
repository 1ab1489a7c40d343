"""What a government site must carry, on every kind of page; what is not known stands nowhere."""

from __future__ import annotations

import html.parser
import io
import json
import re
from pathlib import Path
from urllib.parse import urljoin
from xml.etree import ElementTree

import feedparser
import pytest
from PIL import Image

from pufa import checks
from pufa.library import load
from pufa.pages import columns, metadata, pictures
from pufa.pages.page import Page, Publishing, address_of
from pufa.pages.site import NAVIGATION
from pufa.problems import ContentError

from .conftest import TODAY, build_site, copy_project, replace

ADDRESS = "https://www.example.gov.cn/zt/pufa/"
IDENTITY = f"""
address: {ADDRESS}
domain: www.example.gov.cn
site_code: "9901150001"
icp: 样ICP备00000000号-1
police_record: 样公网安备 00000000000000号
police_record_url: https://beian.example.gov.cn/?code=0
"""


@pytest.fixture(scope="module")
def known_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town, when all that site.yml can say is known."""
    project = copy_project(tmp_path_factory.mktemp("known"))
    content = project / "content"
    with (content / "site.yml").open("a", encoding="utf-8") as file:
        file.write(IDENTITY)
    case = content / "cases/jie-qian.md"
    replace(
        case, "  type: 虚构示例", "  type: 真实公开\n  org: 样市中级人民法院\n  url: https://court.example.gov.cn/1"
    )
    replace(case, "published: 2026-06-01", 'published: 2026-06-01\npublished_time: "09:05"')
    replace(case, "说好的事要算数。", "说好的事要算数，见[法院的说明](https://court.example.gov.cn/2)。")
    report = content / "reports/2024.md"
    header = "index_number: 12/2025-1\nwritten: 2025-02-20\ndocument_number: 无\nsubject: 综合政务\nvalidity: 有效\n"
    replace(report, "issuer:", f"url: https://town.example.gov.cn/1\n{header}issuer:")
    site = project / "site"
    done = build_site(site, project)
    assert done.returncode == 0, done.stderr
    return site


@pytest.fixture(scope="module")
def unknown_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town as it is: it has no address and no number."""
    project = copy_project(tmp_path_factory.mktemp("unknown"))
    done = build_site(project / "site", project)
    assert done.returncode == 0, done.stderr
    return project / "site"


class _Head(html.parser.HTMLParser):
    """The meta tags and links of a page, in order."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.metas: list[tuple[str, str]] = []
        self.links: list[dict[str, str | None]] = []
        self.feed(file.read_text(encoding="utf-8"))
        self.named = dict(self.metas)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        one = dict(attributes)
        if tag == "meta" and (name := one.get("name") or one.get("property")):
            self.metas.append((name, one["content"] or ""))
        elif tag == "link":
            self.links.append(one)


SITE = ["SiteName", "SiteDomain", "SiteIDCode"]
COLUMN = ["ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"]


@pytest.mark.parametrize(
    ("address", "names"),
    [
        ("", SITE),
        ("about/", SITE),
        ("sitemap/", SITE),
        ("cases/", SITE + COLUMN),
        ("topics/jiedai/", SITE + COLUMN),
        ("help/", SITE + COLUMN),
        ("b/0001/", SITE + COLUMN),
        ("cases/jie-qian/", [*SITE, *COLUMN, "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Url"]),
        ("reports/2024/", [*SITE, *COLUMN, "ArticleTitle", "PubDate", "ContentSource", "Keywords", "Url"]),
        ("villages/dong/", [*SITE, *COLUMN, "ArticleTitle", "ContentSource", "Keywords", "Url"]),
        ("laws/minfadian/675/", [*SITE, *COLUMN, "ArticleTitle", "ContentSource", "Keywords", "Url"]),
    ],
)
def test_meta_tags(known_site: Path, address: str, names: list[str]) -> None:
    """首页: 网站; 栏目页: 网站、栏目; 内容页: 网站、栏目、内容 (annex of 政府网站发展指引)."""
    head = _Head(known_site / address / "index.html")
    assert [name for name, _ in head.metas if name[:1].isupper()] == names
    assert head.named["SiteName"] == "样镇普法站"
    assert head.named["SiteIDCode"] == "9901150001"


def test_meta_tags_of_content(known_site: Path) -> None:
    case = _Head(known_site / "cases/jie-qian/index.html").named
    assert case["ColumnName"] == "以案释法"
    assert case["ArticleTitle"] == "借出去的钱要不回来，怎么办？"
    assert (case["PubDate"], case["ContentSource"]) == ("2026-06-01 09:05", "样市中级人民法院")
    assert case["Url"] == case["og:url"] == f"{ADDRESS}cases/jie-qian/"
    assert _Head(known_site / "reports/2024/index.html").named["PubDate"] == "2025-03-01 09:30"
    page = (known_site / "cases/jie-qian/index.html").read_text(encoding="utf-8")
    assert "2026年6月1日 09:05</time>发布" in page


def test_nothing_is_invented(unknown_site: Path) -> None:
    """A site.yml that knows no domain, no number; a case that knows no time of day."""
    head = _Head(unknown_site / "cases/jie-qian/index.html").named
    assert not head.keys() & {"SiteDomain", "SiteIDCode", "Url", "og:url", "og:image"}
    assert head["PubDate"] == "2026-06-01"
    assert head["ContentSource"] == "样区样镇人民政府"
    assert "<loc>" not in (unknown_site / "sitemap.xml").read_text(encoding="utf-8")
    assert "Sitemap" not in (unknown_site / "robots.txt").read_text(encoding="utf-8")
    assert not (unknown_site / "feed.json").exists()
    assert not list(unknown_site.rglob("share.png"))
    home = (unknown_site / "index.html").read_text(encoding="utf-8")
    assert "主办单位：样区样镇人民政府" in home
    assert not re.search("标识码|ICP|公安备案|公网安备", home)


def test_marks(known_site: Path) -> None:
    for address in ("", "cases/jie-qian/", "b/0001/", "about/"):
        page = (known_site / address / "index.html").read_text(encoding="utf-8")
        foot = page[page.rindex("<footer") :]
        for mark in ("样区样镇人民政府", "网站标识码：9901150001", "样ICP备00000000号-1", "样公网安备 00000000000000号", "网站地图", "网站找错"):  # fmt: skip
            assert mark in foot, (address, mark)
        assert 'href="https://beian.example.gov.cn/?code=0"' in foot


def test_a_portal_has_its_own_marks(tmp_path: Path) -> None:
    project = copy_project(tmp_path)
    with (project / "content/site.yml").open("a", encoding="utf-8") as file:
        file.write(IDENTITY + "chrome: embedded\n")
    assert build_site(tmp_path / "site", project).returncode == 0
    assert "标识码：" not in (tmp_path / "site/index.html").read_text(encoding="utf-8")
    assert "frame-ancestors" not in (tmp_path / "site/_headers").read_text(encoding="utf-8")


def test_no_national_emblem(known_site: Path) -> None:
    """国徽法第七条 names organs of the county level and above; no picture at all stands in our templates."""
    for file in known_site.rglob("*.html"):
        page = file.read_text(encoding="utf-8")
        main = (
            page
            if file.parent.name not in ("about", "handbook")
            else page[page.index("<article") : page.rindex("</article>")]
        )
        assert not re.search(r"<img|国徽|emblem", main), file
    ours = {file.name for file in known_site.rglob("*.png") if file.parent.name != "images"}
    assert ours == {metadata.PICTURE}


def test_every_link_that_leaves_says_so(known_site: Path) -> None:
    seen = set()
    for file in known_site.rglob("*.html"):
        links = re.findall(r'<a\b([^>]*\bhref="((?:https?:)?//[^"]*)[^>]*)>(.*?)</a>', file.read_text(encoding="utf-8"), re.DOTALL)  # fmt: skip
        for tag, address, words in links:
            if not address.startswith(ADDRESS):
                seen.add(address)
                assert "打开别的网站" in words, (file, tag)
                assert 'rel="external"' in tag, (file, tag)
    assert {
        "https://court.example.gov.cn/2",
        "https://town.example.gov.cn/1",
        "https://beian.example.gov.cn/?code=0",
    } <= seen


def test_disclosure_header(known_site: Path, town: Path) -> None:
    page = (known_site / "reports/2024/index.html").read_text(encoding="utf-8")
    shown = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    shown = {name: re.sub("<[^>]+>", "", value) for name, value in shown.items()}
    assert shown == {
        "索引号": "12/2025-1",
        "主题分类": "综合政务",
        "发布机构": "样区样镇人民政府",
        "成文日期": "2025-02-20",
        "发布日期": "2025-03-01 09:30",
        "发文字号": "无",
        "有效性": "有效",
        "来源": "样区样镇人民政府的原文（打开别的网站）",
    }
    missing = "content/reports/2024.md:5: 提醒：公开信息的表头还缺：索引号 index_number、主题分类 subject、成文日期 written、发文字号 document_number、有效性 validity，页面上先不显示 → 有了请补上"
    assert missing in [str(problem) for problem in checks.check(load(town), TODAY)]


def test_map_of_the_site(known_site: Path) -> None:
    page = (known_site / "sitemap/index.html").read_text(encoding="utf-8")
    links = set(re.findall(r'href="([^"]+)"', page[page.index("<main") : page.index("</main>")]))
    assert {"../cases/jie-qian/", "../villages/dong/", "../reports/2024/", "../laws/minfadian/", "../about/"} <= links
    assert not any("withdrawn" in link or "draft" in link for link in links)


def test_map_for_machines(known_site: Path) -> None:
    root = ElementTree.parse(known_site / "sitemap.xml").getroot()
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = {entry.findtext(f"{space}loc"): entry.findtext(f"{space}lastmod") for entry in root.findall(f"{space}url")}
    assert listed[f"{ADDRESS}cases/jie-qian/"] == "2026-06-01"
    for address in listed:
        assert address and (known_site / address.removeprefix(ADDRESS) / "index.html").is_file(), address
    assert not any("withdrawn" in str(address) or "/b/" in str(address) for address in listed)
    assert (known_site / "robots.txt").read_text() == f"User-agent: *\nDisallow:\nSitemap: {ADDRESS}sitemap.xml\n"


@pytest.mark.parametrize("is_known", [True, False])
def test_atom(known_site: Path, unknown_site: Path, is_known: bool) -> None:
    site, base = (known_site, ADDRESS) if is_known else (unknown_site, "https://anywhere.example/x/")
    data = (site / "feed.xml").read_bytes()
    feed = feedparser.parse(
        io.BytesIO(data),
        response_headers={"content-location": f"{base}feed.xml", "content-type": "application/atom+xml"},
    )
    assert not feed.bozo, feed.get("bozo_exception")
    assert feed.version == "atom10"
    assert feed.feed.id and feed.feed.updated_parsed and feed.feed.author
    assert len({entry.id for entry in feed.entries}) == len(feed.entries) > 1
    for entry in feed.entries:
        assert entry.title and entry.updated_parsed and entry.summary
        assert (site / entry.link.removeprefix(base) / "index.html").is_file()
    assert "撤下" not in data.decode()
    days = [entry.published_parsed for entry in feed.entries]
    assert days == sorted(days, reverse=True)


def test_json_feed(known_site: Path) -> None:
    feed = json.loads((known_site / "feed.json").read_text(encoding="utf-8"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"] == f"{ADDRESS}feed.json"
    assert {item["url"] for item in feed["items"]} == {f"{ADDRESS}cases/jie-qian/", f"{ADDRESS}reports/2024/"}
    for item in feed["items"]:
        assert item["id"].startswith("urn:uuid:")
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00", item["date_published"])


def test_feeds_are_named_in_every_head(known_site: Path) -> None:
    for address in ("", "cases/jie-qian/", "about/"):
        named = [link for link in _Head(known_site / address / "index.html").links if link["rel"] == "alternate"]
        assert [link["type"] for link in named] == ["application/atom+xml", "application/feed+json"]
        assert {urljoin(ADDRESS + address, link["href"]) for link in named} == {
            f"{ADDRESS}feed.xml",
            f"{ADDRESS}feed.json",
        }


def test_picture_of_a_case(known_site: Path) -> None:
    head = _Head(known_site / "cases/jie-qian/index.html").named
    file = known_site / head["og:image"].removeprefix(ADDRESS)
    data = file.read_bytes()
    assert len(data) <= 20_000
    with Image.open(file) as image:
        assert image.size == pictures.SIZE
        assert not image.info.keys() - {"transparency"}
    assert data == pictures.draw("借出去的钱要不回来，怎么办？", "样镇普法站")
    assert "og:image" not in _Head(known_site / "villages/dong/index.html").named


@pytest.mark.parametrize("question", ["问", "很长的问题" * 60, "a" * 300, "谁？谁！", "　"])
def test_any_question_has_a_picture(question: str) -> None:
    data = pictures.draw(question, "样镇普法站")
    assert data == pictures.draw(question, "样镇普法站")
    assert len(data) <= 30_000


def test_pictures_are_kept(tmp_path: Path) -> None:
    gallery = pictures.Gallery(tmp_path / "kept")
    first = gallery.get("问", "站")
    [file] = (tmp_path / "kept").iterdir()
    file.write_bytes(b"as it was kept")
    assert gallery.get("问", "站") == b"as it was kept"
    assert gallery.get("又问", "站") != first
    file.unlink()
    assert gallery.get("问", "站") == first


def test_every_section_of_the_navigation_is_a_column() -> None:
    addresses = {address_of(uri) for _, uri in NAVIGATION} - {""}
    assert addresses - {column.address for column in columns.COLUMNS} <= {"search/"}


def test_what_is_not_known_of_an_article_is_left_out(town: Path) -> None:
    site = load(town).site
    page = Page("cases/x.md", "题", "case.html", publishing=Publishing())
    names = [name for name, _ in metadata.describe(page, site).names]
    assert names == ["SiteName", *COLUMN, "ArticleTitle"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('site_code: "12"', "「site_code」写的是「12」，样子不对 → 政府网站标识码：10 位数字，或者 bm 加 8 位数字，加英文双引号"),
        ('site_code: "bm1234567"', "「site_code」写的是「bm1234567」，样子不对 → 政府网站标识码：10 位数字，或者 bm 加 8 位数字，加英文双引号"),
        ("icp: 备案号1", "「icp」写的是「备案号1」，样子不对 → ICP 备案号，如 津ICP备12345678号-1"),
        ("domain: https://x.gov.cn/", "「domain」写的是「https://x.gov.cn/」，样子不对 → 网站域名，只写域名，如 www.example.gov.cn"),
        ("address: https://x.gov.cn/pufa", "「address」要以 / 结尾，后面不带 ? 和 # → 请写成 https://www.example.gov.cn/pufa/ 的样子"),
        ("address: https://x.gov.cn/\ndomain: y.gov.cn", "「address」和「domain」不是同一个域名 → 请核对：x.gov.cn、y.gov.cn"),
        ("police_record_url: https://x.gov.cn/", "写了「police_record_url」，却没有「police_record」 → 请补上公安机关备案号，或删掉网址"),
    ],
)  # fmt: skip
def test_marks_of_the_wrong_form(town: Path, line: str, sentence: str) -> None:
    with (town / "site.yml").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    with pytest.raises(ContentError) as caught:
        load(town)
    assert sentence in str(caught.value)


@pytest.mark.parametrize("code", ["9901150001", "bm99000001"])
def test_marks_of_the_right_form(town: Path, code: str) -> None:
    with (town / "site.yml").open("a", encoding="utf-8") as file:
        file.write(f'site_code: "{code}"\n')
    assert load(town).site.site_code == code
