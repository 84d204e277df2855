"""Records: what their facts declare, what they take and refuse, and that they are values."""

from __future__ import annotations

import copy
import datetime
import pickle
from calendar import isleap, monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import warranty_rules
from profiles import scaled
from small import Small

from warranty_rules import NONE, SAME, UNKNOWN, Claim, Component, Device, Fault, Goods, Inspection, InputError, Item, Market, Nested
from warranty_rules import PartialSet, Party, Record, Sale, Seals, SetOf, WarrantyCard, YesNo, clean
from warranty_rules.completions import truth
from warranty_rules.documents import take
from warranty_rules.errors import LogicError, PolicyError, Problem, WarrantyRulesError
from warranty_rules.facts import Fact, Known, OrderedFact, SetFact, YesNoFact
from warranty_rules.fields import Code, Day, DayOrNone, OneOf, Text, Whole, month_length
from warranty_rules.testing import records
from warranty_rules.values import is_partial
from warranty_rules.wording import statements

OPENED, PRESENT = Claim.inspection.opened_by, Claim.card.present
IMEI, OTHER_IMEI = "490154203237518", "356938035643809"


@pytest.mark.parametrize("month", range(1, 13))
def test_a_month_is_as_long_as_it_is(month: int) -> None:
    assert [month_length(year, month) for year in range(1, 10_000)] == [monthrange(year, month)[1] for year in range(1, 10_000)]


def test_of_a_set_of_which_nothing_is_known_nothing_is_gathered() -> None:
    assert OPENED.gathered({}) is UNKNOWN
    assert OPENED.gathered({OPENED.has(Party.BUYER): True}) == PartialSet(yes={Party.BUYER})  # type: ignore[attr-defined]


def test_what_contradicts_a_text_is_told_beside_it() -> None:
    with pytest.raises(InputError, match="device.model: got 'B'; accepted: nothing else, as 'A' is known already"):
        Claim(device=Device(model="A")).learn(Claim.device.model, "B")


class Order(Record):
    delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="collected")


def test_a_day_that_may_be_none_is_said_in_its_own_words_either_way() -> None:
    assert [statements([Known(Order.delivered, value)]) for value in (date(2026, 3, 2), NONE)] == ["delivered on 2 Mar 2026", "collected"]


# --- What facts declare -----------------------------------------------------------------------------------

EMPTY: frozenset[Any] = frozenset()
FAULT = {
    "component": Component.OTHER,
    "failed_before_use": UNKNOWN,
    "causes": EMPTY,
    "careless_by": EMPTY,
    "accident_by": EMPTY,
    "flex_fractured": False,
    "flex_fractured_by": EMPTY,
    "worn_beyond_norms": False,
    "body_worn": False,
    "repairable": UNKNOWN,
}
CLEAN: dict[str, Any] = {  # every fact, with the value that "checked and found in order" means; UNKNOWN: it has none
    "reference": UNKNOWN,
    "claimed_on": UNKNOWN,
    "accepted_on": UNKNOWN,
    "sale.goods": UNKNOWN,
    "sale.sold_here": True,
    "sale.sold_on": UNKNOWN,
    "sale.manufacturer_months": UNKNOWN,
    "sale.store_month_taken": False,
    "sale.extended_plan": UNKNOWN,
    "sale.contract_months": UNKNOWN,
    "sale.supplied": UNKNOWN,
    "sale.rules_acknowledged": False,
    "device.model": UNKNOWN,
    "device.portable": UNKNOWN,
    "device.serial": UNKNOWN,
    "device.imei_1": UNKNOWN,
    "device.imei_2": UNKNOWN,
    "device.market": UNKNOWN,
    "card.present": True,
    "card.altered_by": EMPTY,
    "card.serial": SAME,
    "card.imei_1": SAME,
    "card.imei_2": SAME,
    "inspection.damaged_by": EMPTY,
    "inspection.opened_by": EMPTY,
    "inspection.seals": Seals.INTACT,
    "inspection.software": EMPTY,
    "inspection.missing": EMPTY,
    "inspection.package_damaged": False,
    **{f"fault.{name}": value for name, value in FAULT.items()},
    **{f"elsewhere.{name}": value for name, value in FAULT.items()},
}
KINDS = {YesNo: YesNoFact, OneOf: Fact, SetOf: SetFact, Day: OrderedFact, Whole: OrderedFact, Code: Fact, Text: Fact}


