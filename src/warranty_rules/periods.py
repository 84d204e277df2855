"""How long a cover runs: months, years, days or business days from a start, with the conventions of their ends.

Months are counted from the original date, never in a chain: n months on is the same day number, and
where the month is too short, its last day (or the first of the next month, where a policy says so).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property
from itertools import product
from types import MappingProxyType
from typing import Any, ClassVar, TypeAlias, TypeVar, cast

import attrs

from warranty_rules.calendars import BusinessCalendar, Roll
from warranty_rules.closures import plain_day
from warranty_rules.errors import CalendarError, LogicError, PolicyError, shown
from warranty_rules.facts import Compare, Fact, OrderedFact, OrNoneFact, is_fact, said
from warranty_rules.fields import AnyDay, Day, DayOrNone, Whole, month_length
from warranty_rules.predicates import Condition, Lasting, Predicate, all_of, any_of
from warranty_rules.records import Record
from warranty_rules.values import NONE, UNKNOWN, NoneSuch, Option, Unknown

__all__ = [
    "Expired",
    "Fallback",
    "LastDay",
    "MonthEnd",
    "NotYet",
    "Period",
    "Start",
    "StartDay",
    "Term",
    "business_days",
    "days",
    "expired",
    "longest",
    "months",
    "months_on",
    "not_yet",
    "otherwise",
    "per",
    "remainder",
    "shortest",
    "within",
    "years",
]

MOST_COUNTED = 10**18
T = TypeVar("T")
Count: TypeAlias = "int | OrderedFact[int]"
Values: TypeAlias = "Mapping[Fact[Any], Any]"
NO_VALUES: Values = MappingProxyType({})


class MonthEnd(Option):
    """Where a period of months ends when the month has no such day.

    >>> Term(months(1), month_end=MonthEnd.ROLL_OVER).last(date(2026, 1, 31))
    datetime.date(2026, 3, 1)
    """

    CLAMP = "clamp", "the last day of that month"
    ROLL_OVER = "roll_over", "the first day of the next month"


class LastDay(Option):
    """What the day is on which a period ends.

    >>> Term(months(1), last_day=LastDay.FIRST_OUT).last(date(2026, 3, 2))
    datetime.date(2026, 4, 1)
    """

    COVERED = "covered", "the last day covered"
    FIRST_OUT = "first_out", "the first day not covered"


class StartDay(Option):
    """Whether the day from which a period runs is a day of it.

    >>> Term(days(14), start_day=StartDay.COUNTED).last(date(2026, 3, 2))
    datetime.date(2026, 3, 15)
    """

    NOT_COUNTED = "not_counted", "is not counted"
    COUNTED = "counted", "is its first day"


SHORTEST = 28
"""Days that every month has."""


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
    if start.day <= SHORTEST or start.day <= (last := month_length(year, month + 1)):
        return date(year, month + 1, start.day)
    return date(year, month + 1, last) if month_end is MonthEnd.CLAMP else date(year, month + 2, 1)


def days_on(start: date, days: int) -> date:
    """Give the day so many calendar days on, stopping at the ends of the calendar."""
    return date.fromordinal(min(max(start.toordinal() + days, 1), date.max.toordinal()))


def _counts(count: Count) -> tuple[Count, ...]:
    least = count.field.least if isinstance(count, OrderedFact) and isinstance(count.field, Whole) else count
    if type(least) is not int or not 0 <= least < MOST_COUNTED:
        raise PolicyError(f"a period counts whole numbers from 0, or facts that are such numbers; got {shown(count)}")
    return (count,)


def _told_apart(counts: Iterable[Count]) -> tuple[tuple[bool, Count], ...]:
    """Mark the facts, so that none is ever compared with a number."""
    return tuple((isinstance(count, Fact), count) for count in counts)


def _known(fact: Fact[Any], values: Values) -> Any:
    value = values.get(fact, UNKNOWN)
    if value is UNKNOWN or (type(value) is int and value < 0) or type(value) not in {int, date}:
        raise LogicError(f"{fact} is needed among the values, as a date or a whole number from 0; got {shown(value)}")
    return value


@attrs.frozen
class Period(ABC):
    """A length of time, made by `months`, `years`, `days`, `business_days`, `longest`, `shortest` and `remainder`.

    >>> print(months(1) + months(12), "and", shortest(months(3), days(90)))
    1 + 12 months and the shortest of 3 months, 90 days
    """

    @property
    def periods(self) -> tuple[Period | Term, ...]:
        """What it is made of, where it is made of others."""
        return ()

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        """The facts that it depends on."""
        return tuple(fact for period in self.periods for fact in period.reads)

    @property
    def calendars(self) -> tuple[BusinessCalendar, ...]:
        """The calendars that it depends on."""
        return tuple(calendar for period in self.periods for calendar in period.calendars)

    @property
    def units(self) -> AbstractSet[object]:
        """The units that it counts in; a number of one is no longer than a larger number, from whichever start."""
        return frozenset[object]().union(*(period.units for period in self.periods if isinstance(period, Period)))

    @abstractmethod
    def end(self, start: date, values: Values, month_end: MonthEnd, start_day: StartDay) -> date:
        """Give the day on which it ends; where the start counts, that is the last day of it.

        A later start or a larger number ends no earlier.
        """

    def __add__(self, other: Period) -> Period:
        raise PolicyError(f"periods add up within one unit: {self} and {other} do not")


@attrs.frozen
class Length(Period):
    """A sum of counts of one unit, each a number or a fact."""

    counts: tuple[Count, ...] = attrs.field(eq=_told_apart)

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return tuple(count for count in self.counts if isinstance(count, Fact))

    def end(self, start: date, values: Values, month_end: MonthEnd, start_day: StartDay) -> date:
        total = 0
        for count in self.counts:
            total += count if type(count) is int else _known(cast("Fact[Any]", count), values)
        return self.on(start, total, month_end) if start_day is StartDay.NOT_COUNTED else self.through(start, total)

    @abstractmethod
    def on(self, start: date, total: int, month_end: MonthEnd) -> date:
        """Give the day so many units on."""

    def through(self, start: date, total: int) -> date:
        """Give the last of so many units of which the start begins the first."""
        return days_on(self.on(start, total, MonthEnd.ROLL_OVER), -1)

    def __add__(self, other: Period) -> Period:
        if not isinstance(other, Length) or attrs.evolve(other, counts=self.counts) != self:
            return super().__add__(other)
        return attrs.evolve(self, counts=self.counts + other.counts)

    @property
    def units(self) -> AbstractSet[object]:
        return {self.many}

    @property
    def one(self) -> str:
        return self.many.removesuffix("s")

    @property
    def many(self) -> str:
        return type(self).__name__.lower()

    def __str__(self) -> str:
        count = " + ".join(map(str, self.counts))
        return f"{count} {self.one if count == '1' else self.many}"


class Months(Length):
    def on(self, start: date, total: int, month_end: MonthEnd) -> date:
        return months_on(start, total, month_end)


class Years(Length):
    @property
    def units(self) -> AbstractSet[object]:
        return {"months"}

    def on(self, start: date, total: int, month_end: MonthEnd) -> date:
        return months_on(start, total * 12, month_end)


class Days(Length):
    def on(self, start: date, total: int, month_end: MonthEnd) -> date:
        return days_on(start, total)


def _is_calendar(_: object, __: object, calendar: Any) -> None:
    if not isinstance(calendar, BusinessCalendar) or calendar.strict:
        raise PolicyError(f"a term is reckoned for any day, so by a BusinessCalendar that is not strict; got {shown(calendar)}")


@attrs.frozen
class BusinessDays(Length):
    calendar: BusinessCalendar = attrs.field(validator=_is_calendar)

    @property
    def calendars(self) -> tuple[BusinessCalendar, ...]:
        return (self.calendar,)

    @property
    def one(self) -> str:
        return f"business day ({self.calendar.id})"

    @property
    def many(self) -> str:
        return f"business days ({self.calendar.id})"

    def on(self, start: date, total: int, month_end: MonthEnd) -> date:
        try:
            return self.calendar.add(start, total)
        except CalendarError:  # there is no such day
            return date.max

    def through(self, start: date, total: int) -> date:
        before = days_on(start, -1)
        return self.on(before, total, MonthEnd.CLAMP) if total else before


def _are_periods(_: object, __: object, parts: tuple[object, ...]) -> None:
    if not parts or not all(isinstance(part, Period) for part in parts):
        raise PolicyError(f"lengths are one or several periods, such as months(3), days(90); got {shown(parts)}")


@attrs.frozen
class Pick(Period):
    """The longest or the shortest of several lengths from the same start."""

    parts: tuple[Period, ...] = attrs.field(validator=_are_periods)
    longest: bool

    @property
    def periods(self) -> tuple[Period, ...]:
        return self.parts

    def end(self, start: date, values: Values, month_end: MonthEnd, start_day: StartDay) -> date:
        return (max if self.longest else min)(part.end(start, values, month_end, start_day) for part in self.parts)

    def __str__(self) -> str:
        return f"the {'longest' if self.longest else 'shortest'} of {', '.join(map(_apart, self.parts))}"


def _apart(part: Period) -> str:
    """Bracket a part that is itself made of several, so that it is seen where it ends."""
    return f"({part})" if isinstance(part, Pick | Per) else str(part)


def _is_day(fact: Any) -> OrderedFact[date]:
    if is_fact(fact) and isinstance(fact.field, Day):
        return cast("OrderedFact[date]", fact)
    raise PolicyError(f"a term runs from a day, and a day lies in it, both facts; got {shown(fact)}")


def _is_start(fact: Any) -> OrderedFact[date]:
    return cast("OrderedFact[date]", fact) if is_fact(fact) and isinstance(fact.field, DayOrNone) else _is_day(fact)


def _is_term(_: object, __: object, term: Any) -> None:
    if not isinstance(term, Term):
        raise PolicyError(f"a length is put in a Term, such as Term(days(14)); got {shown(term)}")


@attrs.frozen
class Remainder(Period):
    """What is left of a term that runs from a day of its own."""

    term: Term = attrs.field(validator=_is_term)
    since: OrderedFact[date] = attrs.field(converter=_is_day)

    @property
    def periods(self) -> tuple[Term]:
        return (self.term,)

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.since, *super().reads)

    @property
    def units(self) -> AbstractSet[object]:
        return {self, "days"}  # no one unit: it ends on a day of its own

    def end(self, start: date, values: Values, month_end: MonthEnd, start_day: StartDay) -> date:
        return self.term.last(_known(self.since, values), values)

    def __str__(self) -> str:
        return f"what is left of {self.term} from {self.since}"


def _fact_by_value(fact: Any) -> Fact[Any]:
    if is_fact(fact) and fact.domain is not None:
        return fact
    raise PolicyError(f"lengths are listed by a fact whose values can be listed, such as a member of an enumeration; got {shown(fact)}")


@attrs.frozen
class Per(Period):
    """A length for each value of a fact."""

    fact: Fact[Any] = attrs.field(converter=_fact_by_value)
    lengths: tuple[tuple[Any, Period], ...]

    def __attrs_post_init__(self) -> None:
        listed = [value for value, _ in self.lengths]
        _are_periods(self, None, self.periods)
        domain = self.fact.domain or ()
        left = [value for value in domain if not any(_same(value, other) for other in listed)]
        odd = [value for value in listed if not any(_same(value, other) for other in domain)]
        if left or odd:
            wrong = ", ".join(map(shown, odd or left))
            raise PolicyError(f"a length is listed for each value of {self.fact}: {wrong} {'is no value of it' if odd else 'has none'}")

    @property
    def periods(self) -> tuple[Period, ...]:
        return tuple(period for _, period in self.lengths)

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return (self.fact, *super().reads)

    def end(self, start: date, values: Values, month_end: MonthEnd, start_day: StartDay) -> date:
        value = values.get(self.fact, UNKNOWN)
        period = next((period for listed, period in self.lengths if _same(listed, value)), None)
        if period is None:
            raise LogicError(f"{self.fact} is needed among the values, as one of those that lengths are listed for; got {shown(value)}")
        return period.end(start, values, month_end, start_day)

    def __str__(self) -> str:
        return f"by {self.fact}: {', '.join(f'{said(value)} {_apart(period)}' for value, period in self.lengths)}"


def _same(value: object, other: object) -> bool:
    """Compare as a fact does: 1 is not True."""
    return type(value) is type(other) and value == other


def months(count: Count) -> Period:
    """Make a period of so many months.

    Args:
        count: a whole number from 0, or a fact that is one.

    Raises:
        PolicyError: for anything else.

    >>> print(months(12))
    12 months
    """
    return Months(_counts(count))


def years(count: Count) -> Period:
    """Make a period of so many years; arguments and errors as for `months`.

    >>> print(Term(years(1)).last(date(2024, 2, 29)))
    2025-02-28
    """
    return Years(_counts(count))


def days(count: Count) -> Period:
    """Make a period of so many calendar days; arguments and errors as for `months`.

    >>> print(days(90))
    90 days
    """
    return Days(_counts(count))


def business_days(count: Count, calendar: BusinessCalendar) -> Period:
    """Make a period of so many business days.

    Args:
        count: a whole number from 0, or a fact that is one.
        calendar: which days are business days.

    Raises:
        PolicyError: for anything else.

    >>> print(Term(business_days(10, BusinessCalendar())).last(date(2026, 7, 20)))
    2026-08-03
    """
    return BusinessDays(_counts(count), calendar)


def longest(*periods: Period) -> Period:
    """Take the longest of several periods from the same start.

    Args:
        periods: one or more, of whatever units.

    Raises:
        PolicyError: for anything else.

    >>> print(Term(longest(months(3), days(90))).last(date(2026, 1, 31)))
    2026-05-01
    """
    return Pick(periods, longest=True)


def shortest(*periods: Period) -> Period:
    """Take the shortest of several periods from the same start; arguments and errors as for `longest`.

    >>> print(Term(shortest(months(3), days(90))).last(date(2026, 1, 31)))
    2026-04-30
    """
    return Pick(periods, longest=False)


def remainder(term: Term, since: OrderedFact[date]) -> Period:
    """Take what is left of a term that runs from a day of its own, whenever it is taken.

    Args:
        term: the term.
        since: the day that the term runs from, a fact.

    Raises:
        PolicyError: for anything else.

    >>> from warranty_rules import Claim
    >>> print(longest(remainder(Term(months(12)), Claim.sale.sold_on), days(90)))
    the longest of what is left of 12 months from sale.sold_on, 90 days
    """
    return Remainder(term, since)


def per(fact: Fact[T], lengths: Mapping[T, Period]) -> Period:
    """Take a length for each value of a fact, such as for each part.

    Args:
        fact: a fact whose values can be listed.
        lengths: a period for each of its values.

    Raises:
        PolicyError: for anything else, and where a value has no length.

    >>> from warranty_rules import Claim, Goods
    >>> print(per(Claim.sale.goods, {Goods.NEW: months(12), Goods.USED: days(90)}))
    by sale.goods: new 12 months, used 90 days
    """
    given: Any = lengths
    if not isinstance(given, Mapping):
        raise PolicyError(f"lengths are listed by value, such as {{Part.CASE: days(90)}}; got {shown(given)}")
    return Per(fact, tuple(lengths.items()))


@attrs.frozen(slots=False, cache_hash=True)
class Term:
    """How long a cover runs from its start.

    Args:
        length: how long the cover lasts.
        after: what runs first, from the same start; the cover begins on the day after it.
        month_end: what to do where a month has no such day.
        last_day: whether the day on which the period ends is covered.
        start_day: whether the start is the first day of the period, which then ends on the day before the same day number.
        roll: where an end on a closed day is moved to; nowhere where not given.
        calendar: the closed days, for the roll.

    Raises:
        PolicyError: for anything else, and for lengths of two units.

    The end is always reckoned from the original start, as one period with two lengths.

    >>> term = Term(months(12))
    >>> term.first(date(2024, 2, 29)), term.last(date(2024, 2, 29)), term.covers(date(2025, 3, 1), date(2024, 2, 29))
    (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28), False)
    """

    length: Period
    after: Period | None = None
    month_end: MonthEnd = MonthEnd.CLAMP
    last_day: LastDay = LastDay.COVERED
    start_day: StartDay = attrs.field(default=StartDay.NOT_COUNTED, kw_only=True)
    roll: Roll | None = attrs.field(default=None, kw_only=True)
    calendar: BusinessCalendar | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        kinds: dict[str, Any] = {"length": Period, "after": Period | None, "month_end": MonthEnd, "last_day": LastDay, "start_day": StartDay}
        kinds |= {"roll": Roll | None, "calendar": BusinessCalendar | None}
        for name, kind in kinds.items():
            if not isinstance(getattr(self, name), kind):
                raise PolicyError(f"a term is made of months(...) and the like, a MonthEnd and so on; got {name}={shown(getattr(self, name))}")
        if self.start_day is StartDay.COUNTED and self.last_day is LastDay.FIRST_OUT:
            raise PolicyError("a term that counts its start ends a day earlier by that alone: leave last_day=LastDay.COVERED")
        if (self.roll is None) is not (self.calendar is None) or self.roll is Roll.RAISE:
            raise PolicyError("an end that is moved needs a Roll that moves it and the BusinessCalendar it is moved by: give both or neither")
        if self.calendar is not None:
            _is_calendar(self, None, self.calendar)
        self.whole  # noqa: B018  # lengths of two units fail here

    @cached_property
    def _once(self) -> tuple[Period, tuple[Fact[Any], ...]]:
        whole = self.length if self.after is None else self.after + self.length
        return whole, tuple(dict.fromkeys(whole.reads))

    @property
    def whole(self) -> Period:
        """The period from the start to the end of the cover."""
        return self._once[0]

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        """The facts among the lengths, each once."""
        return self._once[1]

    @property
    def reads_first(self) -> tuple[Fact[Any], ...]:
        """The facts among the lengths that the first covered day depends on, each once."""
        return () if self.after is None else tuple(dict.fromkeys(self.after.reads))

    @property
    def calendars(self) -> tuple[BusinessCalendar, ...]:
        """The calendars that its days depend on, each once."""
        return tuple(dict.fromkeys([*self.whole.calendars, *([] if self.calendar is None else [self.calendar])]))

    def first(self, start: date, values: Values = NO_VALUES) -> date:
        """Give the first covered day.

        Args:
            start: the day the term runs from.
            values: of the facts among its lengths.

        Raises:
            CalendarError: for a start that is no date.
            LogicError: where a value is not given, or is none that a length can have.
        """
        start = plain_day(start)
        if self.after is None or self.after.end(start, values, self.month_end, StartDay.COUNTED) < start:  # it is of no length
            return start
        return max(start, days_on(self._last(start, self.after, values), 1))  # an end that is moved back may lie before the start

    def last(self, start: date, values: Values = NO_VALUES) -> date:
        """Give the last covered day; arguments and errors as for `first`."""
        return self._last(plain_day(start), self.whole, values)

    def covers(self, day: date, start: date, values: Values = NO_VALUES) -> bool:
        """Tell whether a day is covered by the term from a start; arguments and errors as for `first`."""
        return self.first(start, values) <= plain_day(day) <= self.last(start, values)

    def alike(self, other: Term) -> bool:
        """Tell whether of two terms the same one always ends first: both count in one unit, by the same conventions."""
        same = attrs.evolve(other, length=self.length, after=self.after) == self
        return same and self.roll is None and len(self.whole.units | other.whole.units) == 1

    def _last(self, start: date, period: Period, values: Values) -> date:
        end = period.end(start, values, self.month_end, self.start_day)
        last = end if self.last_day is LastDay.COVERED else days_on(end, -1)
        if self.calendar is None or self.roll is None:
            return last
        try:
            return self.calendar.roll(last, self.roll)
        except CalendarError:  # there is no other day left to move to
            return last

    def __str__(self) -> str:
        after = "" if self.after is None else f"{self.after}, then "
        odd = [f"{c.label} in a month that is too short" for c in (self.month_end,) if c is not MonthEnd.CLAMP]
        odd += [f"the day it ends is {c.label}" for c in (self.last_day,) if c is not LastDay.COVERED]
        odd += [f"the day it begins {c.label}" for c in (self.start_day,) if c is not StartDay.NOT_COUNTED]
        odd += [f"an end on a closed day is moved to {self.roll.label} ({self.calendar.id})"] if self.roll and self.calendar else []
        return f"{after}{self.length}" + "".join(f", {words}" for words in odd)


MOST_DAYS = date.max.toordinal()
"""No count is larger: so many days on, all days end."""


def least_reaching(reaches: Callable[[int], bool], least: int, most: int, guess: int) -> int | None:
    """Find the least number that reaches, none where even the most does not: by steps that double, from a guess, and by halving.

    Where a number reaches, all larger ones do too.
    """
    low, high, step = least - 1, most + 1, 1  # the low one does not reach, the high one does, as far as is known
    at = min(max(guess, least), most)
    while low < at < high:
        low, high = (low, at) if reaches(at) else (at, high)
        at, step = (at - step if high == at else at + step), step * 2
    found = low + 1 + bisect_left(range(low + 1, high), True, key=reaches)
    return None if found > most else found


@attrs.frozen(str=False, repr=False, slots=False, cache_hash=True)
class Edge(Lasting):
    """A day beside one end of a term that runs from another day."""

    when: OrderedFact[date] = attrs.field(converter=_is_day)
    start: OrderedFact[date] = attrs.field(converter=_is_start)
    term: Term = attrs.field(validator=_is_term)

    def __attrs_post_init__(self) -> None:
        if self.when in self.term.reads:
            raise PolicyError(f"{self.when} lies in the term {self.term}, which then cannot depend on it: take another day")

    @cached_property
    def _reads(self) -> tuple[Fact[Any], ...]:
        return (self.when, self.start, *(fact for fact in self.lengths if fact != self.start))

    @property
    def reads(self) -> tuple[Fact[Any], ...]:
        return self._reads

    @property
    def lengths(self) -> tuple[Fact[Any], ...]:
        """The facts among the lengths that the edge depends on, each once."""
        return self.term.reads

    def crosses(self, other: Condition) -> bool:
        if not isinstance(other, Edge):
            return not isinstance(other, Compare) and super().crosses(other)
        return {self.when, self.start} == {other.when, other.start} and not (self.when == other.when and self.term.alike(other.term))

    @abstractmethod
    def edge(self, values: Values) -> date:
        """Give the covered day beside which the truth changes."""

    @abstractmethod
    def beyond(self, when: date, edge: date) -> bool:
        """Tell whether a day lies on the side of the edge that is not covered."""

    never_began: ClassVar[bool]
    """The truth where there is no day to run from."""

    def holds(self, *values: Any, **none: Any) -> bool:
        when, start, *_ = values
        return self.never_began if start is NONE else self.beyond(when, self.edge(dict(zip(self._reads, values, strict=True))))

    def turns(self, fact: Fact[Any], given: Callable[[Fact[Any]], Iterable[Any]]) -> Iterable[Any]:
        others = [other for other in self.reads if other != fact]
        for values in (dict(zip(others, chosen, strict=True)) for chosen in product(*map(given, others))):
            yield from self._turns(fact, values)

    def _turns(self, fact: Fact[Any], values: dict[Fact[Any], Any]) -> Iterable[Any]:
        """List the values on both sides of the turn: an edge comes no earlier for a later day or a larger number."""
        if self.when == self.start or values.get(self.start) is NONE:
            return []
        if fact == self.when:
            edge = self.edge(values)
            return [days_on(edge, off) for off in (-1, 0, 1)]
        when, far = values[self.when], self.beyond(date.max, date.min)  # whether days past the edge are beyond it

        def past(value: Any) -> bool:
            return self.beyond(when, self.edge({**values, fact: value})) is not far

        if isinstance(fact.field, AnyDay):
            guess = 2 * when.toordinal() - self.edge({**values, fact: when}).toordinal()
            turn = least_reaching(lambda day: past(date.fromordinal(day)), 1, MOST_DAYS, guess)
            return [] if turn is None else [date.fromordinal(max(turn - 1, 1)), date.fromordinal(turn)]
        turn = least_reaching(past, 0, MOST_DAYS, 0)
        return [] if turn is None else [max(turn - 1, 0), turn]


class Expired(Edge):
    """The day is past the last covered day.

    >>> from warranty_rules import Claim, Sale
    >>> expired = Expired(Claim.claimed_on, Claim.sale.sold_on, Term(months(1)))
    >>> expired(Claim(sale=Sale(sold_on=date(2026, 3, 2)), claimed_on=date(2026, 4, 3)))
    True
    """

    never_began = False

    def edge(self, values: Values) -> date:
        return self.term.last(values[self.start], values)

    def beyond(self, when: date, edge: date) -> bool:
        return when > edge

    def __str__(self) -> str:
        return f"{self.when} is past {self.term} from {self.start}"


class NotYet(Edge):
    """The day is before the first covered day.

    >>> from warranty_rules import Claim, Sale
    >>> not_yet = NotYet(Claim.claimed_on, Claim.sale.sold_on, Term(months(12), after=months(1)))
    >>> not_yet(Claim(sale=Sale(sold_on=date(2026, 3, 2)), claimed_on=date(2026, 4, 2)))
    True
    """

    never_began = True

    @property
    def lengths(self) -> tuple[Fact[Any], ...]:
        return self.term.reads_first

    def edge(self, values: Values) -> date:
        return self.term.first(values[self.start], values)

    def beyond(self, when: date, edge: date) -> bool:
        return when < edge

    def __str__(self) -> str:
        return f"{self.when} is before {self.term} from {self.start}"


@attrs.frozen
class Fallback:
    """A start that falls back on another day where there is none.

    Made by `otherwise`.

    >>> from warranty_rules import DayOrNone, Record
    >>> class Order(Record):
    ...     sold: Day = Day("When was it sold?", "till", says="sold on {}")
    ...     delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="collected")
    >>> start = otherwise(Order.delivered, Order.sold)
    >>> start.of(Order(sold=date(2026, 3, 2), delivered=NONE)), start.of(Order(sold=date(2026, 3, 2)))
    (datetime.date(2026, 3, 2), UNKNOWN)
    """

    first: OrNoneFact[date]
    then: Start

    def of(self, record: Record) -> date | NoneSuch | Unknown:
        """Read the day that counts from a record, or ``UNKNOWN``."""
        day = self.first.of(record)
        return self.then.of(record) if day is NONE else day

    def __str__(self) -> str:
        return f"{self.first}, otherwise {self.then}"


Start: TypeAlias = "OrderedFact[date] | OrNoneFact[date] | Fallback"
"""A day that a term runs from."""


def otherwise(first: OrNoneFact[date], *then: OrderedFact[date] | OrNoneFact[date]) -> Fallback:
    """Run from a day or, where it is known that there is none, from another; an unknown day is never passed over.

    Args:
        first: a day that there may be none of, such as that of a delivery.
        then: the days to fall back on, in order; all but the last may be none.

    Raises:
        PolicyError: where a day that always is would be fallen back from, there is none to fall back on, or one is given twice.

    >>> from warranty_rules import Claim, DayOrNone, Record
    >>> class Order(Record):
    ...     sold: Day = Day("When was it sold?", "till", says="sold on {}")
    ...     delivered: DayOrNone = DayOrNone("When was it delivered?", "till", says="delivered on {}", none="collected")
    >>> print(otherwise(Order.delivered, Order.sold))
    delivered, otherwise sold
    """
    days: tuple[Any, ...] = (first, *then)
    odd = [day for day in days[:-1] if not (is_fact(day) and isinstance(day.field, DayOrNone))]
    if odd or not then:
        raise PolicyError(f"a start falls back from a DayOrNone on another day, otherwise(delivered_on, sold_on); got {shown((odd or days)[0])}")
    found: Start = _is_start(days[-1])
    if len({*days}) < len(days):
        raise PolicyError(f"a start falls back on each day once; got {', '.join(map(str, days[:5]))}")
    for day in reversed(days[:-1]):
        found = Fallback(day, found)
    return cast("Fallback", found)


def _by_start(start: Start, rule: Callable[[OrderedFact[date]], Predicate], *, never_began: bool) -> Predicate:
    """Apply a rule to the day that counts: partial knowledge decides where it can."""
    if isinstance(start, Fallback):
        then = _by_start(start.then, rule, never_began=never_began)
        return any_of(all_of(start.first.ne(NONE), rule(_is_start(start.first))), all_of(start.first.eq(NONE), then))
    fact = _is_start(start)
    if never_began and isinstance(fact.field, DayOrNone):
        return any_of(cast("OrNoneFact[date]", fact).eq(NONE), rule(fact))
    return rule(fact)


def not_yet(when: OrderedFact[date], start: Start, term: Term) -> Predicate:
    """Hold where a day lies before a term that runs from another day, or the term never begins.

    Raises:
        PolicyError: for what are no days and no term.

    >>> from warranty_rules import Claim
    >>> print(not_yet(Claim.claimed_on, Claim.sale.sold_on, Term(months(1))))
    claimed_on < sale.sold_on
    """

    def rule(fact: OrderedFact[date]) -> Predicate:
        edge = NotYet(when, fact, term)  # which refuses what are no days and no term
        return when < fact if term.after is None else edge

    return _by_start(start, rule, never_began=NotYet.never_began)


def expired(when: OrderedFact[date], start: Start, term: Term) -> Predicate:
    """Hold where a day is past the end of a term that runs from another day; errors as for `not_yet`.

    >>> from warranty_rules import Claim
    >>> print(expired(Claim.claimed_on, Claim.sale.sold_on, Term(months(1))))
    claimed_on is past 1 month from sale.sold_on
    """
    return _by_start(start, lambda fact: Expired(when, fact, term), never_began=Expired.never_began)


def within(when: OrderedFact[date], start: Start, term: Term) -> Predicate:
    """Hold where a day lies within a term that runs from another day; errors as for `not_yet`.

    >>> from warranty_rules import Claim
    >>> print(within(Claim.claimed_on, Claim.sale.sold_on, Term(months(1))))
    not claimed_on < sale.sold_on and not claimed_on is past 1 month from sale.sold_on
    """
    return ~not_yet(when, start, term) & ~expired(when, start, term)
