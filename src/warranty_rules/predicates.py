"""Predicates: conditions on facts composed with ``&``, ``|``, ``~``, true, false or unknown.

A predicate is frozen data. What is done with it (evaluate, find the reasons, write it down) is an
`Algebra` of four small operations that the predicate is folded with; a new use adds an algebra and
touches nothing here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cached_property
from operator import is_
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeAlias, TypeVar

import attrs

from warranty_rules.errors import LogicError, PolicyError, must_be, printable, shortened, shown
from warranty_rules.values import UNKNOWN, Displayed, Truth

if TYPE_CHECKING:
    from warranty_rules.compiling import Program
    from warranty_rules.explanations import Explanation
    from warranty_rules.facts import Fact
    from warranty_rules.records import Record

__all__ = ["Algebra", "Condition", "Predicate", "all_of", "any_of"]

MOST_DEPTH = 100
LONGEST_REPR = 240

NOTHING: Mapping[Fact[Any], Any] = MappingProxyType({})

T = TypeVar("T")
Lookup: TypeAlias = "Callable[[Fact[Any]], Any]"
Demand: TypeAlias = "tuple[Predicate, bool]"
Freedom: TypeAlias = "tuple[Mapping[Fact[Any], tuple[Any, Any]], tuple[Fact[Any], ...]]"


class Algebra(ABC, Generic[T]):
    """What one use of predicates makes of each kind of node; parts arrive lazily, in order.

    >>> from warranty_rules import Claim
    >>> class Size(Algebra[int]):
    ...     def test(self, condition):
    ...         return 1
    ...
    ...     def all(self, parts):
    ...         return sum(parts)
    ...
    ...     any = all
    ...
    ...     def negate(self, part):
    ...         return part
    >>> (Claim.card.present & ~(Claim.fault.body_worn | Claim.fault.repairable)).fold(Size())
    3
    """

    @abstractmethod
    def test(self, condition: Condition) -> T:
        """Make something of a single condition."""

    @abstractmethod
    def all(self, parts: Iterable[T]) -> T:
        """Make something of parts that must all hold; of no parts, of what always holds."""

    @abstractmethod
    def any(self, parts: Iterable[T]) -> T:
        """Make something of parts one of which must hold; of no parts, of what never holds."""

    @abstractmethod
    def negate(self, part: T) -> T:
        """Make something of a part that must not hold."""


class Predicate(Displayed, ABC):
    """A typed, immutable, three-valued statement about a record.

    Call it with a record to get ``True``, ``False`` or ``UNKNOWN`` by Kleene's tables. Compose with
    ``&``, ``|``, ``~``. It has no truth of its own, so ``and``, ``or``, ``not``, ``if`` raise.

    >>> from warranty_rules import Claim, WarrantyCard
    >>> rule = Claim.card.present & ~Claim.fault.body_worn
    >>> print(rule)
    card.present and not fault.body_worn
    >>> rule(Claim(card=WarrantyCard(present=False))), rule(Claim(card=WarrantyCard(present=True)))
    (False, UNKNOWN)
    """

    __slots__ = ()

    @abstractmethod
    def fold(self, algebra: Algebra[T]) -> T:
        """Fold the predicate with an algebra, leaves first."""

    @property
    @abstractmethod
    def depth(self) -> int:
        """How deep the predicate nests; a condition is 1."""

    @property
    @abstractmethod
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions in it, in order, with repetitions."""

    @property
    @abstractmethod
    def inputs(self) -> AbstractSet[Fact[Any]]:
        """What it reads that can be known separately: of a set, each membership."""

    @property
    def freedom(self) -> Freedom:
        """What it reads in one place and one way, with the best value for its truth and the worst; and whatever else it reads."""
        return freedom(self)

    def towards(self, want: bool, record: Record) -> Truth:
        """Evaluate, with what is free of all that is open as it is best for the truth that is wanted."""
        return self(record)

    def left(self, record: Record, want: bool | None = None) -> Predicate:
        """Put in what is known, as `residue`; and, of what is free and open, what is best for a truth that is wanted."""
        return residue(self, lambda fact: fact.of(record))

    @abstractmethod
    def demands(self, want: bool) -> tuple[Callable[[Iterable[bool]], bool], tuple[Demand, ...]]:
        """Say which truths of its parts give it the truth wanted: ``all`` or ``any`` of those listed."""

    def __call__(self, record: Record) -> Truth:
        """Evaluate over a record, unknown facts included.

        Raises:
            LogicError: where a fact belongs to another record.
        """
        return evaluate(self, lambda fact: fact.of(record))

    def explain(self, record: Record) -> Explanation:
        """Say what becomes of each of its parts for a record; errors as for a call.

        >>> from warranty_rules import WarrantyCard
        >>> print((~WarrantyCard.present).explain(WarrantyCard(present=False)))
        true     not
        false      present: the warranty card is lost
        """
        from warranty_rules.explanations import explanation  # it is made of predicates  # noqa: PLC0415

        return explanation(self, record)

    def __and__(self, other: Predicate) -> Predicate:
        return all_of(self, other)

    def __or__(self, other: Predicate) -> Predicate:
        return any_of(self, other)

    def __invert__(self) -> Predicate:
        return Negation((self,))

    def __bool__(self) -> NoReturn:
        raise LogicError(
            "a predicate has no truth by itself: compose with &, |, ~ in place of and, or, not; "
            "write (a <= x) & (x <= b) in place of a <= x <= b; call predicate(claim) for its truth"
        )

    def __str__(self) -> str:
        return printable(self.fold(Notation())[0])

    def __repr__(self) -> str:
        return f"<{shortened(str(self), LONGEST_REPR)}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "formula", str(self)


