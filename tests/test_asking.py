"""What to ask next: what is suggested matters, is never suggested twice, settles every claim, and costs hardly more than the best plan there is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from random import Random
from statistics import mean
from types import MappingProxyType
from typing import Any, get_args

import os
import subprocess
import sys

import attrs
import brute
import planning
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from profiles import scaled, tried
from shops import bicycles
from small import IN_TERM, Small, covering

from warranty_rules import NONE, UNKNOWN, Cause, Claim, Clause, Exclusion, Fault, Goods, Outcome, Party, Policy, Sale, WarrantyCard, all_of, clean
from warranty_rules.analysis import asking
from warranty_rules.analysis.asking import Stake, suggestions
from warranty_rules.completions import relevant
from warranty_rules.errors import LogicError, PolicyError
from warranty_rules.examinations import Examination
from warranty_rules.facts import Fact
from warranty_rules.policies import icenter
from warranty_rules.predicates import Predicate, any_of, residue
from warranty_rules.testing import policies
from warranty_rules.testing import records as claims

STORE = icenter.policy()

# --- Laws --------------------------------------------------------------------------------------------------


@attrs.frozen(repr=False)
class Case:
    """A policy that says how facts are found out, and a claim with the truth behind it."""

    policy: Policy[Any]
    claim: Any
    truth: Any

    def __repr__(self) -> str:
        return f"{self.claim!r} of {self.truth!r} under {self.policy!r}"


def examined(draw: st.DrawFn, policy: Policy[Any]) -> Policy[Any]:
    """Give a policy examinations that reveal a fact or several, some facts twice, and chances or none."""
    facts = policy.record.facts()
    groups = draw(st.lists(st.lists(st.sampled_from(facts), min_size=1, max_size=4, unique=True), max_size=4))
    tests = [Examination(f"test-{i}", "look", tuple(g), draw(st.integers(0, 30)), draw(st.integers(0, 3))) for i, g in enumerate(groups)]
    told = draw(st.booleans())
    chances = {v: draw(st.floats(0, 1)) for fact in facts for v in fact.variables if told and v.domain == (False, True)}
    return attrs.evolve(policy, examinations=tuple(tests), chances=chances, costs={facts[0].stage: draw(st.integers(0, 20))})


@st.composite
def cases(draw: st.DrawFn) -> Case:
    policy = examined(draw, draw(st.one_of(st.builds(icenter.policy), st.builds(bicycles.policy), policies(Small, size=2))))
    truth = draw(claims(policy.record, complete=True))
    open_ = draw(st.sets(st.sampled_from([v for fact in truth.facts() for v in fact.variables]), max_size=12))
    if policy.examinations and draw(st.booleans()):
        open_ |= {v for fact in draw(st.sampled_from(policy.examinations)).reveals for v in fact.variables}
    return Case(policy, brute.forget(truth, open_), truth)


def law_exactly_the_examinations_that_reveal_a_fact_in_question_are_suggested_once(case: Case) -> None:
    decision = case.policy.adjudicate(case.claim)
    end = decision.after_cure if decision.after_cure is not NONE else decision
    asked = set(relevant(case.policy.approved, end.claim))
    found = [suggestion.examination for suggestion in decision.suggestions]
    revealed = {fact for test in case.policy.examinations for fact in test.reveals}
    declared = {test.id for test in case.policy.examinations if asked.intersection(test.reveals)}
    assert sorted(test.id for test in found) == sorted(declared | {str(fact) for fact in asked - revealed})
    for suggestion in decision.suggestions:
        assert [q.fact for q in suggestion.questions] == [fact for fact in suggestion.examination.reveals if fact in asked]


def law_following_suggestions_settles_a_claim_with_no_examination_made_twice(case: Case) -> None:
    claim, made = case.claim, list[str]()
    decision = case.policy.adjudicate(claim)
    while decision.suggestions:
        test = decision.suggestions[0].examination
        made.append(test.id)
        for fact in test.reveals:
            for v in fact.variables:
                claim = claim.replace(v, v.of(case.truth))
        decision = case.policy.adjudicate(claim)
    assert len(made) == len(set(made)) <= len(case.policy.record.facts()) + len(case.policy.examinations)
    assert decision.outcome is case.policy.adjudicate(case.truth).outcome


def law_scaling_all_costs_changes_no_choice(case: Case) -> None:
    order = [s.examination.id for s in case.policy.adjudicate(case.claim).suggestions]
    for scale in (3, 1 / 7):
        dearer = [attrs.evolve(test, cost=test.cost * scale) for test in case.policy.examinations]
        costs = {stage: cost * scale for stage, cost in case.policy.costs}
        stages = dict.fromkeys((fact.stage for fact in case.policy.record.facts()), scale)
        other = attrs.evolve(case.policy, examinations=tuple(dearer), costs=stages | costs)
        assert [s.examination.id for s in other.adjudicate(case.claim).suggestions] == order


def law_what_nobody_can_tell_is_not_asked_and_nothing_else_is_left_out(case: Case) -> None:
    decision = case.policy.adjudicate(case.claim)
    asked = [q.fact for q in decision.questions]
    silent = set(asked[::2])
    found = suggestions(decision, unanswerable=silent)
    assert {q.fact for s in found for q in s.questions} == set(asked) - silent


def law_a_stake_is_what_a_clause_can_turn_out_to_be(case: Case) -> None:
    for suggestion in case.policy.adjudicate(case.claim).suggestions[:2]:
        claim, asked = suggestion.decision.claim, {q.fact for q in suggestion.questions}
        assert suggestion.why, "what can change the outcome bears on some clause"
        for stake in suggestion.why:
            rules = [rule for clause, rule in asking._rules(suggestion.decision) if clause == stake.clause]
            assert any(v.asked in asked for rule in rules for v in residue(rule, lambda fact: fact.of(claim)).inputs)
            ends = {rule(told(claim, asked, case.truth)) for rule in rules if rule(claim) is UNKNOWN}
            assert stake.establishes or True not in ends
            assert stake.refutes or False not in ends
            assert not (stake.settles and UNKNOWN in {rule(told(claim, asked, case.truth)) for rule in rules})


def told(claim: Any, facts: Iterable[Fact[Any]], truth: Any) -> Any:
    for v in (v for fact in facts for v in fact.variables):
        claim = claim.replace(v, v.of(truth))
    return claim


LAWS = [value for name, value in globals().items() if name.startswith("law_")]


@pytest.mark.heavy  # three policies, and claims looked into to their end
@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@given(case=cases())
@settings(max_examples=scaled(24))
def test_law(law: Callable[[Case], None], case: Case) -> None:
    law(case)


# --- Sabotages: broken on purpose, each law must notice -------------------------------------------------------

ORDER, SUGGESTIONS = asking._Planner.order, asking.suggestions


def the_best_left_out(planner: Any) -> list[int]:
    return ORDER(planner)[1:] or ORDER(planner)


def nothing_more(decision: Any, **options: Any) -> Any:
    return SUGGESTIONS(decision, **options)[:0]


def odd_minutes_last(planner: Any) -> list[int]:
    return sorted(ORDER(planner), key=lambda i: planner.tests[i].cost % 2)


def all_asked(decision: Any, *, done: Any = (), unanswerable: Any = ()) -> Any:
    return SUGGESTIONS(decision, done=done)


def nobody_can_say(within: Any, condition: Any) -> tuple[bool, bool]:
    return False, False


SABOTAGES: list[tuple[Callable[[Case], None], object, str, object]] = [
    (law_exactly_the_examinations_that_reveal_a_fact_in_question_are_suggested_once, asking._Planner, "order", the_best_left_out),
    (law_following_suggestions_settles_a_claim_with_no_examination_made_twice, asking, "suggestions", nothing_more),
    (law_scaling_all_costs_changes_no_choice, asking._Planner, "order", odd_minutes_last),
    (law_what_nobody_can_tell_is_not_asked_and_nothing_else_is_left_out, sys.modules[__name__], "suggestions", all_asked),
    (law_a_stake_is_what_a_clause_can_turn_out_to_be, asking._Within, "test", nobody_can_say),
]


def test_every_law_has_its_sabotage() -> None:
    assert {law for law, *_ in SABOTAGES} == set(LAWS)


@pytest.mark.heavy  # a search for each
@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of the policy that was found, which nobody prints
@pytest.mark.parametrize(("law", "place", "name", "sabotage"), SABOTAGES, ids=[f"{law.__name__}-{name}" for law, _, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(
    law: Callable[[Case], None], place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(case: Case) -> bool:
        try:
            law(case)
        except AssertionError:
            return True
        return False

    monkeypatch.setattr(place, name, sabotage)
    find(cases(), fails, settings=settings(max_examples=1_000, phases=[Phase.generate]), random=Random(1))


# --- The best plan there is ------------------------------------------------------------------------------------

SEEDS, FACTS = range(tried(4, 6, 10)), tried(6, 7, 8)


def ratios(way: planning.Choose, *, core: bool, bundled: bool = False) -> list[float]:
    drawn = [planning.instance(seed, FACTS, core=core, bundled=bundled) for seed in SEEDS]
    return [planning.expected(each, way) / planning.best(each) for each in drawn]


@pytest.mark.parametrize("core", [False, True], ids=["random facts", "facts that exclusions share"])
def test_following_suggestions_costs_hardly_more_than_the_best_plan(core: bool) -> None:
    found = ratios(planning.ours, core=core)
    assert min(found) > 1 - 1e-9, "the best plan is no best"
    assert (mean(found) <= 1.01, max(found) <= 1.05) == (True, True), found


def test_examinations_that_reveal_several_facts_cost_little_more_than_in_the_best_plan() -> None:
    found = ratios(planning.ours, core=False, bundled=True) + ratios(planning.ours, core=True, bundled=True)
    assert (mean(found) <= 1.02, max(found) <= 1.1) == (True, True), found


@pytest.mark.parametrize("way", [way for way in planning.WAYS if way != "suggestions"])
def test_any_simpler_way_costs_more(way: str) -> None:
    assert mean(ratios(planning.WAYS[way], core=False)) > 1.05


ALONE = [
    Claim.card.present,
    Claim.inspection.package_damaged,
    Claim.fault.failed_before_use,
    Claim.fault.flex_fractured,
    Claim.fault.worn_beyond_norms,
    Claim.fault.body_worn,
    Claim.fault.repairable,
    Claim.device.portable,
    Claim.sale.rules_acknowledged,
    Claim.sale.store_month_taken,
]


def disjoint(seed: int) -> planning.Instance:
    """Draw a policy whose exclusions share no fact, each of some facts together."""
    draw = Random(seed)
    facts, store = draw.sample(ALONE, 8), icenter.policy()
    cuts = sorted(draw.sample(range(1, 8), 3))
    groups = [facts[a:b] for a, b in zip([0, *cuts], [*cuts, 8], strict=True)]
    rules = [all_of(f if draw.random() < 0.7 else ~f for f in group) for group in groups]
    exclusions = tuple(Exclusion(e.clause, rule) for e, rule in zip(store.exclusions, rules, strict=False))
    tests = tuple(Examination(str(f), str(f), (f,), draw.choice(planning.COSTS)) for f in facts)
    chances = {f: planning.shares(draw, f) for f in facts}
    ranked = (attrs.evolve(store.tiers["used"], exclusions=exclusions),)
    policy = attrs.evolve(store, ranked=ranked, examples=(), examinations=tests, chances={f: chances[f][True] for f in facts})
    return planning.Instance(policy, planning.used_phone(facts), tests, chances)


@pytest.mark.parametrize("seed", range(tried(5, 10, 30)))
def test_where_exclusions_share_no_fact_there_is_no_better_plan(seed: int) -> None:
    drawn = disjoint(seed)
    assert planning.expected(drawn, planning.ours) == pytest.approx(planning.best(drawn), rel=1e-9)


def test_the_best_plan_is_missed_where_all_and_any_are_mistaken_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ratio = asking._Plan.ratio
    monkeypatch.setattr(asking._Plan, "ratio", lambda plan, join: ratio(plan, any if join is all else all))
    assert max(planning.expected(drawn, planning.ours) / planning.best(drawn) for drawn in map(disjoint, range(2))) > 1.05


def planner_of(tests: list[Examination], chances: dict[Any, Any], claim: Claim | None = None) -> asking._Planner:
    decision = attrs.evolve(STORE, examinations=(), chances=chances).adjudicate(Claim() if claim is None else claim)
    return asking._Planner(decision, tests, frozenset(fact for test in tests for fact in test.reveals), frozenset())


@pytest.mark.parametrize("want", [True, False])
@pytest.mark.parametrize("seed", range(tried(8, 20, 60)))
def test_where_each_fact_is_read_once_no_other_order_of_parts_costs_less(seed: int, want: bool) -> None:
    draw = Random(seed)
    facts = draw.sample(ALONE, 8)
    rule, tree = planning.read_once(draw, facts, draw.random() < 0.5)
    costs, chances = {f: float(draw.choice(planning.COSTS)) for f in facts}, {f: draw.choice([0.0, 1.0, *[draw.random()] * 8]) for f in facts}
    planner = planner_of([Examination(str(f), str(f), (f,), costs[f]) for f in facts], chances)
    least, holds = planning.in_the_best_order(tree, costs, chances)
    plan, dearest = planner.plan(rule, want, {}), max(costs.values())
    assert (plan.cost * dearest, plan.chance) == pytest.approx((least, holds if want else 1 - holds))
    assert sum(planner.costs[test] * share for test, share in plan.made.items()) == pytest.approx(plan.cost)


@pytest.mark.parametrize("seed", range(tried(8, 20, 60)))
def test_how_likely_a_formula_holds_does_not_hang_on_which_tests_reveal_its_facts(seed: int) -> None:
    draw = Random(seed)
    facts = draw.sample(ALONE, 8)
    rule, tree = planning.read_once(draw, facts, draw.random() < 0.5)
    chances, groups = {f: draw.random() for f in facts}, draw.sample(facts, 8)
    tests = [Examination(str(i), "look", tuple(groups[i::3]), draw.choice(planning.COSTS)) for i in range(3)]
    plan = planner_of(tests, chances).plan(rule, True, {})
    assert plan.chance == pytest.approx(planning.in_the_best_order(tree, dict.fromkeys(facts, 1.0), chances)[1])
    assert 0 < min(plan.made.values(), default=0) <= max(plan.made.values(), default=1) <= 1


def nested(draw: Random, depth: int) -> Predicate:
    """Draw a formula that reads the same facts at many depths."""
    if not depth:
        return draw.choice(ALONE) if draw.random() < 0.6 else ~draw.choice(ALONE)
    parts = [nested(draw, depth - 1), *(nested(draw, draw.randrange(min(depth, 3))) for _ in range(draw.randint(1, 2)))]
    return (all_of if depth % 2 else any_of)(parts)


def test_a_formula_that_nests_the_same_facts_deep_takes_no_more_plans_than_there_may_be() -> None:
    exclusion = Exclusion(STORE.exclusions[0].clause, nested(Random(5), 20))
    policy = attrs.evolve(STORE, ranked=(attrs.evolve(STORE.tiers["used"], exclusions=(exclusion,)),), examples=(), examinations=())
    decision = policy.adjudicate(planning.used_phone(ALONE))
    asked = frozenset(question.fact for question in decision.questions)
    planner = asking._Planner(decision, asking.examinations(policy, sorted(asked, key=str)), asked, frozenset())
    assert {planner.tests[test].id for test in planner.order()} == set(map(str, asked))
    assert asking.MOST_PLANS < len(planner.plans) < asking.MOST_PLANS + 2 * len(exclusion.when.conditions)


# --- By example -------------------------------------------------------------------------------------------------

HELD = clean(
    Claim,
    sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6),
    claimed_on=date(2026, 7, 20),
    fault=clean(Fault, failed_before_use=False),
)


def opened(*facts: Fact[Any]) -> Any:
    claim = HELD
    for fact in facts:
        claim = claim.replace(fact, UNKNOWN)
    return claim


def order(decision: Any, **options: Any) -> list[str]:
    return [suggestion.examination.id for suggestion in suggestions(decision, **options)]


def ids(policy: Policy[Any], claim: Any, **options: Any) -> list[str]:
    return order(policy.adjudicate(claim), **options)


def test_without_chances_the_cheapest_comes_first_then_the_least_invasive_then_the_first_declared() -> None:
    facts = (Claim.inspection.seals, Claim.inspection.software, Claim.inspection.package_damaged, Claim.fault.flex_fractured)
    tests = (
        Examination("opening", "open it", facts[3:], 5, 3),
        Examination("seals", "look at the seals", facts[:1], 5, 0),
        Examination("software", "look through it", facts[1:2], 5, 0),
    )
    policy = attrs.evolve(STORE, examinations=tests, chances={}, costs={"desk": 2})
    assert ids(policy, opened(*facts)) == ["inspection.package_damaged", "seals", "software", "opening"]
    costs = [[s.examination.cost for s in attrs.evolve(policy, costs=each).adjudicate(opened(facts[2])).suggestions] for each in ({"desk": 2}, {})]
    assert costs == [[2], [1]]


def test_what_was_begun_comes_first() -> None:
    first, *rest = STORE.adjudicate(Claim()).suggestions
    last = rest[-1].examination
    assert ids(STORE, Claim(), done=[last])[:2] == [last.id, first.examination.id]


def test_an_examination_that_nothing_is_left_of_is_not_made_for_the_rest() -> None:
    claim = opened(Claim.inspection.opened_by, Claim.inspection.seals)
    assert ids(STORE, claim) == ["outside", "opening"]
    assert ids(STORE, claim.learn(Claim.inspection.opened_by, {Party.BUYER})) == []


def test_a_denial_that_can_be_cured_is_asked_on_about() -> None:
    both = opened(Claim.inspection.opened_by, Claim.inspection.seals).replace(Claim.card.present, False)
    outside, opening = (suggestion.examination for suggestion in STORE.adjudicate(both).suggestions)
    assert ids(STORE, both, done=[opening]) == [opening.id, outside.id] == ["opening", "outside"]
    claim = opened(Claim.inspection.opened_by).replace(Claim.card.present, False)
    (suggestion,) = STORE.adjudicate(claim).suggestions
    assert (STORE.adjudicate(claim).outcome, suggestion.examination.id) == (Outcome.DENIED, "opening")
    assert [str(stake) for stake in suggestion.why] == ["settles E04 unauthorized opening"]


def test_a_suggestion_is_printed_with_its_questions_and_what_they_are_for() -> None:
    claim = opened(Claim.fault.causes, Claim.fault.careless_by)
    assert [str(suggestion).splitlines() for suggestion in STORE.adjudicate(claim).suggestions] == [
        [
            "open the device (technician; cost 30)",
            "  ask           What caused the fault?",
            "  may rule out  E05 negligent exposure",
            "  settles       E08 mains voltage, E11 natural disaster, E12 non-original consumables, E13 external networks, E15 misuse",
        ],
        ["hear what happened (customer; cost 5)", "  ask           Whose negligence led to the fault?", "  may rule out  E05 negligent exposure"],
    ]


def test_a_suggestion_shows_its_examination_and_the_paths_of_its_questions() -> None:
    (card,) = (suggestion for suggestion in STORE.adjudicate(Claim()).suggestions if suggestion.examination.id == "card")
    assert repr(card) == "<card: card.present, card.altered_by, card.serial, card.imei_1, card.imei_2>"


def test_where_nothing_is_known_an_examination_has_all_its_questions() -> None:
    law_exactly_the_examinations_that_reveal_a_fact_in_question_are_suggested_once(Case(STORE, Claim(), Claim()))
    assert max(len(suggestion.questions) for suggestion in STORE.adjudicate(Claim()).suggestions) > 4


def test_the_stages_of_an_examination_stand_beside_it() -> None:
    everything = Examination("all", "look at everything", (Claim.inspection.package_damaged, Claim.fault.causes), 7)
    (suggestion,) = attrs.evolve(STORE, examinations=(everything,)).adjudicate(opened(*everything.reveals)).suggestions
    assert str(suggestion).splitlines()[0] == "look at everything (desk, technician; cost 7)"


def test_every_condition_of_the_stores_terms_has_a_chance() -> None:
    """Under every reading; what has none would count as likely as not."""
    for field in attrs.fields(icenter.Readings):
        for alternative in get_args(field.type):
            policy = icenter.policy(icenter.Readings(**{field.name: alternative}))
            planner = asking._Planner(policy.adjudicate(Claim()), [], frozenset(), frozenset())
            leaves = [part for c in policy.approved.conditions for part, _ in c.demands(True)[1] or ((c, True),)]
            found = [c for c in leaves if c not in planner.chances and not all(planner.shares(fact) for fact in c.reads)]
            assert list(map(str, found)) == []


def test_a_condition_has_the_chance_declared_for_it_where_those_of_its_values_are_not_known() -> None:
    late = Claim.claimed_on > date(2026, 1, 1)
    planner = asking._Planner(attrs.evolve(STORE, chances={late: 0.9}).adjudicate(Claim()), [], frozenset(), frozenset())
    assert [planner.chance(late), planner.chance(Claim.claimed_on > date(2026, 1, 2))] == [0.9, 0.5]
    half_year = Claim.sale.contract_months.eq(6)
    planner = asking._Planner(attrs.evolve(STORE, chances={half_year: 0.75}).adjudicate(Claim()), [], frozenset(), frozenset())
    assert [planner.plan(rule, True, {}).chance for rule in (half_year, Claim.sale.contract_months.ne(6), ~half_year)] == [0.75, 0.25, 0.25]


def test_a_condition_has_the_chance_of_the_values_it_reads_those_known_and_those_declared() -> None:
    early, late = date(2026, 3, 1), date(2026, 3, 5)
    shares: dict[Any, Any] = {
        Claim.claimed_on: {early: 0.2, late: 0.6},
        Claim.sale.sold_on: {early: 0.9, late: 0.1},
        Claim.fault.causes: {Cause.DUST: 0.3},
    }
    in_time = Claim.claimed_on <= Claim.sale.sold_on
    open_, told = planner_of([], shares), planner_of([], shares, claim=Claim(claimed_on=date(2026, 3, 2)))
    assert [open_.chance(in_time), told.chance(in_time)] == [pytest.approx(0.25 * 1 + 0.75 * 0.1), pytest.approx(0.1)]
    assert [open_.chance(Claim.fault.causes.has(each)) for each in (Cause.DUST, Cause.LIQUID)] == [pytest.approx(0.3), 0.5]


@pytest.mark.parametrize(
    ("establishes", "refutes", "settles", "words"),
    [
        (True, True, True, "settles"),
        (True, True, False, "may settle"),
        (True, False, False, "may establish"),
        (False, True, False, "may rule out"),
        (False, False, False, "bears on"),
    ],
)
def test_what_an_examination_can_do_for_a_clause(establishes: bool, refutes: bool, settles: bool, words: str) -> None:
    assert Stake(STORE.clause("E04"), establishes, refutes, settles).words == words


def test_finding_out_is_no_part_of_what_decides() -> None:
    bare = attrs.evolve(STORE, examinations=(), chances={}, costs={})
    assert (bare.digest, bare) == (STORE.digest, STORE)


CHANCES = [
    {Claim.sale.goods: 0.5},
    {Claim.card.present: 1.5},
    {Claim.card.present: "often"},
    {Claim.card.present: {True: 0.5}},
    {Claim.fault.causes: {Party.BUYER: 0.1}},
    {Claim.fault.causes: {Cause.DUST: 1.01, Cause.LIQUID: 0.1}},
    {Claim.sale.goods: {"new": 1.0}},
    {Claim.sale.goods: {}},
    {Claim.sale.goods: {Goods.NEW: 0.6, Goods.USED: 0.41}},
    {Claim.sale.goods: {Goods.NEW: 0, Goods.USED: 0}},
    {Claim.card.present: -0.01},
    {WarrantyCard.present: 0.5},
    {"card.present": 0.5},
    ["card.present"],
    None,
]


@pytest.mark.parametrize("chances", CHANCES, ids=str)
def test_chances_of_another_kind_are_refused(chances: Any) -> None:
    with pytest.raises(PolicyError, match="chances"):
        attrs.evolve(STORE, chances=chances)


@pytest.mark.parametrize(
    "chances",
    [
        {Claim.card.present: 1},
        {Claim.card.present: 0.0},
        {Claim.sale.goods: {Goods.NEW: 0.6, Goods.USED: 0.4}},
        {Claim.sale.goods: {Goods.NEW: 1}},
        {Claim.fault.causes: {Cause.DUST: 1, Cause.LIQUID: 1.0}},
    ],
    ids=str,
)
def test_chances_up_to_certainty_are_taken(chances: Any) -> None:
    assert dict(attrs.evolve(STORE, chances=chances).chances).keys() == chances.keys()


def test_an_examination_costs_one_where_nothing_is_said() -> None:
    look = Examination("look", "look", (Claim.card.present,))
    assert (look.cost, look.invasiveness) == (1, 0)


@pytest.mark.parametrize("parts", [{"cost": -1}, {"cost": "dear"}, {"invasiveness": 4}, {"reveals": ("card.present",)}], ids=str)
def test_an_examination_of_another_kind_is_refused(parts: dict[str, Any]) -> None:
    with pytest.raises(PolicyError, match="got"):
        Examination(**{"id": "look", "words": "look", "reveals": (Claim.card.present,), **parts})


@pytest.mark.parametrize(
    "declared",
    [
        {"examinations": ("opening",)},
        {"examinations": (Examination("look", "look", (WarrantyCard.present,)),)},
        {"examinations": (Examination("look", "look", (Claim.fault.causes.has(Cause.LIQUID),)),)},
        {"examinations": (Examination("look", "look", (Claim.card.present,)),) * 2},
        {"costs": {"desk": -1}},
        {"costs": {1: 1}},
    ],
    ids=str,
)
def test_a_policy_refuses_what_reveals_none_of_its_facts(declared: dict[str, Any]) -> None:
    with pytest.raises(PolicyError, match=r"examination|costs"):
        attrs.evolve(STORE, **declared)


def test_two_examinations_of_one_id_are_refused_by_it() -> None:
    with pytest.raises(PolicyError, match="id of an examination used twice: look; give each its own"):
        attrs.evolve(STORE, examinations=(Examination("look", "look", (Claim.card.present,)),) * 2)


def test_what_is_no_decision_has_no_suggestions() -> None:
    with pytest.raises(LogicError, match="a decision is needed"):
        suggestions(Claim())  # type: ignore[arg-type]


def test_suggestions_are_the_same_under_every_hash_seed() -> None:
    show = "from warranty_rules import Claim; from warranty_rules.policies import icenter; "
    show += "print(*icenter.policy().adjudicate(Claim()).suggestions, sep='; ')"
    seeds = [{**os.environ, "PYTHONHASHSEED": seed} for seed in ("1", "2", "3")]
    found = {subprocess.run([sys.executable, "-c", show], env=env, capture_output=True, text=True, check=True).stdout for env in seeds}
    assert (len(found), "open the device" in found.pop()) == (1, True)


def test_of_a_denial_that_can_be_cured_what_nobody_can_tell_is_not_asked_either() -> None:
    lost = STORE.adjudicate(Claim(card=WarrantyCard(present=False), sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6)))
    assert lost.after_cure is not NONE
    asked = {question.fact for question in lost.questions}
    silent = {Claim.inspection.opened_by, Claim.claimed_on}
    assert silent <= asked
    assert {q.fact for s in suggestions(lost, unanswerable=silent) for q in s.questions} == asked - silent


def of_examinations(tests: list[Examination], wrong: dict[Fact[Any], bool], likely: Mapping[Fact[Any], float] = MappingProxyType({})) -> Any:
    """Decide a claim of which some facts are open, each of which has an exclusion of its own, under terms that say how they are found out."""
    used, claim = STORE.tiers["used"], clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20))
    rules = [attrs.evolve(exclusion, when=fact.eq(so), cure=None) for exclusion, (fact, so) in zip(used.exclusions, wrong.items(), strict=False)]
    tier, chances = attrs.evolve(used, exclusions=tuple(rules)), {**dict.fromkeys(wrong, 0.5), **likely}
    policy = attrs.evolve(STORE, ranked=(tier,), examples=(), examinations=tuple(tests), chances=chances, costs={})
    for fact in wrong:
        claim = claim.replace(fact, UNKNOWN)
    return policy.adjudicate(claim)


@pytest.mark.parametrize("scale", [1, 1_000, 1e-6])
def test_of_two_examinations_that_reveal_a_fact_the_cheaper_is_planned_and_one_that_was_begun_costs_nothing(scale: float) -> None:
    one, other = Claim.card.present, Claim.inspection.package_damaged
    dear, cheap = Examination("dear", "look twice", (one,), cost=2 * scale), Examination("cheap", "look", (one,), cost=scale)
    second = Examination("second", "look there", (other,), cost=1.5 * scale)
    decision = of_examinations([dear, cheap, second], {one: False, other: True})
    assert order(decision) == ["cheap", "second", "dear"]
    assert order(decision, done=[dear]) == ["dear", "second", "cheap"]


def test_of_two_examinations_that_reveal_a_fact_the_one_that_costs_less_for_each_fact_in_question_is_planned() -> None:
    one, other, third = Claim.card.present, Claim.inspection.package_damaged, Claim.fault.flex_fractured
    alone, both = Examination("alone", "look", (one,), cost=2), Examination("both", "look long", (one, third), cost=3)
    second, dear = Examination("second", "look there", (other,), cost=2.5), Examination("dear", "look at all", (one, other), cost=100)
    assert order(of_examinations([alone, both, second, dear], {one: False, other: True, third: True})) == ["both", "second", "alone", "dear"]


def test_what_costs_nothing_comes_before_what_costs_little_though_it_is_sure_to_settle_nothing() -> None:
    one, other, sure = Claim.card.present, Claim.inspection.package_damaged, Claim.fault.flex_fractured
    dear, little = Examination("dear", "look twice", (one,), cost=2), Examination("little", "look", (other,), cost=0.1)
    free = Examination("free", "look at no cost", (sure,), cost=0)
    assert order(of_examinations([dear, little, free], {one: False, other: True, sure: True}, {sure: 0.0})) == ["free", "little", "dear"]


def test_what_an_examination_can_do_for_a_clause_of_several_rules_is_what_it_can_do_for_any() -> None:
    clause = Clause("X1", "marks", "What is marked.", "marks, 1st")
    claim = Small(**{fact.path[0]: day for fact, day in IN_TERM.items()})
    for rules, words in (
        ([Small.mark, Small.mark & Small.inner.flag], "may settle"),
        ([Small.mark & Small.inner.flag, Small.mark], "may settle"),
        ([Small.mark, Small.mark], "settles"),
        ([Small.mark & Small.inner.flag], "may rule out"),
    ):
        decision = covering(all_of(), *(Exclusion(clause, rule) for rule in rules)).adjudicate(claim)
        found = {each.examination.id: [stake.words for stake in each.why] for each in decision.suggestions}
        assert found["mark"] == [words]
