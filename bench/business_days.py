"""Print what business days cost, as ratios: to the bare expression on the same table, and to peers in the same process.

    python bench/business_days.py            all figures, about a minute
    python bench/business_days.py --smoke    each of them once, to see that they run

The bare expression is what nobody can do without: a function of the same signature that looks the answer up in a table that is
known to hold it, with no check of anything. Every round asks about dates that no round before has asked about, each a new object.
Contestants take turns, round after round; what is printed is the median of the rounds' ratios and their middle half. The peers are
those of the extra `oracles` that are installed; all answer for the same calendar (US federal holidays), and a few answers of each
are compared before it is timed.
"""

from __future__ import annotations

import gc
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from importlib import import_module
from itertools import count as numbers
from random import Random
from statistics import median, quantiles
from time import perf_counter
from typing import Any

import holidays

from warranty_rules import BusinessCalendar

SMOKE = "--smoke" in sys.argv
ROUNDS = 1 if SMOKE else 31
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


def spent(work: Callable[..., object], asked: list[tuple[Any, ...]]) -> float:
    gc.disable()
    begin = perf_counter()
    for arguments in asked:
        work(*arguments)
    taken = perf_counter() - begin
    gc.enable()
    return taken / len(asked)


def shown(name: str, ratios: list[float], budget: str = "") -> None:
    ratios = sorted(ratios)
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0], 0.0, ratios[0])
    print(f"{name:66} {median(ratios):10.2f}x   ({low:.2f}-{high:.2f})   {budget}", flush=True)


Ask = Callable[[list[date]], list[tuple[Any, ...]]]


def compare(
    name: str, unit: Callable[..., object], other: Callable[..., object], ask: Ask, budget: str = "", *, many: int = 2_000, others: int = 0
) -> None:
    """Print how much longer the other takes than the unit, per answer; a slow one may be asked less."""
    ratios: list[float] = []
    for turn in range(ROUNDS + 1):
        pairs = [(unit, ask(fresh(SEEDS, many))), (other, ask(fresh(SEEDS, others or many)))]
        taken = {id(work): spent(work, what) for work, what in (pairs if turn % 2 else pairs[::-1])}
        ratios.append(taken[id(other)] / taken[id(unit)])
    shown(name, ratios[1:], budget)


def with_n(n: int) -> Ask:
    return lambda days: [(day, n) for day in days]


def pairs(length: int) -> Ask:
    return lambda days: [(day, day + length * DAY) for day in days]


def alone(days: list[date]) -> list[tuple[Any, ...]]:
    return [(day,) for day in days]


def against_the_bare_expression() -> None:
    for n in (1, 21, 2_500):
        compare(f"add {n} / the bare expression", bare_add, OURS.add, with_n(n), "budget 1.6x")
    for length, what in ((30, "30 days"), (3_652, "10 years")):
        compare(f"count {what} / the bare expression", bare_count, OURS.count, pairs(length), "budget 1.6x")
    compare("is_business_day / the bare expression", bare_is, OURS.is_business_day, alone, "budget 1.6x")

    def far(day: date, n: int) -> date:
        return OURS.add(day, n)

    def near(day: date, n: int) -> date:
        return OURS.add(day, 1)

    compare("add 2,500 / add 1", near, far, with_n(2_500), "flat in n")


# The peers.


