"""Exact answers over partial knowledge: what holds in every completion, and which facts can still matter.

Kleene's logic is sound but not complete: it may say unknown where every way of filling in the open
facts gives the same answer. Where it does, the open part of the formula is searched: split into
groups that share no open fact, and branched on inside a group only, over the values at which a
condition turns. A completion is any record that meets the constraints which bound it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import combinations, pairwise, product
from types import MappingProxyType
from typing import Any, TypeAlias

from warranty_rules.compiling import Program
from warranty_rules.facts import Compare, Fact, SetFact, YesNoFact
from warranty_rules.predicates import ALWAYS, NEVER, Condition, Demand, Kleene, Predicate, Residue, all_of, any_of, evaluate
from warranty_rules.records import Record
from warranty_rules.values import NONE, UNKNOWN, Truth

Known: TypeAlias = "Mapping[Fact[Any], Any]"
Want: TypeAlias = "tuple[Predicate, bool, Known]"
"""A predicate, the truth it must take, and values that it alone reads in place of open ones."""

Search: TypeAlias = "Generator[Any, Known | None, Known | None]"
"""A search that hands over what it needs to be searched first, and is sent the values that were found, or nothing."""

NOTHING: Known = MappingProxyType({})


def known(record: Record, predicates: Iterable[Predicate]) -> dict[Fact[Any], Any]:
    """Collect the known values of what predicates read, set memberships one by one."""
    return {fact: value for p in predicates for fact in p.inputs if (value := fact.of(record)) is not UNKNOWN}


def truth(predicate: Predicate, record: Record, kleene: Truth | None = None) -> Truth:
    """Evaluate exactly: ``UNKNOWN`` only where one completion of the record makes it true and another makes it false.

    Args:
        predicate: what is evaluated.
        record: what is known.
        kleene: what it comes to by Kleene's tables, where that is known.
    """
    kleene = predicate(record) if kleene is None else kleene
    if kleene is not UNKNOWN:
        return kleene
    if not predicate.freedom[1]:
        return UNKNOWN
    if not _attainable(predicate, True, record):
        return False
    return UNKNOWN if _attainable(predicate, False, record) else True


def possible(predicate: Predicate, record: Record, kleene: Truth | None = None) -> bool:
    """Tell whether some completion makes a predicate true; arguments as for `truth`."""
    kleene = predicate(record) if kleene is None else kleene
    return _attainable(predicate, True, record) if kleene is UNKNOWN else kleene


class Truths:
    """What predicates that are compiled together come to for a record, exactly.

    Args:
        program: the predicates, compiled.
        record: what is known.
    """

    def __init__(self, program: Program, record: Record) -> None:
        self.record = record
        self._kleene: Mapping[int, Truth] = dict(zip(program.ids, program.run(record), strict=True))
        """What each comes to by Kleene's tables, by its place in memory."""

    def truth(self, rule: Predicate) -> Truth:
        kleene = self._kleene.get(id(rule))  # None where threads that use a policy first together have each made their own
        return kleene if kleene is True or kleene is False else truth(rule, self.record, kleene)

    def possible(self, rule: Predicate) -> bool:
        kleene = self._kleene.get(id(rule))
        return kleene if kleene is True or kleene is False else possible(rule, self.record, kleene)

    def relevant(self, rule: Predicate) -> tuple[Fact[Any], ...]:
        kleene = self._kleene.get(id(rule))
        return () if kleene is True or kleene is False else relevant(rule, self.record)


def _attainable(predicate: Predicate, want: bool, record: Record) -> bool:
    """Tell whether some completion gives a predicate a truth.

    What is free takes the value that is best for it. If that settles it, whatever else is open, so be it; else the rest is searched.
    """
    bounds = record.bounds_
    settled = predicate.towards(want, record)
    if settled is not UNKNOWN and (settled is not want or all(fact.of(record) is not UNKNOWN for fact in bounds.inputs)):
        return settled is want
    left = predicate.left(record, want)
    return satisfiable([(left, want, NOTHING), (bounds, True, NOTHING)], known(record, (left, bounds)))


