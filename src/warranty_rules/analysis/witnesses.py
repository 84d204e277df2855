"""Claims that show something: complete, valid on input, and different from a plain one in no fact that need not be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import singledispatch
from typing import Any, cast

import attrs

from warranty_rules.completions import Known, solution
from warranty_rules.errors import LogicError
from warranty_rules.facts import Fact, Member, around
from warranty_rules.fields import EARLIEST, LATEST, AnyDay, Code, Declaration, Text, Whole
from warranty_rules.policy import Policy
from warranty_rules.predicates import Condition, Demand, Predicate
from warranty_rules.records import RT, Record, assembled
from warranty_rules.values import UNKNOWN


@attrs.frozen
class Accepted(Condition):
    """The value of a fact is one that input takes."""

    fact: Fact[Any]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.fact,)

    def holds(self, *values: Any, **none: Any) -> bool:
        try:
            self.fact.field.accept(*values)
        except ValueError:
            return False
        return True

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        return [near for value in (*ends(self.fact.field), *(() if fact.field.ordered else fact.field.samples)) for near in around(value)]


@singledispatch
def ends(field: Declaration) -> Iterable[Any]:
    """List values beside which a field begins or ceases to take them, or that it takes among many that it does not."""
    return ()


@ends.register(AnyDay)
def _(field: AnyDay[Any, Any]) -> Iterable[Any]:
    return (EARLIEST, LATEST)


@ends.register
def _(field: Whole) -> Iterable[Any]:
    return (field.least, field.most)


@ends.register
def _(field: Code) -> Iterable[Any]:
    return field.form.examples


@ends.register
def _(field: Text) -> Iterable[Any]:
    return ("another",)


def plain(record: type[Record]) -> Known:
    """Give every variable of a record its clean value or, where it has none, its first sample; no two facts one number of a thing.

    Raises:
        LogicError: where a fact has neither.
    """
    found: dict[Fact[Any], Any] = {}
    for fact in (variable for each in record.facts() for variable in each.variables):
        found[fact] = _plain(fact, [*found.values()] if isinstance(fact.field, Code) else [])
    return found


def _plain(fact: Fact[Any], taken: Sequence[Any]) -> Any:
    clean = cast("Any", fact.field.clean)
    if clean is not UNKNOWN:
        return fact.member in clean if isinstance(fact, Member) else clean
    values = fact.domain or fact.field.samples
    if not values:
        raise LogicError(f"{type(fact.field).__name__} says no value that {fact} may have: define its property samples")
    return next((value for value in values if value not in taken), values[0])


def _rules(record: type[Record], place: Any) -> Iterator[Predicate]:
    """Give the constraints of a record and of those within it, as seen from a place of the root."""
    constraints: Any = record.constraints
    yield from (constraint.rule for constraint in constraints.__func__(place))
    for name, nested in record.nested_.items():
        yield from _rules(nested.record, getattr(place, name))


def valid(record: type[Record], wants: Sequence[Demand]) -> list[Demand]:
    """Add to wants that the record be one that input takes."""
    rules = [*_rules(record, record)]
    read = dict.fromkeys(fact for predicate in (*(want[0] for want in wants), *rules) for fact in predicate.inputs if fact.domain is None)
    return [*wants, *((rule, True) for rule in (*rules, *map(Accepted, read)))]


def shown(record: type[Record], wants: Sequence[Demand], base: Known) -> bool:
    """Tell whether some valid record meets wants; first with all as in a base but what the first of them reads."""
    wanted = valid(record, wants)
    near = ({fact: value for fact, value in base.items() if fact not in predicate.inputs} for predicate, _ in wants[:1])
    return any(solution(wanted, values) is not None for values in (*near, {}))


def nearest(record: type[RT], tries: Iterable[Sequence[Demand]], base: Known) -> RT | None:
    """Find a complete and valid record that meets one of several wants; nothing where there is none.

    No fact in which it differs from the base could be turned back, whatever the others that differ were.
    """
    wanted = [valid(record, wants) for wants in tries]
    values = _first(wanted, base) or _first(wanted, {})
    if values is None:
        return None
    found, needed = {**base, **values}, list[Fact[Any]]()
    left = [fact for fact in base if found[fact] != base[fact]]
    while left:
        fact, *left = left
        values = _first(wanted, {other: value for other, value in base.items() if other not in needed and other not in left})
        if values is None:
            needed.append(fact)
        else:
            found = {**base, **values}
            left = [other for other in left if found[other] != base[other]]
    return assembled(record, found)


def _first(wanted: Iterable[Sequence[Demand]], values: Known) -> Known | None:
    return next((found for wants in wanted if (found := solution(wants, values)) is not None), None)


def approved(*policies: Policy[Any]) -> Known:
    """Find the plain values with which policies approve: all of them, else the first that can."""
    record, base = policies[0].record, plain(policies[0].record)
    both = [[(tier.approves, True), *((p.approved, True) for p in policies[1:])] for tier in policies[0].ranked]
    one = [[(tier.approves, True)] for policy in policies for tier in policy.ranked]
    found = nearest(record, both, base) or nearest(record, one, base)
    return base if found is None else {fact: fact.of(found) for fact in base}


def differing(record: Record, base: Mapping[Fact[Any], Any]) -> tuple[Fact[Any], ...]:
    """List the facts in which a complete record differs from a base, a set once."""
    return tuple(dict.fromkeys(fact.asked for fact, value in base.items() if fact.of(record) != value))