def test_every_fact_has_the_clean_value_of_the_table_or_none() -> None:
    assert {str(fact): fact.field.clean for fact in Claim.facts()} == CLEAN


@pytest.mark.parametrize("fact", Claim.facts(), ids=str)
def test_a_fact_declares_its_type_question_stage_statement_and_values(fact: Fact[Any]) -> None:
    field: Any = fact.field
    assert type(fact) is KINDS[type(field)]
    assert Claim.fact(str(fact)) is Claim.fact(*fact.path) is fact
    assert fact.root is Claim
    assert fact.question[0].isupper() and "?" in fact.question and "\n" not in fact.question and len(fact.question) <= 80
    assert fact.stage in {"sales records", "desk", "customer", "technician"}
    words = [field.yes, field.no] if isinstance(field, YesNo) else [field.says] + ([field.empty] if isinstance(field, SetOf) else [])
    assert all(words)
    assert ("{}" in field.says) is not isinstance(field, YesNo)
    assert field.accepted
    assert all(field.accept(value) == value for value in [*(fact.domain or ()), *([field.clean] if fact.field.clean is not UNKNOWN else [])])


def test_no_question_of_a_record_is_asked_twice() -> None:
    for record in (Sale, Device, WarrantyCard, Inspection, Fault):
        asked = [fact.question for fact in record.facts()]
        assert len(set(asked)) == len(asked)


def test_a_fact_belongs_to_one_root_record() -> None:
    card = WarrantyCard(present=True)
    assert (WarrantyCard.present.root, PRESENT.root, WarrantyCard.present == PRESENT) == (WarrantyCard, Claim, False)
    assert (Device.serial == WarrantyCard.serial, Device.serial != WarrantyCard.serial) == (False, True)
    assert (WarrantyCard.present(card), PRESENT(Claim(card=card))) == (True, True)
    for misplaced in (lambda: PRESENT(card), lambda: Claim().learn(WarrantyCard.present, True), lambda: card.knows(PRESENT)):
        with pytest.raises(LogicError, match="is a fact of"):
            misplaced()


@pytest.mark.parametrize(("look", "told"), [
    (lambda: Claim.fact("card.presnt"), "Claim has no fact 'card.presnt': did you mean 'card.present'?"),
    (lambda: Claim.fact("card"), "Claim has no fact 'card'"),
    (lambda: Claim.card.presnt, "WarrantyCard has no fact 'presnt': did you mean 'present'?"),
])  # fmt: skip
def test_a_misspelled_fact_is_answered_with_the_nearest(look: Callable[[], object], told: str) -> None:
    with pytest.raises((LogicError, AttributeError)) as caught:
        look()
    assert told in str(caught.value)


NAMES = ["learn", "replace", "knows", "fact", "facts", "assume", "assumed", "broken", "constraints", "schema", "unlisted", "_own"]


@pytest.mark.parametrize("name", NAMES)
def test_a_fact_or_record_that_is_called_as_something_else_is_refused_when_declared(name: str) -> None:
    flag = YesNo("Flag?", "desk", yes="flagged", no="not flagged")
    for declared in ({name: flag}, {name: Nested(WarrantyCard)}, {"card": Nested(WarrantyCard, many=name)}):
        with pytest.raises(PolicyError, match=f"^Paper declares {name}: rename it, as records or documents use that name$"):
            type("Paper", (Record,), declared)


def is_odd(day: date) -> bool:
    """Tell whether months and days may be counted from a day, or to it, to different ends."""
    return day.day in {1, 2, 15} or day.day >= 27


def days_of(*years: int) -> set[date]:
    return {date(year, 1, 1) + timedelta(n) for year in years for n in range(366 if isleap(year) else 365)}


