"""The benchmark against rule engines: its contestants say the same of claims, and what it wrote is what is shown."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from profiles import scaled

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "bench"))

import charts
import rule_engines
import workload
from workload import CLAUSES

from warranty_rules.compiling import Program
from warranty_rules.values import UNKNOWN

RESULTS = json.loads(charts.RESULTS.read_text(encoding="utf-8"))

# --- The chain, the predicates and an oracle ----------------------------------------------------------------

DAY = date(2026, 3, 1)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(workload.FLAGS, st.booleans()),
    **{name: st.sampled_from([option.value for option in options]) for name, options in workload.OPTIONS.items()},
    **dict.fromkeys(workload.SERIALS, st.sampled_from(["A1", "A2"])),
    **dict.fromkeys(workload.DAYS, st.integers(-1, 1).map(lambda days: DAY + timedelta(days))),
    "repair_count": st.integers(2, 4),
    "battery_cycles": st.integers(498, 501),
}
CLAIMS = st.fixed_dictionaries(VALUES)
OPEN = st.fixed_dictionaries({}, optional=VALUES)


def kleene(node: ast.expr, facts: Mapping[str, Any]) -> Any:
    """Say what a clause comes to, None where that is unknown, by the words of Kleene's tables."""
    if isinstance(node, ast.BoolOp):
        parts, decisive = [kleene(part, facts) for part in node.values], isinstance(node.op, ast.Or)
        return decisive if decisive in parts else None if None in parts else not decisive
    if isinstance(node, ast.UnaryOp):
        part = kleene(node.operand, facts)
        return None if part is None else not part
    names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
    return eval(ast.unparse(node), {}, dict(facts)) if names <= facts.keys() else None


def oracle(facts: Mapping[str, Any], clauses: Mapping[str, str]) -> list[Any]:
    return [kleene(ast.parse(clause, mode="eval").body, facts) for clause in clauses.values()]


def predicates(facts: Mapping[str, Any], clauses: Mapping[str, str]) -> list[Any]:
    found = Program(workload.predicates(clauses)).compiled()(workload.ours(facts))
    return [None if truth is UNKNOWN else truth for truth in found]


def chain(facts: Mapping[str, Any]) -> list[bool]:
    held = workload.chain(workload.Plain(**facts))
    return [clause in held for clause in CLAUSES]


@settings(max_examples=scaled(400))
@given(CLAIMS)
def test_the_chain_the_predicates_and_the_oracle_agree_on_every_claim(facts: dict[str, Any]) -> None:
    assert chain(facts) == predicates(facts, CLAUSES) == oracle(facts, CLAUSES)


@settings(max_examples=scaled(400))
@given(OPEN)
def test_the_predicates_and_the_oracle_agree_where_facts_are_open(facts: dict[str, Any]) -> None:
    assert predicates(facts, CLAUSES) == oracle(facts, CLAUSES)


CHANGED = {
    "E01": "not lost",
    "E02": "stolen or lost",
    "E03": "commercial_use and tier == 'business'",
    "E04": "unauthorized_repair and lost",
    "E05": "modified_firmware",
    "E06": "card_serial == device_serial",
    "E07": "serial_tampered or liquid_damage",
    "E08": "claim_date >= end_date",
    "E09": "claim_date < end_date",
    "E10": "liquid_damage or tier == 'basic'",
    "E11": "physical_damage and tier == 'basic' and not pre_approved",
    "E12": "fire_damage",
    "E13": "consumable_part and battery_cycles < 499",
    "E14": "lost",
    "E15": "not has_receipt or not registered",
    "E16": "region != purchase_region and tier != 'plus'",
    "E17": "repair_count > 3 and not pre_approved",
}


@pytest.mark.parametrize("contestant", [predicates, oracle])
@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_that_is_changed_is_found_out(clause: str, contestant: Any) -> None:
    changed = CLAUSES | {clause: CHANGED[clause]}
    found = find(CLAIMS, lambda facts: chain(facts) != contestant(facts, changed), settings=settings(max_examples=2_000, phases=[Phase.generate]))
    assert [a == b for a, b in zip(chain(found), contestant(found, changed), strict=True)] == [each != clause for each in CLAUSES]


@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_that_is_changed_is_found_out_where_facts_are_open_too(clause: str) -> None:
    changed = CLAUSES | {clause: CHANGED[clause]}
    find(OPEN, lambda facts: predicates(facts, changed) != oracle(facts, CLAUSES), settings=settings(max_examples=2_000, phases=[Phase.generate]))


@pytest.mark.parametrize("taken", [True, False])
def test_an_unknown_that_is_taken_for_yes_or_no_is_found_out(taken: bool) -> None:
    def guessed(facts: dict[str, Any]) -> list[bool]:
        return [taken if truth is None else truth for truth in oracle(facts, CLAUSES)]

    find(OPEN, lambda facts: predicates(facts, CLAUSES) != guessed(facts), settings=settings(max_examples=100, phases=[Phase.generate]))


def test_a_shape_has_distinct_claims_on_which_so_many_clauses_hold() -> None:
    for shape, found in workload.shapes(200).items():
        assert {sum(chain(facts)) for facts in found} == {workload.HELD[shape]}
        assert len({json.dumps(facts, default=str) for facts in found}) == 200
        held = [clause for facts in found for clause, holds in zip(CLAUSES, chain(facts), strict=True) if holds]
        assert set(held) == (set() if shape == "none hit" else set(CLAUSES))


