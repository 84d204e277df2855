"""Many claims: decided one by one, put in flat records, summed up; in one pass and in flat memory."""

from __future__ import annotations

import gc
import re
import tracemalloc
import weakref
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from html import unescape
from itertools import chain, count
from typing import Any

import attrs
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from shops.bicycles import Bicycle, Complaint, Defect, Part as BicyclePart, Ride
from small import Small

from warranty_rules import NONE, SAME, UNKNOWN, BusinessCalendar, Claim, Decision, Edition, Outcome, Party, Policy, Sale, Term, WarrantyCard, clean
from warranty_rules.batches import HEAD, Part, Summary, columns, summary, to_records
from warranty_rules.decisions import Because
from warranty_rules.documents import decision_document
from warranty_rules.errors import InputError
from warranty_rules.facts import Fact
from warranty_rules.fields import Code, Day, Field, DayOrNone, OneOf, Unaccepted
from warranty_rules.notebook import to_html, to_markdown
from warranty_rules.periods import business_days
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic
from warranty_rules.records import Record, assembled
from warranty_rules.testing import claims, partly_known, policies
from warranty_rules.tiers import always
from warranty_rules.wording import decision_text

STORE = icenter.policy()
STRICTER = icenter.policy(icenter.Readings(exposure="is_enough"))
ELSEWHERE = clean(Claim, sale=Sale(sold_here=False))


@st.composite
def batches(draw: st.DrawFn, largest: int = 3) -> tuple[Policy[Any], list[Any]]:
    """Draw a policy and claims for it, some of them mostly taken as clean."""
    policy = draw(st.one_of(st.builds(icenter.policy), st.builds(bicycles.policy), policies(Small, size=2)))
    some = claims(policy.record) | partly_known(clean(policy.record))
    return policy, draw(st.lists(some, min_size=1, max_size=largest))


# --- One by one ----------------------------------------------------------------------------------------


@given(batch=batches())
def test_many_are_decided_as_each_is_in_order(batch: Any) -> None:
    policy, found = batch
    assert list(policy.adjudicate_many(found)) == [policy.adjudicate(claim) for claim in found]


def test_a_claim_is_taken_when_its_decision_is_asked_for_and_no_sooner() -> None:
    taken: list[int] = []

    def stream() -> Iterator[Claim]:
        for number in count():
            taken.append(number)
            yield ELSEWHERE

    for passed in (lambda d: d, to_records):
        taken.clear()
        decided = passed(STORE.adjudicate_many(stream()))
        assert taken == []
        for number in range(3):
            next(decided)
            assert taken == list(range(number + 1))


def test_a_decision_is_settled_when_it_is_given() -> None:
    (decision,) = STORE.adjudicate_many([ELSEWHERE])
    assert "outcome" in vars(decision)


def test_a_claim_whose_decision_was_dropped_is_kept_by_nobody() -> None:
    alive: list[weakref.ref[Claim]] = []

    def stream() -> Iterator[Claim]:
        for claim in synthetic(1):
            alive.append(weakref.ref(claim))
            yield claim
            del claim

    decided = STORE.adjudicate_many(stream())
    for _ in range(5):
        next(decided)
    gc.collect()
    assert sum(ref() is not None for ref in alive) <= 1  # the one at which the stream stands


def spent(records: Iterable[object]) -> int:
    return sum(1 for _ in records)


CONSUMERS: dict[str, tuple[int, Callable[[Any], object]]] = {
    "decided": (5_000, spent),
    "put in records": (500, lambda decisions: spent(to_records(decisions))),
    "put in records with questions": (500, lambda decisions: spent(to_records(decisions, questions=True))),
    "summed up": (1_500, summary),
    "summed up with questions": (500, lambda decisions: summary(decisions, questions=True)),
}
FIRST = date(1995, 1, 1)
BICYCLE, RIDE = Bicycle(limit=100, altered=frozenset(), model="M"), Ride(rider=90, luggage=0)


