"""What looks wrong in a policy is found exactly, shown by a claim, and nothing else is reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import Phase, assume, find, given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from shops.bicycles import FRAME, PARTS, X1, X2, X4, Complaint, Part
from small import Small
from test_diff import tried, without

from warranty_rules import Choice, Clause, Cure, Exclusion, Outcome, Policy, Predicate, Row, Term, Tier, all_of, any_of, months
from warranty_rules.analysis import lint, witnesses
from warranty_rules.analysis.diff import Effect
from warranty_rules.analysis.lint import Kind, Look, Note, Severity
from warranty_rules.periods import LastDay
from warranty_rules.policies import icenter
from warranty_rules.predicates import Compound, Negation
from warranty_rules.testing import policies
from warranty_rules.tiers import NoWindow, Remedy, Requirement, always
from warranty_rules.values import NONE

IDLE = {Kind.DEAD, Kind.NEVER_ALONE, Kind.REDUNDANT}
OUTCOMES = {Effect.DENIED, Effect.APPROVED}
STORE = icenter.policy()


def found(policy: Policy[Any], *kinds: Kind) -> list[Note[Any]]:
    return [note for note in policy.lint() if note.kind in kinds]


def about(policy: Policy[Any], exclusion: Exclusion) -> Note[Any] | None:
    """Give what is said of an exclusion."""
    return next((note for note in Look(policy).exclusion(exclusion) if note.kind in IDLE), None)


# --- The laws -----------------------------------------------------------------------------------------


def law_an_exclusion_is_reported_if_and_only_if_no_outcome_changes_without_it(policy: Policy[Any], data: st.DataObject) -> None:
    for exclusion in policy.exclusions:
        other = without(policy, exclusion)
        changed = {change.effect for change in policy.diff(other).effects} & OUTCOMES
        assert (about(policy, exclusion) is None) is bool(changed), str(exclusion.when)
        for claim in tried((policy, other), data) if not changed else ():
            assert policy.adjudicate(claim).outcome is other.adjudicate(claim).outcome


def law_an_exclusion_said_never_to_hold_or_never_alone_does_not(policy: Policy[Any], data: st.DataObject) -> None:
    notes = {exclusion: note for exclusion in policy.exclusions if (note := about(policy, exclusion))}
    for claim in tried((policy, policy), data) if notes else ():
        for exclusion, note in notes.items():
            for tier in policy.ranked:
                holds = exclusion in tier.exclusions and tier.in_force(claim) is True and exclusion.when(claim) is True
                others = any(e.when(claim) is True for e in tier.exclusions if e != exclusion)
                assert not holds or (note.kind is not Kind.DEAD and (others or note.kind is Kind.REDUNDANT))


def law_a_claim_that_is_shown_shows_it(policy: Policy[Any], data: st.DataObject) -> None:
    for exclusion in policy.exclusions:
        note = about(policy, exclusion)
        if note is not None and note.kind is not Kind.DEAD:
            using = [tier for tier in policy.ranked if exclusion in tier.exclusions and tier.in_force(note.witness) is True]
            alone = [tier for tier in using if not any(e.when(note.witness) is True for e in tier.exclusions if e != exclusion)]
            assert all(note.witness.knows(fact) for fact in Small.facts())
            assert using
            assert exclusion.when(note.witness) is True
            assert bool(alone) is (note.kind is Kind.REDUNDANT)
            assert not alone or policy.adjudicate(note.witness).outcome is Outcome.APPROVED


def law_a_tier_is_reported_if_and_only_if_it_never_responds(policy: Policy[Any], data: st.DataObject) -> None:
    dead = {note.clauses[0].id for tier in policy.ranked for note in Look(policy).tier(tier) if note.kind is Kind.DEAD_TIER}
    for tier, when in policy.responding.cases:
        witness = Look(policy).witness([(when, True)])
        if isinstance(tier, Tier):
            assert (witness is NONE) is (tier.clause.id in dead)
            assert witness is NONE or policy.adjudicate(witness).tier == tier
    for claim in tried((policy, policy), data) if dead else ():
        responds = policy.adjudicate(claim).tier
        assert not isinstance(responds, Tier) or responds.clause.id not in dead


def law_a_part_said_to_change_nothing_can_be_left_out(policy: Policy[Any], data: st.DataObject) -> None:
    look = Look(policy)
    claims = tried((policy, policy), data)
    for rule in (exclusion.when for exclusion in policy.exclusions):
        for part, words in look._idle(rule, lambda new: new):
            assert any(all(other(claim) is rule(claim) for claim in claims) for other in left_out(rule, part))
            for claim in claims:
                assert not (words == "never holds" and part(claim) is True)
                assert not (words == "always holds" and part(claim) is False)


def left_out(rule: Predicate, part: Predicate) -> Iterator[Predicate]:
    """Give the rule without a part, once for each place where it stands."""
    for i, each in enumerate(rule.parts if isinstance(rule, Compound) else ()):
        before, after = rule.parts[:i], rule.parts[i + 1 :]
        if each == part and not isinstance(rule, Negation):
            yield type(rule)((*before, *after))
        yield from (type(rule)((*before, new, *after)) for new in left_out(each, part))


def law_facts_said_to_be_unasked_are_never_asked_for(policy: Policy[Any], data: st.DataObject) -> None:
    unasked = {fact for note in Look(policy).facts() if note.kind is Kind.UNASKED for fact in note.facts}
    for claim in tried((policy, policy), data)[:10] if unasked else ():
        for fact in unasked:
            forgotten = policy.adjudicate(claim.replace(fact, lint.UNKNOWN))
            assert fact not in {question.fact for question in forgotten.questions}


LAWS = {name: law for name, law in globals().items() if name.startswith("law_")}


@pytest.mark.heavy  # random policies, looked over and compared
@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
def test_law(law: Callable[[Policy[Any], st.DataObject], None]) -> None:
    @settings(max_examples=scaled(5 if "unasked" in law.__name__ else 15))
    @given(policies(Small, size=2), st.data())
    def holds(policy: Policy[Any], data: st.DataObject) -> None:
        law(policy, data)

    holds()


@settings(max_examples=scaled(15))
@given(policies(Small, size=2), st.data())
def test_a_part_that_says_again_what_is_said_already_is_found_and_can_be_left_out(policy: Policy[Any], data: st.DataObject) -> None:
    def again(tier: Tier) -> Tier:
        return attrs.evolve(tier, exclusions=tuple(attrs.evolve(e, when=e.when | (e.when & Small.mark), cure=None) for e in tier.exclusions))

    assume(policy.exclusions)
    wordy = attrs.evolve(policy, ranked=tuple(map(again, policy.ranked)))
    look = Look(wordy)
    assert all([*look._idle(e.when, lambda new: new)] for e in wordy.exclusions)
    LAWS["law_a_part_said_to_change_nothing_can_be_left_out"](wordy, data)


SABOTAGES = {
    "nothing ever may be": (Look, "may", lambda self, *wants: False, "reported_if_and_only_if_no_outcome"),
    "anything may be": (Look, "may", lambda self, *wants: True, "reported_if_and_only_if_no_outcome"),
    "one want alone is met": (
        Look,
        "may",
        lambda self, *wants: lint.shown(self.policy.record, wants[:1], self.base),
        "reported_if_and_only_if_no_outcome",
    ),
    "parts never differ": (Look, "_differ", lambda self, one, other: False, "a_part_said"),
    "no claim is ever found": (Look, "witness", lambda self, *tries: NONE, "said_never_to_hold"),
    "the plainest claim is shown": (Look, "witness", lambda self, *tries: witnesses.assembled(self.policy.record, self.base), "that_is_shown"),
    "no tier ever responds": (Look, "may", lambda self, *wants: False, "a_tier_is_reported"),
    "nothing ever matters to the outcome": (lint, "relevant", lambda rule, record: (), "facts_said_to_be_unasked"),
}


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize("named", SABOTAGES)
def test_a_law_fails_under_sabotage(named: str, monkeypatch: pytest.MonkeyPatch) -> None:
    owner, name, wrong, which = SABOTAGES[named]
    monkeypatch.setattr(owner, name, wrong)
    (law,) = (law for each, law in LAWS.items() if which in each)

    def broken(case: tuple[Policy[Any], st.DataObject]) -> bool:
        try:
            law(*case)
        except AssertionError:
            return True
        return False

    find(st.tuples(policies(Small, size=2), st.data()), broken, settings=settings(max_examples=400, phases=[Phase.generate]), random=Random(3))


# --- Of the store, and of a shop with one thing wrong ------------------------------------------------------


def test_of_the_stores_terms_is_reported_what_is_true_of_them_and_no_more() -> None:
    notes = STORE.lint()
    assert [(n.kind, [c.id for c in n.clauses]) for n in notes] == [
        (Kind.UNREACHED, ["S4"]),
        (Kind.UNREACHED, ["S4"]),
        (Kind.UNUSED, []),
        (Kind.UNASKED, ["UR2", "R1", "P1"]),
    ]
    unused = [str(fact) for fact in notes[2].facts if fact.path[0] != "elsewhere"]
    assert unused == ["reference", "sale.store_month_taken", "sale.rules_acknowledged", "device.model", "fault.flex_fractured_by"]
    assert notes[3].facts == (icenter.Claim.fault.repairable,)
    assert {note.severity for note in notes} == {Severity.NOTE}


SHOP = bicycles.policy()
Z = Clause("Z1", "one more", "One more.", "nowhere")


def shop(*exclusions: Exclusion, parts: Tier = PARTS, more: tuple[Clause, ...] = ()) -> Policy[Complaint]:
    """Make the shop's policy with one thing changed."""
    frame, parts = (attrs.evolve(tier, exclusions=(*tier.exclusions, *exclusions)) for tier in (FRAME, parts))
    return attrs.evolve(SHOP, ranked=(frame, parts), clauses=(*SHOP.clauses, *more))


