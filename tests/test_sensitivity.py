"""Which reading of the terms turns a decision: against deciding under each other reading by hand."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from small import IN_TERM, Small, covering

from warranty_rules import (
    BusinessCalendar,
    Claim,
    Clause,
    Decision,
    Device,
    Edition,
    Fault,
    History,
    Inspection,
    Outcome,
    Party,
    Policy,
    Sale,
    Software,
    Tier,
    UNKNOWN,
    WarrantyCard,
    all_of,
    clean,
)
from warranty_rules.analysis import sensitivity as room
from warranty_rules.analysis.sensitivity import Divergence, Kind, sensitivity
from warranty_rules.clauses import Exclusion
from warranty_rules.decisions import Promise
from warranty_rules.documents import read
from warranty_rules.errors import LogicError
from warranty_rules.policies import icenter
from warranty_rules.readings import Alternative, Reading, Rereading
from warranty_rules.testing import claims, policies, predicates, records

EXAMPLES = Path(__file__).parents[1] / "examples" / "readings"
NAMED = "turns on a reading: "
ALTERNATIVES = [(reading.name, value) for reading in icenter.READINGS for value in reading.alternatives[1:]]
CHOSEN: tuple[dict[str, str], ...] = (
    {},
    {"exclusions_apply_to": "store_tiers", "causes": "presence", "extended_runs_from": "end_of_store_month", "body_wear": "beyond_norms"},
)


@attrs.frozen(repr=False)
class Case:
    """A policy, the same under each other reading as one builds it by hand, and a claim."""

    policy: Policy[Any]
    others: dict[tuple[str, str], Policy[Any]]
    claim: Any

    def __repr__(self) -> str:
        return f"{self.claim!r} under {self.policy!r}"


@cache
def store(which: int) -> tuple[Policy[Claim], dict[tuple[str, str], Policy[Claim]]]:
    chosen = CHOSEN[which]
    pairs = [(r.name, v) for r in icenter.READINGS for v in r.alternatives if v != chosen.get(r.name, r.alternatives[0])]
    others = {(name, value): icenter.policy(icenter.Readings(**{**chosen, name: value})) for name, value in pairs}  # type: ignore[arg-type]
    return icenter.policy(icenter.Readings(**chosen)), others  # type: ignore[arg-type]


@st.composite
def so_read(draw: st.DrawFn) -> Case:
    """Draw a shop whose terms have three other readings: an exclusion that is another, or dropped, or added, in some tiers; and other tiers."""
    policy = draw(policies(Small, size=2))
    known = [e for tier in policy.ranked for e in tier.exclusions]
    extra = [Exclusion(policy.clauses[0], draw(predicates(Small, size=2)))]
    places = draw(st.frozensets(st.integers(0, 2)))

    def changed(exclusions: tuple[Exclusion, ...]) -> tuple[Tier, ...]:
        return tuple(attrs.evolve(t, exclusions=exclusions) if i in places else t for i, t in enumerate(policy.ranked))

    other = draw(policies(Small, size=2))
    made = {"a": policy.ranked, "b": changed((*known, *extra)), "c": changed(tuple(known[1:])), "d": changed(tuple(extra)), "e": other.ranked}
    clauses = tuple(dict.fromkeys((*policy.clauses, *other.clauses)))
    rereading = Rereading((Reading("word", "how a word is read", tuple(made)),), lambda chosen: made[chosen.get("word", "a")])
    whole = attrs.evolve(policy, clauses=clauses, rereading=rereading)
    others = {("word", name): attrs.evolve(whole, ranked=ranked, rereading=None) for name, ranked in made.items() if name != "a"}
    return Case(whole, others, draw(records(Small)))


@st.composite
def at_the_store(draw: st.DrawFn) -> Case:
    policy, others = store(draw(st.sampled_from([0, 1])))
    return Case(policy, others, draw(claims(policy)))


def grounds(decision: Decision[Any]) -> list[tuple[object, ...]]:
    return [(ground.kind, ground.clauses) for ground in decision.grounds]


def service(decision: Decision[Any]) -> object:
    p = decision.service
    return (p.provider, p.remedy, p.payer, p.loaner, p.window, p.dates) if isinstance(p, Promise) else p


def by_hand(one: Decision[Any], other: Decision[Any]) -> Kind | None:
    ids = [tier.id if isinstance(tier, Tier) else tier for tier in (one.tier, other.tier)]
    if one.outcome is not other.outcome:
        return Kind.OUTCOME
    if ids[0] != ids[1]:
        return Kind.TIER
    if grounds(one) != grounds(other):
        return Kind.GROUNDS
    return Kind.SERVICE if service(one) != service(other) else None


def law_what_turns_is_told_and_nothing_else(case: Case) -> None:
    decision = case.policy.adjudicate(case.claim)
    expected = {key: by_hand(decision, other.adjudicate(case.claim)) for key, other in case.others.items()}
    found = {(turn.alternative.reading.name, turn.alternative.value): turn.what for turn in decision.sensitivity}
    assert found == {key: what for key, what in expected.items() if what is not None}
    told = [turn.what for turn in decision.sensitivity]
    assert told == sorted(told, key=[*Kind].index)


def named(decision: Decision[Any]) -> dict[str, tuple[str, list[str]]]:
    """Read the warnings back: of each reading named, the outcome and the values."""
    lines = [
        warning.removeprefix(NAMED).split(" in place of ")[0].replace(",", "").split(" ")
        for warning in decision.warnings
        if warning.startswith(NAMED)
    ]
    return {name: (outcome, [v for v in rest if v != "or"]) for outcome, _, name, *rest in lines}


def law_a_warning_names_each_reading_that_settles_the_claim_the_other_way(case: Case) -> None:
    decision = case.policy.adjudicate(case.claim)
    expected: dict[str, tuple[str, list[str]]] = {}
    opposite = {Outcome.APPROVED: Outcome.DENIED, Outcome.DENIED: Outcome.APPROVED}.get(decision.outcome)
    for (name, value), other in case.others.items():
        if other.adjudicate(case.claim).outcome is opposite:
            expected.setdefault(name, (opposite.value, []))[1].append(value)
    assert named(decision) == expected


def law_what_turns_names_a_clause(case: Case) -> None:
    for turn in case.policy.adjudicate(case.claim).sensitivity:
        assert turn.clauses or turn.what is Kind.SERVICE
        assert [*turn.clauses] == [clause for clause in case.policy.clauses if clause in turn.clauses]
        assert all(str(clause) in str(turn) for clause in turn.clauses)


LAWS = [value for name, value in globals().items() if name.startswith("law_")]


@pytest.mark.heavy  # every claim is decided under two dozen readings, twice
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=scaled(16))
@given(case=st.one_of(at_the_store(), so_read(), so_read()))
def test_law(law: Callable[[Case], None], case: Case) -> None:
    law(case)


CHANGES: Callable[[Alternative[Any]], Any] = Alternative.__dict__["changes"].func


def the_new_alone(alternative: Alternative[Any]) -> Any:
    return tuple((frozenset[int](), new) for _, new in CHANGES(alternative))


def the_gone_alone(alternative: Alternative[Any]) -> Any:
    return tuple((gone, ()) for gone, _ in CHANGES(alternative))


@pytest.mark.heavy  # two dozen claims
def test_every_documented_claim_is_warned_of_as_it_turns() -> None:
    policy, others = store(0)
    cases = [Case(policy, others, case.claim) for case in documented()]
    for case in cases:
        WARNS(case)
    assert sum(bool(named(case.policy.adjudicate(case.claim))) for case in cases) > len(cases) // 2


WARNS = law_a_warning_names_each_reading_that_settles_the_claim_the_other_way
SABOTAGES: list[tuple[Callable[[Case], None], object, str, object]] = [
    (law_what_turns_is_told_and_nothing_else, room, "PARTS", {part: told for part, told in room.PARTS.items() if part is not Kind.GROUNDS}),
    (law_what_turns_is_told_and_nothing_else, room, "_turned", lambda one, other: [Kind.OUTCOME] if one.outcome is not other.outcome else []),
    (WARNS, room, "_lifting", lambda policy, claim: []),
    (WARNS, Alternative, "changes", property(the_new_alone)),
    (WARNS, Alternative, "changes", property(the_gone_alone)),
    (law_what_turns_names_a_clause, Divergence, "clauses", ()),
]


def documented() -> Iterator[Case]:
    """Give the claims of the examples, each of which turns on a reading; the first refused for another reason too."""
    policy, others = store(0)
    for name, value in ALTERNATIVES:
        (claim,) = read(Claim, (EXAMPLES / f"{name}__{value}.json").read_text(encoding="utf-8"))
        yield Case(policy, {key: other for key, other in others.items() if key[0] == name}, claim)
    opened = clean(Claim, sale=Sale.used(), inspection=clean(Inspection, opened_by={Party.BUYER}, software={Software.INFECTED}))
    yield Case(policy, others, opened)


@pytest.mark.heavy  # two dozen claims for each sabotage
@pytest.mark.parametrize(("law", "place", "name", "sabotage"), SABOTAGES, ids=[f"{law.__name__}-{name}" for law, _, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(
    law: Callable[[Case], None], place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = store(0)[0]
    cases = [attrs.evolve(case, policy=attrs.evolve(policy, rereading=narrowed(policy, case))) for case in documented()]
    for case in cases:
        law(case)
    monkeypatch.setattr(place, name, sabotage)
    cases = [attrs.evolve(case, policy=attrs.evolve(case.policy)) for case in cases]  # what was worked out is worked out anew
    with pytest.raises(AssertionError):
        for case in cases:
            law(case)


def narrowed(policy: Policy[Claim], case: Case) -> Rereading:
    """Leave the readings alone that a case is about."""
    names = {name for name, _ in case.others}
    rereading = policy.rereading
    assert rereading is not None
    return attrs.evolve(rereading, readings=tuple(reading for reading in rereading.readings if reading.name in names))


IN_ORDER = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20))
NEW = attrs.evolve(IN_ORDER, sale=Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12))
OPEN = "open which tier responds"
PROMISED = (
    "remedy repair (should it fail, a replacement); provider the manufacturer's official service center; payer the seller; "
    "window not settled yet; dates not settled yet"
)

# --- One by one -------------------------------------------------------------------------------------------


@pytest.mark.heavy  # a search for each reading
@pytest.mark.parametrize(("setting", "value"), ALTERNATIVES)
def test_each_other_reading_is_told_for_the_claim_that_turns_on_it(setting: str, value: str) -> None:
    (claim,) = read(Claim, (EXAMPLES / f"{setting}__{value}.json").read_text(encoding="utf-8"))
    policy, others = store(0)
    decision, other = policy.adjudicate(claim), others[setting, value].adjudicate(claim)
    (turn,) = (each for each in decision.sensitivity if (each.alternative.reading.name, each.alternative.value) == (setting, value))
    assert turn.what is by_hand(decision, other)
    assert turn.decision.policy == other.policy
    assert f"with {setting} {value} in place of {dict(CHOSEN[0]).get(setting, turn.alternative.reading.alternatives[0])} (" in str(turn)
    assert (setting in named(decision)) is (turn.what is Kind.OUTCOME)
    refused = {clause for each in (decision, other) if each.outcome is Outcome.DENIED for ground in each.grounds for clause in ground.clauses}
    assert turn.clauses
    assert turn.what is not Kind.OUTCOME or refused & {*turn.clauses}


def test_every_alternative_is_the_policy_so_read() -> None:
    for which in range(len(CHOSEN)):
        policy, others = store(which)
        assert {(each.reading.name, each.value): each.policy for each in policy.alternatives} == others
        assert [each.policy.readings for each in policy.alternatives] == [other.readings for other in others.values()]


def test_an_alternative_keeps_all_that_no_reading_changes() -> None:
    edition = Edition(Claim.sale.sold_on, date(2026, 1, 1))
    policy = attrs.evolve(icenter.policy(calendar=BusinessCalendar.of("PL")), id="icenter-2026", edition=edition)
    other = policy.alternatives[-1].policy
    assert (other.id, other.edition, other.calendar, other.examples) == (policy.id, edition, policy.calendar, ())
    assert len(policy.alternatives) == len(ALTERNATIVES)


def test_the_readings_that_a_policy_knows_of_are_no_part_of_what_it_decides() -> None:
    policy = icenter.policy()
    assert attrs.evolve(policy, rereading=None).digest == policy.digest
    back = pickle.loads(pickle.dumps(policy))
    assert (back, back.alternatives[3].policy) == (policy, policy.alternatives[3].policy)


@pytest.mark.parametrize("policy", [
    bicycles.policy(),
    attrs.evolve(icenter.policy(), rereading=None),
    attrs.evolve(icenter.policy(), ranked=icenter.policy().ranked[1:]),  # no reading of the terms is known to make these tiers
])  # fmt: skip
def test_a_policy_without_other_readings_is_silent(policy: Policy[Any]) -> None:
    for claim in (policy.record(), clean(policy.record)):
        decision = policy.adjudicate(claim)
        assert (policy.alternatives, decision.sensitivity, named(decision)) == ((), (), {})
        assert str(decision.sensitivity) == "no other reading turns it"


@pytest.mark.heavy  # two dozen claims under several editions
def test_what_is_decided_under_several_editions_knows_of_no_other_reading() -> None:
    strict = icenter.policy(icenter.Readings(accident="by_anyone"))
    first = attrs.evolve(icenter.policy(), id="one", edition=Edition(Claim.sale.sold_on, date(2025, 1, 1), date(2025, 12, 31)))
    history = History((first, attrs.evolve(strict, id="two", edition=Edition(Claim.sale.sold_on, date(2026, 1, 1)))))
    decision = history.adjudicate(clean(Claim, sale=Sale.used(contract_months=0)))
    assert (decision.outcome, decision.policy.id, decision.sensitivity, decision.warnings) == (Outcome.DENIED, "one or two", (), ())
    assert [len(policy.alternatives) for policy in history.policies] == [len(ALTERNATIVES)] * 2


def test_a_claim_in_order_carries_no_warning_of_a_reading() -> None:
    policy = store(0)[0]
    for sale in (Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12), Sale.used(sold_on=date(2026, 3, 2), contract_months=6)):
        full = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20), fault=clean(Fault, repairable=True))
        open_ = attrs.evolve(full, elsewhere=Fault())  # what is not the fault, nobody looked at
        assert [policy.adjudicate(claim).warnings for claim in (full, open_)] == [(), ()]


def test_two_values_of_a_reading_are_one_warning() -> None:
    opened = clean(Claim, sale=Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12), claimed_on=date(2026, 7, 20))
    decision = store(0)[0].adjudicate(opened.learn(Claim.inspection.opened_by, {Party.BUYER}))
    assert decision.warnings == (
        "turns on a reading: approved with exclusions_apply_to used_only or store_tiers in place of all_tiers (E04 unauthorized opening)",
    )


def test_grounds_that_are_neither_more_nor_fewer_are_others() -> None:
    new = clean(Claim, sale=Sale.new(sold_on=date(2025, 1, 3), manufacturer_months=12, store_month_taken=False), claimed_on=date(2026, 10, 27))
    turns = {(turn.alternative.reading.name, turn.alternative.value): turn for turn in store(0)[0].adjudicate(new).sensitivity}
    untaken = turns["store_month", "if_taken_up"]
    assert (untaken.what, untaken.becomes) == (Kind.GROUNDS, "others")
    assert str(untaken) == "grounds: others with store_month if_taken_up in place of automatic (N2 store one-month warranty)"


def test_a_warning_holds_no_number_of_the_device() -> None:
    sale = Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12)
    claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), device=Device(serial="F2LX1234"), card=clean(WarrantyCard, serial="F2LX9999"))
    (warning,) = store(0)[0].adjudicate(claim).warnings
    assert "E02" in warning
    assert "F2LX" not in warning


def test_what_is_pending_warns_of_no_reading_and_is_told_what_would_settle_it() -> None:
    sale = Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12)
    decision = store(0)[0].adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20)).replace(Claim.inspection.seals, UNKNOWN))
    assert (decision.outcome, named(decision)) == (Outcome.PENDING, {})
    assert {turn.alternative.value: turn.decision.outcome for turn in decision.sensitivity} == {
        "used_only": Outcome.APPROVED,
        "store_tiers": Outcome.APPROVED,
    }


OPENED = IN_ORDER.learn(Claim.inspection.opened_by, {Party.BUYER})
INCOMPLETE = IN_ORDER.learn(Claim.inspection.package_damaged, True)
BECOMES: list[tuple[Kind, Claim, Claim, str]] = [
    (Kind.OUTCOME, IN_ORDER, OPENED, "denied"),
    (Kind.TIER, OPENED, IN_ORDER, "used-goods warranty"),
    (Kind.TIER, IN_ORDER, clean(Claim, claimed_on=date(2026, 3, 20), sale=Sale(sold_here=True, sold_on=date(2026, 3, 2), contract_months=6)), OPEN),
    (Kind.GROUNDS, OPENED, OPENED.learn(Claim.inspection.package_damaged, True), "more"),
    (Kind.GROUNDS, OPENED.learn(Claim.inspection.package_damaged, True), OPENED, "fewer"),
    (Kind.GROUNDS, OPENED, INCOMPLETE, "others"),
    (Kind.SERVICE, IN_ORDER, NEW, PROMISED),
]


@pytest.mark.parametrize(("what", "mine", "theirs", "becomes"), BECOMES)
def test_what_becomes_of_a_decision_in_words(what: Kind, mine: Claim, theirs: Claim, becomes: str) -> None:
    policy = store(0)[0]
    assert Divergence(what, policy.adjudicate(mine), policy.alternatives[0], policy.adjudicate(theirs)).becomes == becomes


def test_where_no_clause_is_judged_otherwise_and_none_refuses_those_are_named_that_grant() -> None:
    policy = store(0)[0]
    both = NEW.replace(Claim.claimed_on, date(2026, 3, 20)).replace(Claim.sale.extended_plan, False)
    mine, theirs = policy.adjudicate(both), attrs.evolve(policy, ranked=policy.ranked[::-1], rereading=None).adjudicate(both)
    tiers = [decision.tier.id for decision in (mine, theirs) if isinstance(decision.tier, Tier)]
    assert tiers == ["new", "store-one-month"]
    assert [clause.id for clause in Divergence(Kind.TIER, mine, policy.alternatives[0], theirs).clauses] == ["N1", "N2"]


def test_where_something_else_is_promised_the_clauses_are_named_that_promise_it_in_one_alone_or_else_all() -> None:
    policy = store(0)[0]
    mine, theirs = policy.adjudicate(IN_ORDER), policy.adjudicate(NEW)
    cited = [{*decision.service.clauses} for decision in (mine, theirs) if isinstance(decision.service, Promise)]
    assert {*Divergence(Kind.SERVICE, mine, policy.alternatives[0], theirs).clauses} == cited[0] ^ cited[1] != set()
    assert {*Divergence(Kind.SERVICE, mine, policy.alternatives[0], mine).clauses} == cited[0]


def test_sensitivity_takes_a_decision() -> None:
    with pytest.raises(LogicError, match="a decision is needed"):
        sensitivity(Claim())  # type: ignore[arg-type]


def test_a_reading_that_hands_a_claim_from_one_tier_to_another_is_told_as_that_and_no_more() -> None:
    sale = Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=6, extended_plan=True)
    last_day, before = (icenter.policy().adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 9, day))) for day in (2, 1))
    (turn,) = [turn for turn in last_day.sensitivity if turn.alternative.reading.name == "last_day"]
    assert (turn.what, turn.becomes) == (Kind.TIER, "extended 12-month warranty")
    assert "last_day" not in {turn.alternative.reading.name for turn in before.sensitivity}


def test_a_denial_for_one_reason_or_another_turns_on_readings_that_drop_one_of_them_or_have_other_tiers() -> None:
    marked, unmarked = Clause("X1", "marks", "What is marked.", "marks, 1st"), Clause("X2", "blanks", "What is not marked.", "marks, 2nd")
    policy = covering(all_of(), Exclusion(marked, Small.mark), Exclusion(unmarked, ~Small.mark))
    (tier,) = policy.ranked
    made = {
        "both": policy.ranked,
        "the first": (attrs.evolve(tier, exclusions=tier.exclusions[:1]),),
        "neither": (attrs.evolve(tier, exclusions=()),),
        "another tier": (tier, attrs.evolve(tier, id="more", exclusions=())),
    }
    rereading = Rereading((Reading("word", "how a word is read", tuple(made)),), lambda chosen: made[chosen.get("word", "both")])
    claim = Small(**{fact.path[0]: day for fact, day in IN_TERM.items()})
    decision = attrs.evolve(policy, rereading=rereading).adjudicate(claim)
    assert decision.outcome is Outcome.DENIED
    turns = {turn.alternative.value: (turn.what, turn.becomes) for turn in decision.sensitivity if turn.what is Kind.OUTCOME}
    assert turns == {
        "the first": (Kind.OUTCOME, "pending"),
        "neither": (Kind.OUTCOME, "approved"),
        "another tier": (Kind.OUTCOME, "approved"),
    }
    told = "turns on a reading: approved with word neither or another tier in place of both (X1 marks; X2 blanks)"
    assert [warning for warning in decision.warnings if "reading" in warning] == [told]
