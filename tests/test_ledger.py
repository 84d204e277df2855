"""The ledger of coverage: against going through the days one by one, and against deciding the claim on each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from small import Small, covering

from warranty_rules import NONE, UNKNOWN, Claim, Clause, Device, Exclusion, InputError, Inspection, Outcome, Party, Policy, Sale, Tier, WarrantyCard
from warranty_rules import all_of, any_of, clean
from warranty_rules.analysis import ledger as room
from warranty_rules.analysis.ledger import Gap, Ledger, Stretch, ledger
from warranty_rules.errors import CalendarError, LogicError
from warranty_rules.periods import LastDay, otherwise
from warranty_rules.policies import icenter
from warranty_rules.testing import claims, policies, records
from warranty_rules.tiers import Requirement, State

DAY = timedelta(days=1)
POLICY, BICYCLES = icenter.policy(), bicycles.policy()
LATER = icenter.policy(icenter.Readings(extended_runs_from="end_of_manufacturer_period", last_day="first_out"))


@attrs.frozen(repr=False)
class Case:
    policy: Policy[Any]
    claim: Any

    def __repr__(self) -> str:
        return f"{self.claim!r} under {self.policy!r}"


@st.composite
def cases(draw: st.DrawFn) -> Case:
    policy: Policy[Any] = draw(st.one_of(st.sampled_from([POLICY, LATER, BICYCLES]), policies(Small, size=2)))
    return Case(policy, draw(records(policy.record) if policy.record is Small else claims(policy)))


@st.composite
def gapped(draw: st.DrawFn) -> Case:
    """Draw a claim of goods under several tiers, the last of which begins late; where it is open whether they are used, that tier is undated."""
    sale = Sale.new(sold_on=draw(st.dates(date(2024, 1, 1), date(2026, 7, 1))), manufacturer_months=draw(st.integers(0, 4)), extended_plan=True)
    claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20))
    return Case(apart(draw(st.integers(0, 9))), claim.replace(Claim.sale.goods, UNKNOWN) if draw(st.booleans()) else claim)


def made_on(case: Case, day: date) -> Any:
    """Give the claim as made on a day, or nothing where none can be."""
    claim = case.claim
    try:
        for fact in {tier.when for tier in case.policy.ranked}:
            claim = claim.replace(fact, day)
    except InputError:
        return None
    return claim


def near(dated: Ledger[Any]) -> Iterator[date]:
    """Give the days at the ends of the stretches and on both sides of them."""
    ends = {end for stretch in dated.stretches for end in (stretch.first, stretch.last) if isinstance(end, date)}
    return iter(sorted({end + DAY * off for end in ends for off in (-1, 0, 1)}))


def law_a_tier_runs_on_the_days_of_its_stretch_and_on_no_other(case: Case) -> None:
    dated = case.policy.adjudicate(case.claim).ledger
    by_tier = {stretch.tier.id: stretch for stretch in dated.stretches if stretch.entitled is True}
    steady = [t for t in case.policy.ranked if not any(t.when in p.inputs for p in (t.goods, *(r.when for r in t.requirements)))]
    for day in near(dated):
        claim = made_on(case, day)
        for cover in case.policy.adjudicate(claim).coverage if claim is not None else ():
            stretch = by_tier.get(cover.tier.id)
            if stretch is not None and cover.tier in steady and isinstance(stretch.last, date):
                assert cover.in_force is stretch.holds(day)


def law_every_tier_is_in_the_ledger_once(case: Case) -> None:
    dated = case.policy.adjudicate(case.claim).ledger
    told = [*(stretch.tier.id for stretch in dated.stretches), *(cover.tier.id for cover in dated.never)]
    assert sorted(told) == sorted(case.policy.tiers)
    assert all(cover.first is NONE or cover.first > cover.last for cover in dated.never)
    assert all(stretch.entitled is not False for stretch in dated.stretches if stretch.first is not UNKNOWN)


def law_a_gap_is_every_day_between_on_which_no_stretch_is(case: Case) -> None:
    dated = case.policy.adjudicate(case.claim).ledger
    known = [(s.first, s.last) for s in dated.stretches if isinstance(s.first, date) and isinstance(s.last, date)]
    in_gaps = [gap.first + DAY * off for gap in dated.gaps for off in range((gap.last - gap.first).days + 1)]
    between = range((max(last for _, last in known) - min(first for first, _ in known)).days + 1) if known else ()
    days = (min(first for first, _ in known) + DAY * off for off in between)
    assert in_gaps == [day for day in days if not any(first <= day <= last for first, last in known)]
    assert all(a.last + DAY < b.first for a, b in zip(dated.gaps, dated.gaps[1:], strict=False))
    undated = [stretch.tier for stretch in dated.stretches if (stretch.first, stretch.last) not in known]
    assert all([*gap.perhaps] == undated for gap in dated.gaps)


def law_a_day_is_decided_as_if_the_claim_had_been_made_on_it(case: Case) -> None:
    dated = case.policy.adjudicate(case.claim).ledger
    for day in [*near(dated)][:4]:
        claim = made_on(case, day)
        if claim is None:
            with pytest.raises(InputError):
                dated.on(day)
            continue
        found, decision = dated.on(day), case.policy.adjudicate(claim)
        assert found.decision == decision
        assert [tier.id for tier in found.running] == [cover.tier.id for cover in decision.coverage if cover.in_force is True]
        lines = found.text().splitlines()[1:]
        assert [line.split(":")[0].strip() for line in lines] == [tier.name for tier in case.policy.ranked]
        runs = [line.split(": ", 1)[1].startswith("runs") for line in lines]
        states = [cover.state for cover in decision.coverage]
        assert runs == [state in {State.IN_FORCE, State.EXCLUDED} for state in states]


LAWS = [value for name, value in globals().items() if name.startswith("law_")]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=scaled(40))
@given(case=cases() | gapped())
def test_law(law: Callable[[Case], None], case: Case) -> None:
    law(case)


SALE = Sale.new(sold_on=date(2026, 1, 31), manufacturer_months=0, extended_plan=True)
GAPPED = clean(Claim, sale=SALE, claimed_on=date(2026, 7, 20))


def apart(after: int = 6) -> Policy[Claim]:
    """The store's terms, with the extended cover only after some months."""
    extended = POLICY.tiers["extended-12-month"]
    late = attrs.evolve(extended, term=attrs.evolve(extended.term, after=icenter.months(after)))
    return attrs.evolve(POLICY, ranked=tuple(late if tier == extended else tier for tier in POLICY.ranked))


