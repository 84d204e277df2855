"""Everything deterministic: the same examples on every run, in as many processes as there are cores."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings

from profiles import EXAMPLES, PROFILE

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
for name, examples in EXAMPLES.items():
    settings.register_profile(
        name, derandomize=True, max_examples=examples, deadline=None, database=None, suppress_health_check=SLOW, print_blob=False
    )
for name in ("unshrunk", "glance"):
    settings.register_profile(name, settings.get_profile(name), phases=[Phase.explicit, Phase.generate])
settings.load_profile(PROFILE)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Leave it to the number of cores where all tests are run; a few that are named are quicker in this one process."""
    return None if config.args_source is pytest.Config.ArgsSource.TESTPATHS else 0
