"""Business days: the laws they keep, each with sabotages that break it, and what countries' data says."""

import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from importlib.metadata import version
from itertools import product
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import holidays
import pytest
from attrs.exceptions import FrozenInstanceError
from dateutil.rrule import YEARLY, rrule, rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from naming import lasting
from profiles import scaled

from warranty_rules import BusinessCalendar, calendars
from warranty_rules.calendars import Joined, Roll
from warranty_rules.closures import Closure, Once, Recurring, Yearly
from warranty_rules.errors import CalendarError, CalendarHorizonError, shown
from warranty_rules.reckonings import Reason, Skipped

DAY = timedelta(days=1)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY, SUNDAY = range(7)
NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALL_BUT_MONDAY = frozenset(range(7)) - {MONDAY}

Law: TypeAlias = Callable[[BusinessCalendar, date, int, int], None]
of = BusinessCalendar.of


def span(first: date, last: date) -> list[date]:
    """List the days from first to last, both included."""
    return [date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1)]


# The oracle: one day after the other.


def is_open(calendar: BusinessCalendar, day: date) -> bool:
    return day in calendar.working_days or why(calendar, day) is None


def why(calendar: BusinessCalendar, day: date) -> tuple[Reason, str] | None:
    """Say why a day that is no working day of the calendar's own is closed: its own reasons first, then its parts', then the weekday."""
    if day in calendar.holidays:
        return Reason.HOLIDAY, calendar.holidays[day]
    for closure in sorted(calendar.closures, key=str):
        if closes(closure, day):
            return Reason.CLOSURE, closure.name
    if isinstance(calendar.source, Joined):
        closed = [part for part in calendar.source.parts if not is_open(part, day)]
        enough = 1 if calendar.source.need_all else len(calendar.source.parts)
        return why(closed[0], day) if len(closed) >= enough else None
    return (Reason.WEEKEND, NAMES[day.weekday()]) if day.weekday() in calendar.weekend else None


def closes(closure: Closure, day: date) -> bool:
    """Tell whether a closure has a day; of rules, it knows those of every second week."""
    if isinstance(closure, Once):
        return day in span(closure.first, closure.last)
    if isinstance(closure, Yearly):
        begin = next(first for first in (dated(day.year, closure.first), dated(day.year - 1, closure.first)) if first <= day)
        return day <= next(last for last in (dated(begin.year, closure.last), dated(begin.year + 1, closure.last)) if begin <= last)
    assert isinstance(closure, Recurring)
    first = datetime.strptime(closure.rule.removeprefix("DTSTART:")[:8], "%Y%m%d").date()
    return day >= first and (day - first).days % 14 == 0


def dated(year: int, at: tuple[int, int]) -> date:
    return date(year, *at)


def walked(calendar: BusinessCalendar, day: date, n: int) -> date | None:
    """Give the n-th open day after (n < 0: before) a day; for 0 the first open one from it on; None past the ends of the calendar."""
    with suppress(OverflowError):
        while n == 0 and not is_open(calendar, day):
            day += DAY
        left = abs(n)
        while left:
            day += DAY if n > 0 else -DAY
            left -= is_open(calendar, day)
        return day
    return None


def added(calendar: BusinessCalendar, day: date, n: int) -> date | None:
    """Add; None where the calendar refuses."""
    with suppress(CalendarError):
        return calendar.add(day, n)
    return None


# The laws. Each takes a calendar, a day and two numbers, and uses what it needs.


