"""Facts: what rules are written with. A fact is a place in a record, with comparisons that make conditions."""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from functools import cached_property, partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeGuard, TypeVar, cast

import attrs

from warranty_rules.errors import LogicError, printable, shown
from warranty_rules.predicates import Condition, Lasting, Predicate, any_of, same_predicate
from warranty_rules.values import NONE, UNKNOWN, NoneSuch, PartialSet, Unknown, is_partial, names

if TYPE_CHECKING:
    from warranty_rules.fields import Declaration, SetOf
    from warranty_rules.predicates import Demand, Freedom
    from warranty_rules.records import Record

__all__ = ["Fact", "Known", "OrNoneFact", "OrderedFact", "SetFact", "YesNoFact"]

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


@attrs.frozen(eq=False, repr=False, slots=False)
class Fact(Generic[T]):
    """A typed question about a record: ``Claim.device.market`` on the class; a plain value, not the descriptor.

    Args:
        root: the record class it belongs to.
        path: the attribute names that lead to it.
        field: its declaration.

    >>> from warranty_rules import Claim, Device, Market
    >>> Claim.device.market.question
    'What market was the device made for?'
    >>> Claim.device.market.eq(Market.ASIA)(Claim(device=Device(market=Market.EUROPE)))
    False
    """

    root: type[Record]
    path: tuple[str, ...]
    field: Declaration

    @property
    def question(self) -> str:
        """How to ask for it."""
        return self.field.question

    @property
    def stage(self) -> str:
        """Where or by whom it is found out."""
        return self.field.stage

    @property
    def asked(self) -> Fact[Any]:
        """The fact that a question is put for: for one membership, the whole set."""
        return self

    @property
    def variables(self) -> tuple[Fact[Any], ...]:
        """What can be known of it separately: for a set, each membership."""
        return (self,)

    @property
    def domain(self) -> tuple[Any, ...] | None:
        """All its values, where they can be listed."""
        return self.field.domain

    @property
    def reach(self) -> str:
        """What a rule that needs this fact can refuse, where that is less than anything."""
        return next(filter(None, (self.root.nested_[name].reach for name in self.path[:1] if name in self.root.nested_)), "")

    def gathered(self, known: Mapping[Fact[Any], Any]) -> Any:
        """Put together what is known of its variables, as a record holds it."""
        return known.get(self, UNKNOWN)

    def of(self, record: Record) -> T | Unknown:
        """Read the value, or ``UNKNOWN``, from a record.

        Raises:
            LogicError: where the record is of another class than the fact's.
        """
        value: T | Unknown = self.read(record)
        return value

    def read(self, record: Record) -> Any:
        """Read what the record holds, be it half known."""
        if not isinstance(record, self.root):
            raise LogicError(f"{self} is a fact of {self.root.__name__}: hand a {self.root.__name__}, not {shown(record)}")
        value: Any = record
        for name in self.path:
            value = getattr(value, name)
        return value

    def is_in(self, values: AbstractSet[T] | Collection[T]) -> Predicate:
        """Hold where the value is one of those given.

        Raises:
            LogicError: where one of them is no value of this fact.
        """
        if isinstance(values, str):
            raise LogicError(f"{self} is compared with several values, not with {shown(values)}: write .is_in({{...}}) or .eq(...)")
        return IsIn(self, frozenset(self._constant(value) for value in values))

    def eq(self, other: T | Fact[Any]) -> Predicate:
        """Hold where the value equals a constant or another fact's value.

        Raises:
            LogicError: where the other is neither.
        """
        return Compare(self, "is", self._operand(other))

    def ne(self, other: T | Fact[Any]) -> Predicate:
        """Hold where the value differs from a constant or another fact's value.

        Raises:
            LogicError: where the other is neither.
        """
        return Compare(self, "is not", self._operand(other))

    def _operand(self, other: object) -> object:
        if is_fact(other):
            if other.field.family is not self.field.family or other.root is not self.root:
                raise LogicError(f"{self} and {other} cannot be compared: they are not of one kind, or not of one record")
            return other
        return self._constant(other)

    def _constant(self, value: object) -> Any:
        try:
            return self.field.accept(value)
        except ValueError as error:
            raise LogicError(f"{self} is never {shown(value)}: compare it with {error}, or with another fact") from None

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if not is_fact(other):
            if isinstance(other, Predicate):
                return False
            raise LogicError(f"== compares facts by identity, not with values: write .eq({shown(other)}) for the rule")
        return False

    if TYPE_CHECKING:

        def __hash__(self) -> int: ...

    else:
        __hash__ = object.__hash__  # a record class has one of each

    def __bool__(self) -> NoReturn:
        raise LogicError(f"the fact {self} has no truth: write a condition, and compose with &, |, ~ in place of and, or, not")

    @cached_property
    def _text(self) -> str:
        return ".".join(self.path)

    def __str__(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return f"<fact {self}>"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return _fact_at, (self.root, self.path)


def _fact_at(root: type[Record], path: tuple[str, ...]) -> Fact[Any]:
    return root.fact(*path)


@attrs.frozen
class Known:
    """A fact with the value it had, known or not.

    >>> from warranty_rules import WarrantyCard
    >>> Known(WarrantyCard.present, False)
    Known(fact=<fact present>, value=False)
    """

    fact: Fact[Any]
    value: Any


class OrderedFact(Fact[T]):
    """A fact whose values have an order: a day, a number.

    >>> from warranty_rules import Claim
    >>> print((Claim.sale.contract_months > 3) & (Claim.sale.sold_on <= Claim.claimed_on))
    sale.contract_months > 3 and sale.sold_on <= claimed_on
    """

    def __lt__(self, other: T | OrderedFact[T]) -> Predicate:
        return Compare(self, "<", self._operand(other))

    def __le__(self, other: T | OrderedFact[T]) -> Predicate:
        return Compare(self, "<=", self._operand(other))

    def __gt__(self, other: T | OrderedFact[T]) -> Predicate:
        return Compare(self, ">", self._operand(other))

    def __ge__(self, other: T | OrderedFact[T]) -> Predicate:
        return Compare(self, ">=", self._operand(other))


class OrNoneFact(OrderedFact["T | NoneSuch"], Generic[T]):
    """A fact whose values have an order, where there is one; what is none is neither before nor after anything.

    It may be compared with a fact that always has a value; write it on the left.

    >>> from datetime import date
    >>> from warranty_rules import DayOrNone, Record
    >>> class Order(Record):
    ...     delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="collected")
    >>> (Order.delivered >= date(2026, 1, 1))(Order(delivered=NONE))
    False
    """

    if TYPE_CHECKING:

        def eq(self, other: T | NoneSuch | Fact[Any]) -> Predicate: ...
        def ne(self, other: T | NoneSuch | Fact[Any]) -> Predicate: ...
        def __lt__(self, other: T | NoneSuch | OrderedFact[T] | OrderedFact[T | NoneSuch]) -> Predicate: ...
        def __le__(self, other: T | NoneSuch | OrderedFact[T] | OrderedFact[T | NoneSuch]) -> Predicate: ...
        def __gt__(self, other: T | NoneSuch | OrderedFact[T] | OrderedFact[T | NoneSuch]) -> Predicate: ...
        def __ge__(self, other: T | NoneSuch | OrderedFact[T] | OrderedFact[T | NoneSuch]) -> Predicate: ...


class YesNoFact(Fact[bool], Condition):
    """A fact that is a condition by itself.

    >>> from warranty_rules import Claim
    >>> print(Claim.device.portable & ~Claim.fault.body_worn)
    device.portable and not fault.body_worn
    """

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self,)

    @property
    def inputs(self) -> AbstractSet[Fact[Any]]:
        return frozenset({self})

    @property
    def freedom(self) -> Freedom:
        return ({}, (self,)) if self in self.root.bounds_.inputs else ({self: (True, False)}, ())

    def holds(self, *values: Any, **none: Any) -> bool:
        return values[0] is True

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        return ()