def complaint(number: int) -> Complaint:
    """Give one of many claims, no two alike: approved, denied and, now and then, pending."""
    return Complaint(
        handed_over=FIRST,
        reported=FIRST + timedelta(number % 150),  # soon in every year that a calendar must know
        taken_in=FIRST + timedelta(number % 150 + number // 150),
        serviced=True,
        proof=UNKNOWN if number % 50 == 0 else number % 3 > 0,
        parts_months=number % 40,
        bicycle=BICYCLE,
        ride=RIDE,
        defect=Defect(part=BicyclePart.FRAME, worn=False, repairable=True),
    )


def held(number: int, consume: Callable[[Any], object]) -> tuple[int, int]:
    """Consume the decisions of so many claims; give the bytes held when a tenth was taken, and at the end, loose ends collected."""
    seen: list[int] = []

    def stream() -> Iterator[Complaint]:
        for at in range(number):
            yield complaint(at)
            if at in (number // 10, number - 1):
                gc.collect()
                seen.append(tracemalloc.get_traced_memory()[0])

    policy = bicycles.policy()
    consume(policy.adjudicate_many(map(complaint, range(1_500))))  # after which its rules are compiled
    tracemalloc.start()
    try:
        consume(policy.adjudicate_many(stream()))
    finally:
        tracemalloc.stop()
    return seen[0], seen[1]


@pytest.mark.heavy  # memory is traced, and the tracer of coverage has its own
@pytest.mark.parametrize(("number", "consume"), CONSUMERS.values(), ids=CONSUMERS)
def test_many_claims_are_held_in_the_memory_of_a_tenth_of_them(number: int, consume: Callable[[Any], object]) -> None:
    some, all_ = held(number, consume)
    assert all_ < some + 5_000


@pytest.mark.heavy  # memory is traced
@pytest.mark.parametrize("keep", [list, lambda decisions: list(to_records(decisions))], ids=["decisions", "records"])
def test_it_would_show_if_anything_were_kept(keep: Callable[[Any], object]) -> None:
    some, all_ = held(500, keep)
    assert all_ > some + 100_000


def test_what_is_no_claim_is_refused_by_its_position_and_the_next_can_be_asked_for() -> None:
    decided = STORE.adjudicate_many([ELSEWHERE, "RMA-1", ELSEWHERE.card, ELSEWHERE])  # type: ignore[list-item]
    assert next(decided).outcome is Outcome.DENIED
    for at, given_ in ((1, "RMA-1"), (2, ELSEWHERE.card)):
        with pytest.raises(InputError) as alone:
            STORE.adjudicate(given_)  # type: ignore[arg-type]
        with pytest.raises(InputError) as among:
            next(decided)
        (problem,) = among.value.problems
        assert problem.path == f"claims[{at}]"
        assert attrs.evolve(problem, path="") == alone.value.problems[0]
    assert next(decided).outcome is Outcome.DENIED
    assert list(decided) == []


@pytest.mark.parametrize(
    ("call", "name"),
    [(STORE.adjudicate_many, "claims"), (to_records, "decisions"), (summary, "decisions")],
    ids=["adjudicate_many", "to_records", "summary"],
)
@pytest.mark.parametrize("given_", [None, 5, ELSEWHERE, STORE.adjudicate(ELSEWHERE)], ids=["None", "5", "a claim", "a decision"])
def test_what_cannot_be_gone_through_is_refused_at_once(call: Callable[[Any], object], name: str, given_: object) -> None:
    with pytest.raises(InputError, match=rf"^{name}: got .*; accepted: an iterable, each item "):
        call(given_)


@pytest.mark.parametrize("call", [lambda given_: list(to_records(given_)), summary], ids=["to_records", "summary"])
@pytest.mark.parametrize("wrong", [ELSEWHERE, "approved", None])
def test_what_is_no_decision_is_refused_by_its_position(call: Callable[[Any], object], wrong: object) -> None:
    with pytest.raises(InputError, match=r"^decisions\[1\]: got .*; accepted: a decision; policy\.adjudicate_many"):
        call([STORE.adjudicate(ELSEWHERE), wrong])


# --- Records -------------------------------------------------------------------------------------------


def read_back(record: type[Record], row: dict[str, Any]) -> Record:
    """Make the claim of a flat record."""
    variables = {str(v): v for fact in record.facts() for v in fact.variables}
    known = {v: value_of(v, row[f"claim.{name}"]) for name, v in variables.items() if row[f"claim.{name}"] is not None}
    named = variables | {str(fact): fact for fact in record.facts()}
    return assembled(record, known, [v for name in row["assumed"].split(", ") if name for v in named[name].variables])


def value_of(variable: Fact[Any], cell: Any) -> object:
    if isinstance(variable.field, OneOf):
        return next(member for member in variable.field.members if member.value == cell)
    if isinstance(variable.field, DayOrNone):  # a column of texts, as not all of it are days
        return NONE if cell == "none" else date.fromisoformat(cell)
    return {"none": NONE, "same": SAME}.get(cell, cell) if isinstance(variable.field, Code) else cell


@pytest.mark.heavy  # questions of random policies
@settings(max_examples=scaled(25))
@given(batch=batches(), questions=st.booleans())
def test_records_have_one_set_of_plain_columns_and_their_claims_read_back(batch: Any, questions: bool) -> None:
    policy, found = batch
    kinds = columns(policy, questions=questions)
    rows = list(to_records(policy.adjudicate_many(found), questions=questions))
    for row, claim in zip(rows, found, strict=True):
        assert list(row) == list(kinds)
        assert {name: type(value) for name, value in row.items() if value is not None and type(value) is not kinds[name]} == {}
        assert set(kinds.values()) <= {str, int, bool, date}
        assert read_back(policy.record, row) == claim


PROMISED = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20))


