"""What readers do on a page: larger text, sending it on, listening, printing, finding back. Real Chromium."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page

from pufa import publication

from .conftest import ROOT, TODAY, build_site, replace, serve
from .contexts import open_page

pytestmark = pytest.mark.browser

CASE = "cases/jie-qian-mei-qian-tiao/"
# Notes the size of the text before the page is painted, and every shift after.
WATCH = """
document.addEventListener("DOMContentLoaded", () => { window.atFirst = getComputedStyle(document.documentElement).fontSize });
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(one => { window.shifted += one.value }))
    .observe({type: "layout-shift", buffered: true});
"""


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    with open_page(browser, viewport={"width": 360, "height": 740}, locale="zh-CN") as page:
        page.add_init_script(WATCH)
        yield page


def test_large_text_stays_from_page_to_page(phone: Page, site_url: str) -> None:
    """20, 25, 30 px and back; on the next page it is there before anything is painted, boards too."""
    phone.goto(site_url)
    size = phone.locator(".size")
    for label, pixels in (("大字", "25px"), ("更大", "30px"), ("还原", "20px"), ("大字", "25px"), ("更大", "30px")):
        assert size.inner_text() == label
        size.click()
        assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == pixels
    for address in (CASE, "b/0208/", "404.html"):
        phone.goto(site_url + address)
        phone.wait_for_load_state("networkidle")
        assert (phone.evaluate("window.atFirst"), phone.evaluate("window.shifted")) == ("30px", 0), address


@pytest.mark.parametrize(("asked", "pixels"), [("1", "25px"), ("2", "30px"), ("0", "20px"), ("3", "20px")])
def test_a_link_may_ask_for_large_text(phone: Page, site_url: str, asked: str, pixels: str) -> None:
    phone.goto(f"{site_url}b/0208/?big={asked}")
    assert phone.evaluate("window.atFirst") == pixels
    phone.locator(".go").click()
    phone.wait_for_load_state()
    assert phone.evaluate("window.atFirst") == pixels, "and keeps it on the next page"


def test_the_first_screen_of_a_case(phone: Page, site_url: str) -> None:
    """Question, answer, what can be done with the page, its date and where it comes from: without scrolling."""
    phone.goto(site_url + CASE)
    for shown in ("h1", ".answer", "[data-send]", ".facts time", ".facts .badge"):
        box = phone.locator(shown).first.bounding_box()
        assert box and box["y"] + box["height"] < 740, shown
    assert phone.locator(".statute blockquote").first.is_hidden()
    order = [phone.locator(f"#{name}").bounding_box() for name in ("发生了什么", "法律怎么说", "遇到了怎么办", "电话")]
    heights = [box["y"] for box in order if box]
    assert heights == sorted(heights) and len(heights) == 4


def test_a_line_holds_22_characters_at_most(phone: Page, site_url: str) -> None:
    phone.goto(site_url + CASE)
    widths = phone.locator("[data-read] p").evaluate_all("all => all.map(one => one.clientWidth)")
    size = phone.locator("[data-read] p").first.evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert 0 < max(widths) / size <= 22


def test_sending_a_page_on_copies_its_address(browser: Browser, site_url: str) -> None:
    with open_page(browser, permissions=["clipboard-read", "clipboard-write"]) as page:
        page.goto(f"{site_url}{CASE}#结果")
        assert page.evaluate("typeof navigator.share") == "undefined"
        page.click("[data-send]")
        page.get_by_text("网址抄好了").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == site_url + CASE


def test_sending_where_nothing_can_be_copied_shows_the_address(phone: Page, site_url: str) -> None:
    """No clipboard outside of https, and no permission: the reader can still write the address down."""
    phone.goto(site_url + CASE)
    phone.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    phone.click("[data-send]")
    phone.get_by_text(f"请抄下网址：{site_url}{CASE}").wait_for()


def test_sending_in_wechat_names_its_menu(browser: Browser, site_url: str) -> None:
    with open_page(browser, user_agent="Mozilla/5.0 (Linux; Android 9) MicroMessenger/8.0.2") as page:
        page.goto(site_url + CASE)
        page.click("[data-send]")
        said = page.locator("[data-said]")
        assert said.get_attribute("role") == "status"
        assert said.inner_text() == "请点屏幕右上角的“…”，再点“发送给朋友”。"


# This machine has no voice: one that writes down what it is given stands in for the browser's.
VOICE = """
window.heard = [];
window.SpeechSynthesisUtterance = function (text) { this.text = text };
Object.defineProperty(window, "speechSynthesis", {value: {
    speaking: false, pending: false,
    getVoices: () => [{lang: "LANGUAGE", localService: true}],
    speak: function (words) { window.heard.push(words); this.speaking = true },
    cancel: function () { this.speaking = false },
}});
"""


def test_listening_reads_the_case_and_stops(browser: Browser, site_url: str) -> None:
    with open_page(browser) as page:
        page.add_init_script(VOICE.replace("LANGUAGE", "zh-CN"))
        page.goto(site_url + CASE)
        button = page.locator("[data-listen]")
        button.click()
        heard = page.evaluate("window.heard.map(one => one.text)")
        assert heard[0] == page.locator("h1").inner_text()
        assert any("发生了什么" in piece for piece in heard)
        assert not any("原文" in piece for piece in heard), "the statutes are for the eye"
        assert max(map(len, heard)) < 120, "long pieces are cut off by browsers"
        assert button.inner_text() == "停"
        button.click()
        assert (button.inner_text(), page.evaluate("speechSynthesis.speaking")) == ("听一听", False)


def test_no_button_where_there_is_no_chinese_voice(browser: Browser, phone: Page, site_url: str) -> None:
    phone.goto(site_url + CASE)
    assert phone.locator("[data-listen]").is_hidden()
    with open_page(browser) as page:
        page.add_init_script(VOICE.replace("LANGUAGE", "en-GB"))
        page.goto(site_url + CASE)
        assert page.locator("[data-listen]").is_hidden()


@pytest.mark.parametrize("has_script", [True, False])
def test_paper_holds_the_folded_statutes_and_no_buttons(browser: Browser, site_url: str, has_script: bool) -> None:
    with open_page(browser, java_script_enabled=has_script) as page:
        page.goto(site_url + CASE)
        with pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True))) as paper:
            assert [round(side) for side in paper[0].get_size()] == [595, 842]
            text = "".join(sheet.get_textpage().get_text_range() for sheet in paper).replace("\r\n", "")
    assert "借款人应当按照约定的期限返还借款" in text
    assert not any(word in text for word in ("发给家人", "搜一搜", "跳到正文", "这一页有什么"))
    assert ("网址：" in text) == has_script


def test_the_way_back_from_an_address_that_is_none(phone: Page, packed_url: str) -> None:
    """From any depth, under any path of another site."""
    for address in ("nothing", "cases/nothing/", "cases/no/such/thing/", "villages/no.html"):
        phone.goto(packed_url + address)
        assert phone.locator("h1").inner_text() == "没有找到这一页"
        phone.get_by_role("link", name="回首页").click()
        assert phone.url == packed_url
    phone.goto(f"{packed_url}cases/nothing/")
    phone.get_by_role("link", name="看案例").click()
    assert phone.url == f"{packed_url}cases/"


def test_the_way_back_when_the_address_is_settled(town: Path) -> None:
    with (town / "site.yml").open("a", encoding="utf-8") as file:
        file.write("qr_base: https://example.gov.cn/pufa/\n")
    prepared = publication.prepare(town, TODAY, theme=ROOT / "theme")
    lost = prepared.renderer.render_document(prepared.pages["404.html"])
    assert '<a class="go" href="https://example.gov.cn/pufa/">回首页</a>' in lost
    assert "XMLHttpRequest" not in lost
    case = prepared.renderer.render_document(prepared.pages["cases/jie-qian.md"])
    assert '<svg viewBox="0 0 ' in case[case.index('class="print-only"') :], "a printed page leads back by its code"


def test_a_recording_is_played_instead_of_a_voice(project: Path, tmp_path: Path, browser: Browser) -> None:
    (project / "content/audio").mkdir()
    (project / "content/audio/jie-qian.mp3").write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x00")
    (project / "content/audio/draft.mp3").write_bytes(b"ID3\x03\x00\x00\x00\x00\x00\x00")
    replace(project / "content/cases/jie-qian.md", "villages: [东村]", "audio: jie-qian.mp3\nvillages: [东村]")
    replace(project / "content/cases/draft.md", "villages:", "audio: draft.mp3\nvillages:")
    site = tmp_path / "site"
    done = build_site(site, project)
    assert done.returncode == 0, done.stderr
    assert [file.name for file in (site / "audio").iterdir()] == ["jie-qian.mp3"], "a draft's stays out"
    with serve(site) as url, open_page(browser) as page:
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{url}cases/jie-qian/")
        page.wait_for_load_state("networkidle")
        assert page.locator("audio").evaluate("one => one.src") == f"{url}audio/jie-qian.mp3"
        assert page.locator("[data-listen]").count() == 0
        assert not any(".mp3" in address for address in requests), "nothing is loaded before someone listens"
