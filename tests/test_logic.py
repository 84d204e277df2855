"""Three-valued logic: Kleene's tables and laws, the laws of knowing, comparisons, half-known sets; each law with a sabotage."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import chain, combinations, product
from typing import Any

import pytest
from brute import classical
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from profiles import scaled
from small import Color, Small

from warranty_rules import UNKNOWN, Condition, PartialSet, Predicate, Record, SetOf, YesNo, all_of, any_of, predicates
from warranty_rules.errors import InputError
from warranty_rules.predicates import Compound, Kleene, Negation, Reasons, evaluate, reasons
from warranty_rules.testing import predicates as predicates_over
from warranty_rules.testing import records, values
from warranty_rules.values import Truth


class Trio(Record):
    a: YesNo = YesNo("A?", "desk", yes="a", no="not a")
    b: YesNo = YesNo("B?", "desk", yes="b", no="not b")
    c: YesNo = YesNo("C?", "desk", yes="c", no="not c")
    colors: SetOf[Color] = SetOf(Color, "Colors?", "desk", says="{}", empty="none")


A, B, C = Trio.a, Trio.b, Trio.c
TRUTHS: tuple[Truth, ...] = (False, UNKNOWN, True)
TRIOS = [Trio(a=a, b=b, c=c) for a, b, c in product(TRUTHS, repeat=3)]

# --- The tables -----------------------------------------------------------------------------------------

TABLES = """
a  b  | a & b  a | b  ~a
F  F  |   F      F    T
F  U  |   F      U    T
F  T  |   F      T    T
U  F  |   F      U    U
U  U  |   U      U    U
U  T  |   U      T    U
T  F  |   F      T    F
T  U  |   U      T    F
T  T  |   T      T    F
"""
LETTERS: dict[str, Truth] = {"F": False, "U": UNKNOWN, "T": True}
ROWS = [[LETTERS[cell] for cell in line.split() if cell != "|"] for line in TABLES.strip().splitlines()[1:]]


def tables() -> list[list[Truth]]:
    """Work the tables out, with ``&`` and ``|`` on either side of the other."""
    pairs = list(product(TRUTHS, repeat=2))
    return [[a, b, *(p(Trio(a=a, b=b)) for p in (A & B, A | B, ~A))] for a, b in pairs]


def test_the_connectives_follow_the_tables() -> None:
    assert tables() == ROWS


# --- The laws of the connectives ------------------------------------------------------------------------

Equation = Callable[[Predicate, Predicate, Predicate], tuple[Predicate, Predicate]]
LAWS: dict[str, tuple[Equation, str]] = {  # each with a sabotage under which it must fail
    "& commutes": (lambda p, q, r: (p & q, q & p), "the first part decides"),
    "| commutes": (lambda p, q, r: (p | q, q | p), "the first part decides"),
    "& associates": (lambda p, q, r: ((p & q) & r, p & (q & r)), "flattening loses a part"),
    "| associates": (lambda p, q, r: ((p | q) | r, p | (q | r)), "flattening loses a part"),
    "& is idempotent": (lambda p, q, r: (p & p, p), "two unknowns settle"),
    "| is idempotent": (lambda p, q, r: (p | p, p), "two unknowns settle"),
    "& distributes over |": (lambda p, q, r: (p & (q | r), (p & q) | (p & r)), "& is open if a part is"),
    "| distributes over &": (lambda p, q, r: (p | (q & r), (p | q) & (p | r)), "| is open if a part is"),
    "& absorbs |": (lambda p, q, r: (p & (p | q), p), "& is open if a part is"),
    "| absorbs &": (lambda p, q, r: (p | (p & q), p), "| is open if a part is"),
    "De Morgan of &": (lambda p, q, r: (~(p & q), ~p | ~q), "a ~ dropped"),
    "De Morgan of |": (lambda p, q, r: (~(p | q), ~p & ~q), "a ~ dropped"),
    "~ undoes ~": (lambda p, q, r: (~~p, p), "~~ is ~"),
    "what always holds is neutral to &": (lambda p, q, r: (p & ~any_of(), p), "a ~ dropped"),
    "what never holds is neutral to |": (lambda p, q, r: (p | ~all_of(), p), "a ~ dropped"),
    "what never holds absorbs &": (lambda p, q, r: (p & any_of(), any_of()), "the first part decides"),
    "what always holds absorbs |": (lambda p, q, r: (p | all_of(), all_of()), "the first part decides"),
    "~ swaps the constants": (lambda p, q, r: (~all_of(), any_of()), "a ~ dropped"),
}


def _first(self: Kleene, parts: Iterable[Truth]) -> Truth:
    return next(iter(parts), True)


def _open_if_a_part_is(join: Callable[[Kleene, Iterable[Truth]], Truth]) -> Any:
    def joined(self: Kleene, parts: Iterable[Truth]) -> Truth:
        found = list(parts)
        return UNKNOWN if UNKNOWN in found else join(self, found)

    return joined


def _two_unknowns_settle(join: Callable[[Kleene, Iterable[Truth]], Truth], settled: bool) -> Any:
    def joined(self: Kleene, parts: Iterable[Truth]) -> Truth:
        found = list(parts)
        return settled if found.count(UNKNOWN) > 1 else join(self, found)

    return joined


def _unknown_is_false(self: Kleene, condition: Condition) -> Truth:
    read = [self.lookup(fact) for fact in condition.reads]
    return not any(value is UNKNOWN for value in read) and condition.holds(*read)


def _losing(kind: Any, word: str, parts: Iterable[Any]) -> Iterator[Predicate]:
    for part in parts:
        yield from part.parts[:-1] if type(part) is kind else (part,)


def _one_decides(self: Reasons, join: Any, parts: Iterable[Any]) -> Any:
    found = list(parts)
    held = join(part for part, _ in found)
    return held, next((conditions for part, conditions in found if part is held), ())


SABOTAGE: dict[str, list[tuple[Any, str, Any]]] = {
    "an unknown makes a condition false": [(Kleene, "test", _unknown_is_false)],
    "min and max swapped": [(Kleene, "all", Kleene.any), (Kleene, "any", Kleene.all)],
    "a ~ dropped": [(Kleene, "negate", lambda self, part: part)],
    "~~ is ~": [(Negation, "__invert__", lambda self: self)],
    "the first part decides": [(Kleene, "all", _first), (Kleene, "any", _first)],
    "two unknowns settle": [(Kleene, "all", _two_unknowns_settle(Kleene.all, False)), (Kleene, "any", _two_unknowns_settle(Kleene.any, True))],
    "& is open if a part is": [(Kleene, "all", _open_if_a_part_is(Kleene.all))],
    "| is open if a part is": [(Kleene, "any", _open_if_a_part_is(Kleene.any))],
    "flattening loses a part": [(predicates, "_joined", _losing)],
    "one part is reason enough": [(Reasons, "_deciding", _one_decides)],
}


@contextmanager
def sabotaged(name: str) -> Iterator[None]:
    """Break the interpreter, and let it evaluate; that what is compiled says the same, its own tests see to."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compound, "__call__", Predicate.__call__)
        for where, attribute, broken in SABOTAGE[name]:
            patch.setattr(where, attribute, broken)
        yield