# --- Who is timed -------------------------------------------------------------------------------------------


def engines(monkeypatch: pytest.MonkeyPatch, *more: Any) -> tuple[list[str], dict[str, str]]:
    """Enter the chain, ours and some more; name those that are timed, and those that are not with the reason."""
    entered = {name: rule_engines.ENGINES[name] for name in (rule_engines.UNIT, rule_engines.OURS)} | {each.name: each for each in more}
    monkeypatch.setattr(rule_engines, "ENGINES", entered)
    found, absent = rule_engines.contest(8)
    rule_engines.take_turns(found, 1)
    assert all(len(ratios) == 1 for each in found for ratios in each.ratios.values())
    return [each.engine.name for each in found], absent


def engine(name: str, ask: Any, *modules: str) -> Any:
    return rule_engines.Engine(name, "Python", modules, lambda *_: (rule_engines.as_object, ask))


def test_an_engine_is_timed_where_it_agrees_and_is_told_of_where_it_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    agrees, differs = engine("attrs", workload.chain), engine("hypothesis", lambda c: [each for each in workload.chain(c) if each != "E08"])
    found, absent = engines(monkeypatch, agrees, differs)
    assert found == ["chain", "warranty-rules", "attrs"]
    assert re.fullmatch(r"DisagreesError: not what the chain says, on \d+ of 32 claims", absent["hypothesis"])


def test_an_engine_that_is_not_installed_or_fails_is_told_of_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    found, absent = engines(monkeypatch, engine("no-such-package", workload.chain), engine("attrs", workload.chain, "no_such_module"))
    assert found == ["chain", "warranty-rules"]
    assert absent["no-such-package"] == "not installed"
    assert absent["attrs"] == "ModuleNotFoundError: No module named 'no_such_module'"
    assert absent.items() >= rule_engines.ABSENT.items()


def test_ours_is_not_timed_where_it_disagrees(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CLAUSES, "E08", CHANGED["E13"])
    with pytest.raises(rule_engines.DisagreesError):
        rule_engines.contest(8)


# --- What was measured, and its picture -----------------------------------------------------------------------


def test_the_picture_is_made_from_the_results_byte_by_byte() -> None:
    drawn = charts.rule_engines(RESULTS).encode()
    assert charts.PICTURE.read_bytes() == drawn


def test_the_page_shows_the_table_of_the_results_and_the_picture() -> None:
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    lines = rule_engines.table(RESULTS).splitlines()
    assert [line for line in lines if line not in page] == []
    assert f"]({charts.PICTURE.relative_to(ROOT / 'docs').as_posix()})" in page
    assert f"Python {RESULTS['python']}" in page
    assert f"median of {RESULTS['rounds']} rounds" in page


def test_another_figure_makes_another_picture() -> None:
    other = json.loads(json.dumps(RESULTS))
    shapes = other["contestants"][-1]["ratios"]
    shapes["one hit"] = [2 * ratio for ratio in shapes["one hit"]]
    assert charts.rule_engines(other) != charts.rule_engines(RESULTS)


def test_the_results_hold_ratios_of_every_round() -> None:
    assert RESULTS["rounds"] >= 21
    assert RESULTS["claims"] >= 40
    assert {len(ratios) for each in RESULTS["contestants"] for ratios in each["ratios"].values()} == {RESULTS["rounds"]}
    for each in RESULTS["contestants"]:
        assert [shape for shape in RESULTS["shapes"] if shape not in each["ratios"]] == []


def test_the_results_hold_ratios_of_the_engines_that_are_pinned_and_tell_of_the_others_why_they_are_absent() -> None:
    pins = dict(line.split("==") for line in (ROOT / "bench/requirements-rule-engines.txt").read_text(encoding="utf-8").split())
    timed = {each["name"]: each["version"] for each in RESULTS["contestants"]}
    assert pins == {name: version for name, version in timed.items() if name not in (RESULTS["unit"], RESULTS["ours"])}
    assert rule_engines.ENGINES.keys() | rule_engines.ABSENT.keys() == timed.keys() | RESULTS["absent"].keys()
    assert all(RESULTS["absent"].values())


PATH = re.compile(r"[\"' (](?:/|[A-Za-z]:\\)[^\"]*|~/|site-packages|://")


def test_the_results_name_no_path_of_a_machine() -> None:
    assert PATH.findall(charts.RESULTS.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", ["/lib/x.py", "C:\\Programs\\x", "file://x", "in ~/x", "lib/site-packages/x"])
def test_a_path_of_a_machine_would_be_seen(path: str) -> None:
    assert PATH.findall(json.dumps({"absent": {"x": f"OSError: {path}"}})) != []


def test_what_a_picture_says_is_text_and_nothing_else() -> None:
    picture = charts.bar_chart("<b>&", "a < b", [charts.Bar("<script>", '"&', 2.0, 1.0, 3.0)])
    assert "&lt;b&gt;&amp;" in picture
    assert "&lt;script&gt;" in picture
    assert "<script" not in picture
    assert not re.search(r"url\(|@import|href", charts.rule_engines(RESULTS))
