"""Predicates as values: equality, copies, size, depth; how misuse is refused; conditions of one's own."""

from __future__ import annotations

import copy
import pickle
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from inspect import signature
from itertools import permutations, product
from typing import Any

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from small import Color, Small, Thing

from warranty_rules import NONE, SAME, UNKNOWN, Claim, Clause, Condition, Device, Exclusion, Market, Outcome, PartialSet, Party, Policy
from warranty_rules import Inspection, Predicate, Record, Sale, WarrantyRulesError, YesNo, all_of, any_of, clean
from warranty_rules.completions import NOTHING, candidates, solution, truth
from warranty_rules.errors import InputError, LogicError, PolicyError
from warranty_rules.facts import Compare, Fact, OrderedFact, around
from warranty_rules.policies import icenter
from warranty_rules.predicates import ALWAYS, NEVER, Either, evaluate, freedom, reasons, residue


class Trio(Record):
    a: YesNo = YesNo("A?", "desk", yes="a", no="not a")
    b: YesNo = YesNo("B?", "desk", yes="b", no="not b")
    c: YesNo = YesNo("C?", "desk", yes="c", no="not c")


A, B, C = Trio.a, Trio.b, Trio.c
DAY = date(2024, 2, 28)

# --- Misuse ---------------------------------------------------------------------------------------------

PRESENT, SOLD_HERE, MARKET = Claim.card.present, Claim.sale.sold_here, Claim.device.market
CLAIMED, MONTHS, OPENED = Claim.claimed_on, Claim.sale.contract_months, Claim.inspection.opened_by
LATE = CLAIMED > DAY

