"""Words: decisions, policies and facts as plain text for people."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import partial
from textwrap import wrap
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from attrs import fields

from warranty_rules.calendars import EVERY_DAY, WEEK, BusinessCalendar, Joined
from warranty_rules.clauses import Clause, Exclusion
from warranty_rules.clocks import TRANSPORT, Done, DueDates, Event, Leg, Paused, Progress, Window
from warranty_rules.completions import truth
from warranty_rules.decisions import Because, Cover, Decision, Ground, Known, Outcome, Promise, Question
from warranty_rules.errors import on_lines
from warranty_rules.explanations import Explanation
from warranty_rules.facts import Fact, Member
from warranty_rules.fields import Field, Whole
from warranty_rules.reckonings import MonthReckoning, Reason, Reckoning, Skipped, YearReckoning
from warranty_rules.tiers import Choice, Remedy, Service, Stated, Tier
from warranty_rules.values import NONE, UNKNOWN, Option, PartialSet, Truth, in_order

if TYPE_CHECKING:
    from enum import Enum

    from warranty_rules.policy import Policy
    from warranty_rules.predicates import Predicate
    from warranty_rules.records import Record

__all__ = ["day_text", "decision_text", "masked", "policy_text", "span_text", "statement"]

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
DAY = timedelta(days=1)
WIDTH = 88
ASK_WIDTH = 28
LEAST_TO_SHOW = 8
"""How many characters a number must have for its last four to be shown when it is masked."""


def day_text(day: date, *, year: bool = True) -> str:
    """Write a day out, the same in every locale.

    >>> day_text(date(2026, 3, 2))
    '2 Mar 2026'
    """
    return f"{day.day} {MONTHS[day.month - 1][:3]}" + (f" {day.year}" if year else "")


def span_text(first: date, last: date) -> str:
    """Write two days out, the year once where it is the same; one day once.

    >>> span_text(date(2026, 3, 2), date(2026, 9, 2))
    '2 Mar - 2 Sep 2026'
    """
    return day_text(last) if first == last else f"{day_text(first, year=first.year != last.year)} - {day_text(last)}"


def value_text(value: object) -> str:
    """Write a value for people."""
    if isinstance(value, date):
        return day_text(value)
    if isinstance(value, AbstractSet):
        return joined(map(value_text, in_order(cast("AbstractSet[Enum]", value))))
    if isinstance(value, DueDates):
        return span_text(value.earliest, value.latest)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "none" if value is NONE else str(getattr(value, "label", getattr(value, "value", value)))


def window_text(window: Window, calendar: BusinessCalendar) -> str:
    """Write a window out, in the days that it counts where it has no calendar of its own.

    >>> window_text(Window(3, 30), BusinessCalendar()), window_text(Window(3, 30), EVERY_DAY)
    ('3-30 business days', '3-30 calendar days')
    """
    days = str(window.most) if window.least == window.most else f"{window.least}-{window.most}"
    return counted(days, window.counted_by(calendar).unit.label)


def counted(number: str, unit: str) -> str:
    """Write a number of things, one of them in the singular.

    >>> counted("1", "months")
    '1 month'
    """
    return f"{number} {unit.removesuffix('s') if number == '1' else unit}"


def reckoning_text(reckoning: Reckoning) -> str:
    """Say how a number of business days came about."""
    head = counted_text(reckoning)
    lines = [f"{head}; not counted:" if reckoning.skipped else head]
    told = not_counted(reckoning.skipped)
    width = max((len(when) for _, when, _ in told), default=0)
    lines += [f"  {when:<{width}}  {why}" for _, when, why in told]
    return on_lines([*lines, *_lines("note", reckoning.warnings)])


def counted_text(reckoning: Reckoning) -> str:
    """Say how many days are counted, and between which."""
    way = ("after", "up to") if reckoning.a <= reckoning.b else ("before", "back to")
    return f"{counted(str(reckoning.counted), reckoning.calendar.unit.label)} {way[0]} {day_text(reckoning.a)}, {way[1]} {day_text(reckoning.b)}"


def not_counted(skipped: Iterable[Skipped]) -> list[tuple[Skipped, str, str]]:
    """List the days that are not counted, those together that follow one another: the first, when, and why."""
    return [(group[0], _when_skipped(group), _why(group)) for group in _groups(skipped)]


def _one_stretch(group: list[Skipped]) -> bool:
    return group[-1].day - group[0].day == (len(group) - 1) * DAY


def _when_skipped(group: list[Skipped]) -> str:
    return span_text(group[0].day, group[-1].day) if _one_stretch(group) else f"{len(group)} days"


def _why(group: list[Skipped]) -> str:
    reason = group[0].reason
    if reason is Reason.WEEKEND:
        return "weekend" if _one_stretch(group) else "weekends"
    return f"{reason.label}: {group[0].name}"


def _groups(skipped: Iterable[Skipped]) -> list[list[Skipped]]:
    """Put days together that follow one another for the same reason; and all weekends, at the end where they are several."""
    groups: list[list[Skipped]] = []
    weekends: list[Skipped] = []
    for each in skipped:
        if each.reason is Reason.WEEKEND:
            weekends.append(each)
        elif groups and _follows(each, groups[-1][-1]):
            groups[-1].append(each)
        else:
            groups.append([each])
    groups += [weekends] if weekends else []
    return sorted(groups, key=lambda group: (not _one_stretch(group), group[0].day))


def _follows(each: Skipped, last: Skipped) -> bool:
    return (each.reason, each.name) == (last.reason, last.name) and each.day - last.day == DAY


MARKS = MappingProxyType({Reason.WEEKEND: ".", Reason.HOLIDAY: "*", Reason.CLOSURE: "#", Reason.PAUSE: "="})
MADE_UP = "^"


def mark(skipped: Skipped) -> str:
    """Give the mark of a day that is not counted."""
    return "~" if skipped.estimated else MARKS[skipped.reason]


def made_up(calendar: BusinessCalendar, day: date) -> bool:
    """Tell whether a day, one that is counted, is a make-up day."""
    source = calendar.source
    if isinstance(source, Joined):
        found = any(made_up(part, day) for part in source.parts)
    else:
        found = source is not None and day in source.years(day.year, day.year)[day.year].made_up
    return found or day in calendar.working_days


def made_up_days(month: MonthReckoning) -> list[date]:
    """List the make-up days of a month that are counted."""
    skipped = {skipped.day for skipped in month.skipped}
    return [day for day in map(date.fromordinal, month.days) if day not in skipped and made_up(month.calendar, day)]


def month_text(month: MonthReckoning) -> str:
    """Draw a month as a page of a wall calendar, closed days marked and explained."""
    worked = made_up_days(month)
    marks = dict.fromkeys(worked, MADE_UP) | {skipped.day: mark(skipped) for skipped in month.skipped}
    days = [f"{day.day:>3}{marks.get(day, ' ')}" for day in map(date.fromordinal, month.days)]
    cells = [" " * 4] * (month.b.replace(day=1).weekday()) + days
    lines = [month_head(month), " Mo  Tu  We  Th  Fr  Sa  Su"]
    lines += ["".join(cells[at : at + 7]).rstrip() for at in range(0, len(cells), 7)]
    lines += [f"  {MADE_UP}  {day_text(day)}  make-up day" for day in worked]
    told = not_counted(month.skipped)
    lines += [f"  {mark(of)}  {of.reason.label if of.reason is Reason.WEEKEND else f'{when}  {why}'}" for of, when, why in told]
    return on_lines([*lines, *_lines("note", month.warnings)])


def month_head(month: MonthReckoning) -> str:
    """Name a month and its business days."""
    return f"{MONTHS[month.b.month - 1]} {month.b.year}: {counted(str(month.counted), month.calendar.unit.label)}"


def year_text(year: YearReckoning) -> str:
    """Draw a year, month after month."""
    return "\n\n".join([year_head(year), *map(month_text, year.months)])


def year_head(year: YearReckoning) -> str:
    """Name a year and its business days."""
    return f"{year.b.year}: {counted(str(year.counted), year.calendar.unit.label)}"


def calendar_rows(calendar: BusinessCalendar) -> Iterator[tuple[str, str]]:
    """Say what a calendar is made of, each part with its name."""
    yield "weekend", joined(WEEK[day] for day in sorted(calendar.weekend)) or "none"
    if calendar.source is not None:
        yield "holidays of", calendar.source.id
        yield "holiday data", calendar.data_version
    if calendar.horizon:
        yield "years known", "{} to {}".format(*calendar.horizon)
    yield from (("closure", str(closure)) for closure in calendar.closures)
    yield from (("closed day", f"{day_text(day)}: {name}") for day, name in calendar.holidays.items())
    yield from (("make-up day", day_text(day)) for day in sorted(calendar.working_days))
    if calendar.strict:
        yield "strict", "years whose holidays are not known are refused"


def timeline_text(progress: Progress) -> str:
    """Tell what happened to a repair, and how it stands."""
    lines = [promised(progress), *(f"  {day_text(on):<13}{words}" for on, words in happened(progress))]
    lines.append(f"  {day_text(progress.until):<13}{elapsed_text(progress)}")
    return on_lines([*lines, f"  {due_text(progress)}", *_lines("note", progress.warnings)])


def promised(progress: Progress) -> str:
    """Say what was promised, and from when."""
    return f"{window_text(progress.clock.window, progress.clock.calendar)} from {day_text(progress.clock.accepted_on)} (not counted)"


def happened(progress: Progress) -> list[tuple[date, str]]:
    """List what happened to a repair so far."""
    clock = progress.clock
    return sorted({(on, words) for event in clock.events for on, words in _happened(event, clock.window) if on <= progress.day})


def elapsed_text(progress: Progress) -> str:
    """Say how many business days are counted so far, and how many are left."""
    least, most = progress.remaining
    left = "done" if progress.done else f"{least}-{most} left" if least != most else f"{most} left"
    return f"{elapsed_days(progress)} counted, {left}"


def elapsed_days(progress: Progress) -> str:
    """Name the business days that are counted so far."""
    return counted(str(progress.elapsed), progress.clock.counted_by.unit.label)


def due_text(progress: Progress) -> str:
    """Say when a repair is due, and whether it is late or not settled."""
    late = f"{counted(str(-progress.days_to_latest), 'calendar days')} overdue" if progress.overdue else ""
    still = "not settled while it waits" if progress.provisional else ""
    return ", ".join(filter(None, (f"due {value_text(progress.due)}", late, still)))


def _happened(event: Event, window: Window) -> Iterator[tuple[date, str]]:
    if isinstance(event, Leg):
        yield event.departed, f"sent{_counts(TRANSPORT, window)}"
        if event.arrived is not None:
            yield event.arrived, "arrived"
    elif isinstance(event, Paused):
        yield event.on, f"paused: {event.reason}{_counts(event.reason, window)}"
    else:
        yield event.on, "done" if isinstance(event, Done) else "resumed" if event.reason is None else f"resumed: {event.reason}"


def _counts(reason: str, window: Window) -> str:
    return "" if window.stops(reason) else " (these days count)"


def joined(words: Iterable[str], last_by: str = "and") -> str:
    """Join words as a sentence does.

    >>> joined(["dust", "liquid", "impact"])
    'dust, liquid and impact'
    """
    *head, last = [*words] or [""]
    return f"{', '.join(head)} {last_by} {last}" if head else last


def masked(fact: Fact[Any], value: Any, *, mask: bool) -> Any:
    """Hide all but the end of a number that may identify a device, where that is wanted.

    >>> from warranty_rules import Claim
    >>> masked(Claim.device.serial, "F2LX1234", mask=True)
    '***1234'
    """
    hidden = mask and fact.field.sensitive and isinstance(value, str)
    return f"***{value[-4:] if len(value) >= LEAST_TO_SHOW else ''}" if hidden else value


def hidden(known: Iterable[Known], *, mask: bool) -> list[Known]:
    """Hide the numbers among what is known, where that is wanted; where two then look alike and are not, it is said."""
    whole = [*known]
    found = [Known(k.fact, masked(k.fact, k.value, mask=mask)) for k in whole]
    seen: dict[str, object] = {}
    for at, (k, shown) in enumerate(zip(whole, found, strict=True)):
        if shown.value != k.value and seen.setdefault(str(shown.value), k.value) != k.value:
            found[at] = Known(k.fact, f"{shown.value} (another number)")
    return found


def statement(fact: Fact[Any], value: Any) -> str:
    """State what is known of a fact.

    >>> from warranty_rules import Claim, Party
    >>> statement(Claim.inspection.opened_by, {Party.BUYER})
    'opened by the buyer'
    """
    return _memberships([fact], value) if isinstance(fact, Member) else _statement(fact.field, value)


BEFORE: Mapping[Truth, str] = MappingProxyType({True: "", False: "not so: ", UNKNOWN: "not known: "})
"""What stands before a statement about members of a set: a colon goes with any words, as a plain "not" would not."""


def _memberships(facts: Sequence[Member], value: Truth) -> str:
    words = joined(map(value_text, in_order(fact.member for fact in facts)), "and" if value is True else "or")
    return f"{BEFORE[value]}{facts[0].field.says.format(words)}"


def _statement(field: Any, value: Any) -> str:
    if value is UNKNOWN:
        return f"not known: {field.question}"
    if isinstance(value, PartialSet):
        return f"known in part: {field.question}"
    if isinstance(value, bool):
        return str(field.yes if value else field.no)
    if value == frozenset():
        return str(field.empty)
    if value is NONE and field.none:
        return str(field.none)
    words = cast("Field[Any, Any]", field).says.format(value_text(value))
    return words.replace(f"1 {field.unit}", counted("1", field.unit)) if isinstance(field, Whole) and value == 1 else words


def statements(known: Iterable[Known]) -> str:
    """State several facts, the memberships of a set together."""
    groups: dict[Fact[Any], list[Known]] = {}
    for item in known:
        groups.setdefault(item.fact.asked, []).append(item)
    return "; ".join(words for fact, items in groups.items() for words in _grouped(fact, items))


def _grouped(fact: Fact[Any], items: list[Known]) -> Iterator[str]:
    members = {value: [k.fact for k in items if isinstance(k.fact, Member) and k.value is value] for value in BEFORE}
    yield from (_memberships(members[value], value) for value in ((True,) if members[True] else BEFORE) if members[value])
    yield from (statement(fact, k.value) for k in items if k.fact == fact)


def decision_text(decision: Decision[Any], *, mask: bool = False) -> str:
    """Put a decision in words: the outcome, what decides it, and what comes next.

    Args:
        decision: any decision.
        mask: hide all but the end of numbers that identify the device.

    >>> from warranty_rules import Claim, Sale, clean
    >>> from warranty_rules.policies import icenter
    >>> print(decision_text(icenter.policy().adjudicate(clean(Claim, sale=Sale(sold_here=False)))))
    DENIED    G0 goods of this store: not entitled, bought elsewhere
    """
    if decision.outcome is Outcome.DENIED:
        head, *rest = _denied(decision, mask=mask)
    else:
        service = decision.service
        head, *rest = _pending(decision) if service is NONE else _approved(decision, service)
    return on_lines((f"{decision.outcome.name:<10}{head}", *rest))


def _lines(label: str, items: Iterable[str]) -> list[str]:
    return [f"  {label:<8}{item}" for item in items]


def _approved(decision: Decision[Any], promise: Promise) -> list[str]:
    needs = _lines("ask", _asked(promise.needs))
    if decision.tier is UNKNOWN:
        return [headline(decision), *needs]
    return [
        headline(decision),
        *(f"  {line}" for line in wrap(promise_text(promise, decision.policy.calendar), WIDTH - 2, break_on_hyphens=False)),
        *needs,
        *_warned(decision),
    ]


def promise_text(promise: Promise, calendar: BusinessCalendar) -> str:
    """Put a service in words: what, by whom, at whose cost, how long, until when."""
    parts = [v.label for v in (promise.remedy, promise.provider) if v is not UNKNOWN]
    if isinstance(promise.payer, Option) and promise.payer.value != "not_stated":
        parts.append(f"sending paid by {promise.payer.label}")
    return ", ".join((*parts, *_window(promise, calendar)))


def promise_rows(promise: Promise, calendar: BusinessCalendar) -> Iterator[tuple[str, str]]:
    """Put a service in words, each part with its name."""
    for name in ("remedy", "provider", "payer", "loaner", "window", "dates"):
        value = getattr(promise, name)
        if value is not NONE:
            yield name, "not settled yet" if value is UNKNOWN else given_text(getattr(value, "label", value), calendar)


def _window(promise: Promise, calendar: BusinessCalendar) -> Iterator[str]:
    if isinstance(promise.window, Window):
        dates = f": {span_text(promise.dates.earliest, promise.dates.latest)}" if isinstance(promise.dates, DueDates) else ""
        yield f"{window_text(promise.window, calendar)}{dates}"
    else:
        yield "time not settled yet" if promise.window is UNKNOWN else promise.window.label


def _denied(decision: Decision[Any], *, mask: bool) -> list[str]:
    first, *more = [ground_text(ground, mask=mask) for ground in decision.grounds] or [headline(decision)]
    lines = [first, *(f"{'':<10}{line}" for line in more)]
    lines += _lines("cure", (f"{e.clause.id}: {cure.instruction}" for e, cure in decision.cures))
    if isinstance(decision.after_cure, Decision):
        lines += _lines("then", [decision.after_cure.outcome.value])
    return [*lines, *_lines("ask", _asked(decision.questions)), *_warned(decision)]


ENDS = MappingProxyType({Because.EXPIRED: "expired", Because.NOT_YET: "begins"})
"""What a ground says of its day, where it has one."""


def ground_text(ground: Ground, *, mask: bool) -> str:
    """Put a ground in words."""
    return f"{clauses_text(ground)}: {ground_why(ground, mask=mask)}"


def clauses_text(ground: Ground) -> str:
    """Name the clause of a ground, or all of which one or another decides."""
    return " or ".join(map(str, ground.clauses))


def ground_why(ground: Ground, *, mask: bool) -> str:
    """Say why a ground's clause refuses."""
    because = hidden(ground.because, mask=mask)
    if ground.kind is Because.EXCLUDED:
        return statements(because)
    if ground.kind is Because.ONE_OR_ANOTHER:
        return ground.kind.label
    if ground.kind in ENDS and ground.day is not NONE:
        return f"{ENDS[ground.kind]} on {day_text(ground.day)}"
    return ", ".join(filter(None, (ground.kind.label, statements(because))))


