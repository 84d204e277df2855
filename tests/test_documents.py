"""Documents are strict JSON: what is read, what is refused and where, what is written, and what the schema says."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial
from inspect import signature
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from papers import IMEI, JSON, POLICIES, TYPO, at, fails, mutated, nothing_said, places, problems, readable, told
from naming import lasting
from profiles import scaled
from shops.bicycles import Complaint, Defect, Ride

from warranty_rules import (
    NONE,
    SAME,
    UNKNOWN,
    BusinessCalendar,
    Claim,
    Component,
    Goods,
    Inspection,
    Nested,
    PartialSet,
    Party,
    Record,
    Sale,
    clean,
)
from warranty_rules import documents
from warranty_rules.documents import MOST_BYTES, MOST_CASES, MOST_NAMED, decision_document, document, read, schema, take
from warranty_rules.errors import InputError, shown
from warranty_rules.fields import MOST_TEXT
from warranty_rules.values import is_partial

# --- Facts: nothing is coerced -------------------------------------------------------------------------

TAKEN: dict[str, list[tuple[Any, Any]]] = {
    "reference": [("RMA-1", "RMA-1"), ("<b>ü 東京</b>", "<b>ü 東京</b>"), ("x" * MOST_TEXT, "x" * MOST_TEXT)],
    "claimed_on": [("1990-01-01", date(1990, 1, 1)), ("2028-02-29", date(2028, 2, 29)), ("2100-12-31", date(2100, 12, 31))],
    "sale.sold_here": [(True, True), (False, False), (None, UNKNOWN)],
    "sale.contract_months": [(0, 0), (1200, 1200)],
    "sale.goods": [("used", Goods.USED)],
    "device.serial": [("f2l x-1234", "F2LX1234"), ("none", NONE), ("0" * MOST_TEXT, "0" * MOST_TEXT)],
    "device.imei_1": [("49 015420-323751 8", IMEI), ("none", NONE)],
    "card.imei_1": [(TYPO, TYPO), ("same", SAME)],
    "inspection.opened_by": [
        ([], frozenset()),
        (["buyer", "factory"], {Party.BUYER, Party.FACTORY}),
        ({"yes": ["buyer"]}, PartialSet(yes={Party.BUYER})),
        ({"yes": ["buyer"], "no": ["seller"]}, PartialSet(yes={Party.BUYER}, no={Party.SELLER})),
        ({"yes": ["buyer"], "no": [p.value for p in Party if p is not Party.BUYER]}, {Party.BUYER}),
        ([p.value for p in Party], frozenset(Party)),
    ],
}

REFUSED: dict[str, list[Any]] = {
    "reference": ["", 5, True, "a\nb", "a\x1b[31mb", "a\x00b", "a\u2028b", "a\u202eb", "\ud800", "x" * (MOST_TEXT + 1), ["a"]],
    "claimed_on": ["2026-03-02T00:00:00", "2026-03-02 ", "20260302", "2026-W10-1", "2026-061", "2026-3-2", "02.03.2026", "2026-03-02\n", "٢٠٢٦-03-02"]
    + ["2026-02-30", "2026-13-01", "1989-12-31", "2101-01-01", 20260302, True, "", "none"],
    "sale.sold_here": ["false", "true", "yes", "maybe", "", 0, 1, 2, 1.0, [], {}],
    "sale.contract_months": ["6", 6.0, 0.5, -1, 1201, True, False, 10**18, [6]],
    "sale.goods": ["NEW", "New", " new", "second-hand", "", 0, True, ["new"], {"new": True}],
    "device.serial": ["", "-", " ", "F2L/1", "é1", "NONE", "n-o n-e", "same", "Same", 12345, "0" * (MOST_TEXT + 1), ["none"]],
    "device.imei_1": [TYPO, IMEI[:-1], IMEI + "0", "same", int(IMEI), "F2LX1234"],
    "card.imei_1": ["SAME", "None", "", 0],
    "inspection.opened_by": ["buyer", True, ["byer"], ["buyer", "buyer"], [None], [["buyer"]], {"maybe": []}, {"yes": "buyer"}, {"yes": None}]
    + [{"yes": ["buyer"], "no": ["buyer"]}, {"yes": ["buyer", "buyer"]}, [p.value for p in Party] + ["buyer"]],
    "sale": [[], "new", 1, False],
}


@pytest.mark.parametrize(("path", "given", "value"), [(path, *row) for path, table in TAKEN.items() for row in table])
def test_a_value_is_read_as_it_is_written(path: str, given: Any, value: Any) -> None:
    (claim,) = read(Claim, json.dumps(at(path, given)))
    assert Claim.fact(path).read(claim) == value


@pytest.mark.parametrize(("path", "given"), [(path, given) for path, table in REFUSED.items() for given in table], ids=lambda part: shown(part, 30))
def test_any_other_value_is_refused_with_its_place_and_what_was_given(path: str, given: Any) -> None:
    for (problem,) in (problems(at(path, given)), problems(json.dumps(at(path, given)).encode())):
        assert problem.path == path
        assert problem.given == shown(given)
        assert problem.accepted.endswith("or null for unknown")


# --- Documents: what is refused as a whole, and how it is said -----------------------------------------

TOP = "accepted_on, assumed, card, claimed_on, device, elsewhere, fault, faults, inspection, reference, sale, schema, unlisted"
MONTHS = '{"sale": {"contract_months": %s}}'
LISTABLE = "a list of facts, or memberships, that the document gives their clean value"
SPOKEN = {
    "": "input: got no JSON: Expecting value at line 1, column 1; accepted: one JSON object",
    "{} {}": "input: got no JSON: Extra data at line 1, column 4; accepted: one JSON object; JSON Lines, an object on each line, have --lines",
    "{'a': 1}": "input: got no JSON: Expecting property name enclosed in double quotes at line 1, column 2; accepted: one JSON object",
    "[]": "input: got []; accepted: a claim document, which is a JSON object",
    "null": "input: got None; accepted: a claim document, which is a JSON object",
    "NaN": "input: got NaN; accepted: a claim document, which is a JSON object",
    b"\xff\xfe{\x00}\x00": "input: got bytes that are not UTF-8, at 0; accepted: JSON text in UTF-8",
    b'{"reference": "\xe9"}': "input: got bytes that are not UTF-8, at 15; accepted: JSON text in UTF-8",
    b"\xef\xbb\xbf{}": "input: got no JSON: Unexpected UTF-8 BOM (decode using utf-8-sig) at line 1, column 1; accepted: one JSON object",
    '{"claimd_on": null}': "input: got unknown key 'claimd_on'; accepted: did you mean 'claimed_on'?",
    '{"sale": {"contract_month": 6}}': "sale: got unknown key 'contract_month'; accepted: did you mean 'contract_months'?",
    '{"": 1}': f"input: got unknown key ''; accepted: one of {TOP}",
    '{"sale": {"goods": "usd"}}': "sale.goods: got 'usd'; accepted: one of new, used (did you mean 'used'?); or null for unknown",
    '{"sale": {"goods": "old"}}': "sale.goods: got 'old'; accepted: one of new, used; or null for unknown",
    '{"sale": {"sold_on": NaN}}': 'sale.sold_on: got NaN; accepted: a date as "YYYY-MM-DD", 1990-01-01 to 2100-12-31; or null for unknown',
    MONTHS % "-Infinity": "sale.contract_months: got -Infinity; accepted: a whole number of months, 0 to 1200; or null for unknown",
    MONTHS % 10**30: "sale.contract_months: got 10000000000000000000...; accepted: a whole number of months, 0 to 1200; or null for unknown",
    '{"sale": {}, "sale": {}}': "sale: got key 'sale' twice; accepted: each key once",
    '{"sale": {"goods": "new", "goods": "new"}}': "sale.goods: got key 'goods' twice; accepted: each key once",
    '{"faults": [{}, {"causes": [], "causes": []}]}': "faults[1].causes: got key 'causes' twice; accepted: each key once",
    '{"schema": 2}': "schema: got 2; accepted: 1",
    '{"schema": 1.0}': "schema: got 1.0; accepted: 1",
    '{"schema": true}': "schema: got True; accepted: 1",
    '{"schema": null}': "schema: got None; accepted: 1",
    '{"unlisted": "dirty"}': 'unlisted: got \'dirty\'; accepted: "clean" or "unknown"',
    '{"unlisted": true}': 'unlisted: got True; accepted: "clean" or "unknown"',
    '{"fault": {}, "faults": [{}]}': 'faults: got both "fault" and "faults"; accepted: one of the two',
    '{"faults": []}': "faults: got []; accepted: a list of 1 to 100 objects",
    '{"faults": {}}': "faults: got {}; accepted: a list of 1 to 100 objects",
    '{"faults": [{}, null]}': "faults[1]: got None; accepted: an object",
    '{"assumed": ["card.presence"]}': f"assumed: got ['card.presence']; accepted: {LISTABLE}",
    '{"assumed": {"card.present": true}}': f"assumed: got [{{'card.present': True}}]; accepted: {LISTABLE}",
    '{"assumed": ["card.present"]}': f"assumed: got ['card.present']; accepted: {LISTABLE}",
    '{"inspection": {"opened_by": ["buyer"]}, "assumed": ["inspection.opened_by has seller", "inspection.opened_by has buyer"]}': (
        f"assumed: got ['inspection.opened_by has buyer']; accepted: {LISTABLE}"
    ),
    '{"claimed_on": "2026-03-01", "sale": {"sold_on": "2026-03-02"}}': ("claimed_on: got 2026-03-01; accepted: a day not before the sale"),
}


@pytest.mark.parametrize("given", SPOKEN, ids=lambda given: shown(given, 40))
def test_a_document_is_refused_in_these_words(given: str | bytes) -> None:
    assert "\n".join(map(str, problems(given))) == SPOKEN[given]


def test_of_very_many_unknown_keys_the_rest_is_counted_where_they_stand() -> None:
    last = problems({"sale": {f"key {n}": n for n in range(60)}})[-1]
    assert last.given == f"{60 - MOST_NAMED} more unknown keys"
    assert (last.path, last.accepted) == ("sale", f"at most {len(Sale.fields_)} keys")
    with pytest.raises(InputError) as refused:
        read(Claim, json.dumps({f"key {n}": n for n in range(60)}), mask=True)
    assert refused.value.problems[-1].given == f"{60 - MOST_NAMED} more unknown keys"


def test_a_key_of_a_masked_number_given_twice_is_told_as_that() -> None:
    with pytest.raises(InputError) as refused:
        read(Claim, f'{{"device": {{"imei_1": "{IMEI}", "imei_1": "{IMEI}", "imei2": 1, "imei_2": "{IMEI}x"}}}}', mask=True)
    assert sorted(problem.given for problem in refused.value.problems) == ["key 'imei_1' twice", "unknown key 'imei2'", "what is masked"]


def test_a_key_given_twice_in_a_half_known_set_is_refused() -> None:
    (problem,) = problems('{"inspection": {"opened_by": {"yes": [], "yes": ["buyer"]}}}')
    assert problem.path == "inspection.opened_by"


def test_everything_wrong_is_told_at_once_each_with_its_place() -> None:
    wrong = {
        "schema": 0,
        "unlisted": "no",
        "assumed": 1,
        "claimed_on": "2026-03-01",
        "accepted_on": 5,
        "colour": "red",
        "sale": {"sold_on": "2026-03-02", "sold_here": "yes", "contract_months": 6.5, "price": 1},
        "device": {"imei_1": IMEI, "imei_2": IMEI, "market": "mars"},
        "card": [],
        "faults": [{"component": "wing"}, 7, {"causes": ["dust", "dust"], "repairable": 0}],
    }
    told = ["schema", "unlisted", "", "accepted_on", "sale", "sale.sold_here", "sale.contract_months", "device.market", "device.imei_2", "card"]
    told += ["faults[0].component", "faults[1]", "faults[2].causes", "faults[2].repairable", "claimed_on", "assumed"]
    assert [problem.path for problem in problems(wrong)] == told


# --- Unknown, clean, several faults --------------------------------------------------------------------


@pytest.mark.parametrize("record", POLICIES)
def test_null_is_unknown_as_is_what_is_absent(record: type[Record]) -> None:
    for path in nothing_said(record):
        assert take(record, at(path, None)) == take(record, {"schema": 1, "unlisted": "unknown"}) == (record(),)


@pytest.mark.parametrize("record", POLICIES)
def test_under_unlisted_clean_what_is_absent_is_clean_at_any_depth_and_null_is_unknown(record: type[Record]) -> None:
    spotless = clean(record)
    assert take(record, {"unlisted": "clean"}) == (spotless,)
    for path in nothing_said(record):
        (claim,) = take(record, {"unlisted": "clean", **at(path, None)})
        nulled = {fact for fact in record.facts() if f"{fact}.".startswith(f"{path}.")}
        assert [fact.read(claim) for fact in record.facts()] == [UNKNOWN if fact in nulled else fact.read(spotless) for fact in record.facts()]
        assert claim.assumed() == tuple(fact for fact in spotless.assumed() if fact not in nulled)


def test_several_faults_are_several_claims_in_order_and_each_has_the_rest_of_the_document() -> None:
    parts = [part.value for part in Component]
    claims = read(Claim, json.dumps({"reference": "R", "unlisted": "clean", "faults": [{"component": part} for part in parts]}))
    assert [claim.fault.component for claim in claims] == list(Component)
    assert all(claim == clean(Claim, reference="R", fault=claims[i].fault) for i, claim in enumerate(claims))
    assert claims[0].fault == take(Claim, {"unlisted": "clean", "fault": {"component": parts[0]}})[0].fault


class Journey(Record):
    stop: Nested[Ride] = Nested(Ride, many="stops")
    flaw: Nested[Defect] = Nested(Defect, many="flaws")


def test_two_lists_of_cases_make_every_pair_and_neither_stands_beside_its_single_one() -> None:
    both = {"stops": [{"rider": 1}, {"rider": 2}], "flaws": [{"worn": True}, {"worn": False}]}
    assert [(j.stop.rider, j.flaw.worn) for j in take(Journey, both)] == [(1, True), (1, False), (2, True), (2, False)]
    for name in ("stop", "flaw"):
        assert not readable(Journey, {name: {}, **both})
        assert not Draft202012Validator(schema(Journey)).is_valid({name: {}, **both})


class Trip(Record):
    journey: Nested[Journey] = Nested(Journey)


def test_what_is_wrong_three_records_deep_is_told_by_its_whole_path() -> None:
    with pytest.raises(InputError) as error:
        read(Trip, json.dumps({"journey": {"flaw": {"worn": 5}, "stop": {"wheels": 1}}}))
    assert [problem.path for problem in error.value.problems] == ["journey.stop", "journey.flaw.worn"]


# --- Limits and hostile input --------------------------------------------------------------------------

LIMITS: dict[str, Callable[[int], str]] = {
    "bytes": lambda more: "{}" + " " * (MOST_BYTES - 2 + more),
    "bytes of odd letters": lambda more: '{"reference": "é"}' + " " * (MOST_BYTES - 19 + more),
    "cases": lambda more: json.dumps({"faults": [{}] * (MOST_CASES + more)}),
    "depth": lambda more: json.dumps({"faults": [{"causes": {"yes": ["dust"] if not more else [["dust"]]}}]}),
}


@pytest.mark.parametrize("limit", LIMITS)
def test_a_limit_is_reached_and_not_passed(limit: str) -> None:
    assert readable(Claim, LIMITS[limit](0))
    assert not readable(Claim, LIMITS[limit](1))


HOSTILE = {
    "endless digits": MONTHS % ("1" + "0" * 5_000),
    "endless negative digits": MONTHS % ("-1" + "0" * 5_000),
    "a vast exponent": MONTHS % "1e999999999",
    "lone surrogates": '{"reference": "\\ud800", "\\udfff": "\\ud800"}',
    "a lone surrogate as it is": '{"reference": "\ud800"}',
    "unknown keys without end": "{" + ",".join(f'"a{n}": 0' for n in range(50_000)) + "}",
    "a key without end": '{"x": 0' + ', "x": 0' * 50_000 + "}",
    "a known key without end": '{"reference": "a"' + ', "reference": "a"' * 50_000 + "}",
    "members without end": json.dumps(at("inspection.missing", ["box"] * 50_000)),
    "assumptions without end": json.dumps({"faults": [{}] * MOST_CASES, "assumed": [f"x{n}" for n in range(50_000)]}),
} | {
    f"{kind} {depth} deep": '{"reference": ' + opening * depth + "1" + closing * depth + "}"
    for kind, opening, closing in (("lists", "[", "]"), ("objects", '{"sale": ', "}"))
    for depth in (10, 500, *range(900, 1000, 5), 5_000, 100_000)
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_refused_in_few_words(name: str) -> None:
    found = problems(HOSTILE[name])
    assert len("\n".join(map(str, found))) < 10_000


def test_hostile_values_that_were_parsed_by_others_are_refused_in_few_words() -> None:
    deep: list[Any] = []
    for _ in range(5_000):
        deep = [deep]
    odd: list[Any] = [at("sale.contract_months", 10**5_000), {"reference": deep}, {"faults": [deep]}, {"assumed": deep}, {1: 2, None: 3}, deep]
    for each in odd:
        with pytest.raises(InputError) as caught:
            take(Claim, each)
        assert len(str(caught.value)) < 1_000


def test_the_same_assumption_listed_without_end_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    monkeypatch.setattr(Claim, "_assume_named", lambda claim, names: made.extend(names) or claim)
    take(Claim, {**at("card.present", True), "assumed": ["card.present"] * 50_000})
    assert made == ["card.present"]


def claims_of(call: Callable[[], Any]) -> Any:
    with suppress(InputError):
        return call()
    return None


INPUT = {"bytes": st.binary(), "text": st.text(), "JSON": JSON, "store": mutated(Claim), "shop": mutated(Complaint)}


@pytest.mark.parametrize("kind", INPUT)
@settings(max_examples=scaled(25))
@given(data=st.data())
def test_any_input_gives_claims_or_the_error_for_input(kind: str, data: st.DataObject) -> None:
    given = data.draw(INPUT[kind])
    before = repr(given)
    for record in POLICIES:
        outcome = readable(record, given)
        if not isinstance(given, str | bytes):
            taken, read_ = (claims_of(partial(call, record, of)) for call, of in ((take, given), (read, json.dumps(given))))
            assert taken == read_
            assert outcome is (read_ is not None)
    assert repr(given) == before


def test_that_law_fails_where_digits_without_end_become_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "_whole", int)
    with pytest.raises(ValueError, match="integer string conversion"):
        readable(Claim, HOSTILE["endless digits"])


# --- Writing -------------------------------------------------------------------------------------------


def law_a_claim_written_out_reads_back_with_what_was_assumed(claim: Any) -> None:
    (back,) = read(type(claim), json.dumps(document(claim), allow_nan=False))
    assert back == claim
    assert back.assumptions() == claim.assumptions()


def law_a_decision_written_out_is_plain_json_and_is_made_again_from_the_claim_in_it(claim: Any) -> None:
    policy = POLICIES[type(claim)]
    written = decision_document(policy.adjudicate(claim))
    assert json.loads(json.dumps(written, allow_nan=False)) == written
    (back,) = take(policy.record, written["claim"])
    assert json.dumps(decision_document(policy.adjudicate(back))) == json.dumps(written)


def law_every_clause_that_a_decision_names_is_explained_in_it(claim: Any) -> None:
    policy = POLICIES[type(claim)]
    written = decision_document(policy.adjudicate(claim))
    explained = written.pop("clauses")
    behind_returns = {clause.id for clause in policy.returns.of(claim).clauses}
    named = [holder[key] if key == "clauses" else [holder[key]] for holder, key in places(written) if key in ("clause", "clauses")]
    assert explained.keys() == {clause for clauses in named for clause in clauses} | behind_returns
    assert all(words["title"] and words["text"] and words["citation"] for words in explained.values())


LAWS = [
    law_a_claim_written_out_reads_back_with_what_was_assumed,
    law_a_decision_written_out_is_plain_json_and_is_made_again_from_the_claim_in_it,
    law_every_clause_that_a_decision_names_is_explained_in_it,
]
CLAIMS = told(Claim) | told(Complaint)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=scaled(25))
@given(claim=CLAIMS)
def test_law(law: Callable[..., None], claim: Record) -> None:
    law(claim)


HALF_KNOWN = clean(Claim, reference="R", inspection=clean(Inspection, opened_by=PartialSet(yes={Party.SELLER})))


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@pytest.mark.parametrize("claim", [Claim(), Complaint(), clean(Claim), HALF_KNOWN], ids=["no claim", "no complaint", "all clean", "half known"])
def test_law_at_the_edges(law: Callable[..., None], claim: Claim) -> None:
    law(claim)


PLAIN = documents.plain
SABOTAGES: dict[str, tuple[str, Callable[..., Any], int]] = {
    "half-known sets are written as known": ("plain", lambda value: PLAIN(value.yes if is_partial(value) else value), 0),
    "what was assumed is not read": ("Reading.assumed", lambda reading, record, listed, claims: tuple(claims), 0),
    "every value is masked": ("masked", lambda fact, value, mask: UNKNOWN, 0),
    "the claim is left out": ("document", lambda claim, mask: {"schema": 1}, 1),
    "no clause is explained": ("_cited", lambda decision: (), 2),
}


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_a_law_of_writing_out_fails_where(sabotage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, wrong, law = SABOTAGES[sabotage]
    monkeypatch.setattr(f"{documents.__name__}.{place}", wrong)
    assert fails(LAWS[law], HALF_KNOWN)


GEARS = {"handed_over": "2025-01-31", "reported": "2025-02-28", "taken_in": "2025-02-28", "parts_months": 1, "bicycle": {"altered": []}}
GEARS |= {"defect": {"part": "gears", "worn": False, "repairable": True}}
FRAME = {"tier": "frame", "name": "frame warranty", "obligor": "builder", "state": "other_goods", "in_force": False, "first": "none", "last": "none"}
PARTS = {"tier": "parts", "name": "parts warranty", "obligor": "shop", "in_force": True, "first": "2025-01-31", "last": "2025-02-28"}
BOTH = {"schema": 1, "questions": [], "returns": "not_stated", "assumed": [], "warnings": []}
SERVICE = {"provider": "shop", "payer": "not_stated", "loaner": False, "needs": [], "clauses": ["P1", "W1"]}
SERVICE |= {"remedy": {"kind": "repair", "free": True, "replacement": "not_stated"}}
DEFAULT = BusinessCalendar().id
SERVICE |= {"window": {"least": 2, "most": 10, "unit": "business_days", "calendar": DEFAULT, "stopped_by": "anything"}}
SERVICE |= {"dates": {"earliest": "2025-03-04", "latest": "2025-03-14"}}
APPROVED = {"outcome": "approved", "tier": "parts", "coverage": [FRAME, {**PARTS, "state": "in_force"}], "service": SERVICE}
APPROVED |= {"grounds": [], "cures": [], "after_cure": "none"}
NO_PROOF = [{"fact": "proof", "value": False, "words": "purchase not proven"}]
GROUND = {"kind": "excluded", "clauses": ["X1"], "tier": "none", "day": "none", "because": NO_PROOF}
DENIED = {"outcome": "denied", "tier": "none", "coverage": [FRAME, {**PARTS, "state": "excluded"}], "service": "none", "grounds": [GROUND]}
DENIED |= {"cures": [{"clause": "X1", "instruction": "bring the proof of purchase"}], "after_cure": {"outcome": "approved", "questions": []}}


@pytest.mark.parametrize(("proof", "short"), [(True, APPROVED), (False, DENIED)])
def test_a_decision_is_written_out_like_this(proof: bool, short: dict[str, Any]) -> None:
    policy = POLICIES[Complaint]
    claim = {"schema": 1, **GEARS, "proof": proof}
    written = decision_document(policy.adjudicate(take(Complaint, claim)[0]))
    long = {part: written.pop(part) for part in ("claim", "clauses", "findings", "provenance")}
    assert written == {**BOTH, **short}
    assert long["claim"] == claim
    assert long["clauses"]["X1"] == {"title": "no proof", "text": "The purchase is not proven.", "citation": "exclusions, 1"}
    assert proof or long["findings"][2] == {"clause": "X1", "truth": True, "because": NO_PROOF}
    assert (long["provenance"]["policy"], long["provenance"]["digest"]) == ("spoke-and-saddle", policy.digest)


@pytest.mark.parametrize("given_", [{}, None, 5, bytearray(b"{}"), memoryview(b"{}")], ids=lasting)
def test_what_is_no_text_is_refused_with_what_to_call_instead(given_: Any) -> None:
    with pytest.raises(InputError, match=r"^input: got .*; accepted: JSON text, or its bytes in UTF-8; what is parsed already goes to take"):
        read(Claim, given_)


def test_any_mapping_is_a_document_that_was_parsed() -> None:
    (claim,) = take(Claim, MappingProxyType({"card": {"present": False}}))
    assert claim.card.present is False
    with pytest.raises(InputError, match="unknown key 'kard'"):
        take(Claim, MappingProxyType({"kard": {}}))


def test_advice_on_rules_between_facts_can_be_followed() -> None:
    told = '{"device": {"imei_1": "490154203237518", "imei_2": %s}, "sale": {"sold_on": "2026-03-02"}, "claimed_on": %s}'
    with pytest.raises(InputError, match=r"device\.imei_2: got '490154203237518'; accepted: a second IMEI that differs from the first, or none$"):
        read(Claim, told % ('"490154203237518"', '"2026-03-03"'))
    with pytest.raises(InputError, match=r"^claimed_on: got 2026-03-01; accepted: a day not before the sale$"):
        read(Claim, told % ('"none"', '"2026-03-01"'))
    assert read(Claim, told % ('"none"', '"2026-03-03"'))


@pytest.mark.parametrize(
    ("number", "shown_"), [("1" * 19, "1" * 19), ("1" * 20, f"{'1' * 20}..."), ("1" * 21, f"{'1' * 20}...")], ids=["19", "20", "21"]
)
def test_a_number_of_many_digits_is_shown_as_far_as_nineteen(number: str, shown_: str) -> None:
    with pytest.raises(InputError) as caught:
        read(Claim, f'{{"sale": {{"contract_months": {number}}}}}')
    assert [problem.given for problem in caught.value.problems] == [shown_]


def test_what_is_no_document_is_a_problem_of_the_whole() -> None:
    with pytest.raises(InputError) as error:
        read(Claim, "no JSON")
    assert [problem.path for problem in error.value.problems] == [""]


def test_an_object_is_a_plain_one_unless_it_was_given_a_key_twice() -> None:
    assert type(documents._object([("a", 1), ("b", 2)])) is dict
    assert documents.twice(documents._object([("a", 1), ("a", 2)])) == ("a",)


def test_a_reading_of_a_document_begins_without_problems() -> None:
    assert "problems" not in signature(documents.Reading).parameters
