"""A small record, on which everything can be tried."""

from __future__ import annotations

from warranty_rules import Code, Day, DayOrNone, Nested, OneOf, Record, SetOf, Whole, YesNo
from warranty_rules.records import Constraint
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
