"""A policy whose parts do not fit together is refused, and told what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from itertools import chain, combinations, permutations
from typing import Any, NamedTuple

import attrs
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from profiles import scaled
from shops import bicycles
from small import IN_TERM, Color, Inner, Small, Thing, covering

from warranty_rules import BusinessCalendar, Choice, Claim, Clause, Condition, Cure, Exclusion, Nested, Policy, Predicate, Record, Roll, Row, Sale
from warranty_rules import NONE, UNKNOWN, Day, SetOf, Term, Tier, YesNo, all_of, any_of, clean, months
from warranty_rules import decisions
from warranty_rules.clauses import done_together
from warranty_rules.completions import relevant, truth
from warranty_rules.decisions import Because, Decision, Outcome
from warranty_rules.errors import MOST_NAMES, InputError, LogicError, PolicyError, nearest
from warranty_rules.facts import Fact, YesNoFact
from warranty_rules.periods import LastDay, business_days, per
from warranty_rules.policies import icenter
from warranty_rules.records import Constraint, assembled
from warranty_rules.testing import claims, predicates, records
from warranty_rules.tiers import NoWindow, Remedy, Service, Stated, always

SHOP = bicycles.policy()
FRAME, PARTS = SHOP.ranked
CLAUSE = Clause("X9", "falls", "What fell.", "falls, 1st")
FALLEN, OTHER = [fact for fact in bicycles.Complaint.facts() if isinstance(fact, YesNoFact)][:2]


def without(clause: str) -> Policy[Any]:
    return attrs.evolve(SHOP, clauses=tuple(c for c in SHOP.clauses if c.id != clause))


MALFORMED: dict[str, tuple[Callable[[], object], str]] = {  # how it is made, and the message
    "a clause twice": (lambda: attrs.evolve(SHOP, clauses=SHOP.clauses * 2), "clause id used twice: F1, F2, P1, .*; give each its own"),
    "a tier twice": (lambda: attrs.evolve(SHOP, ranked=(FRAME, PARTS, FRAME)), "tier id used twice: frame; give each its own"),
    "a tier's clause unlisted": (lambda: without("P1"), "the policy does not list: P1; add them to clauses"),
    "a requirement's clause unlisted": (lambda: without("F2"), "the policy does not list: F2; add them to clauses"),
    "an exclusion's clause unlisted": (lambda: without("X4"), "the policy does not list: X4; add them to clauses"),
    "a table's clause unlisted": (lambda: without("W2"), "the policy does not list: W2; add them to clauses"),
    "clauses in a list, which may change": (
        lambda: attrs.evolve(SHOP, clauses=[*SHOP.clauses]),
        r"the clauses of Policy: a tuple of clauses, each a Clause\(.*; got \[Clause",
    ),
    "clauses that are no tuple": (
        lambda: attrs.evolve(SHOP, clauses=CLAUSE),
        r"the clauses of Policy: a tuple of clauses, each a Clause\(.*; got Clause",
    ),
    "one tier in place of all": (lambda: attrs.evolve(SHOP, ranked=FRAME), "the ranked of Policy: a tuple of tiers, each a Tier; got <tier frame"),
    "a tier's name in place of it": (lambda: attrs.evolve(SHOP, ranked=("frame",)), "a tuple of tiers, each a Tier; got 'frame'"),
    "returns that are no choice": (lambda: attrs.evolve(SHOP, returns="never"), r"the returns of Policy: a Choice, such as always\(value\)"),
    "a tier's clause by its id": (lambda: attrs.evolve(FRAME, clause="F1"), r"the clause of Tier: a Clause\(id, title, text, citation\); got 'F1'"),
    "goods by a word": (lambda: attrs.evolve(FRAME, goods="used"), "the goods of Tier: a predicate, such as .*; got 'used'"),
    "an exclusion in place of all": (
        lambda: attrs.evolve(FRAME, exclusions=FRAME.exclusions[0]),
        r"the exclusions of Tier: a tuple of exclusions, each an Exclusion\(clause, when\); got",
    ),
    "a clause among the exclusions": (lambda: attrs.evolve(FRAME, exclusions=(CLAUSE,)), r"each an Exclusion\(clause, when\); got Clause"),
    "a predicate among the exclusions": (lambda: attrs.evolve(FRAME, exclusions=(~FALLEN,)), r"each an Exclusion\(clause, when\); got"),
    "a requirement that is none": (lambda: attrs.evolve(FRAME, requirements=(FALLEN,)), r"each a Requirement\(clause, when\); got"),
    "an obligor by a word": (lambda: attrs.evolve(FRAME, obligor="maker"), "the obligor of Tier: a member of an Option; got 'maker'"),
    "a service that is none": (lambda: attrs.evolve(FRAME, service=None), r"the service of Tier: a Service\(.*; got None"),
    "a provider that is no choice": (lambda: attrs.evolve(FRAME.service, provider="us"), "the provider of Service: a Choice, .*; got 'us'"),
    "an exclusion's clause by its id": (lambda: Exclusion("X9", FALLEN), "the clause of Exclusion: a Clause.*; got 'X9'"),  # type: ignore[arg-type]
    "a function in place of a predicate": (lambda: Exclusion(CLAUSE, lambda _: True), "the when of Exclusion: a predicate, .*; got <function"),  # type: ignore[arg-type]
    "a cure in words": (lambda: Exclusion(CLAUSE, FALLEN, "bring it"), "the cure of Exclusion: a Cure, or None; got 'bring it'"),  # type: ignore[arg-type]
    "a cure of what the exclusion does not read": (
        lambda: Exclusion(CLAUSE, FALLEN, Cure("bring it", {OTHER: True})),
        "the cure of X9 changes .*, which its predicate does not read: ",
    ),
    "a cure of a name": (lambda: Cure("bring it", {"fallen": True}), "a cure gives yes/no facts a value, such as .*; got {'fallen': True}"),  # type: ignore[dict-item]
    "a cure with a word": (lambda: Cure("bring it", {FALLEN: "yes"}), "a cure gives yes/no facts a value, .*'yes'}"),  # type: ignore[dict-item]
    "a cure that gives a fact two values": (
        lambda: Cure("bring it", ((FALLEN, True), (FALLEN, False))),
        r"a cure gives each fact one value; got \(\(<fact ",
    ),
    "a cure of nothing": (lambda: Cure("bring it", {}), "a cure gives yes/no facts a value, .*; got {}"),
    "a row without a predicate": (lambda: Row("always", 1), "the when of Row: a predicate, .*; got 'always'"),  # type: ignore[arg-type]
    "a row of a clause's id": (lambda: Row(FALLEN, 1, "W2"), "the clause of Row: a Clause, or None; got 'W2'"),  # type: ignore[arg-type]
    "a choice without lines": (lambda: Choice(()), r"a choice has a line at least: Row\(all_of\(\), value\) always applies"),
    "a choice of no lines": (lambda: Choice((1, 2)), r"the rows of Choice: a tuple of rows, each a Row\(when, value\); got 1"),  # type: ignore[arg-type]
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


def test_a_day_of_acceptance_before_the_claim_is_warned_of_as_it_is_promised_from() -> None:
    phone = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20))
    told = "dates are promised from accepted_on, 2026-07-19, which is before claimed_on, 2026-07-20: check both days"
    for day, warnings in ((date(2026, 7, 19), (told,)), (date(2026, 7, 20), ()), (date(2026, 7, 21), ())):
        assert icenter.policy().adjudicate(phone.learn(Claim.accepted_on, day)).warnings == warnings


def test_parts_can_be_changed_one_by_one() -> None:
    cure = Cure("bring it", {FALLEN: True})
    assert attrs.evolve(cure, instruction="carry it").facts == cure.facts == ((FALLEN, True),)


def test_a_policy_that_fits_is_taken_whatever_the_order_of_its_clauses() -> None:
    turned = attrs.evolve(SHOP, clauses=SHOP.clauses[::-1])
    assert [e.clause.id for e in turned.exclusions] == [e.clause.id for e in SHOP.exclusions][::-1] == ["X4", "X3", "X2", "X1"]


def test_terms_are_equal_and_found_again_by_what_they_are() -> None:
    same, other = attrs.evolve(SHOP), attrs.evolve(SHOP, title="other terms")
    assert (same, hash(same)) == (SHOP, hash(SHOP))
    assert other != SHOP
    assert hash(other) != hash(SHOP)


def test_a_screen_tells_of_each_exclusion_all_there_is_to_say() -> None:
    either = Exclusion(SHOP.exclusions[0].clause, (FALLEN & OTHER) | (FALLEN & ~OTHER))
    policy = attrs.evolve(SHOP, ranked=tuple(attrs.evolve(tier, exclusions=(either, *tier.exclusions[1:])) for tier in SHOP.ranked))
    for fallen in (True, False, UNKNOWN):
        claim = bicycles.Complaint() if fallen is UNKNOWN else bicycles.Complaint().learn(FALLEN, fallen)
        held = (fallen, *(exclusion.when(claim) for exclusion in SHOP.exclusions[1:]))
        assert dict(zip(policy.exclusions, policy.screen(claim), strict=True)) == dict(zip((either, *SHOP.exclusions[1:]), held, strict=True))


def test_clauses_that_are_not_listed_are_all_named() -> None:
    with pytest.raises(PolicyError, match="does not list: X1, X4; add them"):
        attrs.evolve(SHOP, clauses=tuple(clause for clause in SHOP.clauses if clause.id not in {"X1", "X4"}))


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


@pytest.mark.parametrize(
    ("known", "warned"),
    [
        ({"sold_on": date(2040, 3, 5), "color": Color.RED}, True),
        ({"sold_on": date(2040, 3, 5), "color": Color.BLUE}, False),
        ({"sold_on": date(2040, 3, 5)}, False),
        ({"color": Color.RED}, False),
    ],
    ids=["a cover of one day", "a cover of no day", "the length open", "the start open"],
)
def test_days_of_a_cover_that_are_known_are_warned_of_where_the_calendar_is_in_doubt(known: dict[str, Any], warned: bool) -> None:
    calendar = BusinessCalendar.of("CN")  # which days are off in 2040 is not laid down yet
    lengths = {color: business_days(days, calendar) for color, days in ((Color.RED, 1), (Color.GREEN, 2), (Color.BLUE, 0))}
    term = Term(per(Small.color, lengths), last_day=LastDay.FIRST_OUT)
    plain = covering(all_of())
    policy = attrs.evolve(plain, ranked=(attrs.evolve(plain.ranked[0], term=term),))
    decision = policy.adjudicate(Small(**known))
    assert ["known in part only" in warning for warning in decision.date_warnings] == [True] * warned


# --- Denials ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("at", range(3))
def test_of_clauses_of_which_one_denies_no_more_are_cited_than_it_takes(at: int) -> None:
    serviced, open_ = bicycles.Complaint.serviced, list(FRAME.exclusions[1:])
    contrary = Exclusion(CLAUSE, serviced)
    frame = attrs.evolve(FRAME, exclusions=(*open_[:at], contrary, *open_[at:]))
    policy = attrs.evolve(SHOP, ranked=(frame,), clauses=(*SHOP.clauses, CLAUSE))
    day = date(2026, 7, 20)
    claim = bicycles.Complaint(reported=day, handed_over=day).learn(bicycles.Complaint.defect.part, bicycles.Part.FRAME)
    (ground,) = policy.adjudicate(claim).grounds
    assert ground.clauses == (bicycles.F2, CLAUSE)
    assert [clause.id for clause in policy.adjudicate(claim.learn(serviced, True)).grounds[0].clauses] == ["X9"]


@attrs.frozen
class Holding(Condition):
    """A condition of one's own, which reads a set as a whole."""

    set_: Fact[Any]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.set_,)

    def holds(self, *values: Any, **none: Any) -> bool:
        return bool(values[0])


