"""Readings: where the terms can be read in more than one way, one claim that each other reading decides otherwise.

And the terms as a whole: every clause of theirs is a rule of the policy, or is listed with the reason why not.
"""

from __future__ import annotations

import inspect
from functools import cache
from pathlib import Path
from typing import get_args

import attrs
import pytest
from scenarios import cell, claim_of, rows, tier_of, verdict

from warranty_rules import NONE, Claim, Clause, Decision, InputError, Policy, Window
from warranty_rules.documents import read
from warranty_rules.policies import icenter

EXAMPLES = Path(__file__).parents[1] / "examples" / "readings"
POLICY = icenter.policy()

# A row for each document, which is named for the reading. What an approved claim gets: the tier, where it is
# served, who pays for sending it there, in how many business days (and transport, where that is no part of them), and
# whether it is replaced.
TABLE = """
setting                 | reading                       | by default                                                       | so read
exclusions_apply_to     | used_only                     | denied E04                                                       | approved: store-one-month, manufacturer_center, seller, 21-31
exclusions_apply_to     | store_tiers                   | denied E04                                                       | approved: new, manufacturer_center, seller, 21-31
replacement             | used_only                     | approved: new, manufacturer_center, seller, 21-31, replacement   | approved: new, manufacturer_center, seller, 21-31
store_month             | if_taken_up                   | approved: store-one-month, manufacturer_center, seller, 21-31    | denied N1 N2 N3
extended_runs_from      | end_of_store_month            | denied N1 N2 N3                                                  | approved: extended-12-month, manufacturer_center, seller, 21-31
extended_runs_from      | end_of_manufacturer_period    | denied N1 N2 N3                                                  | approved: extended-12-month, manufacturer_center, seller, 21-31
new_goods_served_at     | store_center                  | approved: store-one-month, manufacturer_center, seller, 21-31    | approved: store-one-month, store_center, not_stated, 3-30 + transport
individual_covers       | time_route_and_cost           | approved: new, manufacturer_center, seller, individually_agreed  | approved: new, individually_agreed, individually_agreed, individually_agreed
last_day                | first_out                     | approved: used, store_center, not_stated, 3-30 + transport                   | denied UR1
month_end               | roll_over                     | denied UR1                                                       | approved: used, store_center, not_stated, 3-30 + transport
identity                | every_number_of_the_device    | approved: used, store_center, not_stated, 3-30 + transport                   | denied E02
third_parties           | everyone_but_the_buyer        | approved: used, store_center, not_stated, 3-30 + transport                   | denied E03
card_entries            | seller_and_authorized_centers | denied E01                                                       | approved: used, store_center, not_stated, 3-30 + transport
exposure                | is_enough                     | approved: used, store_center, not_stated, 3-30 + transport                   | denied E05
causes                  | presence                      | approved: used, store_center, not_stated, 3-30 + transport                   | denied E08
damage                  | caused_the_fault              | denied E03                                                       | approved: used, store_center, not_stated, 3-30 + transport
seals_broken_in_service | as_worded                     | approved: used, store_center, not_stated, 3-30 + transport                   | denied E07
flex_fracture           | not_the_sellers_side          | denied E09                                                       | approved: used, store_center, not_stated, 3-30 + transport
accident                | by_anyone                     | approved: used, store_center, not_stated, 3-30 + transport                   | denied E06
body_wear               | beyond_norms                  | denied E14                                                       | approved: used, store_center, not_stated, 3-30 + transport
software                | caused_the_fault              | denied E16                                                       | approved: used, store_center, not_stated, 3-30 + transport
incomplete_set          | all_items                     | denied E17                                                       | approved: used, store_center, not_stated, 3-30 + transport
transport               | out_of_turnaround_too         | approved: new, manufacturer_center, seller, 21-31                | approved: new, manufacturer_center, seller, 21-31 + transport
"""

