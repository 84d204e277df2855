"""Decisions, policies and facts in words, as a clerk, a lawyer and a notebook see them."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise
from typing import Any

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from small import IN_TERM, Color, Small, covering

from warranty_rules import (
    NONE,
    SAME,
    UNKNOWN,
    BusinessCalendar,
    Cause,
    Claim,
    Clause,
    Decision,
    Device,
    Exclusion,
    Fault,
    Goods,
    Inspection,
    Item,
    Market,
    PartialSet,
    Party,
    Policy,
    Predicate,
    Sale,
    Seals,
    Term,
    WarrantyCard,
    Window,
    all_of,
    clean,
    documents,
    wording,
)
from warranty_rules.decisions import Known
from warranty_rules.documents import decision_document, document
from warranty_rules.facts import Fact
from warranty_rules.notebook import to_html, to_markdown
from warranty_rules.periods import months, per
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter import Readings
from warranty_rules.testing import records
from warranty_rules.tiers import Remedy, always
from warranty_rules.wording import (
    calendar_rows,
    covered_text,
    day_text,
    decision_text,
    explanation_text,
    hidden,
    joined,
    masked,
    policy_text,
    span_text,
    statement,
    value_text,
    window_text,
)

STORE = icenter.policy()
JULY, JANUARY = date(2026, 7, 20), date(2026, 1, 20)
USED = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)


def used(**facts: Any) -> Claim:
    """Make a clean claim about a used device of the store, sold in March and claimed in July."""
    return clean(Claim, **{"sale": USED, "claimed_on": JULY, "accepted_on": JULY, **facts})


def new(device: Device | None = None, claimed_on: date = JANUARY, **sale: Any) -> Claim:
    """Make a clean claim about a new device of the store, sold on the last day of a year."""
    sold = {"sold_on": date(2025, 12, 31), "manufacturer_months": 12, "extended_plan": False, **sale}
    return clean(Claim, sale=Sale.new(**sold), claimed_on=claimed_on, accepted_on=claimed_on, device=device or clean(Device, market=Market.EUROPE))


# --- Decisions, exactly as printed ---------------------------------------------------------------------

LOST = clean(WarrantyCard, present=False)
NUMBERS = Device(serial="F2LX1234", imei_1="490154203237518", imei_2=NONE)
BY_WHOM = clean(Inspection, opened_by=UNKNOWN)
PARTS_OF_SET = {Item.CABLES, Item.PACKAGING}
LIQUID = clean(Fault, causes={Cause.MAINS_VOLTAGE, Cause.LIQUID}, careless_by={Party.BUYER})
CLAIMS = {
    "a used device, repairability not known": used(),
    "a used device beyond repair": used(fault=clean(Fault, repairable=False)),
    "a used device, the day of acceptance not known": used(accepted_on=UNKNOWN, fault=clean(Fault, repairable=True)),
    "a new device, its cover across the turn of a year": new(),
    "the promise across the turn of a year": new(claimed_on=date(2026, 11, 30)),
    "a device made for Asia": new(clean(Device, market=Market.ASIA)),
    "a device made for a market that the terms do not name": new(clean(Device, market=Market.OTHER)),
    "a device made for who knows what market": new(clean(Device)),
    "a higher-ranked tier open": new(manufacturer_months=UNKNOWN),
    "one tier or another": used(claimed_on=JANUARY, sale=Sale(sold_here=True, sold_on=date(2026, 1, 10), contract_months=6)),
    "one clause": used(inspection=clean(Inspection, opened_by={Party.BUYER, Party.THIRD_PARTY})),
    "several clauses, in source order": used(
        card=clean(WarrantyCard, altered_by={Party.BUYER}), inspection=clean(Inspection, seals=Seals.BROKEN), fault=LIQUID
    ),
    "numbers that differ": used(device=NUMBERS, card=clean(WarrantyCard, serial="F2LX1243")),
    "curable, then approved": used(sale=attrs.evolve(USED, supplied=PARTS_OF_SET), inspection=clean(Inspection, missing=PARTS_OF_SET)),
    "curable, then pending": used(card=LOST, inspection=BY_WHOM),
    "curable, then denied all the same": used(card=LOST, inspection=clean(Inspection, package_damaged=True)),
    "expired, and excluded": used(claimed_on=date(2026, 9, 3), inspection=clean(Inspection, seals=Seals.BROKEN)),
    "every tier of new goods": new(claimed_on=date(2027, 2, 10)),
    "no contract": used(sale=attrs.evolve(USED, contract_months=0)),
    "bought elsewhere": used(sale=attrs.evolve(USED, sold_here=False)),
    "one fact open": used(inspection=BY_WHOM),
    "a set half known": used(inspection=clean(Inspection, opened_by=PartialSet(no={Party.BUYER}))),
    "no tier settled": used(sale=attrs.evolve(USED, contract_months=UNKNOWN), inspection=BY_WHOM),
}

PRINTED = """
# a used device, repairability not known
APPROVED  used-goods warranty, 2 Mar - 2 Sep 2026
  free repair (should it fail, a replacement similar in purpose), store service center,
  3-30 business days: 23 Jul - 31 Aug 2026

