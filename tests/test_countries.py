"""Countries: every one that the `holidays` package knows, its weekends as they were, and what is not known of it."""

import re
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from random import Random
from typing import Any

import attrs
import holidays
import pytest
from naming import lasting
from profiles import tried

from warranty_rules import BusinessCalendar, calendars, countries
from warranty_rules.calendars import Joined, Roll
from warranty_rules.closures import Closure
from warranty_rules.countries import Country, Year
from warranty_rules.errors import CalendarError, CalendarHorizonError
from warranty_rules.reckonings import Reason

of = BusinessCalendar.of
CODES = sorted(holidays.list_supported_countries(include_aliases=False))
NAMES = sorted(holidays.list_supported_countries())
NOT_BUILT: dict[str, str] = {}
"""Countries that cannot be built for 2020 to 2030, and why: there is none."""


def span(first: date, last: date) -> list[date]:
    return [date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1)]


DECADE = span(date(2020, 1, 1), date(2030, 12, 31))


def test_there_are_all_the_countries_that_there_were_when_this_was_written() -> None:
    assert len(CODES) >= 250
    assert len(NAMES) >= 500


@pytest.mark.parametrize("code", [code for code in CODES if code not in NOT_BUILT])
def test_a_country_is_open_where_its_data_says_so(code: str) -> None:
    data = holidays.country_holidays(code, years=range(2019, 2032))
    calendar = of(code)
    assert [day for day in DECADE if calendar.is_business_day(day) != data.is_working_day(day)] == []


@pytest.mark.parametrize("name", [name for name in NAMES if name not in CODES])
def test_another_name_of_a_country_gives_its_calendar(name: str) -> None:
    found = of(name)
    assert found.source is not None
    assert isinstance(found.source, Country)
    assert found == of(found.source.code)
    assert found.source.code in CODES


def regions() -> Iterator[tuple[str, str]]:
    """Give the regions whose weekend or holidays in these years differ from their country's."""
    for code, names in sorted(holidays.list_supported_countries(include_aliases=False).items()):
        yield from ((code, name) for name in list(names)[:2])


@pytest.mark.parametrize(("code", "region"), list(regions()))
def test_a_region_is_open_where_its_data_says_so(code: str, region: str) -> None:
    data = holidays.country_holidays(code, subdiv=region, years=range(2025, 2028))
    calendar = of(code, region)
    assert [day for day in span(date(2026, 1, 1), date(2026, 12, 31)) if calendar.is_business_day(day) != data.is_working_day(day)] == []


def test_a_weekend_is_the_one_the_country_had_in_that_year() -> None:
    changed = []
    for code in CODES:
        data: Any = holidays.country_holidays(code, years=(), expand=False)
        years = Country.found(code, None, ()).years(1990, 2040)
        for day in (date(year, month, day) for year in range(1990, 2041) for month in (1, 12) for day in range(1, 8)):
            year = years[day.year]
            assert ((day.weekday() in year.weekend) != (day in year.odd)) == data.is_weekend(day), (code, day)
        changed += [code] if len({year.weekend for year in years.values()}) > 1 else []
    assert {"AE", "SA"} <= {*changed}


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("AE", date(2021, 12, 31), "Friday"),  # until 2021 the weekend was Friday and Saturday
        ("AE", date(2021, 12, 26), ""),  # a Sunday
        ("AE", date(2022, 1, 9), "Sunday"),
        ("AE", date(2022, 1, 14), ""),  # a Friday
        ("SA", date(2013, 6, 27), "Thursday"),  # until June 2013 it was Thursday and Friday
        ("SA", date(2013, 7, 4), ""),
        ("SA", date(2013, 7, 6), "Saturday"),
        ("SA", date(2013, 6, 15), ""),  # a Saturday
    ],
)
def test_a_weekend_that_changed_closes_the_days_of_its_time(country: str, day: date, name: str) -> None:
    assert (of(country).closed_because(day), of(country).is_business_day(day)) == (name, not name)