@pytest.mark.parametrize(
    "near", [[date(2024, 2, 10)], [date(2030, 6, 5), NONE, date(2010, 1, 31)], [date(2011, 1, 9), date(2010, 3, 3)], [date(3, 5, 4)]]
)
def test_beside_turns_all_odd_days_of_four_years_are_tried_and_none_of_them_twice(near: list[Any]) -> None:
    turns = sorted(day for day in near if day is not NONE)
    spans = [(max(turns[0].year - 4, 1), turns[0].year, None, turns[0])]
    spans += [(low.year, low.year + 4, low, high) for low, high in zip(turns, [*turns[1:], None], strict=True)]
    expected = {
        day
        for first, last, after, before in spans
        for day in days_of(*range(first, last + 1))
        if is_odd(day) and (after is None or after < day) and (before is None or day < before)
    }
    for fact in (Small.sold_on, Small.delivered_on):
        found = [*fact.field.between(near)]
        assert set(found) == expected
        assert len(found) == len(expected)


def test_beside_turns_days_are_tried_that_lie_farther_off_than_any_cover() -> None:
    near = [date(2026, 7, 1), date(2024, 2, 10)]
    assert [*Small.sold_on.field.spare("", near)] == [date(1624, 1, 1), date(2426, 1, 1)]
    assert [*Small.delivered_on.field.spare("", [*near, NONE])] == [NONE, date(1624, 1, 1), date(2426, 1, 1)]
    assert [*Small.sold_on.field.spare("", [date(390, 2, 2), date(9700, 2, 2)])] == [date.min, date(9999, 1, 1)]


def test_beside_turns_the_least_numbers_are_tried_and_one_that_is_out_of_reach() -> None:
    number = Whole("How many?", "desk", says="{}", unit="units", least=3, most=9)
    assert [*number.spare("", [])] == [3, 4, 100_003]
    assert [*number.spare("", [7, 5])] == [3, 4, 100_007]


@pytest.mark.parametrize(
    ("field", "samples"),
    [
        (Small.sold_on.field, [date(2026, 3, 2), date(1990, 1, 1), date(2100, 12, 31)]),
        (Small.few.field, [12, 0, 20]),
        (Whole("How many?", "desk", says="{}", unit="units", least=3, most=9), [9, 3, 9]),
        (Whole("How many?", "desk", says="{}", unit="units", least=14, most=90), [14, 14, 90]),
        (Small.left.field, ["F2LX1234", "F2LX1235", "0O0O"]),
        (Text("What is it?", "desk", says="{}"), ["A1", "B2"]),
        (Small.color.field, []),
        (Claim.device.imei_2.field, ["490154203237518", "356938035643809", "352099001761481"]),
    ],
)
def test_of_an_endless_kind_there_are_samples_that_input_takes_a_plain_one_first(field: Any, samples: list[Any]) -> None:
    assert [*field.samples] == samples
    assert [field.accept(sample) for sample in samples] == samples


def test_without_turns_all_odd_days_of_four_years_are_tried() -> None:
    expected = {day for day in days_of(2023, 2024, 2025, 2026) if is_odd(day)}
    assert {*Small.sold_on.field.spare("", [])} == expected
    assert {*Small.delivered_on.field.spare("", [NONE])} == {NONE, *expected}


def test_what_a_document_lists_several_of_is_called_as_no_fact_is() -> None:
    with pytest.raises(PolicyError, match="^Paper declares cards: rename it"):
        type("Paper", (Record,), {"cards": YesNo("Cards?", "desk", yes="cards", no="no cards"), "card": Nested(WarrantyCard, many="cards")})


# --- What they take and refuse ----------------------------------------------------------------------------


class Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError("no words for it")


def nested_list(depth: int) -> list[Any]:
    found: list[Any] = []
    for _ in range(depth):
        found = [found]
    return found


