"""Words for clerks, customers and auditors, and letters: whatever the shop, what must be in them and what must not."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import attrs
import pytest
from correspondence import NEW_PART, STORE, either_way, gears, sent
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from profiles import scaled
from scenarios import claim_of
from shops import anybody, bicycles
from small import Color, covering
from test_shops import POLICIES as OTHERS

from warranty_rules import (
    NONE,
    UNKNOWN,
    BusinessCalendar,
    Choice,
    Claim,
    Clause,
    Code,
    Day,
    DayOrNone,
    Decision,
    Exclusion,
    Goods,
    Inspection,
    OneOf,
    Option,
    Outcome,
    Party,
    Policy,
    Record,
    Row,
    Sale,
    SetOf,
    Term,
    YesNo,
    all_of,
    any_of,
    clean,
)
from warranty_rules.analysis import words
from warranty_rules.analysis.letters import letter
from warranty_rules.analysis.words import INTERNAL, internal_words
from warranty_rules.completions import truth
from warranty_rules.errors import CalendarError, InputError, LogicError
from warranty_rules.facts import Fact
from warranty_rules.periods import months, per
from warranty_rules.policies import icenter
from warranty_rules.records import Constraint
from warranty_rules.testing import policies, values
from warranty_rules.testing import records as claims
from warranty_rules.tiers import Remedy, always
from warranty_rules.wording import statements

# --- A shop of every kind ------------------------------------------------------------------------------


class Hand(Option):
    OURS = "ours", "our own hands"
    NIMBLE_HANDS = "nimble_hands", "hands of a stranger"


class Guarded(Record):
    """Facts for the shop's own eyes beside others, at three stages."""

    reported_on: Day = Day("When did you report it?", "till", says="reported on {}")
    sold_on: Day = Day("When did we sell it?", "till", says="sold on {}")
    marked: YesNo = YesNo("Is it marked?", "customer", yes="marked", no="unmarked", clean=False)
    dropped_by: OneOf[Hand] = OneOf(Hand, "Who dropped it?", "customer", says="dropped by {}", internal=True)
    seen: YesNo = YesNo("Did one of us see it?", "back room", yes="seen by us", no="overlooked by us", clean=False, internal=True)
    touched: SetOf[Hand] = SetOf(Hand, "Who touched it?", "back room", says="touched by {}", empty="untouched", clean=frozenset(), internal=True)
    held: SetOf[Hand] = SetOf(Hand, "Who held it?", "back room", says="held by {}", empty="held by nobody", clean=frozenset())
    number: Code = Code("What number has it?", "till", says="number {}")
    other: Code = Code("What number has the paper?", "till", says="paper number {}")


NAMES = ("alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple", "oak", "pine", "rowan", "willow")


def plainly(policy: Policy[Any]) -> Policy[Any]:
    """Give each clause and each tier of a random policy words as a shop writes them, each its own."""
    told = {
        clause.id: Clause(clause.id, f"on {name}", f"It goes by {name}.", f"under {name}")
        for clause, name in zip(policy.clauses, NAMES, strict=False)
    }
    tiers = [
        attrs.evolve(
            tier,
            name=f"{told[tier.clause.id].title} cover",
            clause=told[tier.clause.id],
            requirements=tuple(attrs.evolve(r, clause=told[r.clause.id]) for r in tier.requirements),
            exclusions=tuple(attrs.evolve(e, clause=told[e.clause.id]) for e in tier.exclusions),
        )
        for tier in policy.ranked
    ]
    return attrs.evolve(policy, clauses=tuple(told.values()), ranked=tuple(tiers))


@attrs.frozen(repr=False, slots=False)
class Case:
    """A decision, the stages at which the customer answers, and another value for a fact for the shop's own eyes."""

    decision: Decision[Any]
    asks: Collection[str] | None
    other: Decision[Any]

    def __repr__(self) -> str:
        return f"{self.decision.claim!r} under {self.decision.policy!r}, or {self.other.claim!r}"

    @property
    def own(self) -> Collection[str]:
        return ("customer",) if self.asks is None else self.asks

    @cached_property
    def letters(self) -> list[str]:
        return [letter(self.decision, grounds, asks=self.asks) for grounds in ("first", "all")]  # type: ignore[arg-type]

    @cached_property
    def told(self) -> list[str]:
        """All that the customer may get to read, on one line each."""
        return [" ".join(text.split()) for text in (self.decision.explain("customer", asks=self.asks), *self.letters)]


