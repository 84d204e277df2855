"""What a notebook shows of decisions, policies, predicates, calendars and clocks.

Each kind of value is a list of lines, tables and timelines, put down once for HTML and for Markdown. The
words are those of `wording` and of the clauses.
"""

from __future__ import annotations

from calendar import Calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import singledispatch
from itertools import islice
from types import MappingProxyType
from typing import Any

import attrs

from warranty_rules import wording
from warranty_rules.analysis.ledger import Ledger
from warranty_rules.batches import HEAD, Summary
from warranty_rules.batches import Part as Counted
from warranty_rules.calendars import WEEK, BusinessCalendar
from warranty_rules.clauses import Clause, Exclusion
from warranty_rules.clocks import Progress, RepairClock
from warranty_rules.decisions import Coverage, Decision, Outcome
from warranty_rules.errors import CalendarError, InputError, LogicError, shown
from warranty_rules.explanations import Explanation, Part, unasked
from warranty_rules.facts import Known
from warranty_rules.pages import Bar, Html, Markdown, Markup, Page, Tone
from warranty_rules.policy import Policy
from warranty_rules.predicates import Predicate
from warranty_rules.reckonings import MonthReckoning, Pause, Reason, Reckoning, YearReckoning
from warranty_rules.tiers import State
from warranty_rules.values import NONE, UNKNOWN, Truth, Unknown

__all__ = ["to_html", "to_markdown"]

OUTCOMES = MappingProxyType({Outcome.APPROVED: Tone.YES, Outcome.DENIED: Tone.NO, Outcome.PENDING: Tone.OPEN})
TRUTHS = MappingProxyType({True: Tone.TRUE, False: Tone.OFF, UNKNOWN: Tone.OPEN})
STATES: Mapping[State | Unknown, Tone] = MappingProxyType({State.IN_FORCE: Tone.YES, State.EXCLUDED: Tone.NO, UNKNOWN: Tone.OPEN})
REASONS = MappingProxyType({Reason.WEEKEND: Tone.OFF, Reason.HOLIDAY: Tone.HOLIDAY, Reason.CLOSURE: Tone.CLOSURE, Reason.PAUSE: Tone.PAUSE})
MOST_MONTHS = 24
LONGEST_FORMULA = 240
FEW = 5


def to_html(value: object, *, mask: bool = False) -> str:
    """Put a value in HTML as notebooks show it: no script, nothing loaded, every character of data escaped.

    Args:
        value: a decision, its coverage or ledger, a policy, an exclusion, a predicate or its explanation, a calendar,
            a reckoning, a repair clock or its progress, a summary.
        mask: hide all but the end of numbers that identify the device.

    Raises:
        LogicError: for anything else.

    >>> to_html(BusinessCalendar()).count("Saturday and Sunday")
    1
    """
    page = Html(mask)
    return page.whole(_parts(value, page))


def to_markdown(value: object, *, mask: bool = False) -> str:
    """Put a value in Markdown with tables, without raw HTML; the arguments are those of `to_html`.

    >>> print(to_markdown(BusinessCalendar()).splitlines()[-1])
    | weekend | Saturday and Sunday |
    """
    page = Markdown(mask)
    return page.whole(_parts(value, page))


def _parts(value: object, page: Page) -> Iterator[Markup]:
    try:
        yield from view(value, page)
    except (CalendarError, InputError) as error:  # days that a calendar cannot tell, events that cannot be: the value stands, its dates do not
        yield page.line(page.words("the rest cannot be shown", Tone.NO), page.words(error))


@singledispatch
def view(value: object, page: Page) -> Iterator[Markup]:
    """Give the parts of a value's page."""
    raise LogicError(f"to_html and to_markdown show what the library makes, such as a decision; got {shown(value)}")


# --- Decisions ------------------------------------------------------------------------------------------


