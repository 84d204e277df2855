"""Whether a law fails, for those that look for a case in which it does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def fails(law: Callable[..., None], *case: Any) -> bool:
    try:
        law(*case)
    except AssertionError:
        return True
    return False
