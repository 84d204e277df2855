"""Every error that the library raises is raised by something wrong that is kept, with what it says, in `golden/errors.txt` or beside it."""

from __future__ import annotations

import ast
import os
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import test_golden as golden
from wrongs import WRONG

import warranty_rules
from warranty_rules import WarrantyRulesError
from warranty_rules.errors import nearest, printable, shortened, shown

ROOT = Path(warranty_rules.__file__).parent
WITHIN = f"{ROOT}{os.sep}"
Place = tuple[str, int]

ELSEWHERE = {
    "__main__.py: SystemExit": "the end of a command",
    "analysis/record.py: 'JSON nested very deep'": "of a Python whose parser nests deeper than its writer",
    "testing.py: raise": "of a draw that is discarded",
    "analysis/interview.py: raise": "the same error, sent on",
    "Unaccepted": "caught by whoever asked a field, who says which fact it is",
}
"""What is raised, and is told by no error of ours or not on every machine."""


@cache
def raised() -> list[tuple[Place, range, str]]:
    """List every place where an error is raised: its first line, all of its lines, and what it is."""
    found: list[tuple[Place, range, str]] = []
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.end_lineno, int):
                found.append(((name, node.lineno), range(node.lineno, node.end_lineno + 1), f"{name}: {ast.unparse(node)}"))
    return found


def fits(what: str, each: str) -> bool:
    """Tell whether what is raised is what a line of the table speaks of; an error that is sent on has no words."""
    return what == each if each.endswith(": raise") else all(word in what for word in each.split(": "))


def is_told_elsewhere(what: str) -> bool:
    return any(fits(what, each) for each in ELSEWHERE)


@cache
def reached() -> frozenset[Place]:
    """Raise every error that is kept, and give the lines from which each was made or passed on."""
    found: set[Place] = set()

    def add(file: str, line: int) -> None:
        if file.startswith(WITHIN):
            found.add((Path(file).relative_to(ROOT).as_posix(), line))

    def see(frame: Any) -> None:
        while frame is not None:
            add(frame.f_code.co_filename, frame.f_lineno)
            frame = frame.f_back

    before = WarrantyRulesError.__init__

    def init(self: WarrantyRulesError, *args: object) -> None:
        see(sys._getframe(1))
        before(self, *args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WarrantyRulesError, "__init__", init)
        golden.refusals()
        golden.wrong_parts()
        for wrong in (each for part in WRONG.values() for each in part.values()):
            try:
                wrong()
            except (WarrantyRulesError, AttributeError, AssertionError) as error:
                trace = error.__traceback__
                while trace is not None:
                    add(trace.tb_frame.f_code.co_filename, trace.tb_lineno)
                    trace = trace.tb_next
    return frozenset(found)


def unkept(lines: frozenset[Place]) -> list[str]:
    """List what is raised in places of which none is among some lines."""
    return [what for (name, _), span, what in raised() if not is_told_elsewhere(what) and not any((name, line) in lines for line in span)]


def test_every_error_is_kept_with_what_it_says() -> None:
    assert unkept(reached()) == []


def test_one_that_was_not_would_be_told() -> None:
    (at,) = (place for place, _, what in raised() if "an outcome is one of three" in what)
    assert len(unkept(reached() - {at})) == 1


def test_what_is_told_elsewhere_is_there() -> None:
    for each in ELSEWHERE:
        assert any(fits(what, each) for _, _, what in raised()), each


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("one line", "one line"),
        ("", ""),
        ("two\nlines\r\n\ttabbed", "two lines   tabbed"),
        ("\x1b[31mred\x00", "\ufffd[31mred\ufffd"),
        ("turned \u202e round, \ud800 halved, \uffff", "turned \ufffd round, \ufffd halved, \ufffd"),
        ("\u2028\u2029\x85\x1c", "    "),
        ("not printable\xa0but text, \u200b too", "not printable\xa0but text, \u200b too"),
    ],
    ids=ascii,
)
def test_what_is_no_text_is_printed_as_a_blank_or_a_mark(text: str, printed: str) -> None:
    assert printable(text) == printed


def test_what_a_stranger_gives_is_shown_in_sixty_signs() -> None:
    assert shown("x" * 58) == f"'{'x' * 58}'"
    assert shown("x" * 59) == f"'{'x' * 56}..."
    assert shown(b"x" * 10_000) == f"b'{'x' * 55}..."
    assert shown([1] * 50, 20) == "[1, 1, 1, 1, 1, 1..."
    assert shortened("x" * 21, 20) == "x" * 17 + "..."
    assert shortened("x" * 20, 20) == "x" * 20


def test_a_name_of_sixty_signs_is_compared_whole_and_the_rest_of_a_longer_one_is_not() -> None:
    assert nearest("a" * 60, ["a" * 36]) == f"did you mean {'a' * 36!r}?"  # 2 * 36 / 96 is three quarters
    assert nearest("b" * 25 + "a" * 36, ["a" * 36]) == f"did you mean {'a' * 36!r}?"
    assert nearest("b" * 60 + "a" * 1_000, ["a" * 36]) == f"one of {'a' * 36}"