WORD = "a member of Market (americas, europe, asia, other)"
BAD: list[tuple[type[Record], str, list[Any], str]] = [  # record, fact, values refused, what is accepted
    (Claim, "claimed_on", [datetime.datetime(2026, 7, 20), "2026-07-20", date(1989, 12, 31), date(2101, 1, 1), None, 20260720], "a date (not a datetime), 1990-01-01 to 2100-12-31"),
    (Sale, "contract_months", [True, False, -1, 1201, 6.0, "6", None, 10**5000, nested_list(50_000), Unprintable()], "a whole number of months, 0 to 1200"),
    (Device, "market", ["europe", Goods.NEW, {Market.ASIA}, None, NONE, Market], WORD),
    (Device, "portable", [1, 0, "yes", None, NONE], "True or False"),
    (Device, "model", ["", "a" * 201, "a\nb", "\x00", b"a", None], "a text of 1 to 200 printable characters"),
    (Device, "serial", ["", " - ", "a_b", "a\n", "\u00df1", "\uff11", "A" * 201, "none", "SA-ME", SAME, None, 5], "letters and digits, at most 200; spaces and hyphens do not count; or NONE"),
    (Device, "imei_1", [IMEI[:14], IMEI + "0", IMEI[:14] + "9", "A" * 15, SAME, int(IMEI)], "an IMEI, 15 digits of which the last is the check digit; or NONE"),
    (WarrantyCard, "serial", ["", "a_b", None, False], "letters and digits, at most 200; spaces and hyphens do not count; or NONE or SAME"),
    (Inspection, "opened_by", ["buyer", [Party.BUYER], {"buyer"}, {Item.CABLES}, {Party.BUYER: 1}, Party.BUYER, None, PartialSet(yes={Item.CABLES}), PartialSet(yes={5})], "a set of members of Party (buyer, third_party, seller, authorized_center, factory), or a PartialSet of them"),
]  # fmt: skip
GOOD: list[tuple[type[Record], str, list[Any]]] = [
    (Claim, "claimed_on", [date(1990, 1, 1), date(2100, 12, 31)]),
    (Sale, "contract_months", [0, 1200]),
    (Device, "model", ["a", "a" * 200, "Apple Pencil (2\u00aa)"]),
    (Device, "serial", ["0", "A" * 200, NONE]),
    (Device, "imei_1", [IMEI, NONE]),
    (WarrantyCard, "imei_1", ["12345", "0O0O", NONE, SAME]),  # evidence: a slip of the pen is what there is
    (Inspection, "opened_by", [EMPTY, frozenset(Party), PartialSet(no={Party.BUYER})]),
]


@pytest.mark.parametrize(
    ("record", "name", "refused", "accepted"), BAD, ids=lambda cell: cell if isinstance(cell, str) and cell.isidentifier() else ""
)
def test_a_field_refuses_what_is_not_its_own_and_says_what_is(record: type[Record], name: str, refused: list[Any], accepted: str) -> None:
    for value in refused:
        with pytest.raises(InputError) as caught:
            record(**{name: value})
        (problem,) = caught.value.problems
        assert (problem.path, problem.accepted) == (name, f"{accepted}; or UNKNOWN")
        assert 0 < len(problem.given) <= 62


@pytest.mark.parametrize(("record", "name", "taken"), GOOD)
def test_a_field_takes_its_own_values_and_keeps_them(record: type[Record], name: str, taken: list[Any]) -> None:
    for value in [*taken, UNKNOWN]:
        assert getattr(record(**{name: value}), name) == value


def test_an_error_lists_every_bad_field_in_order() -> None:
    with pytest.raises(InputError) as caught:
        Sale(contract_months=True, goods="new", sold_on="yesterday", supplied=[Item.CABLES], sold_here=True)  # type: ignore[arg-type]
    assert [(p.path, p.given) for p in caught.value.problems] == [
        ("goods", "'new'"),
        ("sold_on", "'yesterday'"),
        ("contract_months", "True"),
        ("supplied", "[Item.CABLES]"),
    ]
    assert str(caught.value).splitlines()[0] == "goods: got 'new'; accepted: a member of Goods (new, used); or UNKNOWN"
    with pytest.raises(InputError) as caught:
        Claim(sale=None, card=Device(), claimed_on=5)  # type: ignore[arg-type]
    assert [str(p) for p in caught.value.problems][1:] == ["sale: got None; accepted: a Sale", "card: got Device(); accepted: a WarrantyCard"]