MARK, FLAG, THINGS = Small.mark, Small.inner.flag, Small.inner.things
Case = tuple[Policy[Small], Small]


def refused(when: Predicate, cure: dict[Any, bool], claim: Small) -> Case:
    """Make a policy of one exclusion with a cure, and a claim within its term."""
    policy = covering(all_of(), Exclusion(CLAUSE, when, Cure("do it", cure)))
    for fact, day in IN_TERM.items():
        claim = claim.replace(fact, day)
    return policy, claim


@st.composite
def refusals(draw: st.DrawFn) -> Case:
    """Draw a policy of one exclusion with a cure, and a claim within the term that the exclusion refuses."""
    when = draw(predicates(Small) | st.just(Holding(THINGS)))
    changed = [fact for fact in when.inputs if isinstance(fact, YesNoFact)]
    assume(changed)
    policy, claim = refused(when, draw(st.dictionaries(st.sampled_from(changed), st.booleans(), min_size=1)), draw(records(Small)))
    assume(truth(when, claim) is True)
    return policy, claim


def law_a_refusal_can_be_cured_unless_it_stands_for_certain_once_the_cure_is_done(case: Case) -> None:
    policy, claim = case
    ((exclusion, cure),) = [(each, each.cure) for each in policy.exclusions if each.cure]
    lifted = truth(exclusion.when, cure.apply(claim)) is not True
    assert policy.adjudicate(claim).cures == (((exclusion, cure),) if lifted else ())


