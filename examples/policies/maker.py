"""Orchard, a maker's one-year limited warranty: the remainder or 90 days, an exception inside an exclusion, a defaced serial number."""

from datetime import date
from typing import Any

from warranty_rules import NONE, UNKNOWN, Clause, Cure, Day, DayOrNone, Example, Exclusion, NoWindow, OneOf, Option, Outcome, Policy, Record, Remedy
from warranty_rules import Requirement, Service, SetOf, Stated, Term, Tier, YesNo, all_of, always, clean, days, longest, remainder, years

RECEIPT, COUNTER, BENCH = "receipt", "counter", "bench"


class Label(Option):
    READABLE = "readable"
    DEFACED = "defaced"
    REMOVED = "removed"


class Part(Option):
    MAIN = "main", "the device itself"
    BATTERY = "battery", "the battery"
    COATING = "coating", "a protective coating"


class Cause(Option):
    DEFECT = "defect", "a defect of materials or workmanship"
    ACCIDENT = "accident", "accident, misuse, liquid, fire or another outside cause"
    OTHER_PRODUCT = "other_product", "use with another maker's product"
    AGAINST_GUIDELINES = "against_guidelines", "use against the published guidelines"
    WEAR = "wear", "normal wear or aging"


class Servicer(Option):
    MAKER = "maker", "the maker or its authorized provider"
    STRANGER = "stranger", "somebody else"


class Case(Record):
    bought: Day = Day("When was it first bought at retail?", RECEIPT, says="bought on {}")
    replaced: DayOrNone = DayOrNone(
        "When was it last replaced or repaired under warranty?", RECEIPT, says="replaced on {}", none="never replaced", clean=NONE
    )
    reported: Day = Day("When was the fault reported?", COUNTER, says="reported on {}")
    proof: YesNo = YesNo("Is there proof of the purchase?", COUNTER, yes="purchase proven", no="purchase not proven", clean=True)
    label: OneOf[Label] = OneOf(Label, "In what state is the serial number?", COUNTER, says="serial number {}", clean=Label.READABLE)
    part: OneOf[Part] = OneOf(Part, "What is faulty?", COUNTER, says="a fault of {}", clean=Part.MAIN)
    causes: SetOf[Cause] = SetOf(Cause, "What brought it about?", BENCH, says="caused by {}", empty="no cause found", clean=frozenset({Cause.DEFECT}))
    cosmetic: YesNo = YesNo("Does it concern looks alone?", BENCH, yes="looks alone", no="more than looks", clean=False)
    serviced: SetOf[Servicer] = SetOf(
        Servicer, "Whose service damaged it?", BENCH, says="damaged in service by {}", empty="no such damage", clean=frozenset()
    )
    altered: YesNo = YesNo("Was it altered without leave?", BENCH, yes="altered without leave", no="not altered", clean=False)


class Obligor(Option):
    MAKER = "maker", "the maker"


L1 = Clause("L1", "one year", "Defects of materials and workmanship are covered for one year from the first retail purchase.", "1")
L2 = Clause("L2", "after replacement", "What was replaced or repaired is covered for the rest of that year, or 90 days, whichever is longer.", "2")
L3 = Clause("L3", "remedy", "The maker repairs, exchanges or refunds, as it chooses.", "3")

