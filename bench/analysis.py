"""Print what it costs to say why, what to find out next, what would have to be different and the rest, as ratios to the chain of `bench/run.py`.

    python bench/analysis.py            all figures, about a minute
    python bench/analysis.py --smoke    each of them once, to see that they run

The unit is the hand-written chain over the same claims, in turn with it. Each decision is made before the clock runs, and asked once.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from run import HALF, ONE_OPEN, POLICY, SHAPES, spent

import oracle
from warranty_rules import Claim, Decision, Outcome

ASKED: dict[str, Callable[[Decision[Any]], object]] = {
    "reasons": lambda decision: decision.reasons,
    "cheapest what-if": lambda decision: decision.what_if(most=1),
    "every what-if as cheap": lambda decision: decision.what_if(),
}
MORE: dict[str, Callable[[Decision[Any]], object]] = {
    "every suggestion": lambda decision: decision.suggestions,
    "sensitivity to readings": lambda decision: decision.sensitivity,
    "warnings": lambda decision: decision.warnings,
    "ledger, printed": lambda decision: str(decision.ledger),
    "record": lambda decision: decision.record(),
    "words for a clerk": lambda decision: decision.explain("clerk"),
}


def ratio(claims: Sequence[Claim], unit: Sequence[Claim], ask: Callable[[Decision[Any]], object]) -> float:
    """Ask decisions that nobody asked yet, and take how much longer it takes than the chain."""
    decisions = list(map(POLICY.adjudicate, claims))
    chain = spent(oracle.refusals, unit)
    return spent(ask, decisions) / chain


def report(name: str, claims: Sequence[Claim], unit: Sequence[Claim], ask: Callable[[Decision[Any]], object], rounds: int) -> None:
    """Print the median of the rounds and their middle half."""
    ratios = [ratio(claims, unit, ask) for _ in range(rounds + 1)][1:]
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0], 0.0, ratios[0])
    print(f"{name:58} {median(ratios):10.0f}x   ({low:.0f}-{high:.0f})")


def main() -> None:
    rounds = 1 if "--smoke" in sys.argv else 21
    for shape in ("one hit", "eight hits", "expired"):
        claims = SHAPES[shape]
        assert {POLICY.adjudicate(each).outcome for each in claims} == {Outcome.DENIED}, shape
        for what, ask in ASKED.items():
            report(f"{what} / chain: {shape}", claims, claims, ask, rounds)
    approved = SHAPES["complete and approved"]
    report("reasons, clause by clause / chain: complete and approved", approved, approved, ASKED["reasons"], max(rounds // 3, 1))
    report("cheapest what-if / chain: half open", HALF[:2], approved, ASKED["cheapest what-if"], 1 if rounds == 1 else 3)
    for what, ask in MORE.items():
        for shape, claims in (("one hit", SHAPES["one hit"]), ("one fact open", ONE_OPEN), ("empty intake", [Claim()] * 2)):
            report(f"{what} / chain: {shape}", claims, approved, ask, max(rounds // 7, 1))


if __name__ == "__main__":
    main()
