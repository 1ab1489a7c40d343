"""One question, several towns: the page of a district as its readers meet it, over the towns' real indexes."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from pufa.district import front_page, register, search
from scripts import build_towns

from .conftest import EPOCH, ROOT, TOWN, replace, serve
from .contexts import open_page
from .test_reader_access import MODES, RULES
from .test_reader_weight import _find_young_syntax

pytestmark = pytest.mark.browser

PLACE = "zt/qu"  # somewhere in a portal
_ASKED_FOR = re.compile("Failed to load resource|Service Worker registration blocked")  # by the tests themselves
BEES = "蜜蜂蜇人"  # 东镇 alone has a case of it; statutes of other towns have the words


@pytest.fixture(scope="module")
def district(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a portal: our own town's site, two small towns, and the district's page."""
    folder = tmp_path_factory.mktemp("district")
    for slug, name in (("dong", "东镇"), ("xi", "西镇")):
        shutil.copytree(TOWN / "content", folder / slug / "content")
        replace(folder / slug / "content/site.yml", "town: 样镇", f"town: {name}")
    case = folder / "dong/content/cases/mi-feng.md"
    shutil.copy(folder / "dong/content/cases/jie-qian.md", case)
    for old, new in (
        ("借出去的钱要不回来，怎么办？", "邻居家的蜜蜂蜇了人，谁来赔？"),
        ("借钱不还咋办", "蜂箱摆在路边蜇了人咋办"),
        ("没有欠条能告吗", "养蜂的要不要赔"),
        ("张某借给王某两万元。", "王某在彩里养蜂，蜜蜂蜇了张某。"),
    ):
        replace(case, old, new)
    towns = [f"  - slug: {slug}\n    name: {name}\n    content: {slug}/content\n" for slug, name in (("dong", "东镇"), ("xi", "西镇"))]  # fmt: skip
    _write_towns(folder / "towns.yml", *towns)
    portal = folder / "portal"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", EPOCH)
        assert build_towns.main([str(folder / "towns.yml"), "--out", str(portal / PLACE)]) == 0
    (portal / PLACE / "xinan").symlink_to(built_site)
    _write_towns(folder / "all.yml", f"  - slug: xinan\n    name: 新安镇\n    content: {ROOT}/content\n", *towns)
    front_page.publish(register.read(folder / "all.yml"), portal / PLACE, ROOT / "theme")
    return portal


def _write_towns(file: Path, *towns: str) -> None:
    file.write_text("name: 样区普法站\norganiser: 样区司法局\ntowns:\n" + "".join(towns), encoding="utf-8")


@pytest.fixture(scope="module")
def url(district: Path) -> Iterator[str]:
    with serve(district) as portal:
        yield f"{portal}{PLACE}/"


@pytest.fixture(scope="module")
def many_url(district: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Eight towns, more than are asked unless a reader wants it; each has the index of 西镇."""
    folder = tmp_path_factory.mktemp("many")
    rows = []
    for number in range(1, 9):
        (folder / f"content-{number}").mkdir()
        (folder / f"out/zhen-{number}").parent.mkdir(exist_ok=True)
        (folder / f"out/zhen-{number}").symlink_to(district / PLACE / "xi")
        rows.append(f"  - slug: zhen-{number}\n    name: 第{number}镇\n    content: content-{number}\n")
    _write_towns(folder / "towns.yml", *rows)
    front_page.publish(register.read(folder / "towns.yml"), folder / "out", ROOT / "theme")
    with serve(folder / "out") as address:
        yield address


@contextmanager
def _open_phone(browser: Browser, address: str, has_script: bool = True) -> Iterator[Page]:
    """Everything that a browser complains of, the policy's violations among it, is an error."""
    with open_page(
        browser,
        viewport={"width": 360, "height": 740},
        locale="zh-CN",
        service_workers="block",
        java_script_enabled=has_script,
    ) as page:
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if not _ASKED_FOR.search(message.text) else None)
        page.goto(address)
        yield page
    assert errors == []


@pytest.fixture
def phone(browser: Browser, url: str) -> Iterator[Page]:
    with _open_phone(browser, url) as page:
        yield page


def _ask(page: Page, question: str) -> list[tuple[str, str]]:
    """Town and way of each result. What stood there before has to go first."""
    page.fill("#q", "")
    expect(page.locator("#found")).to_be_hidden()
    page.fill("#q", question)
    page.locator("#found > a").first.wait_for()
    ways = [link.get_attribute("href") or "" for link in page.locator("#found > a").all()]
    return [(match[1], match[2]) for way in ways if (match := re.fullmatch(r"\./([a-z0-9-]+)/(.+)", way))]


