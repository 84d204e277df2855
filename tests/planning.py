"""Plans to find out facts, judged exactly: the best there is, and what any way of asking costs on average. Shares no reasoning with the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cached_property, partial
from itertools import permutations
from math import inf, prod
from random import Random
from typing import Any

import attrs

from warranty_rules import Claim, Device, Fault, Item, Policy, Sale, clean
from warranty_rules.examinations import Examination
from warranty_rules.facts import Fact, Member
from warranty_rules.policies import icenter
from warranty_rules.predicates import Predicate, all_of, any_of, residue
from warranty_rules.values import UNKNOWN

Known = dict[Fact[Any], Any]
Choose = Callable[["State"], int]


@attrs.frozen
class Instance:
    """A claim of which some yes/no facts, sets and members of lists are open, and what it costs and reveals to look."""

    policy: Policy[Any]
    claim: Any
    tests: tuple[Examination, ...]
    chances: Mapping[Fact[Any], Mapping[Any, float]]

    @property
    def start(self) -> State:
        return State(self, {}, residue(self.policy.approved, lambda fact: fact.of(self.claim)), frozenset())


@attrs.frozen(eq=False, slots=False)
class State:
    """What was found by some tests, and what of the formula is left."""

    instance: Instance
    found: Known
    left: Predicate
    done: frozenset[int]

    @property
    def claim(self) -> Any:
        claim = self.instance.claim
        for variable, value in self.found.items():
            claim = claim.replace(variable, value)
        return claim

    @property
    def settled(self) -> bool:
        return not self.left.inputs

    @cached_property
    def relevant(self) -> list[int]:
        """List the tests that reveal something of what is left: exact, as no rule of these instances reads a fact both ways."""
        facts = {variable.asked for variable in self.left.inputs}
        return [i for i, test in enumerate(self.instance.tests) if not facts.isdisjoint(test.reveals)]

    def after(self, test: int) -> list[tuple[float, State]]:
        """List what may be found, each with its chance; what leaves the same formula is put together."""
        ends: dict[Predicate, tuple[float, Known]] = {self.left: (1.0, self.found)}
        for variable in (v for fact in self.instance.tests[test].reveals for v in fact.variables if v in self.instance.chances):
            split: dict[Predicate, tuple[float, Known]] = {}
            for left, (chance, found) in ends.items():
                for value, share in self.instance.chances[variable].items():
                    learnt = residue(left, partial(known, variable, value)) if variable in left.inputs else left
                    split[learnt] = split.get(learnt, (0.0, None))[0] + chance * share, {**found, variable: value}
            ends = split
        return [(chance, State(self.instance, found, left, self.done | {test})) for left, (chance, found) in ends.items() if chance]


def known(variable: Fact[Any], value: Any, fact: Fact[Any]) -> Any:
    return value if fact == variable else UNKNOWN


def expected(instance: Instance, choose: Choose) -> float:
    """Give what a way of asking costs on average."""
    seen: dict[tuple[Predicate, frozenset[int]], float] = {}

    def cost(state: State) -> float:
        if state.settled:
            return 0.0
        key = state.left, state.done if choose in FORGETFUL else frozenset()
        if key not in seen:
            test = choose(state)
            seen[key] = instance.tests[test].cost + sum(chance * cost(each) for chance, each in state.after(test))
        return seen[key]

    return cost(instance.start)


def best(instance: Instance) -> float:
    """Give what the best way there is costs on average, by trying all."""
    seen: dict[Predicate, float] = {}

    def cost(state: State) -> float:
        if state.settled:
            return 0.0
        if state.left not in seen:
            seen[state.left] = min(
                instance.tests[test].cost + sum(chance * cost(each) for chance, each in state.after(test)) for test in state.relevant
            )
        return seen[state.left]

    return cost(instance.start)


def in_order(state: State) -> int:
    """Ask in the order of the text, whatever is left, until it is settled."""
    return next(i for i in range(len(state.instance.tests)) if i not in state.done)


def in_order_if_relevant(state: State) -> int:
    return state.relevant[0]


def cheapest(state: State) -> int:
    return min(state.relevant, key=lambda i: (state.instance.tests[i].cost, i))


def ours(state: State) -> int:
    decision = state.instance.policy.adjudicate(state.claim)
    return state.instance.tests.index(decision.suggestions[0].examination)


FORGETFUL = {in_order}
"""Ways of asking that look at what was asked, not at what is left alone."""
WAYS: dict[str, Choose] = {
    "text order, until settled": in_order,
    "text order, relevant only": in_order_if_relevant,
    "cheapest relevant": cheapest,
    "suggestions": ours,
}


# --- Parts of the store's terms ------------------------------------------------------------------------------

NUMBERS = {Claim.card.serial, Claim.card.imei_1, Claim.card.imei_2, Claim.device.serial, Claim.device.imei_1, Claim.device.imei_2}
CORE = [
    Claim.inspection.damaged_by,
    Claim.inspection.software,
    Claim.fault.causes,
    Claim.fault.careless_by,
    Claim.fault.accident_by,
    Claim.fault.worn_beyond_norms,
    Claim.fault.body_worn,
    Claim.device.portable,
    Claim.sale.supplied,
    Claim.inspection.missing,
]
"""Facts that exclusions share, under readings by which causes matter to more of them."""
SHARED = icenter.Readings(damage="caused_the_fault", software="caused_the_fault", body_wear="beyond_norms")


def used_phone(opened: Iterable[Fact[Any]]) -> Any:
    claim: Any = clean(
        Claim,
        sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6, supplied=frozenset(Item)),
        device=Device(portable=True, serial="F2LX1234", imei_1="490154203237518", imei_2="356938035643809"),
        claimed_on=date(2026, 7, 20),
        fault=clean(Fault, failed_before_use=False, repairable=True),
    )
    for variable in opened:
        claim = claim.replace(variable, UNKNOWN)
    return claim


KNOWN = set(Item) - {Item.CABLES, Item.PACKAGING}
"""Items whose whereabouts are known: trying all plans for six that may be supplied, and missing, takes too long."""
COSTS = [1, 2, 3, 5, 10, 15, 20, 30]
BUNDLES = 3
"""How many facts a test reveals at the most, where it may reveal several."""


def usable(policy: Policy[Any]) -> list[Fact[Any]]:
    """List the facts of exclusions whose values can be listed, and of the sale what was supplied."""
    read = [fact for fact in Claim.facts() if any(v in policy.approved.inputs for v in fact.variables)]
    return [fact for fact in read if fact not in NUMBERS and len(fact.path) > 1 and (fact.path[0] != "sale" or fact == Claim.sale.supplied)]


def shares(draw: Random, variable: Fact[Any]) -> dict[Any, float]:
    """Draw how likely each value is: what is yes or no is mostly no, one time in two to one in a hundred."""
    if variable.domain == (False, True):
        yes = 10 ** draw.uniform(-2, -0.3)
        return {False: 1 - yes, True: yes}
    weights = {value: 10 ** draw.uniform(-2, 0) for value in variable.domain or ()}
    return {value: weight / sum(weights.values()) for value, weight in weights.items()}


def declared(fact: Fact[Any], chances: Mapping[Fact[Any], Mapping[Any, float]]) -> Any:
    """Put chances as a policy declares them."""
    if fact.variables != (fact,):
        return {v.member: chances[v][True] for v in fact.variables if isinstance(v, Member) and v in chances}
    return chances[fact][True] if fact.domain == (False, True) else chances[fact]


def instance(seed: int, facts: int, *, core: bool = False, bundled: bool = False) -> Instance:
    """Draw an instance: which facts are open, what they cost, and how likely their values are; a test may reveal several."""
    draw = Random(seed)
    policy = icenter.policy(SHARED if core else None)
    chosen = draw.sample(CORE if core else usable(policy), facts)
    opened = [fact for fact in Claim.facts() if fact in chosen]
    chances = {v: shares(draw, v) for fact in opened for v in fact.variables if not isinstance(v, Member) or v.member not in KNOWN}
    groups: list[list[Fact[Any]]] = []
    for fact in opened:
        if bundled and groups and len(groups[-1]) < BUNDLES and draw.random() < 0.5:
            groups[-1].append(fact)
        else:
            groups.append([fact])
    tests = tuple(Examination(str(group[0]), str(group[0]), tuple(group), cost=draw.choice(COSTS)) for group in groups)
    policy = attrs.evolve(policy, examinations=tests, chances={fact: declared(fact, chances) for fact in opened})
    return Instance(policy, used_phone(chances), tests, chances)


# --- Formulas that read each fact once -----------------------------------------------------------------------

Tree = tuple[Any, Any]
"""A fact and whether it is to hold; or whether all of some trees are to hold, or any, and these."""


def read_once(draw: Random, facts: list[Any], join: bool) -> tuple[Predicate, Tree]:
    """Draw a formula that reads each of some facts once, "all" and "any" in turn and written in several ways, and the same as a tree."""
    if len(facts) == 1:
        (fact,), so = facts, draw.random() < 0.5
        return (fact if so else ~fact), (fact, so)
    cuts = sorted(draw.sample(range(1, len(facts)), min(len(facts) - 1, draw.randint(1, 2))))
    drawn = [read_once(draw, facts[a:b], not join) for a, b in zip([0, *cuts], [*cuts, len(facts)], strict=True)]
    rules, trees = [rule for rule, _ in drawn], [tree for _, tree in drawn]
    if draw.random() < 0.5:
        return (all_of if join else any_of)(rules), (join, trees)
    return ~(any_of if join else all_of)([~rule for rule in rules]), (join, trees)


def in_the_best_order(tree: Tree, costs: Mapping[Any, float], chances: Mapping[Any, float]) -> tuple[float, float]:
    """Give what a tree costs to settle, part after part, in the best of all orders, and the chance that it holds."""
    what, parts = tree
    if not isinstance(what, bool):
        return costs[what], chances[what] if parts else 1 - chances[what]
    found, least = [in_the_best_order(part, costs, chances) for part in parts], inf
    for order in permutations(found):
        total, reached = 0.0, 1.0
        for cost, chance in order:
            total += reached * cost
            reached *= chance if what else 1 - chance
        least = min(least, total)
    holds = [chance if what else 1 - chance for _, chance in found]
    return least, prod(holds) if what else 1 - prod(holds)