def test_a_document_is_answered_with_every_path_and_the_nearest_names() -> None:
    with pytest.raises(InputError) as caught:
        take(Claim, {"clamed_on": "2026-07-20", "sale": {"contract_months": "six"}, "card": {"presnt": True}})
    told = str(caught.value)
    assert all(part in told for part in ("claimed_on", "sale.contract_months: got 'six'", "did you mean 'present'?")), told


def test_errors_are_of_one_family_and_survive_pickling() -> None:
    error = InputError([Problem("a.b", "1", "2"), Problem("", "3", "4")])
    again = pickle.loads(pickle.dumps(error))
    assert (again.problems, str(again)) == (error.problems, "a.b: got 1; accepted: 2\ninput: got 3; accepted: 4")
    assert all(issubclass(kind, WarrantyRulesError) for kind in (InputError, LogicError, PolicyError))
    assert (issubclass(InputError, ValueError), issubclass(LogicError, TypeError)) == (True, True)


# --- Numbers ----------------------------------------------------------------------------------------------

SEPARATED = st.lists(st.tuples(st.sampled_from("AZaz09"), st.sampled_from(["", " ", "-", " - "])), min_size=1, max_size=12)


@given(SEPARATED, st.booleans())
def test_serials_are_compared_without_case_spaces_and_hyphens(typed: list[tuple[str, str]], upper: bool) -> None:
    plain = "".join(letter for letter, _ in typed)
    assume(plain.upper() not in {"NONE", "SAME"})
    kept = Device(serial="".join(letter + gap for letter, gap in typed)).serial
    assert kept == plain.upper()
    assert Device(serial=kept) == Device(serial=plain) == Device(serial=plain.upper() if upper else plain.lower())


def check_digit(digits: str) -> str:
    """Work out the Luhn digit by the book: from the right, every other digit doubled, digits summed."""
    doubled = [int(d) * (2 if at % 2 == 0 else 1) for at, d in enumerate(reversed(digits))]
    return str(-sum(sum(map(int, str(n))) for n in doubled) % 10)


@given(st.text("0123456789", min_size=14, max_size=14), st.sampled_from("0123456789"), st.integers(0, 13))
def test_an_imei_of_the_device_carries_its_check_digit(digits: str, other: str, at: int) -> None:
    right = digits + check_digit(digits)
    assert Device(imei_2=f"{right[:2]}-{right[2:8]} {right[8:]}").imei_2 == right
    for wrong in (digits + other, right[:at] + other + right[at + 1 :]):
        if wrong != right:
            with pytest.raises(InputError):
                Device(imei_2=wrong)
            assert WarrantyCard(imei_2=wrong).imei_2 == wrong


def test_a_device_has_no_imei_twice() -> None:
    with pytest.raises(InputError, match=r"^imei_2: got '490154203237518'; accepted: a second IMEI that differs from the first, or none$"):
        Device(imei_1=IMEI, imei_2="49-015420-323751-8")
    for second in (OTHER_IMEI, NONE, UNKNOWN):
        assert Device(imei_1=IMEI, imei_2=second).imei_2 == second
    assert Device(imei_1=NONE, imei_2=NONE).imei_2 is NONE
    assert WarrantyCard(imei_1=IMEI, imei_2=IMEI).imei_2 == IMEI
    with pytest.raises(InputError, match=r"^device\.imei_2: "):
        Claim(device=Device(imei_1=IMEI)).learn(Claim.device.imei_2, IMEI)


