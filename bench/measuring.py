"""What the benchmarks share: time taken in turn, the rows that come of it, and how they are printed and written down.

A benchmark is a module whose `rows` yields what it measured, row by row. Everything in a row is taken in one process, round after
round; kept is what every round gave, and shown are the median of the rounds and their middle half.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import tracemalloc
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

import attrs

Take = Callable[[], float]
"""Do something, and give how long it took, by the input."""


@attrs.frozen
class Row:
    """What was measured of one thing: by itself, or beside its unit."""

    group: str
    """What was done, in Markdown; and to what it is compared, where that is not the unit of the whole table."""
    what: str
    """On what it was done."""
    values: list[float]
    """One figure for each round."""
    budget: str = ""
    """Its name in `bench/budgets.py`, if it has one."""

    @property
    def median(self) -> float:
        return median(self.values)

    def document(self) -> dict[str, Any]:
        """Give the row with four digits of each figure."""
        return {**attrs.asdict(self), "values": [float(f"{value:.4g}") for value in self.values]}


# --- Time, and memory -------------------------------------------------------------------------------------


def spent(work: Callable[[Any], object], inputs: Sequence[Any], clock: Take = process_time) -> float:
    """Take the time of one run over all inputs, per input: the processor's, so that what else runs on the machine is not counted."""
    begin = clock()
    for each in inputs:
        work(each)
    return (clock() - begin) / len(inputs)


def in_turn(unit: Take, other: Take, rounds: int, *, uncounted: int = 1) -> list[float]:
    """Give how many times as long as the unit the other took in each round.

    Args:
        unit: what is compared to.
        other: what is compared.
        rounds: how many count. The two take turns, and turns in being the first.
        uncounted: rounds before those, after which what they use is at hand.
    """
    found: list[float] = []
    for number in range(uncounted + rounds):
        if number % 2:
            least, taken = unit(), other()
        else:
            taken, least = other(), unit()
        found.append(taken / least)
    return found[uncounted:]


def held(make: Callable[[], object]) -> tuple[float, float]:
    """Give the KiB that what is made holds, and the most that were held while it was."""
    gc.collect()
    tracemalloc.start()
    kept = make()
    gc.collect()
    now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    del kept
    return now / 1024, most / 1024


# --- Figures ----------------------------------------------------------------------------------------------


def short(figure: float) -> str:
    """Write a figure with three digits that count, at most."""
    return f"{figure:.2f}" if figure < 10 else f"{float(f'{figure:.3g}'):,.0f}"


def middle(values: Sequence[float]) -> tuple[float, float]:
    """Give where the middle half of the rounds begins and ends."""
    low, _, high = quantiles(values, n=4) if len(values) > 1 else (values[0], 0.0, values[0])
    return low, high


def span(low: float, high: float) -> str:
    return f"{short(low)} - {short(high)}"


# --- The run ----------------------------------------------------------------------------------------------


def options(about: str | None) -> argparse.ArgumentParser:
    """Give the command line that every benchmark has."""
    parser = argparse.ArgumentParser(description=(about or "").partition("\n")[0])
    parser.add_argument("--smoke", action="store_true", help="everything once, to see that it runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write down what every round gave")
    return parser


def installed(name: str, wanted: str | None = None) -> bool:
    """Tell whether a distribution is there, in the version that is wanted if one is."""
    try:
        return version(name) == (wanted or version(name))
    except PackageNotFoundError:
        return False


def machine() -> dict[str, Any]:
    """Describe what was measured on, as far as figures depend on it and no farther."""
    return {"python": platform.python_version(), "cores": os.cpu_count()}


def written(results: dict[str, Any]) -> str:
    """Write results as JSON, each of their rows in a line."""
    lines = ",\n".join(f"  {json.dumps(row, ensure_ascii=False)}" for row in results["rows"])
    head = {**results, "rows": []}
    return json.dumps(head, indent=1, ensure_ascii=False).replace('"rows": []', f'"rows": [\n{lines}\n ]') + "\n"


def printed(rows: Iterable[Row]) -> Iterator[Row]:
    """Print rows as they are taken."""
    for row in rows:
        print(f"{row.group + ': ' + row.what:84} {short(row.median):>10}   ({span(*middle(row.values))})", flush=True)
        yield row


def main(about: str | None, rows: Callable[[bool], Iterator[Row]], *packages: str) -> None:
    """Measure as the command line says.

    Args:
        about: the benchmark's docstring.
        rows: what measures; it is told whether once is enough.
        packages: the distributions on which figures depend.
    """
    chosen = options(about).parse_args()
    found = [row.document() for row in printed(rows(chosen.smoke))]
    if chosen.json:
        results = {**machine(), "versions": {each: version(each) for each in packages}, "rows": found}
        chosen.json.write_text(written(results), encoding="utf-8")
