"""How many processes run the tests."""

from __future__ import annotations

import pytest


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Leave it to the number of cores where all tests are run; a few that are named are quicker in this one process."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0
