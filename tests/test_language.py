"""What terms are stated with: days that may be none, starts that fall back, lengths by value, open cases, windows with a calendar of their own."""

from __future__ import annotations

import copy
import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from papers import problems
from shops import bicycles
from small import Color, Small

import warranty_rules
from warranty_rules import EVERY_DAY, NONE, UNKNOWN, BusinessCalendar, Choice, Claim, Day, DayOrNone, Policy, Predicate, Record, RepairClock, Row
from warranty_rules import MonthEnd, OneOf, Term, Text, Whole, Window, YesNo, all_of, clean, days, months
from warranty_rules.calendars import Unit
from warranty_rules.clocks import Leg, Paused
from warranty_rules.completions import relevant, solution, truth
from warranty_rules.documents import decision_document, document, schema, take
from warranty_rules.errors import CalendarError, InputError, LogicError, PolicyError
from warranty_rules.facts import COMPARISONS, Fact
from warranty_rules.periods import Expired, NotYet, Period, business_days, expired, longest, not_yet, otherwise, per, shortest, within
from warranty_rules.policies import icenter
from warranty_rules.records import Constraint
from warranty_rules.tiers import NoWindow, Remedy, Service, Stated, always
from warranty_rules.wording import policy_text, statement

DELIVERED, SOLD, REPORTED = Small.delivered_on, Small.sold_on, Small.reported_on
DATES = st.dates(date(2023, 1, 1), date(2026, 12, 31))
MAYBE = DATES | st.just(NONE)
TERM = Term(months(2))

# --- Days that may be none ------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["<", "<=", ">", ">="])
@given(delivered=MAYBE, sold=DATES, bound=DATES)
def test_none_is_neither_before_nor_after_anything(word: str, delivered: Any, sold: date, bound: date) -> None:
    small, test = Small(delivered_on=delivered, sold_on=sold, reported_on=date(2030, 1, 1)), COMPARISONS[word]
    written: dict[str, Callable[[Any, Any], Any]] = {
        "<": lambda a, b: a < b,
        "<=": lambda a, b: a <= b,
        ">": lambda a, b: a > b,
        ">=": lambda a, b: a >= b,
    }
    there_is = delivered is not NONE
    assert written[word](DELIVERED, bound)(small) is (there_is and test(delivered, bound))
    assert written[word](DELIVERED, SOLD)(small) is (there_is and test(delivered, sold))
    assert written[word](SOLD, DELIVERED)(small) is (there_is and test(sold, delivered))
    assert (~written[word](DELIVERED, bound))(small) is not written[word](DELIVERED, bound)(small)


@given(delivered=MAYBE, sold=DATES)
def test_none_is_equal_to_none_alone(delivered: Any, sold: date) -> None:
    small = Small(delivered_on=delivered, sold_on=sold, reported_on=date(2030, 1, 1))
    assert DELIVERED.eq(NONE)(small) is (delivered is NONE)
    assert DELIVERED.ne(NONE)(small) is (delivered is not NONE)
    assert DELIVERED.eq(SOLD)(small) is (delivered == sold)
    assert DELIVERED.is_in({NONE, sold})(small) is (delivered is NONE or delivered == sold)


def test_an_unknown_day_is_not_none() -> None:
    assert DELIVERED.eq(NONE)(Small()) is UNKNOWN
    assert (DELIVERED < SOLD)(Small(delivered_on=NONE)) is UNKNOWN  # it reads the sale as well
    assert (DELIVERED.ne(NONE) & (DELIVERED < SOLD))(Small(delivered_on=NONE)) is False


@pytest.mark.parametrize("value", [None, "none", "2026-03-02", datetime(2026, 3, 2), date(1989, 12, 31), date(2101, 1, 1), 0, False])  # noqa: DTZ001
def test_a_day_or_none_takes_days_and_none_alone(value: Any) -> None:
    with pytest.raises(InputError, match=r"delivered_on: got .*; accepted: a date \(not a datetime\), 1990-01-01 to 2100-12-31; or NONE; or UNKNOWN"):
        Small(delivered_on=value)
    assert Small(delivered_on=NONE).delivered_on is NONE
    with pytest.raises(InputError, match="sold_on: got NONE"):
        Small(sold_on=NONE)  # type: ignore[arg-type]