# a used device beyond repair
APPROVED  used-goods warranty, 2 Mar - 2 Sep 2026
  replacement similar in purpose, store service center, no time promised

# a used device, the day of acceptance not known
APPROVED  used-goods warranty, 2 Mar - 2 Sep 2026
  free repair, store service center, 3-30 business days
  ask     On what day was the device accepted for service?  accepted_on (desk)

# a new device, its cover across the turn of a year
APPROVED  manufacturer's warranty, 31 Dec 2025 - 31 Dec 2026
  repair (should it fail, a replacement), the manufacturer's official service center,
  sending paid by the seller, 21-31 business days: 18 Feb - 4 Mar 2026

# the promise across the turn of a year
APPROVED  manufacturer's warranty, 31 Dec 2025 - 31 Dec 2026
  repair (should it fail, a replacement), the manufacturer's official service center,
  sending paid by the seller, 21-31 business days: 29 Dec 2026 - 12 Jan 2027

# a device made for Asia
APPROVED  manufacturer's warranty, 31 Dec 2025 - 31 Dec 2026
  repair (should it fail, a replacement), the manufacturer's official service center,
  sending paid by the seller, time individually agreed

# a device made for a market that the terms do not name
APPROVED  manufacturer's warranty, 31 Dec 2025 - 31 Dec 2026
  repair (should it fail, a replacement), the manufacturer's official service center,
  sending paid by the seller, no time promised

# a device made for who knows what market
APPROVED  manufacturer's warranty, 31 Dec 2025 - 31 Dec 2026
  repair (should it fail, a replacement), the manufacturer's official service center,
  sending paid by the seller, time not settled yet
  ask     What market was the device made for?  device.market (desk)

# a higher-ranked tier open
APPROVED  store one-month warranty, 31 Dec 2025 - 31 Jan 2026
  repair (should it fail, a replacement), the manufacturer's official service center,
  sending paid by the seller, 21-31 business days: 18 Feb - 4 Mar 2026
  ask     How many months does the manufacturer's warranty run? (0: none)  sale.manufacturer_months (sales records)

# one tier or another
APPROVED  which tier responds is open, so no service is promised yet
  ask     Was the device sold new or used?                                 sale.goods (sales records)
  ask     How many months does the manufacturer's warranty run? (0: none)  sale.manufacturer_months (sales records)

# one clause
DENIED    E04 unauthorized opening: opened by the buyer and a third party

# several clauses, in source order
DENIED    E01 warranty card: entries in the card by the buyer
          E05 negligent exposure: caused by liquid; negligence of the buyer
          E07 broken seals: warranty seals broken
          E08 mains voltage: caused by a rise or drop of mains voltage