def test_the_best_answer_comes_first_whichever_town_has_it(phone: Page) -> None:
    """新安镇 stands before 东镇 and has weaker hits."""
    found = _ask(phone, BEES)
    assert found[0] == ("dong", "cases/mi-feng/")
    assert "xinan" in [town for town, _ in found[1:]]
    first = phone.locator("#found > a").first.locator("small")
    expect(first).to_have_text("案例 · 2026年6月1日发布 · 东镇 东村")
    names = phone.locator("#found small").all_inner_texts()
    assert all(re.search(r"· (新安镇|东镇|西镇)( |$)", text) for text in names), names
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    phone.locator("#q").press("ArrowDown")
    phone.locator("#q").press("Enter")
    phone.wait_for_url("**/dong/cases/mi-feng/")


def test_an_article_stands_once_and_cases_by_town(phone: Page) -> None:
    found = _ask(phone, "民法典675条")
    assert [town for town, way in found if way == "laws/minfadian/675/"] == ["xinan"]
    assert {town for town, way in found if way == "cases/jie-qian/"} == {"dong", "xi"}


def test_the_towns_read_a_question_alike(phone: Page) -> None:
    """By its sound 新安镇 alone would read 借钱 解签 and get half of what its page is worth."""
    found = _ask(phone, "jieqian")
    assert found[0] == ("xinan", "cases/gei-ren-zuo-bao-yao-huan-ma/")


def test_a_place_of_one_town_is_no_slip_of_the_pen_for_the_others(phone: Page) -> None:
    """新安镇 knows no 彩里, takes it for 彩礼 and finds a lot; but 东镇 has it as it is written."""
    assert _ask(phone, "彩里")[0] == ("dong", "cases/mi-feng/")
    phone.click("summary")
    phone.get_by_label("东镇").press("Space")
    expect(phone.locator("#found > a").first).to_have_attribute("href", re.compile("ban-xi-mei-ling-zheng-cai-li"))


def test_more_results_go_on_where_the_list_ended(phone: Page) -> None:
    before = _ask(phone, "借钱不还咋办")
    phone.click("#more")
    expect(phone.locator("#found > a")).to_have_count(10)
    phone.wait_for_timeout(500)  # longer than the page waits for somebody who types: the box was left, nothing is asked
    links = [link.get_attribute("href") for link in phone.locator("#found > a").all()]
    assert len(set(links)) == 10
    assert links[:5] == [f"./{town}/{way}" for town, way in before]
    articles = [link.split("/", 2)[2] for link in links if link and "/laws/" in link]
    assert len(set(articles)) == len(articles)


def test_nothing_is_loaded_from_elsewhere_nor_before_somebody_asks(browser: Browser, url: str) -> None:
    with _open_phone(browser, "about:blank") as page:
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))
        page.goto(url)
        page.wait_for_load_state("networkidle")
        assert [re.sub(r"\?[0-9a-f]{10}$", "", one) for one in loaded] == [url, f"{url}towns.js"]
        _ask(page, BEES)
        assert all(one.startswith(url) for one in loaded)
        assert len([one for one in loaded if "assets/search.js" in one]) == 1, "the towns have the same script"
        assert page.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content") != "pufa-policy"


def test_a_town_whose_index_is_not_there_is_told_and_the_others_answer(phone: Page) -> None:
    phone.route("**/xinan/search/**", lambda route: route.abort())
    assert _ask(phone, BEES)[0][0] == "dong"
    expect(phone.locator("#towns-status")).to_have_text("新安镇的搜索没有打开，下面是别的镇的。")
    phone.unroute("**/xinan/search/**")
    assert "xinan" in [town for town, _ in _ask(phone, "借钱不还")]
    expect(phone.locator("#towns-status")).to_have_text("")


def test_a_lost_network_is_told(phone: Page) -> None:
    phone.route("**/search/**", lambda route: route.abort())
    phone.fill("#q", BEES)
    expect(phone.locator("#towns-status")).to_have_text("新安镇、东镇、西镇的搜索没有打开。")
    expect(phone.locator("#search-status")).to_contain_text("请看看网络")
    expect(phone.locator("#towns a")).to_have_count(3)
    expect(phone.locator("#towns a").first).to_be_visible()


def test_a_slow_town_is_waited_for_and_comes_later(browser: Browser, url: str) -> None:
    with _open_phone(browser, "about:blank") as page:
        page.clock.install()
        page.goto(url)
        held: list[Route] = []
        is_open: list[bool] = []
        page.route("**/dong/search/**", lambda route: route.continue_() if is_open else held.append(route))
        page.fill("#q", BEES)
        page.clock.run_for(300)
        page.wait_for_function("document.readyState === 'complete'")
        for _ in range(500):
            if held:
                break
            page.wait_for_timeout(20)
        assert held
        page.clock.run_for(3000)
        expect(page.locator("#towns-status")).to_have_text(re.compile("还在等.*东镇"))
        page.clock.run_for(6000)
        page.locator("#found > a").first.wait_for()
        expect(page.locator("#towns-status")).to_have_text("还在等东镇。")
        assert page.locator("#found a[href*='/dong/']").count() == 0
        is_open.append(True)
        for route in held:
            route.continue_()
        first = page.locator("#found > a").first
        for _ in range(100):
            page.clock.run_for(300)
            if "/dong/" in (first.get_attribute("href") or ""):
                break
            page.wait_for_timeout(20)
        expect(first).to_have_attribute("href", "./dong/cases/mi-feng/")
        expect(page.locator("#towns-status")).to_have_text("")


