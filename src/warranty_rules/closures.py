"""Closures: days on which a shop is closed for reasons of its own, once, every year, or by a rule."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

import attrs

from warranty_rules.errors import CalendarError, printable, shown

if TYPE_CHECKING:
    from dateutil.rrule import rrule

__all__ = ["Closure", "plain_day"]

LEAP_YEAR = 2000
RULE = (
    "a rule is an rrule, or RFC 5545 text with DTSTART and FREQ=WEEKLY, MONTHLY or YEARLY (or DAILY, by weekday and month alone), "
    "without hours or time zones, that closes some day"
)
FREQUENCIES = frozenset({"DAILY", "WEEKLY", "MONTHLY", "YEARLY"})
UNFIT = r"INTERVAL=(-|\+?0+\b)|TZID|BYHOUR|BYMINUTE|BYSECOND|BY(MONTH|WEEK|YEAR|SET)\w*=(\S*,)?[+-]?0+\b|DAILY\S*BY(?!DAY|MONTH=)"
"""What would not come to an end, or not soon, or is of no use for days."""
BROKEN = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What dateutil raises for rules that it cannot read or follow."""


def plain_day(day: object) -> date:
    """Take a day, and nothing that is more than a day.

    >>> plain_day(datetime(2026, 7, 20, 9))
    Traceback (most recent call last):
    ...
    warranty_rules.errors.CalendarError: a day is a datetime.date; got datetime.datetime(2026, 7, 20, 9, 0): its .date() is one
    """
    if type(day) is date:
        return day
    if isinstance(day, date) and not isinstance(day, datetime):
        return date(day.year, day.month, day.day)
    how = "its .date() is one" if isinstance(day, datetime) else "date(2026, 7, 20), or date.fromisoformat('2026-07-20'), makes one"
    raise CalendarError(f"a day is a datetime.date; got {shown(day)}: {how}")


def _name(name: object) -> str:
    if isinstance(name, str) and name.strip():
        return name
    raise CalendarError(f"a closure has a name, such as 'stocktaking'; got {shown(name)}")


@attrs.frozen
class Closure(ABC):
    """Days on which a shop is closed: made by `on`, `yearly` and `recurring`.

    >>> from warranty_rules import BusinessCalendar
    >>> shop = BusinessCalendar(closures=[Closure.yearly("summer break", (8, 1), (8, 15))])
    >>> shop.add(date(2026, 7, 31), 1)
    datetime.date(2026, 8, 17)
    """

    name: str = attrs.field(converter=_name)

    @abstractmethod
    def days(self, first: date, last: date) -> Iterator[date]:
        """Give the closed days between two days, both included."""

    @staticmethod
    def on(name: str, first: date, last: date | None = None) -> Closure:
        """Close once, from a day to another, both included.

        Args:
            name: why.
            first: the first closed day.
            last: the last one; the first where not given.

        Raises:
            CalendarError: where they are no days, or the last lies before the first.

        >>> print(Closure.on("stocktaking", date(2026, 7, 1), date(2026, 7, 3)))
        stocktaking: 2026-07-01 to 2026-07-03
        """
        return Once(name, first, first if last is None else last)

    @staticmethod
    def yearly(name: str, first: tuple[int, int], last: tuple[int, int] | None = None) -> Closure:
        """Close on the same days of every year.

        Args:
            name: why.
            first: month and day of the first closed day; 29 February is there in leap years only.
            last: month and day of the last one, in the next year where that is earlier; the first where not given.

        Raises:
            CalendarError: for a month or day that no year has.

        >>> print(Closure.yearly("between the years", (12, 27), (1, 2)))
        between the years: every year 12-27 to 01-02
        """
        return Yearly(name, first, first if last is None else last)

    @staticmethod
    def recurring(name: str, rule: rrule | str) -> Closure:
        """Close whenever a rule says so.

        Args:
            name: why.
            rule: an ``rrule`` of dateutil, or a recurrence in RFC 5545 text; it is kept as text.

        Raises:
            CalendarError: for a rule without a start, of hours or less, or that cannot be read.

        >>> print(Closure.recurring("staff day", "DTSTART:20260101 RRULE:FREQ=MONTHLY;BYDAY=1MO"))
        staff day: DTSTART:20260101 RRULE:FREQ=MONTHLY;BYDAY=1MO
        """
        return Recurring(name, rule)