def relevant(predicate: Predicate, record: Record) -> tuple[Fact[Any], ...]:
    """Find the facts that can still matter, in the order of their declaration.

    These are the facts for which two completions that differ in one alone differ in the predicate's
    truth; a set is given once, if one of its memberships is such a fact.
    """
    left = predicate.left(record)  # a fact that only decided parts read ties nothing together
    if left in (ALWAYS, NEVER):
        return ()
    values = known(record, (left, record.bounds_))
    found = _relevant(left, _open([(record.bounds_, True, NOTHING)], values) or [], values)
    return tuple(dict.fromkeys(v.asked for f in record.facts() for v in f.variables if v in found))


def _relevant(predicate: Predicate, context: list[Want], values: Known) -> set[Fact[Any]]:
    """Find the open facts that turn a predicate while the context is met.

    Parts that share no open fact are looked at apart: a part can matter only where all the others can be neutral.
    """
    if evaluate(predicate, lookup(values)) is not UNKNOWN:
        return set()
    join, demands = predicate.demands(True)
    if not demands:
        return {fact for fact in predicate.inputs if fact not in values and _turns(predicate, fact, context, values)}
    neutral: list[Want] = [(part, want is (join is all), NOTHING) for part, want in demands if evaluate(part, lookup(values)) is UNKNOWN]
    own = {id(want) for want in neutral}
    found: set[Fact[Any]] = set()
    for group in _groups([*context, *neutral], values):
        if len(group) == 1 and id(group[0]) in own and _read_once(group[0][0]):
            found |= {fact for fact in group[0][0].inputs if fact not in values}
            continue
        if _searched(_group_satisfiable(group, values)) is None:
            return set()
        parts = [want[0] for want in group if id(want) in own]
        others = [want for want in group if id(want) not in own]
        if len(parts) == 1:
            found |= _relevant(parts[0], others, values)
        elif parts:
            joined = all_of(parts) if join is all else any_of(parts)
            shown = _shown(joined, parts, join is all, others, values)
            found |= shown | {fact for fact in joined.inputs if fact not in values and fact not in shown and _turns(joined, fact, others, values)}
    return found


def _read_once(predicate: Predicate) -> bool:
    """Tell whether each fact is read in one place of a predicate and is free: then it can be true and false, and each fact can turn it."""
    free, tied = predicate.freedom
    return not tied and len(free) == len(predicate.conditions)


def _shown(joined: Predicate, parts: list[Predicate], neutral: bool, context: list[Want], values: Known) -> set[Fact[Any]]:
    """Find facts that turn what joins some parts, where one part alone decides: it is quick, and often finds them all."""
    found: set[Fact[Any]] = set()
    for part in parts:
        if not (sought := {fact for fact in part.inputs if fact not in values and fact not in found}):
            continue
        alone: list[Want] = [(part, not neutral, NOTHING), *((other, neutral, NOTHING) for other in parts if other is not part), *context]
        one = filling(alone, values)
        for fact in sought.intersection(one or ()):
            rest = {other: value for other, value in (one or {}).items() if other is not fact}
            turned: list[Want] = [(joined, neutral, NOTHING), *context]
            tried = candidates(fact, turned, rest)
            if any(satisfiable(turned, {**rest, fact: value}) for value in (*tried[:1], *tried[:0:-1])):  # the ends turn most
                found.add(fact)
    return found


def lookup(*layers: Known) -> Callable[[Fact[Any]], Any]:
    """Make a function that gives the value of a fact or, of a set, of its members, in the first layer that has it; or UNKNOWN."""
    getters = [layer.get for layer in layers if layer]

    def look(fact: Fact[Any]) -> Any:
        for get in getters:
            if (value := get(fact)) is not None:
                return value
        if isinstance(fact, SetFact):  # no layer has a set as a whole
            members = {v.member: look(v) for v in fact.members}
            return UNKNOWN if UNKNOWN in members.values() else frozenset(m for m, inside in members.items() if inside)
        return UNKNOWN

    return look


def satisfiable(wants: Iterable[Want], values: Known) -> bool:
    """Tell whether some completion gives every predicate the truth that is wanted of it."""
    return _searched(_satisfiable(wants, values)) is not None


def filling(wants: Iterable[Want], values: Known) -> Known | None:
    """Find values, those given and of open facts, that give every predicate the truth wanted of it, whatever is still open; or nothing."""
    return _searched(_satisfiable(wants, values))