def test_another_weekend_is_for_all_years_and_holidays_stay() -> None:
    sundays = of("AE", weekend={6})
    assert [sundays.is_business_day(day) for day in (date(2015, 1, 2), date(2015, 1, 4), date(2026, 1, 10), date(2026, 1, 11))] == [
        True,
        False,
        True,
        False,
    ]
    assert sundays.closed_because(date(2026, 12, 2)) == "National Day"


def test_days_of_the_shops_own_are_added_to_a_countrys() -> None:
    shop = of(
        "PL", holidays={date(2026, 7, 22): "Founders' Day"}, working_days=[date(2026, 11, 11)], closures=[Closure.yearly("break", (8, 3), (8, 14))]
    )
    reasons = [shop.skipped(date(2026, month, day)) for month, day in ((7, 22), (8, 3), (8, 15), (11, 11), (12, 25))]
    assert [skipped and (skipped.reason, skipped.name) for skipped in reasons] == [
        (Reason.HOLIDAY, "Founders' Day"),
        (Reason.CLOSURE, "break"),
        (Reason.HOLIDAY, "Assumption Day"),
        None,
        (Reason.HOLIDAY, "Christmas Day"),
    ]
    assert shop.roll(date(2026, 8, 3), Roll.FOLLOWING) == date(2026, 8, 17)


def test_days_that_are_estimated_are_listed_in_the_warning_once_each() -> None:
    (warning,) = of("AE").explain(date(2050, 1, 1), date(2051, 12, 31)).warnings
    names = warning.partition("the days of ")[2].partition(" are estimated, so business days may change")[0].split(", ")
    assert {"Eid al-Fitr", "Eid al-Adha"} <= {*names}
    assert len({*names}) == len(names)


def test_an_estimated_day_is_marked() -> None:
    found = of("EG").explain(date(2027, 5, 1), date(2027, 5, 31)).skipped
    estimated = {skipped.name for skipped in found if skipped.estimated}
    assert "Eid al-Adha (estimated)" in estimated
    assert estimated == {skipped.name for skipped in found if "estimated" in skipped.name}
    assert not any(skipped.estimated for skipped in of("PL").explain(date(2027, 1, 1), date(2027, 12, 31)).skipped)


@pytest.mark.parametrize(("code", "last"), [("AE", False), ("PK", False), ("IN", True)])
def test_what_rests_on_an_estimated_day_is_warned_of_from_the_first_month_of_the_data_to_the_last(code: str, last: bool) -> None:
    calendar = of(code)
    assert calendar.horizon is not None
    month = calendar.month(calendar.horizon[last], 12 if last else 1)
    assert [day for day in month.skipped if day.estimated]
    assert "are estimated, so business days may change" in month.warnings[-1]


@pytest.mark.parametrize(
    ("a", "b", "months"),
    [
        (date(2026, 1, 30), date(2026, 2, 3), [1, 2]),
        (date(2026, 1, 31), date(2026, 2, 3), [2]),
        (date(2026, 1, 31), date(2026, 2, 1), [2]),
        (date(2026, 2, 3), date(2026, 1, 31), [1, 2]),
        (date(2026, 2, 3), date(2026, 2, 3), [2]),
    ],
)
def test_the_months_of_a_reckoning_are_those_of_the_days_that_are_counted(a: date, b: date, months: list[int]) -> None:
    assert [month.b.month for month in of("PL").explain(a, b).months] == months


# --- What is not known ------------------------------------------------------------------------------------


def test_the_horizon_is_that_of_the_data() -> None:
    assert (of("PL").horizon, of("IN").horizon, BusinessCalendar().horizon) == ((1925, 2100), (2001, 2035), None)
    assert (of("PL") | of("IN")).horizon == (2001, 2035)
    assert (BusinessCalendar({4}) | BusinessCalendar()).horizon is None


