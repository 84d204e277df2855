"""Claims with the letters that they lead to: the table that a lawyer reads beside the letters themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs
from scenarios import claim_of, rows
from shops import bicycles

from warranty_rules import UNKNOWN, Clause, Decision, Exclusion, Policy, clean
from warranty_rules.analysis.letters import letter
from warranty_rules.policies import icenter

STORE = icenter.policy()
TABLE = """
    what becomes of it                      | goods | grounds | what is said of the claim, all else in order
    approved, used goods                    | used  | all     |
    approved, which cannot be repaired      | used  | all     | fault.repairable = no
    approved, time individually agreed      | new   | all     | device.market = asia
    approved, whichever warranty answers    | new   | all     | sale.goods = ?; sale.contract_months = 6
    denied, for one reason                  | used  | all     | inspection.opened_by = buyer
    denied, numbers differ                  | used  | all     | card.serial = F2LX1243
    denied, for several reasons             | used  | all     | inspection.seals = broken; fault.causes = liquid; fault.careless_by = buyer
    denied, the first reason alone          | used  | first   | inspection.seals = broken; fault.causes = liquid; fault.careless_by = buyer
    denied, too late                        | used  | all     | sale.sold_on = 2026-01-19
    denied, too late for new goods          | new   | all     | sale.sold_on = 2025-06-05
    denied, until something is brought      | used  | all     | card.present = no; inspection.missing = cables
    denied, then perhaps                    | used  | all     | card.present = no; inspection.opened_by = ?; fault.accident_by = ?
    denied, whatever is brought             | used  | all     | card.present = no; inspection.damaged_by = third_party
    pending, for the customer to tell       | new   | all     | fault.component = touch_id; fault.failed_before_use = ?
    pending, for the technician to find     | used  | all     | inspection.opened_by = ?
    pending, for both                       | used  | all     | inspection.opened_by = ?; fault.causes = ?; fault.careless_by = ?; fault.accident_by = ?
"""
"""In the notation of `scenarios`."""

NEW_PART = Exclusion(Clause("X9", "not worn", "A part that is not worn out is no case for us.", "exclusions, 9"), ~bicycles.Complaint.defect.worn)


@attrs.frozen
class Sent:
    """A decision with the letter about it.

    Args:
        title: what becomes of the claim.
        said: what is said of the claim.
        decision: the decision.
        letter: the letter.
    """

    title: str
    said: str
    decision: Decision[Any] = attrs.field(repr=False)
    letter: str = attrs.field(repr=False)


def either_way() -> Policy[bicycles.Complaint]:
    """Make the bicycle shop's policy with an exclusion more, so that a part is excluded whether it is worn out or not."""
    parts = attrs.evolve(bicycles.PARTS, exclusions=(*bicycles.PARTS.exclusions, NEW_PART))
    return attrs.evolve(bicycles.policy(), ranked=(bicycles.FRAME, parts), clauses=(*bicycles.policy().clauses, NEW_PART.clause))


def gears(**found: Any) -> bicycles.Complaint:
    """Make a complaint about gears, all in order but for what is found."""
    days = {"handed_over": date(2025, 9, 1), "reported": date(2026, 7, 20), "taken_in": date(2026, 7, 20)}
    bicycle = clean(bicycles.Bicycle, limit=120, altered_by=bicycles.Side.SHOP)
    told: dict[str, Any] = {"part": bicycles.Part.GEARS, "repairable": True, **found}
    return clean(
        bicycles.Complaint, **days, parts_months=24, bicycle=bicycle, ride=clean(bicycles.Ride, rider=80), defect=clean(bicycles.Defect, **told)
    )


def sent() -> list[Sent]:
    """Decide all claims of the table, and a few of the bicycle shop's, and write the letters."""
    around: dict[str, Any] = {"shop": "iCenter", "on": date(2026, 7, 21), "reference": "RMA-1001"}
    found: list[Sent] = []
    for title, goods, grounds, said in rows(TABLE):
        decision = STORE.adjudicate(claim_of(goods, said))
        found.append(Sent(title, f"{goods}; {said}".rstrip("; "), decision, letter(decision, grounds, **around)))  # type: ignore[arg-type]
    shop: dict[str, Any] = {"shop": "Spoke & Saddle", "on": date(2026, 7, 21), "salutation": "Dear rider", "asks": {"rider"}}
    frame = gears(part=bicycles.Part.FRAME)
    for title, said, policy, claim in (
        ("denied, one way or the other", "gears; defect.worn = ?", either_way(), gears(worn=UNKNOWN)),
        ("approved, another shop", "gears", bicycles.policy(), gears()),
        ("pending, another shop's customer", "frame; ride.rider = ?", bicycles.policy(), frame.replace(bicycles.Complaint.ride.rider, UNKNOWN)),
    ):
        decision = policy.adjudicate(claim)
        found.append(Sent(title, said, decision, letter(decision, **shop)))
    return found
