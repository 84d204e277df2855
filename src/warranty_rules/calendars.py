"""Business days: which days count, counted in constant time.

Open days are ranked in a table that grows when a later or earlier day is asked for. A grown table is
published by one assignment and never changed, so a calendar can be shared between threads.

A calendar knows days, not hours: whether what comes in after a cut-off hour counts as the next day is
for the caller to say, by the day it hands over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from functools import partial, reduce
from itertools import accumulate, compress, groupby
from types import MappingProxyType
from typing import Any, TypeAlias, TypeGuard

import attrs

from warranty_rules.closures import Closure, plain_day
from warranty_rules.countries import Country, week
from warranty_rules.errors import CalendarError, CalendarHorizonError, of_kind, shown
from warranty_rules.reckonings import MonthReckoning, Reason, Reckoning, Skipped, YearReckoning
from warranty_rules.values import Displayed, Option

__all__ = ["EVERY_DAY", "BusinessCalendar", "Roll", "Unit"]

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SATURDAY, SUNDAY = 5, 6
SATURDAY_AND_SUNDAY = frozenset({SATURDAY, SUNDAY})
LAST_YEAR = date.max.year
DEEPEST = 20
LONGEST = 400
"""How many years a table holds at the most; a longer way is gone in stretches that are not kept."""

Table: TypeAlias = tuple[int, tuple[int, ...], tuple[date, ...]]
"""The ordinal of the day before the first; how many days up to and including it, and each day from the first on, are open; the open days."""
NO_TABLE: Table = (date.max.toordinal(), (), ())


class Roll(Option):
    """Where a closed day is moved to.

    >>> BusinessCalendar().roll(date(2026, 7, 25), Roll.PRECEDING)  # a Saturday
    datetime.date(2026, 7, 24)
    >>> Roll.PRECEDING.label
    'the business day before'
    """

    FOLLOWING = "following", "the next business day"
    PRECEDING = "preceding", "the business day before"
    MODIFIED_FOLLOWING = "modified_following", "the next business day, or the one before where that is in another month"
    MODIFIED_PRECEDING = "modified_preceding", "the business day before, or the next where that is in another month"
    RAISE = "raise", "nowhere: it is refused"


def _once_in_order(parts: Iterable[BusinessCalendar]) -> tuple[BusinessCalendar, ...]:
    return tuple(sorted(dict.fromkeys(parts), key=lambda part: repr(part._key())))


@attrs.frozen
class Joined:
    """Several calendars taken together: open where all of them are, or where any of them is."""

    parts: tuple[BusinessCalendar, ...] = attrs.field(converter=_once_in_order)
    need_all: bool

    def __attrs_post_init__(self) -> None:
        if self.depth > DEEPEST:
            raise CalendarError(f"calendars are joined at most {DEEPEST} deep: join many of one kind, by | alone or & alone, on one level")

    @property
    def depth(self) -> int:
        """How many levels of other joined calendars it has, itself included."""
        return 1 + max((part.source.depth for part in self.parts if isinstance(part.source, Joined)), default=0)

    def key(self) -> tuple[object, ...]:
        return self.need_all, tuple(part._key() for part in self.parts)

    @property
    def weekend(self) -> frozenset[int]:
        join = frozenset[int].union if self.need_all else frozenset[int].intersection
        return join(*(part.weekend for part in self.parts))

    @property
    def id(self) -> str:
        return (" | " if self.need_all else " & ").join(f"({part.id})" for part in self.parts)

    def version(self) -> str:
        return ", ".join(sorted({part.data_version for part in self.parts} - {""}))

    @property
    def horizon(self) -> tuple[int, int] | None:
        """The first and the last year for which all of them have data."""
        known = [part.horizon for part in self.parts if part.horizon]
        return (max(first for first, _ in known), min(last for _, last in known)) if known else None

    def flags(self, first: int, last: int, weekend: frozenset[int]) -> bytearray:
        flags = [part._flags(first, last) for part in self.parts]
        joined = reduce(int.__and__ if self.need_all else int.__or__, (int.from_bytes(days, "big") for days in flags))
        return bytearray(joined.to_bytes(len(flags[0]), "big"))

    def reason(self, day: date) -> tuple[Reason, str]:
        """Say why a closed day is: some part closes it, or all do."""
        found = next(skipped for part in self.parts if (skipped := part.skipped(day)))
        return found.reason, found.name

    def doubts(self, first: int, last: int) -> dict[int, str]:
        found: dict[int, dict[str, None]] = {}
        for part in self.parts:
            for year, doubt in part._doubts(first, last).items():
                found.setdefault(year, {})[f"{part.id}: {doubt}"] = None
        return {year: "; ".join(found[year]) for year in sorted(found)}


Source: TypeAlias = "Country | Joined"
STRICT = of_kind(bool, CalendarError, "strict is True or False")
SOURCE = of_kind(Country | Joined | None, CalendarError, "BusinessCalendar.of(...) finds a country's data")


def _each(values: Iterable[Any], accepted: str, fit: Callable[[tuple[Any, ...]], bool] = lambda _: True) -> tuple[Any, ...]:
    try:
        found = tuple(values)
        if not isinstance(values, str) and fit(found):
            return found
    except TypeError:
        pass
    raise CalendarError(f"{accepted}; got {shown(values)}")


def _weekdays(weekend: Iterable[int]) -> frozenset[int]:
    def fit(days: tuple[Any, ...]) -> bool:
        return all(isinstance(day, int) and not isinstance(day, bool) for day in days) and {*days} < {*range(7)}

    return frozenset(map(int, _each(weekend, "a weekend is a set of weekdays 0 (Monday) to 6 (Sunday), not all seven", fit)))


def _named(holidays: Mapping[date, str] | Iterable[date]) -> Mapping[date, str]:
    names: Mapping[Any, Any] = holidays if _is_mapping(holidays) else dict.fromkeys(_days(holidays))
    return MappingProxyType({plain_day(day): str(names[day] or "closed") for day in sorted(names, key=plain_day)})


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _listed(days: Iterable[date]) -> tuple[date, ...]:
    return _each(days, "days are a collection of datetime.date")


def _days(days: Iterable[date]) -> frozenset[date]:
    return frozenset(map(plain_day, _listed(days)))


def _closures(closures: Iterable[Closure]) -> tuple[Closure, ...]:
    accepted = "closures are a collection of Closure.on(...), Closure.yearly(...), Closure.recurring(...)"
    found = _each(closures, accepted, lambda found: all(isinstance(closure, Closure) for closure in found))
    return tuple(sorted(dict.fromkeys(found), key=str))


def _whole(n: object) -> int:
    if type(n) is int:
        return n
    raise CalendarError(f"a number of business days is a whole number; got {shown(n)}")


def _year_of(ordinal: int) -> int:
    return date.fromordinal(ordinal).year


class Unit(Option):
    """What a calendar counts.

    >>> BusinessCalendar().unit.label, EVERY_DAY.unit.label
    ('business days', 'calendar days')
    """

    BUSINESS_DAYS = "business_days"
    CALENDAR_DAYS = "calendar_days"


@attrs.frozen(eq=False, repr=False)
class BusinessCalendar(Displayed):
    """Which days are business days: immutable, equal by value, safe to share between threads.

    Args:
        weekend: closed weekdays, 0 (Monday) to 6 (Sunday); not all seven.
        holidays: closed days, with their names or without.
        working_days: days that are open although a weekend, holiday or closure closes them (make-up days).
        closures: days on which the shop is closed for reasons of its own.
        strict: refuse years whose holidays are not known, instead of warning of them.
        source: use `BusinessCalendar.of` for a country's holidays, ``|`` and ``&`` to join calendars.

    Raises:
        CalendarError: for a weekend of seven days, or days that are no dates.

    >>> BusinessCalendar().add(date(2026, 7, 20), 3)
    datetime.date(2026, 7, 23)
    """

    weekend: frozenset[int] = attrs.field(default=SATURDAY_AND_SUNDAY, converter=_weekdays)
    holidays: Mapping[date, str] = attrs.field(factory=dict[date, str], converter=_named)
    working_days: frozenset[date] = attrs.field(default=frozenset[date](), converter=_days)
    closures: tuple[Closure, ...] = attrs.field(default=(), converter=_closures)
    strict: bool = attrs.field(default=False, kw_only=True, validator=STRICT)
    source: Source | None = attrs.field(default=None, kw_only=True, validator=SOURCE)
    _table: Table = attrs.field(default=NO_TABLE, init=False)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.source, Joined) and self.weekend != self.source.weekend:
            raise CalendarError("calendars that are joined keep their own weekends: change the weekend of a part, and join them again")

    @classmethod
    def of(
        cls,
        country: str,
        subdivision: str | None = None,
        *,
        categories: Iterable[str] = (),
        weekend: Iterable[int] | None = None,
        holidays: Mapping[date, str] | Iterable[date] = (),
        working_days: Iterable[date] = (),
        closures: Iterable[Closure] = (),
        strict: bool = False,
    ) -> BusinessCalendar:
        """Make the calendar of a country: its weekend, its public holidays, its make-up working days.

        Args:
            country: an ISO 3166-1 alpha-2 code, such as ``"PL"``.
            subdivision: a region's code, where holidays or the weekend differ by region.
            categories: categories of the `holidays` package; empty for its default, public holidays.
            weekend: another weekend, for all years; the country's own, as it was in each year, where not given.
            holidays: more closed days, as for any calendar; so are the others.
            working_days: days that are open whatever closes them.
            closures: days on which the shop is closed for reasons of its own.
            strict: refuse years whose holidays are not known, instead of warning of them.

        Raises:
            CalendarError: for a country, region or category that has no data.

        >>> BusinessCalendar.of("PL").is_business_day(date(2026, 11, 11))
        False
        """
        found = Country.found(country, subdivision, _each(categories, "categories are a collection of names"))
        found = found if weekend is None else attrs.evolve(found, as_it_was=False)
        return cls(found.weekend if weekend is None else weekend, holidays, working_days, closures, strict=strict, source=found)

    def __or__(self, other: BusinessCalendar) -> BusinessCalendar:
        """Join two calendars: closed where either is."""
        return self._joined(other, need_all=True)

    def __and__(self, other: BusinessCalendar) -> BusinessCalendar:
        """Join two calendars: closed where both are."""
        return self._joined(other, need_all=False)

    def _joined(self, other: object, *, need_all: bool) -> BusinessCalendar:
        if not isinstance(other, BusinessCalendar):
            raise CalendarError(f"a calendar is joined with a calendar; got {shown(other)}")
        source = Joined((*self._parts(need_all), *other._parts(need_all)), need_all)
        return source.parts[0] if len(source.parts) == 1 else BusinessCalendar(source.weekend, strict=self.strict or other.strict, source=source)

    def _parts(self, need_all: bool) -> tuple[BusinessCalendar, ...]:
        """Give the parts that another of the same kind would be joined to; a calendar that adds days of its own is one part."""
        source = self.source
        plain = isinstance(source, Joined) and source.need_all is need_all and not (self.holidays or self.working_days or self.closures)
        return source.parts if plain and isinstance(source, Joined) else (self,)

    @property
    def id(self) -> str:
        """What the calendar is, in a few words."""
        place = "no country" if self.source is None else self.source.id
        runs = [[day for _, day in run] for _, run in groupby(enumerate(sorted(self.weekend)), lambda found: found[1] - found[0])]
        closed = ", ".join("-".join(WEEK[day][:2] for day in sorted({run[0], run[-1]})) for run in runs) or "none"
        parts = [place, f"weekend {closed}", *(f"closed for {closure}" for closure in self.closures)]
        parts += [f"{len(self.holidays)} closed day{'s'[len(self.holidays) == 1 :]}"] if self.holidays else []
        parts += [f"{len(self.working_days)} make-up day{'s'[len(self.working_days) == 1 :]}"] if self.working_days else []
        return ", ".join([*parts, "strict"] if self.strict else parts)

    @property
    def unit(self) -> Unit:
        """What it counts: business days or, where no day is ever closed, calendar days."""
        return Unit.BUSINESS_DAYS if any((self.weekend, self.holidays, self.closures, self.source)) else Unit.CALENDAR_DAYS

    @property
    def data_version(self) -> str:
        """The version of the country data; empty without a country."""
        return "" if self.source is None else self.source.version()

    @property
    def horizon(self) -> tuple[int, int] | None:
        """The first and the last year for which there is country data; none without a country."""
        return None if self.source is None else self.source.horizon

    # What is asked of every day: a table look-up, and no more where the table holds the answer.

    def is_business_day(self, day: date) -> bool:
        """Tell whether a day is open.

        Raises:
            CalendarError: where it is no date, or where a strict calendar does not know its year.
        """
        base, ranks, _ = self._table
        if type(day) is date:
            at = day.toordinal() - base
            if at > 0:
                try:
                    return ranks[at] != ranks[at - 1]
                except IndexError:
                    pass
        return self._count(plain_day(day), day, include_a=True) == 1

    def add(self, day: date, n: int) -> date:
        """Give the n-th business day after a day, which itself is not counted.

        Args:
            day: any day, open or closed.
            n: for n < 0 the n-th earlier business day; for 0 the day itself or, where it is closed, the next open one.

        Raises:
            CalendarError: for other types, where no such day lies within the years 1 to 9999, or where a
                strict calendar does not know a year on the way.

        >>> BusinessCalendar().add(date(2026, 7, 25), 1)  # a Saturday
        datetime.date(2026, 7, 27)
        """
        base, ranks, days = self._table
        if type(day) is date and type(n) is int:
            at = day.toordinal() - base
            if at > 0:
                try:
                    if n > 0:
                        return days[ranks[at] + n - 1]
                    place = ranks[at - 1] + n
                    if place >= 0:
                        return days[place]
                except IndexError:
                    pass
        return self._add(plain_day(day), _whole(n))

    def count(self, a: date, b: date) -> int:
        """Count the business days from a to b: a itself is not counted, b is; backwards they count negative.

        Raises:
            CalendarError: where either is no date, or where a strict calendar does not know a year between them.

        >>> BusinessCalendar().count(date(2026, 7, 20), date(2026, 7, 23))
        3
        """
        base, ranks, _ = self._table
        if type(a) is date and type(b) is date:
            i, j = a.toordinal() - base, b.toordinal() - base
            try:
                if 0 < i <= j:
                    return ranks[j] - ranks[i]
                if 0 < j < i:
                    return ranks[j - 1] - ranks[i - 1]
            except IndexError:
                pass
        return self._count(plain_day(a), plain_day(b))

    def add_many(self, days: Iterable[date], n: int) -> list[date]:
        """Add the same number of business days to many days, quicker than one by one.

        Raises:
            CalendarError: as `add` does, with the place of the first day that it refuses.

        >>> BusinessCalendar().add_many([date(2026, 7, 24), date(2026, 7, 25)], 1)
        [datetime.date(2026, 7, 27), datetime.date(2026, 7, 27)]
        """
        asked, n = _listed(days), _whole(n)

        def add(day: date) -> date:
            return self.add(day, n)

        table, ordinals = self._over(asked, add)
        if not ordinals:
            return list(_placed(add, zip(asked, strict=True)))
        base, ranks, opens = table
        start, step = (base, n - 1) if n > 0 else (base + 1, n)
        return [opens[ranks[day - start] + step] for day in ordinals]

    def count_many(self, a: Iterable[date], b: Iterable[date]) -> list[int]:
        """Count the business days between many pairs of days, quicker than one by one.

        Raises:
            CalendarError: as `count` does, with the place of the first pair that it refuses; for more of one than of the other.

        >>> BusinessCalendar().count_many([date(2026, 7, 24)], [date(2026, 7, 27)])
        [1]
        """
        starts, ends = _listed(a), _listed(b)
        if len(starts) != len(ends):
            raise CalendarError(f"each first day needs its last day; got {len(starts)} and {len(ends)}")
        table, ordinals = self._over((*starts, *ends), self.is_business_day)
        if not ordinals:
            return list(_placed(self.count, zip(starts, ends, strict=True)))
        base, ranks, _ = table
        pairs = zip(ordinals, ordinals[len(starts) :], strict=False)
        return [ranks[j - base] - ranks[i - base] if i <= j else ranks[j - base - 1] - ranks[i - base - 1] for i, j in pairs]

    def _over(self, days: tuple[date, ...], reach: Callable[[date], object]) -> tuple[Table, list[int]]:
        """Give a table that holds what is asked of every day, and the ordinals of the days; none where it takes care."""
        if {*map(type, days)} == {date}:
            ordinals = list(map(date.toordinal, days))
            low, high = min(ordinals), max(ordinals)
            found: list[object] = []
            with suppress(CalendarError):  # some of the days are refused: one by one, to say which
                found = [reach(date.fromordinal(day)) for day in (low, high)]
            table = self._table
            reached = [low, high, *(day.toordinal() for day in found if isinstance(day, date))]
            if found and table[0] < min(reached) and max(reached) < table[0] + len(table[1]):
                return table, ordinals
        return self._table, []

    # What is made of them.

    def next(self, day: date) -> date:
        """Give the first business day after a day; errors as for `add`."""
        return self.add(day, 1)

    def previous(self, day: date) -> date:
        """Give the last business day before a day; errors as for `add`."""
        return self.add(day, -1)

    def roll(self, day: date, how: Roll) -> date:
        """Give the day itself where it is open, and where it is closed the day it is moved to.

        Args:
            day: any day.
            how: where a closed day is moved to.

        Raises:
            CalendarError: as `add` does; under `Roll.RAISE` for a closed day.

        >>> BusinessCalendar().roll(date(2026, 10, 31), Roll.MODIFIED_FOLLOWING)  # a Saturday
        datetime.date(2026, 10, 30)
        """
        if how not in tuple(Roll):
            raise CalendarError(f"a closed day is moved by a Roll, such as Roll.FOLLOWING; got {shown(how)}")
        if self.is_business_day(day):
            return plain_day(day)
        if how is Roll.RAISE:
            raise CalendarError(f"{day} is no business day ({self.closed_because(day)}): roll it with another Roll")
        step, edge = (1, _last_of(day.year, day.month)) if how in {Roll.FOLLOWING, Roll.MODIFIED_FOLLOWING} else (-1, day.replace(day=1))
        away = how in {Roll.MODIFIED_FOLLOWING, Roll.MODIFIED_PRECEDING} and not self._count(plain_day(day), edge)
        return self.add(day, -step if away else step)

    def first_of_month(self, year: int, month: int) -> date:
        """Give the first business day of a month.

        Raises:
            CalendarError: for a month that has none, or that is no month.

        >>> BusinessCalendar().first_of_month(2026, 8)
        datetime.date(2026, 8, 3)
        """
        return self.add(self._month_with_days(year, month)[0], 0)

    def last_of_month(self, year: int, month: int) -> date:
        """Give the last business day of a month; errors as for `first_of_month`.

        >>> BusinessCalendar().last_of_month(2026, 10)
        datetime.date(2026, 10, 30)
        """
        return self.roll(self._month_with_days(year, month)[1], Roll.PRECEDING)

    def _month_with_days(self, year: int, month: int) -> tuple[date, date]:
        first, last = _month(year, month), _last_of(year, month)
        if not self._count(first, last, include_a=True):
            raise CalendarError(f"{year}-{month:02} has no business day: check the calendar's closed days")
        return first, last

    # Why.

    def skipped(self, day: date) -> Skipped | None:
        """Say why a day is closed; none where it is open.

        Raises:
            CalendarError: where it is no date.

        >>> BusinessCalendar().skipped(date(2026, 7, 25))
        Skipped(day=datetime.date(2026, 7, 25), reason=Reason.WEEKEND, name='Saturday')
        """
        if self.is_business_day(day):
            return None
        day = plain_day(day)
        return Skipped(day, *(self._own_reason(day) or (self.source.reason(day) if self.source else None) or (Reason.WEEKEND, WEEK[day.weekday()])))

    def _own_reason(self, day: date) -> tuple[Reason, str] | None:
        if day in self.holidays:
            return Reason.HOLIDAY, self.holidays[day]
        return next(((Reason.CLOSURE, closure.name) for closure in self.closures if day in closure.days(day, day)), None)

    def closed_because(self, day: date) -> str:
        """Say why a day is closed: the holiday's or closure's name, or the weekday; empty for an open day.

        Raises:
            CalendarError: where it is no date.
        """
        skipped = self.skipped(day)
        return skipped.name if skipped else ""

    def explain(self, a: date, b: date) -> Reckoning:
        """Say how the business days from a to b come about: which days are not counted, and why.

        Args:
            a: the day counted from, itself not counted.
            b: the day counted to, itself counted; before a to count backwards.

        Raises:
            CalendarError: where either is no date.

        >>> print(BusinessCalendar().explain(date(2026, 7, 24), date(2026, 7, 28)))
        2 business days after 24 Jul 2026, up to 28 Jul 2026; not counted:
          25 Jul - 26 Jul 2026  weekend
        """
        return Reckoning(self, plain_day(a), plain_day(b))

    def month(self, year: int, month: int) -> MonthReckoning:
        """Reckon up a month: its business days, its closed days, and when printed a page of a wall calendar.

        Raises:
            CalendarError: for what is no month.

        >>> print(BusinessCalendar().month(2026, 2))
        February 2026: 20 business days
         Mo  Tu  We  Th  Fr  Sa  Su
                                  1.
          2   3   4   5   6   7.  8.
          9  10  11  12  13  14. 15.
         16  17  18  19  20  21. 22.
         23  24  25  26  27  28.
          .  weekend
        """
        return MonthReckoning(self, _day_before(_month(year, month)), _last_of(year, month))

    def year(self, year: int) -> YearReckoning:
        """Reckon up a year: its business days, its closed days, and when printed its months, one after the other.

        Raises:
            CalendarError: for what is no year.

        >>> BusinessCalendar().year(2026).counted
        261
        """
        return YearReckoning(self, _day_before(_month(year, 1)), _last_of(year, 12))

    def warnings(self, first: date, last: date) -> tuple[str, ...]:
        """Say where, between two days, the country data is empty, ends, or covers a part of the year only.

        Raises:
            CalendarError: where either is no date.
        """
        low, high = sorted((plain_day(first).year, plain_day(last).year))
        return tuple(f"calendar {self.id}: {doubt}, so business days may be too early" for doubt in self._doubts(low, high).values())

    def _doubts(self, first: int, last: int) -> dict[int, str]:
        return {} if self.source is None else self.source.doubts(first, last)

    # The table, and the long way where it does not hold the answer.

    def _add(self, day: date, n: int) -> date:
        """Walk from table to table: each holds the years next to the last one."""
        step, at = (1, day.toordinal() + 1) if n > 0 else (1, day.toordinal()) if n == 0 else (-1, day.toordinal())
        left, reach = max(n - 1, 0) if n >= 0 else n, 1 + abs(n) // 200
        while abs(n) < date.max.toordinal() and 0 < at - (step < 0) <= date.max.toordinal():
            year = _year_of(at - (step < 0))
            base, ranks, days = self._covering(year, year + step * min(reach, LONGEST))
            place = ranks[at - base - 1] + left
            if 0 <= place < len(days):
                return days[place]
            empty = ranks[-1] == ranks[at - base - 1] if step > 0 else ranks[at - base - 1] == 0
            if empty and reach >= LONGEST:
                break  # after so many years all weekdays have been on all dates
            left, at = (place - len(days), base + len(ranks)) if step > 0 else (place, base + 1)
            reach *= 4
        raise CalendarError(f"no business day {shown(n)} from {day} within the years 1 to 9999: check the calendar's closed days")

    def _count(self, a: date, b: date, *, include_a: bool = False) -> int:
        low, high = sorted((a.toordinal(), b.toordinal()))
        ahead = a <= b
        at, stop, total = low + (ahead and not include_a), high + ahead, 0
        while at < stop:
            year = _year_of(at)
            base, ranks, _ = self._covering(year, min(_year_of(stop - 1), year + LONGEST))
            end = min(stop, base + len(ranks))
            total += ranks[end - base - 1] - ranks[at - base - 1]
            at = end
        return total if ahead else -total

    def _covering(self, year: int, far: int) -> Table:
        """Give a table that holds a year and, as far as the years go, those up to another; publish it where it joins the one there is."""
        near, far = year, min(max(far, 1), LAST_YEAR)
        if self.strict:
            far = self._sure(near, far)
        low, high = min(near, far), max(near, far)
        base, ranks, _ = table = self._table  # read once: another thread may put another in its place
        if ranks:
            begin, end = _year_of(base + 1), _year_of(base + len(ranks) - 1)
            if begin <= low and high <= end:
                return table
            wide = min(low, begin), max(high, end)
            if wide[1] - wide[0] > LONGEST or (self.strict and self._doubts(*wide)):
                return self._ranked(low, high)
            pad = 0 if self.strict else min(end - begin + 1, LONGEST - wide[1] + wide[0]) // 2  # the more it has grown, the more it grows at a time
            low, high = max(wide[0] - pad, 1) if low < begin else begin, min(wide[1] + pad, LAST_YEAR) if high > end else end
        table = self._ranked(low, high)
        object.__setattr__(self, "_table", table)  # one assignment publishes it whole
        return table

    def _sure(self, near: int, far: int) -> int:
        """Give the year up to which all years are known."""
        step = 1 if near <= far else -1
        doubts = self._doubts(min(near, far), max(near, far))
        if near in doubts:
            raise CalendarHorizonError(
                f"calendar {self.id}: {doubts[near]}; name other categories, ask about other years, or use a calendar that is not strict"
            )
        return next((year - step for year in range(near, far + step, step) if year in doubts), far)

    def _ranked(self, first_year: int, last_year: int) -> Table:
        flags, first = self._flags(first_year, last_year), date(first_year, 1, 1).toordinal()
        days = compress(range(first, first + len(flags)), flags)
        return first - 1, tuple(accumulate(flags, initial=0)), tuple(map(date.fromordinal, days))

    def _flags(self, first_year: int, last_year: int) -> bytearray:
        """Flag the days of some years: 1 is open."""
        first, last = date(first_year, 1, 1), date(last_year, 12, 31)
        base, length = first.toordinal(), last.toordinal() - first.toordinal() + 1
        flags = bytearray(week(base, length, self.weekend)) if self.source is None else self.source.flags(first_year, last_year, self.weekend)
        for days, flag in ((self.holidays, 0), *((closure.days(first, last), 0) for closure in self.closures), (self.working_days, 1)):
            for day in days:
                if first <= day <= last:
                    flags[day.toordinal() - base] = flag
        return flags

    def _key(self) -> tuple[object, ...]:
        named = tuple(self.holidays.items())
        return tuple(sorted(self.weekend)), named, tuple(sorted(self.working_days)), self.closures, self.strict, self.source and self.source.key()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BusinessCalendar) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"<calendar {self.id}>"

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        yield "weekend", [WEEK[day] for day in sorted(self.weekend)]
        yield "source", self.source and self.source.id
        yield "data_version", self.data_version
        yield "holidays", dict(self.holidays)
        yield "working_days", sorted(self.working_days)
        yield "closures", [str(closure) for closure in self.closures]
        yield "strict", self.strict

    def __reduce__(self) -> tuple[Any, ...]:
        make = partial(BusinessCalendar, strict=self.strict, source=self.source)
        return make, (self.weekend, dict(self.holidays), self.working_days, self.closures)


EVERY_DAY = BusinessCalendar(weekend=())
"""The calendar of plain calendar days, on which no day is closed."""


def _placed(work: Callable[..., Any], asked: Iterable[tuple[date, ...]]) -> Iterable[Any]:
    """Answer one by one, and say at which place an answer is refused."""
    for place, days in enumerate(asked):
        try:
            yield work(*days)
        except CalendarError as error:
            raise type(error)(f"at place {place}: {error}") from None


def _month(year: int, month: int) -> date:
    try:
        if type(year) is type(month) is int:
            return date(year, month, 1)
    except (ValueError, OverflowError):
        pass
    raise CalendarError(f"a month is a year 1 to 9999 and a month 1 to 12; got {shown(year)}, {shown(month)}")


def _day_before(first: date) -> date:
    if first == date.min:
        raise CalendarError("the first of all months has no day before it to count from: ask for a later one")
    return date.fromordinal(first.toordinal() - 1)


def _last_of(year: int, month: int) -> date:
    from calendar import monthrange  # it loads the locale's names of days  # noqa: PLC0415

    return _month(year, month).replace(day=monthrange(year, month)[1])
