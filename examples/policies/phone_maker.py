"""Meridian, a phone maker: a period for each part, a battery below 80 %, the place of purchase, no transfer."""

from datetime import date
from typing import Any

from warranty_rules import UNKNOWN, Clause, Cure, Day, Example, Exclusion, NoWindow, OneOf, Option, Outcome, Policy, Record, Remedy, Requirement
from warranty_rules import Service, SetOf, Stated, Term, Tier, Whole, YesNo, all_of, always, clean, days, per, years

RECEIPT, CUSTOMER, BENCH = "receipt", "customer", "bench"


class Part(Option):
    PHONE = "phone", "the phone"
    BATTERY = "battery", "the battery"
    CASE = "case", "a case or holster"
    ACCESSORY = "accessory", "another accessory"


class Country(Option):
    US = "us", "the United States"
    OTHER = "other", "another country"


class Harm(Option):
    OUTSIDE = "outside", "an outside cause, such as liquid or a fall"
    UNAPPROVED = "unapproved", "an accessory that is not approved"
    SERVICE = "service", "service by others"
    SOFTWARE = "software", "software or a virus"
    SIGNAL = "signal", "the reception of the network"


class Battery(Option):
    SEAL_BROKEN = "seal_broken", "a broken seal of the battery"
    OTHER_DEVICE = "other_device", "use in another device"
    UNAPPROVED_CHARGER = "unapproved_charger", "a charger that is not approved"


class Complaint(Record):
    bought: Day = Day("When did the first consumer buy it?", RECEIPT, says="bought on {}")
    bought_in: OneOf[Country] = OneOf(Country, "In what country was it bought?", RECEIPT, says="bought in {}", clean=Country.US)
    receipt: YesNo = YesNo("Is there a receipt?", RECEIPT, yes="receipt shown", no="no receipt", clean=True)
    reported: Day = Day("When was the fault reported?", CUSTOMER, says="reported on {}")
    first_owner: YesNo = YesNo(
        "Is the claimant the first buyer?", CUSTOMER, yes="claimed by the first buyer", no="claimed by a later owner", clean=True
    )
    part: OneOf[Part] = OneOf(Part, "What is faulty?", CUSTOMER, says="a fault of {}", clean=Part.PHONE)
    capacity: Whole = Whole(
        "What capacity has the battery left?", BENCH, says="{} % of the battery's capacity left", unit="percent", most=100, clean=100
    )
    leaking: YesNo = YesNo("Does the battery leak?", BENCH, yes="the battery leaks", no="the battery does not leak", clean=False)
    battery: SetOf[Battery] = SetOf(
        Battery, "What was done to the battery?", BENCH, says="{}", empty="nothing done to the battery", clean=frozenset()
    )
    harm: SetOf[Harm] = SetOf(Harm, "What harmed it?", BENCH, says="harmed by {}", empty="no harm from outside", clean=frozenset())


class Obligor(Option):
    MAKER = "maker", "the maker"


M1 = Clause("M1", "periods", "Phones, batteries and accessories are covered for a year from the first purchase, cases for 90 days.", "1")
M2 = Clause("M2", "place of purchase", "Only what was bought in the United States is covered.", "2")
M3 = Clause("M3", "no transfer", "Only the first buyer is covered.", "3")
M4 = Clause("M4", "batteries", "A battery is covered only if its capacity falls below 80 percent, or if it leaks.", "4")
M5 = Clause("M5", "remedy", "The maker repairs or replaces, as it chooses.", "5")

