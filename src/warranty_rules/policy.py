"""Policies: one edition of a store's terms, and the judgement of claims under it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import attrs

from warranty_rules.calendars import BusinessCalendar
from warranty_rules.clauses import Clause, Exclusion
from warranty_rules.closures import plain_day
from warranty_rules.compiling import Program
from warranty_rules.completions import truth
from warranty_rules.decisions import Decision
from warranty_rules.errors import InputError, LogicError, PolicyError, Problem, each, must_be, nearest, printable, shown
from warranty_rules.examinations import Examination, misfits, pairs
from warranty_rules.examples import Checked, Example
from warranty_rules.facts import Compare, Fact, OrderedFact, is_fact
from warranty_rules.fields import Day
from warranty_rules.predicates import Condition, Predicate, all_of, any_of
from warranty_rules.readings import Alternative, Rereading, alternatives
from warranty_rules.records import RT, Record, is_record
from warranty_rules.tiers import CHOSEN, Choice, Row, Tier, approval
from warranty_rules.values import NONE, UNKNOWN, Displayed, NoneSuch, Option, Truth

if TYPE_CHECKING:
    from warranty_rules.analysis.diff import Changes
    from warranty_rules.analysis.lint import Note
    from warranty_rules.analysis.reasons import Node

__all__ = ["Edition", "Policy"]

T = TypeVar("T")

UNDECIDING = frozenset({"examples", "rereading", "examinations", "chances", "costs", "changes"})
"""What of a policy no decision depends on."""
A_POLICY = "a policy is needed, such as decision.policy"
"""What to say where something else is given."""


def _one_day(_: object, attribute: attrs.Attribute[Any], day: object) -> None:
    if type(day) is not date and not (day is None and attribute.name == "last"):
        raise PolicyError(f"the {attribute.name} day of an edition is a datetime.date; got {shown(day)}")


@attrs.frozen
class Edition:
    """The days on which a policy is in force.

    Args:
        by: the fact that says which edition a claim falls under, such as the day of sale.
        first: the first day.
        last: the last day; none where no other edition has followed yet.

    Raises:
        PolicyError: for what is no day, or a last day before the first.

    >>> from warranty_rules import Claim
    >>> print(Edition(Claim.sale.sold_on, date(2026, 1, 1)))
    sale.sold_on from 2026-01-01
    """

    by: OrderedFact[date]
    first: date = attrs.field(validator=_one_day)
    last: date | None = attrs.field(default=None, validator=_one_day)

    def __attrs_post_init__(self) -> None:
        by: Any = self.by
        if not isinstance(getattr(by, "field", None), Day):
            raise PolicyError(f"an edition is picked by a fact that is a day, such as Claim.sale.sold_on; got {shown(by)}")
        if self.last is not None and self.last < self.first:
            raise PolicyError(f"an edition ends no earlier than it begins; got {self.first} to {self.last}")

    @property
    def within(self) -> Predicate:
        """The claims that fall under it.

        >>> from warranty_rules import Claim
        >>> print(Edition(Claim.sale.sold_on, date(2026, 1, 1), date(2026, 12, 31)).within)
        sale.sold_on >= 2026-01-01 and sale.sold_on <= 2026-12-31
        """
        return Compare(self.by, ">=", self.first) & (all_of() if self.last is None else Compare(self.by, "<=", self.last))

    def holds(self, day: date) -> bool:
        """Tell whether the edition is in force on a day.

        Raises:
            CalendarError: for what is no date.
        """
        return self.first <= plain_day(day) and (self.last is None or day <= self.last)

    def __str__(self) -> str:
        return f"{self.by} from {self.first}" + ("" if self.last is None else f" to {self.last}")


@attrs.frozen(slots=False, eq=False, repr=False, kw_only=True)
class Policy(Displayed, Generic[RT]):
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
        edition: the days on which it is in force, where others came before it or follow.
        examples: claims with what is to become of them, for `check`.
        rereading: how its tiers are made under other readings, where it has any.
        examinations: what reveals facts; one that none of them reveals is found out by itself.
        chances: roughly, how likely conditions and values are; only what to find out next depends on it.
        costs: what it costs to find out a fact by itself, by stage, such as ``{"desk": 1}``; 1 where not given.
        changes: what it costs to change a fact, for `decision.what_if`: a whole number from 1, which is also what a fact not named costs;
            ``NONE`` for one that cannot be otherwise.

    Raises:
        PolicyError: where its parts do not fit together.

    >>> from warranty_rules import Claim
    >>> from warranty_rules.policies import icenter
    >>> policy = icenter.policy()
    >>> policy.adjudicate(Claim())
    <PENDING by icenter>
    >>> policy.tiers["used"].name, policy == icenter.policy(), policy.digest == icenter.policy(calendar=BusinessCalendar.of("PL")).digest
    ('used-goods warranty', True, False)
    """

    id: str
    title: str
    record: type[RT]
    clauses: tuple[Clause, ...] = attrs.field(validator=must_be(Clause, "a Clause(id, title, text, citation)", of="clauses"))
    ranked: tuple[Tier, ...] = attrs.field(validator=must_be(Tier, "a Tier", of="tiers"))
    returns: Choice[Any] = attrs.field(validator=CHOSEN)
    accepted_on: OrderedFact[date]
    calendar: BusinessCalendar = attrs.field(factory=BusinessCalendar)
    readings: tuple[tuple[str, str], ...] = ()
    edition: Edition | None = None
    examples: tuple[Example[RT], ...] = attrs.field(default=(), validator=must_be(Example, "an Example(title, claim, outcome)", of="examples"))
    rereading: Rereading | None = attrs.field(default=None, validator=must_be(Rereading | None, "a Rereading(readings, tiers), or None"))
    examinations: tuple[Examination, ...] = attrs.field(default=(), validator=must_be(Examination, "an Examination", of="examinations"))
    chances: tuple[tuple[Any, Any], ...] = attrs.field(default=(), converter=pairs)
    costs: tuple[tuple[str, float], ...] = attrs.field(default=(), converter=pairs)
    changes: tuple[tuple[Fact[Any], int | NoneSuch], ...] = attrs.field(default=(), converter=pairs)

    def __attrs_post_init__(self) -> None:
        kind: Any = self.record
        if not is_record(kind):
            raise PolicyError(f"a policy decides records of one class, such as Claim; got record={shown(kind)}")
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
        self._refuse_odd_days()
        odd = [example for example in self.examples if not isinstance(example.claim, self.record)]
        if odd:
            raise PolicyError(f"the examples of policy {self.id} are Examples of a {self.record.__name__}; got {shown(odd[0])}")
        self._refuse_twice("title of an example", [example.title for example in self.examples])
        self._refuse_twice("id of an examination", [examination.id for examination in self.examinations])
        for misfit in misfits(self.record, (fact for one in self.examinations for fact in one.reveals), self.chances, self.costs):
            raise PolicyError(f"policy {self.id}: {misfit}")
        for fact, cost in self.changes:
            if not (is_fact(fact) and fact.root is self.record and (cost is NONE or (type(cost) is int and cost > 0))):
                told = f"{shown(fact)}: {shown(cost)}"
                raise PolicyError(f"changes of policy {self.id}: a fact of {self.record.__name__} with a whole number from 1, or NONE; got {told}")

    def _refuse_odd_days(self) -> None:
        """Refuse days to count promises from, or to pick an edition by, that are none, or of another record."""
        edition, start = cast("Any", self.edition), cast("Any", self.accepted_on)
        if not isinstance(edition, Edition | None):
            raise PolicyError(f"the edition of a policy is an Edition(by, first, last), or None; got {shown(edition)}")
        if not isinstance(getattr(start, "field", None), Day):
            raise PolicyError(f"promises run from a fact that is a day, such as Claim.accepted_on; got {shown(start)}")
        for what, fact in (("counts promises from", self.accepted_on), *(("is picked by", e.by) for e in (self.edition,) if e)):
            if fact.root is not self.record:
                raise PolicyError(f"policy {self.id} decides a {self.record.__name__}, but {what} a fact of {fact.root.__name__}, {fact}")

    @staticmethod
    def _refuse_twice(what: str, ids: list[str]) -> None:
        twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
        if twice:
            raise PolicyError(f"{what} used twice: {', '.join(twice)}; give each its own")

    def _cited(self) -> Iterator[Clause]:
        for tier in self.ranked:
            yield from (clause for _, clause, _ in tier.failings)
            yield from (exclusion.clause for exclusion in tier.exclusions)
        yield from (row.clause for table in self._tables() for row in table.rows if row.clause)

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
        """The tiers by id, in rank order; an id that there is not raises `LogicError`, with the nearest that there is."""
        return MappingProxyType(_Named((tier.id, tier) for tier in self.ranked))

    def clause(self, id: str) -> Clause:  # noqa: A002  # as everything else calls it
        """Give a clause by its id.

        Raises:
            LogicError: where there is none, with the nearest that there is.
        """
        return _Named((clause.id, clause) for clause in self.clauses)[id]

    def exclusion(self, id: str) -> Exclusion:  # noqa: A002  # likewise
        """Give an exclusion by the id of its clause.

        Raises:
            LogicError: where there is none, with the nearest that there is; or several, by which tiers may differ.

        >>> from warranty_rules.policies import icenter
        >>> print(icenter.policy().exclusion("E10").when)
        fault.component is touch_id and not fault.failed_before_use
        """
        found = _Named((exclusion.clause.id, exclusion) for exclusion in self.exclusions)[id]
        if sum(exclusion.clause == found.clause for exclusion in self.exclusions) > 1:
            raise LogicError(f"clause {id} has several exclusions, as tiers differ: take them from policy.exclusions or from a tier's")
        return found

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
    def _cures_apart(self) -> bool:
        """Whether each cure comes to the same alone as with others: no constraint reads what it changes, nor another exclusion with a cure."""
        curable = [e for e in self.exclusions if e.cure]
        read = Counter(path for e in curable for path in {fact.path for fact in e.when.inputs})
        read.update(self.record._constrained())
        return all(read[fact.path] == 1 for e in curable for fact in e._changes)

    def _holds_plainly(self, claim: RT) -> bool:
        """Tell whether what cures change is held by records of the classes declared, and of none derived from them, with constraints of its own."""
        return all(type(claim._holder((*path, ""))) is kind for path, kind in self._holders)

    @cached_property
    def _holders(self) -> tuple[tuple[tuple[str, ...], type[Record]], ...]:
        found: dict[tuple[str, ...], type[Record]] = {(): self.record}
        for path in (fact.path for e in self.exclusions for fact in e._changes):
            for depth, name in enumerate(path[:-1]):
                found[path[: depth + 1]] = found[path[:depth]].nested_[name].record
        return tuple(found.items())

    @cached_property
    def approved(self) -> Predicate:
        """Any tier approves."""
        groups: dict[tuple[Exclusion, ...], list[Tier]] = {}
        for tier in self.ranked:
            groups.setdefault(tier.exclusions, []).append(tier)
        return any_of(map(approval, groups.values()))

    @cached_property
    def modeled(self) -> tuple[tuple[Clause, Predicate], ...]:
        """Every clause that a predicate models: the tiers by rank, when they are in force; the exclusions in source order, when they refuse."""
        tiers = [(tier.clause, tier.in_force) for tier in self.ranked]
        return (*tiers, *((exclusion.clause, exclusion.when) for exclusion in self.exclusions))

    @cached_property
    def _refusing(self) -> Program:
        return Program(exclusion.when for exclusion in self.exclusions)

    def screen(self, claim: RT) -> tuple[Truth, ...]:
        """Tell of every exclusion whether it refuses, and nothing else: the quickest look at many claims.

        Args:
            claim: what is known.

        Returns:
            The truth of each, in the order of `exclusions`.

        Raises:
            InputError: as `adjudicate` does.

        >>> from warranty_rules import Claim, WarrantyCard
        >>> from warranty_rules.policies import icenter
        >>> icenter.policy().screen(Claim(card=WarrantyCard(present=False)))[:3]
        (True, UNKNOWN, UNKNOWN)
        """
        self._refuse_other(claim)
        found = self._refusing.run(claim)
        closer = {place: truth(when, claim, found[place]) for place, when in self._tied if found[place] is UNKNOWN}
        return tuple([closer.get(place, held) for place, held in enumerate(found)]) if closer else found

    @cached_property
    def _tied(self) -> tuple[tuple[int, Predicate], ...]:
        """The exclusions of which Kleene's tables do not say all there is to say, by their place."""
        return tuple((place, e.when) for place, e in enumerate(self.exclusions) if e.when.freedom[1])

    @cached_property
    def verdict(self) -> Program:
        """Whether any tier approves, compiled."""
        return Program((self.approved,))

    @cached_property
    def rules(self) -> Program:
        """What each clause comes to, and each tier, compiled together."""
        found = [exclusion.when for exclusion in self.exclusions]
        for tier in self.ranked:
            found += [tier.goods, *(when for _, _, when in tier.failings), *(exclusion.when for exclusion in tier.exclusions)]
            found += [tier.excluded, tier.in_force, tier.approves, *(when for _, when in tier.state.cases)]
        found += [when for _, when in self.responding.cases]
        return Program({id(rule): rule for rule in found}.values())

    @cached_property
    def denial(self) -> Node:
        """The formula prepared to be asked for the reasons of a denial."""
        from warranty_rules.analysis.reasons import prepared  # an outer room, needed by this method alone  # noqa: PLC0415

        return prepared(self.approved, want=False, bounds=self.record.bounds_)

    @cached_property
    def changeable(self) -> Mapping[Fact[Any], int]:
        """What can be otherwise of all that the outcome, and whether there can be such a claim, depends on, with its cost."""
        costs = dict(self.changes)
        found = {v: costs.get(v, costs.get(fact, 1)) for fact in self.record.facts() for v in fact.variables}
        read = self.approved.inputs | self.allowed.inputs
        return MappingProxyType({fact: cost for fact, cost in found.items() if cost is not NONE and fact in read})

    @cached_property
    def allowed(self) -> Predicate:
        """What a claim must meet to be input."""
        from warranty_rules.analysis.changes import allowed  # as above  # noqa: PLC0415

        return allowed(self.record)

    @cached_property
    def responding(self) -> Choice[Tier | NoneSuch]:
        """The tier that responds: the first by rank that approves; ``NONE`` where none does."""
        rows = [Row[Tier | NoneSuch](tier.approves, tier) for tier in self.ranked]
        return Choice((*rows, Row(all_of(), NONE)))

    @cached_property
    def uses(self) -> Mapping[Fact[Any], tuple[Clause, ...]]:
        """The facts that can matter to a decision, in the order of their declaration, each with the clauses that read it."""
        found: dict[Fact[Any], dict[Clause, None]] = {}
        for clause, predicate in self._ruled():
            for fact in (fact.asked for condition in predicate.conditions for fact in condition.reads):
                found.setdefault(fact, {}).update({} if clause is None else {clause: None})
        for day in (self.accepted_on, *(edition.by for edition in (self.edition,) if edition)):
            found.setdefault(day, {})
        listed = {fact: tuple(sorted(found[fact], key=lambda c: self.source[c.id])) for fact in self.record.facts() if fact in found}
        return MappingProxyType(listed)

    @cached_property
    def alternatives(self) -> tuple[Alternative[RT], ...]:
        """The policy under each other reading of its terms, one at a time; none where no other is known, or its tiers were changed since."""
        return tuple(alternatives(self))

    @cached_property
    def lifting(self) -> tuple[Mapping[int | None, tuple[Alternative[RT], ...]], ...]:
        """By rank, and by place among a tier's `refusals`, the alternatives under which that rule is gone; for no place, under which any is."""
        found = [dict[int | None, tuple[Alternative[RT], ...]]() for _ in self.ranked]
        for other in self.alternatives:
            for places, (gone, _) in zip(found, other.changes, strict=False):
                for place in (*gone, *([None] if gone else [])):
                    places[place] = (*places.get(place, ()), other)
        return tuple(found)

    def _ruled(self) -> Iterator[tuple[Clause | None, Predicate]]:
        """Give every predicate with the clause it belongs to, where it is one's own."""
        for tier in self.ranked:
            yield from ((clause, when) for _, clause, when in tier.failings)
            yield from ((exclusion.clause, exclusion.when) for exclusion in tier.exclusions)
        yield from ((row.clause, when) for table in self._tables() for row, when in table.reached)

    def _tables(self) -> Iterator[Choice[Any]]:
        yield self.returns
        yield from (choice for tier in self.ranked for choice in tier.service.choices)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that decides: record, clauses, tiers, tables, calendar and readings; in hexadecimal."""
        from hashlib import sha256  # most never ask for it  # noqa: PLC0415

        content = [getattr(self, field.name) for field in attrs.fields(type(self)) if field.name not in UNDECIDING]
        return sha256(repr(_content(content)).encode()).hexdigest()

    def adjudicate(self, claim: RT) -> Decision[RT]:
        """Decide a claim.

        Args:
            claim: what is known about one reported fault of one device.

        Returns:
            The decision. Its outcome is settled; each other part is worked out when it is read.

        Raises:
            InputError: where it is no record of the class that the policy decides.
        """
        self._refuse_other(claim)
        return self._decided(claim)

    def _refuse_other(self, claim: object) -> None:
        """Refuse what is no claim."""
        if not isinstance(claim, self.record):
            raise InputError([Problem("", shown(claim), one_claim(self.record))])

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
        return map(self._decided, each(claims, self.record, "claims", one_claim(self.record)))

    def _decided(self, claim: RT) -> Decision[RT]:
        decision = Decision(self, claim)
        decision.outcome  # noqa: B018  # settled now, so that what fails fails here
        return decision

    def check(self) -> tuple[Checked[RT], ...]:
        """Decide the policy's own examples.

        Returns:
            Each example with its decision.

        Raises:
            PolicyError: where decisions are not as expected, with all of them.

        >>> from warranty_rules.policies import icenter
        >>> print(icenter.policy().check()[0])
        a used phone in its sixth month: as expected
        """
        checked = tuple(example.check(self.adjudicate(example.claim)) for example in self.examples)
        wrong = [each for each in checked if each.differs]
        if wrong:
            found = "\n".join(f"  {each}" for each in wrong)
            raise PolicyError(f"{len(wrong)} of {len(checked)} examples of {self.id} are decided otherwise; mend the rule or the example:\n{found}")
        return checked

    def lint(self) -> tuple[Note[RT], ...]:
        """Look the policy over for what does nothing, is never asked for or comes to nothing.

        >>> from warranty_rules.policies import icenter
        >>> for note in icenter.policy().lint():
        ...     print(note.severity.value, "|", note.kind.label, "|", *(clause.id for clause in note.clauses), "|", *note.facts[:1])
        note | line of a table that is never reached | S4 |
        note | line of a table that is never reached | S4 |
        note | facts that no rule uses | | reference
        note | fact that is never asked for | UR2 R1 P1 | fault.repairable
        """
        from warranty_rules.analysis.lint import notes  # an outer room, needed by this method alone  # noqa: PLC0415

        return notes(self)

    def diff(self, new: Policy[RT]) -> Changes[RT]:
        """Say what another policy changes: clauses, tables, and how claims are decided, each with a claim that shows it.

        Raises:
            PolicyError: where it decides claims of another record.

        >>> from warranty_rules.policies import icenter
        >>> for change in icenter.policy().diff(icenter.policy(icenter.Readings(card_entries="seller_and_authorized_centers"))).effects:
        ...     print(change.effect.label, "|", change.claim.card.altered_by)
        denied before, approved now | frozenset({Party.AUTHORIZED_CENTER})
        denied on other grounds | frozenset({Party.AUTHORIZED_CENTER})
        """
        from warranty_rules.analysis.diff import changes  # an outer room, needed by this method alone  # noqa: PLC0415

        return changes(self, new)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Policy) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self.record, self.digest

    def __getstate__(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in attrs.fields(Policy)}  # what was worked out is worked out anew

    def __repr__(self) -> str:
        return printable(f"<policy {self.id}, {len(self.ranked)} tiers, {len(self.exclusions)} exclusions>")

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "id", self.id
        yield "title", self.title
        yield "tiers", [*self.tiers]
        yield "exclusions", [str(exclusion.clause) for exclusion in self.exclusions]
        yield "calendar", self.calendar.id
        yield "readings", dict(self.readings)
        yield "digest", self.digest


class _Named(dict[str, T]):
    """What is looked up by a name."""

    def __getitem__(self, name: object) -> T:
        if isinstance(name, str) and name in self:
            return super().__getitem__(name)
        raise LogicError(f"the policy has no {shown(name)} here: {nearest(name, self)}")


def one_claim(record: type[Record]) -> str:
    """Say what is decided."""
    return f"one {record.__name__}; documents.read makes a tuple of them, one for each fault"


def _content(value: Any) -> object:
    """Put what a policy is made of as plain values, alike in every process: part by part, as two rules may read alike."""
    if isinstance(value, Option):
        return (value.value, value.label)
    if isinstance(value, BusinessCalendar):
        return str(value._key())  # its own idea of its content: its id does not name every day
    if isinstance(value, Fact):
        return ("fact", str(cast("object", value)))
    if is_record(value):
        return _declared(value)
    if isinstance(value, list | tuple):
        return [_content(item) for item in cast("Sequence[Any]", value)]
    if type(value) is frozenset:
        return sorted(map(_content, cast("Sequence[Any]", value)), key=repr)
    kind, plain = cast("type[object]", type(value)), cast("object", value)
    if attrs.has(kind):
        return (kind.__name__, {field.name: _content(getattr(plain, field.name)) for field in attrs.fields(kind) if field.init})
    return repr(plain) if isinstance(plain, str) else getattr(plain, "__qualname__", None) or str(plain)


def _declared(record: type[Record]) -> object:
    """Put a record as what it declares, wherever it was imported from."""
    facts = [(str(fact), type(fact.field).__name__, fact.field.accepted) for fact in record.facts()]
    return facts, _content(record.bounds_)
