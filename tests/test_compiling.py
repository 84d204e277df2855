"""Compiled predicates: they say what the reference interpreter says, on random predicates, policies and claims, and take in no text."""

from __future__ import annotations

import ast
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from itertools import product
from typing import Any

import attrs
import brute
import pytest
from hypothesis import Phase, event, find, given, settings
from hypothesis import strategies as st
from profiles import scaled
from small import Color, Inner, Small, Thing

from warranty_rules import (
    NONE,
    UNKNOWN,
    Claim,
    Condition,
    DayOrNone,
    Nested,
    OneOf,
    PartialSet,
    Policy,
    Predicate,
    Record,
    SetOf,
    Whole,
    YesNo,
    all_of,
    any_of,
    clean,
)
from warranty_rules.compiling import DEEPEST, FEW, SELDOM, Program, Rails, Writer
from warranty_rules.completions import possible, relevant, truth
from warranty_rules.errors import InputError, LogicError, PolicyError
from warranty_rules.facts import Fact
from warranty_rules.policies import icenter
from warranty_rules.predicates import Compound, evaluate, freedom, residue
from warranty_rules.records import Constraint
from warranty_rules.testing import claims, policies, records
from warranty_rules.testing import predicates as predicates_over
from warranty_rules.values import Option, Truth


def plainly(predicate: Predicate, record: Record) -> Truth:
    """Evaluate by the reference interpreter."""
    return evaluate(predicate, lambda fact: fact.of(record))


def compiled(predicate: Predicate) -> Callable[[Record], Truth]:
    """Evaluate by a function made at once."""
    run = Program((predicate,)).compiled()
    return lambda record: run(record)[0]


# --- The two say the same ---------------------------------------------------------------------------------

Case = tuple[list[Predicate], Small]


@attrs.frozen
class Sum(Condition):
    """A condition of one's own, which reads a number and a membership."""

    fact: Fact[int]
    member: Fact[bool]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self.fact, self.member

    def holds(self, *values: Any, **none: Any) -> bool:
        return bool((values[0] + values[1]) % 2 == 0)

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        return range(20)


@attrs.frozen
class Same(Condition):
    """A condition of one's own, which reads two memberships, or nothing at all."""

    reads: tuple[Fact[bool], ...]

    def holds(self, *values: Any, **none: Any) -> bool:
        return len({*values}) == 1

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        return ()


BOX = Small.inner.things.has(Thing.BOX)
ODD: list[Predicate] = [  # what random predicates seldom or never hold
    all_of(),
    any_of(),
    Small.color.is_in(set()),
    Small.few.is_in({*range(FEW + 1)}),
    Small.few.is_in({1, 2}),
    Small.color.is_in({Color.RED, Color.BLUE}),
    Small.left.is_in({NONE, "A1"}),
    Small.left.ne(NONE),
    Small.delivered_on < NONE,
    Small.delivered_on >= Small.sold_on,
    Small.delivered_on.eq(Small.sold_on),
    Small.inner.things.eq({Thing.BOX}),
    Small.inner.things.has_any(Thing),
    BOX.eq(False),
    Sum(Small.few, BOX),
    ~Sum(Small.few, BOX) | Sum(Small.few, BOX),
    Same((BOX, Small.inner.things.has(Thing.CABLE))),
    Same(()),
]
PREDICATES = st.lists(st.one_of(predicates_over(Small, size=6), st.sampled_from(ODD)), min_size=1, max_size=4)
CASES: st.SearchStrategy[Case] = st.tuples(PREDICATES.flatmap(lambda found: st.just([*found, all_of(found), ~any_of(found)])), records(Small))


def law_a_program_says_of_each_predicate_what_the_interpreter_says(case: Case) -> None:
    found, record = case
    assert Program(found).compiled()(record) == tuple(plainly(predicate, record) for predicate in found)


