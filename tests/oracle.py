"""The one other copy of the rules: plain Python over complete claims, in the default readings.

It is written from the terms, clause by clause, and imports nothing of the policy or of the engine: only the records and their
values. Where it and the library differ, one of them misreads the terms. Facts that a claim's answer does not turn on may be unknown.
"""

from datetime import date

from dateutil.relativedelta import relativedelta

from warranty_rules import NONE, SAME, Cause, Claim, Component, Goods, Market, Party, Seals

OUTSIDERS = {Party.BUYER, Party.THIRD_PARTY}
EXPOSURES = {Cause.LIQUID, Cause.DUST, Cause.TEMPERATURE, Cause.IMPACT, Cause.FOREIGN_OBJECT}


def differs(on_card: object, on_device: list[object]) -> bool:
    """Tell whether the card holds a number that the device does not have."""
    if on_card is NONE or on_card is SAME:
        return False
    return on_card not in on_device


def refusals(claim: Claim) -> list[str]:
    """The exclusions that refuse the claim, in source order."""
    sale, device, card, inspection, fault = claim.sale, claim.device, claim.card, claim.inspection, claim.fault
    imeis = [device.imei_1, device.imei_2]
    ids: list[str] = []
    # The card is lost, or anyone but the seller wrote in it.
    if not card.present or card.altered_by - {Party.SELLER}:
        ids.append("E01")
    # A number that the card holds is not the device's; the IMEIs may stand in either order.
    if differs(card.serial, [device.serial]) or differs(card.imei_1, imeis) or differs(card.imei_2, imeis):
        ids.append("E02")
    # Acts of the buyer or of a third party left damage.
    if inspection.damaged_by & OUTSIDERS:
        ids.append("E03")
    # Someone without authority opened, repaired or modified it.
    if inspection.opened_by & OUTSIDERS:
        ids.append("E04")
    # An exposure caused the fault, by negligence outside the seller's side.
    if fault.causes & EXPOSURES and fault.careless_by & OUTSIDERS:
        ids.append("E05")
    # The customer caused the accident behind the fault.
    if Party.BUYER in fault.accident_by:
        ids.append("E06")
    # The seals are broken, and not by the seller's or an authorized service.
    if inspection.seals is Seals.BROKEN:
        ids.append("E07")
    # A rise or drop of mains voltage caused the fault.
    if Cause.MAINS_VOLTAGE in fault.causes:
        ids.append("E08")
    # An internal flex cable is fractured, whoever did it.
    if fault.flex_fractured:
        ids.append("E09")
    # Touch ID fails, and did not before first use.
    if fault.component is Component.TOUCH_ID and not fault.failed_before_use:
        ids.append("E10")
    # A natural disaster caused the fault.
    if Cause.NATURAL_DISASTER in fault.causes:
        ids.append("E11")
    # Non-original consumables caused the fault.
    if Cause.NON_ORIGINAL_CONSUMABLES in fault.causes:
        ids.append("E12")
    # An external network out of order caused the fault.
    if Cause.EXTERNAL_NETWORK in fault.causes:
        ids.append("E13")
    # Elements are worn beyond their norms, or the body of a portable product is worn at all.
    if fault.worn_beyond_norms or (fault.body_worn and device.portable):
        ids.append("E14")
    # Use for other purposes or against the rules caused the fault.
    if Cause.MISUSE in fault.causes:
        ids.append("E15")
    # The product worked with unlicensed, uncertified or infected software.
    if inspection.software:
        ids.append("E16")
    # An item that was supplied is missing, or the package is damaged.
    if any(item in sale.supplied for item in inspection.missing) or inspection.package_damaged:
        ids.append("E17")
    return ids


def lapse(claimed_on: date, sold_on: date, months: int) -> str:
    """Why a period from the sale does not cover the day of the claim, or "" when it does; its last day is covered."""
    if claimed_on < sold_on:
        return "not_yet"
    if claimed_on > sold_on + relativedelta(months=months):
        return "expired"
    return ""


