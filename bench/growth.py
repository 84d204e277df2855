"""Print how what the library does grows: with clauses, facts, claims and days.

    python bench/growth.py            all figures, a minute or two
    python bench/growth.py --smoke    the small sizes once, to see that they run

Every figure is the time per unit (per clause, per fact, per claim, per day counted) as a ratio to the same at the smallest size, taken in
turn in one process: the median of the rounds. A ratio of 1 is growth in proportion; less, and larger sizes are cheaper by the unit.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice, product
from statistics import median
from time import perf_counter
from typing import Any

import attrs
from run import POLICY, claim

from warranty_rules import BusinessCalendar, Cause, Claim, Clause, Exclusion, Item, Party, Policy, Record, YesNo
from warranty_rules.compiling import Program
from warranty_rules.policies.icenter_claims import synthetic

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
    deque(map(policy.screen, claims), maxlen=0)  # after which its rules are in steady use
    return lambda: deque(map(policy.screen, claims), maxlen=0)


def deciding_by_clauses(number: int) -> Work:
    policy, claims = with_clauses(number), [claim(at) for at in range(20)]
    deque(policy.adjudicate_many(claims), maxlen=0)  # likewise
    return lambda: deque(policy.adjudicate_many(claims), maxlen=0)


def wide(number: int) -> type[Record]:
    """Declare a record of so many yes/no facts."""
    return type("Wide", (Record,), {f"fact_{at}": YesNo("So?", "desk", yes="so", no="not so") for at in range(number)})


def by_facts(number: int) -> Work:
    record: Any = wide(number)
    run = Program(a & ~b for a, b in zip(record.facts(), record.facts()[1:], strict=False)).compiled()
    held = record(**{f"fact_{at}": at % 2 == 0 for at in range(number)})
    return lambda: [run(held) for _ in range(20)]


def building_by_facts(number: int) -> Work:
    record: Any = wide(number)
    told = {f"fact_{at}": at % 2 == 0 for at in range(number)}
    return lambda: [record(**told) for _ in range(20)]


def by_claims(number: int) -> Work:
    return lambda: deque(POLICY.adjudicate_many(synthetic(1, number)), maxlen=0)


def by_days(number: int) -> Work:
    calendar, starts = BusinessCalendar(), [date(2020, 1, 1) + timedelta(at) for at in range(200)]
    return lambda: [calendar.add(start, number) for start in starts]


GROWTH: dict[str, tuple[Callable[[int], Work], Sequence[int], bool]] = {
    "clauses: `screen`, by the clause": (by_clauses, (17, 100, 300, 1_000), True),
    "clauses: `adjudicate`, by the clause": (deciding_by_clauses, (17, 100, 300, 1_000), True),
    "facts: rules compiled, by the fact": (by_facts, (25, 100, 500), True),
    "facts: building a record, by the fact": (building_by_facts, (25, 100, 500), True),
    "claims: a stream, by the claim": (by_claims, (100, 1_000, 10_000), True),
    "days: `add`, by the call": (by_days, (1, 100, 10_000, 100_000), False),
}


def spent(work: Work) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def ratios(make: Callable[[int], Work], sizes: Sequence[int], rounds: int, *, by_unit: bool) -> Iterator[tuple[int, float]]:
    """Give each size with its time, by the unit where it is counted, to that of the smallest."""
    works = [(size, make(size)) for size in sizes]
    seen: dict[int, list[float]] = {size: [] for size in sizes}
    for _ in range(rounds):
        times = {size: spent(work) / (size if by_unit else 1) for size, work in works}
        for size, time in times.items():
            seen[size].append(time / times[sizes[0]])
    return ((size, median(found)) for size, found in seen.items())


def main() -> None:
    smoke = "--smoke" in sys.argv
    for name, (make, sizes, by_unit) in GROWTH.items():
        found = ratios(make, sizes[: 2 if smoke else None], 1 if smoke else 5, by_unit=by_unit)
        print(f"{name:42}", "   ".join(f"{size:,}: {ratio:.2f}" for size, ratio in found))


if __name__ == "__main__":
    main()
