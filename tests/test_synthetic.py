"""Invented claims: the same from the same seed, valid, as frequent as their table says, and enough to make every clause work."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import cycle, islice
from math import sqrt
from pathlib import Path
from typing import Any

import oracle
import pytest
from profiles import scaled

from warranty_rules import NONE, UNKNOWN, Claim, Outcome
from warranty_rules.documents import document, read
from warranty_rules.errors import InputError
from warranty_rules.facts import Fact, SetFact
from warranty_rules.policies import icenter, icenter_claims
from warranty_rules.policies.icenter_claims import LEFT_OPEN, MARGINALS, UNASKED, Copied, Later, Marginal, Number, synthetic
from warranty_rules.predicates import all_of

STORE = icenter.policy()
MANY = 20_000
FAR = 5
"""Standard deviations: of some hundreds of shares, none is off so far by chance, and a wrong share soon is."""


@cache
def complete() -> list[Claim]:
    return list(synthetic(2026, MANY, partly_known=0))


@cache
def looked_into() -> list[Claim]:
    return list(synthetic(2027, 3_000, partly_known=1))


# --- The same claims -----------------------------------------------------------------------------------

DIGEST = "44f481201ba0dd29814778ad839de8fc31e555d6d50385fe27310093ab96afd7"


def digest(claims: Iterator[Claim]) -> str:
    return sha256("\n".join(json.dumps(document(claim)) for claim in claims).encode()).hexdigest()


def test_the_first_200_claims_of_a_seed_are_pinned() -> None:
    assert digest(synthetic(1, 200)) == DIGEST


@pytest.mark.parametrize("hash_seed", ["0", "1", "2"])
def test_they_are_the_same_in_every_process(hash_seed: str) -> None:
    code = "import sys; sys.path.insert(0, 'tests'); from test_synthetic import *; print(digest(synthetic(1, 200)))"
    root = Path(__file__).parents[1]
    env = {**os.environ, "PYTHONHASHSEED": hash_seed}
    done = subprocess.run([sys.executable, "-c", code], cwd=root, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == DIGEST


def test_a_stream_is_endless_and_its_beginning_does_not_depend_on_how_many_are_wanted() -> None:
    assert list(islice(synthetic(4), 50)) == list(synthetic(4, 50)) == list(synthetic(4, 60))[:50]
    assert list(synthetic(4, 0)) == []
    assert list(synthetic(4, 5)) != list(synthetic(5, 5))


def test_all_chance_comes_from_the_seed() -> None:
    """Of a generator's methods, `random` alone is promised to give the same numbers in later versions of Python."""
    nodes = list(ast.walk(ast.parse(Path(icenter_claims.__file__).read_text(encoding="utf-8"))))
    imported = [alias.name for node in nodes if isinstance(node, ast.ImportFrom) and node.module == "random" for alias in node.names]
    made = [
        node for node in nodes if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "Random"
    ]
    assert imported == ["Random"]
    assert [ast.unparse(node) for node in made] == ["Random(seed).random"]
    assert sum(isinstance(node, ast.Name) and node.id == "Random" for node in nodes) == 1


# --- Valid, and known as far as is said -----------------------------------------------------------------


def test_every_claim_reads_back_from_its_document() -> None:
    for claim in [*synthetic(2026, scaled(80), partly_known=0), *synthetic(2027, scaled(80), partly_known=1)]:
        assert read(Claim, json.dumps(document(claim))) == (claim,)


def test_of_a_claim_that_is_not_looked_into_any_more_every_fact_is_known() -> None:
    assert all(claim.knows(fact) for claim in synthetic(2026, scaled(400), partly_known=0) for fact in Claim.facts())


def test_references_number_the_claims_of_a_seed() -> None:
    assert [claim.reference for claim in synthetic(7, 3, partly_known=1)] == ["S7-1", "S7-2", "S7-3"]


@pytest.mark.heavy  # three thousand claims
def test_sales_are_spread_over_the_years_asked_for() -> None:
    days = {claim.sale.sold_on for claim in synthetic(1, 3_000, years=(2020, 2020), partly_known=0)}
    assert min(days) == date(2020, 1, 1)  # of 366 days, each was drawn
    assert max(days) == date(2020, 12, 31)
    assert len(days) == 366


