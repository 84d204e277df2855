"""What notebooks show: complete in words, readable in light and dark, inert whatever is typed, in HTML and in Markdown."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from html.parser import HTMLParser
from io import StringIO
from itertools import chain, count
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Console
from rich.pretty import pretty_repr
from profiles import scaled
from shops import anybody, bicycles
from small import IN_TERM, Small, covering

from warranty_rules import (
    UNKNOWN,
    BusinessCalendar,
    Claim,
    Clause,
    Closure,
    Code,
    Condition,
    Day,
    Decision,
    Edition,
    Exclusion,
    Outcome,
    Predicate,
    Record,
    RepairClock,
    Sale,
    Window,
    all_of,
    any_of,
    clean,
    pages,
    wording,
)
from warranty_rules.calendars import EVERY_DAY
from warranty_rules.clocks import Leg, Paused, Resumed
from warranty_rules.completions import truth
from warranty_rules.decisions import Coverage
from warranty_rules.errors import CalendarError, LogicError
from warranty_rules.explanations import Explain, Explanation
from warranty_rules.facts import Fact
from warranty_rules.notebook import FEW, to_html, to_markdown
from warranty_rules.pages import DATES, GUTTER, PALETTE, STYLE, Html, Markdown, Tone
from warranty_rules.periods import LastDay
from warranty_rules.policies import icenter
from warranty_rules.predicates import reasons
from warranty_rules.testing import policies, predicates, records
from warranty_rules.values import Option
from warranty_rules.wording import day_text

STORE = icenter.policy(calendar=BusinessCalendar.of("PL"))
JULY, DAY = date(2026, 7, 20), timedelta(days=1)
everything = lru_cache(maxsize=8)(anybody.everything)
ORDINARY = everything("x")
KINDS = sorted(ORDINARY)
BRIEF = [kind for kind in KINDS if kind not in {"year", "backwards", "late", "done late", "curable"}]
"""Enough kinds to have every text in each of its places."""

# --- Whatever is typed, it is shown and nothing else -------------------------------------------------------


class Skeleton(HTMLParser):
    """The tags and attributes of a page, and apart from them its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[object] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs, "/"))

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(f"/{tag}")

    def handle_comment(self, data: str) -> None:
        self.tags.append("comment")

    def handle_decl(self, decl: str) -> None:
        self.tags.append("declaration")

    def handle_pi(self, data: str) -> None:
        self.tags.append("instruction")

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


GITHUB = MarkdownIt("gfm-like", {"html": True, "linkify": True})
LOOSE = {"text", "code_inline"}


def tokens(markdown: str) -> list[Token]:
    return [inner for token in GITHUB.parse(markdown) for inner in (token, *(token.children or []))]


def shown_in_markdown(markdown: str) -> str:
    return "".join(token.content for token in tokens(markdown) if token.type in LOOSE).replace("@\u2060", "@")


def law_html_is_the_same_page_whatever_its_texts(kind: str, text: str) -> None:
    page, ordinary = to_html(everything(text)[kind]), to_html(everything("x" * len(text))[kind])
    found = Skeleton(page)
    assert found.tags == Skeleton(ordinary).tags
    assert len([*ElementTree.fromstring(page).iter()]) == sum(isinstance(tag, tuple) for tag in found.tags)
    assert cleaned(text) in "".join(found.texts)
    page.encode()


def law_markdown_is_the_same_page_whatever_its_texts(kind: str, text: str) -> None:
    page, ordinary = to_markdown(everything(text)[kind]), to_markdown(everything("x" * len(text))[kind])
    found, usual = ([token.type for token in tokens(markdown) if token.type not in LOOSE] for markdown in (page, ordinary))
    assert found == usual
    assert not {"link_open", "image", "html_inline", "html_block", "code_block", "fence", "s_open", "hr"} & {*found}
    assert cleaned(text) in shown_in_markdown(page)
    page.encode()


LAWS = [law_html_is_the_same_page_whatever_its_texts, law_markdown_is_the_same_page_whatever_its_texts]


def cleaned(text: str) -> str:
    """Say how a text is shown: on one line, what cannot be shown replaced."""
    signs = ("\ufffd" if ord(sign) < 32 or 127 <= ord(sign) < 160 or sign in BAD else sign for sign in " ".join(text.split()))
    return "".join(signs)


BAD = {*map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF))}
HOSTILE = [
    "<script>alert(1)</script>",
    "</td></tr></table><img src=x onerror='alert(1)'>",
    '" onmouseover="alert(1)',
    "</style><!-- <![CDATA[ ]]> <?x ?> -->",
    "</title></svg><svg onload=alert(1)>",
    "&lt;b&gt; &amp; &#x41; &nbsp",
    "a | b \\| c || d",
    "`code` ``more`` ```fence",
    "**bold** __bold__ *it* _it_ ~~gone~~",
    "[link](javascript:alert(1)) ![image](http://x.example/y.png) [ref]: x",
    "<http://x.example> https://x.example www.x.example WWW.x.example a@x.example mailto:a@x.example ftp://x.example",
    "line\n# heading\n\n- item\n    code\n> quote\n| a |\n|---|\n---\n===",
    "- item",
    "1. one",
    "+ plus",
    "= =",
    "# heading",
    "> quote",
    "--- ",
    "***",
    "\\",
    "\\\\",
    "ends with \\",
    "see x.com, x.org/y or //x.com and x@x.com",
    "$x$ $$y$$ \\(z\\) \\[z\\]",
    "tab\tand\x00null\x1b[31m\x85\u2028\u202egnp.exe\u2066",
    "\ud800 half",
    "\ufffe\uffff",
    "[^1] [x] :smile: ^sup^ @somebody #12",
    "https&#58;//x.example &#60;script&#62;",
    "}{ {0} {x.__class__} %s",
    "\N{NO-BREAK SPACE}\N{ZERO WIDTH SPACE}x",
    "x" * 400,
    "<" * 60,
]
TEXTS = (
    st.sampled_from(HOSTILE) | st.lists(st.sampled_from([*"<>&\"'`*_[]()|\\#~!$:/.@-+=1 \n\tx", "www.", "http://x.example"])).map("".join) | st.text()
)


