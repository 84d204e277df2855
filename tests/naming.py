"""Names of cases that are the same in every process: where several run the tests, each has to find the same."""

from __future__ import annotations

import re

from warranty_rules.errors import shown


def lasting(value: object) -> str:
    """Name a value: a set in order, anything else without its place in memory."""
    return ", ".join(sorted(map(str, value))) if isinstance(value, set | frozenset) else re.sub(r" at 0x\w+", "", shown(value))
