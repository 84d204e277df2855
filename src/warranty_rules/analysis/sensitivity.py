"""Sensitivity: what would become of a claim if the terms were read otherwise, one reading at a time.

A decision is made again under every alternative of every reading, the others as they were chosen.
Nothing is estimated: what is said to turn was decided otherwise, and where nothing is said, all agree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import Any, Generic

import attrs

from warranty_rules.clauses import Clause
from warranty_rules.decisions import Decision, Outcome, Promise
from warranty_rules.errors import need, printable
from warranty_rules.examples import A_DECISION
from warranty_rules.policy import Policy
from warranty_rules.readings import Alternative
from warranty_rules.records import RT
from warranty_rules.tiers import Tier
from warranty_rules.values import Option
from warranty_rules.wording import counted, joined, promise_rows

__all__ = ["Divergence", "Kind", "Sensitivity", "sensitivity"]


class Kind(Option):
    """What of a decision a reading turns, the weightiest first.

    >>> Kind.OUTCOME.label
    'outcome'
    """

    OUTCOME = "outcome"
    TIER = "tier", "tier that responds"
    GROUNDS = "grounds"
    SERVICE = "service"


@attrs.frozen(slots=False, repr=False)
class Divergence(Generic[RT]):
    """A reading under which something of a decision would be otherwise.

    Args:
        what: the weightiest that would be.
        of: the decision.
        alternative: the reading, and how it is read instead.
        decision: what the claim comes to, so read.

    >>> from warranty_rules import Claim, Device, Fault, Party, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> dropped = clean(Claim, sale=Sale.used(), device=Device(portable=True), fault=clean(Fault, accident_by={Party.BUYER}, body_worn=True))
    >>> turn = icenter.policy().adjudicate(dropped).sensitivity[0]
    >>> turn.what, turn.alternative, [clause.id for clause in turn.clauses]
    (Kind.GROUNDS, <body_wear beyond_norms in place of always>, ['E14'])
    """

    what: Kind
    of: Decision[RT]
    alternative: Alternative[RT]
    decision: Decision[RT]

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses by which it turns, in source order: whose truth is another; else which refuse, or grant a tier, in one of the two alone."""
        mine, theirs = self.of, self.decision
        if self.what is Kind.SERVICE:
            found = _promised(mine) ^ _promised(theirs) or _promised(mine)
        else:
            found = _judged(mine) ^ _judged(theirs) or _refusing(mine) ^ _refusing(theirs) or _granting(mine) ^ _granting(theirs)
        named = {clause for clause, _ in found}
        return tuple(clause for clause in mine.policy.clauses if clause in named)

    @property
    def becomes(self) -> str:
        """What it would be, in words."""
        if self.what is Kind.OUTCOME:
            return str(self.decision.outcome.value)
        if self.what is Kind.TIER:
            return self.decision.tier.name if isinstance(self.decision.tier, Tier) else "open which tier responds"
        if self.what is Kind.GROUNDS:
            mine, theirs = _refusing(self.of), _refusing(self.decision)
            return "fewer" if theirs < mine else "more" if theirs > mine else "others"
        was = dict(_service(self.of))
        return "; ".join(f"{name} {words}" for name, words in _service(self.decision) if was.get(name) != words)

    def __str__(self) -> str:
        return printable(f"{self.what.label}: {_told([self])}")

    def __repr__(self) -> str:
        return printable(f"<{self.what.label}: {self.alternative!r}>")


def _judged(decision: Decision[Any]) -> set[tuple[Clause, object]]:
    return {(finding.clause, finding.truth) for finding in decision.findings}


def _refusing(decision: Decision[Any]) -> set[tuple[Clause, object]]:
    return {(clause, ground.kind) for ground in decision.grounds for clause in ground.clauses}


def _granting(decision: Decision[Any]) -> set[tuple[Clause, object]]:
    return {(tier.clause, tier.id) for tier in (decision.tier,) if isinstance(tier, Tier)}


def _promised(decision: Decision[Any]) -> set[tuple[Clause, object]]:
    return {(clause, None) for clause in decision.service.clauses} if isinstance(decision.service, Promise) else set()


def _service(decision: Decision[Any]) -> Iterator[tuple[str, str]]:
    return promise_rows(decision.service, decision.policy.calendar) if isinstance(decision.service, Promise) else iter(())


