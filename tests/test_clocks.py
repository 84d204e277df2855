"""The clock of a repair: the laws it keeps, each with sabotages that break it, and tables of repairs that a clerk could read."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, TypeAlias

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty_rules import NONE, UNKNOWN, BusinessCalendar, Claim, Sale, Window, clean, clocks
from warranty_rules.clocks import TRANSPORT, Done, DueDates, Event, Leg, Paused, Progress, RepairClock, Resumed
from warranty_rules.closures import Closure
from warranty_rules.errors import CalendarError, InputError, PolicyError
from warranty_rules.policies import icenter
from warranty_rules.reckonings import Reason

DAY = timedelta(days=1)
MONDAY = date(2026, 7, 20)
SHOP = BusinessCalendar(holidays={date(2026, 7, 29): "Founders' Day"}, closures=[Closure.on("works", date(2026, 8, 6), date(2026, 8, 7))])
P1 = Window(3, 30, stopped_by={TRANSPORT})
S3 = Window(21, 31, stopped_by=())
REASONS = (TRANSPORT, "a part", "the buyer")


def on(day: int) -> date:
    """Give a day counted from the end of June 2026: 20 is 20 July, 35 is 4 August."""
    return date(2026, 6, 30) + day * DAY


# The oracle: one day after the other.


def stops(window: Window, reason: str) -> bool:
    return window.stopped_by is None or reason in window.stopped_by


def standing(clock: RepairClock, by: date) -> set[date]:
    """List the days, up to one, on which the clock stands still, by following each wait from day to day."""
    events = {event for event in clock.events if event.on <= by}
    arrived = {e.departed for e in events if isinstance(e, Leg) and e.arrived}
    found: set[date] = set()
    for reason in {TRANSPORT, *(e.reason for e in events if isinstance(e, Paused))}:
        waits = False
        day = clock.accepted_on
        while day <= by:
            if waits and stops(clock.window, reason):
                found.add(day)
            begins = Paused(day, reason) in events or (reason == TRANSPORT and Leg(day) in events and day not in arrived)
            ends = Resumed(day) in events or Resumed(day, reason) in events
            if waits:
                waits = not ends or begins
            else:
                waits = begins and not ends
            day += DAY
    legs = [(e.departed, min(e.arrived, by)) for e in events if isinstance(e, Leg) and e.arrived]
    if stops(clock.window, TRANSPORT):
        found |= {first + k * DAY for first, last in legs for k in range(1, (last - first).days + 1)}
    return found


def walked(clock: RepairClock, day: date) -> dict[str, Any]:
    """Say how a repair stands by walking over its days."""
    done = next((e.on for e in clock.events if isinstance(e, Done)), None)
    until = day if done is None else min(day, done)
    still = standing(clock, until)

    def counts(near: date) -> bool:
        return clock.calendar.is_business_day(near) and near not in still

    def due(promised: int) -> date:
        near = clock.accepted_on
        while promised == 0 and not counts(near):
            near += DAY
        while promised:
            near += DAY
            promised -= counts(near)
        return near

    def span(first: date, last: date) -> list[date]:
        return [first + k * DAY for k in range((last - first).days + 1)]

    elapsed = sum(counts(clock.accepted_on + k * DAY) for k in range(1, (until - clock.accepted_on).days + 1))
    earliest, latest = due(clock.window.least), due(clock.window.most)
    over = done is not None and done <= day
    return {
        "elapsed": elapsed,
        "remaining": tuple(0 if over else len([d for d in span(until + DAY, last) if counts(d)]) for last in (earliest, latest)),
        "due": DueDates(earliest, latest),
        "done": over,
        "overdue": until > latest,
        "days_to_latest": (latest - until).days,
    }


def said(progress: Progress) -> dict[str, Any]:
    return {name: getattr(progress, name) for name in ("elapsed", "remaining", "due", "done", "overdue", "days_to_latest")}


# The laws. Each takes a clock, a day, another event and a seed.

Law: TypeAlias = Callable[[RepairClock, date, Event, int], None]


def law_a_clock_agrees_with_walking(clock: RepairClock, day: date, more: Event, seed: int) -> None:
    assert said(clock.as_of(day)) == walked(clock, day)


def law_the_order_in_which_events_are_told_does_not_matter_nor_does_telling_them_twice(clock: RepairClock, day: date, more: Event, seed: int) -> None:
    events = [*clock.events, *clock.events[::2]]
    Random(seed).shuffle(events)
    other = attrs.evolve(clock, events=()).told(*events[:3]).told(*events[3:])
    assert said(other.as_of(day)) == said(clock.as_of(day))
    assert other.as_of(day).pauses == clock.as_of(day).pauses


def law_what_happens_later_changes_nothing(clock: RepairClock, day: date, more: Event, seed: int) -> None:
    past = attrs.evolve(clock, events=[e for e in clock.events if e.on <= day])
    assert said(past.as_of(day)) == said(clock.as_of(day))
    assert str(past.as_of(day)) == str(clock.as_of(day))


def law_a_pause_only_delays(clock: RepairClock, day: date, more: Event, seed: int) -> None:
    before, after = clock.as_of(day), clock.told(more).as_of(day)
    assert after.elapsed <= before.elapsed
    assert after.due.earliest >= before.due.earliest
    assert after.due.latest >= before.due.latest
    if not stops(clock.window, more.reason if isinstance(more, Paused) else TRANSPORT):
        assert said(after) == said(before)


def law_a_window_is_in_order_and_time_goes_on(clock: RepairClock, day: date, more: Event, seed: int) -> None:
    now, later = clock.as_of(day), clock.as_of(day + DAY)
    assert now.due.earliest <= now.due.latest
    assert now.remaining[0] <= now.remaining[1]
    assert 0 <= later.elapsed - now.elapsed <= 1
    assert later.due.latest >= now.due.latest
    assert now.provisional or now.due == later.due or any(e.on == day + DAY for e in clock.events)


def law_the_explanation_accounts_for_every_day_since_the_acceptance(clock: RepairClock, day: date, more: Event, seed: int) -> None:
    progress = clock.as_of(day)
    told = progress.reckoning
    assert told.counted == progress.elapsed
    assert len(told.skipped) + told.counted == (progress.until - clock.accepted_on).days
    for promised, due in ((clock.window.least, progress.due.earliest), (clock.window.most, progress.due.latest)):
        assert progress.explain(due).counted == (promised or due != clock.accepted_on)
    still = standing(clock, progress.until)
    for skipped in told.skipped:
        assert (skipped.reason is Reason.PAUSE) is clock.calendar.is_business_day(skipped.day)
        assert skipped.reason is not Reason.PAUSE or skipped.day in still


LAWS = [law for name, law in globals().items() if name.startswith("law_")]
WALKED, ORDER, PAST, DELAYS, AHEAD, TOLD = LAWS


@st.composite
def waits(draw: st.DrawFn) -> list[Event]:
    """Draw waits for each reason, one after the other, the last one maybe not over; some told twice, some ends for all of them."""
    events: list[Event] = []
    for reason in REASONS:
        day, waiting = draw(st.integers(20, 50)), False
        for step in draw(st.lists(st.integers(0, 12), max_size=5)):
            day += step
            if waiting and step == 0:
                continue  # what ends on the day of its beginning is told in the tables
            events.append(Resumed(on(day), reason) if waiting else Paused(on(day), reason))
            waiting = not waiting
        if waiting and draw(st.booleans()):
            events.append(Paused(on(day + 1), reason))
    last = max((event.on for event in events), default=on(20))
    if any(isinstance(event, Paused) for event in events) and draw(st.booleans()):
        events += [Paused(last, "a part"), Resumed(last + DAY)]
    return events


WINDOWS = st.builds(
    lambda least, more, stopped: Window(least, least + more, stopped_by=stopped),
    st.integers(0, 12),
    st.integers(0, 25),
    st.one_of(st.none(), st.sets(st.sampled_from(REASONS))),
)
LEGS = st.builds(lambda day, length: Leg(on(day), None if length is None else on(day + length)), st.integers(20, 60), st.none() | st.integers(0, 15))
MORE = st.one_of(LEGS, st.builds(lambda day: Paused(on(day), "the buyer"), st.integers(20, 60)))


@st.composite
def clocks_running(draw: st.DrawFn) -> RepairClock:
    events = [*draw(waits()), *draw(st.lists(LEGS, max_size=3))]
    if draw(st.integers(0, 3)) == 0:
        events.append(Done(max((e.on for e in events), default=on(20)) + draw(st.integers(0, 5)) * DAY))
    return RepairClock(draw(WINDOWS), on(draw(st.integers(18, 20))), SHOP, draw(st.permutations(events)))


def check(law: Law, clock: RepairClock, day: date, more: Event, seed: int) -> None:
    """Check a law where the clock can be told of the other event: it was not done before."""
    if clock.done_on is None or more.on <= clock.done_on or law is not DELAYS:
        law(clock, day, more, seed)


@pytest.mark.parametrize("law", LAWS, ids=lambda law: str(law.__name__))
@given(clock=clocks_running(), day=st.integers(20, 110).map(on), more=MORE, seed=st.integers(0, 99))
def test_law(law: Law, clock: RepairClock, day: date, more: Event, seed: int) -> None:
    check(law, clock, day, more, seed)


# Sabotages: what is wrong, where, and the laws that must find it.


def shifted(_: Callable[..., date]) -> Callable[..., date]:
    """Move the start by the length of the pauses, as some systems do."""

    def method(self: Progress, wanted: int) -> date:
        length = sum((pause.until - pause.after for pause in self.pauses), timedelta())
        return self.clock.calendar.add(self.clock.accepted_on + length, wanted)

    return method


SABOTAGES: list[tuple[str, Any, str, Callable[[Any], Any], list[Law]]] = [
    ("the start is moved", Progress, "_due", shifted, [WALKED]),
    ("pauses are forgotten", Progress, "_due", lambda _: lambda p, wanted: p.clock.calendar.add(p.clock.accepted_on, wanted), [WALKED]),
    ("a pause brings forward", Progress, "_due", lambda due: lambda p, wanted: due(p, wanted) - 7 * len(p.pauses) * DAY, [WALKED, DELAYS]),
    ("the latest is the earliest", Progress, "_promised", lambda real: property(lambda p: real.fget(p)[::-1]), [WALKED, AHEAD]),
    ("overlaps count twice", clocks, "_merged", lambda _: lambda pauses: sorted((p.after, p.until) for p in pauses), [WALKED, TOLD]),
    ("by how much was told", RepairClock, "pauses", lambda pauses: lambda c, by: pauses(c, by)[len(c.events) % 2 :], [WALKED, ORDER]),
    ("told twice, on twice", RepairClock, "pauses", lambda pauses: lambda c, by: pauses(c, by) * (2 if len({*c.events}) < len(c.events) else 1), [ORDER]),
    ("the future is known", RepairClock, "pauses", lambda pauses: lambda c, by: pauses(c, date(2026, 12, 31)), [WALKED, PAST]),
    ("everything stops it", Window, "stops", lambda _: lambda w, reason: True, [DELAYS]),
    ("the day of a pause is lost", RepairClock, "pauses", lambda pauses: lambda c, by: tuple(attrs.evolve(p, after=p.after - DAY) for p in pauses(c, by)), [WALKED, TOLD]),
    ("the day of an end counts", RepairClock, "pauses", lambda pauses: lambda c, by: tuple(attrs.evolve(p, until=p.until - DAY) for p in pauses(c, by)), [WALKED]),
    ("never provisional", Progress, "provisional", lambda _: False, [AHEAD]),
]  # fmt: skip

SOME = [
    RepairClock(window, on(18), SHOP, events)
    for window in (P1, Window(0, 4), Window(5, 9, stopped_by={"a part"}))
    for events in (
        [Leg(on(20), on(24)), Leg(on(22), on(27)), Paused(on(24), "a part"), Resumed(on(28), "a part"), Paused(on(31), "the buyer")],
        [Paused(on(21), "a part"), Paused(on(23), "the buyer"), Resumed(on(30)), Leg(on(33)), Done(on(44))],
        [Paused(on(20), TRANSPORT), Resumed(on(22), TRANSPORT)],
    )
]
CASES = [(clock, on(day), more, seed) for clock in SOME for day in (20, 24, 29, 35, 44, 60) for more in (Leg(on(23), on(25)), Paused(on(29), "the buyer")) for seed in (1, 2)]  # fmt: skip


@pytest.mark.parametrize("law", LAWS, ids=lambda law: str(law.__name__))
def test_every_law_holds_on_the_cases_that_convict_the_sabotages_of_it(law: Law) -> None:
    assert any(law in laws for *_, laws in SABOTAGES)
    for case in CASES:
        check(law, *case)


@pytest.mark.parametrize(
    ("place", "name", "wrong", "law"),
    [pytest.param(place, name, wrong, law, id=f"{law.__name__}-{what}") for what, place, name, wrong, laws in SABOTAGES for law in laws],
)
def test_the_law_fails_under_the_sabotage(place: Any, name: str, wrong: Callable[[Any], Any], law: Law, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place, name, wrong(getattr(place, name)))
    with pytest.raises(AssertionError):
        for case in CASES:
            check(law, *case)


# Repairs, as a clerk would tell them. All are accepted on Monday, 20 July 2026; 29 July is a holiday, 6 and 7 August the shop is closed.

REPAIRS: list[tuple[str, Window, list[Event], date, str, str, str, bool]] = [
    # what happened, the promise, as of; counted, left, due, and whether that may still move
    ("nothing yet", P1, [], on(20), "0", "3-30", "23 Jul - 3 Sep", False),
    ("on the third day", P1, [], on(23), "3", "0-27", "23 Jul - 3 Sep", False),
    ("sent on Tuesday, not arrived on Friday", P1, [Leg(on(21))], on(24), "1", "2-29", "28 Jul - 8 Sep", True),
    ("sent on Tuesday, arrived on Friday", P1, [Leg(on(21), on(24))], on(24), "1", "2-29", "28 Jul - 8 Sep", False),
    ("sent and arrived on one day", P1, [Leg(on(21), on(21))], on(24), "4", "0-26", "23 Jul - 3 Sep", False),
    ("sent over a weekend", P1, [Leg(on(24), on(26))], on(27), "5", "0-25", "23 Jul - 3 Sep", False),
    ("sent after the earliest day", P1, [Leg(on(23), on(28))], on(28), "3", "0-27", "23 Jul - 8 Sep", False),
    ("sent twice, the ways overlap", P1, [Leg(on(21), on(24)), Leg(on(22), on(27))], on(27), "1", "2-29", "30 Jul - 9 Sep", False),
    ("sent there and back", P1, [Leg(on(21), on(22)), Leg(on(27), on(28))], on(28), "4", "0-26", "24 Jul - 7 Sep", False),
    ("waits for a part, which counts", P1, [Paused(on(21), "a part")], on(28), "6", "0-24", "23 Jul - 3 Sep", False),
    ("told first that it left, then when it arrived", P1, [Leg(on(21)), Leg(on(21), on(24))], on(28), "3", "0-27", "28 Jul - 8 Sep", False),
    ("ended by hand, and then told to have arrived", P1, [Leg(on(21)), Resumed(on(24), TRANSPORT), Leg(on(21), on(24))], on(28), "3", "0-27", "28 Jul - 8 Sep", False),
    ("ended by hand on the day it arrived", P1, [Leg(on(21), on(24)), Resumed(on(24))], on(28), "3", "0-27", "28 Jul - 8 Sep", False),
    ("paused on the latest day", Window(1, 2), [Paused(on(22), "x")], on(23), "2", "0", "21 Jul - 22 Jul", False),
    ("a leg that is ended by hand", P1, [Leg(on(21)), Resumed(on(24), TRANSPORT)], on(28), "3", "0-27", "28 Jul - 8 Sep", False),
    ("any wait stops a window that names none", Window(3, 5), [Paused(on(21), "the buyer"), Resumed(on(23))], on(24), "2", "1-3", "27 Jul - 30 Jul", False),
    ("paused and resumed on one day", Window(3, 5), [Paused(on(21), "x"), Resumed(on(21), "x")], on(24), "4", "0-1", "23 Jul - 27 Jul", False),
    ("resumed and paused again on one day", Window(3, 5), [Paused(on(21), "x"), Resumed(on(23), "x"), Paused(on(23), "x")], on(24), "1", "2-4", "28 Jul - 31 Jul", True),
    ("one wait ends and another goes on", Window(3, 5), [Paused(on(21), "x"), Paused(on(22), "y"), Resumed(on(23), "x")], on(24), "1", "2-4", "28 Jul - 31 Jul", True),
    ("one end for both", Window(3, 5), [Paused(on(21), "x"), Paused(on(22), "y"), Resumed(on(23))], on(24), "2", "1-3", "27 Jul - 30 Jul", False),
    ("done, and asked later", P1, [Leg(on(21), on(24)), Done(on(30))], on(60), "4", "0", "28 Jul - 8 Sep", False),
    ("done while it waits", Window(3, 5), [Paused(on(21), "x"), Done(on(24))], on(60), "1", "0", "28 Jul - 31 Jul", False),
    ("paused after the latest day", Window(3, 5), [Paused(on(30), "x")], on(31), "7", "0", "23 Jul - 27 Jul", False),
    # S3: the whole turnaround, transport inside, whatever the center does
    ("the way is inside the turnaround", S3, [Leg(on(21), on(24)), Paused(on(27), "a part")], on(28), "6", "15-25", "21 Aug - 4 Sep", False),
    ("at once or the next day", Window(0, 1), [], on(20), "0", "0-1", "20 Jul - 21 Jul", False),
]  # fmt: skip


def short(day: date) -> str:
    return f"{day.day} {day:%b}"


@pytest.mark.parametrize(
    ("what", "window", "events", "day", "counted", "left", "due", "provisional"), REPAIRS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_repair_stands_like_this(
    what: str, window: Window, events: list[Event], day: date, counted: str, left: str, due: str, provisional: bool
) -> None:
    progress = RepairClock(window, MONDAY, SHOP, events).as_of(day)
    least, most = progress.remaining
    assert (str(progress.elapsed), f"{least}-{most}" if least != most else f"{most}") == (counted, left)
    assert (f"{short(progress.due.earliest)} - {short(progress.due.latest)}", progress.provisional) == (due, provisional)
    assert said(progress) == walked(progress.clock, day)


def test_a_repair_is_overdue_from_the_day_after_the_latest() -> None:
    clock = RepairClock(Window(1, 2), MONDAY, SHOP)
    assert [(clock.as_of(on(day)).overdue, clock.as_of(on(day)).days_to_latest) for day in (21, 22, 23, 25)] == [
        (False, 1),
        (False, 0),
        (True, -1),
        (True, -3),
    ]
    for done, overdue in ((22, False), (23, True)):
        progress = clock.told(Done(on(done))).as_of(on(60))
        assert (progress.done, progress.overdue, progress.days_to_latest) == (True, overdue, 22 - done)


def test_warnings_reach_to_the_later_of_the_day_and_the_latest_day() -> None:
    clock = RepairClock(P1, MONDAY, BusinessCalendar.of("UA"))
    assert [len(clock.as_of(day).warnings) for day in (MONDAY, date(2027, 7, 23))] == [1, 2]
    assert len(RepairClock(P1, date(2026, 12, 20), BusinessCalendar.of("UA")).as_of(date(2026, 12, 20)).warnings) == 2


def test_from_a_closed_day_at_once_is_the_next_open_day_that_is_not_paused() -> None:
    clock = RepairClock(Window(0, 1), on(25), SHOP, [Leg(on(25), on(27))])
    assert clock.as_of(on(28)).due == DueDates(on(28), on(28))
    assert RepairClock(Window(0, 1), on(25), SHOP).as_of(on(28)).due == DueDates(on(27), on(27))


# What is refused: with the place of each event.

REFUSED: list[tuple[list[Any], str]] = [
    ([5, None], r"events\[0\]: got 5; accepted: Paused, Resumed, Leg or Done\nevents\[1\]: got None"),
    ([Paused(on(21), "")], r"events\[0\]\.reason: got ''; accepted: what the repair waits for"),
    ([Paused(on(21), None), Resumed(on(22), 5)], r"events\[0\]\.reason: got None.*\nevents\[1\]\.reason: got 5"),  # type: ignore[arg-type]
    ([Paused(datetime(2026, 7, 21), "x"), Done("2026-07-21")], r"events\[0\]\.on: .*datetime\.date\nevents\[1\]\.on: got '2026-07-21'"),  # type: ignore[arg-type]
    ([Leg(on(21), "soon")], r"events\[0\]\.arrived: got 'soon'; accepted: a datetime\.date"),  # type: ignore[arg-type]
    ([Leg(None)], r"events\[0\]\.departed: got None"),  # type: ignore[arg-type]
    ([Leg(on(19))], r"events\[0\]\.departed: got 2026-07-19; accepted: a day from 2026-07-20 on, when the device was accepted"),
    ([Done(on(19)), Paused(on(1), "x")], r"events\[0\]\.on: got 2026-07-19.*\nevents\[1\]\.on: got 2026-07-01"),
    ([Leg(on(24), on(23))], r"events\[0\]\.arrived: got 2026-07-23; accepted: a day from 2026-07-24 on, when it was sent"),
    ([Done(on(24)), Done(on(25))], r"events: got done on 2026-07-24 and on 2026-07-25; accepted: one day"),
    ([Done(on(24)), Leg(on(25)), Paused(on(26), "x")], r"events\[1\]\.on: got 2026-07-25; accepted: a day up to 2026-07-24.*\nevents\[2\]\.on"),
]  # fmt: skip


@pytest.mark.parametrize(("events", "match"), REFUSED, ids=lambda part: part[:40] if isinstance(part, str) else "")
def test_events_that_cannot_be_are_refused_all_at_once(events: list[Any], match: str) -> None:
    with pytest.raises(InputError, match=match):
        RepairClock(P1, MONDAY, SHOP, events)


def test_the_end_of_a_wait_that_never_began_is_refused_once_its_day_has_come() -> None:
    clock = RepairClock(P1, MONDAY, SHOP, [Paused(on(21), "a part"), Resumed(on(23), "the buyer"), Resumed(on(24)), Resumed(on(27))])
    assert clock.as_of(on(22)).elapsed == 2
    with pytest.raises(
        InputError, match=r"^events\[1\]: got resumed on 2026-07-23; accepted: .*waiting for the buyer: tell also when it was paused$"
    ):
        clock.as_of(on(24))
    with pytest.raises(InputError, match=r"events\[1\].*\nevents\[3\]: got resumed on 2026-07-27; accepted: .*waiting for anything"):
        clock.as_of(on(28))
    assert clock.told(Paused(on(22), "the buyer"), Paused(on(26), "x")).as_of(on(28)).elapsed == 6


@pytest.mark.parametrize("events", [5, None])
def test_what_is_no_collection_of_events_is_refused(events: Any) -> None:
    with pytest.raises(InputError, match="events: got .*; accepted: a collection of"):
        RepairClock(P1, MONDAY, SHOP, events)


NO_CLOCKS: list[tuple[Callable[[], object], type[Exception], str]] = [
    (lambda: RepairClock((3, 30), MONDAY, SHOP), CalendarError, "the window of a repair clock is a Window"),  # type: ignore[arg-type]
    (lambda: RepairClock(P1, MONDAY, "PL"), CalendarError, "the calendar of a repair clock is a BusinessCalendar"),  # type: ignore[arg-type]
    (lambda: RepairClock(P1, datetime(2026, 7, 20), SHOP), CalendarError, r"datetime\.date"),
    (lambda: RepairClock(P1, MONDAY, SHOP).as_of(on(19)), CalendarError, "2026-07-19 is before 2026-07-20"),
    (lambda: RepairClock(P1, MONDAY, SHOP).as_of("today"), CalendarError, r"datetime\.date"),  # type: ignore[arg-type]
    (lambda: Window(1, 2, stopped_by="transport"), PolicyError, "collection of reasons"),
    (lambda: Window(1, 2, stopped_by=[""]), PolicyError, "collection of reasons"),
    (lambda: Window(1, 2, stopped_by=5), PolicyError, "collection of reasons"),  # type: ignore[arg-type]
]


@pytest.mark.parametrize(("make", "error", "match"), NO_CLOCKS)
def test_what_makes_no_clock_is_refused(make: Callable[[], object], error: type[Exception], match: str) -> None:
    with pytest.raises(error, match=match):
        make()


def test_a_window_promises_less_than_a_thousand_million_days() -> None:
    assert str(10**9 - 1) in str(Window(0, 10**9 - 1))
    with pytest.raises(PolicyError, match="from 0, least first"):
        Window(0, 10**9)


def test_what_was_told_last_is_the_latest_day_of_any_event_or_the_first_of_all() -> None:
    clock = RepairClock(P1, MONDAY, SHOP)
    assert clock.last_told == MONDAY
    assert clock.told(Leg(on(21), on(23))).last_told == on(23)
    assert clock.told(Leg(on(21), on(23)), Paused(on(22), "x")).last_told == on(23)
    assert clock.told(Leg(on(21)), Paused(on(22), "x")).last_told == on(22)


def test_a_clock_is_a_value() -> None:
    clock = SOME[0]
    clock.as_of(on(40)).due  # noqa: B018  # what was asked before is no part of the value
    same = RepairClock(P1, on(18), attrs.evolve(SHOP), [*clock.events])
    assert (clock, hash(clock)) == (same, hash(same))
    assert pickle.loads(pickle.dumps(clock)) == clock
    assert clock.told(Done(on(44))) != clock
    assert Window(3, 30, stopped_by=["transport", "transport"]) == P1 != Window(3, 30)


# A decision's clock.

STORE = icenter.policy(calendar=SHOP)


def decided(**facts: Any) -> Any:
    claim = clean(Claim, sale=Sale.used(sold_on=date(2026, 3, 2), contract_months=6), **{"claimed_on": MONDAY, "accepted_on": MONDAY, **facts})
    return STORE.adjudicate(claim)


def test_a_decision_has_the_clock_of_what_it_promises() -> None:
    decision = decided()
    assert decision.clock == RepairClock(P1, MONDAY, SHOP)
    assert decision.clock.as_of(MONDAY).due == decision.service.dates
    assert decision.clock.told(Leg(on(21), on(24))).as_of(on(24)).due == DueDates(on(28), date(2026, 9, 8))


def test_where_nothing_is_promised_there_is_no_clock_and_while_it_is_open_none_is_known() -> None:
    assert decided(accepted_on=UNKNOWN).clock is UNKNOWN
    assert decided(claimed_on=date(2027, 3, 2), accepted_on=date(2027, 3, 2)).clock is NONE
    irreparable = decided().claim.replace(Claim.fault.repairable, False)
    assert STORE.adjudicate(irreparable).clock is NONE


# Words.

TIMELINE = """
3-30 business days from 20 Jul 2026 (not counted)
  21 Jul 2026  sent
  24 Jul 2026  arrived
  24 Jul 2026  paused: a part (these days count)
  27 Jul 2026  resumed: a part
  28 Jul 2026  sent
  30 Jul 2026  3 business days counted, 0-27 left
  due 28 Jul - 9 Sep 2026, not settled while it waits