def _pending(decision: Decision[Any]) -> list[str]:
    open_ = [str(clause) for clause in open_clauses(decision)]
    return [headline(decision), *_lines("open", open_), *_lines("ask", _asked(decision.questions)), *_warned(decision)]


def open_clauses(decision: Decision[Any]) -> list[Clause]:
    """List the clauses that leave a decision pending."""
    asked = {question.fact for question in decision.questions}
    return [f.clause for f in decision.findings if f.truth is UNKNOWN and any(known.fact.asked in asked for known in f.because)]


def headline(decision: Decision[Any]) -> str:
    """Say in a line what stands beside the outcome: the clauses that refuse, else the tier and its days."""
    if decision.outcome is Outcome.DENIED:
        return "; ".join(map(clauses_text, decision.grounds)) or "these terms have no tier"
    return "which tier responds is open, so no service is promised yet" if decision.tier is UNKNOWN else _running(decision)


def _running(decision: Decision[Any]) -> str:
    """Name the tier that responds or, until one does, the highest-ranked in force, with its days."""
    cover = next((c for c in decision.coverage if (c.in_force is True if decision.tier is NONE else c.tier == decision.tier)), None)
    return "no tier is settled yet" if cover is None else cover_text(cover)


def cover_text(cover: Cover) -> str:
    """Name a tier and its days."""
    days = f", {covered_text(cover)}" if isinstance(cover.last, date) else ""
    return f"{cover.tier.name}{days}"