@pytest.mark.heavy  # questions of random policies
@settings(max_examples=scaled(20))
@given(batch=batches(largest=1))
@example(batch=(STORE, [PROMISED]))
@example(batch=(icenter.policy(calendar=BusinessCalendar.of("UA")), [PROMISED]))  # with warnings
def test_a_record_says_what_the_decision_document_says(batch: Any) -> None:
    policy, found = batch
    decisions = list(policy.adjudicate_many(found))
    for decision, row in zip(decisions, to_records(decisions, questions=True), strict=True):
        told = decision_document(decision)
        covers = {cover["tier"]: cover for cover in told["coverage"]}
        cover = covers.get(told["tier"], {"first": None, "last": None})
        dates = told["service"]["dates"] if isinstance(told["service"], dict) else None
        dates = dates if isinstance(dates, dict) else {"earliest": None, "latest": None}
        days = {name: value and value.isoformat() for name, value in row.items() if name in ("first", "last", "earliest", "latest")}
        assert days == {"first": cover["first"], "last": cover["last"], **dates}
        assert (row["outcome"], row["tier"], row["policy"], row["digest"]) == (
            told["outcome"],
            told["tier"],
            told["provenance"]["policy"],
            told["provenance"]["digest"],
        )
        assert row["grounds"] == ", ".join(" or ".join(ground["clauses"]) for ground in told["grounds"])
        assert (row["questions"], row["asked"]) == (len(told["questions"]), ", ".join(question["fact"] for question in told["questions"]))
        assert row["warnings"] == "; ".join(told["warnings"])
        opened = [line.split()[1] for line in decision_text(decision).splitlines() if line.startswith("  open ")]
        assert (row["open"] == ", ".join(opened)) if decision.outcome is Outcome.PENDING else (row["asked"] or not row["open"])


def test_columns_are_those_of_the_record_class_whatever_the_readings() -> None:
    other = icenter.policy(icenter.Readings(store_month="if_taken_up", causes="presence"))
    assert columns(other) == columns(STORE)
    (row,) = to_records([other.adjudicate(ELSEWHERE)])
    assert row["readings"] == "store_month=if_taken_up, causes=presence"
    assert row["digest"] == other.digest != STORE.digest