def test_gaps_are_drawn_with_and_without_a_tier_that_may_run_then() -> None:
    seen: set[tuple[int, int]] = set()

    @settings(max_examples=60, phases=[Phase.generate])
    @given(gapped())
    def draw(case: Case) -> None:
        gaps = case.policy.adjudicate(case.claim).ledger.gaps
        seen.update((len(gaps), len(gap.perhaps)) for gap in gaps)

    draw()
    assert seen >= {(1, 0), (1, 1)}


def day_off(stretch: Stretch, day: date) -> Any:
    return stretch.first <= day < stretch.last if isinstance(stretch.first, date) and isinstance(stretch.last, date) else UNKNOWN


REAL = Ledger.on
SABOTAGES: list[tuple[Callable[[Case], None], object, str, object]] = [
    (LAWS[0], Stretch, "holds", day_off),
    (LAWS[1], room, "_runs", lambda cover: cover.first is not NONE and cover.state is not State.EXPIRED),
    (LAWS[2], room, "DAY", DAY * 2),
    (LAWS[3], Ledger, "on", lambda dated, day: attrs.evolve(REAL(dated, day), decision=dated.decision)),
]


@pytest.mark.parametrize(("law", "place", "name", "sabotage"), SABOTAGES, ids=[f"{law.__name__}-{name}" for law, _, name, _ in SABOTAGES])
def test_a_law_fails_under_its_sabotage(
    law: Callable[[Case], None], place: object, name: str, sabotage: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = Case(apart(), GAPPED)
    law(case)
    monkeypatch.setattr(place, name, sabotage)
    with pytest.raises(AssertionError):
        law(case)


# --- In words ---------------------------------------------------------------------------------------------


def test_stretches_lie_by_their_first_day_gaps_between_them_and_tiers_that_never_run_at_the_end() -> None:
    dated = ledger(apart().adjudicate(GAPPED))
    days = [(part.first, part.last) for part in (*dated.stretches, *dated.gaps)]
    sold = date(2026, 1, 31)
    assert days == [
        (sold, sold + relativedelta(months=1)),
        (sold + relativedelta(months=6) + DAY, sold + relativedelta(months=18)),
        (date(2026, 3, 1), date(2026, 7, 31)),
    ]
    assert str(dated).splitlines() == [
        "31 Jan - 28 Feb 2026: store one-month warranty (N2 store one-month warranty), owed by the store",
        "  begins  sold on 31 Jan 2026",
        "  ends    1 month from sale.sold_on",
        "1 Mar - 31 Jul 2026: no tier runs",
        "1 Aug 2026 - 31 Jul 2027: extended 12-month warranty (N3 extended 12-month warranty), owed by the store",
        "  begins  sold on 31 Jan 2026, after 6 months",
        "  ends    6 months, then 12 months from sale.sold_on",
        "on no day: manufacturer's warranty (not entitled) and used-goods warranty (other goods)",
    ]
    assert repr(dated) == "<ledger: store-one-month 2026-01-31 to 2026-02-28, extended-12-month 2026-08-01 to 2027-07-31>"


def test_between_a_tier_and_one_that_begins_on_the_day_after_it_there_is_no_gap() -> None:
    dated = apart(after=1).adjudicate(GAPPED).ledger
    assert [(stretch.first, stretch.last) for stretch in dated.stretches] == [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 3, 1), date(2027, 2, 28)),
    ]
    assert dated.gaps == ()