def test_a_day_or_none_is_written_and_read_as_its_schema_says() -> None:
    check = Draft202012Validator(schema(Small))
    for written, value in (("none", NONE), ("2026-03-02", date(2026, 3, 2)), (None, UNKNOWN)):
        given_ = {"schema": 1, "delivered_on": written}
        assert check.is_valid(given_)
        (read,) = take(Small, given_)
        assert read.delivered_on == value
        assert document(read).get("delivered_on") == written
    for wrong in ("None", "never", "2026-02-30", 0, ["none"]):
        (problem,) = problems({"delivered_on": wrong}, Small)
        assert (problem.path, problem.accepted) == (
            "delivered_on",
            'a date as "YYYY-MM-DD", 1990-01-01 to 2100-12-31; or "none"; or null for unknown',
        )
        assert wrong == "2026-02-30" or not check.is_valid({"delivered_on": wrong})


def test_none_has_a_statement_of_its_own() -> None:
    assert statement(DELIVERED, NONE) == "collected"
    assert statement(DELIVERED, date(2026, 3, 2)) == "delivered on 2 Mar 2026"
    assert statement(DELIVERED, UNKNOWN) == "not known: Delivered?"


def test_conditions_on_days_that_may_be_none_can_be_sent_to_another_process() -> None:
    for predicate in (DELIVERED < SOLD, DELIVERED.eq(NONE), expired(REPORTED, otherwise(DELIVERED, SOLD), TERM)):
        again = pickle.loads(pickle.dumps(predicate))
        assert again == predicate
        assert again(Small(delivered_on=NONE, sold_on=date(2026, 1, 1), reported_on=date(2026, 2, 1))) in {True, False}


def test_a_day_that_may_be_none_is_compared_with_days_alone() -> None:
    with pytest.raises(LogicError, match="delivered_on and few cannot be compared"):
        DELIVERED < Small.few  # type: ignore[operator]
    with pytest.raises(LogicError, match=r"sold_on is never NONE: compare it with a date"):
        SOLD.eq(NONE)  # type: ignore[arg-type]


# --- Starts that fall back ------------------------------------------------------------------------------


@given(delivered=MAYBE, sold=DATES, reported=DATES)
def test_a_term_runs_from_the_first_day_that_there_is(delivered: Any, sold: date, reported: date) -> None:
    small = Small.__new__(Small)  # a report before the sale too, which no claim may have
    vars(small).update(vars(Small(delivered_on=delivered)) | {"sold_on": sold, "reported_on": reported})
    start = sold if delivered is NONE else delivered
    fallback = otherwise(DELIVERED, SOLD)
    assert fallback.of(small) == start
    assert not_yet(REPORTED, fallback, TERM)(small) is (reported < start)
    assert expired(REPORTED, fallback, TERM)(small) is (reported > TERM.last(start))
    assert within(REPORTED, fallback, TERM)(small) is TERM.covers(reported, start)


def test_partial_knowledge_decides_where_it_can() -> None:
    past = expired(REPORTED, otherwise(DELIVERED, SOLD), TERM)
    assert past(Small(delivered_on=date(2026, 1, 1), reported_on=date(2026, 5, 1))) is True  # the sale does not matter
    assert past(Small(sold_on=date(2026, 1, 1), reported_on=date(2026, 5, 1))) is UNKNOWN  # an unknown delivery is not none


def test_a_term_that_runs_from_none_never_begins() -> None:
    never = Small(delivered_on=NONE, reported_on=date(2026, 5, 1))
    assert not_yet(REPORTED, DELIVERED, TERM)(never) is True
    assert expired(REPORTED, DELIVERED, TERM)(never) is False
    assert within(REPORTED, DELIVERED, TERM)(never) is False
    assert within(REPORTED, DELIVERED, Term(months(1), months(1)))(never) is False


class Parcel(Record):
    """Three days that a term may run from."""

    reported: Day = Day("When was it reported?", "staff", says="reported on {}")
    delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="not delivered")
    collected: DayOrNone = DayOrNone("When was it collected?", "till", says="collected on {}", none="not collected")
    sold: Day = Day("When was it sold?", "till", says="sold on {}")