def equal_on_trios(equation: Equation) -> bool:
    left, right = equation(A, B, C)
    return all(left(trio) is right(trio) for trio in TRIOS)


@pytest.mark.parametrize("law", LAWS)
def test_a_law_of_the_connectives_holds_in_the_whole_table_and_fails_under_its_sabotage(law: str) -> None:
    equation, sabotage = LAWS[law]
    assert equal_on_trios(equation)
    with sabotaged(sabotage):
        assert not equal_on_trios(equation)


@pytest.mark.parametrize("sabotage", ["min and max swapped", "a ~ dropped", "an unknown makes a condition false"])
def test_the_tables_fail_under_sabotage(sabotage: str) -> None:
    with sabotaged(sabotage):
        assert tables() != ROWS


RANDOM, SMALL = predicates_over(Small, size=4), records(Small)


@settings(max_examples=scaled(80))
@given(RANDOM, RANDOM, RANDOM, SMALL)
def test_the_laws_of_the_connectives_hold_for_any_predicates(p: Predicate, q: Predicate, r: Predicate, record: Small) -> None:
    for name, (equation, _) in LAWS.items():
        left, right = equation(p, q, r)
        assert left(record) is right(record), name


# --- The laws of knowing --------------------------------------------------------------------------------


def law_a_condition_is_open_iff_a_fact_it_reads_is(predicate: Predicate, record: Small, data: st.DataObject) -> None:
    for condition in predicate.conditions:
        assert (condition(record) is UNKNOWN) is not all(map(record.knows, condition.reads))


def law_learning_never_flips_a_known_truth(predicate: Predicate, record: Small, data: st.DataObject) -> None:
    held = predicate(record)
    for fact in (v for f in record.facts() for v in f.variables if not record.knows(v)):
        try:
            record = record.learn(fact, data.draw(st.sampled_from(fact.domain) if fact.domain else values(fact.field)))
        except InputError:  # reported before the sale: stays open
            continue
        assert held is UNKNOWN or predicate(record) is held
        held = predicate(record)


def law_with_every_fact_known_it_is_pythons_own_logic(predicate: Predicate, record: Small, data: st.DataObject) -> None:
    known = data.draw(records(Small, complete=True))
    assert predicate(known) is classical(predicate, {v: v.of(known) for f in known.facts() for v in f.variables})


def law_reasons_suffice(predicate: Predicate, record: Small, data: st.DataObject) -> None:
    held, (_, deciding) = predicate(record), reasons(predicate, lambda fact: fact.of(record))
    told = {fact for condition in deciding for fact in condition.reads}
    assert evaluate(predicate, lambda fact: fact.of(record) if fact in told else UNKNOWN) is held
    assert all((condition(record) is UNKNOWN) is (held is UNKNOWN) for condition in deciding)
    assert bool(deciding) or held is not UNKNOWN
    assert list(deciding) == [c for c in dict.fromkeys(predicate.conditions) if c in deciding]


