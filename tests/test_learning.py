"""What is taken as clean, what is learnt, and what is supposed otherwise."""

from __future__ import annotations

import itertools
import json
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from profiles import scaled
from small import Inner, Small, Thing

from warranty_rules import SAME, UNKNOWN, Cause, Claim, Device, Fault, InputError, Inspection, Item, Nested, PartialSet, Party, Record, Sale
from warranty_rules import Seals, WarrantyCard, YesNo, clean
from warranty_rules.documents import document, read
from warranty_rules.errors import LogicError
from warranty_rules.facts import Fact
from warranty_rules.records import Constraint, assembled
from warranty_rules.testing import records, values
from warranty_rules.values import is_partial

OPENED, PRESENT, SEALS = Claim.inspection.opened_by, Claim.card.present, Claim.inspection.seals
BUYER, SELLER = Party.BUYER, Party.SELLER
REST = frozenset(Party) - {BUYER}


class Outer(Record):
    small: Nested[Small] = Nested(Small)

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Constraint(~(cls.small.inner.flag & cls.small.mark), "not both", cls.small.inner.flag),)


# --- Clean ------------------------------------------------------------------------------------------------


def test_clean_fills_what_is_not_named_and_remembers_it() -> None:
    card = clean(WarrantyCard, present=False, serial=UNKNOWN)
    assert (card.present, card.serial, card.imei_1, card.altered_by) == (False, UNKNOWN, SAME, frozenset())
    assert [str(fact) for fact in card.assumed()] == ["altered_by", "imei_1", "imei_2"]
    assert [str(fact) for fact in card.assumptions()] == [*(f"altered_by has {party.value}" for party in Party), "imei_1", "imei_2"]


def test_clean_fills_every_record_not_given_and_leaves_a_given_one_as_it_is() -> None:
    claim = clean(Claim, sale=Sale.used(contract_months=6), inspection=clean(Inspection, opened_by=UNKNOWN), elsewhere=Fault(causes={Cause.DUST}))
    for fact in Claim.facts():
        filled = fact.path[0] not in {"sale", "elsewhere"} and fact != OPENED and fact.field.clean is not UNKNOWN
        assert (fact in claim.assumed()) is filled
        assert fact.of(claim) == fact.field.clean or not filled
    assert claim.sale == Sale.used(contract_months=6)
    assert (claim.inspection.opened_by, claim.elsewhere, claim.device) == (UNKNOWN, Fault(causes={Cause.DUST}), Device())


def test_what_was_assumed_is_part_of_what_a_record_is() -> None:
    told = WarrantyCard(present=True, altered_by=frozenset(), serial=SAME, imei_1=SAME, imei_2=SAME)
    assert clean(WarrantyCard) != told
    assert clean(WarrantyCard) == clean(WarrantyCard)
    for fact in clean(WarrantyCard).assumptions():
        told = told.assume(fact)
    assert told == clean(WarrantyCard)


@pytest.mark.parametrize("no_record", [None, Claim(), "Claim", Claim.card, dict, YesNo])
def test_clean_takes_a_record_class(no_record: Any) -> None:
    with pytest.raises(LogicError, match="takes a record class first, such as Claim; got"):
        clean(no_record)


def test_clean_takes_the_constructors_arguments_alone() -> None:
    with pytest.raises(TypeError, match="presnt"):
        clean(WarrantyCard, presnt=True)  # type: ignore[call-arg]
    with pytest.raises(InputError, match=r"^present: got 3"):
        clean(WarrantyCard, present=3)  # type: ignore[arg-type]


# --- Learning ---------------------------------------------------------------------------------------------


def test_what_is_unknown_is_learnt_in_a_new_record() -> None:
    claim = Claim(claimed_on=date(2026, 7, 20))
    learnt = claim.learn(PRESENT, False).learn(OPENED, {BUYER})
    assert learnt == Claim(claimed_on=date(2026, 7, 20), card=WarrantyCard(present=False), inspection=Inspection(opened_by={BUYER}))
    assert claim == Claim(claimed_on=date(2026, 7, 20))
    assert (learnt.knows(PRESENT), claim.knows(PRESENT), learnt.learn(PRESENT, False)) == (True, False, learnt)