def solution(wants: Iterable[Demand], values: Known = NOTHING) -> Known | None:
    """Find values of open facts that give every predicate the truth that is wanted of it, or nothing; facts that are free are left out.

    Two policies that are compared have most of their rules in common. So what is wanted for certain is put in what is wanted in one
    way or another, before every branch: what one policy is known to hold, need not be searched for in the other.
    """
    look = lookup(values)
    left = [(evaluate(predicate, look), predicate, want) for predicate, want in wants]
    if any(held is not UNKNOWN and held is not want for held, _, want in left):
        return None
    return _searched(_solved(((predicate, want) for held, predicate, want in left if held is UNKNOWN), values))


def _solved(wants: Iterable[Demand], values: Known) -> Search:
    narrowed = _narrowed(wants, values)
    if narrowed is None:
        return None
    demands, values = narrowed
    for group in _groups([(predicate, want, NOTHING) for predicate, want in demands], values):
        found = yield _group_solved(group, values)
        if found is None:
            return None
        values = found
    return values


def _group_solved(group: list[Want], values: Known) -> Search:
    """Branch on the fewest alternatives, if what is certain can be met at all; where all is certain, on the values of a fact."""
    certain = [want for want in group if not want[0].demands(want[1])[1]]
    found = yield _satisfiable(certain, values)
    if found is None or len(certain) == len(group):
        return found
    way, *others = sorted((want for want in group if want not in certain), key=lambda want: len(want[0].demands(want[1])[1]))
    left: list[Demand] = [(predicate, want) for predicate, want, _ in (*certain, *others)]
    for part, wanted in way[0].demands(way[1])[1]:
        if (found := (yield _solved([*left, (part, wanted)], values))) is not None:
            return found
        left.append((part, not wanted))
    return None


def _narrowed(wants: Iterable[Demand], values: Known) -> tuple[list[Demand], Known] | None:
    """Put what is certain in what is wanted in one way or another, until nothing follows; nothing where the two clash."""
    certain: dict[Predicate, bool] = {}
    ways: list[list[Demand]] = []
    stack, tests, forced = list(wants), list[Want](), NOTHING
    while stack or forced:
        while stack:
            predicate, want = stack.pop()
            if certain.setdefault(predicate, want) is not want:
                return None
            join, demands = predicate.demands(want)
            if join is all:
                stack.extend(demand for demand in demands if certain.get(demand[0]) is not demand[1])
            else:
                ways.append([*demands])
        left = _open([(p, want, NOTHING) for p, want in certain.items() if isinstance(p, Condition)], values)
        if left is None or (found := _forced(left, values)) is None:
            return None
        tests, forced, values = left, found, {**values, **found}
        put = Certain(certain, lookup(values))
        open_ = [way for way in (_still_open(way, put) for way in ways) if way is not None]
        if [] in open_:
            return None
        stack, ways = [demand for way in open_ if len(way) == 1 for demand in way], [way for way in open_ if len(way) > 1]
    single = [(predicate, want) for predicate, want, _ in tests]
    return [*single, *((any_of(part if want else ~part for part, want in way), True) for way in ways)], values


def _still_open(way: list[Demand], put: Certain) -> list[Demand] | None:
    """Give the alternatives that are open yet; nothing where one is met."""
    parts = [(part.fold(put), want) for part, want in way]
    if any(part == (ALWAYS if want else NEVER) for part, want in parts):
        return None
    return [(part, want) for part, want in parts if part not in (ALWAYS, NEVER)]


class Certain(Residue):
    """Put in the parts of a predicate, whole or in pieces, whose truth is certain."""

    def __init__(self, certain: Mapping[Predicate, bool], lookup: Callable[[Fact[Any]], Any]) -> None:
        super().__init__(lookup)
        self.certain = certain

    def _put(self, part: Predicate) -> Predicate:
        held = self.certain.get(part)
        return part if held is None else ALWAYS if held else NEVER

    def test(self, condition: Condition) -> Predicate:
        _, demands = condition.demands(True)
        ((part, want),) = demands or ((condition, True),)
        put = self._put(part)
        return super().test(condition) if put is part else put if want else ~put

    def all(self, parts: Iterable[Predicate]) -> Predicate:
        return self._put(super().all(parts))

    def any(self, parts: Iterable[Predicate]) -> Predicate:
        return self._put(super().any(parts))

    def negate(self, part: Predicate) -> Predicate:
        return self._put(super().negate(part))


def _searched(search: Search) -> Known | None:
    """Run a search, and what it waits for, on a stack of its own: however many rules there are, Python's is not filled."""
    stack, found = [search], None
    while stack:
        try:
            stack.append(stack[-1].send(found))
        except StopIteration as end:
            found = end.value
            stack.pop()
        else:
            found = None
    return found


