"""Every single change of the store's terms changes what becomes of some claim, which is shown; or is proven to change nothing."""

from __future__ import annotations

import pytest
from mutants import mutants
from profiles import tried

from warranty_rules.analysis import diff
from warranty_rules.analysis.diff import shows
from warranty_rules.policies import icenter

pytestmark = pytest.mark.heavy  # hundreds of policies, each compared with the store's

STORE = icenter.policy()
FOUND = dict(mutants(STORE))
MADE = {name: policy for name, policy in FOUND.items() if policy is not None}

SWITCHED_OFF = "the line is switched off by the default reading of S4: it never applies, whatever its place or value"
EQUIVALENT = {
    "new, provider: without line 1": SWITCHED_OFF,
    "new, provider: lines 1 and 2 the other way round": SWITCHED_OFF,
    "new, provider, line 1: Provider.MANUFACTURER_CENTER in place of Provider.INDIVIDUALLY_AGREED": SWITCHED_OFF,
    "new, payer: without line 1": SWITCHED_OFF,
    "new, payer: lines 1 and 2 the other way round": SWITCHED_OFF,
    "new, payer, line 1: Payer.NOT_STATED in place of Payer.INDIVIDUALLY_AGREED": SWITCHED_OFF,
    "new, window: lines 1 and 2 the other way round": "no device is made for two markets",
    "ranks: used before extended-12-month": "no goods are both new and used",
}
"""The changes that change nothing, and why; the search finds no claim, and leaves none out."""
TRIED = list(dict.fromkeys([*EQUIVALENT, *list(MADE)[:: tried(12, 4, 1)]]))


@pytest.mark.parametrize("name", TRIED)
def test_a_change_is_shown_by_a_claim_or_changes_nothing_for_a_reason(name: str) -> None:
    change = next(diff._effects(STORE, MADE[name]), None)
    assert (change is None) is (name in EQUIVALENT)
    assert change is None or shows(change.effect, STORE.adjudicate(change.claim), MADE[name].adjudicate(change.claim))


def test_every_change_is_one() -> None:
    assert len(FOUND) > 450
    assert len({policy.digest for policy in MADE.values()}) == len(MADE)
    assert STORE.digest not in {policy.digest for policy in MADE.values()}
    assert EQUIVALENT.keys() <= MADE.keys()


def test_what_is_refused_when_it_is_made_would_leave_a_cure_without_a_fact_to_change() -> None:
    refused = FOUND.keys() - MADE.keys()
    assert {name.partition(":")[0] for name in refused} == {exclusion.clause.id for exclusion in STORE.exclusions if exclusion.cure}
    assert len(refused) == 26


def test_a_search_that_leaves_something_out_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = {effect: tries for effect, tries in diff.TRIES.items() if effect is not diff.Effect.DENIED and effect is not diff.Effect.GROUNDS}
    monkeypatch.setattr(diff, "TRIES", kept)
    assert [name for name in list(MADE)[:100:5] if next(diff._effects(STORE, MADE[name]), None) is None]
