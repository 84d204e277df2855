"""How the store finds facts out, what that costs, and how likely they are.

The terms say nothing of this, and no decision depends on it. Minutes and chances are rough guesses, to the order of magnitude.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from warranty_rules.claims import CUSTOMER, DESK, RECORDS, TECHNICIAN, Cause, Claim, Component, Fault, Goods, Item, Party, Seals, Software
from warranty_rules.examinations import Chances, Examination
from warranty_rules.facts import Fact
from warranty_rules.periods import expired, not_yet
from warranty_rules.tiers import Tier
from warranty_rules.values import NONE, SAME

COSTS = MappingProxyType({RECORDS: 2, DESK: 2, CUSTOMER: 3, TECHNICIAN: 15})

EXAMINATIONS = (
    Examination(
        "records",
        "look the sale up",
        (
            Claim.sale.goods,
            Claim.sale.sold_here,
            Claim.sale.sold_on,
            Claim.sale.manufacturer_months,
            Claim.sale.store_month_taken,
            Claim.sale.extended_plan,
            Claim.sale.contract_months,
            Claim.sale.supplied,
        ),
        cost=3,
    ),
    Examination(
        "card",
        "read the warranty card",
        (Claim.card.present, Claim.card.altered_by, Claim.card.serial, Claim.card.imei_1, Claim.card.imei_2),
        cost=3,
    ),
    Examination("numbers", "read the device's numbers", (Claim.device.serial, Claim.device.imei_1, Claim.device.imei_2), cost=3),
    Examination("set", "check the set against what was supplied", (Claim.inspection.missing, Claim.inspection.package_damaged), cost=3),
    Examination(
        "interview",
        "hear what happened",
        (Claim.fault.component, Claim.fault.failed_before_use, Claim.fault.careless_by, Claim.fault.accident_by),
        cost=5,
    ),
    Examination("outside", "look the device over", (Claim.inspection.seals, Claim.inspection.damaged_by, Claim.fault.body_worn), cost=5),
    Examination("software", "look through the software", (Claim.inspection.software,), cost=15, invasiveness=1),
    Examination("measuring", "measure the parts that wear", (Claim.fault.worn_beyond_norms,), cost=20, invasiveness=2),
    Examination(
        "opening",
        "open the device",
        (Claim.inspection.opened_by, Claim.fault.causes, Claim.fault.flex_fractured, Claim.fault.flex_fractured_by),
        cost=30,
        invasiveness=3,
    ),
)


def chances(tiers: tuple[Tier, ...], cards: tuple[Fact[Any], ...], devices: tuple[Fact[Any], ...]) -> Chances:
    """Guess how likely each fact and condition of some tiers is, with the numbers that a card and a device may hold."""
    rare: dict[Any, float] = {Party.BUYER: 0.05, Party.THIRD_PARTY: 0.02, Party.SELLER: 0.01, Party.AUTHORIZED_CENTER: 0.01, Party.FACTORY: 0.01}
    faults: tuple[type[Fault], ...] = (Claim.fault, Claim.elsewhere)
    guessed: dict[Any, float | dict[Any, float]] = {
        Claim.sale.goods: {Goods.NEW: 0.5, Goods.USED: 0.5},
        Claim.sale.sold_here: 0.98,
        Claim.sale.manufacturer_months: {0: 0.05, 12: 0.85, 24: 0.1},
        Claim.sale.store_month_taken: 0.5,
        Claim.sale.extended_plan: 0.1,
        Claim.sale.contract_months: {0: 0.1, 3: 0.4, 6: 0.4, 12: 0.1},
        Claim.sale.supplied: dict.fromkeys(Item, 0.5) | {Item.DOCUMENTS: 0.9, Item.CABLES: 0.9, Item.PACKAGING: 0.9},
        Claim.device.portable: 0.9,
        Claim.card.present: 0.95,
        Claim.card.altered_by: rare | {Party.BUYER: 0.01},
        Claim.card.serial.eq(Claim.device.serial): 0.9,
        Claim.card.serial: {SAME: 0.95, NONE: 0.03, "ANOTHER": 0.02},
        Claim.inspection.damaged_by: rare,
        Claim.inspection.opened_by: rare,
        Claim.inspection.seals: {Seals.INTACT: 0.85, Seals.BROKEN: 0.05, Seals.BROKEN_IN_AUTHORIZED_SERVICE: 0.05, Seals.NEVER_FITTED: 0.05},
        Claim.inspection.software: dict.fromkeys(Software, 0.01),
        Claim.inspection.missing: dict.fromkeys(Item, 0.02),
        Claim.inspection.package_damaged: 0.02,
    }
    for card in cards:
        guessed |= {card: {SAME: 0.95, NONE: 0.03, "ANOTHER": 0.02}}
        guessed |= {condition: 0.5 for device in devices for condition in (card.eq(device), device.eq(card))}
    guessed |= {number.eq(NONE): 0.1 for number in (Claim.device.serial, *devices)}
    for fault in faults:
        guessed |= {
            fault.component: dict.fromkeys(Component, 0.1),
            fault.failed_before_use: 0.05,
            fault.causes: dict.fromkeys(Cause, 0.01) | {Cause.LIQUID: 0.05, Cause.IMPACT: 0.05},
            fault.careless_by: rare,
            fault.accident_by: rare,
            fault.flex_fractured: 0.02,
            fault.flex_fractured_by: rare,
            fault.worn_beyond_norms: 0.02,
            fault.body_worn: 0.05,
        }
    for tier in tiers:
        early, late = not_yet(tier.when, tier.start, tier.term), expired(tier.when, tier.start, tier.term)
        guessed |= dict.fromkeys(early.conditions, 0.01)
        guessed |= dict.fromkeys(late.conditions, 0.8 if tier.clause.id == "N2" else 0.2)
    return guessed