@pytest.mark.heavy  # twenty thousand claims
def test_sales_are_spread_over_the_months() -> None:
    months = Counter((day.year, day.month) for claim in complete() if isinstance(day := claim.sale.sold_on, date))
    assert len(months) == 24
    assert all(near(times, MANY, (date(y + m // 12, m % 12 + 1, 1) - date(y, m, 1)).days / 731) for (y, m), times in months.items())


@pytest.mark.parametrize("years", [(1990, 1990), (2096, 2096)])
def test_the_first_and_the_last_years_taken_make_valid_claims(years: tuple[int, int]) -> None:
    assert len(list(synthetic(3, 150, years=years))) == 150


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        *(({"seed": seed}, "seed") for seed in (None, -1, 1.0, True, "1")),
        *(({"n": n}, "n") for n in (-1, 1.5, "1", True)),
        *(({"years": years}, "years") for years in (2024, (2024,), (2025, 2024), (1989, 2024), (2024, 2097), ("2024", "2025"), None, (2024.0, 2025))),
        *(({"partly_known": share}, "partly_known") for share in (-0.1, 1.1, None, "0.5", True, float("nan"))),
    ],
    ids=str,
)
def test_other_arguments_are_refused_at_once_by_name(wrong: dict[str, Any], path: str) -> None:
    with pytest.raises(InputError) as caught:
        synthetic(**{"seed": 1, **wrong})
    assert [problem.path for problem in caught.value.problems] == [path]


def test_all_other_arguments_are_refused_together_with_what_is_accepted() -> None:
    with pytest.raises(InputError) as caught:
        synthetic(-1, "many", years=5, partly_known=2)  # type: ignore[arg-type]  # what is refused
    assert [(problem.path, problem.given, problem.accepted) for problem in caught.value.problems] == [
        ("seed", "-1", "a whole number, 0 or more"),
        ("n", "'many'", "a whole number, 0 or more; or none, for a stream without end"),
        ("years", "5", "a pair: the first year of sale and the last, 1990 to 2096"),
        ("partly_known", "2", "a share, 0 to 1"),
    ]


# --- As frequent as the table says ----------------------------------------------------------------------


def near(times: int, among: int, share: float) -> bool:
    """Tell whether a count is within the binomial tolerance of a share."""
    return abs(times - among * share) <= FAR * sqrt(among * share * (1 - share)) + 1e-9


def drawn(made: Any, fact: Fact[Any], claim: Claim) -> bool:
    """Tell whether a claim has what a line of the table makes, by the table's words alone."""
    value = fact.of(claim)
    if isinstance(made, Later):
        start = made.than.of(claim)
        assert isinstance(start, date)
        return made.least <= (value - start).days <= made.most
    if isinstance(made, Copied):
        return value == made.of.of(claim)
    if isinstance(made, Number):
        of_the_device = {claim.device.serial, claim.device.imei_1, claim.device.imei_2}
        return isinstance(value, str) and (fact.path[0] == "device" or value not in of_the_device)
    return bool(value == made)


@cache
def about(place: int) -> list[Claim]:
    """List the claims that a line is about; of numbers that are copied, those that have one."""
    line = MARGINALS[place]
    copied = [made.of for made, _ in line.shares if isinstance(made, Copied)]
    return [claim for claim in complete() if line.where(claim) is True and all(of.of(claim) is not NONE for of in copied)]


CASES = [
    (place, fact, made, share)
    for place, line in enumerate(MARGINALS)
    for made, share in line.shares
    for fact, made in [(line.fact.has(made), True) if isinstance(line.fact, SetFact) else (line.fact, made)]
]


@pytest.mark.heavy  # twenty thousand claims
@pytest.mark.parametrize(("place", "fact", "made", "share"), CASES, ids=[f"{at} {fact} {made}" for at, fact, made, _ in CASES])
def test_a_share_is_met(place: int, fact: Fact[Any], made: Any, share: float) -> None:
    claims = about(place)
    assert len(claims) > 200
    assert near(sum(drawn(made, fact, claim) for claim in claims), len(claims), share)


def test_a_share_that_is_off_by_a_tenth_is_found() -> None:
    assert not near(round(MANY * 0.3 * 1.1), MANY, 0.3)


def test_the_shares_of_a_line_are_whole() -> None:
    for line in MARGINALS:
        shares = [share for _, share in line.shares]
        assert all(0 <= share <= 1 for share in shares)
        assert isinstance(line.fact, SetFact) or abs(sum(shares) - 1) < 1e-9, line.fact


NUMBERS = [(line.fact, made) for line in MARGINALS for made, _ in line.shares if isinstance(made, Number)]


@pytest.mark.parametrize(("fact", "made"), NUMBERS, ids=[f"{fact} {at}" for at, (fact, _) in enumerate(NUMBERS)])
def test_a_number_that_is_drawn_is_of_its_facts_form(fact: Fact[Any], made: Number) -> None:
    number = made(cycle([0.15, 0.9, 0.55, 0.4]).__next__, {})
    assert fact.field.accept(number) == number
    assert (len(number), number.isdecimal()) == ((15, True) if "imei" in str(fact) else (12, False))


def test_of_every_claim_at_most_one_line_is_about_a_fact() -> None:
    by_fact: dict[Fact[Any], list[Marginal]] = {}
    for line in MARGINALS:
        by_fact.setdefault(line.fact, []).append(line)
    claims = list(synthetic(2026, scaled(500), partly_known=0))
    for fact, lines in by_fact.items():
        for claim in claims:
            found = sum(line.where(claim) is True for line in lines)
            assert found == 1 or (found == 0 and fact.field.clean is not UNKNOWN), fact


def test_a_line_reads_facts_drawn_before_it_alone() -> None:
    before = {Claim.sale.sold_on}
    for line in MARGINALS:
        made = [other.than if isinstance(other, Later) else other.of for other, _ in line.shares if isinstance(other, Later | Copied)]
        assert {fact.asked for fact in line.where.inputs} | set(made) <= before, line.fact
        before.add(line.fact)


@pytest.mark.heavy  # three thousand claims
def test_how_often_a_stage_was_not_asked_and_a_fact_left_open() -> None:
    claims = looked_into()
    facts = [fact for fact in Claim.facts() if fact != Claim.reference]
    shares = dict(UNASKED)
    assert {fact.stage for fact in facts} == shares.keys()
    for stage, share in UNASKED:
        asked_there = [fact for fact in facts if fact.stage == stage]
        unasked = [all(v.of(claim) is UNKNOWN for fact in asked_there for v in fact.variables) for claim in claims]
        assert near(sum(unasked), len(claims), share), stage
        asked = [claim for claim, nothing in zip(claims, unasked, strict=True) if not nothing]
        single = [fact for fact in asked_there if not isinstance(fact, SetFact)]
        left = sum(not claim.knows(fact) for claim in asked for fact in single)
        assert near(left, len(asked) * len(single), LEFT_OPEN), stage
        sets = [v for fact in asked_there for v in fact.variables if isinstance(fact, SetFact)]
        open_ = sum(v.of(claim) is UNKNOWN for claim in asked for v in sets)
        assert abs(open_ / (len(asked) * len(sets)) - LEFT_OPEN / 2) < LEFT_OPEN / 8 if sets else True  # of one set, members are left open together


@pytest.mark.heavy  # likewise
def test_the_share_of_partly_known_claims_is_that_asked_for() -> None:
    some = list(synthetic(9, 1_500, partly_known=0.25))
    open_in_all = sum(any(not claim.knows(fact) for fact in Claim.facts()) for claim in looked_into()) / len(looked_into())
    open_ = sum(any(not claim.knows(fact) for fact in Claim.facts()) for claim in some)
    assert near(open_, len(some), 0.25 * open_in_all)


# --- Work for every clause -----------------------------------------------------------------------------


def test_outcomes_of_all_three_kinds_occur_early() -> None:
    assert {decision.outcome for decision in STORE.adjudicate_many(synthetic(1, 20))} == set(Outcome)


@pytest.mark.heavy  # many claims
def test_each_exclusion_fires_and_each_tier_responds_within_1_500_claims() -> None:
    decisions = list(STORE.adjudicate_many(islice(synthetic(1), 1_500)))
    cited = {clause.id for decision in decisions for ground in decision.grounds for clause in ground.clauses}
    assert {exclusion.clause.id for exclusion in STORE.exclusions} <= cited
    assert {tier.id for tier in STORE.ranked} <= {getattr(decision.tier, "id", "") for decision in decisions}
    assert len(STORE.exclusions) == 17


@pytest.mark.heavy  # likewise
def test_the_library_and_the_other_copy_of_the_rules_agree_on_them() -> None:
    for claim in synthetic(2026, scaled(1_500), partly_known=0):
        outcome, tier, ids = oracle.decide(claim)
        decision = STORE.adjudicate(claim)
        cited = [clause.id for ground in decision.grounds for clause in ground.clauses]
        assert (decision.outcome.value, getattr(decision.tier, "id", None), cited) == (outcome, tier, ids)


def test_every_fact_that_any_reading_reads_is_drawn_or_in_order() -> None:
    """Then the stream serves other readings too."""
    named = {line.fact for line in MARGINALS} | {Claim.sale.sold_on, Claim.reference}
    assert [fact for fact in Claim.facts() if fact not in named and fact.field.clean is UNKNOWN] == []


# --- The page ------------------------------------------------------------------------------------------


def words(line: Marginal) -> str:
    """Write a line of the table as the page has it."""
    if isinstance(line.fact, SetFact):
        shares = [(f"has {member.value}", share) for member, share in line.shares]
    elif line.fact.domain == (False, True):
        shares = [("yes", line.shares[0][1])]
    else:
        shares = [(made_words(made), share) for made, share in line.shares]
    told = ", ".join(f"{name}: {share * 100:g} %" for name, share in shares)
    where = "" if line.where == all_of() else f"`{line.where}`"
    return f"| `{line.fact}` | {where} | {told} |"


def made_words(made: Any) -> str:
    if isinstance(made, Later):
        days = f"{made.least}-{made.most} days after" if made.most else "the day of"
        return f"{days} `{made.than}`"
    if isinstance(made, Copied):
        return f"as `{made.of}`"
    if isinstance(made, Number):
        return "a number of its own"
    return str(getattr(made, "value", made))


def test_the_page_has_the_table_as_it_is() -> None:
    page = (Path(__file__).parents[1] / "docs" / "how-to" / "many-claims.md").read_text(encoding="utf-8")
    head = "| fact | of claims where | shares |"
    shown = page[page.index(head) :].split("\n\n")[0].splitlines()
    expected = [head, "|---|---|---|", *map(words, MARGINALS)]
    assert shown == expected, "put this in its place:\n" + "\n".join(expected)
    unasked = ", ".join(f"{stage} {share * 100:g} %" for stage, share in UNASKED)
    assert unasked in " ".join(page.split())
    assert f"{LEFT_OPEN * 100:g} %" in page
    assert "invented" in page
