"""When a calendar day comes round, and the calendar as a file for phones.

No clock is read here: years, windows and the stamp are arguments. A day that does not exist in a
year (a fifth Sunday, 29 February, the 30th of a short lunar month) has no occurrence in it; it is
never moved to a neighbouring day.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pufa.models import CalendarDay, DayRule, NthWeekday, WeekOfMonth

if TYPE_CHECKING:
    from icalendar import Event
    from lunar_python import Solar

TOWN_TIME = dt.timezone(dt.timedelta(hours=8), "CST")  # the whole country keeps one time, without summer time

_WEEKDAYS = "一二三四五六日"
_WEEK = dt.timedelta(days=7)
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, order=True)
class Span:
    """From the first day to the last, both included."""

    first: dt.date
    last: dt.date

    def overlaps(self, first: dt.date, last: dt.date) -> bool:
        return self.first <= last and self.last >= first


def occurrence(rule: DayRule, year: int) -> Span | None:
    """When a rule comes round in a Gregorian year; None if it does not.

    A range begins in ``year`` and may end in the next one; a week belongs to the year of the date it
    is named after, or to the year of its month, and may reach over into a neighbouring year. The lunar
    year is shorter than ours: a day of 冬月 or 腊月 may come twice in ``year`` (this is the first; the
    lists below have both) or not at all.
    """
    return next(_spans(rule, year), None)


def _spans(rule: DayRule, year: int) -> Iterator[Span]:
    if rule.lunar:
        yield from (Span(day, day) for day in _lunar(rule.lunar, year))
    elif found := _span(rule, year):
        yield found


def _span(rule: DayRule, year: int) -> Span | None:
    if rule.month:
        last_day = calendar.monthrange(year, rule.month)[1]
        return Span(dt.date(year, rule.month, 1), dt.date(year, rule.month, last_day))
    if rule.week:
        return _nth_week(rule.week, year)
    if rule.date and rule.until:
        return _range(rule.date, rule.until, year)
    if rule.week_of:
        named = _fixed(rule.week_of, year)
        return _week_from(named - dt.timedelta(days=named.weekday())) if named else None
    day = _single_day(rule, year)
    return Span(day, day) if day else None


def occurrences(days: Iterable[CalendarDay], first: dt.date, last: dt.date) -> list[tuple[CalendarDay, Span]]:
    """Every occurrence that overlaps the window from ``first`` to ``last`` (both included).

    Sorted by first day, then last day; what falls together keeps the order of the file.
    """
    # A week or a range of a neighbouring year may reach into the window.
    years = range(first.year - 1, last.year + 2)
    found = [(day, span) for day in days for year in years for span in _spans(day.when, year)]
    return sorted((pair for pair in found if pair[1].overlaps(first, last)), key=lambda pair: pair[1])


def to_ics(days: Iterable[CalendarDay], site_name: str, years: Iterable[int], stamp: dt.datetime) -> bytes:
    """The calendar as iCalendar (RFC 5545), one all-day event for each day and year.

    stamp: when the content was last changed, with a time zone; the same arguments give the same
    bytes. Raises ValueError for a stamp without one, whose meaning would depend on the machine.
    """
    from icalendar import Calendar  # noqa: PLC0415 - every program reads this module for TOWN_TIME

    if stamp.tzinfo is None:
        raise ValueError("stamp needs a time zone")
    book = Calendar()
    book.add("prodid", f"-//{site_name}//普法日历//ZH")
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("method", "PUBLISH")
    book.add("x-wr-calname", f"{site_name}·普法日历")
    wanted = sorted(set(years))
    events = [event for day in days for year in wanted for event in _events(day, year, stamp.astimezone(dt.UTC))]
    for event in sorted(events, key=lambda event: (event.start, event.uid)):
        book.add_component(event)
    return bytes(book.to_ical())


def _events(day: CalendarDay, year: int, stamp: dt.datetime) -> Iterator[Event]:
    for index, span in enumerate(_spans(day.when, year), start=1):
        # The same in every build, so that a phone updates its entry instead of adding another.
        again = f"-{index}" if index > 1 else ""
        yield _event(day, span, f"{day.slug}-{year}{again}@pufa-calendar", stamp)


def _event(day: CalendarDay, span: Span, uid: str, stamp: dt.datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415 - as in to_ics

    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", span.first)
    event.add("dtend", span.last + _ONE_DAY)  # RFC 5545: the end is the first day that is free again
    event.add("summary", day.name)
    event.add("description", f"{day.message}\n依据：{day.basis}" if day.basis else day.message)
    if day.topics:
        event.add("categories", day.topics)
    event.add("transp", "TRANSPARENT")  # nobody is busy because it is 植树节
    return event


def _single_day(rule: DayRule, year: int) -> dt.date | None:
    if rule.date:
        return _fixed(rule.date, year)
    if rule.weekday:
        return _nth_weekday(rule.weekday, year)
    return _solar_term(rule.solar_term, year) if rule.solar_term else None


def _fixed(month_day: str, year: int) -> dt.date | None:
    month, day = _split(month_day)
    return dt.date(year, month, day) if day <= calendar.monthrange(year, month)[1] else None


def _range(begin: str, end: str, year: int) -> Span | None:
    first = _fixed(begin, year)
    last_year = year if end >= begin else year + 1
    # “到 02-29 为止” means all of February, also in a year without that day.
    last = _fixed(end, last_year) or (dt.date(last_year, 2, 28) if end == "02-29" else None)
    return Span(first, last) if first and last else None


def _nth_weekday(rule: NthWeekday, year: int) -> dt.date | None:
    month_begins = dt.date(year, rule.month, 1)
    ahead = (_WEEKDAYS.index(rule.weekday) - month_begins.weekday()) % 7
    found = month_begins + dt.timedelta(days=ahead) + _WEEK * (rule.nth - 1)
    return found if found.month == rule.month else None


def _nth_week(rule: WeekOfMonth, year: int) -> Span | None:
    monday = _nth_weekday(NthWeekday(month=rule.month, weekday="一", nth=rule.nth), year)
    return _week_from(monday) if monday else None


def _week_from(monday: dt.date) -> Span:
    return Span(monday, monday + dt.timedelta(days=6))


def _lunar(month_day: str, year: int) -> Iterator[dt.date]:
    """When a day of an ordinary (never a leap) lunar month falls in a Gregorian year: once, mostly."""
    from lunar_python import Lunar, LunarMonth  # noqa: PLC0415 - as in to_ics

    month, day = _split(month_day)
    for lunar_year in (year - 1, year):  # 腊月 mostly belongs to the lunar year that began in the year before
        if day <= LunarMonth.fromYm(lunar_year, month).getDayCount():
            found = _to_date(Lunar.fromYmd(lunar_year, month, day).getSolar())
            if found.year == year:
                yield found


def _solar_term(name: str, year: int) -> dt.date:
    """The day of a solar term, by Beijing time."""
    from lunar_python import Lunar  # noqa: PLC0415 - as in to_ics

    table = Lunar.fromYmd(year, 6, 1).getJieQiTable()
    # The table runs from 冬至 of the year before to this year's, which it calls DONG_ZHI.
    return _to_date(table["DONG_ZHI" if name == "冬至" else name])


def _to_date(solar: Solar) -> dt.date:
    return dt.date(solar.getYear(), solar.getMonth(), solar.getDay())


def _split(month_day: str) -> tuple[int, int]:
    month, day = month_day.split("-")
    return int(month), int(day)