def served(**part: Any) -> Policy[Complaint]:
    return shop(parts=attrs.evolve(PARTS, service=attrs.evolve(PARTS.service, **part)))


D, HEAVY = Complaint.defect, Complaint.ride.luggage > 90
WRONG: dict[Kind, Policy[Complaint]] = {
    Kind.DEAD: shop(Exclusion(Z, D.part.eq(Part.FRAME) & D.part.eq(Part.GEARS)), more=(Z,)),
    Kind.NEVER_ALONE: shop(Exclusion(Z, ~Complaint.proof & D.worn), more=(Z,)),
    Kind.IDLE_CURE: shop(Exclusion(Z, HEAVY & D.worn, cure=Cure("wear it out", {D.worn: True})), more=(Z,)),
    Kind.IDLE_PART: shop(Exclusion(Z, HEAVY | (HEAVY & D.worn)), more=(Z,)),
    Kind.DEAD_TIER: shop(parts=attrs.evolve(PARTS, requirements=(Requirement(bicycles.P1, D.part.eq(Part.FRAME)),))),
    Kind.UNREACHED: served(window=Choice((*PARTS.service.window.rows, Row(all_of(), NoWindow.NOT_PROMISED, bicycles.W2)))),
    Kind.NO_VALUE: served(remedy=Choice((Row(D.repairable, Remedy("repair", "repair"), bicycles.W1),))),
    Kind.NO_WINDOW: served(window=always("soon", bicycles.W1)),  # type: ignore[arg-type]
    Kind.UNCITED: shop(more=(Z,)),
    Kind.UNASKED: served(loaner=Choice((Row(Complaint.bicycle.model.eq("A"), value=True), Row(all_of(), value=False)), when_open=False)),
}
USUAL = {Kind.NO_PERIOD, Kind.UNUSED}
"""What is true of the shop's terms as they are: parts covered for 0 months, and a model that no rule reads."""


