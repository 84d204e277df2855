"""What the library offers to tests of its users: strategies, an assertion that explains itself, a pytest plugin."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from functools import reduce
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from hypothesis.errors import NoSuchExample
from shops import bicycles
from small import Color, Inner, Small, covering

from warranty_rules import (
    NONE,
    UNKNOWN,
    Cause,
    Claim,
    Day,
    DayOrNone,
    Decision,
    Inspection,
    Outcome,
    PartialSet,
    Party,
    Sale,
    SetOf,
    Whole,
    __version__,
    all_of,
    assertions,
    clean,
    pytest_plugin,
    testing,
)
from warranty_rules.assertions import assert_decision
from warranty_rules.errors import LogicError
from warranty_rules.facts import Fact
from warranty_rules.periods import otherwise
from warranty_rules.policies import icenter
from warranty_rules.predicates import Negation, Predicate
from warranty_rules.records import Record, assembled
from warranty_rules.testing import calendars, claims, partly_known, policies, predicates, records, values

STORE = icenter.policy()
RECORDS = [Claim, bicycles.Complaint, Small]

# --- Strategies ----------------------------------------------------------------------------------------


def variables(claim: Record) -> dict[Fact[Any], Any]:
    return {v: v.of(claim) for fact in claim.facts() for v in fact.variables if v.of(claim) is not UNKNOWN}


@st.composite
def known_and_less(draw: st.DrawFn) -> tuple[Any, Any]:
    record = draw(st.sampled_from(RECORDS))
    claim = draw(records(record) | st.just(clean(record)))
    return claim, draw(partly_known(claim))


@given(pair=known_and_less())
def test_of_a_partly_known_claim_less_is_known_and_learning_gives_it_back(pair: Any) -> None:
    claim, less = pair
    known, left = variables(claim), variables(less)
    assert left.items() <= known.items()
    assert set(less.assumptions()) == set(claim.assumptions()) & left.keys()
    learnt = reduce(lambda so_far, fact: so_far.learn(fact, known[fact]), known.keys() - left.keys(), less)
    again = reduce(lambda so_far, fact: so_far.assume(fact), set(claim.assumptions()) - left.keys(), learnt)
    assert again == claim


OFTEN = settings(max_examples=2_000, phases=[Phase.generate], suppress_health_check=list(HealthCheck), database=None)


@pytest.mark.parametrize(
    "wanted",
    [
        lambda less: not variables(less),
        lambda less: not any(v.stage == "technician" for v in variables(less)) and less.knows(Claim.card.present),
        lambda less: not less.knows(Claim.card.present),
        lambda less: less.knows(Claim.card.present),
        lambda less: less.inspection.opened_by is not UNKNOWN and not less.knows(Claim.inspection.opened_by),
    ],
    ids=["nothing known", "a stage not asked", "a fact forgotten", "a fact kept", "a set half known"],
)
def test_partly_known_claims_differ(wanted: Callable[[Claim], bool]) -> None:
    assert wanted(find(partly_known(st.just(clean(Claim))), wanted, settings=OFTEN))


def test_of_a_claim_of_which_nothing_is_known_nothing_is_forgotten() -> None:
    assert find(partly_known(Claim()), lambda _: True) == Claim()


@given(data=st.data(), complete=st.booleans(), record=st.sampled_from(RECORDS))
def test_a_record_is_put_together_from_what_is_known_of_it(data: st.DataObject, complete: bool, record: Any) -> None:
    claim = data.draw(records(record, complete=complete))
    assert assembled(record, variables(claim)) == claim


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize("policy", [STORE, bicycles.policy()], ids=lambda policy: policy.id)
def test_claims_for_a_policy_are_reported_around_the_ends_of_its_covers(policy: Any) -> None:
    left = {("first", 0), ("first", 1), ("last", -1), ("last", 0), ("last", 1)}

    def all_seen(claim: Any) -> bool:
        reported, decision = policy.ranked[0].when.of(claim), Decision(policy, claim)
        ends = {end: [decision._days(tier)[end == "last"] for tier in policy.ranked] for end, _ in left}
        seen = {(end, days) for end, days in left if any(isinstance(day, date) and reported == day + timedelta(days) for day in ends[end])}
        left.difference_update(seen)
        return not left

    find(claims(policy), all_seen, settings=OFTEN)


@pytest.mark.heavy  # two hundred claims
def test_of_three_in_ten_claims_for_a_policy_or_more_a_stage_was_not_asked() -> None:
    stages, found = {variable.stage for fact in bicycles.Complaint.facts() for variable in fact.variables}, []

    @settings(OFTEN, max_examples=200)
    @given(claims(bicycles.policy()))
    def draw(claim: Any) -> None:
        found.append({variable.stage for variable in variables(claim)} < stages)

    draw()
    assert sum(found) >= 0.3 * len(found) > 10


def is_(value: object) -> Callable[[object], bool]:
    return lambda found: found == value


def drawn_of(strategy: Any, times: int = 200) -> list[Any]:
    found: list[Any] = []

    @settings(max_examples=times, phases=[Phase.generate], database=None, deadline=None, suppress_health_check=[*HealthCheck])
    @given(strategy)
    def draw(one: Any) -> None:
        found.append(one)

    draw()
    return found


AS_IT_IS_IN_ORDER = (False, Color.RED, False, frozenset[object]())
MODELS = values(bicycles.Complaint.bicycle.model.field)
LEAST = Whole("Years?", "desk", says="{} years", unit="years", least=5)
REACHED: dict[str, tuple[Any, Callable[[Any], Any]]] = {
    "a day where there may be none": (values(Small.delivered_on.field), lambda day: day is not NONE),
    "no day": (values(Small.delivered_on.field), is_(NONE)),
    "a leap day": (values(Small.sold_on.field), is_(date(2024, 2, 29))),
    "the day after one": (values(Small.sold_on.field), is_(date(2024, 3, 1))),
    "the end of a year": (values(Small.sold_on.field), is_(date(2023, 12, 31))),
    "a text of words alone": (MODELS, str.isalpha),
    "a text with what HTML escapes": (MODELS, lambda text: {*"<>&"} <= {*text}),
    "a word": (MODELS, is_("a")),
    "another word": (MODELS, is_("b")),
    "what looks escaped already": (MODELS, is_("<b>&amp;</b>")),
    "the least number": (values(LEAST), is_(5)),
    "fourteen more": (values(LEAST), is_(19)),
    "an unknown fact": (records(Small), lambda small: not small.knows(Small.color)),
    "all facts unknown but one": (records(Small), lambda small: len(variables(small)) == 1),
    "a set half known": (records(Inner), lambda inner: isinstance(inner.things, PartialSet)),
    "a set of which nothing is known": (records(Inner), lambda inner: inner.things is UNKNOWN),
    "a set known": (records(Inner), lambda inner: isinstance(inner.things, frozenset) and inner.things),
    "all in order": (records(Small), lambda small: (small.mark, small.color, small.inner.flag, small.inner.things) == AS_IT_IS_IN_ORDER),
    "out of order": (records(Small), lambda small: small.mark is True and small.color is Color.BLUE),
    "one tier": (policies(Small), lambda policy: len(policy.ranked) == 1),
    "three tiers": (policies(Small), lambda policy: len(policy.ranked) == 3),
    "no exclusion": (policies(Small), lambda policy: not policy.exclusions),
    "no exclusion for any tier to have": (policies(Small), lambda policy: not any(clause.id.startswith("X") for clause in policy.clauses)),
    "four exclusions": (policies(Small), lambda policy: len(policy.exclusions) == 4),
    "a tier without the exclusions of another": (
        policies(Small),
        lambda policy: any(policy.ranked[0].exclusions) and not policy.ranked[-1].exclusions,
    ),
    "a tier without the first alone": (policies(Small), lambda policy: policy.ranked[0].exclusions == policy.ranked[-1].exclusions[1:] != ()),
    "a term that begins after another": (policies(Small), lambda policy: any(tier.term.after for tier in policy.ranked)),
    "a term that begins at once": (policies(Small), lambda policy: not any(tier.term.after for tier in policy.ranked)),
    "a length for each color": (policies(Small), lambda policy: any(Small.color in tier.term.reads for tier in policy.ranked)),
    "a holiday without a name": (calendars(), lambda calendar: "closed" in calendar.holidays.values()),
    "a holiday with a name": (calendars(), lambda calendar: "stocktaking" in calendar.holidays.values()),
    "a holiday with a name that HTML escapes": (calendars(), lambda calendar: "Founders' Day" in calendar.holidays.values()),
    "a weekend of Friday and Saturday": (calendars(), lambda calendar: {*calendar.weekend} == {4, 5}),
    "a break in January": (calendars(), lambda calendar: any("01-01" in str(closure) for closure in calendar.closures)),
    "the negation of a rule": (predicates(Small), lambda rule: isinstance(rule, Negation)),
}


@pytest.mark.parametrize(("drawn", "wanted"), REACHED.values(), ids=REACHED)
def test_it_is_drawn_too(drawn: Any, wanted: Callable[[Any], Any]) -> None:
    assert wanted(find(drawn, lambda found: bool(wanted(found)), settings=OFTEN))


@given(number=values(LEAST), things=values(Claim.fault.causes.field), policy=policies(Small, size=2), calendar=calendars())
def test_what_is_drawn_keeps_its_bounds(number: int, things: frozenset[Any], policy: Any, calendar: Any) -> None:
    assert 5 <= number <= 19
    assert {*calendar.holidays.values()} <= {"closed", "stocktaking", "Founders' Day"}
    assert len(calendar.working_days) <= 4
    assert all(len(rule.conditions) <= 2 for tier in policy.ranked for rule in (tier.goods, *(each.when for each in tier.requirements)))
    assert min(len(things), len(Cause) - len(things)) <= 3
    assert len(policy.ranked) <= 3
    assert len(policy.exclusions) <= 4


@given(policy=policies(Small))
def test_a_drawn_policy_promises_something_for_all(policy: Any) -> None:
    assert (policy.id, policy.title, policy.returns.of(Small()).value.label) == ("random", "random terms", "somebody")
    for tier in policy.ranked:
        promised = [getattr(tier.service, name).of(Small()).value for name in ("provider", "remedy", "payer", "loaner", "window")]
        assert [getattr(each, "label", each) for each in promised] == ["somebody", "repair", "somebody", False, "no time promised"]
        assert tier.service.remedy.of(Small()).value.value == "repair"
        assert tier.when == policy.accepted_on == Small.reported_on


class DaysLast(Record):
    """A record whose first facts have an order, and are no days on which there can be a claim."""

    years: Whole = Whole("Years?", "desk", says="{} years", unit="years", most=9)
    returned_on: DayOrNone = DayOrNone("Returned?", "desk", says="returned on {}", none="kept")
    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")


@given(policy=policies(DaysLast))
def test_drawn_tiers_hang_on_days_alone(policy: Any) -> None:
    for tier in policy.ranked:
        assert tier.when == policy.accepted_on == DaysLast.reported_on
        assert tier.start in {DaysLast.sold_on, DaysLast.returned_on, otherwise(DaysLast.returned_on, DaysLast.sold_on)}


def test_a_claim_is_drawn_for_a_cover_that_lasts_as_long_as_days_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Decision, "_days", lambda *_: (date.max, date.max))
    assert all(claim.knows(Small.sold_on) for claim in drawn_of(claims(covering(all_of()), complete=True), 40))


@given(claim=st.sampled_from([*RECORDS, bicycles.policy()]).flatmap(lambda of: claims(of, complete=True)))
def test_complete_claims_leave_nothing_open(claim: Any) -> None:
    assert all(claim.knows(fact) for fact in claim.facts())


@given(policy=policies(Small), data=st.data())
def test_claims_for_a_policy_are_of_its_record_class(policy: Any, data: st.DataObject) -> None:
    assert type(data.draw(claims(policy))) is Small


@pytest.mark.parametrize("size", [0, 3, 11, 12])
def test_drawn_sets_hold_few_members_or_nearly_all(size: int) -> None:
    assert len(find(values(Claim.fault.causes.field), lambda found: len(found) == size, settings=OFTEN)) == size


class Alone(Record):
    causes: SetOf[Cause] = SetOf(Cause, "Causes?", "bench", says="caused by {}", empty="no cause")


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize("left", [1, 2, 3, 9, 11])
def test_of_drawn_half_known_sets_one_member_or_many_are_open(left: int) -> None:
    def so(found: Alone) -> bool:
        return sum(v.of(found) is UNKNOWN for v in Alone.causes.members) == left

    assert so(find(records(Alone), so, settings=OFTEN))


@pytest.mark.parametrize(
    "call", [claims, records, predicates, lambda wrong: find(policies(wrong), bool)], ids=["claims", "records", "predicates", "policies"]
)
@pytest.mark.parametrize("wrong", [None, 4, Claim(), Claim.card.present], ids=["None", "4", "a claim", "a fact"])
def test_what_is_no_record_class_is_refused(call: Callable[[Any], object], wrong: Any) -> None:
    with pytest.raises(LogicError, match=r"^a record class is needed, such as policy\.record; got "):
        call(wrong)


def test_no_policy_is_drawn_for_a_record_without_two_days() -> None:
    with pytest.raises(LogicError, match="^a policy needs a record class with two facts that are a Day"):
        find(policies(Inspection), bool)


@pytest.mark.heavy  # hundreds of records
def test_of_records_in_order_nearly_all_facts_are_clean_those_of_records_within_too() -> None:
    tidy = drawn_of(testing._records(Small, complete=False, tidy=True))
    for clean_ in ([small.color is Color.RED for small in tidy], [small.inner.flag is False for small in tidy]):
        assert sum(clean_) > 0.8 * len(tidy) > 100
    assert any(small.color is UNKNOWN for small in tidy)


@pytest.mark.heavy  # hundreds of records
def test_of_records_out_of_order_between_a_quarter_and_a_half_of_the_facts_are_open() -> None:
    wild = drawn_of(testing._records(Small, complete=False, tidy=False), 400)
    opened = [fact.of(small) is UNKNOWN for small in wild for fact in (Small.mark, Small.color, Small.few, Small.many)]
    assert 0.25 < sum(opened) / len(opened) < 0.5


@given(calendar=calendars(), day=st.dates(date(2023, 1, 1), date(2026, 1, 1)), n=st.integers(1, 30))
def test_drawn_calendars_count(calendar: Any, day: date, n: int) -> None:
    assert calendar.count(day, calendar.add(day, n)) == n


@pytest.mark.parametrize(
    "wanted",
    [
        lambda c: not c.weekend,
        lambda c: len(c.weekend) == 6,
        lambda c: c.holidays,
        lambda c: c.closures,
        lambda c: any(day.weekday() in c.weekend for day in c.working_days),
    ],
    ids=["no weekend", "one open weekday", "closed days", "a break", "a make-up day at a weekend"],
)
def test_drawn_calendars_differ(wanted: Callable[[Any], object]) -> None:
    found = find(calendars(), lambda c: bool(wanted(c)), settings=OFTEN)
    assert wanted(found)


@given(calendars())
def test_a_drawn_break_is_of_two_weeks(calendar: Any) -> None:
    assert [len([*break_.days(date(2026, 1, 1), date(2026, 12, 31))]) for break_ in calendar.closures] == [14] * len(calendar.closures)


@pytest.mark.heavy  # hundreds of calendars
def test_no_drawn_calendar_has_two_breaks() -> None:
    with pytest.raises(NoSuchExample):
        find(calendars(), lambda calendar: len(calendar.closures) > 1, settings=settings(OFTEN, max_examples=300))


@pytest.mark.heavy  # a search
def test_half_known_sets_say_too_what_is_not_in_them() -> None:
    def says(found: Alone) -> bool:
        return len(getattr(found.causes, "yes", ())) == 1 and len(getattr(found.causes, "no", ())) > 1

    assert says(find(records(Alone), says, settings=OFTEN))


def test_the_simplest_claim_of_which_less_is_known_is_the_claim_itself() -> None:
    assert find(partly_known(IN_ORDER), lambda claim: True) == IN_ORDER


@pytest.mark.heavy  # a search for each
def test_terms_of_no_length_and_of_some_are_drawn() -> None:
    for term in ("0 months", "1 month", "2 months", "1 month, then 0 months", "1 month, then 2 months", "by color: .*"):
        assert find(policies(Small), lambda policy: any(re.fullmatch(term, str(tier.term)) for tier in policy.ranked), settings=OFTEN)


# --- assert_decision -----------------------------------------------------------------------------------

USED = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
IN_ORDER = clean(Claim, sale=USED, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20))
DENIED = STORE.adjudicate(IN_ORDER.replace(Claim.inspection.opened_by, {Party.BUYER}).replace(Claim.inspection.package_damaged, value=True))
LOST = STORE.adjudicate(IN_ORDER.replace(Claim.card.present, value=False))
PENDING = STORE.adjudicate(clean(Claim, sale=USED, claimed_on=date(2026, 7, 20), inspection=clean(Inspection, opened_by=UNKNOWN)))
APPROVED = STORE.adjudicate(IN_ORDER)
EITHER = STORE.adjudicate(clean(Claim, claimed_on=date(2026, 3, 20), sale=Sale(sold_here=True, sold_on=date(2026, 3, 2), contract_months=6)))
E04, E17 = STORE.clause("E04"), STORE.clause("E17")

HOLDS: list[tuple[Any, dict[str, Any]]] = [
    *((DENIED, {"outcome": outcome}) for outcome in (Outcome.DENIED, "denied")),
    *((DENIED, {"cites": cites}) for cites in (["E04", "E17"], {E17, E04}, ("E17", E04), (id_ for id_ in ("E17", "E04", "E04")))),
    *((LOST, {"cites": cites, "cures": cites}) for cites in ("E01", {"E01"}, LOST.grounds[0].clauses[0])),
    *((APPROVED, {"tier": tier}) for tier in ("used", STORE.tiers["used"])),
    *((DENIED, {"tier": tier}) for tier in (NONE, "none")),
    *((DENIED, {"remedy": remedy}) for remedy in (NONE, "none")),
    *((EITHER, {"tier": tier}) for tier in (UNKNOWN, "unknown")),
    *((PENDING, {"asks": asks}) for asks in ("inspection.opened_by", Claim.inspection.opened_by, [Claim.inspection.opened_by])),
    (APPROVED, {"outcome": "approved", "cites": (), "asks": [], "cures": set()}),
]
FAILS: list[tuple[Any, dict[str, Any], list[str]]] = [
    (DENIED, {"outcome": "approved"}, ["  outcome  expected approved, but it is denied"]),
    (DENIED, {"cites": "E04"}, ["  cites    expected E04, but it is E04, E17"]),
    (DENIED, {"cites": ["E04", "E17", "E01"]}, ["  cites    expected E04, E17, E01, but it is E04, E17"]),
    (DENIED, {"cites": ()}, ["  cites    expected nothing, but it is E04, E17"]),
    (APPROVED, {"cites": "E04"}, ["  cites    expected E04, but it is nothing"]),
    (APPROVED, {"tier": "new"}, ["  tier     expected new, but it is used"]),
    (APPROVED, {"tier": NONE}, ["  tier     expected none, but it is used"]),
    (EITHER, {"tier": NONE}, ["  tier     expected none, but it is unknown"]),
    (PENDING, {"asks": ()}, ["  asks     expected nothing, but it is inspection.opened_by"]),
    (PENDING, {"asks": "card.present"}, ["  asks     expected card.present, but it is inspection.opened_by"]),
    (LOST, {"cures": ()}, ["  cures    expected nothing, but it is E01"]),
    (APPROVED, {"remedy": "replacement"}, ["  remedy   expected replacement, but it is repair_first"]),
    (
        PENDING,
        {"outcome": Outcome.DENIED, "asks": "inspection.opened_by", "cites": E04},
        ["  outcome  expected denied, but it is pending", "  cites    expected E04, but it is nothing"],
    ),
]


@pytest.mark.parametrize(("decision", "expected"), HOLDS)
def test_what_is_so_is_asserted_in_silence(decision: Any, expected: dict[str, Any]) -> None:
    assert_decision(decision, **expected)


@pytest.mark.parametrize(("decision", "expected", "lines"), FAILS)
def test_what_is_not_so_is_told_with_what_was_decided_and_why(decision: Any, expected: dict[str, Any], lines: list[str]) -> None:
    with pytest.raises(AssertionError) as caught:
        assert_decision(decision, **expected)
    assert str(caught.value) == "\n".join(["the decision is not the one expected", *lines, str(decision)])


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ({}, "nothing is expected of the decision: give outcome, cites, tier, asks, cures or remedy"),
        ({"cites": "E4"}, "cites: the policy has no 'E4': did you mean 'E"),
        ({"cites": ["E04", "E99"]}, "cites: the policy has no 'E99'"),
        ({"cures": bicycles.X1.clause}, "cures: the policy has no 'X1'"),
        ({"tier": "usd"}, "tier: the policy has no 'usd': did you mean 'used'"),
        ({"outcome": "refused"}, "outcome: the policy has no 'refused': one of approved, denied, pending"),
        ({"outcome": True}, "outcome: "),
        ({"asks": "inspection.opened"}, "asks: the policy has no 'inspection.opened': did you mean 'inspection.opened_by'"),
        ({"asks": Claim.inspection.opened_by.has(Party.BUYER)}, "asks: the policy has no 'inspection.opened_by has buyer'"),
        ({"cites": 4}, "cites: "),
        ({"remedy": "refund"}, "remedy: the policy has no 'refund': one of none, repair, repair_first, replacement, unknown"),
    ],
)
def test_an_expectation_that_no_decision_can_meet_is_refused(expected: dict[str, Any], told: str) -> None:
    with pytest.raises(LogicError) as caught:
        assert_decision(DENIED, **expected)
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("wrong", [None, "denied", Outcome.DENIED, IN_ORDER, [DENIED]], ids=["None", "a word", "an outcome", "a claim", "a list"])
def test_what_is_no_decision_is_refused(wrong: Any) -> None:
    with pytest.raises(LogicError, match="a decision is needed"):
        assert_decision(wrong, outcome="denied")


def test_questions_are_searched_for_only_where_something_is_expected_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def searched(decision: object) -> object:
        raise RuntimeError("searched")

    monkeypatch.setattr(type(PENDING), "questions", property(searched))
    assert_decision(PENDING, outcome="pending", cites=())
    with pytest.raises(RuntimeError):
        assert_decision(PENDING, asks=())


# --- The plugin ----------------------------------------------------------------------------------------

SUITE = '''
"""A suite of a user's own."""