# numbers that differ
DENIED    E02 numbers differ from the card: serial number F2LX1243 on the card; serial number F2LX1234 on the device

# curable, then approved
DENIED    E17 incomplete set: supplied with connecting cables and original packaging; missing: connecting cables and original packaging
  cure    E17: bring what is missing
  then    approved

# curable, then pending
DENIED    E01 warranty card: the warranty card is lost
  cure    E01: bring the warranty card
  then    pending
  ask     Who opened the device?      inspection.opened_by (technician)

# curable, then denied all the same
DENIED    E01 warranty card: the warranty card is lost
          E17 incomplete set: the package is damaged
  cure    E01: bring the warranty card
  then    denied

# expired, and excluded
DENIED    UR1 free repair of used goods: expired on 2 Sep 2026
          E07 broken seals: warranty seals broken

# every tier of new goods
DENIED    N1 manufacturer's warranty: expired on 31 Dec 2026
          N2 store one-month warranty: expired on 31 Jan 2026
          N3 extended 12-month warranty: not entitled, the extended warranty was not bought

# no contract
DENIED    U1 contractual obligation: not entitled, contractual warranty of 0 months

# bought elsewhere
DENIED    G0 goods of this store: not entitled, bought elsewhere

# one fact open
PENDING   used-goods warranty, 2 Mar - 2 Sep 2026
  open    E04 unauthorized opening
  ask     Who opened the device?      inspection.opened_by (technician)

# a set half known
PENDING   used-goods warranty, 2 Mar - 2 Sep 2026
  open    E04 unauthorized opening
  ask     Who opened the device?      inspection.opened_by (technician)

# no tier settled
PENDING   no tier is settled yet
  open    UR1 free repair of used goods
  open    E04 unauthorized opening
  ask     How many months of warranty does the used-goods contract give? (0: none)  sale.contract_months (sales records)
  ask     Who opened the device?                                                    inspection.opened_by (technician)
