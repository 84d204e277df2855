"""The pytest plugin, found by pytest itself: two fixtures, and a line that names the version.

It loads nothing before a test asks for it: neither the store's policy nor hypothesis.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from warranty_rules import Claim, Policy


def pytest_report_header() -> str:
    """Name the library's version."""
    from warranty_rules import __version__  # loaded already, with the package  # noqa: PLC0415

    return f"warranty_rules: {__version__}"


@pytest.fixture(scope="session")
def store_policy() -> Policy[Claim]:
    """The store's policy in its default readings, Monday to Friday."""
    from warranty_rules.policies import icenter  # when it is asked for  # noqa: PLC0415

    return icenter.policy()


@pytest.fixture(scope="session")
def assert_decision() -> Callable[..., None]:
    """What `warranty_rules.testing.assert_decision` is."""
    from warranty_rules import assertions  # when it is asked for  # noqa: PLC0415

    return assertions.assert_decision