MISUSE: dict[str, tuple[Callable[[], object], str]] = {  # what is written, and what the message tells to write
    "fact and fact": (lambda: PRESENT and SOLD_HERE, "compose with &, |, ~ in place of and, or, not"),
    "fact or fact": (lambda: PRESENT or SOLD_HERE, "compose with &, |, ~"),
    "not fact": (lambda: not PRESENT, "compose with &, |, ~"),
    "if fact": (lambda: 1 if PRESENT else 2, "compose with &, |, ~"),
    "a fact that is no yes/no one": (lambda: bool(CLAIMED), "write a condition"),
    "none": (lambda: bool(NONE), "value is NONE"),
    "an outcome": (lambda: bool(Outcome.DENIED), "is Outcome.APPROVED"),
    "a membership": (lambda: bool(OPENED.has(Party.BUYER)), "compose with &, |, ~"),
    "condition and condition": (lambda: LATE and PRESENT, "compose with &, |, ~"),
    "compound or compound": (lambda: (LATE & PRESENT) or PRESENT, "compose with &, |, ~"),
    "not compound": (lambda: not (LATE | PRESENT), "call predicate(claim)"),
    "not negation": (lambda: not ~LATE, "compose with &, |, ~"),
    "a chained comparison": (lambda: DAY <= CLAIMED <= DAY, "(a <= x) & (x <= b) in place of a <= x <= b"),
    "sorting facts": (lambda: sorted([CLAIMED, Claim.accepted_on]), "call predicate(claim)"),
    "fact == value": (lambda: MARKET == Market.EUROPE, ".eq(Market.EUROPE)"),
    "value == fact": (lambda: DAY == CLAIMED, ".eq(datetime.date(2024, 2, 28))"),
    "fact != value": (lambda: PRESENT != True, ".eq(True)"),  # noqa: E712
    "fact == None": (lambda: MARKET == None, ".eq("),  # noqa: E711
    "condition == truth": (lambda: LATE == True, "call predicate(claim)"),  # noqa: E712
    "one of several == truth": (lambda: MARKET.is_in(set(Market)) == UNKNOWN, "call predicate(claim)"),
    "compound == truth": (lambda: (LATE & PRESENT) == True, "call predicate(claim)"),  # noqa: E712
    "bool(UNKNOWN)": (lambda: bool(UNKNOWN), "`value is UNKNOWN` or `claim.knows(fact)`"),
    "not an unknown value": (lambda: not Claim().card.present, "claim.knows(fact)"),
    "if an unknown truth": (lambda: 1 if PRESENT(Claim()) else 2, "`value is UNKNOWN`"),
    "a half-known set as a set": (lambda: Party.BUYER in PartialSet(yes={Party.SELLER}), "read its .yes and .no"),  # type: ignore[operator]
    "a half-known set as a truth": (lambda: bool(PartialSet(yes={Party.SELLER})), "read its .yes and .no"),
    "both in and out": (lambda: PartialSet(yes=set(Party), no={Party.SELLER}), "say one of the two"),
    "& True": (lambda: PRESENT & True, "all_of() always holds"),  # type: ignore[operator]
    "| a date fact": (lambda: PRESENT | CLAIMED, "| joins predicates"),  # type: ignore[operator]
    "all_of(None)": (lambda: all_of(PRESENT, None), "joins predicates, not None"),  # type: ignore[arg-type]
    "eq(None)": (lambda: MARKET.eq(None), "compare it with a member of Market"),  # type: ignore[arg-type]
    "eq(UNKNOWN)": (lambda: MARKET.eq(UNKNOWN), "compare it with a member of Market"),  # type: ignore[arg-type]
    "eq of a half-known set": (lambda: OPENED.eq(PartialSet(yes={Party.BUYER})), "write .has(...)"),  # type: ignore[arg-type]
    "is_in(text)": (lambda: Claim.device.model.is_in("iPhone"), ".is_in({...}) or .eq(...)"),
    "is_in of another enumeration": (lambda: MARKET.is_in({Party.BUYER}), "americas, europe, asia, other"),  # type: ignore[arg-type]
    "has of a word": (lambda: OPENED.has("buyer"), "a set of members of Party"),  # type: ignore[arg-type]
    "a datetime for a date": (lambda: CLAIMED < datetime(2024, 2, 28), "a date (not a datetime)"),
    "a number for a date": (lambda: CLAIMED < 5, "a date (not a datetime)"),  # type: ignore[operator]
    "True for a number": (lambda: MONTHS <= True, "a whole number of months, 0 to 1200"),
    "facts of two kinds": (lambda: CLAIMED < MONTHS, "not of one kind"),  # type: ignore[operator]
    "facts of two records": (lambda: CLAIMED < Sale.sold_on, "not of one record"),
    "a record of another class": (lambda: PRESENT(Trio()), "hand a Claim"),
    "None for a claim": (lambda: PRESENT(None), "hand a Claim, not None"),  # type: ignore[arg-type]
    "None as a value": (lambda: Device(portable=None), "True or False; or UNKNOWN"),  # type: ignore[arg-type]
    "a datetime as a value": (lambda: Claim(claimed_on=datetime(2024, 2, 28)), "a date (not a datetime), 1990-01-01 to 2100-12-31; or UNKNOWN"),
    "learning by name": (lambda: Claim().learn("card.present", True), "Claim.fact(...)"),  # type: ignore[arg-type]
    "knowing a record": (lambda: Claim().knows(Claim.card), "Claim.fact(...)"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("case", MISUSE)
def test_misuse_is_refused_with_what_to_write_instead(case: str) -> None:
    written, told = MISUSE[case]
    with pytest.raises(WarrantyRulesError) as caught:
        written()
    assert type(caught.value) in (LogicError, InputError)
    assert told in str(caught.value)


# --- Structure, size and depth --------------------------------------------------------------------------

MANY = [Small.few.eq(1) & Small.mark, Small.few.ne(1) | Small.mark, ~Small.mark, Small.mark, Small.inner.things.has(Thing.BOX)]
MANY += [Small.few < 3, Small.few <= 3, Small.few < 4, Small.many < 3, Small.few < Small.many, Small.color.is_in(set(Color)), Small.color.is_in([])]
MANY += [Small.inner.things.has(Thing.CABLE), Small.inner.things.eq(set()), Small.color.eq(Color.RED), all_of(), any_of(), Small.few >= 3]


def test_predicates_are_equal_by_structure_and_differ_by_any_part_of_it() -> None:
    again = pickle.loads(pickle.dumps(MANY))
    for (i, one), (j, other) in product(enumerate(MANY), enumerate(again)):
        assert (one == other) is (i == j)
        assert (one != other) is (i != j)
        assert hash(one) == hash(other) or i != j
    assert len({*MANY, *again}) == len(MANY)


def test_equal_ways_to_write_a_predicate() -> None:
    a, b, c = Small.few < 3, Small.mark, Small.inner.flag
    assert a & b & c == a & (b & c) == all_of(a, b, c) == all_of([a, b, c]) == all_of(p for p in (a, b, c))
    assert a | b | c == any_of(a, [b, c])
    assert all_of(a, all_of()) == all_of(a) == any_of(a) == a == ~~a
    assert a & b != b & a


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))], ids=["copy", "deepcopy", "pickle"])
def test_copies_are_equal_and_the_values_that_are_one_of_a_kind_stay_so(again: Callable[[Any], Any]) -> None:
    for one_of_a_kind in (UNKNOWN, NONE, SAME, CLAIMED, PRESENT, OPENED, OPENED.has(Party.BUYER), MARKET):
        assert again(one_of_a_kind) is one_of_a_kind
    claim = clean(Claim, inspection=clean(Inspection, opened_by=PartialSet(yes={Party.BUYER})))
    for value in (*MANY, all_of(MANY), Claim(), claim, claim.inspection, icenter.policy().tiers["used"].approves):
        assert again(value) == value
        assert hash(again(value)) == hash(value)
        assert repr(again(value)) == repr(value)
    assert again(claim).assumptions() == claim.assumptions()


