"""Reasons: the smallest sets of known facts that alone decide a claim, and what became of each clause behind the outcome.

A set of facts is a reason where forgetting all others keeps the outcome, and forgetting any one of it does not. The formula is
folded into its reasons: what must all hold is decided by one reason of each part together, whatever facts the parts share; what
one of several parts decides, by a reason of one of them, where they share no fact. Parts that do share one may decide it by cases
alone; of those few facts every smallest set is found by forgetting and asking the exact truth again.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, product
from textwrap import indent
from typing import Any, TypeAlias

import attrs

from warranty_rules.clauses import Clause
from warranty_rules.completions import NOTHING, Known, Want, known, lookup, possible, relevant, satisfiable, truth
from warranty_rules.decisions import Decision, Outcome
from warranty_rules.errors import LogicError, printable
from warranty_rules.explanations import Explanation
from warranty_rules.facts import Fact
from warranty_rules.facts import Known as Told
from warranty_rules.policy import Policy
from warranty_rules.predicates import Condition, Demand, Predicate, all_of, evaluate
from warranty_rules.records import Record, assembled
from warranty_rules.tiers import Tier
from warranty_rules.values import UNKNOWN, Truth
from warranty_rules.wording import clauses_text, explanation_text, statements

__all__ = ["Branch", "Reason", "Reasons", "Standing", "Tree"]

MOST_REASONS = 1_000
"""How many sets of facts are kept at once: so many reasons, nobody reads."""

Facts: TypeAlias = "frozenset[Fact[Any]]"


def smallest(sets: Iterable[Facts]) -> list[Facts]:
    """Keep the sets that hold no other, each once.

    Raises:
        LogicError: where too many are left.
    """
    found: list[Facts] = []
    for each in sorted(dict.fromkeys(sets), key=len):
        if not any(other <= each for other in found):
            found.append(each)
        if len(found) > MOST_REASONS:
            raise LogicError(
                f"more than {MOST_REASONS:,} sets of facts decide the claim, each alone: read decision.grounds, which name each clause once"
            )
    return found


def every_smallest(facts: Sequence[Fact[Any]], enough: Callable[[Facts], bool]) -> list[Facts]:
    """Find every smallest set of facts that is enough, where all of them are and whatever holds such a set is.

    A set that holds none of those found lacks a fact of each: once all but any smallest such lack is not enough, none is missing.
    """
    found: list[Facts] = []
    short: list[Facts] = []
    lacks: list[Facts] = [frozenset()]

    def tried(given: Facts) -> bool:
        if any(given <= each for each in short):
            return False
        if not enough(given):
            short.append(given)
            return False
        return True

    while (rest := next(filter(tried, (frozenset(facts) - lack for lack in lacks)), None)) is not None:
        reason = one_smallest([fact for fact in facts if fact in rest], tried)
        found.append(reason)
        lacks = smallest(a | b for a in lacks for b in (({f} for f in facts if f in reason) if a.isdisjoint(reason) else [frozenset[Any]()]))
    return found


def one_smallest(facts: Sequence[Fact[Any]], enough: Callable[[Facts], bool]) -> Facts:
    """Drop facts, the last ones first, while what is left is enough."""
    left = frozenset(facts)
    for fact in reversed(facts):
        if enough(left - {fact}):
            left -= {fact}
    return left


@attrs.frozen
class Knowledge:
    """Some known values, with what bounds all that can exist."""

    values: Known
    bounds: Predicate

    def forces(self, *demands: Demand) -> bool:
        """Tell whether every completion gives one of some predicates the truth named beside it."""
        look = lookup(self.values)
        truths = [evaluate(part, look) for part, _ in demands]
        if any(held is wanted for held, (_, wanted) in zip(truths, demands, strict=True)):
            return True
        if UNKNOWN not in truths:
            return False
        wants: list[Want] = [(part, not wanted, NOTHING) for part, wanted in demands]
        if bounded(demands, self.bounds):
            wants.append((self.bounds, True, NOTHING))
        return not satisfiable(wants, self.values)

    def only(self, facts: Facts) -> Knowledge:
        """Forget all other facts."""
        return Knowledge({fact: self.values[fact] for fact in facts}, self.bounds)

    def without(self, facts: Facts) -> Knowledge:
        """Forget some facts."""
        return Knowledge({fact: value for fact, value in self.values.items() if fact not in facts}, self.bounds)

    def reason(self, predicate: Predicate, want: bool) -> list[Fact[Any]]:
        """Find known facts that alone give a predicate the truth it has, of the parts that come first; not always the fewest."""
        join, demands = predicate.demands(want)
        if demands and join is all:
            return [*dict.fromkeys(fact for part, wanted in demands for fact in self.reason(part, wanted))]
        for part, wanted in demands:
            if self.forces((part, wanted)):
                return self.reason(part, wanted)
        read = variables([(predicate, want)], self.bounds)
        return self.least([fact for fact in read if fact in self.values], predicate, want)

    def least(self, facts: Sequence[Fact[Any]], predicate: Predicate, want: bool) -> list[Fact[Any]]:
        """Drop facts, the last ones first, while those left alone give a predicate a truth."""
        left = one_smallest(facts, lambda facts: self.only(facts).forces((predicate, want)))
        return [fact for fact in facts if fact in left]


def bounded(demands: Iterable[Demand], bounds: Predicate) -> bool:
    """Tell whether what bounds all that can exist reads a fact of some parts too."""
    return not all(part.inputs.isdisjoint(bounds.inputs) for part, _ in demands)


def variables(demands: Iterable[Demand], bounds: Predicate) -> tuple[Fact[Any], ...]:
    """List the facts that decide some parts, in order."""
    rules = [part for part, _ in demands] + ([bounds] if bounded(demands, bounds) else [])
    return tuple(dict.fromkeys(v for rule in rules for c in rule.conditions for fact in c.reads for v in fact.variables))


# --- The formula, prepared to be asked for its reasons ---------------------------------------------------


class Node(ABC):
    """A part of a formula that is wanted true, or wanted false: it gives its reasons, none where it is not so for certain."""

    @abstractmethod
    def reasons(self, known_: Knowledge) -> list[Facts]:
        """Find every smallest set of known facts that alone makes it as wanted."""


@attrs.frozen
class Single(Node):
    """A condition of one fact, whose value is all the reason there can be."""

    part: Condition
    want: bool
    fact: Fact[Any]
    alone: Facts

    def reasons(self, known_: Knowledge) -> list[Facts]:
        value = known_.values.get(self.fact, UNKNOWN)
        return [self.alone] if value is not UNKNOWN and self.part.holds(value) is self.want else []


@attrs.frozen
class Every(Node):
    """Parts that must all be as wanted, by a reason of each together, whatever facts they share; the whole, where a look at it saves a search."""

    parts: tuple[Node, ...]
    whole: Demand | None

    def reasons(self, known_: Knowledge) -> list[Facts]:
        if self.whole and evaluate(self.whole[0], lookup(known_.values)) is (not self.whole[1]):
            return []
        found: list[Facts] = [frozenset()]
        for part in self.parts:
            found = smallest(one | other for one, other in product(found, part.reasons(known_))) if found else []
        return found


@attrs.frozen
class Apart(Node):
    """Parts that share no fact, one of which must be as wanted."""

    parts: tuple[Node, ...]

    def reasons(self, known_: Knowledge) -> list[Facts]:
        return smallest(chain.from_iterable(part.reasons(known_) for part in self.parts))


@attrs.frozen
class ByCases(Node):
    """Parts that share facts, or facts of one condition: the open ones may decide between them."""

    parts: tuple[Demand, ...]
    facts: tuple[Fact[Any], ...]

    def reasons(self, known_: Knowledge) -> list[Facts]:
        if not known_.forces(*self.parts):
            return []
        facts = [fact for fact in self.facts if fact in known_.values]
        return every_smallest(facts, lambda facts: known_.only(facts).forces(*self.parts))


def prepared(predicate: Predicate, want: bool, bounds: Predicate) -> Node:
    """Prepare a formula to be asked for the reasons why it is, or is not, so."""
    join, demands = predicate.demands(want)
    if demands and join is all:
        parts = tuple(prepared(part, wanted, bounds) for part, wanted in demands)
        return Every(parts, (predicate, want) if any(map(_searches, parts)) else None)
    found = tuple(_node(group, bounds) for group in _groups(demands or ((predicate, want),), bounds))
    return found[0] if len(found) == 1 else Apart(found)


def _searches(node: Node) -> bool:
    return isinstance(node, ByCases) or (isinstance(node, Every | Apart) and any(map(_searches, node.parts)))


def _node(group: tuple[Demand, ...], bounds: Predicate) -> Node:
    (part, want), *more = group
    if not more and part.demands(want)[1]:
        return prepared(part, want, bounds)
    facts = variables(group, bounds)
    if isinstance(part, Condition) and facts == part.reads[:1] and not more and not Knowledge(NOTHING, bounds).forces(*group):
        return Single(part, want, facts[0], frozenset(facts))
    return ByCases(group, facts)


def _groups(demands: Iterable[Demand], bounds: Predicate) -> list[tuple[Demand, ...]]:
    """Put parts together that share a fact, or that are bounded together."""
    groups: list[tuple[Facts, tuple[Demand, ...]]] = []
    for demand in demands:
        facts = frozenset(variables((demand,), bounds))
        tied = [group for group in groups if not facts.isdisjoint(group[0])]
        groups = [group for group in groups if group not in tied]
        groups.append((facts.union(*(own for own, _ in tied)), (*chain.from_iterable(parts for _, parts in tied), demand)))
    return [parts for _, parts in groups]


def knowledge(decision: Decision[Any]) -> Knowledge:
    """Collect what is known of all that an outcome depends on."""
    bounds = decision.claim.bounds_
    return Knowledge(known(decision.claim, (decision.policy.approved, bounds)), bounds)


def in_order(claim: Record, sets: Iterable[Facts]) -> list[list[Fact[Any]]]:
    """Put sets of facts, and the facts of each, in the order of their declaration."""
    found = [*sets]
    asked = {fact.asked for facts in found for fact in facts}
    places = {fact: place for place, fact in enumerate(v for fact in claim.facts() if fact in asked for v in fact.variables)}
    return sorted((sorted(facts, key=places.__getitem__) for facts in found), key=lambda facts: [places[fact] for fact in facts])


@attrs.frozen(slots=False)
class Reason:
    """Known facts that alone deny a claim: with all others forgotten it still is, with any one of them forgotten too it is not.

    Args:
        policy: the policy.
        because: the facts, with their values; of a set, the memberships that matter.

    >>> from warranty_rules import Claim, Party, clean
    >>> from warranty_rules.policies import icenter
    >>> claim = clean(Claim).replace(Claim.inspection.opened_by.has(Party.BUYER), True)
    >>> (reason,) = icenter.policy().adjudicate(claim).reasons
    >>> print(reason)
    E04 unauthorized opening: opened by the buyer
    """

    policy: Policy[Any] = attrs.field(repr=False)
    because: tuple[Told, ...]

    @cached_property
    def alone(self) -> Decision[Any]:
        """The claim decided again, nothing but these facts known."""
        return self.policy.adjudicate(assembled(self.policy.record, {each.fact: each.value for each in self.because}))

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """The clauses that these facts alone establish; those of one ground, of which one or another decides, too."""
        return tuple(dict.fromkeys(clause for ground in self.alone.grounds for clause in ground.clauses))

    def __str__(self) -> str:
        return printable(f"{'; '.join(map(clauses_text, self.alone.grounds))}: {statements(self.because) or 'whatever the facts'}")


@attrs.frozen
class Standing:
    """How one clause stands to a claim that is approved or pending.

    Args:
        clause: the clause.
        rule: what it speaks of: of a requirement, that it is met; of an exclusion, that it refuses.
        truth: whether that is so.
        because: the first known facts that alone keep it so; where it is open, the facts that can still turn it, and with it the outcome.

    >>> from datetime import date
    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    >>> claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20)).replace(Claim.inspection.opened_by, UNKNOWN)
    >>> print(icenter.policy().adjudicate(claim).reasons[0])
    E04 unauthorized opening: not known: Who opened the device?
    """

    clause: Clause
    rule: Predicate = attrs.field(repr=False)
    truth: Truth
    because: tuple[Told, ...]

    def __str__(self) -> str:
        return printable(f"{self.clause}: {statements(self.because) or 'whatever the facts'}")


class Reasons(tuple[Reason | Standing, ...]):
    """Why a claim is decided as it is, or what is open; an ordinary tuple that prints one a line.

    >>> from datetime import date
    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    >>> print(Reasons(icenter.policy().adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20))).reasons[:4]))
    UR1 free repair of used goods: sold used; reported on 20 Jul 2026; sold on 2 Mar 2026; contractual warranty of 6 months
    G0 goods of this store: sold by this store
    U1 contractual obligation: contractual warranty of 6 months
    E01 warranty card: the warranty card is there; not so: entries in the card by the buyer, a third party, an authorized center or the factory
    """

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self))


def reasons(decision: Decision[Any]) -> Reasons:
    """Say why a claim is denied, by every smallest set of facts; else how each clause stands to it.

    Raises:
        LogicError: where there are more than a thousand such sets.
    """
    if decision.outcome is not Outcome.DENIED:
        return Reasons(_standings(decision))
    known_ = knowledge(decision)
    found = in_order(decision.claim, decision.policy.denial.reasons(known_))
    return Reasons(Reason(decision.policy, tuple(Told(fact, known_.values[fact]) for fact in facts)) for facts in found)


def _standings(decision: Decision[Any]) -> Iterator[Standing]:
    """Take each clause of the tier that responds, or of those that may: all of them or, of a pending claim, those that are open."""
    claim, pending = decision.claim, decision.outcome is Outcome.PENDING
    asked = {question.fact for question in decision.questions}
    for clause, rule in _rules(decision):
        held = truth(rule, claim)
        if held is UNKNOWN:
            open_ = tuple(Told(fact, fact.read(claim)) for fact in relevant(rule, claim) if fact in asked or not pending)
            if open_:
                yield Standing(clause, rule, held, open_)
        elif not pending:
            yield Standing(clause, rule, held, _keeping(decision, rule, held))


def _rules(decision: Decision[Any]) -> Iterable[tuple[Clause, Predicate]]:
    """Give the clauses of the tiers that may respond, each once: what it requires, then what the exclusions say."""
    tiers = [decision.tier] if isinstance(decision.tier, Tier) else [t for t in decision.policy.ranked if possible(t.approves, decision.claim)]
    found: dict[tuple[Clause, Predicate], None] = {}
    for tier in tiers:
        for clause in dict.fromkeys(clause for _, clause, _ in tier.failings):
            found[clause, all_of(~when for _, of, when in tier.failings if of == clause)] = None
    exclusions = [e for e in decision.policy.exclusions if any(e in tier.exclusions for tier in tiers)]
    return [*found, *((e.clause, e.when) for e in exclusions)]


def _keeping(decision: Decision[Any], rule: Predicate, held: bool) -> tuple[Told, ...]:
    """Find the first known facts that alone keep a rule true or false; none of them can be left out."""
    bounds = decision.claim.bounds_
    known_ = Knowledge(known(decision.claim, (rule, bounds)), bounds)
    return tuple(Told(fact, known_.values[fact]) for fact in known_.least(known_.reason(rule, held), rule, held))


@attrs.frozen
class Branch:
    """A clause that decides, or is open, taken apart: its predicate, the conditions, their facts and values.

    Args:
        clauses: the clause; several where one or another decides.
        explanation: what became of its predicate, part by part.

    >>> from warranty_rules import Claim, WarrantyCard, clean
    >>> from warranty_rules.policies import icenter
    >>> lost = icenter.policy().adjudicate(clean(Claim, card=clean(WarrantyCard, present=False)))
    >>> print(lost.tree()[0])
    E01 warranty card
      true     any of
      true       not
      false        card.present: the warranty card is lost
      false      card.altered_by has buyer: not so: entries in the card by the buyer
      false      card.altered_by has third_party: not so: entries in the card by a third party
      false      card.altered_by has authorized_center: not so: entries in the card by an authorized center
      false      card.altered_by has factory: not so: entries in the card by the factory
    """

    clauses: tuple[Clause, ...]
    explanation: Explanation

    def __str__(self) -> str:
        return f"{' or '.join(map(str, self.clauses))}\n{indent(explanation_text(self.explanation), '  ')}"


class Tree(tuple[Branch, ...]):
    """The clauses that decide a claim, or are open, each taken apart; an ordinary tuple that prints as an outline.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> print(icenter.policy().adjudicate(clean(Claim, sale=Sale(sold_here=False))).tree())
    G0 goods of this store
      true     not
      false      sale.sold_here: bought elsewhere
    """

    __slots__ = ()

    def __str__(self) -> str:
        return "\n".join(map(str, self))


def tree(decision: Decision[Any]) -> Tree:
    """Take the clauses apart that decide a claim: the grounds of a denial, else those of its reasons."""
    claim = decision.claim
    if decision.outcome is Outcome.DENIED:
        return Tree(Branch(ground.clauses, ground.when.explain(claim)) for ground in decision.grounds)
    return Tree(Branch((each.clause,), each.rule.explain(claim)) for each in _standings(decision))
