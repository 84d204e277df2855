"""Periods, terms and windows: which day is the last, which the first, and where an answer turns."""

import pickle
import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise, product
from typing import Any

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import example, given, settings
from hypothesis import strategies as st
from naming import lasting
from profiles import scaled

from warranty_rules import NONE, UNKNOWN, BusinessCalendar, Claim, Condition, Day, Record, Sale, Term, Whole, Window, YesNo, clean, days, months
from warranty_rules import periods
from warranty_rules.clocks import DueDates
from warranty_rules.completions import relevant, truth
from warranty_rules.errors import CalendarError, LogicError, PolicyError, shown
from warranty_rules.facts import Fact
from warranty_rules.calendars import Roll
from warranty_rules.policies import icenter
from warranty_rules.periods import (
    Edge,
    Expired,
    LastDay,
    MonthEnd,
    NotYet,
    Period,
    StartDay,
    business_days,
    least_reaching,
    longest,
    months_on,
    remainder,
    shortest,
    within,
    years,
)

CLAMP, ROLL_OVER = MonthEnd.CLAMP, MonthEnd.ROLL_OVER
COVERED, FIRST_OUT = LastDay.COVERED, LastDay.FIRST_OUT
DAY = timedelta(days=1)

Values = dict[Fact[Any], Any]
Wrong = Callable[[Any], Callable[..., Any]]


class Rental(Record):
    """A rented boat, with a guarantee."""

    signed_on: Day = Day("When was the contract signed?", "office", says="signed on {}")
    handed_over: Day = Day("When was it handed over?", "pier", says="handed over on {}")
    returned: Day = Day("When did it come back?", "pier", says="returned on {}")
    guarantee: Whole = Whole("How long is the guarantee?", "contract", says="guaranteed for {}", unit="months")
    trial: Whole = Whole("How long is the trial?", "contract", says="tried for {}", unit="months")
    balance: Whole = Whole("What is owed?", "ledger", says="owed {}", unit="coins", least=-1000)
    damaged: YesNo = YesNo("Is it damaged?", "pier", yes="damaged", no="whole")


SIGNED, HANDED_OVER, RETURNED, GUARANTEE, TRIAL = Rental.signed_on, Rental.handed_over, Rental.returned, Rental.guarantee, Rental.trial


def on(text: str) -> date:
    """Read a day such as 31 Jan 2026."""
    return datetime.strptime(text, "%d %b %Y").date()


def span(first: date, last: date) -> list[date]:
    """List the days from first to last, both included."""
    return [date.fromordinal(at) for at in range(max(first.toordinal(), 1), last.toordinal() + 1)]


# The laws of months and terms. Each takes a day and two numbers, and uses what it needs.


def beyond(start: date, n: int) -> bool:
    return not 12 <= start.year * 12 + start.month - 1 + n < 12 * 10_000


def law_months_are_those_of_relativedelta(start: date, n: int, more: int) -> None:
    assert periods.months_on(start, n) == ((date.max if n > 0 else date.min) if beyond(start, n) else start + relativedelta(months=n))


def law_rolling_over_gives_the_first_of_the_next_month_exactly_where_clamping_clamps(start: date, n: int, more: int) -> None:
    clamped, rolled = periods.months_on(start, n), periods.months_on(start, n, ROLL_OVER)
    assert rolled == (clamped if beyond(start, n) or clamped.day == start.day else clamped + DAY)
    assert beyond(start, n) or rolled.day in (start.day, 1)


def law_both_lengths_of_a_term_are_counted_from_the_original_date(start: date, n: int, more: int) -> None:
    store, more = abs(n), abs(more)
    for last_day, out in ((COVERED, 0 * DAY), (FIRST_OUT, DAY)):
        term = Term(months(more), after=months(store), last_day=last_day)
        assert term.last(start, {}) == start + relativedelta(months=store + more) - out
        assert term.first(start, {}) == (start + relativedelta(months=store) + DAY - out if store else start)


def law_a_term_begins_on_the_day_after_the_last_covered_day_of_what_runs_first(start: date, n: int, more: int) -> None:
    for month_end, last_day, unit in product(MonthEnd, LastDay, (months, days)):
        before, then = Term(unit(abs(n) or 1), None, month_end, last_day), Term(unit(abs(more)), unit(abs(n) or 1), month_end, last_day)
        assert then.first(start, {}) == before.last(start, {}) + DAY


MONTHS, ROLLING, LENGTHS, NEXT = LAWS = [law for name, law in globals().items() if name.startswith("law_")]
ODD_DAYS = [on("31 Jan 2023"), on("31 Jan 2026"), on("30 Nov 2027"), on("29 Feb 2024"), on("28 Feb 2023")]
RECENT = st.one_of(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.sampled_from(ODD_DAYS))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: str(law.__name__))
@given(start=RECENT, n=st.integers(-50, 50), more=st.integers(-50, 50))
def test_law(law: Callable[..., None], start: date, n: int, more: int) -> None:
    law(start, n, more)


@given(start=st.dates(), n=st.integers(-130_000, 130_000))
@example(date.max, 0)
@example(date(9999, 12, 1), 1)
@example(date(9999, 10, 31), 1)
@example(date(2026, 1, 31), 10**30)
@example(date.min, -1)
@example(date(1, 2, 28), -1)
def test_months_stop_at_the_ends_of_the_calendar(start: date, n: int) -> None:
    MONTHS(start, n, 0)
    ROLLING(start, n, 0)


def chained(real: Callable[..., date]) -> Callable[..., date]:
    """Count month by month, each from the last."""

    def months_on(start: date, n: int, month_end: MonthEnd = CLAMP) -> date:
        for _ in range(abs(n)):
            start = real(start, 1 if n > 0 else -1, month_end)
        return start

    return months_on


