"""A small notation for claims, so that a table of scenarios reads aloud.

A scenario is a claim in which everything is in order but for what is said of it: ``fact = value; fact = value``.
``?`` is not known. A set is a list of its members, or ``nobody`` or ``nothing``; ``buyer?`` in it: open whether
the buyer is in it. ``none`` and ``same`` are the values NONE and SAME; A, B and C are three different IMEIs.
"""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from warranty_rules import NONE, UNKNOWN, Claim, Decision, Tier, Whole
from warranty_rules.documents import take
from warranty_rules.facts import Fact, is_set_fact

IMEIS = {"A": "490154203237518", "B": "356938035643809", "C": "352099001761481"}

IN_ORDER: dict[str, Any] = {
    "schema": 1,
    "unlisted": "clean",
    "claimed_on": "2026-07-20",
    "accepted_on": "2026-07-20",
    "sale": {"sold_on": "2026-03-02", "supplied": ["documents", "drivers", "cables", "fasteners", "packaging", "parts"]},
    "device": {"portable": True, "serial": "F2LX1234", "imei_1": IMEIS["A"], "imei_2": "none", "market": "europe"},
    "fault": {"repairable": True},
}
GOODS = {
    "used": {"goods": "used", "contract_months": 6},
    "new": {"goods": "new", "manufacturer_months": 12, "extended_plan": False},
}

Row = tuple[str, ...]


def rows(table: str) -> list[Row]:
    """Read a table, without its head."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()[1:]]


def claim_of(goods: str, said: str = "") -> Claim:
    """Make the claim about new or used goods of which something is said, all else in order."""
    document = deepcopy(IN_ORDER)
    document["sale"] |= GOODS[goods]
    for part in filter(None, map(str.strip, said.split(";"))):
        path, words = map(str.strip, part.split("="))
        fact = Claim.fact(path)
        place = document
        for record in fact.path[:-1]:
            place = place.setdefault(record, {})
        place[fact.path[-1]] = _value(fact, words)
    (claim,) = take(Claim, document)
    return claim


def _value(fact: Fact[Any], words: str) -> object:
    if words == "?":
        return None
    if is_set_fact(fact):
        return _set([member.member.value for member in fact.members], [] if words in ("nobody", "nothing") else words.split())
    if fact.domain == (False, True):
        return {"yes": True, "no": False}[words]
    return int(words) if isinstance(fact.field, Whole) else IMEIS.get(words, words)


def _set(universe: list[str], words: list[str]) -> object:
    yes = [word for word in words if not word.endswith("?")]
    open_ = [word[:-1] for word in words if word.endswith("?")]
    assert {*yes, *open_} <= set(universe), words
    return {"yes": yes, "no": [word for word in universe if word not in (*yes, *open_)]} if open_ else yes


def verdict(decision: Decision[Claim]) -> str:
    """Put an outcome in a cell: ``approved``, ``denied E01 E02``, and what is asked."""
    clauses = [clause.id for ground in decision.grounds for clause in ground.clauses]
    asked = [question.path for question in decision.questions]
    told = "" if decision.outcome.value == "pending" else " ".join((decision.outcome.value, *clauses))
    return "; ".join(filter(None, (told, " ".join(("ask", *asked)) if asked else "")))


def tier_of(decision: Decision[Claim]) -> str:
    """Name the tier that responds."""
    tier = decision.tier
    return tier.id if isinstance(tier, Tier) else {UNKNOWN: "unknown", NONE: "none"}[tier]


def cell(value: object) -> str:
    """Write a value in a cell."""
    return "unknown" if value is UNKNOWN else str(getattr(value, "value", value))
