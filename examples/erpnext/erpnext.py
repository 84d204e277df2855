"""What ERPNext's Warranty Claim and Serial No say of a claim: field by field, or why a field says nothing.

The names of the fields are those of the doctypes in frappe/erpnext, `support/doctype/warranty_claim` (as of 2020-09) and
`stock/doctype/serial_no` (as of 2025-08, and of 2020-07 for fields that are gone since), with Frappe's own on every document.
Run it to print the table.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

import attrs

from warranty_rules import Claim, InputError
from warranty_rules.errors import Problem, shown
from warranty_rules.facts import Fact
from warranty_rules.fields import RESERVED, Code

CLAIM, SERIAL = "Warranty Claim", "Serial No"


@attrs.frozen
class Field:
    """A field of a doctype.

    Args:
        why: in what sense it says the fact; or why it says none.
        fact: the fact that it says.
        where: another field and its value, without which it does not say it.
    """

    why: str
    fact: Fact[Any] | None = None
    where: tuple[str, str] | None = None


SAYING = {
    (CLAIM, "name"): Field("the name of the document", Claim.reference),
    (CLAIM, "complaint_date"): Field("the day on which the customer reported the fault", Claim.claimed_on),
    (CLAIM, "item_name"): Field("the item that the clerk has before them", Claim.device.model),
    (CLAIM, "serial_no"): Field("the record that the clerk picks by the number on the device", Claim.device.serial),
    (SERIAL, "item_name"): Field("the item of the record, which goes before the claim's", Claim.device.model),
    (SERIAL, "serial_no"): Field("the number itself, which goes before the name of its record", Claim.device.serial),
    (SERIAL, "delivery_date"): Field(
        "the day of the sale, where the goods went out with their invoice", Claim.sale.sold_on, ("delivery_document_type", "Sales Invoice")
    ),
}
"""The fields that say a fact. Where two say the same, the later goes before."""

FRAPPE = "doctype owner creation modified modified_by docstatus idx parent parentfield parenttype _user_tags _comments _assign _liked_by _seen"

SILENT = {
    "a conclusion of the ERP's own; the terms decide": {
        CLAIM: "warranty_amc_status warranty_expiry_date amc_expiry_date",
        SERIAL: "maintenance_status warranty_expiry_date amc_expiry_date",
    },
    "free text; who reads it answers the questions": {
        CLAIM: "complaint description",
        SERIAL: "description serial_no_details",
    },
    "what came of the claim, which comes after the decision": {CLAIM: "status resolution_date resolved_by resolution_details"},
    "who the customer is": {
        CLAIM: "customer customer_name customer_group customer_address address_display service_address complaint_raised_by from_company "
        "contact_person contact_display contact_mobile contact_email",
        SERIAL: "customer customer_name",
    },
    "where the customer is, not the market that the device was made for": {CLAIM: "territory"},
    "which company keeps the record, not who sold the device": {CLAIM: "company", SERIAL: "company"},
    "an item of the catalog; whether it is portable, new or used is not in it": {CLAIM: "item_code", SERIAL: "item_code item_group brand"},
    "a length in days of a warranty that is not named; the terms count months of each": {SERIAL: "warranty_period"},
    "the record's name: it must be the one in the claim": {SERIAL: "name"},
    "tells whether delivery_date is the day of the sale": {SERIAL: "delivery_document_type"},
    "a document of the sale: the day, who sold and what the contract gives are in it": {SERIAL: "delivery_document_no sales_invoice sales_order"},
    "a time of day; the terms count days": {SERIAL: "delivery_time"},
    "how the device came into stock, not how it was sold": {
        SERIAL: "purchase_document_type purchase_document_no purchase_date purchase_time purchase_rate supplier supplier_name "
        "reference_doctype reference_name posting_date work_order",
    },
    "where the device is kept": {SERIAL: "warehouse batch_no location employee asset asset_status status"},
    "the ERP's own housekeeping": {CLAIM: f"naming_series amended_from {FRAPPE}", SERIAL: FRAPPE},
}
"""Why a field says no fact, and the fields of which that is so."""

UNLISTED = Field("no field of the doctype; if it is one of your own and says a fact, give it a row")

FIELDS: Final = MappingProxyType(
    SAYING | {(doctype, name): Field(why) for why, fields in SILENT.items() for doctype, names in fields.items() for name in names.split()}
)


def claim_document(
    warranty_claim: Mapping[str, Any], serial_no: Mapping[str, Any] | None = None, *, fields: Mapping[tuple[str, str], Field] = FIELDS
) -> tuple[dict[str, Any], dict[str, str]]:
    """Make a claim document of what the ERP knows; what it does not know stays unknown.

    Args:
        warranty_claim: a Warranty Claim, as the ERP's API gives it.
        serial_no: the Serial No that it names, if it names one.
        fields: the fields with the facts that they say; add rows for custom fields.

    Returns:
        The document, for `documents.take`, and why each other field is not in it.

    Raises:
        InputError: where the Serial No is not the one that the claim names.

    >>> claim_document({"name": "SER-WRN-2026-00001", "complaint_date": "2026-07-20", "status": "Open"})
    ({'schema': 1, 'reference': 'SER-WRN-2026-00001', 'claimed_on': '2026-07-20'}, {'Warranty Claim.status': 'what came of the claim, which comes after the decision'})
    """
    named, name = warranty_claim.get("serial_no"), (serial_no or {}).get("name")
    if serial_no is not None and name != named:
        raise InputError([Problem(f"{SERIAL}.name", shown(name), f"the Serial No that the claim names, which is {shown(named)}")])
    said: dict[Fact[Any], tuple[str, Any]] = {}
    unsaid: dict[str, str] = {}
    for key, field, value, given in _values(warranty_claim, serial_no or {}, fields):
        why = _silence(field, value, given)
        if field.fact is None or why:
            unsaid[key] = why
        else:
            before, other = said.get(field.fact, (key, value))
            unsaid |= {before: f"{key} says otherwise, and goes before"} if other != value else {}
            said[field.fact] = key, value
    return _document({fact: value for fact, (_, value) in said.items()}), unsaid


def _values(
    warranty_claim: Mapping[str, Any], serial_no: Mapping[str, Any], fields: Mapping[tuple[str, str], Field]
) -> Iterator[tuple[str, Field, Any, Mapping[str, Any]]]:
    for doctype, given in ((CLAIM, warranty_claim), (SERIAL, serial_no)):
        for name, value in given.items():
            plain = value.isoformat() if isinstance(value, date) else value  # inside the ERP it is a date, from its API a text
            yield f"{doctype}.{name}", fields.get((doctype, name), UNLISTED), plain, given


def _silence(field: Field, value: Any, given: Mapping[str, Any]) -> str:
    """Tell why a value says no fact; nothing where it says one."""
    if field.fact is None:
        return field.why
    if value is None or value == "":
        return "empty: not known"
    if field.where and given.get(field.where[0]) != field.where[1]:
        return f"says it only where {field.where[0]} is {field.where[1]}"
    if isinstance(field.fact.field, Code) and "".join(filter(str.isalnum, str(value))).upper() in RESERVED:
        return "a word, not a number"  # a document would take it for one of its own: there is none
    return ""


def _document(said: Mapping[Fact[Any], Any]) -> dict[str, Any]:
    document: dict[str, Any] = {"schema": 1}
    for fact, value in said.items():
        place = document
        for name in fact.path[:-1]:
            place = place.setdefault(name, {})
        place[fact.path[-1]] = value
    return document


def table(fields: Mapping[tuple[str, str], Field] = FIELDS) -> str:
    """Write the fields as a table, those with the same fact or the same reason in one row."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for (doctype, name), field in fields.items():
        rows.setdefault((doctype, "" if field.fact is None else f"`{field.fact}`", field.why), []).append(f"`{name}`")
    lines = [f"| {doctype} | {', '.join(names)} | {fact} | {why} |" for (doctype, fact, why), names in rows.items()]
    return "\n".join(["| doctype | fields | fact | in what sense, or why none |", "|---|---|---|---|", *lines])


if __name__ == "__main__":
    sys.stdout.write(f"{table()}\n")