def test_what_a_cell_is_for_each_kind_of_fact() -> None:
    sale = Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12, extended_plan=False)
    claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20)).learn(Claim.device.imei_2, NONE)
    claim = claim.replace(Claim.inspection.opened_by.has(Party.FACTORY), value=True)
    (row,) = to_records([STORE.adjudicate(claim)])
    cells = {
        "outcome": "approved",
        "tier": "new",
        "first": date(2026, 3, 2),
        "last": date(2027, 3, 2),
        "earliest": None,
        "grounds": "",
        "claim.sale.goods": "new",
        "claim.sale.manufacturer_months": 12,
        "claim.sale.extended_plan": False,
        "claim.sale.supplied has cables": None,
        "claim.device.imei_1": None,
        "claim.device.imei_2": "none",
        "claim.card.serial": "same",
        "claim.inspection.opened_by has factory": True,
        "claim.inspection.opened_by has buyer": False,
    }
    assert {name: row[name] for name in cells} == cells


def test_numbers_that_identify_the_device_can_be_masked() -> None:
    claim = ELSEWHERE.learn(Claim.device.serial, "F2LX1234").learn(Claim.device.imei_2, NONE)
    (plain,), (masked,) = (to_records([STORE.adjudicate(claim)], mask=mask) for mask in (False, True))
    assert {name: value for name, value in masked.items() if value != plain[name]} == {"claim.device.serial": "***1234"}
    assert plain["claim.device.serial"] == "F2LX1234"


def test_a_set_that_was_taken_as_clean_is_named_once_and_one_that_was_in_part_by_its_members() -> None:
    card = clean(WarrantyCard, altered_by=UNKNOWN).learn(WarrantyCard.altered_by.has(Party.BUYER), value=False)
    (whole,), (none,) = (to_records([STORE.adjudicate(clean(Claim, sale=Sale(), card=each))]) for each in (clean(WarrantyCard), card))
    assert str(whole["assumed"]).split(", ")[:3] == ["card.present", "card.altered_by", "card.serial"]
    assert str(none["assumed"]).split(", ")[:2] == ["card.present", "card.serial"]
    part = clean(WarrantyCard).learn(WarrantyCard.altered_by.has(Party.BUYER), value=True)
    (row,) = to_records([STORE.adjudicate(clean(Claim, sale=Sale(), card=part))])
    assert "card.present, card.altered_by has third_party, card.altered_by has seller" in str(row["assumed"])


def test_three_ways_in_which_no_tier_is_named() -> None:
    bought = Sale(sold_here=True, sold_on=date(2026, 3, 2), contract_months=6)
    found = [ELSEWHERE, Claim(), clean(Claim, claimed_on=date(2026, 3, 20), sale=bought)]
    rows = list(to_records(STORE.adjudicate_many(found)))
    assert [(row["outcome"], row["tier"]) for row in rows] == [("denied", "none"), ("pending", "none"), ("approved", None)]


def test_one_or_another_ground_is_joined_by_or() -> None:
    decision = STORE.adjudicate(ELSEWHERE)
    one_or_another = attrs.evolve(decision.grounds[0], clauses=STORE.clauses[:2])
    vars(decision)["grounds"] = (one_or_another, *decision.grounds)
    (row,) = to_records([decision])
    assert row["grounds"] == "G0 or S1, G0"


def test_dates_promised_carry_their_warnings() -> None:
    policy = icenter.policy(calendar=BusinessCalendar.of("UA"))
    sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    (row,) = to_records([policy.adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20)))])
    assert row["earliest"] == date(2026, 7, 23)
    assert "calendar UA" in str(row["warnings"])


def test_several_warnings_are_told_apart_by_semicolons() -> None:
    policy = icenter.policy(calendar=BusinessCalendar.of("UA"))
    sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    decision = policy.adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 19)))
    (row,) = to_records([decision])
    one, other = decision.warnings
    assert row["warnings"] == f"{one}; {other}"