@view.register(Decision)
def _(decision: Decision[Any], page: Page) -> Iterator[Markup]:
    say = page.words
    yield page.line(*_outcome(decision, page))
    grounds = ((say(wording.clauses_text(g)), say(wording.ground_why(g, mask=page.mask)), _texts(g.clauses, page)) for g in decision.grounds)
    yield page.table("Refused by", ("clause", "why", "in the terms"), grounds)
    yield page.table("To bring or to do", (), ((say(exclusion.clause), say(cure.instruction)) for exclusion, cure in decision.cures))
    if decision.after_cure is not NONE:
        yield page.line(say("then"), *_outcome(decision.after_cure, page))
    if decision.service is not NONE:
        given = (*wording.promise_rows(decision.service, decision.policy.calendar), ("returns", wording.value_text(decision.returns)))
        yield page.table("Service", (), ((say(name), say(words)) for name, words in given))
    asked = decision.questions if decision.service is NONE else decision.service.needs
    yield page.table("To ask", ("question", "answer goes to", "who knows"), ((say(q.text), say(q.path, Tone.CODE), say(q.stage)) for q in asked))
    if decision.outcome is Outcome.PENDING:
        left = wording.open_clauses(decision)
        rows = ((say(clause), _texts((clause,), page)) for clause in left)
        yield _folded(page, f"Left open by {wording.counted(str(len(left)), 'clauses')}", ("clause", "in the terms"), rows, opened=len(left) <= FEW)
    yield from view(decision.coverage, page)
    yield from _notes(decision.warnings, page)
    findings = ((say(f.clause), _truth(f.truth, page), say(wording.statements(wording.hidden(f.because, mask=page.mask)))) for f in decision.findings)
    yield _folded(page, "Every clause", ("clause", "holds", "because"), findings)
    taken = wording.hidden((Known(fact, fact.read(decision.claim)) for fact in decision.assumed), mask=page.mask)
    rows = ((say(k.fact, Tone.CODE), say(wording.statement(k.fact, k.value))) for k in taken)
    yield _folded(page, f"Taken as clean: {wording.counted(str(len(taken)), 'facts')}", ("fact", "taken"), rows)
    made = attrs.asdict(decision.provenance) | {"readings": ", ".join(map(": ".join, decision.provenance.readings))}
    yield _folded(page, "Decided under", (), ((say(name), say(told)) for name, told in made.items() if told))


def _outcome(decision: Decision[Any], page: Page) -> tuple[Markup, Markup]:
    return page.words(decision.outcome.name, OUTCOMES[decision.outcome]), page.words(wording.headline(decision), Tone.STRONG)


def _folded(page: Page, title: str, head: Sequence[str], rows: Iterable[Sequence[Markup]], *, opened: bool = False) -> Markup:
    table = page.table(title, head, rows)
    return page.fold(title, table, opened=opened) if table else table


def _texts(clauses: Iterable[Clause], page: Page) -> Markup:
    return page.each(page.words(clause.text, Tone.QUIET) for clause in clauses)


def _truth(truth: Truth, page: Page) -> Markup:
    return page.words(wording.truth_text(truth), TRUTHS[truth])


def _notes(warnings: Sequence[str], page: Page) -> Iterator[Markup]:
    if warnings:
        yield page.fold("Before relying on this", *(page.line(page.words(warning)) for warning in warnings), opened=True)


@view.register
def _(coverage: Coverage, page: Page) -> Iterator[Markup]:
    bars = [
        Bar(
            cover.tier.name,
            wording.value_text(cover.state),
            wording.covered_text(cover),
            STATES.get(cover.state, Tone.OFF),
            ((cover.first, cover.last),) if isinstance(cover.first, date) and isinstance(cover.last, date) and cover.first <= cover.last else (),
        )
        for cover in coverage
    ]
    marks = dict.fromkeys((cover.when, wording.statement(cover.tier.when, cover.when)) for cover in coverage if isinstance(cover.when, date))
    rows = zip(coverage, bars, strict=True)
    told = ((page.words(b.label), page.words(b.note, b.tone), page.words(b.dates), page.words(c.tier.obligor.label)) for c, b in rows)
    yield page.table("Coverage", ("tier", "state", "covered", "owed by"), told)
    yield page.timeline("Coverage", bars, marks)


@view.register(Ledger)
def _(ledger: Ledger[Any], page: Page) -> Iterator[Markup]:
    yield from view(ledger.decision.coverage, page)


@view.register
def _(summary: Summary, page: Page) -> Iterator[Markup]:
    if not summary.counts:
        yield page.line(page.words(summary))
    for caption, parts in summary.tables():
        yield page.line(page.words(caption, Tone.STRONG))
        for part, counts in parts:
            tones = [OUTCOMES[Outcome(count.id)] if part is Counted.OUTCOME else Tone.PLAIN for count in counts]
            rows = ((page.words(count.label, tone), *map(page.words, count.cells[1:])) for count, tone in zip(counts, tones, strict=True))
            yield page.table(part.label, HEAD, rows)


# --- Policies and predicates ----------------------------------------------------------------------------