def same_predicate(one: Predicate, key: Callable[[Any], object], other: object) -> bool:
    """Compare by structure, and refuse what is no predicate."""
    if one is other:
        return True
    if not isinstance(other, Predicate):
        raise LogicError(f"== compares predicates by structure, not with {shown(other)}: use .eq(value), or call predicate(claim)")
    return type(one) is type(other) and key(one) == key(other)


class Condition(Predicate):
    """An atomic test on facts, handed their values once all of them are known.

    Subclass it with ``@attrs.frozen`` for a test of one's own: give `reads` and `holds`, and `turns`
    where a fact read has endlessly many values (numbers, dates, texts).

    >>> import attrs
    >>> from warranty_rules import Claim, WarrantyCard
    >>> from warranty_rules.facts import Fact
    >>> @attrs.frozen
    ... class Differ(Condition):
    ...     one: Fact[str]
    ...     other: Fact[str]
    ...
    ...     @property
    ...     def reads(self):
    ...         return self.one, self.other
    ...
    ...     def holds(self, one, other):
    ...         return one != other
    ...
    ...     def turns(self, fact, given):
    ...         return given(self.other if fact == self.one else self.one)
    >>> differ = Differ(Claim.card.serial, Claim.device.serial)
    >>> differ(Claim(card=WarrantyCard(serial="F2LX1234")))
    UNKNOWN
    """

    __slots__ = ()

    @property
    @abstractmethod
    def reads(self) -> tuple[Fact[Any], ...]:
        """The facts it reads, in the order in which `holds` takes their values."""

    @abstractmethod
    def holds(self, *values: Any, **none: Any) -> bool:
        """Test the values of the facts read; every one is known."""

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        """List values of a fact that stand for all others: the last before and the first after each turn.

        Args:
            fact: one of the facts read, with endlessly many values.
            given: the values to reckon with for each other fact read: the known one, or a few.

        Raises:
            PolicyError: where a condition of one's own reads such a fact and does not override this.
        """
        raise PolicyError(
            f"{type(self).__name__} reads {fact}, which has endlessly many values: define its method "
            "turns(fact, given) to list the values at which the condition turns"
        )

    def crosses(self, other: Condition) -> bool:
        """Tell whether it depends on the values of the facts that both read which of the two turns first; if in doubt, it does."""
        return True

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.test(self)

    @property
    def depth(self) -> int:
        return 1

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return (self,)

    @property
    def inputs(self) -> AbstractSet[Fact[Any]]:
        return {variable for fact in self.reads for variable in fact.variables}

    def demands(self, want: bool) -> tuple[Callable[[Iterable[bool]], bool], tuple[Demand, ...]]:
        return all, ()

    def __str__(self) -> str:
        kind = type(self)
        names = [a.name for a in attrs.fields(kind)] if attrs.has(kind) else vars(self)
        return f"{kind.__name__}({', '.join(f'{name} {getattr(self, name)}' for name in names)})"


class Lasting(Condition):
    """A condition that keeps what it has found out about itself."""

    @cached_property
    def _inputs(self) -> AbstractSet[Fact[Any]]:
        return frozenset(super().inputs)

    @property
    def inputs(self) -> AbstractSet[Fact[Any]]:
        return self._inputs


