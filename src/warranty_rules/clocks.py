"""Promises of time: a window of business days, and the clock of a repair that runs, waits and is done."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias, cast

import attrs

from warranty_rules.calendars import BusinessCalendar
from warranty_rules.closures import plain_day
from warranty_rules.errors import CalendarError, InputError, PolicyError, Problem, of_kind, shown
from warranty_rules.reckonings import Pause, Reckoning
from warranty_rules.values import Displayed

__all__ = ["TRANSPORT", "Done", "DueDates", "Event", "Leg", "Paused", "Progress", "RepairClock", "Resumed", "Window"]

MOST_PROMISED = 10**9
TRANSPORT = "transport"
"""The reason for which a clock waits while the device is on its way."""


Spans: TypeAlias = "list[tuple[date, date]]"


def _merged(pauses: Iterable[Pause]) -> Spans:
    """Put pauses together that overlap: days after the first of a pair, up to and including the second."""
    spans: Spans = []
    for after, until in sorted((pause.after, pause.until) for pause in pauses):
        if spans and after < spans[-1][1]:
            spans[-1] = spans[-1][0], max(spans[-1][1], until)
        else:
            spans.append((after, until))
    return spans


@attrs.frozen
class DueDates:
    """The earliest and the latest day of a promise.

    >>> due = Window(1, 2).dates(date(2026, 7, 24), BusinessCalendar())  # a Friday
    >>> due.earliest.isoformat(), due.latest.isoformat()
    ('2026-07-27', '2026-07-28')
    """

    earliest: date
    latest: date


def _reasons(reasons: Any) -> tuple[str, ...] | None:
    if reasons is None:
        return None
    found = cast("Collection[str]", reasons)
    if isinstance(reasons, str) or not isinstance(reasons, Collection) or not all(map(_in_words, found)):
        raise PolicyError(f"what stops a window is a collection of reasons in words, or None for any of them; got {shown(found)}")
    return tuple(sorted({*found}))


def _in_words(reason: object) -> bool:
    return isinstance(reason, str) and bool(reason.strip())


OWN = of_kind(BusinessCalendar | None, PolicyError, "a window counts by a BusinessCalendar, or by the policy's where none is given")


@attrs.frozen
class Window:
    """A promise of so many business days, at the least and at the most; the day it runs from is not counted.

    Args:
        least: business days, from 0.
        most: business days, not fewer than the least.
        stopped_by: the reasons for which its clock stands still, such as ``{"transport"}``; any reason where not given.
        calendar: the days it counts by, where they are not the policy's: `EVERY_DAY` promises calendar days.

    Raises:
        PolicyError: for anything else.

    >>> Window(3, 30).dates(date(2026, 7, 20), BusinessCalendar())
    DueDates(earliest=datetime.date(2026, 7, 23), latest=datetime.date(2026, 8, 31))
    """

    least: int
    most: int
    stopped_by: tuple[str, ...] | None = attrs.field(default=None, converter=_reasons)
    calendar: BusinessCalendar | None = attrs.field(default=None, kw_only=True, validator=OWN)

    def __attrs_post_init__(self) -> None:
        if type(self.least) is not int or type(self.most) is not int or not 0 <= self.least <= self.most < MOST_PROMISED:
            raise PolicyError(f"a window is two whole numbers from 0, least first; got {shown(self.least)}, {shown(self.most)}")

    def dates(self, accepted_on: date, calendar: BusinessCalendar) -> DueDates:
        """Reckon the promise from the day the device was accepted, as long as nothing stops it.

        Args:
            accepted_on: the day, itself not counted.
            calendar: which days are business days, unless the window has a calendar of its own.

        Raises:
            CalendarError: for anything else, or where the calendar cannot answer.
        """
        return RepairClock(self, accepted_on, calendar).as_of(accepted_on).due

    def counted_by(self, calendar: BusinessCalendar) -> BusinessCalendar:
        """Give the calendar that it counts by: its own or, where it has none, the policy's."""
        return calendar if self.calendar is None else self.calendar

    def stops(self, reason: str) -> bool:
        """Tell whether the clock stands still for a reason."""
        return self.stopped_by is None or reason in self.stopped_by


# --- Events -------------------------------------------------------------------------------------------


@attrs.frozen
class Paused:
    """The repair waits: the days after this one are not counted, if its reason stops the window.

    >>> clock = RepairClock(Window(1, 3), date(2026, 7, 20), BusinessCalendar()).told(Paused(date(2026, 7, 21), "a part"))
    >>> clock.as_of(date(2026, 7, 23)).elapsed
    1
    """

    on: date
    reason: str


