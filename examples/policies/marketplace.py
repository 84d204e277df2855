"""Second Spring, a marketplace of refurbished phones: another obligor, a ladder of remedies, a duty to report, calendar days."""

from datetime import date
from typing import Any

from warranty_rules import EVERY_DAY, NONE, UNKNOWN, Choice, Clause, Day, DayOrNone, Example, Exclusion, OneOf, Option, Outcome, Policy, Record
from warranty_rules import Remedy, Requirement, Row, Service, SetOf, Stated, Term, Tier, Whole, Window, YesNo, all_of, always, clean, days, months
from warranty_rules import otherwise, within

ORDER, CUSTOMER, SELLER = "order", "customer", "seller"
NOTICED = date(2026, 5, 4)


class Kind(Option):
    HARDWARE = "hardware", "hardware"
    SOFTWARE = "software", "software"
    CAPACITY = "capacity", "lost battery capacity"


class Event(Option):
    DROPPED = "dropped", "a fall"
    OXIDIZED = "oxidized", "oxidation"
    OPENED = "opened", "opening by a third party"


class Return(Record):
    ordered: Day = Day("When was it ordered?", ORDER, says="ordered on {}")
    delivered: DayOrNone = DayOrNone("When was it delivered?", ORDER, says="delivered on {}", none="collected in person")
    plan_months: Whole = Whole(
        "How many months does the accident plan run? (0: none)", ORDER, says="accident plan of {} months", unit="months", clean=0
    )
    noticed: Day = Day("When was the fault noticed?", CUSTOMER, says="noticed on {}")
    reported: Day = Day("When was the fault reported?", CUSTOMER, says="reported on {}")
    received: Day = Day("When did the seller receive it?", SELLER, says="received on {}")
    kind: OneOf[Kind] = OneOf(Kind, "What kind of fault is it?", CUSTOMER, says="a fault of {}", clean=Kind.HARDWARE)
    lost: YesNo = YesNo("Is the phone lost?", CUSTOMER, yes="the phone is lost", no="the phone is there", clean=False)
    events: SetOf[Event] = SetOf(Event, "What happened to it?", SELLER, says="{}", empty="nothing happened to it", clean=frozenset())
    repairable: YesNo = YesNo("Can it be repaired?", SELLER, yes="it can be repaired", no="it cannot be repaired")
    in_stock: YesNo = YesNo("Is there a like phone in stock?", SELLER, yes="a like phone is in stock", no="no like phone is in stock")


class Party(Option):
    SELLER = "seller", "the seller on the marketplace"
    INSURER = "insurer", "the insurer of the plan"


class Withdrawal(Option):
    YES = "yes", "may be returned for any reason"
    NO = "no", "no longer returned for any reason"


S1 = Clause("S1", "twelve months", "The seller covers hardware and software for twelve months from delivery, else from the order.", "1")
S2 = Clause("S2", "prompt report", "A fault is reported within 14 days of being noticed.", "2")
S3 = Clause("S3", "remedies", "The seller repairs; where it cannot, it replaces; where it can do neither, it refunds.", "3")
S4 = Clause("S4", "time", "The seller has at most 45 days from receiving the phone.", "4")
S5 = Clause("S5", "change of mind", "Within 30 days a phone may be returned for any reason.", "5")
S6 = Clause("S6", "accident plan", "A plan, if bought, covers accidents for its months, from the order.", "6")
LOST = Exclusion(Clause("X1", "loss", "A phone that is lost is not covered.", "7a"), Return.lost)
OPENED = Exclusion(Clause("X2", "opening", "A phone opened by a third party.", "7b"), Return.events.has(Event.OPENED))
ACCIDENT = Exclusion(Clause("X3", "accident", "Dropped or oxidized.", "7c"), Return.events.has_any({Event.DROPPED, Event.OXIDIZED}))
WEAR = Exclusion(Clause("X4", "capacity", "Lost battery capacity is wear.", "7d"), Return.kind.eq(Kind.CAPACITY))