def test_the_notation_brackets_what_binds_less() -> None:
    assert str(~(A | B) & (C | ~A) | B & C) == "not (a or b) and (c or not a) or b and c"
    assert (str(~all_of()), str(A & any_of()), repr(A | B)) == ("not always", "a and never", "<a or b>")
    assert len({str(one) for one in MANY}) == len(MANY)


def nested(depth: int) -> Predicate:
    """Nest so deep; with B and C false it is A."""
    found: Predicate = A
    for level in range(1, depth):
        found = (B | found) if level % 2 else (~C & found)
    return found


def test_a_hundred_deep_is_as_good_as_one() -> None:
    deep = nested(100)
    assert (deep.depth, nested(99).depth, A.depth, (~A).depth) == (100, 99, 1, 2)
    for again in (nested(100), pickle.loads(pickle.dumps(deep)), copy.deepcopy(deep)):
        assert (again == deep, hash(again) == hash(deep), again != nested(99)) == (True, True, True)
    assert str(deep) == f"b or {nested(99)}"
    assert [deep(Trio(a=a, b=False, c=False)) for a in (False, UNKNOWN, True)] == [False, UNKNOWN, True]
    assert reasons(deep, lambda fact: fact.of(Trio(b=False, c=False)))[1] == (A,)


@pytest.mark.parametrize("more", [lambda p: ~p, lambda p: p & A, lambda p: any_of(A, all_of(p, A)), lambda p: excluding(p)])
def test_deeper_is_refused_with_what_to_do(more: Callable[[Predicate], object]) -> None:
    with pytest.raises(PolicyError, match=r"at most 100 deep: build wide ones with all_of\(\.\.\.\) or any_of"):
        more(nested(100))


@pytest.mark.heavy  # a hundred thousand calls, which the tracer of coverage slows down
def test_a_hundred_thousand_parts_are_no_trouble() -> None:
    parts = [Small.few.ne(n % 20) if n % 3 else Small.many < n % 19 for n in range(100_000)]
    wide, again = any_of(parts), any_of(iter(parts))
    assert (wide.depth, len(wide.conditions), wide == again, hash(wide) == hash(again)) == (2, 100_000, True, True)
    assert pickle.loads(pickle.dumps(wide)) == wide
    assert [wide(Small(few=few, many=20)) for few in (UNKNOWN, 1)] == [UNKNOWN, True]
    assert (~wide)(Small(few=1)) is False
    assert len(str(wide)) > 1_000_000
    assert wide != any_of([*parts[:-1], Small.mark])


