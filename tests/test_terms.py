"""The seventeen exclusions, case by case: what is said about an otherwise clean claim, and what becomes of it.

Each case is tried on used and on new goods. How to read what is said: see `scenarios`.
"""

from __future__ import annotations

from datetime import date
from itertools import product

import attrs
import pytest
from scenarios import IMEIS, claim_of, rows, verdict

from warranty_rules import NONE, SAME, UNKNOWN, Claim, Decision, Device, Fault, Outcome, Sale, WarrantyCard, clean
from warranty_rules.decisions import Because
from warranty_rules.policies import icenter

POLICY = icenter.policy()

TERMS = """
E01 The card is lost (a), or holds entries or corrections by anyone but the seller (b).
    card.present = no                                                     | denied E01
    card.altered_by = buyer                                               | denied E01
    card.altered_by = third_party                                         | denied E01
    card.altered_by = authorized_center                                   | denied E01
    card.altered_by = factory                                             | denied E01
    card.altered_by = seller buyer                                        | denied E01
    card.altered_by = seller                                              | approved
    card.altered_by = nobody                                              | approved
    card.altered_by = seller?                                             | approved
    card.present = ?                                                      | ask card.present
    card.altered_by = ?                                                   | ask card.altered_by
    card.altered_by = seller factory?                                     | ask card.altered_by
    card.present = ?; card.altered_by = ?                                 | ask card.present card.altered_by
    card.present = ?; card.altered_by = buyer                             | denied E01
E02 The serial number or an IMEI differs from the one in the card.
    card.serial = F2LX1235                                                | denied E02
    card.serial = F2LX1234                                                | approved
    card.serial = f2-lx 12-34                                             | approved
    card.serial = FO; device.serial = F0                                  | denied E02
    card.serial = FO; device.serial = fo                                  | approved
    card.serial = F2LX1234; device.serial = none                          | denied E02
    card.serial = none                                                    | approved
    card.serial = none; device.serial = ?                                 | approved
    card.serial = same; device.serial = ?                                 | approved
    card.serial = F2LX1234; device.serial = ?                             | ask device.serial
    card.serial = ?                                                       | ask card.serial
    card.serial = ?; device.serial = ?                                    | ask device.serial card.serial
    card.serial = F2LX1235; card.imei_1 = ?                               | denied E02
    card.imei_1 = B                                                       | denied E02
    card.imei_2 = B                                                       | denied E02
    card.imei_1 = A; card.imei_2 = none                                   | approved
    card.imei_1 = none; card.imei_2 = A                                   | approved
    card.imei_1 = ?; card.imei_2 = none                                   | ask card.imei_1
E03 Damage by intentional or careless acts of the buyer or third parties is present.
    inspection.damaged_by = buyer                                         | denied E03
    inspection.damaged_by = third_party                                   | denied E03
    inspection.damaged_by = seller buyer                                  | denied E03
    inspection.damaged_by = seller                                        | approved
    inspection.damaged_by = authorized_center                             | approved
    inspection.damaged_by = factory                                       | approved
    inspection.damaged_by = nobody                                        | approved
    inspection.damaged_by = ?                                             | ask inspection.damaged_by
    inspection.damaged_by = third_party?                                  | ask inspection.damaged_by
    inspection.damaged_by = seller? authorized_center? factory?           | approved
E04 Opened, repaired or modified without authority.
    inspection.opened_by = buyer                                          | denied E04
    inspection.opened_by = third_party                                    | denied E04
    inspection.opened_by = authorized_center third_party                  | denied E04
    inspection.opened_by = authorized_center                              | approved
    inspection.opened_by = seller                                         | approved
    inspection.opened_by = factory                                        | approved
    inspection.opened_by = nobody                                         | approved
    inspection.opened_by = ?                                              | ask inspection.opened_by
    inspection.opened_by = seller buyer?                                  | ask inspection.opened_by
    inspection.opened_by = seller? authorized_center? factory?            | approved
E05 Damage from negligence: temperature, liquid, dust, mechanical, foreign objects.
    fault.causes = temperature; fault.careless_by = buyer                 | denied E05
    fault.causes = liquid; fault.careless_by = buyer                      | denied E05
    fault.causes = dust; fault.careless_by = buyer                        | denied E05
    fault.causes = impact; fault.careless_by = buyer                      | denied E05
    fault.causes = foreign_object; fault.careless_by = buyer              | denied E05
    fault.causes = liquid; fault.careless_by = third_party                | denied E05
    fault.causes = liquid; fault.careless_by = seller buyer               | denied E05
    fault.causes = liquid                                                 | approved
    fault.causes = liquid dust temperature impact foreign_object          | approved
    fault.careless_by = buyer                                             | approved
    fault.causes = liquid; fault.careless_by = seller                     | approved
    fault.causes = liquid; fault.careless_by = authorized_center          | approved
    fault.causes = liquid; fault.careless_by = factory                    | approved
    elsewhere.causes = liquid; elsewhere.careless_by = buyer              | approved
    elsewhere.causes = liquid; fault.careless_by = buyer                  | approved
    fault.causes = liquid; fault.careless_by = ?                          | ask fault.careless_by
    fault.causes = liquid; fault.careless_by = seller?                    | approved
    fault.causes = dust?; fault.careless_by = buyer                       | ask fault.causes
    fault.causes = dust?; fault.careless_by = buyer?                      | ask fault.causes fault.careless_by
    fault.causes = dust? liquid?                                          | approved
E06 Accidental damage caused by the customer.
    fault.accident_by = buyer                                             | denied E06
    fault.accident_by = buyer third_party                                 | denied E06
    fault.accident_by = third_party                                       | approved
    fault.accident_by = seller                                            | approved
    fault.accident_by = authorized_center                                 | approved
    fault.accident_by = factory                                           | approved
    fault.accident_by = nobody                                            | approved
    elsewhere.accident_by = buyer                                         | approved
    fault.accident_by = ?                                                 | ask fault.accident_by
    fault.accident_by = third_party buyer?                                | ask fault.accident_by
    fault.accident_by = third_party? seller?                              | approved
E07 The warranty seals are not intact.
    inspection.seals = broken                                             | denied E07
    inspection.seals = intact                                             | approved
    inspection.seals = never_fitted                                       | approved
    inspection.seals = broken_in_authorized_service                       | approved
    inspection.seals = ?                                                  | ask inspection.seals
E08 Damage by an emergency rise or drop of mains voltage.
    fault.causes = mains_voltage                                          | denied E08
    elsewhere.causes = mains_voltage                                      | approved
    fault.causes = mains_voltage?                                         | ask fault.causes
E09 A fractured internal flex cable: conclusively mechanical, no rebuttal.
    fault.flex_fractured = yes                                            | denied E09
    fault.flex_fractured = yes; fault.flex_fractured_by = seller          | denied E09
    fault.flex_fractured = yes; fault.flex_fractured_by = ?               | denied E09
    fault.component = flex_cable                                          | approved
    elsewhere.flex_fractured = yes                                        | approved
    fault.flex_fractured = ?                                              | ask fault.flex_fractured
E10 Touch ID fails after the customer has used the device.
    fault.component = touch_id; fault.failed_before_use = no              | denied E10
    fault.component = touch_id; fault.failed_before_use = yes             | approved
    fault.component = face_id; fault.failed_before_use = no               | approved
    fault.component = display; fault.failed_before_use = no               | approved
    elsewhere.component = touch_id; elsewhere.failed_before_use = no      | approved
    fault.component = touch_id                                            | ask fault.failed_before_use
    fault.component = ?; fault.failed_before_use = no                     | ask fault.component
    fault.component = ?; fault.failed_before_use = yes                    | approved
    fault.component = ?                                                   | ask fault.component fault.failed_before_use
E11 Damage by a natural disaster.
    fault.causes = natural_disaster                                       | denied E11
    elsewhere.causes = natural_disaster                                   | approved
    fault.causes = natural_disaster?                                      | ask fault.causes
E12 A fault that results from non-original consumables.
    fault.causes = non_original_consumables                               | denied E12
    elsewhere.causes = non_original_consumables                           | approved
    fault.causes = non_original_consumables?                              | ask fault.causes
E13 Damage or abnormal functioning from external networks out of order.
    fault.causes = external_network                                       | denied E13
    elsewhere.causes = external_network                                   | approved
    fault.causes = external_network?                                      | ask fault.causes
E14 Wear beyond the specified norms (a), or wear of body elements of portable products (b).
    fault.worn_beyond_norms = yes                                         | denied E14
    fault.body_worn = yes                                                 | denied E14
    fault.body_worn = yes; device.portable = no                           | approved
    fault.body_worn = yes; device.portable = no; fault.worn_beyond_norms = yes | denied E14
    fault.worn_beyond_norms = yes; device.portable = no                   | denied E14
    fault.worn_beyond_norms = no; fault.component = battery               | approved
    elsewhere.body_worn = yes; elsewhere.worn_beyond_norms = yes          | approved
    fault.worn_beyond_norms = ?                                           | ask fault.worn_beyond_norms
    fault.body_worn = ?                                                   | ask fault.body_worn
    fault.body_worn = yes; device.portable = ?                            | ask device.portable
    fault.body_worn = ?; device.portable = ?                              | ask device.portable fault.body_worn
    fault.body_worn = ?; device.portable = no                             | approved
    device.portable = ?                                                   | approved
E15 Damage from use for other purposes or against the operating rules.
    fault.causes = misuse                                                 | denied E15
    elsewhere.causes = misuse                                             | approved
    sale.rules_acknowledged = no                                          | approved
    fault.causes = misuse?                                                | ask fault.causes
E16 The product worked with unlicensed, uncertified or infected software.
    inspection.software = unlicensed                                      | denied E16
    inspection.software = uncertified                                     | denied E16
    inspection.software = infected                                        | denied E16
    inspection.software = unlicensed uncertified infected                 | denied E16
    inspection.software = nothing                                         | approved
    inspection.software = ?                                               | ask inspection.software
    inspection.software = infected?                                       | ask inspection.software
    inspection.software = unlicensed infected?                            | denied E16
E17 The set is incomplete, or the package damaged.
    inspection.missing = documents                                        | denied E17
    inspection.missing = drivers                                          | denied E17
    inspection.missing = cables                                           | denied E17
    inspection.missing = fasteners                                        | denied E17
    inspection.missing = packaging                                        | denied E17
    inspection.missing = parts                                            | denied E17
    inspection.missing = cables parts; sale.supplied = parts              | denied E17
    inspection.package_damaged = yes                                      | denied E17
    inspection.package_damaged = yes; sale.supplied = nothing             | denied E17
    inspection.missing = cables; sale.supplied = documents packaging      | approved
    inspection.missing = cables?; sale.supplied = documents packaging     | approved
    inspection.missing = ?; sale.supplied = nothing                       | approved
    sale.supplied = ?                                                     | approved
    inspection.missing = cables?                                          | ask inspection.missing
    inspection.missing = cables; sale.supplied = cables?                  | ask sale.supplied
    inspection.missing = ?; sale.supplied = ?                             | ask sale.supplied inspection.missing
    inspection.package_damaged = ?                                        | ask inspection.package_damaged
"""