def covered_text(cover: Cover) -> str:
    """Name the covered days of a tier, where they are known."""
    if isinstance(cover.first, date) and isinstance(cover.last, date):
        return span_text(cover.first, cover.last) if cover.first <= cover.last else "no day"
    return value_text(cover.last)


def _asked(questions: Iterable[Question]) -> list[str]:
    asked = list(questions)
    width = max((ASK_WIDTH, *(len(q.text) + 2 for q in asked)))
    return [f"{q.text:<{width}}{q.path} ({q.stage})" for q in asked]


def _warned(decision: Decision[Any]) -> list[str]:
    return _lines("note", decision.warnings)


def policy_text(policy: Policy[Any]) -> str:
    """Put a policy in words: each clause beside its rule.

    >>> from warranty_rules.policies import icenter
    >>> print(policy_text(icenter.policy()).splitlines()[2])
    G0 goods of this store (implied by the whole)
    """
    rules = clause_rules(policy)
    lines = [f"{policy.title} ({policy.id}, {policy.digest[:12]})"]
    lines += [f"edition   {policy.edition}"] if policy.edition else []
    lines += [f"reading   {name}: {value}" for name, value in policy.readings]
    for clause in policy.clauses:
        lines += ["", f"{clause} ({clause.citation})", *_indented(clause.text, "")]
        lines += [line for rule in rules[clause.id] for line in _indented(rule, "= ")]
    for tier in policy.ranked:
        lines += ["", f"{tier.id}: {tier.name}, owed by {tier.obligor.label}"]
        lines += [line for rule in tier_rules(policy, tier) for line in _indented(rule, "= ")]
    return on_lines(lines)


