"""The example documents are decided as this table says; a lawyer can check it against the terms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from warranty_rules import NONE, UNKNOWN, Claim, Decision, Tier
from warranty_rules.documents import document, read, schema
from warranty_rules.errors import InputError
from warranty_rules.policies import icenter

EXAMPLES = Path(__file__).parents[1] / "examples" / "claims"

# One row for each decision; in JSON Lines each line is named by its number. Tier "-": none, as the claim is not
# approved. Clauses: the grounds of a denial, "-" where there are none.
TABLE = """
file                                       | outcome  | tier              | clauses
approved_asian_tablet_individual_terms     | approved | new               | -
approved_extended_plan                     | approved | extended-12-month | -
approved_new_or_used_tier_open             | approved | unknown           | -
approved_new_phone_europe                  | approved | new               | -
approved_used_phone_every_fact_said        | approved | used              | -
approved_used_phone_replacement            | approved | used              | -
batch.jsonl:1                              | approved | store-one-month   | -
batch.jsonl:2                              | denied   | -                 | N1 N2 N3
batch.jsonl:4                              | refused  | -                 | -
batch.jsonl:5                              | pending  | -                 | -
batch.jsonl:5                              | pending  | -                 | -
denied_bought_elsewhere                    | denied   | -                 | G0
denied_card_lost_opening_unknown           | denied   | -                 | E01
denied_imei_differs                        | denied   | -                 | E02
denied_liquid_by_negligence                | denied   | -                 | E05
denied_missing_cables_curable              | denied   | -                 | E17
denied_new_phone_expired_everywhere        | denied   | -                 | N1 N2 N3
denied_several_clauses                     | denied   | -                 | E01 E03 E04 E07 E08 E09 E13 E14 E15 E16
denied_used_phone_expired                  | denied   | -                 | UR1
denied_used_phone_without_contract         | denied   | -                 | U1
pending_empty_intake                       | pending  | -                 | -
pending_half_known_opening                 | pending  | -                 | -
pending_used_phone                         | pending  | -                 | -
two_faults_two_outcomes                    | denied   | -                 | E10
two_faults_two_outcomes                    | approved | used              | -
"""

# What is promised where a claim is approved: business days, the earliest and the latest day; "-": not promised or not settled.
PROMISES = """
file                                       | provider            | remedy       | time                | earliest   | latest
approved_asian_tablet_individual_terms     | manufacturer_center | repair       | individually_agreed | -          | -
approved_extended_plan                     | manufacturer_center | repair       | 21-31               | 2026-07-31 | 2026-08-14
approved_new_or_used_tier_open             | -                   | -            | -                   | -          | -
approved_new_phone_europe                  | manufacturer_center | repair       | 21-31               | 2026-07-08 | 2026-07-22
approved_used_phone_every_fact_said        | store_center        | repair       | 3-30                | 2026-03-19 | 2026-04-27
approved_used_phone_replacement            | store_center        | replacement  | not_promised        | -          | -
batch.jsonl:1                              | manufacturer_center | repair_first | 21-31               | 2026-03-31 | 2026-04-14
two_faults_two_outcomes                    | store_center        | repair       | 3-30                | 2026-07-09 | 2026-08-17
"""

Row = tuple[str, ...]


def rows(table: str) -> list[Row]:
    """Read a table, without its head."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()[1:]]


def documents() -> Iterator[tuple[str, str]]:
    """Give each example document with its name in the table."""
    for path in sorted(EXAMPLES.iterdir()):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".jsonl":
            yield from ((f"{path.name}:{number}", line) for number, line in enumerate(text.splitlines(), 1) if line.strip())
        else:
            assert path.suffix == ".json", path.name
            yield path.stem, text


DOCUMENTS = dict(documents())
READABLE = list(dict.fromkeys(name for name, outcome, *_ in rows(TABLE) if outcome != "refused"))


def decided(name: str) -> list[Decision[Claim]]:
    policy = icenter.policy()
    return [policy.adjudicate(claim) for claim in read(policy.record, DOCUMENTS[name])]