@pytest.mark.parametrize(
    ("calendar", "first", "last", "doubts"),
    [
        (of("PL"), 2020, 2035, {}),
        (of("IN"), 1999, 2002, {1999: "the data covers 2001 to 2035", 2000: "the data covers 2001 to 2035"}),
        (of("IN"), 2035, 2036, {2036: "the data covers 2001 to 2035"}),
        (of("UA"), 2021, 2023, {2022: "a part of the year only", 2023: "no holidays are known for 2023"}),
        (of("UA", categories=["workday", "public"]), 2021, 2026, {}),
        (of("PL") | of("UA"), 2021, 2022, {2022: "UA, weekend Sa-Su: holidays of 2022 are known for a part of the year only"}),
        (of("PL") & of("DE", "BY"), 2101, 2101, {2101: "DE-BY, weekend Sa-Su: no holidays are known for 2101"}),
    ],
    ids=str,
)
def test_a_doubtful_year_is_warned_of_and_a_strict_calendar_refuses_it(
    calendar: BusinessCalendar, first: int, last: int, doubts: dict[int, str]
) -> None:
    asked = date(first, 2, 1), date(last, 11, 30)
    warned = calendar.warnings(*asked)
    assert len(warned) == len(doubts)
    assert all(doubt in text and str(year) in text for text, (year, doubt) in zip(warned, doubts.items(), strict=True))
    assert calendar.explain(*asked).warnings[: len(warned)] == warned
    strict = attrs.evolve(calendar, strict=True)
    for year in range(first, last + 1):
        day = date(year, 5, 5)
        if year in doubts:
            for ask in (
                strict.is_business_day,
                lambda day: strict.add(day, 0),
                lambda day: strict.count(day - timedelta(1), day),
                lambda day: strict.add(day, -1),
            ):
                with pytest.raises(CalendarHorizonError, match=f"{year}.*name other categories"):
                    ask(day)
        else:
            assert strict.is_business_day(day) == calendar.is_business_day(day)
    if doubts:
        with pytest.raises(CalendarHorizonError):
            strict.count(*asked)
    else:
        assert strict.count(*asked) == calendar.count(*asked)


def test_a_strict_calendar_answers_up_to_the_year_it_does_not_know_and_in_between_two_of_them() -> None:
    strict, lax = of("UA", strict=True), of("UA")
    left = lax.count(date(2021, 12, 1), date(2021, 12, 31))
    assert strict.add(date(2021, 12, 1), left) == lax.add(date(2021, 12, 1), left) == date(2021, 12, 31)
    with pytest.raises(CalendarHorizonError, match="2022"):
        strict.add(date(2021, 12, 1), left + 1)
    pl = of("PL", strict=True)
    days = [date(2100, 12, 1), date(1926, 1, 7), date(2026, 7, 1)]  # in every order, so that tables grow and never span what is not known
    for day in days + days[::-1]:
        assert pl.add(day, 5) == of("PL").add(day, 5)
    for day, n in ((date(2100, 12, 1), 30), (date(1925, 1, 7), -30), (date(2101, 1, 1), 0)):
        with pytest.raises(CalendarHorizonError, match=r"1925 to 2100"):
            pl.add(day, n)


def test_a_strict_policy_tells_a_horizon_from_other_errors() -> None:
    assert issubclass(CalendarHorizonError, CalendarError)
    with pytest.raises(CalendarHorizonError, match="at place 1: "):
        of("PL", strict=True).add_many([date(2026, 7, 1), date(2150, 7, 1)], 1)


def undoubted(code: str) -> list[tuple[int, str]]:
    """Find what was a holiday in each of four years and is none in the next ten, while those are not all doubtful.

    It was not abolished in the future: nobody has reckoned it further.
    """
    data: Any = holidays.country_holidays(code, years=range(2022, 2101), expand=False, language="en_US")
    names: dict[int, set[str]] = {year: set() for year in range(2022, 2101)}
    for day, name in dict(data.items()).items():
        names[day.year] |= {re.sub(r"\s*\([^)]*\)", "", part) for part in name.split("; ")}
    doubtful = of(code)._doubts(2022, 2100)
    usual = set.intersection(*(names[year] for year in range(2022, 2026)))
    lasts = ((year, name) for year in range(2025, min(data.end_year, 2100) - 9) for name in usual & names[year])
    return [(y, n) for y, n in lasts if not any(n in names[y + on] for on in range(1, 11)) and not {*range(y + 1, y + 11)} <= {*doubtful}]