ASKED: dict[type[Record], Collection[str]] = {bicycles.Complaint: ("rider", "counter")}


def internal_facts(record: type[Record]) -> list[Fact[Any]]:
    return [fact for fact in record.facts() if fact.field.internal]


NAMED: dict[str, Callable[[], Policy[Any]]] = {"store": lambda: STORE, "bicycles": bicycles.policy}
NAMED |= {name: partial(OTHERS.__getitem__, name) for name in OTHERS}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    policy = draw(st.sampled_from([*NAMED]).map(lambda name: NAMED[name]()) | policies(Guarded, size=2).map(plainly))
    claim = draw(claims(policy.record))
    own = internal_facts(policy.record)
    fact = draw(st.sampled_from(own)) if own else None
    other = claim if fact is None else claim.replace(fact, draw(st.just(UNKNOWN) | values(fact.field)))
    return Case(policy.adjudicate(claim), ASKED.get(policy.record), policy.adjudicate(other))


@cache
def known_cases() -> list[Case]:
    """Give the cases of the letters that are kept as files, and one of each kind that they have not."""
    found = [each.decision for each in sent()]
    found += [STORE.adjudicate(claim_of("used", said)) for said in ("inspection.opened_by = third_party", "fault.causes = ?; device.serial = ?")]
    hidden = STORE.adjudicate(claim_of("used", "inspection.opened_by = buyer third_party"))
    return [Case(decision, ASKED.get(decision.policy.record), hidden) for decision in found]


# --- Laws ----------------------------------------------------------------------------------------------


