"""Spoke & Saddle, a bicycle shop: records, words and terms of its own, and one condition of its own."""

from collections.abc import Callable, Iterable
from itertools import product
from typing import Any

import attrs

from warranty_rules import Choice, Clause, Condition, Cure, Day, Exclusion, Nested, OneOf, Policy, Record, Row, SetOf
from warranty_rules import Term, Text, Tier, Whole, Window, YesNo, all_of, months
from warranty_rules.facts import Fact, OrderedFact
from warranty_rules.records import Constraint
from warranty_rules.tiers import Remedy, Requirement, Service, Stated, always
from warranty_rules.values import Option

PAPERS, COUNTER, RIDER, WORKSHOP = "papers", "counter", "rider", "workshop"


class Side(Option):
    SHOP = "shop", "our workshop"
    BUILDER = "builder", "the frame builder"
    STRANGER = "stranger", "somebody else"


class Part(Option):
    FRAME = "frame"
    GEARS = "gears"
    TIRE = "tire"


class Bicycle(Record):
    model: Text = Text("What model is it?", COUNTER, says="model {}")
    limit: Whole = Whole("What weight may the frame carry?", PAPERS, says="a frame for {} kg", unit="kilograms")
    altered: SetOf[Part] = SetOf(Part, "What was altered?", WORKSHOP, says="altered: {}", empty="nothing altered", clean=frozenset())
    altered_by: OneOf[Side] = OneOf(Side, "Who altered it?", RIDER, says="altered by {}")


class Ride(Record):
    rider: Whole = Whole("What does the rider weigh?", RIDER, says="a rider of {} kg", unit="kilograms")
    luggage: Whole = Whole("What did the luggage weigh?", RIDER, says="luggage of {} kg", unit="kilograms", clean=0)


class Defect(Record):
    part: OneOf[Part] = OneOf(Part, "Which part is defective?", COUNTER, says="a defect of the {}")
    worn: YesNo = YesNo("Is the part worn out?", WORKSHOP, yes="worn out", no="not worn out", clean=False)
    repairable: YesNo = YesNo("Can it be repaired?", WORKSHOP, yes="it can be repaired", no="it cannot be repaired")


class Complaint(Record):
    handed_over: Day = Day("When was the bicycle handed over?", PAPERS, says="handed over on {}")
    reported: Day = Day("When was the defect reported?", COUNTER, says="reported on {}")
    taken_in: Day = Day("When was the bicycle taken in?", COUNTER, says="taken in on {}")
    parts_months: Whole = Whole("How many months are parts covered for?", PAPERS, says="parts covered for {} months", unit="months")
    serviced: YesNo = YesNo("Was the first service done?", PAPERS, yes="first service done", no="first service missed", clean=True)
    proof: YesNo = YesNo("Is there a proof of purchase?", COUNTER, yes="purchase proven", no="purchase not proven", clean=True)
    bicycle: Nested[Bicycle] = Nested(Bicycle)
    ride: Nested[Ride] = Nested(Ride)
    defect: Nested[Defect] = Nested(Defect, reach="this defect", many="defects")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Constraint(cls.reported >= cls.handed_over, "a day not before the handover", cls.reported, bounds=True),)


@attrs.frozen
class Overloaded(Condition):
    """The rider and the luggage together weigh more than the frame may carry."""

    rider: OrderedFact[int]
    luggage: OrderedFact[int]
    limit: OrderedFact[int]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self.rider, self.luggage, self.limit

    def holds(self, rider: int, luggage: int, limit: int) -> bool:
        return rider + luggage > limit

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        one, other = (given(each) for each in self.reads if each != fact)  # the limit, where it is one of the two, is the other
        edges = (a + b if fact == self.limit else b - a for a, b in product(one, other))
        return [near for edge in edges for near in (edge - 1, edge, edge + 1)]


F1 = Clause("F1", "frame", "The frame builder covers the frame for 60 months from the handover.", "frame, 1")
F2 = Clause("F2", "first service", "The frame is covered only if the first service was done.", "frame, 2")
P1 = Clause("P1", "parts", "The shop covers all other parts for as many months as the invoice says.", "parts")
W1 = Clause("W1", "repair", "Whoever covers the part repairs it: the shop in 2 to 10 business days, the frame builder in 15 to 40.", "workshop, 1")
W2 = Clause("W2", "renewal", "What cannot be repaired is renewed.", "workshop, 2")

X1 = Exclusion(
    Clause("X1", "no proof", "The purchase is not proven.", "exclusions, 1"),
    ~Complaint.proof,
    cure=Cure("bring the proof of purchase", {Complaint.proof: True}),
)
X2 = Exclusion(
    Clause("X2", "alteration", "Something was altered, unless by our workshop or the frame builder.", "exclusions, 2"),
    Complaint.bicycle.altered.has_any(Part) & ~Complaint.bicycle.altered_by.is_in({Side.SHOP, Side.BUILDER}),
)
X3 = Exclusion(
    Clause("X3", "overload", "Rider and luggage weigh more than the frame may carry.", "exclusions, 3"),
    Overloaded(Complaint.ride.rider, Complaint.ride.luggage, Complaint.bicycle.limit),
)
X4 = Exclusion(Clause("X4", "wear", "A part other than the frame is worn out.", "exclusions, 4"), Complaint.defect.worn)


def _service(provider: Side, window: Window) -> Service:
    repair, renewal = Remedy("repair", "free repair", free=True), Remedy("renewal", "a new part")
    return Service(
        provider=always(provider, W1),
        remedy=Choice((Row(Complaint.defect.repairable, repair, W1), Row(all_of(), renewal, W2))),
        payer=always(Stated.NOT_STATED),
        loaner=always(False),
        window=always(window, W1),
    )


FRAME = Tier(
    id="frame",
    name="frame warranty",
    clause=F1,
    goods=Complaint.defect.part.eq(Part.FRAME),
    requirements=(Requirement(F2, Complaint.serviced),),
    when=Complaint.reported,
    start=Complaint.handed_over,
    term=Term(months(60)),
    exclusions=(X1, X2, X3),
    obligor=Side.BUILDER,
    service=_service(Side.BUILDER, Window(15, 40)),
)
PARTS = Tier(
    id="parts",
    name="parts warranty",
    clause=P1,
    goods=Complaint.defect.part.ne(Part.FRAME),
    requirements=(),
    when=Complaint.reported,
    start=Complaint.handed_over,
    term=Term(months(Complaint.parts_months)),
    exclusions=(X1, X2, X4),
    obligor=Side.SHOP,
    service=_service(Side.SHOP, Window(2, 10)),
)


def policy() -> Policy[Complaint]:
    """Make the shop's policy."""
    return Policy(
        id="spoke-and-saddle",
        title="Spoke & Saddle, warranty terms",
        record=Complaint,
        clauses=(F1, F2, P1, X1.clause, X2.clause, X3.clause, X4.clause, W1, W2),
        ranked=(FRAME, PARTS),
        returns=always(Stated.NOT_STATED),
        accepted_on=Complaint.taken_in,
    )
