"""Everything deterministic: the same examples on every run."""

import os

from hypothesis import HealthCheck, Phase, settings

SLOW = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
settings.register_profile("quick", derandomize=True, max_examples=40, deadline=None, database=None, suppress_health_check=SLOW, print_blob=False)
settings.register_profile("deep", settings.get_profile("quick"), max_examples=150)
settings.register_profile("unshrunk", settings.get_profile("quick"), phases=[Phase.explicit, Phase.generate])  # the first failure, soon
settings.load_profile(os.environ.get("WARRANTY_RULES_PROFILE", "quick"))