@attrs.frozen(eq=False, repr=False, slots=False)
class Member(YesNoFact):
    """Whether one thing is in a set: a yes/no fact of its own."""

    member: Enum

    @property
    def asked(self) -> Fact[Any]:
        return self.root.fact(*self.path)

    @property
    def domain(self) -> tuple[Any, ...]:
        return (False, True)

    def read(self, record: Record) -> Any:
        value = super().read(record)
        if value is UNKNOWN:
            return UNKNOWN
        if is_partial(value):
            return True if self.member in value.yes else False if self.member in value.no else UNKNOWN
        return self.member in value

    def _constant(self, value: object) -> Any:
        if value is True or value is False:
            return value
        raise LogicError(f"{self} is never {shown(value)}: compare it with True or False")

    @cached_property
    def _text(self) -> str:
        return f"{super()._text} has {self.member.value}"

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[object, ...]]:
        return _member_at, (self.root, self.path, self.member)


def _member_at(root: type[Record], path: tuple[str, ...], member: Enum) -> Fact[Any]:
    fact = root.fact(*path)
    return cast("SetFact[Enum]", fact).has(member)


@attrs.frozen(eq=False, repr=False, slots=False)
class SetFact(Fact["AbstractSet[E]"], Generic[E]):
    """A fact that is a set: a family of yes/no facts, one for each thing that may be in it.

    >>> from warranty_rules import Cause, Claim, Fault
    >>> wet = Claim.fault.causes.has(Cause.LIQUID)
    >>> wet(Claim(fault=Fault(causes={Cause.DUST}))), wet(Claim())
    (False, UNKNOWN)
    """

    _members: dict[object, Member] = attrs.field(init=False, default=attrs.Factory(lambda self: self._each(), takes_self=True))

    def _each(self) -> dict[object, Member]:
        field = cast("SetOf[E]", self.field)  # set facts come from SetOf alone
        return {m: Member(self.root, self.path, field, m) for m in field.members}

    @property
    def members(self) -> tuple[Member, ...]:
        """Its memberships, one yes/no fact for each thing that can be in the set."""
        return tuple(self._members.values())

    @property
    def variables(self) -> tuple[Fact[Any], ...]:
        return self.members

    def gathered(self, known: Mapping[Fact[Any], Any]) -> Any:
        held = [(m.member, known.get(m, UNKNOWN)) for m in self.members]
        yes, no = (frozenset[Any](member for member, value in held if value is truth) for truth in (True, False))
        return PartialSet(yes, no) if yes or no else UNKNOWN

    def has(self, member: E) -> YesNoFact:
        """Give the yes/no fact whether a thing is in the set.

        Raises:
            LogicError: where it is not one of the things that can be.
        """
        try:
            return self._members[member]
        except (KeyError, TypeError):
            raise LogicError(f"{self} never has {shown(member)}: {self.field.accepted}") from None

    def has_any(self, members: Iterable[E]) -> Predicate:
        """Hold where one of the things is in the set; the rule lists them in the order of their declaration.

        Raises:
            LogicError: where one is not among those that can be.
        """
        wanted = {self.has(member) for member in members}
        return any_of(membership for membership in self.members if membership in wanted)

    def _constant(self, value: object) -> Any:
        if is_partial(value):
            raise LogicError(f"{self} is compared with whole sets, not with {shown(value)}: write .has(...) for each member")
        return super()._constant(value)

    def of(self, record: Record) -> AbstractSet[E] | Unknown:
        value = self.read(record)
        return UNKNOWN if is_partial(value) else value


