"""What if: the cheapest changes of facts that turn the outcome of a claim, for certain.

Whatever turns the outcome changes a fact of every reason that it has now; so the cheapest set of facts that meets all the reasons
found is tried, values for its facts are searched, and the claim is decided again. Where that does not turn it, there is a further
reason that the set does not meet, and the cheapest set for all of them is next: the first that does turn it is the cheapest there is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from heapq import heappop, heappush
from itertools import count, islice, product
from typing import Any, TypeAlias

import attrs

from warranty_rules.analysis.reasons import MOST_REASONS, Facts, Knowledge, smallest
from warranty_rules.analysis.witnesses import Accepted
from warranty_rules.clauses import Cure
from warranty_rules.completions import NOTHING, Known, candidates, filling, known, lookup
from warranty_rules.decisions import Decision, Outcome
from warranty_rules.errors import LogicError, printable, shown
from warranty_rules.facts import Fact, Member
from warranty_rules.predicates import ALWAYS, Algebra, Condition, Predicate, all_of, any_of, residue
from warranty_rules.records import Record
from warranty_rules.values import NONE, NoneSuch
from warranty_rules.wording import statement

__all__ = ["Change", "WhatIf"]


@attrs.frozen
class Change:
    """One fact, or one membership of a set, that would have to be otherwise.

    Args:
        fact: the fact.
        before: what is known of it; ``UNKNOWN`` where it is open.
        after: the value that it would have to have; of several that would do, one.
        cure: what the customer can bring or do to that end; ``NONE`` where the terms name nothing.

    >>> from warranty_rules import Claim
    >>> print(Change(Claim.card.present, False, True, Cure("bring the warranty card", {Claim.card.present: True})))
    the warranty card is lost -> the warranty card is there (bring the warranty card)
    """

    fact: Fact[Any]
    before: Any
    after: Any
    cure: Cure | NoneSuch = NONE

    def __str__(self) -> str:
        cure = "" if self.cure is NONE else f" ({self.cure.instruction})"
        return printable(f"{statement(self.fact, self.before)} -> {statement(self.fact, self.after)}{cure}")


@attrs.frozen
class WhatIf:
    """Changes that together turn the outcome; none of them could be left out.

    Args:
        changes: the changes, in the order in which the facts are declared.
        cost: what they cost together.
        decision: the claim decided again, so changed.

    >>> from datetime import date
    >>> from warranty_rules import Claim, Sale, WarrantyCard, clean
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    >>> lost = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), card=clean(WarrantyCard, present=False))
    >>> (found,) = icenter.policy().adjudicate(lost).what_if()
    >>> print(found)
    APPROVED  if the warranty card is lost -> the warranty card is there (bring the warranty card)
    """

    changes: tuple[Change, ...]
    cost: int
    decision: Decision[Any]

    @property
    def curable(self) -> bool:
        """Tell whether the customer can bring or do all of it."""
        return all(change.cure is not NONE for change in self.changes)

    def __str__(self) -> str:
        return f"{self.decision.outcome.name:<10}if {'; '.join(map(str, self.changes)) or 'nothing changes'}"


def what_if(decision: Decision[Any], target: Outcome, most: int) -> tuple[WhatIf, ...] | NoneSuch:
    """Find the cheapest sets of changes that turn an outcome for certain; ``NONE`` where there is none.

    Raises:
        LogicError: for a target that is neither approved nor denied, fewer than one set, or where there are too many ways to weigh up.
    """
    if target not in (Outcome.APPROVED, Outcome.DENIED):
        raise LogicError(f"what would have to be different is asked for Outcome.APPROVED or Outcome.DENIED; got {shown(target)}")
    if type(most) is not int or most < 1:
        raise LogicError(f"at least one set of changes is given; got most={shown(most)}")
    search = Turning(decision, target)
    unmet = [] if search.unmet is None else [*search.unmet]
    found: dict[Facts, WhatIf] = {}
    while True:
        sets = [frozenset(facts) for facts in search.cheapest(unmet, most)]
        left = next((facts for facts in sets if facts not in found), None)
        if left is None:
            return tuple(found[facts] for facts in sets) or NONE
        tried = search.tried(left)
        if isinstance(tried, WhatIf):
            found[left] = tried
        else:
            unmet += tried


@attrs.frozen(slots=False)
class Turning:
    """The search for changes that give a claim the outcome wanted."""

    decision: Decision[Any]
    target: Outcome

    @cached_property
    def goal(self) -> Predicate:
        """What is to be true for certain."""
        approved = self.decision.policy.approved
        return approved if self.target is Outcome.APPROVED else ~approved

    @cached_property
    def possible(self) -> Predicate:
        """What a claim must meet to be input, and to fall under this edition of the terms."""
        policy = self.decision.policy
        return policy.allowed if policy.edition is None else policy.allowed & policy.edition.within

    @cached_property
    def told(self) -> Knowledge:
        """What is known of all that the outcome, and whether there can be such a claim, depends on."""
        claim = self.decision.claim
        return Knowledge(known(claim, (self.goal, self.possible, claim.bounds_)), claim.bounds_)

    @property
    def costs(self) -> Mapping[Fact[Any], int]:
        return self.decision.policy.changeable

    @cached_property
    def places(self) -> dict[Fact[Any], int]:
        return {fact: place for place, fact in enumerate(self.costs)}

    @cached_property
    def unmet(self) -> list[Facts] | None:
        """What is known to have to change: of a denial, a fact of each reason; nothing where the reasons are not known."""
        if self.decision.outcome is not Outcome.DENIED or self.target is Outcome.DENIED:
            return None
        with suppress(LogicError):  # they are too many, and found one by one
            return [frozenset(fact for fact in facts if fact in self.costs) for facts in self.decision.policy.denial.reasons(self.told)]
        return None

    def cheapest(self, unmet: Iterable[Facts], most: int) -> list[list[Fact[Any]]]:
        """Find the cheapest sets of facts that meet each of some sets; those that share no fact, apart."""
        facts = list(self.costs)
        linked: list[list[frozenset[int]]] = []
        try:
            sets = smallest(unmet)
        except LogicError:
            raise LogicError(f"more than {MOST_REASONS:,} sets of facts stand in the way, of each of which one must change: {PINNED}") from None
        for each in (frozenset(self.places[fact] for fact in found) for found in sets):
            apart = [group for group in linked if each.isdisjoint(place for places in group for place in places)]
            linked = [*apart, [each, *(places for group in linked if group not in apart for places in group)]]
        ways = [cheapest_meeting(group, [*self.costs.values()], most) for group in linked]
        return [[facts[place] for place in sorted(sum(chosen, ()))] for chosen in islice(product(*ways), min(most, 1 << 30))]

    def tried(self, facts: Facts) -> WhatIf | list[Facts]:
        """Give facts other values that turn the outcome for certain; where none do, sets of facts of each of which one must change too."""
        kept = self.told.without(facts)
        missed = [*self._missed(kept)] if self.unmet is None else []
        if missed:
            return missed
        found = self._searched(facts, kept, count(1))
        return found if isinstance(found, WhatIf) else [frozenset(fact for fact in found if fact in self.costs and fact not in facts)]

    def _missed(self, kept: Knowledge) -> Iterator[Facts]:
        """Give reasons against the outcome wanted; no two share a fact that can be changed."""
        while kept.forces((self.goal, False)):
            facts = frozenset(fact for fact in kept.reason(self.goal, want=False) if fact in self.costs)
            yield facts
            if not facts:
                return
            kept = kept.without(facts)

    def _searched(self, facts: Facts, kept: Knowledge, searches: Iterator[int]) -> WhatIf | Facts:
        """Search values of facts, those fixed already being among what is kept; where there are none, the facts to blame: all else may vary.

        The values that seem to do are tried. How the open facts could then still turn out against it has a reason: it goes by
        one of the facts searched for, whose values are then tried one after another, or else blames others alone.

        Raises:
            LogicError: where values are searched for too often.
        """
        if next(searches) > MOST_SEARCHES:
            raise LogicError(f"more than {MOST_SEARCHES:,} searches for values are made against what is open: find out more of it, or {PINNED}")
        free = [fact for fact in self.costs if fact in facts and fact not in kept.values]
        left = residue(self.goal, lookup(kept.values))
        given = self._given(free)
        found = filling([(left, True, NOTHING), (given, True, NOTHING)], kept.values)
        if found is None:
            return self._blamed(free, kept)
        chosen = {**kept.values, **{fact: found[fact] for fact in free if fact in found}}
        against = filling([(left, False, NOTHING), (kept.bounds, True, NOTHING)], chosen)
        if against is None:
            return self._decided({fact: chosen[fact] for fact in self.costs if fact in chosen})
        blamed = self._because(facts, Knowledge(against, kept.bounds))
        if not kept.bounds.inputs.isdisjoint(blamed - chosen.keys()):  # what is open is so by leave of what bounds it
            blamed |= kept.bounds.inputs
        turn = next((fact for fact in free if fact in blamed), None)
        if turn is None:
            return blamed
        values = candidates(turn, [(self.goal, True, NOTHING), (given, True, NOTHING)], kept.values)
        for value in values if turn.domain is not None else filter(Accepted(turn).holds, values):
            other = self._searched(facts, Knowledge({**kept.values, turn: value}, kept.bounds), searches)
            if isinstance(other, WhatIf) or turn not in other:
                return other
            blamed |= other
        return blamed - {turn}

    def _given(self, free: Iterable[Fact[Any]]) -> Predicate:
        """What a claim must meet to be input, with other values of some facts."""
        return all_of(self.possible, (Accepted(fact) for fact in free if fact.domain is None))

    def _because(self, facts: Facts, known_: Knowledge) -> Facts:
        """Find what speaks against the outcome wanted, of the facts searched for rather than of others."""
        reason = sorted(known_.reason(self.goal, want=False), key=lambda fact: fact not in facts)
        return frozenset(known_.least(reason, self.goal, want=False))

    def _blamed(self, free: Iterable[Fact[Any]], kept: Knowledge) -> Facts:
        """Find why no values do at all: what is kept speaks against it, or allows no claim, or both together do."""
        bare = Knowledge(kept.values, ALWAYS)
        rule = self.goal & self._given(fact for fact in free if fact in self.told.values)
        if bare.forces((rule, False)):
            return frozenset(bare.reason(rule, want=False))
        return frozenset([*kept.values, *self.costs])  # what is open need be nothing that input takes, where it is not changed

    def _decided(self, chosen: Known) -> WhatIf:
        """Decide the claim again with other values."""
        claim, policy = self.decision.claim, self.decision.policy
        cures: dict[tuple[Fact[Any], Any], Cure] = {told: e.cure for e in policy.exclusions if e.cure for told in e.cure.facts}
        changed = [(f, f.of(claim), value) for f, value in chosen.items() if value != f.of(claim)]
        claim = claim._supposing({fact: value for fact, _, value in changed})
        changes = tuple(Change(fact, before, after, cures.get((fact, after), NONE)) for fact, before, after in changed)
        return WhatIf(changes, sum(self.costs[change.fact] for change in changes), policy.adjudicate(claim))


MOST_SEARCHES = 1_000
"""How often values of one set of facts are searched for before that is given up."""
MOST_PATHS = 10_000
"""How many tuples of places are looked at before a search is given up."""
PINNED = "say which facts cannot be otherwise, by NONE in the policy's changes"

Places: TypeAlias = "tuple[int, ...]"


def cheapest_meeting(sets: Sequence[frozenset[int]], costs: Sequence[int], most: int) -> list[Places]:
    """Find the cheapest tuples of places that share one with each of some sets of places.

    Raises:
        LogicError: where more tuples are begun than are looked at.

    >>> cheapest_meeting([frozenset({0, 1}), frozenset({1, 2})], [1, 5, 1], most=9)
    [(0, 2)]
    """
    paths: list[tuple[int, Places, frozenset[int]]] = [(0, (), frozenset())]
    found: list[tuple[int, Places]] = []
    for _ in range(MOST_PATHS + 1):
        if not paths or len(found) == most or (found and paths[0][0] > found[0][0]):
            return sorted(chosen for _, chosen in found)
        least, chosen, barred = heappop(paths)
        unmet = min((each - barred for each in sets if each.isdisjoint(chosen)), key=len, default=None)
        if unmet is None:
            found.append((least, tuple(sorted(chosen))))
            continue
        for at in sorted(unmet):
            heappush(paths, (_least([*costs], sets, (*chosen, at), barred), (*chosen, at), barred))
            barred |= {at}
    raise LogicError(f"more than {MOST_PATHS:,} ways to change facts are looked at: ask for fewer, by most, or {PINNED}")


def _least(left: list[int], sets: Iterable[frozenset[int]], chosen: Places, barred: frozenset[int]) -> int:
    """Reckon what places cost at least that meet all sets, some chosen and some barred: one place of each set is paid, and nothing twice."""
    least = sum(left[at] for at in chosen)
    for each in (each - barred for each in sets if each.isdisjoint(chosen)):
        share = min(left[at] for at in each)
        least += share
        for at in each:
            left[at] -= share
    return least


# --- What may be input ---------------------------------------------------------------------------------


@attrs.frozen
class Inside(Condition):
    """A condition of a nested record, on its facts as the record around it has them."""

    condition: Condition
    root: type[Record]
    path: tuple[str, ...]

    def _outer(self, fact: Fact[Any]) -> Fact[Any]:
        found = self.root.fact(*self.path, *fact.path)
        return next(v for v in found.variables if isinstance(v, Member) and v.member is fact.member) if isinstance(fact, Member) else found

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return tuple(map(self._outer, self.condition.reads))

    def holds(self, *values: Any, **none: Any) -> bool:
        return self.condition.holds(*values)

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        inner = dict(zip(self.reads, self.condition.reads, strict=True))
        return self.condition.turns(inner[fact], lambda other: given(self._outer(other)))


@attrs.frozen
class Outward(Algebra[Predicate]):
    """Put a predicate of a nested record on the facts of the record around it."""

    root: type[Record]
    path: tuple[str, ...]

    def test(self, condition: Condition) -> Predicate:
        return Inside(condition, self.root, self.path)

    def all(self, parts: Iterable[Predicate]) -> Predicate:
        return all_of(parts)

    def any(self, parts: Iterable[Predicate]) -> Predicate:
        return any_of(parts)

    def negate(self, part: Predicate) -> Predicate:
        return ~part


def allowed(root: type[Record]) -> Predicate:
    """Give what a record must meet on input, by the constraints of the records within it too."""
    own = [each.rule for each in root.constraints()]
    nested = [each.rule.fold(Outward(root, path)) for path, record in _within(root, ()) for each in record.constraints()]
    return all_of(own, nested)


def _within(record: type[Record], path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], type[Record]]]:
    for name, nested in record.nested_.items():
        yield (*path, name), nested.record
        yield from _within(nested.record, (*path, name))