def cases() -> list[tuple[str, str, str]]:
    """Each case of the terms with the clause it stands under."""
    found, clause = [], ""
    for line in TERMS.strip().splitlines():
        if "|" in line:
            said, outcome = map(str.strip, line.split("|"))
            found.append((clause, said, outcome))
        else:
            clause = line.split()[0]
    return found


HITS = {clause: said for clause, said, outcome in reversed(cases()) if outcome.startswith("denied")}
"""The first way to hit each clause."""

ALL_AT_ONCE = "; ".join(
    (
        "card.present = no; card.altered_by = buyer; card.serial = OTHER1; card.imei_1 = B",
        "inspection.damaged_by = buyer; inspection.opened_by = third_party; inspection.seals = broken",
        "inspection.software = infected unlicensed; inspection.missing = cables drivers; inspection.package_damaged = yes",
        "fault.causes = liquid dust mains_voltage external_network natural_disaster non_original_consumables misuse",
        "fault.careless_by = buyer third_party; fault.accident_by = buyer; fault.flex_fractured = yes; fault.component = touch_id",
        "fault.failed_before_use = no; fault.worn_beyond_norms = yes; fault.body_worn = yes",
    )
)

TOGETHER = f"""
what is said of an otherwise clean claim                                                                  | outcome
inspection.damaged_by = buyer; fault.causes = impact misuse; fault.careless_by = buyer; fault.accident_by = buyer | denied E03 E05 E06 E15
fault.causes = mains_voltage external_network                                                             | denied E08 E13
inspection.seals = broken; inspection.opened_by = buyer; card.serial = OTHER1                             | denied E02 E04 E07
inspection.opened_by = buyer; fault.causes = ?; card.imei_1 = ?; inspection.missing = ?; sale.supplied = ? | denied E04
{ALL_AT_ONCE} | denied {" ".join(f"E{n:02}" for n in range(1, 18))}
"""


