"""Policies: one edition of a store's terms, and the judgement of claims under it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any, Generic, cast

import attrs

from warranty_rules.calendars import BusinessCalendar
from warranty_rules.clauses import Clause, Exclusion
from warranty_rules.decisions import Decision
from warranty_rules.errors import InputError, PolicyError, Problem, each, shown
from warranty_rules.facts import Fact, OrderedFact
from warranty_rules.periods import Edge, Period, Term
from warranty_rules.predicates import Condition, Predicate, all_of, any_of
from warranty_rules.records import RT
from warranty_rules.tiers import Choice, Row, Tier, approval
from warranty_rules.values import NONE, NoneSuch, Option

__all__ = ["Policy"]


@attrs.frozen(slots=False, eq=False, repr=False, kw_only=True)
class Policy(Generic[RT]):
    """One edition of a store's terms.

    Args:
        id: its name in code.
        title: its name in words.
        record: the record class of the claims it decides.
        clauses: every clause of the terms, in source order, modeled or not.
        ranked: the tiers, the one that responds first at the front.
        returns: whether goods can be returned at will.
        accepted_on: the day from which a promise of time runs.
        calendar: which days are business days.
        readings: the readings that differ from their defaults, by name.

    Raises:
        PolicyError: where its parts do not fit together.
    """

    id: str
    title: str
    record: type[RT]
    clauses: tuple[Clause, ...]
    ranked: tuple[Tier, ...]
    returns: Choice[Any]
    accepted_on: OrderedFact[date]
    calendar: BusinessCalendar = attrs.field(factory=BusinessCalendar)
    readings: tuple[tuple[str, str], ...] = ()

    def __attrs_post_init__(self) -> None:
        given: Any = self.calendar
        if not isinstance(given, BusinessCalendar):
            raise PolicyError(f"a policy's calendar is a BusinessCalendar, such as BusinessCalendar.of('PL'); got {shown(given)}")
        self._refuse_twice("clause id", [clause.id for clause in self.clauses])
        self._refuse_twice("tier id", [tier.id for tier in self.ranked])
        unlisted = {clause.id for clause in self._cited() if clause not in self.clauses}
        if unlisted:
            raise PolicyError(
                f"clauses of a tier, an exclusion or a table that the policy does not list: {', '.join(sorted(unlisted))}; add them to clauses"
            )
        for condition in (c for predicate in self._predicates() for c in predicate.conditions):
            self._check(condition)

    @staticmethod
    def _refuse_twice(what: str, ids: list[str]) -> None:
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise PolicyError(f"{what} used twice: {', '.join(twice)}; give each its own")

    def _cited(self) -> Iterator[Clause]:
        for tier in self.ranked:
            yield from (clause for _, clause, _ in tier.failings)
            yield from (exclusion.clause for exclusion in tier.exclusions)
        tables = (self.returns, *(choice for tier in self.ranked for choice in tier.service.choices))
        yield from (row.clause for table in tables for row in table.rows if row.clause)

    def _predicates(self) -> Iterator[Predicate]:
        for tier in self.ranked:
            yield from tier.predicates()
        yield from (row.when for row in self.returns.rows)

    def _check(self, condition: Condition) -> None:
        for fact in condition.reads:
            if fact.root is not self.record:
                raise PolicyError(f"policy {self.id} decides a {self.record.__name__}, but `{condition}` reads a fact of {fact.root.__name__}")
            if fact.variables == (fact,) and fact.domain is None and type(condition).turns is Condition.turns:
                condition.turns(fact, lambda _: ())

    @cached_property
    def tiers(self) -> Mapping[str, Tier]:
        """The tiers by id, in rank order."""
        return MappingProxyType({tier.id: tier for tier in self.ranked})

    @cached_property
    def source(self) -> Mapping[str, int]:
        """The place of each clause in the source, by id."""
        return MappingProxyType({clause.id: place for place, clause in enumerate(self.clauses)})

    @cached_property
    def exclusions(self) -> tuple[Exclusion, ...]:
        """Every exclusion of any tier, once, in source order."""
        found = dict.fromkeys(exclusion for tier in self.ranked for exclusion in tier.exclusions)
        return tuple(sorted(found, key=lambda e: self.source[e.clause.id]))

    @cached_property
    def approved(self) -> Predicate:
        """Any tier approves."""
        groups: dict[tuple[Exclusion, ...], list[Tier]] = {}
        for tier in self.ranked:
            groups.setdefault(tier.exclusions, []).append(tier)
        return any_of(map(approval, groups.values()))

    @cached_property
    def responding(self) -> Choice[Tier | NoneSuch]:
        """The tier that responds: the first by rank that approves; ``NONE`` where none does."""
        rows = [Row[Tier | NoneSuch](tier.approves, tier, tier.clause) for tier in self.ranked]
        return Choice((*rows, Row(all_of(), NONE)))

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that decides: clauses, tiers, tables, calendar and readings; in hexadecimal."""
        content = [getattr(self, field.name) for field in attrs.fields(type(self)) if field.name != "calendar"]
        edges = [c for predicate in self._predicates() for c in predicate.conditions if isinstance(c, Edge)]
        calendars = dict.fromkeys([self.calendar, *(calendar for edge in edges for calendar in edge.term.calendars)])
        keys = [calendar._key() for calendar in calendars]  # their own idea of their content: their ids do not name every day
        return sha256(repr([_content(content), keys]).encode()).hexdigest()

    def adjudicate(self, claim: RT) -> Decision[RT]:
        """Decide a claim.

        Args:
            claim: what is known about one reported fault of one device.

        Returns:
            The decision. Its outcome is settled; each other part is worked out when it is read.

        Raises:
            InputError: where it is no record of the class that the policy decides.
        """
        if not isinstance(claim, self.record):
            raise InputError([Problem("", shown(claim), self._accepted)])
        return self._decided(claim)

    def adjudicate_many(self, claims: Iterable[RT]) -> Iterator[Decision[RT]]:
        """Decide many claims, in order, each when its decision is asked for.

        Nothing is collected or read ahead: a claim is taken when its decision is wanted, and not kept after that.

        Args:
            claims: any iterable of claims, an endless one too.

        Returns:
            An iterator of their decisions.

        Raises:
            InputError: for what is no claim, with its position, when its turn comes; the next in turn can be asked for after that.

        >>> from warranty_rules import Claim, Sale, clean
        >>> from warranty_rules.policies import icenter
        >>> sales = [Sale(sold_here=False), Sale()]
        >>> [decision.outcome.value for decision in icenter.policy().adjudicate_many(clean(Claim, sale=sale) for sale in sales)]
        ['denied', 'pending']
        """
        return map(self._decided, each(claims, self.record, "claims", self._accepted))

    @property
    def _accepted(self) -> str:
        return f"one {self.record.__name__}; documents.read makes a tuple of them, one for each fault"

    def _decided(self, claim: RT) -> Decision[RT]:
        decision = Decision(self, claim)
        decision.outcome  # noqa: B018  # settled now, so that what fails fails here
        return decision

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self.record, self.digest

    def __repr__(self) -> str:
        return f"<policy {self.id}, {len(self.ranked)} tiers, {len(self.exclusions)} exclusions>"


def _content(value: Any) -> object:
    """Put what a policy is made of as plain values, alike in every process."""
    if isinstance(value, Option):
        return (value.value, value.label)
    if isinstance(value, list | tuple):
        return [_content(item) for item in cast("Sequence[Any]", value)]
    kind = cast("type[object]", type(value))
    if attrs.has(kind) and not isinstance(value, Predicate | Fact | Period | Term):
        return {field.name: _content(getattr(value, field.name)) for field in attrs.fields(kind)}
    return str(cast("object", value))