def told(name: str) -> list[Row]:
    """Give the rows that a document comes to."""
    try:
        decisions = decided(name)
    except InputError:
        return [(name, "refused", "-", "-")]
    return [(name, d.outcome.value, tier_cell(d), " ".join(c.id for g in d.grounds for c in g.clauses) or "-") for d in decisions]


def tier_cell(decision: Decision[Claim]) -> str:
    tier = decision.tier
    return tier.id if isinstance(tier, Tier) else {UNKNOWN: "unknown", NONE: "-"}[tier]


def test_the_table_names_every_example_and_no_other() -> None:
    assert {name for name, *_ in rows(TABLE)} == set(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_example_is_decided_as_the_table_says(name: str) -> None:
    assert told(name) == [row for row in rows(TABLE) if row[0] == name]


def test_every_approved_example_is_promised_what_the_table_says() -> None:
    approved = [(name, d) for name in READABLE for d in decided(name) if d.outcome.value == "approved"]
    assert [promised(name, decision) for name, decision in approved] == rows(PROMISES)


def promised(name: str, decision: Decision[Claim]) -> Row:
    service = decision.service
    assert service is not NONE
    window, dates = service.window, service.dates
    days = "-" if window is UNKNOWN else getattr(window, "value", "") or f"{window.least}-{window.most}"
    span = [str(getattr(dates, end, "-")) for end in ("earliest", "latest")]
    return (name, *("-" if part is UNKNOWN else part.value for part in (service.provider, service.remedy)), days, *span)


def test_missing_cables_are_cured_by_bringing_them() -> None:
    (decision,) = decided("denied_missing_cables_curable")
    assert [cure.instruction for _, cure in decision.cures] == ["bring what is missing"]
    assert isinstance(decision.after_cure, Decision)
    assert decision.after_cure.outcome.value == "approved"
    assert decision.questions == ()


def test_a_lost_card_is_asked_for_together_with_what_stays_open_once_it_is_there() -> None:
    (decision,) = decided("denied_card_lost_opening_unknown")
    assert [q.path for q in decision.questions] == ["card.serial", "card.imei_1", "card.imei_2", "inspection.opened_by"]


@pytest.mark.parametrize("name", ["pending_used_phone", "pending_half_known_opening"])
def test_one_open_fact_is_one_question(name: str) -> None:
    (decision,) = decided(name)
    assert [q.path for q in decision.questions] == ["inspection.opened_by"]


def test_answering_for_the_rest_of_a_half_known_set_decides() -> None:
    (decision,) = decided("pending_half_known_opening")
    members = {member.member.value: member for member in Claim.inspection.opened_by.members}
    assert decision.policy.adjudicate(decision.claim.learn(members["third_party"], False)).outcome.value == "approved"
    assert decision.policy.adjudicate(decision.claim.learn(members["third_party"], True)).outcome.value == "denied"


def test_an_empty_intake_asks_for_the_facts_of_every_record() -> None:
    (decision,) = decided("pending_empty_intake")
    assert {q.fact.path[0] for q in decision.questions} == {"claimed_on", "sale", "device", "card", "inspection", "fault"}


def test_a_document_that_says_every_fact_takes_none_as_clean() -> None:
    (decision,) = decided("approved_used_phone_every_fact_said")
    assert decision.assumed == ()
    assert decision.questions == ()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_schema_takes_an_example_that_the_reader_takes_and_no_other(name: str) -> None:
    taken = Draft202012Validator(schema(Claim)).is_valid(json.loads(DOCUMENTS[name]))
    assert taken is (name in READABLE)


@pytest.mark.parametrize("name", READABLE)
def test_an_example_written_out_reads_back_as_the_same_claims(name: str) -> None:
    claims = read(Claim, DOCUMENTS[name])
    assert tuple(read(Claim, json.dumps(document(claim)))[0] for claim in claims) == claims