def decided(goods: str, said: str) -> Decision[Claim]:
    return POLICY.adjudicate(claim_of(goods, said))


def told(goods: str, said: str) -> str:
    """Decide a scenario; what remains to be asked after a cure is left to the table of cures."""
    decision = decided(goods, said)
    return verdict(decision).split("; ask")[0] if decision.cures else verdict(decision)


@pytest.mark.parametrize(("clause", "said", "outcome"), cases(), ids=lambda cell: cell[:60])
def test_a_case_of_the_terms(clause: str, said: str, outcome: str) -> None:
    assert {goods: told(goods, said) for goods in ("used", "new")} == {"used": outcome, "new": outcome}
    findings = {finding.clause.id: finding.truth for finding in decided("used", said).findings}
    assert findings[clause] is {"denied": True, "approved": False, "ask": UNKNOWN}[outcome.split()[0]]


@pytest.mark.parametrize(("said", "outcome"), rows(TOGETHER), ids=lambda cell: cell[:60])
def test_every_clause_that_applies_is_reported_once_in_source_order(said: str, outcome: str) -> None:
    assert {goods: told(goods, said) for goods in ("used", "new")} == {"used": outcome, "new": outcome}


EVERY_FACT_OF_AN_EXCLUSION = """
ask device.portable device.serial device.imei_1 device.imei_2
card.present card.altered_by card.serial card.imei_1 card.imei_2
inspection.damaged_by inspection.opened_by inspection.seals inspection.software inspection.missing inspection.package_damaged
fault.component fault.failed_before_use fault.causes fault.careless_by fault.accident_by fault.flex_fractured
fault.worn_beyond_norms fault.body_worn
"""


