"""The page of the laws says what the tests hold, and every law was seen to fail."""

from __future__ import annotations

from importlib import import_module

import laws
import pytest

pytestmark = pytest.mark.heavy  # it loads every module of the tests


def test_the_page_is_as_the_tests_are() -> None:
    assert laws.PAGE.read_text(encoding="utf-8") == laws.page(), "run `python tests/laws.py`"


@pytest.mark.parametrize("module", sorted(path.stem for path in laws.TESTS.glob("test_*.py")))
def test_every_law_has_something_under_which_it_was_seen_to_fail(module: str) -> None:
    found = laws.broken(import_module(module))
    assert [law for law, under in found.items() if not under] == []
    assert not found or module in laws.SUBJECTS


def test_what_is_said_beside_the_tables_is_said_of_laws() -> None:
    named = {law for path in laws.TESTS.glob("test_*.py") for law in laws.broken(import_module(path.stem))}
    assert laws.BESIDE.keys() <= named
