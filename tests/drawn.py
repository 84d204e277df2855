"""Rules, policies and claims that are drawn by number, small and many, and the same on every run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

import attrs
from dense import BOX, LEFT, NUMBERS, OTHERS, RIGHT
from small import Color, Small, covering

from warranty_rules import NONE, Clause, Decision, Exclusion, Outcome, Policy, Predicate, all_of, any_of
from warranty_rules.errors import LogicError
from warranty_rules.examinations import Examination
from warranty_rules.facts import Fact

DAYS = [date(2026, 3, 2) + timedelta(days=7 * place) for place in range(4)]
DATED: list[Predicate] = [
    *(Small.sold_on < Small.reported_on, Small.delivered_on >= Small.sold_on, Small.delivered_on.eq(Small.reported_on)),
    *(fact <= day for fact in (Small.sold_on, Small.reported_on, Small.delivered_on) for day in DAYS),
]
VALUES: dict[Fact[Any], list[Any]] = {
    **dict.fromkeys((Small.few, Small.many), [*range(9)]),
    **dict.fromkeys((Small.mark, Small.inner.flag), [True, False]),
    **dict.fromkeys((Small.sold_on, Small.delivered_on), DAYS),
    Small.color: [*Color],
}
ALL: dict[Fact[Any], list[Any]] = {**VALUES, **dict.fromkeys((LEFT, RIGHT), ["A1", "B2", NONE]), BOX: [True, False]}


def rule(random: Random, size: int, atoms: list[Predicate]) -> Predicate:
    if size == 1:
        return random.choice(atoms)
    first = random.randrange(1, size)
    made = random.choice((all_of, any_of))([rule(random, first, atoms), rule(random, size - first, atoms)])
    return ~made if random.random() < 0.2 else made


def told(random: Random, share: float, values: Mapping[Fact[Any], list[Any]] = VALUES) -> dict[Fact[Any], Any]:
    """Draw a value for a share of the facts."""
    return {fact: random.choice(some) for fact, some in values.items() if random.random() < share}


def record(values: Mapping[Fact[Any], Any]) -> Small:
    made = Small()
    for fact, value in values.items():
        made = made.learn(fact, value)
    return made


def policy(random: Random) -> Policy[Small]:
    """Draw a policy of one tier or two, with exclusions that they share, examinations, chances, and costs."""
    atoms = [*NUMBERS, *OTHERS, *DATED] if random.random() < 0.5 else [*NUMBERS, *OTHERS]
    rules = [rule(random, random.randint(1, 3), atoms) & rule(random, random.randint(1, 2), atoms) for _ in range(random.randint(1, 4))]
    made = covering(rule(random, 2, atoms), *(Exclusion(Clause(f"X{n}", "t", "x", "c"), when) for n, when in enumerate(rules)))
    (tier,) = made.ranked
    if random.random() < 0.5:
        made = attrs.evolve(made, ranked=(tier, attrs.evolve(tier, id="other", goods=rule(random, 2, atoms), exclusions=tier.exclusions[1:])))
    facts = [fact for fact in Small.facts() if fact in made.uses]
    tests = [
        Examination(
            f"test-{n}", "look", tuple(random.sample(facts, random.randint(1, min(3, len(facts))))), random.randint(0, 9), random.randint(0, 2)
        )
        for n in range(random.randint(0, 3))
    ]
    yes_or_no = [v for fact in facts for v in fact.variables if v.domain == (False, True)]
    return attrs.evolve(
        made,
        examinations=tuple(tests),
        chances={v: random.randint(0, 4) / 4 for v in yes_or_no if random.random() < 0.7},
        costs={facts[0].stage: random.randint(0, 9)},
        changes={fact: NONE if random.random() < 0.3 else random.randint(1, 4) for fact in facts if random.random() < 0.5},
    )


def decision(seed: int) -> Decision[Small]:
    random = Random(seed)
    terms, claim = policy(random), record(told(random, random.choice((0.2, 0.6, 0.9, 1, 1)), ALL))
    sold = claim.sold_on
    if isinstance(sold, date) and random.random() < 0.8:
        claim = claim.learn(Small.reported_on, sold + timedelta(days=random.randint(0, 35)))
    return terms.adjudicate(claim)


def ways(drawn: Decision[Small]) -> list[str]:
    """Tell what would have to be different for it to be approved, or else denied; or why that is not told."""
    try:
        found = drawn.what_if(Outcome.DENIED if drawn.outcome is Outcome.APPROVED else Outcome.APPROVED)
    except LogicError as error:
        return [str(error)]
    return [*map(str, found)] if isinstance(found, tuple) else [str(found)]


def page(seed: int) -> str:
    """Tell what is to be found out of a drawn claim, how, and what would have to be different."""
    drawn = decision(seed)
    lines = [
        f"=== {seed}: {drawn.outcome.value}",
        f"{drawn.policy.approved}",
        f"known: {drawn.claim}",
        f"ask: {', '.join(map(str, (question.fact for question in drawn.questions)))}",
        f"test: {', '.join(each.examination.id for each in drawn.suggestions)}",
        *ways(drawn),
    ]
    return "\n".join(lines)