def test_an_intake_of_which_only_the_sale_is_known_asks_for_every_fact_that_an_exclusion_turns_on() -> None:
    known = claim_of("used")
    decision = POLICY.adjudicate(Claim(sale=known.sale, claimed_on=known.claimed_on))
    assert verdict(decision).split() == EVERY_FACT_OF_AN_EXCLUSION.split()


# --- Reach and cure ----------------------------------------------------------------------------------

REACH = """
clause | reach      | cure
E01    | any claim  | bring the card
E02    | any claim  |
E03    | any claim  |
E04    | any claim  |
E05    | this fault |
E06    | this fault |
E07    | any claim  |
E08    | this fault |
E09    | this fault |
E10    | this fault |
E11    | this fault |
E12    | this fault |
E13    | this fault |
E14    | this fault |
E15    | this fault |
E16    | any claim  |
E17    | any claim  | bring what is missing
"""


@pytest.mark.parametrize(("clause", "reach", "cure"), rows(REACH))
def test_reach_and_cure_of_a_clause(clause: str, reach: str, cure: str) -> None:
    (exclusion,) = (e for e in POLICY.exclusions if e.clause.id == clause)
    assert (exclusion.reach, exclusion.cure is not None) == (reach, cure != "")
    claim = claim_of("used", HITS[clause])
    another_fault = attrs.evolve(claim, fault=clean(Fault, repairable=True))
    assert verdict(POLICY.adjudicate(another_fault)) == {"any claim": f"denied {clause}", "this fault": "approved"}[reach]


def test_the_clauses_come_in_source_order() -> None:
    assert [e.clause.id for e in POLICY.exclusions] == [clause for clause, *_ in rows(REACH)] == list(dict.fromkeys(c for c, *_ in cases()))