CURED = law_a_refusal_can_be_cured_unless_it_stands_for_certain_once_the_cure_is_done
SABOTAGES: dict[str, tuple[Callable[[Case], None], Callable[[], Case], str, object]] = {  # the law, a case, and what is broken
    "the claim as it is": (CURED, lambda: refused(MARK, {MARK: False}, Small(mark=True)), "_once_cured", lambda e, claim: e.when(claim)),
    "an unknown fact is changed too": (
        CURED,
        lambda: refused(MARK | FLAG, {MARK: False, FLAG: True}, Small(mark=True)),
        "_once_cured",
        lambda e, claim: e._cured(claim),
    ),
    "a set that is read as a whole stays as it was": (
        CURED,
        lambda: refused(Holding(THINGS), dict.fromkeys(THINGS.members, False), Small(inner=Inner(things={Thing.BOX}))),
        "_reads_what_changes",
        True,
    ),
}


@given(refusals())
def test_a_refusal_can_be_cured_unless_it_stands_for_certain_once_the_cure_is_done(case: Case) -> None:
    CURED(case)


class Box(Record):
    """A part of a machine, with facts of which one is only where the other is."""

    sealed: YesNo = YesNo("Sealed?", "desk", yes="sealed", no="not sealed")
    seal_whole: YesNo = YesNo("Seal whole?", "desk", yes="seal whole", no="seal not whole")
    things: SetOf[Thing] = SetOf(Thing, "Things?", "desk", says="with {}", empty="with nothing")
    labeled: YesNo = YesNo("Labeled?", "desk", yes="labeled", no="not labeled")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Constraint(~cls.seal_whole | cls.sealed, "a whole seal only where it is sealed", cls.seal_whole),)