# --- Conditions of one's own ----------------------------------------------------------------------------


@attrs.frozen
class Exceeds(Condition):
    """One number exceeds another so many times over."""

    large: OrderedFact[int]
    small: OrderedFact[int]
    times: int

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self.large, self.small

    def holds(self, large: int, small: int) -> bool:
        assert type(large) is type(small) is int  # handed values, never the claim nor an unknown
        return large > self.times * small

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[int]]) -> Iterable[int]:
        edges = [n * self.times for n in given(self.small)] if fact == self.large else [n // self.times for n in given(self.large)]
        return [near for edge in edges for near in (edge, edge + 1)]


GENEROUS = Exceeds(MONTHS, Claim.sale.manufacturer_months, 2)


def judged(policy: Policy[Claim], manufacturer_months: Any) -> Any:
    """Decide a clean claim for used goods under six months of contract."""
    sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20))
    return policy.adjudicate(claim.learn(Claim.sale.manufacturer_months, manufacturer_months) if manufacturer_months is not UNKNOWN else claim)


def excluding(predicate: Predicate) -> Policy[Claim]:
    """Add an exclusion to the store's used-goods tier."""
    policy, clause = icenter.policy(), Clause("X1", "a generous contract", "Longer than twice the manufacturer's.", "nowhere")
    more = {"used": Exclusion(clause, predicate)}
    tiers = tuple(attrs.evolve(t, exclusions=(*t.exclusions, more[t.id])) if t.id in more else t for t in policy.ranked)
    return attrs.evolve(policy, ranked=tiers, clauses=(*policy.clauses, clause))


def test_a_condition_of_ones_own_is_three_valued_like_any_other() -> None:
    assert [GENEROUS(Claim(sale=Sale(contract_months=6, manufacturer_months=n))) for n in (2, 3, UNKNOWN)] == [True, False, UNKNOWN]
    assert [(~GENEROUS | PRESENT)(Claim(sale=Sale(contract_months=6, manufacturer_months=n))) for n in (2, 3)] == [UNKNOWN, True]
    assert str(GENEROUS) == "Exceeds(large sale.contract_months, small sale.manufacturer_months, times 2)"
    assert GENEROUS == Exceeds(MONTHS, Claim.sale.manufacturer_months, 2) != Exceeds(MONTHS, Claim.sale.manufacturer_months, 3)
    assert pickle.loads(pickle.dumps(~GENEROUS)) == ~GENEROUS


def test_a_policy_asks_for_decides_by_and_explains_a_condition_of_ones_own() -> None:
    decisions = [judged(excluding(GENEROUS), n) for n in (UNKNOWN, 2, 3)]
    assert [d.outcome for d in decisions] == [Outcome.PENDING, Outcome.DENIED, Outcome.APPROVED]
    assert [q.path for q in decisions[0].questions] == ["sale.manufacturer_months"]
    (ground,) = decisions[1].grounds
    assert [(str(k.fact), k.value) for k in ground.because] == [("sale.contract_months", 6), ("sale.manufacturer_months", 2)]
    assert "X1 a generous contract" in str(decisions[1])


@attrs.frozen
class Since(Condition):
    """So long has passed from one day to another."""

    when: OrderedFact[date]
    start: OrderedFact[date]
    by: relativedelta

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self.when, self.start

    def holds(self, when: date, start: date) -> bool:
        return when >= start + self.by

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[date]]) -> Iterable[date]:
        if fact == self.when:
            return [start + self.by - timedelta(off) for start in given(self.start) for off in (0, 1)]
        return [when - self.by + timedelta(off) for when in given(self.when) for off in range(-3, 4)]