@pytest.mark.parametrize("term", [Term(months(1)), Term(days(40), after=days(20))], ids=str)
@pytest.mark.parametrize("collected", [date(2026, 3, 5), NONE], ids=str)
@pytest.mark.parametrize("delivered", [date(2026, 4, 7), NONE], ids=str)
def test_of_three_days_the_first_that_there_is_counts(delivered: Any, collected: Any, term: Term) -> None:
    sold, start = date(2026, 1, 9), otherwise(Parcel.delivered, Parcel.collected, Parcel.sold)
    day = next(each for each in (delivered, collected, sold) if each is not NONE)
    for reported in (day, term.first(day), term.last(day), term.last(day) + timedelta(1)):
        parcel = Parcel(delivered=delivered, collected=collected, sold=sold, reported=reported)
        assert start.of(parcel) == day
        assert not_yet(Parcel.reported, start, term)(parcel) is (reported < term.first(day))
        assert expired(Parcel.reported, start, term)(parcel) is (reported > term.last(day))
        assert within(Parcel.reported, start, term)(parcel) is term.covers(reported, day)


@pytest.mark.parametrize("term", [Term(months(1)), Term(days(40), after=days(20))], ids=str)
def test_a_term_that_falls_back_on_none_never_begins(term: Term) -> None:
    start, never = otherwise(Parcel.delivered, Parcel.collected), Parcel(delivered=NONE, collected=NONE, reported=date(2026, 5, 1))
    assert start.of(never) is NONE
    assert (not_yet(Parcel.reported, start, term)(never), expired(Parcel.reported, start, term)(never)) == (True, False)


def test_whether_a_term_began_does_not_wait_for_how_long_it_runs() -> None:
    early, late = (Small(sold_on=date(2026, 1, 1), reported_on=date(2026, 1, 1), delivered_on=date(2026, 1, day)) for day in (2, 1))
    lasting = Term(months(Small.few), months(Small.many))
    for term in (BY_COLOR, Term(months(Small.few))):
        assert not_yet(REPORTED, DELIVERED, term)(early) is True
        assert not_yet(REPORTED, DELIVERED, term)(late) is False
        assert not_yet(REPORTED, DELIVERED, term)(Small(delivered_on=NONE)) is True  # whenever it was reported
    assert not_yet(REPORTED, SOLD, lasting).inputs == {REPORTED, SOLD, Small.many}
    assert expired(REPORTED, SOLD, lasting).inputs == {REPORTED, SOLD, Small.many, Small.few}


def test_a_day_that_there_may_be_none_of_can_be_none_whatever_its_words() -> None:
    class Bare(Record):
        came: DayOrNone = DayOrNone("Came?", "desk", says="came on {}", none="")

    assert truth(Bare.came.eq(NONE), Bare()) is UNKNOWN
    assert truth(~Bare.came.eq(NONE), Bare()) is UNKNOWN


def test_a_rule_of_a_plain_start_is_what_it_always_was() -> None:
    assert not_yet(REPORTED, SOLD, TERM) == (REPORTED < SOLD)
    assert expired(REPORTED, SOLD, TERM) == Expired(REPORTED, SOLD, TERM)
    assert not_yet(REPORTED, SOLD, Term(months(1), months(1))) == NotYet(REPORTED, SOLD, Term(months(1), months(1)))