def law_a_customer_is_told_no_internal_word(case: Case) -> None:
    policy = case.decision.policy
    names = [clause.id for clause in policy.clauses] + [str(fact) for fact in policy.record.facts() if "." in str(fact) or "_" in str(fact)]
    names += ["predicate", "tier", "UNKNOWN", "adjudicate", "technician", "back room", "sales records", "third_party", "nimble_hands"]
    shown = re.sub(r"\(Terms: [^)]*\)", "", "\n".join(case.told))  # the place in the paper is the shop's own word for it
    assert [name for name in names if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", shown)] == []
    assert internal_words(policy, "\n".join(case.told)) == ()


def law_a_customer_is_told_nothing_of_a_fact_for_the_shops_own_eyes(case: Case) -> None:
    """Neither its question nor any statement of it, whatever its value."""
    for fact in internal_facts(case.decision.policy.record):
        field: Any = fact.field
        labels = [member.label for member in getattr(field, "members", ())]
        statements = [field.question, *filter(None, (getattr(field, name, "") for name in ("yes", "no", "empty")))]
        statements += [field.says.format(label) for label in labels]
        assert [said for said in statements for text in case.told if said in text] == []


def law_a_fact_for_the_shops_own_eyes_changes_no_word_unless_it_changes_what_is_decided(case: Case) -> None:
    if seen(case.decision, case.own) == seen(case.other, case.own):
        assert case.told == attrs.evolve(case, decision=case.other).told


def seen(decision: Decision[Any], asks: Collection[str]) -> object:
    """Give what is decided, without what is known of facts for the shop's own eyes."""
    grounds = [
        (g.kind, g.clauses, g.tier, g.day, [(k.fact, k.value) for k in g.because if k.value is not UNKNOWN and not k.fact.field.internal])
        for g in decision.grounds
    ]
    questions = decision.questions if decision.service is NONE else decision.service.needs
    own = [q.path for q in questions if q.stage in asks and not q.fact.field.internal]
    after = decision.after_cure if decision.after_cure is NONE else decision.after_cure.outcome
    service = decision.service if decision.service is NONE else attrs.evolve(decision.service, needs=())
    days = [(cover.first, cover.last, cover.in_force) for cover in decision.coverage]
    return (decision.policy.id, decision.outcome, decision.tier, grounds, own, len(questions) > len(own), decision.cures, after, service, days)


def law_a_customer_is_told_no_number_of_a_device(case: Case) -> None:
    claim = case.decision.claim
    numbers = [value for fact in claim.facts() if fact.field.sensitive and isinstance(value := fact.read(claim), str)]
    assert [number for number in numbers for text in case.told if number in text] == []


def law_a_denial_names_every_ground_once_and_nothing_that_is_none(case: Case) -> None:
    decision, (_, first, all_) = case.decision, case.told
    if decision.outcome is Outcome.DENIED:
        assert all(truth(ground.when, decision.claim) is True for ground in decision.grounds)
        counts = [
            {clause.id: text.count(f"{clause.text} (Terms: {clause.citation}.)") for clause in decision.policy.clauses} for text in (first, all_)
        ]
        every, *each = [
            {clause.id: sum(clause in ground.clauses for ground in grounds) for clause in decision.policy.clauses}
            for grounds in (decision.grounds, *((ground,) for ground in decision.grounds))
        ]
        assert counts[1] == every
        assert counts[0] in (every, *each)


def law_a_letter_asks_what_the_customer_can_tell_and_says_so_of_nothing_else(case: Case) -> None:
    decision = case.decision
    questions = decision.questions if decision.service is NONE else decision.service.needs
    own = {q.text for q in questions if q.stage in case.own and not q.fact.field.internal}
    rest = [q for q in questions if q.stage not in case.own or q.fact.field.internal]
    for text in case.letters:
        _, _, asked = text.partition("What we still need to know from you:\n")
        items = re.sub(r"\n  ", " ", asked.partition("\n\n")[0]).split("\n")
        assert {item.removeprefix("- ") for item in items if item} == own
        assert any(words in text for words in ("We are still examining", "We tell you what is not settled yet")) is bool(rest)


def law_a_clerk_reads_every_question_every_ground_and_every_cure(case: Case) -> None:
    decision, text = case.decision, case.decision.explain()
    asked = (*decision.questions, *(() if decision.service is NONE else decision.service.needs))
    said = [f"{question.text}  ({question.path})" for question in asked]
    said += [f"{clause.text} ({clause.citation})" for ground in decision.grounds for clause in ground.clauses]
    said += [f"{exclusion.clause.id}: {cure.instruction}" for exclusion, cure in decision.cures]
    assert [words_ for words_ in (*said, *decision.warnings) if words_ not in text] == []
    assert text.startswith(decision.outcome.name)


def law_an_auditor_reads_what_it_was_decided_under_and_every_finding(case: Case) -> None:
    decision, text = case.decision, case.decision.explain("auditor")
    provenance = decision.provenance
    said = [provenance.digest, provenance.calendar, provenance.library, *(f"{name}: {value}" for name, value in provenance.readings)]
    said += [f"{finding.clause}: {finding.clause.text} ({finding.clause.citation})" for finding in decision.findings]
    said += [f"{fact}: " for fact in decision.assumed] + [f"{cover.tier.id}: " for cover in decision.coverage]
    assert [each for each in said if each not in text] == []
    _, _, clauses = text.partition("\nClauses (")
    read = [f" {known.fact}: " for finding in decision.findings for known in finding.reads]
    assert [fact for fact in read if fact not in clauses] == []


def law_a_letter_is_lines_of_printable_text_that_fit_a_page(case: Case) -> None:
    decision = case.decision
    for text in (*case.letters, decision.explain("customer", asks=case.asks)):
        assert all(line.isprintable() and line == line.rstrip() and len(line) <= 78 for line in text.split("\n"))
        assert "\n\n\n" not in text
    assert len(decision.grounds) > 6 or max(text.count("\n") for text in case.letters) <= 56


def law_the_same_decision_gives_the_same_letter(case: Case) -> None:
    again = attrs.evolve(case, decision=attrs.evolve(case.decision.policy).adjudicate(attrs.evolve(case.decision.claim)))
    assert again.told == case.told


LAWS = [value for name, value in globals().items() if name.startswith("law_")]


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # where a law fails, its name is to be seen
@settings(max_examples=scaled(60))
@given(case=cases())
def test_laws_hold_whatever_the_shop(case: Case) -> None:
    for law in LAWS:
        law(case)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_laws_hold_for_the_letters_that_are_kept(law: Callable[[Case], None]) -> None:
    for case in known_cases():
        law(case)


# --- Sabotages: broken on purpose, each law must notice ------------------------------------------------


class Counter:
    """Say something else each time."""

    said = 0

    def __call__(self, *_: object) -> str:
        self.said += 1
        return f"Reason {self.said}:"


def by_id(clause: Clause) -> str:
    return f"{clause.text} (Terms: {clause.citation}.) {clause.id}"


def whatever_is_known(known: Any) -> bool:
    return known.value is not UNKNOWN


def unmasked(known: Any, *, mask: bool) -> list[Any]:
    return [*known]


def twice(found: Any) -> Any:
    return lambda ground: (line for line in [*found(ground)] * 2)


def of_all(questions: Any, asks: Any, alone: str) -> Any:
    yield ("What we still need to know from you:", *(f"- {question.text}" for question in questions))


def the_first_stage(found: Any) -> Any:
    def shorter(questions: Any) -> Any:
        questions = [*questions]
        return found(q for q in questions if q.stage == questions[0].stage)

    return shorter


def without_the_open(found: Any) -> Any:
    return lambda finding, *, mask: () if finding.truth is UNKNOWN else found(finding, mask=mask)


SABOTAGES: list[tuple[Callable[[Case], None], str, object]] = [
    (law_a_customer_is_told_no_internal_word, "_source", by_id),
    (law_a_customer_is_told_nothing_of_a_fact_for_the_shops_own_eyes, "public", whatever_is_known),
    (law_a_fact_for_the_shops_own_eyes_changes_no_word_unless_it_changes_what_is_decided, "public", whatever_is_known),
    (law_a_customer_is_told_no_number_of_a_device, "hidden", unmasked),
    (law_a_denial_names_every_ground_once_and_nothing_that_is_none, "_refused", twice(words._refused)),
    (law_a_letter_asks_what_the_customer_can_tell_and_says_so_of_nothing_else, "_asked", of_all),
    (law_a_clerk_reads_every_question_every_ground_and_every_cure, "_by_stage", the_first_stage(words._by_stage)),
    (law_an_auditor_reads_what_it_was_decided_under_and_every_finding, "_finding", without_the_open(words._finding)),
    (law_a_letter_is_lines_of_printable_text_that_fit_a_page, "WIDTH", 200),
    (law_the_same_decision_gives_the_same_letter, "_count", Counter()),
]


def test_every_law_has_its_sabotage() -> None:
    assert {law for law, *_ in SABOTAGES} == set(LAWS)


@pytest.mark.parametrize(("law", "name", "sabotage"), SABOTAGES, ids=[f"{law.__name__}-{name}" for law, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(law: Callable[[Case], None], name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(case: Case) -> bool:
        try:
            law(case)
        except AssertionError:
            return True
        return False

    found = [attrs.evolve(case) for case in known_cases()]  # which have said nothing yet
    monkeypatch.setattr(words, name, sabotage)
    assert any(map(fails, found))


# --- What is said where --------------------------------------------------------------------------------


def paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.split("\n\n")]


def test_a_denial_by_cases_names_every_alternative_and_says_that_it_is_open() -> None:
    _, _, reason, _ = paragraphs(letter(either_way().adjudicate(gears(worn=UNKNOWN))))
    worn, new = (
        "A part other than the frame is worn out. (Terms: exclusions, 4.)",
        "A part that is not worn out is no case for us. (Terms: exclusions, 9.)",
    )
    assert reason == f"The reason: - Whatever turns out of what is still open, one of these applies: - {worn} - {new}"


def test_a_clerk_reads_what_is_known_of_a_denial_by_cases_and_what_to_take_care_of() -> None:
    served = attrs.evolve(NEW_PART, when=NEW_PART.when & bicycles.Complaint.serviced)
    parts = attrs.evolve(bicycles.PARTS, exclusions=(*bicycles.PARTS.exclusions, served))
    (ground,) = (decision := attrs.evolve(either_way(), ranked=(parts,)).adjudicate(gears(worn=UNKNOWN))).grounds
    known = [line for line in decision.explain("clerk").splitlines() if line.startswith("    known: ")]
    assert known == [f"    known: {statements(ground.because)}"] == ["    known: first service done"]
    days = {"claimed_on": date(2026, 7, 20), "accepted_on": date(2026, 7, 19)}
    early = STORE.adjudicate(clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), **days))
    assert early.explain("clerk").splitlines()[-2:] == ["Take care", f"  {early.warnings[0]}"]


def test_a_tier_that_fails_one_way_or_the_other_is_said_to_do_so() -> None:
    """Worn out, it is for other goods; not worn out, it is excluded."""
    lent = attrs.evolve(bicycles.PARTS, goods=~bicycles.Complaint.defect.worn, exclusions=(NEW_PART,))
    terms = attrs.evolve(either_way(), ranked=(lent,))
    reason = paragraphs(letter(terms.adjudicate(gears(worn=UNKNOWN))))[2]
    assert "- The parts warranty does not run on that day, or is for other goods. The shop covers all other parts" in reason
    assert "- A part that is not worn out is no case for us." in reason


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"reported": date(2027, 9, 2)}, "The parts warranty ended on 1 Sep 2027. "),
        ({"reported": date(2025, 9, 1)}, "The late warranty begins on 2 Oct 2025. "),
        ({"defect": bicycles.Part.FRAME}, "The parts warranty is for other goods. "),
    ],
)
def test_a_denial_says_what_is_the_matter_with_the_warranty(changed: dict[str, Any], said: str) -> None:
    late = attrs.evolve(bicycles.PARTS, name="late warranty", term=attrs.evolve(bicycles.PARTS.term, after=months(1)))
    tier = late if "late" in said else bicycles.PARTS
    claim = attrs.evolve(gears(part=changed.pop("defect", bicycles.Part.GEARS)), **changed)
    assert f"The reason: - {said}" in paragraphs(letter(attrs.evolve(bicycles.policy(), ranked=(tier,)).adjudicate(claim)))[2]


