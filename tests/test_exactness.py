"""The outcome and the questions are exact: what brute force over completions finds, on any policy."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from itertools import pairwise, product
from math import prod
from random import Random
from typing import Any

import attrs
import brute
import oracle
import pytest
from failing import fails
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from shops import bicycles
from profiles import scaled
from small import Color, Small, Thing

from warranty_rules import (
    Code,
    Day,
    DayOrNone,
    MonthEnd,
    Outcome,
    Policy,
    Predicate,
    Record,
    Term,
    Text,
    Whole,
    YesNo,
    all_of,
    any_of,
    days,
    decisions,
    months,
)
from warranty_rules import completions as exact
from warranty_rules.facts import Compare, Fact
from warranty_rules.periods import expired, within
from warranty_rules.policies import icenter
from warranty_rules.predicates import reasons
from warranty_rules.testing import policies, records
from warranty_rules.values import NONE, UNKNOWN, Truth

pytestmark = pytest.mark.heavy  # brute force over completions

STORE = icenter.policy()
BICYCLES = bicycles.policy()
Case = tuple[Policy[Any], Record, Callable[[brute.Env], bool]]

OUTCOMES = {
    frozenset({True}): Outcome.APPROVED,
    frozenset({False}): Outcome.DENIED,
    frozenset({True, False}): Outcome.PENDING,
}


def store_approves(claim: Record, env: brute.Env) -> bool:
    """Judge a completed claim by the independent oracle."""
    return oracle.decide(brute.as_namespace(claim, env))[0] == "approved"  # type: ignore[arg-type]


@st.composite
def cases(draw: st.DrawFn, drawn: st.SearchStrategy[Policy[Any]], decide: Callable[..., bool] | None = None) -> Case:
    """Draw a policy and a claim of which one to eight facts that matter are open."""
    policy = draw(drawn)
    claim = draw(records(policy.record, complete=True))
    mattering = list(brute.read(policy))
    assume(mattering)
    opened = draw(st.sets(st.sampled_from(mattering), min_size=1, max_size=8))
    known = brute.forget(claim, opened)
    return policy, known, partial(decide, known) if decide else partial(brute.approves, policy)


STORE_CASES = cases(st.just(STORE), store_approves)
BICYCLE_CASES = cases(st.just(BICYCLES))
RANDOM_CASES = cases(policies(Small))


def refusing_marked_goods_reported_before_their_sale(policy: Policy[Any]) -> Policy[Any]:
    """Cover sales from the report on, but for what no claim can be, so that the mark is never to be asked."""
    goods = ~((Small.reported_on < Small.sold_on) & Small.mark)
    tier = attrs.evolve(policy.ranked[0], goods=goods, requirements=(), exclusions=(), when=Small.sold_on, start=Small.reported_on)
    return attrs.evolve(policy, ranked=(tier,))


DATED_CASES = cases(policies(Small).map(refusing_marked_goods_reported_before_their_sale))


def law_the_outcome_is_that_of_all_completions_and_the_questions_are_what_can_change_it(case: Case) -> None:
    policy, claim, decide = case
    found = brute.verdict(policy, claim, decide)
    assume(found is not None and found[0])
    outcomes, asked = found  # type: ignore[misc]
    decision = policy.adjudicate(claim)
    assert decision.outcome is OUTCOMES[frozenset(outcomes)]
    if decision.after_cure is NONE:
        assert {q.path for q in decision.questions} == asked
    else:
        cured = decision.after_cure
        decide_cured = partial(store_approves, cured.claim) if policy is STORE else decide
        again = brute.verdict(policy, cured.claim, decide_cured)
        assert again is None or {q.path for q in decision.questions} == again[1]


def test_what_is_read_twice_and_once_in_vain_is_not_asked() -> None:
    flag, cable = Small.inner.flag, Small.inner.things.has(Thing.CABLE)
    assert exact.relevant(~((flag | cable) & flag) | Small.color.eq(Color.BLUE), Small()) == (Small.color, flag)


LAW = law_the_outcome_is_that_of_all_completions_and_the_questions_are_what_can_change_it


def law_what_is_found_of_each_clause_is_that_of_all_completions(case: Case) -> None:
    policy, claim, _ = case
    done = brute.completions(policy, claim, 2_000)
    assume(done)
    for (_, when), finding in zip(policy.modeled, policy.adjudicate(claim).findings, strict=True):
        held = {brute.classical(when, env) for env in done or ()}
        assert finding.truth in ({UNKNOWN} if len(held) == 2 else held)


@settings(max_examples=scaled(30))
@given(RANDOM_CASES)
def test_what_is_found_of_each_clause_is_that_of_all_completions(case: Case) -> None:
    law_what_is_found_of_each_clause_is_that_of_all_completions(case)


@given(STORE_CASES)
def test_on_the_store_policy(case: Case) -> None:
    LAW(case)


@given(BICYCLE_CASES)
def test_on_another_shops_policy(case: Case) -> None:
    LAW(case)


@given(RANDOM_CASES)
def test_on_random_policies(case: Case) -> None:
    LAW(case)


def kleene_alone(predicate: Predicate, record: Record, kleene: Truth | None = None) -> Truth:
    return predicate(record)


def every_open_fact_of_an_open_clause(predicate: Predicate, record: Record) -> tuple[Fact[Any], ...]:
    _, conditions = reasons(predicate, lambda fact: fact.of(record))
    return tuple(dict.fromkeys(v.asked for c in conditions for f in c.reads for v in f.variables if v.of(record) is UNKNOWN))


def nothing_is_bounded(predicate: Predicate, record: Record) -> tuple[Fact[Any], ...]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(record), "bounds_", all_of())
        return exact.relevant(predicate, record)


@pytest.mark.parametrize(
    ("place", "sabotage", "drawn"),
    [
        ("truth", kleene_alone, RANDOM_CASES),
        ("relevant", every_open_fact_of_an_open_clause, RANDOM_CASES),
        ("relevant", nothing_is_bounded, DATED_CASES),
    ],
    ids=["Kleene alone", "every open fact is asked", "claims before the sale are thinkable"],
)
def test_the_law_fails_under(place: str, sabotage: Callable[..., Any], drawn: st.SearchStrategy[Case], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decisions, place, sabotage)
    find(drawn, lambda case: fails(LAW, case), settings=settings(max_examples=600, phases=[Phase.generate]), random=Random(1))


def test_the_law_of_each_clause_fails_with_kleene_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exact, "truth", kleene_alone)
    law = partial(fails, law_what_is_found_of_each_clause_is_that_of_all_completions)
    find(RANDOM_CASES, law, settings=settings(max_examples=600, phases=[Phase.generate]), random=Random(4))


def test_however_many_rules_share_a_fact_the_search_goes_no_deeper_on_pythons_stack() -> None:
    shared = [Small.few.eq(day % 20) & Small.sold_on.eq(date(2026, 1, 1) + timedelta(day)) for day in range(300)]
    assert exact.truth(any_of(shared), Small()) is UNKNOWN
    assert exact.satisfiable([(any_of(shared), False, exact.NOTHING)], {})


TERMS = st.one_of(
    st.builds(lambda n, end: Term(months(n), month_end=end), st.integers(1, 3), st.sampled_from(MonthEnd)),
    st.builds(lambda n: Term(days(n)), st.sampled_from([28, 29, 30, 31, 59, 61, 92])),
)
DAYS = st.dates(date(2019, 1, 1), date(2024, 12, 31))


def law_between_two_ends_lies_a_day_where_one_ends_before_the_other(one: Term, other: Term, after: date, before: date) -> None:
    """Both days are open, and days are named in the rule: the oracle goes through every day of sale, one by one."""
    sold, reported = Small.sold_on, Small.reported_on
    rule = expired(reported, sold, one) & ~expired(reported, sold, other) & (sold > after) & (reported < before)
    every = (after + timedelta(n) for n in range(1, max((before - after).days, 0)))
    assert exact.possible(rule, Small()) is any(one.last(day) < min(other.last(day), before - timedelta(1)) for day in every)


@pytest.mark.parametrize("far", [True, False])
@settings(max_examples=scaled(24))
@given(one=TERMS, other=TERMS, after=DAYS, most=st.integers(1, 200))
def test_between_two_ends_lies_a_day_where_one_ends_before_the_other(one: Term, other: Term, after: date, most: int, far: bool) -> None:
    law_between_two_ends_lies_a_day_where_one_ends_before_the_other(one, other, after, after + timedelta(3_000 if far else most))


def test_that_law_fails_where_the_days_between_are_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("warranty_rules.fields.AnyDay.between", lambda self, near: [])
    with pytest.raises(AssertionError):
        law_between_two_ends_lies_a_day_where_one_ends_before_the_other(
            Term(months(1)), Term(months(1), month_end=MonthEnd.ROLL_OVER), date(2020, 1, 15), date(2028, 1, 1)
        )


class Spaced(Record):
    """Numbers and days, some of which lie before others."""

    n0: Whole = Whole("Number 0?", "desk", says="{} here", unit="units")
    n1: Whole = Whole("Number 1?", "desk", says="{} here", unit="units")
    n2: Whole = Whole("Number 2?", "desk", says="{} here", unit="units")
    n3: Whole = Whole("Number 3?", "desk", says="{} here", unit="units")
    n4: Whole = Whole("Number 4?", "desk", says="{} here", unit="units")
    n5: Whole = Whole("Number 5?", "desk", says="{} here", unit="units")
    d0: Day = Day("Day 0?", "desk", says="{} here")
    d1: Day = Day("Day 1?", "desk", says="{} here")
    d2: Day = Day("Day 2?", "desk", says="{} here")
    d3: Day = Day("Day 3?", "desk", says="{} here")
    d4: Day = Day("Day 4?", "desk", says="{} here")
    d5: Day = Day("Day 5?", "desk", says="{} here")


FACTS: list[Any] = list(Spaced.facts())
NUMBERS, DATES = FACTS[:6], FACTS[6:]
ORIGIN = date(2015, 1, 1)
Beside = tuple[int, str, int, bool]
"""A fact by its number, how it is to lie, beside which other, or a constant."""
BESIDE = st.tuples(st.integers(0, 5), st.sampled_from(["<", "<=", "is", ">", ">="]), st.integers(0, 5), st.just(value=False))
CONSTANT = st.tuples(
    st.integers(0, 5), st.sampled_from(["<", "<=", "is", ">", ">="]), st.integers(0, 9) | st.sampled_from([99_999, 10**6]), st.just(value=True)
)


ROWS = st.tuples(st.permutations(range(6)), st.lists(st.sampled_from(["<", "<="]), min_size=3, max_size=5)).map(
    lambda drawn: [(drawn[0][at], how, drawn[0][at + 1], False) for at, how in enumerate(drawn[1])]
)
"""Some, each before the next."""
LASTING = st.tuples(st.integers(0, 3), st.sampled_from(["<", "within", "past"]), st.integers(0, 3), st.just(value=False))
"""Days in and past a term of three days from another; of four days, as more take long."""
ROWS_OF_TERMS = st.tuples(st.permutations(range(4)), st.lists(st.sampled_from(["<", "within", "past"]), min_size=3, max_size=3)).map(
    lambda drawn: [(drawn[0][at], how, drawn[0][at + 1], False) for at, how in enumerate(drawn[1])]
)
TERM = Term(days(3))


def in_a_row(between: int) -> list[Beside]:
    """Six that rise one by one, with as much room between the first and the last."""
    return [(0, ">=", 2, True), *((at, "<", at + 1, False) for at in range(5)), (5, "<=", 2 + between, True)]


def there_are_values(wanted: list[Beside], least: int | None) -> bool:
    """Find how far each may lie above each other: a circle that comes back below where it began forbids them all."""
    room = {(one, other): 0 if one == other else 10**9 for one in range(-1, 6) for other in range(-1, 6)}  # -1 stands for what is no fact

    def at_most(one: int, other: int, above: int) -> None:
        room[one, other] = min(room[one, other], above)

    for at in range(6) if least is not None else ():
        at_most(-1, at, -least)
    for one, how, said, constant in wanted:
        other, by = (-1, said) if constant else (said, 0)
        if how in {"<", "<=", "is"}:
            at_most(one, other, by - (how == "<"))
        if how in {">", ">=", "is"}:
            at_most(other, one, -by - (how == ">"))
        if how == "within":
            at_most(other, one, 0)
            at_most(one, other, 3)
        if how == "past":
            at_most(other, one, -4)
    for between, one, other in product(range(-1, 6), repeat=3):
        at_most(one, other, room[one, between] + room[between, other])
    return all(room[at, at] >= 0 for at in range(-1, 6))


def rule_of(wanted: list[Beside], facts: list[Any], constant: Callable[[int], object]) -> Predicate:
    terms: dict[str, Callable[..., Predicate]] = {"within": within, "past": expired}
    return all_of(
        terms[how](facts[one], facts[other], TERM) if how in terms else Compare(facts[one], how, constant(other) if beside else facts[other])
        for one, how, other, beside in wanted
    )


def law_facts_that_are_compared_have_values_where_none_forbids_them(wanted: list[Beside]) -> None:
    apart = [each for each in wanted if each[3] or each[0] != each[2]]
    numbers = [each for each in apart if each[1] not in {"within", "past"}]
    assert exact.possible(rule_of(numbers, NUMBERS, int), Spaced()) is there_are_values(numbers, 0)
    assert exact.possible(rule_of(apart, DATES, lambda n: ORIGIN + timedelta(n % 1_000)), Spaced()) is there_are_values(
        [(one, how, other % 1_000 if constant else other, constant) for one, how, other, constant in apart], None
    )


@settings(max_examples=scaled(200))
@given(
    st.lists(BESIDE | CONSTANT, min_size=1, max_size=8)
    | st.tuples(ROWS, st.lists(CONSTANT, max_size=3)).map(lambda drawn: [*drawn[0], *drawn[1]])
    | st.tuples(ROWS_OF_TERMS, st.lists(LASTING | CONSTANT, max_size=3)).map(lambda drawn: [*drawn[0], *drawn[1]])
)
def test_facts_that_are_compared_have_values_where_none_forbids_them(wanted: list[Beside]) -> None:
    law_facts_that_are_compared_have_values_where_none_forbids_them(wanted)


IN_A_ROW: dict[str, list[Beside]] = {
    "too little room": in_a_row(4),
    "just as much room": in_a_row(5),
    "a place to spare": in_a_row(6),
    "more than enough": in_a_row(1_000),
    "far from all else": [(0, ">", 99_999, True), *in_a_row(5)[1:-1]],
    "loose at one end": [(0, ">", 500, True), *in_a_row(5)[1:4], (3, "<", 99_999, True), *in_a_row(5)[4:-1], (5, "<", 700, True)],
}


@pytest.mark.parametrize("name", IN_A_ROW)
def test_six_in_a_row_have_values_where_there_is_room_for_them(name: str) -> None:
    law_facts_that_are_compared_have_values_where_none_forbids_them(IN_A_ROW[name])


def test_that_law_fails_where_nothing_is_looked_for_beyond_the_next_fact(monkeypatch: pytest.MonkeyPatch) -> None:
    look = exact._given
    monkeypatch.setattr(exact, "_given", lambda fact, wants, values, on_the_way: () if on_the_way[1:] else look(fact, wants, values, on_the_way))
    with pytest.raises(AssertionError):
        law_facts_that_are_compared_have_values_where_none_forbids_them(IN_A_ROW["far from all else"])


class Hemmed(Record):
    """A few facts of each endless kind, which bounds of any shape hem in."""

    n0: Whole = Whole("Number 0?", "desk", says="{} here", unit="units")
    n1: Whole = Whole("Number 1?", "desk", says="{} here", unit="units")
    n2: Whole = Whole("Number 2?", "desk", says="{} here", unit="units")
    d0: Day = Day("Day 0?", "desk", says="{} here")
    d1: DayOrNone = DayOrNone("Day 1?", "desk", says="{} here", none="never")
    d2: DayOrNone = DayOrNone("Day 2?", "desk", says="{} here", none="never")
    c0: Code = Code("Code 0?", "desk", says="{} here")
    c1: Code = Code("Code 1?", "desk", says="{} here")
    t0: Text = Text("Text 0?", "desk", says="{} here")
    t1: Text = Text("Text 1?", "desk", says="{} here")
    f0: YesNo = YesNo("Flag 0?", "desk", yes="yes", no="no")
    f1: YesNo = YesNo("Flag 1?", "desk", yes="yes", no="no")


SAID: dict[type, list[Any]] = {
    Whole: [0, 1, 2],
    Day: [ORIGIN, ORIGIN + timedelta(1)],
    DayOrNone: [ORIGIN, ORIGIN + timedelta(1)],
    Code: ["X1", "Y1", NONE],
    Text: ["one", "other"],
    YesNo: [False, True],
}
"""What conditions compare with, by the kind of fact."""
THERE_ARE: dict[type, list[Any]] = {
    Whole: [*range(6)],
    Day: [ORIGIN + timedelta(n) for n in range(-3, 5)],
    DayOrNone: [NONE, *(ORIGIN + timedelta(n) for n in range(-3, 5))],
    Code: [*SAID[Code], "F1", "F2"],
    Text: [*SAID[Text], "third", "fourth"],
    YesNo: [False, True],
}
"""Enough of what there can be for as many facts of a kind to lie in any order, between what is said and around it."""
KNOWN = {kind: [*said, *({NONE} & {*THERE_ARE[kind]})] for kind, said in SAID.items()}


def hemming(fact: Fact[Any]) -> st.SearchStrategy[Predicate]:
    """Draw a condition that reads a fact, and perhaps another of its kind."""
    if isinstance(fact.field, YesNo):
        return st.just(fact)  # type: ignore[arg-type]  # a yes/no fact is a condition
    others = [other for other in Hemmed.facts() if other is not fact and other.field.family is fact.field.family]
    words = ["<", "<=", "is", ">=", ">"] if fact.field.ordered else ["is"]
    compared = st.builds(Compare, st.just(fact), st.sampled_from(words), st.sampled_from([*SAID[type(fact.field)], *others]))
    return compared | st.just(Compare(fact, "is", NONE)) if isinstance(fact.field, DayOrNone) else compared


RULES: st.SearchStrategy[Predicate] = st.recursive(
    st.sampled_from([*Hemmed.facts()]).flatmap(hemming),
    lambda part: st.lists(part, min_size=2, max_size=3).map(all_of) | st.lists(part, min_size=2, max_size=3).map(any_of) | part.map(lambda p: ~p),
    max_leaves=4,
)
HEMMED = st.tuples(
    RULES,
    st.lists(RULES, max_size=3).map(all_of),
    st.builds(Hemmed, **{str(fact): st.sampled_from([UNKNOWN, *KNOWN[type(fact.field)]]) for fact in Hemmed.facts()}),
)


def all_there_can_be(rule: Predicate, bounds: Predicate, claim: Hemmed) -> tuple[list[Fact[Any]], dict[tuple[Any, ...], bool]]:
    """Give what is read and, for all values of it that the bounds allow, whether the rule holds; nothing where they are too many."""
    facts = list(dict.fromkeys([*rule.inputs, *bounds.inputs]))
    can_be = [THERE_ARE[type(fact.field)] if fact.of(claim) is UNKNOWN else [fact.of(claim)] for fact in facts]
    envs = product(*can_be) if prod(map(len, can_be)) <= 1_000 else ()
    every = ((values, dict(zip(facts, values, strict=True))) for values in envs)
    return facts, {values: brute.classical(rule, env) for values, env in every if brute.classical(bounds, env)}


def law_a_fact_matters_where_two_that_can_be_differ_in_it_alone(rule: Predicate, bounds: Predicate, claim: Hemmed) -> None:
    facts, held = all_there_can_be(rule, bounds, claim)
    beside = defaultdict[tuple[Any, ...], set[bool]](set)
    for values, holds in held.items():
        for at, fact in enumerate(facts):
            beside[(fact, *values[:at], *values[at + 1 :])].add(holds)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Hemmed, "bounds_", bounds)
        assert exact.truth(rule, claim) in ({*held.values()} if len({*held.values()}) == 1 else {UNKNOWN})
        assert {*exact.relevant(rule, claim)} == {fact for (fact, *_), told in beside.items() if len(told) == 2}


@settings(max_examples=scaled(240))
@given(HEMMED)
def test_a_fact_matters_where_two_that_can_be_differ_in_it_alone(case: tuple[Predicate, Predicate, Hemmed]) -> None:
    assume(all_there_can_be(*case)[1])
    law_a_fact_matters_where_two_that_can_be_differ_in_it_alone(*case)


def no_other_is_fresh(kind: type[Code | Text]) -> Callable[[pytest.MonkeyPatch], None]:
    spare = kind.spare
    return lambda patch: patch.setattr(kind, "spare", lambda self, path, near: () if path.endswith("'") else spare(self, path, near))


TORN: dict[str, tuple[Predicate, Predicate, Hemmed]] = {
    "a number between those there cannot be": (
        Hemmed.n0.eq(1), (Hemmed.n0.ne(0) | Hemmed.f0) & (Hemmed.n0.ne(2) | Hemmed.f0) & (~Hemmed.f0 | Hemmed.f1), Hemmed(f1=False)
    ),
    "a number between two that others are": (
        Hemmed.n0.eq(2), all_of(Hemmed.n0 <= 4, Hemmed.n0.ne(Hemmed.n1), Hemmed.n0.ne(Hemmed.n2), Hemmed.n1.eq(1), Hemmed.n2.eq(3)), Hemmed()
    ),
    "a number that another may be, where there is one": (Hemmed.c0.eq(Hemmed.c1) | (Hemmed.n0 < 0), Hemmed.c0.ne(NONE), Hemmed()),
    "a text that another may be": ((Hemmed.t0.eq(Hemmed.t1) & Hemmed.f0) | (Hemmed.t0.eq(Hemmed.t1) & ~Hemmed.f1), all_of(), Hemmed()),
}  # fmt: skip
TORN_SABOTAGES: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "a number between those there cannot be": lambda patch: patch.setattr(exact, "combinations", lambda values, _: pairwise(values)),
    "a number between two that others are": lambda patch: patch.setattr(exact, "combinations", lambda values, _: pairwise(values)),
    "a number that another may be, where there is one": no_other_is_fresh(Code),
    "a text that another may be": no_other_is_fresh(Text),
}


@pytest.mark.parametrize("name", TORN)
def test_what_can_be_is_found_where_bounds_tear_it_apart(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    law_a_fact_matters_where_two_that_can_be_differ_in_it_alone(*TORN[name])
    TORN_SABOTAGES[name](monkeypatch)
    with pytest.raises(AssertionError):
        law_a_fact_matters_where_two_that_can_be_differ_in_it_alone(*TORN[name])
