"""Draw a picture of what `bench/rule_engines.py` measured, from the file that it wrote.

    python bench/charts.py                  draw docs/charts/rule-engines.svg anew from bench/results/rule-engines.json
    python bench/charts.py FILE PICTURE     from and to other files

The same file gives the same bytes. The picture brings its own paper, light or dark as the reader's system has it; it holds no script
and fetches nothing.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from html import escape
from math import ceil, log10
from pathlib import Path
from statistics import median
from typing import Any

import attrs

ROOT = Path(__file__).parents[1]
RESULTS, PICTURE = ROOT / "bench/results/rule-engines.json", ROOT / "docs/charts/rule-engines.svg"

WIDTH, LEFT, RIGHT, HEAD, FOOT, ROW = 840, 300, 70, 76, 34, 24
"""Pixels, across and down: of the whole, of the labels, of the figures, of the title, of the axis, and from one bar to the next."""

STYLE = """
.paper { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif } .title { font-size: 17px; font-weight: 600 }
.quiet { fill: #57606a } .grid { stroke: #d5dbe1 } .bar { fill: #b4bdc7 } .range { stroke: #57606a } .ours.bar { fill: #2f7fd6 }
.ours.range { stroke: #0a2a52 } text.ours { fill: #0a4a8f; font-weight: 600 }
@media (prefers-color-scheme: dark) {
.paper { fill: #161b22 } text { fill: #e3e8ee } .quiet { fill: #9da7b3 } .grid { stroke: #30363d } .bar { fill: #4b5561 }
.range { stroke: #9da7b3 } .ours.bar { fill: #8cc4ff } .ours.range { stroke: #2f7fd6 } text.ours { fill: #8cc4ff }
}
""".strip()


@attrs.frozen
class Bar:
    """A ratio, with the lowest and the highest beside it."""

    label: str
    note: str
    value: float
    low: float
    high: float
    ours: bool = False


def short(ratio: float) -> str:
    """Write a ratio with three digits that count, at most."""
    return f"{ratio:.2f}" if ratio < 10 else f"{float(f'{ratio:.3g}'):,.0f}"


def bar_chart(title: str, said: str, bars: Sequence[Bar]) -> str:
    """Draw bars beside a logarithmic axis that begins at 1, in the order given.

    Args:
        title: one line.
        said: what the bars, and the lines across them, stand for; one line.
        bars: the ratios, 1 or more.
    """
    decades = max(1, ceil(log10(max(bar.high for bar in bars))))
    height = HEAD + ROW * len(bars) + FOOT

    def x(ratio: float) -> str:
        return f"{LEFT + (WIDTH - LEFT - RIGHT) * log10(max(ratio, 1)) / decades:.1f}"

    def row(place: int, bar: Bar) -> list[str]:
        top, ours = HEAD + ROW * place, " ours" if bar.ours else ""
        width, note = float(x(bar.value)) - LEFT, f'<tspan class="quiet">{escape(bar.note)}</tspan>'
        return [
            f'<text class="label{ours}" x="{LEFT - 10}" y="{top + 16}" text-anchor="end">{escape(bar.label)} {note}</text>',
            f'<rect class="bar{ours}" x="{LEFT}" y="{top + 4}" width="{width:.1f}" height="{ROW - 8}"/>',
            f'<path class="range{ours}" d="M{x(bar.low)} {top + ROW // 2}H{x(bar.high)}"/>',
            f'<text class="value{ours}" x="{float(x(bar.high)) + 6:.1f}" y="{top + 16}">{short(bar.value)}</text>',
        ]

    def decade(power: int) -> list[str]:
        at = x(10**power)
        return [
            f'<path class="grid" d="M{at} {HEAD}V{height - FOOT}"/>',
            f'<text class="quiet" x="{at}" y="{height - 12}" text-anchor="middle">{10**power:,}</text>',
        ]

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(said)}</desc>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
        f'<text class="title" x="20" y="32">{escape(title)}</text>',
        f'<text class="quiet" x="20" y="54">{escape(said)}</text>',
        *(line for power in range(decades + 1) for line in decade(power)),
        *(line for place, bar in enumerate(bars) for line in row(place, bar)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def rule_engines(results: dict[str, Any]) -> str:
    """Draw what rule engines take, from what was measured."""
    found: list[Bar] = []
    for each in results["contestants"]:
        ours, medians = each["name"] == results["ours"], {shape: median(ratios) for shape, ratios in each["ratios"].items()}
        every = [value for shape, value in medians.items() if shape in results["shapes"]]
        bars = [Bar(each["name"], f"{each['version']}, {each['core']}", medians["one hit"], min(every), max(every), ours)]
        rest = [Bar(each["name"], shape, value, value, value, ours) for shape, value in medians.items() if shape not in results["shapes"]]
        found += [bar for bar in (*bars, *rest) if each["name"] != results["unit"]]
    return bar_chart(
        "Seventeen clauses, decided by rule engines",
        f"How many times as long as a hand-written chain, one clause hit; the line: from none to all hit. Python {results['python']}",
        sorted(found, key=lambda bar: bar.value),
    )


def main(results: Path = RESULTS, picture: Path = PICTURE) -> None:
    picture.write_text(rule_engines(json.loads(results.read_text(encoding="utf-8"))), encoding="utf-8")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