@pytest.mark.heavy  # every page for every text that means harm
@pytest.mark.parametrize("law", LAWS)
@pytest.mark.parametrize("text", HOSTILE)
def test_a_page_is_the_same_whatever_its_texts_where_they_mean_harm(law: Callable[[str, str], None], text: str) -> None:
    for kind in BRIEF:
        law(kind, text)


@pytest.mark.parametrize("law", LAWS)
@settings(max_examples=scaled(60))
@given(kind=st.sampled_from(KINDS), text=TEXTS.filter(lambda text: bool(text.strip())))
def test_a_page_is_the_same_whatever_its_texts(law: Callable[[str, str], None], kind: str, text: str) -> None:
    law(kind, text)


SABOTAGES = {
    "nothing is escaped in HTML": ("escape", lambda text: text, 0, "<b>x</b>"),
    "nothing is escaped in Markdown": ("SPECIAL", MappingProxyType({}), 1, "**x**"),
    "a pipe is not escaped": ("SPECIAL", MappingProxyType({k: v for k, v in pages.SPECIAL.items() if k != ord("|")}), 1, "a | b"),
    "a tag is not escaped": ("SPECIAL", MappingProxyType({k: v for k, v in pages.SPECIAL.items() if chr(k) not in "<>"}), 1, "<b>x</b>"),
    "an address becomes a link": ("LINKS", re.compile("(?!)"), 1, "http://x.example"),
    "a name becomes a link": ("LINKS", re.compile(":"), 1, "www.x.com"),
    "a line begins a list": ("STARTS", re.compile("(?!)"), 1, "- x"),
    "control characters are kept": ("UNFIT", re.compile("(?!)"), 0, "x\x00\x1b"),
    "halves of characters are kept": ("UNFIT", re.compile("\x00"), 1, "\ud800"),
    "what turns words round is kept": ("UNFIT", re.compile("\x00"), 0, "\u202ex"),
}