@attrs.frozen
class Resumed:
    """The repair goes on: this day is the last that is not counted.

    Args:
        on: the day.
        reason: what it waited for; everything where not given.

    >>> clock = RepairClock(Window(1, 3), date(2026, 7, 20), BusinessCalendar())
    >>> clock = clock.told(Paused(date(2026, 7, 21), "a part"), Resumed(date(2026, 7, 22)))
    >>> clock.as_of(date(2026, 7, 23)).elapsed
    2
    """

    on: date
    reason: str | None = None


@attrs.frozen
class Leg:
    """The device is on its way: the days after the departure, up to and including the arrival, are transport.

    Args:
        departed: the day it was sent.
        arrived: the day it arrived; not yet where not given.

    >>> clock = RepairClock(Window(1, 3, stopped_by={TRANSPORT}), date(2026, 7, 20), BusinessCalendar())
    >>> clock.told(Leg(date(2026, 7, 20), arrived=date(2026, 7, 22))).as_of(date(2026, 7, 23)).elapsed
    1
    """

    departed: date
    arrived: date | None = None

    @property
    def on(self) -> date:
        """The day it was sent."""
        return self.departed


@attrs.frozen
class Done:
    """The repair is done: this is the last day of the clock.

    >>> clock = RepairClock(Window(1, 3), date(2026, 7, 20), BusinessCalendar()).told(Done(date(2026, 7, 22)))
    >>> clock.as_of(date(2026, 8, 31)).elapsed
    2
    """

    on: date


Event: TypeAlias = "Paused | Resumed | Leg | Done"
"""What a clock can be told."""


def _day(day: date) -> date:
    """Take a plain day; type checkers take the type of this argument for that of the clock's."""
    return plain_day(day)


def _events(events: Iterable[Event]) -> tuple[Event, ...]:
    try:
        return tuple(events)
    except TypeError:
        raise InputError([Problem("events", shown(events), "a collection of Paused, Resumed, Leg and Done")]) from None


# --- The clock ----------------------------------------------------------------------------------------


