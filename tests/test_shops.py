"""Other shops' terms, stated without touching the library: their own examples, exactness, and what the library knows of them."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections import Counter
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import attrs
import brute
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from test_exactness import LAW, cases

import warranty_rules
from warranty_rules import NONE, UNKNOWN, Outcome, Policy, clean, completions
from warranty_rules.analysis.lint import Kind
from warranty_rules.errors import LogicError, PolicyError
from warranty_rules.documents import decision_document, decision_schema, plain
from warranty_rules.examples import differences
from warranty_rules.policies import icenter
from warranty_rules.predicates import evaluate
from warranty_rules.testing import records
from warranty_rules.tiers import State, Tier
from warranty_rules.wording import policy_text

SHOPS = Path(__file__).parents[1] / "examples" / "policies"
SRC = Path(warranty_rules.__file__).parent


def shop(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"example_{name}", SHOPS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its predicates and records can then be pickled, as those of any module can
    spec.loader.exec_module(module)
    return module


MODULES = {path.stem: shop(path.stem) for path in sorted(SHOPS.glob("*.py"))}
POLICIES: dict[str, Policy[Any]] = {name: module.POLICY for name, module in MODULES.items()}
maker, marketplace, phone_maker = (MODULES[name] for name in ("maker", "marketplace", "phone_maker"))


@pytest.mark.parametrize("name", POLICIES)
def test_a_shops_own_examples_are_decided_as_it_says(name: str) -> None:
    checked = POLICIES[name].check()
    assert len(checked) >= 12
    assert {each.decision.outcome for each in checked} == set(Outcome)


@pytest.mark.parametrize(
    ("delivered", "end", "state", "in_force"),
    [
        (NONE, NONE, State.NOT_YET, False),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (date(2026, 3, 5), date(2027, 3, 5), State.IN_FORCE, True),
    ],
    ids=str,
)
def test_a_tier_that_starts_on_a_day_that_there_is_not_covers_no_day(delivered: Any, end: Any, state: Any, in_force: Any) -> None:
    policy = attrs.evolve(marketplace.POLICY, ranked=(attrs.evolve(marketplace.YEAR, start=marketplace.Return.delivered),), examples=())
    decision = policy.adjudicate(marketplace.claim(delivered=delivered))
    (cover,) = decision.coverage
    assert (cover.first, cover.last, cover.state, cover.in_force) == (delivered, end, state, in_force)
    told = decision_document(decision)
    assert [told["coverage"][0][name] for name in ("first", "last")] == [plain(delivered), plain(end)]
    assert [(ground.kind.value, ground.clauses, ground.day) for ground in decision.grounds] == (
        [("not_yet", (marketplace.S1,), NONE)] if delivered is NONE else []
    )
    assert Draft202012Validator(decision_schema(policy)).is_valid(told)
    assert "none" not in str(decision).lower()


@pytest.mark.parametrize("name", POLICIES)
def test_a_shop_fits_in_150_lines_and_the_library_does_not_name_it(name: str) -> None:
    assert len((SHOPS / f"{name}.py").read_text(encoding="utf-8").splitlines()) <= 150
    names = {name, POLICIES[name].id, POLICIES[name].id.replace("-", " ")}
    assert [path.name for path in SRC.rglob("*.py") if any(word in path.read_text(encoding="utf-8").lower() for word in names)] == []


@pytest.mark.heavy  # brute force over completions
@pytest.mark.parametrize("name", POLICIES)
@given(data=st.data())
def test_a_shops_outcomes_and_questions_are_exact(name: str, data: st.DataObject) -> None:
    LAW(data.draw(cases(st.just(POLICIES[name]))))


@pytest.mark.parametrize("name", POLICIES)
def test_every_exclusion_of_a_shop_refuses_in_one_of_its_examples_or_is_listed(name: str) -> None:
    cited = {clause.id for each in POLICIES[name].check() for ground in each.decision.grounds for clause in ground.clauses}
    untold = {"maker": {"X3", "X4", "X5"}, "marketplace": {"X1"}, "phone_maker": {"X3", "X4", "X5", "X6", "X7"}}  # of the kind of others that are
    assert {exclusion.clause.id for exclusion in POLICIES[name].exclusions} - cited == untold[name]


@pytest.mark.parametrize("seed", ["1", "2", "3"])
def test_a_policy_has_the_same_digest_in_every_process(seed: str) -> None:
    code = f"import importlib, sys; sys.path[:0] = [{str(SRC.parent)!r}, {str(SHOPS)!r}]"
    code += f"; print({{name: importlib.import_module(name).POLICY.digest for name in {[*POLICIES]!r}}})"
    env = {"PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
    assert done.stdout == f"{ {name: policy.digest for name, policy in POLICIES.items()} }\n"


# --- What each was chosen to stretch --------------------------------------------------------------------


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)), st.integers(0, 500), st.integers(0, 900))
def test_a_replacement_is_covered_for_the_rest_of_the_year_or_90_days(bought: date, after: int, later: int) -> None:
    replaced, reported = bought + timedelta(after), bought + timedelta(later)
    assume(replaced <= reported)
    year = bought.replace(year=bought.year + 1) if (bought.month, bought.day) != (2, 29) else date(bought.year + 1, 2, 28)
    covered = reported <= max(year, replaced + timedelta(90))
    decision = maker.POLICY.adjudicate(maker.case(bought=bought, replaced=replaced, reported=reported))
    assert (decision.outcome is Outcome.APPROVED) is covered


@pytest.mark.parametrize("part", phone_maker.Part)
@given(bought=st.dates(date(2019, 1, 1), date(2026, 3, 2)) | st.just(date(2024, 2, 29)))
def test_each_part_has_its_own_period(part: Any, bought: date) -> None:
    (cover,) = phone_maker.POLICY.adjudicate(phone_maker.complaint(part=part, bought=bought, capacity=60)).coverage
    year = date(bought.year + 1, 2, 28) if (bought.month, bought.day) == (2, 29) else bought.replace(year=bought.year + 1)
    assert cover.last == (bought + timedelta(90) if part is phone_maker.Part.CASE else year)


LADDER = {  # repairable, in stock: the remedy
    (True, True): "repair",
    (True, False): "repair",
    (True, UNKNOWN): "repair",
    (False, True): "replacement",
    (False, False): "refund",
    (False, UNKNOWN): "replacement_first",
    (UNKNOWN, True): "repair_first",
    (UNKNOWN, False): "repair_first",
    (UNKNOWN, UNKNOWN): "repair_first",
}


@pytest.mark.parametrize(("repairable", "in_stock"), LADDER)
def test_the_ladder_of_remedies_promises_what_is_left_of_it(repairable: Any, in_stock: Any) -> None:
    decision = marketplace.POLICY.adjudicate(marketplace.claim(repairable=repairable, in_stock=in_stock))
    service = decision.service
    assert service is not NONE
    assert service.remedy.value == LADDER[repairable, in_stock]
    assert service.needs == ()
    words = str(decision)
    assert ("a like phone" in words, "a refund" in words) == {
        "repair": (False, False),
        "replacement": (True, False),
        "refund": (False, True),
        "replacement_first": (True, True),
        "repair_first": (in_stock is not False, in_stock is not True),
    }[service.remedy.value]


@given(st.dates(date(2026, 5, 4), date(2035, 12, 31)))
def test_a_clock_of_calendar_days_counts_every_day(received: date) -> None:
    service = marketplace.POLICY.adjudicate(marketplace.claim(received=received)).service
    assert service is not NONE
    assert (service.dates.earliest, service.dates.latest) == (received, received + timedelta(45))


def test_a_start_falls_back_on_none_and_never_on_unknown() -> None:
    year_from = {
        "delivered": marketplace.claim(),
        "collected": marketplace.claim(delivered=NONE),
        "not known": marketplace.claim(delivered=UNKNOWN),
        "the order not known": marketplace.claim(ordered=UNKNOWN),
        "collected, the order not known": marketplace.claim(delivered=NONE, ordered=UNKNOWN),
    }
    found = {name: marketplace.POLICY.adjudicate(claim).coverage[0].first for name, claim in year_from.items()}
    assert found == {
        "delivered": date(2026, 3, 5),
        "collected": date(2026, 3, 2),
        "not known": UNKNOWN,
        "the order not known": date(2026, 3, 5),
        "collected, the order not known": UNKNOWN,
    }


# --- A policy that checks itself ------------------------------------------------------------------------

CHECKABLE = {**POLICIES, "the store": icenter.policy()}


@pytest.mark.parametrize("name", CHECKABLE)
def test_a_policy_without_one_of_its_exclusions_finds_its_examples_decided_otherwise(name: str) -> None:
    policy = CHECKABLE[name]
    cited = {clause.id for each in policy.check() for ground in each.decision.grounds for clause in ground.clauses}
    for gone in (exclusion for exclusion in policy.exclusions if exclusion.clause.id in cited):
        ranked = [attrs.evolve(tier, exclusions=tuple(e for e in tier.exclusions if e != gone)) for tier in policy.ranked]
        with pytest.raises(
            PolicyError, match=r"examples of .* are decided otherwise; mend the rule or the example:\n  .*: (outcome|cites): expected"
        ):
            attrs.evolve(policy, ranked=tuple(ranked)).check()


def test_every_wrong_example_is_named_with_what_was_expected_and_got() -> None:
    policy = marketplace.POLICY
    wrong = [attrs.evolve(example, tier="accident-plan", remedy="refund", asks=("delivered",)) for example in policy.examples[:2]]
    with pytest.raises(PolicyError) as caught:
        attrs.evolve(policy, examples=(*wrong, *policy.examples[2:])).check()
    assert str(caught.value).splitlines() == [
        "2 of 13 examples of second-spring are decided otherwise; mend the rule or the example:",
        *(
            f"  {title}: tier: expected accident-plan, got seller; asks: expected delivered, got nothing; remedy: expected refund, got repair_first"
            for title in ("a fault in the second month", "a year from the delivery")
        ),
    ]


def test_examples_are_no_part_of_what_decides() -> None:
    policy = maker.POLICY
    assert attrs.evolve(policy, examples=()) == policy


def test_two_examples_of_one_title_are_refused() -> None:
    with pytest.raises(PolicyError, match="title of an example used twice: a dent; give each its own"):
        dent = next(example for example in maker.EXAMPLES if example.title == "a dent")
        attrs.evolve(maker.POLICY, examples=(dent, dent))


@pytest.mark.parametrize("outcome", [Outcome.DENIED, Outcome.PENDING])
def test_an_example_that_cannot_fail_for_the_right_reason_is_refused(outcome: Outcome) -> None:
    with pytest.raises(PolicyError, match="the example 'x' is (denied: say the ids|pending: say the paths)"):
        maker.Example("x", clean(maker.Case), outcome)


@pytest.mark.parametrize("cites", [("X1",), ("X8",), ("X1", "X2", "X8"), ("X1", "X2")])
def test_an_example_names_all_the_clauses_that_deny_it_and_no_others(cites: tuple[str, ...]) -> None:
    worn = next(example for example in maker.EXAMPLES if set(example.cites or ()) == {"X1", "X8"})
    with pytest.raises(PolicyError, match=f"cites: expected {', '.join(cites)}, got X1, X8"):
        attrs.evolve(maker.POLICY, examples=(attrs.evolve(worn, cites=cites),)).check()


def test_an_example_keeps_what_can_be_gone_through_only_once() -> None:
    worn = next(example for example in maker.EXAMPLES if set(example.cites or ()) == {"X1", "X8"})
    once = attrs.evolve(worn, cites=iter(["X1", "X8"]), asks=iter(()), cures=iter(()))
    assert (once.cites, once.asks, once.cures) == (("X1", "X8"), (), ())
    policy = attrs.evolve(maker.POLICY, examples=(once,))
    assert [checked.differs for checked in (*policy.check(), *policy.check())] == [(), ()]


@pytest.mark.parametrize("wrong", ["X99", ("X1", 2), 3])
def test_a_clause_that_the_policy_does_not_have_is_refused_and_not_just_missed(wrong: Any) -> None:
    with pytest.raises(LogicError, match="cites: the policy has no '.*': "):
        differences(maker.POLICY.adjudicate(maker.case()), cites=wrong)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (1, r"the examples of Policy: a tuple of examples, each an Example\(title, claim, outcome\); got 1"),
        (maker.Example("x", maker.case(), Outcome.APPROVED), "the examples of policy second-spring are Examples of a Return; got"),
    ],
)
def test_a_policy_carries_examples_of_its_own_claims(wrong: Any, words: str) -> None:
    with pytest.raises(PolicyError, match=words):
        attrs.evolve(marketplace.POLICY, examples=(wrong,))


# --- Little is tried --------------------------------------------------------------------------------------

DATES = ("ordered", "delivered", "reported")


@pytest.mark.parametrize(
    ("policy", "claim"),
    [
        (maker.POLICY, maker.Case()),
        (marketplace.POLICY, marketplace.Return()),
        (marketplace.POLICY, marketplace.claim(**dict.fromkeys(DATES, UNKNOWN))),
        (marketplace.POLICY, marketplace.claim(ordered=UNKNOWN, plan_months=UNKNOWN, reported=UNKNOWN)),
    ],
    ids=["nothing known to the maker", "nothing known to the marketplace", "three days open", "two days and the plan open"],
)
def test_open_days_are_reckoned_with_few_values(policy: Policy[Any], claim: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = Counter[str]()

    def counted(predicate: Any, lookup: Any) -> Any:
        tried["all"] += 1
        return evaluate(predicate, lookup)

    monkeypatch.setattr(completions, "evaluate", counted)
    decision = policy.adjudicate(claim)
    assert all(map(len, (decision.questions, decision.coverage, str(decision))))
    assert 0 < tried["all"] < 20_000


def test_brute_force_takes_the_first_day_that_there_is() -> None:
    """The oracle of the exactness above, by hand."""
    ordered, delivered = marketplace.Return.ordered, marketplace.Return.delivered
    begins = partial(brute.begins, marketplace.DELIVERY)
    assert begins({ordered: date(2026, 3, 2), delivered: NONE}) == date(2026, 3, 2)
    assert begins({ordered: date(2026, 3, 2), delivered: date(2026, 3, 5)}) == date(2026, 3, 5)


def test_what_is_promised_while_several_remedies_are_open_is_in_the_words_of_the_policy_and_in_the_schema_of_its_decisions() -> None:
    promised = [value for choice in marketplace.YEAR.service.choices for _, value in choice.open_cases]
    assert [remedy.label in " ".join(policy_text(marketplace.POLICY).split()) for remedy in promised] == [True] * 4
    check = Draft202012Validator(decision_schema(marketplace.POLICY))
    for found in ({}, {"repairable": True}, {"repairable": False}, {"in_stock": False}):
        assert check.is_valid(decision_document(marketplace.POLICY.adjudicate(marketplace.claim(**found))))


@pytest.mark.parametrize("name", POLICIES)
def test_of_a_shop_no_tier_that_responds_in_an_example_is_said_never_to(name: str) -> None:
    responding = {example.decision.tier.clause for example in POLICIES[name].check() if isinstance(example.decision.tier, Tier)}
    said = {clause for note in POLICIES[name].lint() if note.kind is Kind.DEAD_TIER for clause in note.clauses}
    assert responding
    assert said & responding == set()