@pytest.mark.parametrize("sabotage", SABOTAGES)
def test_those_laws_fail_where(sabotage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name, broken, law, text = SABOTAGES[sabotage]
    LAWS[law]("policy", text)
    monkeypatch.setattr(pages, name, broken)
    with pytest.raises((AssertionError, ElementTree.ParseError, UnicodeEncodeError)):
        for kind in KINDS:
            LAWS[law](kind, text)


# --- It loads nothing, runs nothing, and leaves the rest of the page alone ----------------------------------

PAGES = {kind: to_html(value) for kind, value in ORDINARY.items()}
FORBIDDEN = re.compile(
    r"<script|<link|<img|<iframe|<object|<base|<form|<input|\bon\w+=|javascript:|https?:|//|url\(|@import|@font-face|expression\(", re.IGNORECASE
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_runs_nothing_and_loads_nothing(kind: str) -> None:
    assert FORBIDDEN.findall(PAGES[kind]) == []
    assert len(PAGES[kind]) < 200_000


@pytest.mark.parametrize("bad", ["<script>", "<img src=''>", " onclick='x'", "url(x)", "@import 'x'", "https://x.example", "src='//x.example'"])
def test_that_pattern_sees_what_it_is_for(bad: str) -> None:
    assert FORBIDDEN.search(bad)


def rules(style: str = STYLE) -> Iterator[tuple[str, dict[str, str]]]:
    """Read a style: each selector with its declarations, those for dark too."""
    for selector, body in re.findall(r"([^{}@]+)\{([^{}]*)\}", style):
        yield selector.strip(), dict(part.split(":", 1) for part in body.replace("\n", "").split(";") if part)


def test_the_style_says_nothing_of_what_is_not_a_page_of_ours() -> None:
    assert {bool(re.search(r"\.wr\b", selector)) for selector, _ in rules()} == {True}
    assert all(
        name.startswith("wr") or name.endswith("jax_ignore")
        for kind in KINDS
        for names in re.findall('class="([^"]*)"', PAGES[kind])
        for name in names.split()
    )


# --- It can be read, in light and in dark --------------------------------------------------------------------

LIGHT, DARK = 0, 2


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str) -> float:
    """Reckon the contrast of two colors as WCAG 2 does."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_reckoned_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.542, abs=0.001)


def law_every_ink_can_be_read_on_its_paper(palette: Mapping[Tone, tuple[str, str, str, str]]) -> None:
    for tone, colors in palette.items():
        for scheme in (LIGHT, DARK):
            ink, paper = colors[scheme : scheme + 2]
            assert contrast(ink, paper) >= 4.5, f"{tone.value}: {ink} on {paper}"
            assert contrast(ink, palette[Tone.PLAIN][scheme + 1]) >= 3, f"{tone.value}: the edge of a span"


def test_every_ink_can_be_read_on_its_paper() -> None:
    law_every_ink_can_be_read_on_its_paper(PALETTE)


def test_that_law_fails_for_a_pale_ink() -> None:
    with pytest.raises(AssertionError, match="quiet"):
        law_every_ink_can_be_read_on_its_paper({**PALETTE, Tone.QUIET: ("#8b949e", *PALETTE[Tone.QUIET][1:])})


def used(page: str) -> set[tuple[str, str]]:
    """Walk a page: every pair of tones that gives some words their ink and their paper."""
    found: set[tuple[str, str]] = set()
    tones = {tone.value for tone in PALETTE}

    def walk(element: ElementTree.Element, ink: str, paper: str) -> None:
        own = {name.removeprefix("wr-") for name in element.get("class", "").split()} & tones
        if own:
            (ink,) = own
            paper = paper if ink == "quiet" else ink  # quiet words have no paper of their own
        if element.tag == "summary" or (element.tag == "th" and element.get("scope") == "col"):
            ink = "quiet"
        if element.tag == "text":
            ink, paper = ("quiet" if own else "plain"), "plain"
        if element.text and element.text.strip() and element.tag not in {"style", "title", "desc"}:
            found.add((ink, paper))
        for child in element:
            walk(child, ink, paper)

    walk(ElementTree.fromstring(page), "plain", "plain")
    return found


def test_words_have_no_other_ink_and_paper_than_the_palette_has_for_them() -> None:
    pairs = set[tuple[str, str]]().union(*map(used, PAGES.values()))
    assert {ink for ink, _ in pairs} >= {"plain", "quiet", "yes", "no", "open", "true", "off", "holiday", "closure", "pause", "due", "counted"}
    colors = {tone.value: values for tone, values in PALETTE.items()}
    for scheme in (LIGHT, DARK):
        assert {pair for pair in pairs if contrast(colors[pair[0]][scheme], colors[pair[1]][scheme + 1]) < 4.5} == set()


COLORED = {"color", "background", "fill", "stroke", "border", "border-top"}
NAMED = re.compile(r"(?:1px solid )?var\(--wr-(\w+)-(ink|paper)\)|none|inherit|0")


def law_colors_come_from_the_palette_alone(page: str, style: str) -> None:
    palette = {color for colors in PALETTE.values() for color in colors}
    assert {*re.findall(r"#[0-9a-fA-F]{3,8}\b", page)} <= palette
    assert {*re.findall(r'\b(?:fill|stroke|color|bgcolor)="([^"]*)"', page)} <= {"none", "currentColor"}
    assert not re.search(r"rgba?\(|hsla?\(|style=\"[^\"]*(color|background)", page)
    for selector, told in rules(style):
        values = {name: NAMED.fullmatch(value) for name, value in told.items() if name in COLORED}
        assert all(values.values()), selector
        pair = [values[name][1] for name in ("color", "background") if values.get(name) and values[name][1]]  # type: ignore[index]
        assert len(set(pair)) <= 1, f"{selector}: the ink of one tone on the paper of another"


def test_colors_come_from_the_palette_alone() -> None:
    for page in PAGES.values():
        law_colors_come_from_the_palette_alone(page, STYLE)


STRAY = ["color:#123456", "background:red", "fill:rgb(1,2,3)", "color:var(--wr-yes-ink);background:var(--wr-no-paper)"]


@pytest.mark.parametrize("stray", STRAY)
def test_that_law_fails_for_a_color_from_elsewhere(stray: str) -> None:
    style = f"{STYLE}.wr p{{{stray}}}"
    with pytest.raises(AssertionError):
        law_colors_come_from_the_palette_alone(PAGES["fact"].replace(STYLE, style), style)


@pytest.mark.parametrize("tone", PALETTE)
def test_both_schemes_know_every_tone(tone: Tone) -> None:
    for side in ("ink", "paper"):
        assert sum(f"--wr-{tone.value}-{side}" in told for _, told in rules()) == 3  # light, dark as the machine likes it, dark as the page says


def test_no_words_of_a_timeline_lie_on_a_span_of_it() -> None:
    for page in PAGES.values():
        for svg in ElementTree.fromstring(page).iter("svg"):
            spans = [{name: float(rect.get(name, "")) for name in ("x", "y", "width", "height")} for rect in svg.iter("rect")]
            lows = [(float(text.get("x", "")), float(text.get("y", ""))) for text in svg.iter("text")]
            assert spans
            assert [(x, y) for x, y in lows for s in spans if s["x"] < x < s["x"] + s["width"] and s["y"] < y < s["y"] + s["height"] + 9] == []


# --- It is told in words --------------------------------------------------------------------------------------


def law_every_state_is_told_in_words(page: str) -> None:
    """What has a color has words too; a timeline says in words what it draws; tables say what their rows and columns are."""
    root = ElementTree.fromstring(page)
    assert all("".join(element.itertext()).strip() for element in root.iter("span"))
    for svg in root.iter("svg"):
        assert svg.get("role") == "img"
        assert [child.tag for child in svg][:2] == ["title", "desc"]
        assert all((child.text or "").strip() for child in [*svg][:2])
    for table in root.iter("table"):
        assert table[0].tag == "caption"
        assert "".join(table[0].itertext()).strip()
        assert {th.get("scope") for th in table.iter("th")} <= {"row", "col"}
        assert table.get("class") == "wr-grid" or all(row[0].tag == "th" for row in table.iter("tr"))
        assert len({len(row) for row in table.iter("tr")}) == 1
    for folded in root.iter("details"):
        assert folded[0].tag == "summary"
        assert len(folded) > 1


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_is_told_in_words(kind: str) -> None:
    law_every_state_is_told_in_words(PAGES[kind])


@pytest.mark.parametrize(("told", "untold"), [("<title>Coverage</title>", ""), ("<caption>Coverage</caption>", ""), ('scope="row"', 'scope="x"')])
def test_that_law_fails_for_a_page_without_them(told: str, untold: str) -> None:
    assert told in PAGES["coverage"]
    with pytest.raises(AssertionError):
        law_every_state_is_told_in_words(PAGES["coverage"].replace(told, untold))


def words_of(html: str) -> str:
    root = ElementTree.fromstring(html)
    for element in [e for e in root.iter() if e.tag in {"style", "svg"}]:
        element.clear()
    return " ".join(" ".join(root.itertext()).split())


def essential(decision: Decision[Any]) -> Iterator[str]:
    """Say what anybody must find who looks at a decision."""
    yield decision.outcome.name
    yield wording.headline(decision)
    for ground in decision.grounds:
        yield from (*map(str, ground.clauses), wording.ground_why(ground, mask=False), *(clause.text for clause in ground.clauses))
    for question in decision.questions:
        yield from (question.text, question.path, question.stage)
    for exclusion, cure in decision.cures:
        yield from (str(exclusion.clause), cure.instruction)
    if isinstance(decision.after_cure, Decision):
        yield from (decision.after_cure.outcome.name, wording.headline(decision.after_cure))
    if decision.outcome is Outcome.APPROVED:
        yield from chain.from_iterable(wording.promise_rows(decision.service, decision.policy.calendar))  # type: ignore[arg-type]
    for cover in decision.coverage:
        yield from (cover.tier.name, wording.value_text(cover.state), wording.covered_text(cover))
    for finding in decision.findings:
        yield from (str(finding.clause), wording.truth_text(finding.truth), wording.statements(finding.because))
    yield from decision.warnings
    for fact in decision.assumed:
        yield wording.statement(fact, fact.read(decision.claim))
    yield from (decision.provenance.digest, decision.provenance.library, decision.provenance.calendar)


def law_a_page_says_all_that_a_decision_says(decision: Decision[Any]) -> None:
    html, markdown = words_of(to_html(decision)), " ".join(shown_in_markdown(to_markdown(decision)).split())
    assert [words for words in essential(decision) if " ".join(words.split()) not in html] == []
    assert [words for words in essential(decision) if " ".join(words.split()) not in markdown] == []


@settings(max_examples=scaled(30))
@given(records(Claim))
def test_a_page_says_all_that_a_decision_says(claim: Claim) -> None:
    law_a_page_says_all_that_a_decision_says(STORE.adjudicate(claim))


def test_a_page_says_all_that_a_decision_of_another_shop_says() -> None:
    for decision in (value for value in ORDINARY.values() if isinstance(value, Decision)):
        law_a_page_says_all_that_a_decision_says(decision)


def test_what_to_know_before_relying_on_dates_is_unfolded() -> None:
    sale = Sale.used(sold_on=date(2026, 3, 2), contract_months=6)
    decision = icenter.policy(calendar=BusinessCalendar.of("UA")).adjudicate(clean(Claim, sale=sale, claimed_on=JULY, accepted_on=JULY))
    law_a_page_says_all_that_a_decision_says(decision)
    (warning,) = decision.warnings
    opened = [folded for folded in ElementTree.fromstring(to_html(decision)).iter("details") if folded.get("open")]
    assert [warning in "".join(folded.itertext()) for folded in opened] == [True]
    assert "may be too early" in words_of(to_html(BusinessCalendar.of("UA").month(2026, 7)))


def test_that_law_fails_where_a_word_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    decision = STORE.adjudicate(clean(Claim, claimed_on=JULY))
    law_a_page_says_all_that_a_decision_says(decision)
    monkeypatch.setattr(
        Html, "words", lambda page, text, tone=Tone.PLAIN, depth=0: pages.Markup("" if tone in pages.CHIPS else pages.escape(str(text)))
    )
    with pytest.raises(AssertionError):
        law_a_page_says_all_that_a_decision_says(decision)


def test_the_policy_s_page_has_every_clause_with_its_text_and_its_rules() -> None:
    html, rules = words_of(to_html(STORE)), wording.clause_rules(STORE)
    for clause in STORE.clauses:
        assert f"{clause} {clause.text} {' '.join(rules[clause.id])}".strip() in html
    for tier in STORE.ranked:
        assert f"{tier.id} {tier.name} {tier.term} from {tier.start} {tier.obligor.label} {' '.join(wording.tier_rules(STORE, tier))}" in html


def test_a_policy_s_page_has_the_days_on_which_it_is_in_force() -> None:
    edition = Edition(Claim.sale.sold_on, date(2026, 1, 1), date(2026, 12, 31))
    dated = attrs.evolve(STORE, edition=edition)
    for told in (words_of(to_html(dated)), " ".join(shown_in_markdown(to_markdown(dated)).split()), " ".join(wording.policy_text(dated).split())):
        assert "edition sale.sold_on from 2026-01-01 to 2026-12-31" in told
    assert "edition" not in words_of(to_html(STORE))


def test_terms_without_a_tier_say_that_they_have_none() -> None:
    decision = attrs.evolve(STORE, ranked=()).adjudicate(Claim())
    assert str(decision) == "DENIED    these terms have no tier"
    assert "DENIED these terms have no tier" in words_of(to_html(decision))
    law_every_state_is_told_in_words(to_html(decision))


def test_a_term_of_no_length_covers_no_day() -> None:
    used_goods = attrs.evolve(STORE.tiers["used"], requirements=(), term=attrs.evolve(STORE.tiers["used"].term, last_day=LastDay.FIRST_OUT))
    policy = attrs.evolve(STORE, ranked=(used_goods,))
    coverage = policy.adjudicate(clean(Claim, sale=Sale.used(sold_on=JULY, contract_months=0), claimed_on=JULY)).coverage
    (cover,) = coverage
    assert (cover.first, cover.last) == (JULY, date(2026, 7, 19))
    assert wording.covered_text(cover) == "no day"
    assert "<svg" not in to_html(coverage), "a day is drawn"
    assert "<svg" in to_html(STORE.adjudicate(clean(Claim, sale=Sale.used(sold_on=JULY, contract_months=1), claimed_on=JULY)).coverage)


def test_two_days_that_fall_together_are_both_marked() -> None:
    one, other = ORDINARY["approved"].coverage[0], bicycles.policy().adjudicate(bicycles.Complaint(reported=JULY)).coverage[0]
    (svg,) = ElementTree.fromstring(to_html(Coverage((one, other)))).iter("svg")
    marks = [wording.statement(cover.tier.when, JULY) for cover in (one, other)]
    assert len({*marks}) == 2
    assert [mark for mark in marks if mark not in "".join(svg.itertext())] == []


def test_a_calendar_s_page_has_every_part_of_its_definition() -> None:
    calendar = ORDINARY["calendar"]
    assert words_of(to_html(calendar)) == (
        "Business calendar weekend Saturday and Sunday closure x: 2026-08-03 to 2026-08-05 closed day 22 Jul 2026: x make-up day 25 Jul 2026"
    )
    assert "holidays of PL holiday data holidays" in words_of(to_html(STORE.calendar))
    assert "strict" in words_of(to_html(BusinessCalendar.of("PL", strict=True)))


@settings(max_examples=scaled(25))
@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_a_month_s_page_names_each_day_once_and_each_holiday(day: date) -> None:
    month = STORE.calendar.month(day.year, day.month)
    (grid,) = (table for table in ElementTree.fromstring(to_html(month)).iter("table") if table.get("class") == "wr-grid")
    cells = ["".join(cell.itertext()) for cell in grid.iter("td")]
    closed = {skipped.day.day: wording.mark(skipped) for skipped in month.skipped}
    assert [cell for cell in cells if cell] == [f"{number}{closed.get(number, '')}" for number in range(1, month.b.day + 1)]
    assert cells.index(f"1{closed.get(1, '')}") == day.replace(day=1).weekday()
    assert all(skipped.name in words_of(to_html(month)) for skipped in month.skipped if skipped.reason.value == "holiday")


def test_a_reckoning_s_page_draws_its_months_and_says_where_it_stops() -> None:
    calendar = BusinessCalendar()
    assert words_of(to_html(calendar.explain(JULY, date(2026, 9, 1)))).count("business days") == 1 + 3
    long = words_of(to_html(calendar.explain(date(2026, 1, 31), date(2028, 2, 1))))
    assert long.count("business days") == 1 + 24
    assert "the first 24 months are shown" in long
    for a, b in ((date(2026, 1, 31), date(2028, 1, 31)), (date(2028, 2, 1), date(2026, 2, 1))):
        assert "the first 24" not in words_of(to_html(calendar.explain(a, b)))


LONG: dict[str, Any] = {
    "all days there are": BusinessCalendar().explain(date.min.replace(month=2), date.max),
    "backwards": BusinessCalendar().explain(date.max, date.min.replace(month=2)),
    "a repair asked about on a day that stands for none": ORDINARY["clock"].as_of(date.max),
    "a promise of centuries": RepairClock(Window(3, 200_000), JULY, BusinessCalendar()),
}


@pytest.mark.parametrize("show", [to_html, to_markdown])
@pytest.mark.parametrize("kind", LONG)
def test_a_page_looks_at_no_more_days_than_it_shows(kind: str, show: Callable[[object], str], monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[date] = []
    skipped = BusinessCalendar.skipped
    monkeypatch.setattr(BusinessCalendar, "skipped", lambda calendar, day: looked.append(day) or skipped(calendar, day))
    assert "the first 24 months are shown" in show(LONG[kind])
    assert len(looked) <= 24 * 31


def test_of_rows_without_end_the_first_are_drawn_and_that_is_said_quietly() -> None:
    page = Html()
    told = page.table("rows", ["one"], ([page.words(at)] for at in count()))
    assert told.endswith('<span class="wr-quiet">the first 1,000 rows are shown</span></p>')
    assert '<span class="wr-quiet">the first 24 months are shown</span>' in to_html(LONG["all days there are"])


def test_a_table_stops_somewhere_and_says_so() -> None:
    for number, more in ((1_000, False), (1_001, True)):
        page = to_html(any_of(Small.few.eq(at % 20) for at in range(number - 1)))  # under one "any of"
        assert page.count("<tr><th") == 1_000 + 1  # with its head
        assert ("the first 1,000 rows are shown" in page) is more


@pytest.mark.parametrize("show", [to_html, to_markdown])
def test_days_are_shown_with_the_calendar_that_they_are_of(show: Callable[[object], str]) -> None:
    calendar = BusinessCalendar.of("PL", closures=[Closure.on("stocktaking", JULY)])
    clock = RepairClock(Window(3, 5), JULY, calendar)
    for value in (calendar.month(2026, 7), calendar.year(2026), calendar.explain(JULY, date(2026, 9, 1)), clock):
        page = show(value)
        told = words_of(page) if show is to_html else " ".join(shown_in_markdown(page).split())
        assert f"calendar {calendar.id}" in told


def test_a_year_without_closed_days_counts_calendar_days() -> None:
    assert words_of(to_html(EVERY_DAY.year(2026))).startswith("2026: 365 calendar days")
    assert str(EVERY_DAY.year(2026)).startswith("2026: 365 calendar days\n")


SATURDAY = date(2026, 7, 25)
CHINA = BusinessCalendar.of("CN")
WORKED = {
    "by the shop": (BusinessCalendar(working_days=[SATURDAY]), [SATURDAY]),
    "by the country": (CHINA, [date(2025, 1, 26)]),
    "by a part": (CHINA | BusinessCalendar(weekend=()), [date(2025, 1, 26)]),
    "not where another part is closed": (CHINA | BusinessCalendar(), []),
    "not where the shop is closed": (attrs.evolve(CHINA, holidays=[date(2025, 1, 26)]), []),
    "nor where there are none": (BusinessCalendar.of("PL"), []),
}


@pytest.mark.parametrize("kind", WORKED)
def test_a_make_up_day_has_a_mark_and_words(kind: str) -> None:
    calendar, days = WORKED[kind]
    month = calendar.month(2026, 7) if days == [SATURDAY] else calendar.month(2025, 1)
    told = [f"^ {day_text(day)} make-up day" for day in days]
    assert [" ".join(line.split()) for line in str(month).splitlines() if "make-up" in line] == told
    assert [f"{day.day}^" for day in days] == [cell for cell in str(month).split() if re.fullmatch(r"\d+\^", cell)]
    html, markdown = words_of(to_html(month)), " ".join(shown_in_markdown(to_markdown(month)).split())
    assert (html.count("^"), markdown.count("^")) == (2 * len(days), 2 * len(days))
    assert [line for line in told if line not in html] == []
    assert [day for day in days if f"{day_text(day)}make-up day" not in markdown] == []  # two cells, put together


def test_a_make_up_day_on_which_a_repair_waits_is_a_wait() -> None:
    clock = RepairClock(Window(3, 9), JULY, BusinessCalendar(working_days=[SATURDAY])).told(Paused(JULY, "a part"))
    html = words_of(to_html(clock.as_of(date(2026, 7, 28))))
    assert "25=" in html
    assert "25 Jul 2026 make-up day" not in html


def test_a_way_that_began_on_the_day_has_taken_no_day_yet_that_could_be_drawn() -> None:
    day, after = date(2026, 7, 22), date(2026, 7, 23)
    clock = RepairClock(Window(3, 9), JULY, BusinessCalendar()).told(Leg(day))
    today, tomorrow = ("".join(ElementTree.fromstring(to_html(clock.as_of(each))).itertext()) for each in (day, after))
    assert "still on" not in today
    assert f"still on{wording.day_text(after)}" in tomorrow


def test_a_day_is_seen_even_beside_centuries() -> None:
    clock = RepairClock(Window(3, 200_000), JULY, BusinessCalendar()).told(Paused(JULY, "a part"), Resumed(date(2026, 7, 21)))
    widths = [int(rect.get("width", "")) for rect in ElementTree.fromstring(to_html(clock.as_of(date(2026, 7, 28)))).iter("rect")]
    assert min(widths) == 3
    assert max(widths) > 100


def test_what_rests_on_an_estimated_holiday_has_a_mark_and_a_warning() -> None:
    calendar = BusinessCalendar.of("AE")
    day = next(skipped.day for skipped in calendar.year(2060).skipped if skipped.estimated)
    name = calendar.closed_because(day).partition(" (")[0]
    warning = f"calendar {calendar.id}: the days of {name}"
    month = calendar.month(day.year, day.month)
    html = words_of(to_html(month))
    assert f"{day.day}~" in html
    assert f"~ {day_text(day)} holiday: {name} (estimated)" in " ".join(str(month).split())
    assert warning in html
    promised = RepairClock(Window(3, 30), calendar.add(day, -3), calendar)
    claim = clean(
        Claim, sale=Sale.used(sold_on=promised.accepted_on, contract_months=6), claimed_on=promised.accepted_on, accepted_on=promised.accepted_on
    )
    decision = icenter.policy(calendar=calendar).adjudicate(claim)
    for value in (decision, promised.as_of(promised.accepted_on)):
        assert warning in words_of(to_html(value))
        assert warning in str(value)
        assert [told for told in value.warnings if told.startswith(warning) and told.endswith("are estimated, so business days may change")]


def test_what_rests_on_no_estimated_holiday_has_neither() -> None:
    calendar = BusinessCalendar.of("AE")
    day = next(skipped.day for skipped in calendar.year(2060).skipped if skipped.estimated)
    before = calendar.explain(day.replace(day=1, month=day.month - 1), day - DAY)
    assert (before.warnings, "~" in words_of(to_html(BusinessCalendar.of("PL").year(2060)))) == ((), False)
    assert calendar.explain(day - DAY, day).warnings != ()


def test_a_reckoning_of_no_days_has_a_page_too() -> None:
    assert words_of(to_html(BusinessCalendar().explain(JULY, JULY))).startswith("0 business days after 20 Jul 2026")


@pytest.mark.parametrize(("kind", "states"), [("clock", "runs"), ("waiting", "waits"), ("late", "overdue"), ("done late", "overdue done")])
def test_a_repair_s_page_says_how_it_stands(kind: str, states: str) -> None:
    progress = ORDINARY[kind]
    progress = progress.as_of(progress.last_told) if isinstance(progress, RepairClock) else progress
    html = words_of(to_html(progress))
    assert html.startswith(f"{states} {wording.elapsed_text(progress)} {wording.due_text(progress)}")
    assert all(f"{wording.day_text(day)} {what}" in html for day, what in wording.happened(progress))
    assert to_html(ORDINARY["clock"]) == to_html(ORDINARY["clock"].as_of(date(2026, 7, 30)))


def test_the_due_days_are_marked_in_the_months_of_a_repair() -> None:
    progress = RepairClock(Window(3, 5), JULY, BusinessCalendar()).as_of(date(2026, 7, 22))
    grids = [table for table in ElementTree.fromstring(to_html(progress)).iter("table") if table.get("class") == "wr-grid"]
    marked = {"".join(cell.itertext()) for grid in grids for cell in grid.iter("td")} & {
        f"{n}{mark}" for n in range(1, 32) for mark in ("<", "!", "+", "!+", "+!")
    }
    assert marked == {"20<", "22!", "23+", "24+", "27+"}


def test_what_cannot_be_reckoned_is_said_and_not_raised() -> None:
    assert "cannot be shown" in words_of(to_html(ORDINARY["impossible"]))
    assert "tell also when it was paused" in words_of(to_html(ORDINARY["impossible"]))
    strict = BusinessCalendar.of("PL", strict=True)
    assert "use a calendar that is not strict" in words_of(to_html(RepairClock(Window(3, 30), date(2150, 1, 1), strict)))


@pytest.mark.parametrize("show", [to_html, to_markdown])
def test_what_is_settled_is_shown_although_a_calendar_cannot_tell_the_dates(show: Callable[[object], str]) -> None:
    sale = Sale.used(sold_on=date(2100, 12, 1), contract_months=6)
    late = clean(Claim, sale=sale, claimed_on=date(2100, 12, 20), accepted_on=date(2100, 12, 20))
    decision = icenter.policy(calendar=BusinessCalendar.of("PL", strict=True)).adjudicate(late)
    page = show(decision)
    assert [words for words in ("APPROVED", wording.headline(decision), "the rest cannot be shown", "is not strict") if words not in page] == []


@settings(max_examples=scaled(20))
@given(policies(Small), records(Small))
def test_whatever_is_decided_has_a_page(policy: Any, record: Small) -> None:
    decision = policy.adjudicate(record)
    for value in (decision, decision.coverage, policy, policy.approved, policy.approved.explain(record), *policy.exclusions):
        law_every_state_is_told_in_words(to_html(value))
        assert not {token.type for token in tokens(to_markdown(value))} & {"html_inline", "html_block", "link_open"}


def test_what_is_none_of_ours_is_refused() -> None:
    with pytest.raises(LogicError, match="such as a decision; got 3"):
        to_html(3)


# --- Explanations -----------------------------------------------------------------------------------------


def law_an_explanation_agrees_with_the_predicate(predicate: Predicate, record: Any) -> None:
    explanation = predicate.explain(record)
    decided, deciding = reasons(predicate, lambda fact: fact.of(record))
    listed = [*explanation.part.listed()]
    assert explanation.truth is predicate(record) is decided
    assert explanation.exact is truth(predicate, record)
    conditions = [(part, decides) for _, part, decides in listed if not isinstance(part.rule, str)]
    assert tuple(part.rule for part, _ in conditions) == predicate.conditions
    assert all(part.truth is part.rule(record) for part, _ in conditions if isinstance(part.rule, Predicate))
    assert all(known.value is known.fact.of(record) or known.value == known.fact.of(record) for part, _ in conditions for known in part.known)
    assert {part.rule for part, decides in conditions if decides} == {*deciding}
    assert len(str(explanation).splitlines()) == len(listed) + (explanation.exact is not explanation.truth)


@settings(max_examples=scaled(150))
@given(predicates(Small), records(Small))
def test_an_explanation_agrees_with_the_predicate(predicate: Predicate, record: Small) -> None:
    law_an_explanation_agrees_with_the_predicate(predicate, record)


@pytest.mark.parametrize("broken", ["all", "any", "negate"])
def test_that_law_fails_where_a_connective_is_taken_for_another(broken: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: dict[str, Any] = {"all": Explain.any, "any": Explain.all, "negate": lambda algebra, part: part}
    monkeypatch.setattr(Explain, broken, wrong[broken])
    parts = [Small.mark, Small.few.eq(1)]
    record = Small(mark=True, few=2)
    with pytest.raises(AssertionError):
        law_an_explanation_agrees_with_the_predicate({"all": all_of(parts), "any": any_of(parts), "negate": ~Small.mark}[broken], record)


def test_an_explanation_says_every_part_with_its_truth_and_what_is_known() -> None:
    predicate = Small.inner.flag & ~(Small.color.eq(Small.color.field.domain[0]) | (Small.few > 3)) | Small.mark  # type: ignore[index]
    explanation = predicate.explain(Small(few=5))
    assert str(explanation) == (
        "unknown  any of\n"
        "false      all of\n"
        "unknown      inner.flag: not known: Flag?\n"
        "false        not\n"
        "true           any of\n"
        "unknown          color is red: not known: Color?\n"
        "true             few > 3: 5 few\n"
        "unknown    mark: not known: Mark?"
    )
    assert "unknown any of unknown all of" not in words_of(to_html(explanation))
    assert "mark unknown not known: Mark? yes" in words_of(to_html(explanation))
    assert "| · · · · `few > 3` | **true** | 5 few |  |" in to_markdown(explanation)


def test_an_explanation_says_where_the_whole_is_settled_although_its_parts_are_open() -> None:
    explanation = (Small.mark | ~Small.mark).explain(Small())
    assert (explanation.truth, explanation.exact) == (UNKNOWN, True)
    assert str(explanation).splitlines()[-1] == "true all the same, whatever the open facts turn out to be"
    assert "true all the same" in words_of(to_html(explanation))


def test_an_explanation_is_frozen_and_equal_by_value() -> None:
    one, other = (Small.mark.explain(Small(mark=True)) for _ in range(2))
    assert one == other
    assert hash(one) == hash(other)
    assert pickle.loads(pickle.dumps(one)) == one


def test_a_predicate_as_deep_and_as_wide_as_they_come_is_shown_and_explained() -> None:
    deep: Predicate = Small.mark
    for _ in range(49):
        deep = ~(deep | Small.few.eq(1))
    assert deep.depth == 99
    wide = any_of(Small.many.eq(number % 20) for number in range(2_000))
    for predicate in (deep, wide):
        for value in (predicate, predicate.explain(Small(mark=True))):
            ElementTree.fromstring(to_html(value))
            assert to_markdown(value).count("\n| ") >= 100


def test_another_record_is_refused() -> None:
    with pytest.raises(LogicError, match="hand a Small"):
        Small.mark.explain(Claim())


# --- Years, coverage, hooks -----------------------------------------------------------------------------------


@settings(max_examples=scaled(20))
@given(st.integers(2, 9999))
def test_a_year_is_its_months(number: int) -> None:
    calendar = BusinessCalendar(holidays=[date(number, 5, 1)])
    year = calendar.year(number)
    assert [*year.months] == [calendar.month(number, month) for month in range(1, 13)]
    assert year.counted == sum(month.counted for month in year.months) == calendar.count(date(number - 1, 12, 31), date(number, 12, 31))
    assert str(year).split("\n\n") == [f"{number}: {year.counted} business days", *map(str, year.months)]


@pytest.mark.parametrize("number", [0, 1, 10_000, True, "2026"])
def test_what_is_no_year_with_a_day_before_it_is_refused(number: Any) -> None:
    with pytest.raises(CalendarError):
        BusinessCalendar().year(number)


def test_the_months_of_a_reckoning_know_its_pauses() -> None:
    progress = ORDINARY["waiting"]
    months = progress.explain(date(2026, 8, 31)).months
    assert sum(month.counted for month in months) == progress.explain(date(2026, 8, 31)).counted + BusinessCalendar().count(date(2026, 6, 30), JULY)


def test_coverage_is_a_tuple_that_shows_itself() -> None:
    coverage = ORDINARY["denied"].coverage
    assert coverage == tuple(coverage)
    assert isinstance(coverage, tuple)
    assert {cover.when for cover in coverage} == {JULY}
    assert "<svg" in coverage._repr_html_()


WIDE = any_of(Small.few.eq(number % 20) for number in range(5_000))
BIG = {
    **ORDINARY,
    "wide predicate": WIDE,
    "wide explanation": WIDE.explain(Small()),
    "wide exclusion": attrs.evolve(STORE.exclusions[0], when=WIDE, cure=None),
    "wide part": WIDE.explain(Small()).part,
    "coverage of the store": STORE.adjudicate(Claim()).coverage,
    "tier": STORE.tiers["used"],
    "findings": STORE.adjudicate(Claim()).findings,
}


@pytest.mark.parametrize("kind", BIG)
def test_what_is_shown_is_short_as_plain_text(kind: str) -> None:
    assert len(repr(BIG[kind])) <= (60 * len(BIG[kind]) if kind == "findings" else 600)


def test_the_plain_text_of_coverage_names_each_tier_with_its_state() -> None:
    assert repr(STORE.adjudicate(clean(Claim, sale=Sale.used(sold_on=JULY, contract_months=6), claimed_on=JULY)).coverage) == (
        "<coverage: new=other_goods, store-one-month=other_goods, extended-12-month=other_goods, used=in_force>"
    )


@attrs.frozen
class Bare(Condition):
    """A condition of one's own."""

    least: int

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (Small.few,)

    def holds(self, *values: Any, **none: Any) -> bool:
        return bool(values[0] >= self.least)


class Plain(Bare):
    """One that is no attrs class of its own."""


@dataclass(frozen=True)
class Data(Condition):
    """One that is a data class."""

    least: int
    reads: tuple[Fact[Any], ...] = (Small.few,)  # type: ignore[misc]

    holds = Bare.holds


@pytest.mark.parametrize("condition", [Bare(3), Plain(3), Data(3)], ids=lambda condition: type(condition).__name__)
def test_a_condition_of_one_s_own_is_shown_however_its_class_is_made(condition: Condition) -> None:
    assert str(condition).startswith(f"{type(condition).__name__}(least 3")
    for value in (condition, ~condition, condition.explain(Small(few=3))):
        assert "least 3" in str(value)
        assert "least 3" in words_of(to_html(value))


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_notebook_asks_for_is_what_the_room_gives(kind: str) -> None:
    value = ORDINARY[kind]
    assert value._repr_html_() == to_html(value) == PAGES[kind]
    assert value._repr_markdown_() == to_markdown(value)


RICH = {
    "decision": (STORE.adjudicate(Claim()), ["PENDING", "inspection.opened_by"]),
    "policy": (STORE, ["used", "E04 unauthorized opening", STORE.digest]),
    "exclusion": (STORE.exclusions[0], ["E01 warranty card", "bring the warranty card"]),
    "predicate": (STORE.exclusions[3].when, ["inspection.opened_by has buyer"]),
    "fact": (Claim.card.present, ["card.present"]),
    "clause": (STORE.clauses[0], [STORE.clauses[0].text]),
    "tier": (STORE.tiers["used"], ["used-goods warranty", "sale.contract_months months from sale.sold_on"]),
    "calendar": (STORE.calendar, ["Saturday", "PL"]),
    "clock": (ORDINARY["clock"], ["accepted_on", "Leg", "Paused"]),
    "claim": (clean(Claim, claimed_on=JULY), ["claimed_on", "present=True"]),
    "blank claim": (Claim(), ["Claim()"]),
}


@pytest.mark.parametrize("kind", RICH)
@pytest.mark.parametrize("width", [20, 200])
def test_rich_shows_a_value_by_its_parts(kind: str, width: int) -> None:
    value, words = RICH[kind]
    console = Console(file=StringIO(), width=width)
    console.print(value)
    told = pretty_repr(value, max_width=width)
    assert "error" not in told
    assert "repr-error" not in told
    assert [word for word in words if word not in pretty_repr(value, max_width=10_000)] == []
    assert pretty_repr(value, max_width=10_000).startswith(f"{type(value).__name__}(")
    assert all(isinstance(name, str) for name, _ in value.__rich_repr__())


def test_rich_shows_what_the_plain_repr_shows_of_a_claim() -> None:
    claim = clean(Claim, claimed_on=JULY)
    assert "".join(pretty_repr(claim, max_width=10_000).split()) == "".join(repr(claim).split())


def test_a_formula_is_written_out_where_it_is_not_long() -> None:
    for more, shown in ((0, True), (1, False)):
        rule = Claim.device.model.eq("x" * 150) | Claim.reference.eq("y" * (240 - len("device.model is  or reference is ") - 150 + more))
        assert len(str(rule)) == 240 + more
        assert (f"`{rule}`" in to_markdown(rule)) is shown


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("12. month", "&#49;2. month"),
        ("123) month", "&#49;23) month"),
        ("+ more", "&#43; more"),
        ("\N{SECTION SIGN} 5", "\N{SECTION SIGN} 5"),
        ("a\x00b\u202ec", "a\ufffdb\ufffdc"),
        ("a \t\n b", "a b"),
    ],
    ids=ascii,
)
def test_what_would_begin_a_list_is_spelled_and_what_is_no_text_is_marked(text: str, markdown: str) -> None:
    assert Markdown().line(Markdown().words(text)) == markdown