CONFLICTS: dict[str, tuple[Any, Fact[Any], Any, str]] = {
    "a truth": (Claim(card=WarrantyCard(present=False)), PRESENT, True, "card.present: got True; accepted: nothing else, as False"),
    "an option": (Claim(inspection=Inspection(seals=Seals.BROKEN)), SEALS, Seals.INTACT, "inspection.seals: got Seals.INTACT; accepted: nothing else, as Seals.BROKEN"),
    "a set": (Claim(inspection=Inspection(opened_by={BUYER})), OPENED, {SELLER}, "inspection.opened_by: got {Party.SELLER}; accepted: nothing else, as frozenset({Party.BUYER})"),
    "a membership": (Claim(inspection=Inspection(opened_by={BUYER})), OPENED.has(BUYER), False, "inspection.opened_by has buyer: got False; accepted: nothing else, as "),
    "a half-known set": (Claim(inspection=Inspection(opened_by=PartialSet(no={BUYER}))), OPENED, {BUYER}, "PartialSet(yes={}, no={buyer})"),
    "in one that was taken as clean": (clean(Claim).learn(PRESENT, True), PRESENT, False, "card.present: got False; accepted: nothing else, as True"),
}  # fmt: skip


@pytest.mark.parametrize("case", CONFLICTS)
def test_another_value_for_what_is_known_is_refused(case: str) -> None:
    claim, fact, value, told = CONFLICTS[case]
    with pytest.raises(InputError) as caught:
        claim.learn(fact, value)
    (problem,) = caught.value.problems
    assert told in str(problem)
    assert problem.accepted.endswith(" is known already; build a new record to correct it, or suppose otherwise with replace")


def test_what_was_taken_as_clean_gives_way_once_to_what_is_learnt() -> None:
    claim = clean(Claim)
    learnt = claim.learn(PRESENT, False).learn(OPENED, {BUYER}).learn(SEALS, Seals.INTACT)
    assert (learnt.card.present, learnt.inspection.opened_by, learnt.inspection.seals) == (False, {BUYER}, Seals.INTACT)
    assert set(claim.assumed()) - set(learnt.assumed()) == {PRESENT, OPENED, SEALS}
    with pytest.raises(InputError, match="known already"):
        learnt.learn(OPENED, {SELLER})


def test_one_membership_gives_way_alone() -> None:
    claim = clean(Claim).learn(OPENED.has(BUYER), True)
    assert claim.inspection.opened_by == {BUYER}
    assert [m for m in OPENED.members if m in claim.assumptions()] == [OPENED.has(party) for party in Party if party is not BUYER]
    assert claim.learn(OPENED.has(SELLER), True).inspection.opened_by == {BUYER, SELLER}
    with pytest.raises(InputError, match="known already"):
        claim.learn(OPENED.has(BUYER), False)


def test_memberships_learnt_in_any_order_make_the_set() -> None:
    for order in itertools.permutations(Thing):
        record = Small()
        for thing in order:
            assert not record.knows(Small.inner.things)
            record = record.learn(Small.inner.things.has(thing), thing is Thing.BOX)
        assert record == Small(inner=Inner(things={Thing.BOX}))
    half = Claim().learn(OPENED, PartialSet(yes={BUYER})).learn(OPENED, PartialSet(no={SELLER}))
    assert half.inspection.opened_by == PartialSet(yes={BUYER}, no={SELLER})
    assert half.learn(OPENED, {BUYER}).inspection.opened_by == {BUYER}
    assert (half.knows(OPENED), half.knows(OPENED.has(SELLER)), half.knows(OPENED.has(Party.FACTORY))) == (False, True, False)


@pytest.mark.parametrize(("fact", "value", "told"), [
    (PRESENT, 3, "card.present: got 3; accepted: True or False"),
    (PRESENT, None, "card.present: got None; accepted: True or False"),
    (OPENED, "buyer", "inspection.opened_by: got 'buyer'; accepted: a set of members of Party"),
    (OPENED.has(BUYER), 1, "inspection.opened_by has buyer: got 1; accepted: "),
    (Claim.device.imei_1, "12345", "device.imei_1: got '12345'; accepted: an IMEI"),
])  # fmt: skip
def test_learning_and_supposing_take_what_the_constructor_takes(fact: Fact[Any], value: Any, told: str) -> None:
    for say in (Claim().learn, Claim().replace):
        with pytest.raises(InputError) as caught:
            say(fact, value)
        assert str(caught.value).startswith(told)


