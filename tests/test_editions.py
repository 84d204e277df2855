"""Editions of terms: a history picks the one of a claim's day, refuses gaps and overlaps, and is exact while the day is open."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from shops import bicycles
from small import Small

from warranty_rules import UNKNOWN, Claim, Edition, Fault, History, Outcome, Party, Policy, Sale, any_of, clean, editions
from warranty_rules.errors import CalendarError, InputError, PolicyError
from warranty_rules.policies import icenter
from warranty_rules.testing import policies, records
from warranty_rules.tiers import Stated, State, always

DAY = timedelta(1)
SOLD = Claim.sale.sold_on
STORE = icenter.policy()
STRICT = icenter.policy(icenter.Readings(accident="by_anyone"))


def dated(policy: Policy[Any], name: str, first: date, last: date | None = None, by: Any = SOLD) -> Policy[Any]:
    return attrs.evolve(policy, id=name, edition=Edition(by, first, last))


OLD = dated(STORE, "old", date(2025, 1, 1), date(2025, 12, 31))
NEW = dated(STRICT, "new", date(2026, 1, 1))
HISTORY = History((NEW, OLD))
ACCIDENT = clean(
    Claim,
    sale=Sale.used(contract_months=24),
    claimed_on=date(2026, 3, 2),
    accepted_on=date(2026, 3, 2),
    fault=clean(Fault, accident_by={Party.THIRD_PARTY}),
)


@pytest.mark.parametrize(
    ("sold_on", "edition", "outcome"),
    [
        (date(2025, 1, 1), OLD, Outcome.APPROVED),
        (date(2025, 12, 31), OLD, Outcome.APPROVED),
        (date(2026, 1, 1), NEW, Outcome.DENIED),
        (date(2026, 3, 2), NEW, Outcome.DENIED),
    ],
)
def test_a_claim_is_decided_under_the_edition_in_force_when_it_was_sold(sold_on: date, edition: Policy[Claim], outcome: Outcome) -> None:
    claim = ACCIDENT.learn(SOLD, sold_on)
    assert HISTORY.edition(claim) is HISTORY.on(sold_on) is edition
    assert HISTORY.adjudicate(claim).policy is edition
    assert HISTORY.adjudicate(claim).outcome is outcome


def test_a_day_on_which_no_edition_is_in_force_is_refused_with_the_days_on_which_one_is() -> None:
    with pytest.raises(InputError, match=r"sale\.sold_on: got 2024-12-31; accepted: a day from 2025-01-01 on, when an edition is in force"):
        HISTORY.adjudicate(ACCIDENT.learn(SOLD, date(2024, 12, 31)))
    ended = History((OLD,))
    with pytest.raises(InputError, match="a day from 2025-01-01 to 2025-12-31, when"):
        ended.on(date(2026, 1, 1))


def test_what_is_no_claim_is_refused_as_by_a_policy() -> None:
    with pytest.raises(InputError, match="one Claim"):
        HISTORY.adjudicate(SOLD)  # type: ignore[arg-type]
    decided = HISTORY.adjudicate_many([SOLD, ACCIDENT.learn(SOLD, date(2026, 2, 1))])  # type: ignore[list-item]
    with pytest.raises(InputError, match=r"^claims\[0\]: got <fact sale\.sold_on>; accepted: one Claim"):
        next(decided)
    assert next(decided).outcome is Outcome.DENIED
    with pytest.raises(InputError, match="^claims: got None; accepted: an iterable, each item one Claim"):
        HISTORY.adjudicate_many(None)  # type: ignore[arg-type]


MALFORMED: dict[str, tuple[Callable[[], object], str]] = {  # how it is made, and the message
    "no policy": (lambda: History(()), "made of policies, each with its edition"),
    "policies without their days": (lambda: History((STORE, STORE)), "17 exclusions>, <policy icente"),
    "a policy without its days": (lambda: History((OLD, STORE)), "made of policies, each with its edition=.*; got .*policy icenter"),
    "two on one day": (
        lambda: History((OLD, dated(STORE, "late", date(2025, 12, 31)))),
        "old is in force until 2025-12-31 and late from 2025-12-31: let old end on 2025-12-30",
    ),
    "one that never ended": (
        lambda: History((dated(STORE, "old", date(2025, 1, 1)), NEW)),
        "old is in force for good and new from 2026-01-01: let old end on 2025-12-31",
    ),
    "a day without any": (
        lambda: History((dated(STORE, "old", date(2025, 1, 1), date(2025, 12, 29)), NEW)),
        "no edition is in force from 2025-12-30 to 2025-12-31: let old end on 2025-12-31, or new begin on 2025-12-30",
    ),
    "two that begin on one day": (
        lambda: History((OLD, dated(STORE, "b", date(2025, 1, 1)))),
        "old and b both begin on 2025-01-01: let each begin on a day of its own",
    ),
    "histories of histories": (lambda: History((HISTORY, HISTORY)), "made of policies, each with its edition"),  # type: ignore[arg-type]
    "an edition that is none": (lambda: attrs.evolve(STORE, edition="2026"), r"an Edition\(by, first, last\), or None; got '2026'"),
    "promises from no day": (lambda: attrs.evolve(STORE, accepted_on=None), "promises run from a fact that is a day, such as .*; got None"),
    "promises from a day that may be none": (
        lambda: attrs.evolve(STORE, record=Small, accepted_on=Small.delivered_on, clauses=(), ranked=(), returns=always(Stated.NOT_STATED)),
        "promises run from a fact that is a day, .*; got <fact delivered_on>",
    ),
    "one id twice": (lambda: History((OLD, dated(STORE, "old", date(2026, 1, 1)))), "told apart by the ids of their policies; got old, old"),
    "picked by two facts": (
        lambda: History((OLD, dated(STORE, "new", date(2026, 1, 1), by=Claim.claimed_on))),
        "have the same day that picks the edition; got sale.sold_on, claimed_on",
    ),
    "of two shops": (
        lambda: History((OLD, dated(bicycles.policy(), "b", date(2026, 1, 1), by=bicycles.Complaint.handed_over))),
        "have the same record; got Claim, Complaint",
    ),
    "promises from two days": (
        lambda: History((OLD, attrs.evolve(NEW, accepted_on=Claim.claimed_on))),
        "have the same day from which promises run; got accepted_on, claimed_on",
    ),
    "a last day before the first": (lambda: Edition(SOLD, date(2026, 1, 2), date(2026, 1, 1)), "ends no earlier than it begins"),
    "a day that is none": (lambda: Edition(SOLD, "2026-01-01"), r"the first day of an edition is a datetime\.date; got '2026-01-01'"),  # type: ignore[arg-type]
    "no day to pick by": (lambda: Edition(Claim.device.market, date(2026, 1, 1)), "picked by a fact that is a day"),  # type: ignore[arg-type]
    "a day of another record": (
        lambda: dated(STORE, "x", date(2026, 1, 1), by=bicycles.Complaint.handed_over),
        "policy x decides a Claim, but is picked by a fact of Complaint, handed_over",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_editions_that_do_not_go_together_are_refused_with_what_to_do(name: str) -> None:
    make, message = MALFORMED[name]
    with pytest.raises(PolicyError, match=message):
        make()


def test_while_the_day_is_open_it_is_asked_for_only_where_it_matters() -> None:
    decision = HISTORY.adjudicate(ACCIDENT)
    assert decision.outcome is Outcome.PENDING
    assert [question.path for question in decision.questions] == ["sale.sold_on"]
    before = ACCIDENT.replace(Claim.claimed_on, date(2025, 12, 31))  # a claim is not made before the sale
    assert HISTORY.edition(before) is OLD
    assert HISTORY.adjudicate(before).policy is OLD


def test_what_both_editions_refuse_is_refused_while_the_day_is_open_and_cited_by_edition() -> None:
    opened = ACCIDENT.replace(Claim.inspection.opened_by, {Party.BUYER})
    decision = HISTORY.adjudicate(opened)
    assert decision.outcome is Outcome.DENIED
    assert {clause.id for ground in decision.grounds for clause in ground.clauses} >= {"old/E04", "new/E04"}
    assert decision.policy.id == "old or new"
    assert decision.provenance.readings == (("new/accident", "by_anyone"),)


@pytest.mark.parametrize(("covers", "outcome"), [(OLD, Outcome.DENIED), (NEW, Outcome.PENDING)])
def test_the_first_day_of_an_edition_is_its_own_while_the_day_is_open_too(covers: Policy[Claim], outcome: Outcome) -> None:
    """One edition covers sales of the first day of the newer alone, the other covers nothing."""

    def limited(policy: Policy[Claim]) -> Policy[Claim]:
        goods = SOLD.eq(date(2026, 1, 1)) if policy is covers else any_of()
        return attrs.evolve(policy, ranked=tuple(attrs.evolve(tier, goods=goods & tier.goods) for tier in policy.ranked))

    assert History((limited(OLD), limited(NEW))).adjudicate(ACCIDENT.replace(Claim.fault.accident_by, set())).outcome is outcome


@pytest.mark.parametrize("sold_on", [date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 2)])
def test_all_editions_together_say_of_a_claim_with_its_day_what_its_edition_says(sold_on: date) -> None:
    kept, taken_back = (always(value) for value in (Stated.NOT_STATED, State.IN_FORCE))
    history = History((attrs.evolve(OLD, returns=kept), attrs.evolve(NEW, returns=taken_back)))
    undated = ACCIDENT.replace(Claim.fault.accident_by, set())
    claim = undated.learn(SOLD, sold_on)
    alone, together = history.adjudicate(claim), history.together.adjudicate(claim)
    assert together.outcome is alone.outcome is Outcome.APPROVED
    assert together.returns is alone.returns
    assert getattr(together.tier, "id", "") == f"{alone.policy.id}/{getattr(alone.tier, 'id', '')}"
    assert history.adjudicate(undated).returns is UNKNOWN


@pytest.mark.parametrize(
    ("policies", "claimed_on"),
    [((OLD, NEW), date(2024, 12, 31)), ((OLD,), date(2024, 12, 31)), ((dated(STORE, "ancient", date(1980, 1, 1), date(1984, 12, 31)),), UNKNOWN)],
)
def test_a_claim_that_no_edition_can_be_for_is_refused_though_its_day_is_open(policies: tuple[Policy[Claim], ...], claimed_on: Any) -> None:
    history, claim = History(policies), Claim(claimed_on=claimed_on)
    if claimed_on is UNKNOWN:
        assert history.edition(claim) is policies[0]  # a day out of the reach of input is a day all the same
        return
    for ask in (history.edition, history.adjudicate):
        with pytest.raises(InputError, match=r"sale\.sold_on: got UNKNOWN, and by what else is known no day .*; accepted: a day from 2025-01-01 "):
            ask(claim)


def test_a_claim_that_can_only_be_made_after_the_last_edition_ended_is_refused_though_its_day_is_open() -> None:
    history = History((dated(STORE, "ended", date(2025, 1, 1), date(2026, 5, 31), by=Claim.claimed_on),))
    late, last = (Claim(sale=Sale.used(sold_on=day)) for day in (date(2026, 6, 1), date(2026, 5, 31)))
    assert history.edition(last) is history.policies[0]
    with pytest.raises(InputError, match=r"claimed_on: got UNKNOWN, .*; accepted: a day from 2025-01-01 to 2026-05-31, when an edition is in force"):
        history.edition(late)


@pytest.mark.parametrize("day", ["2026-01-01", UNKNOWN, None, datetime(2026, 1, 1)])  # noqa: DTZ001
def test_what_is_no_day_has_no_edition(day: Any) -> None:
    with pytest.raises(CalendarError, match="a day is a datetime.date; got"):
        HISTORY.on(day)


def completions(claim: Any, by: Any, days: Iterable[date]) -> list[Any]:
    found = []
    for day in days:
        try:
            found.append(claim.learn(by, day))
        except InputError:  # before the sale: no such claim
            continue
    return found


@st.composite
def histories(draw: st.DrawFn) -> tuple[History[Any], Any]:
    """Draw two or three editions of random terms, and a claim whose day is open."""
    cuts = sorted(draw(st.sets(st.dates(date(2024, 1, 2), date(2025, 4, 1)), min_size=1, max_size=2)))
    firsts, lasts = [date(2023, 1, 1), *cuts], [*(cut - DAY for cut in cuts), None]
    found = [dated(draw(policies(Small, size=3)), f"e{i}", a, b, Small.sold_on) for i, (a, b) in enumerate(zip(firsts, lasts, strict=True))]
    claim = draw(records(Small, complete=True))
    return History(draw(st.permutations(found))), attrs.evolve(claim, sold_on=UNKNOWN)


def law_an_open_day_is_decided_as_all_its_days_agree(history: History[Any], claim: Any) -> None:
    found = completions(claim, Small.sold_on, (date(2023, 1, 1) + timedelta(n) for n in range(0, 900, 3)))
    each = {history.adjudicate(one).outcome for one in found}
    assume(each)
    decided = history.adjudicate(claim)
    assert decided.outcome is (Outcome.PENDING if len(each) > 1 else decided.outcome)
    assert decided.outcome is Outcome.PENDING or each == {decided.outcome}
    if decided.outcome is Outcome.PENDING and len(each) == 1:  # then a day that was not tried decides otherwise
        assert [question.path for question in decided.questions] == ["sold_on"]


@pytest.mark.heavy  # every third day of the editions
@given(histories())
def test_an_open_day_is_decided_as_all_its_days_agree(case: tuple[History[Any], Any]) -> None:
    law_an_open_day_is_decided_as_all_its_days_agree(*case)


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of the history that was found, which nobody prints
@pytest.mark.heavy  # a search for a failure
def test_the_law_fails_where_only_the_newest_edition_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editions.History, "together", property(lambda self: self.policies[-1]))

    def fails(case: tuple[History[Any], Any]) -> bool:
        try:
            law_an_open_day_is_decided_as_all_its_days_agree(*case)
        except AssertionError:
            return True
        return False

    find(histories(), fails, settings=settings(max_examples=400, phases=[Phase.generate]), random=Random(2))


def test_a_claim_of_another_edition_decided_by_a_policy_alone_carries_a_warning() -> None:
    sold = ACCIDENT.learn(SOLD, date(2025, 6, 1))
    assert [warning.split(":")[0] for warning in OLD.adjudicate(sold).warnings] == ["turns on a reading"]
    warning, reading = NEW.adjudicate(sold).warnings
    assert warning == "decided under an edition of the terms that is not in force: it is for sale.sold_on from 2026-01-01, and that is 2025-06-01"
    assert str(NEW.adjudicate(sold)).splitlines()[-2:] == [f"  note    {warning}", f"  note    {reading}"]
    assert NEW.adjudicate(ACCIDENT).warnings == ()


def test_the_edition_is_part_of_what_decides() -> None:
    assert dated(STORE, "icenter", date(2025, 1, 1)) != dated(STORE, "icenter", date(2025, 1, 2))


def test_many_claims_are_decided_one_by_one() -> None:
    def claims() -> Iterable[Claim]:
        yield ACCIDENT.learn(SOLD, date(2025, 6, 1))
        yield ACCIDENT.learn(SOLD, date(2026, 2, 1))
        raise AssertionError("pulled too far")

    decided = HISTORY.adjudicate_many(claims())
    assert [next(decided).outcome, next(decided).outcome] == [Outcome.APPROVED, Outcome.DENIED]


def test_a_history_of_one_edition_is_that_edition() -> None:
    assert History((NEW,)).adjudicate(ACCIDENT.learn(Claim.inspection.missing, set())).policy is NEW
    assert History((NEW,)).together is NEW
    with pytest.raises(InputError, match="one Claim"):
        History((NEW,)).adjudicate("a claim")  # type: ignore[arg-type]


# --- What is read from a decision keeps to its edition ----------------------------------------------------


THIRD = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), fault=clean(Fault, accident_by={Party.THIRD_PARTY}))
BY = Claim.claimed_on


def in_turn(one: Policy[Claim], other: Policy[Claim]) -> History[Claim]:
    """Make one edition for claims until May 2026, and another from June."""
    first, then = Edition(BY, date(2025, 1, 1), date(2026, 5, 31)), Edition(BY, date(2026, 6, 1))
    return History((attrs.evolve(one, id="a", edition=first), attrs.evolve(other, id="b", edition=then)))


def test_another_reading_of_one_edition_is_tried_while_the_day_is_open() -> None:
    strict = icenter.policy(icenter.Readings(accident="by_anyone"))
    decision = in_turn(STORE, strict).adjudicate(THIRD.replace(BY, UNKNOWN))
    assert decision.outcome is Outcome.PENDING
    told = [
        (turn.alternative.reading.name, turn.decision.outcome) for turn in decision.sensitivity if turn.alternative.reading.name.endswith("accident")
    ]
    assert told == [("a/accident", Outcome.DENIED)]  # under the other, the cover may have ended all the same
    assert len(decision.policy.alternatives) == 2 * len(STORE.alternatives)


def test_editions_together_are_titled_by_each_and_hold_no_example_and_no_edition_of_their_own() -> None:
    other = attrs.evolve(NEW, title="terms of the year after", examples=icenter.policy().examples, rereading=None)
    together = History((attrs.evolve(OLD, rereading=None), other)).together
    assert together.title == f"{OLD.title} or terms of the year after"
    assert (together.examples, together.edition, together.rereading) == ((), None, None)
    assert History((OLD, attrs.evolve(NEW, title=OLD.title))).together.title == OLD.title


def test_readings_of_editions_together_bear_the_name_of_their_edition_and_change_no_other() -> None:
    together = History((OLD, attrs.evolve(NEW, rereading=None))).together
    assert OLD.rereading is not None
    assert together.rereading is not None
    (reading, *_) = OLD.rereading.readings
    assert together.rereading.readings[0].name == f"{OLD.id}/{reading.name}"
    chosen = reading.alternatives[1]
    tiers = together.rereading.tiers({f"{OLD.id}/{reading.name}": chosen})
    as_read = attrs.evolve(OLD, ranked=OLD.rereading.tiers({reading.name: chosen}))
    assert tiers == History((as_read, attrs.evolve(NEW, rereading=None))).together.ranked != together.ranked


def test_an_edition_may_be_in_force_for_one_day() -> None:
    day = date(2026, 1, 1)
    policy = dated(STORE, "x", day, day)
    within = [policy.edition.within(clean(Claim, sale=Sale.used(sold_on=day + timedelta(more)))) for more in (-1, 0, 1)]
    assert within == [False, True, False]


def test_no_change_leads_to_a_day_of_another_edition() -> None:
    strict = attrs.evolve(STRICT, changes={})
    late = THIRD.replace(Claim.sale.contract_months, 2).replace(BY, date(2026, 6, 20))
    history = in_turn(strict, attrs.evolve(STORE, changes={}))
    ways = history.adjudicate(late).what_if()
    assert len(ways) > 0
    for way in ways:
        assert history.adjudicate(way.decision.claim).outcome is Outcome.APPROVED


def test_a_day_of_another_edition_is_told_by_the_ledger() -> None:
    ledger = in_turn(STORE, STRICT).adjudicate(THIRD.replace(BY, date(2026, 5, 20))).ledger
    assert "take care" not in str(ledger.on(date(2026, 5, 21)))
    assert "take care: decided under an edition of the terms that is not in force" in str(ledger.on(date(2026, 7, 1)))


@pytest.mark.parametrize("sold_on", [date(2026, 3, 2), UNKNOWN], ids=["in force", "not known"])
def test_what_falls_under_an_edition_or_may_do_so_carries_no_warning_of_it(sold_on: Any) -> None:
    policy = attrs.evolve(icenter.policy(), edition=Edition(SOLD, date(2026, 1, 1), date(2026, 12, 31)))
    claim = clean(Claim, sale=Sale.used(sold_on=sold_on, contract_months=6), claimed_on=date(2026, 7, 20))
    assert [warning for warning in policy.adjudicate(claim).warnings if "edition" in warning] == []
    late = policy.adjudicate(claim.replace(SOLD, date(2025, 12, 31)))
    assert [warning for warning in late.warnings if "edition" in warning] == [
        f"decided under an edition of the terms that is not in force: it is for {policy.edition}, and that is 2025-12-31"
    ]
