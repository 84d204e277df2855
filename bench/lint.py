"""Measure what looking a policy over and comparing two cost, as ratios to the hand-written chain of `bench/run.py`.

    python bench/lint.py                all figures, about half a minute
    python bench/lint.py --json FILE    what every round gave, too
    python bench/lint.py --smoke        each of them once, to see that they run

Policies are built anew for every round, so that nothing that was worked out before is at hand; building them is not counted. A round
takes the mean over several readings of the store's terms, or over several pairs of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import call

import measuring
from measuring import Row, Take, in_turn, spent
from run import chain

from warranty_rules.analysis import diff
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter import Readings

Work = Callable[[], object]
ONE_RULE = (Readings(accident="by_anyone"), Readings(seals_broken_in_service="as_worded"), Readings(exposure="is_enough"))
"""Alternatives that change one exclusion."""
ALL_TIERS = (Readings(exclusions_apply_to="used_only"), Readings(store_month="if_taken_up"), Readings(new_goods_served_at="store_center"))
"""Alternatives that change which rules tiers have, who is entitled, or the service."""


def looked_over(readings: Readings) -> Work:
    policy = icenter.policy(readings)
    return policy.lint


def all_changes(readings: Readings) -> Work:
    old, new = icenter.policy(), icenter.policy(readings)
    return lambda: old.diff(new)


def first_witness(readings: Readings) -> Work:
    old, new = icenter.policy(), icenter.policy(readings)
    return lambda: next(diff._effects(old, new))


def anew(make: Callable[[Readings], Work], readings: tuple[Readings, ...]) -> Take:
    return lambda: spent(call, list(map(make, readings)))


def rows(smoke: bool) -> Iterator[Row]:
    for group, what, make, readings, budget in (
        ("`policy.lint()`", "the store's terms, four readings", looked_over, (Readings(), *ONE_RULE), "lint"),
        ("`diff`, the first effect with its witness", "one rule changed", first_witness, ONE_RULE, "diff"),
        ("`diff`, every effect", "one rule changed", all_changes, ONE_RULE, ""),
        ("`diff`, every effect", "tiers and service changed", all_changes, ALL_TIERS, ""),
        ("`diff`, every effect", "equal policies", all_changes, (Readings(),), ""),
    ):
        yield Row(group, what, in_turn(chain(), anew(make, readings), 1 if smoke else 7), budget)


if __name__ == "__main__":
    measuring.main(__doc__, rows)
