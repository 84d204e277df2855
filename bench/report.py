"""Tell what was measured: the tables of the pages and the pictures, from the files in `bench/results` and nothing else.

A page holds each of its blocks between two marks, and `pages` puts them there anew; what stands around them is written by hand. Budgets
are those of `bench/budgets.py`: where one changes, nothing has to be measured again.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any

import attrs
from budgets import BUDGETS
from charts import Bar, Line, bar_chart, line_chart
from measuring import Row, middle, short, span

ROOT = Path(__file__).parents[1]
RESULTS, DOCS = ROOT / "bench/results", ROOT / "docs"
PERFORMANCE, ASKING = "performance.md", "how-to/ask.md"

Results = dict[str, Any]
"""What one benchmark wrote."""


def load(folder: Path = RESULTS) -> dict[str, Results]:
    """Read all results, by the name of their file."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def rows(results: Results, *groups: str) -> list[Row]:
    """Give the rows in whose groups one of these words stands, or all; group by group, in the order in which the groups come first."""
    found = [Row(**each) for each in results["rows"] if any(words in each["group"] for words in groups or ("",))]
    order = list(dict.fromkeys(row.group for row in found))
    return sorted(found, key=lambda row: order.index(row.group))


def table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, *body)).replace("\n", f"\n|{'---|' * len(head)}\n", 1)


def measured(found: Iterable[Row], figure: str = "ratio") -> str:
    """Write rows as a table."""
    head = ("what", "of what", figure, "middle half", "rounds", "budget")
    return table(head, (line(row) for row in found))


def line(row: Row) -> tuple[str, ...]:
    about = span(*middle(row.values)) if len(row.values) > 1 else "-"
    return row.group, row.what, short(row.median), about, str(len(row.values)), BUDGETS[row.budget].short if row.budget else "-"


def machine(results: Results) -> str:
    """Say what the figures were taken with."""
    versions = [f"{name} {version}" for name, version in results.get("versions", {}).items()]
    return ", ".join([f"Python {results['python']}", f"{results['cores']} cores", *versions])


# --- Rule engines -----------------------------------------------------------------------------------------


def cell(ratios: list[float]) -> str:
    """Write the median of the rounds and their middle half."""
    return f"{short(median(ratios))} ({span(*middle(ratios))})"