def test_a_record_two_deep_is_learnt_by_its_whole_path() -> None:
    flag, things = Outer.small.inner.flag, Outer.small.inner.things
    outer = clean(Outer).learn(flag, True).learn(things.has(Thing.BOX), True)
    assert (str(flag), outer.small.inner.flag, outer.small.inner.things) == ("small.inner.flag", True, {Thing.BOX})
    assert [str(f) for f in outer.assumptions()] == ["small.mark", "small.color", "small.inner.things has cable"]
    with pytest.raises(InputError, match=r"^small\.inner\.flag: got True; accepted: not both$"):
        outer.learn(Outer.small.mark, True)
    with pytest.raises(InputError, match=r"^small\.reported_on: got .*; accepted: a day not before the sale$"):
        outer.learn(Outer.small.sold_on, date(2026, 7, 20)).learn(Outer.small.reported_on, date(2026, 7, 19))


@pytest.mark.parametrize("fact", [PRESENT, OPENED, OPENED.has(BUYER)], ids=str)
def test_that_a_fact_is_unknown_is_not_learnt_and_the_error_says_how_to_forget(fact: Fact[Any]) -> None:
    with pytest.raises(InputError, match=f"^{fact}: got UNKNOWN; accepted: .*; to forget what is known, suppose UNKNOWN with replace$"):
        clean(Claim).learn(fact, UNKNOWN)


@given(claim=records(Small) | st.just(clean(Small)), fact=st.sampled_from([v for f in Small.facts() for v in (f, *f.variables)]))
def test_supposing_unknown_forgets_a_fact_and_no_other(claim: Small, fact: Fact[Any]) -> None:
    forgotten = claim.replace(fact, UNKNOWN)
    assert all(v.of(forgotten) is UNKNOWN for v in fact.variables)
    others = [v for f in Small.facts() for v in f.variables if v not in fact.variables]
    assert [v.of(forgotten) for v in others] == [v.of(claim) for v in others]
    assert set(forgotten.assumptions()) == set(claim.assumptions()) - set(fact.variables)


def test_a_set_of_which_nothing_is_known_is_unknown_however_it_is_said() -> None:
    said = [Inspection(opened_by=PartialSet()), Inspection(opened_by={BUYER}).replace(Inspection.opened_by, PartialSet())]
    learnt = Inspection(opened_by=PartialSet(no={BUYER})).replace(Inspection.opened_by.has(BUYER), UNKNOWN)
    (taken,) = read(Inspection, '{"opened_by": {"yes": [], "no": []}}')
    assert [*said, learnt, taken, Inspection().learn(Inspection.opened_by, PartialSet())] == [Inspection()] * 5
    assert said[0].opened_by is UNKNOWN


FACTS = st.sampled_from([v for f in Small.facts() for v in (f, *f.variables)])


@settings(max_examples=scaled(150))
@given(records(Small), FACTS, st.data())
def test_supposing_changes_one_fact_and_nothing_else_and_learning_what_is_open_is_supposing(
    record: Small, fact: Fact[Any], data: st.DataObject
) -> None:
    value = data.draw(st.booleans() if isinstance(fact, YesNo) or fact.domain == (False, True) else values(fact.field))
    try:
        supposed = record.replace(fact, value)
    except InputError:
        assume(False)  # reported before the sale
    assert fact.of(supposed) == value
    touched = {fact, *fact.variables, fact.asked}
    assert all(v.of(supposed) == v.of(record) for f in Small.facts() for v in f.variables if v not in touched)
    assert (supposed == record) is (fact.of(record) == value)
    assert fact not in supposed.assumptions()
    if all(v.of(record) is UNKNOWN for v in fact.variables):
        assert record.learn(fact, value) == supposed
    if record.knows(fact) and fact.of(record) != value:
        with pytest.raises(InputError, match="known already"):
            record.learn(fact, value)


def test_supposing_a_set_and_a_membership() -> None:
    claim = Claim(inspection=Inspection(opened_by={BUYER}))
    assert claim.replace(OPENED, frozenset()).inspection.opened_by == frozenset()
    assert claim.replace(OPENED.has(SELLER), True).inspection.opened_by == {BUYER, SELLER}
    assert is_partial(claim.replace(OPENED, PartialSet(no=REST)).inspection.opened_by)


# What was taken as clean, and is no longer.


