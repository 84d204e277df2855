"""Every error the library raises: what was wrong, what was given, what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from types import UnionType
from typing import Any, TypeGuard, TypeVar, cast

import attrs

__all__ = ["CalendarError", "CalendarHorizonError", "InputError", "LogicError", "PolicyError", "Problem", "WarrantyRulesError"]

T = TypeVar("T")
MOST_NAMES = 40  # that one error lists
UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
"""What is no text: controls, ends of lines, halves of characters, and what would turn round the words that follow."""


class WarrantyRulesError(Exception):
    """The base of every error that the library raises on purpose.

    >>> from warranty_rules import BusinessCalendar
    >>> try:
    ...     BusinessCalendar.of("Atlantis")
    ... except WarrantyRulesError as error:
    ...     print(type(error).__name__)
    CalendarError
    """

    def __str__(self) -> str:
        return on_lines(super().__str__().split("\n"))


class LogicError(WarrantyRulesError, TypeError):
    """A fact, predicate, name or argument was used as what it is not.

    >>> from warranty_rules import Claim
    >>> Claim.device.portable == True
    Traceback (most recent call last):
    ...
    warranty_rules.errors.LogicError: == compares facts by identity, not with values: write .eq(True) for the rule
    """


class PolicyError(WarrantyRulesError, ValueError):
    """A policy, tier, clause, record or predicate is declared in a way that cannot work.

    >>> from warranty_rules import Window
    >>> Window(30, 3)
    Traceback (most recent call last):
    ...
    warranty_rules.errors.PolicyError: a window is two whole numbers from 0, least first; got 30, 3
    """


class CalendarError(WarrantyRulesError, ValueError):
    """A calendar or a date cannot be used as asked.

    >>> from warranty_rules import BusinessCalendar
    >>> BusinessCalendar().add("2026-07-20", 3)
    Traceback (most recent call last):
    ...
    warranty_rules.errors.CalendarError: a day is a datetime.date; got '2026-07-20': date(2026, 7, 20), or date.fromisoformat('2026-07-20'), makes one
    """


class CalendarHorizonError(CalendarError):
    """A strict calendar was asked about a year whose holidays are not known.

    >>> from datetime import date
    >>> from warranty_rules import BusinessCalendar
    >>> BusinessCalendar.of("PL", strict=True).add(date(2150, 1, 7), 3)  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    ...
    warranty_rules.errors.CalendarHorizonError: calendar PL, weekend Sa-Su, strict: ...
    """


@attrs.frozen
class Problem:
    """One thing wrong with the input.

    Args:
        path: where it is, such as ``sale.contract_months``; empty for the whole input.
        given: what was given, shortened for reading.
        accepted: what would be accepted there, or what to do.

    >>> print(Problem("sale.contract_months", "'six'", "a whole number, 0 to 1200"))
    sale.contract_months: got 'six'; accepted: a whole number, 0 to 1200
    """

    path: str
    given: str
    accepted: str

    def __str__(self) -> str:
        return printable(f"{self.path or 'input'}: got {self.given}; accepted: {self.accepted}")


class InputError(WarrantyRulesError, ValueError):
    """Input that cannot be used, with every problem found in it.

    Attributes:
        problems: all of them, in the order in which they were met.

    >>> from warranty_rules import Sale
    >>> try:
    ...     Sale(contract_months=-1, sold_here="yes")
    ... except InputError as error:
    ...     for problem in error.problems:
    ...         print(problem)
    sold_here: got 'yes'; accepted: True or False; or UNKNOWN
    contract_months: got -1; accepted: a whole number of months, 0 to 1200; or UNKNOWN
    """

    problems: tuple[Problem, ...]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return type(self), (self.problems,)


def each(items: Iterable[T], kind: type[T], name: str, accepted: str) -> Iterator[T]:
    """Give items one by one, none before it is asked for; refuse what is not of a kind, by its position.

    Args:
        items: an iterable.
        kind: the class of each.
        name: what they are called together, such as ``"claims"``.
        accepted: what each of them is, in words.

    Raises:
        InputError: at once where they cannot be gone through, else where the item is asked for.
    """
    try:
        given = iter(items)
    except TypeError:
        raise InputError([Problem(name, shown(items), f"an iterable, each item {accepted}")]) from None

    def checked(numbered: tuple[int, T]) -> T:
        at, item = numbered
        if not isinstance(item, kind):
            raise InputError([Problem(f"{name}[{at}]", shown(item), accepted)])
        return item

    return map(checked, enumerate(given))  # which goes on after an error, as a generator would not


def is_tuple(value: object) -> TypeGuard[tuple[object, ...]]:
    """Tell whether a value is a tuple, of anything."""
    return isinstance(value, tuple)


def must_be(kind: type | UnionType, accepted: str, *, of: str = "") -> Callable[[object, attrs.Attribute[Any], Any], None]:
    """Make the validator of a part of a policy: of a kind or, where it is told of what, a tuple of them.

    Args:
        kind: the class of the part.
        accepted: what it is, in words, with an example.
        of: what a tuple is of, such as ``"tiers"``.

    >>> @attrs.frozen
    ... class Rank:
    ...     names: tuple[str, ...] = attrs.field(validator=must_be(str, "a str", of="names"))
    >>> Rank("used")
    Traceback (most recent call last):
    ...
    warranty_rules.errors.PolicyError: the names of Rank: a tuple of names, each a str; got 'used'
    """

    def check(owner: object, attribute: attrs.Attribute[Any], value: Any) -> None:
        items: Iterable[object] = value if of and issubclass(type(value), tuple) else (value,)
        wrong = [item for item in items if not isinstance(item, kind) or (of and items is not value)]
        if wrong:
            wanted = f"a tuple of {of}, each {accepted}" if of else accepted
            raise PolicyError(f"the {attribute.name} of {type(owner).__name__}: {wanted}; got {shown(wrong[0])}")

    return check


def paired(given: Mapping[Any, Any] | tuple[Any, ...], accepted: str) -> tuple[tuple[Any, Any], ...]:
    """Keep a mapping, or what is kept of one, as pairs, which do not change; refuse anything else with what is accepted."""
    found: object = tuple(given.items()) if isinstance(given, Mapping) else given
    if is_tuple(found) and all(is_tuple(pair) and len(pair) == 2 for pair in found):
        return cast("tuple[tuple[Any, Any], ...]", found)
    raise PolicyError(f"{accepted}; got {shown(given)}")


def of_kind(kind: Any, error: type[WarrantyRulesError], accepted: str) -> Callable[[object, object, Any], None]:
    """Make a validator that refuses what is not of a kind, and says what is accepted."""

    def valid(_: object, __: object, value: object) -> None:
        need(value, kind, accepted, error)

    return valid


def need(given: object, kind: Any, what: str, error: type[WarrantyRulesError] = LogicError) -> None:
    """Refuse what is not of the kind that is needed.

    Args:
        given: anything.
        kind: the class it must be of.
        what: what is needed and where one comes from, in words.
        error: what is raised where it is not.
    """
    if not isinstance(given, kind):
        raise error(f"{what}; got {shown(given)}")


def shown(value: object, limit: int = 60) -> str:
    """Show a value given by a stranger, on one line and not at length."""
    try:
        text = repr(value[:limit]) if isinstance(value, str | bytes) else repr(value)
    except Exception:  # noqa: BLE001  # nested too deep, too many digits, or a repr of its own that fails
        text = f"<{type(value).__name__}>"
    return shortened(text, limit)


def shortened(text: str, limit: int) -> str:
    """Cut a text that is too long, and show that it goes on."""
    return text if len(text) <= limit else text[: limit - 3] + "..."


def printable(text: str) -> str:
    """Put a blank in place of each end of a line, and a mark in place of any other sign that is no text."""
    return text if text.isprintable() else UNFIT.sub(_fit, text)


def _fit(found: re.Match[str]) -> str:
    return " " if found[0].isspace() else "\N{REPLACEMENT CHARACTER}"


def on_lines(lines: Iterable[str]) -> str:
    """Put lines under one another, so that no text in them begins a line of its own, or colors a terminal."""
    return "\n".join(map(printable, lines))


def nearest(name: object, known: Iterable[str], such_as: Sequence[str] = ()) -> str:
    """Say what a misspelled name may have meant, or what names there are: all, or some that are well known where there are very many."""
    names = sorted(known)
    close = get_close_matches(name[:60] if isinstance(name, str) else shown(name), names, n=1)
    if close:
        return f"did you mean {close[0]!r}?"
    if len(names) <= MOST_NAMES:
        return printable(f"one of {', '.join(names)}")
    return printable(f"one of {len(names)}, such as {', '.join(such_as or names[: MOST_NAMES // 4])}")
