"""Print what looking a policy over and comparing two cost, as ratios to the hand-written chain of `bench/run.py`.

    python bench/lint.py            all figures, about a minute
    python bench/lint.py --smoke    each of them once, to see that they run

Policies are built anew for every round, so that nothing that was worked out before is at hand; building them is not counted.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from statistics import median, quantiles
from time import perf_counter

from run import SHAPES, spent

import oracle
from warranty_rules.analysis import diff
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter import Readings

ONE_RULE = (Readings(accident="by_anyone"), Readings(seals_broken_in_service="as_worded"), Readings(exposure="is_enough"))
"""Alternatives that change one exclusion."""
ALL_TIERS = (Readings(exclusions_apply_to="used_only"), Readings(store_month="if_taken_up"), Readings(new_goods_served_at="store_center"))
"""Alternatives that change which rules tiers have, who is entitled, or the service."""


def looked_over(readings: Readings) -> Callable[[], object]:
    policy = icenter.policy(readings)
    return policy.lint


def all_changes(readings: Readings) -> Callable[[], object]:
    old, new = icenter.policy(), icenter.policy(readings)
    return lambda: old.diff(new)


def first_witness(readings: Readings) -> Callable[[], object]:
    old, new = icenter.policy(), icenter.policy(readings)
    return lambda: next(diff._effects(old, new))


def once(work: Callable[[], object]) -> float:
    begin = perf_counter()
    work()
    return perf_counter() - begin


def compare(name: str, make: Callable[[Readings], Callable[[], object]], readings: tuple[Readings, ...], rounds: int) -> None:
    """Print how much longer a work takes than the chain on one claim, over several pairs of policies."""
    pairs = [(spent(oracle.refusals, SHAPES["complete and approved"]), once(make(each))) for _ in range(rounds) for each in readings]
    ratios = [work / chain for chain, work in pairs]
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0], 0.0, ratios[0])
    print(f"{name:58} {median(ratios):10,.0f}x   ({low:,.0f}-{high:,.0f})   {1000 * median(work for _, work in pairs):.0f} ms")


def main() -> None:
    rounds = 1 if "--smoke" in sys.argv else 7
    compare("lint / chain", looked_over, (Readings(), *ONE_RULE), rounds)
    compare("diff, the first effect with its witness / chain: one rule", first_witness, ONE_RULE, rounds)
    compare("diff, every effect / chain: one rule", all_changes, ONE_RULE, rounds)
    compare("diff, every effect / chain: tiers and service", all_changes, ALL_TIERS, rounds)
    compare("diff, of equal policies / chain", all_changes, (Readings(),), rounds)


if __name__ == "__main__":
    main()
