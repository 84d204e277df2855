"""The benchmarks: rule engines say the same of claims as the chain, and what was written down of all of them is what is shown."""

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

import all as benchmarks
import charts
import measuring
import noticed
import report
import rule_engines
import workload
from budgets import BUDGETS, Budget
from measuring import Row
from workload import CLAUSES

from warranty_rules.compiling import Program
from warranty_rules.values import UNKNOWN

RESULTS = report.load()
ENGINES = RESULTS["rule-engines"]

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


@pytest.mark.heavy  # a search for each
@pytest.mark.parametrize("contestant", [predicates, oracle])
@pytest.mark.parametrize("clause", CLAUSES)
def test_a_clause_that_is_changed_is_found_out(clause: str, contestant: Any) -> None:
    changed = CLAUSES | {clause: CHANGED[clause]}
    found = find(CLAIMS, lambda facts: chain(facts) != contestant(facts, changed), settings=settings(max_examples=2_000, phases=[Phase.generate]))
    assert [a == b for a, b in zip(chain(found), contestant(found, changed), strict=True)] == [each != clause for each in CLAUSES]


@pytest.mark.heavy  # a search for each
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


# --- What is measured -----------------------------------------------------------------------------------------


def test_two_take_turns_in_being_the_first_and_what_does_not_count_is_left_out() -> None:
    order: list[str] = []

    def take(name: str, times: list[float]) -> measuring.Take:
        def taken() -> float:
            order.append(name)
            return times.pop(0)

        return taken

    ratios = measuring.in_turn(take("unit", [1.0, 2.0, 4.0]), take("other", [7.0, 3.0, 20.0]), 2)
    assert ratios == [1.5, 5.0]
    assert order == ["other", "unit", "unit", "other", "other", "unit"]


def test_time_is_by_the_input_and_every_input_is_worked_on() -> None:
    clock, seen = iter([10.0, 16.0]), []
    assert measuring.spent(seen.append, "abc", lambda: next(clock)) == 2.0
    assert seen == ["a", "b", "c"]


