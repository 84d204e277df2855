"""Every single change of what a policy declares: literals, operators, negations, members, facts, thresholds, periods and tables.

The declarations are walked as they are, as data; what several tiers share is changed once, for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise
from typing import Any

import attrs

from warranty_rules import Choice, Exclusion, Policy, Predicate, Row, Service, Term, Tier, Window, WarrantyRulesError
from warranty_rules.facts import COMPARISONS, Compare, Fact, IsIn, Member, OrderedFact, YesNoFact
from warranty_rules.periods import LastDay, Length, MonthEnd
from warranty_rules.predicates import AllOf, AnyOf, Compound, Negation
from warranty_rules.tiers import Remedy, Requirement

DECLARED = (Policy, Tier, Requirement, Exclusion, Service, Choice, Row)


def mutants(policy: Policy[Any]) -> Iterator[tuple[str, Policy[Any] | None]]:
    """Give every single change of a policy, with what it is; no policy where it is refused when it is made."""
    for name, old in _parts(policy):
        for words, new in _changed(old):
            try:
                yield f"{name}: {words}", _put(policy, old, new())
            except WarrantyRulesError:
                yield f"{name}: {words}", None


def _parts(policy: Policy[Any]) -> Iterator[tuple[str, Any]]:
    """Give what declares, each object once."""
    seen: dict[int, None] = {}
    named = [(exclusion.clause.id, exclusion) for exclusion in policy.exclusions]
    for tier in policy.ranked:
        named += [(tier.id, tier), *((f"{tier.id}, {each.clause.id}", each) for each in tier.requirements)]
    tables = [("returns", policy.returns)]
    for tier in policy.ranked:
        parts = [field.name for field in attrs.fields(Service)]
        tables += [(f"{tier.id}, {part}", choice) for part, choice in zip(parts, tier.service.choices, strict=True)]
    for name, choice in tables:
        named += [(name, choice), *((f"{name}, line {i}", row) for i, row in enumerate(choice.rows, 1))]
    for name, part in (*named, ("ranks", policy)):
        if id(part) not in seen:
            seen[id(part)] = None
            yield name, part


def _put(value: Any, old: Any, new: Any) -> Any:
    """Put one object in the place of another, wherever it stands."""
    if value is old:
        return new
    if isinstance(value, tuple):
        return tuple(_put(each, old, new) for each in value)
    if not isinstance(value, DECLARED):
        return value
    inner = {field.name: getattr(value, field.name) for field in attrs.fields(type(value)) if field.init}
    changed = {name: put for name, held in inner.items() if (put := _put(held, old, new)) is not held and put != held}
    return attrs.evolve(value, **changed) if changed else value


Changed = Iterator[tuple[str, Any]]


def _changed(part: Any) -> Changed:
    """Give the changes of one object, each as what makes it, as that may be refused."""
    if isinstance(part, Exclusion | Requirement):
        yield from _with(part, "when", _rules(part.when))
    elif isinstance(part, Row):
        yield from _with(part, "when", _rules(part.when))
        yield from _with(part, "value", _values(part.value))
    elif isinstance(part, Choice):
        for i in range(len(part.rows) - 1):
            yield f"without line {i + 1}", lambda i=i: attrs.evolve(part, rows=part.rows[:i] + part.rows[i + 1 :])
            swapped = (*part.rows[:i], part.rows[i + 1], part.rows[i], *part.rows[i + 2 :])
            yield f"lines {i + 1} and {i + 2} the other way round", lambda swapped=swapped: attrs.evolve(part, rows=swapped)
    elif isinstance(part, Tier):
        yield from _with(part, "goods", _rules(part.goods))
        yield from _with(part, "term", _terms(part.term))
        for name in ("start", "when"):
            yield from _with(part, name, ((f"{name} {other}", other) for other in _siblings(getattr(part, name))))
        for name in ("requirements", "exclusions"):
            held = getattr(part, name)
            yield from _with(part, name, ((f"without {each.clause.id}", held[:i] + held[i + 1 :]) for i, each in enumerate(held)))
    elif isinstance(part, Policy):
        for i, (one, other) in enumerate(pairwise(part.ranked)):
            ranked = (*part.ranked[:i], other, one, *part.ranked[i + 2 :])
            yield f"{other.id} before {one.id}", lambda ranked=ranked: attrs.evolve(part, ranked=ranked)


def _with(part: Any, name: str, values: Iterator[tuple[str, Any]]) -> Changed:
    return ((words, lambda value=value: attrs.evolve(part, **{name: value})) for words, value in values)


def _rules(rule: Predicate) -> Iterator[tuple[str, Predicate]]:
    yield f"not {rule}", ~rule
    if isinstance(rule, Compound):
        if isinstance(rule, AllOf | AnyOf):
            other = AnyOf if isinstance(rule, AllOf) else AllOf
            yield f"{'any' if other is AnyOf else 'all'} of {rule}", other(rule.parts)
        for i, part in enumerate(rule.parts):
            before, after = rule.parts[:i], rule.parts[i + 1 :]
            if not isinstance(rule, Negation):
                yield f"without {part}", type(rule)((*before, *after))
            inner = _rules(part)
            if isinstance(rule, Negation):
                next(inner)  # not not: as the rule's own negation
            yield from ((words, type(rule)((*before, new, *after))) for words, new in inner)
    elif isinstance(rule, Compare):
        yield from ((f"{rule.fact} {word} ...", Compare(rule.fact, word, rule.other)) for word in _operators(rule))
        others = _siblings(rule.other) if isinstance(rule.other, Fact) else _literals(rule.other)
        yield from ((f"{rule.fact} {rule.word} {other}", Compare(rule.fact, rule.word, other)) for other in others)
        yield from ((f"{fact} in place of {rule.fact}", Compare(fact, rule.word, rule.other)) for fact in _siblings(rule.fact))
    elif isinstance(rule, IsIn):
        yield from ((f"{rule} without {value}", IsIn(rule.fact, rule.values - {value})) for value in sorted(rule.values, key=str))
        more = [value for value in rule.fact.domain or () if value not in rule.values][:1]
        yield from ((f"{rule} with {value}", IsIn(rule.fact, rule.values | {value})) for value in more)
    elif isinstance(rule, YesNoFact):
        yield from ((f"{fact} in place of {rule}", fact) for fact in _siblings(rule))


def _operators(rule: Compare) -> list[str]:
    alike = ("is", "is not") if rule.word in {"is", "is not"} else tuple(word for word in COMPARISONS if not word.startswith("is"))
    return [word for word in alike if word != rule.word and (rule.word, word) not in {("is", "is not"), ("is not", "is")}]


def _literals(value: Any) -> list[Any]:
    """Give the neighbors of a constant."""
    if isinstance(value, Enum):
        members = list(type(value))
        return [members[(members.index(value) + 1) % len(members)]] if len(members) > 1 else []
    if isinstance(value, date):
        return [value + timedelta(off) for off in (-1, 1)]
    return [value - 1, value + 1] if type(value) is int else []


def _siblings(fact: Any) -> list[Any]:
    """Give the next fact that could stand in a fact's place; of a membership, the next member, and the same of the next set."""
    if isinstance(fact, Member):
        members = fact.asked.variables
        sets = [f for f in fact.root.facts() if f.variables != (f,) and fact.member in [v.member for v in f.variables]]
        other = sets[(sets.index(fact.asked) + 1) % len(sets)]
        return [members[(members.index(fact) + 1) % len(members)], *(v for v in other.variables if v.member is fact.member and other != fact.asked)]
    like = [f for f in fact.root.facts() if type(f.field) is type(fact.field) and f.domain == fact.domain and f.field.accepted == fact.field.accepted]
    return [like[(like.index(fact) + 1) % len(like)]] if len(like) > 1 else []


