"""How long a cover runs: months or days from a start, with the conventions of their ends.

Months are counted from the original date, never in a chain: n months on is the same day number, and
where the month is too short, its last day (or the first of the next month, where a policy says so).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import product
from typing import Any, TypeAlias

import attrs

from warranty_rules.errors import PolicyError, shown
from warranty_rules.facts import Fact, OrderedFact, is_fact
from warranty_rules.fields import Day, Whole
from warranty_rules.predicates import Condition, Predicate
from warranty_rules.values import Option

__all__ = ["Expired", "LastDay", "MonthEnd", "NotYet", "Period", "Term", "days", "months", "months_on", "within"]

Count: TypeAlias = "int | OrderedFact[int]"
Values: TypeAlias = "Mapping[Fact[Any], Any]"


class MonthEnd(Option):
    """Where a period of months ends when the month has no such day."""

    CLAMP = "clamp", "the last day of that month"
    ROLL_OVER = "roll_over", "the first day of the next month"


class LastDay(Option):
    """What the day is on which a period ends."""

    COVERED = "covered", "the last day covered"
    FIRST_OUT = "first_out", "the first day not covered"


def months_on(start: date, months: int, month_end: MonthEnd = MonthEnd.CLAMP) -> date:
    """Give the same day number so many months on.

    Args:
        start: the day counted from.
        months: whole months, of either sign.
        month_end: what to do where that month has no such day.

    Returns:
        The day; within the years 1 to 9999, at whose ends it stops.

    >>> months_on(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    >>> months_on(date(2026, 1, 31), 1, MonthEnd.ROLL_OVER)
    datetime.date(2026, 3, 1)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not 1 <= year <= date.max.year:
        return date.max if year > 1 else date.min
    last = monthrange(year, month + 1)[1]
    if start.day <= last:
        return date(year, month + 1, start.day)
    return date(year, month + 1, last) if month_end is MonthEnd.CLAMP else date(year, month + 2, 1)


def days_on(start: date, days: int) -> date:
    """Give the day so many calendar days on, stopping at the ends of the calendar."""
    return date.fromordinal(min(max(start.toordinal() + days, 1), date.max.toordinal()))


def _counts(count: Count) -> tuple[Count, ...]:
    least = count.field.least if isinstance(count, OrderedFact) and isinstance(count.field, Whole) else count
    if type(least) is not int or least < 0:
        raise PolicyError(f"a period counts whole numbers from 0, or facts that are such numbers; got {shown(count)}")
    return (count,)


def _told_apart(counts: Iterable[Count]) -> tuple[tuple[bool, Count], ...]:
    """Mark the facts, so that none is ever compared with a number."""
    return tuple((isinstance(count, Fact), count) for count in counts)


@attrs.frozen
class Period(ABC):
    """A length of time: a sum of counts of one unit, each a number or a fact. Made by `months` and `days`."""

    counts: tuple[Count, ...] = attrs.field(eq=_told_apart)

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        """The facts among the counts."""
        return tuple(count for count in self.counts if isinstance(count, Fact))

    def total(self, values: Values) -> int:
        """Add the counts up."""
        return sum(values[count] if isinstance(count, Fact) else count for count in self.counts)

    @abstractmethod
    def end(self, start: date, total: int, month_end: MonthEnd) -> date:
        """Give the day on which a length from a start ends."""

    @abstractmethod
    def between(self, start: date, end: date) -> int:
        """Estimate the length between two days, to within one unit."""

    def __add__(self, other: Period) -> Period:
        if type(other) is not type(self):
            raise PolicyError(f"periods add up within one unit: {self} and {other} do not")
        return attrs.evolve(self, counts=self.counts + other.counts)

    def __str__(self) -> str:
        return " + ".join(map(str, self.counts)) + f" {type(self).__name__.lower()}"


class Months(Period):
    """A length in months."""

    def end(self, start: date, total: int, month_end: MonthEnd) -> date:
        return months_on(start, total, month_end)

    def between(self, start: date, end: date) -> int:
        return (end.year - start.year) * 12 + end.month - start.month


class Days(Period):
    """A length in calendar days."""

    def end(self, start: date, total: int, month_end: MonthEnd) -> date:
        return days_on(start, total)

    def between(self, start: date, end: date) -> int:
        return (end - start).days


def months(count: Count) -> Months:
    """Make a period of so many months.

    Args:
        count: a whole number from 0, or a fact that is one.

    Raises:
        PolicyError: for anything else.

    >>> print(months(12))
    12 months
    """
    return Months(_counts(count))


def days(count: Count) -> Days:
    """Make a period of so many calendar days.

    Args:
        count: a whole number from 0, or a fact that is one.

    Raises:
        PolicyError: for anything else.

    >>> print(days(90))
    90 days
    """
    return Days(_counts(count))


@attrs.frozen
class Term:
    """How long a cover runs from its start.

    Args:
        length: how long the cover lasts.
        after: what runs first, from the same start; the cover begins on the day after it.
        month_end: what to do where a month has no such day.
        last_day: whether the day on which the period ends is covered.

    Raises:
        PolicyError: for anything else, and for lengths of two units.

    The end is always reckoned from the original start, as one period with two lengths.
    """

    length: Period
    after: Period | None = None
    month_end: MonthEnd = MonthEnd.CLAMP
    last_day: LastDay = LastDay.COVERED

    def __attrs_post_init__(self) -> None:
        kinds: dict[str, Any] = {"length": Period, "after": Period | None, "month_end": MonthEnd, "last_day": LastDay}
        for name, kind in kinds.items():
            if not isinstance(getattr(self, name), kind):
                raise PolicyError(f"a term is made of months(...) or days(...), a MonthEnd and a LastDay; got {name}={shown(getattr(self, name))}")
        self.whole  # noqa: B018  # lengths of two units fail here

    @property
    def whole(self) -> Period:
        """The period from the start to the end of the cover."""
        return self.length if self.after is None else self.after + self.length

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        """The facts among the lengths, each once."""
        return tuple(dict.fromkeys(self.whole.reads))

    def first(self, start: date, values: Values) -> date:
        """Give the first covered day."""
        if self.after is None or self.after.total(values) == 0:
            return start
        return days_on(self._last(start, self.after, values), 1)

    def last(self, start: date, values: Values) -> date:
        """Give the last covered day."""
        return self._last(start, self.whole, values)

    def _last(self, start: date, period: Period, values: Values) -> date:
        end = period.end(start, period.total(values), self.month_end)
        return end if self.last_day is LastDay.COVERED else days_on(end, -1)

    def __str__(self) -> str:
        after = "" if self.after is None else f"{self.after}, then "
        odd = [f"{c.label} in a month that is too short" for c in (self.month_end,) if c is not MonthEnd.CLAMP]
        odd += [f"the day it ends is {c.label}" for c in (self.last_day,) if c is not LastDay.COVERED]
        return f"{after}{self.length}" + "".join(f", {words}" for words in odd)


@attrs.frozen(str=False, repr=False)
class Edge(Condition):
    """A day beside one end of a term that runs from another day."""

    when: OrderedFact[date]
    start: OrderedFact[date]
    term: Term

    def __attrs_post_init__(self) -> None:
        for day in (self.when, self.start):
            if not is_fact(day) or not isinstance(day.field, Day):
                raise PolicyError(f"a term runs from a day, and a day lies in it, both facts; got {shown(day)}")

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.when, self.start, *self.term.reads)

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        others = [other for other in self.reads if other != fact]
        for values in (dict(zip(others, chosen, strict=True)) for chosen in product(*map(given, others))):
            yield from self._turns(fact, values)

    def _turns(self, fact: Fact[Any], values: dict[Fact[Any], Any]) -> Iterable[Any]:
        """List values near the turns: generously, since one too many does no harm and one too few does."""
        near = range(-4, 5)
        if fact == self.when == self.start:
            return []
        if fact == self.when:
            start = values[self.start]
            return [days_on(edge, off) for edge in (self.term.first(start, values), self.term.last(start, values)) for off in near]
        lengths = [self.term.whole, *([self.term.after] if self.term.after else [])]
        if fact == self.start:
            ends = [length.end(values[self.when], -length.total(values), MonthEnd.CLAMP) for length in (*lengths, Days(()))]
            return [days_on(end, off) for end in ends for off in near]
        span = self.term.length.between(values[self.start], values[self.when])
        without, once = ([length.total({**values, fact: count}) for length in lengths] for count in (0, 1))
        return [0, *((span - a) // max(b - a, 1) + off for a, b in zip(without, once, strict=True) for off in near)]


class Expired(Edge):
    """The day is past the last covered day."""

    def holds(self, *values: Any, **none: Any) -> bool:
        when, start, *lengths = values
        return bool(when > self.term.last(start, dict(zip(self.term.reads, lengths, strict=True))))

    def __str__(self) -> str:
        return f"{self.when} is past {self.term} from {self.start}"


class NotYet(Edge):
    """The day is before the first covered day."""

    def holds(self, *values: Any, **none: Any) -> bool:
        when, start, *lengths = values
        return bool(when < self.term.first(start, dict(zip(self.term.reads, lengths, strict=True))))

    def __str__(self) -> str:
        return f"{self.when} is before {self.term} from {self.start}"


def not_yet(when: OrderedFact[date], start: OrderedFact[date], term: Term) -> Predicate:
    """Hold where a day lies before a term that runs from another day."""
    return when < start if term.after is None else NotYet(when, start, term)


def within(when: OrderedFact[date], start: OrderedFact[date], term: Term) -> Predicate:
    """Hold where a day lies within a term that runs from another day.

    >>> from warranty_rules import Claim
    >>> print(within(Claim.claimed_on, Claim.sale.sold_on, Term(months(1))))
    not claimed_on < sale.sold_on and not claimed_on is past 1 months from sale.sold_on
    """
    return ~not_yet(when, start, term) & ~Expired(when, start, term)
