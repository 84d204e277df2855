"""The iCenter store's warranty terms, clause by clause in the order of the source, restated in our own words.

Each clause stands above its rule, its sub-points marked inside the formula. Where the source can be
read in more than one way, the alternatives stand one under the other at the clause, picked by a field
of `Readings`; nothing else asks a reading.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Literal, get_args

import attrs

from warranty_rules.calendars import BusinessCalendar
from warranty_rules.claims import (
    SELLER_SIDE,
    Cause,
    Claim,
    Component,
    Fault,
    Goods,
    Item,
    Market,
    Party,
    Seals,
    Software,
)
from warranty_rules.clauses import Clause, Cure, Exclusion
from warranty_rules.clocks import TRANSPORT, Window
from warranty_rules.errors import InputError, Problem, nearest, need, shown
from warranty_rules.periods import LastDay, MonthEnd, Period, Term, months
from warranty_rules.policies.icenter_asking import COSTS, EXAMINATIONS, chances
from warranty_rules.policies.icenter_changes import CHANGES
from warranty_rules.policies.icenter_examples import EXAMPLES
from warranty_rules.policy import Policy
from warranty_rules.predicates import Predicate, all_of, any_of
from warranty_rules.readings import Reading, Rereading
from warranty_rules.tiers import AnyWindow, Choice, NoWindow, Remedy, Requirement, Row, Service, Tier, always
from warranty_rules.values import NONE, SAME, Option

__all__ = ["READINGS", "Obligor", "Payer", "Provider", "Readings", "Returns", "policy"]


def _named(instance: object, attribute: "attrs.Attribute[Any]", value: object) -> None:
    choices = get_args(attribute.type)
    if value not in choices:
        raise InputError([Problem(f"readings.{attribute.name}", shown(value), nearest(value, choices))])


@attrs.frozen(kw_only=True, field_transformer=lambda _, fields: [f.evolve(validator=_named) for f in fields])
class Readings:
    """How the store reads its terms where they can be read in more than one way; the defaults come first.

    Args:
        exclusions_apply_to: the tiers that the seventeen exclusions limit.
        replacement: the tiers whose irreparable products are replaced (R1).
        store_month: whether the store month is automatic (N2).
        extended_runs_from: where the extended 12 months begin (N3).
        new_goods_served_at: where new goods under a store tier are served.
        individual_covers: what is individual for Asian devices (S4).
        last_day: whether the day on which a period ends is covered.
        month_end: where a period ends in a month without that day.
        identity: which numbers must agree (E02).
        third_parties: who the third parties are (E03, E05).
        card_entries: who may write in the card (E01).
        exposure: whether exposure alone refuses (E05).
        causes: whether a cause must be the reported fault's (E05, E06, E08-E15).
        damage: whether the damage must have caused the fault (E03).
        seals_broken_in_service: whether a seal broken in authorized service counts (E07).
        flex_fracture: whether it matters who fractured a flex cable (E09).
        accident: whose accidents refuse (E06).
        body_wear: whether wear of portable bodies needs norms (E14).
        software: whether the software must have caused the fault (E16).
        incomplete_set: how much must be missing (E17).
        transport: the periods that days on the way are no part of (S3, P2).

    Raises:
        InputError: for a reading that is not one of those named.

    >>> Readings(store_month="if_taken_up").store_month
    'if_taken_up'
    """

    exclusions_apply_to: Literal["all_tiers", "used_only", "store_tiers"] = "all_tiers"
    replacement: Literal["all_tiers", "used_only"] = "all_tiers"
    store_month: Literal["automatic", "if_taken_up"] = "automatic"
    extended_runs_from: Literal["sale", "end_of_store_month", "end_of_manufacturer_period"] = "sale"
    new_goods_served_at: Literal["manufacturer_center", "store_center"] = "manufacturer_center"
    individual_covers: Literal["time", "time_route_and_cost"] = "time"
    last_day: Literal["covered", "first_out"] = "covered"
    month_end: Literal["clamp", "roll_over"] = "clamp"
    identity: Literal["numbers_on_the_card", "every_number_of_the_device"] = "numbers_on_the_card"
    third_parties: Literal["outside_the_sellers_side", "everyone_but_the_buyer"] = "outside_the_sellers_side"
    card_entries: Literal["seller", "seller_and_authorized_centers"] = "seller"
    exposure: Literal["needs_negligence", "is_enough"] = "needs_negligence"
    causes: Literal["of_the_fault", "presence"] = "of_the_fault"
    damage: Literal["presence", "caused_the_fault"] = "presence"
    seals_broken_in_service: Literal["not_held", "as_worded"] = "not_held"
    flex_fracture: Literal["whoever_did_it", "not_the_sellers_side"] = "whoever_did_it"
    accident: Literal["by_the_customer", "by_anyone"] = "by_the_customer"
    body_wear: Literal["always", "beyond_norms"] = "always"
    software: Literal["worked_with_it", "caused_the_fault"] = "worked_with_it"
    incomplete_set: Literal["one_item", "all_items"] = "one_item"
    transport: Literal["out_of_repair_period", "out_of_turnaround_too"] = "out_of_repair_period"


def _readings() -> tuple[Reading, ...]:
    words = dict(re.findall(r"^ +(\w+): (.+)\.$", Readings.__doc__ or "", re.MULTILINE))  # python -OO leaves them out
    return tuple(Reading(field.name, words.get(field.name, ""), get_args(field.type)) for field in attrs.fields(Readings))


READINGS = _readings()
"""Every reading, in the order of the fields of `Readings`."""


class Obligor(Option):
    """Who owes a warranty.

    >>> policy().tiers["new"].obligor is Obligor.MANUFACTURER
    True
    """

    MANUFACTURER = "manufacturer", "the manufacturer"
    STORE = "store", "the store"


class Provider(Option):
    """Who works on the device.

    >>> Provider.STORE_CENTER.label
    'store service center'
    """

    MANUFACTURER_CENTER = "manufacturer_center", "the manufacturer's official service center"
    STORE_CENTER = "store_center", "store service center"
    INDIVIDUALLY_AGREED = "individually_agreed", "service center individually agreed"


class Payer(Option):
    """Who pays for sending the device.

    >>> policy().tiers["used"].service.payer.of(Claim()).value is Payer.NOT_STATED
    True
    """

    SELLER = "seller", "the seller"
    INDIVIDUALLY_AGREED = "individually_agreed", "whoever is individually agreed"
    NOT_STATED = "not_stated"


class Returns(Option):
    """Whether goods can be returned or exchanged at will.

    >>> from warranty_rules import Sale
    >>> policy().adjudicate(Claim(sale=Sale.used())).returns is Returns.NO
    True
    """

    NO = "no", "no returns or exchanges at will"
    NOT_STATED = "not_stated"


# --- Service -----------------------------------------------------------------------------------------

S1 = Clause("S1", "service route", "Warranty service means sending the device to the manufacturer's official service center.", "service")
S2 = Clause("S2", "cost of sending", "The seller pays for sending the device to that center.", "service")
S3 = Clause("S3", "time of service", "Devices made for the American and European markets take 21 to 31 business days in all.", "service")
S4 = Clause("S4", "Asian market", "For devices made for the Asian market no time is fixed; it is agreed case by case.", "service")
S5 = Clause("S5", "no loan device", "No device is lent for the whole time of the service.", "service")


def _manufacturer_service(r: Readings, remedy: Choice[Remedy]) -> Service:
    asian = Claim.device.market.eq(Market.ASIA)
    individual = {"time": any_of(), "time_route_and_cost": asian}[r.individual_covers]
    turnaround = Window(21, 31, stopped_by={"out_of_repair_period": (), "out_of_turnaround_too": (TRANSPORT,)}[r.transport])
    return Service(
        provider=Choice((Row(individual, Provider.INDIVIDUALLY_AGREED, S4), Row(all_of(), Provider.MANUFACTURER_CENTER, S1))),
        remedy=remedy,
        payer=Choice((Row(individual, Payer.INDIVIDUALLY_AGREED, S4), Row(all_of(), Payer.SELLER, S2))),
        loaner=always(False, S5),
        window=Choice[AnyWindow](
            (
                Row(Claim.device.market.is_in({Market.AMERICAS, Market.EUROPE}), turnaround, S3),
                Row(asian, NoWindow.INDIVIDUALLY_AGREED, S4),
                Row(all_of(), NoWindow.NOT_PROMISED),
            )
        ),
    )


# --- New goods ---------------------------------------------------------------------------------------

G0 = Clause("G0", "goods of this store", "The terms are about goods sold by this store.", "implied by the whole")
N1 = Clause("N1", "manufacturer's warranty", "All new goods carry the manufacturer's official warranty, of a length not stated here.", "new goods")
N2 = Clause("N2", "store one-month warranty", "The store adds one month on new goods, included in the purchase.", "new goods")
N3 = Clause("N3", "extended 12-month warranty", "An extended warranty of 12 months can be bought for new goods.", "new goods")

SOLD_HERE = Requirement(G0, Claim.sale.sold_here)


def _new_goods_tiers(r: Readings, exclusions: tuple[Exclusion, ...]) -> tuple[Tier, ...]:
    manufacturer = _manufacturer_service(r, _remedy_of_new_goods(r))
    store = {"manufacturer_center": manufacturer, "store_center": _store_service(_remedy_of_new_goods(r), S1)}[r.new_goods_served_at]
    by_manufacturer, by_store = {
        "all_tiers": (exclusions, exclusions),
        "used_only": ((), ()),
        "store_tiers": ((), exclusions),
    }[r.exclusions_apply_to]
    new_goods = partial(Tier, goods=Claim.sale.goods.eq(Goods.NEW), when=Claim.claimed_on, start=Claim.sale.sold_on)
    return (
        new_goods(
            id="new",
            name="manufacturer's warranty",
            clause=N1,
            requirements=(SOLD_HERE, Requirement(N1, Claim.sale.manufacturer_months >= 1)),
            term=_term(r, months(Claim.sale.manufacturer_months)),
            exclusions=by_manufacturer,
            obligor=Obligor.MANUFACTURER,
            service=manufacturer,
        ),
        new_goods(
            id="store-one-month",
            name="store one-month warranty",
            clause=N2,
            requirements={
                "automatic": (SOLD_HERE,),
                "if_taken_up": (SOLD_HERE, Requirement(N2, Claim.sale.store_month_taken)),
            }[r.store_month],
            term=_term(r, months(1)),
            exclusions=by_store,
            obligor=Obligor.STORE,
            service=store,
        ),
        new_goods(
            id="extended-12-month",
            name="extended 12-month warranty",
            clause=N3,
            requirements=(SOLD_HERE, Requirement(N3, Claim.sale.extended_plan)),
            term={
                "sale": _term(r, months(12)),
                "end_of_store_month": _term(r, months(12), after=months(1)),
                "end_of_manufacturer_period": _term(r, months(12), after=months(Claim.sale.manufacturer_months)),
            }[r.extended_runs_from],
            exclusions=by_store,
            obligor=Obligor.STORE,
            service=store,
        ),
    )


def _term(r: Readings, length: Period, after: Period | None = None) -> Term:
    return Term(
        length,
        after,
        month_end={"clamp": MonthEnd.CLAMP, "roll_over": MonthEnd.ROLL_OVER}[r.month_end],
        last_day={"covered": LastDay.COVERED, "first_out": LastDay.FIRST_OUT}[r.last_day],
    )


# --- Used goods --------------------------------------------------------------------------------------

UR1 = Clause("UR1", "free repair of used goods", "Used goods are repaired free of charge at the store's own service centers.", "used goods")
UR2 = Clause("UR2", "replacement of used goods", "Where repair is not possible, a replacement similar in purpose is given.", "used goods")
U1 = Clause("U1", "contractual obligation", "Used goods have a warranty only where a contract gives one, for as long as it says.", "used goods, 1")
U2A = Clause(
    "U2a",
    "reading the rules",
    "The buyer of used goods reads the rules of use and warranty before first use.",
    "used goods, 2",
    note="a duty without a sanction: recorded as sale.rules_acknowledged, never a ground of refusal",
)
U2B = Clause("U2b", "no returns of used goods", "Used goods are not returned or exchanged at will.", "used goods, 2")


def _used_tier(r: Readings, exclusions: tuple[Exclusion, ...]) -> Tier:
    return Tier(
        id="used",
        name="used-goods warranty",
        clause=UR1,
        goods=Claim.sale.goods.eq(Goods.USED),
        requirements=(SOLD_HERE, Requirement(U1, Claim.sale.contract_months >= 1)),
        when=Claim.claimed_on,
        start=Claim.sale.sold_on,
        term=_term(r, months(Claim.sale.contract_months)),
        exclusions=exclusions,
        obligor=Obligor.STORE,
        service=_store_service(_remedy_of_used_goods(), UR1),
    )


RETURNS = Choice((Row(Claim.sale.goods.eq(Goods.USED), Returns.NO, U2B), Row(all_of(), Returns.NOT_STATED)))

# --- Exclusions --------------------------------------------------------------------------------------

OUTSIDERS = tuple(party for party in Party if party not in SELLER_SIDE)
EXPOSURES = (Cause.LIQUID, Cause.DUST, Cause.TEMPERATURE, Cause.IMPACT, Cause.FOREIGN_OBJECT)


def _exclusions(r: Readings) -> tuple[Exclusion, ...]:
    third_parties = {
        "outside_the_sellers_side": OUTSIDERS,
        "everyone_but_the_buyer": tuple(Party),
    }[r.third_parties]
    faults: tuple[type[Fault], ...] = {
        "of_the_fault": (Claim.fault,),
        "presence": (Claim.fault, Claim.elsewhere),
    }[r.causes]

    def fault(rule: Callable[[type[Fault]], Predicate]) -> Predicate:
        return any_of(rule(each) for each in faults)

    e01 = Exclusion(
        Clause("E01", "warranty card", "The warranty card is lost, or holds entries or corrections by anyone but the seller.", "exclusions, 1"),
        # (a) lost
        ~Claim.card.present
        # (b) entries or corrections by others
        | {
            "seller": Claim.card.altered_by.has_any(p for p in Party if p is not Party.SELLER),
            "seller_and_authorized_centers": Claim.card.altered_by.has_any(p for p in Party if p not in (Party.SELLER, Party.AUTHORIZED_CENTER)),
        }[r.card_entries],
        cure=Cure("bring the warranty card", {Claim.card.present: True}),
    )

    e02 = Exclusion(
        Clause("E02", "numbers differ from the card", "The serial number or an IMEI differs from the one in the warranty card.", "exclusions, 2"),
        {
            "numbers_on_the_card": _card_disagrees(),
            "every_number_of_the_device": _card_disagrees() | _card_lacks_a_number(),
        }[r.identity],
    )

    e03 = Exclusion(
        Clause("E03", "damage by acts", "Damage by intentional or careless acts of the buyer or third parties is present.", "exclusions, 3"),
        {
            "presence": Claim.inspection.damaged_by.has_any(third_parties),
            "caused_the_fault": Claim.inspection.damaged_by.has_any(third_parties) & Claim.fault.causes.has(Cause.CARELESS_ACT),
        }[r.damage],
    )

    e04 = Exclusion(
        Clause("E04", "unauthorized opening", "The device was opened, repaired or modified without authority.", "exclusions, 4"),
        Claim.inspection.opened_by.has_any(OUTSIDERS),
    )

    e05 = Exclusion(
        Clause(
            "E05",
            "negligent exposure",
            "Damage from negligence or careless use: temperature, liquid, dust, mechanical impact, foreign objects.",
            "exclusions, 5",
        ),
        fault(
            lambda f: {
                "needs_negligence": f.causes.has_any(EXPOSURES) & f.careless_by.has_any(third_parties),
                "is_enough": f.causes.has_any(EXPOSURES),
            }[r.exposure]
        ),
    )

    e06 = Exclusion(
        Clause("E06", "accidental damage", "Accidental damage caused by the customer.", "exclusions, 6"),
        fault(
            lambda f: {
                "by_the_customer": f.accident_by.has(Party.BUYER),
                "by_anyone": f.accident_by.has_any(Party),
            }[r.accident]
        ),
    )

    e07 = Exclusion(
        Clause("E07", "broken seals", "The warranty seals are not intact.", "exclusions, 7"),
        {
            "not_held": Claim.inspection.seals.eq(Seals.BROKEN),
            "as_worded": Claim.inspection.seals.is_in({Seals.BROKEN, Seals.BROKEN_IN_AUTHORIZED_SERVICE}),
        }[r.seals_broken_in_service],
    )

    e08 = Exclusion(
        Clause("E08", "mains voltage", "Damage by an emergency rise or drop of the mains voltage.", "exclusions, 8"),
        fault(lambda f: f.causes.has(Cause.MAINS_VOLTAGE)),
    )

    e09 = Exclusion(
        Clause(
            "E09",
            "flex cable fracture",
            "A fractured internal flex cable counts as mechanical damage, with no proof to the contrary.",
            "exclusions, 9",
        ),
        fault(
            lambda f: {
                "whoever_did_it": f.flex_fractured,
                "not_the_sellers_side": f.flex_fractured & ~f.flex_fractured_by.has_any(SELLER_SIDE),
            }[r.flex_fracture]
        ),
    )

    e10 = Exclusion(
        Clause("E10", "Touch ID", "Touch ID fails after the customer has used the device.", "exclusions, 10"),
        fault(lambda f: f.component.eq(Component.TOUCH_ID) & ~f.failed_before_use),
    )

    e11 = Exclusion(
        Clause("E11", "natural disaster", "Damage by a natural disaster.", "exclusions, 11"),
        fault(lambda f: f.causes.has(Cause.NATURAL_DISASTER)),
    )

    e12 = Exclusion(
        Clause("E12", "non-original consumables", "A fault that results from consumables that are not original.", "exclusions, 12"),
        fault(lambda f: f.causes.has(Cause.NON_ORIGINAL_CONSUMABLES)),
    )

    e13 = Exclusion(
        Clause("E13", "external networks", "Damage or malfunction from power, telecom, cable or similar networks out of order.", "exclusions, 13"),
        fault(lambda f: f.causes.has(Cause.EXTERNAL_NETWORK)),
    )

    e14 = Exclusion(
        Clause(
            "E14", "wear", "Wear of elements beyond the norms specified for them, or wear of body elements of portable products.", "exclusions, 14"
        ),
        fault(
            lambda f: (
                # (a) beyond the norms
                f.worn_beyond_norms
                # (b) bodies of portable products
                | {
                    "always": f.body_worn & Claim.device.portable,
                    "beyond_norms": f.body_worn & Claim.device.portable & f.worn_beyond_norms,
                }[r.body_wear]
            )
        ),
    )

    e15 = Exclusion(
        Clause("E15", "misuse", "Damage from use for other purposes or against the operating rules.", "exclusions, 15"),
        fault(lambda f: f.causes.has(Cause.MISUSE)),
    )

    e16 = Exclusion(
        Clause("E16", "software", "The product worked with software that is unlicensed, uncertified or infected.", "exclusions, 16"),
        {
            "worked_with_it": Claim.inspection.software.has_any(Software),
            "caused_the_fault": Claim.inspection.software.has_any(Software) & Claim.fault.causes.has(Cause.SOFTWARE),
        }[r.software],
    )

    gone = {item: Claim.sale.supplied.has(item) & Claim.inspection.missing.has(item) for item in Item}
    e17 = Exclusion(
        Clause(
            "E17",
            "incomplete set",
            "Documents, drivers, cables, fasteners, packaging or parts are missing, or the package is damaged.",
            "exclusions, 17",
        ),
        # (a) something that was supplied is missing
        {
            "one_item": any_of(gone.values()),
            "all_items": any_of(gone.values()) & all_of(gone[item] | ~Claim.sale.supplied.has(item) for item in Item),
        }[r.incomplete_set]
        # (b) the package
        | Claim.inspection.package_damaged,
        cure=Cure("bring what is missing", {Claim.inspection.missing.has(item): False for item in Item}),
    )

    return (e01, e02, e03, e04, e05, e06, e07, e08, e09, e10, e11, e12, e13, e14, e15, e16, e17)


CARD_IMEIS = (Claim.card.imei_1, Claim.card.imei_2)
DEVICE_IMEIS = (Claim.device.imei_1, Claim.device.imei_2)


def _card_disagrees() -> Predicate:
    """A number that the card holds is not on the device; IMEIs in either order."""
    return any_of(
        Claim.card.serial.ne(Claim.device.serial) & ~Claim.card.serial.is_in({NONE, SAME}),
        (all_of(card.ne(device) for device in DEVICE_IMEIS) & ~card.is_in({NONE, SAME}) for card in CARD_IMEIS),
    )


def _card_lacks_a_number() -> Predicate:
    """A number of the device is not on the card."""
    return any_of(
        Claim.card.serial.ne(Claim.device.serial) & ~Claim.card.serial.eq(SAME) & ~Claim.device.serial.eq(NONE),
        (
            all_of(device.ne(card) for card in CARD_IMEIS) & ~beside.eq(SAME) & ~device.eq(NONE)
            for beside, device in zip(CARD_IMEIS, DEVICE_IMEIS, strict=True)
        ),
    )


# --- Remedy and repair -------------------------------------------------------------------------------

R1 = Clause("R1", "replacement", "A product that cannot be repaired is replaced.", "end")
P1 = Clause("P1", "repair period", "Repair takes 3 to 30 business days, by its complexity and the spare parts at hand.", "end")
P2 = Clause(
    "P2",
    "transport",
    "The time of transport is not part of the repair period.",
    "end",
    note="kept by the repair clock: the days after a departure, up to and including the arrival, do not count",
)


def _by_repairability(repair: Remedy, replacement: Remedy, repair_first: Remedy, clause: Clause) -> Choice[Remedy]:
    return Choice((Row(Claim.fault.repairable, repair), Row(all_of(), replacement, clause)), when_open=repair_first)


def _remedy_of_new_goods(r: Readings) -> Choice[Remedy]:
    repair = Remedy("repair", "repair")
    return {
        "all_tiers": _by_repairability(
            repair, Remedy("replacement", "replacement"), Remedy("repair_first", "repair (should it fail, a replacement)"), R1
        ),
        "used_only": always(repair),
    }[r.replacement]


def _remedy_of_used_goods() -> Choice[Remedy]:
    similar = "similar in purpose"
    return _by_repairability(
        Remedy("repair", "free repair", free=True),
        Remedy("replacement", f"replacement {similar}", replacement=similar),
        Remedy("repair_first", f"free repair (should it fail, a replacement {similar})", free=True, replacement=similar),
        UR2,
    )


def _store_service(remedy: Choice[Remedy], served: Clause) -> Service:
    period = Window(3, 30, stopped_by={TRANSPORT})  # P2: of all that a repair may wait for, transport alone stops the clock
    return Service(
        provider=always(Provider.STORE_CENTER, served),
        remedy=remedy,
        payer=always(Payer.NOT_STATED),
        loaner=always(False, S5),
        window=Choice[AnyWindow]((Row(Claim.fault.repairable, period, P1), Row(all_of(), NoWindow.NOT_PROMISED)), when_open=period),
    )


# --- The policy --------------------------------------------------------------------------------------


def _tiers(r: Readings) -> tuple[Tier, ...]:
    exclusions = _exclusions(r)
    return (*_new_goods_tiers(r, exclusions), _used_tier(r, exclusions))


def _reread(readings: Mapping[str, Any]) -> tuple[Tier, ...]:
    return _tiers(Readings(**readings))


def policy(readings: Readings | None = None, *, calendar: BusinessCalendar | None = None) -> Policy[Claim]:
    """Make the store's policy.

    Args:
        readings: how the terms are read; the defaults where not given.
        calendar: which days are business days; Monday to Friday where not given.

    >>> sorted(policy().tiers)
    ['extended-12-month', 'new', 'store-one-month', 'used']
    """
    r = Readings() if readings is None else readings
    need(r, Readings, "readings are made by icenter.Readings(...)")
    *_, used = ranked = _tiers(r)
    others = tuple((f.name, getattr(r, f.name)) for f in attrs.fields(Readings) if getattr(r, f.name) != f.default)
    return Policy(
        id="icenter",
        title="iCenter store warranty terms",
        record=Claim,
        clauses=(G0, S1, S2, S3, S4, S5, N1, N2, N3, UR1, UR2, U1, U2A, U2B, *(e.clause for e in used.exclusions), R1, P1, P2),
        ranked=ranked,
        returns=RETURNS,
        accepted_on=Claim.accepted_on,
        calendar=calendar or BusinessCalendar(),
        readings=others,
        examples=() if others else EXAMPLES,
        rereading=Rereading(READINGS, _reread),
        examinations=EXAMINATIONS,
        chances=chances(ranked, CARD_IMEIS, DEVICE_IMEIS),
        costs=COSTS,
        changes=CHANGES,
    )
