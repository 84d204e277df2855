"""Rules that read a few facts over and over, and every value that these can have: all can be tried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import product
from math import prod
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st
from small import Color, Small, Thing

from warranty_rules import NONE, Predicate, all_of, any_of
from warranty_rules.facts import Fact

FEWER, MORE, LEFT, RIGHT, BOX = Small.few, Small.many, Small.left, Small.right, Small.inner.things.has(Thing.BOX)
EVERY: dict[Fact[Any], list[Any]] = {  # values that stand for all others, whichever of them are told
    **dict.fromkeys((FEWER, MORE), [*range(9)]),
    **dict.fromkeys((LEFT, RIGHT), ["A1", "B2", "C3", NONE]),
    **dict.fromkeys((Small.mark, Small.inner.flag, BOX), [True, False]),
    Small.color: [*Color],
}
NUMBERS = [FEWER.eq(MORE), FEWER <= MORE, FEWER.eq(3), FEWER <= 3, MORE >= 5, MORE.ne(3)]
OTHERS = [LEFT.eq(RIGHT), LEFT.eq("A1"), Small.mark, Small.inner.flag, BOX, Small.color.eq(Color.RED), Small.color.eq(Color.BLUE)]
MOST = 5_000


def joined(parts: st.SearchStrategy[Predicate]) -> st.SearchStrategy[Predicate]:
    some = st.lists(parts, min_size=2, max_size=3)
    return some.map(all_of) | some.map(any_of) | parts.map(lambda part: ~part)


def every_way(rules: Iterable[Predicate], told: Mapping[Fact[Any], Any]) -> list[dict[Fact[Any], Any]]:
    """List all values of what some rules read, as far as they are not told."""
    read = sorted({fact for rule in rules for fact in rule.inputs}, key=str)
    listed = [[told[fact]] if fact in told else EVERY[fact] for fact in read]
    assume(prod(map(len, listed)) <= MOST)
    return [dict(zip(read, chosen, strict=True)) for chosen in product(*listed)]


RULES = st.recursive(st.sampled_from(NUMBERS) | st.sampled_from(OTHERS), joined, max_leaves=6)
TOLD = st.fixed_dictionaries({}, optional={fact: st.sampled_from(values[:7]) for fact, values in EVERY.items()})
"""What is told; of numbers never the largest, as in truth there are larger ones."""
