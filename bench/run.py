"""Print what the library costs, as ratios to a hand-written two-valued chain of the store's seventeen exclusions.

    python bench/run.py            all figures, about half a minute
    python bench/run.py --smoke    each of them once, to see that they run

The chain is the tests' oracle: plain `if`s over the attributes of complete claims. Every figure is taken in one process, the
contestants in turn, round after round; what is printed is the median of the rounds and their middle half. No claim is decided
twice in a round, and no decision is kept. Where facts are open the chain cannot answer; the unit is then its time on the
complete and approved claims.
"""

from __future__ import annotations

import gc
import json
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import oracle
from warranty_rules import (
    UNKNOWN,
    Cause,
    Claim,
    Component,
    Device,
    Fault,
    Inspection,
    Item,
    Market,
    Party,
    Policy,
    Sale,
    Seals,
    Software,
    clean,
)
from warranty_rules.documents import decision_document, document, read
from warranty_rules.policies import icenter

POLICY = icenter.policy()
MANY = 40


def claim(number: int, *, months: int = 6, inspection: Inspection | None = None, fault: Fault | None = None, **card: Any) -> Claim:
    """Build the claim of one of many buyers, in order but for what is said."""
    sold_on = date(2025, 1, 1) + timedelta(number * 7)
    return clean(
        Claim,
        sale=Sale.used(sold_on=sold_on, contract_months=months, supplied=frozenset(Item)),
        device=Device(
            model=f"phone {number}",
            portable=True,
            serial=f"F2LX{number:04}",
            imei_1="490154203237518",
            imei_2="356938035643809",
            market=Market.EUROPE,
        ),
        claimed_on=sold_on + timedelta(60 + number),
        accepted_on=sold_on + timedelta(61 + number),
        inspection=inspection or clean(Inspection),
        fault=fault or clean(Fault, repairable=True, failed_before_use=False),
        **card,
    )


HIT = clean(Inspection, opened_by={Party.BUYER})
WORN = clean(
    Inspection,
    damaged_by={Party.BUYER},
    opened_by={Party.BUYER},
    seals=Seals.BROKEN,
    software={Software.INFECTED},
    missing={Item.CABLES},
)
RUINED = clean(
    Fault,
    repairable=True,
    failed_before_use=False,
    component=Component.TOUCH_ID,
    causes=frozenset(Cause),
    careless_by={Party.BUYER},
    accident_by={Party.BUYER},
    flex_fractured=True,
    worn_beyond_norms=True,
    body_worn=True,
)
EIGHT = clean(Fault, repairable=True, failed_before_use=False, causes={Cause.MAINS_VOLTAGE, Cause.MISUSE, Cause.NATURAL_DISASTER})


def lost(each: Claim) -> Claim:
    return each.replace(Claim.card.present, False).replace(Claim.card.serial, "OTHER1")


SHAPES: dict[str, list[Claim]] = {
    "complete and approved": [claim(i) for i in range(MANY)],
    "expired": [claim(i, months=1) for i in range(MANY)],
    "one hit": [claim(i, inspection=HIT) for i in range(MANY)],
    "eight hits": [claim(i, inspection=WORN, fault=EIGHT) for i in range(MANY)],
    "all seventeen hit": [lost(claim(i, inspection=WORN, fault=RUINED)) for i in range(MANY)],
}
HALF = [
    Claim(claimed_on=each.claimed_on, accepted_on=each.accepted_on, sale=each.sale, device=each.device, card=each.card)
    for each in SHAPES["complete and approved"]
]
ONE_OPEN = [claim(i, inspection=clean(Inspection, opened_by=UNKNOWN)) for i in range(MANY)]
EMPTY = [Claim() for _ in range(4)]
LINKED = [clean(Claim, sale=Sale.new(extended_plan=True))]
LINKING = icenter.policy(icenter.Readings(extended_runs_from="end_of_manufacturer_period"))
"""The worst case known: one cover's days hang on the day of the claim, the day of sale and a length, all open and used by two tiers."""


