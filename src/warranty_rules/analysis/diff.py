"""What changes between two policies over the same records: in words, and in what becomes of claims, each with a claim that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import product
from types import MappingProxyType
from typing import Any, Generic, TypeAlias, cast

import attrs

from warranty_rules.analysis.witnesses import approved, differing, nearest
from warranty_rules.calendars import BusinessCalendar
from warranty_rules.clauses import Clause
from warranty_rules.decisions import Decision, Outcome
from warranty_rules.errors import PolicyError, need, on_lines, printable
from warranty_rules.facts import Known
from warranty_rules.policy import A_POLICY, Policy
from warranty_rules.predicates import Demand, Predicate, all_of, any_of
from warranty_rules.records import RT
from warranty_rules.tiers import Choice, Tier
from warranty_rules.values import NONE, UNKNOWN, Option
from warranty_rules.wording import given_text, statements

__all__ = ["Change", "Changes", "Effect", "Told", "changes"]

Tries: TypeAlias = "Iterator[list[Demand]]"
AnyPolicy: TypeAlias = "Policy[Any]"


class Effect(Option):
    """How a claim comes to be decided otherwise.

    >>> Effect.DENIED.label
    'approved before, denied now'
    """

    DENIED = "denied", "approved before, denied now"
    APPROVED = "approved", "denied before, approved now"
    TIER = "tier", "another tier responds"
    PROVIDER = "provider", "another provider"
    REMEDY = "remedy", "another remedy"
    PAYER = "payer", "another payer"
    LOANER = "loaner", "otherwise as to a loaner"
    WINDOW = "window", "another window"
    RETURNS = "returns", "otherwise as to returns"
    IN_FORCE = "in_force", "another tier in force"
    GROUNDS = "grounds", "denied on other grounds"


@attrs.frozen
class Told:
    """A part of a policy that reads otherwise.

    Args:
        what: the part.
        before: how it read; empty where there was none.
        after: how it reads now; likewise.

    >>> print(Told("calendar", "no country, weekend Sa-Su", "no country, weekend none"))
    calendar: no country, weekend Sa-Su -> no country, weekend none
    """

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        return printable(f"{self.what}: {self.before or 'none'} -> {self.after or 'none'}")


@attrs.frozen
class Change(Generic[RT]):
    """A claim that is decided otherwise: complete, valid, and as plain as one that shows it can be.

    Args:
        effect: how it is decided otherwise.
        before: the decision under the old policy.
        after: the decision under the new one.
        because: the facts in which it differs from a plain claim that is approved; none of them could be turned back.

    >>> from warranty_rules.policies import icenter
    >>> (change, _) = icenter.policy().diff(icenter.policy(icenter.Readings(accident="by_anyone"))).effects
    >>> print(change)
    approved before, denied now: accident caused by a third party
      before  approved
      now     denied
    """

    effect: Effect
    before: Decision[RT]
    after: Decision[RT]
    because: tuple[Known, ...]

    @property
    def claim(self) -> RT:
        """The claim."""
        return self.before.claim

    def __str__(self) -> str:
        before, after = (_words(SEEN[self.effect](decision), decision.policy.calendar) for decision in (self.before, self.after))
        return on_lines((f"{self.effect.label}: {statements(self.because) or 'a plain claim'}", f"  before  {before}", f"  now     {after}"))


@attrs.frozen
class Changes(Generic[RT]):
    """What changes from one policy to another.

    Args:
        added: the clauses that there were not.
        removed: the clauses that there are no more.
        reworded: the clauses that read otherwise, as they were and as they are.
        told: the other parts that read otherwise.
        effects: how claims come to be decided otherwise: of each kind one, if there is any.

    >>> from warranty_rules.policies import icenter
    >>> print(icenter.policy().diff(icenter.policy()))
    no change
    """

    added: tuple[Clause, ...]
    removed: tuple[Clause, ...]
    reworded: tuple[tuple[Clause, Clause], ...]
    told: tuple[Told, ...]
    effects: tuple[Change[RT], ...]

    def __str__(self) -> str:
        lines = [*(f"added     {clause}" for clause in self.added), *(f"removed   {clause}" for clause in self.removed)]
        lines += [f"reworded  {before}: {after.text}" for before, after in self.reworded]
        lines += [f"changed   {told}" for told in self.told]
        return "\n".join([*map(printable, lines), *map(str, self.effects)]) or "no change"


def changes(old: Policy[RT], new: Policy[RT]) -> Changes[RT]:
    """Compare two policies, exactly: an effect is listed if and only if some complete and valid claim shows it.

    Args:
        old: the policy as it was.
        new: the policy as it is to be.

    Raises:
        LogicError: for what is no policy.
        PolicyError: where they decide claims of different records.

    >>> from warranty_rules.policies import icenter
    >>> found = changes(icenter.policy(), icenter.policy(icenter.Readings(seals_broken_in_service="as_worded")))
    >>> [(change.effect.value, str(change.claim.inspection.seals)) for change in found.effects]
    [('denied', 'Seals.BROKEN_IN_AUTHORIZED_SERVICE'), ('grounds', 'Seals.BROKEN_IN_AUTHORIZED_SERVICE')]
    """
    need(new, Policy, A_POLICY)
    if new.record is not old.record:
        raise PolicyError(f"policies that are compared decide claims of one record, here {old.record.__name__}; got one of {new.record.__name__}")
    was, now = ({clause.id: clause for clause in policy.clauses} for policy in (old, new))
    before, after = _told(old), _told(new)
    return Changes(
        tuple(clause for id_, clause in now.items() if id_ not in was),
        tuple(clause for id_, clause in was.items() if id_ not in now),
        tuple((clause, now[id_]) for id_, clause in was.items() if id_ in now and now[id_] != clause),
        tuple(Told(what, before.get(what, ""), after.get(what, "")) for what in {**before, **after} if before.get(what) != after.get(what)),
        () if old.digest == new.digest else tuple(_effects(old, new)),
    )


def _effects(old: Policy[RT], new: Policy[RT]) -> Iterator[Change[RT]]:
    base = approved(old, new)
    for effect, tries in TRIES.items():
        claim = nearest(old.record, tries(old, new), base)
        if claim is not None:
            before, after = old.adjudicate(claim), new.adjudicate(claim)
            if shows(effect, before, after):  # what deciding it does not confirm is not shown
                yield Change(effect, before, after, tuple(Known(fact, fact.of(claim)) for fact in differing(claim, base)))


def shows(effect: Effect, before: Decision[Any], after: Decision[Any]) -> bool:
    """Tell whether two decisions of a complete claim differ in one way."""
    one, other = SEEN[effect](before), SEEN[effect](after)
    if effect is Effect.IN_FORCE:  # of the tiers that both policies have
        return any((id_ in one) is not (id_ in other) for id_ in before.policy.tiers if id_ in after.policy.tiers)
    outcomes = OUTCOMES.get(effect, (before.outcome, after.outcome))
    return one != other and (before.outcome, after.outcome) == outcomes


# --- In words -----------------------------------------------------------------------------------------


def _told(policy: AnyPolicy) -> dict[str, str]:
    """Put each part of a policy that decides as text, by its name."""
    edition = "" if policy.edition is None else str(policy.edition)
    told = {"title": policy.title, "calendar": policy.calendar.id, "edition": edition, "promises run from": str(policy.accepted_on)}
    told |= {f"reading {name}": value for name, value in policy.readings}
    told |= {"tiers": ", ".join(policy.tiers), "returns": _table(policy.returns, policy.calendar)}
    for tier in policy.ranked:
        told |= {f"{tier.id}, {part}": text for part, text in _tier(tier, policy.calendar).items()}
    for exclusion in policy.exclusions:
        cure = f"; cure: {exclusion.cure.instruction}" if exclusion.cure else ""
        told[exclusion.clause.id] = " / ".join(filter(None, (told.get(exclusion.clause.id), f"{exclusion.when}{cure}")))
    return told


def _tier(tier: Tier, calendar: BusinessCalendar) -> dict[str, str]:
    names = [field.name for field in attrs.fields(type(tier.service))]
    return {
        "name": tier.name,
        "clause": tier.clause.id,
        "goods": str(tier.goods),
        "requirements": "; ".join(f"{each.clause.id} {each.when}" for each in tier.requirements),
        "term": f"{tier.when} within {tier.term} from {tier.start}",
        "exclusions": ", ".join(exclusion.clause.id for exclusion in tier.exclusions),
        "obligor": tier.obligor.label,
        **{name: _table(choice, calendar) for name, choice in zip(names, tier.service.choices, strict=True)},
    }


def _table(choice: Choice[Any], calendar: BusinessCalendar) -> str:
    words = partial(_words, calendar=calendar)
    lines = [f"{row.when}: {words(row.value)}{f' ({row.clause.id})' if row.clause else ''}" for row in choice.rows]
    lines += [f"while it may be {' or '.join(map(words, values))}: {words(value)}" for values, value in choice.open_cases]
    lines += [f"while several are possible: {words(choice.when_open)}"] if choice.when_open is not UNKNOWN else []
    return "; ".join(lines)


def _words(value: object, calendar: BusinessCalendar) -> str:
    """Write what is compared for people."""
    return ", ".join(cast("tuple[str, ...]", value)) or "none" if isinstance(value, tuple) else given_text(value, calendar)


# --- In what becomes of claims ------------------------------------------------------------------------


def _denied(old: AnyPolicy, new: AnyPolicy) -> Tries:
    return ([(tier.approves, True), (new.approved, False)] for tier in old.ranked)


def _pairs(old: AnyPolicy, new: AnyPolicy) -> Iterator[tuple[Tier, Tier, list[Demand]]]:
    """Give the tiers that may respond before and now, with what that takes."""
    responding = ([(tier, when) for tier, when in policy.responding.cases if isinstance(tier, Tier)] for policy in (old, new))
    return ((a, b, [(before, True), (now, True)]) for (a, before), (b, now) in product(*responding))


def _tier_changed(old: AnyPolicy, new: AnyPolicy) -> Tries:
    return (wants for a, b, wants in _pairs(old, new) if a.id != b.id)


def _part_changed(part: str) -> Callable[[AnyPolicy, AnyPolicy], Tries]:
    def tries(old: AnyPolicy, new: AnyPolicy) -> Tries:
        for a, b, wants in _pairs(old, new):
            yield from ([*wants, *differ] for differ in _choices(getattr(a.service, part), getattr(b.service, part)))

    return tries


def _choices(old: Choice[Any], new: Choice[Any]) -> Tries:
    """Say when one choice comes to another value than the other."""
    now = list(new.cases)
    for value, when in old.cases if old != new else ():
        same = any_of(case for other, case in now if other == value)
        yield [(when, True), (same, False)]


def _returns_changed(old: AnyPolicy, new: AnyPolicy) -> Tries:
    return _choices(old.returns, new.returns)


def _in_force_changed(old: AnyPolicy, new: AnyPolicy) -> Tries:
    for tier in old.ranked:
        other = new.tiers.get(tier.id, tier)
        if tier.in_force != other.in_force:
            yield [(tier.in_force, True), (other.in_force, False)]
            yield [(tier.in_force, False), (other.in_force, True)]


def _grounds_changed(old: AnyPolicy, new: AnyPolicy) -> Tries:
    was, now = cited(old), cited(new)
    never = any_of()
    for id_ in sorted({**was, **now}, key=lambda id_: _excludes(old, id_) == _excludes(new, id_)):
        before, after = was.get(id_, never), now.get(id_, never)
        for want in (True, False) if before != after else ():
            yield [(old.approved, False), (new.approved, False), (before, want), (after, not want)]


def _excludes(policy: AnyPolicy, id_: str) -> list[Predicate]:
    return [exclusion.when for exclusion in policy.exclusions if exclusion.clause.id == id_]


def cited(policy: AnyPolicy) -> Mapping[str, Predicate]:
    """Say of each clause, by id, when the grounds of a complete and denied claim cite it.

    >>> from warranty_rules.policies import icenter
    >>> print(cited(icenter.policy())["U2b"]) if "U2b" in cited(icenter.policy()) else print("never")
    never
    """
    none_fits = all_of(~tier.goods for tier in policy.ranked)
    fits = [tier.goods | none_fits for tier in policy.ranked]
    hopeless = all_of(~(fit & tier.in_force) for fit, tier in zip(fits, policy.ranked, strict=True))
    found: defaultdict[str, list[Predicate]] = defaultdict(list)
    for exclusion in policy.exclusions:
        used = [fit for fit, tier in zip(fits, policy.ranked, strict=True) if any(e.clause == exclusion.clause for e in tier.exclusions)]
        found[exclusion.clause.id].append(exclusion.when & any_of(used))
    for fit, tier in zip(fits, policy.ranked, strict=True):
        left = fit & (hopeless | ~tier.excluded)
        for i, (_, clause, when) in enumerate(tier.failings):
            found[clause.id].append(all_of(left, when, [~earlier for _, _, earlier in tier.failings[:i]]))
    return {id_: any_of(ways) for id_, ways in found.items()}


def _service(part: str) -> Callable[[Decision[Any]], object]:
    return lambda decision: NONE if decision.service is NONE else getattr(decision.service, part)


SERVICE = (Effect.PROVIDER, Effect.REMEDY, Effect.PAYER, Effect.LOANER, Effect.WINDOW)
TRIES: Mapping[Effect, Callable[[AnyPolicy, AnyPolicy], Tries]] = MappingProxyType(
    {
        Effect.DENIED: _denied,
        Effect.APPROVED: lambda old, new: _denied(new, old),
        Effect.TIER: _tier_changed,
        **{effect: _part_changed(effect.value) for effect in SERVICE},
        Effect.RETURNS: _returns_changed,
        Effect.IN_FORCE: _in_force_changed,
        Effect.GROUNDS: _grounds_changed,
    }
)
"""What claims to look for, by effect: the first that there is, shows it."""


APPROVED, DENIED = Outcome.APPROVED, Outcome.DENIED
OUTCOMES: Mapping[Effect, tuple[Outcome, Outcome]] = MappingProxyType(
    {
        Effect.DENIED: (APPROVED, DENIED),
        Effect.APPROVED: (DENIED, APPROVED),
        **dict.fromkeys((Effect.TIER, *SERVICE), (APPROVED, APPROVED)),
        Effect.GROUNDS: (DENIED, DENIED),
    }
)
"""The outcomes before and now, where an effect is about claims of certain ones."""


def _tier_id(decision: Decision[Any]) -> object:
    return decision.tier.id if isinstance(decision.tier, Tier) else decision.tier


def _grounds(decision: Decision[Any]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause.id for ground in decision.grounds for clause in ground.clauses))


SEEN: Mapping[Effect, Callable[[Decision[Any]], Any]] = MappingProxyType(
    {
        Effect.DENIED: lambda decision: decision.outcome,
        Effect.APPROVED: lambda decision: decision.outcome,
        Effect.TIER: _tier_id,
        **{effect: _service(effect.value) for effect in SERVICE},
        Effect.RETURNS: lambda decision: decision.returns,
        Effect.IN_FORCE: lambda decision: tuple(cover.tier.id for cover in decision.coverage if cover.in_force is True),
        Effect.GROUNDS: _grounds,
    }
)
"""What is compared of the two decisions, by effect."""