REFUSED: dict[str, tuple[Callable[[], object], str]] = {  # how it is made, and the message
    "a fallback from a day that always is": (lambda: otherwise(SOLD, REPORTED), "a start falls back from a DayOrNone on another day"),  # type: ignore[arg-type]
    "a fallback on nothing": (lambda: otherwise(DELIVERED), "a start falls back from a DayOrNone on another day"),
    "a fallback on a number": (lambda: otherwise(DELIVERED, Small.few), "a term runs from a day"),  # type: ignore[arg-type]
    "a fallback from a fallback's last": (lambda: otherwise(DELIVERED, SOLD, REPORTED), "a start falls back from a DayOrNone"),
    "a length for some values": (lambda: per(Small.color, {Color.RED: days(1)}), "each value of color: Color.GREEN, Color.BLUE has none"),
    "a length for no value": (lambda: per(Small.mark, {True: days(1), False: days(2), "x": days(3)}), "each value of mark: 'x' is no value of it"),  # type: ignore[dict-item]
    "lengths by a fact without a list": (lambda: per(Small.few, {1: days(1)}), "by a fact whose values can be listed"),
    "lengths that are not by value": (lambda: per(Small.mark, [days(1)]), r"lengths are listed by value, such as .*; got \[Days.*\]$"),  # type: ignore[arg-type]  # what is refused
    "lengths that are none": (lambda: per(Small.mark, {True: 1, False: 2}), "one or several periods"),  # type: ignore[dict-item]
    "a day fallen back on twice": (lambda: otherwise(*[DELIVERED] * 5_000, SOLD), "a start falls back on each day once; got delivered_on, "),
    "lengths by what only equals its values": (lambda: per(Small.mark, {1: days(1), 0: days(2)}), "each value of mark: 1, 0 is no value of it"),  # type: ignore[dict-item]
    "a length in place of a term": (lambda: within(REPORTED, SOLD, days(14)), r"a length is put in a Term, such as Term\(days\(14\)\); got Days"),  # type: ignore[arg-type]
    "a length in place of a term, expired": (lambda: expired(REPORTED, SOLD, days(14)), "a length is put in a Term"),  # type: ignore[arg-type]
    "a day within a term that may be none": (lambda: not_yet(DELIVERED, SOLD, TERM), "a day lies in it, both facts; got <fact delivered_on>"),  # type: ignore[arg-type]
    "an open case of one value": (lambda: Choice((Row(Small.mark, 1), Row(all_of(), 2)), open_cases={(1,): 3}), "two or more values of the lines"),
    "an open case out of order": (lambda: Choice((Row(Small.mark, 1), Row(all_of(), 2)), open_cases={(2, 1): 3}), "in their order; got"),
    "an open case of other values": (lambda: Choice((Row(Small.mark, 1), Row(all_of(), 2)), open_cases={(1, 5): 3}), "values of the lines"),
    "a window's calendar that is none": (lambda: Window(1, 2, calendar="PL"), "a window counts by a BusinessCalendar"),  # type: ignore[arg-type]
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_meant_is_refused_with_what_to_do(name: str) -> None:
    make, message = REFUSED[name]
    with pytest.raises(PolicyError, match=message):
        make()


# --- Lengths by value -----------------------------------------------------------------------------------

BY_COLOR = Term(per(Small.color, {Color.RED: months(1), Color.GREEN: days(10), Color.BLUE: longest(months(1), days(30))}))


@given(start=DATES, color=st.sampled_from(Color))
def test_each_value_has_its_own_length(start: date, color: Color) -> None:
    month = Term(months(1)).last(start)
    wanted = {Color.RED: month, Color.GREEN: start + timedelta(10), Color.BLUE: max(month, start + timedelta(30))}
    assert BY_COLOR.last(start, {Small.color: color}) == wanted[color]


def test_a_length_by_value_may_be_a_fact_and_ends_as_the_term_has_it() -> None:
    by = per(Small.mark, {True: months(Small.few), False: days(Small.few)})
    for month_end, last in ((MonthEnd.CLAMP, date(2026, 2, 28)), (MonthEnd.ROLL_OVER, date(2026, 3, 1))):
        assert Term(by, month_end=month_end).last(date(2026, 1, 31), {Small.mark: True, Small.few: 1}) == last
        assert Term(by, month_end=month_end).last(date(2026, 1, 31), {Small.mark: False, Small.few: 3}) == date(2026, 2, 3)


def test_a_length_by_value_needs_the_value() -> None:
    assert expired(REPORTED, SOLD, BY_COLOR)(Small(reported_on=date(2026, 5, 1), sold_on=date(2026, 1, 1))) is UNKNOWN
    with pytest.raises(LogicError, match="color is needed among the values, as one of those that lengths are listed for; got UNKNOWN"):
        BY_COLOR.last(date(2026, 1, 1))


def test_a_length_by_value_says_all_that_it_depends_on() -> None:
    calendar = BusinessCalendar(holidays=[date(2026, 1, 6)])
    by = per(Small.mark, {True: warranty_rules.periods.business_days(3, calendar), False: months(Small.few)})
    assert by.reads == (Small.mark, Small.few)
    assert by.calendars == (calendar,)
    assert str(by) == f"by mark: True 3 business days ({calendar.id}), False few months"


# --- Windows with a calendar of their own ---------------------------------------------------------------


@given(day=DATES, least=st.integers(0, 40), more=st.integers(0, 40))
def test_every_day_is_counted_by_the_calendar_of_every_day(day: date, least: int, more: int) -> None:
    assert EVERY_DAY.unit is Unit.CALENDAR_DAYS
    due = Window(least, least + more, calendar=EVERY_DAY).dates(day, BusinessCalendar())
    assert (due.earliest, due.latest) == (day + timedelta(least), day + timedelta(least + more))


@given(day=DATES, away=st.integers(1, 20))
def test_a_pause_leaves_the_count_of_calendar_days_too(day: date, away: int) -> None:
    clock = RepairClock(Window(5, 45, calendar=EVERY_DAY), day, BusinessCalendar()).told(Leg(day, day + timedelta(away)))
    now = clock.as_of(day + timedelta(away + 1))
    assert (now.elapsed, now.due.latest) == (1, day + timedelta(45 + away))
    assert str(now).splitlines()[0].startswith("5-45 calendar days from ")
    assert str(now.reckoning).startswith(f"1 calendar day after {day.day} ")


def test_a_window_counts_by_its_own_calendar_and_not_by_the_policys() -> None:
    poland, day = BusinessCalendar.of("PL"), date(2026, 11, 10)
    assert Window(1, 3, calendar=poland).dates(day, BusinessCalendar()) == Window(1, 3).dates(day, poland)
    assert Window(1, 3, calendar=poland) != Window(1, 3)
    ours = [
        attrs.evolve(t, service=attrs.evolve(t.service, window=always(Window(2, 10, calendar=c))))
        for t in bicycles.policy().ranked
        for c in (poland,)
    ]
    policy = attrs.evolve(bicycles.policy(), ranked=tuple(ours))
    complaint = bicycles.Complaint(
        handed_over=day, reported=day, taken_in=day, parts_months=6, proof=True, bicycle=bicycles.Bicycle(altered=frozenset()),
        defect=bicycles.Defect(part=bicycles.Part.GEARS, worn=False, repairable=True),
    )  # fmt: skip
    service = policy.adjudicate(complaint).service
    assert service is not NONE
    assert service.dates == Window(2, 10).dates(day, poland)
    written = decision_document(policy.adjudicate(complaint))["service"]["window"]
    assert (written["calendar"], written["unit"]) == (poland.id, "business_days")
    assert poland.id in policy_text(policy)
    assert poland.id not in policy_text(bicycles.policy())
    assert policy.digest != attrs.evolve(bicycles.policy(), ranked=policy.ranked[:1] + bicycles.policy().ranked[1:]).digest


def test_a_policy_that_counts_every_day_promises_calendar_days_in_all_words() -> None:
    policy = icenter.policy(calendar=EVERY_DAY)
    sale = warranty_rules.Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    decision = policy.adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20)))
    assert "3-30 calendar days: 23 Jul - 19 Aug 2026" in " ".join(str(decision).split())
    assert isinstance(decision.clock, RepairClock)
    for words in (str(decision), str(decision.clock.as_of(date(2026, 7, 22))), policy_text(policy)):
        assert "-30 calendar days" in words
        assert "-30 business days" not in words