"""
TEXTS = dict(part.split("\n", 1) for part in PRINTED.strip("# \n").split("\n\n# "))


def test_every_claim_has_its_text() -> None:
    assert list(CLAIMS) == list(TEXTS)


@pytest.mark.parametrize("name", TEXTS)
def test_a_decision_is_printed_like_this(name: str) -> None:
    decision = STORE.adjudicate(CLAIMS[name])
    assert str(decision) == decision_text(decision) == TEXTS[name]


def test_a_cover_that_has_not_begun_says_when_it_does() -> None:
    policy = icenter.policy(Readings(extended_runs_from="end_of_store_month", store_month="if_taken_up"))
    claim = new(manufacturer_months=0, extended_plan=True, store_month_taken=False)
    assert [line[10:] for line in str(policy.adjudicate(claim)).splitlines()] == [
        "N1 manufacturer's warranty: not entitled, manufacturer's warranty of 0 months",
        "N2 store one-month warranty: not entitled, the store month was not taken up",
        "N3 extended 12-month warranty: begins on 1 Feb 2026",
        "turns on a reading: approved with store_month automatic in place of if_taken_up (N2 store one-month warranty)",
        "turns on a reading: approved with extended_runs_from sale or end_of_manufacturer_period in place of end_of_store_month (N3 extended 12-month warranty)",
    ]


def test_a_cover_is_named_by_its_days_where_both_are_known() -> None:
    (cover,) = (each for each in STORE.adjudicate(used()).coverage if each.tier.id == "used")
    days = (date(2026, 3, 2), date(2026, 9, 2))
    told = [
        (days, "2 Mar - 2 Sep 2026"),
        (days[::-1], "no day"),
        ((days[0], UNKNOWN), "unknown"),
        ((NONE, days[1]), "2 Sep 2026"),
        ((NONE, NONE), "none"),
    ]
    assert [covered_text(attrs.evolve(cover, first=first, last=last)) for (first, last), _ in told] == [words for _, words in told]


def test_a_calendar_without_a_weekend_says_so_and_its_parts_are_named() -> None:
    assert [*calendar_rows(BusinessCalendar(()))][0] == ("weekend", "none")


def test_a_promise_that_the_countrys_data_may_not_bear_out_carries_a_note() -> None:
    *_, note = str(icenter.policy(calendar=BusinessCalendar.of("UA")).adjudicate(used())).splitlines()
    assert note == "  note    calendar UA, weekend Sa-Su: no holidays are known for 2026, so business days may be too early"


def under(rule: Predicate, claim: Claim) -> Decision[Claim]:
    """Decide a claim of the store under one exclusion alone."""
    only = Exclusion(Clause("X9", "a rule", "As it says.", "exclusions, 9"), rule)
    tiers = tuple(attrs.evolve(tier, exclusions=(only,)) for tier in STORE.ranked)
    return attrs.evolve(STORE, ranked=tiers, clauses=(*STORE.clauses, only.clause)).adjudicate(claim)


OPENED = Claim.inspection.opened_by
OUTSIDERS = (Party.BUYER, Party.THIRD_PARTY)


@pytest.mark.parametrize(
    ("rule", "opened_by", "said"),
    [
        (OPENED.has_any(OUTSIDERS), {Party.BUYER}, "opened by the buyer"),
        (OPENED.has_any(OUTSIDERS), {Party.BUYER, Party.FACTORY}, "opened by the buyer"),
        (OPENED.has_any(OUTSIDERS), PartialSet(yes={Party.BUYER}), "opened by the buyer"),
        (~OPENED.has_any(OUTSIDERS), {Party.FACTORY}, "not so: opened by the buyer or a third party"),
        (OPENED.eq({Party.BUYER, Party.FACTORY}), {Party.BUYER, Party.FACTORY}, "opened by the buyer and the factory"),
        (OPENED.eq(set()), frozenset(), "not opened by anybody"),
    ],
)
def test_a_ground_says_what_of_a_set_decides_and_no_more(rule: Predicate, opened_by: Any, said: str) -> None:
    assert str(under(rule, used(inspection=clean(Inspection, opened_by=opened_by)))) == f"DENIED    X9 a rule: {said}"


SHOP = bicycles.policy()
BRAND_NEW = Exclusion(Clause("X9", "not worn", "A part is not worn.", "exclusions, 9"), ~bicycles.Complaint.defect.worn)
GEARS = clean(
    bicycles.Complaint,
    handed_over=JANUARY,
    reported=JANUARY,
    taken_in=JANUARY,
    parts_months=1,
    defect=clean(bicycles.Defect, part=bicycles.Part.GEARS, repairable=True),
)


def shop(window: Window = Window(2, 10), *more: Exclusion) -> Policy[bicycles.Complaint]:
    """Make the bicycle shop's policy with another window for parts, and more exclusions of parts."""
    service = attrs.evolve(bicycles.PARTS.service, window=always(window, bicycles.W1))
    parts = attrs.evolve(bicycles.PARTS, service=service, exclusions=(*bicycles.PARTS.exclusions, *more))
    return attrs.evolve(SHOP, ranked=(bicycles.FRAME, parts), clauses=(*SHOP.clauses, *(e.clause for e in more)))


@pytest.mark.parametrize(
    ("window", "time"),
    [
        (Window(1, 1), "1 business day: 21 Jan 2026"),
        (Window(0, 1), "0-1 business days: 20 Jan - 21 Jan 2026"),
        (Window(5, 5), "5 business days: 27 Jan 2026"),
        (Window(2, 10), "2-10 business days: 22 Jan - 3 Feb 2026"),
    ],
)
def test_one_day_is_no_days(window: Window, time: str) -> None:
    assert str(shop(window).adjudicate(GEARS)).splitlines()[-1] == f"  free repair, our workshop, {time}"