class Machine(Record):
    """What is known of a machine: of its facts not all can be at once."""

    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")
    clean: YesNo = YesNo("Clean?", "desk", yes="clean", no="not clean")
    worn: YesNo = YesNo("Worn?", "desk", yes="worn", no="not worn")
    dusty: YesNo = YesNo("Dusty?", "desk", yes="dusty", no="not dusty")
    loud: YesNo = YesNo("Loud?", "desk", yes="loud", no="not loud")
    box: Nested[Box] = Nested(Box)

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        whole = Constraint(~cls.box.sealed | cls.box.things.has(Thing.BOX), "sealed only in its box", cls.box.sealed)
        return whole, Constraint(~(cls.clean & cls.worn), "clean only where it is not worn", cls.clean)


CLEAN, WORN, SEALED, WHOLE, BOXED = Machine.clean, Machine.worn, Machine.box.sealed, Machine.box.seal_whole, Machine.box.things.has(Thing.BOX)
DUSTY, LOUD = Machine.dusty, Machine.loud
SWITCHES: list[YesNoFact] = [DUSTY, LOUD, CLEAN, WORN, SEALED, WHOLE, *Machine.box.things.members]
Told = tuple[tuple[Exclusion, Cure], ...]


class Curable(NamedTuple):
    """A policy whose exclusions have cures, a claim, and what both are made of."""

    policy: Policy[Machine]
    claim: Machine
    facts: Mapping[Fact[Any], Any]


def curable(facts: Mapping[Any, Any], *rules: tuple[Predicate, dict[Any, bool]]) -> Curable:
    exclusions = [Exclusion(Clause(f"X{n}", "t", "x", "c"), when, Cure(f"do {n}", cure)) for n, (when, cure) in enumerate(rules)]
    told = dict(zip((Machine.reported_on, Machine.sold_on), IN_TERM.values(), strict=True)) | {fact: facts.get(fact, UNKNOWN) for fact in SWITCHES}
    return Curable(covering(all_of(), *exclusions, record=Machine), assembled(Machine, told), told)


@st.composite
def curables(draw: st.DrawFn) -> Curable:
    """Draw a claim of a machine, and exclusions of which most refuse it, each with a cure."""
    facts: dict[Any, Any] = {fact: draw(st.sampled_from([False, False, True, UNKNOWN])) for fact in SWITCHES}
    for fact in SWITCHES:
        with suppress(InputError):
            claim = assembled(Machine, facts)
            break
        facts[fact] = UNKNOWN
    rules: list[tuple[Predicate, dict[Any, bool]]] = []
    for _ in range(draw(st.integers(1, 4))):
        facts_changed = draw(st.sets(st.sampled_from(SWITCHES), min_size=1, max_size=2))
        usual = {fact: draw(st.booleans()) if facts[fact] is UNKNOWN else facts[fact] is False for fact in SWITCHES if fact in facts_changed}
        changed = {fact: draw(st.sampled_from([value, value, value, not value])) for fact, value in usual.items()}
        other = draw(st.sampled_from(SWITCHES))
        when = any_of(*(~fact if value else fact for fact, value in changed.items()))
        when = draw(st.sampled_from([when, when | other, when | ~other, when & other]))
        rules.append((when, changed))
    return curable(facts, *rules)