def test_a_denial_says_of_a_term_that_never_begins_that_it_does_not_run_and_why() -> None:
    tier = attrs.evolve(noted(all_of()).ranked[0], when=REPORTED, start=DELIVERED)
    policy = attrs.evolve(noted(all_of()), record=Small, ranked=(tier,), accepted_on=REPORTED)
    denied = policy.adjudicate(Small(delivered_on=NONE, reported_on=date(2026, 5, 4)))
    assert str(denied).splitlines()[0].endswith(": not yet running, collected")
    early = policy.adjudicate(Small(delivered_on=date(2026, 5, 5), reported_on=date(2026, 5, 4)))
    assert str(early).splitlines()[0].endswith(": begins on 5 May 2026")


def test_a_decision_warns_of_the_calendar_that_counted() -> None:
    far = BusinessCalendar.of("UA")
    used = icenter.policy().tiers["used"]
    foreign = attrs.evolve(used, service=attrs.evolve(used.service, window=always(Window(3, 30, calendar=far))))
    phone = clean(
        Claim, sale=warranty_rules.Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20)
    )
    policy = attrs.evolve(icenter.policy(), ranked=(foreign,))
    assert policy.adjudicate(phone).warnings == far.warnings(date(2026, 7, 20), date(2026, 8, 31)) != ()
    assert attrs.evolve(icenter.policy(calendar=far), ranked=(attrs.evolve(foreign, service=used.service),)).adjudicate(phone).warnings != ()