class Sent(Record):
    """What is known of a thing that was sent, and cannot arrive before."""

    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")
    arrived_on: Day = Day("Arrived?", "desk", says="arrived on {}")
    color: OneOf[Color] = OneOf(Color, "Color?", "desk", says="{}")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Constraint(cls.arrived_on >= cls.sold_on, "a day not before the sale", cls.arrived_on, bounds=True),)


def reasons(*tiers: dict[str, Any], reported_on: date) -> list[str]:
    """Give what a letter says of a thing that was sold on 5 January 2026, after what begins every denial."""
    terms = covering(all_of(), record=Sent)
    (tier,) = terms.ranked
    ranked = tuple(attrs.evolve(tier, id=f"T{n}", clause=Clause(f"T{n}", "t", "It runs.", "c"), **each) for n, each in enumerate(tiers))
    terms = attrs.evolve(terms, ranked=ranked, clauses=tuple(tier.clause for tier in ranked))
    return paragraphs(letter(terms.adjudicate(Sent(sold_on=date(2026, 1, 5), reported_on=reported_on))))[2:]


def test_where_a_warranty_certainly_ended_or_has_not_begun_and_the_day_is_open_no_day_is_said() -> None:
    by_color = Term(per(Sent.color, {color: months(place + 1) for place, color in enumerate(Color)}))
    (reason, *_) = reasons({"term": by_color}, reported_on=date(2026, 6, 1))
    assert "The all ended before that day. " in reason
    (reason, *_) = reasons({"term": Term(months(1), months(6)), "start": Sent.arrived_on}, reported_on=date(2026, 1, 6))
    assert "The all has not begun. " in reason