""".strip()
LATE = """
1 business day from 20 Jul 2026 (not counted)
  21 Jul 2026  paused: the buyer
  22 Jul 2026  resumed
  23 Jul 2026  done
  23 Jul 2026  2 business days counted, done
  due 21 Jul 2026, 2 calendar days overdue
""".strip()


def test_a_timeline_is_told_like_this() -> None:
    happened = [Leg(on(28)), Leg(on(21), on(24)), Resumed(on(27), "a part"), Paused(on(24), "a part"), Paused(on(35), "x")]
    assert str(RepairClock(P1, MONDAY, SHOP, happened).as_of(on(30))) == TIMELINE
    late = RepairClock(Window(1, 1), MONDAY, SHOP, [Paused(on(21), "the buyer"), Resumed(on(22)), Done(on(23))])
    assert str(late.as_of(on(31))) == LATE
    unsure = RepairClock(P1, MONDAY, BusinessCalendar.of("UA")).as_of(MONDAY)
    assert str(unsure).splitlines()[-1] == f"  note    {unsure.warnings[0]}"


def test_a_wait_that_ends_on_the_day_it_begins_is_no_pause() -> None:
    any_wait = RepairClock(Window(3, 30), MONDAY, SHOP)
    assert any_wait.told(Paused(on(21), "a part"), Resumed(on(21), "a part")).pauses(on(24)) == ()
    assert [pause.name for pause in any_wait.told(Paused(on(21), "a part"), Resumed(on(22), "a part")).pauses(on(24))] == ["a part"]
