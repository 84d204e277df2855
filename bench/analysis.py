"""Measure what it costs to say why, what to find out next, what would have to be different and the rest, as ratios to the chain of `bench/run.py`.

    python bench/analysis.py                all figures, about a minute
    python bench/analysis.py --json FILE    what every round gave, too
    python bench/analysis.py --smoke        each of them once, to see that they run

The unit is the hand-written chain over the same claims, or over the complete and approved ones where facts are open. Each decision is
made before the clock runs, and asked once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import measuring
from measuring import Row, Take, in_turn, spent
from run import EMPTY, HALF, ONE_OPEN, POLICY, SHAPES, chain

from warranty_rules import Claim, Decision, Outcome
from warranty_rules.analysis.asking import suggestions

Ask = Callable[[Decision[Any]], object]
DENIED = ("one hit", "eight hits", "expired")
OPEN = {"one fact open": ONE_OPEN, "empty intake": EMPTY[:2]}


def reasons(decision: Decision[Any]) -> object:
    return decision.reasons


def cheapest(decision: Decision[Any]) -> object:
    return decision.what_if(most=1)


MORE: dict[str, tuple[Ask, str]] = {
    "every suggestion": (lambda decision: decision.suggestions, "suggestions"),
    "sensitivity to readings": (lambda decision: decision.sensitivity, ""),
    "warnings": (lambda decision: decision.warnings, ""),
    "the ledger, printed": (lambda decision: str(decision.ledger), ""),
    "a record": (lambda decision: decision.record(), ""),
    "words for a clerk": (lambda decision: decision.explain("clerk"), ""),
}


def asked(ask: Ask, claims: Sequence[Claim]) -> Take:
    """Ask decisions that nobody asked yet."""
    return lambda: spent(ask, list(map(POLICY.adjudicate, claims)))


def known(claims: Sequence[Claim]) -> Take:
    """Ask what to find out next, where the questions are known."""

    def take() -> float:
        decisions = list(map(POLICY.adjudicate, claims))
        return spent(suggestions, [decision for decision in decisions if decision.questions])  # which reads them

    return take


def rows(smoke: bool) -> Iterator[Row]:
    rounds, fewer = (1, 1) if smoke else (21, 7)
    every: dict[str, tuple[Ask, str]] = {
        "reasons": (reasons, "reasons"),
        "the cheapest what-if": (cheapest, "what-if"),
        "every what-if as cheap": (lambda decision: decision.what_if(), ""),
    }
    for group, (ask, budget) in every.items():
        for shape in DENIED:
            claims = SHAPES[shape]
            assert {POLICY.adjudicate(each).outcome for each in claims} == {Outcome.DENIED}, shape
            yield Row(group, shape, in_turn(chain(claims), asked(ask, claims), rounds), budget)
    approved = SHAPES["complete and approved"]
    yield Row("reasons", "complete and approved: clause by clause", in_turn(chain(), asked(reasons, approved), fewer), "reasons")
    yield Row("the cheapest what-if", "half open", in_turn(chain(), asked(cheapest, HALF[:2]), 1 if smoke else 3), "what-if")
    for group, (ask, budget) in MORE.items():
        for shape, claims in {"one hit": SHAPES["one hit"], **OPEN}.items():
            yield Row(group, shape, in_turn(chain(), asked(ask, claims), fewer), budget)
    for shape, claims in OPEN.items():
        yield Row("suggestions, of known questions", shape, in_turn(chain(), known(claims), fewer))


if __name__ == "__main__":
    measuring.main(__doc__, rows)