@attrs.frozen(slots=False)
class RepairClock(Displayed):
    """The clock of a repair: what was promised, when it began, and what happened since.

    Args:
        window: the business days promised.
        accepted_on: the day the device was accepted, itself not counted.
        calendar: which days are business days, unless the window has a calendar of its own.
        events: what happened, in any order; told twice counts once.

    Raises:
        InputError: for events that cannot be, with the place of each.

    Paused days leave the count; nothing is reckoned by moving dates. Events are replayed by their days,
    whatever order they are told in; on one day a wait that is on ends before it begins anew, and one that
    is not on begins before it ends.

    >>> clock = RepairClock(Window(3, 30, stopped_by={"transport"}), date(2026, 7, 20), BusinessCalendar())
    >>> clock = clock.told(Leg(date(2026, 7, 21), date(2026, 7, 24)))
    >>> clock.as_of(date(2026, 7, 28)).due
    DueDates(earliest=datetime.date(2026, 7, 28), latest=datetime.date(2026, 9, 3))
    """

    window: Window = attrs.field(validator=of_kind(Window, CalendarError, "the window of a repair clock is a Window"))
    accepted_on: date = attrs.field(converter=_day)
    calendar: BusinessCalendar = attrs.field(
        validator=of_kind(BusinessCalendar, CalendarError, "the calendar of a repair clock is a BusinessCalendar")
    )
    events: tuple[Event, ...] = attrs.field(default=(), converter=_events)

    def __attrs_post_init__(self) -> None:
        problems = [problem for place, event in enumerate(self.events) for problem in self._problems(f"events[{place}]", event)]
        done = sorted({event.on for event in self.events if isinstance(event, Done)}) if not problems else []
        if len(done) > 1:
            problems.append(Problem("events", f"done on {' and on '.join(map(str, done))}", "one day on which the repair was done"))
        problems += self._too_late(done) if done else ()
        if problems:
            raise InputError(problems)

    def _problems(self, path: str, event: object) -> Iterator[Problem]:
        """List what is wrong with one event by itself."""
        if not isinstance(event, Paused | Resumed | Leg | Done):
            yield Problem(path, shown(event), "Paused, Resumed, Leg or Done")
            return
        reason: object = getattr(event, "reason", None)
        if (isinstance(event, Paused) or reason is not None) and not _in_words(reason):
            yield Problem(f"{path}.reason", shown(reason), "what the repair waits for, in words")
        days: list[tuple[str, object]] = [("departed", event.departed), ("arrived", event.arrived)] if isinstance(event, Leg) else [("on", event.on)]
        least, when = self.accepted_on, "the device was accepted"
        for name, day in days:
            if type(day) is date:
                if day < least:
                    yield Problem(f"{path}.{name}", str(day), f"a day from {least} on, when {when}")
                least, when = day, "it was sent"
            elif day is not None or name != "arrived":
                yield Problem(f"{path}.{name}", shown(day), "a datetime.date")

    def _too_late(self, done: list[date]) -> Iterator[Problem]:
        """List the events that come after the repair was done."""
        for place, event in enumerate(self.events):
            if event.on > done[0] and not isinstance(event, Done):
                yield Problem(f"events[{place}].on", str(event.on), f"a day up to {done[0]}, when the repair was done")

    def _unmatched(self, by: date) -> Iterator[Problem]:
        """List the events, up to a day, that end a wait which had not begun."""
        resumed = [(place, e) for place, e in enumerate(self.events) if isinstance(e, Resumed) and e.on <= by]
        spans = self._spans(by) if resumed else []
        for place, event in resumed:
            if not any(event.reason in {None, reason} and begin <= event.on <= (end or by) for reason, begin, end in spans):
                what = f"waiting for {event.reason or 'anything'}"
                yield Problem(f"events[{place}]", f"resumed on {event.on}", f"a day on which the repair was {what}: tell also when it was paused")

    def told(self, *events: Event) -> RepairClock:
        """Give a clock that knows of more events.

        Raises:
            InputError: for events that cannot be.
        """
        return attrs.evolve(self, events=(*self.events, *events))

    def as_of(self, day: date) -> Progress:
        """Say how the repair stands at the end of a day, by what had happened by then.

        Args:
            day: from the day of acceptance on.

        Raises:
            CalendarError: for a day before that, or where the calendar cannot answer.
            InputError: where a wait was ended, by then, that had not begun.
        """
        if plain_day(day) < self.accepted_on:
            raise CalendarError(f"{day} is before {self.accepted_on}, when the device was accepted: ask for a later day")
        problems = list(self._unmatched(plain_day(day)))
        if problems:
            raise InputError(problems)
        return Progress(self, plain_day(day))

    @property
    def counted_by(self) -> BusinessCalendar:
        """The calendar whose open days it counts."""
        return self.window.counted_by(self.calendar)

    @cached_property
    def done_on(self) -> date | None:
        """The day on which the repair was done, if it was."""
        return next((event.on for event in self.events if isinstance(event, Done)), None)

    @property
    def last_told(self) -> date:
        """The last day of which it has been told anything."""
        return max([self.accepted_on, *(day for event in self.events for day in (event.on, getattr(event, "arrived", None)) if day)])

    @cached_property
    def _legs(self) -> dict[date, set[date]]:
        """The arrivals by departure; none where the device has not arrived. A leg told with and without its arrival has arrived."""
        legs: dict[date, set[date]] = {}
        for leg in (event for event in self.events if isinstance(event, Leg)):
            legs.setdefault(leg.departed, set()).update(() if leg.arrived is None else (leg.arrived,))
        return legs

    def _waits(self, reason: str, by: date) -> list[tuple[date, date | None]]:
        """Pair the beginnings and the ends of waits for a reason, by day, up to a day; one that is still on has no end."""
        begins = {e.on for e in self.events if isinstance(e, Paused) and e.reason == reason}
        begins |= {departed for departed, arrived in self._legs.items() if not arrived} if reason == TRANSPORT else set()
        ends = {e.on for e in self.events if isinstance(e, Resumed) and e.reason in {None, reason}}
        found: list[tuple[date, date | None]] = []
        since: date | None = None
        for day in sorted(day for day in begins | ends if day <= by):
            if day in ends and (since is not None or day in begins):
                found.append((since or day, day))
                since = day if since is not None and day in begins else None
            elif since is None and day in begins:
                since = day
        return found if since is None else [*found, (since, None)]

    def _spans(self, by: date) -> list[tuple[str, date, date | None]]:
        """List the reasons, the beginnings and the ends of all waits up to a day; one that is still on has no end."""
        reasons = dict.fromkeys([*(e.reason for e in self.events if isinstance(e, Paused)), TRANSPORT])
        spans = [(reason, begin, end) for reason in reasons for begin, end in self._waits(reason, by)]
        return spans + [(TRANSPORT, day, end if end <= by else None) for day, ends in self._legs.items() if day <= by for end in ends]

    def pauses(self, by: date) -> tuple[Pause, ...]:
        """Give the times for which the clock stood still, by what had happened by a day."""
        if not self.events:
            return ()
        by = by if self.done_on is None else min(by, self.done_on)
        spans = self._spans(by)
        found = {Pause(begin, end or by, name, end is None and by != self.done_on) for name, begin, end in spans if self.window.stops(name)}
        return tuple(sorted((p for p in found if p.after < p.until or p.still_on), key=lambda p: (p.after, p.until, p.name, p.still_on)))

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "window", self.window
        yield "accepted_on", self.accepted_on
        yield "calendar", self.calendar.id
        yield "events", self.events