def spent(work: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    """Take the time of one run over all inputs, per input."""
    begin = perf_counter()
    for each in inputs:
        work(each)
    return (perf_counter() - begin) / len(inputs)


def compare(
    name: str, unit: tuple[Callable[[Any], object], Sequence[Any]], other: tuple[Callable[[Any], object], Sequence[Any]], rounds: int
) -> None:
    """Print how much longer one work takes than another, the two in turn."""
    pairs = [(spent(*unit), spent(*other)) for _ in range(rounds + 1)][1:]
    ratios = sorted(b / a for a, b in pairs)
    low, _, high = quantiles(ratios, n=4) if len(ratios) > 1 else (ratios[0], 0.0, ratios[0])
    print(f"{name:58} {median(ratios):10.1f}x   ({low:.1f}-{high:.1f})")


def everything(each: Claim) -> tuple[object, ...]:
    return everything_of(POLICY, each)


def everything_of(policy: Policy[Claim], each: Claim) -> tuple[object, ...]:
    d = policy.adjudicate(each)
    return d.outcome, d.tier, d.grounds, d.coverage, d.findings, d.cures, d.service


def questions(each: Claim) -> object:
    return POLICY.adjudicate(each).questions


def linked_questions(each: Claim) -> object:
    return LINKING.adjudicate(each).questions


def through(text: str) -> str:
    (each,) = read(Claim, text)
    return json.dumps(decision_document(POLICY.adjudicate(each)))


def in_steady_use(_: int) -> object:
    policy = icenter.policy()
    for each in (*SHAPES["complete and approved"], *HALF):
        everything_of(policy, each)
    return policy


def held(make: Callable[[int], object], number: int) -> float:
    """Take the memory that each of some things holds, in KiB."""
    make(0)
    tracemalloc.start()
    kept = [make(at) for at in range(number)]
    gc.collect()
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size / len(kept) / 1024


def process(code: str) -> object:
    return subprocess.run([sys.executable, "-c", code], check=True)


def main() -> None:
    rounds, processes = (1, 1) if "--smoke" in sys.argv else (21, 7)
    approved = SHAPES["complete and approved"]
    unit = (oracle.refusals, approved)
    for name, claims in SHAPES.items():
        hits = [[e.clause.id for e, held in zip(POLICY.exclusions, POLICY.screen(each), strict=True) if held] for each in claims]
        assert hits == list(map(oracle.refusals, claims)), name
        compare(f"every clause's truth / chain: {name}", (oracle.refusals, claims), (POLICY.screen, claims), rounds)
    compare("every clause's truth / chain: half open", unit, (POLICY.screen, HALF), rounds)
    for name, claims in SHAPES.items():
        compare(f"adjudicate (outcome) / chain: {name}", (oracle.refusals, claims), (POLICY.adjudicate, claims), rounds)
    compare("adjudicate (outcome) / chain: half open", unit, (POLICY.adjudicate, HALF), rounds)
    for name, claims in SHAPES.items():
        compare(f"every part of the decision / chain: {name}", (oracle.refusals, claims), (everything, claims), rounds)
    compare("every part of the decision / chain: half open", unit, (everything, HALF), rounds)
    compare("questions / chain: one fact open", unit, (questions, ONE_OPEN), rounds)
    compare("questions / chain: empty intake", unit, (questions, EMPTY), max(rounds // 3, 1))
    compare("questions / chain: three linked facts of one cover open", unit, (linked_questions, LINKED), 1 if rounds == 1 else 3)
    compare("building a claim / chain", unit, (claim, range(MANY)), rounds)
    texts = [json.dumps(document(each)) for each in approved]
    compare("document in, decision document out / json.loads", (json.loads, texts), (through, texts), rounds)
    for code in ("import warranty_rules", "from warranty_rules import Claim, clean", "from warranty_rules.policies import icenter"):
        compare(f"{code} / import attrs", (process, ["import attrs"]), (process, [code]), processes)
    print(f"memory of a claim {held(claim, MANY):22.1f} KiB; of the store's terms in steady use {held(in_steady_use, 1):8.0f} KiB")


if __name__ == "__main__":
    main()
