"""Records: frozen values that hold facts, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from enum import Enum
from keyword import iskeyword
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, Generic, ParamSpec, Self, TypeGuard, TypeVar, cast, dataclass_transform, overload

import attrs

from warranty_rules.errors import InputError, LogicError, PolicyError, Problem, nearest, shown
from warranty_rules.facts import Fact, Member, is_fact
from warranty_rules.fields import Declaration, Field, SetOf, Unaccepted
from warranty_rules.predicates import Predicate, all_of
from warranty_rules.values import UNKNOWN, PartialSet, Unknown, in_order, is_partial

__all__ = ["Constraint", "Nested", "Record", "clean"]

R = TypeVar("R")
RT = TypeVar("RT", bound="Record")
T = TypeVar("T")
P = ParamSpec("P")

DOCUMENT_KEYS = frozenset({"schema", "unlisted"})
"""What a claim document says beside the facts; what else it says, a record has a method for."""


class Nested(Generic[RT]):
    """The declaration of a record within a record.

    Args:
        record: its class.
        reach: what a rule that needs its facts can refuse: empty for anything, else words such as "this fault".
        many: the name under which a document may list several of them, each a case of its own.

    Raises:
        LogicError: where it is no record class.

    >>> from warranty_rules import YesNo
    >>> class Lid(Record):
    ...     fits: YesNo = YesNo("Does the lid fit?", "bench", yes="the lid fits", no="the lid does not fit")
    >>> class Kettle(Record):
    ...     lid: Nested[Lid] = Nested(Lid, reach="this lid")
    >>> Kettle.lid.fits, Kettle(lid=Lid(fits=True)).lid.fits, Kettle.lid.fits.reach
    (<fact lid.fits>, True, 'this lid')
    """

    def __init__(self, record: type[RT], *, reach: str = "", many: str = "") -> None:
        need_record(record)
        self.record = record
        self.reach = reach
        self.many = many

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> type[RT]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> RT: ...
    def __get__(self, instance: object, owner: type) -> object:
        return View(cast("type[Record]", owner), (self.name,), self.record)

    if TYPE_CHECKING:

        def __set__(self, instance: object, value: RT) -> None: ...


@attrs.frozen(repr=False)
class View:
    """A nested record class as seen from its root: its facts carry the whole path."""

    _root: type[Record]
    _path: tuple[str, ...]
    _record: type[Record]

    def __getattr__(self, name: str) -> object:
        if name in self._record.fields_:
            return self._root.fact(*self._path, name)
        if name in self._record.nested_:
            return View(self._root, (*self._path, name), self._record.nested_[name].record)
        raise AttributeError(f"{self._record.__name__} has no fact {name!r}: {nearest(name, self._record.fields_)}")

    def __repr__(self) -> str:
        return f"<record {'.'.join(self._path)}: name one of its facts>"


@attrs.frozen
class Constraint:
    """A rule between the facts of a record that input must meet.

    Args:
        rule: what must not be false.
        accepted: what to do where it is.
        at: the fact to name in the error.
        bounds: whether what breaks it cannot exist at all, so that nobody need reckon with it.

    >>> from warranty_rules import Day
    >>> class Visit(Record):
    ...     came: Day = Day("When did they come?", "desk", says="came on {}")
    ...     left: Day = Day("When did they leave?", "desk", says="left on {}")
    ...
    ...     @classmethod
    ...     def constraints(cls):
    ...         return (Constraint(cls.came <= cls.left, "a day not before they came", cls.left),)
    >>> Visit(came=date(2026, 7, 21), left=date(2026, 7, 20))
    Traceback (most recent call last):
    ...
    warranty_rules.errors.InputError: left: got 2026-07-20; accepted: a day not before they came
    """

    rule: Predicate
    accepted: str
    at: Fact[Any]
    bounds: bool = False


def _getter(names: tuple[str, ...]) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda held: tuple(held[name] for name in names)


def _plain(name: str) -> bool:
    """Tell whether Python reads a name as it is written: of letters that look alike it takes one for the other."""
    if name.isascii():
        return True
    from unicodedata import normalize  # nearly nobody needs it  # noqa: PLC0415

    return normalize("NFKC", name) == name


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """The base of records of facts: frozen, keyword-only, everything unknown unless said.

    Declare a subclass with a `Field` for each fact and a `Nested` for each record within.

    Raises:
        InputError: on construction, naming every field whose value it does not take.
        LogicError: where it is constructed itself, and no class that is derived from it.

    >>> from warranty_rules import YesNo
    >>> class Kettle(Record):
    ...     limescale: YesNo = YesNo("Is there limescale?", "bench", yes="limescale found", no="no limescale", clean=False)
    >>> Kettle().limescale, Kettle(limescale=True), clean(Kettle)
    (UNKNOWN, Kettle(limescale=True), Kettle(limescale=False))
    """

    fields_: ClassVar[Mapping[str, Field[Any, Any]]] = MappingProxyType({})
    nested_: ClassVar[Mapping[str, Nested[Any]]] = MappingProxyType({})
    _facts: ClassVar[Mapping[tuple[str, ...], Fact[Any]]] = MappingProxyType({})
    _constraints: ClassVar[tuple[Constraint, ...]]
    bounds_: ClassVar[Predicate]
    _taken: ClassVar[tuple[tuple[str, Field[Any, Any], Any], ...]]
    """Each field, with its name and the value that is clean, as it is taken."""
    _bits: ClassVar[Mapping[tuple[str, object], int]]
    """The bit by which each fact, or membership, that has a clean value is remembered where it was taken as clean."""
    _cleans: ClassVar[tuple[tuple[str, Any, int], ...]]
    """Each field that has a clean value: its name, that value, and the bits of its fact."""
    assumable_: ClassVar[Mapping[str, tuple[Fact[Any], tuple[str, ...], int]]]
    """What can be taken as clean, facts and memberships of sets, by its name; with the path of the record that remembers it, and the bit."""
    _blank: ClassVar[Record]
    """The record of which nothing is known."""
    _spotless: ClassVar[Record | None]
    """The record in which all was found in order, made once."""
    _gathered: ClassVar[Callable[[Mapping[str, Any]], tuple[Any, ...]]]
    """What a record holds, in the order of `names_`, for those who read most of it at once."""
    names_: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *_: object, **__: object) -> None:
        raise LogicError("Record has no facts: derive a class from it that declares them, or take one that does, such as Claim")

    def __init_subclass__(cls) -> None:
        if sum(map(is_record, cls.__bases__)) > 1:
            raise PolicyError(f"{cls.__name__} is derived from several records: derive it from one, or put records within it with Nested")
        found = dict(vars(cls))
        fields: dict[str, Field[Any, Any]] = {n: f for n, f in found.items() if isinstance(f, Field)}
        nested: dict[str, Nested[Any]] = {n: f for n, f in found.items() if isinstance(f, Nested)}
        above: Any = super(cls, cls)  # a fact may have taken a name of theirs here
        cls.fields_, cls.nested_ = MappingProxyType({**above.fields_, **fields}), MappingProxyType({**above.nested_, **nested})
        names = [*cls.fields_, *cls.nested_, *(nested.many for nested in cls.nested_.values() if nested.many)]
        kept = {*dir(Record), *Record.__annotations__}
        taken = [name for name in names if name.startswith("_") or name in kept or name in DOCUMENT_KEYS or names.count(name) > 1]
        odd = [name for name in (cls.__name__, *names) if not name.isidentifier() or iskeyword(name) or not _plain(name)]
        if odd:
            raise PolicyError(f"{shown(odd[0])} is no name: name records as Python names classes, and facts as it names attributes, such as sold_on")
        if taken:
            raise PolicyError(f"{cls.__name__} declares {', '.join(dict.fromkeys(taken))}: rename it, as records or documents use that name")
        these: dict[str, Any] = {name: attrs.field(default=UNKNOWN) for name in cls.fields_}
        these |= {name: attrs.field(default=nested.record._blank) for name, nested in cls.nested_.items()}
        these["_assumed"] = attrs.field(default=0, alias="_assumed", repr=False)
        attrs.define(cls, these=these, frozen=True, slots=False, kw_only=True, repr=False)
        cls._spotless = None
        cls.names_ = tuple(dict.fromkeys((*cls.names_, *cls.fields_, *cls.nested_)))  # each where a class that it is derived from has it
        cls._gathered = staticmethod(_getter(cls.names_))
        cls._facts = MappingProxyType({path: field.fact(cls, path) for path, field in cls._walk(())})
        cls._constraints = tuple(cls.constraints())
        cls.bounds_ = all_of(c.rule for c in cls._constraints if c.bounds)
        cls._taken = tuple((name, field, UNKNOWN if field.clean is UNKNOWN else field.accept(field.clean)) for name, field in cls.fields_.items())
        cleans = [(name, value) for name, _, value in cls._taken if value is not UNKNOWN]
        keys = [_key(variable) for name, _ in cleans for variable in cls._facts[name,].variables]
        cls._bits = MappingProxyType({key: 1 << at for at, key in enumerate(keys)})
        cls._cleans = tuple((name, value, cls._marked(cls._facts[name,].variables)) for name, value in cleans)
        cls.assumable_ = MappingProxyType({str(v): each for each in cls._assumable() for v in each[:1]})
        cls._blank = cls()
        with suppress(InputError):  # clean values that break a constraint are refused where they are asked for
            cls._spotless = cls._found_clean({})

    @classmethod
    def _walk(cls, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Field[Any, Any]]]:
        for name, field in cls.fields_.items():
            yield (*path, name), field
        for name, nested in cls.nested_.items():
            yield from nested.record._walk((*path, name))

    @classmethod
    def _assumable(cls) -> Iterator[tuple[Fact[Any], tuple[str, ...], int]]:
        for (*path, _), fact in cls._facts.items():
            holder: type[Record] = cls
            for name in path:
                holder = holder.nested_[name].record
            yield from ((v, tuple(path), holder._bits[_key(v)]) for v in fact.variables if _key(v) in holder._bits)

    @classmethod
    def _in_order(cls) -> Record:
        return cls._found_clean({}) if cls._spotless is None else cls._spotless

    @classmethod
    def _found_clean(cls, told: Mapping[str, object]) -> Self:
        fills, assumed = dict[str, object](), 0
        for name, value, bits in cls._cleans:
            if name not in told:
                fills[name] = value
                assumed |= bits
        nested = {n: each.record._in_order() for n, each in cls.nested_.items() if n not in told}
        return cast("Callable[..., Self]", cls)(**fills, **nested, **told, _assumed=assumed)

    @classmethod
    def _marked(cls, variables: Iterable[Fact[Any]]) -> int:
        """Give the bits of facts, or memberships, of this record; none for what has no clean value."""
        return sum({cls._bits.get(_key(variable), 0) for variable in variables})  # each once

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        """The rules between facts that input must meet; override to state them."""
        return ()

    @classmethod
    def _constrained(cls) -> frozenset[tuple[str, ...]]:
        """The paths of the facts that constraints read, those of records within too."""
        own = {fact.path for constraint in cls._constraints for fact in constraint.rule.inputs}
        return frozenset(own.union((name, *path) for name, nested in cls.nested_.items() for path in nested.record._constrained()))

    @classmethod
    def fact(cls, *path: str) -> Fact[Any]:
        """Give the fact at a path.

        Args:
            path: attribute names, or one dotted path.

        Raises:
            LogicError: where there is none, with the nearest that there is.

        >>> from warranty_rules import Claim
        >>> Claim.fact("card.present")
        <fact card.present>
        """
        given: tuple[Any, ...] = path
        name = ".".join(given) if all(isinstance(each, str) for each in given) else given
        found = cls._facts.get(tuple(name.split("."))) if isinstance(name, str) else None
        if found is None:
            raise LogicError(f"{cls.__name__} has no fact {shown(name)}: {nearest(name, map(str, cls._facts.values()))}")
        return found

    @classmethod
    def facts(cls) -> tuple[Fact[Any], ...]:
        """All facts, nested ones included, in the order of their declaration."""
        return tuple(cls._facts.values())

    def __attrs_post_init__(self) -> None:
        held, told = self.__dict__, False
        problems: list[Problem] = []
        for name, field, clean_value in self._taken:
            value = held[name]
            if value is UNKNOWN:
                continue
            told = True
            if value is clean_value:
                continue
            try:
                held[name] = field.accept(value)
            except Unaccepted as error:
                problems.append(Problem(name, shown(value), f"{error}; or UNKNOWN"))
        for name, nested in self.nested_.items():
            value = held[name]
            if value is not nested.record._blank:
                told = True
                if not isinstance(value, nested.record):
                    problems.append(Problem(name, shown(value), f"a {nested.record.__name__}"))
        held["_values"] = type(self)._gathered(held)
        if problems or (told and (problems := self.broken())):
            raise InputError(problems)
        if self._assumed:  # what was changed since, by other means than learning too, is not taken as clean any more
            held["_assumed"] &= self._found_in_order()

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_values"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state, _values=type(self)._gathered(state))

    def broken(self) -> list[Problem]:
        """List the constraints that the facts break."""
        broken = [(c, c.at.of(self)) for c in self._constraints if c.rule(self) is False]
        return [Problem(str(c.at), str(value) if isinstance(value, date) else shown(value), c.accepted) for c, value in broken]

    def knows(self, fact: Fact[Any]) -> bool:
        """Tell whether a fact is known, a set in full.

        Raises:
            LogicError: where the fact is another record's.
        """
        return _own(self, fact).of(self) is not UNKNOWN

    def learn(self, fact: Fact[T], value: T) -> Self:
        """Say what a fact turned out to be.

        Args:
            fact: a fact of this record class, or one membership of a set fact.
            value: its value. What was taken as clean is replaced; what is known cannot change.

        Returns:
            A new record.

        Raises:
            InputError: where the value is not one of the fact's, or another is known already.
            LogicError: where the fact is another record's.

        >>> from warranty_rules import Claim, Party
        >>> claim = Claim().learn(Claim.inspection.opened_by.has(Party.BUYER), False)
        >>> claim.inspection.opened_by
        PartialSet(yes={}, no={buyer})
        """
        return self._learn(_own(self, fact).path, fact, value)

    def replace(self, fact: Fact[T], value: T | Unknown) -> Self:
        """Suppose that a fact were otherwise than is known.

        Args:
            fact: a fact of this record class, or one membership of a set fact.
            value: its value in the new record; ``UNKNOWN`` forgets what is known.

        Raises:
            InputError: where the value is not one of the fact's.
            LogicError: where the fact is another record's.

        >>> from warranty_rules import Claim, WarrantyCard
        >>> claim = Claim(card=WarrantyCard(present=False))
        >>> claim.replace(Claim.card.present, True).card.present, claim.replace(Claim.card.present, UNKNOWN).card.present
        (True, UNKNOWN)
        """
        return self._learn(_own(self, fact).path, fact, value, known_too=True)

    def _supposing(self, values: Mapping[Fact[Any], Any]) -> Self:
        """Suppose that several facts were otherwise than is known, together: what one would rule out alone, another may allow."""
        record = self
        for fact in [*values][1:]:
            record = record.replace(fact, UNKNOWN)
        for fact, value in values.items():
            record = record.replace(fact, value)
        return record

    def _learn(self, path: tuple[str, ...], fact: Fact[Any], value: object, *, known_too: bool = False) -> Self:
        name, rest = path[0], path[1:]
        held = self.__dict__[name]
        if rest:
            return self._with(name, held._learn(rest, fact, value, known_too=known_too), self._assumed, fact.path[: -len(path)])
        place = str(fact)
        memberwise = fact.variables != (fact,) or isinstance(fact, Member)
        bits = self._marked(fact.variables)
        if value is UNKNOWN and not known_too:
            raise InputError([Problem(place, "UNKNOWN", "what it turned out to be; to forget what is known, suppose UNKNOWN with replace")])
        try:
            new: Any = _told(fact, value) if memberwise else value if value is UNKNOWN else self.fields_[name].accept(value)
        except (Unaccepted, LogicError) as error:
            raise InputError([Problem(place, shown(value), str(error))]) from None
        if memberwise:
            loose = {_key(v)[1] for v in fact.variables if known_too or self._assumed & self._marked([v])}
            new = self.fields_[name].accept(_merged(held, new, loose, place, value, self.fields_[name]))
        elif held is not UNKNOWN and held != new and not (known_too or self._assumed & bits):
            raise _contradiction(place, value, held)
        return self._with(name, new, self._assumed & ~bits, fact.path[: -len(path)])

    def _with(self, name: str, value: object, assumed: int, place: Sequence[str] = ()) -> Self:
        """Put one value, which is taken already, in place of another: what is said of the others holds as before."""
        new = object.__new__(type(self))
        new.__dict__.update(zip(self.names_, self._values, strict=True))
        new.__dict__.update({name: value, "_assumed": assumed})
        new.__dict__["_values"] = type(self)._gathered(new.__dict__)
        problems = new.broken()
        if problems:
            raise InputError(attrs.evolve(p, path=".".join((*place, p.path))) for p in problems)
        return new

    def assumed(self) -> tuple[Fact[Any], ...]:
        """List the facts that were taken as clean and not learnt since, a set once."""
        return tuple(dict.fromkeys(v.asked for v in self.assumptions()))

    def assumptions(self) -> tuple[Fact[Any], ...]:
        """List what was taken as clean and not learnt since, the memberships of a set one by one."""
        taken = {path: self._holder((*path, ""))._assumed for path in dict.fromkeys(path[:-1] for path in self._facts)}
        return tuple(fact for fact, path, bit in self.assumable_.values() if bit & taken[path])

    def assume(self, *facts: Fact[Any]) -> Self:
        """Mark known facts as taken as clean, so that they give way to what is learnt.

        Raises:
            InputError: where one's value is not its clean one.
            LogicError: where one is another record's.
        """
        variables = [variable for fact in facts for variable in _own(self, fact).variables]
        none = [variable for variable in variables if str(variable) not in self.assumable_]
        if none:
            raise InputError(_not_clean(variable, self) for variable in none)
        return self._assume_named(map(str, variables))

    def _assume_named(self, names: Iterable[str]) -> Self:
        """Mark what is `assumable_`, by its names, as `assume` does."""
        found = [self.assumable_[name] for name in names]
        bits: dict[tuple[str, ...], int] = {}
        for _, path, bit in found:
            bits[path] = bits.get(path, 0) | bit
        in_order = {path: self._holder((*path, ""))._found_in_order() for path in bits}
        if any(asked & ~in_order[path] for path, asked in bits.items()):
            raise InputError(_not_clean(fact, self) for fact, path, bit in found if not bit & in_order[path])
        return self._assuming((), bits)

    def _assuming(self, path: tuple[str, ...], bits: Mapping[tuple[str, ...], int]) -> Self:
        told: dict[str, Any] = dict(zip(self.names_, self._values, strict=True))
        told |= {n: told[n]._assuming((*path, n), bits) for n in self.nested_}
        new = object.__new__(type(self))
        new.__dict__.update(told, _assumed=self._assumed | bits.get(path, 0), _values=type(self)._gathered(told))
        return new

    def _found_in_order(self) -> int:
        """Give the bits of the facts, and memberships, that have their clean value."""
        held, found = self.__dict__, 0
        for name, clean_value, bits in self._cleans:
            value = held[name]
            if value is clean_value or value == clean_value:
                found |= bits
            elif value is not UNKNOWN:
                members = (v for v in self._facts[name,].variables if isinstance(v, Member))
                found |= self._marked(v for v in members if v.read(self) is (v.member in clean_value))
        return found

    def _holder(self, path: Sequence[str]) -> Record:
        name, *rest = path
        return self.__dict__[name]._holder(rest) if rest else self

    if TYPE_CHECKING:
        _assumed: ClassVar[int]  # each instance has its own
        _values: ClassVar[tuple[Any, ...]]  # likewise

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        told = dict(zip(self.names_, self._values, strict=True))
        return ((n, v) for n, v in told.items() if v is not UNKNOWN and not _is_blank(v))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{n}={_written(v)}' for n, v in self.__rich_repr__())})"


def assembled(record: type[RT], known: Mapping[Fact[Any], Any], assumed: Iterable[Fact[Any]] = ()) -> RT:
    """Build a record from what is known of it, variable by variable: what reading every variable took apart.

    Args:
        record: the record class.
        known: facts, and memberships of set facts, with their values; what is not named is unknown.
        assumed: those of them that were taken as clean.

    Raises:
        InputError: as the constructor does.
    """
    held = {fact.path: fact.gathered(known) for fact in record.facts()}
    taken: dict[tuple[str, ...], list[Fact[Any]]] = {}
    for variable in assumed:
        taken.setdefault(variable.path[:-1], []).append(variable)

    def build(kind: Callable[..., R], within: type[Record], path: tuple[str, ...]) -> R:
        facts = {name: held[*path, name] for name in within.fields_}
        nested = {name: build(each.record, each.record, (*path, name)) for name, each in within.nested_.items()}
        return kind(**facts, **nested, _assumed=within._marked(taken.get(path, ())))

    return build(record, record, ())


def _own(record: Record, fact: object) -> Fact[Any]:
    """Refuse what is no fact of a record."""
    if not is_fact(fact):
        raise LogicError(f"{shown(fact)} is no fact: name one by attribute, or with {type(record).__name__}.fact(...) by its path")
    fact.read(record)
    return fact


def _not_clean(fact: Fact[Any], record: Record) -> Problem:
    return Problem(str(fact), shown(fact.of(record)), f"a value that is clean, {shown(fact.field.clean)}: what is not is learnt")


def _key(variable: Fact[Any]) -> tuple[str, object]:
    """What a record remembers of an assumption: the fact's name, and the membership's member."""
    return variable.path[-1], variable.member if isinstance(variable, Member) else None


def _is_set(value: object) -> TypeGuard[frozenset[Enum]]:
    return isinstance(value, frozenset)


def _written(value: object) -> str:
    """Write a value as code, a set in the order of its members."""
    if _is_set(value) and value:
        return f"frozenset({{{', '.join(map(repr, in_order(value)))}}})"
    return repr(value)


def _is_blank(value: object) -> bool:
    return isinstance(value, Record) and value == type(value)()


def _told(fact: Fact[Any], value: object) -> PartialSet[Any]:
    """Put what is learnt of a set, or of one membership, as members that are in and members that are not."""
    if isinstance(fact, Member) and value is not UNKNOWN:
        alone: frozenset[Any] = frozenset({fact.member})
        return PartialSet(yes=alone) if fact._constant(value) else PartialSet(no=alone)
    accepted: Any = UNKNOWN if value is UNKNOWN else fact.field.accept(value)
    if accepted is UNKNOWN or is_partial(accepted):
        return PartialSet() if accepted is UNKNOWN else accepted
    return PartialSet(yes=accepted, no=frozenset(v.member for v in fact.variables if isinstance(v, Member)) - accepted)


def _merged(held: Any, new: PartialSet[Any], loose: set[object], place: str, value: object, field: Declaration) -> PartialSet[Any]:
    """Join what was known of a set with what is learnt, assumptions giving way."""
    if held is UNKNOWN:
        return new
    universe: frozenset[Any] = frozenset(cast("SetOf[Enum]", field).members)  # set facts come from SetOf alone
    old = held if is_partial(held) else PartialSet[Any](yes=held, no=universe - held)
    yes, no = old.yes - loose, old.no - loose
    if yes & new.no or no & new.yes:
        raise _contradiction(place, value, held)
    return PartialSet(yes=yes | new.yes, no=no | new.no)


def _contradiction(place: str, value: object, held: object) -> InputError:
    known = str(held) if isinstance(held, date) else shown(held)
    kept = f"nothing else, as {known} is known already; build a new record to correct it, or suppose otherwise with replace"
    return InputError([Problem(place, str(value) if isinstance(value, date) else shown(value), kept)])


def is_record(value: object) -> TypeGuard[type[Record]]:
    """Tell whether a value is a class of records: the one that all are derived from is none."""
    return isinstance(value, type) and issubclass(value, Record) and value is not Record


def need_record(given: object) -> None:
    """Refuse what is no record class.

    Raises:
        LogicError: where it is none.
    """
    if not is_record(given):
        raise LogicError(f"a record class is needed, such as policy.record; got {_no_record(given)}")


def _no_record(given: object) -> str:
    return "Record, which has no facts: derive a class from it" if given is Record else shown(given)


def clean(record: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Build a record in which whatever is not named was checked and found in order.

    Args:
        record: a record class; the further arguments are its constructor's.

    Returns:
        The record, each fact not named at its clean value where it has one, each record not given
        clean in turn. A record that is given stays as it is. What was filled in is remembered.

    Raises:
        LogicError: where it is no record class.
        InputError: as the constructor does.

    >>> from warranty_rules import WarrantyCard
    >>> clean(WarrantyCard, present=False).altered_by
    frozenset()
    """
    if not is_record(record):
        raise LogicError(f"clean(...) takes a record class first, such as Claim; got {_no_record(record)}")
    if args:
        return cast("Callable[..., R]", record)(*args)  # which takes none, and says so
    return cast("R", record._found_clean(kwargs) if kwargs else record._in_order())