DEFAULTS = """
exclusions_apply_to all_tiers | replacement all_tiers | store_month automatic | extended_runs_from sale
new_goods_served_at manufacturer_center | individual_covers time | last_day covered | month_end clamp
identity numbers_on_the_card | third_parties outside_the_sellers_side | card_entries seller | exposure needs_negligence
causes of_the_fault | damage presence | seals_broken_in_service not_held | flex_fracture whoever_did_it
accident by_the_customer | body_wear always | software worked_with_it | incomplete_set one_item
transport out_of_repair_period
"""

ALTERNATIVES = [(setting, reading) for setting, reading, *_ in rows(TABLE)]


@cache
def so_read(setting: str, reading: str) -> Policy[Claim]:
    return icenter.policy(icenter.Readings(**{setting: reading}))  # type: ignore[arg-type]


def told(decision: Decision[Claim]) -> str:
    """What becomes of a claim, and the service it gets; what remains to be asked after a cure is left out."""
    promise = decision.service
    if promise is NONE:
        return verdict(decision).split("; ask")[0]
    window = cell(promise.window)
    if isinstance(promise.window, Window):
        window = f"{promise.window.least}-{promise.window.most}{' + transport' * promise.window.stops('transport')}"
    parts = [tier_of(decision), cell(promise.provider), cell(promise.payer), window]
    return f"approved: {', '.join((*parts, *(['replacement'] if cell(promise.remedy) == 'replacement' else [])))}"


def test_the_table_covers_every_alternative_of_every_reading_and_has_a_document_for_each() -> None:
    alternatives = [(field.name, value) for field in attrs.fields(icenter.Readings) for value in get_args(field.type) if value != field.default]
    assert sorted(ALTERNATIVES) == sorted(alternatives)
    assert {path.name for path in EXAMPLES.iterdir()} == {f"{setting}__{reading}.json" for setting, reading in ALTERNATIVES}


def test_every_reading_is_listed_with_its_words_and_its_values_the_default_first() -> None:
    assert [(reading.name, reading.alternatives[0]) for reading in icenter.READINGS] == [*attrs.asdict(icenter.Readings()).items()]
    assert [(reading.name, value) for reading in icenter.READINGS for value in reading.alternatives[1:]] == ALTERNATIVES
    assert all(f"    {reading.name}: {reading.words}.\n" in str(inspect.getdoc(icenter.Readings)) for reading in icenter.READINGS)
    assert all(len(reading.words.split()) > 2 for reading in icenter.READINGS)


def test_the_page_has_a_row_for_each_of_them() -> None:
    page = (EXAMPLES.parents[1] / "docs" / "how-to" / "readings.md").read_text(encoding="utf-8")
    table = page[page.index("| field | default | alternative |") :].split("\n\n")[0].splitlines()[2:]
    listed = [[cell.strip(" `") for cell in line.split("|")[1:4]] for line in table]
    firsts = [(reading.name, reading.alternatives[0]) for reading in icenter.READINGS]
    assert [(name, default) for name, default, _ in listed if name] == firsts
    assert [value for *_, value in listed] == [value for reading in icenter.READINGS for value in reading.alternatives[1:]]


def test_the_defaults_are_those_of_the_terms() -> None:
    defaults = dict(pair.split() for line in DEFAULTS.strip().splitlines() for pair in line.split("|"))
    assert attrs.asdict(icenter.Readings()) == defaults
    assert POLICY == icenter.policy(icenter.Readings(**defaults))


@pytest.mark.parametrize(("setting", "reading", "default", "other"), rows(TABLE), ids=lambda text: text[:30])
def test_a_document_turns_on_its_reading(setting: str, reading: str, default: str, other: str) -> None:
    (claim,) = read(Claim, (EXAMPLES / f"{setting}__{reading}.json").read_text(encoding="utf-8"))
    assert default != other
    assert [told(policy.adjudicate(claim)) for policy in (POLICY, so_read(setting, reading))] == [default, other]


@pytest.mark.parametrize(("setting", "reading"), ALTERNATIVES)
def test_a_decision_names_the_reading_that_it_was_made_under(setting: str, reading: str) -> None:
    decided = {policy.digest: policy.adjudicate(claim_of("used")).provenance.readings for policy in (POLICY, so_read(setting, reading))}
    assert list(decided.values()) == [(), ((setting, reading),)]


