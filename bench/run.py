"""Measure what the library costs, as ratios to a hand-written two-valued chain of the store's seventeen exclusions.

    python bench/run.py                all figures, about half a minute
    python bench/run.py --json FILE    what every round gave, too
    python bench/run.py --smoke        each of them once, to see that they run

The chain is the tests' oracle: plain `if`s over the attributes of complete claims. No claim is decided twice in a round, and no
decision is kept. Where facts are open the chain cannot answer; the unit is then its time on the complete and approved claims.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import measuring
from measuring import Row, Take, in_turn, spent

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


def chain(claims: Sequence[Claim] = SHAPES["complete and approved"]) -> Take:
    """Give the unit: the chain on so many claims."""
    return partial(spent, oracle.refusals, claims)


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


def process(code: str) -> object:
    return subprocess.run([sys.executable, "-c", code], check=True)


def decided(rounds: int) -> Iterator[Row]:
    """Yield what it takes to decide, shape by shape."""
    every = [*((name, claims, claims) for name, claims in SHAPES.items()), ("half open", HALF, SHAPES["complete and approved"])]
    works: dict[str, tuple[Callable[[Claim], object], str]] = {
        "every clause's truth (`Policy.screen`)": (POLICY.screen, "truths"),
        "the outcome (`adjudicate`)": (POLICY.adjudicate, ""),
        "every part of the decision read": (everything, "decision"),
    }
    for group, (work, budget) in works.items():
        for name, claims, unit in every:
            own = f"{budget}, all hit" if name == "all seventeen hit" and budget == "decision" else budget
            yield Row(group, name, in_turn(chain(unit), partial(spent, work, claims), rounds), own)


def asked(rounds: int, fewer: int, least: int) -> Iterator[Row]:
    """Yield what exact questions take."""
    for name, claims, times, budget in (("one fact open", ONE_OPEN, rounds, "questions"), ("empty intake", EMPTY, fewer, "questions, all open")):
        yield Row("`questions`", name, in_turn(chain(), partial(spent, questions, claims), times), budget)
    yield Row("`questions`", "three linked facts of one cover open", in_turn(chain(), partial(spent, linked_questions, LINKED), least))


def documents(rounds: int, fewer: int) -> Iterator[Row]:
    """Yield what it takes to answer a document by a document, where all is known and where nothing is."""
    complete, bare = ([json.dumps(document(each)) for each in claims] for claims in (SHAPES["complete and approved"], EMPTY))
    for name, texts, times, budget in (("complete", complete, rounds, "document"), ("empty intake, thirty questions", bare, fewer, "document, open")):
        values = in_turn(partial(spent, json.loads, complete), partial(spent, through, texts), times)
        yield Row("claim document in, decision document out, to `json.loads` of a complete one", name, values, budget)


def imports(rounds: int) -> Iterator[Row]:
    """Yield what processes take that import; another process's time is not this one's, so the clock is the wall's."""
    take = partial(spent, process, clock=perf_counter)
    for code in ("import warranty_rules", "from warranty_rules import Claim, clean", "from warranty_rules.policies import icenter"):
        values = in_turn(partial(take, ["import attrs"]), partial(take, [code]), rounds)
        yield Row("a process, to one of `import attrs`", f"`{code}`", values, "import" if code == "import warranty_rules" else "")


def rows(smoke: bool) -> Iterator[Row]:
    rounds, fewer, least = (1, 1, 1) if smoke else (21, 7, 3)
    for name, claims in SHAPES.items():
        hits = [[e.clause.id for e, held in zip(POLICY.exclusions, POLICY.screen(each), strict=True) if held] for each in claims]
        assert hits == list(map(oracle.refusals, claims)), name
    yield from decided(rounds)
    yield from asked(rounds, fewer, least)
    yield Row("a claim built", "complete", in_turn(chain(), partial(spent, claim, range(MANY)), rounds))
    yield from documents(rounds, fewer)
    yield from imports(fewer)


if __name__ == "__main__":
    measuring.main(__doc__, rows)