def test_a_clock_of_calendar_days_may_wait_for_any_reason() -> None:
    clock = RepairClock(Window(0, 45, calendar=EVERY_DAY), date(2026, 5, 8), BusinessCalendar()).told(Paused(date(2026, 5, 9), "the customer"))
    assert clock.as_of(date(2026, 5, 12)).elapsed == 1
    with pytest.raises(CalendarError):
        clock.as_of(date(2026, 5, 7))


# --- The same in every process --------------------------------------------------------------------------


def test_a_rule_lists_members_in_the_order_of_their_declaration_whatever_the_set_it_was_given() -> None:
    given_ = {warranty_rules.Party.FACTORY, warranty_rules.Party.BUYER, warranty_rules.Party.SELLER}
    assert str(Claim.inspection.opened_by.has_any(given_)) == " or ".join(
        f"inspection.opened_by has {party}" for party in ("buyer", "seller", "factory")
    )
    assert Claim.inspection.opened_by.has_any([*given_, *given_]) == Claim.inspection.opened_by.has_any(sorted(given_, key=str))


JANUARY, FEBRUARY = (BusinessCalendar(holidays=[date(2026, month, 6)]) for month in (1, 2))  # of one id


def ruled(**parts: Any) -> Policy[Any]:
    """Give the bicycle shop other parts of its first two tiers."""
    policy = bicycles.policy()
    first, second = ({name: value[i] for name, value in parts.items() if isinstance(value, tuple)} for i in (0, 1))
    return attrs.evolve(policy, ranked=(attrs.evolve(policy.ranked[0], **first), attrs.evolve(policy.ranked[1], **second), *policy.ranked[2:]))


def lasting(one: Period, other: Period = days(3)) -> Policy[Any]:
    return ruled(term=(Term(one), Term(other)))


class Noted(Record):
    came: Day = Day("Came?", "desk", says="came on {}")
    left: Day = Day("Left?", "desk", says="left on {}")
    note: Text = Text("Note?", "desk", says="{}")
    other: Text = Text("Other?", "desk", says="{}")


class NotedInOrder(Noted):
    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Constraint(cls.came <= cls.left, "a day not before they came", cls.left, bounds=True),)


class NotedFew(Noted):
    nights: Whole = Whole("Nights?", "desk", says="{} nights", unit="nights", most=9)


class NotedMany(Noted):
    nights: Whole = Whole("Nights?", "desk", says="{} nights", unit="nights", most=99)


def noted(goods: Predicate, record: type[Noted] = Noted) -> Policy[Any]:
    tier = attrs.evolve(bicycles.policy().ranked[0], goods=goods, requirements=(), when=record.left, start=record.came, exclusions=(), term=TERM)
    plain = Service(*(always(value) for value in (Stated.NOT_STATED, Remedy("repair", "repair"), Stated.NOT_STATED, False, NoWindow.NOT_PROMISED)))
    return Policy(
        id="noted",
        title="noted",
        record=record,
        clauses=(tier.clause,),
        ranked=(attrs.evolve(tier, service=plain),),
        returns=always(Stated.NOT_STATED),
        accepted_on=record.left,
    )


def returning(value: Any) -> Policy[Any]:
    """Terms that say one thing of returns."""
    return attrs.evolve(noted(all_of()), returns=always(value))


