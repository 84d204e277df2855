"""Measure how what the library does grows: with clauses, facts, claims and days; and the memory that things hold.

    python bench/growth.py                all figures, some minutes
    python bench/growth.py --json FILE    what every round gave, too
    python bench/growth.py --smoke        the small sizes once, to see that they run

Every figure of growth is the time by the unit (by the clause, the fact, the claim; of days, by the call) as a ratio to the same at the
smallest size, the two in turn; the smallest size stands beside itself, too. A ratio of 1 is growth in proportion; less, and larger sizes
are cheaper by the unit. Memory is traced after the clock has stopped: what lives when a thing is made, and of a stream the most that
lived at once.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import cycle, islice, product
from operator import call
from sys import intern
from typing import Any

import attrs
import measuring
from measuring import Row, Take, held, in_turn, spent
from run import HALF, MANY, ONE_OPEN, POLICY, SHAPES, claim, everything_of

from warranty_rules import BusinessCalendar, Cause, Claim, Clause, Exclusion, Item, Party, Policy, Record, YesNo
from warranty_rules.compiling import Program
from warranty_rules.documents import read
from warranty_rules.policies import icenter

Work = Callable[[], object]


def with_clauses(number: int) -> Policy[Claim]:
    """Give the store's terms so many exclusions, each of another few facts."""
    facts = (
        [Claim.fault.causes.has(cause) for cause in Cause],
        [Claim.inspection.opened_by.has(party) for party in Party],
        [Claim.fault.careless_by.has(party) for party in Party],
        [Claim.inspection.missing.has(item) for item in Item],
    )
    rules = islice(product(*facts), number - len(POLICY.exclusions))
    more = [Exclusion(Clause(f"X{at}", "more", "More.", "after the end"), a & b & (c | d)) for at, (a, b, c, d) in enumerate(rules)]
    ranked = tuple(attrs.evolve(tier, exclusions=(*tier.exclusions, *more)) for tier in POLICY.ranked)
    return attrs.evolve(POLICY, clauses=(*POLICY.clauses, *(each.clause for each in more)), ranked=ranked, rereading=None, examples=())


def by_clauses(number: int) -> Work:
    policy, claims = with_clauses(number), [claim(at) for at in range(20)]
    return lambda: deque(map(policy.screen, claims), maxlen=0)


def deciding_by_clauses(number: int) -> Work:
    policy, claims = with_clauses(number), [claim(at) for at in range(20)]
    return lambda: deque(policy.adjudicate_many(claims), maxlen=0)


def first_use_by_clauses(number: int) -> Work:
    claims = [claim(at) for at in range(20)]
    return lambda: deque(map(with_clauses(number).screen, claims), maxlen=0)


def asking_by_clauses(number: int) -> Work:
    policy = with_clauses(number)
    return lambda: [policy.adjudicate(each).questions for each in ONE_OPEN[:20]]


def asking_all_by_clauses(number: int) -> Work:
    """Ask a policy that nobody asked before; making it takes little beside that."""
    return lambda: with_clauses(number).adjudicate(Claim()).questions


def wide(number: int) -> type[Record]:
    """Declare a record of so many yes/no facts."""
    return type("Wide", (Record,), {name: YesNo("So?", "desk", yes="so", no="not so") for name in told(number)})


def told(number: int) -> dict[str, bool]:
    """Give a value to so many names, which are those of a program: kept once, as the names of arguments are where they are written out."""
    return {intern(f"fact_{at}"): at % 2 == 0 for at in range(number)}


def by_facts(number: int) -> Work:
    record: Any = wide(number)
    run = Program(a & ~b for a, b in zip(record.facts(), record.facts()[1:], strict=False)).compiled()
    known = record(**told(number))
    return lambda: [run(known) for _ in range(20)]


def building_by_facts(number: int) -> Work:
    record, known = wide(number), told(number)
    return lambda: [record(**known) for _ in range(20)]


def reading_by_facts(number: int) -> Work:
    record, text = wide(number), json.dumps(told(number))
    return lambda: [read(record, text) for _ in range(20)]