def test_of_two_warranties_too_it_is_said_that_nobody_knows_which_it_would_be() -> None:
    is_red = Sent.color.eq(Color.RED)
    two: list[dict[str, Any]] = [{"goods": is_red, "name": "red warranty"}, {"goods": ~is_red, "name": "other warranty"}]
    unsure, reason, *_ = reasons(*two, reported_on=date(2026, 6, 1))
    assert unsure == "We do not know yet which of our warranties the device would fall under. Under none of them is the claim covered."
    assert "ended on" in reason


def test_where_nobody_knows_what_the_goods_are_a_denial_says_so() -> None:
    sale = Sale(goods=UNKNOWN, sold_here=True, sold_on=date(2026, 3, 2), contract_months=6, manufacturer_months=12)
    told = paragraphs(letter(STORE.adjudicate(clean(Claim, sale=sale, claimed_on=date(2029, 7, 20)))))
    assert told[2] == "We do not know yet which of our warranties the device would fall under. Under none of them is the claim covered."


def test_what_the_shop_still_looks_at_is_said_after_what_the_customer_can_do() -> None:
    lost = claim_of("used", "card.present = no").replace(Claim.inspection.opened_by, UNKNOWN)
    told = paragraphs(letter(STORE.adjudicate(lost)))
    assert (
        told[told.index("What you can do: - bring the warranty card.") + 2] == "We are still examining the rest. You need not do anything for that."
    )