def test_what_was_changed_by_other_means_is_not_taken_as_clean_any_more() -> None:
    claim = clean(Claim)
    changed = attrs.evolve(claim, inspection=attrs.evolve(claim.inspection, opened_by={Party.BUYER}, seals=Seals.BROKEN))
    gone = {str(fact) for fact in claim.assumptions()} - {str(fact) for fact in changed.assumptions()}
    assert gone == {"inspection.opened_by has buyer", "inspection.seals"}
    (back,) = read(Claim, json.dumps(document(changed)))
    assert (back, back.assumptions()) == (changed, changed.assumptions())
    with pytest.raises(InputError, match="known already"):
        changed.learn(Claim.inspection.seals, Seals.INTACT)
    assert changed.learn(Claim.inspection.opened_by.has(Party.FACTORY), True).inspection.opened_by == {Party.BUYER, Party.FACTORY}


@pytest.mark.parametrize(
    ("claim", "fact"),
    [
        (Claim(), Claim.card.present),
        (clean(Claim, card=WarrantyCard(present=False)), Claim.card.present),
        (clean(Claim), Claim.claimed_on),
        (Claim(), Claim.inspection.opened_by.has(Party.BUYER)),
        (Claim(sale=Sale(supplied={Item.CABLES})), Claim.sale.supplied.has(Item.CABLES)),
    ],
)
def test_only_a_fact_at_its_clean_value_is_marked_as_taken_for_clean(claim: Claim, fact: Any) -> None:
    with pytest.raises(InputError, match=rf"^{fact}: got .*; accepted: a value that is clean"):
        claim.assume(fact)


def test_what_is_listed_twice_as_assumed_is_assumed_once() -> None:
    present = Claim.card.present
    claim = assembled(Claim, {present: True}, [present, present])
    assert claim.assumptions() == (present,)
    assert Claim(card=WarrantyCard(present=True)).assume(present, present) == claim


def test_a_set_is_assumed_member_by_member_and_one_that_is_not_clean_is_named() -> None:
    opened = Claim.inspection.opened_by
    claim = Claim(inspection=Inspection(opened_by={Party.BUYER}))
    others = [fact for fact in opened.variables if fact is not opened.has(Party.BUYER)]
    assert claim.assume(*others).assumptions() == tuple(others)
    with pytest.raises(InputError, match="opened_by has buyer: got True; accepted: a value that is clean") as refused:
        claim.assume(opened)
    assert [problem.path for problem in refused.value.problems] == [str(opened.has(Party.BUYER))]


def test_a_fact_that_has_no_clean_value_is_never_assumed() -> None:
    class Base(Record):
        dry: YesNo = YesNo("Dry?", "desk", yes="dry", no="wet", clean=True)

    class Derived(Base):
        dry: YesNo = YesNo("Dry?", "desk", yes="dry", no="wet")

    assert Base(dry=True).assume(Base.dry).assumptions() == (Base.dry,)
    for fact in (Base.dry, Derived.dry):
        with pytest.raises(InputError, match="dry: got True; accepted: a value that is clean"):
            Derived(dry=True).assume(fact)


@pytest.mark.parametrize("kind", [WarrantyCard, Inspection, Fault, Device, Sale, Inner, Small])
def test_what_is_said_is_not_taken_as_clean_though_it_is_what_clean_would_be(kind: type[Record]) -> None:
    values = {name: field.clean for name, field in kind.fields_.items() if field.clean is not UNKNOWN}
    for said in ({}, *({name: value} for name, value in values.items()), values):
        assert kind(**said).assumed() == ()
    assert {fact.path[0] for fact in clean(kind).assumed()} >= values.keys()


class Core(Record):
    cracked: YesNo = YesNo("Cracked?", "desk", yes="cracked", no="whole")


class Shell(Record):
    core: Nested[Core] = Nested(Core)
    opened: YesNo = YesNo("Opened?", "desk", yes="opened", no="shut")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Constraint(~cls.core.cracked | cls.opened, "opened, where the core is cracked", cls.opened),)


class Nut(Record):
    shell: Nested[Shell] = Nested(Shell)


def test_what_learning_breaks_is_told_by_its_whole_path() -> None:
    with pytest.raises(InputError, match=r"^shell\.opened: "):
        Nut(shell=Shell(opened=False)).learn(Nut.shell.core.cracked, True)
    assert repr(Nut.shell.core) == "<record shell.core: name one of its facts>"