def is_fact(value: object) -> TypeGuard[Fact[Any]]:
    """Tell whether a value is a fact."""
    return isinstance(value, Fact)


def is_set_fact(value: object) -> TypeGuard[SetFact[Any]]:
    """Tell whether a value is a set fact."""
    return isinstance(value, SetFact)


COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "is": operator.eq,
        "is not": operator.ne,
        "<": operator.lt,
        "<=": operator.le,
        ">": operator.gt,
        ">=": operator.ge,
    }
)


def _where_there_are(test: Callable[[Any, Any], bool], one: object, other: object) -> bool:
    return one is not NONE and other is not NONE and test(one, other)


@attrs.frozen(eq=False, repr=False, slots=False)
class Compare(Lasting):
    """A fact beside a constant or another fact."""

    fact: Fact[Any]
    word: str
    other: Any
    _test: Callable[[Any, Any], bool] = attrs.field(init=False, default=attrs.Factory(lambda self: self._comparison(), takes_self=True))

    def _comparison(self) -> Callable[[Any, Any], bool]:
        test = COMPARISONS[self.word]
        if self.word in {"is", "is not"} or not any(isinstance(fact, OrNoneFact) for fact in self.reads):
            return test
        return partial(_where_there_are, test)

    @cached_property
    def _reads(self) -> tuple[Fact[Any], ...]:
        return (self.fact, self.other) if is_fact(self.other) else (self.fact,)

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self._reads

    def holds(self, *values: Any, **none: Any) -> bool:
        return self._test(values[0], values[1] if len(values) > 1 else self.other)

    def crosses(self, other: Condition) -> bool:
        return not isinstance(other, Compare)  # two turn where their facts are equal, wherever that is

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        if not is_fact(self.other):
            return around(self.other)
        return [near for value in given(self.other if fact == self.fact else self.fact) for near in around(value)]

    def demands(self, want: bool) -> tuple[Callable[[Iterable[bool]], bool], tuple[Demand, ...]]:
        """Put "is not" as "is" the other way round, so that the two are seen to contradict each other."""
        return (all, ((Compare(self.fact, "is", self.other), not want),)) if self.word == "is not" else super().demands(want)

    def __str__(self) -> str:
        return f"{self.fact} {self.word} {said(self.other)}"

    def __reduce__(self) -> tuple[type[Compare], tuple[object, ...]]:
        return type(self), (self.fact, self.word, self.other)  # and nothing that was worked out: a hash is another process's

    def _key(self) -> tuple[object, ...]:
        return self.fact, self.word, is_fact(self.other), self.other

    def __eq__(self, other: object) -> bool:
        return same_predicate(self, Compare._key, other)

    @cached_property
    def _hash(self) -> int:
        return hash((self.fact, self.word, self.other))

    def __hash__(self) -> int:
        return self._hash