def stream(number: int) -> Iterator[Claim]:
    """Give distinct claims, approved, expired, denied and half open in turn, each made of one of a few with a model of its own."""
    every = [*SHAPES["complete and approved"], *SHAPES["expired"], *SHAPES["one hit"], *HALF]
    return (each.replace(Claim.device.model, f"phone {at}") for at, each in enumerate(islice(cycle(every), number)))


def by_claims(number: int) -> Work:
    return lambda: deque(POLICY.adjudicate_many(stream(number)), maxlen=0)


def by_days(number: int) -> Work:
    calendar, starts = BusinessCalendar(), [date(2020, 1, 1) + timedelta(at) for at in range(1_000)]
    return lambda: [calendar.add(start, number) for start in starts]


CLAIMS = (1_000, 10_000, 100_000, 1_000_000)
CLAUSES, FACTS, DAYS = (17, 100, 300, 1_000), (25, 100, 500), (1, 100, 10_000, 100_000)
GROWTH: dict[str, tuple[Callable[[int], Work], str, Sequence[int], int]] = {
    "`screen`, by the clause": (by_clauses, "clauses", CLAUSES, 0),
    "`adjudicate`, by the clause": (deciding_by_clauses, "clauses", CLAUSES, 0),
    "a policy first used, by the clause": (first_use_by_clauses, "clauses", CLAUSES, 0),
    "`questions`, one open, by the clause": (asking_by_clauses, "clauses", CLAUSES, 0),
    "`questions`, all open, by the clause": (asking_all_by_clauses, "clauses", CLAUSES[:3], 300),
    "rules compiled, by the fact": (by_facts, "facts", FACTS, 0),
    "a record built, by the fact": (building_by_facts, "facts", FACTS, 0),
    "a document read, by the fact": (reading_by_facts, "facts", FACTS, 0),
    "a stream decided, by the claim": (by_claims, "claims", CLAIMS, 100_000),
    "`add`, by the call": (by_days, "days", DAYS, 0),
}
"""What is done by a size, what the size counts, the sizes, and from which of them on it takes so long that it is done once."""


def by_unit(work: Work, size: int) -> Take:
    """Take the time of a work by the unit."""
    return lambda: spent(call, [work]) / size


def growth(smoke: bool) -> Iterator[Row]:
    for group, (make, kind, sizes, long) in GROWTH.items():
        chosen = sizes[: 2 if smoke else None]
        takes = [by_unit(make(size), 1 if kind == "days" else size) for size in chosen]
        for size, take in zip(chosen, takes, strict=True):
            once = smoke or 0 < long <= size
            yield Row(group, f"{size:,} {kind}", in_turn(takes[0], take, 1 if once else 5, uncounted=0 if once else 1))


def in_steady_use() -> object:
    policy = icenter.policy()
    for each in (*SHAPES["complete and approved"], *HALF):
        everything_of(policy, each)
    return policy


def thirty_years(country: str) -> BusinessCalendar:
    calendar = BusinessCalendar.of(country)
    calendar.count(date(2011, 1, 1), date(2040, 12, 31))
    return calendar


def memory(smoke: bool) -> Iterator[Row]:
    """Yield KiB of things, and how a stream's most of them grows; all were made once before, so that what is shared is there."""
    group = "memory, KiB"
    yield Row(group, "a claim", [held(lambda: [claim(at) for at in range(MANY)])[0] / MANY], "claim")
    in_steady_use()
    yield Row(group, "the store's terms in steady use", [held(in_steady_use)[0]])
    for country in ("US", "CN"):
        thirty_years(country)  # what the package keeps of a country it has seen is not ours
        yield Row(group, f"a calendar of 30 years, {country}", [held(partial(thirty_years, country))[0]], "calendar, held")
    sizes = CLAIMS[: 2 if smoke else None]
    most = [held(by_claims(size))[1] for size in sizes]
    yield Row(group, f"a stream of {sizes[0]:,} claims, at most", [most[0]])
    yield from (Row("memory of a stream, in all", f"{size:,} claims", [each / most[0]], "stream") for size, each in zip(sizes, most, strict=True))


def rows(smoke: bool) -> Iterator[Row]:
    yield from growth(smoke)
    yield from memory(smoke)


if __name__ == "__main__":
    measuring.main(__doc__, rows, "holidays")
