"""Draw what was measured: bars beside a logarithmic or a plain axis, and lines that grow.

`bench/report.py` says what is drawn. The same figures give the same bytes. A picture brings its own paper, light or dark as the
reader's system has it; it holds no script and fetches nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from math import ceil, floor, log10

import attrs
from budgets import Budget
from measuring import short

WIDTH, LEFT, RIGHT, HEAD, FOOT, ROW = 840, 300, 70, 76, 34, 24
"""Pixels, across and down: of the whole, of the labels, of the figures, of the title, of the axis, and from one bar to the next."""
PANEL, PLOT, DEEP, TALL = 405, 200, 150, 224
"""Pixels of a panel of lines: across, and of them where lines are; down where lines are, and of the whole."""
LETTER = 6.6
"""Pixels across that a letter takes, about."""

STYLE = """
.paper { fill: #ffffff } text { fill: #1f2328; font: 13px system-ui, sans-serif } .title { font-size: 17px; font-weight: 600 }
text { paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round } .quiet { fill: #57606a } .group { font-weight: 600 } .grid { stroke: #d5dbe1 } .one { stroke: #8b949e } .bar { fill: #b4bdc7 }
.range { stroke: #57606a } .budget { stroke: #c2410c; stroke-width: 2.5 } text.missed { fill: #a83a0a; font-weight: 600 }
.ours.bar { fill: #2f7fd6 } .ours.range { stroke: #0a2a52 } text.ours { fill: #0a4a8f; font-weight: 600 }
.line { fill: none; stroke-width: 2 } .line0 { stroke: #2f7fd6 } .line1 { stroke: #2a8a5f } .line2 { stroke: #8250c4 }
.line3 { stroke: #b35900 } .line4 { stroke: #c2255c } .dot3 { fill: #b35900 } .dot4 { fill: #c2255c }
.dot0 { fill: #2f7fd6 } .dot1 { fill: #2a8a5f } .dot2 { fill: #8250c4 }
@media (prefers-color-scheme: dark) {
.paper { fill: #161b22 } text { fill: #e3e8ee; stroke: #161b22 } .quiet { fill: #9da7b3 } .grid { stroke: #30363d } .one { stroke: #6e7681 } .bar { fill: #4b5561 }
.range { stroke: #9da7b3 } .budget { stroke: #ff9d66 } text.missed { fill: #ffb38a } .ours.bar { fill: #4a90d9 } .ours.range { stroke: #d6e9ff }
text.ours { fill: #8cc4ff } .line0 { stroke: #6cb0f5 } .line1 { stroke: #56c596 } .line2 { stroke: #b794f6 }
.line3 { stroke: #f0a35e } .line4 { stroke: #ff8fb1 } .dot3 { fill: #f0a35e } .dot4 { fill: #ff8fb1 }
.dot0 { fill: #6cb0f5 } .dot1 { fill: #56c596 } .dot2 { fill: #b794f6 }
}
""".strip()


@attrs.frozen
class Bar:
    """A figure, with the lowest and the highest beside it."""

    label: str
    note: str
    value: float
    low: float
    high: float
    ours: bool = False
    group: str = ""
    budget: Budget | None = None


@attrs.frozen
class Line:
    """Figures by size, from the smallest on."""

    label: str
    points: tuple[tuple[float, float], ...]


# --- Axes -------------------------------------------------------------------------------------------------


def below(figure: float) -> float:
    """Give the largest of 1, 2 and 5 times a power of ten that is not above."""
    power = 10.0 ** floor(log10(figure))
    return max(step for step in (power, 2 * power, 5 * power) if step <= figure)


def above(figure: float) -> float:
    """Give the smallest of 1, 2 and 5 times a power of ten that is not below."""
    power = 10.0 ** floor(log10(figure))
    return min(step for step in (power, 2 * power, 5 * power, 10 * power) if step >= figure)


@attrs.frozen
class Axis:
    """Where figures stand, from 0 to 1 of its length; what stands for the unit, from which bars begin; and where it has lines."""

    first: float
    last: float
    base: float
    ticks: tuple[float, ...]

    def place(self, figure: float) -> float:
        if self.base == 0:
            return figure / self.last
        return log10(max(figure, self.first) / self.first) / log10(self.last / self.first)


def logarithmic(figures: Sequence[float]) -> Axis:
    first, last = below(min(1, *figures)), above(max(10, *figures))
    powers = [10.0**power for power in range(ceil(log10(first)), floor(log10(last)) + 1)]
    return Axis(first, last, 1, (*[first] * (powers[0] >= 5 * first), *powers))


def from_zero(figures: Sequence[float]) -> Axis:
    step = above(max(figures) / 8)
    steps = ceil(max(figures) / step)
    return Axis(0, steps * step, 0, tuple(step * at for at in range(steps + 1)))


# --- Pieces -----------------------------------------------------------------------------------------------


def told(x: float, y: float, words: str, kind: str = "", anchor: str = "") -> str:
    """Write words that are no markup."""
    how = (f' class="{kind}"' if kind else "") + (f' text-anchor="{anchor}"' if anchor else "")
    return f'<text{how} x="{x:.1f}" y="{y:.1f}">{escape(words)}</text>'


def stroke(kind: str, course: str) -> str:
    return f'<path class="{kind}" d="{course}"/>'


def legend(line: str, *, budget: bool) -> Iterator[str]:
    """Say at the top right what the line across a bar is, and the mark."""
    x = float(WIDTH - 20)
    for kind, words in [("budget", "budget")] * budget + [("range", line)]:
        yield told(x, 32, words, "quiet", "end")
        x -= LETTER * len(words) + 14
        yield stroke(kind, f"M{x:.1f} 20V36" if kind == "budget" else f"M{x - 18:.1f} 28H{x:.1f}")
        x -= 24 if kind == "budget" else 36


def picture(title: str, said: str, height: int, lines: Sequence[str]) -> str:
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<desc>{escape(said)}</desc>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" width="{WIDTH}" height="{height}" rx="6"/>',
        told(20, 32, title, "title"),
        told(20, 54, said, "quiet"),
    ]
    return "\n".join([*head, *lines, "</svg>"]) + "\n"


# --- Pictures ---------------------------------------------------------------------------------------------


def bar_chart(title: str, said: str, bars: Sequence[Bar], *, line: str = "middle half of the rounds", zero: bool = False) -> str:
    """Draw bars in the order given, each group under its name.

    Args:
        title: one line.
        said: what the bars stand for; one line.
        bars: the figures, above 0; those of a group one after the other.
        line: what the line across a bar stands for.
        zero: whether the axis is plain and begins at 0, or else logarithmic, with bars that begin at 1.
    """
    limits = [bar.budget.limit for bar in bars if bar.budget]
    axis = (from_zero if zero else logarithmic)([*limits, *(figure for bar in bars for figure in (bar.low, bar.high))])
    entries = [entry for group, found in groupby(bars, lambda bar: bar.group) for entry in ([group] if group else []) + list(found)]
    height, mixed = HEAD + ROW * len(entries) + FOOT, not all(bar.ours for bar in bars)

    def x(figure: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * axis.place(figure)

    def row(place: int, bar: Bar) -> Iterator[str]:
        top, ours, strong = HEAD + ROW * place, " ours" if bar.ours else "", " ours" if bar.ours and mixed else ""
        begin, end = sorted((x(axis.base), x(bar.value)))
        note = f' <tspan class="quiet">{escape(bar.note)}</tspan>' if bar.note else ""
        yield f'<text class="label{strong}" x="{LEFT - 10}" y="{top + 16}" text-anchor="end">{escape(bar.label)}{note}</text>'
        yield f'<rect class="bar{ours}" x="{begin:.1f}" y="{top + 4}" width="{end - begin:.1f}" height="{ROW - 8}"/>'
        yield stroke(f"range{ours}", f"M{x(bar.low):.1f} {top + ROW // 2}H{x(bar.high):.1f}")
        at, words, kind = max(end, x(bar.high)) + 6, short(bar.value), f"value{strong}"
        if bar.budget:
            mark = x(bar.budget.limit)
            at = mark + 6 if at - 6 <= mark <= at + LETTER * len(words) + 14 else at
            kind = kind if bar.budget.met(bar.value) else "value missed"
            yield stroke("budget", f"M{mark:.1f} {top + 1}V{top + ROW - 1}")
        yield told(at, top + 16, words, kind)

    def tick(figure: float) -> Iterator[str]:
        yield stroke("one" if figure == axis.base else "grid", f"M{x(figure):.1f} {HEAD}V{height - FOOT}")
        yield told(x(figure), height - 12, f"{figure:,.10g}", "quiet", "middle")

    lines = [
        *legend(line, budget=bool(limits)),
        *(piece for figure in axis.ticks for piece in tick(figure)),
        *(
            piece
            for at, it in enumerate(entries)
            for piece in ([told(20, HEAD + ROW * at + 16, it, "group")] if isinstance(it, str) else row(at, it))
        ),
    ]
    return picture(title, said, height, lines)


def brief(size: float) -> str:
    """Write a size in thousands or millions where it is large."""
    return next((f"{size / unit:g}{sign}" for unit, sign in ((10**6, "m"), (10**3, "k")) if size >= max(unit, 10_000)), f"{size:,.10g}")


def spread(places: Sequence[float], apart: float, last: float) -> list[float]:
    """Move places down where they are too close to the one above, and up again where there is no more room."""
    moved = list(places)
    order = sorted(range(len(places)), key=places.__getitem__)
    for upper, lower in pairwise(order):
        moved[lower] = max(moved[lower], moved[upper] + apart)
    moved[order[-1]] = min(moved[order[-1]], last)
    for lower, upper in pairwise(reversed(order)):
        moved[upper] = min(moved[upper], moved[lower] - apart)
    return moved


def line_chart(title: str, said: str, panels: dict[str, Sequence[Line]]) -> str:
    """Draw lines by size, both axes logarithmic, in panels two abreast.

    Args:
        title: one line.
        said: what the lines stand for; one line.
        panels: the lines by what their sizes count; all panels share the axis up.
    """
    up = logarithmic([figure for lines in panels.values() for line in lines for _, figure in line.points])

    def panel(place: int, kind: str, lines: Sequence[Line]) -> Iterator[str]:
        left, top = 20 + PANEL * (place % 2) + 40, HEAD + TALL * (place // 2) + 26
        sizes = list(dict.fromkeys(size for line in lines for size, _ in line.points))
        across = Axis(min(sizes), max(sizes), 1, tuple(sorted(sizes)))

        def x(size: float) -> float:
            return left + PLOT * across.place(size)

        def y(figure: float) -> float:
            return top + DEEP * (1 - up.place(figure))

        yield told(left - 40, top - 12, kind, "group")
        for figure in up.ticks:
            yield stroke("one" if figure == 1 else "grid", f"M{left} {y(figure):.1f}H{left + PLOT}")
            yield told(left - 8, y(figure) + 4, f"{figure:,.10g}", "quiet", "end")
        for size in across.ticks:
            yield told(x(size), top + DEEP + 20, brief(size), "quiet", "middle")
        names = spread([y(line.points[-1][1]) for line in lines], 16, top + DEEP - 2)
        for at, line in enumerate(lines):
            yield stroke(f"line line{at}", "M" + "L".join(f"{x(size):.1f} {y(figure):.1f}" for size, figure in line.points))
            yield from (f'<circle class="dot{at}" cx="{x(size):.1f}" cy="{y(figure):.1f}" r="3"/>' for size, figure in line.points)
            yield f'<circle class="dot{at}" cx="{left + PLOT + 14}" cy="{names[at]:.1f}" r="4"/>'
            yield told(left + PLOT + 24, names[at] + 4, line.label)

    pieces = [piece for place, (kind, lines) in enumerate(panels.items()) for piece in panel(place, kind, lines)]
    return picture(title, said, HEAD + TALL * ceil(len(panels) / 2) + 10, pieces)
