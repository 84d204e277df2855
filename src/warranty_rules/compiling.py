"""Predicates compiled: several of them made one function of plain Python, which reads each fact once.

Every predicate becomes two expressions on two rails, one that holds where it is certainly true and one where it is certainly false;
where neither does, it is unknown. `&` and `|` join the rails by ``and`` and ``or``, `~` swaps them: Kleene's tables, with Python's own
short circuit. What the predicates say of themselves never gets into the text: constants are handed over as values, under names that
are made here; of facts it has their places. `predicates.evaluate` says the same thing plainly, and tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import partial
from typing import Any, NamedTuple

from warranty_rules.facts import Compare, Fact, IsIn, Member, OrNoneFact, YesNoFact, is_set_fact
from warranty_rules.predicates import NOTHING, Algebra, Condition, Predicate, evaluate, held
from warranty_rules.records import Record
from warranty_rules.values import NONE, UNKNOWN, Truth

DEEPEST = 20
"""How deep an expression nests before a part of it is put in a statement of its own."""
SELDOM = 10
"""So many times to interpret is quicker than to compile."""
FEW = 8
"""How many values are compared one after another, and not looked up."""


class Rails(NamedTuple):
    """When a part is certainly true, and when certainly false, as expressions; and when all that it reads is known.

    Of what is any of some memberships of one set, those are kept too.
    """

    true: str
    false: str
    known: tuple[str, ...] = ()
    depth: int = 0
    any_of: tuple[str, frozenset[Any]] | None = None

    @classmethod
    def of(cls, name: str) -> Rails:
        """Read a truth that has a name."""
        return cls(f"{name} is True", f"{name} is False", (f"{name} is not U",))


class Writer(Algebra[Rails]):
    """Write the statements of a function: what is read once, then a truth for each predicate.

    Args:
        supposed: values to reckon with where facts are open.
    """

    def __init__(self, supposed: Mapping[Fact[Any], Any] = NOTHING) -> None:
        self.supposed = supposed
        self.values: dict[str, Any] = {"U": UNKNOWN, "N": NONE, "S": frozenset, "isa": isinstance}
        self.reads: list[str] = []
        self.body: list[str] = []
        self.named: dict[Any, str] = {}
        """The names given out, by what they stand for."""
        self.kinds: dict[str, type[Record]] = {}
        """The classes of the records that are read."""
        self.truths: dict[Rails, Rails] = {}
        """What has a name already, as it would be written without it."""

    def name(self, kind: str, key: Any, *statements: str) -> str:
        """Give what is read a name of its own, with the statements that read it; ``{0}`` in them is the name."""
        if (kind, key) not in self.named:
            name = self.named[kind, key] = f"{kind}{len(self.named)}"
            self.reads += [statement.format(name) for statement in statements]
        return self.named[kind, key]

    def constant(self, value: Any, key: Any = None) -> str:
        """Hand a value over; what is made here is known by a key."""
        name = self.name("c", id(value) if key is None else (type(key), key))
        self.values.setdefault(name, value)
        return name

    def record(self, root: type[Record], path: tuple[str, ...], fact: Fact[Any]) -> str:
        """Read a record within the record, which is one of the fact's class."""
        if not path:
            name = self.name("r", root, f"if not isa(r, {self.constant(root)}): {self.constant(fact.read, (root,))}(r)", "{0} = r")
            self.kinds[name] = root
            return name
        within = self.record(root, path[:-1], fact)
        name = self.attribute("r", within, path[-1])
        self.kinds[name] = self.kinds[within].nested_[path[-1]].record
        return name

    def attribute(self, kind: str, record: str, name: str) -> str:
        """Read what a record holds at a place: of its names the text has none."""
        values = self.name("v", record, f"{{0}} = {record}._values")
        return self.name(kind, (record, name), f"{{0}} = {values}[{self.kinds[record].names_.index(name)}]")

    def held(self, fact: Fact[Any]) -> str:
        """Read what a record holds of a fact, be it half known."""
        name = self.attribute("f", self.record(fact.root, fact.path[:-1], fact), fact.path[-1])
        if fact not in self.supposed:
            return name
        return self.name("s", fact, f"{{0}} = {self.constant(self.supposed[fact])} if {name} is U else {name}")

    def members(self, fact: Fact[Any]) -> str:
        """Read what is in a set, ``y``; and, under that name with an ``n``, what is known not to be, or nothing where all the rest is."""
        set_: Fact[Any] = fact.asked
        f, told = self.held(set_), [(v.member, self.supposed[v]) for v in set_.variables if isinstance(v, Member) and v in self.supposed]
        yes, no = (self.constant(some, some) for some in (frozenset[Any](m for m, inside in told if inside is way) for way in (True, False)))
        partly = f"({f}.yes | ({yes} - {f}.no), {f}.no | ({no} - {f}.yes))"
        return self.name("y", f, f"{{0}}, {{0}}n = ({f}, None) if {f}.__class__ is S else ({yes}, {no}) if {f} is U else {partly}")

    def value(self, fact: Fact[Any]) -> str:
        """Read the value of a fact, unknown where it is half known."""
        if not is_set_fact(fact):
            return self.held(fact)
        y = self.members(fact)
        return self.name("w", y, f"{{0}} = {y} if {y}n is None else U")

    def test(self, condition: Condition) -> Rails:
        if isinstance(condition, Member):
            return self.among(self.members(condition), frozenset({condition.member}))
        if isinstance(condition, YesNoFact):
            return Rails.of(self.held(condition))
        if any(isinstance(fact, Member) for fact in condition.reads) or not isinstance(condition, Compare | IsIn):
            return self.tested(condition)  # it is handed the values
        known = tuple(f"{self.value(fact)} is not U" for fact in condition.reads)
        if isinstance(condition, IsIn) or (len(known) == 1 and condition.word == "is"):  # which an unknown is not
            hit = self.among_values(condition) if isinstance(condition, IsIn) else self.same(self.value(condition.fact), condition.other)
            return self.named_already(Rails(hit, f"({known[0]} and not {hit})", known))
        found = self.compared(condition)
        return self.named_already(Rails(f"({' and '.join(known)} and {found})", f"({' and '.join(known)} and not {found})", known))

    def among_values(self, condition: IsIn) -> str:
        name = self.value(condition.fact)
        if len(condition.values) > FEW:
            return f"({name} in {self.constant(condition.values)})"
        return f"({' or '.join(self.same(name, value) for value in condition.values) or False})"

    def compared(self, condition: Compare) -> str:
        left, *right = map(self.value, condition.reads)
        if not right and condition.other is NONE and condition.word != "is not":
            return "False"
        sign = {"is": "==", "is not": "!="}.get(condition.word, condition.word)
        there_are = [f"{self.value(fact)} is not N and " for fact in condition.reads if isinstance(fact, OrNoneFact) and sign[0] in "<>"]
        return f"({''.join(there_are)}{left} {sign} {right[0] if right else self.constant(condition.other)})"

    def same(self, name: str, value: Any) -> str:
        return f"({name} {'is' if isinstance(value, Enum) else '=='} {self.constant(value)})"

    def among(self, set_: str, members: frozenset[Any]) -> Rails:
        """Hold where one of some members is in a set: as sets, so that no member is hashed."""
        some = self.constant(members, members)
        none = f"({set_}.isdisjoint({some}) if {set_}n is None else {some} <= {set_}n)"
        return Rails(f"not {set_}.isdisjoint({some})", none, (f"{set_}n is None",), any_of=(set_, members))

    def tested(self, condition: Condition) -> Rails:
        """Hand the values to the condition where it is first asked for."""
        values = [self.read(fact) for fact in condition.reads]
        found = f"{self.constant(partial(held, condition), condition)}({', '.join(values)})"
        open_ = " or ".join(f"{value} is U" for value in values)
        name = self.name("q", condition, "{0} = None")
        once = f"({name} if {name} is not None else ({name} := {f'U if {open_} else {found}' if open_ else found}))"
        return self.named_already(Rails(f"{once} is True", f"{once} is False", tuple(f"{value} is not U" for value in values)))

    def read(self, fact: Fact[Any]) -> str:
        """Read a value that a condition is handed."""
        if not isinstance(fact, Member):
            return self.value(fact)
        rails = self.test(fact)
        return self.name("m", fact, f"{{0}} = True if {rails.true} else False if {rails.false} else U")

    def all(self, parts: Iterable[Rails]) -> Rails:
        found = list(parts)
        return self.joined(" and ".join(part.true for part in found) or "True", " or ".join(part.false for part in found) or "False", found)

    def any(self, parts: Iterable[Rails]) -> Rails:
        sets: dict[str, frozenset[Any]] = {}
        found: list[Rails] = []
        for part in parts:
            if part.any_of is None:
                found.append(part)
            else:
                sets[part.any_of[0]] = sets.get(part.any_of[0], frozenset()) | part.any_of[1]
        found += [self.among(*each) for each in sets.items()]
        if len(found) == 1 and sets:
            return found[0]
        return self.joined(" or ".join(part.true for part in found) or "False", " and ".join(part.false for part in found) or "True", found)

    def negate(self, part: Rails) -> Rails:
        return Rails(part.false, part.true, part.known, part.depth)

    def joined(self, true: str, false: str, parts: list[Rails]) -> Rails:
        known = tuple(dict.fromkeys(each for part in parts for each in part.known))
        whole = Rails(f"({true})", f"({false})", known, 1 + max((part.depth for part in parts), default=0))
        return self.named_truth(whole) if whole.depth > DEEPEST and whole not in self.truths else self.named_already(whole)

    def named_already(self, whole: Rails) -> Rails:
        """Read what has a name by its name."""
        return self.truths.get(whole, whole)

    def named_truth(self, whole: Rails) -> Rails:
        """Put a truth in a statement of its own, unless a name says it already: what is not true where all is known, is false."""
        name = whole.true.removesuffix(" is True")
        if whole[:2] == Rails.of(name)[:2]:
            return whole
        name = f"t{len(self.body)}"
        false = f"({' and '.join(whole.known)}) or {whole.false}" if whole.known and whole.depth else whole.false
        self.body.append(f"{name} = True if {whole.true} else False if {false} else U")
        return self.truths.setdefault(whole, Rails.of(name))