def test_the_shop_as_it_is() -> None:
    (length, unused) = SHOP.lint()
    assert (length.kind, length.clauses, length.facts) == (Kind.NO_PERIOD, (bicycles.P1,), (Complaint.parts_months,))
    assert length.witness.parts_months == 0
    assert (unused.kind, unused.facts) == (Kind.UNUSED, (Complaint.bicycle.model,))


@pytest.mark.parametrize("kind", WRONG)
def test_one_thing_wrong_is_one_thing_found(kind: Kind) -> None:
    notes = [note for note in WRONG[kind].lint() if note.kind not in USUAL]
    beside = {Kind.DEAD, Kind.UNASKED, Kind.UNREACHED} if kind is Kind.DEAD_TIER else set[Kind]()  # what only a dead tier used
    assert {kind} <= {note.kind for note in notes} <= {kind} | beside
    assert all(note.words.count(":") for note in notes)  # each says what to do


def test_every_kind_is_shown_by_some_policy() -> None:
    redundant = {Kind.REDUNDANT}  # of two tiers that cover the same, as below
    assert {*Kind} == {*WRONG} | USUAL | redundant


def test_an_exclusion_of_one_tier_changes_nothing_where_another_covers_the_same() -> None:
    twin = attrs.evolve(PARTS, id="twin", exclusions=(X1, X2))
    doubled = attrs.evolve(SHOP, ranked=(FRAME, PARTS, twin))
    (note,) = found(doubled, *IDLE)
    assert (note.kind, note.clauses) == (Kind.REDUNDANT, (X4.clause,))
    assert doubled.adjudicate(note.witness).tier == twin


def test_a_tier_of_no_months_at_all_is_seen() -> None:
    (note, *_) = found(shop(parts=attrs.evolve(PARTS, term=Term(months(0)))), Kind.NO_PERIOD)
    assert (note.clauses, note.facts) == ((bicycles.P1,), ())