def failing(claim: Claim) -> dict[str, str]:
    """Why each tier, in rank order, is not in force, or "" when it is, exclusions aside."""
    sale, day = claim.sale, claim.claimed_on
    new, store, extended, used = "new", "store-one-month", "extended-12-month", "used"
    why: dict[str, str] = {}
    # N1: the manufacturer's warranty on new goods.
    if sale.goods is not Goods.NEW:
        why[new] = "other_goods"
    elif not sale.sold_here or sale.manufacturer_months == 0:
        why[new] = "not_entitled"
    else:
        why[new] = lapse(day, sale.sold_on, sale.manufacturer_months)
    # N2: the store's month on new goods, included in every purchase.
    if sale.goods is not Goods.NEW:
        why[store] = "other_goods"
    elif not sale.sold_here:
        why[store] = "not_entitled"
    else:
        why[store] = lapse(day, sale.sold_on, 1)
    # N3: the extended warranty on new goods, if it was bought.
    if sale.goods is not Goods.NEW:
        why[extended] = "other_goods"
    elif not sale.sold_here or not sale.extended_plan:
        why[extended] = "not_entitled"
    else:
        why[extended] = lapse(day, sale.sold_on, 12)
    # UR1 and U1: the warranty on used goods, if the contract gives one.
    if sale.goods is not Goods.USED:
        why[used] = "other_goods"
    elif not sale.sold_here or sale.contract_months == 0:
        why[used] = "not_entitled"
    else:
        why[used] = lapse(day, sale.sold_on, sale.contract_months)
    return why


def tier_states(claim: Claim) -> dict[str, str]:
    """The state of each tier, in rank order."""
    otherwise = "excluded" if refusals(claim) else "in_force"
    return {tier: why or otherwise for tier, why in failing(claim).items()}


def decide(claim: Claim) -> tuple[str, str | None, list[str]]:
    """The outcome, the tier that responds, and the clauses of a denial: the tiers where none is in force, then the refusals."""
    for tier, state in tier_states(claim).items():
        if state == "in_force":
            return "approved", tier, []
    ids = refusals(claim)
    why = failing(claim)
    if "" in why.values():
        return "denied", None, ids
    if not claim.sale.sold_here:
        return "denied", None, ["G0", *ids]
    # Of new goods the three new tiers fail and of used goods the used one does: each for want of title, or by its dates.
    if claim.sale.goods is Goods.NEW:
        return "denied", None, ["N1", "N2", "N3", *ids]
    if why["used"] == "not_entitled":
        return "denied", None, ["U1", *ids]
    return "denied", None, ["UR1", *ids]


def promise(claim: Claim, tier_id: str) -> dict[str, object]:
    """What the service under a tier that approves is: where, at whose cost, with what remedy, and in how many business days."""
    used = tier_id == "used"
    # P1: the store's service centre repairs in 3 to 30 business days; the terms give no time for a replacement.
    if used and claim.fault.repairable:
        window: object = (3, 30)
    elif used:
        window = "not_promised"
    # S3, S4: at the manufacturer's center the market decides, whatever the remedy.
    elif claim.device.market is Market.AMERICAS or claim.device.market is Market.EUROPE:
        window = (21, 31)
    elif claim.device.market is Market.ASIA:
        window = "individually_agreed"
    else:
        window = "not_promised"
    return {
        "provider": "store_center" if used else "manufacturer_center",  # UR1, S1
        "payer": "not_stated" if used else "seller",  # S2
        "loaner": False,  # S5
        "remedy": "repair" if claim.fault.repairable else "replacement",  # R1, UR2
        "window": window,
    }


def returns(claim: Claim) -> str:
    """Whether the goods can be returned at will (U2b)."""
    return "no" if claim.sale.goods is Goods.USED else "not_stated"
