"""Pages: lines, tables and timelines in HTML or in Markdown.

Text becomes markup in one place for each, `Page.words`, where every character that could mean more than
itself is escaped; a type of its own tells what has been there. A page holds no script, loads nothing and takes
its colors from one palette, in pairs of ink and paper that can be read in light and in dark.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from itertools import islice
from types import MappingProxyType
from typing import NewType

import attrs

from warranty_rules.errors import UNFIT
from warranty_rules.values import Option

__all__ = ["PALETTE", "Bar", "Html", "Markdown", "Page", "Tone"]

Markup = NewType("Markup", str)
"""Text that has been escaped, and what was made of it."""


class Tone(Option):
    """How a run of words looks; its words say the same without it.

    >>> Html().words("denied", Tone.NO)
    '<span class="wr-no">denied</span>'
    >>> PALETTE[Tone.NO][:2]
    ('#8e1220', '#ffe3e1')
    """

    PLAIN = "plain"
    STRONG = "strong"
    CODE = "code"
    QUIET = "quiet"
    YES = "yes"
    NO = "no"
    OPEN = "open"
    TRUE = "true"
    OFF = "off"
    COUNTED = "counted"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    PAUSE = "pause"
    DUE = "due"


PALETTE = MappingProxyType(
    {
        Tone.PLAIN: ("#1f2328", "#ffffff", "#e3e8ee", "#161b22"),
        Tone.QUIET: ("#57606a", "#ffffff", "#9da7b3", "#161b22"),
        Tone.YES: ("#0f5323", "#d8f5df", "#7ee2a0", "#11301d"),
        Tone.NO: ("#8e1220", "#ffe3e1", "#ffa8a1", "#421a1d"),
        Tone.OPEN: ("#6b4200", "#fff0c2", "#f0c34e", "#382a08"),
        Tone.TRUE: ("#0a4a8f", "#ddefff", "#8cc4ff", "#12294a"),
        Tone.OFF: ("#57606a", "#eef1f4", "#9da7b3", "#21272f"),
        Tone.COUNTED: ("#1f2328", "#ffffff", "#e3e8ee", "#161b22"),
        Tone.HOLIDAY: ("#5b2da0", "#f1e6ff", "#d0b0ff", "#2c1d47"),
        Tone.CLOSURE: ("#0b5157", "#d6f3f5", "#7fd6dd", "#0f2f33"),
        Tone.PAUSE: ("#8a3500", "#ffe8d9", "#ffb488", "#40210f"),
        Tone.DUE: ("#0a4a8f", "#ddefff", "#8cc4ff", "#12294a"),
    }
)
"""Ink and paper of each tone: the two for light, the two for dark; all colors there are."""
CHIPS = tuple(PALETTE)[2:]
MOST_ROWS = 1_000
LOUD = frozenset({Tone.STRONG, Tone.YES, Tone.NO, Tone.OPEN, Tone.TRUE})
"""The tones that stand out where there are no colors."""


def _scheme(at: int) -> str:
    return ";".join(f"--wr-{tone.value}-ink:{colors[at]};--wr-{tone.value}-paper:{colors[at + 1]}" for tone, colors in PALETTE.items())


def _toned(tone: Tone) -> str:
    ink, paper, at = f"var(--wr-{tone.value}-ink)", f"var(--wr-{tone.value}-paper)", f".wr.wr .wr-{tone.value}"
    return f"{at}{{color:{ink};background:{paper}}}{at}:is(rect){{fill:{paper};stroke:{ink}}}{at}:is(text){{fill:{ink}}}{at}:is(line){{stroke:{ink}}}"


STYLE = f"""
.wr{{{_scheme(0)}}}
@media (prefers-color-scheme:dark){{:root:not([data-theme=light],[theme=light]) body:not([data-jp-theme-light=true],.vscode-light,.vscode-high-contrast-light) .wr{{{_scheme(2)}}}}}
:is([data-theme=dark],[theme=dark],[data-jp-theme-light=false],.vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light)) .wr{{{_scheme(2)}}}
.wr.wr{{color:var(--wr-plain-ink);background:var(--wr-plain-paper);border:1px solid var(--wr-off-paper);border-radius:8px;padding:.9em 1.1em;margin:.4em 0;
max-width:68em;box-sizing:border-box;font:inherit;line-height:1.5;text-align:left;overflow-x:auto}}
.wr.wr p{{margin:.2em 0 .6em;color:inherit}}
.wr.wr table{{border-collapse:collapse;border:0;margin:.8em 0;width:auto;font-size:inherit;color:inherit;background:none;display:table}}
.wr.wr caption{{caption-side:top;text-align:left;font-weight:600;padding:0 0 .2em;color:inherit}}
.wr.wr tr:nth-child(n){{background:none;border:0}}
.wr.wr :is(th,td){{text-align:left;vertical-align:top;padding:.25em 1.2em .25em 0;border:0;border-top:1px solid var(--wr-off-paper);color:inherit;background:none;
font-weight:inherit;white-space:normal;max-width:none}}
.wr.wr thead th{{color:var(--wr-quiet-ink);font-size:.9em;border:0}}
.wr.wr tbody th{{font-weight:500}}
.wr.wr details{{margin:.5em 0}}
.wr.wr summary{{cursor:pointer;color:var(--wr-quiet-ink)}}
.wr.wr details>summary+.wr-table>caption{{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}}
.wr.wr svg{{display:block;width:100%;min-width:520px;max-width:720px;height:auto;margin:.4em 0;font-family:inherit;font-size:12px;overflow:visible}}
.wr.wr svg text{{fill:var(--wr-plain-ink)}}
.wr.wr span{{unicode-bidi:isolate}}
{"".join(map(_toned, PALETTE))}
.wr.wr .wr-quiet{{background:none}}
.wr.wr .wr-strong{{font-weight:600}}
.wr.wr .wr-code,.wr.wr .wr-strong{{display:inline-block}}
.wr.wr .wr-code{{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.92em;overflow-wrap:anywhere}}
.wr.wr span:is({",".join(f".wr-{tone.value}" for tone in CHIPS)}){{border-radius:4px;padding:.05em .5em;font-weight:600}}
.wr.wr>p:first-of-type{{font-size:1.1em}}
.wr.wr td>div+div{{margin-top:.3em}}
.wr.wr style+*{{margin-top:0}}
.wr.wr .wr-grid :is(th,td){{text-align:right;padding:1px;border:0;font-variant-numeric:tabular-nums}}
.wr.wr .wr-grid{{display:inline-table;table-layout:fixed;width:20.5em;margin-right:1em;vertical-align:top}}
.wr.wr .wr-grid thead th{{text-align:center}}
.wr.wr .wr-grid caption{{white-space:nowrap}}
.wr.wr .wr-grid td span{{display:block;box-sizing:border-box;white-space:nowrap;padding:.1em .3em;border-radius:4px;font-weight:inherit}}
"""


def _plain(text: object) -> str:
    return UNFIT.sub("\N{REPLACEMENT CHARACTER}", " ".join(str(text).split()))


@attrs.frozen
class Bar:
    """A line of a timeline.

    Args:
        label: what it is.
        note: how it stands.
        dates: its days, in words.
        tone: how its spans look.
        spans: first and last days, both included.

    >>> week = Bar("due", "", "20 Jul - 26 Jul 2026", Tone.DUE, ((date(2026, 7, 20), date(2026, 7, 26)),))
    >>> Html().timeline("Repair", [week]).count("<rect")
    1
    """

    label: str
    note: str
    dates: str
    tone: Tone
    spans: tuple[tuple[date, date], ...]


@attrs.frozen
class Page(ABC):
    r"""What a page is made of; each kind of page has its own way to put it.

    Args:
        mask: hide all but the end of numbers that identify the device.

    >>> for page in (Html(), Markdown()):
    ...     print(page.line(page.words("1 < 2"), page.words("known", Tone.STRONG)))
    <p>1 &lt; 2 <span class="wr-strong">known</span></p>
    1 \< 2 **known**
    """

    mask: bool = False

    @abstractmethod
    def words(self, text: object, tone: Tone = Tone.PLAIN, *, depth: int = 0) -> Markup:
        """Take text as it is, set in by its depth: the one way from data to markup."""

    @abstractmethod
    def line(self, *runs: Markup) -> Markup:
        """Put runs of words on a line."""

    @abstractmethod
    def each(self, runs: Iterable[Markup]) -> Markup:
        """Put runs of words under one another in a cell, where a cell can have several lines."""

    def table(self, caption: str, head: Sequence[str], rows: Iterable[Sequence[Markup]], *, grid: bool = False) -> Markup:
        """Draw a table, nothing where it has no rows; a grid has no names of rows."""
        told = [*islice(rows, MOST_ROWS + 1)]
        drawn = self._table(caption, head, told[:MOST_ROWS], grid=grid) if told else Markup("")
        return (
            drawn if len(told) <= MOST_ROWS else Markup(f"{drawn}\n\n{self.line(self.words(f'the first {MOST_ROWS:,} rows are shown', Tone.QUIET))}")
        )

    @abstractmethod
    def _table(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[Markup]], *, grid: bool) -> Markup: ...

    @abstractmethod
    def timeline(self, title: str, bars: Sequence[Bar], marks: Iterable[tuple[date, str]] = ()) -> Markup:
        """Draw spans of days, and marks across them; what it shows is said in words elsewhere too."""

    @abstractmethod
    def fold(self, title: str, *parts: Markup, opened: bool = False) -> Markup:
        """Put parts away under a title, where pages can fold."""

    @abstractmethod
    def whole(self, parts: Iterable[Markup]) -> str:
        """Make a page of its parts."""


WIDTH, GUTTER, DATES, ROW = 720, 190, 530, 34
"""A timeline's width, where its spans begin and end, and the height of a line; in units of its own."""
LONGEST_LABEL = 30