@pytest.mark.filterwarnings("ignore:Requested Holidays are available only:UserWarning")
@pytest.mark.parametrize("code", CODES)
def test_where_a_holiday_ends_because_the_data_does_the_years_after_it_are_doubtful(code: str) -> None:
    doubtful = of(code)._doubts(2022, 2100)
    assert undoubted(code) == []
    if code in {"PL", "DE", "FR", "US", "GB", "ES", "EG", "SA", "TR", "JP"}:
        assert [year for year in doubtful if 2026 <= year < 2076] == []  # no false alarm


@pytest.mark.filterwarnings("ignore:Requested Holidays are available only:UserWarning")
def test_that_would_show_where_no_year_were_doubtful(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Country, "doubts", lambda country, first, last: {})
    assert all(map(undoubted, ["AR", "IN", "RU"]))


def test_what_a_year_lacks_is_named() -> None:
    fiji, china = of("FJ"), of("CN")
    assert fiji.warnings(date(2035, 1, 1), date(2035, 12, 31)) == ()
    (warned,) = fiji.warnings(date(2036, 1, 1), date(2036, 12, 31))
    assert warned == "calendar FJ, weekend Sa-Su: holidays of 2036 are known in part only, Diwali not yet, so business days may be too early"
    assert "Day off not yet" in china.warnings(date(2060, 1, 1), date(2060, 1, 1))[0]  # days that are moved are announced for the next year alone
    assert china.warnings(date(2024, 1, 1), date(2024, 12, 31)) == ()
    nepal = of("NP").warnings(date(2040, 1, 1), date(2040, 1, 1))
    assert re.search(r"known in part only, [^,]+, [^,]+, [^,]+ and \d+ more not yet", nepal[0])


THURSDAY, FRIDAY, SATURDAY = 3, 4, 5


class Moved:
    """Data of a country whose weekend was a Friday, and is a Thursday from 10 January 2015 on."""

    @staticmethod
    def is_weekend(day: date) -> bool:
        return day.weekday() == (FRIDAY if day < date(2015, 1, 10) else THURSDAY)


def test_the_days_on_which_a_weekend_is_another_than_at_first_are_all_of_their_year() -> None:
    odd = {day for day in span(date(2015, 1, 10), date(2015, 12, 31)) if day.weekday() in {THURSDAY, FRIDAY}}
    assert date(2016, 1, 1).weekday() == FRIDAY
    assert Country._odd(Moved, 2015, frozenset({FRIDAY})) == odd
    assert Country._odd(Moved, 2014, frozenset({FRIDAY})) == Country._odd(Moved, 2016, frozenset({THURSDAY})) == frozenset()


@pytest.mark.parametrize("since", [date(2021, 7, 1), date(2021, 12, 20)], ids=str)
def test_a_weekend_that_grows_by_a_day_is_seen_by_the_end_of_its_year(since: date) -> None:
    class Grown:
        @staticmethod
        def is_weekend(day: date) -> bool:
            return day.weekday() == FRIDAY or (day >= since and day.weekday() == SATURDAY)

    assert date(2021, 12, 25).weekday() == SATURDAY  # the one day of the last week that shows it
    assert Country._odd(Grown, 2021, frozenset({FRIDAY})) == {day for day in span(since, date(2021, 12, 31)) if day.weekday() == SATURDAY}


def test_a_weekend_that_changes_in_the_second_week_of_a_year_is_not_the_one_it_begins_with() -> None:
    class Late:
        @staticmethod
        def is_weekend(day: date) -> bool:
            return day >= date(2021, 1, 8)

    assert Country._weekend(Late, 2021) == frozenset()


@pytest.mark.parametrize("days", [[date(2002, 1, 3)], [date(2003, 1, 2), date(2002, 1, 3)]], ids=lasting)
def test_a_strict_calendar_does_not_take_the_year_before_along(days: list[date]) -> None:
    strict = of("SA", strict=True)  # of 2001 only a part is known
    assert [strict.is_business_day(day) for day in days] == [False] * len(days)  # Thursdays, as weekends were
    with pytest.raises(CalendarHorizonError, match="holidays of 2001"):
        strict.is_business_day(date(2001, 6, 2))