def test_terms_without_a_warranty_are_said_to_have_none() -> None:
    nothing = attrs.evolve(bicycles.policy(), ranked=())
    assert paragraphs(letter(nothing.adjudicate(gears())))[2] == "There is no warranty in them that it could fall under."


def test_days_that_a_warning_is_about_are_not_promised() -> None:
    decision = icenter.policy(calendar=BusinessCalendar.of("UA")).adjudicate(claim_of("used"))
    assert decision.warnings
    assert "The days named here may still change; we confirm them." in paragraphs(letter(decision))
    assert "may still change" not in letter(STORE.adjudicate(claim_of("used")))


def test_what_stops_the_clock_is_said_where_the_time_is() -> None:
    assert "- How long it takes: 3-30 business days, not counting transport." in letter(STORE.adjudicate(claim_of("used")))
    assert "- How long it takes: 2-10 business days, not counting days of waiting." in letter(bicycles.policy().adjudicate(gears()))
    assert "- How long it takes: 21-31 business days.\n" in letter(STORE.adjudicate(claim_of("new")))


def test_a_letter_has_what_it_is_given_around_it_and_nothing_in_place_of_what_it_is_not() -> None:
    decision = STORE.adjudicate(claim_of("used", "inspection.opened_by = ?"))
    full = letter(decision, shop="The Shop", on=date(2026, 7, 21), reference="R-7", salutation="Dear Ms. Doe")
    assert paragraphs(full)[:2] == ["The Shop 21 Jul 2026 Reference: R-7", "Dear Ms. Doe,"]
    assert paragraphs(full)[-1] == "Kind regards The Shop"
    bare = letter(decision)
    assert (paragraphs(bare)[0], paragraphs(bare)[-1]) == ("Dear customer,", "Kind regards")
    assert paragraphs(bare)[1:-1] == paragraphs(full)[2:-1] == paragraphs(decision.explain("customer"))


@pytest.mark.parametrize("name", ["shop", "reference", "salutation"])
def test_what_a_letter_is_given_is_a_line(name: str) -> None:
    for odd in ("two\nlines", "red \x1b[31m", None):
        with pytest.raises(InputError, match=f"^{name}: .*; accepted: one line of printable text$"):
            letter(STORE.adjudicate(Claim()), **{name: odd})  # type: ignore[arg-type]


def test_a_letter_begins_somehow() -> None:
    with pytest.raises(InputError, match="^salutation: got ''; accepted: how the letter begins"):
        letter(STORE.adjudicate(Claim()), salutation="")


@pytest.mark.parametrize(
    ("known", "named"),
    [
        ({"goods": Goods.NEW}, ["N1", "N2", "N3"]),  # nothing less refuses it
        ({"goods": Goods.NEW, "opened_by": Party.BUYER}, ["E04"]),
        ({"goods": Goods.USED}, ["UR1"]),
        ({"goods": UNKNOWN}, ["N1", "N2", "N3", "UR1"]),
        ({"goods": UNKNOWN, "opened_by": Party.BUYER}, ["E04"]),
    ],
    ids=str,
)
def test_the_first_reason_refuses_the_claim_without_the_others(known: dict[str, Any], named: list[str]) -> None:
    sale = Sale(
        goods=known["goods"],
        sold_here=True,
        sold_on=date(2024, 3, 2),
        manufacturer_months=3,
        extended_plan=False,
        contract_months=3,
        supplied=frozenset(),
    )
    inspection = clean(Inspection, opened_by=frozenset({known["opened_by"]} if "opened_by" in known else ()))
    decision = STORE.adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), inspection=inspection))
    first = letter(decision, "first")
    assert [clause.id for clause in STORE.clauses if f"{clause.text} (Terms: {clause.citation}.)" in re.sub(r"\n +", " ", first)] == named
    assert ("We do not know yet which of our warranties" in first) is (known["goods"] is UNKNOWN and len(named) > 1)


def test_a_letter_is_dated_by_a_day_and_nothing_more() -> None:
    with pytest.raises(CalendarError):
        letter(STORE.adjudicate(Claim()), on=datetime(2026, 7, 21))