def cured(case: Curable, cures: Iterable[Cure]) -> Machine | None:
    """Give the claim once some cures are done, made anew of its facts; nothing where two of them clash, or no claim is so."""
    told: dict[Any, bool] = {}
    for fact, value in chain.from_iterable(cure.facts for cure in cures):
        if case.facts[fact] is not UNKNOWN and told.setdefault(fact, value) is not value:
            return None
    with suppress(InputError):
        return assembled(Machine, {**case.facts, **told})
    return None


def law_of_all_sets_of_cures_that_lift_what_they_are_for_one_is_told_that_lifts_the_most(case: Curable) -> None:
    decision = case.policy.adjudicate(case.claim)
    refusing = [(e, e.cure) for e in case.policy.exclusions if e.cure and truth(e.when, case.claim) is True]
    lifted: dict[Told, set[str]] = {}
    for some in chain.from_iterable(combinations(refusing, n) for n in range(len(refusing) + 1)):
        after = cured(case, (cure for _, cure in some))
        gone = set() if after is None else {e.clause.id for e, _ in refusing if truth(e.when, after) is not True}
        if after is not None and all(e.clause.id in gone for e, _ in some):
            lifted[some] = gone
    told = decision.cures
    assert told in lifted
    assert len(lifted[told]) == max(map(len, lifted.values()))
    assert len(told) == max(len(some) for some, gone in lifted.items() if len(gone) == len(lifted[told]))
    assert decision.after_cure == (case.policy.adjudicate(cured(case, (cure for _, cure in told)) or case.claim) if told else NONE)
    assert str(decision).startswith("DENIED" if decision.grounds else ("PENDING", "APPROVED"))
    end = decision if decision.after_cure is NONE else decision.after_cure
    assert tuple(question.fact for question in decision.questions) == relevant(case.policy.approved, end.claim)
    assert {fact for each in decision.suggestions for fact in each.examination.reveals} >= {question.fact for question in decision.questions}


TOGETHER = law_of_all_sets_of_cures_that_lift_what_they_are_for_one_is_told_that_lifts_the_most


@settings(max_examples=scaled(60))
@given(curables())
def test_of_all_sets_of_cures_that_lift_what_they_are_for_one_is_told_that_lifts_the_most(case: Curable) -> None:
    event(f"{len(case.policy.adjudicate(case.claim).cures)} cures{', each apart' if case.policy._cures_apart else ''}")
    TOGETHER(case)


NEITHER = curable({SEALED: False, WHOLE: False, BOXED: True}, (~WHOLE, {WHOLE: True}), (~SEALED, {SEALED: True}))
BOTH = curable({SEALED: False, WHOLE: False, BOXED: True}, (~WHOLE | ~SEALED, {WHOLE: True, SEALED: True}))
UNBOXED = curable({SEALED: False, BOXED: False}, (~SEALED, {SEALED: True}))
DIRTY = curable({CLEAN: False, WORN: True}, (~CLEAN, {CLEAN: True}))
BACK = curable({CLEAN: False, BOXED: False}, (~CLEAN, {CLEAN: True}), (~BOXED | CLEAN, {CLEAN: False, BOXED: True}))
UNDONE = curable({CLEAN: False, BOXED: False}, (~CLEAN & ~BOXED, {CLEAN: True}), (~BOXED | CLEAN, {BOXED: True, CLEAN: False}))


AGAIN = curable({CLEAN: False}, (~CLEAN, {CLEAN: True}), (CLEAN, {CLEAN: False}))
SHARED = curable({DUSTY: True, LOUD: True}, (DUSTY, {DUSTY: False}), (LOUD | ~DUSTY, {LOUD: False, DUSTY: True}))
BLOCKED = curable({DUSTY: True, CLEAN: False, WORN: False}, (DUSTY & ~WORN, {WORN: True}), (~CLEAN, {CLEAN: True}), (DUSTY, {DUSTY: False}))


def all_alone(decision: Decision[Machine], held: Told) -> Told:
    """Do each cure as if there were no other."""
    return tuple((e, c) for e, c in held if (after := done_together([c], decision.claim)) is not None and truth(e.when, after) is not True)