def test_a_denial_by_one_clause_or_another_names_both_and_guesses_neither() -> None:
    claim = attrs.evolve(GEARS, defect=attrs.evolve(GEARS.defect, worn=UNKNOWN))
    decided = shop(Window(2, 10), BRAND_NEW).adjudicate(claim)
    assert str(decided) == "DENIED    X4 wear or X9 not worn: one or another, whichever the open facts turn out to be"


def test_what_cannot_change_the_outcome_is_not_called_open() -> None:
    claim = attrs.evolve(GEARS, ride=bicycles.Ride(), defect=attrs.evolve(GEARS.defect, worn=UNKNOWN))
    assert [line.strip() for line in str(SHOP.adjudicate(claim)).splitlines()[1:]] == [
        "open    X4 wear",
        "ask     Is the part worn out?       defect.worn (workshop)",
    ]


# --- Parts of a sentence -------------------------------------------------------------------------------

SAID: list[tuple[Any, Any, str]] = [
    (Claim.sale.contract_months, 1, "contractual warranty of 1 month"),
    (Claim.sale.contract_months, 0, "contractual warranty of 0 months"),
    (Claim.sale.contract_months, 11, "contractual warranty of 11 months"),
    (Claim.sale.contract_months, 21, "contractual warranty of 21 months"),
    (bicycles.Complaint.ride.rider, 1, "a rider of 1 kg"),
    (Claim.sale.sold_here, True, "sold by this store"),
    (Claim.sale.sold_here, False, "bought elsewhere"),
    (Claim.sale.goods, Goods.USED, "sold used"),
    (Claim.sale.sold_on, date(2026, 3, 2), "sold on 2 Mar 2026"),
    (Claim.sale.sold_on, UNKNOWN, "not known: On what day was the device sold?"),
    (Claim.device.imei_2, NONE, "second IMEI none on the device"),
    (Claim.card.serial, SAME, "serial number same on the card"),
    (Claim.inspection.opened_by, frozenset(), "not opened by anybody"),
    (
        Claim.inspection.opened_by,
        {Party.FACTORY, Party.BUYER, Party.SELLER},
        "opened by the buyer, the seller, its service or its carrier and the factory",
    ),
    (Claim.inspection.opened_by, PartialSet(yes={Party.BUYER}), "known in part: Who opened the device?"),
    (Claim.inspection.opened_by.has(Party.BUYER), True, "opened by the buyer"),
    (Claim.inspection.opened_by.has(Party.BUYER), False, "not so: opened by the buyer"),
    (Claim.inspection.opened_by.has(Party.BUYER), UNKNOWN, "not known: opened by the buyer"),
]


@pytest.mark.parametrize(("fact", "value", "said"), SAID, ids=[said for *_, said in SAID])
def test_a_fact_is_stated_like_this(fact: Fact[Any], value: Any, said: str) -> None:
    assert statement(fact, value) == said


def test_every_month_is_written_out() -> None:
    names = "January February March April May June July August September October November December".split()
    assert [day_text(date(2026, month, 5)) for month in range(1, 13)] == [f"5 {name[:3]} 2026" for name in names]
    assert [str(BusinessCalendar().month(2026, month)).split()[:2] for month in range(1, 13)] == [[name, "2026:"] for name in names]


def test_days_spans_and_lists_are_written_like_this() -> None:
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 12, 31)]
    assert [day_text(day) for day in days] == ["31 Dec 2025", "1 Jan 2026", "31 Dec 2026"]
    assert [span_text(a, b) for a, b in ((days[1], days[2]), (days[0], days[1]), (days[0], days[0]))] == [
        "1 Jan - 31 Dec 2026",
        "31 Dec 2025 - 1 Jan 2026",
        "31 Dec 2025",
    ]
    assert [joined(["dust", "liquid", "impact"][:n]) for n in range(4)] == ["", "dust", "dust and liquid", "dust, liquid and impact"]
    assert [value_text(value) for value in (True, False, Market.ASIA, NONE, 7)] == ["yes", "no", "Asia", "none", "7"]
    assert [window_text(Window(*of), BusinessCalendar()) for of in ((1, 1), (0, 3))] == ["1 business day", "0-3 business days"]