CURES = """
what is said of an otherwise clean claim                                      | denied by   | cured   | then     | asked
card.present = no                                                             | E01         | E01     | approved |
card.present = no; card.altered_by = seller                                   | E01         | E01     | approved |
card.altered_by = buyer                                                       | E01         |         |          |
card.present = no; card.altered_by = buyer                                    | E01         |         |          |
inspection.missing = cables                                                   | E17         | E17     | approved |
inspection.missing = cables documents parts                                   | E17         | E17     | approved |
inspection.package_damaged = yes                                              | E17         |         |          |
inspection.missing = cables; inspection.package_damaged = yes                 | E17         |         |          |
card.present = no; inspection.missing = packaging                             | E01 E17     | E01 E17 | approved |
card.present = no; inspection.opened_by = ?                                   | E01         | E01     | pending  | inspection.opened_by
card.present = no; card.altered_by = ?; card.serial = ?                       | E01         | E01     | pending  | card.altered_by card.serial
inspection.missing = cables parts?                                            | E17         | E17     | pending  | inspection.missing
inspection.missing = packaging; inspection.package_damaged = ?                | E17         | E17     | pending  | inspection.package_damaged
inspection.missing = packaging; fault.causes = liquid; fault.careless_by = ?  | E17         | E17     | pending  | fault.careless_by
inspection.missing = packaging; fault.causes = liquid; fault.careless_by = buyer; inspection.seals = ? | E05 E17 | E17 | denied |
inspection.opened_by = buyer; inspection.seals = ?                            | E04         |         |          |
"""


@pytest.mark.parametrize(("said", "denied", "cured", "then", "asked"), rows(CURES), ids=lambda cell: cell[:70])
def test_what_the_customer_can_bring(said: str, denied: str, cured: str, then: str, asked: str) -> None:
    decision = decided("used", said)
    assert [ground.clauses[0].id for ground in decision.grounds] == denied.split()
    assert [exclusion.clause.id for exclusion, _ in decision.cures] == cured.split()
    assert ("" if decision.after_cure is NONE else decision.after_cure.outcome.value) == then
    assert [question.path for question in decision.questions] == asked.split()


# --- Two IMEIs on the card, two on the device ----------------------------------------------------------

A, B, C = IMEIS.values()
FRESH = ("a number read nowhere else", "another")
ON_CARD = (A, B, C, *FRESH, NONE, SAME)
ON_DEVICE = (A, B, C, *FRESH, NONE)


def mismatch(card: tuple[object, ...], device: tuple[object, ...]) -> bool:
    """A number that the card holds is not among the device's numbers; "compared, equal" is no mismatch."""
    return any(number not in device for number in card if number not in (NONE, SAME))


def judged(card: tuple[object, ...], device: tuple[object, ...]) -> str:
    """Judge by trying everything that could stand in the slots not read; ask for a slot where it alone makes a difference."""
    slots = [(ON_DEVICE if slot is UNKNOWN else (slot,)) for slot in device] + [(ON_CARD if slot is UNKNOWN else (slot,)) for slot in card]
    found = {numbers: mismatch(numbers[2:], numbers[:2]) for numbers in product(*slots)}
    if len(set(found.values())) == 1:
        return "denied E02" if all(found.values()) else "approved"
    paths = ("device.imei_1", "device.imei_2", "card.imei_1", "card.imei_2")
    asked = [
        path for at, path in enumerate(paths) if len({(n[:at], n[at + 1 :], found[n]) for n in found}) > len({(n[:at], n[at + 1 :]) for n in found})
    ]
    return " ".join(("ask", *asked))


def imeis_told(card: tuple[object, ...], device: tuple[object, ...]) -> str:
    claim = attrs.evolve(
        claim_of("used"),
        card=clean(WarrantyCard, imei_1=card[0], imei_2=card[1]),
        device=Device(portable=True, serial="F2LX1234", imei_1=device[0], imei_2=device[1]),
    )
    return verdict(POLICY.adjudicate(claim))


@pytest.mark.parametrize("first", [A, B, NONE, SAME, UNKNOWN], ids=["A", "B", "none", "same", "unread"])
def test_every_pair_of_imeis_on_the_card_against_every_pair_on_the_device(first: object) -> None:
    cards = [(first, second) for second in (A, B, NONE, SAME, UNKNOWN)]
    devices = [pair for pair in product((A, B, C, NONE, UNKNOWN), repeat=2) if pair[0] != pair[1] or not isinstance(pair[0], str)]
    cases = list(product(cards, devices))
    assert len(cases) == 5 * 22
    assert {case: imeis_told(*case) for case in cases} == {case: judged(*case) for case in cases}


