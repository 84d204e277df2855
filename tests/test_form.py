"""An intake form holds the facts that a policy uses, no others, and what is filled in is a claim document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import attrs
import brute
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from shops import bicycles
from test_shops import POLICIES as OTHERS

from warranty_rules import Claim, Edition, OneOf, Policy, SetOf, YesNo
from warranty_rules.batches import columns
from warranty_rules.cli import main
from warranty_rules.documents import decision_document, decision_schema, document, form, schema, take
from warranty_rules.errors import LogicError
from warranty_rules.facts import Fact
from warranty_rules.policies import icenter
from warranty_rules.testing import records

POLICIES: dict[str, Policy[Any]] = {"icenter": icenter.policy(), "bicycles": bicycles.policy(), **OTHERS}
NAMED = pytest.mark.parametrize("name", POLICIES)


def asked(name: str) -> dict[str, dict[str, Any]]:
    """Give what a form says of each fact, by its path."""

    def walk(properties: dict[str, Any], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for key, value in properties.items():
            if "x-stage" in value:
                yield path + key, value
            elif "properties" in value:
                yield from walk(value["properties"], f"{path}{key}.")

    return dict(walk(form(POLICIES[name])["properties"], ""))


def used(policy: Policy[Any]) -> set[str]:
    """List the facts that any part of a policy reads, from its parts."""
    *rules, _ = brute.rules(policy)  # the last bounds what can be, which nobody asks for
    facts = {v.asked for rule in rules for c in rule.conditions for f in c.reads for v in f.variables} | {policy.accepted_on}
    tables = [policy.returns, *(choice for tier in policy.ranked for choice in tier.service.choices)]
    facts |= {f.asked for table in tables for row in table.rows for c in row.when.conditions for f in c.reads}
    return {str(fact) for fact in facts}


@NAMED
def test_a_form_holds_the_facts_that_the_policy_uses_and_no_others(name: str) -> None:
    assert set(asked(name)) == used(POLICIES[name])
    assert Draft202012Validator.check_schema(form(POLICIES[name])) is None


def test_the_day_that_picks_the_edition_is_in_the_form() -> None:
    policy = attrs.evolve(OTHERS["maker"], ranked=(), examples=())  # which reads no other day
    bought: Any = policy.record.fact("bought")
    assert "bought" not in form(policy)["properties"]
    assert "bought" in form(attrs.evolve(policy, edition=Edition(bought, date(2026, 1, 1))))["properties"]


def test_a_fact_that_only_another_reading_asks_for_is_in_the_form_under_that_reading_alone() -> None:
    strict = form(icenter.policy(icenter.Readings(causes="presence")))
    assert "elsewhere" not in form(POLICIES["icenter"])["properties"]
    assert "elsewhere" in strict["properties"]
    assert "reference" not in strict["properties"]


@NAMED
def test_every_fact_of_a_form_stands_under_its_stage_once(name: str) -> None:
    stages = form(POLICIES[name])["x-stages"]
    listed = [(path, stage["stage"]) for stage in stages for path in stage["facts"]]
    assert sorted(listed) == sorted((path, shown["x-stage"]) for path, shown in asked(name).items())
    assert [path for path, _ in sorted(listed, key=lambda each: list(asked(name)).index(each[0]))] == list(asked(name))


@NAMED
def test_every_fact_of_a_form_has_its_question_and_the_words_of_its_values(name: str) -> None:
    record = POLICIES[name].record
    for path, shown in asked(name).items():
        field = record.fact(path).field
        assert shown["title"] == field.question
        assert shown.get("description", "") == field.hint
        titled = shown.get("oneOf") or shown.get("items", {}).get("oneOf", [])
        if isinstance(field, YesNo):
            assert [(each["const"], each["title"]) for each in titled] == [(True, field.yes), (False, field.no)]
        elif isinstance(field, OneOf | SetOf):
            assert [(each["const"], each["title"]) for each in titled] == [(m.value, m.label) for m in field.members]
        else:
            assert titled == []


@NAMED
@given(data=st.data())
def test_what_is_filled_in_is_read_and_decided_as_the_whole_claim_is(name: str, data: st.DataObject) -> None:
    policy = POLICIES[name]
    claim = data.draw(records(policy.record, complete=True))
    unused = {v for fact in policy.record.facts() if fact not in policy.uses for v in fact.variables}
    filled = document(brute.forget(claim, unused))
    Draft202012Validator(form(policy)).validate(json.loads(json.dumps(filled)))
    (read,) = take(policy.record, filled)
    assert policy.adjudicate(read).outcome is policy.adjudicate(claim).outcome


@NAMED
@given(data=st.data())
def test_every_question_is_in_the_form(name: str, data: st.DataObject) -> None:
    decision = POLICIES[name].adjudicate(data.draw(records(POLICIES[name].record)))
    needs = getattr(decision.service, "needs", ())
    assert {question.path for question in (*decision.questions, *needs)} <= set(asked(name))


def test_a_form_takes_no_fact_that_is_not_in_it() -> None:
    check = Draft202012Validator(form(POLICIES["icenter"]))
    assert check.is_valid({"schema": 1, "card": {"present": False}})
    assert not check.is_valid({"schema": 1, "reference": "RMA-1"})
    assert not check.is_valid({"card": {"present": "no"}})
    assert not check.is_valid({"sale": {"goods": "second-hand"}})


def test_the_clauses_of_a_fact_are_those_that_read_it_in_the_order_of_the_terms() -> None:
    found = asked("icenter")
    assert found["fault.repairable"]["x-clauses"] == ["UR2", "R1", "P1"]
    assert found["card.present"]["x-clauses"] == ["E01"]
    assert found["device.market"]["x-clauses"] == ["S3", "S4"]
    uses: dict[Fact[Any], Any] = dict(POLICIES["icenter"].uses)
    assert [clause.id for clause in uses[Claim.sale.contract_months]] == ["UR1", "U1"]


@pytest.mark.parametrize("call", [form, decision_schema, columns], ids=lambda call: call.__name__)
@pytest.mark.parametrize("wrong", [None, Claim(), Claim, "icenter"], ids=["None", "a claim", "a record class", "a name"])
def test_what_is_no_policy_is_refused_with_where_one_is(call: Callable[[Any], object], wrong: Any) -> None:
    with pytest.raises(LogicError, match=r"^a policy is needed, such as decision\.policy; got "):
        call(wrong)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (schema, r"a record class is needed, such as policy\.record"),
        (lambda wrong: take(wrong, {}), r"a record class is needed, such as policy\.record"),
        (document, r"a claim is needed, such as decision\.claim"),
        (decision_document, r"a decision is needed, such as policy\.adjudicate\(claim\)"),
        (icenter.policy, r"readings are made by icenter\.Readings\(\.\.\.\)"),
    ],
    ids=["schema", "take", "document", "decision_document", "policy"],
)
@pytest.mark.parametrize("wrong", [(), "icenter", POLICIES["icenter"]], ids=["()", "a name", "a policy"])
def test_what_is_of_another_kind_is_refused_with_where_one_is(call: Callable[[Any], object], told: str, wrong: Any) -> None:
    with pytest.raises(LogicError, match=f"^{told}; got "):
        call(wrong)


def test_the_command_line_prints_the_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["form"]) == 0
    assert json.loads(capsys.readouterr().out) == form(POLICIES["icenter"])