def law_what_is_supposed_counts_where_a_fact_is_open_and_nowhere_else(case: Case) -> None:
    for predicate in case[0]:
        free, _ = predicate.freedom
        for record, way in product((case[1], brute.forget(case[1], {*free})), (0, 1)):
            supposed = {fact: values[way] for fact, values in free.items()}

            def look(fact: Fact[Any], supposed: Mapping[Fact[Any], Any] = supposed, record: Small = record) -> Any:
                value = fact.of(record)
                return supposed.get(fact, value) if value is UNKNOWN else value

            assert Program((predicate,), supposed).compiled()(record) == (evaluate(predicate, look),)


def law_what_is_left_open_is_what_the_interpreter_leaves(case: Case) -> None:
    for predicate in case[0]:
        for _ in range(SELDOM + 2):  # interpreted, and then compiled
            assert predicate.left(case[1]) == residue(predicate, lambda fact: fact.of(case[1]))


LAWS = [value for name, value in globals().items() if name.startswith("law_")]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=scaled(200))
@given(case=CASES)
def test_law(law: Callable[[Case], None], case: Case) -> None:
    for truth in Program(case[0]).compiled()(case[1]):
        event(str(truth))
    law(case)


def functions(policy: Policy[Any]) -> list[tuple[Program, Callable[[Record], tuple[Truth, ...]]]]:
    """Compile what a policy compiles."""
    return [(program, program.compiled()) for program in (policy.rules, policy.verdict, *(tier.service.program for tier in policy.ranked))]


@settings(max_examples=scaled(20))
@given(policies(Small).flatmap(lambda policy: st.tuples(st.just(policy), st.lists(claims(policy), min_size=3, max_size=3))))
def test_the_laws_hold_for_what_random_policies_compile(case: tuple[Policy[Any], list[Small]]) -> None:
    policy, found = case
    for program, function in functions(policy):
        assert [function(record) for record in found] == [tuple(plainly(rule, record) for rule in program.predicates) for record in found]


STORE = [
    icenter.policy(),
    icenter.policy(icenter.Readings(causes="presence", extended_runs_from="end_of_manufacturer_period", damage="caused_the_fault")),
]


@pytest.mark.parametrize("policy", STORE, ids=["defaults", "other readings"])
def test_the_laws_hold_for_what_the_store_compiles(policy: Policy[Claim]) -> None:
    compiled_ = functions(policy)

    @settings(max_examples=scaled(60))
    @given(claims(policy))
    def hold(record: Claim) -> None:
        for program, function in compiled_:
            assert function(record) == tuple(plainly(rule, record) for rule in program.predicates)

    hold()


# --- Sabotages --------------------------------------------------------------------------------------------


def unsound_negation(writer: Writer, part: Rails) -> Rails:
    return Rails(f"not {part.true}", part.true, part.known, part.depth)


def first_part_alone(writer: Writer, parts: Iterable[Rails]) -> Rails:
    return next(iter(parts), Rails("True", "False"))


def always_known(writer: Writer, set_: str, members: frozenset[Any]) -> Rails:
    some = writer.constant(members, members)
    return Rails(f"not {set_}.isdisjoint({some})", f"{set_}.isdisjoint({some})", any_of=(set_, members))


def half_known_is_known(writer: Writer, set_: str, members: frozenset[Any]) -> Rails:
    some = writer.constant(members, members)
    return Rails(f"not {set_}.isdisjoint({some})", f"({some} <= ({set_}n or {some}))", ("True",), any_of=(set_, members))


def never_supposed(writer: Writer, fact: Fact[Any]) -> str:
    return writer.attribute("f", writer.record(fact.root, fact.path[:-1], fact), fact.path[-1])


def as_it_stands(writer: Writer, rails: Rails) -> Rails:
    return writer.truths.get(Rails(rails.false, rails.true, rails.known, rails.depth), rails)


def the_last_part_is_forgotten(predicate: Predicate, record: Record, want: object = None) -> Predicate:
    left = residue(predicate, lambda fact: fact.of(record))
    return left.parts[0] if hasattr(left, "parts") and left.parts else left