def test_names_that_there_are_not_are_refused_with_the_nearest() -> None:
    decision: Any = STORE.adjudicate(Claim())
    for call, said in (
        (lambda: decision.explain("costumer"), "no audience 'costumer': did you mean 'customer'?"),
        (lambda: decision.explain("customer", asks=["technicians"]), "no stage 'technicians': did you mean 'technician'?"),
        (lambda: decision.explain("customer", asks="customer"), "asks is a collection of stages, such as ['customer']; got 'customer'"),
        (lambda: letter(decision, "frist"), "no grounds 'frist': did you mean 'first'?"),  # type: ignore[arg-type]
    ):
        with pytest.raises(LogicError, match=f"^{re.escape(said)}$"):
            call()


def test_the_clerk_is_who_reads_unless_another_is_named() -> None:
    decision = STORE.adjudicate(claim_of("used", "card.serial = F2LX1243"))
    assert decision.explain() == decision.explain("clerk")
    for audience in ("clerk", "auditor"):
        assert "F2LX1243" in decision.explain(audience)  # type: ignore[arg-type]
        assert "F2LX1243" not in decision.explain(audience, mask=True)  # type: ignore[arg-type]
    assert "***1243" in decision.explain("auditor", mask=True)


def test_words_of_the_library_are_internal_unless_the_shop_uses_them() -> None:
    shop = attrs.evolve(bicycles.policy(), clauses=(*bicycles.policy().clauses, Clause("T1", "t", "Each tier has a digest.", "last")))
    text = " ".join((*INTERNAL, "X1", "workshop", "taken_in", "X12", "tiers"))
    assert set(internal_words(bicycles.policy(), text)) == {*INTERNAL, "X1", "taken_in"}  # "our workshop" is a label of the shop's
    assert set(internal_words(shop, text)) == {*INTERNAL, "X1", "taken_in"} - {"tier", "digest"}
    assert internal_words(bicycles.policy(), "A pending bike, in facto: untiered.") == ("pending",)


class Talkative(Record):
    """Facts whose every text has a word of the library."""

    reported_on: Day = Day("When did it reach this stage?", "till", says="reported on {}")
    sold_on: Day = Day("When did we sell it?", "till", says="the outcome of {}")
    left_on: DayOrNone = DayOrNone("When did it leave?", "till", says="left on {}", none="left, in fact, never")
    marked: YesNo = YesNo("Is it marked?", "till", yes="a finding", no="a payer", clean=False)
    held: SetOf[Hand] = SetOf(Hand, "Who held it?", "till", says="held by {}", empty="a cure", clean=frozenset())


def test_every_text_of_a_fact_is_the_shops_own() -> None:
    shop = find(policies(Talkative), lambda _: True, settings=settings(max_examples=50, phases=[Phase.generate], database=None))
    own = {"stage", "outcome", "fact", "finding", "payer", "cure", "tier"}  # a tier's name is "tier 0"
    assert internal_words(shop, " ".join(INTERNAL)) == tuple(word for word in INTERNAL if word not in own)


def test_what_a_remedy_is_called_is_a_word_of_the_shops() -> None:
    remedy = always(Remedy("tier", "another tier"), bicycles.W1)
    parts = attrs.evolve(bicycles.PARTS, service=attrs.evolve(bicycles.PARTS.service, remedy=remedy))
    assert internal_words(attrs.evolve(bicycles.policy(), ranked=(bicycles.FRAME, parts)), "a tier of facts") == ("facts",)


@pytest.mark.parametrize(
    ("loaner", "said"),
    [
        (always(True), "another one"),
        (always(False), "nothing"),
        (Choice((Row(bicycles.Complaint.defect.repairable, True), Row(all_of(), False))), "not settled yet"),
    ],
)
def test_a_customer_is_told_what_is_lent(loaner: Choice[bool], said: str) -> None:
    parts = attrs.evolve(bicycles.PARTS, service=attrs.evolve(bicycles.PARTS.service, loaner=loaner))
    claim = gears().replace(bicycles.Complaint.defect.repairable, UNKNOWN)
    told = attrs.evolve(bicycles.policy(), ranked=(bicycles.FRAME, parts)).adjudicate(claim).explain("customer")
    assert f"\n- What is lent to you meanwhile: {said}.\n" in told