def test_stretches_lie_by_their_first_day_whatever_the_ranks() -> None:
    turned = attrs.evolve(apart(), ranked=apart().ranked[::-1]).adjudicate(GAPPED).ledger
    assert [stretch.tier.id for stretch in turned.stretches] == ["store-one-month", "extended-12-month"]


def test_days_that_are_not_known_are_said_to_be_so_and_why() -> None:
    dated = POLICY.adjudicate(Claim(sale=Sale.used(sold_on=date(2026, 3, 2)))).ledger
    (stretch,) = dated.stretches
    assert (stretch.first, stretch.last, stretch.entitled, stretch.holds(date(2026, 3, 14))) == (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN)
    head, begins, ends, *_ = str(dated).splitlines()
    assert head.startswith("days not known: used-goods warranty")
    assert head.endswith(", owed by the store, if entitled")
    assert begins == "  begins  sold on 2 Mar 2026"
    assert ends.startswith("  ends    sale.contract_months months from sale.sold_on: not known: ")


def test_where_a_term_may_begin_on_another_day_the_days_that_say_so_are_told_as_far_as_they_count() -> None:
    fallback = otherwise(Small.delivered_on, Small.sold_on)
    told = {delivered: [*room._started(fallback, Small(sold_on=date(2026, 3, 2), delivered_on=delivered))] for delivered in (NONE, date(2026, 3, 9))}
    assert told == {NONE: [Small.delivered_on, Small.sold_on], date(2026, 3, 9): [Small.delivered_on]}


def test_a_gap_names_the_tiers_that_may_run_then() -> None:
    used = POLICY.tiers["used"]
    gap = Gap(date(2026, 4, 3), date(2026, 4, 30), (used,))
    assert str(gap) == "3 Apr - 30 Apr 2026: no tier runs, but perhaps used-goods warranty"


ON = {
    date(2026, 2, 28): ("store one-month warranty responds", "store one-month warranty: runs 31 Jan - 28 Feb 2026"),
    date(2026, 3, 1): ("no tier responds", "store one-month warranty: expired on 28 Feb 2026 (N2)"),
    date(2026, 7, 31): ("no tier responds", "extended 12-month warranty: begins on 1 Aug 2026 (N3)"),
    date(2026, 8, 1): ("extended 12-month warranty responds", "extended 12-month warranty: runs 1 Aug 2026 - 31 Jul 2027"),
    date(2026, 8, 2): ("extended 12-month warranty responds", "manufacturer's warranty: not entitled, manufacturer's warranty of 0 months (N1)"),
}


