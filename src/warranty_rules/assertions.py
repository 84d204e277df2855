"""What a test says of a decision. `warranty_rules.testing` offers it too; here it needs no package beside the library."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Literal, TypeAlias

from warranty_rules.clauses import Clause
from warranty_rules.decisions import Decision, Outcome
from warranty_rules.errors import LogicError, nearest, shown
from warranty_rules.facts import Fact
from warranty_rules.tiers import Tier
from warranty_rules.values import NoneSuch, Unknown

__all__ = ["assert_decision"]

Clauses: TypeAlias = "str | Clause | Iterable[str | Clause]"
Expected: TypeAlias = "tuple[str, Any, Callable[[], Iterable[object]], Iterable[str]]"


def assert_decision(
    decision: Decision[Any],
    *,
    outcome: Outcome | Literal["approved", "denied", "pending"] | None = None,
    cites: Clauses | None = None,
    tier: Tier | Unknown | NoneSuch | str | None = None,
    asks: Fact[Any] | str | Iterable[Fact[Any] | str] | None = None,
    cures: Clauses | None = None,
) -> None:
    """Assert what a decision comes to; where it does not, say what was expected, what was decided, and why.

    What is not given is not looked at. Of several, all are meant and no others; their order does not matter.

    Args:
        decision: the decision.
        outcome: its outcome, or the word for it.
        cites: the clauses of its grounds, or their ids; ``()`` for none.
        tier: the tier that responds, or its id; ``NONE`` where none does, ``UNKNOWN`` where no single one certainly does.
        asks: the facts that it asks for, or their paths.
        cures: the clauses whose refusal the customer can lift, or their ids.

    Raises:
        AssertionError: where the decision is another.
        LogicError: where nothing is expected, or something that the policy does not have, such as an id with a slip of the pen.

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
    given: Any = decision
    if not isinstance(given, Decision):
        raise LogicError(f"a decision is needed, such as policy.adjudicate(claim); got {shown(given)}")
    policy = decision.policy
    ids = [clause.id for clause in policy.clauses]
    checks: list[Expected] = [
        ("outcome", outcome, lambda: [decision.outcome], [each.value for each in Outcome]),
        ("cites", cites, lambda: (clause for ground in decision.grounds for clause in ground.clauses), ids),
        ("tier", tier, lambda: [decision.tier], [*policy.tiers, "none", "unknown"]),
        ("asks", asks, lambda: (question.path for question in decision.questions), map(str, policy.record.facts())),
        ("cures", cures, lambda: (exclusion.clause for exclusion, _ in decision.cures), ids),
    ]
    asked = [
        (name, _codes(name, expected, known), _codes(name, decided(), None)) for name, expected, decided, known in checks if expected is not None
    ]
    if not asked:
        raise LogicError("nothing is expected of the decision: give outcome, cites, tier, asks or cures")
    wrong = [f"  {name:<9}expected {_told(want)}, but it is {_told(got)}" for name, want, got in asked if set(want) != set(got)]
    if wrong:
        raise AssertionError("\n".join(["the decision is not the one expected", *wrong, str(decision)]))


def _codes(name: str, given: Any, known: Iterable[str] | None) -> list[str]:
    """Write what is expected, or decided, by ids and paths; refuse those that are not known."""
    codes = list(dict.fromkeys(str(getattr(item, "id", getattr(item, "value", item))) for item in _several(given)))
    names = None if known is None else list(known)
    for code in codes:
        if names is not None and code not in names:
            raise LogicError(f"{name}: the policy has no {shown(code)}: {nearest(code, names)}")
    return codes


def _several(given: Any) -> Iterable[Any]:
    try:
        return (given,) if isinstance(given, str) else iter(given)
    except TypeError:
        return (given,)


def _told(codes: list[str]) -> str:
    return ", ".join(codes) or "nothing"
