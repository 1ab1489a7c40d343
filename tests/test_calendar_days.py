"""A calendar day falls on the day it ought to, or on none."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from pufa.calendar_days import Span, occurrence, occurrences, to_ics
from pufa.models import CalendarDay, DayRule

STAMP = dt.datetime(2026, 11, 23, 8, 0, tzinfo=dt.UTC)
YEARS = st.integers(min_value=1901, max_value=2099)
TERMS = ("春分", "清明", "夏至", "秋分", "冬至")


def rule(**fields: Any) -> DayRule:
    return DayRule.model_validate(fields)


def span(first: str, last: str | None = None) -> Span:
    return Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last or first))


def calendar_day(slug: str, when: DayRule, **fields: Any) -> CalendarDay:
    return CalendarDay.model_validate({"slug": slug, "name": slug, "when": when, "message": "一句话。", **fields})


@pytest.mark.parametrize(
    ("when", "year", "expected"),
    [
        (rule(date="12-04"), 2026, span("2026-12-04")),
        (rule(date="12-01", until="12-07"), 2026, span("2026-12-01", "2026-12-07")),
        (rule(date="12-20", until="01-10"), 2026, span("2026-12-20", "2027-01-10")),
        (rule(date="12-01", until="02-29"), 2026, span("2026-12-01", "2027-02-28")),
        (rule(date="12-01", until="02-29"), 2027, span("2027-12-01", "2028-02-29")),
        (rule(date="05-01", until="05-01"), 2026, span("2026-05-01")),
        (rule(date="02-29"), 2028, span("2028-02-29")),
        (rule(month=2), 2026, span("2026-02-01", "2026-02-28")),
        (rule(month=12), 2026, span("2026-12-01", "2026-12-31")),
        # 全国助残日: the third Sunday of May
        (rule(weekday={"month": 5, "weekday": "日", "nth": 3}), 2025, span("2025-05-18")),
        (rule(weekday={"month": 5, "weekday": "日", "nth": 3}), 2026, span("2026-05-17")),
        # 全民国防教育日: the third Saturday of September
        (rule(weekday={"month": 9, "weekday": "六", "nth": 3}), 2026, span("2026-09-19")),
        (rule(weekday={"month": 6, "weekday": "一", "nth": 1}), 2026, span("2026-06-01")),
        (rule(weekday={"month": 5, "weekday": "日", "nth": 5}), 2026, span("2026-05-31")),
        # counted from the week of the first Monday; a fourth week may end in the next month
        (rule(week={"month": 9, "nth": 1}), 2026, span("2026-09-07", "2026-09-13")),
        (rule(week={"month": 9, "nth": 3}), 2026, span("2026-09-21", "2026-09-27")),
        (rule(week={"month": 9, "nth": 4}), 2026, span("2026-09-28", "2026-10-04")),
        (rule(week={"month": 12, "nth": 5}), 2029, span("2029-12-31", "2030-01-06")),
        (rule(week_of="05-15"), 2026, span("2026-05-11", "2026-05-17")),
        (rule(week_of="08-08"), 2026, span("2026-08-03", "2026-08-09")),
        (rule(week_of="01-01"), 2026, span("2025-12-29", "2026-01-04")),
        (rule(solar_term="秋分"), 2026, span("2026-09-23")),
        (rule(solar_term="秋分"), 2028, span("2028-09-22")),
        (rule(solar_term="清明"), 2026, span("2026-04-05")),
        (rule(solar_term="春分"), 2026, span("2026-03-20")),
        (rule(solar_term="夏至"), 2026, span("2026-06-21")),
        (rule(solar_term="冬至"), 2026, span("2026-12-22")),
        (rule(lunar="09-09"), 2024, span("2024-10-11")),
        (rule(lunar="09-09"), 2026, span("2026-10-18")),
        (rule(lunar="01-01"), 2026, span("2026-02-17")),
        (rule(lunar="12-08"), 2026, span("2026-01-26")),  # 腊月 of the lunar year that began in 2025
    ],
)
def test_known_dates(when: DayRule, year: int, expected: Span) -> None:
    assert occurrence(when, year) == expected


@pytest.mark.parametrize(
    ("lunar", "year", "expected"),
    [
        ("06-01", 2025, "2025-06-25"),  # the ordinary sixth month; 闰六月 begins on 2025-07-25
        ("07-07", 2025, "2025-08-29"),
        ("09-09", 2025, "2025-10-29"),
        ("05-05", 2028, "2028-05-28"),  # the ordinary fifth month; 闰五月 begins on 2028-06-23
        ("08-15", 2028, "2028-10-03"),
        ("09-09", 2028, "2028-10-26"),
    ],
)
def test_a_leap_month_confuses_nothing(lunar: str, year: int, expected: str) -> None:
    assert occurrence(rule(lunar=lunar), year) == span(expected)


@pytest.mark.parametrize(
    ("when", "year"),
    [
        (rule(weekday={"month": 5, "weekday": "日", "nth": 5}), 2025),
        (rule(week={"month": 9, "nth": 5}), 2026),
        (rule(date="02-29"), 2026),
        (rule(date="04-31"), 2028),
        (rule(week_of="02-29"), 2026),
        (rule(date="02-29", until="03-05"), 2026),
        (rule(date="03-01", until="04-31"), 2026),
        (rule(lunar="02-30"), 2026),  # that lunar month has 29 days
        (rule(lunar="09-31"), 2026),
        (rule(lunar="12-08"), 2023),  # 腊八 came on 2022-12-30 and then on 2024-01-18
    ],
)
def test_a_day_that_does_not_exist_has_no_occurrence(when: DayRule, year: int) -> None:
    assert occurrence(when, year) is None


@given(YEARS, st.integers(1, 12), st.sampled_from("一二三四五六日"), st.integers(1, 5))
def test_the_nth_weekday_is_that_weekday_and_the_nth(year: int, month: int, weekday: str, nth: int) -> None:
    found = occurrence(rule(weekday={"month": month, "weekday": weekday, "nth": nth}), year)
    if found is None:
        assert nth == 5
    else:
        assert found.first == found.last
        assert (found.first.year, found.first.month) == (year, month)
        assert "一二三四五六日"[found.first.weekday()] == weekday
        assert (found.first.day - 1) // 7 == nth - 1


@given(YEARS, st.integers(1, 12), st.integers(1, 5))
def test_a_week_runs_from_monday_to_sunday_and_begins_in_its_month(year: int, month: int, nth: int) -> None:
    found = occurrence(rule(week={"month": month, "nth": nth}), year)
    if found is None:
        assert nth == 5
    else:
        assert (found.first.weekday(), found.last - found.first) == (0, dt.timedelta(days=6))
        assert (found.first.year, found.first.month) == (year, month)


@given(st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)))
def test_the_week_of_a_date_holds_that_date(day: dt.date) -> None:
    found = occurrence(rule(week_of=f"{day:%m-%d}"), day.year)
    assert found and found.first <= day <= found.last
    assert (found.first.weekday(), found.last - found.first) == (0, dt.timedelta(days=6))


@given(st.dates(dt.date(1901, 1, 1), dt.date(2099, 12, 31)), st.dates(dt.date(2000, 1, 1), dt.date(2000, 12, 31)))
def test_a_range_begins_on_its_date_and_lasts_less_than_a_year(first: dt.date, last: dt.date) -> None:
    found = occurrence(rule(date=f"{first:%m-%d}", until=f"{last:%m-%d}"), first.year)
    assert found and found.first == first
    assert dt.timedelta() <= found.last - found.first < dt.timedelta(days=366)


@settings(deadline=None)
@given(YEARS, st.sampled_from([f"{month:02}-{day:02}" for month in range(1, 10) for day in range(1, 30)]))
def test_a_lunar_day_up_to_the_ninth_month_comes_once_a_year(year: int, lunar: str) -> None:
    found = occurrence(rule(lunar=lunar), year)
    assert found and found.first == found.last
    assert found.first.year == year


@settings(deadline=None)
@given(YEARS)
def test_solar_terms_come_in_order_within_their_year(year: int) -> None:
    found = [occurrence(rule(solar_term=term), year) for term in TERMS]
    days = [one.first for one in found if one]
    assert days == sorted(days)
    assert [day.month for day in days] == [3, 4, 6, 9, 12]
    assert {day.year for day in days} == {year}


def test_a_window_shows_what_overlaps_it_in_order() -> None:
    month = calendar_day("month", rule(month=12))
    winter = calendar_day("winter", rule(date="12-20", until="01-10"))
    week = calendar_day("week", rule(week_of="01-01"))
    single = calendar_day("single", rule(date="01-05"))
    found = occurrences([single, week, winter, month], dt.date(2025, 12, 30), dt.date(2026, 1, 5))
    assert found == [
        (month, span("2025-12-01", "2025-12-31")),
        (winter, span("2025-12-20", "2026-01-10")),
        (week, span("2025-12-29", "2026-01-04")),
        (single, span("2026-01-05")),
    ]


def test_the_first_days_of_next_year_are_seen_from_the_last_of_this() -> None:
    week = calendar_day("week", rule(week_of="01-01"))
    found = occurrences([week], dt.date(2025, 12, 30), dt.date(2025, 12, 31))
    assert found == [(week, span("2025-12-29", "2026-01-04"))]


def test_a_lunar_day_that_comes_twice_in_a_year_is_listed_twice() -> None:
    laba = calendar_day("laba", rule(lunar="12-08"))
    both = [span("2022-01-10"), span("2022-12-30")]
    assert occurrence(laba.when, 2022) == both[0]
    assert [one for _, one in occurrences([laba], dt.date(2022, 1, 1), dt.date(2023, 12, 31))] == both
    events = Calendar.from_ical(to_ics([laba], "站", [2022, 2023], STAMP)).walk("VEVENT")
    assert [str(event["UID"]) for event in events] == ["laba-2022@pufa-calendar", "laba-2022-2@pufa-calendar"]


@settings(deadline=None, max_examples=40)  # a window of twenty years is slow, and right
@given(st.integers(1, 12), st.integers(1, 29))
def test_a_lunar_day_is_never_lost_between_two_years(month: int, day: int) -> None:
    when = calendar_day("day", rule(lunar=f"{month:02}-{day:02}"))
    found = [one.first for _, one in occurrences([when], dt.date(2020, 1, 1), dt.date(2039, 12, 31))]
    gaps = {(later - earlier).days for earlier, later in pairwise(found)}
    assert gaps <= {353, 354, 355, 383, 384, 385}


def test_the_ics_file_says_what_the_calendar_says() -> None:
    long_message = "借钱、买房、结婚、分家产，都有规矩；拿不准就问一问，别动手。" * 6
    chongyang = calendar_day(
        "chongyang",
        rule(lunar="09-09"),
        name="老年节",
        message=long_message,
        basis="《老年人权益保障法》第十二条",
        topics=["赡养与老人", "网络与养老诈骗"],
    )
    week = calendar_day("xianfa", rule(date="12-01", until="12-07"))
    leap = calendar_day("leap", rule(date="02-29"))
    written = to_ics([week, leap, chongyang], "新安镇普法站", [2027, 2026], STAMP)
    events: list[Any] = Calendar.from_ical(written).walk("VEVENT")
    assert [str(event["UID"]).split("@")[0] for event in events] == [
        "chongyang-2026",
        "xianfa-2026",
        "chongyang-2027",
        "xianfa-2027",
    ]
    first, second = events[0], events[1]
    assert first.decoded("DTSTART") == dt.date(2026, 10, 18)
    assert first.decoded("DTEND") == dt.date(2026, 10, 19)  # the end is exclusive
    assert (second.decoded("DTSTART"), second.decoded("DTEND")) == (dt.date(2026, 12, 1), dt.date(2026, 12, 8))
    assert first.decoded("DTSTAMP") == STAMP
    assert str(first["SUMMARY"]) == "老年节"
    assert str(first["DESCRIPTION"]) == f"{long_message}\n依据：《老年人权益保障法》第十二条"
    assert first.categories == ["赡养与老人", "网络与养老诈骗"]


def test_the_ics_file_has_the_right_bytes() -> None:
    day = calendar_day("day", rule(date="12-04"), message="宪法护着每一个人，也要每一个人遵守。" * 9)
    written = to_ics([day], "新安镇普法站", [2026], STAMP)
    assert written == to_ics(iter([day]), "新安镇普法站", iter([2026]), STAMP)
    assert written.count(b"\n") == written.count(b"\r\n")
    assert b"DTSTART;VALUE=DATE:20261204\r\n" in written
    assert b"DTSTAMP:20261123T080000Z\r\n" in written
    for line in written.split(b"\r\n"):
        assert len(line) <= 75
        line.decode("utf-8")  # no character is cut in two


def test_the_stamp_is_written_in_utc() -> None:
    day = calendar_day("day", rule(date="12-04"))
    beijing = dt.timezone(dt.timedelta(hours=8))
    assert b"DTSTAMP:20261123T080000Z" in to_ics([day], "站", [2026], STAMP.astimezone(beijing))
    with pytest.raises(ValueError, match="time zone"):
        to_ics([day], "站", [2026], STAMP.replace(tzinfo=None))