def test_a_claim_is_not_made_before_the_sale() -> None:
    day, before = date(2026, 3, 2), date(2026, 3, 1)
    for claimed_on in (day, UNKNOWN):
        assert Claim(claimed_on=claimed_on, sale=Sale(sold_on=day)).claimed_on == claimed_on
    for early in (
        lambda: Claim(claimed_on=before, sale=Sale(sold_on=day)),
        lambda: Claim(claimed_on=before).learn(Claim.sale.sold_on, day),
        lambda: Claim(sale=Sale(sold_on=day)).learn(Claim.claimed_on, before),
    ):
        with pytest.raises(InputError, match=r"^claimed_on: got .*accepted: a day not before the sale$"):
            early()


# --- Values -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [name for name in {**vars(Record), **Record.__annotations__} if not name.startswith("_")])
def test_no_fact_is_named_as_records_name_something_of_theirs(name: str) -> None:
    with pytest.raises(PolicyError, match=f"Odd declares {name}: rename it, as records or documents use that name"):
        type("Odd", (Record,), {name: YesNo("?", "desk", yes="y", no="n")})


def test_what_all_records_are_derived_from_has_no_facts() -> None:
    assert Record.facts() == ()


def test_everything_is_unknown_unless_said() -> None:
    assert all(fact.of(Claim()) is UNKNOWN and not Claim().knows(fact) for fact in Claim.facts())
    assert (repr(Claim()), Claim().assumed()) == ("Claim()", ())


def test_a_sale_of_new_or_used_goods_by_this_store() -> None:
    day = date(2026, 3, 2)
    new = Sale.new(sold_on=day, manufacturer_months=12, extended_plan=True, store_month_taken=False, supplied={Item.CABLES}, rules_acknowledged=True)
    same = {"sold_on": day, "supplied": {Item.CABLES}, "rules_acknowledged": True, "sold_here": True}
    assert new == Sale(goods=Goods.NEW, manufacturer_months=12, extended_plan=True, store_month_taken=False, **same)
    used = Sale.used(sold_on=day, contract_months=6, supplied={Item.CABLES}, rules_acknowledged=True)
    assert used == Sale(goods=Goods.USED, contract_months=6, **same)
    assert [make() for make in (Sale.new, Sale.used)] == [Sale(goods=goods, sold_here=True) for goods in (Goods.NEW, Goods.USED)]
    with pytest.raises(TypeError, match="contract_months"):
        Sale.new(contract_months=6)  # type: ignore[call-arg]


@pytest.mark.parametrize("make", [Claim, lambda *args: clean(Claim, *args)], ids=["a record", "a clean one"])
def test_a_record_takes_its_facts_by_name_alone(make: Any) -> None:
    with pytest.raises(TypeError, match="takes 1 positional argument but 2 were given"):
        make(date(2026, 7, 20))


@pytest.mark.parametrize("record", [Claim(claimed_on=date(2026, 7, 20)), Sale(), clean(WarrantyCard)], ids=repr)
def test_a_record_is_frozen(record: Record) -> None:
    before = copy.deepcopy(record)
    for name in (*record.fields_, *record.nested_, "anything"):
        with pytest.raises(AttributeError):
            setattr(record, name, UNKNOWN)
        with pytest.raises(AttributeError):
            delattr(record, name)
    assert record == before


def test_a_record_keeps_its_own_copy_of_a_set() -> None:
    parties = {Party.BUYER}
    inspection = Inspection(opened_by=parties)
    parties.clear()
    assert inspection.opened_by == {Party.BUYER}
    assert isinstance(inspection.opened_by, frozenset)


@settings(max_examples=scaled(20))
@given(records(Claim), records(Claim))
def test_records_are_values(one: Claim, other: Claim) -> None:
    for again in (copy.copy(one), copy.deepcopy(one), pickle.loads(pickle.dumps(one))):
        assert (again == one, hash(again) == hash(one)) == (True, True)
    assert (one == other) is all(fact.read(one) == fact.read(other) for fact in Claim.facts())
    plain = Claim(**{n: getattr(one, n) for n in one.fields_}, device=one.device, card=WarrantyCard(present=one.card.present))
    assert eval(repr(plain), {"datetime": datetime, **{name: getattr(warranty_rules, name) for name in warranty_rules.__all__}}) == plain