@pytest.mark.parametrize("setting", [field.name for field in attrs.fields(icenter.Readings)])
def test_a_reading_that_is_not_named_is_refused(setting: str) -> None:
    with pytest.raises(InputError, match=f"readings.{setting}"):
        so_read(setting, "otherwise")


# --- What else a reading changes, and what it leaves alone ---------------------------------------------------

CASES = """
setting             | reading                    | goods | what is said of an otherwise clean claim                          | by default              | so read
exclusions_apply_to | used_only                  | used  | inspection.opened_by = buyer                                      | denied E04              | denied E04
exclusions_apply_to | used_only                  | new   | card.present = no; inspection.missing = cables                    | denied E01 E17          | approved
exclusions_apply_to | used_only                  | new   | inspection.opened_by = ?                                          | ask inspection.opened_by | approved
exclusions_apply_to | store_tiers                | used  | inspection.opened_by = buyer                                      | denied E04              | denied E04
exclusions_apply_to | store_tiers                | new   | sale.manufacturer_months = 0; claimed_on = 2026-04-02; inspection.seals = broken | denied E07 | denied N1 E07
exclusions_apply_to | store_tiers                | new   | sale.manufacturer_months = 0; sale.extended_plan = yes; inspection.seals = broken | denied E07 | denied N1 E07
store_month         | if_taken_up                | new   | sale.manufacturer_months = 0; claimed_on = 2026-04-02; sale.store_month_taken = yes | approved | approved
store_month         | if_taken_up                | new   | sale.manufacturer_months = 0; claimed_on = 2026-04-02; sale.store_month_taken = ? | approved | ask sale.store_month_taken
store_month         | if_taken_up                | used  | sale.store_month_taken = no                                       | approved                | approved
extended_runs_from  | end_of_manufacturer_period | new   | sale.extended_plan = yes; sale.manufacturer_months = ?; claimed_on = 2026-07-20 | approved | approved
extended_runs_from  | end_of_manufacturer_period | new   | sale.extended_plan = yes; sale.manufacturer_months = 0; claimed_on = 2027-03-02 | approved | approved
extended_runs_from  | end_of_manufacturer_period | new   | sale.extended_plan = yes; sale.manufacturer_months = 0; claimed_on = 2027-03-03 | denied N1 N2 N3 | denied N1 N2 N3
extended_runs_from  | end_of_store_month         | new   | sale.extended_plan = yes; sale.sold_on = 2026-01-31; claimed_on = 2027-02-28 | denied N1 N2 N3 | approved
extended_runs_from  | end_of_store_month         | new   | sale.extended_plan = yes; sale.sold_on = 2026-01-31; claimed_on = 2027-03-01 | denied N1 N2 N3 | denied N1 N2 N3
last_day            | first_out                  | used  | claimed_on = 2026-09-01                                           | approved                | approved
last_day            | first_out                  | new   | claimed_on = 2027-03-01                                           | approved                | approved
last_day            | first_out                  | new   | claimed_on = 2027-03-02                                           | approved                | denied N1 N2 N3
month_end           | roll_over                  | used  | sale.sold_on = 2026-01-31; sale.contract_months = 1; claimed_on = 2026-03-02 | denied UR1   | denied UR1
month_end           | roll_over                  | used  | sale.sold_on = 2026-01-28; sale.contract_months = 1; claimed_on = 2026-03-01 | denied UR1   | denied UR1
identity            | every_number_of_the_device | used  | card.imei_1 = A                                                   | approved                | approved
identity            | every_number_of_the_device | used  | card.imei_1 = none; card.imei_2 = A                               | approved                | approved
identity            | every_number_of_the_device | used  | card.imei_1 = A; card.imei_2 = A                                  | approved                | approved
identity            | every_number_of_the_device | used  | card.imei_1 = none; card.imei_2 = none                            | approved                | denied E02
identity            | every_number_of_the_device | used  | card.serial = none                                                | approved                | denied E02
identity            | every_number_of_the_device | used  | card.imei_1 = B; device.imei_1 = none                             | denied E02              | denied E02
identity            | every_number_of_the_device | used  | card.imei_1 = A; card.imei_2 = none; device.imei_2 = ?            | approved                | ask device.imei_2
identity            | every_number_of_the_device | used  | device.imei_1 = ?; device.imei_2 = ?; device.serial = ?           | approved                | approved
third_parties       | everyone_but_the_buyer     | used  | inspection.damaged_by = factory                                   | approved                | denied E03
third_parties       | everyone_but_the_buyer     | used  | fault.causes = dust; fault.careless_by = authorized_center        | approved                | denied E05
third_parties       | everyone_but_the_buyer     | used  | inspection.damaged_by = buyer                                     | denied E03              | denied E03
third_parties       | everyone_but_the_buyer     | used  | inspection.damaged_by = nobody; inspection.opened_by = seller     | approved                | approved
card_entries        | seller_and_authorized_centers | used | card.altered_by = factory                                       | denied E01              | denied E01
card_entries        | seller_and_authorized_centers | used | card.altered_by = authorized_center buyer                       | denied E01              | denied E01
card_entries        | seller_and_authorized_centers | used | card.altered_by = seller                                        | approved                | approved
exposure            | is_enough                  | used  | fault.causes = impact; fault.careless_by = seller                 | approved                | denied E05
exposure            | is_enough                  | used  | fault.causes = temperature; fault.careless_by = ?                 | ask fault.careless_by   | denied E05
exposure            | is_enough                  | used  | fault.careless_by = buyer                                         | approved                | approved
exposure            | is_enough                  | used  | fault.causes = careless_act                                       | approved                | approved
causes              | presence                   | used  | elsewhere.causes = liquid; elsewhere.careless_by = buyer          | approved                | denied E05
causes              | presence                   | used  | elsewhere.causes = liquid                                         | approved                | approved
causes              | presence                   | used  | elsewhere.accident_by = buyer                                     | approved                | denied E06
causes              | presence                   | used  | elsewhere.flex_fractured = yes                                    | approved                | denied E09
causes              | presence                   | used  | elsewhere.component = touch_id; elsewhere.failed_before_use = no  | approved                | denied E10
causes              | presence                   | used  | elsewhere.causes = natural_disaster                               | approved                | denied E11
causes              | presence                   | used  | elsewhere.causes = non_original_consumables                       | approved                | denied E12
causes              | presence                   | used  | elsewhere.causes = external_network                               | approved                | denied E13
causes              | presence                   | used  | elsewhere.worn_beyond_norms = yes                                 | approved                | denied E14
causes              | presence                   | used  | elsewhere.body_worn = yes                                         | approved                | denied E14
causes              | presence                   | used  | elsewhere.body_worn = yes; device.portable = no                   | approved                | approved
causes              | presence                   | used  | elsewhere.causes = misuse                                         | approved                | denied E15
causes              | presence                   | used  | fault.causes = misuse                                             | denied E15              | denied E15
causes              | presence                   | used  | elsewhere.causes = misuse?                                        | approved                | ask elsewhere.causes
damage              | caused_the_fault           | used  | inspection.damaged_by = buyer; fault.causes = careless_act        | denied E03              | denied E03
damage              | caused_the_fault           | used  | inspection.damaged_by = seller; fault.causes = careless_act       | approved                | approved
damage              | caused_the_fault           | used  | inspection.damaged_by = buyer; fault.causes = careless_act?       | denied E03              | ask fault.causes
seals_broken_in_service | as_worded              | used  | inspection.seals = broken                                         | denied E07              | denied E07
seals_broken_in_service | as_worded              | used  | inspection.seals = never_fitted                                   | approved                | approved
flex_fracture       | not_the_sellers_side       | used  | fault.flex_fractured = yes; fault.flex_fractured_by = factory     | denied E09              | approved
flex_fracture       | not_the_sellers_side       | used  | fault.flex_fractured = yes; fault.flex_fractured_by = buyer       | denied E09              | denied E09
flex_fracture       | not_the_sellers_side       | used  | fault.flex_fractured = yes; fault.flex_fractured_by = nobody      | denied E09              | denied E09
flex_fracture       | not_the_sellers_side       | used  | fault.flex_fractured = yes; fault.flex_fractured_by = ?           | denied E09              | ask fault.flex_fractured_by
flex_fracture       | not_the_sellers_side       | used  | fault.flex_fractured = no; fault.flex_fractured_by = ?            | approved                | approved
accident            | by_anyone                  | used  | fault.accident_by = seller                                        | approved                | denied E06
accident            | by_anyone                  | used  | fault.accident_by = buyer                                         | denied E06              | denied E06
accident            | by_anyone                  | used  | fault.accident_by = nobody                                        | approved                | approved
body_wear           | beyond_norms               | used  | fault.body_worn = yes; fault.worn_beyond_norms = yes              | denied E14              | denied E14
body_wear           | beyond_norms               | used  | fault.body_worn = yes; fault.worn_beyond_norms = ?                | denied E14              | ask fault.worn_beyond_norms
software            | caused_the_fault           | used  | inspection.software = infected; fault.causes = software           | denied E16              | denied E16
software            | caused_the_fault           | used  | inspection.software = infected; fault.causes = software?          | denied E16              | ask fault.causes
software            | caused_the_fault           | used  | fault.causes = software                                           | approved                | approved
incomplete_set      | all_items                  | used  | inspection.missing = documents drivers cables fasteners packaging | denied E17              | approved
incomplete_set      | all_items                  | used  | inspection.missing = documents drivers cables fasteners packaging parts | denied E17        | denied E17
incomplete_set      | all_items                  | used  | inspection.package_damaged = yes                                  | denied E17              | denied E17
incomplete_set      | all_items                  | used  | inspection.missing = nothing; sale.supplied = nothing             | approved                | approved
"""


