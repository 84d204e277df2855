"""Nothing that the ERP says is lost, nothing that it does not say is known, and nothing that it concludes decides."""

from __future__ import annotations

import importlib.util
import json
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from conftest import settings
from hypothesis import given
from hypothesis import strategies as st

from warranty_rules import NONE, Claim, Device, Goods, InputError, Outcome, Sale
from warranty_rules.documents import read, take
from warranty_rules.policies import icenter

SPEC = importlib.util.spec_from_file_location("erpnext_recipe", Path(__file__).with_name("erpnext.py"))
assert SPEC and SPEC.loader
recipe = sys.modules[SPEC.name] = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(recipe)
claim_document, Field, FIELDS, CLAIM, SERIAL = recipe.claim_document, recipe.Field, recipe.FIELDS, recipe.CLAIM, recipe.SERIAL
POLICY = icenter.policy()

WARRANTY_CLAIM: dict[str, Any] = {
    "name": "SER-WRN-2026-00017",
    "owner": "desk@shop.example",
    "creation": "2026-07-20 10:14:03.120000",
    "modified": "2026-07-20 10:20:41.553000",
    "docstatus": 0,
    "doctype": "Warranty Claim",
    "naming_series": "SER-WRN-.YYYY.-",
    "status": "Open",
    "complaint_date": "2026-07-20",
    "customer": "Ada Example",
    "serial_no": "F2LX1234ABCD",
    "complaint": "<div><p>Does not charge. Never opened, never wet!</p></div>",
    "item_code": "PHONE-128-BLK",
    "item_name": "Phone 128 GB, black",
    "warranty_amc_status": "Out of Warranty",
    "warranty_expiry_date": "2026-06-30",
    "amc_expiry_date": None,
    "resolution_date": None,
    "resolution_details": "",
    "territory": "Germany",
    "company": "Shop",
    "_liked_by": None,
}
SERIAL_NO: dict[str, Any] = {
    "name": "F2LX1234ABCD",
    "doctype": "Serial No",
    "serial_no": "F2LX1234ABCD",
    "item_code": "PHONE-128-BLK",
    "item_name": "Phone 128 GB, black",
    "warehouse": None,
    "purchase_rate": 412.5,
    "status": "Delivered",
    "warranty_expiry_date": "2026-06-30",
    "maintenance_status": "Out of Warranty",
    "warranty_period": 180,
    "company": "Shop",
}
INVOICED = SERIAL_NO | {"delivery_document_type": "Sales Invoice", "delivery_document_no": "SINV-26-00311", "delivery_date": "2026-01-02"}


def taken(*given: Any, **more: Any) -> Claim:
    (claim,) = take(Claim, claim_document(*given, **more)[0])
    return claim


# --- What is said of a real-looking claim ----------------------------------------------------------------

DESK = Claim(reference="SER-WRN-2026-00017", claimed_on=date(2026, 7, 20), device=Device(model="Phone 128 GB, black", serial="F2LX1234ABCD"))


@pytest.mark.parametrize("serial_no", [None, SERIAL_NO], ids=["alone", "with its Serial No"])
def test_a_warranty_claim_says_what_the_desk_knows_and_no_more(serial_no: dict[str, Any] | None) -> None:
    assert taken(WARRANTY_CLAIM, serial_no) == DESK


def test_the_invoice_that_delivered_the_goods_says_the_day_of_the_sale() -> None:
    assert taken(WARRANTY_CLAIM, INVOICED) == DESK.learn(Claim.sale.sold_on, date(2026, 1, 2))


@pytest.mark.parametrize("how", ["Delivery Note", "Stock Entry", "", None])
def test_any_other_delivery_does_not_say_it(how: str | None) -> None:
    document, unsaid = claim_document(WARRANTY_CLAIM, INVOICED | {"delivery_document_type": how})
    assert "sale" not in document
    assert unsaid["Serial No.delivery_date"] == "says it only where delivery_document_type is Sales Invoice"


def test_the_claim_is_pending_and_asks_all_that_the_same_facts_typed_by_hand_leave_open() -> None:
    decision = POLICY.adjudicate(taken(WARRANTY_CLAIM, INVOICED))
    asked = [question.path for question in decision.questions]
    assert decision.outcome is Outcome.PENDING
    assert {"sale.goods", "sale.sold_here", "sale.contract_months", "card.serial", "inspection.opened_by", "fault.causes"} <= set(asked)
    assert not {"reference", "claimed_on", "device.model", "device.serial", "sale.sold_on"} & set(asked)
    assert decision.assumed == ()
    assert {str(fact) for fact in Claim.facts() if decision.claim.knows(fact)} == {str(f.fact) for f in FIELDS.values() if f.fact is not None}


