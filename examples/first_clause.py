"""Put a clause of one's own into the store's terms, and see what it refuses."""

from datetime import date

import attrs

from warranty_rules import Claim, Clause, Component, Exclusion, Fault, Sale, clean
from warranty_rules.policies import icenter

store = icenter.policy()
battery = Exclusion(
    Clause("X1", "battery", "The battery of used goods is not covered.", "our own terms, 1"),
    when=Claim.fault.component.eq(Component.BATTERY),
)
used = attrs.evolve(store.tiers["used"], exclusions=(*store.tiers["used"].exclusions, battery))
ours = attrs.evolve(
    store,
    id="icenter-battery",
    clauses=(*store.clauses, battery.clause),
    ranked=tuple(used if tier.id == used.id else tier for tier in store.ranked),
)

sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
claim = clean(Claim, sale=sale, claimed_on=date(2026, 7, 20), accepted_on=date(2026, 7, 20), fault=clean(Fault, component=Component.BATTERY))
print(store.adjudicate(claim).outcome.name)
# APPROVED
print(ours.adjudicate(claim))
# DENIED    X1 battery: battery fails
