"""Adjudicate device-warranty claims: typed facts, three-valued rules, exact decisions."""

from warranty_rules._version import VERSION as __version__
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
from warranty_rules.fields import Code, Day, DayOrNone, OneOf, SetOf, Text, Whole, YesNo
from warranty_rules.periods import Term, days, months
from warranty_rules.policy import Edition, Policy
from warranty_rules.predicates import Condition, Predicate, all_of, any_of
from warranty_rules.records import Nested, Record, clean
from warranty_rules.tiers import Choice, Row, Tier
from warranty_rules.values import NONE, SAME, UNKNOWN, PartialSet

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
    "Cure",
    "Day",
    "DayOrNone",
    "Decision",
    "Device",
    "Edition",
    "Example",
    "Exclusion",
    "Fault",
    "Goods",
    "History",
    "InputError",
    "Inspection",
    "Item",
    "Market",
    "Nested",
    "OneOf",
    "Outcome",
    "PartialSet",
    "Party",
    "Policy",
    "Predicate",
    "Record",
    "RepairClock",
    "Roll",
    "Row",
    "Sale",
    "Seals",
    "SetOf",
    "Software",
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
    "any_of",
    "clean",
    "days",
    "months",
]
