"""Each condition of the exclusions and the tiers turns the outcome alone, as the table of `mcdc` shows; or no claim makes it true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import attrs
import mcdc
import mutants
import oracle
import pytest
from mcdc import BASES, IDLE, ROWS, Leaf, Row
from scenarios import claim_of

from warranty_rules import UNKNOWN, Cause, Claim, InputError, Party, Policy, Predicate, Tier, all_of, any_of
from warranty_rules.facts import IsIn
from warranty_rules.policies import icenter
from warranty_rules.predicates import Compound

STORE = icenter.policy()
LEAVES = {leaf.key: leaf for leaf in mcdc.leaves(STORE)}
EACH = pytest.mark.parametrize("row", ROWS, ids=lambda row: ": ".join(row.key))


def variables(claim: Claim) -> dict[str, Any]:
    """Give all that can be known of a claim separately: of a set, each membership."""
    return {str(variable): variable.of(claim) for fact in Claim.facts() for variable in fact.variables}


def turned(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    return [key for key, value in one.items() if other[key] != value]


# --- The table lists all conditions, and nothing else --------------------------------------------------------


def missing_and_idle(policy: Policy[Claim]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """List the conditions without a pair, and the pairs without a condition; what stands in a rule twice needs two."""
    found, listed = [leaf.key for leaf in mcdc.leaves(policy)], [*(row.key for row in ROWS), *IDLE]
    return [key for key in found if found.count(key) > listed.count(key)], [key for key in listed if listed.count(key) > found.count(key)]


def test_every_condition_has_its_pair_and_every_pair_its_condition() -> None:
    assert missing_and_idle(STORE) == ([], [])
    assert len(LEAVES) == len(ROWS) + len(IDLE) == 75


CHANGED: dict[str, tuple[str, Callable[[Any], Predicate], list[str], list[str]]] = {
    "a condition more": ("E03", lambda rule: rule | Claim.inspection.damaged_by.has(Party.SELLER), ["inspection.damaged_by has seller"], []),
    "a condition once more": ("E05", lambda rule: rule | Claim.fault.causes.has(Cause.DUST), ["fault.causes has dust"] * 2, []),
    "a condition less": ("E14", lambda rule: rule.parts[1], [], ["fault.worn_beyond_norms"]),
    "a condition of another kind": ("E02", lambda rule: rule & ~Claim.card.serial.eq("X"), ["card.serial is X"], []),
}


@pytest.mark.parametrize(("clause", "change", "missing", "idle"), CHANGED.values(), ids=CHANGED)
def test_a_condition_more_or_less_is_seen(clause: str, change: Callable[[Any], Predicate], missing: list[str], idle: list[str]) -> None:
    changed = with_rules(STORE, {clause: change})
    assert missing_and_idle(changed) == ([(clause, each) for each in missing], [(clause, each) for each in idle])


def test_a_value_more_to_be_in_is_a_condition_more() -> None:
    changed = with_rules(STORE, {"E07": lambda _: Claim.inspection.seals.is_in(tuple(Claim.inspection.seals.domain or ()))})
    missing, _ = missing_and_idle(changed)
    assert len(missing) == len(Claim.inspection.seals.domain or ())


# --- Each pair shows its condition ---------------------------------------------------------------------------


def shown(policy: Policy[Claim], row: Row, tier: str) -> None:
    """Fail where a pair does not show that its condition turns the outcome alone."""
    leaf = {each.key: each for each in mcdc.leaves(policy)}[row.key]
    one, other = row.claims(tier)
    assert UNKNOWN not in variables(one).values(), "something is open"
    assert len(turned(variables(one), variables(other))) == 1, "the two differ in more than one fact, or in none"
    truths = [[condition(claim) for _, condition in mcdc.atoms(leaf.rule)] for claim in (one, other)]
    moved = [condition for (_, condition), before, after in zip(mcdc.atoms(leaf.rule), *truths, strict=True) if before is not after]
    assert moved == [leaf.condition], "another condition of the rule turns, or it does not"
    entitles = row.of in policy.tiers
    assert (leaf.rule(one), leaf.rule(other)) == (entitles, not entitles), "the rule does not turn"
    before, after = policy.adjudicate(one), policy.adjudicate(other)
    told = [{finding.clause.id: finding.truth for finding in decision.findings} for decision in (before, after)]
    assert turned(*told) == [policy.tiers[row.of].clause.id if entitles else row.of], "another exclusion or tier turns"
    if leaf.state:
        states = [{cover.tier.id: cover.state for cover in decision.coverage}[row.of] for decision in (before, after)]
        assert [state.value for state in states] == ["in_force", leaf.state.value], "the tier is excluded"
    assert (mcdc.told(policy, one), mcdc.told(policy, other)) == row.outcomes(tier), "the outcome is another"


@EACH
def test_each_condition_turns_the_outcome_alone(row: Row) -> None:
    for tier in row.tiers:
        shown(STORE, row, tier)


def agrees(row: Row, tier: str) -> None:
    """Fail where the oracle, which was written from the terms, does not turn with the pair."""
    leaf, (one, other) = LEAVES[row.key], row.claims(tier)
    assert (oracle.refusals(one), oracle.refusals(other)) == ([], [] if leaf.state else [row.of])
    for claim, wanted in zip((one, other), row.outcomes(tier), strict=True):
        outcome, responds, clauses = oracle.decide(claim)
        assert " ".join((outcome, *([responds] if responds else clauses))) == wanted
    states = [oracle.tier_states(claim)[tier] for claim in (one, other)]
    assert states == ["in_force", leaf.state.value if leaf.state else "excluded"]


@EACH
def test_the_oracle_turns_with_it(row: Row) -> None:
    for tier in row.tiers:
        agrees(row, tier)


def test_all_conditions_of_the_exclusions_are_shown_on_a_claim_of_each_tier() -> None:
    for tier, (goods, said) in BASES.items():
        assert [each.id for each in STORE.ranked if each.in_force(claim_of(goods, said)) is True] == [tier]
    assert {row.of: row.tiers for row in ROWS} == {**{e.clause.id: tuple(STORE.tiers) for e in STORE.exclusions}, **{t: (t,) for t in STORE.tiers}}


# --- What turns nothing --------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", BASES)
def test_no_claim_makes_the_idle_conditions_true(tier: str) -> None:
    leaf, (goods, said) = LEAVES[tier, "claimed_on < sale.sold_on"], BASES[tier]
    assert [constraint.at for constraint in Claim.constraints() if constraint.rule == ~leaf.condition] == [Claim.claimed_on]
    assert STORE.tiers[tier].in_force(claim_of(goods, f"{said}; claimed_on = 2026-03-02")) is True
    with pytest.raises(InputError, match="claimed_on: got 2026-03-01; accepted: a day not before the sale"):
        claim_of(goods, f"{said}; claimed_on = 2026-03-01")
    without = held(STORE, leaf, any_of())
    for row in ROWS:
        assert [mcdc.told(without, claim) for claim in row.claims(row.tiers[0])] == list(row.outcomes(row.tiers[0]))
    assert mcdc.told(held(STORE, leaf, all_of()), claim_of(goods, said)) != f"approved {tier}"


@pytest.mark.parametrize("begins", ["end_of_store_month", "end_of_manufacturer_period"])
def test_the_condition_that_is_idle_turns_where_the_extended_warranty_begins_later(begins: Any) -> None:
    tier = icenter.policy(icenter.Readings(extended_runs_from=begins)).tiers["extended-12-month"]
    claims = [claim_of("new", f"sale.manufacturer_months = 1; sale.extended_plan = yes; claimed_on = 2026-04-0{day}") for day in (2, 3)]
    (not_yet,) = (when for state, _, when in tier.failings if state.value == "not_yet")
    assert [(not_yet(claim), tier.in_force(claim)) for claim in claims] == [(True, False), (False, True)]


# --- The table notices what is broken ------------------------------------------------------------------------


def with_rules(policy: Policy[Claim], changes: dict[str, Callable[[Any], Predicate]]) -> Policy[Claim]:
    """Change the rules of exclusions; they lose their cures, which may speak of what the rule no longer reads."""
    changed = tuple(attrs.evolve(e, when=changes[e.clause.id](e.when), cure=None) if e.clause.id in changes else e for e in policy.exclusions)
    return attrs.evolve(policy, ranked=tuple(attrs.evolve(tier, exclusions=changed) for tier in policy.ranked), examples=())


def put(rule: Predicate, leaf: Leaf, by: Predicate) -> Predicate:
    """Put something in the place of a condition; where it is one value of several, the others stay."""
    if rule is leaf.whole:
        return any_of(IsIn(rule.fact, rule.values - leaf.condition.values), by) if isinstance(rule, IsIn) and isinstance(leaf.condition, IsIn) else by
    return type(rule)(tuple(put(part, leaf, by) for part in rule.parts)) if isinstance(rule, Compound) else rule


def held(policy: Policy[Claim], leaf: Leaf, by: Predicate) -> Policy[Claim]:
    """Put something in the place of a condition of a policy."""
    if leaf.state is None:
        return with_rules(policy, {leaf.of: lambda rule: put(rule, leaf, by)})
    return attrs.evolve(policy, ranked=tuple(failing(tier, leaf, by) if tier.id == leaf.of else tier for tier in policy.ranked), examples=())


def failing(tier: Tier, leaf: Leaf, by: Predicate) -> Tier:
    changed = attrs.evolve(tier)
    vars(changed)["failings"] = tuple((state, clause, put(when, leaf, by) if state is leaf.state else when) for state, clause, when in tier.failings)
    return changed


@pytest.mark.heavy  # the store's policy is built anew for each
@EACH
def test_a_condition_that_is_held_true_or_false_or_turned_round_is_noticed(row: Row) -> None:
    """By the claim of which it is otherwise, and by that alone."""
    leaf = LEAVES[row.key]
    for tier in row.tiers:
        pair = list(zip(row.claims(tier), row.outcomes(tier), strict=True))
        for truth in (True, False):
            broken = held(STORE, leaf, all_of() if truth else any_of())
            assert [mcdc.told(broken, claim) == wanted for claim, wanted in pair] == [leaf.condition(claim) is truth for claim, _ in pair]
        turned_round = held(STORE, leaf, ~leaf.condition)
        assert [mcdc.told(turned_round, claim) == wanted for claim, wanted in pair] == [False, False]


def declared() -> Iterator[tuple[str, Predicate]]:
    """Give each rule that is declared, with the exclusion or the tier that it is of."""
    yield from ((exclusion.clause.id, exclusion.when) for exclusion in STORE.exclusions)
    for tier in STORE.ranked:
        yield from ((tier.id, when) for when in (tier.goods, *(requirement.when for requirement in tier.requirements)))


def test_every_single_change_of_a_rule_is_noticed_by_a_pair_of_its_clause() -> None:
    """Another connective, operator, value or fact, a part left out or turned round."""
    tried = 0
    for of, rule in declared():
        claims = [claim for row in ROWS if row.of == of for claim in row.claims(row.tiers[0])]
        for words, changed in mutants._rules(rule):
            tried += 1
            assert [changed(claim) for claim in claims] != [rule(claim) for claim in claims], (of, words)
    assert tried > 200


LIQUID = next(row for row in ROWS if row.condition == "fault.causes has liquid")
WRONG = {
    "something is open": attrs.evolve(LIQUID, besides="fault.careless_by = buyer; fault.repairable = ?"),
    "the two differ in more than one fact": attrs.evolve(LIQUID, values=("nothing", "liquid mains_voltage")),
    "or in none": attrs.evolve(LIQUID, values=("liquid", "liquid")),
    "another condition of the rule turns": attrs.evolve(LIQUID, values=("nothing", "dust")),
    "or it does not": attrs.evolve(LIQUID, values=("nothing", "software")),
    "the rule does not turn": attrs.evolve(LIQUID, besides="fault.careless_by = seller"),
    "another exclusion or tier turns": attrs.evolve(
        next(row for row in ROWS if row.of == "new"), besides="sale.contract_months = 6", then="approved used"
    ),
    "the tier is excluded": attrs.evolve(next(row for row in ROWS if row.of == "used"), besides="card.present = no"),
    "the outcome is another": attrs.evolve(LIQUID, besides="fault.careless_by = buyer; card.present = no"),
}


@pytest.mark.parametrize(("why", "row"), WRONG.items(), ids=WRONG)
def test_a_pair_that_does_not_show_it_fails(why: str, row: Row) -> None:
    with pytest.raises(AssertionError, match=why):
        shown(STORE, row, row.tiers[-1])


@pytest.mark.parametrize(("name", "less"), [("OUTSIDERS", Party.THIRD_PARTY), ("EXPOSURES", Cause.DUST)])
def test_an_oracle_that_leaves_something_out_is_seen(name: str, less: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(oracle, name, getattr(oracle, name) - {less})
    with pytest.raises(AssertionError):
        for row in ROWS:
            agrees(row, row.tiers[0])


def test_the_page_is_as_the_table_is() -> None:
    assert mcdc.PAGE.read_text(encoding="utf-8") == mcdc.page(), "run `python tests/mcdc.py`"