@attrs.frozen(eq=False, repr=False, slots=False)
class IsIn(Lasting):
    """A fact whose value is one of several."""

    fact: Fact[Any]
    values: frozenset[Any]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.fact,)

    def holds(self, *values: Any, **none: Any) -> bool:
        return values[0] in self.values

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        return [near for value in self.values for near in around(value)]

    def __str__(self) -> str:
        return f"{self.fact} is in {{{', '.join(sorted(map(said, self.values)))}}}"

    def __reduce__(self) -> tuple[type[IsIn], tuple[object, ...]]:
        return type(self), (self.fact, self.values)

    def _key(self) -> tuple[object, ...]:
        return self.fact, self.values

    def __eq__(self, other: object) -> bool:
        return same_predicate(self, IsIn._key, other)

    @cached_property
    def _hash(self) -> int:
        return hash((self.fact, self.values))

    def __hash__(self) -> int:
        return self._hash


def around(value: object) -> tuple[Any, ...]:
    """Give a value and, where it has neighbors, the one before and the one after."""
    if isinstance(value, date):
        return tuple(date.fromordinal(min(max(value.toordinal() + days, 1), date.max.toordinal())) for days in (-1, 0, 1))
    if isinstance(value, int) and not isinstance(value, bool):
        return (value - 1, value, value + 1)
    return (value,)


def said(value: object) -> str:
    """Write a constant of a rule as its code."""
    if isinstance(value, frozenset):
        return printable(f"{{{names(cast('frozenset[Enum]', value))}}}")
    return printable(str(value.value) if isinstance(value, Enum) else str(value))