@attrs.frozen(eq=False, repr=False, slots=False)
class Compound(Predicate):
    """Several predicates under one connective."""

    parts: tuple[Predicate, ...]

    def __attrs_post_init__(self) -> None:
        if self.depth > MOST_DEPTH:
            raise PolicyError(f"predicates nest at most {MOST_DEPTH} deep: build wide ones with all_of(...) or any_of(...)")

    @cached_property
    def _once(self) -> tuple[int, tuple[Condition, ...]]:
        depth = 1 + max((part.depth for part in self.parts), default=0)
        return depth, tuple(c for part in self.parts for c in part.conditions)

    @property
    def depth(self) -> int:
        return self._once[0]

    @property
    def conditions(self) -> tuple[Condition, ...]:
        return self._once[1]

    @cached_property
    def _inputs(self) -> AbstractSet[Fact[Any]]:
        return frozenset[Any]().union(*(part.inputs for part in self.parts))

    @property
    def inputs(self) -> AbstractSet[Fact[Any]]:
        return self._inputs

    @cached_property
    def _program(self) -> Program:
        return _program((self,))

    def __call__(self, record: Record) -> Truth:
        return self._program.run(record)[0]

    @cached_property
    def _freedom(self) -> Freedom:
        return freedom(self)

    @property
    def freedom(self) -> Freedom:
        return self._freedom

    @cached_property
    def _supposing(self) -> tuple[Program, Program]:
        best, worst = self._suppositions
        return _program((self,), best), _program((self,), worst)

    @cached_property
    def _suppositions(self) -> tuple[Mapping[Fact[Any], Any], Mapping[Fact[Any], Any]]:
        """What to suppose of what is free and open: what is best for its truth, and what is worst."""
        best, worst = ({fact: ways[i] for fact, ways in self.freedom[0].items()} for i in (0, 1))
        return best, worst

    def towards(self, want: bool, record: Record) -> Truth:
        return self._supposing[not want].run(record)[0]

    @cached_property
    def _nodes(self) -> tuple[Program, Program, Program]:
        """It and all its parts, compiled together: as they are, and for the best and the worst that what is free can do."""
        found, stack = dict[int, Predicate](), list[Predicate]([self])
        while stack:
            node = stack.pop()
            if id(node) not in found:
                found[id(node)] = node
                stack += node.parts if isinstance(node, Compound) else ()
        as_it_is, best, worst = (_program(found.values(), supposed) for supposed in (NOTHING, *self._suppositions))
        return as_it_is, best, worst

    def left(self, record: Record, want: bool | None = None) -> Predicate:
        nodes = self._nodes[0 if want is None else 1 if want else 2]
        truths = dict(zip(nodes.ids, nodes.run(record), strict=True))

        def open_(node: Predicate) -> Predicate:
            if not isinstance(node, Compound):
                return node
            parts = [open_(part) for part in node.parts if truths[id(part)] is UNKNOWN]
            if len(parts) == len(node.parts) and all(map(is_, parts, node.parts)):
                return node
            return ~parts[0] if isinstance(node, Negation) else _compound(type(node), "", (parts,))

        held = truths[id(self)]
        return open_(self) if held is UNKNOWN else ALWAYS if held else NEVER

    @cached_property
    def _hash(self) -> int:
        return hash((type(self), self.parts))

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return same_predicate(self, lambda one: one.parts, other)

    def __reduce__(self) -> tuple[type[Compound], tuple[tuple[Predicate, ...]]]:
        return type(self), (self.parts,)

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "parts", self.parts


def _program(predicates: Iterable[Predicate], supposed: Mapping[Fact[Any], Any] = NOTHING) -> Program:
    from warranty_rules.compiling import Program  # it is made of predicates  # noqa: PLC0415

    return Program(predicates, supposed)


class AllOf(Compound):
    """Parts that must all hold."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.all(part.fold(algebra) for part in self.parts)

    def demands(self, want: bool) -> tuple[Callable[[Iterable[bool]], bool], tuple[Demand, ...]]:
        return (all if want else any), tuple((part, want) for part in self.parts)


class AnyOf(Compound):
    """Parts one of which must hold."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.any(part.fold(algebra) for part in self.parts)

    def demands(self, want: bool) -> tuple[Callable[[Iterable[bool]], bool], tuple[Demand, ...]]:
        return (any if want else all), tuple((part, want) for part in self.parts)


class Negation(Compound):
    """A part that must not hold."""

    def fold(self, algebra: Algebra[T]) -> T:
        return algebra.negate(self.parts[0].fold(algebra))

    def demands(self, want: bool) -> tuple[Callable[[Iterable[bool]], bool], tuple[Demand, ...]]:
        return all, ((self.parts[0], not want),)

    def __invert__(self) -> Predicate:
        return self.parts[0]