@pytest.mark.parametrize(("setting", "reading", "goods", "said", "default", "other"), rows(CASES), ids=lambda text: text[:60])
def test_a_case_under_a_reading(setting: str, reading: str, goods: str, said: str, default: str, other: str) -> None:
    claim = claim_of(goods, said)
    assert [told(policy.adjudicate(claim)).split(":")[0] for policy in (POLICY, so_read(setting, reading))] == [default, other]


SERVED = """
setting             | reading             | goods | what is said of an otherwise clean claim                                     | so read
new_goods_served_at | store_center        | new   |                                                                              | approved: new, manufacturer_center, seller, 21-31
new_goods_served_at | store_center        | new   | sale.manufacturer_months = 0; sale.extended_plan = yes                       | approved: extended-12-month, store_center, not_stated, 3-30 + transport
new_goods_served_at | store_center        | new   | sale.manufacturer_months = 0; sale.extended_plan = yes; device.market = asia | approved: extended-12-month, store_center, not_stated, 3-30 + transport
new_goods_served_at | store_center        | new   | sale.manufacturer_months = 0; sale.extended_plan = yes; fault.repairable = no | approved: extended-12-month, store_center, not_stated, not_promised, replacement
individual_covers   | time_route_and_cost | new   | device.market = europe                                                       | approved: new, manufacturer_center, seller, 21-31
individual_covers   | time_route_and_cost | new   | device.market = other                                                        | approved: new, manufacturer_center, seller, not_promised
individual_covers   | time_route_and_cost | new   | device.market = ?                                                            | approved: new, unknown, unknown, unknown
individual_covers   | time_route_and_cost | used  | device.market = asia                                                         | approved: used, store_center, not_stated, 3-30 + transport
replacement         | used_only           | used  | fault.repairable = no                                                        | approved: used, store_center, not_stated, not_promised, replacement
"""