@pytest.mark.parametrize("day", ON, ids=str)
def test_why_on_a_day(day: date) -> None:
    head, *lines = str(apart().adjudicate(GAPPED).ledger.on(day)).splitlines()
    assert (head.split(": ")[1], ON[day][1]) == (ON[day][0], next(line.strip() for line in lines if line.strip() == ON[day][1]))


def test_exclusions_count_on_a_day_and_what_is_open_is_said() -> None:
    used = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), inspection=clean(Inspection, opened_by=UNKNOWN))
    on = POLICY.adjudicate(used).ledger.on(date(2026, 3, 14))
    assert on.decision.outcome is Outcome.PENDING
    assert on.text().splitlines()[0] == "14 Mar 2026: whether a tier responds is open"
    assert on.text().splitlines()[-1] == "  used-goods warranty: open: excluded or in force"
    assert [tier.id for tier in on.running] == ["used"]
    opened = POLICY.adjudicate(used.learn(Claim.inspection.opened_by, {Party.BUYER})).ledger.on(date(2026, 3, 14))
    assert opened.text().splitlines()[-1].endswith("but E04 unauthorized opening: opened by the buyer")


def test_exclusions_that_hold_on_a_day_are_all_said_in_the_order_of_the_terms() -> None:
    found = clean(Inspection, opened_by={Party.BUYER}, package_damaged=True)
    used = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), inspection=found)
    last = POLICY.adjudicate(used).ledger.on(date(2026, 3, 14)).text().splitlines()[-1]
    assert last.endswith("but E04 unauthorized opening: opened by the buyer; E17 incomplete set: the package is damaged")


def test_what_refuses_by_cases_on_a_day_is_said_by_what_is_known() -> None:
    by_cases = any_of((Small.few <= 3) & Small.mark, (Small.few >= 3) & Small.mark)
    policy = covering(all_of(), Exclusion(Clause("X1", "by cases", "x", "c"), by_cases))
    on = policy.adjudicate(Small(sold_on=date(2026, 3, 2), mark=True)).ledger.on(date(2026, 3, 14))
    assert on.text().splitlines()[-1].endswith("but X1 by cases: marked")


def test_every_clause_is_named_where_it_is_one_or_another_that_keeps_a_tier_from_running() -> None:
    policy = covering(all_of())
    either = tuple(Requirement(Clause(name, "t", "x", "c"), when) for name, when in (("R1", Small.mark), ("R2", ~Small.mark)))
    (tier,) = (attrs.evolve(tier, requirements=either) for tier in policy.ranked)
    policy = attrs.evolve(policy, ranked=(tier,), clauses=(*policy.clauses, *(each.clause for each in either)))
    assert policy.adjudicate(Small(sold_on=date(2026, 3, 2))).ledger.on(date(2026, 3, 14)).text().endswith(" (R1, R2)")


def test_a_tier_that_runs_until_nobody_knows_when_runs() -> None:
    day = date(2023, 12, 1)
    gears = bicycles.Complaint(handed_over=day, reported=day, proof=False, defect=bicycles.Defect(part=bicycles.Part.GEARS))
    assert str(bicycles.policy().adjudicate(gears).ledger.on(day)).splitlines()[-1] == "  parts warranty: runs, but X1 no proof: purchase not proven"


def test_a_ledger_of_tiers_that_all_run_says_nothing_of_others() -> None:
    sold = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6))
    shown = attrs.evolve(POLICY, ranked=(POLICY.tiers["used"],)).adjudicate(sold).ledger
    assert str(shown).splitlines()[-1].startswith("  ends    sale.contract_months months from sale.sold_on")


def test_a_tier_of_one_day_runs_on_it() -> None:
    used = attrs.evolve(POLICY.tiers["used"], requirements=())
    sold = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=0), claimed_on=date(2026, 3, 2))
    (stretch,) = attrs.evolve(POLICY, ranked=(used,)).adjudicate(sold).ledger.stretches
    assert (stretch.first, stretch.last) == (date(2026, 3, 2), date(2026, 3, 2))