def sections(policy: Policy[Any]) -> dict[str, str]:
    """Give the printed policy clause by clause, then tier by tier, each on one line."""
    _, *printed = policy_text(policy).split("\n\n")
    return {text.split()[0]: " ".join(text.split()) for text in printed}


def test_a_word_with_a_hyphen_is_not_taken_apart_at_the_end_of_a_line() -> None:
    shop = bicycles.policy()
    text = f"{'x' * 77} make-up days {'y' * 70} make-up days"
    printed = policy_text(attrs.evolve(shop, clauses=(*shop.clauses, Clause("X9", "more", text, "nowhere"))))
    assert not any(line.endswith("-") for line in printed.splitlines())
    assert printed.count("make-up days") == 2


@pytest.mark.parametrize("policy", [STORE, SHOP], ids=["store", "shop"])
def test_a_policy_is_printed_clause_by_clause_each_beside_its_rule(policy: Policy[Any]) -> None:
    found = sections(policy)
    assert list(found) == [clause.id for clause in policy.clauses] + [f"{tier.id}:" for tier in policy.ranked]
    for clause in policy.clauses:
        assert found[clause.id].startswith(f"{clause} ({clause.citation}) {clause.text} = ")
        assert clause.note in found[clause.id]
    for exclusion in policy.exclusions:
        assert f"= refuses {exclusion.reach} when {exclusion.when}" in found[exclusion.clause.id]
        assert (f"= cure: {exclusion.cure.instruction}; then " if exclusion.cure else "") in found[exclusion.clause.id]
    for tier in policy.ranked:
        limits = ", ".join(exclusion.clause.id for exclusion in tier.exclusions)
        assert found[f"{tier.id}:"].startswith(f"{tier.id}: {tier.name}, owed by {tier.obligor.label} = excluded by {limits} = ")
        for state, clause, when in tier.failings:
            assert f"= {tier.id} {state.label} when {when}" in found[clause.id]
    assert " when never" not in policy_text(policy)


def test_what_a_service_is_stands_beside_its_clause_or_its_tier() -> None:
    found = sections(STORE)
    assert found["S5"].split(" = ")[1:] == [f"{tier.id}: loaner is no" for tier in STORE.ranked]
    assert found["R1"].split(" = ")[1:] == [f"{tier.id}: remedy is replacement when not fault.repairable" for tier in STORE.ranked[:3]]
    assert found["used:"].split(" = ")[4:] == [
        "payer is not stated",
        "window is no time promised when not fault.repairable",
        "window is 3-30 business days (transport stops the clock) while that is open",
    ]
    assert found["P1"].split(" = ")[1:] == ["used: window is 3-30 business days (transport stops the clock) when fault.repairable"]
    assert found["S1"].split(" = ")[1:] == [f"{tier.id}: provider is the manufacturer's official service center" for tier in STORE.ranked[:3]]


def test_a_reading_that_is_not_the_default_heads_the_printed_policy() -> None:
    assert policy_text(icenter.policy(Readings(store_month="if_taken_up"))).splitlines()[1] == "reading   store_month: if_taken_up"


# --- Masking -------------------------------------------------------------------------------------------


def outputs(decision: Decision[Any], *, mask: bool) -> list[str]:
    """Give everything that can be shown of a decision."""
    plain = [json.dumps(decision_document(decision, mask=mask)), json.dumps(document(decision.claim, mask=mask))]
    told = [explanation_text(exclusion.when.explain(decision.claim), mask=mask) for exclusion in decision.policy.exclusions]
    shown = [room(value, mask=mask) for room in (to_html, to_markdown) for value in (decision, decision.policy.approved.explain(decision.claim))]
    return [decision_text(decision, mask=mask), "\n".join(told), *shown, *plain]