def _terms(term: Term) -> Iterator[tuple[str, Term]]:
    if isinstance(term.length, Length):
        for i, count in enumerate(term.length.counts):
            others = _siblings(count) if isinstance(count, OrderedFact) else [n for n in _literals(count) if n >= 0]
            for other in others:
                counts = (*term.length.counts[:i], other, *term.length.counts[i + 1 :])
                yield f"{other} in place of {count} {term.length.many}", attrs.evolve(term, length=attrs.evolve(term.length, counts=counts))
    for name, kind in (("month_end", MonthEnd), ("last_day", LastDay)):
        (other,) = (each for each in kind if each is not getattr(term, name))
        yield other.label, attrs.evolve(term, **{name: other})


def _values(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Window):
        for name, off in (("least", -1), ("least", 1), ("most", -1), ("most", 1)):
            yield f"{name} {off:+}", attrs.evolve(value, **{name: getattr(value, name) + off})
        yield "stopped by anything", attrs.evolve(value, stopped_by=None)
    elif isinstance(value, Remedy):
        yield "another remedy", attrs.evolve(value, value=f"not {value.value}")
        yield "free otherwise", attrs.evolve(value, free=value.free is not True)
    elif isinstance(value, bool):
        yield f"{not value}", not value
    else:
        yield from ((f"{other} in place of {value}", other) for other in _literals(value))
