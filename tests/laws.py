"""The page of the laws: each with the test that holds it and what is broken on purpose to see that it would fail.

    python tests/laws.py    write docs/explanation/laws.md anew

It is read off the tests themselves: laws are functions named ``law_...``, and what breaks them stands beside them in tables.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "explanation" / "laws.md"
SUBJECTS = {
    "test_logic": "Three-valued logic",
    "test_compiling": "Compiled predicates",
    "test_exactness": "Exact answers and questions",
    "test_search": "The search, tried at every value",
    "test_oracle": "The store's terms beside their independent oracle",
    "test_laws": "Deciding",
    "test_policy": "Cures",
    "test_learning": "Learning and supposing",
    "test_reasons": "Reasons",
    "test_changes": "What-if",
    "test_asking": "What to ask next",
    "test_sensitivity": "Readings",
    "test_ledger": "Coverage over time",
    "test_diff": "Comparing editions",
    "test_lint": "Looking a policy over",
    "test_record": "Records and replay",
    "test_words": "Letters and words",
    "test_documents": "Documents",
    "test_schema": "Schemas",
    "test_decision_schema": "Schemas of decisions",
    "test_notebook": "Pages",
    "test_wording": "Texts",
    "test_calendars": "Business days",
    "test_periods": "Terms",
    "test_clocks": "The clock of a repair",
    "test_editions": "Editions",
    "test_cli": "The command line",
    "test_hostile": "Hostile input",
    "test_structure": "What is held",
}
INTRODUCTION = """# The laws, and what breaks them

What the library promises is written as laws: functions of the tests that take a policy, a claim, a calendar or a text, drawn or listed,
and say what must hold. A law that cannot fail says nothing; so each is also run on a library that is broken on purpose, and must notice.
This page is read off the tests (`python tests/laws.py` writes it, and a test compares the two); how much is tried says
[How far to trust it](../trust.md).
"""


def words(name: str) -> str:
    return name.removeprefix("law_").replace("_", " ").strip()


def laws(module: ModuleType) -> list[FunctionType]:
    return [v for k, v in vars(module).items() if k.startswith("law_") and isinstance(v, FunctionType) and v.__module__ == module.__name__]


def leaves(value: Any) -> Iterator[Any]:
    """Give what a row of a table of sabotages is made of."""
    if isinstance(value, list | tuple):
        for each in value:
            yield from leaves(each)
    else:
        yield getattr(value, "func", value)


def label(parts: list[Any]) -> str:
    """Say what a row breaks: in its words, by the name of what takes the place of the right thing, or by the name of that."""
    said = [part for part in parts if isinstance(part, str)]
    named = [words(p.__name__) for p in parts if isinstance(p, FunctionType) and p.__name__ not in {"<lambda>", "broken"} and not is_law(p)]
    return next((text for text in said if " " in text), None) or next(iter(named), None) or f"{said[0]} is broken"


def is_law(value: object) -> bool:
    return isinstance(value, FunctionType) and value.__name__.startswith("law_")


BESIDE = {  # what the tests beside a law say, in no table, that it fails under; and which of them says it
    "a run ends in a code and never in a traceback": ("names of files are trusted", "test_that_law_fails_where_names_of_files_are_trusted"),
    "an open day is decided as all its days agree": ("only the newest edition is asked", "test_the_law_fails_where_only_the_newest_edition_is_asked"),
    "the schema takes a decision masked or not and lists its keys in order": (
        "masked numbers are not taken; what tables come to is left out",
        "test_the_law_fails_where",
    ),
    "the outcome is that of all completions and the questions are what can change it": (
        "Kleene alone; every open fact is asked; claims before the sale are thinkable",
        "test_the_law_fails_under",
    ),
    "what is found of each clause is that of all completions": ("Kleene alone", "test_the_law_of_each_clause_fails_with_kleene_alone"),
    "between two ends lies a day where one ends before the other": (
        "the days between are not tried",
        "test_that_law_fails_where_the_days_between_are_not_tried",
    ),
    "facts that are compared have values where none forbids them": (
        "nothing is looked for beyond the next fact",
        "test_that_law_fails_where_nothing_is_looked_for_beyond_the_next_fact",
    ),
    "a fact matters where two that can be differ in it alone": (
        "neighboring values alone are paired; no other number, or no other text, is there than those that are said",
        "test_what_can_be_is_found_where_bounds_tear_it_apart",
    ),
    "every ink can be read on its paper": ("an ink too pale", "test_that_law_fails_for_a_pale_ink"),
    "colors come from the palette alone": ("a color from elsewhere", "test_that_law_fails_for_a_color_from_elsewhere"),
    "every state is told in words": ("a page without them", "test_that_law_fails_for_a_page_without_them"),
    "a page says all that a decision says": ("a word is left out", "test_that_law_fails_where_a_word_is_left_out"),
    "an explanation agrees with the predicate": ("a connective is taken for another", "test_that_law_fails_where_a_connective_is_taken_for_another"),
    "the library agrees with the oracle": (
        "a day off; a ~ dropped; the maximum for the minimum; the minimum for the maximum",
        "test_the_law_fails_under",
    ),
    "turns are listed": (
        "the last covered day alone; another count, or what runs first, is forgotten; a fact that is counted twice is taken for once",
        "test_the_law_of_turns_fails_under_the_sabotage",
    ),
    "every clause stands as it says by no more facts than it needs": ("nothing is left out", "test_what_is_said_of_a_clause_fails_under"),
    "what is open is told with the facts that turn it and the outcome": ("every open fact is told", "test_what_is_said_of_a_clause_fails_under"),
    "the schema and the reader agree but for the rules listed": (
        "any one word is left out of the schema",
        "test_that_law_fails_where_the_schema_leaves_out",
    ),
    "no number of a device appears in masked output": ("a room does not mask", "test_that_law_fails_where_a_room_does_not_mask"),
    "what is typed stays text on its line": ("a text may hold control characters", "test_that_law_fails_where_a_text_may_hold_control_characters"),
    "deciding leaves nothing behind": (
        "all that was decided is listed in a module; in a class",
        "test_the_law_fails_under_a_list_of_all_that_was_decided",
    ),
}


def tables(module: ModuleType) -> Iterator[list[Any]]:
    """Give the rows of a module's tables of what is broken."""
    for name, table in vars(module).items():
        if name.isupper() and ("SABOTAGE" in name or name == "KNOWING"):
            rows = table.items() if isinstance(table, dict) else table
            yield from (list(leaves(row)) for row in rows)


