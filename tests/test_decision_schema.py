"""The JSON Schema of decisions takes every decision that is written out, and says everything that is in one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from papers import IMEI, POLICIES, fails, places, told
from profiles import scaled
from shops import bicycles
from small import Small
from test_shops import POLICIES as SHOPS

from warranty_rules import NONE, Choice, Claim, Device, Fault, Inspection, Market, PartialSet, Party, Policy, Row, Sale, WarrantyCard, all_of
from warranty_rules import clean, documents
from warranty_rules.documents import decision_document, decision_schema
from warranty_rules.policies import icenter
from warranty_rules.testing import policies, records

STORE = icenter.policy()
SCHEMAS = {policy.id: Draft202012Validator(decision_schema(policy)) for policy in POLICIES.values()}


SCHEMAS |= {policy.id: Draft202012Validator(decision_schema(policy)) for policy in SHOPS.values()}


def checker(policy: Policy[Any]) -> Draft202012Validator:
    return SCHEMAS.get(policy.id) or Draft202012Validator(decision_schema(policy))


def law_the_schema_takes_a_decision_masked_or_not_and_lists_its_keys_in_order(policy: Policy[Any], claim: Any) -> None:
    decision = policy.adjudicate(claim)
    for mask in (False, True):
        written = decision_document(decision, mask=mask)
        assert [(error.json_path, error.message) for error in checker(policy).iter_errors(written)] == []
        assert list(written) == list(checker(policy).schema["properties"])


TAKES = law_the_schema_takes_a_decision_masked_or_not_and_lists_its_keys_in_order


@pytest.mark.parametrize("policy", POLICIES.values(), ids=lambda policy: policy.id)
def test_it_is_a_valid_schema_and_plain_json(policy: Policy[Any]) -> None:
    Draft202012Validator.check_schema(decision_schema(policy))
    assert json.loads(json.dumps(decision_schema(policy), allow_nan=False)) == decision_schema(policy)


@settings(max_examples=scaled(40))
@given(told(Claim) | told(next(record for record in POLICIES if record is not Claim)))
def test_it_takes_the_decisions_of_the_store_and_of_another_shop(claim: Any) -> None:
    TAKES(POLICIES[type(claim)], claim)


@pytest.mark.parametrize("name", SHOPS)
@settings(max_examples=scaled(8))
@given(data=st.data())
def test_it_takes_the_decisions_of_the_example_policies(name: str, data: st.DataObject) -> None:
    TAKES(SHOPS[name], data.draw(records(SHOPS[name].record)))


@settings(max_examples=scaled(15))
@given(policies(Small), records(Small))
def test_it_takes_the_decisions_of_random_policies(policy: Policy[Small], claim: Small) -> None:
    TAKES(policy, claim)


# --- Decisions of every kind, for what must be seen ---------------------------------------------------------

USED = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20))
NEW = clean(Claim, sale=Sale.new(sold_on=date(2026, 3, 2), manufacturer_months=12), claimed_on=date(2026, 3, 20))
EITHER = clean(Claim, claimed_on=date(2026, 3, 20), sale=Sale(sold_here=True, sold_on=date(2026, 3, 2), contract_months=6))
KINDS = {
    "approved, dates promised": USED,
    "approved, the market open": NEW,
    "approved, time individually agreed": NEW.learn(Claim.device.market, Market.ASIA),
    "approved, no single tier": EITHER,
    "denied, expired": USED.replace(Claim.claimed_on, date(2026, 9, 3)),
    "denied, curable": USED.replace(Claim.card.present, False),
    "denied, numbers differ": USED.replace(Claim.card.serial, "F2LX1234").learn(Claim.device.serial, "F2LX9999").learn(Claim.device.imei_1, IMEI),
    "pending, half known": clean(Claim, inspection=clean(Inspection, opened_by=PartialSet(no={Party.BUYER})), card=WarrantyCard(imei_1=NONE)),
    "pending, nothing known": Claim(),
    "pending, nothing assumed": Claim(device=Device(imei_2=NONE), fault=Fault(accident_by=frozenset())),
}


@pytest.mark.parametrize("kind", KINDS)
def test_it_takes_a_decision_that_is(kind: str) -> None:
    TAKES(STORE, KINDS[kind])


def short(value: Any) -> Any:
    """Keep one item of each list, as all of them are described alike."""
    if isinstance(value, dict):
        return {key: short(inner) for key, inner in value.items()}
    return [short(item) for item in value[:1]] if isinstance(value, list) else value


def keyed(written: Any) -> Iterator[Any]:
    """Give every object that has the same keys in every decision: not what is known, cited or read otherwise."""
    objects = [written, *(holder[key] for holder, key in places(written) if isinstance(holder[key], dict))]
    varying = [written["clauses"], written["provenance"]["readings"], written["claim"], *(h[k] for h, k in places(written["claim"]))]
    return (each for each in objects if not any(each is other for other in varying))


def wrong(written: Any) -> Iterator[str]:
    """Spoil a decision document in one place after the other, putting each right again."""
    for each in keyed(written):
        for key in list(each):
            kept = each.copy()
            del each[key]
            yield f"{key} left out"
            each.clear()
            each.update(kept)
        each["more"] = 1
        yield f"a key beside {list(each)}"
        del each["more"]
    for holder, key in places(written):
        kept, holder[key] = holder[key], 0.5
        yield f"a number under {key}"
        holder[key] = kept


@pytest.mark.heavy  # a document for every key and every value
@pytest.mark.parametrize("kind", KINDS)
def test_it_sees_a_key_left_out_a_key_added_and_a_value_that_cannot_be(kind: str) -> None:
    written = short(decision_document(STORE.adjudicate(KINDS[kind])))
    taken = [(what, checker(STORE).is_valid(written)) for what in wrong(written)]
    assert len(taken) > 80
    assert [what for what, valid in taken if valid] == []
    assert checker(STORE).is_valid(written)


@pytest.mark.parametrize("word", ["additionalProperties", "required", "enum", "anyOf"])
def test_that_is_not_seen_where_the_schema_leaves_out(word: str) -> None:
    less = Draft202012Validator(without(word, decision_schema(STORE)))
    written = short(decision_document(STORE.adjudicate(KINDS["denied, curable"])))
    assert any(less.is_valid(written) for _ in wrong(written))


def without(word: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without(word, inner) for key, inner in value.items() if key != word}
    return [without(word, inner) for inner in value] if isinstance(value, list) else value


SABOTAGES: dict[str, tuple[str, Any]] = {
    "masked numbers are not taken": ("_written", lambda field: documents.field_schema(field)),
    "what tables come to is left out": ("_values", lambda choices: []),
}


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_the_law_fails_where(sabotage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, *SABOTAGES[sabotage])
    monkeypatch.setitem(SCHEMAS, STORE.id, Draft202012Validator(decision_schema(STORE)))
    assert any(fails(TAKES, STORE, claim) for claim in KINDS.values())


def test_whether_goods_can_be_returned_may_be_open() -> None:
    returns = Choice((Row(bicycles.Complaint.proof, bicycles.Side.BUILDER), Row(all_of(), bicycles.Side.SHOP)))
    policy = attrs.evolve(bicycles.policy(), returns=returns)
    written = decision_document(policy.adjudicate(bicycles.Complaint()))
    assert written["returns"] is None
    assert [*Draft202012Validator(decision_schema(policy)).iter_errors(written)] == []