def test_code_and_cells_of_several_lines_in_markdown() -> None:
    page = Markdown()
    assert [page.words(code, Tone.CODE) for code in ("X9", "a|b", "a`b")] == ["`X9`", r"a\|b", r"a\`b"]
    assert page.each([page.words("one"), page.words("two")]) == "one; two"


def test_a_label_that_fits_is_drawn_whole_and_a_mark_in_the_middle_has_its_words_before_it() -> None:
    page, middle = Html(), (GUTTER + DATES) // 2
    assert [page._said("x" * length) for length in (30, 31)] == ["x" * 30, "x" * 29 + "\N{HORIZONTAL ELLIPSIS}"]
    assert ["start" in page._mark(x, 0, 9, "today") for x in (middle - 1, middle)] == [True, False]


def test_nobody_is_called_by_a_text() -> None:
    assert Markdown().words("ask @someone") == "ask @&#8288;someone"


@pytest.mark.parametrize(
    "what",
    [
        BusinessCalendar.of("CN").year(2040),
        BusinessCalendar.of("CN").explain(date(2040, 3, 5), date(2040, 3, 8)),
    ],
    ids=["a year", "a reckoning"],
)
def test_what_a_calendar_is_in_doubt_about_stands_on_the_page(what: Any) -> None:
    (warning,) = what.warnings
    assert "known in part only" in warning
    assert all(warning in page for page in (to_html(what), to_markdown(what)))


