"""The search as readers meet it: the real page, the real index, a real browser, a phone's screen."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from .contexts import open_page

pytestmark = pytest.mark.browser


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    # without the service worker, which would answer where these tests cut the network
    with open_page(browser, viewport={"width": 360, "height": 740}, locale="zh-CN", service_workers="block") as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
    assert errors == []


def _ask(page: Page, question: str) -> None:
    """As a person does it: letter by letter, and no button."""
    page.fill("#q", "")
    page.locator("#q").press_sequentially(question)
    page.locator("#found > a").first.wait_for()


def test_results_while_typing(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/")
    _ask(phone, "借钱不还咋办")
    options = phone.locator("#found > [role=option]")
    expect(options).to_have_count(5)
    expect(phone.locator("#search-status")).to_have_text("找到 5 条以上")
    assert "借" in "".join(phone.locator("#found mark").all_inner_texts())
    assert phone.url.endswith("?q=" + "%E5%80%9F%E9%92%B1%E4%B8%8D%E8%BF%98%E5%92%8B%E5%8A%9E")
    assert phone.locator("#search-topics").is_hidden()
    facts = phone.locator("#found small").all_inner_texts()
    assert all(re.match("(案例|法条|类别|电话) ?", text) for text in facts), facts
    assert any(re.search(r"20\d\d年\d+月\d+日(发布|起施行)", text) for text in facts), facts
    assert phone.evaluate("document.documentElement.scrollWidth") == 360


def test_the_box_is_a_combobox(phone: Page, site_url: str) -> None:
    """https://www.w3.org/WAI/ARIA/apg/patterns/combobox/: focus stays in the box, the list is walked with the arrows."""
    phone.goto(f"{site_url}search/")
    box = phone.locator("#q")
    assert (box.get_attribute("role"), box.get_attribute("aria-controls")) == ("combobox", "found")
    expect(box).to_have_attribute("aria-expanded", "false")
    _ask(phone, "狗咬人")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("ArrowDown")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", "found-1")
    expect(phone.locator("#found > [aria-selected=true]")).to_have_id("found-1")
    box.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", "found-0")
    box.press("Escape")
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "狗咬人"
    box.press("Escape")
    expect(box).to_have_value("")
    expect(phone.locator("#search-topics")).to_be_visible()