def installed(name: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        print(f"{name} is not installed: left out")
        return None


def against_peers() -> None:
    live = holidays.country_holidays("US", years=range(FIRST.year, LAST.year + 1))
    peers: dict[str, tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any], int, str]] = {
        "holidays": (
            live.get_nth_working_day,
            lambda a, b: live.get_working_days_count(a + DAY, b),
            live.is_working_day,
            60,
            "budget 200x for add 21",
        )
    }
    np = installed("numpy")
    if np is not None:
        table = np.busdaycalendar(holidays=HOLIDAYS)
        peers["numpy, dates in and out"] = (
            lambda day, n: np.busday_offset(day, n, roll="preceding", busdaycal=table).item(),
            lambda a, b: int(np.busday_count(a + DAY, b + DAY, busdaycal=table)),
            lambda day: bool(np.is_busday(day, busdaycal=table)),
            500,
            "budget 25x",
        )
        pd = installed("pandas")
        if pd is not None:
            steps = {n: pd.offsets.CustomBusinessDay(n, calendar=table) for n in (1, 21)}
            peers["pandas"] = (
                lambda day, n: (pd.Timestamp(day) + steps[n]).date(),
                lambda a, b: len(pd.date_range(a + DAY, b, freq=steps[1])),
                lambda day: bool(steps[1].is_on_offset(pd.Timestamp(day))),
                100,
                "",
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

        peers["QuantLib, dates in and out"] = (
            advanced,
            lambda a, b: theirs.businessDaysBetween(made(a), made(b), False, True),
            lambda day: theirs.isBusinessDay(made(day)),
            200,
            "",
        )
    for name, (add, count, is_open, many, budget) in peers.items():
        for day in fresh(SEEDS, 25):
            assert add(day, 21) == OURS.add(day, 21), name
            assert count(day, day + 30 * DAY) == OURS.count(day, day + 30 * DAY), name
            assert is_open(day) == OURS.is_business_day(day), name
        compare(f"add 21: {name} / ours", OURS.add, add, with_n(21), budget, others=many)
        compare(f"count 30 days: {name} / ours", OURS.count, count, pairs(30), budget if "numpy" in name else "", others=many)
        compare(f"is_business_day: {name} / ours", OURS.is_business_day, is_open, alone, budget if "numpy" in name else "", others=many)


def in_bulk() -> None:
    many = 2_000 if SMOKE else 100_000

    def inline(days: list[date], n: int) -> list[date]:
        opened, rank, base = OPEN, RANK, BASE
        return [opened[rank[day.toordinal() - base] + n - 1] for day in days]

    def counted(a: list[date], b: list[date]) -> list[int]:
        rank, base = RANK, BASE
        return [rank[y.toordinal() - base] - rank[x.toordinal() - base] for x, y in zip(a, b, strict=True)]

    def one(days: list[date]) -> list[tuple[Any, ...]]:
        return [(days, 21)]

    def two(days: list[date]) -> list[tuple[Any, ...]]:
        return [(days, [day + 40 * DAY for day in days])]

    compare("add_many 21 / the bare expression in a comprehension", inline, OURS.add_many, one, "research 1.5x", many=many)
    compare("count_many / the bare expression in a comprehension", counted, OURS.count_many, two, "research 1.5x", many=many)
    np = installed("numpy")
    if np is not None:
        table = np.busdaycalendar(holidays=HOLIDAYS)

        def theirs(days: list[date], n: int) -> object:
            return np.busday_offset(np.array(days, "M8[D]"), n, roll="preceding", busdaycal=table).tolist()

        compare("add_many 21: numpy, lists of dates in and out / ours", OURS.add_many, theirs, one, "research 10x", many=many)


def making() -> None:
    years = range(2011, 2041)
    for code in ("US", "PL", "UA", "KZ", "SA", "CN"):
        ratios: list[float] = []
        for turn in range(ROUNDS // 2 + 2):

            def data(code: str = code) -> object:
                return holidays.country_holidays(code, years=years)

            def ours(code: str = code) -> object:
                return BusinessCalendar.of(code).count(date(2011, 1, 1), date(2040, 12, 31))

            works = [data, ours] if turn % 2 else [ours, data]
            taken = {work.__name__: spent(work, [()]) for work in works}
            ratios.append(taken["ours"] / taken["data"] - 1)
        shown(f"30 years of {code}: our part / what holidays takes for them", ratios[1:], "budget 0.6x")
    ratios = []
    for _ in range(ROUNDS):
        one = spent(lambda: holidays.country_holidays("US", years=2026), [()])
        ratios.append(spent(lambda: BusinessCalendar.of("US").is_business_day(date(2026, 7, 22)), [()]) / one)
    shown("first answer of a fresh country calendar / one year of holidays", ratios, "research 2x")
    for code in ("US", "CN"):
        BusinessCalendar.of(code).count(date(2011, 1, 1), date(2040, 12, 31))  # what the package keeps of a country it has seen is not ours
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        calendar = BusinessCalendar.of(code)
        calendar.count(date(2011, 1, 1), date(2040, 12, 31))
        print(f"memory of 30 years of {code:48} {(tracemalloc.get_traced_memory()[0] - before) / 1024:10.0f} KiB   budget 800 KiB")
        tracemalloc.stop()
        del calendar


def main() -> None:
    against_the_bare_expression()
    in_bulk()
    making()
    against_peers()


if __name__ == "__main__":
    main()