class Program:
    """Predicates that are evaluated together: interpreted the first times, compiled once they are in steady use.

    Args:
        predicates: any number of them, about one record class.
        supposed: values to reckon with where facts are open, or memberships of sets.
    """

    run: Callable[[Record], tuple[Truth, ...]]
    """Evaluate them all over a record, by Kleene's tables; errors as evaluating one of them."""

    def __init__(self, predicates: Iterable[Predicate], supposed: Mapping[Fact[Any], Any] = NOTHING) -> None:
        self.predicates: tuple[Predicate, ...] = tuple(predicates)
        self.ids: tuple[int, ...] = tuple(map(id, self.predicates))
        self.supposed = supposed
        self.run = self.interpreted
        self._runs = 0

    def interpreted(self, record: Record) -> tuple[Truth, ...]:
        """Evaluate by the interpreter, and count."""
        self._runs += 1
        if self._runs > SELDOM:
            self.run = self.compiled()
            return self.run(record)

        def look(fact: Fact[Any]) -> Any:
            value = fact.of(record)
            return self.supposed.get(fact, value) if value is UNKNOWN else value

        return tuple(evaluate(predicate, look) for predicate in self.predicates)

    def compiled(self) -> Callable[[Record], tuple[Truth, ...]]:
        """Make the function."""
        text, values = self.source
        exec(compile(text, "<predicates>", "exec"), values)  # noqa: S102  # all of the text is made above
        function: Callable[[Record], tuple[Truth, ...]] = values["run"]
        return function

    @property
    def source(self) -> tuple[str, dict[str, Any]]:
        """The text of the function, and the values that its names stand for."""
        writer = Writer(self.supposed)
        found = [writer.named_truth(predicate.fold(writer)).true.removesuffix(" is True") for predicate in self.predicates]
        lines = ["def run(r):", *(f"    {line}" for line in (*writer.reads, *writer.body)), f"    return ({''.join(f'{name}, ' for name in found)})"]
        return "\n".join(lines), writer.values

    def __reduce__(self) -> tuple[type[Program], tuple[object, ...]]:
        return type(self), (self.predicates, dict(self.supposed))
