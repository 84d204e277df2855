"""What a test says of a decision. `warranty_rules.testing` offers it too; here it needs no package beside the library."""

from __future__ import annotations

from typing import Any

from warranty_rules.decisions import Decision
from warranty_rules.errors import printable
from warranty_rules.examples import Clauses, Facts, OutcomeOrWord, RemedyOrCode, TierOrId, differences

__all__ = ["assert_decision"]


def assert_decision(
    decision: Decision[Any],
    *,
    outcome: OutcomeOrWord | None = None,
    cites: Clauses | None = None,
    tier: TierOrId | None = None,
    asks: Facts | None = None,
    cures: Clauses | None = None,
    remedy: RemedyOrCode | None = None,
) -> None:
    """Assert what a decision comes to; where it does not, say what was expected, what was decided, and why.

    Args:
        decision: the decision.
        outcome: its outcome, or the word for it; this and what follows as for `examples.differences`.
        cites: the clauses of its grounds.
        tier: the tier that responds.
        asks: the facts that it asks for.
        cures: the clauses whose refusal the customer can lift.
        remedy: what is done for the customer.

    Raises:
        AssertionError: where the decision is another.
        LogicError: as for `examples.differences`.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> decision = icenter.policy().adjudicate(clean(Claim, sale=Sale(sold_here=False)))
    >>> assert_decision(decision, outcome="denied", cites="G0", asks=())
    >>> assert_decision(decision, outcome="pending", cites={"E04"})
    Traceback (most recent call last):
    ...
    AssertionError: the decision is not the one expected
      outcome  expected pending, but it is denied
      cites    expected E04, but it is G0
    DENIED    G0 goods of this store: not entitled, bought elsewhere
    """
    __tracebackhide__ = True
    wrong = differences(decision, outcome=outcome, cites=cites, tier=tier, asks=asks, cures=cures, remedy=remedy)
    if wrong:
        told = (f"  {each.what:<9}expected {each.expected}, but it is {each.got}" for each in wrong)
        raise AssertionError("\n".join(["the decision is not the one expected", *map(printable, told), str(decision)]))