KNOWING: dict[Callable[..., None], str] = {
    law_a_condition_is_open_iff_a_fact_it_reads_is: "an unknown makes a condition false",
    law_learning_never_flips_a_known_truth: "an unknown makes a condition false",
    law_with_every_fact_known_it_is_pythons_own_logic: "min and max swapped",
    law_reasons_suffice: "one part is reason enough",
}


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize("law", KNOWING, ids=lambda law: law.__name__)
def test_a_law_of_knowing_holds_and_fails_under_its_sabotage(law: Callable[..., None]) -> None:
    drawn = given(predicates_over(Small), SMALL, st.data())
    settings(max_examples=scaled(80))(drawn(law))()
    with sabotaged(KNOWING[law]), pytest.raises(AssertionError):
        settings(max_examples=2_000, phases=[Phase.generate], report_multiple_bugs=False)(drawn(law))()  # ends with the first that fails


# --- Conditions -----------------------------------------------------------------------------------------

DAY = date(2024, 2, 28)
ORDER = [operator.lt, operator.le, operator.gt, operator.ge]
NUMBERS: tuple[Any, ...] = (Small.few, Small.many, (2, 3, 4), lambda few, many: Small(few=few, many=many))
DAYS: tuple[Any, ...] = (
    Small.reported_on,
    Small.sold_on,
    [date.fromordinal(DAY.toordinal() + shift) for shift in (0, 1, 2)],
    lambda later, earlier: Small(reported_on=later, sold_on=earlier),
)


@pytest.mark.parametrize("test", [*ORDER, operator.eq, operator.ne], ids=lambda test: test.__name__)
@pytest.mark.parametrize(("one", "other", "tried", "make"), [NUMBERS, DAYS], ids=["numbers", "days"])
def test_a_comparison_is_what_python_makes_of_the_values(test: Any, one: Any, other: Any, tried: list[Any], make: Any) -> None:
    write = test if test in ORDER else lambda fact, value: (fact.eq if test is operator.eq else fact.ne)(value)
    for x, y in product(tried, repeat=2):
        assert write(one, y)(make(x, UNKNOWN)) is test(x, y)
        if test in ORDER:
            assert write(y, one)(make(x, UNKNOWN)) is test(y, x)
        if (record := attempt(lambda x=x, y=y: make(x, y))) is not None:
            assert write(one, other)(record) is test(x, y)


def attempt(make: Callable[[], Any]) -> Any:
    """Make a record, or nothing where it would be reported before the sale."""
    try:
        return make()
    except InputError:
        return None


def test_one_of_several_and_the_order_in_which_they_are_given() -> None:
    warm = Small.color.is_in([Color.RED, Color.GREEN])
    assert [warm(Small(color=color)) for color in Color] == [True, True, False]
    assert (warm(Small()), Small.color.is_in([])(Small(color=Color.RED))) == (UNKNOWN, False)
    assert str(warm) == str(Small.color.is_in([Color.GREEN, Color.RED])) == "color is in {green, red}"


# --- Sets -----------------------------------------------------------------------------------------------


def subsets(things: Iterable[Any]) -> list[frozenset[Any]]:
    found = list(things)
    return [frozenset(s) for s in chain.from_iterable(combinations(found, n) for n in range(len(found) + 1))]


HALF_KNOWN = [PartialSet(yes=yes, no=no) for yes, no in product(subsets(Color), repeat=2) if not yes & no]


def consensus(decide: Callable[[frozenset[Any]], bool], partial: PartialSet[Any]) -> Truth:
    """Say what all sets agree on that a half-known one may turn out to be."""
    found = {decide(s) for s in subsets(Color) if partial.yes <= s and not partial.no & s}
    return found.pop() if len(found) == 1 else UNKNOWN


def test_a_half_known_set_keeps_its_own_copy_of_what_is_in_it_and_what_is_not() -> None:
    inside, outside = {Color.RED}, {Color.BLUE}
    partial = PartialSet(yes=inside, no=outside)
    inside.clear()
    outside.clear()
    assert partial == PartialSet(yes=[Color.RED], no=[Color.BLUE])  # type: ignore[arg-type]  # lists are taken too
    assert hash(partial) == hash(PartialSet(yes=frozenset({Color.RED}), no=frozenset({Color.BLUE})))
    assert (partial.yes, partial.no) == ({Color.RED}, {Color.BLUE})


@pytest.mark.parametrize("partial", HALF_KNOWN, ids=repr)
def test_a_half_known_set_decides_where_every_set_it_may_be_agrees(partial: PartialSet[Any]) -> None:
    record = Trio(colors=partial)
    for asked in subsets(Color):
        assert Trio.colors.has_any(asked)(record) is consensus(lambda s, asked=asked: bool(s & asked), partial)
        assert all_of(map(Trio.colors.has, asked))(record) is consensus(lambda s, asked=asked: asked <= s, partial)
    known_in_full = partial.yes | partial.no == frozenset(Color)
    assert record.knows(Trio.colors) is known_in_full
    assert Trio.colors.eq(partial.yes)(record) is (True if known_in_full else UNKNOWN)
