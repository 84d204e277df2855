"""The library agrees with an independent chain of plain `if`s, written from the terms, on random complete claims."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from functools import singledispatch
from random import Random
from typing import Any

import oracle
import pytest
from dateutil.relativedelta import relativedelta
from profiles import tried

from warranty_rules import Claim, Code, Day, OneOf, Record, SetOf, Text, Whole, Window, YesNo, tiers
from warranty_rules.compiling import Writer
from warranty_rules.errors import InputError
from warranty_rules.fields import Declaration
from warranty_rules.periods import Expired
from warranty_rules.policies import icenter
from warranty_rules.tiers import Tier
from warranty_rules.values import UNKNOWN

pytestmark = pytest.mark.heavy  # many claims

MANY = tried(2_000, 20_000, 100_000)


@singledispatch
def drawn(field: Declaration, random: Random) -> Any:
    """Draw a value of a field."""
    raise TypeError(type(field))


@drawn.register
def _(field: YesNo, random: Random) -> Any:
    return random.random() < 0.5


@drawn.register(OneOf)
def _(field: OneOf[Any], random: Random) -> Any:
    return random.choice(field.members)


@drawn.register(SetOf)
def _(field: SetOf[Any], random: Random) -> Any:
    return frozenset(random.sample(field.members, random.randrange(4)))


@drawn.register
def _(field: Whole, random: Random) -> Any:
    return random.choice([0, 1, 2, 6, 12, 24])


@drawn.register
def _(field: Code, random: Random) -> Any:
    return random.choice([*field.specials, *field.form.examples])


@drawn.register
def _(field: Text, random: Random) -> Any:
    return "any words"


@drawn.register
def _(field: Day, random: Random) -> Any:
    return date(2023, 1, 1) + timedelta(random.randrange(1_100))


def filled(record: type[Record], random: Random, oddness: float) -> Any:
    """Build a record of known facts, each odd with some chance where it has a clean value."""
    facts = {n: drawn(f, random) if f.clean is UNKNOWN or random.random() < oddness else f.clean for n, f in record.fields_.items()}
    nested = {n: filled(nest.record, random, oddness) for n, nest in record.nested_.items()}
    if record is Claim:
        months = relativedelta(months=random.choice([0, 1, 2, 6, 12, 24]))
        facts["claimed_on"] = nested["sale"].sold_on + months + timedelta(random.choice([0, 0, 1, -1, 17]))
    return record(**facts, **nested)


def claims(many: int) -> Any:
    """Draw complete claims, alike on every run, from almost in order to wholly odd."""
    random = Random(2_026)
    while many:
        try:
            claim = filled(Claim, random, random.choice([0.005, 0.02, 0.1, 0.4]))
        except InputError:  # reported before the sale, or an IMEI twice: no such claim
            continue
        many -= 1
        yield claim


def by_library(decision: Any) -> dict[str, object]:
    tier, service = decision.tier, decision.service
    return {
        "outcome": decision.outcome.value,
        "tier": tier.id if isinstance(tier, Tier) else None,
        "clauses": [clause.id for ground in decision.grounds for clause in ground.clauses],
        "states": {cover.tier.id: cover.state.value for cover in decision.coverage},
        "returns": decision.returns.value,
        "questions": [question.path for question in decision.questions],
        "promise": {
            "provider": service.provider.value,
            "payer": service.payer.value,
            "loaner": service.loaner,
            "remedy": service.remedy.value,
            "window": (service.window.least, service.window.most) if isinstance(service.window, Window) else service.window.value,
        }
        if isinstance(tier, Tier)
        else None,
    }


def by_oracle(claim: Claim) -> dict[str, object]:
    outcome, tier, clauses = oracle.decide(claim)
    return {
        "outcome": outcome,
        "tier": tier,
        "clauses": clauses,
        "states": oracle.tier_states(claim),
        "returns": oracle.returns(claim),
        "questions": [],
        "promise": oracle.promise(claim, tier) if tier else None,
    }


def law_the_library_agrees_with_the_oracle(many: int) -> Counter[object]:
    """Compare on many claims, and count the outcomes and the clauses that were met."""
    policy = icenter.policy()
    met: Counter[object] = Counter()
    for claim in claims(many):
        expected = by_oracle(claim)
        decision = policy.adjudicate(claim)
        assert decision.outcome.value == expected["outcome"], claim
        assert by_library(decision) == expected, claim
        met.update([expected["outcome"], expected["tier"], *expected["clauses"]])  # type: ignore[misc]
    return met


def test_on_random_complete_claims_and_every_clause_is_met_among_them() -> None:
    met = law_the_library_agrees_with_the_oracle(MANY)
    grounds = {"G0", "N1", "N2", "N3", "U1", "UR1", *(f"E{n:02}" for n in range(1, 18))}
    assert {"approved", "denied", "new", "store-one-month", "extended-12-month", "used"} | grounds <= set(met)
    assert met["approved"] > MANY / 20


def a_day_early(edge: Expired, *values: Any) -> bool:
    when, start, *lengths = values
    return bool(when >= edge.term.last(start, dict(zip(edge.term.reads, lengths, strict=True))))


def exclusions_approve(tiers_: Any) -> Any:
    return tiers_[0].in_force & tiers_[0].excluded


@pytest.mark.parametrize(
    ("place", "name", "sabotage"),
    [(Expired, "holds", a_day_early), (tiers, "approval", exclusions_approve), (Writer, "all", Writer.any), (Writer, "any", Writer.all)],
    ids=["a day off", "a ~ dropped", "the maximum for the minimum", "the minimum for the maximum"],
)
def test_the_law_fails_under(place: object, name: str, sabotage: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, name, sabotage)
    if place is tiers:
        monkeypatch.setattr("warranty_rules.policy.approval", sabotage)
    with pytest.raises((AssertionError, IndexError)):  # the latter where a tier is left in no state at all
        law_the_library_agrees_with_the_oracle(500)