@attrs.frozen
class Once(Closure):
    first: date = attrs.field(converter=plain_day)
    last: date = attrs.field(converter=plain_day)

    def __attrs_post_init__(self) -> None:
        if self.last < self.first:
            raise CalendarError(f"closure {self.name}: the last day {self.last} lies before the first, {self.first}: exchange them")

    def days(self, first: date, last: date) -> Iterator[date]:
        low, high = max(self.first, first), min(self.last, last)
        return map(date.fromordinal, range(low.toordinal(), high.toordinal() + 1))

    def __str__(self) -> str:
        return printable(f"{self.name}: {self.first}") + (f" to {self.last}" if self.last != self.first else "")


def _month_day(given: object) -> tuple[int, int]:
    from calendar import monthrange  # it loads the locale's names of days  # noqa: PLC0415

    match given:
        case (int(month), int(day)) if type(month) is type(day) is int and 1 <= month <= 12 and 1 <= day <= monthrange(LEAP_YEAR, month)[1]:
            return month, day
        case _:
            raise CalendarError(f"a day of every year is its month and its day, such as (12, 24); got {shown(given)}")


@attrs.frozen
class Yearly(Closure):
    first: tuple[int, int] = attrs.field(converter=_month_day)
    last: tuple[int, int] = attrs.field(converter=_month_day)

    def days(self, first: date, last: date) -> Iterator[date]:
        days = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
        return (day for day in days if self._closed((day.month, day.day)))

    def _closed(self, at: tuple[int, int]) -> bool:
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last

    def __str__(self) -> str:
        begin, end = (f"{month:02}-{day:02}" for month, day in (self.first, self.last))
        return printable(f"{self.name}: every year {begin}") + (f" to {end}" if end != begin else "")


def _rule(rule: object) -> str:
    text = " ".join(str(rule).upper().replace(";VALUE=DATE", "").split())
    frequencies = {*re.findall(r"FREQ=(\w*)", text)}
    if not (re.search(r"DTSTART:\d{8}", text) and frequencies and frequencies <= FREQUENCIES) or re.search(UNFIT, text):
        raise CalendarError(f"{RULE}; got {shown(text)}")
    try:
        first = next(iter(_parsed(text)), None)
        if first is not None:
            _parsed(text).between(first, first.replace(year=min(first.year + 8, date.max.year), day=1))  # what cannot be followed fails here
    except BROKEN as error:
        raise CalendarError(f"{RULE}; got {shown(text)}: {error}") from None
    if first is None:
        raise CalendarError(f"{RULE}; got {shown(text)}")
    return text


def _parsed(text: str) -> Any:
    from dateutil.rrule import rrulestr  # its import takes a while, and few shops have such a rule  # noqa: PLC0415

    return rrulestr("\n".join(text.split()), ignoretz=True)  # type: ignore[no-untyped-call, unused-ignore]  # dateutil has types only where its stubs are installed


@attrs.frozen
class Recurring(Closure):
    """Closed by a rule; its days are kept up to the last one that was asked about."""

    rule: str = attrs.field(converter=_rule)
    _kept: tuple[date, frozenset[date]] = attrs.field(default=(date.min, frozenset[date]()), init=False, eq=False, repr=False)

    def days(self, first: date, last: date) -> Iterator[date]:
        until, kept = self._kept
        if last > until:
            until = date(min(last.year + 5, date.max.year), 12, 31)
            kept = frozenset(
                moment.date()
                for moment in _parsed(self.rule).between(datetime.combine(date.min, time.min), datetime.combine(until, time.max), inc=True)
            )
            object.__setattr__(self, "_kept", (until, kept))  # one assignment publishes them whole
        return (day for day in kept if first <= day <= last) if first != last else iter({first} & kept)

    def __str__(self) -> str:
        return printable(f"{self.name}: {self.rule}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.name, self.rule)