def test_what_is_doubtful_of_joined_calendars_is_said_part_by_part() -> None:
    joined = (of("MU") | of("SR"))._doubts(2040, 2040)
    said = "holidays of 2040 are known in part only, the data covers 2001 to 2035"
    assert joined == {2040: f"MU, weekend Sa-Su: {said}; SR, weekend Sa-Su: {said}"}


def test_a_holiday_that_is_new_makes_no_earlier_year_doubtful() -> None:
    assert of("US")._doubts(2015, 2027) == {}  # Juneteenth is a holiday since 2021


def test_holidays_that_fall_on_one_day_are_named_one_by_one() -> None:
    closed = {date(2026, 5, 1): "Labor Day; Day of the Shop (observed)", date(2026, 12, 25): "Christmas Day"}
    assert countries._names(Year(frozenset(), frozenset(), closed, frozenset())) == {"Labor Day", "Day of the Shop", "Christmas Day"}


def test_of_what_a_year_lacks_three_are_named_in_order_and_the_rest_counted() -> None:
    country, every = of("PL").source, dict.fromkeys(DECADE[:5], "a day")
    assert isinstance(country, Country)
    years = {year: Year(frozenset(), frozenset(), every, frozenset()) for year in (2026, 2027, 2028)}
    said = "holidays of 2027 are known in part only, "
    assert country._doubt(years, 2027, {"d", "b", "a", "c", "e"}) == f"{said}a, b, c and 2 more not yet"
    assert country._doubt(years, 2027, {"c", "b", "a"}) == f"{said}a, b, c not yet"


def test_of_a_year_outside_the_data_it_is_said_whether_some_of_its_holidays_are_known() -> None:
    assert of("MU")._doubts(2040, 2040) == {2040: "holidays of 2040 are known in part only, the data covers 2001 to 2035"}
    assert of("PL")._doubts(2101, 2101) == {2101: "no holidays are known for 2101, the data covers 1925 to 2100"}


@pytest.mark.parametrize("code", ["GY", "IN", "MU", "SR"])
def test_hindu_holidays_are_known_from_2001_to_2035(code: str) -> None:
    assert of(code).horizon == (2001, 2035)
    assert [year for year in (2000, 2001, 2035, 2036) if of(code)._doubts(year, year)] == [2000, 2036]


@pytest.mark.parametrize("first", [2019, 2020, 2021, 2022, 2023])
def test_the_days_of_a_year_are_the_same_whichever_year_was_asked_for_before(first: int) -> None:
    calendar = of("US")
    calendar.is_business_day(date(first, 7, 1))
    assert calendar.closed_because(date(2021, 12, 31)) == "New Year's Day (observed)"  # of the year after


def test_a_category_has_holidays_of_its_own_and_of_all_that_are_named() -> None:
    workers, both = of("UA", categories=["workday"]), of("UA", categories=["workday", "public"])
    victory, independence = date(2021, 5, 10), date(2026, 8, 24)
    assert [calendar.is_business_day(independence) for calendar in (of("UA"), workers, both)] == [True, False, False]
    assert [calendar.is_business_day(victory) for calendar in (of("UA"), workers, both)] == [False, True, False]


