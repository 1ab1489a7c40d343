"""What content/ says about the town is complete, and says no more than is known."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from pufa.calendar_days import occurrence
from pufa.law.citation import resolve
from pufa.law.corpus import Corpus
from pufa.law.finder import CitationFinder
from pufa.library import Library, load

ROOT = Path(__file__).resolve().parent.parent
CONTENT = ROOT / "content"
READ_ON = dt.date(2026, 11, 23)  # the day on which every basis was read
LISTS = ("site.yml", "topics.yml", "contacts.yml", "calendar.yml", "duties.yml")
TOPICS = [
    "土地与宅基地",
    "居住权与房屋",
    "邻里相邻",
    "婚姻家庭",
    "赡养与老人",
    "借贷欠款",
    "劳动工钱",
    "交通事故",
    "网络与养老诈骗",
    "治安与打架",
    "禁毒",
    "消费与食品安全",
]
HOTLINES = {
    "110报警": "110",
    "12345政务服务便民热线": "12345",
    "12348法律服务热线": "12348",
    "12368诉讼服务热线": "12368",
    "12333人社服务热线": "12333",
    "12315消费维权热线": "12315",
    "96110反诈专线": "96110",
}
LOCAL = ("新安镇司法所", "大钟法庭", "村民委员会")
# Days that people keep by habit; no law names them, so they carry no basis.
CUSTOMARY = {
    "110宣传日",
    "三八国际妇女节",
    "3·15国际消费者权益日",
    "民法典宣传月",
    "全国防灾减灾日",
    "国际禁毒日",
    "全国消防日",
    "国际消除对妇女的暴力日",
    "宪法宣传周",
    "全国交通安全日",
}


@pytest.fixture(scope="module")
def library() -> Library:
    return load(CONTENT)


def _town_files() -> list[Path]:
    return [*(CONTENT / name for name in LISTS), *sorted((CONTENT / "villages").glob("*.md"))]


def _assert_in_force(text: str, corpus: Corpus) -> list[str]:
    """The words of every article that a basis names; it names nothing but articles, all in force."""
    citations = list(CitationFinder(corpus).find(text))
    assert citations and "".join(text[one.start : one.end] for one in citations) == text
    targets = [resolve(one, corpus, READ_ON) for one in citations]
    assert {target.version.force_on(READ_ON) for target in targets} == {"现行有效"}
    return [target.text for target in targets]


def test_everything_here_can_be_read(library: Library) -> None:
    kinds = {"site.yml", "topics", "contacts", "calendar", "duties", "villages"}
    assert not kinds & library.unread
    labels = {f"content/{file.relative_to(CONTENT).as_posix()}" for file in _town_files()}
    assert [str(problem) for problem in library.problems if problem.path in labels] == []


def test_all_villages_stand_in_the_order_of_the_statistics_list(library: Library) -> None:
    codes = [village.code for village in library.villages]
    assert library.site.villages == 46
    assert codes == [f"{library.site.division_code}{number}" for number in range(201, 247)]
    assert len({village.name for village in library.villages}) == 46
    assert all(village.name.endswith("村") for village in library.villages)


def test_only_the_two_honours_of_the_report_are_claimed(library: Library) -> None:
    honoured = {village.name: village.honours for village in library.villages if village.honours}
    assert set(honoured) == {"伍麻庄村", "南业东村"}
    for (honour,) in honoured.values():
        assert (honour.name, honour.source) == ("基层治理示范村", "《新安镇2024年法治政府建设报告》")


def test_villages_say_nothing_else(library: Library) -> None:
    assert {village.name: village.body.strip() for village in library.villages if village.body.strip()} == {
        "伍麻庄村": "报告原文写作“伍麻村”。"
    }
    assert not any(village.legal_guides or village.model_households for village in library.villages)


def test_topics_are_the_twelve_in_order(library: Library) -> None:
    assert [topic.name for topic in library.topics] == TOPICS
    assert len({topic.slug for topic in library.topics}) == 12


def test_contacts_are_national_hotlines_and_local_doors_without_invented_details(library: Library) -> None:
    assert [contact.name for contact in library.contacts] == [*HOTLINES, *LOCAL]
    for contact in library.contacts:
        assert contact.phone == HOTLINES.get(contact.name)
        assert contact.scope == ("全国" if contact.name in HOTLINES else "本地")
        assert contact.hours is None and contact.address is None


def test_site_invents_no_record_number(library: Library) -> None:
    site = library.site
    assert library.contact(site.corrections)
    assert (site.domain, site.site_code, site.icp, site.police_record, site.repository) == (None,) * 5


@pytest.mark.parametrize("file", _town_files(), ids=lambda file: file.name)
def test_no_phone_but_the_national_hotlines(file: Path) -> None:
    text = re.sub(r'^(division_)?code: "\d+"$', "", file.read_text("utf-8"), flags=re.MULTILINE)
    text = re.sub(r'"\d{2}-\d{2}"|《新安镇2024年', "", text)  # days, and the one report that is named
    text = re.sub(r"(^#.*\n)*^max_age_days:\n(  .*\n)+", "", text, flags=re.MULTILINE)  # so many days, and why
    assert set(re.findall(r"\d(?:-?\d){2,}", text)) <= {*HOTLINES.values(), "119"}


def test_every_statutory_day_is_named_by_its_article(library: Library) -> None:
    for day in library.calendar:
        if day.basis is None:
            continue
        (words,) = _assert_in_force(day.basis, library.corpus)
        assert day.name in words, day.name


def test_customary_days_claim_no_law(library: Library) -> None:
    assert {day.name for day in library.calendar if day.basis is None} == CUSTOMARY
    assert not any("网络安全宣传周" in day.name or "环境日" in day.name for day in library.calendar)


def test_calendar_names_known_topics_and_comes_round(library: Library) -> None:
    assert len({day.slug for day in library.calendar}) == len(library.calendar)
    for day in library.calendar:
        assert set(day.topics) <= set(TOPICS)
        assert all(occurrence(day.when, year) for year in range(2024, 2040)), day.name


def test_a_message_is_one_sentence(library: Library) -> None:
    for day in library.calendar:
        assert day.message.endswith("。") and day.message.count("。") == 1
        assert len(day.message) <= 40


def test_every_duty_rests_on_an_article_about_teaching(library: Library) -> None:
    assert 12 <= len(library.duties) <= 20
    for duty in library.duties:
        for basis in duty.basis:
            (words,) = _assert_in_force(basis, library.corpus)
            assert re.search("宣传|普法|教育", words), basis


def test_duties_leave_out_what_the_town_has_not_published(library: Library) -> None:
    for duty in library.duties:
        assert (duty.unit, duty.form, duty.when, duty.target, duty.done, duty.evidence) == (None,) * 5 + ([],)