def _told(turns: Sequence[Divergence[Any]]) -> str:
    """Put turns of one reading that come to the same in words."""
    first, clauses = turns[0], dict.fromkeys(clause for turn in turns for clause in turn.clauses)
    values = joined((turn.alternative.value for turn in turns), "or")
    return f"{first.becomes} with {first.alternative.reading.name} {values} in place of {first.alternative.chosen} ({'; '.join(map(str, clauses))})"


PARTS: Mapping[Kind, Callable[[Decision[Any]], object]] = MappingProxyType(
    {
        Kind.OUTCOME: lambda decision: decision.outcome,
        Kind.TIER: lambda decision: decision.tier.id if isinstance(decision.tier, Tier) else decision.tier,
        Kind.GROUNDS: _refusing,
        Kind.SERVICE: lambda decision: [*_service(decision)],
    }
)
"""What is compared, in this order."""


class Sensitivity(tuple[Divergence[Any], ...]):
    """The readings under which something of a decision would be otherwise, the weightiest first; empty where all agree.

    >>> from warranty_rules import Claim, Device, Fault, Party, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> dropped = clean(Claim, sale=Sale.used(), device=Device(portable=True), fault=clean(Fault, accident_by={Party.BUYER}, body_worn=True))
    >>> icenter.policy().adjudicate(dropped).sensitivity
    <1 divergence>
    """

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "no other reading turns it"

    def __repr__(self) -> str:
        return f"<{counted(str(len(self)), 'divergences')}>"


def sensitivity(decision: Decision[RT]) -> Sensitivity:
    """Decide a claim again under every alternative of every reading, the others as chosen, and tell where it is decided otherwise.

    Of each alternative, the weightiest part that is otherwise is told: the outcome; else the tier that responds; else the grounds of a
    denial; else what the service is. What is asked for is not compared, as that changes nothing that was decided.

    Args:
        decision: any decision.

    >>> from datetime import date
    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 9, 2))
    >>> print(sensitivity(icenter.policy().adjudicate(claim)))
    outcome: denied with last_day first_out in place of covered (UR1 free repair of used goods)
    """
    need(decision, Decision, A_DECISION)
    others = ((alternative, Decision(alternative.policy, decision.claim)) for alternative in decision.policy.alternatives)
    turns = [Divergence(what, decision, alternative, other) for alternative, other in others for what in _turned(decision, other)]
    return Sensitivity(sorted(turns, key=lambda turn: [*Kind].index(turn.what)))


def _turned(one: Decision[Any], other: Decision[Any]) -> list[Kind]:
    return [*islice((what for what, part in PARTS.items() if part(one) != part(other)), 1)]


def warned(decision: Decision[Any]) -> Iterator[str]:
    """Name the readings under which what is settled would be settled the other way.

    Whether more would have to be asked under another reading is no warning: what is asked there, nobody was asked here.
    """
    found: dict[str, list[Divergence[Any]]] = {}
    for alternative in _suspected(decision):
        other = Decision(alternative.policy, decision.claim)
        if other.outcome is not decision.outcome and other.outcome is not Outcome.PENDING:
            found.setdefault(alternative.reading.name, []).append(Divergence(Kind.OUTCOME, decision, alternative, other))
    return (f"turns on a reading: {_told(turns)}" for turns in found.values())


def _suspected(decision: Decision[RT]) -> Iterator[Alternative[RT]]:
    """Give the alternatives that may settle a settled outcome the other way; what cannot is left out without deciding again.

    A tier approves where none of its rules holds. So a claim that a tier approves stays approved where no rule that is new to it may hold;
    and one that each tier has a rule against stays denied where none of those rules is gone.
    """
    policy, claim = decision.policy, decision.claim
    if isinstance(decision.tier, Tier):
        rank = policy.ranked.index(decision.tier)
        return (each for each in policy.alternatives if not each.changes or any(rule(claim) is not False for rule in each.changes[rank][1]))
    if decision.outcome is Outcome.DENIED:
        return iter(_lifting(policy, claim))
    return iter(policy.alternatives)


def _lifting(policy: Policy[RT], claim: RT) -> list[Alternative[RT]]:
    """List the alternatives under which of some tier the rule that is against it is gone and no new one is; any rule, where one or another is."""
    found = {each.key for each in policy.alternatives if not each.changes}
    for rank, tier in enumerate(policy.ranked):
        against = next((place for place, rule in enumerate(tier.refusals) if rule(claim) is True), None)
        lifted = policy.lifting[rank].get(against, ())
        found |= {each.key for each in lifted if not any(rule(claim) is True for rule in each.changes[rank][1])}
    return [each for each in policy.alternatives if each.key in found]
