"""Count what it takes to settle invented claims, by several ways of asking. Nothing here is timed: the counts are the same everywhere.

    python bench/asking.py                    100 claims of seed 1, a minute
    python bench/asking.py --json FILE        what every claim took, too
    python bench/asking.py --claims 20 --seed 7
    python bench/asking.py --optimum          instead, what each way costs beside the best plan there is, on parts of the terms; some minutes
    python bench/asking.py --smoke            everything once, on little, to see that it runs

The claims are complete ones from `icenter_claims.synthetic`; of each, nothing is known at first, and examinations are made until its
outcome is settled. What is suggested is reckoned with the chances that `policies/icenter.py` declares, which are no part of what draws
the claims. Questions are the facts that could still change the outcome when an examination that reveals them was made (in the order of
the text: all it reveals); invasive are examinations of invasiveness 2 or 3.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from typing import Any

import attrs

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import measuring
from report import COUNTS, optimum_table, settled_tables

import planning
from warranty_rules import Claim, Decision, Outcome, Policy
from warranty_rules.analysis.asking import examinations
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


def settled(claims: int, seed: int) -> dict[str, Any]:
    """Count what it takes to settle claims, by the store's examinations and where each fact is looked at by itself."""
    truths = list(synthetic(seed, claims, partly_known=0))
    policies = {"the store's examinations": icenter.policy(), "each fact by itself": one_by_one(icenter.policy())}
    found: list[dict[str, Any]] = []
    for title, policy in policies.items():
        for name, asked, choose in ways(policy, seed):
            efforts = [effort(asked, truth, choose) for truth in truths]
            counts = {what: [getattr(each, what) for each in efforts] for what in COUNTS}
            found.append({"group": title, "what": name, "denied": [each.outcome is Outcome.DENIED for each in efforts], **counts})
    return {"seed": seed, "rows": found}


def optimum(instances: int, facts: int) -> dict[str, Any]:
    """Give the expected cost of each way beside that of the best plan there is, draw by draw."""
    found: list[dict[str, Any]] = []
    for title, core in (("random facts", False), ("facts that exclusions share", True)):
        drawn = [planning.instance(seed, facts, core=core) for seed in range(instances)]
        best = list(map(planning.best, drawn))
        for name, way in planning.WAYS.items():
            values = [planning.expected(one, way) / least for one, least in zip(drawn, best, strict=True)]
            found.append({"group": title, "what": name, "values": [float(f"{value:.10g}") for value in values]})
    return {"facts": facts, "rows": found}


def main() -> None:
    parser = measuring.options(__doc__)
    parser.add_argument("--claims", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--optimum", action="store_true")
    chosen = parser.parse_args()
    smoke = chosen.smoke
    found = optimum(*((1, 5) if smoke else (25, 10))) if chosen.optimum else settled(4 if smoke else chosen.claims, chosen.seed)
    print((optimum_table if chosen.optimum else settled_tables)(found))
    if chosen.json:
        chosen.json.write_text(measuring.written(found), encoding="utf-8")


if __name__ == "__main__":
    main()
