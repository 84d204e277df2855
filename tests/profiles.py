"""How much is tried: little where somebody waits for it, more where nobody does.

The environment's ``WARRANTY_RULES_PROFILE`` names the profile: ``quick`` (unless it is set), ``usual``, ``deep``, or ``unshrunk``, which
shows the first failure as it was found.
"""

from __future__ import annotations

import os

EXAMPLES = {"quick": 15, "usual": 40, "deep": 100, "unshrunk": 40}
PROFILE = os.environ.get("WARRANTY_RULES_PROFILE", "quick")
DEEP = PROFILE == "deep"


def scaled(examples: int) -> int:
    """Scale a number of examples, said for the usual profile, to this one."""
    return max(5, examples * EXAMPLES[PROFILE] // EXAMPLES["usual"])