def _satisfiable(wants: Iterable[Want], values: Known) -> Search:
    left = _open(wants, values)
    while left is not None:
        forced = _forced(left, values)
        if forced is None:
            return None
        if not forced:
            for group in _groups(left, values):
                found = yield _group_satisfiable(group, values)
                if found is None:
                    return None
                values = found
            return values
        values = {**values, **forced}
        left = _open(left, values)
    return None


def _forced(wants: Iterable[Want], values: Known) -> Known | None:
    """Find the facts that the wanted conditions leave one value; nothing where they leave one none."""
    left: dict[Fact[Any], list[Any]] = {}
    for predicate, want, own in wants:
        if isinstance(predicate, Condition):
            fact, *more = _facts((predicate, want, own), values)
            if fact.domain is not None and not more:
                look = (
                    {}
                    if isinstance(predicate, YesNoFact)
                    else {value: evaluate(predicate, lookup({fact: value}, own, values)) for value in fact.domain}
                )
                left[fact] = [value for value in left.get(fact, fact.domain) if look.get(value, value) is want]
    return None if [] in left.values() else {fact: value for fact, (value, *more) in left.items() if not more}


def _open(wants: Iterable[Want], values: Known) -> list[Want] | None:
    """Break wants down to those still open, each once; nothing where one is certainly not met, or wanted both ways."""
    wanted: dict[tuple[Predicate, int], bool] = {}
    left: list[Want] = []
    stack, plain = list(wants), Kleene(lookup(values))
    while stack:
        predicate, want, own = stack.pop()
        if own and predicate.inputs.isdisjoint(own):
            own = NOTHING
        if (before := wanted.get((predicate, id(own)))) is want:
            continue
        wanted[predicate, id(own)] = want
        held = predicate.fold(Kleene(lookup(own, values)) if own else plain)
        if before is not None or (held is not want and held is not UNKNOWN):
            return None
        if held is UNKNOWN:
            join, demands = predicate.demands(want)
            if join is all and demands:
                stack.extend((part, wanted_, own) for part, wanted_ in demands)
            else:
                left.append((predicate, want, own))
    return left


def _facts(want: Want, values: Known) -> AbstractSet[Fact[Any]]:
    return frozenset(want[0].inputs).difference(values, want[2])


def _groups(wants: Iterable[Want], values: Known) -> Iterator[list[Want]]:
    """Split into groups that share no open fact, the smallest first."""
    groups: list[tuple[AbstractSet[Fact[Any]], list[Want]]] = []
    for want in wants:
        facts, members = _facts(want, values), [want]
        apart: list[tuple[AbstractSet[Fact[Any]], list[Want]]] = []
        for group in groups:
            if facts.isdisjoint(group[0]):
                apart.append(group)
            else:
                facts = facts | group[0]
                members = group[1] + members
        groups = [*apart, (facts, members)]
    return (members for _, members in sorted(groups, key=lambda group: len(group[0])))


def _group_satisfiable(group: list[Want], values: Known) -> Search:
    """Branch on the alternatives that tie most facts together or, where all are conditions, on the values of a fact."""
    choices = [(len(_facts(want, values)), i) for i, want in enumerate(group) if want[0].demands(want[1])[1]]
    if choices:
        _, i = max(choices)
        predicate, want, own = group[i]
        others = group[:i] + group[i + 1 :]
        for part, wanted in predicate.demands(want)[1]:
            if (found := (yield _satisfiable([(part, wanted, own), *others], values))) is not None:
                return found
        return None
    fact = _most_shared(group, values)
    for value in _tried(fact, group, values):
        if (found := (yield _satisfiable(group, {**values, fact: value}))) is not None:
            return found
    return None


def _most_shared(group: list[Want], values: Known) -> Fact[Any]:
    counts = Counter(v for want in group for v in _facts(want, values))
    return max(counts, key=lambda v: (counts[v], v.domain is not None, v.field.ordered, str(v)))


def candidates(fact: Fact[Any], wants: Iterable[Want], values: Known) -> list[Any]:
    """List values of an open fact such that any other value does as one of them does."""
    return _in_order(fact, list(dict.fromkeys(_tried(fact, wants, values))))