def test_the_first_year_after_the_settled_ones_is_compared_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Diwali is reckoned up to 2035 in Fiji."""
    for settled, doubtful in ((range(2031, 2036), [2036]), (range(2032, 2037), [])):
        monkeypatch.setattr(countries, "SETTLED", settled)
        assert [*of("FJ")._doubts(2034, 2036)] == doubtful


@pytest.mark.parametrize(
    ("sizes", "usual", "doubtful"),
    [
        ((11, 5), set(), True),
        ((10, 5), set(), False),
        ((0, 5), set(), False),
        ((5, 0), set(), True),
        ((5, 5), {"a day"}, False),
        ((5, 5), {"another"}, True),
    ],
)
def test_a_year_with_less_than_half_the_holidays_of_the_one_before_or_without_a_usual_one_is_doubtful(
    sizes: tuple[int, int], usual: set[str], doubtful: bool
) -> None:
    country = of("PL").source
    assert isinstance(country, Country)
    given = zip((2026, 2027, 2028), (*sizes, 0), strict=True)
    years = {year: Year(frozenset(), frozenset(), dict.fromkeys(DECADE[:size], "a day (estimated)"), frozenset()) for year, size in given}
    assert bool(country._doubt(years, 2027, usual)) is doubtful


@pytest.mark.parametrize("code", ["FJ", "GY", "MU", "SR", "BT", "IN"])
def test_where_movable_holidays_are_not_reckoned_any_further_a_strict_calendar_refuses_and_another_warns(code: str) -> None:
    strict, lax = of(code, strict=True), of(code)
    assert lax.warnings(date(2027, 1, 1), date(2032, 12, 31)) == ()
    assert strict.count(date(2027, 1, 1), date(2032, 12, 31)) == lax.count(date(2027, 1, 1), date(2032, 12, 31))
    assert len(lax.warnings(date(2036, 1, 1), date(2039, 12, 31))) == 4
    for year in (2036, 2037, 2070):
        with pytest.raises(CalendarHorizonError, match=f"holidays.*{year}"):
            strict.count(date(year, 1, 1), date(year, 12, 31))


def test_a_strict_table_never_spans_a_year_that_is_not_known() -> None:
    checked = 0
    for code in CODES:
        known, strict = of(code), of(code, strict=True)
        doubts = known._doubts(1984, 2030)
        for year in (year for year in range(1985, 2030) if known.horizon and known.horizon[0] < year and year in doubts):
            assert known._doubts(year, year) == {year: doubts[year]}
            around = [near for near in (year - 1, year + 1) if near not in doubts]
            for near in around:
                assert strict.is_business_day(date(near, 5, 5)) == known.is_business_day(date(near, 5, 5))
            with pytest.raises(CalendarHorizonError):
                strict.is_business_day(date(year, 5, 5))
            checked += len(around) == 2
    assert checked


def test_joined_calendars_are_strict_where_one_is_and_keep_days_of_their_own() -> None:
    strict = BusinessCalendar() | of("PL", strict=True)
    assert [strict.strict, (of("PL", strict=True) & BusinessCalendar()).strict, (of("PL") | BusinessCalendar({4})).strict] == [True, True, False]
    own: list[dict[str, Any]] = [
        {"working_days": [date(2026, 7, 25)]},
        {"holidays": [date(2026, 7, 22)]},
        {"closures": [Closure.on("x", date(2026, 7, 23))]},
    ]
    for extra in own:
        changed = attrs.evolve(of("PL") | BusinessCalendar({5}), **extra)
        joined = changed | BusinessCalendar({6})
        assert joined.source is not None
        assert changed in joined.source.parts  # type: ignore[union-attr]
    one, two, three = BusinessCalendar(holidays=[date(2026, 1, 1)]), BusinessCalendar(holidays=[date(2026, 1, 2)]), BusinessCalendar({6})
    assert ((one | three) & (two | three)) == ((two | three) & (one | three))
    deep = one
    for turn in range(20):
        deep = deep | two if turn % 2 else deep & three
    assert isinstance(deep.source, Joined)
    assert deep.source.depth == 20
    with pytest.raises(CalendarError, match="at most 20 deep"):
        deep & three  # noqa: B018  # refused
    with pytest.raises(CalendarError, match="strict is True or False"):
        BusinessCalendar(strict="no")  # type: ignore[arg-type]


def test_a_weekend_given_by_hand_is_for_all_years_even_where_it_is_the_present_one() -> None:
    by_hand, own = of("SA", weekend={4, 5}), of("SA")
    assert by_hand != own
    assert [calendar.is_business_day(date(2010, 7, 1)) for calendar in (by_hand, own)] == [True, False]  # a Thursday
    assert of("SA", weekend={6}).count(date(2013, 1, 1), date(2013, 12, 31)) > 300


# --- Threads ----------------------------------------------------------------------------------------------

TRIALS = tried(6, 12, 30)
ANSWERS = tried(50_000, 150_000, 1_000_000)


def answered_by_threads(threads: int, answers: int, trials: int) -> Iterator[tuple[list[Any], list[Any]]]:
    """Give what each of some threads was answered, and what is right.

    In each trial a country that nobody has asked before is asked by all threads at once, in orders of their own.
    """
    each = -(-answers // (trials * threads * 2))
    random, interval = Random(7), sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        for code in random.sample(CODES, trials):
            alone, shared, together = of(code), of(code), threading.Barrier(threads)
            days = [date(1996, 1, 1) + timedelta(random.randrange(22_000)) for _ in range(each)]
            right = [(alone.add(day, 21), alone.count(day - timedelta(1), day) == 1) for day in days]

            def work(first: int, shared: BusinessCalendar = shared, days: list[date] = days, together: threading.Barrier = together) -> list[Any]:
                together.wait()
                found = [(shared.add(day, 21), shared.is_business_day(day)) for day in days[first:] + days[:first]]
                return found[len(days) - first :] + found[: len(days) - first]

            with ThreadPoolExecutor(threads) as pool:
                yield from ((found, right) for found in pool.map(work, [len(days) * at // threads for at in range(threads)]))
    finally:
        sys.setswitchinterval(interval)


@pytest.mark.heavy  # many answers, in loops that the tracer of coverage slows down
@pytest.mark.parametrize("threads", [2, 8])
def test_threads_on_a_fresh_calendar_get_right_answers(threads: int) -> None:
    asked = 0
    for found, right in answered_by_threads(threads, ANSWERS, TRIALS):
        assert found == right
        asked += 2 * len(found)
    assert asked >= ANSWERS


@pytest.mark.parametrize("in_parts", [False, True])
def test_another_thread_that_asks_while_a_table_grows_gets_the_right_answer_unless_the_table_is_published_in_parts(
    in_parts: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sabotage puts a grown table in place piece by piece, so that for a while its ranks are those of another first day."""
    ranked, day, told = BusinessCalendar._ranked, date(2015, 7, 20), []
    calendar, right = of("PL"), of("PL").add(day, 21)
    calendar.add(date(2026, 7, 20), 21)

    def watched(self: BusinessCalendar, first_year: int, last_year: int) -> Any:
        table = ranked(self, first_year, last_year)
        monkeypatch.undo()  # once is enough
        if in_parts:
            object.__setattr__(self, "_table", (table[0], *self._table[1:]))
        with ThreadPoolExecutor(1) as other:
            told.append(other.submit(self.add, day, 21).result())
        return table

    monkeypatch.setattr(BusinessCalendar, "_ranked", watched)
    assert calendar.add(day, 21) == right
    assert len(told) == 1
    assert (told == [right]) is not in_parts