DEFECTIVE = Case.causes.has(Cause.DEFECT)
EXCLUSIONS = (
    Exclusion(
        Clause("X1", "consumables", "Batteries and coatings that wear are not covered, unless the fault is a defect.", "4a"),
        Case.part.is_in({Part.BATTERY, Part.COATING}) & ~DEFECTIVE,
    ),
    Exclusion(Clause("X2", "looks", "Scratches, dents and the like are not covered, unless by a defect.", "4b"), Case.cosmetic & ~DEFECTIVE),
    Exclusion(Clause("X3", "other products", "Damage by use with another maker's product.", "4c"), Case.causes.has(Cause.OTHER_PRODUCT)),
    Exclusion(Clause("X4", "outside causes", "Damage by accident, misuse, liquid, fire and the like.", "4d"), Case.causes.has(Cause.ACCIDENT)),
    Exclusion(Clause("X5", "guidelines", "Damage by use against the published guidelines.", "4e"), Case.causes.has(Cause.AGAINST_GUIDELINES)),
    Exclusion(Clause("X6", "service", "Damage in service by anyone not authorized.", "4f"), Case.serviced.has(Servicer.STRANGER)),
    Exclusion(Clause("X7", "alteration", "A product altered without written leave.", "4g"), Case.altered),
    Exclusion(Clause("X8", "wear", "Normal wear and aging.", "4h"), Case.causes.has(Cause.WEAR)),
    Exclusion(Clause("X9", "serial number", "A product whose serial number was removed or defaced.", "4i"), ~Case.label.eq(Label.READABLE)),
    Exclusion(
        Clause("X10", "proof", "The maker may ask for proof of the purchase.", "5"),
        ~Case.proof,
        cure=Cure("bring the proof of purchase", {Case.proof: True}),
    ),
)
SERVICE = Service(
    provider=always(Obligor.MAKER, L3),
    remedy=always(Remedy("makers_choice", "repair, exchange or refund, as the maker chooses"), L3),
    payer=always(Stated.NOT_STATED),
    loaner=always(False),
    window=always(NoWindow.NOT_PROMISED),
)
YEAR = Term(years(1))
COMMON: dict[str, Any] = {"goods": all_of(), "when": Case.reported, "exclusions": EXCLUSIONS, "obligor": Obligor.MAKER, "service": SERVICE}
ORIGINAL = Tier(id="year", name="one-year limited warranty", clause=L1, requirements=(), start=Case.bought, term=YEAR, **COMMON)
REPLACED = Tier(
    id="replaced",
    name="cover of a replacement",
    clause=L2,
    requirements=(Requirement(L2, Case.replaced.ne(NONE)),),
    start=Case.replaced,
    term=Term(longest(remainder(YEAR, Case.bought), days(90))),
    **COMMON,
)


def case(**found: Any) -> Case:
    """Make a case of May 2026 about a device bought in March 2026, in which all but what is named is in order."""
    told: dict[str, Any] = {"bought": date(2026, 3, 2), "reported": date(2026, 5, 4), **found}
    return clean(Case, **told)


OK, NO, OPEN = Outcome.APPROVED, Outcome.DENIED, Outcome.PENDING
LATE = {"reported": date(2027, 4, 20)}
EXAMPLES = (
    Example("a defect within the year", case(), OK, tier="year", remedy="makers_choice"),
    Example("the last day of the year", case(reported=date(2027, 3, 2)), OK, tier="year"),
    Example("after the year, never replaced", case(**LATE), NO, cites=("L1", "L2")),
    Example("90 days from a late replacement", case(replaced=date(2027, 1, 20), **LATE), OK, tier="replaced"),
    Example("91 days from it", case(replaced=date(2027, 1, 20), reported=date(2027, 4, 21)), NO, cites=("L1", "L2")),
    Example("an early replacement gets the rest of the year, no more", case(replaced=date(2026, 4, 1), **LATE), NO, cites=("L1", "L2")),
    Example("nobody knows whether it was replaced", case(replaced=UNKNOWN, **LATE), OPEN, asks=("replaced",)),
    Example("a battery that lost its capacity", case(part=Part.BATTERY, causes=frozenset({Cause.WEAR})), NO, cites=("X1", "X8")),
    Example("a battery with a defect", case(part=Part.BATTERY), OK),
    Example("a battery, cause not known", case(part=Part.BATTERY, causes=UNKNOWN), OPEN, asks=("causes",)),
    Example("a defaced serial number", case(label=Label.DEFACED), NO, cites=("X9",)),
    Example("a dent", case(cosmetic=True, causes=frozenset()), NO, cites=("X2",)),
    Example("damaged by a stranger's repair", case(serviced=frozenset({Servicer.STRANGER})), NO, cites=("X6",)),
    Example("no receipt, and a device altered", case(proof=False, altered=True), NO, cites=("X7", "X10")),
)
POLICY = Policy(
    id="orchard",
    title="Orchard one-year limited warranty",
    record=Case,
    clauses=(L1, L2, L3, *(exclusion.clause for exclusion in EXCLUSIONS)),
    ranked=(ORIGINAL, REPLACED),
    returns=always(Stated.NOT_STATED),
    accepted_on=Case.reported,
    examples=EXAMPLES,
)
