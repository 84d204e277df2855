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


@pytest.mark.parametrize("law", laws.BESIDE)
def test_what_is_said_beside_the_tables_is_said_by_a_test_that_tries_the_law(law: str) -> None:
    name = f"law_{law.replace(' ', '_')}"
    (module,) = [found for path in laws.TESTS.glob("test_*.py") if laws.is_law(getattr(found := import_module(path.stem), name, None))]
    assert laws.calls(getattr(module, laws.BESIDE[law][1]), getattr(module, name))


def test_a_test_of_another_law_or_that_waits_for_no_failure_is_told() -> None:
    module = import_module("test_notebook")
    law = module.law_every_ink_can_be_read_on_its_paper
    assert laws.calls(module.test_that_law_fails_for_a_pale_ink, law)
    assert not laws.calls(module.test_that_law_fails_for_a_color_from_elsewhere, law)
    assert not laws.calls(module.test_every_ink_can_be_read_on_its_paper, law)