def _joined(kind: type[Compound], word: str, parts: Iterable[object]) -> Iterator[Predicate]:
    for part in parts:
        if not isinstance(part, Predicate):
            raise LogicError(f"{word} joins predicates, not {shown(part)}; all_of() always holds, any_of() never does")
        if type(part) is kind:
            yield from part.parts
        else:
            yield part


def all_of(*parts: Predicate | Iterable[Predicate]) -> Predicate:
    """Hold where all parts hold; with no parts, always.

    Args:
        parts: predicates, or iterables of them.

    Raises:
        LogicError: for anything else.
        PolicyError: where the result would nest more than 100 deep.

    >>> print(all_of())
    always
    """
    return _compound(AllOf, "&", parts)


def any_of(*parts: Predicate | Iterable[Predicate]) -> Predicate:
    """Hold where one part holds; with no parts, never; arguments and errors as for `all_of`.

    >>> print(any_of())
    never
    """
    return _compound(AnyOf, "|", parts)


def _compound(kind: type[Compound], word: str, parts: tuple[Predicate | Iterable[Predicate], ...]) -> Predicate:
    flat: list[Predicate] = []
    for part in parts:
        flat.extend(_joined(kind, word, part if isinstance(part, Iterable) else (part,)))
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


def held(condition: Condition, *values: object) -> bool:
    """Test the values that a condition reads.

    Raises:
        LogicError: where it answers anything but True or False.
    """
    answer = condition.holds(*values)
    if answer is not True and answer is not False:
        raise LogicError(f"{type(condition).__name__}.holds returned {shown(answer)}: return True or False")
    return answer