def test_exclusions_that_overlap_are_not_reported() -> None:
    both = Exclusion(Z, D.worn | D.repairable)
    assert found(shop(both, more=(Z,)), *IDLE) == found(shop(both, more=(Z,)), Kind.NEVER_ALONE)
    assert [note.clauses for note in found(shop(both, more=(Z,)), *IDLE)] == [(X4.clause,)]  # which the new one covers


def test_a_rule_that_never_holds_is_seen_whole() -> None:
    (note,) = found(shop(Exclusion(Z, any_of()), more=(Z,)), Kind.DEAD)
    assert str(note) == f"warning   exclusion that never holds: Z1: {note.words}"


def test_the_same_policy_gives_the_same_notes() -> None:
    assert STORE.lint() == icenter.policy().lint()


def test_parts_that_never_hold_or_always_do_are_told_apart_wherever_they_stand() -> None:
    worn = Complaint.defect.worn
    never, always_ = worn & ~worn, Complaint.proof | ~Complaint.proof
    table = Choice((Row(Complaint.defect.repairable | never, PARTS.service.remedy.rows[0].value), Row(all_of(), PARTS.service.remedy.rows[1].value)))
    frame = attrs.evolve(FRAME, goods=FRAME.goods & always_, exclusions=(attrs.evolve(X2, when=X2.when | never),))
    parts = attrs.evolve(PARTS, exclusions=frame.exclusions, service=attrs.evolve(PARTS.service, remedy=table))
    notes = found(attrs.evolve(bicycles.policy(), ranked=(frame, parts)), Kind.IDLE_PART)
    end = "kept, it is cited and decides nothing"
    assert [(note.words, note.clauses) for note in notes] == [
        (f"`{always_}` always holds: {end}", (FRAME.clause,)),
        (f"`{never}` never holds: {end}", (X2.clause,)),
        (f"`{never}` never holds: {end}", ()),
    ]


@pytest.mark.parametrize(("last_day", "covers"), [(LastDay.COVERED, "covers its first day all the same"), (LastDay.FIRST_OUT, "covers no day")])
def test_a_cover_of_no_length_is_told_with_what_it_covers(last_day: LastDay, covers: str) -> None:
    parts = attrs.evolve(PARTS, term=attrs.evolve(PARTS.term, last_day=last_day))
    (note,) = found(attrs.evolve(bicycles.policy(), ranked=(FRAME, parts)), Kind.NO_PERIOD)
    assert note.words == f"parts warranty can be of parts_months months, 0 of them, and {covers}: require 1 at least"


@pytest.mark.parametrize(
    ("tier", "why"),
    [
        (attrs.evolve(PARTS, goods=any_of()), "it is never in force: mend who is entitled, or its term"),
        (attrs.evolve(PARTS, exclusions=(Exclusion(X1.clause, all_of()),)), "whenever in force, it is excluded"),
        (attrs.evolve(FRAME, id="twin", name="parts warranty"), "whenever it approves, a tier before it does: mend the ranks"),
    ],
)
def test_a_tier_that_never_responds_is_told_with_why(tier: Tier, why: str) -> None:
    (note,) = found(attrs.evolve(SHOP, ranked=(FRAME, tier)), Kind.DEAD_TIER)
    assert (note.words, note.clauses) == (f"parts warranty: {why}", (tier.clause,))


def test_a_part_within_a_part_is_seen_with_all_that_stands_beside_it() -> None:
    within = ~D.repairable
    policy = shop(Exclusion(Z, Complaint.proof & (D.worn | within) & D.repairable), more=(Z,))
    (note,) = found(policy, Kind.IDLE_PART)
    assert note.words == f"`{within}` follows from the rest: kept, it is cited and decides nothing"


def test_a_table_of_the_whole_policy_is_named_in_what_is_found_of_it() -> None:
    returns = Choice((*SHOP.returns.rows, Row(D.worn, SHOP.returns.rows[0].value, Z)))
    (note,) = found(attrs.evolve(SHOP, returns=returns, clauses=(*SHOP.clauses, Z)), Kind.UNREACHED)
    assert (note.words, note.clauses) == (f"returns, where `{D.worn}`: leave it out, or mend the lines before it", (Z,))


def test_a_table_without_a_value_cites_its_clauses() -> None:
    (note,) = found(WRONG[Kind.NO_VALUE], Kind.NO_VALUE)
    assert (note.words, note.clauses) == ("remedy: no line applies: end the table with Row(all_of(), value)", (bicycles.W1,))


def test_a_line_that_cites_no_clause_is_noted_without_one() -> None:
    lines = (*PARTS.service.window.rows, Row(all_of(), NoWindow.NOT_PROMISED))
    (note,) = [each for each in served(window=Choice(lines)).lint() if each.kind is Kind.UNREACHED]
    assert note.clauses == ()
