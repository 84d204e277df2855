"""Brute force over completions: obviously right, and slow. It shares no reasoning with the library."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import product
from math import prod
from types import SimpleNamespace
from typing import Any

from dateutil.relativedelta import relativedelta

from warranty_rules import NONE, SAME, PartialSet, Policy, Predicate, Record
from warranty_rules.facts import Compare, Fact, IsIn, Member
from warranty_rules.fields import AnyDay, Code, Day, DayOrNone, Whole
from warranty_rules.periods import Edge, Fallback, Per, Pick, Remainder
from warranty_rules.predicates import AllOf, AnyOf, Negation
from warranty_rules.values import UNKNOWN

Env = Mapping[Fact[Any], Any]
FAR = (date(1700, 1, 1), date(2600, 1, 1))


def classical(predicate: Predicate, env: Env) -> bool:
    """Evaluate with every fact known, by Python's own and, or, not."""
    if isinstance(predicate, AllOf):
        return all(classical(part, env) for part in predicate.parts)
    if isinstance(predicate, AnyOf):
        return any(classical(part, env) for part in predicate.parts)
    if isinstance(predicate, Negation):
        return not classical(predicate.parts[0], env)
    (condition,) = predicate.conditions
    return condition.holds(*(env[fact] for fact in condition.reads))


def approves(policy: Policy[Any], env: Env) -> bool:
    """Say whether any tier is in force with no exclusion, from the parts of the policy."""
    return any(
        classical(t.goods, env)
        and all(classical(r.when, env) for r in t.requirements)
        and (start := begins(t.start, env)) is not NONE
        and t.term.first(start, env) <= env[t.when] <= t.term.last(start, env)
        and not any(classical(e.when, env) for e in t.exclusions)
        for t in policy.ranked
    )


def begins(start: Any, env: Env) -> Any:
    """Give the day that a term runs from: the first of its days that there is."""
    if not isinstance(start, Fallback):
        return env[start]
    return begins(start.then, env) if env[start.first] is NONE else env[start.first]


def lengths(period: Any, env: Env) -> set[tuple[str, int]]:
    """Collect the units and the numbers that a period is counted in, the known numbers for those that are facts."""
    if isinstance(period, Per):
        return set().union(*(lengths(part, env) for _, part in period.lengths))
    if isinstance(period, Pick):
        return set().union(*(lengths(part, env) for part in period.parts))
    if isinstance(period, Remainder):
        return lengths(period.term.whole, env)
    numbers = {v for f, v in env.items() if isinstance(f.field, Whole)}
    return {(period.many, number) for count in period.counts for number in (numbers if isinstance(count, Fact) else {count})}


def steps(policy: Policy[Any], env: Env) -> list[relativedelta]:
    """List how far apart the two days of a term can lie: its lengths, and two of one unit together."""
    terms = [c.term for p in rules(policy) for c in p.conditions if isinstance(c, Edge)]
    found = {length for term in terms for length in lengths(term.whole, env)}
    found |= {(unit, a + b) for unit, a in found for other, b in found if unit == other}
    return [relativedelta(**{unit: number}) for unit, number in sorted(found) if number < 2400]


def starts(policy: Policy[Any]) -> set[Fact[Any]]:
    """List the days that terms run from."""
    found: set[Fact[Any]] = set()
    for start in (t.start for t in policy.ranked):
        while isinstance(start, Fallback):
            found.add(start.first)
            start = start.then
        found.add(start)
    return found


def rules(policy: Policy[Any]) -> list[Predicate]:
    """List every predicate that the outcome depends on."""
    parts = [p for t in policy.ranked for p in (t.goods, *(r.when for r in t.requirements), *(e.when for e in t.exclusions), t.in_force)]
    return [*parts, policy.record.bounds_]


def read(policy: Policy[Any]) -> dict[Fact[Any], None]:
    """List what the outcome can depend on, set memberships one by one."""
    return dict.fromkeys(v for p in rules(policy) for c in p.conditions for f in c.reads for v in f.variables)


def constants(policy: Policy[Any], fact: Fact[Any]) -> set[Any]:
    """Collect the constants that a fact is compared with, directly or through another fact."""
    found: set[Any] = set()
    for condition in (c for p in rules(policy) for c in p.conditions):
        if isinstance(condition, Compare) and not isinstance(condition.other, Fact):
            found.add(condition.other)
        if isinstance(condition, IsIn):
            found |= condition.values
    kinds = {Day: date, DayOrNone: date, Whole: int, Code: str}
    return {c for c in found if isinstance(c, kinds[type(fact.field)]) and not isinstance(c, bool)}