def law_a_day_is_open_or_closed_for_a_reason(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    for near in span(day, day + 7 * DAY):
        assert calendar.is_business_day(near) is is_open(calendar, near)
        reason = None if is_open(calendar, near) else why(calendar, near)
        assert calendar.closed_because(near) == (reason[1] if reason else "")
        assert calendar.skipped(near) == (Skipped(near, *reason) if reason else None)


def law_add_agrees_with_walking(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    for steps in (m, n, 0):
        assert added(calendar, day, steps) == walked(calendar, day, steps)


def law_count_agrees_with_walking(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    ahead, back = day + abs(m) * 20 * DAY, day - abs(m) * 20 * DAY
    assert calendar.count(day, ahead) == sum(is_open(calendar, near) for near in span(day + DAY, ahead))
    assert calendar.count(day, back) == -sum(is_open(calendar, near) for near in span(back, day - DAY))


def law_count_inverts_add_from_open_and_closed_days(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    for steps in (m or 1, n or -1):
        assert calendar.count(day, calendar.add(day, steps)) == steps


def law_there_and_back_differ_by_the_ends_alone(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    there = day + m * DAY
    assert calendar.count(day, there) + calendar.count(there, day) == (is_open(calendar, max(day, there)) - is_open(calendar, min(day, there)))


def law_calendars_are_equal_by_value(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    answers = calendar.add(day, n), calendar.closed_because(day)  # what was asked before is no part of the value
    named, closures = dict(reversed(calendar.holidays.items())), calendar.closures[::-1]
    twin = BusinessCalendar(set(calendar.weekend), named, sorted(calendar.working_days), closures, source=calendar.source)
    back = pickle.loads(pickle.dumps(calendar))
    for same in (twin, back):
        assert (same, hash(same), repr(same)) == (calendar, hash(calendar), f"<calendar {calendar.id}>")
        assert (same.add(day, n), same.closed_because(day)) == answers
    assert "frozenset" not in repr(calendar._key())  # the order of a set of days differs from process to process
    fewer = calendar.weekend - {min(calendar.weekend)} if calendar.weekend else {SUNDAY}
    others: list[dict[str, Any]] = [{"holidays": {**calendar.holidays, day: "another"}}, {"working_days": calendar.working_days ^ {day}}]
    others += [{"closures": [*calendar.closures, Closure.on("another", day)]}, {"strict": True}]
    others += [{"weekend": fewer}] if calendar.source is None else []
    for parts in others:
        assert attrs.evolve(calendar, **parts) != calendar


def law_next_and_previous_are_the_nearest_open_days(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    after, before = calendar.next(day), calendar.previous(day)
    assert [near for near in span(before, after) if is_open(calendar, near)] == [before, *([day] if is_open(calendar, day) else []), after]
    assert before < day < after


def law_add_is_monotone(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    n, m = sorted((m, n))
    assert calendar.add(day, n) <= calendar.add(day + DAY, n)
    if n != m and (n > 0 or m < 0):
        assert calendar.add(day, n) < calendar.add(day, m)


def law_on_open_days_steps_compose_and_are_undone(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    start = calendar.add(day, 0)
    assert calendar.add(calendar.add(start, m), n) == calendar.add(start, m + n)
    assert calendar.add(calendar.add(start, n), -n) == start


def law_many_are_answered_as_one_by_one(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    asked = [day + k * DAY for k in (0, 3, -70, 40, 1, m, n)]
    assert calendar.add_many(iter(asked), n) == [walked(calendar, each, n) for each in asked]
    back = asked[::-1]
    assert calendar.count_many(iter(asked), iter(back)) == [calendar.count(a, b) for a, b in zip(asked, back, strict=True)]


def law_a_roll_keeps_open_days_and_moves_closed_ones_as_it_says(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    if is_open(calendar, day):
        assert {calendar.roll(day, how) for how in Roll} == {day}
        return
    after, before = walked(calendar, day, 1), walked(calendar, day, -1)
    assert after is not None
    assert before is not None
    assert (calendar.roll(day, Roll.FOLLOWING), calendar.roll(day, Roll.PRECEDING)) == (after, before)
    assert calendar.roll(day, Roll.MODIFIED_FOLLOWING) == (after if after.month == day.month else before)
    assert calendar.roll(day, Roll.MODIFIED_PRECEDING) == (before if before.month == day.month else after)
    with pytest.raises(CalendarError, match="roll it with another"):
        calendar.roll(day, Roll.RAISE)


def law_the_open_days_of_a_month_lie_between_its_first_and_its_last(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    first = day.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    opened = [near for near in span(first, last) if is_open(calendar, near)]
    if opened:
        assert (calendar.first_of_month(day.year, day.month), calendar.last_of_month(day.year, day.month)) == (opened[0], opened[-1])
    else:
        for end in (calendar.first_of_month, calendar.last_of_month):
            with pytest.raises(CalendarError, match="has no business day"):
                end(day.year, day.month)
    assert calendar.month(day.year, day.month).counted == len(opened)


def law_the_explanation_accounts_for_every_day(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    for end in (day + abs(m) * DAY, day - abs(n) * DAY):
        told = calendar.explain(day, end)
        days = span(day + DAY, end) if day <= end else span(end, day - DAY)
        assert [skipped.day for skipped in told.skipped] == [near for near in days if not is_open(calendar, near)]
        assert {(Skipped(s.day, *(why(calendar, s.day) or ()))) for s in told.skipped} == {*told.skipped}
        assert told.counted == abs(calendar.count(day, end)) == len(days) - len(told.skipped)


def law_a_union_closes_what_either_closes_and_an_intersection_what_both_close(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    other = BusinessCalendar({(day.weekday() + m) % 7, WEDNESDAY}, {day + n * DAY: "another"}, {day + m * DAY})
    with suppress(CalendarError):  # all days of the week closed: refused
        either, both = calendar | other, calendar & other
        for near in span(day - 9 * DAY, day + 9 * DAY):
            assert either.is_business_day(near) is (is_open(calendar, near) and is_open(other, near))
            assert both.is_business_day(near) is (is_open(calendar, near) or is_open(other, near))
        assert (either, both, hash(either)) == (other | calendar, other & calendar, hash(other | calendar))
        assert (calendar | calendar, calendar & calendar) == (calendar, calendar)
        assert ((either | calendar), (both & other)) == (either, both)
        assert pickle.loads(pickle.dumps(either)) == either != both


def law_threads_get_the_answers_of_one_thread(calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    def answers(asked: BusinessCalendar, first: int) -> list[tuple[int, date, int]]:
        order = (*range(first, 8), *range(first))  # each thread starts elsewhere, so that tables grow in every order
        days = {k: day + (-1) ** k * k * 120 * DAY for k in order}
        return sorted((k, asked.add(days[k], n), asked.count(day, days[k])) for k in order)

    alone, shared, together = answers(attrs.evolve(calendar), 0), attrs.evolve(calendar), threading.Barrier(8)

    def work(first: int) -> list[tuple[int, date, int]]:
        together.wait()
        return answers(shared, first)

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(work, range(8))) == [alone] * 8
    finally:
        sys.setswitchinterval(interval)


# Random calendars: any weekend but all seven days, named holidays, make-up days, closures of up to a year and more.

MIDDLE = date(2024, 6, 15)
WEEKENDS = st.frozensets(st.integers(MONDAY, SUNDAY), max_size=6)
STEPS = st.integers(-60, 60)
LAWS = [law for name, law in globals().items() if name.startswith("law_")]
THREADS = law_threads_get_the_answers_of_one_thread


def days(first: date = MIDDLE - 400 * DAY, last: date = MIDDLE + 400 * DAY) -> st.SearchStrategy[date]:
    return st.integers(first.toordinal(), last.toordinal()).map(date.fromordinal)


@st.composite
def shops(draw: st.DrawFn) -> BusinessCalendar:
    closed = draw(st.dictionaries(days(), st.sampled_from(("Founders' Day", "stocktaking", "a strike")), max_size=12))
    if draw(st.booleans()):
        start, length = draw(days()), draw(st.integers(1, 500))
        closed |= dict.fromkeys(span(start, start + length * DAY), "renovation")
    made_up = draw(st.sets(st.one_of(days(), st.sampled_from(sorted(closed) or [MIDDLE])), max_size=8))
    return BusinessCalendar(draw(WEEKENDS), closed, made_up, draw(st.lists(CLOSURES, max_size=2)))


def every_second_week(name: str, first: date) -> Closure:
    return Closure.recurring(name, f"DTSTART:{first:%Y%m%d} RRULE:FREQ=WEEKLY;INTERVAL=2")


MONTH_DAYS = st.tuples(st.integers(1, 12), st.integers(1, 28))
CLOSURES = st.one_of(
    st.builds(lambda day, length: Closure.on("works", day, day + length * DAY), days(), st.integers(0, 9)),
    st.builds(Closure.yearly, st.just("a break"), MONTH_DAYS, st.none()),
    st.builds(lambda at: Closure.yearly("holidays", at, (at[0] % 12 + 1, at[1])), MONTH_DAYS),
    st.builds(every_second_week, st.just("staff day"), days()),
)


@st.composite
def joined(draw: st.DrawFn) -> BusinessCalendar:
    """Draw a shop, or two of them joined, with a day of its own on top."""
    one = draw(shops())
    for operator in draw(st.lists(st.sampled_from("|&"), max_size=2)):
        other = draw(shops())
        with suppress(CalendarError):  # all days of the week closed
            one = one | other if operator == "|" else one & other
            one = attrs.evolve(one, holidays={draw(days()): "a day on top"}) if draw(st.booleans()) else one
    return one


@pytest.mark.parametrize("law", [law for law in LAWS if law is not THREADS], ids=lambda law: str(law.__name__))
@settings(max_examples=scaled(60))
@given(calendar=joined(), day=days(), m=STEPS, n=STEPS)
def test_law(law: Law, calendar: BusinessCalendar, day: date, m: int, n: int) -> None:
    law(calendar, day, m, n)


@given(weekend=WEEKENDS, day=st.one_of(days(date.min, date.min + 60 * DAY), days(date.max - 60 * DAY, date.max)), n=STEPS)
def test_add_agrees_with_walking_up_to_the_ends_of_the_calendar(weekend: frozenset[int], day: date, n: int) -> None:
    law_add_agrees_with_walking(BusinessCalendar(weekend), day, 0, n)


# Sabotages: what is wrong, the method that it puts in place of the real one, and the laws that must find it.

OPEN, ADD, COUNT = law_a_day_is_open_or_closed_for_a_reason, law_add_agrees_with_walking, law_count_agrees_with_walking
NEXT, MONOTONE, COMPOSED = law_next_and_previous_are_the_nearest_open_days, law_add_is_monotone, law_on_open_days_steps_compose_and_are_undone
MANY, MOVED, MONTH = (
    law_many_are_answered_as_one_by_one,
    law_a_roll_keeps_open_days_and_moves_closed_ones_as_it_says,
    law_the_open_days_of_a_month_lie_between_its_first_and_its_last,
)
TOLD, JOINED = law_the_explanation_accounts_for_every_day, law_a_union_closes_what_either_closes_and_an_intersection_what_both_close
INVERSE, BACK, VALUE = law_count_inverts_add_from_open_and_closed_days, law_there_and_back_differ_by_the_ends_alone, law_calendars_are_equal_by_value


def in_one_place(add: Callable[..., date]) -> Callable[..., date]:
    """Keep the day that is asked for where every thread keeps it."""

    scratch: list[date] = [MIDDLE]

    def method(self: BusinessCalendar, day: date, n: int) -> date:
        scratch[0] = day
        time.sleep(1e-4)
        return add(self, scratch[0], n)

    return method


OPPOSITE = {Roll.FOLLOWING: Roll.PRECEDING, Roll.MODIFIED_FOLLOWING: Roll.MODIFIED_PRECEDING}

SABOTAGES: list[tuple[str, str, Callable[[Any], Any], list[Law]]] = [
    ("a day off", "add", lambda add: lambda c, day, n: add(c, day, n) + DAY, [ADD, INVERSE]),
    ("the start counts", "add", lambda add: lambda c, day, n: add(c, day, n - 1 if n > 0 and c.is_business_day(day) else n), [ADD, INVERSE]),
    ("Saturday + 1 is Tuesday", "add", lambda add: lambda c, day, n: add(c, add(c, day, 0), n) if n > 0 else add(c, day, n), [ADD, INVERSE]),
    ("the sign is ignored", "add", lambda add: lambda c, day, n: add(c, day, abs(n)), [ADD, INVERSE]),
    ("zero stays", "add", lambda add: lambda c, day, n: add(c, day, n) if n else day, [ADD]),
    ("zero rolls back", "add", lambda add: lambda c, day, n: add(c, day, n if n or c.is_business_day(day) else -1), [ADD]),
    ("calendar days, then rolled", "add", lambda add: lambda c, day, n: add(c, day + n * DAY, 0), [ADD, INVERSE]),
    ("one scratch for all threads", "add", in_one_place, [THREADS]),
    ("start included, end not", "count", lambda count: lambda c, a, b: count(c, a - DAY, b - DAY), [COUNT, INVERSE, BACK]),
    ("antisymmetric", "count", lambda count: lambda c, a, b: count(c, a, b) if a <= b else -count(c, b, a), [COUNT, INVERSE, BACK]),
    ("never negative", "count", lambda count: lambda c, a, b: abs(count(c, a, b)), [COUNT, INVERSE, BACK]),
    ("no weekend", "_flags", lambda flags: lambda c, *years: flags(attrs.evolve(c, weekend=()), *years), [OPEN, ADD, COUNT]),
    ("no holidays", "_flags", lambda flags: lambda c, *years: flags(attrs.evolve(c, holidays={}), *years), [OPEN, ADD, COUNT]),
    ("no make-up days", "_flags", lambda flags: lambda c, *years: flags(attrs.evolve(c, working_days=()), *years), [OPEN, ADD, COUNT]),
    ("no closures", "_flags", lambda flags: lambda c, *years: flags(attrs.evolve(c, closures=()), *years), [OPEN, ADD, COUNT]),
    ("next may stay", "next", lambda _: lambda c, day: c.add(day, 0), [NEXT]),
    ("previous is two back", "previous", lambda _: lambda c, day: c.add(day, -2), [NEXT]),
    ("counted the other way", "add", lambda add: lambda c, day, n: add(c, day, -n), [MONOTONE]),
    ("later from earlier", "add", lambda add: lambda c, day, n: add(c, day, n) - 7 * (day.day % 2) * DAY, [MONOTONE]),
    ("a step is lost", "add", lambda add: lambda c, day, n: add(c, day, n - (n > 3)), [COMPOSED]),
    ("back is one short", "add", lambda add: lambda c, day, n: add(c, day, n + (n < -1)), [COMPOSED]),
    ("many in another order", "add_many", lambda many: lambda c, days, n: many(c, sorted(days), n), [MANY]),
    ("many are one day off", "add_many", lambda many: lambda c, days, n: [day + DAY for day in many(c, days, n)], [MANY]),
    ("counted as a set", "count_many", lambda many: lambda c, a, b: [abs(n) for n in many(c, a, b)], [MANY]),
    ("rolled another way", "roll", lambda roll: lambda c, day, how: roll(c, day, OPPOSITE.get(how, how)), [MOVED]),
    ("open days are rolled too", "roll", lambda roll: lambda c, day, how: c.next(day) if c.is_business_day(day) else roll(c, day, how), [MOVED]),
    ("from the second on", "first_of_month", lambda _: lambda c, year, month: c.add(date(year, month, 2), 0), [MONTH]),
    ("the last but one", "last_of_month", lambda last: lambda c, year, month: c.previous(last(c, year, month)), [MONTH]),
    ("holidays are not told", "skipped", lambda skipped: lambda c, day: None if day in c.holidays else skipped(c, day), [OPEN, TOLD]),
    ("the end is not told", "explain", lambda explain: lambda c, a, b: explain(c, a, b - DAY), [TOLD]),
    ("either for both", "_joined", lambda join: lambda c, other, *, need_all: join(c, other, need_all=not need_all), [JOINED]),
    ("the other is forgotten", "_joined", lambda join: lambda c, other, *, need_all: c, [JOINED]),
    ("holidays have no reason", "closed_because", lambda because: lambda c, day: "" if day in c.holidays else because(c, day), [OPEN]),
    ("weekends have no reason", "closed_because", lambda because: lambda c, day: because(c, day) and c.holidays.get(day, ""), [OPEN]),
    ("open days have a reason", "closed_because", lambda because: lambda c, day: c.holidays.get(day) or because(c, day), [OPEN]),
    ("equal by identity", "__eq__", lambda _: lambda c, other: c is other, [VALUE]),
    ("equal with what was asked", "_key", lambda key: lambda c: (*key(c), c._table[0]), [VALUE]),
    ("a key in no order", "_key", lambda key: lambda c: (*key(c), c.working_days), [VALUE]),
    ("hashed by identity", "__hash__", lambda _: lambda c: id(c), [VALUE]),
    (
        "pickled without names",
        "__reduce__",
        lambda _: lambda c: (BusinessCalendar, (c.weekend, list(c.holidays), c.working_days, c.closures)),
        [VALUE],
    ),
    ("pickled without make-up days", "__reduce__", lambda _: lambda c: (BusinessCalendar, (c.weekend, dict(c.holidays))), [VALUE]),
]
SHOPS = (
    ({SATURDAY, SUNDAY}, {date(2026, 7, 22): "Founders' Day"}, {date(2026, 7, 25), date(2026, 8, 1)}),  # a Wednesday off, made up for on Saturdays
    (
        {FRIDAY},
        {date(2026, 7, 17): "a strike", date(2026, 7, 19): "a strike"},
        {date(2026, 7, 17), date(2026, 7, 24)},
        [Closure.on("works", date(2026, 7, 27), date(2026, 7, 29))],
    ),
)
CASES = list(product(SHOPS, span(date(2026, 7, 16), date(2026, 7, 29)), ((1, 5), (-1, 0), (2, -3), (-7, 2))))


def each_case(law: Law) -> None:
    """Check a law on fixed cases."""
    for shop, day, (m, n) in CASES[:: 20 if law is THREADS else 1]:
        law(BusinessCalendar(*shop), day, m, n)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: str(law.__name__))
def test_every_law_holds_on_the_cases_that_convict_the_sabotages_of_it(law: Law) -> None:
    assert any(law in laws for *_, laws in SABOTAGES)
    each_case(law)


@pytest.mark.parametrize(
    ("name", "wrong", "law"),
    [pytest.param(name, wrong, law, id=f"{law.__name__}-{what}") for what, name, wrong, laws in SABOTAGES for law in laws],
)
def test_the_law_fails_under_the_sabotage(name: str, wrong: Callable[[Any], Any], law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BusinessCalendar, name, wrong(getattr(BusinessCalendar, name)))
    with pytest.raises(AssertionError):
        each_case(law)


# Calendars made by hand.


def test_what_a_calendar_was_made_from_can_change_without_it_and_it_cannot_be_changed() -> None:
    closed, made_up, weekend = {date(2026, 7, 22): "Founders' Day"}, {date(2026, 7, 25)}, {SATURDAY, SUNDAY}
    calendar, same = BusinessCalendar(weekend, closed, made_up), BusinessCalendar(weekend, closed, made_up)
    for part in (closed, made_up, weekend):
        part.clear()
    assert calendar == same
    with pytest.raises(FrozenInstanceError):
        calendar.weekend = frozenset()  # type: ignore[misc]
    with pytest.raises(TypeError):
        calendar.holidays[date(2026, 7, 23)] = "another"  # type: ignore[index]


def test_an_id_tells_calendars_apart() -> None:
    made = [
        (BusinessCalendar(), "no country, weekend Sa-Su"),
        (BusinessCalendar(()), "no country, weekend none"),
        (BusinessCalendar({FRIDAY}, [date(2026, 7, 22)]), "no country, weekend Fr, 1 closed day"),
        (BusinessCalendar(working_days=[date(2026, 7, 25)]), "no country, weekend Sa-Su, 1 make-up day"),
        (BusinessCalendar((), [date(2026, 7, 22), date(2026, 7, 23)]), "no country, weekend none, 2 closed days"),
        (BusinessCalendar((), [], [date(2026, 7, 22), date(2026, 7, 23)]), "no country, weekend none, 2 make-up days"),
        (BusinessCalendar({FRIDAY, SUNDAY}), "no country, weekend Fr, Su"),
        (BusinessCalendar({FRIDAY, SATURDAY, SUNDAY}), "no country, weekend Fr-Su"),
        (BusinessCalendar({0, SUNDAY}), "no country, weekend Mo, Su"),
        (BusinessCalendar({0, 1, FRIDAY, SATURDAY}), "no country, weekend Mo-Tu, Fr-Sa"),
        (of("DE", "BY"), "DE-BY, weekend Sa-Su"),
        (of("DE", categories=["public", "catholic", "public"]), "DE-catholic-public, weekend Sa-Su"),
        (of("EG"), "EG, weekend Fr-Sa"),
        (of("MY", "03"), "MY-03, weekend Fr-Sa"),  # other regions close on Saturday and Sunday
    ]
    assert [calendar.id for calendar, _ in made] == [name for _, name in made]
    assert len({calendar for calendar, _ in made}) == len(made)


# What is refused: always with an error of the library, which says what there is.

GOOD, SATURDAY_25 = date(2026, 7, 22), date(2026, 7, 25)
NO_DAYS = (datetime(2026, 7, 22, 12, 0), True, 20260722, 1.5, "2026-07-22", None, [])
OPERATIONS: dict[str, Callable[[Any], object]] = {
    "is_business_day": BusinessCalendar().is_business_day,
    "closed_because": BusinessCalendar().closed_because,
    "add": lambda day: BusinessCalendar().add(day, 1),
    "add nothing": lambda day: BusinessCalendar().add(day, 0),
    "add too much": lambda day: BusinessCalendar().add(day, 10**9),
    "count from": lambda day: BusinessCalendar().count(day, GOOD),
    "count to": lambda day: BusinessCalendar().count(GOOD, day),
    "warnings from": lambda day: of("PL").warnings(day, GOOD),
    "warnings to": lambda day: of("PL").warnings(GOOD, day),
    "warnings without a country": lambda day: BusinessCalendar().warnings(day, GOOD),
    "holidays": lambda day: BusinessCalendar(holidays=[day]),
    "named holidays": lambda day: BusinessCalendar(holidays={str(day): "Founders' Day"}),  # type: ignore[dict-item]
    "working days": lambda day: BusinessCalendar(working_days=[day]),
}


@pytest.mark.parametrize(("operation", "no_day"), list(product(OPERATIONS, NO_DAYS)), ids=str)
def test_what_is_no_plain_date_is_refused(operation: str, no_day: object) -> None:
    with pytest.raises(CalendarError, match=r"datetime\.date"):
        OPERATIONS[operation](no_day)


COUNTRIES, REGIONS, CATEGORIES = r"\bDE\b.*\bPL\b.*\bUS\b", r"\bBW\b.*\bBY\b", r"\bcatholic, public\b"
REFUSED: list[tuple[Callable[[Any], object], list[Any], str]] = [
    (BusinessCalendar, [range(7), {*range(8)}, {7}, {-1}, {SATURDAY, "Sunday"}, "Sunday", {5.0}, {True}, [[]], 5, None], "not all seven"),
    (lambda closed: BusinessCalendar(holidays=closed), [5, None, [[]], "2026-07-22"], r"datetime\.date"),
    (lambda made_up: BusinessCalendar(working_days=made_up), [5, None], r"datetime\.date"),
    (lambda source: BusinessCalendar(source=source), ["PL", 5], r"BusinessCalendar\.of"),
    (lambda n: BusinessCalendar().add(GOOD, n), [True, 1.0, "1", None], "whole number"),
    (lambda n: BusinessCalendar().add(GOOD, n), [4_000_000, -(10**9), 10**30, 10**5000], "within the years 1 to 9999"),
    (of, ["XX", "", "holidays", "HolidayBase", None, 5, ["PL"]], COUNTRIES),
    (of, ["pl", "Pl", "POLX"], r"did you mean 'PL'\?$"),  # and not another name for it, as POL is
    (lambda region: of("DE", region), ["ZZ", "", "Bayern", 5, ["BY"]], REGIONS),
    (lambda region: of("US", region), ["Nowhere"], "such as AK, AL, AR"),  # regions of its own
    (lambda region: of("EG", region), ["C"], "there are none"),
    (lambda category: of("DE", categories=[category]), ["banking", None, ["public"]], CATEGORIES),
    (lambda categories: of("DE", categories=categories), ["public"], "collection of names"),
    (lambda categories: of("DE", categories=categories), [None, 5], "collection of names"),
]


@pytest.mark.parametrize(("make", "given_", "match"), [(make, value, match) for make, values, match in REFUSED for value in values], ids=lasting)
def test_what_cannot_be_used_is_refused_with_what_can(make: Callable[[Any], object], given_: Any, match: str) -> None:
    of("DE")  # the package is imported by then
    with pytest.raises(CalendarError, match=match):
        make(given_)


# The ends of the calendar, and calendars with hardly an open day.

CLOSED_9990S = BusinessCalendar(ALL_BUT_MONDAY, [day for day in span(date(9990, 1, 1), date.max) if day.weekday() == MONDAY], [date(9995, 5, 5)])
CLOSED_2025_27 = BusinessCalendar(ALL_BUT_MONDAY, [day for day in span(date(2025, 1, 1), date(2027, 12, 31)) if day.weekday() == MONDAY])


@pytest.mark.parametrize(
    ("calendar", "day", "n", "there"),
    [
        (BusinessCalendar(), date(9999, 12, 30), 1, date.max),
        (BusinessCalendar(), date.max, 1, None),
        (BusinessCalendar(), date(1, 1, 2), -1, date.min),
        (BusinessCalendar(), date.min, -1, None),
        (BusinessCalendar({FRIDAY}), date.max, 0, None),
        (BusinessCalendar(()), date(2026, 2, 20), 10, date(2026, 3, 2)),  # without a weekend, calendar days
        (CLOSED_2025_27, date(2025, 1, 1), 1, date(2028, 1, 3)),
        (CLOSED_2025_27, date(2025, 1, 1), 0, date(2028, 1, 3)),
        (CLOSED_2025_27, date(2027, 12, 31), -1, date(2024, 12, 30)),
        (CLOSED_9990S, date(9990, 1, 1), 1, date(9995, 5, 5)),  # only a make-up day is left
        (CLOSED_9990S, date(9990, 1, 1), 2, None),
        (CLOSED_9990S, date(9995, 5, 5), 1, None),
        (CLOSED_9990S, date(9995, 5, 6), 0, None),
        (CLOSED_9990S, date.max, -1, date(9995, 5, 5)),
    ],
    ids=str,
)
def test_the_next_open_day_is_found_however_far_it_is(calendar: BusinessCalendar, day: date, n: int, there: date | None) -> None:
    assert added(calendar, day, n) == there == walked(calendar, day, n)


def test_a_day_is_found_beyond_centuries_that_have_one_open_day_or_none() -> None:
    first, second = date(1200, 1, 1), date(1500, 1, 1)

    def shop() -> BusinessCalendar:  # one that was not asked before
        return BusinessCalendar(closures=[Closure.on("most of the time", date(1000, 1, 1), date(2100, 1, 1))], working_days=[first, second])

    assert [shop().add(GOOD, -n) for n in (1, 2, 3)] == [second, first, date(999, 12, 31)]
    assert shop().add(first - DAY, 2) == second
    long = BusinessCalendar(closures=[Closure.on("for long", date(1000, 1, 1), date(4000, 1, 1))])
    with pytest.raises(CalendarError, match="no business day 1 from 1501-01-01"):  # four centuries without one are taken for all
        long.add(date(1501, 1, 1), 1)


def test_a_table_of_centuries_of_which_the_last_day_alone_is_open_is_not_taken_for_one_without_any() -> None:
    def shop(*days: date) -> BusinessCalendar:
        return BusinessCalendar(closures=[Closure.on("most of the time", date(100, 1, 1), date(2100, 1, 1))], working_days=days)

    far = date(1000, 1, 1)
    for day, n, last in ((date(2026, 7, 22), -2, date(1643, 12, 31)), (date(101, 5, 5), 2, date(884, 12, 31))):  # where tables end
        assert shop(far, last).add(day, n) == far


# Why a day is closed, in countries and by hand.

CHINA = attrs.evolve(of("CN"), holidays={date(2024, 2, 4): "stocktaking"}, working_days={date(2024, 10, 1)})


@pytest.mark.parametrize(
    ("calendar", "day", "why"),
    [
        (of("PL"), date(2026, 11, 11), "National Independence Day"),
        (of("PL"), date(2026, 11, 12), ""),
        (of("PL"), date(2026, 7, 25), "Saturday"),
        (of("US"), date(2026, 7, 3), "Independence Day (observed)"),
        (of("US"), date(2021, 12, 31), "New Year's Day (observed)"),  # of 2022
        (of("UA"), date(2021, 8, 24), "Independence Day"),
        (of("UA"), date(2026, 8, 24), ""),  # no public holidays under martial law
        (of("UA", categories=["workday"]), date(2026, 8, 24), "Independence Day"),
        (of("CN"), date(2024, 10, 1), "National Day"),
        (of("CN"), date(2024, 2, 4), ""),  # a Sunday to make up for the spring festival
        (of("EG"), date(2026, 7, 24), "Friday"),
        (of("EG"), date(2026, 7, 26), ""),  # a Sunday
        (of("EG"), date(2027, 5, 18), "Eid al-Adha (estimated)"),
        (of("DE", "BY"), date(2026, 1, 6), "Epiphany"),
        (of("DE"), date(2026, 1, 6), ""),
        (CHINA, date(2024, 2, 4), "stocktaking"),  # the shop's own days before the country's
        (CHINA, date(2024, 10, 1), ""),
        (CHINA, date(2024, 10, 2), "National Day"),
        (attrs.evolve(of("PL"), weekend={SUNDAY}), date(2026, 7, 25), ""),
        (BusinessCalendar(holidays=[GOOD]), GOOD, "closed"),
        (BusinessCalendar(holidays={GOOD: ""}), GOOD, "closed"),
        (BusinessCalendar(holidays={date(2026, 7, 26): "Founders' Day"}), date(2026, 7, 26), "Founders' Day"),  # a Sunday
        (BusinessCalendar(holidays={GOOD: "Founders' Day"}, working_days=[GOOD]), GOOD, ""),
    ],
    ids=str,
)
def test_a_closed_day_is_explained_by_its_holiday_or_its_weekday_and_an_open_one_not(calendar: BusinessCalendar, day: date, why: str) -> None:
    assert (calendar.closed_because(day), calendar.is_business_day(day)) == (why, not why)


@pytest.mark.parametrize("place", ["PL", "US", "UA", "CN", "EG", "DE-BY", "MY-02"])
def test_a_country_is_closed_when_its_data_says_so_and_counted_over(place: str) -> None:
    calendar = of(*place.split("-"))
    data = holidays.country_holidays(*place.split("-"), years=range(2018, 2032))
    assert [day for day in span(date(2019, 1, 1), date(2030, 12, 31)) if calendar.is_business_day(day) != data.is_working_day(day)] == []
    for day, n in product(span(date(2024, 1, 25), date(2024, 2, 25)), (-60, -1, 2, 40)):
        INVERSE(calendar, day, n, n)


def test_a_country_calendar_is_a_value_that_can_be_pickled_and_shared_between_threads() -> None:
    assert pickle.loads(pickle.dumps(of("DE", "BY"))) == of("DE", "BY") != of("DE") != BusinessCalendar()
    assert pickle.loads(pickle.dumps(of("DE", "BY"))).closed_because(date(2026, 1, 6)) == "Epiphany"
    assert [pickle.loads(pickle.dumps(BusinessCalendar(strict=strict))).strict for strict in (True, False)] == [True, False]
    THREADS(of("CN"), date(2024, 2, 9), 0, 10)


def test_names_of_holidays_do_not_depend_on_the_language_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("en_US", "uk", "pl"):
        monkeypatch.setenv("LANGUAGE", language)
        assert of("PL").closed_because(date(2026, 11, 11)) == "National Independence Day"


def test_the_version_of_the_data_is_that_of_the_package_and_there_is_none_without_a_country() -> None:
    assert of("PL").data_version == f"holidays {version('holidays')}"
    assert (BusinessCalendar().data_version, BusinessCalendar().warnings(date.min, date.max)) == ("", ())


def test_joined_calendars_have_every_version_of_their_data(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(of("PL").source), "version", lambda country: f"data of {country.id}")
    assert (of("US") | of("PL") | BusinessCalendar()).data_version == "data of PL, data of US"


def test_calendars_that_differ_mostly_have_different_hashes() -> None:
    assert len({hash(each) for each in (BusinessCalendar(), BusinessCalendar(strict=True), of("PL"), BusinessCalendar(holidays=[GOOD]))}) > 1


def test_rich_shows_every_part_of_a_calendar_by_its_name() -> None:
    shop = BusinessCalendar(holidays={GOOD: "Founders' Day"}, working_days=[SATURDAY_25], closures=[Closure.on("stocktaking", GOOD)], strict=True)
    assert dict(shop.__rich_repr__()) == {
        "weekend": ["Saturday", "Sunday"],
        "source": None,
        "data_version": "",
        "holidays": {GOOD: "Founders' Day"},
        "working_days": [SATURDAY_25],
        "closures": [str(Closure.on("stocktaking", GOOD))],
        "strict": True,
    }


def test_the_day_before_a_table_is_answered_as_any_other() -> None:
    shop = BusinessCalendar()
    assert shop.is_business_day(GOOD)
    before = date.fromordinal(shop._table[0])
    closed = BusinessCalendar(holidays=[before])
    assert closed.is_business_day(GOOD)
    assert closed._table[0] == before.toordinal()
    assert (closed.is_business_day(before), closed.add(before, 0) > before, closed.count(before, before + DAY)) == (False, True, 1)
    assert shop._table[0] == before.toordinal()
    assert shop.add(before, -1) == date(2025, 12, 30)
    other = BusinessCalendar()
    assert other.is_business_day(GOOD)
    assert other._table[0] == before.toordinal()
    assert other.count(before + 9 * DAY, before) == -7  # from a Friday to a Wednesday


def test_the_days_beside_a_table_that_can_grow_no_more_are_answered_as_any_other() -> None:
    shop, fresh = BusinessCalendar(), BusinessCalendar()
    shop.count(date(1600, 1, 1), date(1999, 12, 31))
    shop.count(date(1600, 1, 1), date(2000, 12, 31))
    base, ranks, _ = shop._table
    before, after = date.fromordinal(base), date.fromordinal(base + len(ranks))
    assert after.year - before.year == 402  # the table is as long as one may be
    inside = [before + 20 * DAY, after - 20 * DAY]
    pairs = [(inside[0], before), (inside[1], after), (before, inside[0]), (after, inside[1])]
    assert [shop.count_many([a], [b]) for a, b in pairs] == [[fresh.count(a, b)] for a, b in pairs]
    assert shop._table[0] == base  # it grew no more


@pytest.mark.heavy  # tables of ten thousand years
def test_counts_over_thousands_of_years_are_undone() -> None:
    shop = BusinessCalendar()
    for n in (250_000, 2_000_000):
        there, back = shop.add(date.min, n), shop.add(date.max, -n)
        assert (shop.count(date.min, there), shop.count(date.max, back)) == (n, -n)


def test_a_table_that_grows_to_the_first_year_holds_it() -> None:
    shop = BusinessCalendar()
    assert shop.count(date(300, 1, 1), date(300, 1, 8)) == 5
    assert shop.count(date.min, date(1, 1, 8)) == 5
    assert [shop.is_business_day(date(1, 1, day)) for day in range(1, 8)] == [True] * 5 + [False] * 2


def test_the_days_of_a_closure_are_those_from_the_first_asked_for_to_the_last() -> None:
    fridays = Closure.recurring("Fridays", "DTSTART:20260102 RRULE:FREQ=WEEKLY")
    asked = [(date(2026, 1, 2), date(2026, 1, 9)), (date(2026, 1, 3), date(2026, 1, 8)), (date(2026, 1, 2), date(2026, 1, 2))]
    assert [sorted(fridays.days(*each)) for each in asked] == [[date(2026, 1, 2), date(2026, 1, 9)], [], [date(2026, 1, 2)]]
    first = Closure.recurring("the first of all", "DTSTART:00010101 RRULE:FREQ=YEARLY")
    assert sorted(first.days(date.min, date(2, 1, 1))) == [date.min, date(2, 1, 1)]
    assert "frozenset" not in repr(first)
    yearly = Closure.yearly("New Year", (12, 31), (1, 1))
    assert [*yearly.days(date(2026, 1, 2), date(2026, 12, 30))] == []
    assert [*yearly.days(date(2026, 1, 1), date(2026, 12, 31))] == [date(2026, 1, 1), date(2026, 12, 31)]


def test_a_moment_among_days_that_have_names_is_refused() -> None:
    with pytest.raises(CalendarError, match=r"a day is a datetime\.date"):
        BusinessCalendar(holidays={GOOD: "a day", datetime(2026, 7, 23): "a moment"})


@pytest.mark.heavy  # likewise
def test_the_days_of_all_years_are_counted_over_every_table_that_it_takes() -> None:
    every, none = BusinessCalendar(weekend=()), BusinessCalendar()
    assert every.count(date.min, date.max) == 3_652_058
    assert every.count(date.max, date.min) == -3_652_058
    assert none.count(date.min, date.max) == none.count(date.min, GOOD) + none.count(GOOD, date.max)


@pytest.mark.parametrize(
    ("country", "first", "last", "warned"),
    [
        ("PL", date(2020, 1, 1), date(2035, 12, 31), {}),
        ("UA", date(2022, 2, 1), date(2022, 12, 31), {2022: "a part of the year only"}),
        ("UA", date(2021, 12, 1), date(2023, 1, 10), {2022: "a part of the year only", 2023: "no holidays are known"}),
        ("UA", date(2027, 1, 31), date(2026, 12, 1), {2026: "no holidays are known", 2027: "no holidays are known"}),  # as add counts backwards too
        ("PL", date(2100, 12, 1), date(2101, 1, 31), {2101: "no holidays are known"}),
        ("PL", date.max, date.max, {9999: "no holidays are known"}),
        ("PL", date.min, date.min, {1: "no holidays are known"}),
    ],
    ids=str,
)
def test_a_warning_names_each_year_whose_holidays_are_not_known(country: str, first: date, last: date, warned: dict[int, str]) -> None:
    found = of(country).warnings(first, last)
    for text, (year, words) in zip(found, warned.items(), strict=True):
        assert text.startswith(f"calendar {country}, weekend Sa-Su: ")
        assert f" {year}" in text
        assert words in text


def test_a_calendar_without_a_country_does_not_import_the_holidays_package() -> None:
    code = """
import sys
from datetime import date
from warranty_rules import BusinessCalendar
calendar = BusinessCalendar(holidays={date(2026, 7, 22): "Founders' Day"})
calendar.add(date(2026, 7, 20), 300)
calendar.warnings(date(2026, 1, 1), date(2027, 1, 1))
assert "holidays" not in sys.modules
"""
    source = str(Path(calendars.__file__).parents[1])
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": source}, check=False)
    assert done.returncode == 0, done.stderr


# Closures of one's own.

CLOSED = [
    (Closure.on("stocktaking", date(2026, 7, 1)), ["2026-07-01"], "stocktaking: 2026-07-01"),
    (Closure.on("works", date(2026, 7, 31), date(2026, 8, 2)), ["2026-07-31", "2026-08-01", "2026-08-02"], "works: 2026-07-31 to 2026-08-02"),
    (Closure.yearly("anniversary", (5, 9)), ["2025-05-09", "2026-05-09", "2027-05-09"], "anniversary: every year 05-09"),
    (Closure.yearly("leap day", (2, 29)), [], "leap day: every year 02-29"),
    (
        Closure.yearly("between the years", (12, 31), (1, 1)),
        ["2025-01-01", "2025-12-31", "2026-01-01", "2026-12-31", "2027-01-01", "2027-12-31"],
        "between the years: every year 12-31 to 01-01",
    ),
    (
        Closure.recurring("staff day", "dtstart:20261001 rrule:freq=monthly;byday=1mo;count=2"),
        ["2026-10-05", "2026-11-02"],
        "staff day: DTSTART:20261001 RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=2",
    ),
    (
        Closure.recurring("fair", rrule(YEARLY, byeaster=0, dtstart=datetime(2025, 1, 1, 9, 30))),
        ["2025-04-20", "2026-04-05", "2027-03-28"],
        "fair: DTSTART:20250101T093000 RRULE:FREQ=YEARLY;BYEASTER=0",
    ),
]


@pytest.mark.parametrize(("closure", "days", "words"), CLOSED, ids=str)
def test_a_closure_closes_its_days_and_no_others(closure: Closure, days: list[str], words: str) -> None:
    calendar, (first, last) = BusinessCalendar((), closures=[closure]), (date(2025, 1, 1), date(2027, 12, 31))
    assert [day.isoformat() for day in span(first, last) if not calendar.is_business_day(day)] == days
    assert {calendar.skipped(date.fromisoformat(day)) for day in days} == {
        Skipped(date.fromisoformat(day), Reason.CLOSURE, closure.name) for day in days
    }
    assert str(closure) == words
    assert calendar.id == f"no country, weekend none, closed for {words}"
    assert pickle.loads(pickle.dumps(calendar)) == BusinessCalendar((), closures=iter([closure, closure]))


START = "DTSTART:20260101 RRULE:"
NO_RULES = [
    "FREQ=DAILY",
    "RRULE:FREQ=DAILY",
    "DTSTART:5 RRULE:FREQ=DAILY",
    START,
    f"{START}FREQ=",
    f"{START}FREQ=HOURLY",
    f"{START}FREQ=DAILY;BYHOUR=1,2",
]
NO_RULES += [
    f"{START}FREQ=DAILY;INTERVAL=0",
    f"{START}FREQ=DAILY;INTERVAL=00",
    f"{START}FREQ=DAILY;INTERVAL=-1",
    f"{START}FREQ=DAILY RRULE:FREQ=SECONDLY",
]
NO_RULES += [
    f"{START}FREQ=DAILY;INTERVAL=+0",
    f"{START}FREQ=MONTHLY;BYMONTHDAY=0",
    f"{START}FREQ=MONTHLY;BYMONTHDAY=1,0",
    f"{START}FREQ=DAILY;BYSETPOS=2",
]
NO_RULES += [
    f"{START}FREQ={rule}" for rule in ("YEARLY;BYDAY=+100MO", "MONTHLY;BYDAY=+9MO", "YEARLY;BYEASTER=9999", "YEARLY;BYMONTH=13", "YEARLY;BYWEEKNO=60")
]
NO_RULES += [f"{START}FREQ={rule}" for rule in ("YEARLY;BYMONTH=2;BYMONTHDAY=30", "DAILY;BYMONTHDAY=1", "WEEKLY;COUNT=0", "WEEKLY;COUNT=-5")]
NO_RULES += [f"{START}FREQ=WEEKLY;BYDAY=XX", f"{START}FREQ=DAILY;COUNT=x", "DTSTART;TZID=Europe/Warsaw:20260101T000000 RRULE:FREQ=DAILY", ""]


NO_CLOSURES: list[tuple[Callable[[Any], object], Any, str]] = (
    [(lambda name: Closure.on(name, GOOD), name, "a closure has a name") for name in ("", " ", None, 5)]
    + [(lambda day: Closure.on("x", day), day, r"datetime\.date") for day in (datetime(2026, 7, 1), "2026-07-01", None)]
    + [(lambda last: Closure.on("x", GOOD, last), GOOD - DAY, "exchange them")]
    + [
        (lambda at: Closure.yearly("x", at), at, "such as \\(12, 24\\)")
        for at in ((2, 30), (13, 1), (0, 1), (1, 0), (1,), [1, 2, 3], "12-24", 5, (1.0, 2), (True, 1))
    ]
    + [(lambda rule: Closure.recurring("x", rule), rule, "with DTSTART and FREQ=WEEKLY") for rule in (*NO_RULES, 5, None)]
    + [(lambda closures: BusinessCalendar(closures=closures), closures, r"Closure\.on") for closures in (5, ["x"], [GOOD], Closure.on("x", GOOD))]
)


@pytest.mark.parametrize(("make", "given_", "match"), NO_CLOSURES, ids=lasting)
def test_what_is_no_closure_is_refused_with_what_is(make: Callable[[Any], object], given_: Any, match: str) -> None:
    with pytest.raises(CalendarError, match=match):
        make(given_)


def test_the_last_day_of_a_closure_is_looked_at_as_the_first_is() -> None:
    moment, day = datetime(2026, 7, 1, 12), Holiday(2026, 7, 1)
    for first, last in ((GOOD, moment), (moment, GOOD)):
        with pytest.raises(CalendarError, match=r"datetime\.date"):
            Closure.on("works", first, last)
    for at, until in (((1, 1), (2, 30)), ((2, 30), (3, 1))):
        with pytest.raises(CalendarError, match=r"such as \(12, 24\)"):
            Closure.yearly("works", at, until)
    once, yearly = Closure.on("works", day, day), Closure.yearly("works", [7, 1], [7, 2])  # type: ignore[arg-type]  # as documents have them
    assert {once, yearly} == {Closure.on("works", date(2026, 7, 1)), Closure.yearly("works", (7, 1), (7, 2))}
    assert {type(each) for each in vars_of(once)} == {str, date}


def vars_of(value: Any) -> list[object]:
    return [getattr(value, field.name) for field in attrs.fields(type(value))]


def test_a_rule_of_the_standard_for_days_is_read_and_its_days_are_the_same_whatever_was_asked_before() -> None:
    rule = Closure.recurring("Mondays", "DTSTART;VALUE=DATE:20260105 RRULE:FREQ=WEEKLY;BYDAY=MO")
    far, near = [list(rule.days(date(year, 1, 1), date(year, 12, 31))) for year in (2090, 2026)]
    again = Closure.recurring("Mondays", "DTSTART:20260105 RRULE:FREQ=WEEKLY;BYDAY=MO")
    assert [sorted(far), sorted(near)] == [sorted(again.days(date(year, 1, 1), date(year, 12, 31))) for year in (2090, 2026)]
    assert (again, hash(again), pickle.loads(pickle.dumps(again))) == (rule, hash(rule), rule)
    workdays = BusinessCalendar(closures=[Closure.recurring("August", "DTSTART:20000101 RRULE:FREQ=DAILY;BYMONTH=8;BYDAY=MO,TU,WE,TH,FR")])
    assert len([s for s in workdays.explain(date(2026, 1, 1), date(2027, 1, 1)).skipped if s.reason is Reason.CLOSURE]) == 21


@pytest.mark.heavy  # follows a daily rule to the end of all days
def test_a_calendar_without_an_open_day_is_refused_and_not_looped_over() -> None:
    shut = BusinessCalendar(closures=[Closure.recurring("always", f"{START}FREQ=DAILY")])
    for ask in (shut.next, lambda day: shut.add(day, 0), lambda day: shut.roll(day, Roll.FOLLOWING)):
        with pytest.raises(CalendarError, match="check the calendar's closed days"):
            ask(GOOD)
    assert (shut.previous(GOOD), shut.count(GOOD, date(2126, 1, 1))) == (date(2025, 12, 31), 0)


def test_a_modified_roll_stays_in_the_month_of_its_year() -> None:
    rebuilt = BusinessCalendar(closures=[Closure.on("rebuilding", date(2026, 8, 15), date(2027, 8, 20))])
    assert rebuilt.roll(date(2026, 8, 20), Roll.MODIFIED_FOLLOWING) == date(2026, 8, 14)
    assert rebuilt.roll(date(2027, 8, 20), Roll.MODIFIED_PRECEDING) == date(2027, 8, 23)
    for end in (rebuilt.first_of_month, rebuilt.last_of_month):
        with pytest.raises(CalendarError, match="2026-09 has no business day"):
            end(2026, 9)
    assert (rebuilt.last_of_month(2026, 8), rebuilt.first_of_month(2027, 8)) == (date(2026, 8, 14), date(2027, 8, 23))
    strict = of("PL", strict=True, closures=[Closure.on("the end", date(2100, 12, 31))])
    assert strict.roll(date(2100, 12, 31), Roll.MODIFIED_FOLLOWING) == date(2100, 12, 30)
    assert BusinessCalendar({FRIDAY, SATURDAY}).roll(date.max, Roll.MODIFIED_FOLLOWING) == date(9999, 12, 30)


def test_a_modified_roll_goes_as_far_as_the_first_day_and_the_last_of_its_month() -> None:
    shop = BusinessCalendar()
    assert shop.roll(date(2026, 5, 2), Roll.MODIFIED_PRECEDING) == date(2026, 5, 1)  # a Friday
    assert shop.roll(date(2026, 8, 29), Roll.MODIFIED_FOLLOWING) == date(2026, 8, 31)  # a Monday


def test_only_the_days_in_question_are_warned_of() -> None:
    assert (of("PL").month(1925, 1).warnings, of("PL").explain(date(1924, 12, 31), date(1925, 1, 5)).warnings) == ((), ())
    assert len(of("UA").month(2023, 1).warnings) == 1
    assert of("UA").explain(date(2023, 1, 1), date(2023, 1, 1)).warnings == ()


def test_a_closure_may_recur_by_the_day_the_week_the_month_and_the_year_at_once() -> None:
    text = "DTSTART:20260105 " + " ".join(f"RRULE:FREQ={often};COUNT=2" for often in ("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
    days = Closure.recurring("works", text).days(date(2026, 1, 1), date(2028, 1, 1))
    assert sorted(days) == [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 12), date(2026, 2, 5), date(2027, 1, 5)]


def test_a_rule_may_begin_on_a_leap_day_before_a_year_without_one_and_in_a_zone_of_which_nothing_is_made() -> None:
    leap = Closure.recurring("works", "DTSTART:20920229 RRULE:FREQ=DAILY;COUNT=2")
    assert sorted(leap.days(date(2092, 1, 1), date(2100, 12, 31))) == [date(2092, 2, 29), date(2092, 3, 1)]
    zoned = Closure.recurring("works", "DTSTART:20260101T233000Z RRULE:FREQ=DAILY;COUNT=2")
    assert sorted(zoned.days(date(2025, 1, 1), date(2027, 1, 1))) == [date(2026, 1, 1), date(2026, 1, 2)]


def test_a_rule_that_cannot_be_followed_after_some_years_is_refused() -> None:
    text = "DTSTART:20260101 RRULE:FREQ=YEARLY;BYEASTER=275"
    assert next(iter(rrulestr(text.replace(" ", "\n")))).year == 2027  # it begins, and goes beyond a year after a late Easter
    with pytest.raises(CalendarError, match="out of range"):
        Closure.recurring("works", text)


def test_a_rule_without_an_end_goes_on_as_far_as_it_is_asked() -> None:
    calendar = BusinessCalendar(closures=[Closure.recurring("Fridays", f"{START}FREQ=WEEKLY;BYDAY=FR;INTERVAL=10")])
    for weeks in range(0, 5_000, 7):
        assert calendar.is_business_day(date(2026, 1, 2) + weeks * 7 * DAY) is (weeks % 10 != 0)


# Calendars joined.


def test_joined_calendars_keep_their_weekends_and_names() -> None:
    poland, egypt = of("PL"), of("EG")
    either, both = poland | egypt, egypt & poland
    assert (either.weekend, both.weekend) == ({FRIDAY, SATURDAY, SUNDAY}, {SATURDAY})
    assert (either.id, both.id) == (
        "(EG, weekend Fr-Sa) | (PL, weekend Sa-Su), weekend Fr-Su",
        "(EG, weekend Fr-Sa) & (PL, weekend Sa-Su), weekend Sa",
    )
    assert [either.closed_because(day) for day in (date(2026, 11, 11), date(2026, 11, 13), date(2026, 11, 15))] == [
        "National Independence Day",
        "Friday",
        "Sunday",
    ]
    assert either.data_version == both.data_version == of("PL").data_version
    assert (poland & of("DE")).closed_because(date(2026, 12, 25)) == "Christmas Day"  # a Friday, and closed by both
    with pytest.raises(CalendarError, match="^calendars that are joined keep their own weekends: .* again$"):
        attrs.evolve(either, weekend={SUNDAY})
    with pytest.raises(CalendarError, match="not all seven"):
        BusinessCalendar({5, 6}) | BusinessCalendar({0, 1, 2, 3, 4})  # noqa: B018
    for other in (None, {SUNDAY}):
        with pytest.raises(CalendarError, match="joined with a calendar"):
            poland | other  # type: ignore[operator]


# Asked about many days, and months.


def test_many_are_refused_with_the_place_of_the_first_that_is() -> None:
    shop = BusinessCalendar()
    with pytest.raises(CalendarError, match=r"^at place 1: a day is a datetime\.date; got '2026-07-22'"):
        shop.add_many([GOOD, "2026-07-22", None], 1)  # type: ignore[list-item]
    with pytest.raises(CalendarError, match=r"^at place 2: no business day 1 from 9999-12-31"):
        shop.add_many([GOOD, GOOD, date.max], 1)
    with pytest.raises(CalendarError, match=r"^at place 0: .*datetime\(2026, 7, 22"):
        shop.count_many([datetime(2026, 7, 22)], [GOOD])
    with pytest.raises(CalendarError, match="got 1 and 2"):
        shop.count_many([GOOD], [GOOD, GOOD])
    for bad in (5, None):
        with pytest.raises(CalendarError, match="collection of datetime"):
            shop.add_many(bad, 1)  # type: ignore[arg-type]
    for n in (True, 1.0, "1"):
        with pytest.raises(CalendarError, match="whole number"):
            shop.add_many([GOOD], n)  # type: ignore[arg-type]
    assert (shop.add_many([], 3), shop.count_many([], [])) == ([], [])


@pytest.mark.heavy  # likewise
def test_many_days_from_all_ages_are_answered_as_one_by_one() -> None:
    asked = [date.min, GOOD, date(9999, 1, 1), date(1500, 2, 28)]
    shop = BusinessCalendar()
    assert shop.add_many(asked, 5) == [shop.add(day, 5) for day in asked]
    assert shop.count_many(asked, asked[::-1]) == [shop.count(a, b) for a, b in zip(asked, asked[::-1], strict=True)]


class Holiday(date):
    """A day of a class of its own."""


def test_a_day_of_another_class_is_answered_with_a_plain_one() -> None:
    day, shop = Holiday(2026, 7, 22), BusinessCalendar(holidays=[Holiday(2026, 7, 23)])
    assert [type(found) for found in (shop.add(day, 1), shop.add(day, 0), shop.roll(day, Roll.FOLLOWING), *shop.add_many([day], 1))] == [date] * 4
    assert (shop.add(day, 1), shop.count(day, Holiday(2026, 7, 24)), shop.is_business_day(day)) == (date(2026, 7, 24), 1, True)


NO_MONTHS: list[tuple[Any, Any]] = [(2026, 0), (2026, 13), (True, 1), (0, 1), (10_000, 1), ("2026", 7), (2026, None), (2026, 7.0)]


@pytest.mark.parametrize(("year", "month"), NO_MONTHS)
def test_what_is_no_month_is_refused(year: Any, month: Any) -> None:
    for ask in (BusinessCalendar().first_of_month, BusinessCalendar().last_of_month, BusinessCalendar().month):
        with pytest.raises(CalendarError, match="a month is a year 1 to 9999 and a month 1 to 12"):
            ask(year, month)


def test_the_ends_of_all_months_are_answered_or_refused() -> None:
    shop = BusinessCalendar()
    assert (shop.first_of_month(1, 1), shop.last_of_month(9999, 12)) == (date(1, 1, 1), date(9999, 12, 31))
    assert (shop.month(1, 2).counted, shop.month(9999, 12).counted) == (20, 23)
    with pytest.raises(CalendarError, match="^the first of all months has no day before it to count from: ask for a later one$"):
        shop.month(1, 1)


def test_a_month_whose_first_day_alone_is_open_has_it_at_both_ends() -> None:
    first = date(2026, 7, 1)
    shop = BusinessCalendar(closures=[Closure.on("works", first + DAY, date(2026, 7, 31))])
    assert (shop.first_of_month(2026, 7), shop.last_of_month(2026, 7)) == (first, first)


@pytest.mark.parametrize("strict", [1, None, "yes"])
def test_strict_is_yes_or_no(strict: Any) -> None:
    with pytest.raises(CalendarError, match=rf"^strict is True or False; got {strict!r}$"):
        BusinessCalendar(strict=strict)


@pytest.mark.parametrize("how", ["following", None, 1, True])
def test_a_roll_is_one_of_those_named(how: Any) -> None:
    with pytest.raises(CalendarError, match=rf"such as Roll\.FOLLOWING; got {how!r}$"):
        BusinessCalendar().roll(GOOD, how)


# Words.

PAGE = """
July 2026: 20 business days
 Mo  Tu  We  Th  Fr  Sa  Su
          1   2   3#  4#  5#
  6#  7   8   9  10  11. 12.
 13  14  15  16  17  18. 19.
 20  21  22* 23  24  25^ 26.
 27  28  29  30  31*
  ^  25 Jul 2026  make-up day
  #  3 Jul - 6 Jul 2026  closure: works
  *  22 Jul 2026  holiday: Founders' Day
  *  31 Jul 2026  holiday: closed
  .  weekend
""".strip()
MADE = BusinessCalendar(
    {SATURDAY, SUNDAY},
    {date(2026, 7, 22): "Founders' Day", date(2026, 7, 31): ""},
    [date(2026, 7, 25)],
    [Closure.on("works", date(2026, 7, 3), date(2026, 7, 6))],
)
COUNTED_OUT = """
2 business days after 31 Dec 2025, up to 5 Jan 2026; not counted:
  1 Jan 2026          holiday: New Year's Day
  3 Jan - 4 Jan 2026  weekend
""".strip()
LONG = """
6 business days before 27 Jul 2026, back to 17 Jul 2026; not counted:
  22 Jul 2026  holiday: Founders' Day
  3 days       weekends
""".strip()


def test_a_month_is_drawn_like_this() -> None:
    assert str(MADE.month(2026, 7)) == PAGE
    assert str(of("UA").month(2026, 7)).splitlines()[-1] == f"  note    {of('UA').warnings(GOOD, GOOD)[0]}"
    assert str(BusinessCalendar(()).month(2026, 2)).splitlines() == ["February 2026: 28 calendar days", " Mo  Tu  We  Th  Fr  Sa  Su", *FEBRUARY]


FEBRUARY = [
    "                          1",
    "  2   3   4   5   6   7   8",
    "  9  10  11  12  13  14  15",
    " 16  17  18  19  20  21  22",
    " 23  24  25  26  27  28",
]


YEARS_END = of("PL", closures=[Closure.yearly("shop closed", (12, 28), (1, 2))])
NEW_YEAR = """
7 business days after 18 Dec 2026, up to 8 Jan 2027; not counted:
  24 Dec 2026               holiday: Christmas Eve
  25 Dec 2026               holiday: Christmas Day
  26 Dec 2026               holiday: Second Day of Christmas
  28 Dec 2026 - 2 Jan 2027  closure: shop closed
  6 Jan 2027                holiday: Epiphany
  4 days                    weekends
""".strip()


def test_a_count_is_explained_like_this() -> None:
    assert str(of("US").explain(date(2025, 12, 31), date(2026, 1, 5))) == COUNTED_OUT
    assert str(MADE.explain(date(2026, 7, 27), date(2026, 7, 17))) == LONG
    assert str(YEARS_END.explain(date(2026, 12, 18), date(2027, 1, 8))) == NEW_YEAR
    assert str(BusinessCalendar().explain(date(2026, 7, 20), date(2026, 7, 21))) == "1 business day after 20 Jul 2026, up to 21 Jul 2026"
