"""The laws of deciding, on the store's policy, on another shop's, and on random ones; each fails under a sabotage."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from correspondence import either_way, gears
from shops import bicycles
from small import Small

from warranty_rules import (
    Claim,
    Clause,
    Decision,
    Exclusion,
    Outcome,
    Policy,
    Predicate,
    Record,
    all_of,
    any_of,
    decisions,
    documents,
    records,
    tiers,
)
from warranty_rules.completions import Truths, truth
from warranty_rules.documents import decision_document, document, read
from warranty_rules.errors import InputError
from warranty_rules.facts import Fact
from warranty_rules.policies import icenter
from warranty_rules.predicates import AnyOf, Condition, Kleene
from warranty_rules.testing import policies, predicates, values
from warranty_rules.testing import records as claims
from warranty_rules.tiers import State, Tier
from warranty_rules.values import UNKNOWN, Truth

pytestmark = pytest.mark.heavy  # three policies, and a search for each sabotage


@attrs.frozen(repr=False)
class Case:
    """A policy, freshly built, a claim, partly known, and what else is to be drawn."""

    policy: Policy[Any]
    claim: Any
    data: st.DataObject

    def __repr__(self) -> str:
        return f"{self.claim!r} under {self.policy!r}"


LIKING = {Outcome.DENIED: 0, Outcome.PENDING: 1, Outcome.APPROVED: 2}
TRUTH = {Outcome.DENIED: False, Outcome.PENDING: UNKNOWN, Outcome.APPROVED: True}


@st.composite
def cases(draw: st.DrawFn) -> Case:
    policy = draw(st.one_of(st.builds(icenter.policy), st.builds(bicycles.policy), policies(Small)))
    return Case(policy, draw(claims(policy.record)), draw(st.data()))


def open_variables(claim: Record) -> list[Fact[Any]]:
    return [v for fact in claim.facts() for v in fact.variables if v.of(claim) is UNKNOWN]


def answer(fact: Fact[Any], data: st.DataObject) -> Any:
    return data.draw(st.sampled_from(fact.domain) if fact.domain else values(fact.field), label=str(fact))


def told(claim: Any, answers: list[tuple[Fact[Any], Any]]) -> Any:
    """Learn open facts, one after another."""
    try:
        for fact, value in answers:
            claim = claim.learn(fact, value)
    except InputError:  # dated before the sale, or an IMEI twice: no such claim
        assume(False)
    return claim


def grounds(decision: Decision[Any]) -> list[tuple[object, ...]]:
    return [(ground.kind, ground.clauses) for ground in decision.grounds]


def law_learning_never_changes_a_settled_outcome(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    before = policy.adjudicate(claim).outcome
    open_ = open_variables(claim)
    assume(before is not Outcome.PENDING and open_)
    fact = data.draw(st.sampled_from(open_))
    learnt = told(claim, [(fact, answer(fact, data))])
    assert policy.adjudicate(learnt).outcome is before


def law_adding_an_exclusion_never_approves(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    clause = Clause("X99", "one more", "One more.", "nowhere")
    more = Exclusion(clause, data.draw(predicates(policy.record, size=3)))
    stricter = [attrs.evolve(tier, exclusions=(*tier.exclusions, more)) for tier in policy.ranked]
    after = attrs.evolve(policy, ranked=tuple(stricter), clauses=(*policy.clauses, clause)).adjudicate(claim)
    assert LIKING[after.outcome] <= LIKING[policy.adjudicate(claim).outcome]


def law_the_order_of_exclusions_changes_neither_outcome_nor_grounds(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    shuffled = [attrs.evolve(t, exclusions=tuple(data.draw(st.permutations(t.exclusions)))) for t in policy.ranked]
    one, other = policy.adjudicate(claim), attrs.evolve(policy, ranked=tuple(shuffled)).adjudicate(claim)
    assert (one.outcome, grounds(one)) == (other.outcome, grounds(other))


def law_the_order_of_learning_changes_nothing(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    open_ = open_variables(claim)
    assume(len(open_) > 1)
    facts = data.draw(st.lists(st.sampled_from(open_), min_size=2, max_size=4, unique=True))
    answers = [(fact, answer(fact, data)) for fact in facts]
    one, other = told(claim, answers), told(claim, answers[::-1])
    assert other == one
    assert decision_document(policy.adjudicate(other)) == decision_document(policy.adjudicate(one))


def law_every_ground_holds_and_every_denial_has_one(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    decision = policy.adjudicate(claim)
    assert bool(decision.grounds) is (decision.outcome is Outcome.DENIED)
    assert all(truth(ground.when, claim) is True for ground in decision.grounds)
    for parts in (g.when.parts for g in decision.grounds if len(g.clauses) > 1 and isinstance(g.when, AnyOf)):  # none of them is there for nothing
        assert all(truth(any_of(other for other in parts if other is not part), claim) is not True for part in parts)


def law_every_exclusion_that_holds_is_a_ground_once(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    decision = policy.adjudicate(claim)
    assume(decision.outcome is Outcome.DENIED)
    reported = [clause.id for ground in decision.grounds if ground.kind is decisions.Because.EXCLUDED for clause in ground.clauses]
    tiers_ = [tier for tier in policy.ranked if truth(tier.goods, claim) is not False] or policy.ranked
    true = {e.clause.id for tier in tiers_ for e in tier.exclusions if truth(e.when, claim) is True}
    assert reported == [clause.id for clause in policy.clauses if clause.id in true]


def law_the_outcome_is_that_of_any_tier_in_force_that_nothing_excludes(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    by_tier = any_of(all_of(tier.in_force, *(~e.when for e in tier.exclusions)) for tier in policy.ranked)
    assert truth(by_tier, claim) is TRUTH[policy.adjudicate(claim).outcome]


def law_the_tier_that_responds_is_the_first_that_is_certainly_in_force(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    decision = policy.adjudicate(claim)
    certain = [cover.tier for cover in decision.coverage if cover.state is State.IN_FORCE]
    assert ([decision.tier] if isinstance(decision.tier, Tier) else []) == certain[:1]
    assert (decision.service is not decisions.NONE) is (decision.outcome is Outcome.APPROVED)
    assert isinstance(decision.tier, Tier) or decision.service is decisions.NONE or decision.service.provider is UNKNOWN


def law_a_claim_written_out_reads_back_in_any_order_and_is_decided_alike(policy: Policy[Any], claim: Any, data: st.DataObject) -> None:
    (back,) = read(policy.record, json.dumps(shuffled(document(claim), Random(data.draw(st.integers(0, 99))))))
    assert back == claim
    assert decision_document(policy.adjudicate(back)) == decision_document(policy.adjudicate(claim))


def shuffled(node: Any, order: Random) -> Any:
    if isinstance(node, dict):
        return {key: shuffled(node[key], order) for key in order.sample(list(node), len(node))}
    return order.sample(node, len(node)) if isinstance(node, list) else node


LAWS = [value for name, value in globals().items() if name.startswith("law_")]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(case=cases())
def test_law(law: Callable[..., None], case: Case) -> None:
    law(case.policy, case.claim, case.data)


# --- Sabotages: broken on purpose, each law must notice ------------------------------------------------


def unknown_is_no(predicate: Predicate, record: Record, kleene: Truth | None = None) -> Truth:
    return predicate(record) is True


def exclusions_approve(tiers_: Any) -> Predicate:
    return any_of(tier.in_force for tier in tiers_) & tiers_[0].excluded


def as_the_tiers_list_them(policy: Policy[Any]) -> dict[str, int]:
    listed = dict.fromkeys(
        clause.id for tier in policy.ranked for clause in (*(e.clause for e in tier.exclusions), *(c for _, c, _ in tier.failings))
    )
    return {id_: place for place, id_ in enumerate(listed)}


def the_last_word_alone(held: object, new: Any, *rest: object) -> Any:
    return new


def not_false_is_true(truths: Truths, rule: Predicate) -> Truth:
    return truth(rule, truths.record) is not False


def the_first_alone(found: Any) -> property:
    return property(lambda decision: found.func(decision)[:1])


def the_last_by_rank(decision: Decision[Any]) -> Any:
    return decision.policy.ranked[-1] if decision.outcome is Outcome.APPROVED else decisions.NONE


def without_a_fact(claim: Record) -> dict[str, Any]:
    return {key: value for key, value in documents.document(claim).items() if key == "schema" or isinstance(value, dict)}


def test_where_one_clause_or_another_refuses_none_of_them_is_there_for_nothing() -> None:
    decision = either_way().adjudicate(gears(worn=UNKNOWN))
    assert max(len(ground.clauses) for ground in decision.grounds) > 1
    law_every_ground_holds_and_every_denial_has_one(decision.policy, decision.claim, None)  # type: ignore[arg-type]  # nothing is drawn


SABOTAGES: list[tuple[Callable[..., None], object, str, object]] = [
    (law_learning_never_changes_a_settled_outcome, decisions, "truth", unknown_is_no),
    (law_adding_an_exclusion_never_approves, tiers, "approval", exclusions_approve),
    (law_the_order_of_exclusions_changes_neither_outcome_nor_grounds, Policy, "source", property(as_the_tiers_list_them)),
    (law_the_order_of_learning_changes_nothing, records, "_merged", the_last_word_alone),
    (law_every_ground_holds_and_every_denial_has_one, Truths, "truth", not_false_is_true),
    (law_every_exclusion_that_holds_is_a_ground_once, Decision, "grounds", the_first_alone(Decision.__dict__["grounds"])),
    (law_the_outcome_is_that_of_any_tier_in_force_that_nothing_excludes, tiers, "approval", exclusions_approve),
    (law_the_tier_that_responds_is_the_first_that_is_certainly_in_force, Decision, "tier", property(the_last_by_rank)),
    (law_a_claim_written_out_reads_back_in_any_order_and_is_decided_alike, sys.modules[__name__], "document", without_a_fact),
]


def test_every_law_has_its_sabotage() -> None:
    assert {law for law, *_ in SABOTAGES} == set(LAWS)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of the policy that was found, which nobody prints
@pytest.mark.parametrize(("law", "place", "name", "sabotage"), SABOTAGES, ids=[f"{law.__name__}-{name}" for law, _, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(
    law: Callable[..., None], place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(case: Case) -> bool:
        try:
            law(case.policy, case.claim, case.data)
        except AssertionError:
            return True
        return False

    monkeypatch.setattr(place, name, sabotage)
    if place is tiers:
        monkeypatch.setattr("warranty_rules.policy.approval", sabotage)
    find(cases(), fails, settings=settings(max_examples=1_000, phases=[Phase.generate]), random=Random(1))


# --- The same bytes, whatever the machine --------------------------------------------------------------

PRINT_ALL = """
import json, pathlib
from warranty_rules import values, documents
from warranty_rules.policies import icenter
{sabotage}
policy = icenter.policy()
for path in sorted(pathlib.Path("examples/claims").glob("*.json")):
    for claim in documents.read(policy.record, path.read_text()):
        decision = policy.adjudicate(claim)
        print(decision, json.dumps(documents.decision_document(decision)), repr(decision.claim), decision._repr_html_())
"""


def printed(sabotage: str, seed: str) -> str:
    """Decide the examples in a process of its own, under a seed for the order of sets."""
    env = {**os.environ, "PYTHONHASHSEED": seed}
    root = Path(__file__).parents[1]
    done = subprocess.run([sys.executable, "-c", PRINT_ALL.format(sabotage=sabotage)], env=env, cwd=root, capture_output=True, text=True, check=True)
    return done.stdout


@pytest.mark.parametrize(("sabotage", "alike"), [("", True), ("documents.in_order = list", False)], ids=["as built", "sets unsorted"])
def test_the_same_claim_gives_the_same_bytes_under_every_hash_seed(sabotage: str, alike: bool) -> None:
    assert (len({printed(sabotage, seed) for seed in ("1", "2", "3")}) == 1) is alike