SABOTAGES: list[tuple[str, Any, str, Wrong, list[Callable[..., None]]]] = [
    ("chained", periods, "months_on", chained, [MONTHS, ROLLING, LENGTHS]),
    ("thirty days each", periods, "months_on", lambda _: lambda start, n, end=CLAMP: start + 30 * n * DAY, [MONTHS, ROLLING, LENGTHS]),
    ("at most the 28th", periods, "months_on", lambda on_: lambda start, n, end=CLAMP: on_(start.replace(day=min(start.day, 28)), n, end), [MONTHS]),
    ("a month less back", periods, "months_on", lambda on_: lambda start, n, end=CLAMP: on_(start, n + (n < 0), end), [MONTHS]),
    ("always clamped", periods, "months_on", lambda on_: lambda start, n, end=CLAMP: on_(start, n), [ROLLING]),
    ("always rolled over", periods, "months_on", lambda on_: lambda start, n, end=CLAMP: on_(start, n, ROLL_OVER), [MONTHS, ROLLING, LENGTHS]),
    ("a length from the first covered day", Term, "last", lambda _: lambda t, s, v: t._last(t.first(s, v), t.length, v), [LENGTHS]),
    ("a length from the end of the other", Term, "last", lambda _: lambda t, s, v: t._last(t._last(s, t.after, v), t.length, v), [LENGTHS]),
    ("both on the last day", Term, "first", lambda first: lambda t, s, v: first(t, s, v) - (DAY if t.after else 0 * DAY), [LENGTHS, NEXT]),
    ("neither on the day it ends", Term, "first", lambda first: lambda t, s, v: first(t, s, v) + (t.last_day is FIRST_OUT) * DAY, [LENGTHS, NEXT]),
    ("the day it ends is covered", Term, "_last", lambda _: lambda t, s, p, v: p.end(s, v, t.month_end, t.start_day), [LENGTHS]),
]


@pytest.mark.parametrize(
    ("place", "name", "wrong", "law"),
    [pytest.param(place, name, wrong, law, id=f"{law.__name__}-{what}") for what, place, name, wrong, laws in SABOTAGES for law in laws],
)
def test_the_law_fails_under_the_sabotage(place: Any, name: str, wrong: Wrong, law: Callable[..., None], monkeypatch: pytest.MonkeyPatch) -> None:
    cases = list(product(ODD_DAYS, (-12, -3, -1, 0, 1, 2, 3, 12), (0, 1, 12)))
    monkeypatch.setattr(place, name, wrong(getattr(place, name)))
    with pytest.raises(AssertionError):
        for case in cases:
            law(*case)


# Terms: a table that a lawyer can read.

TERMS = [
    # start          after  length  where a month is too short / the day it ends    first covered   last covered
    ("2 Mar 2026", None, "6 months", CLAMP, COVERED, "2 Mar 2026", "2 Sep 2026"),
    ("2 Mar 2026", None, "6 months", CLAMP, FIRST_OUT, "2 Mar 2026", "1 Sep 2026"),
    ("2 Mar 2026", None, "0 months", CLAMP, COVERED, "2 Mar 2026", "2 Mar 2026"),  # the day itself
    ("2 Mar 2026", None, "0 months", CLAMP, FIRST_OUT, "2 Mar 2026", "1 Mar 2026"),  # nothing
    # month ends
    ("31 Jan 2026", None, "1 months", CLAMP, COVERED, "31 Jan 2026", "28 Feb 2026"),
    ("31 Jan 2026", None, "1 months", CLAMP, FIRST_OUT, "31 Jan 2026", "27 Feb 2026"),
    ("31 Jan 2026", None, "1 months", ROLL_OVER, COVERED, "31 Jan 2026", "1 Mar 2026"),
    ("31 Jan 2026", None, "1 months", ROLL_OVER, FIRST_OUT, "31 Jan 2026", "28 Feb 2026"),
    ("31 Jan 2026", None, "2 months", CLAMP, COVERED, "31 Jan 2026", "31 Mar 2026"),
    ("30 Apr 2026", None, "1 months", CLAMP, COVERED, "30 Apr 2026", "30 May 2026"),  # the same number, not the last of the month
    # leap days
    ("31 Jan 2028", None, "1 months", CLAMP, COVERED, "31 Jan 2028", "29 Feb 2028"),
    ("29 Feb 2024", None, "12 months", CLAMP, COVERED, "29 Feb 2024", "28 Feb 2025"),
    ("29 Feb 2024", None, "12 months", ROLL_OVER, COVERED, "29 Feb 2024", "1 Mar 2025"),
    ("29 Feb 2096", None, "48 months", CLAMP, COVERED, "29 Feb 2096", "28 Feb 2100"),  # 2100 is no leap year
    ("1 Mar 2023", None, "12 months", CLAMP, FIRST_OUT, "1 Mar 2023", "29 Feb 2024"),
    # after the store month: one period from the sale with two lengths, covered from the day after the store month's last covered day
    ("15 Mar 2026", "1 months", "12 months", CLAMP, COVERED, "16 Apr 2026", "15 Apr 2027"),
    ("15 Mar 2026", "1 months", "12 months", CLAMP, FIRST_OUT, "15 Apr 2026", "14 Apr 2027"),
    ("31 Jan 2026", "1 months", "12 months", CLAMP, COVERED, "1 Mar 2026", "28 Feb 2027"),
    ("31 Jan 2023", "1 months", "12 months", CLAMP, COVERED, "1 Mar 2023", "29 Feb 2024"),  # not 28 February
    ("30 Jan 2026", "1 months", "1 months", CLAMP, COVERED, "1 Mar 2026", "30 Mar 2026"),  # not 28 March
    ("31 Jan 2026", "1 months", "12 months", CLAMP, FIRST_OUT, "28 Feb 2026", "27 Feb 2027"),
    ("31 Jan 2026", "1 months", "12 months", ROLL_OVER, COVERED, "2 Mar 2026", "1 Mar 2027"),
    ("31 Jan 2026", "1 months", "12 months", ROLL_OVER, FIRST_OUT, "1 Mar 2026", "28 Feb 2027"),
    ("31 Jan 2026", "1 months", "0 months", CLAMP, COVERED, "1 Mar 2026", "28 Feb 2026"),  # nothing is left
    ("31 Jan 2026", "0 months", "12 months", CLAMP, COVERED, "31 Jan 2026", "31 Jan 2027"),  # nothing runs first
    # calendar days
    ("20 Jul 2026", None, "14 days", CLAMP, COVERED, "20 Jul 2026", "3 Aug 2026"),
    ("20 Feb 2026", None, "10 days", ROLL_OVER, FIRST_OUT, "20 Feb 2026", "1 Mar 2026"),  # no month is too short for days
    ("1 Jan 2026", None, "0 days", CLAMP, COVERED, "1 Jan 2026", "1 Jan 2026"),
    ("1 Jan 2026", "14 days", "90 days", CLAMP, COVERED, "16 Jan 2026", "15 Apr 2026"),
    ("1 Jan 2026", "14 days", "90 days", CLAMP, FIRST_OUT, "15 Jan 2026", "14 Apr 2026"),
]