@pytest.mark.parametrize(("setting", "reading", "goods", "said", "served"), rows(SERVED), ids=lambda text: text[:60])
def test_where_a_reading_sends_a_device(setting: str, reading: str, goods: str, said: str, served: str) -> None:
    assert told(so_read(setting, reading).adjudicate(claim_of(goods, said))) == served


ASKED_ONLY = {
    "store_month": ["sale.store_month_taken"],
    "flex_fracture": ["fault.flex_fractured_by"],
    "causes": """
        elsewhere.component elsewhere.failed_before_use elsewhere.causes elsewhere.careless_by elsewhere.accident_by
        elsewhere.flex_fractured elsewhere.worn_beyond_norms elsewhere.body_worn
    """.split(),
}
"""The facts that only another reading asks for, by setting."""


@cache
def asked_of_nothing_known(policy: Policy[Claim]) -> set[str]:
    return {question.path for question in policy.adjudicate(Claim()).questions}


@pytest.mark.parametrize(("setting", "reading"), ALTERNATIVES)
def test_a_fact_that_only_another_reading_uses_is_asked_under_it_alone(setting: str, reading: str) -> None:
    default, other = asked_of_nothing_known(POLICY), asked_of_nothing_known(so_read(setting, reading))
    assert other - default == set(ASKED_ONLY.get(setting, []))