READ_ALIKE: dict[str, Callable[[], tuple[Policy[Any], Policy[Any]]]] = {  # two policies that decide differently, in words that are alike
    "where the shortest ends": lambda: (lasting(longest(shortest(days(3), days(5)), days(9))), lasting(longest(shortest(days(3), days(5), days(9))))),
    "which tier has which calendar": lambda: (
        lasting(business_days(5, JANUARY), business_days(5, FEBRUARY)),
        lasting(business_days(5, FEBRUARY), business_days(5, JANUARY)),
    ),
    "a tier with the policy's calendar": lambda: tuple(  # type: ignore[return-value]
        attrs.evolve(lasting(business_days(5, one), business_days(5, other)), calendar=JANUARY)
        for one, other in ((JANUARY, FEBRUARY), (FEBRUARY, JANUARY))
    ),
    "a text and a fact": lambda: (noted(Noted.note.eq("other")), noted(Noted.note.eq(Noted.other))),
    "one text and two": lambda: (noted(Noted.note.is_in({"a, b"})), noted(Noted.note.is_in({"a", "b"}))),
    "a text and what it would stand for": lambda: (returning("5"), returning(5)),
    "a text with a connective": lambda: (noted(Noted.note.eq("a or other is b")), noted(Noted.note.eq("a") | Noted.other.eq("b"))),
    "what claims there can be": lambda: (noted(all_of()), noted(all_of(), NotedInOrder)),
    "how much a number can be": lambda: (noted(all_of(), NotedFew), noted(all_of(), NotedMany)),
}


@pytest.mark.parametrize("name", READ_ALIKE)
def test_policies_that_decide_differently_have_different_digests_even_where_they_read_alike(name: str) -> None:
    one, other = READ_ALIKE[name]()
    assert one.digest != other.digest


def test_what_is_the_longest_of_several_is_seen_where_it_ends() -> None:
    assert str(longest(shortest(days(3), days(5)), days(9))) == "the longest of (the shortest of 3 days, 5 days), 9 days"


def test_a_policy_whose_parts_were_read_can_be_sent_to_another_process_and_copied() -> None:
    policy = bicycles.policy()
    assert all(map(len, (policy.tiers, policy.source, policy.uses, policy.digest)))
    for again in (pickle.loads(pickle.dumps(policy)), copy.deepcopy(policy), copy.copy(policy)):
        assert again == policy
        assert list(again.uses) == list(policy.uses)