def test_all_that_refuses_on_a_day_is_listed() -> None:
    used = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), card=clean(WarrantyCard, present=False))
    on = POLICY.adjudicate(used.replace(Claim.inspection.opened_by, {Party.BUYER})).ledger.on(date(2026, 3, 14))
    assert on.text().splitlines()[-1].endswith("but E01 warranty card: the warranty card is lost; E04 unauthorized opening: opened by the buyer")


def test_where_several_tiers_may_respond_that_is_said() -> None:
    terms = attrs.evolve(POLICY, ranked=tuple(attrs.evolve(tier, exclusions=()) for tier in POLICY.ranked))
    sold = Sale(sold_on=date(2026, 3, 2), sold_here=True, manufacturer_months=12, contract_months=12, store_month_taken=True, rules_acknowledged=True)
    on = terms.adjudicate(Claim(sale=sold)).ledger.on(date(2026, 3, 14))
    assert (on.decision.outcome, on.decision.tier) == (Outcome.APPROVED, UNKNOWN)
    assert on.text().splitlines()[0] == "14 Mar 2026: which tier responds is open"


def test_a_tier_whose_last_day_lies_before_its_first_runs_on_no_day() -> None:
    used = attrs.evolve(POLICY.tiers["used"], requirements=(), term=attrs.evolve(POLICY.tiers["used"].term, last_day=LastDay.FIRST_OUT))
    sold = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=0), claimed_on=date(2026, 3, 2))
    shown = attrs.evolve(POLICY, ranked=(used,)).adjudicate(sold).ledger
    assert (shown.stretches, [cover.tier for cover in shown.never]) == ((), [used])


def test_numbers_are_masked_where_that_is_wanted() -> None:
    card, device = clean(WarrantyCard, serial="F2LX9999"), Device(serial="F2LX1234")
    claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), card=card, device=device)
    on = POLICY.adjudicate(claim).ledger.on(date(2026, 3, 14))
    assert "F2LX9999" in on.text()
    assert "F2LX" not in on.text(mask=True)


def test_a_day_on_which_no_claim_can_be_made_is_refused() -> None:
    dated = POLICY.adjudicate(GAPPED).ledger
    with pytest.raises(InputError, match=r"^claimed_on: got 2026-01-30; accepted: "):
        dated.on(date(2026, 1, 30))
    with pytest.raises(CalendarError, match="got '14 March'"):
        dated.on("14 March")  # type: ignore[arg-type]


def test_a_notebook_shows_the_page_of_the_coverage() -> None:
    decision = POLICY.adjudicate(GAPPED)
    assert (decision.ledger._repr_html_(), decision.ledger._repr_markdown_()) == (
        decision.coverage._repr_html_(),
        decision.coverage._repr_markdown_(),
    )


def test_a_ledger_is_of_a_decision() -> None:
    with pytest.raises(LogicError, match="a decision is needed"):
        ledger(Claim())  # type: ignore[arg-type]
    assert isinstance(POLICY.adjudicate(Claim()).ledger.stretches[0].tier, Tier)


def test_a_tier_that_runs_on_no_day_is_told_while_why_is_open() -> None:
    shown = icenter.policy().adjudicate(Claim(sale=Sale(manufacturer_months=0))).ledger
    assert [(cover.tier.id, cover.state) for cover in shown.never][0] == ("new", UNKNOWN)
    assert "manufacturer's warranty (no day)" in str(shown)


def test_numbers_are_masked_in_why_a_tier_does_not_run() -> None:
    policy = icenter.policy()
    used = policy.tiers["used"]
    fits = attrs.evolve(used.requirements[0], when=Claim.device.serial.eq("F2LX0000"))
    strict = attrs.evolve(policy, ranked=(*policy.ranked[:-1], attrs.evolve(used, requirements=(fits,))), examples=())
    claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), device=Device(serial="F2LX9999"), claimed_on=date(2026, 7, 20))
    on = strict.adjudicate(claim).ledger.on(date(2026, 7, 20))
    assert "F2LX9999" in on.text()
    assert "F2LX9999" not in on.text(mask=True)