import sys

import pytest
from warranty_rules import Claim, Sale, clean

LOADED = {name for name in sys.modules}


def test_fixtures(store_policy, assert_decision):
    decision = store_policy.adjudicate(clean(Claim, sale=Sale(sold_here=False)))
    assert_decision(decision, outcome="denied", cites="G0")


def test_a_failure_explains_itself(store_policy, assert_decision):
    assert_decision(store_policy.adjudicate(Claim()), outcome="denied")


def test_nothing_heavy_was_loaded_with_the_plugin():
    assert not {"warranty_rules.testing", "warranty_rules.policies.icenter", "holidays", "numpy"} & LOADED
'''


def test_the_plugin_is_found_by_pytest_itself() -> None:
    found = [point for point in entry_points(group="pytest11") if point.name == "warranty_rules"]
    assert [point.value for point in found] == ["warranty_rules.pytest_plugin"], "install the package again: its entry points changed"


def test_a_suite_in_a_fresh_folder_has_the_fixtures_and_the_line(tmp_path: Path) -> None:
    (tmp_path / "test_suite.py").write_text(SUITE, encoding="utf-8")
    words = ["-W", "error", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "test_suite.py"]
    done = subprocess.run([sys.executable, "-m", "pytest", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 failed, 2 passed" in done.stdout, done.stdout + done.stderr
    assert "\nwarranty_rules: " in done.stdout
    told = [line.removeprefix("E").strip() for line in done.stdout.splitlines() if line.startswith("E ")]
    assert told[:3] == [
        "AssertionError: the decision is not the one expected",
        "outcome  expected denied, but it is pending",
        "PENDING   no tier is settled yet",
    ]
    assert "assertions.py" not in done.stdout  # the failure is shown where the test stands


def test_the_fixtures_are_what_they_say(store_policy: Any, assert_decision: Any, request: pytest.FixtureRequest) -> None:
    assert store_policy == STORE
    assert store_policy is request.getfixturevalue("store_policy")
    assert assert_decision is assertions.assert_decision
    assert pytest_plugin.pytest_report_header() == f"warranty_rules: {__version__}"


def test_the_plugin_loads_nothing_heavy() -> None:
    heavy = ["hypothesis", "holidays", "json", "numpy", "dateutil.rrule", "argparse", "random"]
    code = (
        "import sys, pytest; "
        f"before = set(sys.modules); [sys.modules.pop(name, None) for name in {heavy}]; "
        "import warranty_rules.pytest_plugin; "
        f"print(*(name for name in {heavy} if name in sys.modules), *(n for n in set(sys.modules) - before if n.startswith('warranty_rules')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sorted(done.stdout.split()) == ["warranty_rules", "warranty_rules._version", "warranty_rules.pytest_plugin"]


def test_the_fixture_for_decisions_needs_no_hypothesis() -> None:
    code = "import sys; sys.modules['hypothesis'] = None; from warranty_rules.assertions import assert_decision; print(assert_decision.__name__)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "assert_decision\n"


@pytest.mark.heavy  # hundreds of predicates
def test_every_kind_of_condition_is_drawn() -> None:
    found: set[str] = set()

    @settings(max_examples=400, phases=[Phase.generate])
    @given(predicates(Small))
    def draw(drawn: Predicate) -> None:
        found.update(re.sub(r"\d+", "N", str(each)) for each in drawn.conditions)

    draw()
    wanted = {"few <= N", "few > N", "few is N", "few is many", "few <= many", "left is right", "color is green", "inner.things has box", "mark"}
    assert wanted - found == set()


def test_a_failed_assertion_shows_the_test_and_not_the_library() -> None:
    with pytest.raises(AssertionError) as error:
        assert_decision(STORE.adjudicate(Claim()), outcome="denied")
    assert [Path(str(each.path)).name for each in error.traceback.filter(error)] == ["test_testing.py"]


def test_three_in_four_claims_are_reported_about_an_end_of_a_cover_where_they_can_be() -> None:
    """Of eight ways one lies before the sale, where there is no claim, and two leave the day as it was drawn; which often lies there too."""
    policy, found = covering(all_of()), list[bool]()

    @settings(max_examples=400, phases=[Phase.generate], database=None)
    @given(claims(policy, complete=True))
    def draw(claim: Small) -> None:
        ends = [end for end in Decision(policy, claim)._days(policy.ranked[0]) if isinstance(end, date)]
        found.append(any(abs((claim.reported_on - end).days) <= 1 for end in ends))

    draw()
    assert 0.78 < sum(found) / len(found) < 0.9, f"{sum(found)} of {len(found)}"
