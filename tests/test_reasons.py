"""The reasons of a denial are all the smallest sets of facts that alone deny; what else is said of why is true and no more than needed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, combinations
from random import Random
from typing import Any, cast

import attrs
import brute
import pytest
from failing import fails
from hypothesis import Phase, assume, example, find, given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from small import Small, covering

from warranty_rules import UNKNOWN, Claim, Device, Goods, Outcome, PartialSet, Party, Policy, Sale, WarrantyCard, all_of, any_of, clean
from warranty_rules.analysis import reasons as analysis
from warranty_rules.analysis.reasons import MOST_REASONS, Knowledge, Reason, Standing, prepared, smallest
from warranty_rules.completions import relevant, truth
from warranty_rules.facts import Fact
from warranty_rules.policies import icenter
from warranty_rules.predicates import Condition, Predicate
from warranty_rules.records import assembled
from warranty_rules.testing import policies, predicates, records

STORE = icenter.policy()
BICYCLES = bicycles.policy()
MOST_KNOWN = 6
Case = tuple[Policy[Any], Any]
Sets = set[frozenset[Fact[Any]]]


@st.composite
def denied(draw: st.DrawFn, drawn: st.SearchStrategy[Policy[Any]]) -> Case:
    """Draw a policy and a claim denied by it, of what is read at most six facts known."""
    policy = draw(drawn)
    claim = draw(records(policy.record, complete=draw(st.booleans())))
    known = [fact for fact in brute.read(policy) if fact.of(claim) is not UNKNOWN]
    kept = set(draw(st.permutations(known))[:MOST_KNOWN])
    claim = brute.forget(claim, {v for fact in policy.record.facts() for v in fact.variables} - kept)
    assume(policy.adjudicate(claim).outcome is Outcome.DENIED)
    return policy, claim


def known(policy: Policy[Any], claim: Any) -> dict[Fact[Any], Any]:
    return {fact: fact.of(claim) for fact in brute.read(policy) if fact.of(claim) is not UNKNOWN}


def by_forgetting(policy: Policy[Any], claim: Any) -> Sets:
    """Try every set of known facts, the smaller first."""
    told = known(policy, claim)
    found: Sets = set()
    for facts in map(frozenset, chain.from_iterable(combinations(told, size) for size in range(len(told) + 1))):
        if not any(other <= facts for other in found) and denies(policy, {fact: told[fact] for fact in facts}):
            found.add(facts)
    return found


def denies(policy: Policy[Any], told: dict[Fact[Any], Any]) -> bool:
    return policy.adjudicate(assembled(policy.record, told)).outcome is Outcome.DENIED


def reasons(policy: Policy[Any], claim: Any) -> list[frozenset[Fact[Any]]]:
    return [frozenset(told.fact for told in reason.because) for reason in policy.adjudicate(claim).reasons]


# --- Laws ----------------------------------------------------------------------------------------------


def law_the_reasons_are_all_the_smallest_sets_of_facts_that_alone_deny(case: Case) -> None:
    found = reasons(*case)
    assert set(found) == by_forgetting(*case)
    assert len(set(found)) == len(found)


def law_forgetting_the_rest_keeps_the_outcome_and_forgetting_one_more_loses_it(case: Case) -> None:
    policy, claim = case
    told = known(policy, claim)
    for facts in reasons(policy, claim):
        assert denies(policy, {fact: told[fact] for fact in facts})
        assert not any(denies(policy, {fact: told[fact] for fact in facts - {one}}) for one in facts)


def law_no_reason_holds_another(case: Case) -> None:
    assert not any(one < other for one in reasons(*case) for other in reasons(*case))


def law_each_reason_names_clauses_that_it_alone_establishes(case: Case) -> None:
    policy, claim = case
    for reason in policy.adjudicate(claim).reasons:
        assert isinstance(reason, Reason)
        assert reason.clauses
        assert all(truth(ground.when, reason.alone.claim) is True for ground in reason.alone.grounds)
        assert {clause for ground in reason.alone.grounds for clause in ground.clauses} == set(reason.clauses)


LAWS = [value for name, value in globals().items() if name.startswith("law_")]
DRAWN = st.one_of(denied(policies(Small, size=2)), denied(st.just(STORE)), denied(st.just(BICYCLES)))


TRIED = [pytest.param(LAWS[0], marks=pytest.mark.heavy, id=LAWS[0].__name__), *(pytest.param(law, id=law.__name__) for law in LAWS[1:])]
"""The laws; for the first, every set of facts is tried."""


@pytest.mark.parametrize("law", TRIED)
@given(case=DRAWN)
@settings(max_examples=scaled(20))
def test_law(law: Callable[[Case], None], case: Case) -> None:
    law(case)


def each_part_by_itself(demands: Any, bounds: Any) -> list[Any]:
    return [(demand,) for demand in demands]


def nothing_absorbed(sets: Any) -> list[Any]:
    return list(dict.fromkeys(sets))


def all_that_is_known(facts: Any, enough: Any) -> frozenset[Fact[Any]]:
    return frozenset(facts)


def the_first_alone(facts: Any, enough: Any) -> list[Any]:
    return [analysis.one_smallest(facts, enough)]


def nothing_is_bounded(demands: Any, bounds: Any) -> bool:
    return False


def of_no_decision(reason: Reason) -> tuple[Any, ...]:
    return reason.policy.clauses[:1]


def of_goods_reported_before_their_sale(policy: Policy[Any]) -> Policy[Any]:
    """Cover what no claim can be, so that all are denied, whatever the facts."""
    return attrs.evolve(policy, ranked=(attrs.evolve(policy.ranked[0], goods=Small.reported_on < Small.sold_on),))


DATED = denied(policies(Small, size=1).map(of_goods_reported_before_their_sale))
SABOTAGES = [
    (0, analysis, "_groups", each_part_by_itself),
    (0, analysis, "bounded", nothing_is_bounded),
    (0, analysis, "every_smallest", the_first_alone),
    (1, analysis, "one_smallest", all_that_is_known),
    (2, analysis, "smallest", nothing_absorbed),
    (3, Reason, "clauses", property(of_no_decision)),
]


def test_every_law_has_its_sabotage() -> None:
    assert {LAWS[number] for number, *_ in SABOTAGES} == set(LAWS)


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize(("law", "place", "name", "sabotage"), SABOTAGES, ids=[name for _, _, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(law: int, place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, name, sabotage)
    monkeypatch.setattr(Policy, "denial", property(Policy.denial.func))  # prepared anew, now broken
    drawn = DATED if sabotage is nothing_is_bounded else DRAWN
    find(drawn, lambda case: fails(LAWS[law], case), settings=settings(max_examples=600, phases=[Phase.generate]), random=Random(1))


@pytest.mark.heavy  # brute force over completions
@given(denied(policies(Small, size=1)))
@settings(max_examples=scaled(30))
def test_brute_force_over_completions_finds_the_same(case: Case) -> None:
    policy, claim = case
    told = known(policy, claim)
    assume(len(brute.read(policy)) < 8)
    for facts in reasons(policy, claim):
        for left, outcomes in ((facts, {False}), *((facts - {one}, {True, False}) for one in facts)):
            found = brute.verdict(policy, brute.forget(claim, set(brute.read(policy)) - left), lambda env: brute.approves(policy, env), 2_000)
            assert found is None or found[0] == outcomes, {str(fact): told[fact] for fact in left}


# --- The store -----------------------------------------------------------------------------------------

USED = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
IN_ORDER = clean(Claim, sale=USED, claimed_on=date(2026, 7, 20))


def lines(claim: Claim) -> list[str]:
    return str(STORE.adjudicate(claim).reasons).splitlines()


def test_each_reason_prints_its_clause_and_its_facts() -> None:
    claim = IN_ORDER.replace(Claim.inspection.opened_by.has(Party.BUYER), True).replace(Claim.card.present, False)
    assert lines(claim) == ["E01 warranty card: the warranty card is lost", "E04 unauthorized opening: opened by the buyer"]


def test_an_expired_cover_is_a_reason_of_goods_days_and_length_together() -> None:
    assert lines(IN_ORDER.replace(Claim.claimed_on, date(2026, 9, 3))) == [
        "UR1 free repair of used goods: reported on 3 Sep 2026; sold used; sold on 2 Mar 2026; contractual warranty of 6 months"
    ]


def test_whatever_the_goods_are_no_tier_being_in_force_is_a_reason_by_cases() -> None:
    sale = Sale(goods=UNKNOWN, sold_here=True, sold_on=date(2026, 3, 2), manufacturer_months=3, extended_plan=False, contract_months=3)
    (reason,) = STORE.adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 7, 20))).reasons
    assert isinstance(reason, Reason)
    assert [clause.id for clause in reason.clauses] == ["N1", "N2", "N3", "UR1"]
    assert Claim.sale.goods not in {told.fact for told in reason.because}


def test_two_numbers_on_the_card_and_a_third_on_the_device_deny_whatever_the_unread_one_is() -> None:
    one, two, three = "490154203237518", "356938035643809", "352099001761481"
    claim = clean(Claim, sale=USED, claimed_on=date(2026, 7, 20), device=Device(imei_1=three), card=clean(WarrantyCard, imei_1=one, imei_2=two))
    (reason,) = STORE.adjudicate(claim).reasons
    assert {str(told.fact) for told in reason.because} == {"device.imei_1", "card.imei_1", "card.imei_2"}


def test_too_many_reasons_are_refused_with_what_to_read_instead() -> None:
    rules = [Claim.fault.causes.has(cause) | Claim.elsewhere.causes.has(cause) for cause in Claim.fault.causes.field.members]  # type: ignore[attr-defined]
    values = {v: True for rule in rules for v in rule.inputs}
    with pytest.raises(analysis.LogicError, match="read decision.grounds"):
        prepared(all_of(rules), want=True, bounds=all_of()).reasons(Knowledge(values, all_of()))


# --- Clause by clause -----------------------------------------------------------------------------------


@st.composite
def not_denied(draw: st.DrawFn) -> Case:
    policy = draw(st.one_of(st.just(STORE), st.just(BICYCLES), policies(Small, size=3)))
    claim = draw(records(policy.record))
    assume(policy.adjudicate(claim).outcome is not Outcome.DENIED)
    return policy, claim


def law_every_clause_stands_as_it_says_by_no_more_facts_than_it_needs(case: Case) -> None:
    policy, claim = case
    for standing in settled(policy, claim):
        told = {each.fact: each.value for each in standing.because}
        assert truth(standing.rule, claim) is standing.truth
        assert truth(standing.rule, assembled(policy.record, told)) is standing.truth
        for one in told:
            assert truth(standing.rule, assembled(policy.record, {f: v for f, v in told.items() if f != one})) is UNKNOWN


def settled(policy: Policy[Any], claim: Any) -> Iterator[Standing]:
    return (each for each in policy.adjudicate(claim).reasons if isinstance(each, Standing) and each.truth is not UNKNOWN)


def law_what_is_open_is_told_with_the_facts_that_turn_it_and_the_outcome(case: Case) -> None:
    policy, claim = case
    decision = policy.adjudicate(claim)
    assume(decision.outcome is Outcome.PENDING)
    asked = {question.fact for question in decision.questions}
    listed = list(decision.reasons)
    assert all(isinstance(each, Standing) and each.truth is UNKNOWN and each.because for each in listed)
    for each in listed:
        assert isinstance(each, Standing)
        assert {told.fact for told in each.because} == asked & set(relevant(each.rule, claim))
    assert asked == {told.fact for each in listed for told in each.because}


@given(not_denied().filter(lambda case: any(settled(*case))))
@settings(max_examples=scaled(15))
def test_every_clause_stands_as_it_says_by_no_more_facts_than_it_needs(case: Case) -> None:
    law_every_clause_stands_as_it_says_by_no_more_facts_than_it_needs(case)


@given(not_denied())
@settings(max_examples=scaled(15))
def test_what_is_open_is_told_with_the_facts_that_turn_it_and_the_outcome(case: Case) -> None:
    law_what_is_open_is_told_with_the_facts_that_turn_it_and_the_outcome(case)


def nothing_left_out(knowledge: Knowledge, facts: Any, predicate: Any, want: Any) -> list[Any]:
    return [*knowledge.values]


def every_open_fact(rule: Any, claim: Any) -> list[Any]:
    return [fact for fact in claim.facts() if not claim.knows(fact) and not rule.inputs.isdisjoint(fact.variables)]


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize(
    ("law", "place", "name", "sabotage"),
    [
        (law_every_clause_stands_as_it_says_by_no_more_facts_than_it_needs, Knowledge, "least", nothing_left_out),
        (law_what_is_open_is_told_with_the_facts_that_turn_it_and_the_outcome, analysis, "relevant", every_open_fact),
    ],
)
def test_what_is_said_of_a_clause_fails_under(law: Any, place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, name, sabotage)
    find(not_denied(), lambda case: fails(law, case), settings=settings(max_examples=3_000, phases=[Phase.generate]), random=Random(2))


def test_an_approval_lists_every_clause_of_the_tier_that_responds_and_of_no_other() -> None:
    decision = STORE.adjudicate(IN_ORDER)
    ids = [clause.id for each in decision.reasons for clause in ([each.clause] if isinstance(each, Standing) else [])]
    assert ids == ["UR1", "G0", "U1", *(exclusion.clause.id for exclusion in STORE.exclusions)]


def test_an_approval_by_cases_lists_the_clauses_of_all_tiers_that_may_respond() -> None:
    sale = Sale(goods=UNKNOWN, sold_here=True, sold_on=date(2026, 3, 2), contract_months=6)
    decision = STORE.adjudicate(clean(Claim, sale=sale, claimed_on=date(2026, 3, 20)))
    assert decision.outcome is Outcome.APPROVED
    assert {"N2: unknown", "UR1: unknown", "E04: False"} <= {
        f"{each.clause.id}: {'unknown' if each.truth is UNKNOWN else each.truth}" for each in decision.reasons if isinstance(each, Standing)
    }


def test_a_pending_claim_lists_what_is_open_alone() -> None:
    half = IN_ORDER.replace(Claim.inspection.opened_by, PartialSet(no={Party.BUYER}))
    assert lines(half) == ["E04 unauthorized opening: known in part: Who opened the device?"]


def test_the_tree_of_a_denial_takes_its_grounds_apart_and_of_an_approval_all_clauses() -> None:
    lost = STORE.adjudicate(IN_ORDER.replace(Claim.card.present, False))
    assert [branch.clauses for branch in lost.tree()] == [ground.clauses for ground in lost.grounds]
    assert str(lost.tree()).splitlines()[:4] == [
        "E01 warranty card",
        "  true     any of",
        "  true       not",
        "  false        card.present: the warranty card is lost",
    ]
    approved = STORE.adjudicate(IN_ORDER)
    assert [branch.clauses[0] for branch in approved.tree()] == [each.clause for each in approved.reasons if isinstance(each, Standing)]
    outline = str(approved.tree()).splitlines()
    at = outline.index("E07 broken seals")
    assert outline[at + 1] == "  false    inspection.seals is broken: warranty seals intact"


def test_a_tree_of_several_grounds_has_one_under_another_and_of_clauses_by_cases_names_all() -> None:
    lost = STORE.adjudicate(IN_ORDER.replace(Claim.card.present, False).replace(Claim.inspection.opened_by, {Party.BUYER}))
    outline = str(lost.tree()).splitlines()
    assert [line for line in outline if not line.startswith(" ")] == ["E01 warranty card", "E04 unauthorized opening"]
    either = attrs.evolve(lost.tree()[0], clauses=tuple(branch.clauses[0] for branch in lost.tree()))
    assert str(either).splitlines()[0] == "E01 warranty card or E04 unauthorized opening"


def test_where_two_tiers_would_approve_the_clauses_of_the_one_that_responds_alone_stand() -> None:
    used = STORE.tiers["used"]
    second = attrs.evolve(used, id="second", name="second", exclusions=used.exclusions[:1])
    decision = attrs.evolve(STORE, ranked=(second, used), examples=()).adjudicate(IN_ORDER)
    assert [each.clause.id for each in decision.reasons if isinstance(each, Standing)] == ["UR1", "G0", "U1", second.exclusions[0].clause.id]


def test_what_stands_whatever_the_facts_says_so_and_grounds_together_are_put_apart() -> None:
    rule = attrs.evolve(STORE.exclusions[0], when=any_of(), cure=None)
    policy = attrs.evolve(STORE, ranked=(attrs.evolve(STORE.tiers["used"], exclusions=(rule,)),), examples=())
    assert str(policy.adjudicate(IN_ORDER).reasons[-1]) == "E01 warranty card: whatever the facts"
    (reason,) = covering(any_of()).adjudicate(Small()).reasons
    assert str(reason) == "F1 free repair: whatever the facts"
    lost = STORE.adjudicate(IN_ORDER.replace(Claim.card.present, False).replace(Claim.inspection.opened_by, {Party.BUYER}))
    both = Reason(STORE, tuple(told for each in lost.reasons for told in each.because))
    assert str(both) == "E01 warranty card; E04 unauthorized opening: the warranty card is lost; opened by the buyer"


@given(st.lists(st.frozensets(st.integers(0, 5), max_size=4)))
@example([frozenset({1, 2, 3}), frozenset({4}), frozenset({1, 2})])
def test_the_smallest_sets_are_those_that_hold_no_other(sets: Any) -> None:
    found = analysis.smallest(sets)
    assert len(found) == len({*found})
    assert {*found} == {one for one in sets if not any(other < one for other in sets)}


@pytest.mark.heavy  # many policies
@settings(max_examples=scaled(400))
@given(rule=predicates(Small), claim=records(Small))
def test_a_reason_found_part_by_part_alone_gives_a_predicate_its_truth(rule: Predicate, claim: Small) -> None:
    held, bounds = truth(rule, claim), claim.bounds_
    assume(held is not UNKNOWN)
    known_ = Knowledge({v: v.of(claim) for fact in claim.facts() for v in fact.variables if v.of(claim) is not UNKNOWN}, bounds)
    found = known_.reason(rule, held)
    assert known_.only(frozenset(found)).forces((rule, held))
    if isinstance(rule, Condition):
        assert not any(known_.only(frozenset(found) - {fact}).forces((rule, held)) for fact in found)


def test_of_a_condition_within_a_predicate_no_more_facts_are_a_reason_than_it_needs() -> None:
    fewer, known_ = Small.few <= Small.many, Knowledge({Small.few: 0, Small.many: 5, Small.mark: True}, all_of())
    assert [known_.reason(rule, want=True) for rule in (fewer, fewer & Small.mark, fewer | Small.mark)] == [
        [Small.few],
        [Small.few, Small.mark],
        [Small.few],
    ]
    assert known_.reason(~(~fewer | ~Small.mark), want=True) == [Small.few, Small.mark]


def test_a_tautology_needs_no_fact() -> None:
    always = any_of(Claim.sale.goods.eq(Goods.NEW), Claim.sale.goods.eq(Goods.USED))
    assert prepared(always, want=True, bounds=all_of()).reasons(Knowledge({Claim.sale.goods: Goods.NEW}, all_of())) == [frozenset()]


def test_as_many_reasons_as_are_listed_are_none_too_many() -> None:
    found = [frozenset({cast("Any", at)}) for at in range(MOST_REASONS)]
    assert smallest(found) == found
