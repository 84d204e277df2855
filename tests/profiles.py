"""How much is tried: little where somebody waits for it, more where nobody does.

The environment's ``WARRANTY_RULES_PROFILE`` names the profile: ``quick`` (unless it is set); ``deep``, as in the project's gate;
``exhaustive``, by hand; ``few``, where the same is tried under other dependencies too; or ``unshrunk`` and ``glance``, which try as much as
``deep`` and ``quick`` and show the first failure as it was found.
"""

from __future__ import annotations

import os

EXAMPLES = {"few": 5, "quick": 10, "deep": 30, "exhaustive": 150, "unshrunk": 30, "glance": 10}
USUAL = 40
PROFILE = os.environ.get("WARRANTY_RULES_PROFILE", "quick")


def tried(quick: int, deep: int, exhaustive: int) -> int:
    """Choose by the profile."""
    return {"few": quick, "quick": quick, "glance": quick, "exhaustive": exhaustive}.get(PROFILE, deep)


def scaled(examples: int) -> int:
    """Scale a number of examples, said for a profile that tries 40 where nothing is said, to this one."""
    return max(5, examples * EXAMPLES[PROFILE] // USUAL)
