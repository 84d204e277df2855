"""Clauses of written terms, and the exclusions among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

import attrs

from warranty_rules.completions import possible
from warranty_rules.errors import InputError, PolicyError, must_be, paired, printable, shortened, shown
from warranty_rules.facts import Fact, YesNoFact
from warranty_rules.predicates import RULE, Condition, Either, Predicate, residue
from warranty_rules.records import RT, Record
from warranty_rules.values import UNKNOWN, Displayed, Truth

__all__ = ["Clause", "Cure", "Exclusion"]


@attrs.frozen(cache_hash=True)
class Clause:
    """One rule of the terms, as every page, letter and table cites it.

    Args:
        id: its number, such as ``"E04"``.
        title: its subject in a few words.
        text: the rule restated in a sentence or two.
        citation: where in the terms it stands.
        note: how it is modeled, where no predicate says it.

    >>> print(Clause("E04", "unauthorized opening", "Opened without authority.", "exclusions, 4th"))
    E04 unauthorized opening
    """

    id: str
    title: str
    text: str
    citation: str
    note: str = ""

    def __str__(self) -> str:
        return printable(f"{self.id} {self.title}")

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield from attrs.asdict(self).items()


CITED = must_be(Clause, "a Clause(id, title, text, citation)")


CURES = "a cure gives yes/no facts a value, such as {Claim.card.present: True}"


def _pairs(facts: Mapping[YesNoFact, bool] | tuple[tuple[YesNoFact, bool], ...]) -> tuple[tuple[YesNoFact, bool], ...]:
    return paired(facts, CURES)


@attrs.frozen
class Cure:
    """What the customer can bring or do that changes the facts of a refusal.

    Args:
        instruction: what to do, in words.
        facts: yes/no facts, each with the value that the cure gives it where another is known.

    Raises:
        PolicyError: for what are no yes/no facts with values.

    >>> from warranty_rules import Claim, WarrantyCard
    >>> cure = Cure("bring the warranty card", {Claim.card.present: True})
    >>> cure.apply(Claim(card=WarrantyCard(present=False))).card.present
    True
    """

    instruction: str
    facts: tuple[tuple[YesNoFact, bool], ...] = attrs.field(converter=_pairs)

    def __attrs_post_init__(self) -> None:
        given: Any = self.facts
        if not given or not all(isinstance(fact, YesNoFact) and isinstance(value, bool) for fact, value in given):
            raise PolicyError(f"{CURES}; got {shown(dict(given))}")
        if len(dict(given)) < len(given):
            raise PolicyError(f"a cure gives each fact one value; got {shown(given)}")

    def apply(self, record: RT) -> RT:
        """Give the record as it is once the cure is done; what is unknown stays so.

        Raises:
            InputError: where a constraint of the record allows no such facts.
        """
        return record._supposing({fact: value for fact, value in self.facts if fact.of(record) is (not value)})


def done_together(cures: Iterable[Cure], record: RT) -> RT | None:
    """Give the record as it is once some cures are done; none where no record is so, or where two want a fact otherwise."""
    told = [(fact, value) for cure in cures for fact, value in cure.facts if fact.of(record) is not UNKNOWN]
    if any((fact, not value) in told for fact, value in told):
        return None
    try:
        after = record._supposing({fact: value for fact, value in told if fact.of(record) is not value})
    except InputError:
        return None
    return after if possible(after.bounds_, after) else None


class Reach(Either):
    """Tell whether a predicate can be true, and can be false, whatever facts of limited reach turn out to be."""

    def test(self, condition: Condition) -> tuple[bool, bool]:
        free = not any(fact.reach for fact in condition.reads)
        return free, free


@attrs.frozen(slots=False, repr=False)
class Exclusion(Displayed):
    """A clause that refuses, when it does, and what the customer can do about it.

    Args:
        clause: the clause.
        when: refused when this holds.
        cure: what lifts the refusal; none where nothing does.

    Raises:
        PolicyError: for parts of another kind, and for a cure that changes what the predicate does not read.

    >>> from warranty_rules import Claim
    >>> lost = Clause("E01", "warranty card", "The card is lost.", "exclusions, 1st")
    >>> exclusion = Exclusion(lost, ~Claim.card.present, cure=Cure("bring the card", {Claim.card.present: True}))
    >>> print(exclusion.when, "refuses", exclusion.reach)
    not card.present refuses any claim
    >>> Exclusion(lost, Claim.fault.flex_fractured).reach
    'this fault'
    """

    clause: Clause = attrs.field(validator=CITED)
    when: Predicate = attrs.field(validator=RULE)
    cure: Cure | None = attrs.field(default=None, validator=must_be(Cure | None, "a Cure, or None"))

    def __attrs_post_init__(self) -> None:
        idle = [fact for fact, _ in self.cure.facts if fact not in self.when.inputs] if self.cure else []
        if idle:
            raise PolicyError(f"the cure of {self.clause.id} changes {idle[0]}, which its predicate does not read: {shortened(str(self.when), 200)}")

    @property
    def reach(self) -> str:
        """What it refuses: ``"any claim"``, or less, such as ``"this fault"``, as follows from the facts it reads."""
        limited = dict.fromkeys(f.reach for c in self.when.conditions for f in c.reads if f.reach)
        return "any claim" if self.when.fold(Reach())[0] else " and ".join(limited)

    def _once_cured(self, record: Record) -> Truth:
        """Evaluate it with the cure done, by Kleene's tables; ``UNKNOWN`` too where that takes the record as it is then."""
        known = all(fact.of(record) is not UNKNOWN for fact in self._changes)  # a cure leaves what is unknown
        return self._cured(record) if known and self._reads_what_changes else UNKNOWN

    @cached_property
    def _changes(self) -> dict[Fact[Any], bool]:
        return dict(self.cure.facts) if self.cure else {}

    @cached_property
    def _cured(self) -> Predicate:
        return residue(self.when, lambda fact: self._changes.get(fact, UNKNOWN))

    @cached_property
    def _reads_what_changes(self) -> bool:
        """Whether no condition reads a set as a whole of which the cure changes a member."""
        return all(self._changes.keys() & condition.inputs <= {*condition.reads} for condition in self.when.conditions)

    def __repr__(self) -> str:
        return printable(f"<{self.clause}: {repr(self.when)[1:]}")

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "clause", str(self.clause)
        yield "when", self.when
        yield "cure", self.cure and self.cure.instruction
