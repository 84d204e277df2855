"""Print what it takes to settle invented claims, by several ways of asking, as Markdown tables.

    python bench/asking.py                    100 claims of seed 1, some minutes
    python bench/asking.py --claims 20 --seed 7
    python bench/asking.py --optimum          instead, what each way costs beside the best plan there is, on parts of the terms; half an hour
    python bench/asking.py --smoke            everything once, on little, to see that it runs

The claims are complete ones from `icenter_claims.synthetic`; of each, nothing is known at first, and examinations are made until its
outcome is settled. What is suggested is reckoned with the chances that `policies/icenter.py` declares, which are no part of what draws
the claims. Questions are the facts that could still change the outcome when an examination that reveals them was made (in the order of
the text: all it reveals); invasive are examinations of invasiveness 2 or 3.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

import attrs

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import run

import oracle
import planning
from warranty_rules import Claim, Decision, Outcome, Policy
from warranty_rules.analysis.asking import examinations, suggestions
from warranty_rules.examinations import Examination
from warranty_rules.facts import Fact
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic

Next = Callable[[Decision[Any], "frozenset[str]"], tuple[Examination, int]]
OFF = 3
"""How far off a chance may be, either way, where they are disturbed."""


@attrs.frozen
class Effort:
    """What it took to settle one claim."""

    outcome: Outcome
    questions: int
    examinations: int
    cost: float
    invasive: int


def suggested(decision: Decision[Any], made: frozenset[str]) -> tuple[Examination, int]:
    first = decision.suggestions[0]
    return first.examination, len(first.questions)


def by_the_text(decision: Decision[Any], made: frozenset[str]) -> tuple[Examination, int]:
    """Take the facts that the terms read in the order in which their clauses do."""
    test = next(test for test in in_text_order(decision.policy) if test.id not in made)
    return test, len(test.reveals)


def in_text_order(policy: Policy[Any]) -> list[Examination]:
    """List the examinations by the first clause that needs them: the tiers' by rank, then the exclusions'."""
    read = dict.fromkeys(fact.asked for condition in policy.approved.conditions for fact in condition.reads)
    tests = examinations(policy, read)
    return list(dict.fromkeys(next(test for test in tests if fact in test.reveals) for fact in read))


def effort(policy: Policy[Any], truth: Claim, choose: Next) -> Effort:
    """Examine until the outcome is settled."""
    known, made, questions, cost, invasive = Claim(), frozenset[str](), 0, 0.0, 0
    while (decision := policy.adjudicate(known)).outcome is Outcome.PENDING:
        test, asked = choose(decision, made)
        made |= {test.id}
        questions, cost, invasive = questions + asked, cost + test.cost, invasive + (test.invasiveness >= 2)
        for fact in test.reveals:
            known = known.replace(fact, fact.of(truth))
    return Effort(decision.outcome, questions, len(made), cost, invasive)


def one_by_one(policy: Policy[Any]) -> Policy[Any]:
    """Give the policy with an examination of its own for each fact, at the cost of its stage, as invasive as what reveals it."""
    costs = dict(policy.costs)
    invasive: dict[Fact[Any], int] = {fact: test.invasiveness for test in policy.examinations for fact in test.reveals}
    tests = [Examination(str(f), f.question, (f,), costs[f.stage], invasive.get(f, 0)) for f in policy.uses]
    return attrs.evolve(policy, examinations=tuple(tests))


def disturbed(policy: Policy[Any], seed: int) -> Policy[Any]:
    """Give the policy with every chance off by a factor, up to three either way."""
    draw = Random(seed)

    def off(chance: float) -> float:
        return min(chance * OFF ** draw.uniform(-1, 1), 0.99)

    chances: dict[Any, Any] = {}
    for key, value in policy.chances:
        shares = {each: off(share) for each, share in value} if isinstance(value, tuple) else off(value)
        if isinstance(shares, dict) and key.variables == (key,):
            shares = {each: share / sum(shares.values()) for each, share in shares.items()}
        chances[key] = shares
    return attrs.evolve(policy, chances=chances)


def ways(policy: Policy[Any], seed: int) -> Iterator[tuple[str, Policy[Any], Next]]:
    yield "order of the text, until settled", policy, by_the_text
    yield "cheapest that matters (no chances)", attrs.evolve(policy, chances={}), suggested
    yield "suggestions", policy, suggested
    yield f"suggestions, every chance off by up to {OFF}x", disturbed(policy, seed), suggested


def table(title: str, policy: Policy[Any], truths: list[Claim], seed: int) -> None:
    """Print the averages over all claims, and over those that are denied."""
    print(f"\n| {title} | questions | examinations | cost | invasive | denied: questions | examinations | cost | invasive |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name, asked, choose in ways(policy, seed):
        efforts = [effort(asked, truth, choose) for truth in truths]
        denied = [each for each in efforts if each.outcome is Outcome.DENIED]
        cells = [mean(getattr(e, what) for e in group) for group in (efforts, denied) for what in ("questions", "examinations", "cost", "invasive")]
        print(f"| {name} | " + " | ".join(f"{cell:.1f}" if at % 4 != 3 else f"{cell:.2f}" for at, cell in enumerate(cells)) + " |", flush=True)


def optimum(instances: int, facts: int) -> None:
    """Print the expected cost of each way beside that of the best plan there is."""
    print(f"\n| expected cost / the best plan's, {facts} facts open | random facts: mean | max | facts that exclusions share: mean | max |")
    print("|---|---|---|---|---|")
    drawn = [[planning.instance(seed, facts, core=core) for seed in range(instances)] for core in (False, True)]
    best = [[planning.best(each) for each in group] for group in drawn]
    for name, way in planning.WAYS.items():
        found = [[planning.expected(one, way) / least for one, least in zip(*pair, strict=True)] for pair in zip(drawn, best, strict=True)]
        print(f"| {name} | " + " | ".join(f"{cell:.3f}" for group in found for cell in (mean(group), max(group))) + " |", flush=True)


def ratios(rounds: int) -> None:
    """Print what the suggestions take from a decision whose questions are known, beside the hand-written chain."""
    unit = (oracle.refusals, run.SHAPES["complete and approved"])
    for name, claims in (("one fact open", run.ONE_OPEN), ("half open", run.HALF[:8]), ("empty intake", run.EMPTY)):
        decisions = [run.POLICY.adjudicate(each) for each in claims]
        ready = [decision for decision in decisions if decision.questions]  # which reads them
        run.compare(f"suggestions, of known questions / chain: {name}", unit, (suggestions, ready), rounds)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--claims", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--optimum", action="store_true")
    parser.add_argument("--smoke", action="store_true")
    options = parser.parse_args()
    if options.smoke or not options.optimum:
        settled(4 if options.smoke else options.claims, options.seed, 1 if options.smoke else 11)
    if options.smoke or options.optimum:
        optimum(*((1, 5) if options.smoke else (25, 10)))


def settled(claims: int, seed: int, rounds: int) -> None:
    """Print what it takes to settle claims, and what it takes to suggest how."""
    truths = list(synthetic(seed, claims, partly_known=0))
    denied = sum(icenter.policy().adjudicate(truth).outcome is Outcome.DENIED for truth in truths)
    print(f"{claims} claims of seed {seed}, {denied} of them denied")
    table("the store's examinations", icenter.policy(), truths, seed)
    table("each fact by itself", one_by_one(icenter.policy()), truths, seed)
    print()
    ratios(rounds)


if __name__ == "__main__":
    main()
