"""Example claims that a policy carries, with what is to become of each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, Generic, cast

import attrs

from warranty_rules.decisions import Decision, Outcome
from warranty_rules.errors import PolicyError, shown
from warranty_rules.records import RT
from warranty_rules.values import NONE, UNKNOWN

__all__ = ["Checked", "Example", "differences"]


def differences(
    decision: Decision[Any],
    *,
    outcome: Outcome | None = None,
    tier: str | None = None,
    cites: Collection[str] | None = None,
    asks: Collection[str] | None = None,
    remedy: str | None = None,
) -> tuple[str, ...]:
    """Say in what a decision differs from what is expected of it; what is not given is not looked at.

    Args:
        decision: any decision.
        outcome: what becomes of the claim.
        tier: the id of the tier that responds; ``"unknown"`` or ``"none"`` where there is no single one, or none at all.
        cites: the ids of the clauses that deny it, all of them, in any order.
        asks: the paths of the facts that are asked for, all of them, in any order.
        remedy: the code of what is done for the customer; ``"unknown"`` or ``"none"`` where that is open, or nothing is.

    Raises:
        PolicyError: for one name in place of a list of them.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> differences(icenter.policy().adjudicate(Claim()), outcome=Outcome.DENIED, tier="none")
    ('outcome: expected denied, got pending',)
    """
    return tuple(_differences(decision, {"outcome": outcome, "tier": tier, "cites": cites, "asks": asks, "remedy": remedy}))


def _differences(decision: Decision[Any], expected: dict[str, Any]) -> Iterator[str]:
    for what, wanted in expected.items():
        if wanted is not None:
            got = _found(decision, what)
            listed = _listed(what, wanted) if isinstance(got, list) else wanted
            if got != listed:
                yield f"{what}: expected {_words(listed)}, got {_words(got)}"


def _found(decision: Decision[Any], what: str) -> object:
    """Read one part of a decision, as it is expected; no part is worked out that nobody looks at."""
    match what:
        case "outcome":
            return decision.outcome
        case "tier":
            return _code(decision.tier, "id")
        case "cites":
            return sorted({clause.id for ground in decision.grounds for clause in ground.clauses})
        case "asks":
            return sorted(question.path for question in decision.questions)
        case _:
            return "none" if decision.service is NONE else _code(decision.service.remedy, "value")


def _code(part: Any, name: str) -> str:
    return str(part.value) if part is UNKNOWN or part is NONE else str(getattr(part, name))


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, cast("list[str]", value))) or "nothing"
    return value.value if isinstance(value, Outcome) else str(value)


def _several(_: object, attribute: attrs.Attribute[Any], wanted: object) -> None:
    _listed(attribute.name, wanted)


def _listed(what: str, wanted: Any) -> list[str]:
    """Put what is expected of several names in order."""
    if isinstance(wanted, str) or not isinstance(wanted, Collection) or not all(isinstance(name, str) for name in cast("Collection[object]", wanted)):
        raise PolicyError(f"{what} are listed, as {what}=('one',) or more; got {shown(wanted)}")
    return sorted({*cast("Collection[str]", wanted)})


@attrs.frozen
class Example(Generic[RT]):
    """A claim with what is to become of it under the policy that carries it; what is not given is not looked at.

    Args:
        title: what it shows, in words.
        claim: the claim.
        outcome: what becomes of it.
        tier: the id of the tier that responds.
        cites: the ids of the clauses that deny it; needed for a denial.
        asks: the paths of the facts that are asked for; needed for what is pending.
        remedy: the code of what is done for the customer.

    Raises:
        PolicyError: for a denial without clauses, a pending claim without questions, or names that are not listed.

    >>> from warranty_rules import Claim
    >>> Example("nothing is known", Claim(), Outcome.PENDING)
    Traceback (most recent call last):
    ...
    warranty_rules.errors.PolicyError: the example 'nothing is known' is pending: say the paths of what it asks for, as asks=(...)
    """

    title: str
    claim: RT
    outcome: Outcome
    tier: str | None = attrs.field(default=None, kw_only=True)
    cites: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, validator=attrs.validators.optional(_several))
    asks: tuple[str, ...] | None = attrs.field(default=None, kw_only=True, validator=attrs.validators.optional(_several))
    remedy: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        outcome: Any = self.outcome
        if not isinstance(outcome, Outcome):
            raise PolicyError(f"the outcome of the example {self.title!r} is a member of Outcome; got {shown(outcome)}")
        if self.outcome is Outcome.DENIED and not self.cites:
            raise PolicyError(f"the example {self.title!r} is denied: say the ids of the clauses that deny it, as cites=(...)")
        if self.outcome is Outcome.PENDING and not self.asks:
            raise PolicyError(f"the example {self.title!r} is pending: say the paths of what it asks for, as asks=(...)")

    def check(self, decision: Decision[RT]) -> Checked[RT]:
        """Compare a decision of its claim with what is expected."""
        return Checked(
            self,
            decision,
            differences(decision, outcome=self.outcome, tier=self.tier, cites=self.cites, asks=self.asks, remedy=self.remedy),
        )


@attrs.frozen
class Checked(Generic[RT]):
    """An example, decided.

    Args:
        example: the example.
        decision: what the policy makes of its claim.
        differs: in what the decision is not as expected; empty where it is.

    >>> from warranty_rules.policies import icenter
    >>> print(icenter.policy().check()[3])
    a used phone a day late: as expected
    """

    example: Example[RT]
    decision: Decision[RT]
    differs: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.example.title}: {'; '.join(self.differs) or 'as expected'}"