SABOTAGES: list[tuple[Callable[[Case], None], object, str, object]] = [
    (law_a_program_says_of_each_predicate_what_the_interpreter_says, Writer, "negate", unsound_negation),
    (law_a_program_says_of_each_predicate_what_the_interpreter_says, Writer, "all", Writer.any),
    (law_a_program_says_of_each_predicate_what_the_interpreter_says, Writer, "any", first_part_alone),
    (law_a_program_says_of_each_predicate_what_the_interpreter_says, Writer, "among", always_known),
    (law_a_program_says_of_each_predicate_what_the_interpreter_says, Writer, "among", half_known_is_known),
    (law_a_program_says_of_each_predicate_what_the_interpreter_says, Writer, "named_already", as_it_stands),
    (law_what_is_supposed_counts_where_a_fact_is_open_and_nowhere_else, Writer, "held", never_supposed),
    (law_what_is_left_open_is_what_the_interpreter_leaves, Compound, "left", the_last_part_is_forgotten),
]


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize(("law", "place", "name", "sabotage"), SABOTAGES, ids=[f"{name}-{law.__name__}" for law, _, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(
    law: Callable[[Case], None], place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(case: Case) -> bool:
        try:
            law(case)
        except AssertionError:
            return True
        return False

    monkeypatch.setattr(place, name, sabotage)
    find(CASES, fails, settings=settings(max_examples=1_000, phases=[Phase.generate]))


# --- What is free -----------------------------------------------------------------------------------------


def test_what_is_read_in_one_place_and_one_way_is_free_and_all_else_is_tied() -> None:
    mark, flag = Small.mark, Small.inner.flag
    free, tied = freedom(mark & ~flag & (BOX | Small.color.eq(Color.RED)))
    assert free == {mark: (True, False), flag: (False, True), BOX: (True, False), Small.color: (Color.RED, Color.GREEN)}
    assert tied == ()
    assert mark.freedom == freedom(mark) == ({mark: (True, False)}, ())
    for twice in (mark & ~mark, Small.color.eq(Color.RED) | Small.color.eq(Color.BLUE), Small.few > 3, Small.left.eq(Small.right)):
        assert freedom(twice)[0] == {}
        assert set(freedom(twice)[1]) == twice.inputs


class Bounded(Record):
    a: YesNo = YesNo("A?", "desk", yes="a", no="not a")
    b: YesNo = YesNo("B?", "desk", yes="b", no="not b")

    @classmethod
    def constraints(cls) -> Any:
        return (Constraint(cls.a | cls.b, "a or b", cls.b, bounds=True),)


def test_what_the_bounds_of_a_record_read_is_tied() -> None:
    assert freedom(Bounded.a & Bounded.b)[0] == {}
    assert Bounded.a.freedom == freedom(Bounded.a) == ({}, (Bounded.a,))
    assert truth(Bounded.b, Bounded(a=False)) is possible(Bounded.b, Bounded(a=False)) is True


class One(Option):
    ALONE = "alone"


class Single(Record):
    ones: SetOf[One] = SetOf(One, "Ones?", "desk", says="with {}", empty="without", clean=frozenset())


@attrs.frozen
class Empty(Condition):
    """A condition of one's own that reads a whole set."""

    fact: Fact[Any]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.fact,)

    def holds(self, *values: Any, **none: Any) -> bool:
        return len(values[0]) == 0


def test_a_set_of_one_thing_that_is_read_as_a_whole_is_tied() -> None:
    assert truth(Empty(Single.ones), Single()) is UNKNOWN
    assert truth(Empty(Single.ones) | Single.ones.has(One.ALONE), Single()) is True


class Even(Record):
    number: Whole = Whole("Number?", "desk", says="{}", unit="units")

    @classmethod
    def constraints(cls) -> Any:
        return tuple(Constraint(cls.number.ne(odd), "another", cls.number, bounds=True) for odd in (1, 5))


def test_a_fact_is_relevant_where_no_value_beside_a_turn_can_be() -> None:
    rule = Even.number.is_in({2, 3, 4})
    assert relevant(rule, Even()) == (Even.number,)


# --- Wide, deep, and odd records ----------------------------------------------------------------------------


def test_however_wide_and_however_deep_a_predicate_compiles() -> None:
    wide = compiled(any_of(Small.left.eq(f"A{number}") & Small.right.eq(f"A{number}") for number in range(5_000)))
    assert wide(Small(left="A7", right="A7")) is True
    assert wide(Small(left="A7", right="A8")) is False
    assert wide(Small(left="A7")) is UNKNOWN
    deep: Predicate = Small.mark
    for level in range(98):
        deep = (deep & Small.inner.flag) if level % 2 else (deep | BOX)
    for record in (Small(), Small(mark=True), Small(mark=True).learn(Small.inner.flag, True), Small().learn(Small.inner.flag, False)):
        assert compiled(deep)(record) is plainly(deep, record)
    denied: Predicate = Small.mark
    for level in range(49):
        denied = ~(denied & Small.inner.flag) if level % 2 else ~(denied | BOX)
    for record in (Small(), Small(mark=True), Small(mark=True).learn(Small.inner.flag, True), Small().learn(Small.inner.flag, False)):
        assert compiled(denied)(record) is plainly(denied, record)
    for rule in (deep, denied):  # a name stands in place of what is deeper
        text, _ = Program((rule,)).source
        assert max(map(nested, text.splitlines())) < DEEPEST * 2


@pytest.mark.parametrize(
    "things",
    [UNKNOWN, {Thing.BOX}, set(), {*Thing}, PartialSet(yes={Thing.BOX}), PartialSet(no={Thing.BOX})],
    ids=["unknown", "it", "nothing", "more", "perhaps more", "another at most"],
)
def test_whether_a_set_is_another_is_open_while_members_of_it_are(things: Any) -> None:
    exactly, record = Small.inner.things.eq(frozenset({Thing.BOX})), Small(inner=Inner(things=things))
    assert compiled(exactly)(record) is plainly(exactly, record)
    assert (compiled(exactly)(record) is UNKNOWN) is not record.knows(Small.inner.things)


def nested(line: str) -> int:
    depth = most = 0
    for letter in line:
        depth += (letter == "(") - (letter == ")")
        most = max(most, depth)
    return most


def test_a_claim_of_another_record_is_refused_as_by_the_interpreter() -> None:
    rule = Claim.card.present & Claim.fault.repairable
    for evaluated in (compiled(rule), partial(plainly, rule)):
        with pytest.raises(LogicError, match="card.present is a fact of Claim: hand a Claim, not Small"):
            evaluated(Small())


@pytest.mark.parametrize("rules", [(Small.mark, Claim.card.present), (Claim.card.present, Small.mark)], ids=["known first", "unknown first"])
def test_a_rule_that_reads_two_records_is_refused_for_either(rules: tuple[Predicate, Predicate]) -> None:
    for evaluated in (compiled(all_of(rules)), partial(plainly, all_of(rules))):
        for record in (Small(mark=True), clean(Claim)):
            with pytest.raises(LogicError, match="hand a"):
                evaluated(record)


class Longer(Small):
    extra: YesNo = YesNo("Extra?", "desk", yes="extra", no="not extra")
    more: Nested[Bounded] = Nested(Bounded)


def test_a_claim_of_a_derived_record_is_read_as_by_the_interpreter() -> None:
    rule = Small.inner.flag & Small.mark & BOX
    for claim in (Longer(mark=True, extra=False), Longer(mark=False), Longer(mark=True).learn(Longer.inner.flag, False)):
        assert compiled(rule)(claim) is plainly(rule, claim)


class Deepest(Record):
    some: SetOf[Thing] = SetOf(Thing, "Some?", "desk", says="some {}", empty="nothing")
    others: SetOf[Thing] = SetOf(Thing, "Others?", "desk", says="others {}", empty="nothing")


class Between(Record):
    marked: YesNo = YesNo("Marked?", "desk", yes="marked", no="not marked")
    deepest: Nested[Deepest] = Nested(Deepest)


class Outermost(Record):
    marked: YesNo = YesNo("Marked?", "desk", yes="marked", no="not marked")
    between: Nested[Between] = Nested(Between)


@attrs.frozen
class MoreIn(Condition):
    """A condition of one's own, which reads two sets as wholes."""

    one: Fact[frozenset[Thing]]
    other: Fact[frozenset[Thing]]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self.one, self.other

    def holds(self, *values: Any, **none: Any) -> bool:
        return len(values[0]) > len(values[1])


def test_records_within_records_and_sets_beside_sets_are_read_as_by_the_interpreter() -> None:
    within = Outermost.between.deepest
    rules: list[Predicate] = [MoreIn(within.some, within.others), Outermost.between.marked & ~Outermost.marked]
    for some, others, marked in product([frozenset(), {Thing.BOX}, frozenset(Thing)], [frozenset(), {Thing.CABLE}], [True, False]):
        claim = Outermost(marked=not marked).learn(within.some, some).learn(within.others, others).learn(Outermost.between.marked, marked)
        assert [compiled(rule)(claim) for rule in rules] == [plainly(rule, claim) for rule in rules] == [len(some) > len(others), marked]


def test_a_record_is_derived_from_one_record_alone() -> None:
    with pytest.raises(PolicyError, match="derived from several records: derive it from one"):
        type("Both", (Bounded, Small), {})


def test_clean_values_that_break_a_constraint_are_refused_where_they_are_asked_for() -> None:
    class Both(Record):
        a: YesNo = YesNo("A?", "desk", yes="a", no="not a", clean=True)
        b: YesNo = YesNo("B?", "desk", yes="b", no="not b", clean=True)

        @classmethod
        def constraints(cls) -> Any:
            return (Constraint(~(cls.a & cls.b), "not both", cls.b),)

    assert Both(a=True).b is UNKNOWN
    with pytest.raises(InputError, match="not both"):
        clean(Both)


def test_what_is_pickled_has_the_hashes_of_the_process_that_reads_it() -> None:
    rules: list[Any] = [Small.few.eq(3), Small.color.is_in({Color.RED}), Small.mark & BOX, Small.sold_on <= Small.reported_on]
    rules += [each for tier in STORE[0].ranked for _, _, each in tier.failings]
    hashes = [hash(rule) for rule in rules]
    code = "import pickle, sys; rules = pickle.load(sys.stdin.buffer); print([pickle.loads(pickle.dumps(r)) == r for r in rules].count(True)); "
    code += "print(sum(hash(a) == hash(pickle.loads(pickle.dumps(a))) for a in rules), sum(hash(a) in set(map(int, sys.argv[1:])) for a in rules))"
    seed = "2" if os.environ.get("PYTHONHASHSEED") == "1" else "1"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "PYTHONHASHSEED": seed}
    done = subprocess.run([sys.executable, "-c", code, *map(str, hashes)], input=pickle.dumps(rules), env=env, capture_output=True, check=True)
    assert [int(number) for number in done.stdout.split()] == [len(rules), len(rules), 0]


def test_a_condition_of_ones_own_that_answers_with_no_truth_is_refused_as_by_the_interpreter() -> None:
    @attrs.frozen
    class Odd(Condition):
        @property
        def reads(self) -> tuple[Fact[Any], ...]:
            return (Small.mark,)

        def holds(self, *values: Any, **none: Any) -> Any:
            return "yes"

    with pytest.raises(LogicError, match="return True or False"):
        compiled(any_of(Odd(), Small.inner.flag))(Small(mark=True))


def test_a_condition_is_tested_once_and_only_where_it_is_needed() -> None:
    tested = []

    @attrs.frozen
    class Told(Condition):
        @property
        def reads(self) -> tuple[Fact[Any], ...]:
            return (Small.mark,)

        def holds(self, *values: Any, **none: Any) -> bool:
            tested.append(values)
            return False

    rule = compiled((Small.inner.flag & Told()) | (Small.inner.flag & ~BOX & Told()))
    assert rule(Small(mark=True).learn(Small.inner.flag, False)) is False
    assert tested == []
    assert rule(Small(mark=True).learn(Small.inner.flag, True).learn(BOX, False)) is False
    assert len(tested) == 1


def test_a_program_is_interpreted_while_it_is_seldom_run_and_compiled_then(monkeypatch: pytest.MonkeyPatch) -> None:
    program = Program((Small.mark & BOX,))
    monkeypatch.setattr(Writer, "all", Writer.any)
    assert [program.run(Small(mark=True).learn(BOX, False)) for _ in range(SELDOM + 2)] == [(False,)] * SELDOM + [(True,)] * 2


def test_a_program_is_pickled_as_its_predicates() -> None:
    program = Program((Small.mark & BOX,), {BOX: True})
    program.run = program.compiled()
    assert pickle.loads(pickle.dumps(program)).run(Small(mark=True)) == (True,)


# --- Nothing gets in ----------------------------------------------------------------------------------------

ODD_NAMES = ["a b", "a;import os", "x\n    raise SystemExit", "present) or (1", "lambda", "None", "ﬁeld", "{0}", "", "1a"]


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_record_takes_no_name_that_is_more_than_a_name(name: str) -> None:
    with pytest.raises(PolicyError, match="is no name: name records as Python names classes"):
        type("Odd", (Record,), {name: YesNo("Odd?", "desk", yes="odd", no="even")})
    with pytest.raises(PolicyError, match="is no name: name records as Python names classes"):
        type("Odd", (Record,), {name: Nested(Small)})
    with pytest.raises(PolicyError, match="is no name: name records as Python names classes"):
        type(name, (Record,), {})


@pytest.mark.parametrize("name", ["U", "N", "r", "isa", "t0", "f2", "größe", "match", "print"])
def test_what_a_fact_or_an_option_is_named_or_says_means_nothing_to_the_text(name: str) -> None:
    said = "x\n    raise SystemExit({0})"
    option: Any = Option("Odd", {"A": (said, said), "B": ("b", "b")})  # type: ignore[arg-type]  # the call that makes an enumeration
    inner: Any = type("Inner", (Record,), {name: OneOf(option, said, said, says=said)})
    root: Any = type("Root", (Record,), {name: YesNo(said, said, yes=said, no=said), f"{name}2": Nested(inner)})
    rule = root.fact(name) & root.fact(f"{name}2", name).eq(option.A) & root.fact(f"{name}2", name).is_in({option.A, option.B})
    assert compiled(rule)(root(**{name: True, f"{name}2": inner(**{name: option.A})})) is True
    assert compiled(rule)(root(**{name: True})) is UNKNOWN
    assert made_here(rule)


def test_no_value_and_no_text_gets_into_the_text() -> None:
    rule = any_of(Small.left.eq(text) for text in ("A1", "RAISE", "IMPORT")) | (Small.sold_on < date(2026, 1, 1)) | (Small.few > 17)
    assert compiled(rule)(Small(left="IMPORT")) is True
    assert made_here(rule)


NAMES = re.compile(r"[a-z]\d+n?|[UNS]|isa|r")


def made_here(rule: Predicate) -> bool:
    """Tell whether a text holds nothing but names, places and truths that the compiler makes."""
    nodes = list(ast.walk(ast.parse(Program((rule,)).source[0])))
    kinds = {type(node) for node in nodes}
    assert kinds.isdisjoint({ast.Import, ast.ImportFrom, ast.Lambda, ast.JoinedStr, ast.ClassDef, ast.Raise, ast.Delete})
    assert {type(node.value) for node in nodes if isinstance(node, ast.Constant)} <= {bool, int, type(None)}
    assert [node.id for node in nodes if isinstance(node, ast.Name) and not NAMES.fullmatch(node.id)] == []
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)} <= {"isdisjoint", "yes", "no", "__class__", "_values"}


class Twice(Record):
    one: DayOrNone = DayOrNone("One?", "desk", says="one {}", none="none")
    other: DayOrNone = DayOrNone("Other?", "desk", says="other {}", none="none")


@pytest.mark.parametrize("rule", [Twice.one < Twice.other, Twice.one >= Twice.other, Twice.one.eq(Twice.other), ~(Twice.one <= Twice.other)], ids=str)
def test_two_days_of_which_there_may_be_none_are_compared_where_there_are_both(rule: Predicate) -> None:
    days = (UNKNOWN, NONE, date(2026, 3, 2), date(2026, 3, 3))
    for one, other in product(days, days):
        claim = Twice(one=one, other=other)
        assert compiled(rule)(claim) is plainly(rule, claim)