SHOP = BusinessCalendar(holidays={on("22 Jul 2026"): "Founders' Day"})
COUNTED = StartDay.COUNTED
SOLD = Term(months(12))


def repaired(length: Period, **conventions: Any) -> tuple[Term, Values]:
    """A term that may depend on when a boat was handed over: on 31 Jan 2026."""
    return Term(length, **conventions), {HANDED_OVER: on("31 Jan 2026"), GUARANTEE: 2}


OTHER_TERMS = [
    # start, term and what is known, first and last covered day
    ("29 Feb 2024", repaired(years(1)), "29 Feb 2024", "28 Feb 2025"),
    ("29 Feb 2024", repaired(years(1), month_end=ROLL_OVER), "29 Feb 2024", "1 Mar 2025"),
    ("29 Feb 2024", repaired(years(4)), "29 Feb 2024", "29 Feb 2028"),
    ("31 Mar 2026", repaired(years(GUARANTEE), after=years(1)), "1 Apr 2027", "31 Mar 2029"),
    # business days: the start is not counted, and the last one is an open day
    ("20 Jul 2026", repaired(business_days(3, SHOP)), "20 Jul 2026", "24 Jul 2026"),
    ("18 Jul 2026", repaired(business_days(1, SHOP)), "18 Jul 2026", "20 Jul 2026"),  # from a Saturday
    ("18 Jul 2026", repaired(business_days(0, SHOP)), "18 Jul 2026", "20 Jul 2026"),  # none from a closed day: until the next open one
    ("20 Jul 2026", repaired(business_days(GUARANTEE, SHOP), after=business_days(1, SHOP)), "22 Jul 2026", "24 Jul 2026"),
    ("18 Jul 2026", repaired(business_days(2, SHOP), after=business_days(0, SHOP)), "18 Jul 2026", "21 Jul 2026"),  # nothing runs first
    # the start counts: months end on the day before the same number, where there is none on the last day of the month
    ("1 Mar 2026", repaired(months(1), start_day=COUNTED), "1 Mar 2026", "31 Mar 2026"),
    ("31 Jan 2026", repaired(months(1), start_day=COUNTED), "31 Jan 2026", "28 Feb 2026"),
    ("29 Jan 2026", repaired(months(1), start_day=COUNTED), "29 Jan 2026", "28 Feb 2026"),
    ("28 Jan 2026", repaired(months(1), start_day=COUNTED), "28 Jan 2026", "27 Feb 2026"),
    ("1 Jan 2026", repaired(years(1), start_day=COUNTED), "1 Jan 2026", "31 Dec 2026"),
    ("1 Jan 2026", repaired(days(10), start_day=COUNTED), "1 Jan 2026", "10 Jan 2026"),
    ("1 Jan 2026", repaired(days(0), start_day=COUNTED), "1 Jan 2026", "31 Dec 2025"),
    ("20 Jul 2026", repaired(business_days(3, SHOP), start_day=COUNTED), "20 Jul 2026", "23 Jul 2026"),
    ("18 Jul 2026", repaired(business_days(1, SHOP), start_day=COUNTED), "18 Jul 2026", "20 Jul 2026"),
    ("20 Jul 2026", repaired(business_days(0, SHOP), start_day=COUNTED), "20 Jul 2026", "19 Jul 2026"),
    ("1 Mar 2026", repaired(months(1), after=months(1), start_day=COUNTED), "1 Apr 2026", "30 Apr 2026"),
    # an end on a closed day is moved: 22 Jul 2026 is a holiday, 31 Oct 2026 a Saturday
    ("22 Jun 2026", repaired(months(1), roll=Roll.FOLLOWING, calendar=SHOP), "22 Jun 2026", "23 Jul 2026"),
    ("22 Jun 2026", repaired(months(1), roll=Roll.PRECEDING, calendar=SHOP), "22 Jun 2026", "21 Jul 2026"),
    ("30 Sep 2026", repaired(days(31), roll=Roll.FOLLOWING, calendar=SHOP), "30 Sep 2026", "2 Nov 2026"),
    ("30 Sep 2026", repaired(days(31), roll=Roll.MODIFIED_FOLLOWING, calendar=SHOP), "30 Sep 2026", "30 Oct 2026"),
    ("30 Sep 2026", repaired(months(1), roll=Roll.FOLLOWING, calendar=SHOP), "30 Sep 2026", "30 Oct 2026"),  # a Friday stays
    # the longest and the shortest, each from the same start
    ("31 Jan 2026", repaired(longest(months(3), days(90))), "31 Jan 2026", "1 May 2026"),
    ("31 Jan 2026", repaired(shortest(months(3), days(90))), "31 Jan 2026", "30 Apr 2026"),
    ("1 Jan 2026", repaired(longest(months(GUARANTEE), days(10), shortest(years(1), days(80)))), "1 Jan 2026", "22 Mar 2026"),
    # what is left of a term from 31 Jan 2026, or 90 days from the repair, whichever is longer
    ("1 Mar 2026", repaired(longest(remainder(SOLD, HANDED_OVER), days(90))), "1 Mar 2026", "31 Jan 2027"),
    ("1 Dec 2026", repaired(longest(remainder(SOLD, HANDED_OVER), days(90))), "1 Dec 2026", "1 Mar 2027"),
    ("2 Nov 2026", repaired(longest(remainder(SOLD, HANDED_OVER), days(90))), "2 Nov 2026", "31 Jan 2027"),  # both end on the same day
    ("1 Mar 2027", repaired(remainder(SOLD, HANDED_OVER)), "1 Mar 2027", "31 Jan 2027"),  # nothing is left
]


@pytest.mark.parametrize(("start", "given_", "first", "last"), OTHER_TERMS, ids=lambda part: part if isinstance(part, str) else str(part[0]))
def test_the_first_and_last_covered_day_of_other_terms_are(start: str, given_: tuple[Term, Values], first: str, last: str) -> None:
    term, values = given_
    assert (term.first(on(start), values), term.last(on(start), values)) == (on(first), on(last))
    for day in span(on(first) - 2 * DAY, on(last) + 2 * DAY):
        assert term.covers(day, on(start), values) is (on(first) <= day <= on(last))