def test_of_two_conditions_of_ones_own_it_may_hang_on_the_day_which_turns_first() -> None:
    lengths = relativedelta(months=1), relativedelta(days=29), relativedelta(days=27)
    month, days, other = (Since(Small.reported_on, Small.sold_on, by) for by in lengths)
    found = solution([(month, True), (days, False), (Small.sold_on >= date(2026, 7, 10), True)])  # in a February of 28 days, or on its eve
    assert found is not None
    assert tuple(each.holds(*(found[fact] for fact in each.reads)) for each in (month, days)) == (True, False)
    assert solution([(month, True), (other, False)]) is None
    assert month.crosses(days)  # where the terms do not say that it does not


@attrs.frozen
class PastTheMiddle(Condition):
    """A test of one's own: a day is past the 15th of the month of another."""

    when: OrderedFact[date]
    start: OrderedFact[date]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self.when, self.start

    def holds(self, when: date, start: date) -> bool:
        return when > start.replace(day=15)

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[date]]) -> Iterable[date]:
        for day in given(self.start if fact == self.when else self.when):
            if fact == self.when:
                turn = day.replace(day=16)
            else:
                turn = day.replace(day=1) if day.day <= 15 else (day.replace(day=1) + timedelta(32)).replace(day=1)
            yield from (turn - timedelta(1), turn)


def test_beside_a_comparison_too_it_may_hang_on_the_day_which_turns_first() -> None:
    late = PastTheMiddle(Small.reported_on, Small.sold_on)
    comparisons = (Small.reported_on <= Small.sold_on, Small.reported_on.eq(Small.sold_on), ~(Small.reported_on > Small.sold_on))
    for comparison, (one, other) in product(comparisons, ((0, 1), (1, 0))):
        rules = (late, comparison)
        found = solution([(rules[one], True), (rules[other], True), (Small.sold_on >= date(2026, 7, 10), True)])  # in the second half of a month
        assert found is not None
        assert late.holds(*(found[fact] for fact in late.reads))
        assert found[Small.reported_on] <= found[Small.sold_on]
        assert not any(a.crosses(b) for a in comparison.conditions for b in (Small.reported_on.eq(Small.sold_on), Small.sold_on > date(2026, 7, 1)))


class Vouched(PastTheMiddle):
    """The same test, which says that it does not matter."""

    def crosses(self, other: Condition) -> bool:
        return False


def test_where_a_condition_of_ones_own_says_that_it_does_not_matter_fewer_days_are_tried() -> None:
    on_days = (Small.sold_on >= date(2026, 7, 10), True, NOTHING)
    since = Since(Small.reported_on, Small.sold_on, relativedelta(months=1))
    for beside in (since, Small.reported_on.eq(Small.sold_on)):
        tried = [
            len(candidates(Small.sold_on, [*wants, on_days], NOTHING))
            for own in (PastTheMiddle, Vouched)
            for wants in permutations(((own(Small.reported_on, Small.sold_on), True, NOTHING), (beside, True, NOTHING)))
        ]
        assert max(tried[2:]) < min(tried[:2]) / 10


@attrs.frozen
class Curved(Condition):
    """A test of two numbers that holds at two pairs of them alone."""

    few: OrderedFact[int]
    many: OrderedFact[int]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self.few, self.many

    def holds(self, few: int, many: int) -> bool:
        return (few - 3) * (many - 5) == 1

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[int]]) -> Iterable[int]:
        other, middle, off = (self.many, 3, 5) if fact == self.few else (self.few, 5, 3)
        return [near for value in given(other) if value != off for near in range(middle - 1, middle + 3)]


def test_a_condition_of_ones_own_is_exact_while_one_of_its_facts_is_open() -> None:
    curved = Curved(Small.few, Small.many)
    for many in range(9):
        can = any(curved.holds(few, many) for few in range(9))
        assert truth(curved, Small(many=many)) is (UNKNOWN if can else False)


