"""A small record, on which everything can be tried."""

from __future__ import annotations

from datetime import date
from typing import Any

from warranty_rules import Clause, Code, Day, DayOrNone, Exclusion, Nested, NoWindow, OneOf, Policy, Predicate, Record, Remedy, Service, SetOf, Term
from warranty_rules import Tier, Whole, YesNo, months
from warranty_rules.records import Constraint
from warranty_rules.tiers import Stated, always
from warranty_rules.values import Option


class Color(Option):
    RED = "red"
    GREEN = "green"
    BLUE = "blue"


class Thing(Option):
    BOX = "box"
    CABLE = "cable"


class Inner(Record):
    flag: YesNo = YesNo("Flag?", "desk", yes="flagged", no="not flagged", clean=False)
    things: SetOf[Thing] = SetOf(Thing, "Things?", "desk", says="with {}", empty="with nothing", clean=frozenset())


class Small(Record):
    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")
    delivered_on: DayOrNone = DayOrNone("Delivered?", "desk", says="delivered on {}", none="collected")
    mark: YesNo = YesNo("Mark?", "desk", yes="marked", no="not marked", clean=False)
    color: OneOf[Color] = OneOf(Color, "Color?", "desk", says="{}", clean=Color.RED)
    few: Whole = Whole("Few?", "desk", says="{} few", unit="units", most=20)
    many: Whole = Whole("Many?", "desk", says="{} many", unit="units", most=20)
    left: Code = Code("Left?", "desk", says="left {}")
    right: Code = Code("Right?", "desk", says="right {}")
    inner: Nested[Inner] = Nested(Inner, reach="this fault", many="inners")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Constraint(cls.reported_on >= cls.sold_on, "a day not before the sale", cls.reported_on, bounds=True),)


IN_TERM = {Small.reported_on: date(2026, 3, 20), Small.sold_on: date(2026, 3, 2)}


def covering(goods: Predicate, *exclusions: Exclusion, record: Any = Small) -> Policy[Any]:
    """Make a policy of one tier, which covers the goods for a month from their sale."""
    nothing: tuple[Any, ...] = Stated.NOT_STATED, Remedy("none", "none"), Stated.NOT_STATED, False, NoWindow.NOT_PROMISED
    covered = Clause("F1", "free repair", "For a month.", "nowhere")
    tier = Tier(
        id="all",
        name="all",
        clause=covered,
        goods=goods,
        requirements=(),
        when=record.reported_on,
        start=record.sold_on,
        term=Term(months(1)),
        exclusions=exclusions,
        obligor=Stated.NOT_STATED,
        service=Service(*map(always, nothing)),
    )
    clauses, returns = tuple(dict.fromkeys((covered, *(each.clause for each in exclusions)))), always(Stated.NOT_STATED)
    return Policy(id="one", title="one", record=record, clauses=clauses, ranked=(tier,), returns=returns, accepted_on=record.reported_on)