def test_a_table_that_another_thread_replaces_while_it_is_looked_at_is_the_one_that_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two threads that grow a table at once publish one after the other, and the last one may not hold what the other needs."""
    calendar, other, day = of("PL"), of("PL"), date(2026, 7, 20)
    right, year_of, asked = calendar.add(day, 21), calendars._year_of, []
    other.add(date(1996, 7, 20), 21)

    def replaced(ordinal: int) -> int:
        asked.append(ordinal)
        if len(asked) == 3:  # the last look at the table before it is used
            object.__setattr__(calendar, "_table", other._table)
        return year_of(ordinal)

    monkeypatch.setattr(calendars, "_year_of", replaced)
    assert calendar._add(day, 21) == right
    assert len(asked) == 3
    assert calendar._table is other._table


def test_an_estimated_day_counts_on_the_first_day_of_the_data_too(monkeypatch: pytest.MonkeyPatch) -> None:
    calendar = of("PK")
    assert calendar.horizon is not None
    years = range(calendar.horizon[0] + 1, calendar.horizon[1])
    year = next(year for year in years if (day := calendar.skipped(date(year, 1, 1))) is not None and day.estimated)
    monkeypatch.setattr(BusinessCalendar, "horizon", (year, year))  # as if it began there
    assert "are estimated" in calendar.explain(date(year - 1, 12, 31), date(year, 1, 1)).warnings[-1]