def one_after_another(decision: Decision[Machine], held: Told) -> Told:
    """Do the first that can be, and no other in its place."""
    claim, done = decision.claim, list[tuple[Exclusion, Cure]]()
    for e, c in held:
        if (after := done_together([c], claim)) is not None and truth(e.when, after) is not True:
            claim = after
            done.append((e, c))
    return tuple(done)


def all_or_nothing(decision: Decision[Machine], held: Told) -> Told:
    after = done_together((c for _, c in held), decision.claim)
    return () if after is None else tuple((e, c) for e, c in held if truth(e.when, after) is not True)


def constraints_alone(policy: Policy[Machine]) -> bool:
    return not any(fact.path in policy.record._constrained() for e in policy.exclusions for fact in e._changes)


def one_by_one(record: Machine, values: Mapping[Fact[Any], Any]) -> Machine:
    for fact, value in values.items():
        record = record.replace(fact, value)
    return record


def own_constraints(record: type[Record]) -> frozenset[tuple[str, ...]]:
    return frozenset(fact.path for constraint in record._constraints for fact in constraint.rule.inputs)


def test_what_refuses_for_another_reason_of_one_clause_lends_it_no_cure() -> None:
    clean, boxed = Exclusion(CLAUSE, ~CLEAN, Cure("clean it", {CLEAN: True})), Exclusion(CLAUSE, ~BOXED, Cure("bring the box", {BOXED: True}))
    policy = covering(all_of(), clean, boxed, record=Machine)
    decision = policy.adjudicate(curable({CLEAN: False, BOXED: True}).claim)
    assert decision.cures == ((clean, clean.cure),)


def test_a_denial_is_told_without_a_cure_that_cannot_be() -> None:
    told = [str(case.policy.adjudicate(case.claim)).splitlines() for case in (UNBOXED, NEITHER, UNDONE, AGAIN)]
    assert told == [
        ["DENIED    X0 t: not sealed"],
        ["DENIED    X0 t: seal not whole", "          X1 t: not sealed", "  cure    X0: do 0", "  cure    X1: do 1", "  then    approved"],
        ["DENIED    X0 t: not clean; not so: with box", "          X1 t: not so: with box", "  cure    X1: do 1", "  then    approved"],
        ["DENIED    X0 t: not clean", "  cure    X0: do 0", "  then    denied"],
    ]


def test_a_claim_of_a_derived_class_is_told_no_cure_that_its_own_constraints_rule_out() -> None:
    class Older(Machine):
        @classmethod
        def constraints(cls) -> tuple[Constraint, ...]:
            return (*super().constraints(), Constraint(cls.dusty, "dusty, as it is old", cls.dusty))

    class Mailbox(Box):
        @classmethod
        def constraints(cls) -> tuple[Constraint, ...]:
            return (*super().constraints(), Constraint(~cls.labeled, "never labeled", cls.labeled))

    policy = curable({}, (DUSTY, {DUSTY: False})).policy
    days = {fact.path[0]: day for fact, day in IN_TERM.items()}
    assert [len(policy.adjudicate(kind(dusty=True, **days)).cures) for kind in (Machine, Older)] == [1, 0]
    policy = curable({}, (~Machine.box.labeled, {Machine.box.labeled: True})).policy
    assert [len(policy.adjudicate(Machine(box=kind(labeled=False), **days)).cures) for kind in (Box, Mailbox)] == [1, 0]

    class Depot(Record):
        reported_on: Day = Day("Reported?", "desk", says="reported on {}")
        sold_on: Day = Day("Sold?", "desk", says="sold on {}")
        machine: Nested[Machine] = Nested(Machine)

    labeled = Depot.machine.box.labeled
    terms = covering(all_of(), Exclusion(CLAUSE, ~labeled, Cure("label it", {labeled: True})), record=Depot)
    claims_ = [Depot(machine=Machine(box=kind(labeled=False)), **days) for kind in (Box, Mailbox)]
    assert [len(terms.adjudicate(claim).cures) for claim in claims_] == [1, 0]


def test_of_cures_that_lift_as_much_the_most_are_told() -> None:
    when = DUSTY | (LOUD & CLEAN)
    one, other = {DUSTY: False, LOUD: True}, {DUSTY: False, LOUD: False}
    case = curable({DUSTY: True, LOUD: False, CLEAN: False}, (when, one), (when, other), (when, other))
    TOGETHER(case)
    assert [e.clause.id for e, _ in case.policy.adjudicate(case.claim).cures] == ["X1", "X2"]