def law_an_end_is_the_furthest_or_nearest_of_its_parts(start: date, n: int, more: int) -> None:
    parts = [months(abs(n)), days(abs(more)), business_days(abs(n), SHOP)]
    ends = [Term(part).last(start) for part in parts]
    assert (Term(longest(*parts)).last(start), Term(shortest(*parts)).last(start)) == (max(ends), min(ends))


def law_a_term_that_counts_its_start_has_as_many_units_of_days_as_it_says(start: date, n: int, more: int) -> None:
    last, shop = Term(days(abs(n)), start_day=COUNTED).last(start), Term(business_days(abs(n), SHOP), start_day=COUNTED).last(start)
    assert len(span(start, last)) == abs(n)
    assert sum(map(SHOP.is_business_day, span(start, shop))) == abs(n)


def law_an_end_comes_no_earlier_for_a_later_start_or_a_larger_number(start: date, n: int, more: int) -> None:
    n, more = sorted((abs(n), abs(more)))
    for roll, start_day in product((None, Roll.FOLLOWING, Roll.MODIFIED_PRECEDING), StartDay):
        for kind in (months, days, years, lambda count: business_days(count, SHOP), lambda count: shortest(months(count), days(40))):
            small, large = (Term(kind(count), roll=roll, calendar=SHOP if roll else None, start_day=start_day) for count in (n, more))
            assert small.last(start) <= large.last(start)
            assert small.last(start) <= small.last(start + DAY)


def law_a_rolled_end_is_open_and_an_open_end_stays(start: date, n: int, more: int) -> None:
    for roll in (Roll.FOLLOWING, Roll.PRECEDING, Roll.MODIFIED_FOLLOWING, Roll.MODIFIED_PRECEDING):
        plain, rolled = Term(days(abs(n))).last(start), Term(days(abs(n)), roll=roll, calendar=SHOP).last(start)
        assert SHOP.is_business_day(rolled)
        assert rolled == plain or not SHOP.is_business_day(plain)


MORE_LAWS = [law for name, law in globals().items() if name.startswith("law_") and law not in LAWS]
PICKED, AS_MANY, NO_EARLIER, ROLLED = MORE_LAWS
PICK, LENGTH, BUSINESS = periods.Pick, periods.Length, periods.BusinessDays

MORE_SABOTAGES: list[tuple[str, Any, str, Wrong, list[Callable[..., None]]]] = [
    ("the first part alone", PICK, "end", lambda _: lambda p, *rest: p.parts[0].end(*rest), [PICKED]),
    ("longest and shortest swapped", PICK, "end", lambda end: lambda p, *rest: end(attrs.evolve(p, longest=not p.longest), *rest), [PICKED]),
    ("the start never counts", LENGTH, "end", lambda end: lambda p, s, v, m, _: end(p, s, v, m, StartDay.NOT_COUNTED), [AS_MANY]),
    ("a business day too many", BUSINESS, "through", lambda _: lambda p, s, n: p.on(s, n, CLAMP), [AS_MANY]),
    ("a day off every other day", LENGTH, "end", lambda end: lambda p, s, *rest: end(p, s, *rest) + DAY * (s.day % 2 * 2), [NO_EARLIER]),
    ("negative", LENGTH, "end", lambda end: lambda p, s, *rest: s - (end(p, s, *rest) - s), [NO_EARLIER]),
    ("not rolled", Term, "_last", lambda last: lambda t, s, p, v: last(attrs.evolve(t, roll=None, calendar=None), s, p, v), [ROLLED]),
    (
        "always rolled",
        Term,
        "_last",
        lambda last: lambda t, s, p, v: t.calendar.add(last(t, s, p, v), 1) if t.calendar else last(t, s, p, v),
        [ROLLED],
    ),
]


@pytest.mark.parametrize("law", MORE_LAWS, ids=lambda law: str(law.__name__))
@given(start=RECENT, n=st.integers(-50, 50), more=st.integers(-50, 50))
def test_law_of_other_terms(law: Callable[..., None], start: date, n: int, more: int) -> None:
    law(start, n, more)