def test_a_claim_dated_before_its_sale_is_refused_by_the_reader() -> None:
    with pytest.raises(InputError, match=r"^claimed_on: got 2026-01-01; accepted: a day not before the sale$"):
        taken(WARRANTY_CLAIM | {"complaint_date": "2026-01-01"}, INVOICED)


def test_what_the_invoice_and_the_contract_say_is_learnt_afterwards() -> None:
    policy, invoice = POLICY, {"posting_date": date(2026, 3, 2)}
    document, unsaid = claim_document(WARRANTY_CLAIM, SERIAL_NO)
    (claim,) = take(Claim, document)
    claim = claim.learn(Claim.sale.sold_on, invoice["posting_date"]).learn(Claim.sale.goods, Goods.USED)
    for question in policy.adjudicate(claim).questions:
        print(f"{question.stage}: {question.text}")
    assert claim.sale == Sale(sold_on=date(2026, 3, 2), goods=Goods.USED)
    assert "Warranty Claim.complaint" in unsaid


# --- Laws ----------------------------------------------------------------------------------------------

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
EMPTY = st.none() | st.just("")
WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
ANYTHING = EMPTY | WORDS | st.integers() | st.floats() | DAYS.map(str) | DAYS | st.sampled_from(["Under Warranty", "Out of Warranty", "none", "NONE"])
CODES = st.text("ABC0123 -", min_size=1, max_size=12).filter(lambda code: code.strip(" -") != "")
SAID = {"complaint_date": DAYS.map(str) | DAYS, "delivery_date": DAYS.map(str), "item_name": WORDS, "serial_no": CODES, "name": WORDS}
SAID |= {"delivery_document_type": st.sampled_from(["Sales Invoice", "Delivery Note"])}


def papers(doctype: str) -> st.SearchStrategy[dict[str, Any]]:
    """Draw a document of the ERP, any of its fields in it, some of them empty, and some that are not its own."""
    names = [name for kind, name in FIELDS if kind == doctype]
    known = st.fixed_dictionaries({}, optional={name: EMPTY | SAID[name] if name in SAID else ANYTHING for name in names})
    custom = st.dictionaries(st.sampled_from(["custom_imei", "custom_goods", "__onload"]) | WORDS, ANYTHING, max_size=3)
    return st.builds(lambda own, more: {**{k: v for k, v in more.items() if k not in names}, **own}, known, custom)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """Draw a claim, with the Serial No that it names or without, and not dated before the sale."""
    claim, serial_no = draw(papers(CLAIM)), draw(st.none() | papers(SERIAL))
    if serial_no is not None:
        serial_no["name"] = claim["serial_no"] = draw(CODES)
        if claim.get("complaint_date") and serial_no.get("delivery_date"):
            serial_no["delivery_date"] = str(date.fromisoformat(str(claim["complaint_date"])) - timedelta(days=draw(st.integers(0, 900))))
    return claim, serial_no


def keys(claim: dict[str, Any], serial_no: dict[str, Any] | None) -> dict[tuple[str, str], Any]:
    return {(doctype, name): value for doctype, given in ((CLAIM, claim), (SERIAL, serial_no or {})) for name, value in given.items()}