def test_of_cures_that_do_not_go_together_so_many_sets_are_weighed_up_and_there_is_always_one_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    for most, told in ((0, ["X0"]), (2, ["X0"]), (3, ["X1"])):  # both, the one, the other
        monkeypatch.setattr(decisions, "MOST_SETS", most)
        assert [e.clause.id for e, _ in attrs.evolve(UNDONE.policy).adjudicate(UNDONE.claim).cures] == told


def test_a_cure_after_which_there_can_be_no_such_claim_is_none() -> None:
    class Torn(Machine):
        """Whatever is dusty is loud, and is not: there is nothing dusty."""

        @classmethod
        def constraints(cls) -> tuple[Constraint, ...]:
            return tuple(Constraint(~cls.dusty | each, "not dusty", cls.dusty, bounds=True) for each in (cls.loud, ~cls.loud))

    policy = covering(all_of(), Exclusion(CLAUSE, ~Torn.dusty, Cure("let it be", {Torn.dusty: True})), record=Torn)
    decision = policy.adjudicate(Torn(dusty=False, **{fact.path[0]: day for fact, day in IN_TERM.items()}))
    assert (decision.cures, decision.after_cure, decision.questions) == ((), NONE, ())


def test_of_what_refuses_one_way_or_the_other_the_clauses_that_stand_first_are_named() -> None:
    once, other, again = (Exclusion(Clause(name, "t", "x", "c"), when) for name, when in (("X1", CLEAN), ("X2", ~CLEAN), ("X3", ~CLEAN & ~CLEAN)))
    decision = covering(all_of(), once, other, again, record=Machine).adjudicate(curable({}).claim)
    (ground,) = decision.grounds
    assert [clause.id for clause in ground.clauses] == ["X1", "X2"]


def test_what_refuses_whatever_an_open_fact_is_refuses_for_certain() -> None:
    either = Exclusion(CLAUSE, any_of(Small.few <= 3, Small.few >= 3))
    decision = covering(all_of(), either).adjudicate(Small(**{fact.path[0]: day for fact, day in IN_TERM.items()}))
    (ground,) = decision.grounds
    assert (ground.kind, ground.clauses) == (Because.EXCLUDED, (CLAUSE,))
    assert [finding.truth for finding in decision.findings] == [True, True]


SOME = st.sampled_from([SHOP, *(covering(all_of(), Exclusion(CLAUSE, when)) for when in (MARK, any_of(), Small.few <= 3))])


@given(SOME.flatmap(lambda policy: st.tuples(st.just(policy), claims(policy))))
def test_the_table_of_tiers_names_the_one_that_responds(case: tuple[Policy[Any], Any]) -> None:
    policy, claim = case
    decision = policy.adjudicate(claim)
    named = policy.responding.of(claim).value
    assert named is decision.tier or (named is UNKNOWN and decision.outcome is Outcome.PENDING)


SABOTAGES_OF_ALL = {  # the law, a case, and what is broken
    "what the record rules out is told": (TOGETHER, UNBOXED, Policy, "_cures_apart", True),
    "each is done as if there were no other": (TOGETHER, NEITHER, Decision, "_lifting", all_alone),
    "each is looked at once": (TOGETHER, NEITHER, Decision, "_lifting", one_after_another),
    "the first is done whatever it rules out": (TOGETHER, UNDONE, Decision, "_lifting", one_after_another),
    "all or nothing is done": (TOGETHER, BACK, Decision, "_lifting", all_or_nothing),
    "what another cure lifts is done too": (TOGETHER, SHARED, Policy, "_cures_apart", property(constraints_alone)),
    "facts that go together are changed one by one": (TOGETHER, BOTH, Record, "_supposing", one_by_one),
    "constraints within records are not looked at": (
        TOGETHER,
        curable({SEALED: False, WHOLE: False}, (~WHOLE, {WHOLE: True})),
        Machine,
        "_constrained",
        classmethod(own_constraints),
    ),
    "constraints of the record itself are not looked at": (TOGETHER, DIRTY, Machine, "_constrained", Box._constrained),
}


