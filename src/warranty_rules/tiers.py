"""Tiers of cover: who is entitled, how long each runs, what excludes it, and the service it gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any, Generic, TypeAlias, TypeVar

import attrs

from warranty_rules.clauses import CITED, Clause, Exclusion
from warranty_rules.clocks import Window
from warranty_rules.compiling import Program
from warranty_rules.completions import Truths
from warranty_rules.errors import PolicyError, must_be, paired, printable, shown
from warranty_rules.facts import Fact, OrderedFact
from warranty_rules.periods import Start, Term, expired, not_yet
from warranty_rules.predicates import RULE, Predicate, all_of, any_of
from warranty_rules.records import Record
from warranty_rules.values import UNKNOWN, Option, Unknown

__all__ = ["Choice", "Chosen", "NoWindow", "Remedy", "Requirement", "Row", "Service", "State", "Stated", "Tier", "always"]

V = TypeVar("V")


@attrs.frozen
class Row(Generic[V]):
    """One line of a choice: when it applies, what it gives, and the clause that says so.

    >>> from warranty_rules import Claim
    >>> Row(Claim.fault.repairable, "repair").value
    'repair'
    """

    when: Predicate = attrs.field(validator=RULE)
    value: V
    clause: Clause | None = attrs.field(default=None, validator=must_be(Clause | None, "a Clause, or None"))


@attrs.frozen
class Chosen(Generic[V]):
    """What a choice comes to.

    Args:
        value: the value, or ``UNKNOWN`` while several are possible.
        clauses: the clauses behind the lines that can still apply.

    >>> from warranty_rules import Claim
    >>> Choice((Row(Claim.fault.repairable, "repair"), Row(all_of(), "replacement"))).of(Claim())
    Chosen(value=UNKNOWN, clauses=())
    """

    value: V | Unknown
    clauses: tuple[Clause, ...] = ()


def _listed(given: Mapping[Any, V] | tuple[tuple[tuple[V, ...], V], ...]) -> tuple[tuple[tuple[V, ...], V], ...]:
    return paired(given, "open cases are a mapping of two or more values of the lines, in their order, to what is chosen then")


@attrs.frozen(slots=False)
class Choice(Generic[V]):
    """An ordered table: the value of the first line that applies.

    Args:
        rows: the lines; the last applies always.
        when_open: a value for the case that the facts leave several values possible, such as "repair first"; ``UNKNOWN``: none.
        open_cases: values for some such cases, by the values that are still possible, in the order of the lines.

    Raises:
        PolicyError: where there is no line, or the values of an open case are not those of several lines, in their order.

    >>> from warranty_rules import Claim
    >>> remedy = Choice(
    ...     (Row(Claim.fault.repairable, "repair"), Row(Claim.sale.sold_here, "renewal"), Row(all_of(), "refund")),
    ...     open_cases={("renewal", "refund"): "renewal, or a refund"},
    ... )
    >>> remedy.of(Claim()).value, remedy.of(Claim().learn(Claim.fault.repairable, False)).value
    (UNKNOWN, 'renewal, or a refund')
    """

    rows: tuple[Row[V], ...] = attrs.field(validator=must_be(Row, "a Row(when, value)", of="rows"))
    when_open: V | Unknown = UNKNOWN
    open_cases: tuple[tuple[tuple[V, ...], V], ...] = attrs.field(default=(), converter=_listed)

    def __attrs_post_init__(self) -> None:
        if not self.rows:
            raise PolicyError("a choice has a line at least: Row(all_of(), value) always applies")
        known = list(dict.fromkeys(row.value for row in self.rows))
        for values, _ in self.open_cases:
            if len(values) < 2 or [value for value in known if value in values] != list(values):
                raise PolicyError(f"an open case is two or more values of the lines, in their order; got {shown(values)}")

    def _while_open(self, values: Sequence[V]) -> V | Unknown:
        """Give the value for the case that several values are possible."""
        return dict(self.open_cases).get(tuple(values), self.when_open)

    @cached_property
    def reached(self) -> tuple[tuple[Row[V], Predicate], ...]:
        """Each line with the predicate that it is the first to apply."""
        return tuple((row, all_of([~earlier.when for earlier in self.rows[:i]], row.when)) for i, row in enumerate(self.rows))

    @cached_property
    def cases(self) -> tuple[tuple[V, Predicate], ...]:
        """Each value with the predicate that it is the one chosen."""
        values = list(dict.fromkeys(row.value for row in self.rows))
        return tuple((value, any_of(when for row, when in self.reached if row.value == value)) for value in values)

    @property
    def rules(self) -> tuple[Predicate, ...]:
        """When each line is the first that applies, and when each value is chosen."""
        return (*(when for _, when in self.reached), *(when for _, when in self.cases))

    @cached_property
    def _program(self) -> Program:
        return Program(self.rules)

    def possible(self, truths: Truths) -> list[V]:
        """List the values that can be chosen, by what its rules come to."""
        return [value for value, when in self.cases if truths.possible(when)]

    def chosen(self, truths: Truths) -> Chosen[V]:
        """Choose exactly, by what its rules come to: a value wherever every completion agrees on it."""
        values = self.possible(truths)
        clauses = dict.fromkeys(row.clause for row, when in self.reached if row.clause and truths.possible(when))
        return Chosen(values[0] if len(values) == 1 else self._while_open(values), tuple(clauses))

    def needed(self, truths: Truths) -> tuple[Fact[Any], ...]:
        """Find the facts that any of its values hangs on, by what its rules come to."""
        return tuple(dict.fromkeys(fact for _, when in self.cases for fact in truths.relevant(when)))

    def of(self, record: Record) -> Chosen[V]:
        """Choose for a record, exactly: a value wherever every completion agrees on it."""
        return self.chosen(Truths(self._program, record))


def always(value: V, clause: Clause | None = None) -> Choice[V]:
    """Make a choice of one value, whatever the facts.

    >>> from warranty_rules import Claim
    >>> always("repair").of(Claim()).value
    'repair'
    """
    return Choice((Row(all_of(), value, clause),))


CHOSEN = must_be(Choice, "a Choice, such as always(value)")


class Stated(Option):
    """The value for what the terms do not say.

    >>> from warranty_rules import Claim
    >>> always(Stated.NOT_STATED).of(Claim()).value.label
    'not stated'
    """

    NOT_STATED = "not_stated", "not stated"


class NoWindow(Option):
    """Why there is no window of business days.

    >>> from warranty_rules import Claim
    >>> always(NoWindow.NOT_PROMISED).of(Claim()).value.label
    'no time promised'
    """

    INDIVIDUALLY_AGREED = "individually_agreed", "time individually agreed"
    NOT_PROMISED = "not_promised", "no time promised"


@attrs.frozen
class Remedy:
    """What is done for the customer.

    Args:
        value: its code.
        label: its words.
        free: whether the repair is said to be free.
        replacement: the kind of replacement, where the terms state it.

    >>> Remedy("repair", "free repair", free=True).replacement  # nothing is said of one
    Stated.NOT_STATED
    """

    value: str
    label: str
    free: bool | Stated = Stated.NOT_STATED
    replacement: str | Stated = Stated.NOT_STATED


AnyWindow: TypeAlias = "Window | NoWindow"


@attrs.frozen(slots=False)
class Service:
    """The service of a tier, each part a choice.

    Args:
        provider: who works on the device.
        remedy: repair, replacement, or the one and then the other.
        payer: who pays for sending the device there.
        loaner: whether another device is lent meanwhile.
        window: the time promised, in business days from the day of acceptance.

    >>> from warranty_rules.policies import icenter
    >>> service = icenter.policy().tiers["new"].service
    >>> [(str(row.when), row.value.label) for row in service.provider.rows[1:]]
    [('always', "the manufacturer's official service center")]
    """

    provider: Choice[Option] = attrs.field(validator=CHOSEN)
    remedy: Choice[Remedy] = attrs.field(validator=CHOSEN)
    payer: Choice[Option] = attrs.field(validator=CHOSEN)
    loaner: Choice[bool] = attrs.field(validator=CHOSEN)
    window: Choice[AnyWindow] = attrs.field(validator=CHOSEN)

    @property
    def choices(self) -> tuple[Choice[Any], ...]:
        """All five, in this order."""
        return (self.provider, self.remedy, self.payer, self.loaner, self.window)

    @cached_property
    def program(self) -> Program:
        """The rules of all five, compiled together."""
        return Program(rule for choice in self.choices for rule in choice.rules)


@attrs.frozen
class Requirement:
    """A clause that a claim must meet to be entitled to a tier.

    >>> from warranty_rules.policies import icenter
    >>> [(requirement.clause.id, str(requirement.when)) for requirement in icenter.policy().tiers["extended-12-month"].requirements]
    [('G0', 'sale.sold_here'), ('N3', 'sale.extended_plan')]
    """

    clause: Clause = attrs.field(validator=CITED)
    when: Predicate = attrs.field(validator=RULE)


class State(Option):
    """How a tier stands to a claim: the first that applies.

    >>> from warranty_rules import Claim, Sale
    >>> from warranty_rules.policies import icenter
    >>> tiers = icenter.policy().tiers
    >>> tiers["new"].state.of(Claim(sale=Sale.used())).value is State.OTHER_GOODS
    True
    """

    OTHER_GOODS = "other_goods"
    NOT_ENTITLED = "not_entitled"
    NOT_YET = "not_yet"
    EXPIRED = "expired"
    EXCLUDED = "excluded"
    IN_FORCE = "in_force"


@attrs.frozen(slots=False, repr=False)
class Tier:
    """A cover.

    Args:
        id: its name in code, such as ``"used"``.
        name: its name in words.
        clause: the clause that grants it and says how long it runs.
        goods: the goods it is for.
        requirements: what else entitles to it.
        when: the day that must lie within its term.
        start: the day its term runs from; `otherwise` makes one that falls back on another.
        term: how long it runs.
        exclusions: what excludes it, in source order.
        obligor: who owes it.
        service: what it gives.

    >>> from warranty_rules.policies import icenter
    >>> tier = icenter.policy().tiers["used"]
    >>> print(tier.clause, "|", tier.goods, "|", tier.term, "|", tier.start)
    UR1 free repair of used goods | sale.goods is used | sale.contract_months months | sale.sold_on
    """

    id: str
    name: str
    clause: Clause = attrs.field(validator=CITED)
    goods: Predicate = attrs.field(validator=RULE)
    requirements: tuple[Requirement, ...] = attrs.field(validator=must_be(Requirement, "a Requirement(clause, when)", of="requirements"))
    when: OrderedFact[date]
    start: Start
    term: Term
    exclusions: tuple[Exclusion, ...] = attrs.field(validator=must_be(Exclusion, "an Exclusion(clause, when)", of="exclusions"))
    obligor: Option = attrs.field(validator=must_be(Option, "a member of an Option"))
    service: Service = attrs.field(validator=must_be(Service, "a Service(provider, remedy, payer, loaner, window)"))

    @cached_property
    def failings(self) -> tuple[tuple[State, Clause, Predicate], ...]:
        """Why it may not be in force, in the order of the states: the state, the clause that fails, and when."""
        return (
            (State.OTHER_GOODS, self.clause, ~self.goods),
            *((State.NOT_ENTITLED, r.clause, ~r.when) for r in self.requirements),
            (State.NOT_YET, self.clause, not_yet(self.when, self.start, self.term)),
            (State.EXPIRED, self.clause, expired(self.when, self.start, self.term)),
        )

    @cached_property
    def in_force(self) -> Predicate:
        """Entitled, and claimed within the term."""
        return all_of(~when for _, _, when in self.failings)

    @cached_property
    def refusals(self) -> tuple[Predicate, ...]:
        """All that keeps it from approving, which it does where none of them holds."""
        return (*(when for _, _, when in self.failings), *(exclusion.when for exclusion in self.exclusions))

    @cached_property
    def excluded(self) -> Predicate:
        """Any of its exclusions holds."""
        return any_of(exclusion.when for exclusion in self.exclusions)

    @cached_property
    def approves(self) -> Predicate:
        """In force, and nothing excludes it."""
        return approval((self,))

    @cached_property
    def state(self) -> Choice[State]:
        """How it stands to a claim."""
        rows = [Row(when, state) for state, _, when in self.failings]
        return Choice((*rows, Row(self.excluded, State.EXCLUDED), Row(all_of(), State.IN_FORCE)))

    def predicates(self) -> Iterable[Predicate]:
        """All predicates in it."""
        yield self.approves
        for choice in self.service.choices:
            yield from (row.when for row in choice.rows)

    def __repr__(self) -> str:
        return printable(f"<tier {self.id}, {len(self.exclusions)} exclusions>")

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "id", self.id
        yield "name", self.name
        yield "clause", str(self.clause)
        yield "requirements", [str(requirement.clause) for requirement in self.requirements]
        yield "term", f"{self.term} from {self.start}"
        yield "exclusions", [exclusion.clause.id for exclusion in self.exclusions]
        yield "obligor", self.obligor.label


def approval(tiers: Sequence[Tier]) -> Predicate:
    """Any of some tiers is in force and nothing excludes it; they must share their exclusions, which are thus written once."""
    return any_of(tier.in_force for tier in tiers) & ~tiers[0].excluded
