"""What to find out next: the examinations that can still change the outcome, the best first.

To settle that one of several parts holds, the part goes first that has the least cost for each chance that it holds; to settle that
all hold, the one with the least cost for each chance that it does not. Parts on facts of their own are so put in the best order there
is; where parts share examinations, what is examined for one costs nothing for the next, and parts that the same examinations settle
count as one. Without chances it is what costs least, then what is least invasive.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import product
from math import inf, prod
from typing import Any, TypeAlias

import attrs

from warranty_rules.clauses import Clause
from warranty_rules.decisions import Decision, Question
from warranty_rules.errors import need, on_lines, printable
from warranty_rules.examinations import Examination
from warranty_rules.examples import A_DECISION
from warranty_rules.facts import Fact, YesNoFact, is_fact, is_set_fact
from warranty_rules.policy import Policy
from warranty_rules.predicates import Condition, Either, Predicate, all_of, residue
from warranty_rules.values import UNKNOWN

__all__ = ["Stake", "Suggestion", "suggestions"]

Tests: TypeAlias = "frozenset[int]"
"""Examinations, by their place."""
Made: TypeAlias = "Mapping[int, float]"
"""Examinations, each with the chance that it is made."""
MOST_PLANS = 2_000
"""How many plans are told apart by what was examined before: past that, a formula that nests its facts deep has too many."""
NOBODY: AbstractSet[Fact[Any]] = frozenset()


@attrs.frozen
class Stake:
    """A clause that an examination bears on.

    Args:
        clause: the clause.
        establishes: whether what is found can by itself show that the clause applies.
        refutes: whether it can by itself show that it does not.
        settles: whether it shows one or the other, whatever is found.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> suggested = {suggestion.examination.id: suggestion for suggestion in icenter.policy().adjudicate(Claim()).suggestions}
    >>> print(*suggested["card"].why, sep=" | ")
    settles E01 warranty card | may rule out E02 numbers differ from the card
    """

    clause: Clause
    establishes: bool
    refutes: bool
    settles: bool = False

    @property
    def words(self) -> str:
        """What it can do for the clause."""
        if self.settles:
            return "settles"
        if self.establishes:
            return "may settle" if self.refutes else "may establish"
        return "may rule out" if self.refutes else "bears on"

    def __str__(self) -> str:
        return f"{self.words} {self.clause}"


@attrs.frozen(slots=False, repr=False)
class Suggestion:
    """An examination to make next, and what it is for.

    Args:
        decision: the decision that is open.
        examination: what to do.
        questions: the questions that it answers, in its order.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> print(next(s for s in icenter.policy().adjudicate(Claim()).suggestions if s.examination.id == "numbers"))
    read the device's numbers (desk; cost 3)
      ask           What serial number does the device show?
      ask           What first IMEI does the device show?
      ask           What second IMEI does the device show?
      bears on      E02 numbers differ from the card
    """

    decision: Decision[Any]
    examination: Examination
    questions: tuple[Question, ...]

    @cached_property
    def why(self) -> tuple[Stake, ...]:
        """The open clauses that read what it reveals, in source order."""
        asked = frozenset(question.fact for question in self.questions)
        found: dict[Clause, Stake] = {}
        for clause, rule in _rules(self.decision):
            left = residue(rule, lambda fact: fact.of(self.decision.claim))
            if any(variable.asked in asked for variable in left.inputs):
                establishes, refutes = left.fold(_Within(asked, self.decision))
                before = found.get(clause, Stake(clause, establishes=False, refutes=False, settles=True))
                settles = before.settles and all(variable.asked in asked for variable in left.inputs)
                found[clause] = Stake(clause, before.establishes or establishes, before.refutes or refutes, settles)
        return tuple(sorted(found.values(), key=lambda stake: self.decision.policy.source[stake.clause.id]))

    @property
    def purpose(self) -> tuple[str, ...]:
        """What it is for, in lines: the clauses, those together for which it can do the same."""
        alike: dict[str, list[str]] = {}
        for stake in self.why:
            alike.setdefault(stake.words, []).append(str(stake.clause))
        return tuple(f"  {words:<12}  {', '.join(clauses)}" for words, clauses in alike.items())

    def __str__(self) -> str:
        words, stages = self.examination.words, ", ".join(self.examination.stages)
        asked = [f"  {'ask':<12}  {question.text}" for question in self.questions if question.text != words]
        return on_lines([f"{words} ({stages}; cost {self.examination.cost:g})", *asked, *self.purpose])

    def __repr__(self) -> str:
        return printable(f"<{self.examination.id}: {', '.join(question.path for question in self.questions)}>")


def _rules(decision: Decision[Any]) -> Iterator[tuple[Clause, Predicate]]:
    """Give what the clauses of tiers that may still be in force demand, and the exclusions of those tiers."""
    tiers = [tier for tier in decision.policy.ranked if tier.in_force(decision.claim) is not False]
    for tier in tiers:
        for clause in dict.fromkeys(clause for _, clause, _ in tier.failings):
            yield clause, all_of(~when for _, each, when in tier.failings if each == clause)
    yield from ((e.clause, e.when) for e in decision.policy.exclusions if any(e in tier.exclusions for tier in tiers))


@attrs.frozen
class _Within(Either):
    """Tell whether some facts alone can make a predicate true, and can make it false."""

    facts: AbstractSet[Fact[Any]]
    decision: Decision[Any]

    def test(self, condition: Condition) -> tuple[bool, bool]:
        can = all(fact.asked in self.facts for fact in condition.reads if fact.of(self.decision.claim) is UNKNOWN)
        return can, can


def suggestions(
    decision: Decision[Any], *, done: Collection[Examination] = (), unanswerable: AbstractSet[Fact[Any]] = NOBODY
) -> tuple[Suggestion, ...]:
    """List the examinations that can still change the outcome, the best first.

    Args:
        decision: any decision; for a denial that can be cured, what is asked is what remains once it is.
        done: examinations that were begun, and cost nothing more.
        unanswerable: facts that nobody can tell, which are not asked.

    Returns:
        The suggestions; none where nothing that is asked can change the outcome.

    Raises:
        LogicError: for what is no decision.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> decision = icenter.policy().adjudicate(Claim())
    >>> [len(suggestions(decision)), len(suggestions(decision, unanswerable={Claim.claimed_on}))]
    [11, 10]
    """
    need(decision, Decision, A_DECISION)
    asked = {question.fact: question for question in decision.questions if question.fact not in unanswerable}
    decision = decision._asked_of
    tests = examinations(decision.policy, asked)
    order = _Planner(decision, tests, frozenset(asked), frozenset(map(tests.index, filter(tests.__contains__, done)))).order()
    answers = [tuple(asked[fact] for fact in tests[test].reveals if fact in asked) for test in order]
    return tuple(Suggestion(decision, tests[test], questions) for test, questions in zip(order, answers, strict=True))


def examinations(policy: Policy[Any], facts: Iterable[Fact[Any]]) -> list[Examination]:
    """List the examinations that reveal one of some facts: those of a policy, and one of its own for each fact that none of those reveals."""
    wanted, costs = list(facts), dict(policy.costs)
    declared = [each for each in policy.examinations if any(fact in each.reveals for fact in wanted)]
    revealed = {fact for each in declared for fact in each.reveals}
    return declared + [Examination(str(f), f.question, (f,), costs.get(f.stage, 1)) for f in wanted if f not in revealed]


@attrs.frozen
class _Plan:
    """How to settle a part: at what cost to be reckoned with, with what chance that it holds; and the tests, in order, with the chance of each."""

    cost: float
    chance: float
    made: Made

    def ratio(self, join: Callable[..., bool]) -> float:
        """The cost for each chance that the part settles the whole."""
        settles = 1 - self.chance if join is all else self.chance
        if settles <= 0:
            return inf if self.cost else 0.0
        return float(f"{self.cost / settles:.9g}")  # as sums that ought to be the same differ in their last digits


class _Planner:
    """The plan for one decision."""

    def __init__(self, decision: Decision[Any], tests: Sequence[Examination], asked: AbstractSet[Fact[Any]], done: Tests) -> None:
        self.policy, self.claim, self.tests, self.done = decision.policy, decision.claim, tests, done
        self.chances = dict(self.policy.chances)
        self.declared = dict(_declared(self.policy))
        self.needs: dict[Predicate, Tests] = {}
        self.likely: dict[Condition, float] = {}
        self.plans: dict[tuple[Predicate, bool, tuple[float, ...]], _Plan] = {}
        dearest = max((test.cost for test in tests), default=0) or 1
        self.costs = [0.0 if at in done else test.cost / dearest for at, test in enumerate(tests)]
        self.by = {fact: min((i for i, t in enumerate(tests) if fact in t.reveals), key=lambda i: self._for_each(i, asked)) for fact in asked}

    def _for_each(self, test: int, asked: AbstractSet[Fact[Any]]) -> float:
        return round(self.costs[test] / sum(fact in asked for fact in self.tests[test].reveals), 9)

    def order(self) -> list[int]:
        """Put the tests in order; those that were begun come first, as they cost nothing."""
        cheapest = sorted(range(len(self.tests)), key=lambda i: (i not in self.done, self.costs[i], self.tests[i].invasiveness, i))
        if not self.chances or len(cheapest) < 2:
            return cheapest
        left = residue(self.policy.approved, lambda fact: fact.of(self.claim))
        planned = self.plan(left, True, dict.fromkeys(self.done, 1.0)).made
        return list(dict.fromkeys([*cheapest[: len(self.done)], *planned, *cheapest]))

    def plan(self, predicate: Predicate, want: bool, made: Made) -> _Plan:
        """Plan how to find out whether a predicate has the truth that is wanted, with the chance of each test that it is made already."""
        join, demands = predicate.demands(want)
        tests = sorted(self.needed(predicate))
        left = tuple([1 - made.get(test, 0.0) for test in tests])
        if not demands and isinstance(predicate, Condition):
            if predicate not in self.likely:
                self.likely[predicate] = self.chance(predicate)
            cost = sum([self.costs[test] * share for test, share in zip(tests, left, strict=True)])
            return _Plan(cost, self.likely[predicate] if want else 1 - self.likely[predicate], dict.fromkeys(tests, 1.0))
        key = predicate, want, left if len(self.plans) < MOST_PLANS else ()
        if key not in self.plans:
            parts = [_Part(part, wanted, self.needed(part)) for part, wanted in _parts(predicate, want, join)]
            self.plans[key] = self.plans[predicate, want, ()] = self.joined(join, parts, made, 0)
        return self.plans[key]

    def needed(self, predicate: Predicate) -> Tests:
        """List the tests that settle all conditions in a predicate."""
        if predicate not in self.needs:
            facts = {variable.asked for variable in predicate.inputs}
            self.needs[predicate] = frozenset(self.by[fact] for fact in facts if fact in self.by)
        return self.needs[predicate]

    def joined(self, join: Callable[..., bool], parts: list[_Part], made: Made, level: int) -> _Plan:
        """Plan parts in turn, always those next that settle the whole at the least cost for each chance of it."""
        planned: list[_Plan] = []
        options: dict[object, _Option] = {}
        key_of, together = GROUPS[level]
        while any(made.get(test, 0.0) < 1 for part in parts for test in part.tests):
            keys = dict.fromkeys(map(key_of, parts))
            for key in keys.keys() - options.keys():
                group = [part for part in parts if together(part, key)]
                plan = self.joined(join, group, made, level + 1) if len(group) > 1 else self.plan(group[0].predicate, group[0].want, made)
                options[key] = _Option(plan, plan.ratio(join), group, frozenset[int]().union(*(part.tests for part in group)))
            best = options[min(keys, key=lambda key: options[key].ratio)]
            planned.append(best.plan)
            made = _either(made, best.plan.made)
            parts = [part for part in parts if part not in best.parts]
            options = {key: option for key, option in options.items() if option.tests.isdisjoint(best.tests)}
        return _in_turn(join, [*planned, *(self.plan(part.predicate, part.want, made) for part in parts)])

    def chance(self, condition: Condition) -> float:
        """Tell how likely a condition holds: by the values of its facts, else as declared, else as likely as not."""
        shares = [self.shares(fact) for fact in condition.reads]
        if not all(shares):
            return float(self.chances.get(condition, 0.5))
        every = [(tuple(value for value, _ in each), prod(share for _, share in each)) for each in product(*shares)]
        return sum(share for values, share in every if condition.holds(*values)) / sum(share for _, share in every)

    def shares(self, fact: Fact[Any]) -> tuple[tuple[Any, float], ...]:
        """Give the values of a fact with their shares; nothing where they are not known."""
        value = fact.of(self.claim)
        return self.declared.get(fact, ()) if value is UNKNOWN else ((value, 1.0),)


@attrs.frozen(eq=False)
class _Part:
    """One of several joined predicates, the truth wanted of it, and the tests that settle it."""

    predicate: Predicate
    want: bool
    tests: Tests


@attrs.frozen(eq=False)
class _Option:
    """Parts that could come next, with what they would cost for each chance that they settle the whole."""

    plan: _Plan
    ratio: float
    parts: list[_Part]
    tests: Tests


GROUPS: tuple[tuple[Callable[[_Part], Any], Callable[[_Part, Any], bool]], ...] = (
    (lambda part: part.tests, lambda part, tests: part.tests <= tests),
    (lambda part: part.tests, lambda part, tests: part.tests == tests),
    (lambda part: part, lambda part, other: part is other),
)
"""What is weighed together: parts that the tests of one of them settle; among those, parts with the same tests; among those, each."""


def _either(made: Made, more: Made, reached: float = 1.0) -> dict[int, float]:
    """Give the chance that a test is made by the one or, if that is reached, by the other."""
    return {**made, **{test: 1 - (1 - made.get(test, 0.0)) * (1 - reached * share) for test, share in more.items()}}


def _in_turn(join: Callable[..., bool], plans: Iterable[_Plan]) -> _Plan:
    """Reckon what it costs to settle parts in turn, until one settles the whole."""
    cost, reached, made = 0.0, 1.0, dict[int, float]()
    for plan in plans:
        cost += reached * plan.cost
        made = _either(made, plan.made, reached)
        reached *= plan.chance if join is all else 1 - plan.chance
    return _Plan(cost, reached if join is all else 1 - reached, made)


def _declared(policy: Policy[Any]) -> Iterator[tuple[Fact[Any], tuple[tuple[Any, float], ...]]]:
    """Give the values that facts may take, memberships one by one, with their shares."""
    for key, chances in policy.chances:
        if is_set_fact(key):
            yield from ((key.has(member), ((True, share), (False, 1 - share))) for member, share in chances)
        elif isinstance(key, YesNoFact):
            yield key, ((True, chances), (False, 1 - chances))
        elif is_fact(key):
            yield key, chances


def _parts(predicate: Predicate, want: bool, join: Callable[..., bool]) -> Iterator[tuple[Predicate, bool]]:
    """Take apart what is joined in one way."""
    for part, wanted in predicate.demands(want)[1]:
        inner, demands = part.demands(wanted)
        if demands and (inner is join or len(demands) == 1):
            yield from _parts(part, wanted, join)
        else:
            yield part, wanted