@view.register(Policy)
def _(policy: Policy[Any], page: Page) -> Iterator[Markup]:
    say, rules = page.words, wording.clause_rules(policy)
    yield page.line(say(policy.title, Tone.STRONG), say(f"{policy.id}, {policy.digest[:12]}", Tone.QUIET))
    if policy.edition is not None:
        yield page.line(say(f"edition {policy.edition}"))
    yield page.table("Readings", ("reading", "value"), ((say(name), say(value)) for name, value in policy.readings))
    told = ((say(c, Tone.STRONG), say(c.text), _rules(rules[c.id], page)) for c in policy.clauses)
    yield page.table("Clauses", ("clause", "in our words", "as evaluated"), told)
    yield page.table(
        "Tiers, by rank",
        ("tier", "cover", "term", "owed by", "as evaluated"),
        (
            (say(t.id, Tone.CODE), say(t.name), say(f"{t.term} from {t.start}"), say(t.obligor.label), _rules(wording.tier_rules(policy, t), page))
            for t in policy.ranked
        ),
    )
    yield page.fold("Calendar", *view(policy.calendar, page))


def _rules(rules: Iterable[str], page: Page) -> Markup:
    return page.each(page.words(rule, Tone.CODE) for rule in rules)


@view.register
def _(exclusion: Exclusion, page: Page) -> Iterator[Markup]:
    clause, say = exclusion.clause, page.words
    yield page.line(say(clause, Tone.STRONG), say(clause.citation, Tone.QUIET))
    yield page.line(say(clause.text))
    yield from (page.line(say(rule, Tone.CODE)) for rule in (*wording.exclusion_rules(exclusion), clause.note) if rule)


@view.register
def _(predicate: Predicate, page: Page) -> Iterator[Markup]:
    yield from _formula(predicate, page)
    parts = [(depth, part) for depth, part, _ in unasked(predicate).listed()]
    asks = ["; ".join(dict.fromkeys(known.fact.question for known in part.known)) for _, part in parts]
    rows = zip(parts, asks, strict=True)
    yield page.table("Part by part", ("part", "asks"), ((_rule(depth, part, page), page.words(ask)) for (depth, part), ask in rows))


@view.register
def _(explanation: Explanation, page: Page) -> Iterator[Markup]:
    yield page.line(_truth(explanation.truth, page), *map(page.words, wording.settled_text(explanation)))
    yield from _formula(explanation.predicate, page)
    rows = (
        (
            _rule(depth, part, page),
            _truth(part.truth, page),
            page.words(wording.statements(wording.hidden(part.known, mask=page.mask))),
            page.words("yes" if decides and not part.parts else ""),
        )
        for depth, part, decides in explanation.part.listed()
    )
    yield page.table("Part by part", ("part", "holds", "known", "decides"), rows)


def _formula(predicate: Predicate, page: Page) -> Iterator[Markup]:
    formula = str(predicate)
    if len(formula) <= LONGEST_FORMULA:
        yield page.line(page.words(formula, Tone.CODE))


def _rule(depth: int, part: Part, page: Page) -> Markup:
    return page.words(part.rule, Tone.STRONG if part.parts else Tone.CODE, depth=depth)


# --- Days -----------------------------------------------------------------------------------------------


@view.register
def _(calendar: BusinessCalendar, page: Page) -> Iterator[Markup]:
    yield page.table("Business calendar", (), ((page.words(name), page.words(words)) for name, words in wording.calendar_rows(calendar)))


@view.register
def _(month: MonthReckoning, page: Page) -> Iterator[Markup]:
    yield from _days(month, page)
    yield from _notes(month.warnings, page)


@view.register
def _(year: YearReckoning, page: Page) -> Iterator[Markup]:
    yield page.line(page.words(wording.year_head(year), Tone.STRONG))
    yield from _days(year, page)
    yield from _notes(year.warnings, page)


@view.register
def _(reckoning: Reckoning, page: Page) -> Iterator[Markup]:
    yield page.line(page.words(wording.counted_text(reckoning), Tone.STRONG))
    ends = [("<", reckoning.a, reckoning.a, "counted from, itself not counted"), (">", reckoning.b, reckoning.b, "counted to")]
    yield from _days(reckoning, page, ends)
    yield from _notes(reckoning.warnings, page)


Stretch = tuple[str, date, date, str]
"""Days with a mark of their own: the mark, the first and the last, what they are."""