def test_a_denial_that_rests_on_doubtful_days_carries_its_warnings() -> None:
    store = attrs.evolve(STORE, edition=Edition(Claim.sale.sold_on, date(2030, 1, 1)), examples=())
    frame, *others = bicycles.policy().ranked
    shop = attrs.evolve(bicycles.policy(), ranked=(attrs.evolve(frame, term=Term(business_days(30, BusinessCalendar.of("UA")))), *others))
    late = complaint(149).replace(Complaint.reported, date(2026, 7, 20)).replace(Complaint.handed_over, date(2026, 3, 2))
    for decision in (store.adjudicate(ELSEWHERE.learn(Claim.sale.sold_on, date(2026, 3, 2))), shop.adjudicate(late)):
        (row,) = to_records([decision])
        assert (row["outcome"], bool(row["warnings"]), row["warnings"]) == ("denied", True, "; ".join(decision.warnings))


class Grade(Enum):
    """An enumeration whose codes are no texts."""

    FIRST = 1
    SECOND = 2


class Price(Field[Decimal, Fact[Decimal]]):
    """A kind of fact of one's own."""

    accepted = "a Decimal"

    def accept(self, value: object) -> Decimal:
        if isinstance(value, Decimal):
            return value
        raise Unaccepted(self.accepted)


class Bill(Record):
    sold_on: Day = Day("Sold?", "desk", says="{}")
    seen_on: Day = Day("Seen?", "desk", says="{}")
    paid: Price = Price("Paid?", "desk", says="{}")
    grade: OneOf[Grade] = OneOf(Grade, "Grade?", "desk", says="{}")


def test_a_kind_of_ones_own_is_written_as_text() -> None:
    own = {"record": Bill, "ranked": (), "returns": always(None), "accepted_on": Bill.seen_on}
    policy = attrs.evolve(STORE, **own, examples=(), examinations=(), chances=(), costs=(), changes=())
    assert columns(policy)["claim.paid"] is str
    (row,) = to_records([policy.adjudicate(Bill(paid=Decimal("1.50"), grade=Grade.SECOND))])
    assert (row["claim.paid"], row["claim.grade"], row["claim.sold_on"]) == ("1.50", "2", None)


def test_nothing_is_searched_for_unless_questions_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(decision: object) -> object:
        raise AssertionError("searched")

    monkeypatch.setattr(Decision, "questions", property(searched))
    assert len(list(to_records(STORE.adjudicate_many([Claim(), ELSEWHERE])))) == 2
    assert summary(STORE.adjudicate_many([Claim(), ELSEWHERE])).counts
    with pytest.raises(AssertionError, match="searched"):
        list(to_records(STORE.adjudicate_many([Claim()]), questions=True))


def test_decisions_over_two_record_classes_are_two_tables() -> None:
    two = [STORE.adjudicate(ELSEWHERE), bicycles.policy().adjudicate(Complaint())]
    rows = to_records(two)
    assert list(next(rows)) == list(columns(STORE))
    with pytest.raises(InputError, match=r"^decisions\[1\]: got a decision over a Complaint; accepted: one over the same record class"):
        next(rows)


# --- Summary -------------------------------------------------------------------------------------------


def counted(told: Summary, part: Part) -> dict[str, int]:
    return {each.id: each.times for each in told.counts if each.part is part}


@pytest.mark.heavy  # random policies, whose open days are searched for each order of the claims
@settings(max_examples=scaled(12))
@given(batch=batches(largest=4), data=st.data())
def test_a_summary_counts_what_the_decisions_say_in_any_order(batch: Any, data: st.DataObject) -> None:
    policy, found = batch
    decisions = list(policy.adjudicate_many(found))
    told = summary(decisions, questions=True)
    outcomes = Counter(decision.outcome.value for decision in decisions)
    assert counted(told, Part.OUTCOME) == {outcome.value: outcomes[outcome.value] for outcome in Outcome}
    tiers = Counter(getattr(decision.tier, "id", "unknown") for decision in decisions if decision.outcome is Outcome.APPROVED)
    assert counted(told, Part.TIER) == {tier.id: tiers[tier.id] for tier in policy.ranked} | {
        name: n for name, n in tiers.items() if name == "unknown"
    }
    cited = [{" or ".join(clause.id for clause in ground.clauses) for ground in decision.grounds} for decision in decisions]
    assert counted(told, Part.GROUND) == Counter(name for names in cited for name in names)
    pending = [decision for decision in decisions if decision.outcome is Outcome.PENDING]
    opened = Counter(line.split()[1] for decision in pending for line in decision_text(decision).splitlines() if line.startswith("  open "))
    assert counted(told, Part.OPEN) == opened
    deniers = {c.id for tier in policy.ranked for _, c, _ in tier.failings} | {e.clause.id for e in policy.exclusions}
    fired = {clause.id for decision in decisions for ground in decision.grounds for clause in ground.clauses}
    assert counted(told, Part.NEVER) == dict.fromkeys(deniers - fired, 0)
    among = {Part.OUTCOME: len(decisions), Part.TIER: outcomes["approved"], Part.OPEN: outcomes["pending"]}
    assert all(each.among == among.get(each.part, outcomes["denied"]) for each in told.counts)
    assert summary(data.draw(st.permutations(decisions)), questions=True) == told