def test_memory_is_what_lives_after_and_the_most_that_lived_meanwhile() -> None:
    def make() -> bytes:
        passing = bytes(400 * 1024)
        return bytes(len(passing) // 4)

    now, most = measuring.held(make)
    assert 100 <= now < 110
    assert 500 <= most < 510


def test_what_is_written_down_is_read_as_it_was_with_four_digits() -> None:
    row = Row("`add`", 'of "1"', [1.23456, 123456.0], "days")
    told = json.loads(measuring.written({"python": "3.11.0", "rows": [row.document()]}))
    assert told == {"python": "3.11.0", "rows": [{"group": "`add`", "what": 'of "1"', "values": [1.235, 123500.0], "budget": "days"}]}


def test_a_benchmark_whose_peers_are_not_installed_is_left_out_with_a_message_and_the_others_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(benchmarks, "installed", lambda name, wanted=None: name != "arta")
    monkeypatch.setattr(benchmarks, "run", lambda name, folder: ran.append(name))
    benchmarks.measure(["rule-engines", "business-days", "lint"])
    assert ran == ["business-days", "lint"]
    assert capsys.readouterr().out == "== rule-engines is left out, and its results stay as they are; not installed: arta==0.11.1\n\n"


def test_what_is_pinned_is_not_installed_in_another_version() -> None:
    assert measuring.installed("attrs")
    assert not measuring.installed("attrs", "0.0.1")
    assert not measuring.installed("no-such-package")


# --- What was measured, and what is shown of it ---------------------------------------------------------------


def test_every_benchmark_has_results_and_all_results_are_shown() -> None:
    assert benchmarks.COMMANDS.keys() == RESULTS.keys() == {block.of for block in report.BLOCKS.values() if block.of}


@pytest.mark.parametrize("path", report.pictures(RESULTS), ids=lambda path: path.stem)
def test_a_picture_is_made_from_the_results_byte_by_byte(path: Path) -> None:
    assert path.read_bytes() == report.pictures(RESULTS)[path].encode()


def test_there_is_no_other_picture() -> None:
    assert set((ROOT / "docs/charts").iterdir()) == report.pictures(RESULTS).keys()


@pytest.mark.parametrize("path", report.pages(RESULTS), ids=lambda path: path.stem)
def test_a_page_shows_the_tables_and_the_pictures_of_the_results(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == report.pages(RESULTS)[path]


def test_each_picture_is_shown_once_in_words_too() -> None:
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    shown = re.findall(r"^!\[([^\]]{40,})\]\((charts/[^)]+)\)$", page, flags=re.MULTILINE)
    assert sorted(path for _, path in shown) == sorted(path.relative_to(ROOT / "docs").as_posix() for path in report.pictures(RESULTS))


def doubled(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: doubled(each) for key, each in value.items()}
    return [2 * each for each in value]


def other(name: str) -> dict[str, Any]:
    """Give all results, one of them with its figures doubled, but for the chain beside itself."""
    found = json.loads(json.dumps(RESULTS))
    for each in found[name]["rows"][name == "rule-engines" :]:
        each.update({what: doubled(each[what]) for what in each.keys() & {"values", "ratios", *report.COUNTS}})
    return found


@pytest.mark.parametrize("name", report.BLOCKS)
def test_other_figures_make_another_table_and_another_picture(name: str) -> None:
    block = report.BLOCKS[name]
    found = other(block.of or "run")
    assert block.text(name, found) != block.text(name, RESULTS)
    if block.picture:
        assert block.picture(found[block.of]) != block.picture(RESULTS[block.of])


def test_a_block_stands_between_its_marks_and_a_page_without_them_is_refused() -> None:
    first, last = "<!-- x: made by bench/all.py -->", "<!-- end of x -->"
    page = f"above\n{first}\n\nold \\1\n\n{last}\nbelow\n"
    changed = report.put(page, "x", r"new \1")
    assert changed == f"above\n{first}\n\nnew \\1\n\n{last}\nbelow\n"
    assert report.put(changed, "x", r"new \1") == changed
    for wrong in (page.replace(last, ""), page.replace(first, ""), page * 2):
        with pytest.raises(ValueError, match="stands nothing, or something twice"):
            report.put(wrong, "x", "new")


ONCE = {("growth", "memory"), ("growth", "a stream decided"), ("growth", "`questions`, all open")}
"""What is counted and not timed, and what takes too long: one round is enough."""


def test_the_results_are_of_several_rounds_and_the_page_says_of_how_many() -> None:
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    for name in RESULTS.keys() - {"rule-engines", "asking", "optimum", "hostile"}:
        for row in report.rows(RESULTS[name]):
            assert len(row.values) >= 3 or any(name == where and row.group.startswith(what) for where, what in ONCE), row
            assert re.search(
                rf"^\| {re.escape(row.group)} \| {re.escape(row.what)} \|.* {len(row.values)} \| [^|]+ \|$", page, flags=re.MULTILINE
            ) or (row.group == "memory of a stream, in all"), row


def test_what_the_page_says_of_growth_in_words_is_so() -> None:
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    assert "more than a hundred times as long by the clause for 300 as for 17" in page
    assert "cost about the same each" in page
    last = {row.group: row for row in report.rows(RESULTS["growth"]) if not row.group.startswith("memory, KiB")}  # that of the largest size
    asked = last.pop("`questions`, all open, by the clause")
    assert asked.what == "300 clauses"
    assert asked.median > 100
    assert max(row.median for row in last.values()) < 2


def test_labels_fit_beside_their_bars() -> None:
    for results in (RESULTS[block.of] for block in report.BLOCKS.values() if block.picture and block.of not in {"growth", "rule-engines"}):
        assert [each.label for each in report.bars(results) if len(each.label) > 43] == []


def test_the_rounds_of_hostile_input_are_several() -> None:
    assert {len(row.values) for row in report.rows(RESULTS["hostile"])} == {3}


# --- Budgets --------------------------------------------------------------------------------------------------


def test_every_budget_has_a_row_and_every_row_that_names_one_is_shown_with_it() -> None:
    page = (ROOT / "docs/performance.md").read_text(encoding="utf-8")
    every = report.every_row(RESULTS)
    assert {row.budget for row in every} == BUDGETS.keys()
    for row in every:
        if row.group not in {"rule engines", "memory of a stream, in all"}:
            assert re.search(
                rf"^\| {re.escape(row.group)} \| {re.escape(row.what)} \|.* \| {BUDGETS[row.budget].short} \|$", page, flags=re.MULTILINE
            ), row
    for budget in BUDGETS.values():
        assert f"| {budget.what} | {budget} |" in page


@pytest.mark.parametrize(
    ("least", "figures", "cells"),
    [
        (False, [2.0, 1.0], "at most 2 x | 2.00 | a | yes |"),
        (False, [1.0, 2.01], "at most 2 x | 2.01 | b | 1 of 2 |"),
        (False, [3.0, 2.5], "at most 2 x | 3.00 | a | no |"),
        (True, [2.0, 3.0], "at least 2 x | 2.00 | a | yes |"),
        (True, [1.99, 3.0], "at least 2 x | 1.99 | a | 1 of 2 |"),
    ],
)
def test_a_budget_is_told_by_the_row_that_is_farthest_from_it(least: bool, figures: list[float], cells: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "BUDGETS", {"one": Budget("one", 2, "x", least=least)})
    rows = [Row("group", what, [figure], "one").document() for what, figure in zip("ab", figures, strict=True)]
    assert report.budget_table({"run": {"rows": rows}}).splitlines()[-1] == f"| one | {cells}"


def test_a_budget_that_nothing_was_measured_for_is_told_so() -> None:
    assert "| lint | at most 3,500 x the chain | not measured |" in report.budget_table({})


# --- Pictures -------------------------------------------------------------------------------------------------


def pieces(bars: list[charts.Bar], kind: str, **how: Any) -> list[list[float]]:
    """Give the numbers of the pieces of a kind, as they stand in the picture."""
    found = re.findall(rf'<(?:rect|path) class="{kind}" ([^>]+)>', charts.bar_chart("title", "said", bars, **how))
    return [[float(number) for number in re.findall(r"-?\d+\.?\d*", each)] for each in found]


def bar(value: float, limit: float | None = None) -> charts.Bar:
    return charts.Bar("label", "", value, value, value, budget=None if limit is None else Budget("", limit, ""))


@pytest.mark.parametrize("zero", [False, True])
def test_a_bar_ends_where_the_mark_of_a_budget_of_the_same_figure_is(zero: bool) -> None:
    left, _, width, _ = pieces([bar(40, 40), bar(3, 3)], "bar", zero=zero)[0]
    marks = [mark for mark, *_ in pieces([bar(40, 40), bar(3, 3)], "budget", zero=zero)]  # that of the legend is the first
    assert marks[1] == pytest.approx(left + width, abs=0.1)
    assert marks[2] < marks[1]


def test_bars_begin_at_one_and_go_left_for_less() -> None:
    (more, _, wide, _), (less, _, narrow, _), (_, _, none, _) = pieces([bar(10), bar(0.1), bar(1)], "bar")
    assert more == pytest.approx(less + narrow, abs=0.1)
    assert wide == pytest.approx(narrow, abs=0.1)
    assert none == 0


def test_on_a_plain_axis_twice_as_much_is_twice_as_long() -> None:
    (_, _, one, _), (_, _, two, _) = pieces([bar(0.7), bar(1.4)], "bar", zero=True)
    assert two == pytest.approx(2 * one, abs=0.1)


@given(st.floats(1e-9, 1e9))
def test_an_axis_ends_at_one_two_or_five_of_a_power_of_ten_around_the_figure(figure: float) -> None:
    low, high = charts.below(figure), charts.above(figure)
    assert low <= figure <= high
    assert high <= low * 2.6 or figure == low == high
    assert {f"{end:.0e}"[0] for end in (low, high)} <= {"1", "2", "5"}


@pytest.mark.parametrize(("size", "told"), [(17, "17"), (1_000, "1,000"), (10_000, "10k"), (100_000, "100k"), (1_000_000, "1m")])
def test_a_large_size_is_written_in_thousands_or_millions(size: float, told: str) -> None:
    assert charts.brief(size) == told


@given(st.lists(st.floats(0, 200), min_size=1, max_size=6))
def test_names_of_lines_keep_apart_in_order_and_above_the_axis_and_stay_where_they_do(places: list[float]) -> None:
    moved = charts.spread(places, 16, 200)
    order = sorted(range(len(places)), key=places.__getitem__)
    apart = [places[b] - places[a] >= 16 for a, b in zip(order, order[1:], strict=False)]
    assert all(moved[b] - moved[a] >= 15.99 for a, b in zip(order, order[1:], strict=False))
    assert max(moved) <= 200
    assert moved == places or not all(apart)


def test_what_a_picture_says_is_text_and_nothing_else() -> None:
    told = [charts.Bar("<script>", '"&', 2.0, 1.0, 3.0, group="<script>")]
    lines = {"<script>": [charts.Line("<script>", ((1.0, 1.0), (2.0, 1.0)))]}
    for picture in (charts.bar_chart("<b>&", "a < b", told, line="<script>"), charts.line_chart("<b>&", "a < b", lines)):
        assert "&lt;b&gt;&amp;" in picture
        assert "&lt;script&gt;" in picture
        assert "<script" not in picture
    for picture in report.pictures(RESULTS).values():
        assert not re.search(r"url\(|@import|href", picture)


# --- Rule engines ---------------------------------------------------------------------------------------------


def test_the_results_hold_ratios_of_every_round() -> None:
    assert ENGINES["rounds"] >= 21
    assert ENGINES["claims"] >= 40
    assert {len(ratios) for each in ENGINES["rows"] for ratios in each["ratios"].values()} == {ENGINES["rounds"]}
    for each in ENGINES["rows"]:
        assert [shape for shape in ENGINES["shapes"] if shape not in each["ratios"]] == []


def test_the_results_hold_ratios_of_the_engines_that_are_pinned_and_tell_of_the_others_why_they_are_absent() -> None:
    pins = dict(line.split("==") for line in (ROOT / "bench/requirements-rule-engines.txt").read_text(encoding="utf-8").split())
    timed = {each["name"]: each["version"] for each in ENGINES["rows"]}
    assert pins == {name: version for name, version in timed.items() if name not in (ENGINES["unit"], ENGINES["ours"])}
    assert rule_engines.ENGINES.keys() | rule_engines.ABSENT.keys() == timed.keys() | ENGINES["absent"].keys()
    assert all(ENGINES["absent"].values())


# --- Machines -------------------------------------------------------------------------------------------------

PATH = re.compile(r"[\"' (](?:/|[A-Za-z]:\\)[^\"]*|~/|site-packages|://")


@pytest.mark.parametrize("name", RESULTS)
def test_the_results_name_no_path_of_a_machine(name: str) -> None:
    assert PATH.findall((report.RESULTS / f"{name}.json").read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("path", ["/lib/x.py", "C:\\Programs\\x", "file://x", "in ~/x", "lib/site-packages/x"])
def test_a_path_of_a_machine_would_be_seen(path: str) -> None:
    assert PATH.findall(json.dumps({"absent": {"x": f"OSError: {path}"}})) != []


# --- Changes to the code, and what noticed them -----------------------------------------------------------------


def test_the_page_of_changes_is_made_from_what_was_found() -> None:
    results, excused = noticed.Results(), noticed.argued()
    page = noticed.page(results, excused)
    assert noticed.PAGE.read_text(encoding="utf-8") == page
    name = next(iter(results.left))
    unit, number = name.rpartition("#")[0], int(name.rpartition("#")[2])
    results.put(unit, number, "tests/test_x.py::test", False, "")
    assert name not in results.left
    assert noticed.page(results, excused) != page


PARTS = ["functions and properties", "what is declared"]
WHOLE = [f"{group}: {part}" for group in ("date arithmetic", "the store's policy") for part in PARTS]


def test_every_change_of_date_arithmetic_and_of_the_stores_policy_was_tried_and_noticed_or_is_argued() -> None:
    found = noticed.grouped(noticed.Results(), {name for names in noticed.argued().values() for name in names})
    whole = [row.strip("| ").split(" | ") for row in found[2:]]
    assert [of for of, _, untried, _, _, holes in whole if of in WHOLE and untried == holes == "0"] == WHOLE


def test_every_change_that_is_argued_away_was_not_noticed_and_each_that_is_shown_was() -> None:
    results = noticed.Results()
    assert [name for names in noticed.argued().values() for name in names if name not in results.left] == []
    for name in results.shown:
        unit, _, number = name.rpartition("#")
        assert results.of(unit, int(number)) is noticed.NOTICED
    assert {name for name in results.left if results.of(name.rpartition("#")[0], int(name.rpartition("#")[2])) is noticed.NOT_NOTICED} == {
        *results.left
    }


def test_results_are_kept_as_they_were_and_forget_what_is_there_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(noticed, "RESULTS", tmp_path / "noticed.json")
    results = noticed.Results()
    results.renew("a.b", [("a.b:one@1", "function")] * 3 + [("a.b:two@2", "property")])
    for number, by in ((1, "tests/test_x.py::test"), (2, ""), (3, noticed.UNENDED)):
        results.put("a.b:one@1", number, by, True, "- old\n+ new")
    results.save()
    again = noticed.Results()
    assert again.units == {"a.b:one@1": ("function", ["noticed", "not noticed", "endless"]), "a.b:two@2": ("property", ["not tried"])}
    assert again.left == {"a.b:one@1#2": "- old\n+ new"}
    page = noticed.page(again, {})
    assert "| a.b | 3, 3, 66.7% | 1, 0 | - |" in page
    assert "Of 4 changes 3 were tried. The tests noticed 2 of them, 66.7%; of the rest,\n0 are argued" in page
    assert "1 are holes" in page
    assert "0 are holes" in noticed.page(again, {"A reason": ["a.b:one@1#2"]})
    again.renew("a.b", [("a.b:two@2", "property")])
    again.save()
    assert (noticed.Results().units.keys(), noticed.Results().left) == ({"a.b:two@2"}, {})
