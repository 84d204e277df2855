"""What could be otherwise, and at what cost: it decides nothing, and only what-if asks it."""

from warranty_rules.claims import Claim
from warranty_rules.facts import Fact
from warranty_rules.values import NONE, NoneSuch

SETTLED = (Claim.claimed_on, Claim.accepted_on, *(fact for fact in Claim.facts() if fact.path[0] in {"sale", "device"}))
"""The day of the claim, the sale and the device itself, which nothing changes."""
BROUGHT = (Claim.card.present, Claim.inspection.missing)
"""What the customer can still bring."""


def _cost(fact: "Fact[object]") -> "int | NoneSuch":
    """All else is as it was found, and would have to be found otherwise: that takes more than bringing a thing."""
    return NONE if fact in SETTLED else 1 if fact in BROUGHT else 10


CHANGES: "tuple[tuple[Fact[object], int | NoneSuch], ...]" = tuple((fact, _cost(fact)) for fact in Claim.facts())