def test_sets_are_written_in_the_order_of_their_members() -> None:
    parties = frozenset(reversed(Party))
    assert repr(Inspection(opened_by=parties)) == f"Inspection(opened_by=frozenset({{{', '.join(map(repr, Party))}}}))"
    assert str(OPENED.eq(parties)) == f"inspection.opened_by is {{{', '.join(party.value for party in Party)}}}"


def test_a_half_known_set_that_says_all_is_the_set() -> None:
    rest = frozenset(Party) - {Party.BUYER}
    said = [PartialSet(yes={Party.BUYER}, no=rest), PartialSet(no=rest), {Party.BUYER}]
    assert [Inspection(opened_by=s).opened_by for s in said[::2]] == [{Party.BUYER}] * 2
    assert not is_partial(Inspection(opened_by=PartialSet(no=frozenset(Party))).opened_by)
    assert is_partial(Inspection(opened_by=said[1]).opened_by)
    assert repr(said[1]) == "PartialSet(yes={}, no={third_party, seller, authorized_center, factory})"


def test_a_nested_record_says_what_it_is_where_a_fact_is_wanted() -> None:
    assert repr(Claim.sale) == "<record sale: name one of its facts>"
    with pytest.raises(LogicError, match="^<record sale: name one of its facts> is no fact"):
        Claim().replace(Claim.sale, Sale())  # type: ignore[call-overload]


DECLARED: dict[str, Callable[..., Any]] = {
    "YesNo": lambda **more: YesNo("Is it?", "desk", yes="it is", no="it is not", **more),
    "OneOf": lambda **more: OneOf(Goods, "Which?", "desk", says="{}", **more),
    "SetOf": lambda **more: SetOf(Item, "Which?", "desk", says="{}", empty="none", **more),
    "Day": lambda **more: Day("When?", "desk", says="on {}", **more),
    "DayOrNone": lambda **more: DayOrNone("When?", "desk", says="on {}", none="never", **more),
    "Whole": lambda **more: Whole("How many?", "desk", says="{}", unit="units", **more),
    "Code": lambda **more: Code("Which?", "desk", says="{}", **more),
    "Text": lambda **more: Text("Which?", "desk", says="{}", **more),
}


@pytest.mark.parametrize("kind", DECLARED)
def test_every_kind_of_field_keeps_what_is_said_of_it(kind: str) -> None:
    told, bare = DECLARED[kind](hint="look on the box", internal=True), DECLARED[kind]()
    assert (told.hint, told.internal, told.stage, told.question[-1]) == ("look on the box", True, "desk", "?")
    assert (bare.hint, bare.internal, bare.clean) == ("", False, UNKNOWN)


def test_a_claim_cannot_be_made_before_the_sale_even_while_a_day_is_open() -> None:
    early = Claim.claimed_on < Claim.sale.sold_on
    for claim in (Claim(), Claim(claimed_on=date(2026, 3, 2)), Claim(sale=Sale(sold_on=date(2026, 3, 2)))):
        assert early(claim) is UNKNOWN
        assert truth(early, claim) is False


def test_what_a_record_keeps_of_what_it_looked_up_does_not_go_with_it() -> None:
    claim = Claim()
    assert not claim.knows(Claim.card.present)
    assert claim.__getstate__().keys() == {*Claim.fields_, *Claim.nested_, "_assumed"}


def test_what_equals_its_clean_value_can_be_taken_as_clean_whichever_of_two_equals_it_is() -> None:
    class Lock(Record):
        number: Code = Code("What number has it?", "till", says="number {}", clean="A1")
        fitted_on: Day = Day("When was it fitted?", "till", says="fitted on {}", clean=date(2026, 3, 2))

    lock = Lock(number="".join(["A", "1"]), fitted_on=date(2026, 3, 2))
    assert lock.assume(Lock.number, Lock.fitted_on).assumed() == (Lock.number, Lock.fitted_on)
    with pytest.raises(InputError, match="number"):
        Lock(number="B2").assume(Lock.number)
