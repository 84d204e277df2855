"""Agreement with numpy, pandas and QuantLib, and with DuckDB on SQL's logic: run by the gate alone, as `pytest bench/peers.py` with the extra `oracles`.

The peers know weekends and closed days, but not all of them make-up working days, so each is given what they share: no weekend,
and every closed day of the years in question by name of its date, worked out here and not by the library. Where a peer defines
an operation otherwise, its adapter says how.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import duckdb
import holidays
import numpy as np
import pandas as pd
import pytest
import QuantLib as ql  # as its own documentation does  # noqa: N813
from hypothesis import given, settings

from sql import formulas, law_the_database_says_what_the_library_says
from warranty_rules import BusinessCalendar, Predicate

CASES = 100_000
FIRST, LAST = date(2005, 1, 1), date(2040, 12, 31)
"""The years for which the peers are given closed days; answers lie well inside."""
LOW, HIGH = date(2010, 1, 1), date(2035, 12, 31)
DAYS = [date.fromordinal(at) for at in range(FIRST.toordinal(), LAST.toordinal() + 1)]
DAY = timedelta(days=1)
COUNTRIES = ("US", "UA", "KZ", "PL", "EG", "SA", "AE", "CN", "IN")

random = Random(2026)
STRIKES = {date(2020, 2, 29) + timedelta(at) for at in random.sample(range(-3000, 3000), 900)}
MADE_UP = {day for day in DAYS if day.weekday() == 5 and day.day < 8}

HAND_MADE: dict[str, tuple[set[int], set[date], set[date]]] = {
    "Saturday and Sunday": ({5, 6}, set(), set()),
    "Friday and Saturday": ({4, 5}, set(), set()),
    "Friday": ({4}, set(), set()),
    "Sunday and Monday": ({6, 0}, set(), set()),
    "no weekend": (set(), set(), set()),
    "no weekend, many strikes": (set(), STRIKES, set()),
    "many strikes": ({5, 6}, STRIKES, set()),
    "first Saturdays made up for": ({5, 6}, STRIKES, MADE_UP),
    "Mondays only": ({1, 2, 3, 4, 5, 6}, set(), set()),
}


def ours(name: str) -> BusinessCalendar:
    if name in HAND_MADE:
        return BusinessCalendar(*HAND_MADE[name])
    return BusinessCalendar.of(name)


@cache
def closed(name: str) -> list[date]:
    """List the closed days, by the plainest rule."""
    if name in HAND_MADE:
        weekend, strikes, made_up = HAND_MADE[name]
        return [day for day in DAYS if day not in made_up and (day.weekday() in weekend or day in strikes)]
    data = holidays.country_holidays(name, years=range(FIRST.year, LAST.year + 1) if name != "IN" else range(2005, 2036), expand=False)
    return [day for day in DAYS if not data.is_working_day(day)]


class Numpy:
    """Counts half open, the first day in and the last one out: asked for the days after them. Rolls first: told to roll back."""

    def __init__(self, days: list[date]) -> None:
        self.calendar = np.busdaycalendar(weekmask="1111111", holidays=days)

    def add(self, day: date, n: int) -> date:
        found = np.busday_offset(day, n, roll="preceding" if n > 0 else "following", busdaycal=self.calendar)
        return date.fromisoformat(str(found))

    def count(self, a: date, b: date) -> int:
        if a <= b:
            return int(np.busday_count(a + DAY, b + DAY, busdaycal=self.calendar))
        return -int(np.busday_count(b, a, busdaycal=self.calendar))

    def is_business_day(self, day: date) -> bool:
        return bool(np.is_busday(day, busdaycal=self.calendar))


class Pandas:
    """Has no count: the length of a range of days is one."""

    def __init__(self, days: list[date]) -> None:
        calendar = np.busdaycalendar(weekmask="1111111", holidays=days)
        self.step = cache(lambda n: pd.offsets.CustomBusinessDay(n, calendar=calendar))

    def add(self, day: date, n: int) -> date:
        return (pd.Timestamp(day) + self.step(n)).date()

    def count(self, a: date, b: date) -> int:
        if a <= b:
            return len(pd.date_range(a + DAY, b, freq=self.step(1)))
        return -len(pd.date_range(b, a - DAY, freq=self.step(1)))

    def is_business_day(self, day: date) -> bool:
        return bool(self.step(1).is_on_offset(pd.Timestamp(day)))


class QuantLib:
    """Keeps closed days by the calendar's name for the whole process: each calendar is named anew."""

    made = 0

    def __init__(self, days: list[date]) -> None:
        type(self).made += 1
        self.calendar = ql.BespokeCalendar(f"calendar {self.made}")
        for day in days:
            self.calendar.addHoliday(self.day(day))

    @staticmethod
    def day(day: date) -> Any:
        return ql.Date(day.day, day.month, day.year)

    def add(self, day: date, n: int) -> date:
        found = self.calendar.advance(self.day(day), n, ql.Days)
        return date(found.year(), found.month(), found.dayOfMonth())

    def count(self, a: date, b: date) -> int:
        return int(self.calendar.businessDaysBetween(self.day(a), self.day(b), False, True))

    def is_business_day(self, day: date) -> bool:
        return bool(self.calendar.isBusinessDay(self.day(day)))


def cases() -> list[tuple[str, str, tuple[Any, ...]]]:
    """Draw a calendar, an operation and what it is asked; half of the numbers small."""
    drawn = Random(7)
    names = [*COUNTRIES, *HAND_MADE]

    def day() -> date:
        return LOW + timedelta(drawn.randrange((HIGH - LOW).days))

    found: list[tuple[str, str, tuple[Any, ...]]] = []
    for _ in range(CASES):
        name, kind, start = drawn.choice(names), drawn.random(), day()
        if kind < 0.6:
            found.append((name, "add", (start, drawn.randint(-5, 5) if drawn.random() < 0.5 else drawn.randint(-120, 120))))
        elif kind < 0.75:
            found.append((name, "count", (start, start + timedelta(drawn.randint(-90, 90)))))
        else:
            found.append((name, "is_business_day", (start,)))
    return found


@pytest.mark.parametrize("peer", [Numpy, Pandas, QuantLib])
@pytest.mark.filterwarnings("ignore::pandas.errors.PerformanceWarning")
@pytest.mark.filterwarnings("ignore:Requested Holidays are available only:UserWarning")
def test_no_answer_differs_from_the_peers(peer: Callable[[list[date]], Any]) -> None:
    theirs, mine = cache(lambda name: peer(closed(name))), cache(ours)
    asked = cases()
    assert len({name for name, *_ in asked}) >= 10
    differing = [
        (case, theirs_says, mine_says)
        for case in asked
        if (theirs_says := getattr(theirs(case[0]), case[1])(*case[2])) != (mine_says := getattr(mine(case[0]), case[1])(*case[2]))
    ]
    assert differing == []


def test_a_calendar_with_a_day_off_is_found_out() -> None:
    wrong, right = BusinessCalendar({5, 6}, {date(2020, 7, 22)}), Numpy(closed("Saturday and Sunday"))
    asked = [(operation, what) for name, operation, what in cases() if name == "Saturday and Sunday"]
    assert any(getattr(wrong, operation)(*what) != getattr(right, operation)(*what) for operation, what in asked)


# --- SQL's three-valued logic -------------------------------------------------------------------------------


def duck(query: str) -> list[Any]:
    return duckdb.sql(query).fetchall()


@settings(max_examples=300)
@given(formulas())
def test_duckdb_says_what_the_library_says(predicate: Predicate) -> None:
    law_the_database_says_what_the_library_says(duck, predicate)