class Html(Page):
    """A page in HTML, well-formed as XML too.

    >>> Html().fold("more", Html().line(Html().words("& so on")))
    '<details><summary>more</summary><p>&amp; so on</p></details>'
    """

    def words(self, text: object, tone: Tone = Tone.PLAIN, *, depth: int = 0) -> Markup:
        inside = escape(_plain(text))
        style = f' style="margin-left:{depth * 1.5}em"' if depth else ""
        return Markup(inside if tone is Tone.PLAIN and not depth else f'<span class="wr-{tone.value}"{style}>{inside}</span>')

    def line(self, *runs: Markup) -> Markup:
        return Markup(f"<p>{' '.join(runs)}</p>")

    def each(self, runs: Iterable[Markup]) -> Markup:
        return Markup("".join(f"<div>{run}</div>" for run in runs))

    def _table(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[Markup]], *, grid: bool) -> Markup:
        heads = "".join(f'<th scope="col">{self.words(name)}</th>' for name in head)
        top = f"<thead><tr>{heads}</tr></thead>" if head else ""
        body = "".join(f"<tr>{self._cells(row, named=not grid)}</tr>" for row in rows)
        kind = "wr-grid" if grid else "wr-table"
        return Markup(f'<table class="{kind}"><caption>{self.words(caption)}</caption>{top}<tbody>{body}</tbody></table>')

    @staticmethod
    def _cells(row: Sequence[Markup], *, named: bool) -> str:
        return "".join(f'<th scope="row">{cell}</th>' if named and at == 0 else f"<td>{cell}</td>" for at, cell in enumerate(row))

    def timeline(self, title: str, bars: Sequence[Bar], marks: Iterable[tuple[date, str]] = ()) -> Markup:
        bars, marked = [bar for bar in bars if bar.spans], list(marks)
        days = [day.toordinal() for bar in bars for span in bar.spans for day in span]
        if not days:
            return Markup("")
        days += [day.toordinal() for day, _ in marked]
        low, high = min(days), max(days) + 1
        top = ROW * len(marked) // 2 + 6

        def at(ordinal: int) -> int:
            return GUTTER + (ordinal - low) * (DATES - GUTTER) // (high - low)

        drawn = [self._bar(bar, top + ROW * place, at) for place, bar in enumerate(bars)]
        height = top + ROW * len(bars)
        middles = [(at(day.toordinal()) + at(day.toordinal() + 1)) // 2 for day, _ in marked]
        drawn += [self._mark(x, ROW // 2 * place, height, words) for place, (x, (_, words)) in enumerate(zip(middles, marked, strict=True), 1)]
        told = "; ".join(f"{bar.label}: {', '.join(filter(None, (bar.note, bar.dates)))}" for bar in bars)
        told = "; ".join([told, *(words for _, words in marked)])
        box = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        said = f"<title>{self.words(title)}</title><desc>{self.words(told)}</desc>"
        return Markup(f'<svg role="img" {box} fill="currentColor" font-size="12">{said}{"".join(drawn)}</svg>')

    def _bar(self, bar: Bar, y: int, at: Callable[[int], int]) -> str:
        kind = f'class="wr-{bar.tone.value}" fill="none" stroke="currentColor"'
        spans = [(at(first.toordinal()), at(last.toordinal() + 1)) for first, last in bar.spans]
        rects = [f'<rect {kind} x="{begin}" y="{y + 9}" width="{max(end - begin, 3)}" height="16" rx="3"/>' for begin, end in spans]
        line = f'<line class="wr-off" x1="{GUTTER}" x2="{DATES}" y1="{y + 17}" y2="{y + 17}" stroke="currentColor" stroke-opacity=".4"/>'
        label, note, dates = (self._said(text) for text in (bar.label, bar.note, bar.dates))
        words = f'<text x="0" y="{y + (14 if bar.note else 21)}">{label}</text><text class="wr-quiet" x="0" y="{y + 28}">{note}</text><text x="{DATES + 12}" y="{y + 21}">{dates}</text>'
        return line + "".join(rects) + words

    def _mark(self, x: int, y: int, height: int, words: str) -> str:
        anchor = "start" if x < (GUTTER + DATES) // 2 else "end"
        line = f'<line class="wr-plain" x1="{x}" x2="{x}" y1="{y}" y2="{height}" stroke="currentColor" stroke-dasharray="3 3"/>'
        return f'{line}<text x="{x}" y="{y - 4}" text-anchor="{anchor}">{self._said(words)}</text>'

    def _said(self, text: str) -> Markup:
        return self.words(text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1]}\N{HORIZONTAL ELLIPSIS}")

    def fold(self, title: str, *parts: Markup, opened: bool = False) -> Markup:
        how = ' open="open"' if opened else ""
        return Markup(f"<details{how}><summary>{self.words(title)}</summary>{''.join(parts)}</details>")

    def whole(self, parts: Iterable[Markup]) -> str:
        """Put parts under one style; formulas of other kinds (``$``) are not looked for in them."""
        return f'<div class="wr mathjax_ignore tex2jax_ignore"><style>{STYLE}</style>{"".join(parts)}</div>'


SPECIAL = MappingProxyType({ord(sign): f"\\{sign}" for sign in "`*_[]<>|~#"} | {ord(sign): f"&#{ord(sign)};" for sign in "\\&$^"})
LINKS = re.compile(r":(?=\S)|\.(?=[^\W\d])|(?<=/)/")
"""What would become a link by itself."""
STARTS = re.compile(r"^([-+=]|\d+(?=[.)]))")
"""What would begin a list or a heading."""


def _spelled(found: re.Match[str]) -> str:
    return f"&#{ord(found[0][0])};{found[0][1:]}"


class Markdown(Page):
    r"""A page in Markdown with tables, in which no other markup is left.

    >>> print(Markdown().words("<b> | [link](x)"))
    \<b\> \| \[link\](x)
    """

    def words(self, text: object, tone: Tone = Tone.PLAIN, *, depth: int = 0) -> Markup:
        inside, before = _plain(text), "\N{MIDDLE DOT} " * depth
        if inside and tone is Tone.CODE and not {*"`|"} & {*inside}:
            return Markup(f"{before}`{inside}`")
        inside = LINKS.sub(_spelled, inside.translate(SPECIAL)).replace("@", "@&#8288;")
        return Markup(before + (f"**{inside}**" if inside and tone in LOUD else inside))

    def line(self, *runs: Markup) -> Markup:
        return Markup(STARTS.sub(_spelled, " ".join(filter(None, runs))))

    def each(self, runs: Iterable[Markup]) -> Markup:
        return Markup("; ".join(runs))

    def _table(self, caption: str, head: Sequence[str], rows: Sequence[Sequence[Markup]], *, grid: bool) -> Markup:
        wide: list[Iterable[str]] = [map(self.words, head or [""] * len(rows[0])), ["---"] * len(rows[0]), *rows]
        return Markup("\n".join([f"{self.words(caption, Tone.STRONG)}\n", *(f"| {' | '.join(row)} |" for row in wide)]))

    def timeline(self, title: str, bars: Sequence[Bar], marks: Iterable[tuple[date, str]] = ()) -> Markup:
        return Markup("")

    def fold(self, title: str, *parts: Markup, opened: bool = False) -> Markup:
        head = self.words(title, Tone.STRONG)
        return Markup(self.whole(parts if parts[0].startswith(head) else (head, *parts)))  # a table may have said it

    def whole(self, parts: Iterable[Markup]) -> str:
        return "\n\n".join(filter(None, parts))