class Kleene(Algebra[Truth]):
    """Evaluate by Kleene's tables: ``&`` is the minimum, ``|`` the maximum, over false < unknown < true."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup

    def test(self, condition: Condition) -> Truth:
        values: list[object] = []
        for fact in condition.reads:
            value: object = self.lookup(fact)
            if value is UNKNOWN:
                return UNKNOWN
            values.append(value)
        return held(condition, *values)

    def all(self, parts: Iterable[Truth]) -> Truth:
        least: Truth = True
        for part in parts:
            if part is False:
                return False
            if part is UNKNOWN:
                least = UNKNOWN
        return least

    def any(self, parts: Iterable[Truth]) -> Truth:
        most: Truth = False
        for part in parts:
            if part is True:
                return True
            if part is UNKNOWN:
                most = UNKNOWN
        return most

    def negate(self, part: Truth) -> Truth:
        return UNKNOWN if part is UNKNOWN else not part


RULE = must_be(Predicate, "a predicate, such as Claim.fault.repairable")


def evaluate(predicate: Predicate, lookup: Lookup) -> Truth:
    """Evaluate with the values that a lookup gives, unknown ones included."""
    return predicate.fold(Kleene(lookup))


class Either(Algebra["tuple[bool, bool]"]):
    """Tell whether a predicate can be true, and can be false, by what its conditions can be."""

    def all(self, parts: Iterable[tuple[bool, bool]]) -> tuple[bool, bool]:
        found = list(parts)
        return all(true for true, _ in found), any(false for _, false in found)

    def any(self, parts: Iterable[tuple[bool, bool]]) -> tuple[bool, bool]:
        found = list(parts)
        return any(true for true, _ in found), all(false for _, false in found)

    def negate(self, part: tuple[bool, bool]) -> tuple[bool, bool]:
        return part[1], part[0]


class Signs(Algebra["dict[Condition, set[bool]]"]):
    """Tell of every condition whether it counts as it is, the other way round, or both."""

    def test(self, condition: Condition) -> dict[Condition, set[bool]]:
        return {condition: {True}}

    def all(self, parts: Iterable[dict[Condition, set[bool]]]) -> dict[Condition, set[bool]]:
        found: dict[Condition, set[bool]] = {}
        for part in parts:
            for condition, signs in part.items():
                found.setdefault(condition, set()).update(signs)
        return found

    def any(self, parts: Iterable[dict[Condition, set[bool]]]) -> dict[Condition, set[bool]]:
        return self.all(parts)

    def negate(self, part: dict[Condition, set[bool]]) -> dict[Condition, set[bool]]:
        return {condition: {not sign for sign in signs} for condition, signs in part.items()}


def freedom(predicate: Predicate) -> Freedom:
    """Find what a predicate reads in one place and one way, and whatever else it reads: all but those facts are tied.

    Facts that the bounds of their record read are not of the first kind. Of a fact that is, one value is best for the predicate's truth and one is worst, whatever else is known; no other need be
    tried. Where all that is open is of that kind, Kleene's tables say all there is to say.
    """
    signs = predicate.fold(Signs())
    readers: dict[Fact[Any], list[Condition]] = {}
    for condition in signs:
        for fact in condition.inputs:
            readers.setdefault(fact, []).append(condition)
    free: dict[Fact[Any], tuple[Any, Any]] = {}
    for fact, (condition, *more) in readers.items():
        alone = not more and condition.reads == (fact,) and len(signs[condition]) == 1
        if alone and fact.domain and fact not in fact.root.bounds_.inputs:
            by_truth = {held(condition, value): value for value in reversed(fact.domain)}
            if len(by_truth) > 1:
                (sign,) = signs[condition]
                free[fact] = by_truth[sign], by_truth[not sign]
    return free, tuple(fact for fact in readers if fact not in free)


class Residue(Algebra[Predicate]):
    """Put in what is known: what is left is always, never, or a predicate of the conditions that are open."""

    def __init__(self, lookup: Lookup) -> None:
        self.kleene: Kleene = Kleene(lookup)

    def test(self, condition: Condition) -> Predicate:
        truth = self.kleene.test(condition)
        return condition if truth is UNKNOWN else ALWAYS if truth else NEVER

    def all(self, parts: Iterable[Predicate]) -> Predicate:
        left = list(parts)
        return NEVER if NEVER in left else all_of(left)

    def any(self, parts: Iterable[Predicate]) -> Predicate:
        left = list(parts)
        return ALWAYS if ALWAYS in left else any_of(left)

    def negate(self, part: Predicate) -> Predicate:
        return NEVER if part == ALWAYS else ALWAYS if part == NEVER else ~part


ALWAYS, NEVER = all_of(), any_of()


def residue(predicate: Predicate, lookup: Lookup) -> Predicate:
    """Put the values that a lookup gives in a predicate, and keep what they leave open."""
    return predicate.fold(Residue(lookup))


Reason: TypeAlias = "tuple[Truth, tuple[Condition, ...]]"


class Reasons(Algebra[Reason]):
    """Find the conditions that decide: those that make it true, those that make it false, or those still open."""

    def __init__(self, lookup: Lookup) -> None:
        self.kleene: Kleene = Kleene(lookup)

    def test(self, condition: Condition) -> Reason:
        return self.kleene.test(condition), (condition,)

    def all(self, parts: Iterable[Reason]) -> Reason:
        return self._deciding(self.kleene.all, parts)

    def any(self, parts: Iterable[Reason]) -> Reason:
        return self._deciding(self.kleene.any, parts)

    def negate(self, part: Reason) -> Reason:
        return self.kleene.negate(part[0]), part[1]

    def _deciding(self, join: Callable[[Iterable[Truth]], Truth], parts: Iterable[Reason]) -> Reason:
        found = list(parts)
        truth = join(part for part, _ in found)
        return truth, tuple(c for part, conditions in found if part is truth for c in conditions)


def reasons(predicate: Predicate, lookup: Lookup) -> Reason:
    """Evaluate a predicate, and find the conditions that decide it or that leave it open, each once, in order."""
    truth, conditions = predicate.fold(Reasons(lookup))
    return truth, tuple(dict.fromkeys(conditions))


class Notation(Algebra["tuple[str, int]"]):
    """Write a predicate down in words, with brackets where they are needed."""

    def test(self, condition: Condition) -> tuple[str, int]:
        return str(condition), 3

    def all(self, parts: Iterable[tuple[str, int]]) -> tuple[str, int]:
        return self._join(" and ", 2, parts, "always")

    def any(self, parts: Iterable[tuple[str, int]]) -> tuple[str, int]:
        return self._join(" or ", 1, parts, "never")

    def negate(self, part: tuple[str, int]) -> tuple[str, int]:
        return f"not {self._bracketed(part, 3)}", 3

    def _join(self, word: str, level: int, parts: Iterable[tuple[str, int]], empty: str) -> tuple[str, int]:
        texts = [self._bracketed(part, level + 1) for part in parts]
        return (word.join(texts), level) if texts else (empty, 3)

    @staticmethod
    def _bracketed(part: tuple[str, int], level: int) -> str:
        return part[0] if part[1] >= level else f"({part[0]})"