def broken(module: ModuleType) -> dict[str, list[str]]:
    """List, for each law, what it was seen to fail under."""
    equations: Any = getattr(module, "LAWS", {})
    told = equations.items() if isinstance(equations, dict) else ()
    found = {law: [row[1]] for law, row in told if isinstance(row, tuple)}
    for law in laws(module):
        rows = [parts for parts in tables(module) if law.__name__ in named(parts) or (not named(parts) and names(parts, law, equations))]
        name = words(law.__name__)
        found[name] = list(dict.fromkeys([*map(label, rows), *BESIDE.get(name, ())[:1]]))
    return found


def named(parts: list[Any]) -> set[str]:
    """Give the laws that a row holds, or calls."""
    functions = [part for part in parts if isinstance(part, FunctionType)]
    called = {name for function in functions if not is_law(function) for name in function.__code__.co_names if name.startswith("law_")}
    return called | {function.__name__ for function in functions if is_law(function)}


def calls(test: FunctionType, law: FunctionType) -> bool:
    """Tell whether a test waits for a law to fail: it has the law, by any name of its module's or handed to it, and what waits for a failure."""
    handed = [row for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize" for row in mark.args[1] if isinstance(row, tuple)]
    codes = [test.__code__]
    for code in codes:
        codes += [each for each in code.co_consts if isinstance(each, CodeType)]
    names_ = {name for code in codes for name in code.co_names}
    read = (*map(test.__globals__.get, names_), *(part for row in handed for part in row))
    return any(each is law for each in read) and not names_.isdisjoint({"raises", "fails", "find"})


def names(parts: list[Any], law: FunctionType, listed: Any) -> bool:
    """Tell whether a row names a law by its place among the laws, or by a few of its words."""
    places = [part for part in parts if type(part) is int]
    *_, last = (part for part in parts if isinstance(part, str))
    return listed[places[0]] is law if places and isinstance(listed, list) else last != parts[0] and "_" in last and last in law.__name__


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def page() -> str:
    """Write the page."""
    found = {path.stem: broken(import_module(path.stem)) for path in sorted(TESTS.glob("test_*.py"))}
    text = INTRODUCTION
    for module in sorted(filter(found.get, found), key=list(SUBJECTS).index):
        rows = [f"| {cell(law)} | {cell('; '.join(under))} |" for law, under in found[module].items()]
        text += f"\n## {SUBJECTS[module]}\n\nIn `tests/{module}.py`.\n\n| law | seen to fail where |\n|---|---|\n" + "\n".join(rows) + "\n"
    return text


if __name__ == "__main__":
    sys.path[:0] = [str(TESTS), str(TESTS / "shops")]
    PAGE.write_text(page(), encoding="utf-8")