def test_clauses_stand_most_frequent_first_then_in_source_order() -> None:
    places = {clause.id: place for place, clause in enumerate(STORE.clauses)}
    told = summary(STORE.adjudicate_many(synthetic(5, 150)), questions=True)
    for part in (Part.GROUND, Part.NEVER, Part.OPEN):
        order = [(-each.times, places[each.id]) for each in told.counts if each.part is part]
        assert order == sorted(order)
        assert order


def test_each_policy_is_counted_apart_and_equal_ones_together() -> None:
    found = list(synthetic(3, 60))
    streams = [icenter.policy().adjudicate_many(found), STRICTER.adjudicate_many(found), icenter.policy().adjudicate_many(found)]
    told = summary(decision for stream in streams for decision in stream)
    assert list(dict.fromkeys(each.policy for each in told.counts)) == [STORE, STRICTER]
    twice = summary(STORE.adjudicate_many([*found, *found])).counts
    assert told.counts == (*twice, *summary(STRICTER.adjudicate_many(found)).counts)


def test_each_caption_says_which_policy_it_is() -> None:
    calendar = BusinessCalendar.of("PL")
    policies_ = [STORE, STRICTER, icenter.policy(calendar=calendar)]
    told = str(summary(policy.adjudicate(ELSEWHERE) for policy in policies_))
    captions = [line for line in told.splitlines() if line.startswith("iCenter")]
    assert len(set(captions)) == len(policies_)
    for policy, caption in zip(policies_, captions, strict=True):
        parts = [policy.id, policy.digest[:12], policy.calendar.id, *(f"{name}={value}" for name, value in policy.readings)]
        assert caption == f"{policy.title} ({', '.join(parts)})"


def test_a_share_is_of_the_decisions_it_says() -> None:
    told = summary(STORE.adjudicate_many([ELSEWHERE, ELSEWHERE, Claim(), ELSEWHERE.replace(Claim.card.present, value=False)]))
    shares = {(each.part, each.id): each.share for each in told.counts}
    assert shares[Part.OUTCOME, "denied"] == 0.75
    assert shares[Part.GROUND, "G0"] == 1.0
    assert shares[Part.GROUND, "E01"] == 1 / 3
    assert shares[Part.TIER, "new"] == 0.0
    assert Part.OPEN not in {part for part, _ in shares}


def test_an_approved_claim_is_counted_under_its_tier_by_name() -> None:
    sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    told = summary([STORE.adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20)))])
    assert counted(told, Part.TIER) == {tier.id: int(tier.id == "used") for tier in STORE.ranked}
    assert {each.among for each in told.counts if each.part is Part.TIER} == {1}


def test_an_approval_by_no_single_tier_for_sure_is_counted_as_that() -> None:
    bought = Sale(sold_here=True, sold_on=date(2026, 3, 2), contract_months=6)
    told = summary([STORE.adjudicate(clean(Claim, claimed_on=date(2026, 3, 20), sale=bought))])
    (open_,) = [each for each in told.counts if each.id == UNKNOWN.value]
    assert (open_.part, open_.label, open_.times, open_.among) == (Part.TIER, "no single one for sure", 1, 1)


