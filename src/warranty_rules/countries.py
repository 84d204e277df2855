"""Countries: weekends, public holidays and make-up days, copied year by year out of the `holidays` package.

The package's own objects change while they are read and give wrong answers when threads share one, so
none is kept: years are copied, and a copy is published by one assignment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, cast

import attrs

from warranty_rules.errors import CalendarError, nearest, shown
from warranty_rules.reckonings import Reason

__all__ = ["Country", "Year", "week"]

HINDU = (2001, 2035)
WHOLE = MappingProxyType({"GY": HINDU, "IN": HINDU, "MU": HINDU, "SR": HINDU})
"""Years outside which a country's data lacks Hindu holidays, although the package gives others."""
SETTLED = range(2022, 2026)
"""Years of which everything was known when this was written: a holiday of all of them that a later year lacks, nobody has reckoned so far."""
NAMED = 3
"""How many of the holidays that a year lacks are named."""
OUTSPOKEN = frozenset({"IN"})
"""Countries about whose other years the package warns by Python's means, which are the application's: it is not asked about them."""


def week(first: int, length: int, weekend: Collection[int]) -> bytes:
    """Flag so many days from an ordinal on: 1 is open, 0 is a weekend.

    >>> list(week(date(2026, 7, 24).toordinal(), 4, {5, 6}))  # from a Friday on
    [1, 0, 0, 1]
    """
    flags = bytes(day not in weekend for day in range(7))
    begin = (first - 1) % 7  # the first of all days was a Monday
    return (flags * (length // 7 + 2))[begin : begin + length]


@attrs.frozen
class Year:
    """What a country's data says of one year.

    >>> from warranty_rules import BusinessCalendar
    >>> year = BusinessCalendar.of("PL").source.years(2026, 2026)[2026]
    >>> year.closed[date(2026, 11, 11)]
    'National Independence Day'
    """

    weekend: frozenset[int]
    odd: frozenset[date]
    """Days on which the weekend is not that of 1 January: it changed in that year."""
    closed: Mapping[date, str]
    made_up: frozenset[date]
    """Working days on a weekend."""


@attrs.frozen
class Country:
    """A country's calendar, as the `holidays` package has it.

    >>> Country.found("DE", "BY", ()).id
    'DE-BY'
    """

    code: str
    subdivision: str | None
    categories: tuple[str, ...]
    weekend: frozenset[int] = attrs.field(eq=False, repr=False)
    """The weekend the country has now."""
    horizon: tuple[int, int] = attrs.field(eq=False, repr=False)
    """The first and the last year with data."""
    as_it_was: bool = True
    """Whether the weekend of each year is the one the country had then."""
    _years: Mapping[int, Year] = attrs.field(factory=dict[int, Year], init=False, eq=False, repr=False)

    @classmethod
    def found(cls, code: str, subdivision: str | None, categories: Iterable[str]) -> Country:
        """Look a country up, by its code or another that is in use for it.

        Raises:
            CalendarError: for a country, region or category that has no data.
        """
        import holidays  # slow to import, so only once a country is asked for  # noqa: PLC0415

        regions = holidays.list_supported_countries()
        _offered("country", code, regions, holidays.list_supported_countries(include_aliases=False))
        if subdivision is not None:
            _offered(f"region of {code}", subdivision, regions[code])
        data = holidays.country_holidays(code, subdiv=subdivision, years=(), expand=False)
        for category in categories:
            _offered(f"category of {code}", category, data.supported_categories)
        first, last = WHOLE.get(data.country, (data.start_year, data.end_year))
        return cls(data.country, subdivision, tuple(sorted({*categories})), cls._weekend(data, last), (first, last))

    @property
    def id(self) -> str:
        """Its codes."""
        return "-".join(filter(None, (self.code, self.subdivision, *self.categories)))

    @staticmethod
    def version() -> str:
        """The version of the data."""
        from holidays.version import __version__  # noqa: PLC0415  # as above

        return f"holidays {__version__}"

    def years(self, first: int, last: int) -> Mapping[int, Year]:
        """Give at least these years of data, copied once."""
        years = self._years
        absent = [year for year in range(first, last + 1) if year not in years]
        if absent:
            years = {**years, **self._copied(absent[0], absent[-1])}
            object.__setattr__(self, "_years", years)  # one assignment publishes them whole
        return years

    def _copied(self, first: int, last: int) -> dict[int, Year]:
        import holidays  # noqa: PLC0415  # as above

        begin, end = self.horizon if self.code in OUTSPOKEN else (1, date.max.year)
        data: Any = holidays.country_holidays(
            self.code,
            subdiv=self.subdivision,
            years=range(max(first - 1, begin), min(last + 1, end) + 1),  # a year beside may move a day into these
            expand=False,
            language="en_US",  # or the names would be in the language of the machine
            categories=self.categories or None,
        )
        closed: dict[int, dict[date, str]] = {year: {} for year in range(first - 1, last + 2)}
        names: dict[str, str] = {}  # each once, however many days have it
        for day, name in sorted(cast("dict[date, str]", dict(data.items())).items()):
            closed[day.year][day] = names.setdefault(name, name)
        made_up, no_day = frozenset(data.weekend_workdays), frozenset[date]()  # an empty set for each year would take 200 bytes each
        weekends = {year: self._weekend(data, year) for year in {first, last}}
        steady = len({*weekends.values()}) == 1 and not self._odd(data, last, weekends[last])
        return {
            year: Year(
                weekend := weekends[first] if steady else self._weekend(data, year),
                no_day if steady else self._odd(data, year, weekend),
                closed[year],
                frozenset(day for day in made_up if day.year == year) or no_day,
            )
            for year in range(first, last + 1)
        }

    @staticmethod
    def _weekend(data: Any, year: int) -> frozenset[int]:
        """Give the weekend of the first week of a year."""
        return frozenset(day.weekday() for day in _days(year) if data.is_weekend(day))

    @staticmethod
    def _odd(data: Any, year: int, weekend: frozenset[int]) -> frozenset[date]:
        """List the days of a year on which the weekend is another than in its first week."""
        if all(data.is_weekend(day) == (day.weekday() in weekend) for day in _days(year, month=12)):
            return frozenset()
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        return frozenset(day for day in map(date.fromordinal, range(first, last + 1)) if data.is_weekend(day) != (day.weekday() in weekend))

    def flags(self, first: int, last: int, weekend: frozenset[int]) -> bytearray:
        """Flag the days of some years, an open one by 1; the weekend is the country's, as it was, or another."""
        years, flags, own = self.years(first, last), bytearray(), self.as_it_was and weekend == self.weekend
        base = date(first, 1, 1).toordinal()
        for number in range(first, last + 1):
            year, begin = years[number], base + len(flags)
            flags += week(begin, date(number, 12, 31).toordinal() - begin + 1, year.weekend if own else weekend)
            for day in year.odd if own else ():
                flags[day.toordinal() - base] ^= 1
            for day in year.closed:
                flags[day.toordinal() - base] = 0
            for day in year.made_up:
                flags[day.toordinal() - base] = 1
        return flags

    def reason(self, day: date) -> tuple[Reason, str] | None:
        """Say what holiday a day is."""
        name = self.years(day.year, day.year)[day.year].closed.get(day)
        return None if name is None else (Reason.HOLIDAY, name)

    def doubts(self, first: int, last: int) -> dict[int, str]:
        """Say of which years the data cannot be relied on, and why."""
        years = self.years(max(first - 1, 1), min(last + 1, date.max.year))
        settled = [_names(self.years(year, year)[year]) for year in SETTLED if last >= SETTLED.stop]
        usual = settled[0].intersection(*settled) if settled else set[str]()
        return {year: doubt for year in range(first, last + 1) if (doubt := self._doubt(years, year, usual if year >= SETTLED.stop else set()))}

    def _doubt(self, years: Mapping[int, Year], year: int, usual: set[str]) -> str:
        begin, end = self.horizon
        size, before = len(years[year].closed), len(years[year - 1].closed) if year > 1 else 0
        if not begin <= year <= end:
            known = f"holidays of {year} are known in part only" if size else f"no holidays are known for {year}"
            return f"{known}, the data covers {begin} to {end}"
        if not size:
            return f"no holidays are known for {year}"
        if size * 2 < before:
            return f"holidays of {year} are known for a part of the year only"
        lost = sorted(usual - _names(years[year]) - _names(years[year + 1]))  # a day that is moved in one year is there in the next
        more = f" and {len(lost) - NAMED} more" if lost[NAMED:] else ""
        return f"holidays of {year} are known in part only, {', '.join(lost[:NAMED])}{more} not yet" if lost else ""

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.code, self.subdivision, self.categories, self.weekend, self.horizon, self.as_it_was)

    def key(self) -> tuple[object, ...]:
        """All that makes it what it is, as plain values."""
        return self.code, self.subdivision, self.categories, self.as_it_was


def _names(year: Year) -> set[str]:
    """Name the holidays of a year, without what is said of them in brackets."""
    return {part.partition(" (")[0] for name in year.closed.values() for part in name.split("; ")}


def _days(year: int, month: int = 1) -> list[date]:
    """List the first week of a year, or the last one."""
    return [date(year, month, day) for day in (range(1, 8) if month == 1 else range(25, 32))]


def _offered(kind: str, name: object, known: Collection[str], listed: Collection[str] | None = None) -> None:
    if not isinstance(name, str) or name not in known:
        typed = name.upper() if isinstance(name, str) else ""
        there = nearest(typed, known if listed is None else listed, ("DE", "PL", "US") if kind == "country" else ()) if known else "there are none"
        raise CalendarError(f"no holiday data for the {kind} {shown(name)}: {there}")
