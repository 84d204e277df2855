"""What another policy changes is found exactly: each effect that some claim shows, with a claim that shows it and is as plain as it can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import brute
import pytest
from hypothesis import find, given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from small import Small

from warranty_rules import BusinessCalendar, Claim, Clause, Exclusion, Outcome, Policy, completions
from warranty_rules.analysis import diff, witnesses
from warranty_rules.analysis.diff import SEEN, Change, Changes, Effect, Told, cited, shows
from warranty_rules.completions import exemplar
from warranty_rules.documents import document, take
from warranty_rules.errors import LogicError, PolicyError
from warranty_rules.policies import icenter
from warranty_rules.predicates import ALWAYS, NEVER, all_of, any_of
from warranty_rules.testing import policies, predicates, records
from warranty_rules.tiers import Requirement, always
from warranty_rules.values import Option

Pair = tuple[Policy[Any], Policy[Any]]
STORE = icenter.policy()
MIRROR = {Effect.DENIED: Effect.APPROVED, Effect.APPROVED: Effect.DENIED}


def without(policy: Policy[Any], exclusion: Exclusion) -> Policy[Any]:
    """Leave an exclusion out of every tier; its clause stays listed."""
    tiers = (attrs.evolve(tier, exclusions=tuple(e for e in tier.exclusions if e != exclusion)) for tier in policy.ranked)
    return attrs.evolve(policy, ranked=tuple(tiers))


class Somebody(Option):
    ELSE = "else", "somebody else"


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Draw two policies: unrelated ones, or one with a change to one tier."""
    old = draw(policies(Small, size=2))
    if draw(st.integers(0, 3)) == 0:
        return old, draw(policies(Small, size=2))
    at = draw(st.integers(0, len(old.ranked) - 1))
    tier, other, rule = old.ranked[at], draw(policies(Small, size=2)).ranked[0], draw(predicates(Small, size=2))
    changed = {
        "exclusions": tuple(attrs.evolve(e, when=rule) for e in tier.exclusions[:1]) + tier.exclusions[1:],
        "requirements": (Requirement(tier.requirements[0].clause, rule),),
        "term": other.term,
        "start": other.start,
        "goods": rule,
        "service": attrs.evolve(tier.service, provider=always(Somebody.ELSE)),
    }
    name = draw(st.sampled_from(sorted(changed)))
    ranked = [attrs.evolve(tier, **{name: changed[name]}) if i == at else each for i, each in enumerate(old.ranked)]
    return old, attrs.evolve(old, ranked=tuple(ranked[::-1] if draw(st.booleans()) and len(ranked) > 2 else ranked))


def effects(old: Policy[Any], new: Policy[Any]) -> dict[Effect, Change[Any]]:
    return {change.effect: change for change in old.diff(new).effects}


def tried(policy: Policy[Any], other: Policy[Any], data: st.DataObject) -> list[Any]:
    """Give claims that stand for many: those that are drawn, and what can become of one with a few facts open."""
    claims = [data.draw(records(Small, complete=True)) for _ in range(8)]
    mattering = list(dict.fromkeys([*brute.read(policy), *brute.read(other)]))
    opened = data.draw(st.sets(st.sampled_from(mattering), max_size=3)) if mattering else set()
    done = brute.completions(policy, brute.forget(claims[0], opened), 300) or []
    known = {fact: fact.of(claims[0]) for f in Small.facts() for fact in f.variables}
    valid = [{**known, **env} for env in done if all(witnesses.Accepted(f).holds(v) for f, v in env.items() if f.domain is None)]
    return claims + [
        witnesses.assembled(Small, env) for env in valid[:: max(1, len(valid) // 40)] if brute.classical(Small.bounds_, {**known, **env})
    ]


# --- The laws -----------------------------------------------------------------------------------------


def law_an_effect_is_listed_if_any_claim_shows_it(pair: Pair, data: st.DataObject) -> None:
    found = effects(*pair)
    for claim in tried(*pair, data):
        before, after = (policy.adjudicate(claim) for policy in pair)
        for effect in Effect:
            assert effect in found or not shows(effect, before, after), f"{effect}: {claim}"


def law_a_claim_that_is_shown_is_complete_and_valid_and_decided_otherwise(pair: Pair, data: st.DataObject) -> None:
    for effect, change in effects(*pair).items():
        assert all(change.claim.knows(fact) for fact in Small.facts())
        assert take(Small, document(change.claim)) == (change.claim,)
        before, after = (policy.adjudicate(change.claim) for policy in pair)
        assert shows(effect, before, after)
        assert Outcome.PENDING not in {before.outcome, after.outcome}


def law_no_fact_of_a_claim_that_is_shown_can_be_turned_back(pair: Pair, data: st.DataObject) -> None:
    base = witnesses.approved(*pair)
    for effect, change in effects(*pair).items():
        held = {v: v.of(change.claim) for fact in Small.facts() for v in fact.variables}
        differ = [fact for fact, value in base.items() if held[fact] != value]
        assert {fact.asked for fact in differ} == {known.fact for known in change.because}
        for fact in differ:
            back = {**held, fact: base[fact]}
            if brute.classical(Small.bounds_, back):
                before, after = (policy.adjudicate(witnesses.assembled(Small, back)) for policy in pair)
                assert not shows(effect, before, after)


def law_the_way_back_mirrors(pair: Pair, data: st.DataObject) -> None:
    there, back = pair[0].diff(pair[1]), pair[1].diff(pair[0])
    kinds = {change.effect for change in back.effects}
    assert {MIRROR.get(change.effect, change.effect) for change in there.effects} == kinds
    assert (there.added, there.removed) == (back.removed, back.added)
    assert [(b, a) for a, b in there.reworded] == [*back.reworded]
    assert {(t.what, t.before, t.after) for t in there.told} == {(t.what, t.after, t.before) for t in back.told}


def law_equal_policies_have_no_changes(pair: Pair, data: st.DataObject) -> None:
    assert pair[0].diff(attrs.evolve(pair[0])) == Changes((), (), (), (), ())
    assert not list(diff._effects(pair[0], attrs.evolve(pair[0])))  # searched for, not only seen by the digest


def law_clauses_are_cited_as_the_formula_says(pair: Pair, data: st.DataObject) -> None:
    for claim in tried(*pair, data):
        decision = pair[0].adjudicate(claim)
        if decision.outcome is Outcome.DENIED:
            held = {id_ for id_, when in cited(pair[0]).items() if when(claim) is True}
            assert held == {*SEEN[Effect.GROUNDS](decision)}  # type: ignore[misc]  # a tuple


LAWS = {name: law for name, law in globals().items() if name.startswith("law_")}


@pytest.mark.heavy  # two policies, searched both ways
@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_law(law: Callable[[Pair, st.DataObject], None]) -> None:
    @settings(max_examples=scaled(30))
    @given(pairs(), st.data())
    def holds(pair: Pair, data: st.DataObject) -> None:
        law(pair, data)

    holds()