# --- Every clause is modeled or listed ----------------------------------------------------------------------

IDS = "S1 S2 S3 S4 S5 G0 N1 N2 N3 UR1 UR2 U1 U2a U2b R1 P1 P2 E01 E02 E03 E04 E05 E06 E07 E08 E09 E10 E11 E12 E13 E14 E15 E16 E17"
LISTED = {"U2a": "a duty without a sanction", "P2": "counts days on the way, which no claim holds: the repair clock keeps it"}
"""The clauses that no rule of a decision can use, and why."""


def used_clauses() -> set[str]:
    """The clauses behind a tier, a requirement, an exclusion, or a line of a table."""
    services = [choice for tier in POLICY.ranked for choice in attrs.asdict(tier.service, recurse=False).values()]
    tables = [row.clause for choice in (*services, POLICY.returns) for row in choice.rows]
    required = [requirement.clause for tier in POLICY.ranked for requirement in tier.requirements]
    granted = [tier.clause for tier in POLICY.ranked]
    excluding = [exclusion.clause for tier in POLICY.ranked for exclusion in tier.exclusions]
    return {clause.id for clause in (*tables, *required, *granted, *excluding) if clause is not None}


def test_every_clause_of_the_terms_is_in_the_policy_and_no_other() -> None:
    assert sorted(clause.id for clause in POLICY.clauses) == sorted(IDS.split())


def test_every_clause_is_used_or_is_listed_with_its_reason() -> None:
    assert used_clauses() == set(IDS.split()) - set(LISTED)
    assert {clause.id for clause in POLICY.clauses if clause.note} == set(LISTED)


@pytest.mark.parametrize("clause", POLICY.clauses, ids=lambda clause: clause.id)
def test_a_clause_has_a_title_a_text_and_a_citation(clause: Clause) -> None:
    assert clause.title
    assert clause.text.endswith(".") and " " in clause.text
    assert clause.citation


def test_no_clause_says_that_a_warranty_is_void() -> None:
    assert [clause.id for clause in POLICY.clauses if "void" in f"{clause.title} {clause.text} {clause.note}".lower()] == []


# --- What else a reading changes, and what it leaves ----------------------------------------------------


def test_new_goods_of_which_the_terms_for_replacement_say_nothing_are_repaired() -> None:
    so_read = icenter.policy(icenter.Readings(replacement="used_only"))
    (claim,) = read(Claim, (EXAMPLES / "replacement__used_only.json").read_text(encoding="utf-8"))
    service = so_read.adjudicate(claim).service
    assert service is not NONE
    assert cell(service.remedy) == "repair"


def test_the_examples_are_those_of_the_terms_as_read_by_default() -> None:
    assert icenter.policy().examples == POLICY.examples != ()
    assert icenter.policy(icenter.Readings(accident="by_anyone")).examples == ()


def test_without_docstrings_readings_have_no_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(icenter.Readings, "__doc__", None)
    assert [reading.words for reading in icenter._readings()] == [""] * len(icenter.READINGS)