def clause_rules(policy: Policy[Any]) -> dict[str, list[str]]:
    """Say how each clause is evaluated, by its id: its rules, and its note where it has one."""
    rules: dict[str, list[str]] = {clause.id: [] for clause in policy.clauses}
    anything = policy.record()
    for tier in policy.ranked:
        for state, clause, when in tier.failings:
            if when.conditions:  # a tier for all goods has no other goods
                rules[clause.id].append(f"{tier.id} {state.label} when {when}")
    for exclusion in policy.exclusions:
        rules[exclusion.clause.id] += exclusion_rules(exclusion)
    for name, choice in _choices(policy):
        for row, when in choice.reached:
            if row.clause and truth(when, anything) is not False:
                rules[row.clause.id].append(f"{name} is {given_text(row.value, policy.calendar)}{_when(when, anything)}")
    return {clause.id: [*dict.fromkeys(filter(None, [*rules[clause.id], clause.note]))] for clause in policy.clauses}


def exclusion_rules(exclusion: Exclusion) -> Iterator[str]:
    """Say when an exclusion refuses what, and what cures it."""
    yield f"refuses {exclusion.reach} when {exclusion.when}"
    if exclusion.cure:
        then = " and ".join(f"{fact}: {value_text(value)}" for fact, value in exclusion.cure.facts)
        yield f"cure: {exclusion.cure.instruction}; then {then}"


