"""Reckonings: how a number of business days came about, day by day, worked out only when it is read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import attrs

from warranty_rules.values import Displayed, Option

if TYPE_CHECKING:
    from warranty_rules.calendars import BusinessCalendar

__all__ = ["MonthReckoning", "Pause", "Reason", "Reckoning", "Skipped", "YearReckoning"]

ESTIMATED = "(estimated)"
"""What the holiday data writes behind the name of a day that nobody has fixed yet."""


class Reason(Option):
    """Why a day is not counted.

    >>> from warranty_rules import BusinessCalendar
    >>> BusinessCalendar().skipped(date(2026, 7, 25)).reason is Reason.WEEKEND
    True
    """

    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    CLOSURE = "closure"
    PAUSE = "pause"


@attrs.frozen
class Skipped:
    """A day that is not counted, and why.

    >>> from warranty_rules import BusinessCalendar
    >>> skipped = BusinessCalendar.of("PL").skipped(date(2026, 11, 11))
    >>> skipped.reason.value, skipped.name, skipped.estimated
    ('holiday', 'National Independence Day', False)
    """

    day: date
    reason: Reason
    name: str
    """The weekday, the holiday, the closure, or what the clock waits for."""

    @property
    def estimated(self) -> bool:
        """Whether the day of the holiday is estimated, not fixed yet."""
        return self.reason is Reason.HOLIDAY and ESTIMATED in self.name


@attrs.frozen
class Pause:
    """Days that a clock does not count: those after a day, up to and including another.

    >>> from warranty_rules import BusinessCalendar
    >>> paused = Pause(date(2026, 7, 20), date(2026, 7, 22), "a part")
    >>> Reckoning(BusinessCalendar(), date(2026, 7, 20), date(2026, 7, 24), (paused,)).counted
    2
    """

    after: date
    until: date
    name: str
    still_on: bool = False
    """Whether its end is not known, so that it is counted until the day that is asked about."""


@attrs.frozen(slots=False)
class Reckoning(Displayed):
    """The business days between two days, a itself not counted, b counted; its parts are worked out when they are read.

    >>> from warranty_rules import BusinessCalendar
    >>> reckoning = BusinessCalendar().explain(date(2026, 7, 24), date(2026, 7, 28))
    >>> reckoning.counted, [skipped.name for skipped in reckoning.skipped]
    (2, ['Saturday', 'Sunday'])
    """

    calendar: BusinessCalendar
    a: date
    b: date
    pauses: tuple[Pause, ...] = ()

    @cached_property
    def counted(self) -> int:
        """How many days are counted; never negative."""
        return len(self.days) - len(self.skipped) if self.pauses else abs(self.calendar.count(self.a, self.b))

    @cached_property
    def skipped(self) -> tuple[Skipped, ...]:
        """Every day that is not counted, in the order of the days."""
        return tuple(self._skipped(self.days))

    @property
    def months(self) -> Iterator[MonthReckoning]:
        """The months of the days in question, each reckoned up whole."""
        days = self.days
        first, last = (date.fromordinal(days[at]) for at in (0, -1)) if days else (self.b, self.b)
        for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
            yield attrs.evolve(self.calendar.month(number // 12, number % 12 + 1), pauses=self.pauses)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Where the calendar's data is empty or covers a part of a year only, and which holidays are estimated."""
        days = self.days
        found = self.calendar.warnings(date.fromordinal(days[0]), date.fromordinal(days[-1])) if days else ()
        first, last = (date(year, 1, 1).toordinal() for year in self.calendar.horizon or (date.max.year, 1))
        known = range(max(days.start, first), min(days.stop, last + 366))  # beyond, no holiday has a name
        names = dict.fromkeys(skipped.name.replace(f" {ESTIMATED}", "") for skipped in self._skipped(known) if skipped.estimated)
        told = f"calendar {self.calendar.id}: the days of {', '.join(names)} are estimated, so business days may change"
        return (*found, told) if names else found

    @property
    def days(self) -> range:
        """The days in question, all but the one counted from, by their ordinals."""
        ahead = self.a <= self.b
        low, high = sorted((self.a.toordinal(), self.b.toordinal()))
        return range(low + ahead, high + ahead)

    def _skipped(self, days: range) -> Iterator[Skipped]:
        for day in map(date.fromordinal, days):
            paused = (Skipped(day, Reason.PAUSE, pause.name) for pause in self.pauses if pause.after < day <= pause.until)
            skipped = self.calendar.skipped(day) or next(paused, None)
            if skipped is not None:
                yield skipped

    def __str__(self) -> str:
        from warranty_rules.wording import reckoning_text  # an outer room, needed by this method alone  # noqa: PLC0415

        return reckoning_text(self)


class MonthReckoning(Reckoning):
    """The business days of a month; printed as a page of a wall calendar.

    >>> from warranty_rules import BusinessCalendar
    >>> BusinessCalendar().month(2026, 2).counted
    20
    """

    def __str__(self) -> str:
        from warranty_rules.wording import month_text  # an outer room, needed by this method alone  # noqa: PLC0415

        return month_text(self)


class YearReckoning(Reckoning):
    """The business days of a year; printed as the pages of a wall calendar.

    >>> from warranty_rules import BusinessCalendar
    >>> year = BusinessCalendar().year(2026)
    >>> year.counted, [month.counted for month in year.months][:3]
    (261, [22, 20, 22])
    """

    def __str__(self) -> str:
        from warranty_rules.wording import year_text  # an outer room, needed by this method alone  # noqa: PLC0415

        return year_text(self)