@pytest.mark.parametrize(
    ("place", "name", "wrong", "law"),
    [pytest.param(place, name, wrong, law, id=f"{law.__name__}-{what}") for what, place, name, wrong, laws in MORE_SABOTAGES for law in laws],
)
def test_the_law_of_other_terms_fails_under_the_sabotage(
    place: Any, name: str, wrong: Wrong, law: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = list(product((on("30 Sep 2026"), on("18 Jul 2026"), on("1 Jan 2026")), (1, 3, 31), (0, 40)))
    for case in cases:
        law(*case)
    monkeypatch.setattr(place, name, wrong(getattr(place, name)))
    with pytest.raises(AssertionError):
        for case in cases:
            law(*case)


def test_other_terms_are_said_in_words() -> None:
    assert str(Term(years(1))) == "1 year"
    assert str(Term(business_days(1, SHOP))) == "1 business day (no country, weekend Sa-Su, 1 closed day)"
    assert (
        str(Term(shortest(years(2), days(GUARANTEE)), start_day=COUNTED))
        == "the shortest of 2 years, guarantee days, the day it begins is its first day"
    )
    assert str(Term(remainder(SOLD, HANDED_OVER))) == "what is left of 12 months from handed_over"
    rolled = Term(months(1), roll=Roll.PRECEDING, calendar=SHOP)
    assert str(rolled) == "1 month, an end on a closed day is moved to the business day before (no country, weekend Sa-Su, 1 closed day)"


def test_business_days_and_rolled_ends_stop_at_the_end_of_the_calendar() -> None:
    assert Term(business_days(10**12, SHOP)).last(on("31 Jan 2026")) == date.max
    assert Term(business_days(5, SHOP)).last(date(9999, 12, 30)) == date.max
    fridays = BusinessCalendar({4, 5})
    assert Term(months(10**6), roll=Roll.FOLLOWING, calendar=fridays).last(on("31 Jan 2026")) == date.max  # a Friday with no day after it
    assert Term(months(10**6), roll=Roll.MODIFIED_FOLLOWING, calendar=fridays).last(on("31 Jan 2026")) == date(9999, 12, 30)


def test_a_term_after_another_begins_and_ends_by_the_lengths_that_are_given() -> None:
    term, given_ = Term(months(GUARANTEE), after=months(TRIAL)), {GUARANTEE: 2, TRIAL: 1}
    assert (term.first(on("10 Jan 2026"), given_), term.last(on("10 Jan 2026"), given_)) == (on("11 Feb 2026"), on("10 Apr 2026"))
    days_ = ("10 Feb 2026", "11 Feb 2026", "10 Apr 2026", "11 Apr 2026")
    assert [term.covers(on(day), on("10 Jan 2026"), given_) for day in days_] == [False, True, True, False]


ALIKE: list[tuple[Term, Term, bool]] = [
    (Term(months(1)), Term(months(12), after=months(2)), True),
    (Term(months(1)), Term(years(1)), True),
    (Term(months(1)), Term(days(30)), False),
    (Term(months(1)), Term(months(2), last_day=FIRST_OUT), False),
    (Term(days(1), roll=Roll.FOLLOWING, calendar=BusinessCalendar()), Term(days(2), roll=Roll.FOLLOWING, calendar=BusinessCalendar()), False),
]


@pytest.mark.parametrize(("one", "other", "alike"), ALIKE)
def test_of_terms_that_count_alike_the_same_one_always_ends_first(one: Term, other: Term, alike: bool) -> None:
    assert (one.alike(other), other.alike(one)) == (alike, alike)


def test_two_ends_of_one_term_cross_and_two_of_terms_that_count_alike_do_not() -> None:
    one, longer, in_days = (Expired(RETURNED, HANDED_OVER, Term(length)) for length in (months(1), months(2), days(45)))
    assert not one.crosses(longer)
    assert one.crosses(in_days)
    assert not one.crosses(Expired(RETURNED, SIGNED, Term(days(45))))
    assert one.crosses(Expired(HANDED_OVER, RETURNED, Term(months(1))))


def test_the_end_of_a_term_crosses_a_condition_of_ones_own_and_no_comparison() -> None:
    class Own(Condition):
        reads = (RETURNED, HANDED_OVER)

        def holds(self, *values: Any, **none: Any) -> bool:
            return values[0].weekday() == values[1].weekday()

    end, comparison = Expired(RETURNED, HANDED_OVER, Term(months(1))), HANDED_OVER <= RETURNED
    assert (end.crosses(Own()), Own().crosses(end), comparison.crosses(Own()), Own().crosses(comparison)) == (True,) * 4
    assert not (end.crosses(comparison) and comparison.crosses(end))  # both must say so
    assert not comparison.crosses(RETURNED.eq(HANDED_OVER))


def test_a_term_whose_end_is_moved_back_covers_no_day_before_its_start() -> None:
    monday_off = BusinessCalendar(holidays=[on("20 Jul 2026")])
    terms = [Term(days(30), after=days(k), roll=Roll.PRECEDING, calendar=monday_off) for k in range(4)]
    assert [term.first(on("19 Jul 2026")) for term in terms] == [on(day) for day in ("19 Jul 2026", "19 Jul 2026", "22 Jul 2026", "23 Jul 2026")]


@pytest.mark.parametrize("start", [datetime(2026, 1, 1, 5), None, "2026-01-01", 5], ids=str)
@pytest.mark.parametrize("length", [months(1), days(0), business_days(3, SHOP)], ids=str)
def test_a_term_from_what_is_no_plain_date_is_refused(start: Any, length: Period) -> None:
    term = Term(length)
    for ask in (term.first, term.last, lambda day: term.covers(day, on("1 Jan 2026")), lambda day: term.covers(on("1 Jan 2026"), day)):
        with pytest.raises(CalendarError, match=r"datetime\.date"):
            ask(start)


@pytest.mark.parametrize(
    "values", [{}, {GUARANTEE: UNKNOWN}, {GUARANTEE: None}, {GUARANTEE: -5}, {GUARANTEE: "6"}, {GUARANTEE: True}, {TRIAL: 6}], ids=shown
)
def test_a_value_that_a_length_needs_is_asked_for_by_its_name(values: Any) -> None:
    given_ = re.escape(shown(values.get(GUARANTEE, UNKNOWN)))
    with pytest.raises(LogicError, match=rf"^guarantee is needed among the values, as a date or a whole number from 0; got {given_}$"):
        Term(months(GUARANTEE)).last(on("31 Jan 2026"), values)
    with pytest.raises(LogicError, match="^handed_over is needed"):
        Term(remainder(SOLD, HANDED_OVER)).last(on("31 Jan 2026"), values)


def test_the_calendars_of_a_term_are_told_and_warn_in_a_decision() -> None:
    ukraine, poland = BusinessCalendar.of("UA"), BusinessCalendar.of("PL")
    term = Term(
        longest(business_days(3, ukraine), shortest(remainder(Term(business_days(1, poland)), SIGNED), days(1))), roll=Roll.FOLLOWING, calendar=SHOP
    )
    assert term.calendars == (ukraine, poland, SHOP)
    assert Term(months(1)).calendars == ()
    policy = icenter.policy()
    tiers = [attrs.evolve(tier, term=Term(business_days(3, ukraine), after=tier.term.after)) for tier in policy.ranked]
    claim = clean(Claim, sale=Sale.used(sold_on=on("2 Mar 2026"), contract_months=6), claimed_on=on("3 Mar 2026"))
    assert policy.adjudicate(claim).warnings == ()
    assert attrs.evolve(policy, ranked=tuple(tiers)).adjudicate(claim).warnings == ukraine.warnings(on("2 Mar 2026"), on("5 Mar 2026"))


@given(least=st.integers(-50, 50), size=st.integers(0, 200), turn=st.integers(-60, 300), guess=st.integers(-500, 500))
def test_the_least_that_reaches_is_found_from_any_guess(least: int, size: int, turn: int, guess: int) -> None:
    asked: list[int] = []

    def reaches(number: int) -> bool:
        asked.append(number)
        return number >= turn

    found = least_reaching(reaches, least, least + size, guess)
    assert found == next((number for number in range(least, least + size + 1) if number >= turn), None)
    assert {*asked} <= {*range(least, least + size + 1)}
    assert len(asked) <= 20


def period(text: str) -> Period:
    """Read a length such as 6 months."""
    count, unit = text.split()
    return {"months": months, "days": days}[unit](int(count))


@pytest.mark.parametrize(
    ("start", "after", "length", "month_end", "last_day", "first", "last"), TERMS, ids=lambda part: getattr(part, "value", str(part))
)
def test_the_first_and_last_covered_day_are(
    start: str, after: str | None, length: str, month_end: MonthEnd, last_day: LastDay, first: str, last: str
) -> None:
    term = Term(period(length), after=period(after) if after else None, month_end=month_end, last_day=last_day)
    assert (term.first(on(start), {}), term.last(on(start), {})) == (on(first), on(last))
    held = within(RETURNED, HANDED_OVER, term)
    for day in span(on(start) - 3 * DAY, on(last) + 3 * DAY):
        assert held(Rental(handed_over=on(start), returned=day)) is (on(first) <= day <= on(last))


@pytest.mark.parametrize(("month_end", "last_day", "unit"), list(product(MonthEnd, LastDay, (months, days))), ids=lasting)
def test_a_term_beyond_the_calendar_stops_at_its_ends(month_end: MonthEnd, last_day: LastDay, unit: Callable[[int], Period]) -> None:
    term = Term(unit(10**12), after=unit(10**12), month_end=month_end, last_day=last_day)
    for start in (date.min, on("31 Jan 2026"), date(9999, 12, 30), date.max):
        assert term.last(start, {}) >= date.max - DAY
        assert term.first(start, {}) == date.max
    assert Term(days(0), last_day=FIRST_OUT).last(date.min, {}) == date.min


def test_a_term_is_said_with_the_conventions_that_are_out_of_the_ordinary() -> None:
    assert str(Term(months(12))) == str(Term(months(12), None, CLAMP, COVERED)) == "12 months"
    assert str(Term(months(GUARANTEE) + months(2), after=months(1))) == "1 month, then guarantee + 2 months"
    odd = str(Term(days(90), month_end=ROLL_OVER, last_day=FIRST_OUT))
    assert odd == "90 days, the first day of the next month in a month that is too short, the day it ends is the first day not covered"


def test_periods_are_equal_by_unit_and_counts_and_a_number_is_no_fact() -> None:
    made = [months(12), days(12), months(GUARANTEE), months(TRIAL), months(6) + months(6), months(GUARANTEE) + months(1)]
    for one, other in product(made, made):
        assert (one == other) is (one is other)
        assert (Expired(RETURNED, HANDED_OVER, Term(one)) == Expired(RETURNED, HANDED_OVER, Term(other))) is (one is other)
    assert pickle.loads(pickle.dumps(made)) == made
    assert hash(months(GUARANTEE)) == hash(months(GUARANTEE))


def test_what_is_no_day_begins_and_ends_nothing() -> None:
    for kind, day in product((Expired, NotYet), (GUARANTEE, date(2026, 1, 1), "returned")):
        with pytest.raises(PolicyError, match="both facts|runs from a day"):
            kind(RETURNED, day, Term(months(1)))
        with pytest.raises(PolicyError, match="both facts|runs from a day"):
            kind(day, HANDED_OVER, Term(months(1)))


def test_a_term_from_no_day_never_begins_and_so_never_ends() -> None:
    term = Term(months(1), months(1))
    assert NotYet(RETURNED, HANDED_OVER, term).holds(on("1 Mar 2026"), NONE) is True
    assert Expired(RETURNED, HANDED_OVER, term).holds(on("1 Mar 2026"), NONE) is False


def test_a_count_is_less_than_a_trillion_millions() -> None:
    assert str(months(10**18 - 1)) == f"{10**18 - 1} months"


# What is refused when it is declared.

COUNTS = [-1, 10**18, 10**5000, True, 1.0, "12", None, date(2026, 1, 1), Rental.damaged, RETURNED, Rental.balance, months(1)]
REFUSED: list[tuple[Callable[[Any], object], list[Any], str]] = [
    (months, COUNTS, "whole numbers from 0"),
    (days, COUNTS, "whole numbers from 0"),
    (lambda other: months(1) + other, [days(1), 1], "within one unit"),
    (lambda after: Term(months(12), after), [days(30)], "within one unit"),
    (Term, [12, "12 months", None, GUARANTEE], "got length="),
    (lambda after: Term(months(12), after), [1, "1 months", GUARANTEE], "got after="),
    (lambda month_end: Term(months(12), month_end=month_end), ["clamp", None, COVERED], "got month_end="),
    (lambda last_day: Term(months(12), last_day=last_day), ["covered", True], "got last_day="),
    (lambda when: within(when, HANDED_OVER, Term(months(1), months(1))), [GUARANTEE, date(2026, 1, 1), "returned"], "both facts"),
    (lambda start: within(RETURNED, start, Term(months(1), months(1))), [GUARANTEE, date(2026, 1, 1), None], "both facts"),
    (years, COUNTS, "whole numbers from 0"),
    (lambda count: business_days(count, SHOP), COUNTS, "whole numbers from 0"),
    (lambda calendar: business_days(1, calendar), ["PL", None, BusinessCalendar(strict=True)], "BusinessCalendar that is not strict"),
    (lambda calendar: Term(months(1), roll=Roll.FOLLOWING, calendar=calendar), [BusinessCalendar(strict=True)], "that is not strict"),
    (lambda other: business_days(1, SHOP) + other, [business_days(1, BusinessCalendar()), days(1), longest(days(1))], "within one unit"),
    (lambda other: longest(days(1)) + other, [longest(days(1)), days(1)], "within one unit"),
    (lambda parts: longest(*parts), [(), (days(1), 3)], "one or several periods"),
    (lambda parts: shortest(*parts), [(), (days(1), 3)], "one or several periods"),
    (lambda term: remainder(term, HANDED_OVER), [months(1), None], r"a length is put in a Term, such as Term\(days\(14\)\); got"),
    (lambda since: remainder(SOLD, since), [GUARANTEE, date(2026, 1, 1)], "both facts"),
    (lambda when: within(when, HANDED_OVER, Term(remainder(SOLD, when))), [RETURNED], "cannot depend on it"),
    (lambda start_day: Term(months(1), start_day=start_day), ["counted", True], "got start_day="),
    (lambda last_day: Term(months(1), last_day=last_day, start_day=COUNTED), [FIRST_OUT], "leave last_day"),
    (lambda roll: Term(months(1), roll=roll, calendar=SHOP), [Roll.RAISE, None], "give both or neither"),
    (lambda roll: Term(months(1), roll=roll), [Roll.FOLLOWING], "give both or neither"),
    (lambda roll: Term(months(1), roll=roll), ["following"], "got roll="),
    (lambda calendar: Term(months(1), calendar=calendar), ["PL"], "got calendar="),
    (lambda least: Window(least, 3), [-1, 4, True, 1.0, "1", None], "from 0, least first"),
    (lambda most: Window(0, most), [-1, True, 3.0, "3", None], "from 0, least first"),
]


@pytest.mark.parametrize(("make", "given_", "match"), [(make, value, match) for make, values, match in REFUSED for value in values], ids=lasting)
def test_what_cannot_work_is_refused_when_it_is_declared(make: Callable[[Any], object], given_: Any, match: str) -> None:
    with pytest.raises(PolicyError, match=match):
        make(given_)


# Three values.

TERM = Term(months(GUARANTEE) + months(1), after=months(TRIAL))
EXPIRED, NOT_YET, WITHIN = Expired(RETURNED, HANDED_OVER, TERM), NotYet(RETURNED, HANDED_OVER, TERM), within(RETURNED, HANDED_OVER, TERM)
KNOWN: Values = {HANDED_OVER: on("31 Jan 2026"), GUARANTEE: 11, TRIAL: 1}


@pytest.mark.parametrize(
    ("returned", "not_yet", "expired"),
    [
        ("30 Jan 2026", True, False),
        ("28 Feb 2026", True, False),
        ("1 Mar 2026", False, False),
        ("28 Feb 2027", False, False),
        ("1 Mar 2027", False, True),
    ],
)
def test_a_day_is_not_yet_covered_or_covered_or_past_the_cover_and_unknown_while_a_fact_is(returned: str, not_yet: bool, expired: bool) -> None:
    known = {str(fact): value for fact, value in {**KNOWN, RETURNED: on(returned)}.items()}
    for condition, held in ((NOT_YET, not_yet), (EXPIRED, expired), (WITHIN, not (not_yet or expired))):
        assert condition(Rental(**known)) is held
        for fact in condition.inputs:
            assert condition(Rental(**{**known, str(fact): UNKNOWN})) in ({UNKNOWN, held} if condition is WITHIN else {UNKNOWN})


def test_a_day_before_the_start_is_not_within_however_long_the_cover_is() -> None:
    before = Rental(returned=on("30 Jan 2026"), handed_over=on("31 Jan 2026"))
    after = Rental(returned=on("1 Jun 2026"), handed_over=on("31 Jan 2026"))
    assert (truth(WITHIN, before), relevant(WITHIN, before)) == (False, ())
    assert (truth(WITHIN, after), set(relevant(WITHIN, after))) == (UNKNOWN, {GUARANTEE, TRIAL})


def test_a_day_is_always_within_a_term_that_runs_from_itself() -> None:
    assert truth(within(RETURNED, RETURNED, Term(months(GUARANTEE))), Rental()) is True
    assert truth(Expired(RETURNED, RETURNED, Term(months(1), months(1))), Rental()) is False


def test_a_number_between_the_turns_of_a_fact_counted_twice_is_found() -> None:
    def expired(more: int) -> Expired:
        return Expired(RETURNED, HANDED_OVER, Term(months(GUARANTEE) + months(more), after=months(GUARANTEE)))

    record = Rental(handed_over=on("1 Jan 2026"), returned=on("1 Jun 2030"))
    only_25_and_26 = expired(0) & ~expired(4)
    assert only_25_and_26.conditions[0].reads == (RETURNED, HANDED_OVER, GUARANTEE)
    assert [n for n in range(100) if only_25_and_26(record.learn(GUARANTEE, n))] == [25, 26]
    assert truth(only_25_and_26, record) is UNKNOWN


def test_a_number_turns_a_term_from_none_to_one() -> None:
    beside = {RETURNED: on("2 Mar 2026"), HANDED_OVER: on("1 Mar 2026")}
    assert [*Expired(RETURNED, HANDED_OVER, Term(days(GUARANTEE))).turns(GUARANTEE, lambda fact: (beside[fact],))] == [0, 1]


# Turns: every value beside which the truth changes is listed, and the value on the other side.


def law_turns_are_listed(condition: Edge, fact: Fact[Any], values: Values, window: Sequence[Any]) -> None:
    near = list(condition.turns(fact, lambda other: (values[other],)))
    listed = {*near, *fact.field.spare(str(fact), near)}
    held = [(value, condition.holds(*(value if read == fact else values[read] for read in condition.reads))) for value in window]
    assert {value for (a, before), (b, after) in pairwise(held) if before is not after for value in (a, b)} <= listed


def windows(condition: Edge, values: Values) -> Iterable[tuple[Fact[Any], Sequence[Any]]]:
    """Give, for each fact read, all its values over a stretch in which every turn lies."""
    start, when = values[HANDED_OVER], values[RETURNED]
    reach = max((condition.term.last(start, values) - start).days, 0) + 60
    yield RETURNED, span(start - 60 * DAY, start + reach * DAY)
    yield HANDED_OVER, span(when - reach * DAY, when + 60 * DAY)
    for fact in condition.term.reads:
        if fact == SIGNED:
            yield fact, span(when - reach * DAY, when + 60 * DAY)
        elif fact != HANDED_OVER:
            yield fact, range(max((when - start).days, 0) + 20)


@st.composite
def edges(draw: st.DrawFn) -> tuple[Term, Values]:
    """Draw a term, its counts numbers or facts, some of them twice, and values of the facts."""
    unit, numbers = draw(st.sampled_from([months, days, lambda count: business_days(count, SHOP)])), st.integers(0, 12)
    length = unit(draw(st.one_of(numbers, st.just(GUARANTEE))))
    for count in draw(st.lists(st.one_of(numbers, st.just(GUARANTEE)), max_size=2)):
        length += unit(count)
    after = draw(st.one_of(st.none(), numbers, st.just(TRIAL), st.just(GUARANTEE)))
    term = Term(length, None if after is None else unit(after), draw(st.sampled_from(MonthEnd)), draw(st.sampled_from(LastDay)))
    if after is None and draw(st.booleans()):
        other = draw(st.sampled_from([days(90), months(TRIAL), remainder(Term(months(GUARANTEE)), SIGNED), remainder(SOLD, HANDED_OVER)]))
        length = draw(st.sampled_from([longest, shortest]))(length, other)
        start_day, roll = draw(st.sampled_from(StartDay)), draw(st.sampled_from([None, Roll.FOLLOWING, Roll.MODIFIED_PRECEDING]))
        term = Term(length, None, term.month_end, COVERED, start_day=start_day, roll=roll, calendar=SHOP if roll else None)
    start = draw(st.one_of(st.dates(date(2023, 1, 1), date(2028, 12, 31)), st.sampled_from(ODD_DAYS)))
    when = start + draw(st.integers(-40, 400)) * DAY
    signed = start - draw(st.integers(0, 200)) * DAY
    return term, {HANDED_OVER: start, RETURNED: when, SIGNED: signed, GUARANTEE: draw(numbers), TRIAL: draw(numbers)}


@settings(max_examples=scaled(60))
@given(edges())
def test_every_turn_of_both_ends_of_a_term_is_listed_for_every_fact(drawn: tuple[Term, Values]) -> None:
    term, values = drawn
    for condition in (Expired(RETURNED, HANDED_OVER, term), NotYet(RETURNED, HANDED_OVER, term)):
        for fact, window in windows(condition, values):
            law_turns_are_listed(condition, fact, values, window)


@pytest.mark.parametrize(("month_end", "last_day"), list(product(MonthEnd, LastDay)), ids=lambda part: str(part.value))
def test_every_start_at_which_a_term_turns_is_listed_about_the_ends_of_months(month_end: MonthEnd, last_day: LastDay) -> None:
    for n, kind, year in product((1, 12), (Expired, NotYet), (2027, 2028)):
        condition = kind(RETURNED, HANDED_OVER, Term(months(n), months(1), month_end, last_day))
        for when, runs in product(span(date(year, 2, 25), date(year, 4, 3)), (1, 1 + n)):
            about = months_on(when, -runs)
            law_turns_are_listed(condition, HANDED_OVER, {RETURNED: when}, span(about - 9 * DAY, about + 9 * DAY))


def test_turns_are_listed_for_each_value_that_the_other_facts_may_have_and_at_the_ends_of_the_calendar() -> None:
    may: dict[Fact[Any], tuple[Any, ...]] = {HANDED_OVER: (on("31 Jan 2026"), on("15 Jun 2026")), GUARANTEE: (6, 12), TRIAL: (0, 1)}
    listed = set(EXPIRED.turns(RETURNED, may.__getitem__))
    for start, guarantee, trial in product(*may.values()):
        last = TERM.last(start, {GUARANTEE: guarantee, TRIAL: trial})
        assert {last, last + DAY} <= listed
    ends: dict[Fact[Any], tuple[Any, ...]] = {fact: (date.min, date.max) for fact in (RETURNED, HANDED_OVER)} | {f: (0, 10**6) for f in TERM.reads}
    for condition, fact in product((EXPIRED, NOT_YET), ends):
        assert {type(value) for value in condition.turns(fact, ends.__getitem__)} == {type(ends[fact][0])}


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(lambda turns: lambda edge, fact, values: list(turns(edge, fact, values))[1::3], id="the last covered day alone"),
        pytest.param(lambda turns: lambda edge, fact, values: turns(edge, fact, {**values, TRIAL: 0}), id="another count is forgotten"),
        pytest.param(
            lambda turns: lambda edge, fact, values: turns(Expired(RETURNED, HANDED_OVER, Term(edge.term.length)), fact, values),
            id="what runs first is forgotten",
        ),
        pytest.param(
            lambda turns: lambda edge, fact, values: [t * 2 if fact in TERM.reads else t for t in turns(edge, fact, values)],
            id="a fact that is counted twice is taken for once",
        ),
    ],
)
def test_the_law_of_turns_fails_under_the_sabotage(wrong: Wrong, monkeypatch: pytest.MonkeyPatch) -> None:
    condition = Expired(RETURNED, HANDED_OVER, Term(months(GUARANTEE), after=months(TRIAL) + months(GUARANTEE)))
    values: Values = {HANDED_OVER: on("31 Jan 2026"), RETURNED: on("1 Jun 2027"), GUARANTEE: 4, TRIAL: 8}

    def check() -> None:
        for fact, window in windows(condition, values):
            law_turns_are_listed(condition, fact, values, window)

    check()
    monkeypatch.setattr(Edge, "_turns", wrong(Edge._turns))
    with pytest.raises(AssertionError):
        check()


