"""Adjudicate device-warranty claims: typed facts, three-valued rules, exact decisions.

Each public name is loaded from its module when it is first asked for: who needs a calendar waits for no claims.
"""

from types import MappingProxyType
from typing import TYPE_CHECKING

from warranty_rules._version import VERSION as __version__

if TYPE_CHECKING:
    from warranty_rules.calendars import EVERY_DAY, BusinessCalendar, Roll
    from warranty_rules.claims import (
        Cause,
        Claim,
        Component,
        Device,
        Fault,
        Goods,
        Inspection,
        Item,
        Market,
        Party,
        Sale,
        Seals,
        Software,
        WarrantyCard,
    )
    from warranty_rules.clauses import Clause, Cure, Exclusion
    from warranty_rules.clocks import RepairClock, Window
    from warranty_rules.closures import Closure
    from warranty_rules.decisions import Decision, Outcome
    from warranty_rules.editions import History
    from warranty_rules.errors import InputError, WarrantyRulesError
    from warranty_rules.examples import Example
    from warranty_rules.facts import Fact, OrderedFact
    from warranty_rules.fields import Code, Day, DayOrNone, OneOf, SetOf, Text, Whole, YesNo
    from warranty_rules.periods import (
        LastDay,
        MonthEnd,
        StartDay,
        Term,
        business_days,
        days,
        longest,
        months,
        otherwise,
        per,
        remainder,
        shortest,
        within,
        years,
    )
    from warranty_rules.policy import Edition, Policy
    from warranty_rules.predicates import Condition, Predicate, all_of, any_of
    from warranty_rules.records import Constraint, Nested, Record, clean
    from warranty_rules.tiers import Choice, NoWindow, Remedy, Requirement, Row, Service, Stated, Tier, always
    from warranty_rules.values import NONE, SAME, UNKNOWN, Option, PartialSet

__all__ = [
    "EVERY_DAY",
    "NONE",
    "SAME",
    "UNKNOWN",
    "BusinessCalendar",
    "Cause",
    "Choice",
    "Claim",
    "Clause",
    "Closure",
    "Code",
    "Component",
    "Condition",
    "Constraint",
    "Cure",
    "Day",
    "DayOrNone",
    "Decision",
    "Device",
    "Edition",
    "Example",
    "Exclusion",
    "Fact",
    "Fault",
    "Goods",
    "History",
    "InputError",
    "Inspection",
    "Item",
    "LastDay",
    "Market",
    "MonthEnd",
    "Nested",
    "NoWindow",
    "OneOf",
    "Option",
    "OrderedFact",
    "Outcome",
    "PartialSet",
    "Party",
    "Policy",
    "Predicate",
    "Record",
    "Remedy",
    "RepairClock",
    "Requirement",
    "Roll",
    "Row",
    "Sale",
    "Seals",
    "Service",
    "SetOf",
    "Software",
    "StartDay",
    "Stated",
    "Term",
    "Text",
    "Tier",
    "WarrantyCard",
    "WarrantyRulesError",
    "Whole",
    "Window",
    "YesNo",
    "__version__",
    "all_of",
    "always",
    "any_of",
    "business_days",
    "clean",
    "days",
    "longest",
    "months",
    "otherwise",
    "per",
    "remainder",
    "shortest",
    "within",
    "years",
]

if not TYPE_CHECKING:
    _HOME = MappingProxyType(
        {
            name: module
            for module, names in (
                ("calendars", "EVERY_DAY BusinessCalendar Roll"),
                ("claims", "Cause Claim Component Device Fault Goods Inspection Item Market Party Sale Seals Software WarrantyCard"),
                ("clauses", "Clause Cure Exclusion"),
                ("clocks", "RepairClock Window"),
                ("closures", "Closure"),
                ("decisions", "Decision Outcome"),
                ("editions", "History"),
                ("errors", "InputError WarrantyRulesError"),
                ("examples", "Example"),
                ("facts", "Fact OrderedFact"),
                ("fields", "Code Day DayOrNone OneOf SetOf Text Whole YesNo"),
                ("periods", "LastDay MonthEnd StartDay Term business_days days longest months otherwise per remainder shortest within years"),
                ("policy", "Edition Policy"),
                ("predicates", "Condition Predicate all_of any_of"),
                ("records", "Constraint Nested Record clean"),
                ("tiers", "Choice NoWindow Remedy Requirement Row Service Stated Tier always"),
                ("values", "NONE SAME UNKNOWN Option PartialSet"),
            )
            for name in names.split()
        }
    )

    def __getattr__(name: str) -> object:
        from importlib import import_module  # which is loaded in any case  # noqa: PLC0415

        if name not in _HOME:
            from warranty_rules.errors import nearest  # nobody else needs it here  # noqa: PLC0415

            raise AttributeError(f"module {__name__!r} has no attribute {name!r}: {nearest(name, __all__)}")
        return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)

    def __dir__() -> list[str]:
        return sorted(__all__)