@attrs.frozen
class Careless(Condition):
    """A condition that gives no turns, and no truth."""

    reads = (Claim.sale.manufacturer_months,)

    def holds(self, months: int) -> int:  # type: ignore[override]
        return months


def test_a_condition_of_ones_own_that_cannot_work_is_refused() -> None:
    with pytest.raises(PolicyError) as refused:
        excluding(Careless())
    assert "Careless reads sale.manufacturer_months, which has endlessly many values: define its method turns(fact, given)" in str(refused.value)
    with pytest.raises(LogicError, match="Careless.holds returned 1: return True or False"):
        Careless()(Claim(sale=Sale(manufacturer_months=1)))


@pytest.mark.parametrize(
    ("value", "near"),
    [
        (5, (4, 5, 6)),
        (True, (True,)),
        ("x", ("x",)),
        (date(2026, 3, 1), (date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 2))),
        (date.min, (date.min, date.min, date(1, 1, 2))),
        (date.max, (date(9999, 12, 30), date.max, date.max)),
    ],
    ids=str,
)
def test_a_value_has_one_before_and_one_after(value: object, near: tuple[object, ...]) -> None:
    assert list(map(repr, around(value))) == list(map(repr, near))


def test_what_is_known_to_hold_or_not_to_hold_is_plain_and_so_is_its_opposite() -> None:
    for rule, held in product((Small.mark, ~Small.mark, Small.mark | Small.mark), (True, False)):
        assert residue(rule, {Small.mark: held}.__getitem__) == (ALWAYS if evaluate(rule, {Small.mark: held}.__getitem__) else NEVER)


def test_what_can_be_true_and_can_be_false_of_a_part_is_turned_by_not() -> None:
    class Can(Either):
        def test(self, condition: Condition) -> tuple[bool, bool]:
            return condition == Small.mark, condition != Small.mark

    assert [rule.fold(Can()) for rule in (Small.mark, ~Small.mark, ~(Small.mark & Small.inner.flag))] == [(True, False), (False, True), (True, False)]


def test_what_is_joined_is_predicates_and_a_formula_has_a_name_in_rich() -> None:
    for join, word in ((all_of, "&"), (any_of, "|")):
        with pytest.raises(LogicError) as refused:
            join(Small.mark, 3)  # type: ignore[arg-type]
        assert str(refused.value) == f"{word} joins predicates, not 3; all_of() always holds, any_of() never does"
    assert [*(Small.few <= Small.many).__rich_repr__()] == [("formula", "few <= many")]


def test_a_predicate_is_one_deeper_than_its_parts() -> None:
    assert [each.depth for each in (Small.mark, all_of(), any_of(), ~all_of(), Small.mark & Small.inner.flag)] == [1, 1, 1, 2, 2]


def test_what_a_yes_no_fact_is_free_to_be_is_what_any_predicate_of_it_is() -> None:
    for fact in (Small.mark, Small.inner.flag, *Small.inner.things.members):
        assert fact.freedom == freedom(fact) == ({fact: (True, False)}, ())


def test_kinds_of_facts_are_compared_with_their_own_alone() -> None:
    for one, other in ((Small.few, Small.left), (Small.left, Small.few), (Small.sold_on, Small.many)):
        with pytest.raises(LogicError):
            one.eq(other)
    assert str(Small.delivered_on.eq(Small.sold_on)) == "delivered_on is sold_on"


def test_a_comparison_is_made_of_a_fact_a_word_and_what_it_is_compared_with() -> None:
    assert [*signature(Compare).parameters] == ["fact", "word", "other"]


def test_of_every_field_it_is_known_whether_its_values_have_an_order() -> None:
    ordered = {fact.field.ordered for fact in (Small.sold_on, Small.delivered_on, Small.few)}
    unordered = {fact.field.ordered for fact in (Small.mark, Small.color, Small.left, Small.inner.things)}
    assert (ordered, unordered) == ({True}, {False})
