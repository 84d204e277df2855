"""Predicates as SQL, whose NULL is our unknown: what databases say is set beside what the library says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

from hypothesis import strategies as st

from warranty_rules import UNKNOWN, Condition, Predicate, Record, YesNo, all_of, any_of
from warranty_rules.predicates import Algebra
from warranty_rules.values import Truth

Row = Sequence[object]
Ask = Callable[[str], Iterable[Row]]
"""Run a query of a database, and give its rows."""


class Trio(Record):
    a: YesNo = YesNo("A?", "desk", yes="a", no="not a")
    b: YesNo = YesNo("B?", "desk", yes="b", no="not b")
    c: YesNo = YesNo("C?", "desk", yes="c", no="not c")


TRUTHS: tuple[Truth, ...] = (False, UNKNOWN, True)
TRIOS = [Trio(a=a, b=b, c=c) for a, b, c in product(TRUTHS, repeat=3)]
WRITTEN = {False: "FALSE", UNKNOWN: "CAST(NULL AS BOOLEAN)", True: "TRUE"}
READ: dict[object, Truth] = {0: False, None: UNKNOWN, 1: True}


class Sql(Algebra[str]):
    """Write a predicate on yes/no facts as an expression of SQL, each fact as a column."""

    def test(self, condition: Condition) -> str:
        return str(condition)

    def all(self, parts: Iterable[str]) -> str:
        return f"({' AND '.join(parts) or 'TRUE'})"

    def any(self, parts: Iterable[str]) -> str:
        return f"({' OR '.join(parts) or 'FALSE'})"

    def negate(self, part: str) -> str:
        return f"(NOT {part})"


def answered(ask: Ask, predicate: Predicate, algebra: Algebra[str]) -> list[Truth]:
    """Let a database evaluate a predicate on all trios, in their order."""
    rows = ", ".join(f"({at}, {WRITTEN[trio.a]}, {WRITTEN[trio.b]}, {WRITTEN[trio.c]})" for at, trio in enumerate(TRIOS))
    query = f"WITH trio(place, a, b, c) AS (VALUES {rows}) SELECT {predicate.fold(algebra)} FROM trio ORDER BY place"  # noqa: S608  # of our own making
    return [READ[row[0]] for row in ask(query)]


def formulas() -> st.SearchStrategy[Predicate]:
    """Draw formulas of three facts, with the constants."""
    leaves = st.sampled_from([Trio.a, Trio.b, Trio.c, all_of(), any_of()])
    return st.recursive(
        leaves, lambda p: p.map(lambda q: ~q) | st.lists(p, max_size=3).map(all_of) | st.lists(p, max_size=3).map(any_of), max_leaves=10
    )


def law_the_database_says_what_the_library_says(ask: Ask, predicate: Predicate, algebra: Algebra[str] | None = None) -> None:
    assert answered(ask, predicate, algebra or Sql()) == [predicate(trio) for trio in TRIOS]