def numbers(claim: Claim) -> list[str]:
    return [value for fact in claim.facts() if fact.field.sensitive and isinstance(value := fact.read(claim), str)]


def law_no_number_of_a_device_appears_in_masked_output(claim: Claim) -> None:
    for output in outputs(STORE.adjudicate(claim), mask=True):
        assert not [number for number in numbers(claim) if number in output]


CODES = st.text("QXZ789", min_size=4, max_size=20)
IMEIS = [*Claim.device.imei_1.field.form.examples]  # type: ignore[attr-defined]


@st.composite
def numbered(draw: st.DrawFn) -> Claim:
    """Draw a claim whose device and card have numbers, none of which is the end of another."""
    codes = draw(st.lists(CODES, min_size=3, max_size=3))
    device = Device(serial=codes[0], imei_1=IMEIS[0], imei_2=draw(st.sampled_from([NONE, UNKNOWN, IMEIS[1]])))
    claim = used(device=device, card=clean(WarrantyCard, serial=codes[1], imei_1=codes[2], imei_2=draw(st.sampled_from([SAME, IMEIS[2]]))))
    assume(not any(a.endswith(b[-4:]) for a in numbers(claim) for b in numbers(claim) if a is not b))
    return claim


@settings(max_examples=scaled(40))
@given(numbered())
def test_no_number_of_a_device_appears_in_masked_output(claim: Claim) -> None:
    law_no_number_of_a_device_appears_in_masked_output(claim)
    assert sum(number in output for output in outputs(STORE.adjudicate(claim), mask=False) for number in set(numbers(claim))) >= 3 * 8


def test_an_explanation_is_printed_with_its_numbers() -> None:
    claim = used(device=NUMBERS, card=clean(WarrantyCard, serial="F2LX1243"))
    assert "F2LX1243" in str(STORE.exclusion("E02").when.explain(claim))
    assert "F2LX1243" in str(STORE.adjudicate(claim))


@pytest.mark.parametrize("room", [wording, documents], ids=lambda room: room.__name__)
def test_that_law_fails_where_a_room_does_not_mask(room: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "masked", lambda fact, value, mask: value)
    claim = used(device=NUMBERS, card=clean(WarrantyCard, serial="F2LX1243"))
    with pytest.raises(AssertionError):
        law_no_number_of_a_device_appears_in_masked_output(claim)


def test_the_last_four_characters_show_where_there_are_eight_and_nothing_where_there_are_fewer() -> None:
    shown = {text: masked(Claim.device.serial, text, mask=True) for text in ("1", "1234", "1234567", "12345678", "F2LX123456")}
    assert shown == {"1": "***", "1234": "***", "1234567": "***", "12345678": "***5678", "F2LX123456": "***3456"}
    assert [masked(Claim.device.serial, value, mask=True) for value in (NONE, UNKNOWN)] == [NONE, UNKNOWN]
    assert masked(Claim.device.model, "12345678", mask=True) == "12345678"
    assert masked(Claim.device.serial, "12345678", mask=False) == "12345678"


# --- Whatever is typed, the words stay words -----------------------------------------------------------


def law_what_is_typed_stays_text_on_its_line(model: str) -> None:
    decision = under(Claim.device.model.ne("known"), used(reference=model, device=Device(model=model)))
    assert str(decision) == f"DENIED    X9 a rule: model {model}"
    assert all(line.isprintable() for line in str(decision).split("\n"))


@settings(max_examples=scaled(60))
@given(st.text(min_size=1, max_size=200))
def test_what_is_typed_stays_text_on_its_line_or_is_refused(model: str) -> None:
    assume(model.isprintable())
    law_what_is_typed_stays_text_on_its_line(model)