@pytest.mark.parametrize("open_ones", [FEW - 1, FEW])
def test_few_clauses_left_open_are_shown_at_once(open_ones: int) -> None:
    exclusions = [Exclusion(Clause(f"X{n}", "t", "x", "c"), Small.few.eq(n)) for n in range(open_ones)]
    decision = covering(all_of(), *exclusions).adjudicate(Small(**{fact.path[0]: day for fact, day in IN_TERM.items()}))
    for more, opened in ((0, True), (2, False)):
        extra = [Exclusion(Clause(f"Y{n}", "t", "x", "c"), Small.many.eq(n)) for n in range(more)]
        decision = covering(all_of(), *exclusions, *extra).adjudicate(decision.claim)
        (fold,) = re.findall(f"<details[^>]*>(?:(?!</?details).)*Left open by {open_ones + more} clauses", to_html(decision), flags=re.DOTALL)
        assert ("open" in fold.partition(">")[0]) is opened


class Numbered(Record):
    reported_on: Day = Day("Reported?", "desk", says="reported on {}")
    sold_on: Day = Day("Sold?", "desk", says="sold on {}")
    number: Code = Code("Number?", "desk", says="number {}", clean="F2LX1234")


@pytest.mark.parametrize("mask", [False, True])
def test_numbers_that_were_taken_as_clean_are_masked_too(mask: bool) -> None:
    decision = covering(Numbered.number.ne("A1B2"), record=Numbered).adjudicate(clean(Numbered))
    assert ("F2LX1234" in to_html(decision, mask=mask)) is not mask


def test_what_is_chosen_or_asked_of_several_is_listed() -> None:
    chosen = icenter.policy(icenter.Readings(accident="by_anyone", transport="out_of_turnaround_too"))
    assert "accident: by_anyone, transport: out_of_turnaround_too" in to_html(chosen.adjudicate(Claim()))
    assert "Left?; Right?" in to_html(Small.left.eq(Small.right) & Small.mark)


def test_a_section_sign_stays_what_it_is() -> None:
    assert "\u00a7 5" in to_markdown(Exclusion(Clause("X1", "t", "\u00a7 5 says so.", "c"), Small.mark))