def test_whatever_a_shop_writes_its_letters_are_lines_of_printable_text() -> None:
    shop = anybody.everything("a\x1b[31m b\nc\u2028d")
    for decision in (value for value in shop.values() if isinstance(value, Decision)):
        for text in (letter(decision), decision.explain("clerk"), decision.explain("customer"), decision.explain("auditor")):
            assert all(line.isprintable() for line in text.split("\n"))


def test_that_law_fails_where_signs_are_taken_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "printable", str)
    with pytest.raises(AssertionError):
        test_whatever_a_shop_writes_its_letters_are_lines_of_printable_text()


PRINT_ALL = """
import sys; sys.path[:0] = ["tests", "tests/shops"]
from correspondence import sent
from warranty_rules.analysis import words
{sabotage}
print(*(each.letter + each.decision.explain() + each.decision.explain("auditor") for each in sent()))
"""


@pytest.mark.heavy  # a process for each seed
@pytest.mark.parametrize(
    ("sabotage", "alike"), [("", True), ("words.hidden = lambda known, mask: [*set(known)]", False)], ids=["as built", "unsorted"]
)
def test_the_same_claim_gives_the_same_words_under_every_hash_seed(sabotage: str, alike: bool) -> None:
    def printed(seed: str) -> str:
        command, env = [sys.executable, "-c", PRINT_ALL.format(sabotage=sabotage)], {**os.environ, "PYTHONHASHSEED": seed}
        return subprocess.run(command, env=env, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True).stdout

    assert (len({printed(seed) for seed in ("1", "2", "3")}) == 1) is alike


def test_where_no_warranty_is_for_the_goods_the_first_reason_names_each() -> None:
    grill = attrs.evolve(STORE, ranked=tuple(attrs.evolve(tier, goods=any_of()) for tier in STORE.ranked))
    decision = grill.adjudicate(clean(Claim))
    assert len(decision.grounds) == len(STORE.ranked)
    assert letter(decision, "first") == letter(decision)


def test_who_answers_decides_what_is_asked_of_the_customer() -> None:
    decision = STORE.adjudicate(Claim(sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6)))
    asked = {stage: decision.explain("customer", asks=[stage]) for stage in ("customer", "technician")}
    assert decision.explain("customer") == asked["customer"]
    assert ["Which part fails?" in asked[stage] for stage in asked] == [True, False]
    assert ["In what state are the warranty seals?" in asked[stage] for stage in asked] == [False, True]


def test_what_is_no_decision_is_not_explained() -> None:
    with pytest.raises(LogicError, match="^a decision is needed, such as"):
        words.explained(None, "customer")  # type: ignore[arg-type]


def test_a_line_is_not_folded_within_a_word() -> None:
    first = "a" * (words.WIDTH - 9)
    assert words.paragraph(f"{first} twelve-month").splitlines() == [first, "twelve-month"]


class Numbered(Record):
    """What is known of a thing by its number."""

    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")
    number: Code = Code("Number?", "desk", says="number {}")
    color: OneOf[Color] = OneOf(Color, "Color?", "desk", says="{}")


NUMBER, IS_RED = Numbered.number.eq("F2LX1234"), Numbered.color.eq(Color.RED)
EITHER = [Exclusion(Clause(name, "t", "x", "c"), when & NUMBER) for name, when in (("X1", IS_RED), ("X2", ~IS_RED))]


@pytest.mark.parametrize("policy", [covering(NUMBER, record=Numbered), covering(all_of(), *EITHER, record=Numbered)], ids=["approved", "either"])
def test_an_auditor_reads_no_number_where_they_are_masked(policy: Policy[Any]) -> None:
    decision = policy.adjudicate(Numbered(sold_on=date(2026, 3, 2), reported_on=date(2026, 3, 20), number="F2LX1234"))
    told, masked = (decision.explain("auditor", mask=mask) for mask in (False, True))
    assert told.replace("F2LX1234", "***1234") == masked != told


class Tiered(Option):
    """A choice whose words are the shop's own, and the library's too."""

    TOP = "top", "the top tier"


class Ranked(Record):
    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")
    ticket: OneOf[Tiered] = OneOf(Tiered, "Ticket?", "desk", says="{}")


def test_a_word_among_the_labels_of_a_shops_options_is_its_own() -> None:
    assert internal_words(covering(all_of(), record=Ranked), "the tier of a decision document") == ()
    assert internal_words(covering(all_of(), record=Sent), "the tier of a decision document") == ("tier",)
