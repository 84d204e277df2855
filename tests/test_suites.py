"""What others expect of three-valued logic: the DMN Technology Compatibility Kit's tables, and SQL's, run on a database.

The kit's expectations (github.com/dmn-tck/tck: tests 0106 and 0107 of level 2, 0064, 0065 and 0066 of level 3) are restated here as
data, one a line: test, case, operation, operands, and what is expected; ``-`` is null, which is our unknown. Where an operand is no
truth, the kit expects null or the other operand's part; a typed library refuses such an operand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from typing import Any

import pytest
from hypothesis import Phase, find, given, settings
from profiles import scaled
from sql import Sql, Trio, formulas, law_the_database_says_what_the_library_says

from warranty_rules import UNKNOWN, Predicate, all_of
from warranty_rules.errors import InputError, LogicError
from warranty_rules.predicates import evaluate
from warranty_rules.values import Truth

KIT = """
0106 001 and T T T;  0106 002 and F T F;  0106 003 and - T -;  0106 004 and T F F;  0106 005 and F F F;  0106 006 and - F F
0106 007 and T - -;  0106 008 and F - F;  0106 009 and - - -
0106 001 or T T T;   0106 002 or F T T;   0106 003 or - T T;   0106 004 or T F T;   0106 005 or F F F;   0106 006 or - F -
0106 007 or T - T;   0106 008 or F - -;   0106 009 or - - -
0107 001 not T F;    0107 002 not F T;    0107 003 not - -
0064 001 and T T T;  0064 002 and T F F;  0064 003_a and T - -;  0064 004 and F T F;  0064 005 and F F F;  0064 006_a and F - F
0064 007_a and - T -;  0064 008_a and - F F;  0064 009_a and - - -
0064 003_b and T 123 -;  0064 003_c and T "true" -;  0064 006_b and F 123 F;  0064 006_c and F "true" F
0064 007_b and 123 T -;  0064 007_c and "true" T -;  0064 008_b and 123 F F;  0064 008_c and "true" F F
0064 009_b and "true" "true" -;  0064 009_c and 0 0 -
0065 001 or T T T;  0065 002 or T F T;  0065 003_a or T - T;  0065 004 or F T T;  0065 005 or F F F;  0065 006_a or F - -
0065 007_a or - T T;  0065 008_a or - F -;  0065 009_a or - - -
0065 003_b or T 123 T;  0065 003_c or T "true" T;  0065 006_b or F 123 -;  0065 006_c or F "true" -
0065 007_b or 123 T T;  0065 007_c or "true" T T;  0065 008_b or 123 F -;  0065 008_c or "true" F -
0065 009_b or "true" "true" -;  0065 009_c or 0 0 -
0066 001 not T F;  0066 002 not F T;  0066 003_a not - -
0066 003_b not 0 -;  0066 003_c not 1 -;  0066 003_d not "true" -
"""
LETTERS: dict[str, Truth] = {"T": True, "F": False, "-": UNKNOWN}
OTHERS: dict[str, Any] = {"123": 123, '"true"': "true", "0": 0, "1": 1}
ROWS = [row.split() for line in KIT.strip().splitlines() for row in line.split(";")]
ON_TRUTHS = [row for row in ROWS if set(row[3:]) <= LETTERS.keys()]
OTHER = [row for row in ROWS if row not in ON_TRUTHS]


def test_all_of_the_kit_is_here() -> None:
    assert (len(ROWS), len(ON_TRUTHS), len(OTHER)) == (65, 42, 23)
    assert len({tuple(row) for row in ROWS}) == 65


def operation(word: str) -> Predicate:
    return {"and": Trio.a & Trio.b, "or": Trio.a | Trio.b, "not": ~Trio.a}[word]


def disagreements(rows: Iterable[list[str]]) -> list[list[str]]:
    """List the rows of which the interpreter or the compiled function says something else."""
    found: list[list[str]] = []
    for row in rows:
        *operands, expected = (LETTERS[letter] for letter in row[3:])
        trio, rule = Trio(**dict(zip("ab", operands, strict=False))), operation(row[2])
        if not (evaluate(rule, lambda fact, trio=trio: fact.of(trio)) is expected and rule(trio) is expected):  # type: ignore[misc]
            found.append(row)
    return found


def test_the_kits_rows_on_truths_hold() -> None:
    assert disagreements(ON_TRUTHS) == []


@pytest.mark.parametrize("at", range(len(ON_TRUTHS)))
def test_a_row_with_another_expectation_would_not_hold(at: int) -> None:
    row = ON_TRUTHS[at]
    assert disagreements([[*row[:-1], letter] for letter in LETTERS if letter != row[-1]]) != []


@pytest.mark.parametrize("row", OTHER, ids=" ".join)
def test_an_operand_of_the_kit_that_is_no_truth_is_refused_with_what_is_accepted(row: list[str]) -> None:
    (operand, *_) = [letter for letter in row[3:-1] if letter in OTHERS]
    with pytest.raises(InputError, match="accepted: True or False; or UNKNOWN"):
        Trio(a=OTHERS[operand])
    with pytest.raises(LogicError):
        all_of(Trio.a, OTHERS[operand])


# --- SQL ----------------------------------------------------------------------------------------------------


def sqlite(query: str) -> list[Any]:
    with closing(sqlite3.connect(":memory:")) as database:
        return database.execute(query).fetchall()


@settings(max_examples=scaled(200))
@given(formulas())
def test_sqlite_says_what_the_library_says(predicate: Predicate) -> None:
    law_the_database_says_what_the_library_says(sqlite, predicate)


class Dropping(Sql):
    """A ``NOT`` is lost."""

    def negate(self, part: str) -> str:
        return part


def test_that_law_fails_where_a_not_is_lost() -> None:
    def fails(predicate: Predicate) -> bool:
        try:
            law_the_database_says_what_the_library_says(sqlite, predicate, Dropping())
        except AssertionError:
            return True
        return False

    find(formulas(), fails, settings=settings(max_examples=200, phases=[Phase.generate]))