@pytest.mark.parametrize("name", SABOTAGES_OF_ALL)
def test_that_law_of_cures_fails_where(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    law, case, owner, part, broken = SABOTAGES_OF_ALL[name]
    fresh = case._replace(policy=attrs.evolve(case.policy))  # it has worked out nothing yet
    law(case)
    monkeypatch.setattr(owner, part, broken)
    with pytest.raises((AssertionError, InputError)):
        law(fresh)


@pytest.mark.parametrize("name", SABOTAGES)
def test_that_law_fails_where(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    law, case, part, broken = SABOTAGES[name]
    law(case())
    monkeypatch.setattr(Exclusion, part, broken)
    with pytest.raises(AssertionError):
        law(case())


# --- Names ------------------------------------------------------------------------------------------------


def test_of_many_names_an_error_lists_some_and_says_how_many_there_are() -> None:
    few, many = [f"n{i}" for i in range(MOST_NAMES)], [f"n{i}" for i in range(MOST_NAMES)] + ["zebra"]
    assert nearest("?", few) == "one of " + ", ".join(sorted(few))
    assert nearest("n7", few) == "did you mean 'n7'?"
    assert nearest("?", many) == f"one of {len(many)}, such as {', '.join(sorted(many)[: MOST_NAMES // 4])}"
    assert nearest("?", many, ("n1", "zebra")) == f"one of {len(many)}, such as n1, zebra"


@pytest.mark.parametrize(
    ("rule", "facts"),
    [(MARK | FLAG, [MARK]), (~FLAG | Small.few.eq(3), [FLAG]), (MARK & ~FLAG, [MARK, FLAG]), (MARK & (FLAG | Small.few.eq(2)), [MARK, Small.few])],
)
def test_a_ground_rests_on_the_facts_that_decide_and_on_no_others(rule: Predicate, facts: list[Any]) -> None:
    claim = Small(mark=True, few=2, inner=Inner(flag=False), **{fact.path[0]: day for fact, day in IN_TERM.items()})
    (ground,) = covering(all_of(), Exclusion(CLAUSE, rule)).adjudicate(claim).grounds
    assert [known.fact for known in ground.because] == facts


def test_rules_that_read_other_facts_have_another_digest() -> None:
    assert len({covering(rule).digest for rule in (MARK, FLAG, MARK | FLAG, Small.few.eq(3), Small.many.eq(3), Small.few <= 3)}) == 6


@pytest.mark.parametrize("part", ["examples", "rereading", "examinations", "chances", "costs", "changes"])
def test_what_decides_nothing_leaves_the_digest_as_it_is(part: str) -> None:
    store = icenter.policy()
    assert (was := getattr(store, part))
    without = attrs.evolve(store, **{part: None if part == "rereading" else ()})
    assert getattr(without, part) != was
    assert without.digest == store.digest


class Holder(Record):
    second: YesNo = YesNo("Second?", "desk", yes="seconded", no="not seconded")


class Pair(Record):
    first: Nested[Holder] = Nested(Holder)
    second: Nested[Inner] = Nested(Inner, reach="this part", many="parts")
    third: Nested[Inner] = Nested(Inner, reach="this fault", many="faults")


def test_an_exclusion_reaches_as_far_as_what_it_reads() -> None:
    flags = Pair.second.flag, Pair.third.flag
    reached = {
        any_of(flags): "this part and this fault",
        all_of(flags): "this part and this fault",
        flags[1] | flags[0]: "this fault and this part",
        flags[0] & Pair.first.second: "this part",
        flags[0] | Pair.first.second: "any claim",
        Pair.first.second: "any claim",
    }
    assert {rule: Exclusion(CLAUSE, rule).reach for rule in reached} == reached
    assert (Pair.first.second.reach, Pair.second.flag.reach) == ("", "this part")


@attrs.frozen(slots=False)
class Asking(Condition):
    """A condition of one's own that is handed a function."""

    ask: Callable[[bool], bool]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (MARK,)

    def holds(self, *values: Any, **none: Any) -> bool:
        return self.ask(values[0])


def asked() -> Callable[[bool], bool]:
    return lambda marked: marked


def test_a_digest_goes_by_the_names_of_functions_and_not_by_where_they_lie() -> None:
    one, same, other = (covering(Asking(ask)) for ask in (asked(), asked(), bool))
    assert one.digest == same.digest != other.digest
    assert covering(Small.left.is_in({NONE, "A1"})).digest == covering(Small.left.is_in({"".join("A1"), NONE})).digest


def test_values_of_several_kinds_are_put_in_one_order_for_a_digest() -> None:
    some = [covering(Small.left.is_in(set(values))) for values in permutations((NONE, "A1", "B2"))]
    assert len({policy.digest for policy in some}) == 1


def test_the_digest_of_terms_stays_for_as_long_as_they_do() -> None:
    """Whoever filed it finds it again under a later version of the library; where it has to change, the changelog says so."""
    assert covering(MARK).digest[:12] == "bbce1f6eec71"
