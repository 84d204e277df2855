"""Tiers, dates, service and promises: which cover runs until when, and what an approved claim gets.

How to read what is said of a claim: see `scenarios`.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import pytest
from scenarios import cell, claim_of, rows, tier_of, verdict

from warranty_rules import NONE, BusinessCalendar, Claim, Decision, Outcome
from warranty_rules.clocks import DueDates, Window
from warranty_rules.decisions import Cover, Promise
from warranty_rules.errors import InputError
from warranty_rules.policies import icenter

POLICY = icenter.policy()


def decided(goods: str, said: str = "") -> Decision[Claim]:
    return POLICY.adjudicate(claim_of(goods, said))


# --- States and days of the four tiers ------------------------------------------------------------------

STATES = """
tier              | goods | what is said of an otherwise clean claim                          | state        | first      | last
new               | new   | claimed_on = 2027-03-02                                           | in_force     | 2026-03-02 | 2027-03-02
new               | new   | claimed_on = 2027-03-03                                           | expired      | 2026-03-02 | 2027-03-02
new               | new   | inspection.seals = broken                                         | excluded     | 2026-03-02 | 2027-03-02
new               | new   | inspection.seals = ?                                              | unknown      | 2026-03-02 | 2027-03-02
new               | new   | claimed_on = 2027-03-03; inspection.seals = broken                | expired      | 2026-03-02 | 2027-03-02
new               | new   | claimed_on = 2027-03-03; inspection.seals = ?                     | expired      | 2026-03-02 | 2027-03-02
new               | new   | sale.manufacturer_months = ?                                      | unknown      | unknown    | unknown
new               | new   | sale.sold_on = ?                                                  | unknown      | unknown    | unknown
new               | new   | sale.manufacturer_months = 0                                      | not_entitled | none       | none
new               | new   | sale.manufacturer_months = 0; inspection.seals = broken           | not_entitled | none       | none
new               | new   | sale.sold_here = no                                               | not_entitled | none       | none
new               | new   | sale.sold_here = no; claimed_on = 2027-03-03                      | not_entitled | none       | none
new               | new   | sale.sold_here = ?                                                | unknown      | 2026-03-02 | 2027-03-02
new               | used  | sale.manufacturer_months = 12                                     | other_goods  | none       | none
new               | used  | sale.sold_here = no                                               | other_goods  | none       | none
store-one-month   | new   | claimed_on = 2026-04-02                                           | in_force     | 2026-03-02 | 2026-04-02
store-one-month   | new   | claimed_on = 2026-04-03                                           | expired      | 2026-03-02 | 2026-04-02
store-one-month   | new   | claimed_on = 2026-04-02; fault.flex_fractured = yes               | excluded     | 2026-03-02 | 2026-04-02
store-one-month   | new   | claimed_on = 2026-04-02; fault.flex_fractured = ?                 | unknown      | 2026-03-02 | 2026-04-02
store-one-month   | new   | claimed_on = ?                                                    | unknown      | 2026-03-02 | 2026-04-02
store-one-month   | new   | sale.sold_here = no                                               | not_entitled | none       | none
store-one-month   | used  |                                                                   | other_goods  | none       | none
extended-12-month | new   | sale.extended_plan = yes; claimed_on = 2027-03-02                 | in_force     | 2026-03-02 | 2027-03-02
extended-12-month | new   | sale.extended_plan = yes; claimed_on = 2027-03-03                 | expired      | 2026-03-02 | 2027-03-02
extended-12-month | new   | sale.extended_plan = yes; card.present = no                       | excluded     | 2026-03-02 | 2027-03-02
extended-12-month | new   | sale.extended_plan = yes; card.present = ?                        | unknown      | 2026-03-02 | 2027-03-02
extended-12-month | new   | sale.extended_plan = ?                                            | unknown      | 2026-03-02 | 2027-03-02
extended-12-month | new   | sale.extended_plan = no                                           | not_entitled | none       | none
extended-12-month | new   | sale.extended_plan = yes; sale.sold_here = no                     | not_entitled | none       | none
extended-12-month | used  | sale.extended_plan = yes                                          | other_goods  | none       | none
used              | used  | claimed_on = 2026-09-02                                           | in_force     | 2026-03-02 | 2026-09-02
used              | used  | claimed_on = 2026-03-02                                           | in_force     | 2026-03-02 | 2026-09-02
used              | used  | claimed_on = 2026-09-03                                           | expired      | 2026-03-02 | 2026-09-02
used              | used  | inspection.opened_by = buyer                                      | excluded     | 2026-03-02 | 2026-09-02
used              | used  | inspection.opened_by = buyer?                                     | unknown      | 2026-03-02 | 2026-09-02
used              | used  | sale.contract_months = ?                                          | unknown      | unknown    | unknown
used              | used  | sale.contract_months = 0                                          | not_entitled | none       | none
used              | used  | sale.contract_months = 0; sale.extended_plan = yes; sale.manufacturer_months = 24 | not_entitled | none | none
used              | used  | sale.contract_months = 0; sale.sold_on = ?; claimed_on = ?        | not_entitled | none       | none
used              | used  | sale.sold_here = no                                               | not_entitled | none       | none
used              | new   | sale.contract_months = 6                                          | other_goods  | none       | none
used              | new   | sale.contract_months = 0                                          | other_goods  | none       | none
used              | used  | sale.goods = ?                                                    | unknown      | 2026-03-02 | 2026-09-02
"""


def cover(decision: Decision[Claim], tier: str) -> Cover:
    (found,) = (cover for cover in decision.coverage if cover.tier.id == tier)
    return found


@pytest.mark.parametrize(("tier", "goods", "said", "state", "first", "last"), rows(STATES), ids=lambda text: text[:60])
def test_the_state_of_a_tier_and_its_first_and_last_covered_day(tier: str, goods: str, said: str, state: str, first: str, last: str) -> None:
    found = cover(decided(goods, said), tier)
    assert (cell(found.state), cell(found.first), cell(found.last)) == (state, first, last)


def test_every_tier_is_shown_in_every_state_that_it_can_have_and_no_claim_precedes_the_sale() -> None:
    shown = {(tier, state) for tier, _, _, state, *_ in rows(STATES)}
    every = ("other_goods", "not_entitled", "expired", "excluded", "in_force", "unknown")
    assert shown == set(product(POLICY.tiers, every))
    with pytest.raises(InputError, match="not before the sale"):
        claim_of("used", "claimed_on = 2026-03-01")


@pytest.mark.parametrize(
    ("runs_from", "claimed_on", "state", "first", "last"),
    [
        ("end_of_store_month", "2026-04-02", "not_yet", "2026-04-03", "2027-04-02"),
        ("end_of_store_month", "2026-04-03", "in_force", "2026-04-03", "2027-04-02"),
        ("end_of_store_month", "2027-04-03", "expired", "2026-04-03", "2027-04-02"),
        ("end_of_manufacturer_period", "2027-03-02", "not_yet", "2027-03-03", "2028-03-02"),
        ("end_of_manufacturer_period", "2028-03-02", "in_force", "2027-03-03", "2028-03-02"),
        ("end_of_manufacturer_period", "2028-03-03", "expired", "2027-03-03", "2028-03-02"),
    ],
)
def test_an_extended_warranty_that_begins_later_is_not_yet_running(runs_from: str, claimed_on: str, state: str, first: str, last: str) -> None:
    policy = icenter.policy(icenter.Readings(extended_runs_from=runs_from))
    decision = policy.adjudicate(claim_of("new", f"sale.extended_plan = yes; claimed_on = {claimed_on}"))
    found = cover(decision, "extended-12-month")
    assert (cell(found.state), cell(found.first), cell(found.last)) == (state, first, last)


@pytest.mark.parametrize(
    ("tier", "said"),
    [
        ("used", "sale.contract_months = 0; sale.manufacturer_months = 12; sale.extended_plan = no"),
        ("new", "sale.contract_months = 6; sale.manufacturer_months = 0; sale.extended_plan = no"),
        ("extended-12-month", "sale.contract_months = 6; sale.manufacturer_months = 12; sale.extended_plan = no"),
        ("used", "sale.sold_here = no"),
    ],
)
def test_a_tier_without_entitlement_covers_no_day_whichever_the_goods_are(tier: str, said: str) -> None:
    found = cover(decided("used", f"sale.goods = ?; {said}"), tier)
    assert (found.in_force, found.first, found.last) == (False, NONE, NONE)


LAST_DAYS = """
sold on    | months | last covered day
2026-03-02 | 1      | 2026-04-02
2026-01-31 | 1      | 2026-02-28
2026-01-30 | 1      | 2026-02-28
2026-01-28 | 1      | 2026-02-28
2028-01-31 | 1      | 2028-02-29
2026-01-31 | 2      | 2026-03-31
2026-01-31 | 3      | 2026-04-30
2026-02-28 | 1      | 2026-03-28
2026-03-31 | 1      | 2026-04-30
2026-08-31 | 6      | 2027-02-28
2027-08-31 | 6      | 2028-02-29
2028-02-29 | 12     | 2029-02-28
2028-02-29 | 48     | 2032-02-29
2026-12-31 | 1      | 2027-01-31
2026-12-01 | 13     | 2028-01-01
"""


@pytest.mark.parametrize(("sold", "months", "last"), rows(LAST_DAYS))
def test_the_last_covered_day_is_covered_and_the_day_after_is_not(sold: str, months: str, last: str) -> None:
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1)
    for tier, goods, length in (("used", "used", "contract_months"), ("new", "new", "manufacturer_months")):
        sale = f"sale.sold_on = {sold}; sale.{length} = {months}; accepted_on = ?"
        found = [cover(decided(goods, f"{sale}; claimed_on = {day}"), tier) for day in (sold, last, after)]
        assert [cell(each.state) for each in found] == ["in_force", "in_force", "expired"]
        assert {(cell(each.first), cell(each.last)) for each in found} == {(sold, last)}


@pytest.mark.parametrize(("tier", "months"), [("store-one-month", "1"), ("extended-12-month", "12")])
def test_the_stores_own_tiers_end_alike(tier: str, months: str) -> None:
    ends = {sold: last for sold, length, last in rows(LAST_DAYS) if length == months}
    found = {sold: cell(cover(decided("new", f"sale.extended_plan = yes; sale.sold_on = {sold}; claimed_on = {sold}"), tier).last) for sold in ends}
    assert found == ends


RANK = """
goods | what is said of an otherwise clean claim                                                | responds
new   | claimed_on = 2026-04-02; sale.extended_plan = yes                                       | new
new   | claimed_on = 2026-04-02; sale.extended_plan = yes; sale.manufacturer_months = 0         | store-one-month
new   | claimed_on = 2026-04-02; sale.extended_plan = yes; sale.manufacturer_months = ?         | store-one-month
new   | claimed_on = 2026-04-03; sale.extended_plan = yes; sale.manufacturer_months = 0         | extended-12-month
new   | claimed_on = 2026-04-03; sale.extended_plan = yes; sale.manufacturer_months = ?         | extended-12-month
new   | claimed_on = 2026-04-03; sale.extended_plan = yes                                       | new
used  | sale.extended_plan = yes; sale.manufacturer_months = 12                                 | used
used  | sale.goods = ?; sale.manufacturer_months = 12; sale.extended_plan = yes                 | unknown
new   | claimed_on = 2027-03-03; sale.extended_plan = yes                                       | none
"""


@pytest.mark.parametrize(("goods", "said", "tier"), rows(RANK), ids=lambda text: text[:80])
def test_the_first_tier_by_rank_that_certainly_approves_responds(goods: str, said: str, tier: str) -> None:
    assert tier_of(decided(goods, said)) == tier


def test_the_tiers_rank_manufacturer_store_month_extended_used() -> None:
    assert [*POLICY.tiers] == ["new", "store-one-month", "extended-12-month", "used"]
    assert [cover.tier.id for cover in decided("used").coverage] == [*POLICY.tiers]
    assert {tier.id: tier.obligor.value for tier in POLICY.ranked} == {**dict.fromkeys(POLICY.tiers, "store"), "new": "manufacturer"}


# --- What is not known, and when it matters -------------------------------------------------------------

OPEN = """
goods | what is said of an otherwise clean claim                                                  | outcome                  | tier              | the service needs
used  | sale.goods = ?; sale.manufacturer_months = 12; sale.extended_plan = no                    | approved                 | unknown           | sale.goods
used  | sale.goods = ?; sale.manufacturer_months = 0; sale.extended_plan = yes                    | approved                 | unknown           | sale.goods
used  | sale.goods = ?; sale.manufacturer_months = 0; sale.extended_plan = no; claimed_on = 2026-04-02 | approved            | unknown           | sale.goods
used  | sale.goods = ?; sale.manufacturer_months = 0; sale.extended_plan = no                     | ask sale.goods           | none              |
used  | sale.goods = ?; sale.manufacturer_months = ?; sale.extended_plan = no                     | ask sale.goods sale.manufacturer_months | none |
used  | sale.goods = ?; sale.manufacturer_months = 12; sale.contract_months = ?                   | ask sale.goods sale.contract_months | none   |
used  | sale.goods = ?; sale.manufacturer_months = 12; inspection.opened_by = buyer               | denied E04               | none              |
used  | sale.goods = ?; sale.manufacturer_months = 0; sale.extended_plan = no; sale.contract_months = 0 | denied N1 N2 N3 U1 | none              |
used  | sale.contract_months = ?                                                                  | ask sale.contract_months | none              |
used  | sale.contract_months = ?; sale.sold_on = ?                                                | ask sale.sold_on sale.contract_months | none |
used  | sale.contract_months = ?; inspection.opened_by = buyer; sale.sold_on = ?                  | denied E04               | none              |
used  | sale.contract_months = 0; sale.sold_on = ?; inspection.seals = ?                          | denied U1                | none              |
used  | sale.sold_on = ?                                                                          | ask sale.sold_on         | none              |
used  | claimed_on = ?                                                                            | ask claimed_on           | none              |
used  | sale.sold_here = ?                                                                        | ask sale.sold_here       | none              |
used  | sale.sold_here = no; sale.goods = ?; sale.contract_months = ?; inspection.seals = ?       | denied G0                | none              |
used  | claimed_on = 2026-09-03; inspection.seals = ?; card.serial = ?                            | denied UR1               | none              |
used  | device.market = ?; device.portable = ?; sale.manufacturer_months = ?                      | approved                 | used              |
used  | sale.rules_acknowledged = ?; fault.repairable = ?; device.model = ?                       | approved                 | used              |
used  | accepted_on = ?                                                                           | approved                 | used              | accepted_on
new   | device.market = ?                                                                         | approved                 | new               | device.market
new   | accepted_on = ?                                                                           | approved                 | new               | accepted_on
new   | accepted_on = ?; device.market = asia                                                     | approved                 | new               |
new   | sale.contract_months = ?                                                                  | approved                 | new               |
new   | sale.store_month_taken = ?; fault.flex_fractured_by = ?; elsewhere.causes = ?             | approved                 | new               |
new   | sale.extended_plan = ?                                                                    | approved                 | new               |
new   | sale.extended_plan = ?; sale.manufacturer_months = 0                                      | ask sale.extended_plan   | none              |
new   | sale.extended_plan = ?; sale.manufacturer_months = 0; claimed_on = 2026-04-02             | approved                 | store-one-month   |
new   | sale.extended_plan = ?; claimed_on = 2027-03-03                                           | denied N1 N2 N3          | none              |
new   | sale.manufacturer_months = ?                                                              | ask sale.manufacturer_months | none          |
new   | sale.manufacturer_months = ?; sale.extended_plan = ?                                      | ask sale.manufacturer_months sale.extended_plan | none |
new   | sale.manufacturer_months = ?; claimed_on = 2026-04-02                                     | approved                 | store-one-month   | sale.manufacturer_months
new   | sale.manufacturer_months = ?; sale.extended_plan = yes                                    | approved                 | extended-12-month | sale.manufacturer_months
new   | sale.manufacturer_months = ?; sale.extended_plan = yes; claimed_on = 2027-03-03           | ask sale.manufacturer_months | none          |
used  | claimed_on = 2026-09-03; inspection.opened_by = buyer                                     | denied UR1 E04           | none              |
used  | sale.contract_months = 0; inspection.package_damaged = yes                                | denied U1 E17            | none              |
used  | sale.sold_here = no; inspection.seals = broken                                            | denied G0 E07            | none              |
new   | claimed_on = 2027-03-03; inspection.seals = broken                                        | denied N1 N2 N3 E07      | none              |
new   | claimed_on = 2026-04-03; inspection.seals = broken                                        | denied E07               | none              |
"""


@pytest.mark.parametrize(("goods", "said", "outcome", "tier", "needs"), rows(OPEN), ids=lambda text: text[:80])
def test_what_is_open_matters_only_where_it_can_change_the_answer(goods: str, said: str, outcome: str, tier: str, needs: str) -> None:
    decision = decided(goods, said)
    assert verdict(decision) == outcome
    assert tier_of(decision) == tier
    assert ([] if decision.service is NONE else [need.path for need in decision.service.needs]) == needs.split()


def test_a_fact_that_changes_neither_outcome_nor_service_is_not_needed_while_the_tier_is_open() -> None:
    decision = decided("used", "sale.goods = ?; sale.manufacturer_months = 12; sale.extended_plan = ?")
    assert (verdict(decision), tier_of(decision)) == ("approved", "unknown")
    assert decision.service is not NONE
    assert [need.path for need in decision.service.needs] == ["sale.goods"]


@pytest.mark.parametrize(
    "said", ["device.imei_1 = 12345", "device.imei_1 = 490154203237519", "claimed_on = 2026-03-01", "sale.contract_months = 1201"]
)
def test_what_is_malformed_is_an_error_that_names_the_field_and_no_decision(said: str) -> None:
    with pytest.raises(InputError) as caught:
        claim_of("used", said)
    assert [problem.path for problem in caught.value.problems] == [said.split()[0]]


# --- Service --------------------------------------------------------------------------------------------

SERVICE = """
goods | what is said of an otherwise clean claim                      | provider            | remedy       | replacement by     | sending paid by | cited
new   |                                                               | manufacturer_center | repair       | not_stated         | seller          | N1 S1 S2 S3 S5
new   | fault.repairable = no                                         | manufacturer_center | replacement  | not_stated         | seller          | N1 S1 S2 S3 S5 R1
new   | fault.repairable = ?                                          | manufacturer_center | repair_first | not_stated         | seller          | N1 S1 S2 S3 S5 R1
new   | device.market = americas                                      | manufacturer_center | repair       | not_stated         | seller          | N1 S1 S2 S3 S5
new   | device.market = asia                                          | manufacturer_center | repair       | not_stated         | seller          | N1 S1 S2 S4 S5
new   | device.market = asia; fault.repairable = no                   | manufacturer_center | replacement  | not_stated         | seller          | N1 S1 S2 S4 S5 R1
new   | device.market = other                                         | manufacturer_center | repair       | not_stated         | seller          | N1 S1 S2 S5
new   | device.market = ?                                             | manufacturer_center | repair       | not_stated         | seller          | N1 S1 S2 S3 S4 S5
new   | sale.manufacturer_months = 0; claimed_on = 2026-04-02         | manufacturer_center | repair       | not_stated         | seller          | N2 S1 S2 S3 S5
new   | sale.manufacturer_months = 0; sale.extended_plan = yes        | manufacturer_center | repair       | not_stated         | seller          | N3 S1 S2 S3 S5
used  |                                                               | store_center        | repair       | not_stated         | not_stated      | UR1 S5 P1
used  | fault.repairable = no                                         | store_center        | replacement  | similar in purpose | not_stated      | UR1 UR2 S5
used  | fault.repairable = ?                                          | store_center        | repair_first | similar in purpose | not_stated      | UR1 UR2 S5 P1
used  | device.market = asia                                          | store_center        | repair       | not_stated         | not_stated      | UR1 S5 P1
"""

TIME = """
goods | what is said of an otherwise clean claim                      | time                | earliest   | latest     | still needed
new   | device.market = europe                                        | 21-31               | 2026-08-18 | 2026-09-01 |
new   | device.market = americas                                      | 21-31               | 2026-08-18 | 2026-09-01 |
new   | fault.repairable = no                                         | 21-31               | 2026-08-18 | 2026-09-01 |
new   | fault.repairable = ?                                          | 21-31               | 2026-08-18 | 2026-09-01 |
new   | accepted_on = 2026-07-24                                      | 21-31               | 2026-08-24 | 2026-09-07 |
new   | accepted_on = 2026-07-25                                      | 21-31               | 2026-08-24 | 2026-09-07 |
new   | accepted_on = 2026-07-26                                      | 21-31               | 2026-08-24 | 2026-09-07 |
new   | accepted_on = ?                                               | 21-31               | unknown    | unknown    | accepted_on
new   | device.market = asia                                          | individually_agreed | none       | none       |
new   | device.market = asia; accepted_on = ?                         | individually_agreed | none       | none       |
new   | device.market = other                                         | not_promised        | none       | none       |
new   | device.market = other; accepted_on = ?                        | not_promised        | none       | none       |
new   | device.market = ?                                             | unknown             | unknown    | unknown    | device.market
new   | sale.manufacturer_months = 0; claimed_on = 2026-04-02         | 21-31               | 2026-08-18 | 2026-09-01 |
new   | sale.manufacturer_months = 0; sale.extended_plan = yes        | 21-31               | 2026-08-18 | 2026-09-01 |
new   | sale.manufacturer_months = ?; claimed_on = 2026-04-02; device.market = ? | unknown  | unknown    | unknown    | device.market sale.manufacturer_months
used  |                                                               | 3-30                | 2026-07-23 | 2026-08-31 |
used  | device.market = ?                                             | 3-30                | 2026-07-23 | 2026-08-31 |
used  | device.market = asia                                          | 3-30                | 2026-07-23 | 2026-08-31 |
used  | fault.repairable = ?                                          | 3-30                | 2026-07-23 | 2026-08-31 |
used  | accepted_on = 2026-07-25                                      | 3-30                | 2026-07-29 | 2026-09-04 |
used  | accepted_on = ?                                               | 3-30                | unknown    | unknown    | accepted_on
used  | fault.repairable = no                                         | not_promised        | none       | none       |
used  | fault.repairable = no; accepted_on = ?                        | not_promised        | none       | none       |
"""


def service(decision: Decision[Claim]) -> Promise:
    assert decision.outcome is Outcome.APPROVED
    assert decision.service is not NONE
    return decision.service


def time(promise: Promise) -> tuple[str, str, str]:
    days = f"{promise.window.least}-{promise.window.most}" if isinstance(promise.window, Window) else cell(promise.window)
    dates = (promise.dates.earliest, promise.dates.latest) if isinstance(promise.dates, DueDates) else (promise.dates, promise.dates)
    return days, cell(dates[0]), cell(dates[1])


@pytest.mark.parametrize(("goods", "said", "provider", "remedy", "kind", "payer", "cited"), rows(SERVICE), ids=lambda text: text[:60])
def test_where_a_device_goes_what_is_done_and_who_pays(goods: str, said: str, provider: str, remedy: str, kind: str, payer: str, cited: str) -> None:
    promise = service(decided(goods, said))
    assert (cell(promise.provider), cell(promise.remedy), cell(promise.remedy.replacement), cell(promise.payer)) == (provider, remedy, kind, payer)
    assert promise.loaner is False
    assert {clause.id for clause in promise.clauses} == set(cited.split())


def test_the_repair_of_used_goods_is_free_and_of_new_goods_the_terms_do_not_say_so() -> None:
    for known in ("yes", "?"):
        assert service(decided("used", f"fault.repairable = {known}")).remedy.free is True
        assert cell(service(decided("new", f"fault.repairable = {known}")).remedy.free) == "not_stated"


@pytest.mark.parametrize(("goods", "said", "window", "earliest", "latest", "needs"), rows(TIME), ids=lambda text: text[:60])
def test_the_time_that_is_promised(goods: str, said: str, window: str, earliest: str, latest: str, needs: str) -> None:
    promise = service(decided(goods, said))
    assert time(promise) == (window, earliest, latest)
    assert sorted(need.path for need in promise.needs) == sorted(needs.split())


@pytest.mark.parametrize(("goods", "earliest", "latest"), [("new", "2026-08-19", "2026-09-03"), ("used", "2026-07-24", "2026-09-02")])
def test_days_that_the_calendar_closes_do_not_count(goods: str, earliest: str, latest: str) -> None:
    closed = [date(2026, 7, 20), date(2026, 7, 22), date(2026, 8, 22), date(2026, 8, 31)]
    policy = icenter.policy(calendar=BusinessCalendar(holidays=closed))
    assert time(service(policy.adjudicate(claim_of(goods))))[1:] == (earliest, latest)


def test_a_time_individually_agreed_is_neither_a_number_of_days_nor_no_promise() -> None:
    asian, other = (service(decided("new", f"device.market = {market}")).window for market in ("asia", "other"))
    assert not isinstance(asian, Window)
    assert asian != other


@pytest.mark.parametrize(
    ("goods", "said", "outcome"),
    [
        ("used", "inspection.opened_by = buyer", "denied"),
        ("used", "claimed_on = 2026-09-03", "denied"),
        ("used", "inspection.opened_by = ?", "pending"),
        ("new", "card.present = no", "denied"),
        ("new", "card.present = ?", "pending"),
    ],
)
def test_what_is_denied_or_pending_is_promised_no_service(goods: str, said: str, outcome: str) -> None:
    decision = decided(goods, said)
    assert (decision.outcome.value, decision.service, decision.tier) == (outcome, NONE, NONE)


def test_while_the_tier_is_open_no_part_of_a_service_is_promised() -> None:
    promise = service(decided("used", "sale.goods = ?; sale.manufacturer_months = 12; sale.extended_plan = no"))
    assert {cell(part) for part in (promise.provider, promise.remedy, promise.payer, promise.window, promise.dates)} == {"unknown"}


@pytest.mark.parametrize("said", ["", "inspection.opened_by = buyer", "inspection.opened_by = ?", "fault.repairable = no", "sale.sold_here = no"])
def test_used_goods_are_not_returned_at_will_and_of_new_goods_nothing_is_stated(said: str) -> None:
    given = {goods: cell(decided(goods, said).returns) for goods in ("used", "new")}
    assert given == {"used": "no", "new": "not_stated"}
    assert cell(decided("used", f"sale.goods = ?; {said}").returns) == "unknown"


@pytest.mark.parametrize("goods", ["used", "new"])
@pytest.mark.parametrize("said", ["", "inspection.opened_by = buyer", "inspection.opened_by = ?", "claimed_on = 2028-03-03"])
def test_a_duty_without_a_sanction_changes_nothing(goods: str, said: str) -> None:
    found = {verdict(decided(goods, f"{said}; sale.rules_acknowledged = {known}")) for known in ("yes", "no", "?")}
    assert found == {verdict(decided(goods, said))}


@pytest.mark.parametrize(
    ("goods", "reading", "clauses"), [("used", "store_center", "UR1"), ("new", "store_center", "S1"), ("new", "manufacturer_center", "S1")]
)
def test_where_a_device_is_served_is_cited_by_the_clause_of_its_goods(goods: str, reading: Any, clauses: str) -> None:
    said = "sale.manufacturer_months = 0; sale.extended_plan = yes" if goods == "new" else ""
    promise = icenter.policy(icenter.Readings(new_goods_served_at=reading)).adjudicate(claim_of(goods, said)).service
    assert promise is not NONE
    assert {clause.id for clause in promise.clauses} & {"UR1", "S1"} == {clauses}