def contestants(results: Results) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Give ours, and all but the chain, the quickest first."""
    found = sorted((each for each in results["rows"] if each["name"] != results["unit"]), key=lambda each: median(each["ratios"]["one hit"]))
    (ours,) = (each for each in found if each["name"] == results["ours"])
    return ours, found


def to_ours(results: Results, each: dict[str, Any]) -> float:
    """Give how many times as long as ours an engine takes, on the shape where that is least."""
    ours, _ = contestants(results)
    found: list[float] = [median(a / b for a, b in zip(each["ratios"][shape], ours["ratios"][shape], strict=True)) for shape in results["shapes"]]
    return min(found)


def engine_table(results: Results) -> str:
    """Write the results as a table, the quickest first."""
    ours, found = contestants(results)
    (half,) = (shape for shape in ours["ratios"] if shape not in results["shapes"])
    body = [
        (
            f"{each['name']} {each['version']}",
            each["core"],
            *(cell(each["ratios"][shape]) for shape in results["shapes"]),
            short(to_ours(results, each)),
        )
        for each in found
    ]
    said = (
        f"Medians of {results['rounds']} rounds over {results['claims']} claims of each shape. {ours['name']}, {half}: {cell(ours['ratios'][half])}."
    )
    return f"{table(('engine', 'core', *results['shapes'], 'times ours, at least'), body)}\n\n{said}"


def engine_rows(results: Results) -> Iterator[Row]:
    """Yield what the budgets are about."""
    ours, found = contestants(results)
    for shape, ratios in ours["ratios"].items():
        yield Row("rule engines", shape, ratios, "workload")
    for each in found:
        if each is not ours and f"in {each['core']}" in BUDGETS:
            yield Row("rule engines", each["name"], [to_ours(results, each)], f"in {each['core']}")


def engine_chart(results: Results) -> str:
    _, found = contestants(results)
    bars: list[Bar] = []
    for each in found:
        ours, medians = each["name"] == results["ours"], {shape: median(ratios) for shape, ratios in each["ratios"].items()}
        every, budget = [medians[shape] for shape in results["shapes"]], BUDGETS["workload"] if ours else None
        bars.append(Bar(each["name"], f"{each['version']}, {each['core']}", medians["one hit"], min(every), max(every), ours, budget=budget))
        rest = [(shape, value) for shape, value in medians.items() if shape not in results["shapes"]]
        bars += [Bar(each["name"], shape, value, value, value, ours, budget=budget) for shape, value in rest]
    return bar_chart(
        "Seventeen clauses, decided by rule engines",
        f"How many times as long as a hand-written chain, one clause hit. Python {results['python']}",
        sorted(bars, key=lambda bar: bar.value),
        line="from none to all hit",
    )


# --- Ways of asking ---------------------------------------------------------------------------------------

COUNTS = ("questions", "examinations", "cost", "invasive")


def settled_tables(results: Results) -> str:
    """Write what it takes to settle claims: the averages over all, and over those that are denied."""

    def cells(row: dict[str, Any]) -> Iterator[str]:
        denied = [count for count, denied in enumerate(row["denied"]) if denied]
        for which in (range(len(row["denied"])), denied):
            for count in COUNTS:
                yield f"{mean(row[count][at] for at in which) if which else 0:.{2 if count == 'invasive' else 1}f}"

    def one(group: str) -> str:
        found = [row for row in results["rows"] if row["group"] == group]
        return table((group, *COUNTS, f"denied: {COUNTS[0]}", *COUNTS[1:]), ((row["what"], *cells(row)) for row in found))

    denied = results["rows"][0]["denied"]
    said = f"{len(denied)} complete claims of seed {results['seed']}, {sum(denied)} of them denied:"
    return "\n\n".join([said, *map(one, dict.fromkeys(row["group"] for row in results["rows"]))])


def optimum_table(results: Results) -> str:
    """Write what ways of asking cost beside the best plan."""
    groups: dict[str, dict[str, list[float]]] = {}
    for row in results["rows"]:
        groups.setdefault(row["group"], {})[row["what"]] = row["values"]
    head = (f"expected cost / the best plan's, {results['facts']} facts open", *(cell for group in groups for cell in (f"{group}: mean", "max")))
    ways = next(iter(groups.values()))
    return table(head, ((way, *(f"{pick(found[way]):.3f}" for found in groups.values() for pick in (mean, max))) for way in ways))


# --- Budgets ----------------------------------------------------------------------------------------------


def every_row(found: dict[str, Results]) -> list[Row]:
    """Give all rows that may have a budget."""
    return [row for name, results in found.items() for row in (engine_rows(results) if name == "rule-engines" else budgeted(results))]


def budgeted(results: Results) -> list[Row]:
    return [Row(**each) for each in results["rows"] if each.get("budget")]


def budget_table(found: dict[str, Results]) -> str:
    """Write each budget with the row that is farthest from it."""
    every = every_row(found)

    def judged(name: str) -> tuple[str, ...]:
        budget, about = BUDGETS[name], [row for row in every if row.budget == name]
        if not about:
            return budget.what, str(budget), "not measured", "", ""
        worst = (min if budget.least else max)(about, key=lambda row: row.median)
        met = sum(budget.met(row.median) for row in about)
        return budget.what, str(budget), short(worst.median), worst.what, "yes" if met == len(about) else f"{met} of {len(about)}" if met else "no"

    return table(("what", "budget", "at worst", "of what", "met"), map(judged, BUDGETS))


# --- Blocks and pictures ----------------------------------------------------------------------------------


def bars(results: Results, *groups: str, ours: bool = True) -> list[Bar]:
    return [
        Bar(row.what.replace("`", ""), "", row.median, *middle(row.values), ours, row.group.replace("`", ""), BUDGETS.get(row.budget))
        for row in rows(results, *groups)
    ]


def lines(results: Results) -> dict[str, Sequence[Line]]:
    """Give the lines of growth, by what is counted: of "1,000 clauses", clauses."""
    panels: dict[str, dict[str, list[tuple[float, float]]]] = {}
    for row in rows(results):
        size, _, kind = row.what.partition(" ")
        if kind in GROWING:
            name = re.sub(", (by the|in) .*|`", "", row.group)
            panels.setdefault(kind, {}).setdefault(name, []).append((float(size.replace(",", "")), row.median))
    return {kind: [Line(name, tuple(points)) for name, points in found.items()] for kind, found in panels.items()}


BARE = ("the bare expression", "to `add` 1")
GROWING = ("clauses", "facts", "claims", "days")
TO_CHAIN = "How many times as long as a hand-written chain of the same seventeen exclusions"


@attrs.frozen
class Block:
    """A part of a page: a picture, perhaps, and tables, of one benchmark's results."""

    page: str
    of: str
    """The results' name; nothing where it is all of them."""
    tables: Callable[[Any], str]
    picture: Callable[[Results], str] | None = None
    alt: str = ""

    def text(self, name: str, found: dict[str, Results]) -> str:
        """Write the part as it stands on the page."""
        results = found[self.of] if self.of else found
        picture = [f"![{self.alt}; the table below has the same figures.](charts/{name}.svg)"] if self.picture else []
        said = [machine(results)] if self.of and "python" in results else []
        return "\n\n".join([*picture, self.tables(results), *said])


