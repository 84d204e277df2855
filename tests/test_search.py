"""What a search finds is what trying every value finds, for rules over a few facts that read them over and over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import chain, combinations
from random import Random
from typing import Any

import attrs
import pytest
from brute import classical
from dense import RULES, TOLD, every_way
from failing import fails
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from profiles import scaled
from small import Small

from warranty_rules import UNKNOWN, Predicate, all_of
from warranty_rules import completions as search
from warranty_rules.analysis import reasons as analysis
from warranty_rules.analysis.reasons import Knowledge, prepared
from warranty_rules.completions import lookup, relevant, solution, truth
from warranty_rules.facts import Fact
from warranty_rules.predicates import evaluate
from warranty_rules.records import assembled

pytestmark = pytest.mark.heavy  # every value is tried


@attrs.frozen
class Case:
    """Rules with the truth that is wanted of each, what is told of their facts, and what bounds all that there can be."""

    wants: list[tuple[Predicate, bool]]
    told: Mapping[Fact[Any], Any]
    bounds: Predicate

    @property
    def rule(self) -> Predicate:
        return self.wants[0][0]

    @property
    def judged(self) -> list[tuple[dict[Fact[Any], Any], bool]]:
        return [(way, classical(self.rule, way)) for way in every_way([self.rule], self.told)]


CASES = st.builds(Case, st.lists(st.tuples(RULES, st.booleans()), min_size=1, max_size=5), TOLD, st.just(all_of()) | RULES)


def law_what_is_wanted_together_is_found_where_there_is_any(case: Case) -> None:
    ways = every_way([rule for rule, _ in case.wants], case.told)
    found = solution(case.wants, case.told)
    assert (found is not None) is any(all(classical(rule, way) is want for rule, want in case.wants) for way in ways)
    assert found is None or all(evaluate(rule, lookup(case.told, found)) is want for rule, want in case.wants)


def law_a_truth_is_open_where_two_ways_differ(case: Case) -> None:
    held = {each for _, each in case.judged}
    assert truth(case.rule, assembled(Small, case.told)) is (UNKNOWN if len(held) == 2 else held.pop())


def law_a_fact_matters_where_two_ways_differ_in_it_alone(case: Case) -> None:
    matter = set()
    for fact in case.rule.inputs:
        apart: defaultdict[tuple[Any, ...], set[bool]] = defaultdict(set)
        for way, each in case.judged:
            apart[tuple(value for other, value in way.items() if other != fact)].add(each)
        matter |= {fact.asked} if any(len(each) == 2 for each in apart.values()) else set()
    assert {*relevant(case.rule, assembled(Small, case.told))} == matter


def law_reasons_are_all_the_smallest_sets_of_facts_that_leave_no_other_way(case: Case) -> None:
    (rule, want), bounds = case.wants[0], case.bounds
    told = {fact: value for fact, value in case.told.items() if fact in rule.inputs | bounds.inputs}

    def forced(facts: Iterable[Fact[Any]]) -> bool:
        ways = every_way([rule, bounds], {fact: told[fact] for fact in facts})
        return all(classical(rule, way) is want for way in ways if classical(bounds, way))

    assume(any(classical(bounds, way) for way in every_way([rule, bounds], told)))
    smallest: list[frozenset[Fact[Any]]] = []
    for facts in map(frozenset, chain.from_iterable(combinations(told, size) for size in range(len(told) + 1))):
        smallest += [facts] if not any(other <= facts for other in smallest) and forced(facts) else []
    found = prepared(rule, want=want, bounds=bounds).reasons(Knowledge(told, bounds))
    assert len(found) == len({*found})
    assert {*found} == {*smallest}


LAWS = [value for name, value in globals().items() if name.startswith("law_")]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(case=CASES)
@settings(max_examples=scaled(240))
def test_law(law: Callable[[Case], None], case: Case) -> None:
    law(case)


def whatever_is_wanted(wants: Any, values: Any) -> bool:
    return True


def the_first_value_alone(fact: Any, wants: Any, values: Any) -> Any:
    return iter(fact.domain[:1] if fact.domain is not None else fact.field.spare(str(fact), [])[:1])


def every_open_fact(predicate: Any, context: Any, values: Any) -> set[Fact[Any]]:
    return {fact for fact in predicate.inputs if fact not in values}


def each_part_by_itself(demands: Any, bounds: Any) -> list[Any]:
    return [(demand,) for demand in demands]


SABOTAGES = [
    (LAWS[0], search, "_tried", the_first_value_alone),
    (LAWS[1], search, "satisfiable", whatever_is_wanted),
    (LAWS[2], search, "_relevant", every_open_fact),
    (LAWS[3], analysis, "_groups", each_part_by_itself),
]


@pytest.mark.parametrize(("law", "place", "name", "sabotage"), SABOTAGES, ids=[law.__name__ for law, *_ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(law: Any, place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, name, sabotage)
    find(CASES, lambda case: fails(law, case), settings=settings(max_examples=2_000, phases=[Phase.generate]), random=Random(1))