def tier_rules(policy: Policy[Any], tier: Tier) -> Iterator[str]:
    """Say what excludes a tier, and of its service what no clause says."""
    limits = ", ".join(dict.fromkeys(exclusion.clause.id for exclusion in tier.exclusions)) or "nothing"
    yield f"excluded by {limits}"
    yield from _unsaid(tier, policy.record(), partial(given_text, calendar=policy.calendar))


def _choices(policy: Policy[Any]) -> Iterator[tuple[str, Choice[Any]]]:
    yield "returns", policy.returns
    for tier in policy.ranked:
        yield from ((f"{tier.id}: {name}", choice) for name, choice in _parts(tier))


def _parts(tier: Tier) -> Iterator[tuple[str, Choice[Any]]]:
    return ((field.name, getattr(tier.service, field.name)) for field in fields(Service))


def _unsaid(tier: Tier, anything: Record, given: Callable[[object], str]) -> Iterator[str]:
    """Say what a tier's service is where no clause says it, and while the facts are open."""
    for name, choice in _parts(tier):
        for row, when in choice.reached:
            if row.clause is None and truth(when, anything) is not False:
                yield f"{name} is {given(row.value)}{_when(when, anything)}"
        for values, value in choice.open_cases:
            yield f"{name} is {given(value)} while it may be {' or '.join(map(given, values))}"
        if choice.when_open is not UNKNOWN:
            yield f"{name} is {given(choice.when_open)} while that is open"