BLOCKS: dict[str, Block] = {
    "budgets": Block(PERFORMANCE, "", budget_table),
    "store": Block(
        PERFORMANCE,
        "run",
        lambda results: measured(rows(results)),
        lambda results: bar_chart("The store's terms on one claim", f"{TO_CHAIN}, unless another unit is named", bars(results)),
        "How many times as long as the hand-written chain each thing takes, as bars on a logarithmic axis that begin at 1, with marks for budgets",
    ),
    "rule-engines": Block(
        PERFORMANCE,
        "rule-engines",
        engine_table,
        engine_chart,
        "How many times as long as the hand-written chain each engine takes, as bars on a logarithmic axis",
    ),
    "why": Block(
        PERFORMANCE,
        "analysis",
        lambda results: measured(rows(results)),
        lambda results: bar_chart("Why, what next, what if", TO_CHAIN, bars(results, "reasons", "the cheapest", "every suggestion", "sensitivity")),
        "How many times as long as the hand-written chain reasons, what-ifs and suggestions take, as bars on a logarithmic axis with marks for budgets",
    ),
    "lint": Block(
        PERFORMANCE,
        "lint",
        lambda results: measured(rows(results)),
        lambda results: bar_chart("A policy looked over, and two compared", TO_CHAIN, bars(results)),
        "How many times as long as the hand-written chain lint and diff take, as bars on a logarithmic axis with marks for budgets",
    ),
    "days": Block(
        PERFORMANCE,
        "business-days",
        lambda results: measured(rows(results, *BARE)),
        lambda results: bar_chart(
            "Business days, on dates not seen before", "How many times as long as the least that can be done", bars(results, *BARE), zero=True
        ),
        "How many times as long as the bare expression the library takes, as bars from 0 with marks for budgets",
    ),
    "days-peers": Block(
        PERFORMANCE,
        "business-days",
        lambda results: measured(rows(results, "to ours")),
        lambda results: bar_chart(
            "Business days, by peers",
            "How many times as long as ours they take for the same answer, dates in and out",
            bars(results, "to ours", ours=False),
        ),
        "How many times as long as the library its peers take for the same answers, as bars on a logarithmic axis with marks for what is asked for at least",
    ),
    "calendars": Block(
        PERFORMANCE,
        "business-days",
        lambda results: measured(rows(results, "a calendar")),
        lambda results: bar_chart(
            "A calendar of 30 years, by country",
            "Our part, to what the package holidays takes for those years",
            bars(results, "a calendar of"),
            zero=True,
        ),
        "Our part of making a calendar, to what the package holidays takes, as bars from 0 with marks for budgets",
    ),
    "growth": Block(
        PERFORMANCE,
        "growth",
        lambda results: measured(row for row in rows(results) if row.what.partition(" ")[2] in GROWING),
        lambda results: line_chart(
            "How it grows", "By the unit, to the smallest size; 1 is growth in proportion. Both axes are logarithmic", lines(results)
        ),
        "How the time by the unit grows with clauses, facts, claims and days, as lines on logarithmic axes",
    ),
    "memory": Block(PERFORMANCE, "growth", lambda results: measured(rows(results, "memory, KiB"), "KiB")),
    "hostile": Block(PERFORMANCE, "hostile", lambda results: measured(slowest(results))),
    "settled": Block(ASKING, "asking", settled_tables),
    "optimum": Block(ASKING, "optimum", optimum_table),
}


def slowest(results: Results) -> list[Row]:
    """Give the twelve shapes that take longest."""
    return sorted(rows(results), key=lambda row: row.median, reverse=True)[:12]


def put(page: str, name: str, text: str) -> str:
    """Give the page with the text between the block's marks.

    Raises:
        ValueError: where the page has not the two marks, once each.
    """
    first, last = f"<!-- {name}: made by bench/all.py -->\n", f"\n<!-- end of {name} -->"
    changed, times = re.subn(f"(?<={re.escape(first)}).*?(?={re.escape(last)})", lambda _: f"\n{text}\n", page, flags=re.DOTALL)
    if times != 1:
        raise ValueError(f"between {first!r} and {last!r} stands nothing, or something twice")
    return changed


def pages(found: dict[str, Results]) -> dict[Path, str]:
    """Give the pages with their blocks as the results have it; a block without results stays as it is."""
    texts = {DOCS / page: (DOCS / page).read_text(encoding="utf-8") for page in dict.fromkeys(block.page for block in BLOCKS.values())}
    for name, block in BLOCKS.items():
        if not block.of or block.of in found:
            texts[DOCS / block.page] = put(texts[DOCS / block.page], name, block.text(name, found))
    return texts


def pictures(found: dict[str, Results]) -> dict[Path, str]:
    """Give the pictures of all results."""
    return {DOCS / f"charts/{name}.svg": block.picture(found[block.of]) for name, block in BLOCKS.items() if block.picture and block.of in found}
