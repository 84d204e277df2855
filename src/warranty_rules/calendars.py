"""Business days: which days count, counted in constant time.

Open days are ranked in a table that grows when a later or earlier day is asked for. A grown table is
published by one assignment and never changed, so a calendar can be shared between threads.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, TypeGuard

import attrs

from warranty_rules.errors import CalendarError, shown

__all__ = ["BusinessCalendar"]

WEEK = tuple(months.day_name)
SATURDAY, SUNDAY = 5, 6
MOST_YEARS = 10_000
LATE_WEEK = tuple(date(2100, 1, day) for day in range(1, 8))
"""Days on which a country's weekend is the one it has now, not one that it had."""


@attrs.frozen
class Year:
    """What a country's data says of one year."""

    closed: Mapping[date, str]
    made_up: frozenset[date]
    """Working days on a weekend."""


NO_YEAR = Year({}, frozenset())


@attrs.frozen
class Country:
    """Public holidays of a country, copied year by year out of the `holidays` package."""

    code: str
    subdivision: str | None
    categories: tuple[str, ...]

    def year(self, year: int) -> Year:
        """Copy one year's data; the package's own object changes while it is read, so none is kept."""
        import holidays  # slow to import, so only once a country is asked for  # noqa: PLC0415

        found = holidays.country_holidays(
            self.code,
            subdiv=self.subdivision,
            years=year,
            expand=False,
            language="en_US",  # or the names would be in the language of the machine
            categories=self.categories or None,
        )
        closed = {day: found[day] for day in sorted(found)}
        return Year(closed, frozenset(day for day in found.weekend_workdays if day.year == year))

    @staticmethod
    def version() -> str:
        """The version of the data."""
        from holidays.version import __version__  # noqa: PLC0415  # as above

        return f"holidays {__version__}"


@attrs.frozen
class Table:
    """Open days of whole years, ranked."""

    first: int
    """The ordinal of the first day."""
    ranks: list[int]
    """How many days up to and including each day are open."""
    days: list[date]
    """The open days."""


def _each(values: Iterable[Any], accepted: str) -> tuple[Any, ...]:
    try:
        return tuple(values)
    except TypeError:
        raise CalendarError(f"{accepted}; got {shown(values)}") from None


def _weekdays(weekend: Iterable[int]) -> frozenset[int]:
    accepted = "a weekend is a set of weekdays 0 (Monday) to 6 (Sunday), not all seven"
    days = _each(weekend, accepted)
    if any(not isinstance(day, int) or isinstance(day, bool) for day in days) or not set(days) < set(range(7)):
        raise CalendarError(f"{accepted}; got {shown(weekend)}")
    return frozenset(map(int, days))


def _named(holidays: Mapping[date, str] | Iterable[date]) -> Mapping[date, str]:
    names: Mapping[Any, Any] = holidays if _is_mapping(holidays) else dict.fromkeys(_days(holidays))
    return MappingProxyType({day: str(names[day] or "closed") for day in sorted(_days(names))})


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _day(day: object) -> date:
    if isinstance(day, date) and not isinstance(day, datetime):
        return day
    raise CalendarError(f"a day is a datetime.date; got {shown(day)}: a datetime's .date() makes one")


def _days(days: Iterable[date]) -> frozenset[date]:
    return frozenset(map(_day, _each(days, "days are a collection of datetime.date")))


def _offered(kind: str, name: object, known: Collection[str]) -> None:
    if not isinstance(name, str) or name not in known:
        raise CalendarError(f"no holiday data for the {kind} {shown(name)}; there is data for: {', '.join(sorted(known)) or 'none'}")


def _is_found(_: object, __: object, country: Any) -> None:
    if not isinstance(country, Country | None):
        raise CalendarError(f"BusinessCalendar.of(...) finds a country's data; got {shown(country)}")


def _whole(n: object) -> int:
    if type(n) is int:
        return n
    raise CalendarError(f"a number of business days is a whole number; got {shown(n)}")