# Windows of business days.

OPEN_SATURDAY = BusinessCalendar(holidays={on("22 Jul 2026"): "Founders' Day"}, working_days=[on("25 Jul 2026")])


@pytest.mark.parametrize(
    ("calendar", "least", "most", "accepted", "earliest", "latest"),
    [
        (BusinessCalendar(), 3, 30, "20 Jul 2026", "23 Jul 2026", "31 Aug 2026"),  # a Monday
        (BusinessCalendar(), 1, 5, "24 Jul 2026", "27 Jul 2026", "31 Jul 2026"),  # a Friday
        (BusinessCalendar(), 1, 5, "25 Jul 2026", "27 Jul 2026", "31 Jul 2026"),  # a Saturday: Monday is the first day
        (BusinessCalendar(), 0, 0, "24 Jul 2026", "24 Jul 2026", "24 Jul 2026"),
        (BusinessCalendar(), 0, 1, "25 Jul 2026", "27 Jul 2026", "27 Jul 2026"),  # on a closed day, at once means the next open day
        (OPEN_SATURDAY, 2, 4, "20 Jul 2026", "23 Jul 2026", "25 Jul 2026"),
    ],
)
def test_a_window_runs_from_the_day_after_acceptance_over_the_open_days_of_its_calendar(
    calendar: BusinessCalendar, least: int, most: int, accepted: str, earliest: str, latest: str
) -> None:
    assert Window(least, most).dates(on(accepted), calendar) == DueDates(on(earliest), on(latest))


@pytest.mark.parametrize("accepted", [datetime(2026, 7, 20, 12, 0), "2026-07-20", True, None, date(9999, 12, 24)], ids=str)
def test_a_window_from_what_is_no_plain_date_or_beyond_the_calendar_is_refused(accepted: Any) -> None:
    with pytest.raises(CalendarError, match=r"datetime\.date|within the years 1 to 9999"):
        Window(3, 30).dates(accepted, BusinessCalendar())