def found(document: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def law_nothing_is_lost(claim: dict[str, Any], serial_no: dict[str, Any] | None, fields: Any = FIELDS) -> None:
    document, unsaid = claim_document(claim, serial_no, fields=fields)
    for (doctype, name), value in keys(claim, serial_no).items():
        if f"{doctype}.{name}" in unsaid:
            assert unsaid[f"{doctype}.{name}"]
        else:
            assert (doctype, name) in fields
            assert found(document, fields[doctype, name].fact.path) == (str(value) if isinstance(value, date) else value)


def law_nothing_is_made_up(claim: dict[str, Any], serial_no: dict[str, Any] | None, fields: Any = FIELDS) -> None:
    document, unsaid = claim_document(claim, serial_no, fields=fields)
    (read_back,) = read(Claim, json.dumps(document))
    mapped = {str(fields[key].fact) for key in keys(claim, serial_no) if ".".join(key) not in unsaid}
    assert {str(fact) for fact in Claim.facts() if read_back.knows(fact)} == mapped
    assert all(fact.read(read_back) is not NONE for fact in Claim.facts())


HEARD = {CLAIM: "name complaint_date item_name serial_no".split(), SERIAL: "name item_name serial_no delivery_date delivery_document_type".split()}


def law_only_the_fields_that_say_a_fact_are_heard(claim: dict[str, Any], serial_no: dict[str, Any] | None, fields: Any = FIELDS) -> None:
    bare = {kind: {name: v for name, v in (given or {}).items() if name in HEARD[kind]} for kind, given in ((CLAIM, claim), (SERIAL, serial_no))}
    said = claim_document(bare[CLAIM], None if serial_no is None else bare[SERIAL], fields=fields)[0]
    assert claim_document(claim, serial_no, fields=fields)[0] == said
    assert POLICY.adjudicate(taken(claim, serial_no, fields=fields)).outcome is Outcome.PENDING


LAWS = [law_nothing_is_lost, law_nothing_is_made_up, law_only_the_fields_that_say_a_fact_are_heard]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
@settings(max_examples=100)
@given(pair=pairs())
def test_law(law: Any, pair: Any) -> None:
    law(*pair)


# --- Odd values ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [None, "", "none", "None", " NONE ", "n-o-n-e", "same"])
def test_an_empty_number_or_a_word_in_its_place_is_unknown_and_never_none(value: str | None) -> None:
    document, unsaid = claim_document(WARRANTY_CLAIM | {"serial_no": value})
    assert "serial" not in document["device"]
    assert unsaid["Warranty Claim.serial_no"] in ("empty: not known", "a word, not a number")


@pytest.mark.parametrize(
    ("field", "value", "path"),
    [
        ("complaint_date", "20.07.2026", "claimed_on"),
        ("complaint_date", datetime(2026, 7, 20, 9, 30), "claimed_on"),
        ("serial_no", "F2LX/1234", "device.serial"),
        ("name", "x" * 201, "reference"),
    ],
)
def test_a_value_that_its_fact_does_not_take_is_refused_by_the_reader_with_its_place(field: str, value: Any, path: str) -> None:
    with pytest.raises(InputError) as caught:
        taken(WARRANTY_CLAIM | {field: value})
    assert [problem.path for problem in caught.value.problems] == [path]


@pytest.mark.parametrize("name", ["F2LX9999", None])
def test_the_serial_no_of_another_claim_is_refused(name: str | None) -> None:
    with pytest.raises(InputError, match=r"Serial No\.name: got .*; accepted: the Serial No that the claim names, which is 'F2LX1234ABCD'"):
        claim_document(WARRANTY_CLAIM, SERIAL_NO | {"name": name})


def test_the_number_goes_before_the_name_of_its_record_and_the_name_is_reported() -> None:
    twice = "F2LX1234ABCD-1"  # another item has the same number, so the record has another name
    document, unsaid = claim_document(WARRANTY_CLAIM | {"serial_no": twice}, SERIAL_NO | {"name": twice})
    assert document["device"]["serial"] == "F2LX1234ABCD"
    assert unsaid["Warranty Claim.serial_no"] == "Serial No.serial_no says otherwise, and goes before"


def test_a_custom_field_is_reported_until_it_has_a_row() -> None:
    given = WARRANTY_CLAIM | {"custom_imei": "490154203237518"}
    assert claim_document(given)[1]["Warranty Claim.custom_imei"] == recipe.UNLISTED.why
    own = FIELDS | {(CLAIM, "custom_imei"): Field("the first IMEI that the device shows", Claim.device.imei_1)}
    assert taken(given, fields=own) == DESK.learn(Claim.device.imei_1, "490154203237518")
    law_nothing_is_lost(given, SERIAL_NO, own)


# --- The table -----------------------------------------------------------------------------------------


def test_every_field_is_in_the_table_once_with_its_fact_or_a_reason() -> None:
    cells = [[cell.strip() for cell in line.split("|")[1:5]] for line in recipe.table().splitlines()[2:]]
    listed = {(doctype, name.strip("`")): (fact.strip("`"), why) for doctype, names, fact, why in cells for name in names.split(", ")}
    assert listed == {key: ("" if field.fact is None else str(field.fact), field.why) for key, field in FIELDS.items()}
    assert (
        len(FIELDS)
        == sum(len(names.split(", ")) for _, names, _, _ in cells)
        == len(recipe.SAYING) + sum(len(names.split()) for fields in recipe.SILENT.values() for names in fields.values())
    )


# --- What the laws see ---------------------------------------------------------------------------------

VALUES = recipe._values
HEARING = {**FIELDS, (CLAIM, "warranty_amc_status"): Field("", Claim.reference)}
SABOTAGE: list[tuple[Any, str, Any]] = [
    (law_nothing_is_lost, "_values", lambda *given: [each for each in VALUES(*given) if each[1] is not recipe.UNLISTED]),
    (law_nothing_is_made_up, "RESERVED", frozenset()),
    (law_only_the_fields_that_say_a_fact_are_heard, "_values", lambda claim, serial_no, fields: VALUES(claim, serial_no, HEARING)),
]
ODD = (WARRANTY_CLAIM | {"custom_imei": "490154203237518", "serial_no": "none"}, SERIAL_NO | {"name": "none", "serial_no": "none"})


@pytest.mark.parametrize(("law", "place", "change"), SABOTAGE, ids=[law.__name__ for law, _, _ in SABOTAGE])
def test_a_law_fails_under_its_sabotage(law: Any, place: str, change: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    law(*ODD)
    monkeypatch.setattr(recipe, place, change)
    with pytest.raises(AssertionError):
        law(*ODD)
