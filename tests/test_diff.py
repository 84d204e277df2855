"""What another policy changes is found exactly: each effect that some claim shows, with a claim that shows it and is as plain as it can be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import attrs
import brute
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from profiles import PROFILE, scaled
from shops import bicycles
from small import Color, Small, covering

from warranty_rules import (
    NONE,
    BusinessCalendar,
    Choice,
    Claim,
    Clause,
    Code,
    Day,
    DayOrNone,
    Decision,
    Exclusion,
    Outcome,
    Policy,
    Record,
    Row,
    Term,
    Text,
    Whole,
    months,
    completions,
)
from warranty_rules.analysis import diff, witnesses
from warranty_rules.analysis.diff import SEEN, Change, Changes, Effect, Told, cited, shows
from warranty_rules.completions import solution
from warranty_rules.documents import document, take
from warranty_rules.errors import InputError, LogicError, PolicyError
from warranty_rules.fields import Unaccepted
from warranty_rules.policies import icenter
from warranty_rules.predicates import ALWAYS, NEVER, all_of, any_of
from warranty_rules.records import assembled
from warranty_rules.testing import policies, predicates
from warranty_rules.tiers import Requirement, Stated, always
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


DAYS = [date(2024, 1, 31), date(2024, 2, 29), date(2024, 3, 1), date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 1)]
LISTED: dict[type[Any], list[Any]] = {Code: [NONE, "A1", "B2"], Day: DAYS, DayOrNone: [NONE, *DAYS], Whole: [0, 1, 2, 20]}


def tried(pair: Pair, data: st.DataObject) -> list[Any]:
    """Give many complete claims, whose values are constants of the rules, beside them, or a few that are odd."""
    random = Random(data.draw(st.integers(0, 10**6)))
    values = {v: [*(v.domain or LISTED[type(v.field)])] for fact in Small.facts() for v in fact.variables}
    for fact in (fact for fact in values if fact.domain is None):
        values[fact] += {constant for policy in pair for constant in brute.constants(policy, fact)}
    drawn = ({fact: random.choice(listed) for fact, listed in values.items()} for _ in range(120))
    return [witnesses.assembled(Small, each) for each in drawn if brute.classical(Small.bounds_, each)]


# --- The laws -----------------------------------------------------------------------------------------


def law_an_effect_is_listed_if_any_claim_shows_it(pair: Pair, data: st.DataObject) -> None:
    found = effects(*pair)
    for claim in tried(pair, data):
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
    for claim in tried(pair, data):
        decision = pair[0].adjudicate(claim)
        if decision.outcome is Outcome.DENIED:
            held = {id_ for id_, when in cited(pair[0]).items() if when(claim) is True}
            assert held == {*SEEN[Effect.GROUNDS](decision)}  # type: ignore[misc]  # a tuple


LAWS = {name: law for name, law in globals().items() if name.startswith("law_")}


@pytest.mark.heavy  # two policies, searched both ways
@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_law(law: Callable[[Pair, st.DataObject], None]) -> None:
    @settings(max_examples=scaled(15))
    @given(pairs(), st.data())
    def holds(pair: Pair, data: st.DataObject) -> None:
        law(pair, data)

    holds()


# --- Sabotages: each breaks a law -----------------------------------------------------------------------


def not_as_plain(record: Any, tries: Any, base: Any) -> Any:
    found = witnesses._first([witnesses.valid(record, wants) for wants in tries], {})
    return None if found is None else witnesses.assembled(record, {**base, **found})


GROUNDS: Any = Decision.__dict__["grounds"].func
SABOTAGES = {
    "claims are not turned back to plain ones": (diff, "nearest", not_as_plain, "no_fact_of_a_claim"),
    "constraints are forgotten": (witnesses, "_rules", lambda record, place: iter(()), "is_complete_and_valid"),
    "any value is accepted": (witnesses.Accepted, "holds", lambda self, *values: True, "is_complete_and_valid"),
    "what is certain is put in as if it were not so": (
        completions.Certain,
        "_put",
        lambda self, part: part if part not in self.certain else NEVER,
        "an_effect",
    ),
    "the first alternative alone is looked at": (completions, "_still_open", lambda way, put: way[:1], "an_effect"),
    "only what is denied anew is looked for": (diff, "TRIES", {Effect.DENIED: diff._denied}, "the_way_back"),
    "of terms the first tier alone is compared": (diff, "_in_force_changed", lambda old, new: iter(()), "an_effect"),
    "effects are told that nothing shows": (diff, "_effects", lambda old, new: [*Effect], "equal_policies"),
    "the first ground alone is told": (Decision, "grounds", property(lambda decision: GROUNDS(decision)[:1]), "cited_as"),
    "an exclusion is cited whenever it holds": (diff, "cited", lambda p: {e.clause.id: e.when for e in p.exclusions}, "an_effect"),
}


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize("named", SABOTAGES)
def test_a_law_fails_under_sabotage(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, wrong, which = SABOTAGES[named]
    monkeypatch.setattr(owner, name, wrong)
    if name == "_in_force_changed":
        monkeypatch.setattr(diff, "TRIES", {**diff.TRIES, Effect.IN_FORCE: wrong})
    (law,) = (law for each, law in LAWS.items() if which in each)

    def broken(case: tuple[Pair, st.DataObject]) -> bool:
        try:
            law(*case)
        except (AssertionError, InputError):
            return True
        return False

    find(st.tuples(pairs(), st.data()), broken, settings=settings(max_examples=400, phases=[Phase.generate]))


# --- On the store's terms -----------------------------------------------------------------------------

SHOWN = {  # the kinds of effect of each alternative, the date conventions aside
    "exclusions_apply_to=used_only": "approved grounds",
    "exclusions_apply_to=store_tiers": "approved grounds",
    "replacement=used_only": "remedy",
    "store_month=if_taken_up": "denied tier in_force grounds",
    "extended_runs_from=end_of_store_month": "approved in_force grounds",
    "new_goods_served_at=store_center": "provider payer window",
    "individual_covers=time_route_and_cost": "provider payer",
    "identity=every_number_of_the_device": "denied grounds",
    "third_parties=everyone_but_the_buyer": "denied grounds",
    "card_entries=seller_and_authorized_centers": "approved grounds",
    "exposure=is_enough": "denied grounds",
    "causes=presence": "denied grounds",
    "damage=caused_the_fault": "approved grounds",
    "seals_broken_in_service=as_worded": "denied grounds",
    "flex_fracture=not_the_sellers_side": "approved grounds",
    "accident=by_anyone": "denied grounds",
    "body_wear=beyond_norms": "approved grounds",
    "software=caused_the_fault": "approved grounds",
    "incomplete_set=all_items": "approved grounds",
    "transport=out_of_turnaround_too": "window",
}
BY_DATES = {  # days, lengths and conventions are searched for longest
    "extended_runs_from=end_of_manufacturer_period": "approved in_force grounds",
    "last_day=first_out": "denied tier in_force grounds",
    "month_end=roll_over": "approved tier in_force grounds",
}


def read_as(given: str) -> Policy[Claim]:
    name, _, value = given.partition("=")
    return icenter.policy(icenter.Readings(**{name: value}))  # type: ignore[arg-type]


def shown_by(reading: str) -> str:
    found = STORE.diff(read_as(reading)).effects
    for change in found:
        (claim,) = take(Claim, document(change.claim))
        assert shows(change.effect, STORE.adjudicate(claim), read_as(reading).adjudicate(claim))
    return " ".join(change.effect.value for change in found)


@pytest.mark.heavy  # two policies compared for each
@pytest.mark.parametrize("reading", SHOWN)
def test_every_alternative_reading_of_the_store_has_effects_that_are_shown(reading: str) -> None:
    assert shown_by(reading) == SHOWN[reading]


@pytest.mark.heavy  # tens of seconds for each: unknown days of two policies with ends of their own
@pytest.mark.skipif(PROFILE != "exhaustive", reason="minutes: under the exhaustive profile alone")
@pytest.mark.parametrize("reading", BY_DATES)
def test_readings_of_dates_too(reading: str) -> None:
    assert shown_by(reading) == BY_DATES[reading]


def test_every_alternative_is_among_them() -> None:
    assert {f"{r.name}={value}" for r in icenter.READINGS for value in r.alternatives[1:]} == {*SHOWN, *BY_DATES}


def test_a_claim_that_shows_an_effect_is_as_plain_as_can_be() -> None:
    (denied, grounds) = STORE.diff(read_as("seals_broken_in_service=as_worded")).effects
    assert [(str(k.fact), str(k.value)) for k in denied.because] == [("inspection.seals", "Seals.BROKEN_IN_AUTHORIZED_SERVICE")]
    assert (denied.before.outcome, denied.after.outcome) == (Outcome.APPROVED, Outcome.DENIED)
    assert len(grounds.because) == 2


def test_clauses_that_come_go_and_are_reworded_are_listed() -> None:
    kept, gone = STORE.clauses[0], STORE.clause("P2")
    again, more = attrs.evolve(kept, text="Otherwise."), Clause("Z9", "more", "More.", "nowhere", note="nothing models it")
    new = attrs.evolve(STORE, clauses=(*(c for c in STORE.clauses if c not in (kept, gone)), kept, more))
    found = STORE.diff(new)
    assert (found.added, found.removed, found.reworded, found.effects) == ((more,), (gone,), (), ())
    worded = attrs.evolve(bicycles.policy(), clauses=(*bicycles.policy().clauses[:-1], attrs.evolve(bicycles.W2, text="Otherwise.")), ranked=())
    assert attrs.evolve(bicycles.policy(), ranked=()).diff(worded).reworded == ((bicycles.W2, worded.clauses[-1]),)
    assert again != kept


def test_calendars_readings_and_tables_are_told_in_words() -> None:
    new = icenter.policy(icenter.Readings(transport="out_of_turnaround_too"), calendar=BusinessCalendar.of("PL"))
    told = {each.what: (each.before, each.after) for each in STORE.diff(new).told}
    assert told["calendar"] == (STORE.calendar.id, new.calendar.id)
    assert told["reading transport"] == ("", "out_of_turnaround_too")
    assert "21-31 business days (transport stops the clock)" in told["new, window"][1]
    shop = bicycles.policy()
    choice = shop.ranked[0].service.remedy
    cases = attrs.evolve(choice, open_cases={tuple(value for value, _ in choice.cases): choice.rows[0].value})
    told = shop.diff(
        attrs.evolve(shop, ranked=(attrs.evolve(bicycles.FRAME, service=attrs.evolve(bicycles.FRAME.service, remedy=cases)), *shop.ranked[1:]))
    ).told
    assert [each.what for each in told] == ["frame, remedy"]
    assert told[0].after.endswith("; while it may be free repair (free: yes) or a new part: free repair (free: yes)")
    assert str(Told("cure", "", "bring it")) == "cure: none -> bring it"


def test_what_a_tier_is_made_of_is_told_by_name_and_what_is_gone_as_none() -> None:
    shop, twice = bicycles.policy(), Exclusion(bicycles.X3.clause, bicycles.Complaint.defect.worn)
    frame = attrs.evolve(bicycles.FRAME, clause=bicycles.W1, goods=all_of(), exclusions=(bicycles.X3, twice))
    new = attrs.evolve(shop, ranked=(frame, *shop.ranked[1:]))
    told = {each.what: each for each in shop.diff(new).told}
    assert list(told) == ["frame, clause", "frame, goods", "frame, exclusions", "X3"]
    assert (told["frame, clause"].before, told["frame, clause"].after) == ("F1", "W1")
    assert (told["frame, goods"].before, told["frame, goods"].after) == (str(bicycles.FRAME.goods), "always")
    assert told["X3"].after == f"{told['X3'].before} / {twice.when}"
    (gone,) = [each for each in new.diff(attrs.evolve(new, ranked=new.ranked[1:])).told if each.what == "frame, clause"]
    assert (gone.before, gone.after, str(gone)) == ("W1", "", "frame, clause: W1 -> none")


def test_every_part_of_terms_is_told_by_its_name() -> None:
    told = diff._told(bicycles.policy())
    assert [name for name in told if ", " not in name] == [
        "title",
        "calendar",
        "edition",
        "promises run from",
        "tiers",
        "returns",
        "X1",
        "X2",
        "X3",
        "X4",
    ]
    parts = "name clause goods requirements term exclusions obligor provider remedy payer loaner window".split()
    assert [name for name in told if ", " in name] == [f"{tier}, {part}" for tier in ("frame", "parts") for part in parts]
    assert (told["title"], told["edition"], told["parts, requirements"]) == ("Spoke & Saddle, warranty terms", "", "")
    assert told["frame, remedy"] == "defect.repairable: free repair (free: yes) (W1); always: a new part (W2)"
    assert told["frame, payer"] == "always: not stated"
    assert diff._told(STORE)["new, requirements"] == "G0 sale.sold_here; N1 sale.manufacturer_months >= 1"


def test_a_claim_in_which_nothing_differs_from_a_plain_one_is_said_to_be_one() -> None:
    shown = STORE.diff(icenter.policy(icenter.Readings(accident="by_anyone"))).effects[0]
    assert str(attrs.evolve(shown, because=())).splitlines()[0] == "approved before, denied now: a plain claim"


def test_returns_that_change_are_shown_by_a_claim_whatever_becomes_of_it() -> None:
    shop = bicycles.policy()
    ours = attrs.evolve(shop, returns=Choice((Row(bicycles.Complaint.defect.worn, bicycles.Side.SHOP), *shop.returns.rows)))
    (change,) = shop.diff(ours).effects
    assert (change.effect, change.before.returns, change.after.returns) == (Effect.RETURNS, Stated.NOT_STATED, bicycles.Side.SHOP)
    assert change.claim.defect.worn is True


def test_policies_of_other_records_are_not_compared() -> None:
    with pytest.raises(PolicyError, match="decide claims of one record, here Claim; got one of Complaint"):
        STORE.diff(bicycles.policy())  # type: ignore[arg-type]
    with pytest.raises(LogicError, match="a policy is needed"):
        STORE.diff("icenter")  # type: ignore[arg-type]


def test_nothing_is_between_equal_policies() -> None:
    assert str(STORE.diff(icenter.policy())) == "no change"


# --- The search ----------------------------------------------------------------------------------------


@pytest.mark.heavy  # hundreds of searches
@settings(max_examples=scaled(150))
@given(st.lists(st.tuples(predicates(Small, size=6), st.booleans()), min_size=1, max_size=4))
def test_a_solution_is_found_where_there_is_one_and_meets_what_is_wanted(wants: list[tuple[Any, bool]]) -> None:
    found = solution(wants)
    assert (found is not None) is completions.satisfiable([(p, want, completions.NOTHING) for p, want in wants], {})
    assert found is None or [completions.evaluate(p, completions.lookup(found)) for p, _ in wants] == [want for _, want in wants]


def test_what_is_wanted_and_is_not_in_other_words_has_no_solution() -> None:
    assert solution([(Small.color.eq(Color.RED), True), (Small.color.ne(Color.RED), True)]) is None
    assert solution([(Small.color.eq(Color.RED), True), (Small.color.ne(Color.BLUE), True)]) == {Small.color: Color.RED}


def test_of_nothing_wanted_everything_is_a_solution() -> None:
    assert (solution([]), solution([(ALWAYS, True)]), solution([(any_of(), True)]), solution([(all_of(), False)])) == ({}, {}, None, None)


def test_tiers_that_come_or_go_are_told_in_their_order() -> None:
    shop = bicycles.policy()
    one = attrs.evolve(shop, ranked=shop.ranked[:1])
    assert "changed   tiers: frame, parts -> frame" in str(shop.diff(one)).splitlines()


def test_a_part_of_the_service_that_changes_is_shown_by_a_claim_that_both_approve() -> None:
    shop = bicycles.policy()
    lent = attrs.evolve(bicycles.PARTS, service=attrs.evolve(bicycles.PARTS.service, loaner=always(True, bicycles.W1)))
    (change,) = shop.diff(attrs.evolve(shop, ranked=(bicycles.FRAME, lent))).effects
    assert (change.effect, change.before.outcome, change.after.outcome) == (Effect.LOANER, Outcome.APPROVED, Outcome.APPROVED)
    assert change.after.service is not NONE
    assert change.after.service.loaner is True


def test_another_tier_is_no_effect_on_what_is_denied_by_one_of_two_policies() -> None:
    turned = attrs.evolve(bicycles.policy(), ranked=(bicycles.PARTS, bicycles.FRAME))
    (change,) = [each for each in bicycles.policy().diff(attrs.evolve(turned, ranked=turned.ranked[1:])).effects if each.effect is Effect.DENIED]
    assert not shows(Effect.TIER, change.before, change.after)
    assert not shows(Effect.LOANER, change.before, change.after)
    assert shows(Effect.DENIED, change.before, change.after)


def test_where_no_tier_runs_that_is_said() -> None:
    shop = bicycles.policy()
    shorter = attrs.evolve(shop, ranked=(attrs.evolve(bicycles.FRAME, term=Term(months(1))), bicycles.PARTS))
    (turned,) = [each for each in shop.diff(shorter).effects if each.effect is Effect.IN_FORCE]
    assert str(turned).splitlines()[1:] == ["  before  frame", "  now     none"]


def test_of_terms_with_one_tier_that_it_runs_no_more_is_shown() -> None:
    shop = attrs.evolve(bicycles.policy(), ranked=(bicycles.FRAME,))
    shorter = attrs.evolve(shop, ranked=(attrs.evolve(bicycles.FRAME, term=Term(months(1))),))
    assert Effect.IN_FORCE in {each.effect for each in shop.diff(shorter).effects}


class Numbers(Record):
    one: Code = Code("One?", "desk", says="one {}")
    two: Code = Code("Two?", "desk", says="two {}")
    three: Code = Code("Three?", "desk", says="three {}")
    four: Code = Code("Four?", "desk", says="four {}")
    five: Code = Code("Five?", "desk", says="five {}")
    six: Code = Code("Six?", "desk", says="six {}")


def test_plain_numbers_differ_while_there_are_any_more() -> None:
    found, samples = [*witnesses.plain(Numbers).values()], [*Numbers.one.field.samples]
    assert found[: len(samples)] == samples[: len(found)]
    assert set(found) <= {*samples}


def test_once_all_plain_numbers_are_taken_the_first_is_given_again() -> None:
    found, samples = [*witnesses.plain(Numbers).values()], Numbers.one.field.samples
    assert len(found) > len(samples)
    assert {*found[len(samples) :]} == {samples[0]}


class Grade(Text):
    """A field of one's own, which takes a few texts."""

    samples = ("plain", "fine")  # type: ignore[assignment]  # a property there

    def accept(self, value: object) -> str:
        if value in {"plain", "fine"}:
            return str(value)
        raise Unaccepted("a grade")