REPAIR, REPLACEMENT, REFUND = Remedy("repair", "free repair", free=True), Remedy("replacement", "a like phone"), Remedy("refund", "a refund")
REMEDY = Choice(
    (Row(Return.repairable, REPAIR, S3), Row(Return.in_stock, REPLACEMENT, S3), Row(all_of(), REFUND, S3)),
    open_cases={
        (REPAIR, REPLACEMENT, REFUND): Remedy("repair_first", "free repair (should it fail, a like phone, or a refund)", free=True),
        (REPAIR, REPLACEMENT): Remedy("repair_first", "free repair (should it fail, a like phone)", free=True),
        (REPAIR, REFUND): Remedy("repair_first", "free repair (should it fail, a refund)", free=True),
        (REPLACEMENT, REFUND): Remedy("replacement_first", "a like phone (should there be none, a refund)"),
    },
)


def _service(party: Party) -> Service:
    return Service(
        provider=always(party),
        remedy=REMEDY,
        payer=always(Stated.NOT_STATED),
        loaner=always(False),
        window=always(Window(0, 45, calendar=EVERY_DAY), S4),
    )


PROMPT = Requirement(S2, within(Return.reported, Return.noticed, Term(days(14))))
DELIVERY = otherwise(Return.delivered, Return.ordered)
YEAR = Tier(
    id="seller",
    name="seller's twelve months",
    clause=S1,
    goods=all_of(),
    requirements=(PROMPT,),
    when=Return.reported,
    start=DELIVERY,
    term=Term(months(12)),
    exclusions=(LOST, OPENED, ACCIDENT, WEAR),
    obligor=Party.SELLER,
    service=_service(Party.SELLER),
)
PLAN = Tier(
    id="accident-plan",
    name="accident plan",
    clause=S6,
    goods=all_of(),
    requirements=(Requirement(S6, Return.plan_months >= 1), PROMPT),
    when=Return.reported,
    start=Return.ordered,
    term=Term(months(Return.plan_months)),
    exclusions=(LOST, OPENED, WEAR),
    obligor=Party.INSURER,
    service=_service(Party.INSURER),
)


def claim(**found: Any) -> Return:
    """Make a claim of 4 May 2026 about a phone ordered on 2 March, in which all but what is named is in order."""
    told: dict[str, Any] = {"ordered": date(2026, 3, 2), "delivered": date(2026, 3, 5), "noticed": NOTICED, "reported": NOTICED}
    told |= {"received": date(2026, 5, 8)} | found
    return clean(Return, **told)


OK, NO, OPEN = Outcome.APPROVED, Outcome.DENIED, Outcome.PENDING
LAST = {"noticed": date(2027, 3, 4), "reported": date(2027, 3, 4)}
EXAMPLES = (
    Example("a fault in the second month", claim(), OK, tier="seller", remedy="repair_first"),
    Example("a year from the delivery", claim(**LAST), OK, tier="seller"),
    Example("a year from the order, as it was collected", claim(delivered=NONE, **LAST), NO, cites=("S1", "S6")),
    Example("nobody knows when it was delivered", claim(delivered=UNKNOWN, **LAST), OPEN, asks=("delivered",)),
    Example("delivered on a day known, ordered nobody knows when", claim(ordered=UNKNOWN), OK, tier="seller"),
    Example("reported on the 14th day", claim(noticed=date(2026, 4, 20)), OK),
    Example("reported on the 15th", claim(noticed=date(2026, 4, 19)), NO, cites=("S2", "S6")),
    Example("dropped", claim(events=frozenset({Event.DROPPED})), NO, cites=("S6", "X3")),
    Example("dropped, with a plan", claim(events=frozenset({Event.DROPPED}), plan_months=24), OK, tier="accident-plan"),
    Example("opened, with a plan", claim(events=frozenset({Event.OPENED}), plan_months=24), NO, cites=("X2",)),
    Example("worn battery", claim(kind=Kind.CAPACITY), NO, cites=("X4",)),
    Example("cannot be repaired", claim(repairable=False), OK, remedy="replacement_first"),
    Example("neither repaired nor replaced", claim(repairable=False, in_stock=False), OK, remedy="refund"),
)
POLICY = Policy(
    id="second-spring",
    title="Second Spring terms",
    record=Return,
    clauses=(S1, S2, S3, S4, S5, S6, LOST.clause, OPENED.clause, ACCIDENT.clause, WEAR.clause),
    ranked=(YEAR, PLAN),
    returns=Choice((Row(within(Return.reported, DELIVERY, Term(days(30))), Withdrawal.YES, S5), Row(all_of(), Withdrawal.NO, S5))),
    accepted_on=Return.received,
    examples=EXAMPLES,
)