def test_enter_follows_the_chosen_result(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/")
    _ask(phone, "借出去的钱没打欠条，过了三年还能要吗？")
    place = [link.get_attribute("href") or "" for link in phone.locator("#found a").all()]
    chosen = next(index for index, href in enumerate(place) if "jie-qian-mei-qian-tiao" in href)
    for _ in range(chosen + 1):
        phone.locator("#q").press("ArrowDown")
    phone.locator("#q").press("Enter")
    phone.wait_for_url("**/cases/jie-qian-mei-qian-tiao/")


def test_an_address_with_a_question_is_answered(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/?q=%E7%8B%97%E5%92%AC%E4%BA%BA")
    phone.locator("#found > a").first.wait_for()
    assert phone.locator("#q").input_value() == "狗咬人"


def test_the_front_page_leads_to_the_search(phone: Page, site_url: str) -> None:
    phone.goto(site_url)
    phone.fill("#ask", "彩礼")
    phone.click("text=搜一搜")
    phone.wait_for_url("**/search/?q=*")
    phone.locator("#found > a").first.wait_for()
    assert "彩礼" in phone.locator("#found").inner_text()


def test_filters(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/")
    _ask(phone, "赔钱")
    phone.select_option("[name=topic]", "交通事故")
    phone.wait_for_url("**topic=*")
    expect(phone.locator("#found > a").first).to_be_visible()
    phone.reload()
    phone.locator("#found > a").first.wait_for()
    assert phone.locator("[name=topic]").input_value() == "交通事故"
    phone.select_option("[name=village]", index=1)
    phone.select_option("[name=topic]", "禁毒")
    expect(phone.locator("#search-status")).to_contain_text("12348")


def test_nothing_found_leads_to_topics_and_to_people(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/?q=zzzz")
    expect(phone.locator("#search-status")).to_contain_text("没有找到")
    expect(phone.locator("#search-status")).to_contain_text("12348")
    expect(phone.locator("#search-topics .tiles a").first).to_be_visible()
    expect(phone.locator("#search-topics a[href='tel:12348']")).to_be_visible()


def test_what_the_site_does_not_speak_of_is_not_passed_off_as_found(phone: Page, site_url: str) -> None:
    """量子力学: the nearest is shown as such, beside the topics and whom to call."""
    phone.goto(f"{site_url}search/?q=%E9%87%8F%E5%AD%90%E5%8A%9B%E5%AD%A6")
    expect(phone.locator("#search-status")).to_contain_text("没有正好对上的")
    expect(phone.locator("#search-topics a[href='tel:12348']")).to_be_visible()


def test_more_results(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/?q=%E7%BB%93%E5%A9%9A")
    phone.locator("#found > a").first.wait_for()
    phone.click("#more")
    expect(phone.locator("#found > a")).to_have_count(10)
    links = [link.get_attribute("href") for link in phone.locator("#found a").all()]
    assert len(set(links)) == 10


def test_more_results_stay_after_the_box_is_left(phone: Page, site_url: str) -> None:
    """What was typed is a change of the box once it is left; it has been answered already."""
    phone.goto(f"{site_url}search/")
    _ask(phone, "结婚")
    phone.click("#more")
    expect(phone.locator("#found > a")).to_have_count(10)
    phone.wait_for_timeout(500)  # longer than the page waits for somebody who types
    expect(phone.locator("#found > a")).to_have_count(10)


def test_what_was_asked_lately_is_kept_and_can_be_forgotten(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/")
    _ask(phone, "彩礼")
    phone.locator("#q").press("Enter")
    phone.goto(f"{site_url}search/")
    recent = phone.locator("#recent")
    expect(recent.get_by_text("彩礼")).to_be_visible()
    recent.get_by_text("彩礼").click()
    phone.locator("#found > a").first.wait_for()
    phone.goto(f"{site_url}search/")
    phone.click("#forget")
    expect(recent).to_be_hidden()
    phone.reload()
    expect(recent).to_be_hidden()


def test_where_nothing_may_be_kept_the_search_works(browser: Browser, site_url: str) -> None:
    with open_page(browser) as page:
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})")
        page.goto(f"{site_url}search/")
        _ask(page, "彩礼")
        page.locator("#q").press("Enter")
        expect(page.locator("#found > a").first).to_be_visible()


def test_an_input_method_is_waited_for(phone: Page, site_url: str) -> None:
    """Pinyin under way in the box is no question yet."""
    phone.goto(f"{site_url}search/")
    box = phone.locator("#q")
    box.dispatch_event("compositionstart")
    box.fill("gou")
    phone.wait_for_timeout(500)
    assert phone.locator("#found > a").count() == 0
    box.fill("狗咬人")
    box.dispatch_event("compositionend")
    phone.locator("#found > a").first.wait_for()


def test_without_script_the_topics_are_there(browser: Browser, site_url: str) -> None:
    with open_page(browser, java_script_enabled=False) as page:
        page.goto(f"{site_url}search/?q=x")
        assert page.locator("#search-topics .tiles a:visible").count() == 12
        assert page.locator("#filters").is_hidden()
        page.locator("#search-topics .tiles a").first.click()
        page.wait_for_url("**/topics/*/")


def test_from_a_folder_without_a_server(browser: Browser, built_site: Path) -> None:
    """On a USB stick: fetch is refused there, the index comes as scripts."""
    with open_page(browser) as page:
        page.goto((built_site / "search/index.html").as_uri())
        _ask(page, "借钱不还")
        assert page.locator("#found > a").count() == 5


def test_nothing_of_the_index_is_loaded_before_somebody_asks(phone: Page, site_url: str) -> None:
    loaded: list[str] = []
    phone.on("request", lambda request: loaded.append(request.url))
    phone.goto(site_url)
    phone.wait_for_load_state("networkidle")
    assert not [url for url in loaded if "meta.js" in url or "search-page" in url]
    phone.goto(f"{site_url}search/")
    phone.wait_for_load_state("networkidle")
    assert not [url for url in loaded if "meta.js" in url]
    _ask(phone, "狗咬人")
    assert [url for url in loaded if url.endswith("search/meta.js")]


def test_a_first_question_costs_at_most_thirty_thousand_bytes(phone: Page, site_url: str) -> None:
    """Compressed: both scripts, meta.js, the files of the index."""
    sizes: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if re.search(r"/search/.*\.js|/assets/search", response.url):
            sizes[response.url] = len(gzip.compress(response.body()))

    phone.on("response", weigh)
    phone.goto(f"{site_url}search/?q=%E5%80%9F%E9%92%B1%E4%B8%8D%E8%BF%98%E5%92%8B%E5%8A%9E")
    phone.locator("#found > a").first.wait_for()
    phone.wait_for_load_state("networkidle")
    assert sum(size for url, size in sizes.items() if "/assets/" in url) <= 6000
    assert len([url for url in sizes if re.search(r"/search/[a-p]+/.*\.js\?[a-p]+$", url)]) > 3
    assert sum(sizes.values()) <= 30_000


def test_a_lost_network_is_told(phone: Page, site_url: str) -> None:
    phone.goto(f"{site_url}search/")
    phone.route("**/search/**/*.js", lambda route: route.abort())
    phone.locator("#q").press_sequentially("狗咬人")
    expect(phone.locator("#search-status")).to_contain_text("请看看网络")
    phone.unroute("**/search/**/*.js")
    phone.locator("#q").press("Enter")
    phone.locator("#found > a").first.wait_for()
