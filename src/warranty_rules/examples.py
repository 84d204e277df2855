"""What is expected of a decision, and the example claims that a policy carries with what is to become of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Generic, Literal, TypeAlias

import attrs

from warranty_rules.clauses import Clause
from warranty_rules.decisions import Decision, Outcome
from warranty_rules.errors import LogicError, PolicyError, nearest, need, printable, shown
from warranty_rules.facts import Fact
from warranty_rules.records import RT
from warranty_rules.tiers import Remedy, Tier
from warranty_rules.values import NONE, NoneSuch, Unknown

__all__ = ["Checked", "Difference", "Example", "differences"]

A_DECISION = "a decision is needed, such as policy.adjudicate(claim)"
"""What to say where something else is given."""

OutcomeOrWord: TypeAlias = "Outcome | Literal['approved', 'denied', 'pending']"
Clauses: TypeAlias = "str | Clause | Iterable[str | Clause]"
Facts: TypeAlias = "Fact[Any] | str | Iterable[Fact[Any] | str]"
TierOrId: TypeAlias = "Tier | Unknown | NoneSuch | str"
RemedyOrCode: TypeAlias = "Remedy | Unknown | NoneSuch | str"


@attrs.frozen
class Difference:
    """A part of a decision that is not as expected.

    Args:
        what: the part.
        expected: what was expected of it, in codes.
        got: what it is.

    >>> print(Difference("outcome", "approved", "denied"))
    outcome: expected approved, got denied
    """

    what: str
    expected: str
    got: str

    def __str__(self) -> str:
        return printable(f"{self.what}: expected {self.expected}, got {self.got}")


def differences(
    decision: Decision[Any],
    *,
    outcome: OutcomeOrWord | None = None,
    tier: TierOrId | None = None,
    cites: Clauses | None = None,
    asks: Facts | None = None,
    cures: Clauses | None = None,
    remedy: RemedyOrCode | None = None,
) -> tuple[Difference, ...]:
    """Say in what a decision differs from what is expected of it; what is not given is not looked at.

    Of several, all are meant and no others; their order does not matter.

    Args:
        decision: any decision.
        outcome: its outcome, or the word for it.
        tier: the tier that responds, or its id; ``NONE`` where none does, ``UNKNOWN`` where no single one certainly does.
        cites: the clauses of its grounds, or their ids; ``()`` for none.
        asks: the facts that it asks for, or their paths.
        cures: the clauses whose refusal the customer can lift, or their ids.
        remedy: what is done for the customer, or its code; ``NONE`` where nothing is promised, ``UNKNOWN`` where it is open.

    Raises:
        LogicError: where nothing is expected, or something that the policy does not have, such as an id with a slip of the pen.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> [difference] = differences(icenter.policy().adjudicate(Claim()), outcome="denied", tier=NONE)
    >>> print(difference)
    outcome: expected denied, got pending
    """
    need(decision, Decision, A_DECISION)
    wanted = {"outcome": outcome, "cites": cites, "tier": tier, "asks": asks, "cures": cures, "remedy": remedy}
    wanted = {what: expected for what, expected in wanted.items() if expected is not None}
    if not wanted:
        raise LogicError("nothing is expected of the decision: give outcome, cites, tier, asks, cures or remedy")
    told = [(what, _expected(decision, what, expected), _codes(PARTS[what](decision))) for what, expected in wanted.items()]
    return tuple(Difference(what, _told(want), _told(got)) for what, want, got in told if set(want) != set(got))


PARTS: Mapping[str, Callable[[Decision[Any]], Any]] = MappingProxyType(
    {
        "outcome": lambda d: d.outcome,
        "cites": lambda d: [clause for ground in d.grounds for clause in ground.clauses],
        "tier": lambda d: d.tier,
        "asks": lambda d: [question.path for question in d.questions],
        "cures": lambda d: [exclusion.clause for exclusion, _ in d.cures],
        "remedy": lambda d: NONE if d.service is NONE else d.service.remedy,
    }
)
"""How each part is read; none is worked out that nobody looks at."""


def _known(decision: Decision[Any], what: str) -> Iterator[str]:
    """List what can be expected of a part."""
    policy = decision.policy
    if what == "outcome":
        yield from (each.value for each in Outcome)
    elif what == "asks":
        yield from map(str, policy.record.facts())
    elif what in {"cites", "cures"}:
        yield from policy.source
    else:
        yield from ("none", "unknown", *(policy.tiers if what == "tier" else _remedies(decision)))


def _remedies(decision: Decision[Any]) -> Iterator[str]:
    for table in (tier.service.remedy for tier in decision.policy.ranked):
        yield from (row.value.value for row in table.rows)
        yield from (value.value for _, value in table.open_cases)
        yield table.when_open.value


def _expected(decision: Decision[Any], what: str, given: Any) -> list[str]:
    """Write what is expected by ids and paths; refuse what the policy does not have."""
    codes, known = _codes(given), list(dict.fromkeys(_known(decision, what)))
    for code in codes:
        if code not in known:
            raise LogicError(f"{what}: the policy has no {shown(code)}: {nearest(code, known)}")
    return codes


def _codes(given: Any) -> list[str]:
    return list(dict.fromkeys(str(getattr(item, "id", getattr(item, "value", item))) for item in _several(given)))


def _several(given: Any) -> Iterable[Any]:
    try:
        return () if given is None else (given,) if isinstance(given, str) else iter(given)
    except TypeError:
        return (given,)


def _told(codes: list[str]) -> str:
    return ", ".join(codes) or "nothing"


def _clauses(given: Clauses | None) -> Clauses | None:
    return tuple(given) if isinstance(given, Iterator) else given  # what can be gone through only once


def _facts(given: Facts | None) -> Facts | None:
    return tuple(given) if isinstance(given, Iterator) else given


@attrs.frozen
class Example(Generic[RT]):
    """A claim with what is to become of it under the policy that carries it; what is not given is not looked at.

    Args:
        title: what it shows, in words.
        claim: the claim.
        outcome: what becomes of it.
        tier: the tier that responds; this and what follows as for `differences`.
        cites: the clauses that deny it; needed for a denial.
        asks: the facts that are asked for; needed for what is pending.
        cures: the clauses whose refusal can be lifted.
        remedy: what is done for the customer.

    Raises:
        PolicyError: for a denial without clauses, a pending claim without questions, or an outcome that is none.

    >>> from warranty_rules import Claim
    >>> Example("nothing is known", Claim(), Outcome.PENDING)
    Traceback (most recent call last):
    ...
    warranty_rules.errors.PolicyError: the example 'nothing is known' is pending: say the paths of what it asks for, as asks=(...)
    """

    title: str
    claim: RT
    outcome: Outcome
    tier: TierOrId | None = attrs.field(default=None, kw_only=True)
    cites: Clauses | None = attrs.field(default=None, kw_only=True, converter=_clauses)
    asks: Facts | None = attrs.field(default=None, kw_only=True, converter=_facts)
    cures: Clauses | None = attrs.field(default=None, kw_only=True, converter=_clauses)
    remedy: RemedyOrCode | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        outcome: Any = self.outcome
        if not isinstance(outcome, Outcome):
            raise PolicyError(f"the outcome of the example {self.title!r} is a member of Outcome; got {shown(outcome)}")
        if self.outcome is Outcome.DENIED and not _codes(self.cites):
            raise PolicyError(f"the example {self.title!r} is denied: say the ids of the clauses that deny it, as cites=(...)")
        if self.outcome is Outcome.PENDING and not _codes(self.asks):
            raise PolicyError(f"the example {self.title!r} is pending: say the paths of what it asks for, as asks=(...)")

    def check(self, decision: Decision[RT]) -> Checked[RT]:
        """Compare a decision of its claim with what is expected; errors as for `differences`."""
        expected = {name: getattr(self, name) for name in PARTS}
        return Checked(self, decision, differences(decision, **expected))


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
    differs: tuple[Difference, ...]

    def __str__(self) -> str:
        return printable(f"{self.example.title}: {'; '.join(map(str, self.differs)) or 'as expected'}")
