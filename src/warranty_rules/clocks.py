"""Promises of time: a window of business days, and the dates it comes to."""

from __future__ import annotations

from datetime import date

import attrs

from warranty_rules.calendars import BusinessCalendar
from warranty_rules.errors import PolicyError, shown

__all__ = ["DueDates", "Window"]


@attrs.frozen
class DueDates:
    """The earliest and the latest day of a promise."""

    earliest: date
    latest: date


@attrs.frozen
class Window:
    """A promise of so many business days, at the least and at the most; the day it runs from is not counted.

    Args:
        least: business days, from 0.
        most: business days, not fewer than the least.

    Raises:
        PolicyError: for anything else.

    >>> Window(3, 30).dates(date(2026, 7, 20), BusinessCalendar())
    DueDates(earliest=datetime.date(2026, 7, 23), latest=datetime.date(2026, 8, 31))
    """

    least: int
    most: int

    def __attrs_post_init__(self) -> None:
        if type(self.least) is not int or type(self.most) is not int or not 0 <= self.least <= self.most:
            raise PolicyError(f"a window is two whole numbers from 0, least first; got {shown(self.least)}, {shown(self.most)}")

    def dates(self, accepted_on: date, calendar: BusinessCalendar) -> DueDates:
        """Reckon the promise from the day the device was accepted.

        Raises:
            CalendarError: where the calendar cannot answer.
        """
        return DueDates(calendar.add(accepted_on, self.least), calendar.add(accepted_on, self.most))