def _when(predicate: Predicate, anything: Record) -> str:
    return "" if truth(predicate, anything) is True else f" when {predicate}"


def given_text(value: object, calendar: BusinessCalendar) -> str:
    """Write what a service gives; of a remedy, also what is stated of it; of a time, also what stops its clock."""
    if isinstance(value, Window):
        stops = "anything" if value.stopped_by is None else joined(value.stopped_by) or "nothing"
        own = "" if value.calendar is None or value.calendar == EVERY_DAY else f" ({value.calendar.id})"
        return f"{window_text(value, calendar)}{own} ({stops} stops the clock)"
    if not isinstance(value, Remedy):
        return value_text(value)
    stated = {"free": value.free, "replacement": value.replacement}
    told = ", ".join(f"{name}: {value_text(part)}" for name, part in stated.items() if part is not Stated.NOT_STATED)
    return f"{value.label} ({told})" if told else value.label


def _indented(text: str, mark: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=f"    {mark}", subsequent_indent=f"    {' ' * len(mark)}", break_on_hyphens=False)


def truth_text(truth: Truth) -> str:
    """Name a truth."""
    return "unknown" if truth is UNKNOWN else "true" if truth else "false"


def explanation_text(explanation: Explanation, *, mask: bool = False) -> str:
    """Say what became of a predicate, part by part: the truth, the part, what is known of the facts that it reads.

    Args:
        explanation: any explanation.
        mask: hide all but the end of numbers that identify the device.
    """
    lines = [
        f"{truth_text(part.truth):<9}{'  ' * depth}{part.rule}{': ' * bool(part.known)}{statements(hidden(part.known, mask=mask))}"
        for depth, part, _ in explanation.part.listed()
    ]
    return on_lines([*lines, *settled_text(explanation)])


def settled_text(explanation: Explanation) -> Iterator[str]:
    """Say where a predicate is settled although its parts leave it open."""
    if explanation.exact is not explanation.truth:
        yield f"{truth_text(explanation.exact)} all the same, whatever the open facts turn out to be"
