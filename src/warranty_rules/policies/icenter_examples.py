"""Claims that the store's policy carries, with what is to become of each under the default readings."""

from datetime import date
from typing import Any

from warranty_rules.claims import Cause, Claim, Component, Device, Fault, Inspection, Item, Market, Party, Sale, WarrantyCard
from warranty_rules.decisions import Outcome
from warranty_rules.examples import Example
from warranty_rules.records import clean
from warranty_rules.values import UNKNOWN

APPROVED, DENIED, PENDING = Outcome.APPROVED, Outcome.DENIED, Outcome.PENDING
SOLD, REPORTED = date(2026, 3, 2), date(2026, 7, 20)
USED = Sale.used(sold_on=SOLD, contract_months=6, supplied=frozenset(Item))
NEW = Sale.new(sold_on=SOLD, manufacturer_months=12, extended_plan=False)
EUROPEAN = clean(Device, market=Market.EUROPE)


def _used(**found: Any) -> Claim:
    """Make a claim about a used phone in its sixth month, in which all but what is named is in order."""
    return clean(Claim, sale=USED, claimed_on=REPORTED, accepted_on=REPORTED, **found)


def _new(claimed_on: date, sale: Sale = NEW, device: Device = EUROPEAN) -> Claim:
    return clean(Claim, sale=sale, device=device, claimed_on=claimed_on, accepted_on=claimed_on)


EXAMPLES: tuple[Example[Claim], ...] = (
    Example("a used phone in its sixth month", _used(), APPROVED, tier="used", remedy="repair_first"),
    Example("a used phone that cannot be repaired", _used(fault=clean(Fault, repairable=False)), APPROVED, tier="used", remedy="replacement"),
    Example("a used phone on the last covered day", _used().replace(Claim.claimed_on, date(2026, 9, 2)), APPROVED, tier="used"),
    Example("a used phone a day late", _used().replace(Claim.claimed_on, date(2026, 9, 3)), DENIED, cites=("UR1",)),
    Example("a used phone without a contract", _used().replace(Claim.sale.contract_months, 0), DENIED, cites=("U1",)),
    Example("a device bought elsewhere", _used().replace(Claim.sale.sold_here, False), DENIED, cites=("G0",)),
    Example("a new phone under the manufacturer's warranty", _new(REPORTED), APPROVED, tier="new", remedy="repair_first"),
    Example(
        "a new phone without a manufacturer's warranty, in the store's month",
        _new(date(2026, 4, 2), Sale.new(sold_on=SOLD, manufacturer_months=0, extended_plan=False)),
        APPROVED,
        tier="store-one-month",
    ),
    Example(
        "a new phone with the extended warranty alone left",
        _new(REPORTED, Sale.new(sold_on=SOLD, manufacturer_months=0, extended_plan=True)),
        APPROVED,
        tier="extended-12-month",
    ),
    Example("a new phone, all covers over", _new(date(2027, 3, 3)), DENIED, cites=("N1", "N2", "N3")),
    Example("opened by nobody knows whom", _used(inspection=clean(Inspection, opened_by=UNKNOWN)), PENDING, asks=("inspection.opened_by",)),
    Example("opened by the buyer", _used(inspection=clean(Inspection, opened_by={Party.BUYER})), DENIED, cites=("E04",)),
    Example("opened by an authorized center", _used(inspection=clean(Inspection, opened_by={Party.AUTHORIZED_CENTER})), APPROVED),
    Example("the warranty card is lost", _used(card=clean(WarrantyCard, present=False)), DENIED, cites=("E01",)),
    Example(
        "liquid let in by the buyer",
        _used(fault=clean(Fault, causes={Cause.LIQUID}, careless_by={Party.BUYER})),
        DENIED,
        cites=("E05",),
    ),
    Example("liquid, by nobody's negligence", _used(fault=clean(Fault, causes={Cause.LIQUID})), APPROVED),
    Example(
        "Touch ID, nobody knows since when",
        _used(fault=clean(Fault, component=Component.TOUCH_ID)),
        PENDING,
        asks=("fault.failed_before_use",),
    ),
    Example("the cables are missing", _used(inspection=clean(Inspection, missing={Item.CABLES})), DENIED, cites=("E17",)),
)