def _tried(fact: Fact[Any], wants: Iterable[Want], values: Known) -> Iterator[Any]:
    """Give those values, the few first that mostly do."""
    if fact.domain is not None:
        yield from fact.domain
        return
    near, crossed = _near(fact, wants, values)
    first = [value for value in dict.fromkeys((*near, *fact.field.spare(str(fact), near))) if fact.field.thinkable(value)]
    yield from _in_order(fact, first) if near else first
    if crossed:
        yield from fact.field.between(near)


def _near(fact: Fact[Any], wants: Iterable[Want], values: Known, on_the_way: tuple[Fact[Any], ...] = ()) -> tuple[list[Any], bool]:
    """List the values of an open fact near which a condition turns, through all others, and tell whether it matters which of two comes first."""
    near: dict[Any, None] = {}
    tied: dict[Condition, None] = {}  # to another open fact of the kind
    for predicate, _, own in wants:
        if fact not in predicate.inputs:
            continue
        look = lookup(own, values)

        def given(other: Fact[Any], look: Callable[[Fact[Any]], Any] = look) -> Sequence[Any]:
            value = look(other)
            if value is not UNKNOWN:
                return (value,)
            return other.domain or (() if other in on_the_way else _given(other, wants, values, (*on_the_way, fact)))

        for condition in predicate.conditions:
            if fact in condition.reads:
                near |= dict.fromkeys(condition.turns(fact, given))
                others = (other for other in condition.reads if other is not fact and other.field.family is fact.field.family)
                tied |= dict.fromkeys([condition] if any(look(other) is UNKNOWN for other in others) else ())
    return list(near), any(a.crosses(b) and b.crosses(a) for a, b in combinations(tied, 2))


def _given(fact: Fact[Any], wants: Iterable[Want], values: Known, on_the_way: tuple[Fact[Any], ...]) -> Sequence[Any]:
    """List values to reckon with of an open fact, where those of others are looked for that hang on it; far ones for the next."""
    near, _ = _near(fact, wants, values, on_the_way)
    if not near or (fact.field.ordered and {*near} == {NONE}):  # none says nothing of the days there are
        return tuple(filter(fact.field.thinkable, near))
    further = () if on_the_way[1:] else fact.field.spare(str(fact), near)
    return [value for value in dict.fromkeys((*near, *further)) if fact.field.thinkable(value)]


def _in_order(fact: Fact[Any], values: list[Any]) -> list[Any]:
    """Sort, where there is an order, and none before all that there is: so what lies between two turns stays together."""
    return sorted(values, key=lambda value: (0,) if value is NONE else (1, value)) if fact.field.ordered else values


def _turns(predicate: Predicate, fact: Fact[Any], context: list[Want], values: Known) -> bool:
    """Tell whether two completions that meet the context and differ in a fact alone differ in the predicate."""
    join, demands = predicate.demands(True)
    if demands:  # all of them open: what is decided was left out
        parts = [part for part, _ in demands if fact in part.inputs]
        context = [*context, *((part, want is (join is all), NOTHING) for part, want in demands if fact not in part.inputs)]
        if len(parts) == 1:
            return _turns(parts[0], fact, context, values)
        predicate = all_of(parts) if join is all else any_of(parts)
    if not all(satisfiable([(predicate, want, NOTHING), *context], values) for want in (True, False)):
        return False  # whatever it is
    tried = candidates(fact, [(predicate, True, NOTHING), *context], values)
    if not fact.field.ordered:
        tried += fact.field.spare(f"{fact}'", [])  # a second that nothing else is
    near = [value for value in tried if all(evaluate(part, lookup({fact: value}, values)) is not (not want) for part, want, _ in context)]
    unbroken = all(isinstance(part, Compare) and (want or part.word != "is") for part, want, _ in context if fact in part.inputs)
    far = product(near[:1], near[:0:-1] if NONE in near else near[-1:])  # none is beside all
    pairs = (*far, *pairwise(near)) if fact.field.ordered and unbroken else combinations(near, 2)
    return any(_differ(predicate, {fact: a}, {fact: b}, context, values) for a, b in pairs)


def _differ(predicate: Predicate, a: Known, b: Known, context: list[Want], values: Known) -> bool:
    meets = [(part, want, side) for side in (a, b) for part, want, _ in context]
    return any(satisfiable([(predicate, True, yes), (predicate, False, no), *meets], values) for yes, no in ((a, b), (b, a)))