def test_that_law_fails_where_a_text_may_hold_control_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(Claim.device.model.field), "accept", lambda field, value: value)
    with pytest.raises(AssertionError):
        law_what_is_typed_stays_text_on_its_line("a\x1b[31m\nAPPROVED")


@settings(max_examples=scaled(25))
@given(records(Claim))
def test_every_line_of_any_decision_is_printable_and_begins_as_lines_do(claim: Claim) -> None:
    first, *rest = str(STORE.adjudicate(claim)).split("\n")
    assert first[:10].strip() in ("APPROVED", "DENIED", "PENDING")
    assert first[10:].strip()
    assert all(line.isprintable() and line[:2] == "  " and line == line.rstrip() for line in rest)


def test_numbers_that_look_alike_once_they_are_hidden_are_told_apart() -> None:
    device, card = Claim.device.serial, Claim.card.serial
    for one, other, end in (("ABCD11112222", "XXXX11112222", "***2222"), ("AB12", "AB13", "***")):
        known = [Known(card, one), Known(device, other), Known(Claim.device.imei_1, "868812033344507")]
        assert [k.value for k in hidden(known, mask=True)] == [end, f"{end} (another number)", "***4507"]
        assert [k.value for k in hidden([Known(card, one), Known(device, one)], mask=True)] == [end, end]
        assert hidden(known, mask=False) == known


def test_a_tier_that_nothing_excludes_says_so() -> None:
    assert [line for line in policy_text(covering(all_of())).splitlines() if "excluded by" in line] == ["    = excluded by nothing"]


def test_a_reckoning_over_years_of_which_less_is_known_ends_with_notes_of_them() -> None:
    told = str(BusinessCalendar.of("UA").explain(date(2021, 12, 1), date(2023, 1, 10))).splitlines()
    assert told[-2:] == [
        "  note    calendar UA, weekend Sa-Su: holidays of 2022 are known for a part of the year only, so business days may be too early",
        "  note    calendar UA, weekend Sa-Su: no holidays are known for 2023, so business days may be too early",
    ]


@pytest.mark.parametrize("letters", range(20, 84))
def test_what_is_promised_fills_its_lines_and_is_parted_at_no_hyphen(letters: int) -> None:
    terms = covering(all_of())
    (tier,) = terms.ranked
    service = attrs.evolve(tier.service, remedy=always(Remedy("r", f"{'r' * letters} well-known-ways")), window=always(Window(3, 30)))
    terms = attrs.evolve(terms, ranked=(attrs.evolve(tier, service=service),))
    decision = terms.adjudicate(Small(**{fact.path[0]: day for fact, day in IN_TERM.items()}))
    assert decision.service is not NONE
    whole = wording.promise_text(decision.service, terms.calendar)
    lines = [line.removeprefix("  ") for line in decision_text(decision).splitlines()[1:]]
    promised = next(lines[:n] for n in range(1, len(lines) + 1) if " ".join(lines[:n]) == whole)
    assert all(len(line) <= wording.WIDTH - 2 < len(line) + 1 + len(after.split()[0]) for line, after in pairwise(promised))


def test_of_a_cover_whose_last_day_is_open_no_day_is_said() -> None:
    terms = covering(all_of())
    (tier,) = terms.ranked
    by_color = Term(per(Small.color, {color: months(place + 1) for place, color in enumerate(Color)}))
    terms = attrs.evolve(terms, ranked=(attrs.evolve(tier, term=by_color),))
    assert str(terms.adjudicate(Small(sold_on=date(2026, 1, 5), reported_on=date(2026, 1, 6)))).splitlines()[0] == "APPROVED  all"


def test_a_strict_calendar_says_what_it_refuses() -> None:
    assert ("strict", "years whose holidays are not known are refused") in wording.calendar_rows(BusinessCalendar.of("PL", strict=True))
