"""A plugin of pytest, for `bench/mutation.py`: which test runs which line of the library, and how long each test takes."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import coverage
import pytest

DATA = os.environ["MUTATION_DATA"]
SPENT = Path(f"{DATA}.times")
LINES = coverage.Coverage(source_pkgs=["warranty_rules"], data_file=DATA, config_file=False)
TIMES = Counter[str]()
LINES.load()  # what earlier runs found stays
LINES.start()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    LINES.switch_context(item.nodeid)
    try:
        return (yield)
    finally:
        LINES.switch_context("between tests")


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    TIMES[report.nodeid] += report.duration


def pytest_sessionfinish() -> None:
    LINES.stop()
    LINES.save()
    before = json.loads(SPENT.read_text(encoding="utf-8")) if SPENT.exists() else {}
    SPENT.write_text(json.dumps({**before, **TIMES}), encoding="utf-8")