@attrs.frozen(slots=False)
class Progress(Displayed):
    """How a repair stands at the end of a day; its parts are worked out when they are read.

    >>> now = RepairClock(Window(1, 3), date(2026, 7, 20), BusinessCalendar()).as_of(date(2026, 7, 22))
    >>> now.elapsed, now.remaining, now.due.latest.isoformat(), now.overdue
    (2, (0, 1), '2026-07-23', False)
    >>> print(now)
    1-3 business days from 20 Jul 2026 (not counted)
      22 Jul 2026  2 business days counted, 0-1 left
      due 21 Jul - 23 Jul 2026
    """

    clock: RepairClock
    day: date

    @property
    def until(self) -> date:
        """The last day of the clock so far: the day asked about, or that on which the repair was done."""
        return self.day if self.clock.done_on is None else min(self.day, self.clock.done_on)

    @cached_property
    def pauses(self) -> tuple[Pause, ...]:
        """The times for which the clock stood still so far."""
        return self.clock.pauses(self.day)

    @property
    def done(self) -> bool:
        """Whether the repair is done."""
        return self.clock.done_on is not None and self.clock.done_on <= self.day

    @cached_property
    def elapsed(self) -> int:
        """How many business days are counted so far."""
        count = self.clock.counted_by.count
        return count(self.clock.accepted_on, self.until) - sum(count(a, b) for a, b in _merged(self.pauses))

    @cached_property
    def remaining(self) -> tuple[int, int]:
        """How many business days are left until the earliest and until the latest day; 0 from then on, and once it is done."""
        least, most = (0 if self.done else max(promised - self.elapsed, 0) for promised in self._promised)
        return least, most

    @cached_property
    def due(self) -> DueDates:
        """The days between which the repair is due; while the clock stands still, as if it went on the next day."""
        least, most = map(self._due, self._promised)
        return DueDates(least, most)

    @property
    def _promised(self) -> tuple[int, int]:
        """The business days promised; none from a closed day on is the first one."""
        at_once = int(not self.clock.counted_by.is_business_day(self.clock.accepted_on))
        return self.clock.window.least or at_once, self.clock.window.most or at_once

    def _due(self, wanted: int) -> date:
        """Take the days of each pause that opens before the due day out of the count, and find the due day anew."""
        calendar, accepted_on = self.clock.counted_by, self.clock.accepted_on
        due = calendar.add(accepted_on, wanted)
        for after, until in _merged(self.pauses):
            if after >= due:
                break
            wanted += calendar.count(after, until)
            due = calendar.add(accepted_on, wanted)
        return due

    @property
    def provisional(self) -> bool:
        """Whether the clock stands still, so that each business day more moves what is due later."""
        return any(pause.still_on and pause.after < self.due.latest for pause in self.pauses)

    @property
    def overdue(self) -> bool:
        """Whether the latest day has passed, or had when the repair was done."""
        return self.until > self.due.latest

    @property
    def days_to_latest(self) -> int:
        """Calendar days from the day, or from when the repair was done, to the latest day; negative when overdue."""
        return (self.due.latest - self.until).days

    @cached_property
    def reckoning(self) -> Reckoning:
        """Every day since the acceptance that is not counted, and why."""
        return self.explain(self.until)

    def explain(self, to: date) -> Reckoning:
        """Say how the business days from the acceptance to a day, such as a due one, come about, by what is known so far.

        Raises:
            CalendarError: for what is no date.
        """
        return Reckoning(self.clock.counted_by, self.clock.accepted_on, plain_day(to), self.pauses)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Where the calendar's data is empty or covers a part of a year only, and which holidays are estimated, up to the latest day."""
        return self.explain(max(self.until, self.due.latest)).warnings

    def __str__(self) -> str:
        from warranty_rules.wording import timeline_text  # an outer room, needed by this method alone  # noqa: PLC0415

        return timeline_text(self)