class Graded(Record):
    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")
    grade: Grade = Grade("Grade?", "desk", says="{}")


def test_of_a_field_of_ones_own_the_samples_are_tried_and_nothing_that_it_does_not_take() -> None:
    assert witnesses.approved(covering(Graded.grade.ne("plain"), record=Graded))[Graded.grade] == "fine"
    assert witnesses.approved(covering(Graded.grade.ne("plain") & Graded.grade.ne("fine"), record=Graded)) == witnesses.plain(Graded)


WORN_OUT = attrs.evolve(bicycles.PARTS, goods=bicycles.Complaint.defect.worn, exclusions=())
PLAIN_IS_NOT_ENOUGH = (attrs.evolve(bicycles.policy(), ranked=(WORN_OUT,)),)
REREAD = (icenter.policy(), icenter.policy(icenter.Readings(accident="by_anyone")))


def test_where_no_claim_is_approved_by_all_one_is_found_that_any_approves() -> None:
    marked, unmarked, nothing = (covering(goods) for goods in (Small.mark, ~Small.mark, any_of()))
    for policies_ in ((marked, unmarked), (nothing, marked), (marked, nothing)):
        claim = assembled(Small, witnesses.approved(*policies_))
        assert Outcome.APPROVED in {policy.adjudicate(claim).outcome for policy in policies_}


@pytest.mark.parametrize("policies_", [REREAD, (bicycles.policy(),), PLAIN_IS_NOT_ENOUGH], ids=["store", "shop", "worn out"])
def test_what_others_differ_from_is_a_claim_that_every_policy_approves(policies_: tuple[Policy[Any], ...]) -> None:
    claim = assembled(policies_[0].record, witnesses.approved(*policies_))
    assert [policy.adjudicate(claim).outcome for policy in policies_] == [Outcome.APPROVED] * len(policies_)


def test_several_clauses_that_refuse_are_listed() -> None:
    one, other = (Exclusion(Clause(name, "t", "x", "c"), Small.mark) for name in ("X1", "X2"))
    (change,) = covering(all_of(), one).diff(covering(all_of(), one, other)).effects
    assert str(change).splitlines()[1:] == ["  before  X1", "  now     X1, X2"]