@attrs.frozen(slots=False, eq=False)
class BusinessCalendar:
    """Which days are business days: immutable, equal by value, safe to share between threads.

    Args:
        weekend: closed weekdays, 0 (Monday) to 6 (Sunday); not all seven.
        holidays: closed days, with their names or without.
        working_days: days that are open although a weekend or holiday closes them (make-up days).
        country: use `BusinessCalendar.of` for a country's holidays.

    Raises:
        CalendarError: for a weekend of seven days, or days that are no dates.

    >>> BusinessCalendar().add(date(2026, 7, 20), 3)
    datetime.date(2026, 7, 23)
    """

    weekend: frozenset[int] = attrs.field(default=frozenset({SATURDAY, SUNDAY}), converter=_weekdays)
    holidays: Mapping[date, str] = attrs.field(factory=dict[date, str], converter=_named)
    working_days: frozenset[date] = attrs.field(default=frozenset[date](), converter=_days)
    country: Country | None = attrs.field(default=None, kw_only=True, validator=_is_found)

    @classmethod
    def of(cls, country: str, subdivision: str | None = None, *, categories: Iterable[str] = ()) -> BusinessCalendar:
        """Make the calendar of a country: its weekend, its public holidays, its make-up working days.

        Args:
            country: an ISO 3166-1 alpha-2 code, such as ``"PL"``.
            subdivision: a region's code, where holidays or the weekend differ by region.
            categories: categories of the `holidays` package; empty for its default, public holidays.

        Raises:
            CalendarError: for a country, region or category that has no data.

        >>> BusinessCalendar.of("PL").is_business_day(date(2026, 11, 11))
        False
        """
        import holidays  # noqa: PLC0415  # slow to import, so only once a country is asked for

        regions = holidays.list_supported_countries(include_aliases=False)
        _offered("country", country, regions)
        if subdivision is not None:
            _offered(f"region of {country}", subdivision, regions[country])
        data = holidays.country_holidays(country, subdiv=subdivision, years=(), expand=False)
        wanted = _each(categories, "categories are a collection of names")
        for category in wanted:
            _offered(f"category of {country}", category, data.supported_categories)
        weekend = [day.weekday() for day in LATE_WEEK if data.is_weekend(day)]
        return cls(weekend, country=Country(country, subdivision, tuple(sorted({*wanted}))))

    @property
    def id(self) -> str:
        """What the calendar is, in a few words."""
        place = "" if self.country is None else "-".join(filter(None, (self.country.code, self.country.subdivision, *self.country.categories)))
        closed = "-".join(WEEK[day][:2] for day in sorted(self.weekend)) or "none"
        extra = f", {len(self.holidays)} closed days" if self.holidays else ""
        made_up = f", {len(self.working_days)} make-up days" if self.working_days else ""
        return f"{place or 'no country'}, weekend {closed}{extra}{made_up}"

    @property
    def data_version(self) -> str:
        """The version of the country data; empty without a country."""
        return "" if self.country is None else self.country.version()

    def closed_because(self, day: date) -> str:
        """Say why a day is closed: the holiday's name, or the weekday; empty for an open day.

        Raises:
            CalendarError: where it is no date.
        """
        if self.is_business_day(day):
            return ""
        return self.holidays.get(day) or self._year(day.year).closed.get(day) or WEEK[day.weekday()]

    def is_business_day(self, day: date) -> bool:
        """Tell whether a day is open.

        Raises:
            CalendarError: where it is no date.
        """
        table = self._table(_day(day).year, day.year)
        at = day.toordinal() - table.first
        return table.ranks[at] > (table.ranks[at - 1] if at else 0)

    def add(self, day: date, n: int) -> date:
        """Give the n-th business day after a day, which itself is not counted.

        Args:
            day: any day, open or closed.
            n: for n < 0 the n-th earlier business day; for 0 the day itself or, where it is closed, the next open one.

        Raises:
            CalendarError: for other types, or where no such day lies within the years 1 to 9999.

        >>> BusinessCalendar().add(date(2026, 7, 25), 1)  # a Saturday
        datetime.date(2026, 7, 27)
        """
        reach = 2 + abs(_whole(n)) // 120
        for years in (reach, 4 * reach, MOST_YEARS) if abs(n) < date.max.toordinal() else ():
            before, after = (years, 1) if n < 0 else (1, years)
            table = self._table(_day(day).year - before, day.year + after)
            at = day.toordinal() - table.first
            rank, earlier = table.ranks[at], table.ranks[at - 1] if at else 0
            target = rank + n - 1 if n > 0 else earlier + n if n < 0 else earlier
            if 0 <= target < len(table.days):
                return table.days[target]
        raise CalendarError(f"no business day {shown(n)} from {_day(day)} within the years 1 to 9999: check the calendar's closed days")

    def count(self, a: date, b: date) -> int:
        """Count the business days from a to b: a itself is not counted, b is; backwards they count negative.

        Raises:
            CalendarError: where either is no date.

        >>> BusinessCalendar().count(date(2026, 7, 20), date(2026, 7, 23))
        3
        """
        table = self._table(min(_day(a), _day(b)).year, max(a, b).year)
        i, j = a.toordinal() - table.first, b.toordinal() - table.first
        if a <= b:
            return table.ranks[j] - table.ranks[i]
        return (table.ranks[j - 1] if j else 0) - (table.ranks[i - 1] if i else 0)

    def warnings(self, first: date, last: date) -> tuple[str, ...]:
        """Say where, between two days, the country data is empty or covers a part of the year only.

        Raises:
            CalendarError: where either is no date.
        """
        low, high = sorted((_day(first).year, _day(last).year))
        if self.country is None:
            return ()
        sizes = {year: len(self._year(year).closed) for year in range(low - 1, high + 1)}
        found: list[str] = []
        for year in range(low, high + 1):
            if not sizes[year]:
                found.append(f"calendar {self.id}: no holidays are known for {year}, so business days of that year may be too early")
            elif sizes[year] * 2 < sizes[year - 1]:
                found.append(f"calendar {self.id}: holidays of {year} are known for a part of the year only, so business days may be too early")
        return tuple(found)

    def _table(self, first_year: int, last_year: int) -> Table:
        """Give a table that holds at least these years, growing the one there is."""
        first_year, last_year = max(first_year, 1), min(last_year, date.max.year)
        table: Table | None = self.__dict__.get("_grown")
        if table is not None:
            low, high = date.fromordinal(table.first).year, date.fromordinal(table.first + len(table.ranks) - 1).year
            if low <= first_year and last_year <= high:
                return table
            first_year, last_year = min(low, first_year), max(high, last_year)
        table = self._ranked(first_year, last_year)
        self.__dict__["_grown"] = table  # one assignment publishes it whole
        return table

    def _ranked(self, first_year: int, last_year: int) -> Table:
        first, last = date(first_year, 1, 1).toordinal(), date(last_year, 12, 31).toordinal()
        years = [self._year(year) for year in range(first_year, last_year + 1)]
        closed = set(self.holidays).union(*(year.closed for year in years))
        made_up = (frozenset[date]().union(*(year.made_up for year in years)) - set(self.holidays)) | self.working_days
        ranks: list[int] = []
        days: list[date] = []
        for ordinal in range(first, last + 1):
            day = date.fromordinal(ordinal)
            if day in made_up or (day.weekday() not in self.weekend and day not in closed):
                days.append(day)
            ranks.append(len(days))
        return Table(first, ranks, days)

    def _year(self, year: int) -> Year:
        """Give a year of the country's data, copied once."""
        if self.country is None:
            return NO_YEAR
        years: Mapping[int, Year] = self.__dict__.get("_years", {})
        if year not in years:
            years = {**years, year: self.country.year(year)}
            self.__dict__["_years"] = years  # one assignment publishes it whole
        return years[year]

    def _key(self) -> tuple[object, ...]:
        return tuple(sorted(self.weekend)), tuple(self.holidays.items()), tuple(sorted(self.working_days)), self.country

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BusinessCalendar) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"<calendar {self.id}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _calendar, (self.weekend, dict(self.holidays), self.working_days, self.country)


def _calendar(weekend: frozenset[int], holidays: dict[date, str], working_days: frozenset[date], country: Country | None) -> BusinessCalendar:
    return BusinessCalendar(weekend, holidays, working_days, country=country)