ON_BATTERY = Complaint.part.eq(Part.BATTERY)
LENGTHS = {Part.PHONE: years(1), Part.BATTERY: years(1), Part.CASE: days(90), Part.ACCESSORY: years(1)}
EXCLUSIONS = (
    Exclusion(
        Clause("X1", "batteries harmed", "A battery with a broken seal, used in another device, or charged by a charger not approved.", "6a"),
        ON_BATTERY & Complaint.battery.has_any(Battery),
    ),
    Exclusion(Clause("X2", "outside causes", "Liquid, falls, fire and other outside causes.", "6b"), Complaint.harm.has(Harm.OUTSIDE)),
    Exclusion(Clause("X3", "accessories", "Harm by accessories that are not approved.", "6c"), Complaint.harm.has(Harm.UNAPPROVED)),
    Exclusion(Clause("X4", "service by others", "Harm in service by others.", "6d"), Complaint.harm.has(Harm.SERVICE)),
    Exclusion(Clause("X5", "software", "Harm by software or viruses.", "6e"), Complaint.harm.has(Harm.SOFTWARE)),
    Exclusion(Clause("X6", "reception", "Faults of the network's signal.", "6f"), Complaint.harm.has(Harm.SIGNAL)),
    Exclusion(
        Clause("X7", "receipt", "The purchase is shown by a receipt.", "7"),
        ~Complaint.receipt,
        cure=Cure("bring the receipt", {Complaint.receipt: True}),
    ),
)
LIMITED = Tier(
    id="limited",
    name="limited warranty",
    clause=M1,
    goods=all_of(),
    requirements=(
        Requirement(M2, Complaint.bought_in.eq(Country.US)),
        Requirement(M3, Complaint.first_owner),
        Requirement(M4, ~ON_BATTERY | (Complaint.capacity < 80) | Complaint.leaking),
    ),
    when=Complaint.reported,
    start=Complaint.bought,
    term=Term(per(Complaint.part, LENGTHS)),
    exclusions=EXCLUSIONS,
    obligor=Obligor.MAKER,
    service=Service(
        provider=always(Obligor.MAKER, M5),
        remedy=always(Remedy("makers_choice", "repair or replacement, as the maker chooses"), M5),
        payer=always(Stated.NOT_STATED),
        loaner=always(False),
        window=always(NoWindow.NOT_PROMISED),
    ),
)


def complaint(**found: Any) -> Complaint:
    """Make a complaint of May 2026 about a phone bought in March 2026, in which all but what is named is in order."""
    told: dict[str, Any] = {"bought": date(2026, 3, 2), "reported": date(2026, 5, 4), **found}
    return clean(Complaint, **told)


OK, NO, OPEN = Outcome.APPROVED, Outcome.DENIED, Outcome.PENDING
EXAMPLES = (
    Example("a phone within its year", complaint(), OK, tier="limited", remedy="makers_choice"),
    Example("a phone on the last day", complaint(reported=date(2027, 3, 2)), OK),
    Example("a phone a day late", complaint(reported=date(2027, 3, 3)), NO, cites=("M1",)),
    Example("a case on its 90th day", complaint(part=Part.CASE, reported=date(2026, 5, 31)), OK),
    Example("a case a day late", complaint(part=Part.CASE, reported=date(2026, 6, 1)), NO, cites=("M1",)),
    Example("late for a case, part not known", complaint(part=UNKNOWN, reported=date(2026, 6, 1)), OPEN, asks=("part",)),
    Example("a battery at 79 percent", complaint(part=Part.BATTERY, capacity=79), OK),
    Example("a battery at 80 percent", complaint(part=Part.BATTERY, capacity=80), NO, cites=("M4",)),
    Example("a full battery that leaks", complaint(part=Part.BATTERY, leaking=True), OK),
    Example("a battery nobody measured", complaint(part=Part.BATTERY, capacity=UNKNOWN), OPEN, asks=("capacity",)),
    Example("a phone whose battery nobody measured", complaint(capacity=UNKNOWN), OK),
    Example(
        "a weak battery with its seal broken", complaint(part=Part.BATTERY, capacity=60, battery=frozenset({Battery.SEAL_BROKEN})), NO, cites=("X1",)
    ),
    Example("bought abroad", complaint(bought_in=Country.OTHER), NO, cites=("M2",)),
    Example("sold on to a second owner", complaint(first_owner=False), NO, cites=("M3",)),
    Example("dropped into water", complaint(harm=frozenset({Harm.OUTSIDE})), NO, cites=("X2",)),
)
POLICY = Policy(
    id="meridian",
    title="Meridian limited phone warranty",
    record=Complaint,
    clauses=(M1, M2, M3, M4, M5, *(exclusion.clause for exclusion in EXCLUSIONS)),
    ranked=(LIMITED,),
    returns=always(Stated.NOT_STATED),
    accepted_on=Complaint.reported,
    examples=EXAMPLES,
)