def _days(reckoning: Reckoning, page: Page, stretches: Sequence[Stretch] = ()) -> Iterator[Markup]:
    """Draw the months, and say what their marks mean."""
    yield page.line(page.words(f"calendar {reckoning.calendar.id}", Tone.QUIET))
    found = [*islice(reckoning.months, MOST_MONTHS + 1)]
    months = found[:MOST_MONTHS]
    yield from (_grid(month, page, stretches, sorted((reckoning.a, reckoning.b))) for month in months)
    if len(found) > MOST_MONTHS:
        yield page.line(page.words(f"the first {MOST_MONTHS} months are shown", Tone.QUIET))
    rows = [(page.words(mark, Tone.DUE), wording.span_text(first, last), what) for mark, first, last, what in stretches]
    worked = (day for month in months for day in wording.made_up_days(month) if day.toordinal() in reckoning.days)
    rows += [(page.words(wording.MADE_UP, Tone.YES), wording.day_text(day), "make-up day") for day in worked]
    skipped = (skipped for month in months for skipped in month.skipped if skipped.day.toordinal() in reckoning.days)
    rows += [(page.words(wording.mark(of), REASONS[of.reason]), when, why) for of, when, why in wording.not_counted(skipped)]
    yield page.table("Marks", ("mark", "when", "what"), ((mark, page.words(when), page.words(what)) for mark, when, what in rows))


def _grid(month: MonthReckoning, page: Page, stretches: Sequence[Stretch], within: Sequence[date]) -> Markup:
    found = dict.fromkeys(wording.made_up_days(month), (wording.MADE_UP, Tone.YES)) | {
        skipped.day: (wording.mark(skipped), REASONS[skipped.reason]) for skipped in month.skipped
    }
    closed = {skipped.day for skipped in month.skipped}

    def cell(number: int) -> Markup:
        if not number:
            return page.words("")
        day = month.b.replace(day=number)
        marks = "".join(mark for mark, first, last, _ in stretches if first <= day <= last and (day not in closed or first == last))
        mark, tone = found.get(day, ("", Tone.DUE if marks else Tone.COUNTED))
        return page.words(f"{number}{marks}{mark}", tone if within[0] <= day <= within[1] else Tone.QUIET)

    weeks = Calendar().monthdayscalendar(month.b.year, month.b.month)
    return page.table(wording.month_head(month), [name[:2] for name in WEEK], (tuple(map(cell, week)) for week in weeks), grid=True)


# --- Repairs --------------------------------------------------------------------------------------------


@view.register
def _(clock: RepairClock, page: Page) -> Iterator[Markup]:
    yield from view(clock.as_of(clock.last_told), page)


@view.register
def _(progress: Progress, page: Page) -> Iterator[Markup]:
    clock, due = progress.clock, progress.due
    say = page.words
    states = [("overdue", Tone.NO)] * progress.overdue + [("done", Tone.YES)] * progress.done + [("waits", Tone.OPEN)] * progress.provisional
    yield page.line(*(say(word, tone) for word, tone in states or [("runs", Tone.TRUE)]), say(wording.elapsed_text(progress), Tone.STRONG))
    yield page.line(say(wording.due_text(progress)))
    yield page.timeline("Repair", _bars(progress), [(progress.day, f"stands on {wording.day_text(progress.day)}")])
    told = [(clock.accepted_on, wording.promised(progress)), *wording.happened(progress)]
    yield page.table("What happened", ("day", "what"), ((say(wording.day_text(day)), say(what)) for day, what in told))
    yield from _notes(progress.warnings, page)
    ends = [("<", clock.accepted_on, clock.accepted_on, "accepted, not counted"), ("+", due.earliest, due.latest, "due")]
    ends += [("!", progress.day, progress.day, "the day asked about")]
    yield page.fold("Day by day", *_days(progress.explain(max(progress.until, due.latest)), page, ends))


def _bars(progress: Progress) -> list[Bar]:
    """Draw the repair, each thing that it waited for, and when it is due."""
    begin, until, due = progress.clock.accepted_on, progress.until, progress.due
    waits: dict[str, list[Pause]] = {}
    for pause in progress.pauses:
        waits.setdefault(pause.name, []).append(pause)
    tone = Tone.NO if progress.overdue else Tone.YES
    bars = [Bar("repair", wording.elapsed_days(progress), wording.span_text(begin, until), tone, ((begin, until),))]
    bars += [_wait(name, pauses) for name, pauses in waits.items()]
    return [*bars, Bar("due", "", wording.value_text(due), Tone.DUE, ((due.earliest, due.latest),))]


def _wait(name: str, pauses: Sequence[Pause]) -> Bar:
    spans = tuple((date.fromordinal(pause.after.toordinal() + 1), pause.until) for pause in pauses if pause.after < pause.until)
    note = "still on" if any(pause.still_on for pause in pauses) else ""
    return Bar(name, note, ", ".join(wording.span_text(*span) for span in spans), Tone.PAUSE, spans)
