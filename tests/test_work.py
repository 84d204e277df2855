"""How much is done to answer is counted, in calls of the library's functions, and kept: what makes it more is seen without a clock.

What is not counted is not seen: what has no name, what Python itself or generated code does, and what is worked out once in a process.

python tests/test_work.py     writes the counts anew, where more is done on purpose, or less
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any
from unittest.mock import patch

import attrs
import drawn
import pytest
import warranty_rules
from dense import NUMBERS, OTHERS
from test_lint import SHOP, WRONG

from warranty_rules import UNKNOWN, Claim, Outcome, Predicate, all_of, completions
from warranty_rules.analysis.changes import Turning
from warranty_rules.analysis.lint import Kind
from warranty_rules.documents import read
from warranty_rules.facts import Fact
from warranty_rules.policies import icenter

KEPT = Path(__file__).parent / "golden" / "work.json"
EXAMPLES = Path(__file__).parents[1] / "examples" / "claims"
HERE = str(Path(warranty_rules.__file__).parent)
APART = 0.02
"""So much more or less than is kept goes unnoticed, as hashes put things in another order; less is kept anew, or it could grow again unseen."""
DECIDED = (
    "approved_asian_tablet_individual_terms",
    "denied_bought_elsewhere",
    "denied_missing_cables_curable",
    "pending_half_known_opening",
)
STEADY = 12
"""So often terms are used until they are compiled."""
USED = "approved_used_phone_every_fact_said"
LATER = {"cures", "service", "coverage"}
PARTS = ("questions", "findings", "reasons", "suggestions")

Ask = Callable[[], object]


def calls(prepared: Callable[[], Ask]) -> int:
    """Count the calls of the library's functions; those without a name are left out, as some Pythons call them and some do not."""
    prepared()()  # what is worked out once in a process
    ask, found = prepared(), 0

    def count(frame: FrameType, event: str, _: object) -> None:
        nonlocal found
        code = frame.f_code
        found += event == "call" and code.co_name[0] != "<" and code.co_filename.startswith(HERE)

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        ask()
    finally:
        sys.setprofile(before)
    return found


def searching(seed: int, atoms: list[Predicate]) -> Ask:
    """Ask all that is asked of rules over a few facts."""
    random = Random(seed)
    rules = [drawn.rule(random, size, atoms) for size in (2, 4, 6, 9)]
    told = drawn.told(random, 0.3)
    record = drawn.record(told)
    wants = [(each, random.random() < 0.5) for each in rules]
    return lambda: ([(completions.truth(each, record), completions.relevant(each, record)) for each in rules], completions.solution(wants, told))


def deciding(name: str, part: str) -> Ask:
    (claim,) = read(Claim, (EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    decision = icenter.policy().adjudicate(claim)
    if part == "what_if":
        return partial(decision.what_if, Outcome.APPROVED if decision.outcome is Outcome.DENIED else Outcome.DENIED)
    if part in LATER:
        assert decision.grounds or decision.tier  # found before
    return decision.tree if part == "tree" else partial(getattr, decision, part)


def weighing(seed: int) -> Ask:
    return partial(drawn.ways, drawn.decision(seed))


def weighing_unlisted(seed: int) -> Ask:
    """Ask what would have to be different where the reasons are too many to be listed, and are found one by one."""
    drawn_ = drawn.decision(seed)

    def ask() -> object:
        with patch.object(Turning, "unmet", None):
            return drawn.ways(drawn_)

    return ask


def suggesting(seed: int) -> Ask:
    return partial(getattr, drawn.decision(seed), "suggestions")


def outcomes(name: str) -> Ask:
    """Decide a claim under terms that nobody has used yet, over and over."""
    (claim,) = read(Claim, (EXAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    policy = icenter.policy()
    return lambda: [(decision.outcome, policy.screen(claim)) for decision in policy.adjudicate_many([claim] * STEADY)]


def linting(kind: Kind) -> Ask:
    return attrs.evolve(WRONG[kind]).lint


def comparing(tier: str) -> Ask:
    return partial(SHOP.diff, attrs.evolve(SHOP, ranked=tuple(each for each in SHOP.ranked if each.id != tier)))


ASKED: dict[str, Callable[[], Ask]] = {
    **{f"{part} of {name}": partial(deciding, name, part) for name in DECIDED for part in PARTS},
    "what_if of approved_asian_tablet_individual_terms": partial(deciding, "approved_asian_tablet_individual_terms", "what_if"),
    **{f"what_if of drawn {seed}": partial(weighing, seed) for seed in (*range(20), 200)},
    **{f"what_if of drawn {seed}, one by one": partial(weighing_unlisted, seed) for seed in (2, 3, 6, 12, 14)},
    **{f"suggestions of drawn {seed}": partial(suggesting, seed) for seed in range(20)},
    **{f"outcomes of {name}": partial(outcomes, name) for name in DECIDED},
    "cures of denied_missing_cables_curable": partial(deciding, "denied_missing_cables_curable", "cures"),
    **{f"{part} of {USED}": partial(deciding, USED, part) for part in ("service", "coverage")},
    "sensitivity of denied_bought_elsewhere": partial(deciding, "denied_bought_elsewhere", "sensitivity"),
    **{f"tree of {name}": partial(deciding, name, "tree") for name in DECIDED if name[:8] != "approved"},
    **{
        f"rules over {kind}, {seed}": partial(searching, seed, atoms)
        for kind, atoms in (("numbers", NUMBERS), ("facts", NUMBERS + OTHERS), ("days", drawn.DATED + OTHERS))
        for seed in range(20)
    },
    **{f"lint where there is a {kind.label}": partial(linting, kind) for kind in (Kind.NEVER_ALONE, Kind.IDLE_PART)},
    **{f"diff without {tier.id}": partial(comparing, tier.id) for tier in SHOP.ranked},
}


@pytest.mark.parametrize("name", ASKED)
def test_as_much_is_done_as_is_kept(name: str) -> None:
    done, kept = calls(ASKED[name]), json.loads(KEPT.read_text(encoding="utf-8"))[name]
    assert abs(done - kept) <= kept * APART, f"{done} calls where there were {kept}; if it is right, run python {Path(__file__).name}"


def test_only_what_is_asked_is_kept() -> None:
    assert [*json.loads(KEPT.read_text(encoding="utf-8"))] == [*ASKED]


@pytest.mark.parametrize(
    ("part", "done", "name"),
    [
        ("_read_once", lambda predicate: False, "questions of pending_half_known_opening"),
        ("_shown", lambda *given: set(), "rules over facts, 3"),
        ("truth", lambda predicate, record, kleene=None: UNKNOWN, "rules over facts, 3"),
        ("_groups", lambda wants, values: filter(None, [[*wants]]), "rules over numbers, 8"),
    ],
)
def test_more_and_less_are_seen(part: str, done: Callable[..., object], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, part, done)
    with pytest.raises(AssertionError, match="calls where there were"):
        test_as_much_is_done_as_is_kept(name)


if __name__ == "__main__":
    KEPT.write_text(json.dumps({name: calls(ask) for name, ask in ASKED.items()}, indent=1) + "\n", encoding="utf-8")