def test_a_clause_in_a_ground_of_several_has_neither_fired_alone_nor_never() -> None:
    decision = STORE.adjudicate(ELSEWHERE)
    vars(decision)["grounds"] = (attrs.evolve(decision.grounds[0], clauses=STORE.clauses[:1] + STORE.clauses[6:7]),)
    told = summary([decision])
    assert counted(told, Part.GROUND) == {"G0 or N1": 1}
    (cited,) = [each for each in told.counts if each.part is Part.GROUND]
    assert cited.label == " or ".join(f"{clause.id} {clause.title}" for clause in decision.grounds[0].clauses)
    assert not {"G0", "N1"} & counted(told, Part.NEVER).keys()


def test_a_clause_that_denies_a_claim_for_two_reasons_is_counted_once() -> None:
    decision = STORE.adjudicate(ELSEWHERE)
    vars(decision)["grounds"] = (*decision.grounds, attrs.evolve(decision.grounds[0], kind=Because.EXPIRED))
    assert counted(summary([decision]), Part.GROUND) == {"G0": 1}


def test_nothing_summed_up_is_said_in_each_form() -> None:
    told = summary([])
    assert (told.counts, str(told), told._repr_markdown_()) == ((), "no decisions", "no decisions")
    assert "<p>no decisions</p>" in told._repr_html_()


def test_a_summary_reads_as_a_table() -> None:
    told = str(summary(STORE.adjudicate_many([ELSEWHERE, ELSEWHERE, Claim()])))
    assert told.splitlines()[:8] == [
        f"iCenter store warranty terms (icenter, {STORE.digest[:12]}, no country, weekend Sa-Su)",
        "",
        "| counted                             | decisions |  share |",
        "| ----------------------------------- | --------: | -----: |",
        "| outcome, of all                     |           |        |",
        "| approved                            |         0 |   0.0% |",
        "| denied                              |         2 |  66.7% |",
        "| pending                             |         1 |  33.3% |",
    ]
    assert len({len(line) for line in told.splitlines()[2:]}) == 1
    both = str(summary([STORE.adjudicate(ELSEWHERE), STRICTER.adjudicate(ELSEWHERE)])).splitlines()
    (second,) = (at for at, line in enumerate(both) if STRICTER.digest[:12] in line)
    assert (both[second - 1], both[second + 1]) == ("", "")


@pytest.mark.parametrize("show", [to_html, to_markdown])
def test_a_summary_s_page_has_every_count_under_what_it_is_about(show: Callable[[object], str]) -> None:
    told = summary(chain(STORE.adjudicate_many(synthetic(2, 50)), STRICTER.adjudicate_many(synthetic(2, 50))), questions=True)
    words = " ".join(re.sub(r"<style>.*</style>|<[^>]*>|\*\*|---|\|", " ", unescape(show(told)).replace("\\", ""), flags=re.DOTALL).split())
    at = 0
    for caption, parts in told.tables():
        at = words.index(f"{caption} {Part.OUTCOME.label} {' '.join(HEAD)}", at)
        for part, counts in parts:
            at = words.index(f"{part.label} {' '.join(HEAD)}", at)
            for each in counts:
                at = words.index(f"{each.label} {each.times:,} {each.share:.1%}", at)
    assert len([*told.tables()]) == 2


def test_a_summary_is_short_where_it_is_not_printed() -> None:
    assert [repr(summary(STORE.adjudicate_many([ELSEWHERE] * times))) for times in (0, 1, 2)] == [
        "<summary of 0 decisions>",
        "<summary of 1 decision>",
        "<summary of 2 decisions>",
    ]


def test_a_summary_is_frozen_and_equal_by_value() -> None:
    told = summary(STORE.adjudicate_many([ELSEWHERE]))
    assert told == summary(icenter.policy().adjudicate_many([ELSEWHERE]))
    assert hash(told) == hash(summary(icenter.policy().adjudicate_many([ELSEWHERE])))
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        told.counts = ()  # type: ignore[misc]
