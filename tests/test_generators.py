"""What is drawn reaches where it is hard: claims that are pending, facts that rules use both ways, ends of months and leap days.

``pytest tests/test_generators.py --hypothesis-show-statistics`` shows the shares.
"""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from profiles import scaled
from small import Small

from warranty_rules import UNKNOWN, Claim, Outcome, Policy, Record
from warranty_rules.policies import icenter
from warranty_rules.policies.icenter_claims import synthetic
from warranty_rules.testing import claims, policies

STORE = icenter.policy()
DRAWN = 100


def told(policy: Policy[Any], claim: Record) -> set[str]:
    """Say what is hard about a claim."""
    values = [(fact, fact.of(claim)) for fact in claim.facts()]
    days = [value for _, value in values if isinstance(value, date)]
    _, both_ways = policy.approved.freedom
    found = {
        "pending": policy.adjudicate(claim).outcome is Outcome.PENDING,
        "a fact used both ways is open": any(fact.of(claim) is UNKNOWN for fact in both_ways),
        "a set is half known": any(value is UNKNOWN and fact.read(claim) is not UNKNOWN for fact, value in values),
        "an end of a month": any(day.day == monthrange(day.year, day.month)[1] for day in days),
        "a leap day": any((day.month, day.day) == (2, 29) for day in days),
        "nothing is open": all(value is not UNKNOWN for _, value in values),
    }
    return {what for what, so in found.items() if so}


def shares(cases: st.SearchStrategy[tuple[Policy[Any], Any]]) -> dict[str, float]:
    """Draw many cases, and give the share of each thing that is hard."""
    seen: Counter[str] = Counter()

    @settings(max_examples=DRAWN, deadline=None, suppress_health_check=[*HealthCheck])
    @given(cases)
    def draw(case: tuple[Policy[Any], Any]) -> None:
        found = told(*case)
        seen.update(["drawn", *found])
        for what in found:
            event(what)

    draw()
    return {what: times / seen["drawn"] for what, times in seen.items()}


CASES: dict[str, st.SearchStrategy[tuple[Policy[Any], Any]]] = {
    "the store's": claims(STORE).map(lambda claim: (STORE, claim)),
    "random": policies(Small).flatmap(lambda policy: claims(policy).map(lambda claim: (policy, claim))),
}
ANYWAY = {"pending": 0.3, "a fact used both ways is open": 0.3, "an end of a month": 0.1, "a leap day": 0.01}
LEAST = {"the store's": ANYWAY | {"a set is half known": 0.2}, "random": ANYWAY}  # which have one set, of two things


@pytest.mark.heavy  # some hundred policies
@pytest.mark.parametrize("whose", CASES)
def test_what_is_drawn_is_often_hard(whose: str) -> None:
    found = shares(CASES[whose])
    assert {what: found.get(what, 0) for what, least in LEAST[whose].items() if found.get(what, 0) < least} == {}


def test_that_would_show_where_only_plain_claims_are_drawn() -> None:
    plain = [(STORE, claim) for claim in synthetic(1, 40, partly_known=0.0)]
    found = shares(st.sampled_from(plain))
    assert {what for what, least in LEAST["the store's"].items() if found.get(what, 0) < least} >= {"pending", "a set is half known"}


@settings(max_examples=scaled(100))
@given(claims(STORE, complete=True))
def test_a_complete_claim_leaves_nothing_open(claim: Claim) -> None:
    assert "nothing is open" in told(STORE, claim)