def test_a_policy_has_one_digest_whatever_the_hash_seed_and_its_readings() -> None:
    readings = 'icenter.Readings(flex_fracture="not_the_sellers_side", exposure="is_enough", third_parties="everyone_but_the_buyer")'
    code = f"from warranty_rules.policies import icenter; print(icenter.policy({readings}).digest)"
    path = str(Path(warranty_rules.__file__).parents[1])
    seeds = [{**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": path} for seed in range(4)]
    found = {subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout for env in seeds}
    assert len(found) == 1


def test_days_are_days() -> None:
    assert isinstance(SOLD.field, Day)
    assert not isinstance(DELIVERED.field, Day)


class Painted(Record):
    frame: OneOf[Color] = OneOf(Color, "What color is the frame?", "desk", says="a {} frame")
    fork: OneOf[Color] = OneOf(Color, "What color is the fork?", "desk", says="a {} fork")


def test_of_two_facts_of_few_values_that_are_compared_each_can_matter() -> None:
    assert relevant(Painted.frame.eq(Painted.fork), Painted()) == (Painted.frame, Painted.fork)
    assert relevant(Painted.frame.eq(Painted.fork), Painted(fork=Color.RED)) == (Painted.frame,)


EQUAL, FEWER, OTHER, MARKED = Small.few.eq(Small.many), Small.few <= Small.many, Small.few.eq(3), Small.mark
NEAR: dict[str, tuple[Predicate, list[Fact[Any]], list[Fact[Any]]]] = {  # what matters beside a known number, and where it is not marked
    "equal": (EQUAL, [Small.few], [Small.few]),
    "fewer": (FEWER, [Small.few], [Small.few]),
    "equal or another": (EQUAL | OTHER, [Small.few], [Small.few]),
    "equal and marked": (EQUAL & MARKED, [MARKED, Small.few], []),
    "fewer or marked": (FEWER | MARKED, [MARKED, Small.few], [Small.few]),
    "equal or another, and marked": ((EQUAL | OTHER) & MARKED, [MARKED, Small.few], []),
}


@pytest.mark.parametrize("name", NEAR)
def test_a_number_matters_near_the_one_that_it_is_compared_with(name: str) -> None:
    rule, marked_or_not, unmarked = NEAR[name]
    assert relevant(rule, Small(many=7)) == (*marked_or_not,)
    assert relevant(rule, Small(many=7, mark=False)) == (*unmarked,)


class Labels(Record):
    one: Text = Text("The first label?", "desk", says="first {}")
    two: Text = Text("The second label?", "desk", says="second {}")
    three: Text = Text("The third label?", "desk", says="third {}")


def test_texts_that_nobody_has_told_can_all_differ() -> None:
    differ = all_of(one.ne(other) for one, other in combinations(Labels.facts(), 2))
    assert truth(differ, Labels()) is truth(differ, Labels(two="A1")) is UNKNOWN
    found = solution([(differ, True)])
    assert found is not None
    assert len({found[fact] for fact in Labels.facts()}) == 3
    assert relevant(differ, Labels(one="A1")) == (Labels.two, Labels.three)


class Torn(Record):
    few: Whole = Whole("How few?", "desk", says="{} few", unit="units")
    torn: YesNo = YesNo("Torn?", "desk", yes="torn", no="not torn")
    worn: YesNo = YesNo("Worn?", "desk", yes="worn", no="not worn")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        beside = tuple(Constraint(cls.few.ne(number) | cls.torn, "a number there can be", cls.few, bounds=True) for number in (0, 2))
        return (*beside, Constraint(~cls.torn | cls.worn, "torn where it is worn", cls.torn, bounds=True))


def test_a_number_matters_where_no_other_can_be_beside_it() -> None:
    assert truth(Torn.few.eq(1), Torn(worn=False)) is UNKNOWN
    assert relevant(Torn.few.eq(1), Torn(worn=False)) == (Torn.few,)


class Parted(Record):
    first: Day = Day("The first?", "desk", says="first {}")
    between: DayOrNone = DayOrNone("Between?", "desk", says="between {}", none="no day between")
    last: Day = Day("The last?", "desk", says="last {}")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        beside = cls.first >= date(2020, 1, 1), cls.last <= date(2026, 12, 1), ~(cls.between < cls.first), ~(cls.between > cls.last)
        return tuple(Constraint(rule, "a day between", cls.between, bounds=True) for rule in beside)


@pytest.mark.parametrize("told", [{}, {"first": date(2021, 1, 1)}, {"last": date(2022, 1, 1)}, {"first": date(2021, 1, 1), "last": date(2022, 1, 1)}])
def test_that_there_is_no_day_matters_beside_one_in_the_middle_of_those_that_can_be(told: dict[str, date]) -> None:
    none, later = Parted.between.eq(NONE), Parted.first >= date(2021, 6, 1)
    assert truth(none, Parted(**told)) is UNKNOWN
    assert relevant(none, Parted(**told)) == (Parted.between,)
    assert {*relevant(none | later, Parted(**told))} == {Parted.between, *([] if "first" in told else [Parted.first])}


def rising(count: int) -> type[Record]:
    """Make a record of some numbers."""
    return type("Rising", (Record,), {f"n{at:02}": Whole(f"Number {at}?", "desk", says="{} here", unit="units") for at in range(count)})


def test_numbers_can_rise_as_often_as_there_are_numbers() -> None:
    record = rising(7)
    numbers: list[Any] = list(record.facts())
    rises = all_of(one < other for one, other in pairwise(numbers))
    assert truth(rises, record()) is UNKNOWN
    assert set(relevant(rises, record())) == {*numbers}
    assert truth(rises & (numbers[-1] < 6), record()) is False
    assert truth(rises & (numbers[-1] < 7), record()) is UNKNOWN


def test_a_day_that_always_is_is_not_tried_as_none_where_it_is_compared_with_one_that_may_be_none() -> None:
    rule = ~DELIVERED.eq(REPORTED) & within(REPORTED, otherwise(DELIVERED, SOLD), Term(months(2)))
    assert set(relevant(rule, Small())) == {SOLD, REPORTED, DELIVERED}
    assert set(relevant(rule, Small(delivered_on=NONE))) == {SOLD, REPORTED}
