"""A policy whose parts do not fit together is refused, and told what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs
import pytest
from shops import bicycles

from warranty_rules import BusinessCalendar, Claim, Policy, Roll, Term, months
from warranty_rules.errors import LogicError, PolicyError
from warranty_rules.periods import business_days
from warranty_rules.policies import icenter

SHOP = bicycles.policy()
FRAME, PARTS = SHOP.ranked


def without(clause: str) -> Policy[Any]:
    return attrs.evolve(SHOP, clauses=tuple(c for c in SHOP.clauses if c.id != clause))


MALFORMED: dict[str, tuple[Callable[[], object], str]] = {  # how it is made, and the message
    "a clause twice": (lambda: attrs.evolve(SHOP, clauses=SHOP.clauses * 2), "clause id used twice: F1, F2, P1, .*; give each its own"),
    "a tier twice": (lambda: attrs.evolve(SHOP, ranked=(FRAME, PARTS, FRAME)), "tier id used twice: frame; give each its own"),
    "a tier's clause unlisted": (lambda: without("P1"), "the policy does not list: P1; add them to clauses"),
    "a requirement's clause unlisted": (lambda: without("F2"), "the policy does not list: F2; add them to clauses"),
    "an exclusion's clause unlisted": (lambda: without("X4"), "the policy does not list: X4; add them to clauses"),
    "a table's clause unlisted": (lambda: without("W2"), "the policy does not list: W2; add them to clauses"),
    "facts of another record": (
        lambda: attrs.evolve(SHOP, record=Claim),
        "policy spoke-and-saddle decides a Claim, but `.*` reads a fact of Complaint",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_a_policy_whose_parts_do_not_fit_is_refused(name: str) -> None:
    make, message = MALFORMED[name]
    with pytest.raises(PolicyError, match=message):
        make()


def test_a_policy_that_fits_is_taken_whatever_the_order_of_its_clauses() -> None:
    turned = attrs.evolve(SHOP, clauses=SHOP.clauses[::-1])
    assert [e.clause.id for e in turned.exclusions] == [e.clause.id for e in SHOP.exclusions][::-1] == ["X4", "X3", "X2", "X1"]


def test_clauses_exclusions_and_tiers_are_found_by_their_ids() -> None:
    assert [SHOP.clause(clause.id) for clause in SHOP.clauses] == [*SHOP.clauses]
    assert [SHOP.exclusion(exclusion.clause.id) for exclusion in SHOP.exclusions] == [*SHOP.exclusions]
    assert [SHOP.tiers[tier.id] for tier in SHOP.ranked] == [*SHOP.ranked]


@pytest.mark.parametrize(
    ("look", "told"),
    [
        (lambda: SHOP.clause("X"), "no 'X' here: did you mean 'X[1-4]'?"),
        (lambda: SHOP.exclusion("F1"), "no 'F1' here: one of X1, X2, X3, X4"),
        (lambda: SHOP.exclusion(4), "no 4 here: did you mean 'X4'"),  # type: ignore[arg-type]
        (lambda: SHOP.tiers["frme"], "no 'frme' here: did you mean 'frame'"),
    ],
    ids=["clause", "exclusion", "a number", "tier"],
)
def test_an_id_that_a_policy_does_not_have_is_refused_with_the_nearest(look: Callable[[], object], told: str) -> None:
    with pytest.raises(LogicError, match=told):
        look()


def test_of_several_exclusions_under_one_clause_none_is_picked() -> None:
    x1 = SHOP.exclusion("X1")
    milder = attrs.evolve(x1, when=x1.when & SHOP.exclusion("X2").when)
    two = attrs.evolve(SHOP, ranked=(attrs.evolve(FRAME, exclusions=(milder,)), attrs.evolve(PARTS, exclusions=(x1,))))
    with pytest.raises(LogicError, match=r"clause X1 has several exclusions, as tiers differ: take them from policy\.exclusions"):
        two.exclusion("X1")


@pytest.mark.parametrize("calendar", ["PL", None, date(2026, 7, 20)])
def test_a_calendar_that_is_none_is_refused_with_how_one_is_made(calendar: Any) -> None:
    with pytest.raises(PolicyError, match=r"a policy's calendar is a BusinessCalendar, such as BusinessCalendar\.of\('PL'\); got "):
        attrs.evolve(icenter.policy(), calendar=calendar)


def test_policies_whose_terms_count_by_other_calendars_are_others() -> None:
    """Two calendars with one closed day each are called alike."""

    def counting(closed: date) -> Policy[Claim]:
        calendar, policy = BusinessCalendar(holidays=[closed]), icenter.policy()
        terms = (Term(business_days(10, calendar)), Term(months(1), roll=Roll.FOLLOWING, calendar=calendar))
        ranked = [attrs.evolve(tier, term=term) for tier, term in zip(policy.ranked, terms * 2, strict=True)]
        return attrs.evolve(policy, ranked=tuple(ranked))

    one, same, other = (counting(date(2026, 7, day)) for day in (21, 21, 22))
    assert str(one.ranked) == str(other.ranked)
    assert (one.digest, one) == (same.digest, same)
    assert one.digest != other.digest
    assert one != other