SPACED = "49-015420 323751-8"

NAMED_PAIRS = {
    "card A and B, device C and unread: refused, whatever is unread": ((A, B), (C, UNKNOWN), "denied E02"),
    "card A and B, device A and unread: it may be B": ((A, B), (A, UNKNOWN), "ask device.imei_2"),
    "card A, device unread twice": ((A, NONE), (UNKNOWN, UNKNOWN), "ask device.imei_1 device.imei_2"),
    "in the other order": ((B, A), (A, B), "approved"),
    "with spaces and hyphens": ((SPACED, NONE), (A, NONE), "approved"),
    "the card does not hold a number of the device": ((A, NONE), (A, B), "approved"),
    "the card holds no number, the device is unread": ((NONE, NONE), (UNKNOWN, UNKNOWN), "approved"),
    "no IMEI on either": ((NONE, NONE), (NONE, NONE), "approved"),
    "the card holds a number that the device lacks": ((A, B), (A, NONE), "denied E02"),
    "the card holds a number, the device has none": ((A, NONE), (NONE, NONE), "denied E02"),
    "a malformed entry in the card is evidence": ((A[:-1], NONE), (A, NONE), "denied E02"),
    "letters in place of digits are evidence": (("4901542O3237518", NONE), (A, NONE), "denied E02"),
    "a malformed entry condemns no device that nobody has read": ((A[:-1], NONE), (UNKNOWN, B), "ask device.imei_1"),
    "compared and found equal": ((SAME, SAME), (UNKNOWN, UNKNOWN), "approved"),
}


@pytest.mark.parametrize(("card", "device", "outcome"), NAMED_PAIRS.values(), ids=NAMED_PAIRS)
def test_imeis(card: tuple[object, ...], device: tuple[object, ...], outcome: str) -> None:
    assert imeis_told(card, device) == outcome


# What decides, where no open fact could change it.


def test_a_ground_that_is_decided_by_cases_names_all_that_is_known_of_what_it_reads() -> None:
    """Of two numbers in the card the device can hold one at most, as one of its own is another: whichever the open one is."""
    claim = claim_of("used", "card.imei_1 = A; card.imei_2 = B; device.imei_1 = C; device.imei_2 = ?")
    (ground,) = POLICY.adjudicate(claim).grounds
    assert {str(known.fact): known.value for known in ground.because} == {
        str(fact): fact.of(claim) for fact in (Claim.card.imei_1, Claim.card.imei_2, Claim.device.imei_1)
    }
    assert "not known" not in str(POLICY.adjudicate(claim))
    (finding,) = (f for f in POLICY.adjudicate(claim).findings if f.clause.id == "E02")
    assert (finding.truth, finding.because) == (True, ground.because)


def test_a_cure_is_offered_for_a_clause_that_refuses_and_for_no_other() -> None:
    lost = "card.present = no; claimed_on = 2029-03-02"
    used_only = icenter.policy(icenter.Readings(exclusions_apply_to="used_only"))
    for policy, goods, cures in ((used_only, "new", []), (used_only, "used", ["E01"]), (POLICY, "new", ["E01"])):
        decision = policy.adjudicate(claim_of(goods, lost))
        assert decision.outcome is Outcome.DENIED
        assert [exclusion.clause.id for exclusion, _ in decision.cures] == cures


def test_what_begins_later_whatever_its_length_names_no_day_while_the_length_is_open() -> None:
    later = attrs.evolve(POLICY.tiers["used"], start=Claim.accepted_on)
    policy = attrs.evolve(POLICY, ranked=(*POLICY.ranked[:-1], later), examples=())
    told = clean(Claim, sale=Sale.used(sold_on=date(2026, 1, 1), contract_months=6), claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 25))
    for claim, day in ((told, date(2026, 7, 25)), (told.replace(Claim.sale.contract_months, UNKNOWN), NONE)):
        (ground,) = policy.adjudicate(claim).grounds
        assert (ground.kind, ground.day, ground.clauses[0].id) == (Because.NOT_YET, day, "UR1")