def test_a_town_with_a_script_of_its_own_is_asked_through_it(browser: Browser, district: Path, tmp_path: Path) -> None:
    """Its build failed, its site and index are those of an earlier version of the software."""
    out = tmp_path / "out"
    for slug in ("dong", "xi"):
        shutil.copytree(district / PLACE / slug, out / slug)
        (tmp_path / slug).mkdir()
    replace(out / "xi/assets/search.js", "{", "{/*of another day*/")
    meta = out / "xi/search/meta.js"
    replace(out / "xi/assets/search.js", "search/meta.js", "search/older.js")
    meta.rename(meta.with_name("older.js"))
    rows = [f"  - slug: {slug}\n    name: {slug}\n    content: {slug}\n" for slug in ("dong", "xi")]
    _write_towns(tmp_path / "towns.yml", *rows)
    front_page.publish(register.read(tmp_path / "towns.yml"), out, ROOT / "theme")
    with serve(out) as address, _open_phone(browser, address) as page:
        assert {town for town, _ in _ask(page, "借钱不还")} == {"dong", "xi"}
        expect(page.locator("#towns-status")).to_have_text("")


def test_of_many_towns_six_are_asked_unless_more_are_ticked(browser: Browser, many_url: str) -> None:
    with _open_phone(browser, many_url) as page:
        loaded: list[str] = []
        page.on("request", lambda request: loaded.append(request.url))

        def asked() -> set[str]:
            return {match[1] for one in loaded if (match := re.search(r"/zhen-(\d)/search/meta\.js$", one))}

        _ask(page, "借钱不还")
        assert asked() == set("123456")
        summary = page.locator("summary")
        expect(summary).to_have_text(f"在 8 个镇中的 {search.MOST} 个里找")
        summary.press("Enter")
        with page.expect_request("**/zhen-8/search/meta.js"):
            page.get_by_label("第8镇").press("Space")
        expect(summary).to_have_text("在 8 个镇中的 7 个里找")
        assert asked() == set("1234568")
        page.reload()
        expect(page.locator("summary")).to_have_text("在 8 个镇中的 7 个里找")
        page.locator("summary").click()
        page.click("#all-towns")
        expect(page.locator("summary")).to_have_text("在全部 8 个镇里找")
        page.click("#all-towns")
        expect(page.locator("#towns-status")).to_have_text("一个镇也没有勾，请先勾上要找的镇。")
        expect(page.locator("#found")).to_be_hidden()


def test_from_a_folder_without_a_server(browser: Browser, district: Path) -> None:
    with _open_phone(browser, (district / PLACE / "index.html").as_uri()) as page:
        assert _ask(page, BEES)[0] == ("dong", "cases/mi-feng/index.html")


def test_without_script_it_is_a_list_of_towns(browser: Browser, url: str) -> None:
    with _open_phone(browser, url, has_script=False) as page:
        assert page.locator("form").is_hidden()
        assert page.locator("#towns a:visible").all_inner_texts() == ["新安镇", "东镇", "西镇"]
        page.click("#towns >> text=东镇")
        page.wait_for_url("**/dong/")


def test_where_nothing_may_be_kept_the_search_works(browser: Browser, url: str) -> None:
    with _open_phone(browser, "about:blank") as page:
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused'); }})")
        page.goto(url)
        assert _ask(page, BEES)[0][0] == "dong"


@pytest.mark.parametrize("mode", MODES)
def test_nothing_keeps_anyone_out(browser: Browser, url: str, mode: str) -> None:
    width, colours, big, is_doubled = MODES[mode]
    with open_page(browser, viewport={"width": width, "height": 740}, color_scheme=colours, bypass_csp=True) as page:
        page.goto(f"{url}?big={big}" if big else url)
        if is_doubled:
            page.add_style_tag(content=":root { font-size: 250% !important }")
        page.click("summary")
        _ask(page, "借钱不还")
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(one["id"], node["html"][:120], node["failureSummary"]) for one in found for node in one["nodes"]] == []
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_its_script_is_old_enough() -> None:
    assert _find_young_syntax(search.write_script(ROOT / "theme")) == []


def test_a_district_without_a_search_is_a_list(tmp_path: Path) -> None:
    (tmp_path / "dong").mkdir()
    (tmp_path / "out/dong").mkdir(parents=True)
    _write_towns(tmp_path / "towns.yml", "  - slug: dong\n    name: 东镇\n    content: dong\n")
    front_page.publish(register.read(tmp_path / "towns.yml"), tmp_path / "out", ROOT / "theme")
    page = (tmp_path / "out/index.html").read_text(encoding="utf-8")
    assert '<a href="dong/">东镇</a>' in page
    assert "<form" not in page and "towns.js" not in page
