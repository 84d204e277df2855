"""Measure what business days cost, as ratios: to the bare expression on the same table, and to peers in the same process.

    python bench/business_days.py                all figures, about half a minute
    python bench/business_days.py --json FILE    what every round gave, too
    python bench/business_days.py --smoke        each of them once, to see that they run

The bare expression is what nobody can do without: a function of the same signature that looks the answer up in a table that is
known to hold it, with no check of anything. Every round asks about dates that no round before has asked about, each a new object.
The peers are those of the extra `oracles` that are installed; all answer for the same calendar (US federal holidays), and a few
answers of each are compared before it is timed.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from itertools import count as numbers
from random import Random
from time import process_time
from typing import Any

import holidays
import measuring
from measuring import Row, in_turn

from warranty_rules import BusinessCalendar

DAY = timedelta(days=1)
FIRST, LAST = date(1995, 1, 1), date(2060, 12, 31)
OURS = BusinessCalendar.of("US")
OURS.count(FIRST, LAST)
HOLIDAYS = sorted(holidays.country_holidays("US", years=range(FIRST.year, LAST.year + 1)))
OFF = frozenset(HOLIDAYS)

# The bare expressions: the n-th open day after a day, the open days in (a, b], and whether a day is open.

BASE = FIRST.toordinal()
OPEN: list[date] = []
RANK: list[int] = []
"""How many days up to and including each day are open."""
for ordinal in range(BASE, LAST.toordinal() + 1):
    OPEN += [day for day in (date.fromordinal(ordinal),) if day.weekday() < 5 and day not in OFF]
    RANK.append(len(OPEN))


def bare_add(day: date, n: int) -> date:
    return OPEN[RANK[day.toordinal() - BASE] + n - 1]


def bare_count(a: date, b: date) -> int:
    return RANK[b.toordinal() - BASE] - RANK[a.toordinal() - BASE]


def bare_is(day: date) -> bool:
    at = day.toordinal() - BASE
    return RANK[at] != RANK[at - 1]


def fresh(seed: Iterator[int], many: int) -> list[date]:
    """Make new days of the years 2000 to 2040, in no order, other ones each time."""
    random = Random(next(seed))
    low, high = date(2020, 1, 1).toordinal(), date(2029, 12, 31).toordinal()
    return [date.fromordinal(random.randrange(low, high)) for _ in range(many)]


SEEDS = numbers(1)


Ask = Callable[[list[date]], list[tuple[Any, ...]]]


def spent(work: Callable[..., object], asked: list[tuple[Any, ...]]) -> float:
    """Take the time per answer; an answer takes so little that garbage is not collected meanwhile."""
    gc.disable()
    begin = process_time()
    for arguments in asked:
        work(*arguments)
    taken = process_time() - begin
    gc.enable()
    return taken / len(asked)


def answers(unit: Callable[..., object], other: Callable[..., object], ask: Ask, rounds: int, *, many: int = 2_000, others: int = 0) -> list[float]:
    """Give how much longer the other takes than the unit, per answer; a slow one may be asked less."""
    return in_turn(lambda: spent(unit, ask(fresh(SEEDS, many))), lambda: spent(other, ask(fresh(SEEDS, others or many))), rounds)


def with_n(n: int) -> Ask:
    return lambda days: [(day, n) for day in days]


def pairs(length: int) -> Ask:
    return lambda days: [(day, day + length * DAY) for day in days]


def alone(days: list[date]) -> list[tuple[Any, ...]]:
    return [(day,) for day in days]


def all_at_once(days: list[date]) -> list[tuple[Any, ...]]:
    return [(days, 21)]


BARE = "to the bare expression"


def against_the_bare_expression(rounds: int) -> Iterator[Row]:
    for n in (1, 21, 2_500):
        yield Row(f"`add`, {BARE}", f"n = {n:,}", answers(bare_add, OURS.add, with_n(n), rounds), "days")
    for length, what in ((30, "30 days"), (3_652, "10 years")):
        yield Row(f"`count`, {BARE}", what, answers(bare_count, OURS.count, pairs(length), rounds), "days")
    yield Row(f"`is_business_day`, {BARE}", "a day", answers(bare_is, OURS.is_business_day, alone, rounds), "days")

    def near(day: date, n: int) -> date:
        return OURS.add(day, 1)

    def far(day: date, n: int) -> date:
        return OURS.add(day, n)

    yield Row("`add`, to `add` 1", "n = 2,500", answers(near, far, with_n(2_500), rounds), "flat")


# The peers.


def installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        print(f"{name} is not installed: left out")
        return None


PEERS = ("numpy", "pandas", "QuantLib")


def against_peers(rounds: int) -> Iterator[Row]:
    live = holidays.country_holidays("US", years=range(FIRST.year, LAST.year + 1))
    peers: dict[str, tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any], int]] = {
        "`holidays`": (
            live.get_nth_working_day,
            lambda a, b: live.get_working_days_count(a + DAY, b),
            live.is_working_day,
            60,
        )
    }
    np = installed("numpy")
    if np is not None:
        table = np.busdaycalendar(holidays=HOLIDAYS)
        peers["numpy"] = (
            lambda day, n: np.busday_offset(day, n, roll="preceding", busdaycal=table).item(),
            lambda a, b: int(np.busday_count(a + DAY, b + DAY, busdaycal=table)),
            lambda day: bool(np.is_busday(day, busdaycal=table)),
            500,
        )
        pd = installed("pandas")
        if pd is not None:
            steps = {n: pd.offsets.CustomBusinessDay(n, calendar=table) for n in (1, 21)}
            peers["pandas"] = (
                lambda day, n: (pd.Timestamp(day) + steps[n]).date(),
                lambda a, b: len(pd.date_range(a + DAY, b, freq=steps[1])),
                lambda day: bool(steps[1].is_on_offset(pd.Timestamp(day))),
                100,
            )
    ql = installed("QuantLib")
    if ql is not None:
        theirs = ql.BespokeCalendar("bench")
        theirs.addWeekend(ql.Saturday)
        theirs.addWeekend(ql.Sunday)
        for day in HOLIDAYS:
            theirs.addHoliday(ql.Date(day.day, day.month, day.year))

        def made(day: date) -> Any:
            return ql.Date(day.day, day.month, day.year)

        def advanced(day: date, n: int) -> date:
            found = theirs.advance(made(day), n, ql.Days)
            return date(found.year(), found.month(), found.dayOfMonth())

        peers["QuantLib"] = (
            advanced,
            lambda a, b: theirs.businessDaysBetween(made(a), made(b), False, True),
            lambda day: theirs.isBusinessDay(made(day)),
            200,
        )
    for name, (add, count, is_open, many) in peers.items():
        for day in fresh(SEEDS, 25):
            assert add(day, 21) == OURS.add(day, 21), name
            assert count(day, day + 30 * DAY) == OURS.count(day, day + 30 * DAY), name
            assert is_open(day) == OURS.is_business_day(day), name
        each = partial(answers, rounds=rounds, others=many)
        budget = "numpy" if name == "numpy" else ""
        yield Row("`add` 21, to ours", name, each(OURS.add, add, with_n(21)), "holidays" if name == "`holidays`" else budget)
        yield Row("`count` 30 days, to ours", name, each(OURS.count, count, pairs(30)), budget)
        yield Row("`is_business_day`, to ours", name, each(OURS.is_business_day, is_open, alone), budget)


def in_bulk(rounds: int, many: int) -> Iterator[Row]:
    def inline(days: list[date], n: int) -> list[date]:
        opened, rank, base = OPEN, RANK, BASE
        return [opened[rank[day.toordinal() - base] + n - 1] for day in days]

    def counted(a: list[date], b: list[date]) -> list[int]:
        rank, base = RANK, BASE
        return [rank[y.toordinal() - base] - rank[x.toordinal() - base] for x, y in zip(a, b, strict=True)]

    def two(days: list[date]) -> list[tuple[Any, ...]]:
        return [(days, [day + 40 * DAY for day in days])]

    group = f"in bulk, {BARE} in a comprehension"
    yield Row(group, f"`add_many`, {many:,} days", answers(inline, OURS.add_many, all_at_once, rounds, many=many))
    yield Row(group, f"`count_many`, {many:,} pairs", answers(counted, OURS.count_many, two, rounds, many=many))


def numpy_in_bulk(rounds: int, many: int) -> Iterator[Row]:
    np = installed("numpy")
    if np is not None:
        table = np.busdaycalendar(holidays=HOLIDAYS)

        def theirs(days: list[date], n: int) -> object:
            return np.busday_offset(np.array(days, "M8[D]"), n, roll="preceding", busdaycal=table).tolist()

        values = answers(OURS.add_many, theirs, all_at_once, rounds, many=many)
        yield Row("`add_many` 21, to ours", f"numpy, a list of {many:,}", values)


def making(rounds: int) -> Iterator[Row]:
    """Yield what calendars take beside the data: ours reads them first, which is taken off."""
    first, last = date(2011, 1, 1), date(2040, 12, 31)

    def data(code: str) -> float:
        return spent(lambda: holidays.country_holidays(code, years=range(first.year, last.year + 1)), [()])

    def ours(code: str) -> float:
        return spent(lambda: BusinessCalendar.of(code).count(first, last), [()])

    for code in ("US", "PL", "UA", "KZ", "SA", "CN"):
        values = in_turn(partial(data, code), partial(ours, code), rounds)
        yield Row("a calendar of 30 years, our part", code, [value - 1 for value in values], "calendar")
    one = partial(spent, lambda: holidays.country_holidays("US", years=2026), [()])
    fresh_one = partial(spent, lambda: BusinessCalendar.of("US").is_business_day(date(2026, 7, 22)), [()])
    yield Row("a calendar's first answer, to one year of data", "US", in_turn(one, fresh_one, rounds))


def rows(smoke: bool) -> Iterator[Row]:
    rounds, many = (1, 2_000) if smoke else (31, 100_000)
    yield from against_the_bare_expression(rounds)
    yield from in_bulk(rounds, many)
    yield from making(rounds // 2 + 1)
    yield from against_peers(rounds)
    yield from numpy_in_bulk(rounds, many)


if __name__ == "__main__":
    measuring.main(__doc__, rows, *(name for name in ("holidays", *PEERS) if measuring.installed(name)))