def trials(policy: Policy[Any], fact: Fact[Any], env: Env) -> list[Any]:
    """List values to try for an open fact: all of them, or each threshold, one either side, and far out."""
    if fact.domain is not None:
        return list(fact.domain)
    near = constants(policy, fact)
    if isinstance(fact.field, Code):
        beside = {v for f, v in env.items() if isinstance(f.field, Code) and isinstance(v, str)}
        return [*near, *beside, NONE, *([SAME] if SAME in fact.field.specials else []), "FRESH1", "FRESH2"]
    if isinstance(fact.field, Whole):
        known = {v for f, v in env.items() if isinstance(f.field, Whole)}
        known |= {a + b for a in known for b in known} | {a - b for a in known for b in known}
        spans = {months_between(a, b) for a in days(env) for b in days(env) if a <= b}
        return sorted({max(fact.field.least, v + off) for v in near | known | spans | {fact.field.least} for off in (-1, 0, 1)} | {5000})
    edges = near | days(env)
    reached = days(env)
    for step in steps(policy, env):
        edges |= {day + step for day in reached} | {day - step for day in reached}
    around = {day + timedelta(off) for day in edges for off in (-3, -2, -1, 0, 1, 2, 3)}
    found = sorted({*around, *FAR, *(() if days(env) else (date(2024, 1, 31), date(2025, 6, 15)))})
    return [NONE, *found] if isinstance(fact.field, DayOrNone) else found


def days(env: Env) -> set[date]:
    return {v for v in env.values() if isinstance(v, date)}


def months_between(a: date, b: date) -> int:
    return (b.year - a.year) * 12 + b.month - a.month


def order(policy: Policy[Any], fact: Fact[Any]) -> tuple[bool, bool, bool, str]:
    """Try listed values first, then the days from which terms run, then the other days, which lie around the ends of those."""
    return fact.domain is None, not isinstance(fact.field, AnyDay), fact not in starts(policy), str(fact)


def completions(policy: Policy[Any], claim: Record, most: int) -> list[dict[Fact[Any], Any]] | None:
    """List completions that stand for all, or nothing where there would be too many."""
    env = {fact: fact.of(claim) for fact in read(policy)}
    open_ = sorted((f for f, v in env.items() if v is UNKNOWN), key=lambda f: order(policy, f))
    if len(open_) > 8:
        return None
    tried: dict[Fact[Any], dict[Any, None]] = {}
    partial = [{f: v for f, v in env.items() if v is not UNKNOWN}]
    for fact in open_:
        values = dict.fromkeys(value for each in partial for value in trials(policy, fact, each))
        tried[fact] = values
        if fact.domain is None:
            partial = [{**each, fact: value} for each in partial for value in values]
        if prod(map(len, tried.values())) > most:
            return None
    done = ({**env, **dict(zip(tried, chosen, strict=True))} for chosen in product(*tried.values()))
    return [each for each in done if classical(policy.record.bounds_, each)]


def verdict(policy: Policy[Any], claim: Record, decide: Callable[[Env], bool], most: int = 5_000) -> tuple[set[bool], set[str]] | None:
    """Give the outcomes over all completions, and the facts that can change one; nothing where there are too many."""
    done = completions(policy, claim, most)
    if done is None:
        return None
    judged = [(each, decide(each)) for each in done]
    open_ = [fact for fact in read(policy) if fact.of(claim) is UNKNOWN]
    asked: set[str] = set()
    for fact in open_:
        seen: defaultdict[tuple[Any, ...], set[bool]] = defaultdict(set)
        for each, outcome in judged:
            seen[tuple(each[other] for other in open_ if other is not fact)].add(outcome)
        if any(len(outcomes) > 1 for outcomes in seen.values()):
            asked.add(str(fact.asked))
    return {outcome for _, outcome in judged}, asked


def as_namespace(claim: Record, env: Env) -> SimpleNamespace:
    """Lay values over a claim, as plain attributes that an oracle can read."""
    tree = SimpleNamespace()
    for fact in claim.facts():
        place = tree
        for name in fact.path[:-1]:
            if not hasattr(place, name):
                setattr(place, name, SimpleNamespace())
            place = getattr(place, name)
        setattr(place, fact.path[-1], value_in(fact, claim, env))
    return tree


def value_in(fact: Fact[Any], claim: Record, env: Env) -> Any:
    values = [(v, env.get(v, v.of(claim))) for v in fact.variables]
    if fact.variables == (fact,):
        return values[0][1]
    return frozenset(v.member for v, inside in values if isinstance(v, Member) and inside is True)


def forget(record: Any, facts: set[Fact[Any]]) -> Any:
    """Give the record with some facts, or memberships, unknown; what is unknown already stays so."""
    values: dict[str, Any] = {}
    for fact in record.facts():
        value = value_in(fact, record, {})
        open_ = {v for v in fact.variables if v in facts or v.of(record) is UNKNOWN}
        if open_:
            members = [v for v in fact.variables if isinstance(v, Member) and v not in open_]
            told = (
                PartialSet(yes={m.member for m in members if m.member in value}, no={m.member for m in members if m.member not in value})
                if members
                else UNKNOWN
            )
            values[str(fact)] = told
        else:
            values[str(fact)] = value
    return build(type(record), values, "")


def build(record: type[Any], values: Mapping[str, Any], prefix: str) -> Any:
    facts = {name: values[prefix + name] for name in record.fields_}
    return record(**facts, **{name: build(n.record, values, f"{prefix}{name}.") for name, n in record.nested_.items()})
